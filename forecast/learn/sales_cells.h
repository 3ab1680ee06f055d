/*
 * sales_cells.h - what was invoiced in two years, by segment, currency and 4-week period.
 */
#ifndef DC_LEARN_SALES_CELLS_H
#define DC_LEARN_SALES_CELLS_H

#include "duecast/billing.h"
#include "duecast/model.h"

enum {
    DC_SALES_YEAR = 364,
    DC_SALES_PERIODS = DC_SALES_YEAR / DC_SALES_PERIOD_DAYS /* of a year */
};

/* One segment in one currency. */
typedef struct {
    const char *segment;
    uint16_t    currency;
    size_t      count;                       /* of its invoices in the two years */
    double      cap;                         /* 95 % of their amounts are not above it */
    double      sales[2 * DC_SALES_PERIODS]; /* capped, newest period first */
    double      squares[2 * DC_SALES_PERIODS];
    double      by_day[2 * DC_SALES_PERIODS]; /* of `sales`: not of who is invoiced by the month */
    double      invoices[2 * DC_SALES_PERIODS];
    int32_t     age_most;
    int         periods;                        /* compared; 0: none */
    double      growth, growth_variance;        /* variance 0: not known */
    double      noise2, noise2_error2, chance2; /* per period, relative; error 0: not known */
} dc_sales_cell;

/* By segment, then currency; what is estimated is left at 0.  `end` is the last day; `squares` are
 * times the customers' dispersion.  Only customers that go on ordering count (standing.h). */
dc_sales_cell *dc_sales_cells_make(dc_arena *arena, const dc_book *book, const dc_billing *billing,
                                   const dc_model *model, dc_date end, size_t *count);

#endif
