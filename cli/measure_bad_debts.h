/* measure_bad_debts.h - the section on bad debts: what its text and its JSON share. */
#ifndef DUECAST_CLI_MEASURE_BAD_DEBTS_H
#define DUECAST_CLI_MEASURE_BAD_DEBTS_H

#include "duecast/bad_debt.h"
#include "measure_sections.h"

struct dc_measure_bad_debts {
    dc_bad_debts all;
};

/* Learnt, simulated and measured at the first call; NULL when that failed (view->status). */
const dc_bad_debts *dc_measure_view_bad_debts(dc_measure_view *view);

/* The allowances, in the order in which they are told. */
typedef enum {
    DC_METHOD_MATRIX,
    DC_METHOD_MODEL,
    DC_METHOD_CECL,
    DC_METHOD_ROLL,
    DC_METHOD_CHAIN,
    DC_METHOD_SALES,
    DC_METHOD_DIRECT,
    DC_METHOD_COUNT
} dc_bad_debt_method;

typedef struct {
    const char *key;
    dc_word     label;
    bool        is_expense; /* of the last 12 months, no allowance */
} dc_method_info;
extern const dc_method_info dc_method_table[DC_METHOD_COUNT];

/* False: it does not apply, for this reason. */
bool dc_method_amount(int64_t *amount, dc_word *reason, const dc_bad_debts *all,
                      dc_bad_debt_method method);

#endif
