/*
 * variance.h - a forecast of the past against what happened since.
 *
 * The forecast says for each item - an open claim, what a customer was to buy and pay anew, a
 * bill - what was expected of it week by week.  Over the whole weeks that have passed, at most 13,
 * the difference of each item is split, in the book currency and in whole minor units:
 *
 *     new        of what no item of the forecast stood for, less what was expected of new invoices
 *     permanent  was expected and is written off or gone from the book
 *     amount     was expected and was credited or deducted; or more came than was open
 *     timing     the rest: it came in another week of the horizon or after it, or is still open
 *     currency   what was paid, at the rate of its day less at the rate of the forecast
 *
 * The five sum to actual less forecast, for each item and in total.  What was written off or
 * credited explains a shortfall only as far as there is one.
 *
 * Accuracy of a week: 1 - |actual - forecast| / |actual|; its lead time is the number of the week.
 * Sources: docs/FORMULAS.md, "Forecast against actual".
 */
#ifndef DUECAST_VARIANCE_H
#define DUECAST_VARIANCE_H

#include "duecast/book.h"

enum { DC_VARIANCE_WEEKS = 13 };

typedef enum {
    DC_SAID_CLAIM,
    DC_SAID_SALES,  /* of a customer, or of all that are small: customer "" */
    DC_SAID_BILL,   /* negative: goes out */
    DC_SAID_REST,   /* receipts that belong to no item: recoveries, rounding */
    DC_SAID_BOUGHT, /* negative: purchases that follow sales, bills that were to come */
    DC_SAID_KINDS
} dc_said_kind;

static inline bool dc_said_goes_out(dc_said_kind kind)
{
    return kind == DC_SAID_BILL || kind == DC_SAID_BOUGHT;
}

/* What a forecast said of one item; money in minor units of `currency`. */
typedef struct {
    dc_said_kind kind;
    const char  *id, *part;                   /* of an invoice or bill; "" else */
    const char  *party;                       /* customer or supplier id */
    const char  *name;                        /* as it is called */
    uint16_t     currency;                    /* index of dc_said.currencies */
    int64_t      open;                        /* claims and bills */
    double       expected[DC_VARIANCE_WEEKS]; /* in the week */
} dc_said_item;

/* A forecast as it was written; texts are its owner's. */
typedef struct {
    const char   *file, *run_id, *company, *currency;
    dc_date       as_of;
    size_t        week_count; /* 1..13 */
    dc_date       week_end[DC_VARIANCE_WEEKS];
    double        p10[DC_VARIANCE_WEEKS], p90[DC_VARIANCE_WEEKS]; /* receipts; NAN: no bands */
    size_t        currency_count;
    char          currencies[DC_CURRENCIES_MAX][4];
    int           decimals[DC_CURRENCIES_MAX];
    double        rate[DC_CURRENCIES_MAX]; /* book currency per unit; <= 0: none */
    bool          has_cash;                /* opening cash and what was drawn are told */
    int64_t       cash, drawn;
    double        other[DC_VARIANCE_WEEKS]; /* net cash flow that is neither receipts nor bills */
    size_t        item_count;
    dc_said_item *items;
} dc_said;

typedef enum {
    DC_VARIANCE_TIMING,
    DC_VARIANCE_AMOUNT,
    DC_VARIANCE_PERMANENT,
    DC_VARIANCE_NEW,
    DC_VARIANCE_CURRENCY,
    DC_VARIANCE_PARTS
} dc_variance_part;

typedef struct {
    dc_said_kind kind;
    const char  *id, *part_id, *party, *name;
    int64_t      forecast, actual; /* book currency */
    int64_t      part[DC_VARIANCE_PARTS];
} dc_variance_row;

typedef struct {
    dc_date end;
    int64_t forecast, actual; /* receipts */
    double  accuracy;         /* NAN: nothing came */
    double  p10, p90;         /* of the forecast; NAN: no bands */
} dc_variance_week;

typedef struct {
    const dc_said   *said;
    size_t           week_count; /* that have passed, 1..13 */
    size_t           row_count;
    dc_variance_row *rows;            /* largest difference first */
    dc_variance_row  receipts, bills; /* sums of rows; id "customers", "bills" */
    bool             bills_known;     /* the book tells which were paid */
    dc_variance_row  other;           /* all other money, by difference of cash */
    bool             other_known;
    dc_variance_week week[DC_VARIANCE_WEEKS];
    size_t           undated, without_rate;   /* payments left out */
    size_t           claims_told, claims_met; /* of the forecast; of those, in the book as well */
    size_t           customer_count;
    dc_variance_row *customers; /* receipts by customer, largest difference first; id is "" */
} dc_variance;

/* said->as_of is a week or more before the book's, its currency the book's. */
dc_variance *dc_variance_make(dc_arena *arena, const dc_book *book, const dc_said *said);

/* Several forecasts by lead time, in weeks: week[0] is the first. */
typedef struct {
    size_t  forecasts; /* that reach so far */
    int64_t forecast, actual, error;
    double  accuracy;       /* 1 - sum |actual - forecast| / sum |actual|; NAN: nothing came */
    double  bias;           /* sum (forecast - actual) / sum actual */
    size_t  banded, inside; /* weeks with a band of 80 %, and those whose actual lies in it */
} dc_variance_lead;
void dc_variance_by_lead(dc_variance_lead          out[DC_VARIANCE_WEEKS],
                         const dc_variance *const *variances, size_t count);

#endif
