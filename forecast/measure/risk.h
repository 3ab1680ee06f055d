/* risk.h - what drivers add to cash by day, and the paths they are added to. */
#ifndef DC_MEASURE_RISK_H
#define DC_MEASURE_RISK_H

#include "duecast/risk.h"

/* By driver and end, what is added to cash by the close of each day 0 .. day_count; NULL where the
 * driver does not apply.  Lateness is no sum: its rows are NULL. */
typedef struct {
    int32_t day_count;
    bool    applies[DC_DRIVER_COUNT];
    double *added[DC_DRIVER_COUNT][DC_DRIVER_ENDS];
} dc_driver_sums;

void dc_driver_sums_make(dc_driver_sums *out, dc_arena *arena, const dc_book *book,
                         const dc_model *model, const dc_items *items, const dc_cash_plan *plan,
                         int32_t day_count, const dc_simulate_options *options);

/* Ranks by the wider effect, on the lowest cash or without cash on the end. */
void dc_risk_rank(dc_risk *risk);

#endif
