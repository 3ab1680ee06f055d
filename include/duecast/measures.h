/*
 * measures.h - every figure Duecast tells, and what the ledger says of it at any past day.
 *
 * A measure is one row: stable key, unit, which direction is better, label, definition, what is
 * missing where it is not available, source.  The same row serves the past (`duecast measure`), the
 * forecast (metrics.h), `duecast metrics`, JSON and the Definitions sheet.
 *
 * The past is read off claims and their events: at the close of a day a claim is on the books when
 * it was issued and entered by then, and is open by what the events of that day and earlier have
 * left of it.  Money in minor units of the book currency, over the currencies that have a rate, at
 * the rate of the as-of date.
 */
#ifndef DUECAST_MEASURES_H
#define DUECAST_MEASURES_H

#include "duecast/book.h"
#include "duecast/words.h"

typedef enum { DC_UNIT_MONEY, DC_UNIT_DAYS, DC_UNIT_SHARE, DC_UNIT_COUNT } dc_unit;
typedef enum { DC_HIGHER_IS_BETTER, DC_LOWER_IS_BETTER, DC_NEITHER } dc_better; /* by decision */

/* X(NAME, key, unit, better, missing, source): label and definition are DC_WORD_METRIC_NAME and
 * DC_WORD_DEFINE_NAME.  In the order in which they are told. */
/* clang-format off */
#define DC_MEASURE_LIST(X)                                                                         \
    X(RECEIPTS, "receipts", MONEY, DC_HIGHER_IS_BETTER, NOT_AVAILABLE, LEDGER)                     \
    X(CASH_COLLECTED, "cash_collected", MONEY, DC_HIGHER_IS_BETTER, NOT_AVAILABLE, LEDGER)         \
    X(SALES, "sales", MONEY, DC_NEITHER, NOT_AVAILABLE, LEDGER)                                    \
    X(SALES_MONTH, "sales_month", MONEY, DC_NEITHER, MISSING_HISTORY, LEDGER)                      \
    X(RECEIVABLES, "receivables", MONEY, DC_NEITHER, NOT_AVAILABLE, LEDGER)                        \
    X(OVERDUE, "overdue", MONEY, DC_LOWER_IS_BETTER, NOT_AVAILABLE, LEDGER)                        \
    X(OVERDUE_SHARE, "overdue_share", SHARE, DC_LOWER_IS_BETTER, MISSING_OPEN, LEDGER)             \
    X(DISPUTED_SHARE, "disputed_share", SHARE, DC_LOWER_IS_BETTER, MISSING_DISPUTES, LEDGER)       \
    X(UNAPPLIED, "unapplied", MONEY, DC_NEITHER, NOT_AVAILABLE, LEDGER)                            \
    X(DSO, "dso", DAYS, DC_NEITHER, MISSING_SALES, JD_EDWARDS)                                     \
    X(DSO_NOT_DUE, "dso_not_due", DAYS, DC_NEITHER, MISSING_SALES, CREDITGURU_ADD)                 \
    X(DSO_OVERDUE, "dso_overdue", DAYS, DC_LOWER_IS_BETTER, MISSING_SALES, CREDITGURU_ADD)         \
    X(DSO_MONTH, "dso_month", DAYS, DC_NEITHER, MISSING_SALES, JD_EDWARDS)                         \
    X(DSO_3_MONTHS, "dso_3_months", DAYS, DC_NEITHER, MISSING_PERIOD, JD_EDWARDS)                  \
    X(DSO_12_MONTHS, "dso_12_months", DAYS, DC_NEITHER, MISSING_PERIOD, JD_EDWARDS)                \
    X(DSO_AVERAGE, "dso_average", DAYS, DC_NEITHER, MISSING_PERIOD, TEXTBOOK)                      \
    X(DSO_COUNTBACK, "dso_countback", DAYS, DC_NEITHER, MISSING_SALES, HYPERION)                   \
    X(DSO_SALES_WEIGHTED, "dso_sales_weighted", DAYS, DC_NEITHER, MISSING_SALES, STONE)            \
    X(DSO_WITH_BILLS, "dso_with_bills", DAYS, DC_NEITHER, MISSING_BILLS, BILLS_RULE)               \
    X(DSO_WITH_SOLD, "dso_with_sold", DAYS, DC_NEITHER, MISSING_SOLD, SOLD_RULE)                   \
    X(DAYS_TO_PAY, "days_to_pay", DAYS, DC_LOWER_IS_BETTER, MISSING_SETTLED, LEDGER)               \
    X(DAYS_TO_PAY_SURVIVAL, "days_to_pay_survival", DAYS, DC_LOWER_IS_BETTER, MISSING_SETTLED,     \
      KAPLAN_MEIER)                                                                                \
    X(TURNOVER, "turnover", COUNT, DC_NEITHER, MISSING_PERIOD, TEXTBOOK)                           \
    X(CEI, "cei", SHARE, DC_HIGHER_IS_BETTER, MISSING_CEI, GAVITI)                                 \
    X(CEI_3_MONTHS, "cei_3_months", SHARE, DC_HIGHER_IS_BETTER, MISSING_CEI, GAVITI)               \
    X(TOP_1_SHARE, "top_1_share", SHARE, DC_LOWER_IS_BETTER, MISSING_OPEN, LEDGER)                 \
    X(TOP_5_SHARE, "top_5_share", SHARE, DC_LOWER_IS_BETTER, MISSING_OPEN, LEDGER)                 \
    X(TOP_10_SHARE, "top_10_share", SHARE, DC_LOWER_IS_BETTER, MISSING_OPEN, LEDGER)               \
    X(CONCENTRATION, "concentration", SHARE, DC_LOWER_IS_BETTER, MISSING_OPEN, HERFINDAHL)         \
    X(DAY_OF_SALES, "day_of_sales", MONEY, DC_NEITHER, MISSING_SALES, ALLIANZ)                     \
    X(INVENTORY, "inventory", MONEY, DC_NEITHER, MISSING_INVENTORY, BFR)                           \
    X(PAYABLES, "payables", MONEY, DC_NEITHER, MISSING_PAYABLES, BFR)                              \
    X(TRADE_WCR, "trade_wcr", MONEY, DC_NEITHER, MISSING_WCR, ALLIANZ)                             \
    X(TRADE_WCR_DAYS, "trade_wcr_days", DAYS, DC_NEITHER, MISSING_WCR, ALLIANZ)                    \
    X(OPERATING_WCR, "operating_wcr", MONEY, DC_NEITHER, MISSING_OPERATING_WCR, BFR)               \
    X(WCR_CASH, "wcr_cash", MONEY, DC_NEITHER, MISSING_WCR, BFR)                                   \
    X(DIO, "dio", DAYS, DC_NEITHER, MISSING_CCC, TEXTBOOK)                                         \
    X(DPO, "dpo", DAYS, DC_NEITHER, MISSING_CCC, TEXTBOOK)                                         \
    X(DPO_PURCHASES, "dpo_purchases", DAYS, DC_NEITHER, MISSING_PURCHASES, TEXTBOOK)               \
    X(CCC, "ccc", DAYS, DC_NEITHER, MISSING_CCC, TEXTBOOK)                                         \
    X(SETTLED_WITHOUT_CASH, "settled_without_cash", MONEY, DC_NEITHER, NOT_AVAILABLE, LEDGER)      \
    X(WRITTEN_OFF, "written_off", MONEY, DC_LOWER_IS_BETTER, MISSING_WRITE_OFFS, LEDGER)           \
    X(RECOVERED, "recovered", MONEY, DC_HIGHER_IS_BETTER, MISSING_DEFAULTS, LEDGER)                \
    X(ALLOWANCE, "allowance", MONEY, DC_NEITHER, MISSING_LOSSES, IFRS_9)                           \
    X(BAD_DEBT_EXPENSE, "bad_debt_expense", MONEY, DC_LOWER_IS_BETTER, MISSING_LOSSES, IFRS_9)     \
    X(BAD_DEBT_EXPENSE_PERIOD, "bad_debt_expense_period", MONEY, DC_LOWER_IS_BETTER,               \
      MISSING_LOSSES, IFRS_9)                                                                      \
    X(MEASURE_COSTS, "measure_costs", MONEY, DC_LOWER_IS_BETTER, MISSING_MEASURES, CONTRACTS)      \
    X(THIRD_PARTY_CASH, "third_party_cash", MONEY, DC_NEITHER, MISSING_MEASURES, CONTRACTS)        \
    X(NET_CASH, "net_cash", MONEY, DC_HIGHER_IS_BETTER, MISSING_MEASURES, CONTRACTS)               \
    X(CREDIT_RESULT, "credit_result", MONEY, DC_HIGHER_IS_BETTER, MISSING_MEASURES, CONTRACTS)     \
    X(SOLD, "sold", MONEY, DC_NEITHER, MISSING_MEASURES, CONTRACTS)                                \
    X(DSO_UNSOLD, "dso_unsold", DAYS, DC_NEITHER, MISSING_MEASURES, CONTRACTS)                     \
    X(LOST_MARGIN, "lost_margin", MONEY, DC_LOWER_IS_BETTER, MISSING_LOST_MARGIN, CONTRACTS)       \
    X(LOWEST_CASH, "lowest_cash", MONEY, DC_HIGHER_IS_BETTER, CASH_MISSING_CASH, ROLL_FORWARD)     \
    X(LINE_NEEDED, "line_needed", SHARE, DC_LOWER_IS_BETTER, CASH_MISSING_CASH, ROLL_FORWARD)      \
    X(LINE_EXHAUSTED, "line_exhausted", SHARE, DC_LOWER_IS_BETTER, CASH_MISSING_LINE, ROLL_FORWARD)\
    X(LINE_AT_95, "line_at_95", MONEY, DC_LOWER_IS_BETTER, CASH_MISSING_CASH, ROLL_FORWARD)        \
    X(LINE_AT_99, "line_at_99", MONEY, DC_LOWER_IS_BETTER, CASH_MISSING_CASH, ROLL_FORWARD)        \
    X(NET_CASH_FLOW, "net_cash_flow", MONEY, DC_HIGHER_IS_BETTER, CASH_MISSING_CASH, ROLL_FORWARD)\
    X(SALES_MARGIN, "sales_margin", MONEY, DC_HIGHER_IS_BETTER, MISSING_MARGIN, MARGINAL)          \
    X(FINANCING_COST, "financing_cost", MONEY, DC_LOWER_IS_BETTER, MISSING_FINANCING, MARGINAL)    \
    X(PROFIT, "profit", MONEY, DC_HIGHER_IS_BETTER, MISSING_PROFIT, MARGINAL)
/* clang-format on */

#define DC_MEASURE_NAME(NAME, key, unit, better, missing, source) DC_MEASURE_##NAME,
typedef enum { DC_MEASURE_LIST(DC_MEASURE_NAME) DC_MEASURE_COUNT } dc_measure;
#undef DC_MEASURE_NAME

typedef struct {
    const char *key;
    dc_unit     unit;
    dc_better   better;
    dc_word     label, definition, missing, source;
} dc_measure_info;
const dc_measure_info *dc_measure_about(dc_measure measure);

/* In JSON and CSV: "money", "days", "share", "count"; "higher", "lower", "neither". */
const char *dc_unit_key(dc_unit unit);
const char *dc_better_key(dc_better better);
dc_word     dc_unit_word(dc_unit unit);
dc_word     dc_better_word(dc_better better);

/* By its key; DC_MEASURE_COUNT: there is none. */
dc_measure dc_measure_by_key(const char *key);

/* A number behind a figure. */
typedef struct {
    dc_word what;
    dc_unit unit;
    double  value;
} dc_measure_part;

enum { DC_MEASURE_PARTS_MAX = 6 };

typedef struct {
    bool            told;       /* false: the past has no such figure, only the forecast */
    bool            applicable; /* false: n/a, for this reason */
    bool            at_least;   /* history is exhausted: this much or more */
    dc_word         reason;
    double          value; /* minor units, days, share (0.12 is 12 %) or count */
    size_t          part_count;
    dc_measure_part part[DC_MEASURE_PARTS_MAX];
} dc_measure_value;

typedef enum { DC_AGED_BY_DUE, DC_AGED_BY_ISSUE, DC_AGED_BY_COUNT } dc_aged_by;

static inline size_t dc_ageing_bucket_count(const dc_ageing_edges *edges, dc_aged_by by)
{
    return edges->count + (by == DC_AGED_BY_DUE ? 2 : 1);
}

/* The days a bucket begins with, INT32_MIN for the first; and the bucket of a day. */
int32_t dc_ageing_first_day(const dc_ageing_edges *edges, dc_aged_by by, size_t bucket);
size_t  dc_ageing_bucket(const dc_ageing_edges *edges, dc_aged_by by, int32_t days);

/* One line of an ageing: buckets + credits + unapplied = ledger; book currency. */
typedef struct {
    int64_t bucket[DC_AGED_BY_COUNT][DC_AGEING_BUCKETS_MAX]; /* debit claims */
    int64_t credits, unapplied, ledger;                      /* <= 0, <= 0, the sum */
} dc_ageing;

/* What is still open of a month's sales at month ends: row by month of issue, newest first. */
enum { DC_UNCOLLECTED_MONTHS = 24, DC_UNCOLLECTED_AGES = 13 };
typedef struct {
    dc_date month_end;
    int64_t sales;     /* of the month */
    size_t  age_count; /* month ends there have been: 1 at the end of the month itself */
    int64_t open[DC_UNCOLLECTED_AGES]; /* by months since, 0 at the end of the month itself */
} dc_uncollected;

/* The book measured at a list of days.  In the arena. */
typedef struct {
    const dc_book    *book;
    dc_ageing_edges   edges;
    size_t            count;
    dc_date          *date;   /* increasing */
    dc_measure_value *value;  /* [date][measure]: see dc_measured */
    dc_ageing        *ageing; /* [date]; unknown where receivables are not applicable */
    size_t            uncollected_count;
    dc_uncollected   *uncollected; /* newest month first, whole months up to the last date */
    size_t            undated;     /* settlements without a day: they count on the as-of date */
} dc_measures;

/* dates: increasing, none after the as-of date. */
dc_measures *dc_measures_make(dc_arena *arena, const dc_book *book, const dc_date *dates,
                              size_t count, const dc_ageing_edges *edges);

static inline const dc_measure_value *dc_measured(const dc_measures *measures, size_t date,
                                                  dc_measure measure)
{
    return &measures->value[date * DC_MEASURE_COUNT + (size_t)measure];
}

/* Index of the first date with receivables: month ends before the first invoice are no rows; the
 * last one where there is none. */
size_t dc_measures_first_known(const dc_measures *measures);

/* The last month ends up to `to`, oldest first, and `to` itself where it is none; the count. */
enum { DC_MEASURE_DATES_MAX = 601 };
size_t dc_measure_month_ends(dc_date out[DC_MEASURE_DATES_MAX], dc_date to, size_t months);

/* An ageing at the close of a day, told apart; largest ledger first, ties by name. */
typedef enum {
    DC_SPLIT_CUSTOMER,
    DC_SPLIT_SEGMENT,
    DC_SPLIT_CURRENCY,
    DC_SPLIT_COUNTRY,
    DC_SPLIT_COUNT
} dc_split;

typedef struct {
    const char *id, *name; /* "" unknown */
    dc_ageing   ageing;
} dc_ageing_row;

dc_ageing_row *dc_ageing_split(dc_arena *arena, size_t *count, const dc_book *book, dc_date date,
                               dc_split split, const dc_ageing_edges *edges);

#endif
