/*
 * pay_days.h - customers that pay in runs of their own: the 10th, the 15th and 28th, every second
 * Friday, the first Thursday of a month.
 *
 * Which days those might be is told from the days of the last twelve months alone; whether they are
 * is told where their payments are held against what was due on such days (actuals.h).
 */
#ifndef DC_LEARN_PAY_DAYS_H
#define DC_LEARN_PAY_DAYS_H

#include "duecast/model.h"

/* Runs, and where the days looked up lie beside them. */
typedef struct {
    dc_pay_runs runs;
    uint8_t    *place; /* kind_of of dc_month_habit */
} dc_pay_days;

typedef struct {
    dc_date      first; /* looked up from here on */
    int32_t      day_count;
    size_t       count;
    dc_pay_days *row; /* each once */
    uint32_t    *of;  /* by customer with claims: its row; UINT32_MAX: none */
} dc_pay_days_of;

static inline dc_pay_place dc_pay_place_of(uint8_t kind)
{
    return kind < DC_PAY_ON ? (dc_pay_place)kind : DC_PAY_ON;
}

/* Of customers that are `wanted`; days from `first` on.  Rows are freed by dc_pay_days_free, the
 * rest with the arena. */
void dc_pay_days_find(dc_pay_days_of *out, dc_arena *arena, const dc_book *book, const bool *wanted,
                      dc_date first, int32_t day_count);
void dc_pay_days_free(dc_pay_days_of *of);

/* Where customers pay that have runs of their own, before any is known. */
extern const double dc_pay_usual_unknown[DC_PAY_PLACES];

/*
 * Powers from the days that brought a payment and those that were due, by place; false where they
 * tell too little.  `usual` is where such customers pay, and sums to 1.
 *
 *     s_k = (paid_k + usual_k) / (n + 1)
 *     power_k = s_k / q_k,  q the shares of what was due, each above 0
 *     gain = sum of paid_k ln power_k >= 10 + 3.5 a window, or 3.5 for other runs
 */
bool dc_pay_days_powers(double power[DC_PAY_PLACES], const double usual[DC_PAY_PLACES],
                        const uint32_t paid[DC_PAY_PLACES], const double due[DC_PAY_PLACES],
                        const dc_pay_runs *runs);

#endif
