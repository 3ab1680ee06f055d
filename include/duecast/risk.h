/*
 * risk.h - what moves cash most: drivers one at a time, and whose payment widens its band.
 *
 * Both rest on the first DC_RISK_PATHS paths of the baseline, with the luck of the forecast, to the
 * end of week 13 (or the last).  A driver is moved down and up by a stated amount, all else left as
 * it is; its effect is the change of the mean lowest cash before new drawings and of cash at the
 * end.  Lateness moves each path's own receipts; whatever else changes by what is expected of it,
 * day by day, is added to each path.  Interest on what is drawn is left as it is.
 *
 * The contribution of a customer is the covariance of its receipts R_c by the last day with all
 * receipts R: cov(R_c, R) / var(R), which sum to 1 over customers; likewise with the lowest cash.
 * Its receipts are the difference to the same paths on which it pays nothing by then.
 *
 * A promise kept: all that a customer owes overdue is paid on the promise day, and what that adds
 * to the expected cash by then, at the usual dip and at the end.
 */
#ifndef DUECAST_RISK_H
#define DUECAST_RISK_H

#include "duecast/cash.h"

enum { DC_RISK_PATHS = 2048, DC_RISK_CUSTOMERS = 12, DC_PROMISE_DAYS = 7 };

#define DC_DRIVER_LIST(X)                                                                          \
    X(LATENESS, DC_WORD_DRIVER_LATENESS, 7)                                                        \
    X(SALES, DC_WORD_DRIVER_SALES, 0.10)                                                           \
    X(LOSSES, DC_WORD_DRIVER_LOSSES, 2.0)                                                          \
    X(COSTS, DC_WORD_DRIVER_COSTS, 0.10)                                                           \
    X(OTHER_PLAN, DC_WORD_DRIVER_OTHER_PLAN, 0.10)                                                 \
    X(SUPPLIERS, DC_WORD_DRIVER_SUPPLIERS, 7)                                                      \
    X(CURRENCY, DC_WORD_DRIVER_CURRENCY, 0.10)

#define DC_DRIVER_NAME(NAME, word, step) DC_DRIVER_##NAME,
typedef enum { DC_DRIVER_LIST(DC_DRIVER_NAME) DC_DRIVER_COUNT } dc_driver;
#undef DC_DRIVER_NAME

const char *dc_driver_key(dc_driver driver); /* "lateness" */
dc_word     dc_driver_word(dc_driver driver);
double      dc_driver_step(dc_driver driver); /* days, a share, or a factor (of losses) */

enum { DC_DRIVER_DOWN, DC_DRIVER_UP, DC_DRIVER_ENDS };

/* Down: sooner, less, lower; up: later, more, higher.  Minor units of the book currency. */
typedef struct {
    dc_driver driver;
    double    lowest[DC_DRIVER_ENDS], closing[DC_DRIVER_ENDS]; /* changes */
} dc_driver_effect;

typedef struct {
    uint32_t customer;
    double   expected;     /* receipts by the last day, over these paths */
    double   sd;           /* their standard deviation */
    double   share;        /* of the variance of all receipts */
    double   share_error;  /* standard error of the share; simulation error only */
    double   share_lowest; /* of the variance of the lowest cash; NAN without cash */
    int64_t  overdue;
    double   kept_dip, kept_end; /* more expected by the dip's week and by the end if it keeps a
                                  * promise to pay what is overdue on the promise day */
} dc_contribution;

typedef struct dc_risk {
    uint32_t         path_count;
    int32_t          last_day, dip_day;
    bool             has_cash;
    double           lowest, closing;          /* means over these paths */
    double           sd;                       /* of receipts by the last day */
    size_t           driver_count;             /* that apply */
    dc_driver_effect drivers[DC_DRIVER_COUNT]; /* widest first */
    size_t           customer_count;
    dc_contribution  customers[DC_RISK_CUSTOMERS]; /* largest share first */
    double           others;                       /* share of all other customers */
} dc_risk;

/* baseline: of the empty policy, with these options. */
dc_status dc_risk_measure(dc_risk *out, const dc_book *book, const dc_model *model,
                          const dc_items *items, const dc_outcome *baseline,
                          const dc_simulate_options *options);

#endif
