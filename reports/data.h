/*
 * data.h - the answer as plain tables for programs: the one source of .json and .csv.
 *
 * Keys are English, stable and snake_case.  Money is in major units: whole minor units exactly,
 * simulated figures with 12 digits.  What does not apply is null in JSON and empty in CSV.
 */
#ifndef DUECAST_REPORTS_DATA_H
#define DUECAST_REPORTS_DATA_H

#include "duecast/report.h"

typedef enum { DATA_NONE, DATA_TEXT, DATA_COUNT, DATA_REAL, DATA_EXACT, DATA_BOOL } data_kind;

typedef struct {
    data_kind   kind;
    const char *text;
    double      real;     /* 12 digits */
    int64_t     whole;    /* of a count, a bool, or minor units of DATA_EXACT */
    int         decimals; /* of DATA_EXACT */
} data_value;

enum { DATA_COLUMNS_MAX = 40 };

typedef struct {
    dc_arena   *arena;
    const char *name;     /* key in JSON, file name in CSV */
    bool        single;   /* one row: an object in JSON */
    bool        csv_only; /* lists row numbers of files, so it depends on the order of rows */
    size_t      column_count;
    const char *columns[DATA_COLUMNS_MAX];
    size_t      value_count, capacity; /* row after row */
    data_value *values;
} data_table;

/* A table as a row of a list: its columns by name, and what fills it. */
typedef struct {
    const char *name, *columns; /* names with blanks between */
    bool        single, csv_only;
    void (*fill)(data_table *t, const dc_answer *a);
} data_row;
void data_row_fill(data_table *out, dc_arena *arena, const data_row *row, const dc_answer *answer);

size_t      data_table_count(void);
const char *data_table_name(size_t index);
/* Some tables tell of a forecast, the others of past ones against what happened. */
bool data_table_is_told(size_t index, const dc_answer *answer);
void data_table_fill(data_table *out, dc_arena *arena, size_t index, const dc_answer *answer);

/* The next value of the row; rows follow each other. */
void data_put(data_table *t, data_value value);

/* A text of the program's own, which is clean. */
static inline void data_put_text(data_table *t, const char *text)
{
    data_put(t, (data_value){.kind = DATA_TEXT, .text = text});
}

/* Whatever a text from outside may hold, made clean; NULL is empty. */
void data_put_name(data_table *t, const char *text);

void data_put_none(data_table *t);
void data_put_count(data_table *t, int64_t count);
void data_put_bool(data_table *t, bool value);
void data_put_real(data_table *t, double value); /* none where it is not finite */
void data_put_exact(data_table *t, int64_t minor, int decimals);
void data_put_date(data_table *t, dc_date date); /* none where it is not set */

/* So many days after the as-of date. */
void data_put_day(data_table *t, const dc_answer *answer, int32_t day);

/* A figure in its unit, money in minor units; none where it does not apply or is not finite. */
void data_put_unit(data_table *t, const dc_answer *answer, dc_unit unit, bool applicable,
                   double value);

/* "EUR", "days", "share" or "count". */
const char *data_unit_key(const dc_answer *answer, dc_unit unit);

/* Mean, error, quantiles and their intervals; what is known, at week 0, has neither error nor band.
 */
void data_put_estimate(data_table *t, const dc_answer *answer, dc_unit unit,
                       const dc_estimate *estimate, bool known);

/* Measures by month; what moved receivables and cash; working capital as of today.  Columns, and
 * what fills them. */
#define DATA_RECEIVABLES_CHANGE                                                                    \
    "scenario period from to opening sales collected settled_without_cash written_off "            \
    "translation closing recovered sold"
#define DATA_RECEIVABLES_DIFFERENCE                                                                \
    "scenario week date difference sales collected settled_without_cash written_off "              \
    "translation"
#define DATA_CASH_FLOW                                                                             \
    "scenario from to collected sales settled_without_cash bad_debt_expense result "               \
    "from_receivables from_allowance from_working_capital translation"
#define DATA_WORKING_CAPITAL "figure period unit value label definition missing"
#define DATA_DSO_BRIDGE      "scenario kind from to part days missing"
void data_fill_months(data_table *t, const dc_answer *answer);
void data_fill_receivables_change(data_table *t, const dc_answer *answer);
void data_fill_receivables_difference(data_table *t, const dc_answer *answer);
void data_fill_cash_flow(data_table *t, const dc_answer *answer);
void data_fill_working_capital(data_table *t, const dc_answer *answer);
void data_fill_dso_bridge(data_table *t, const dc_answer *answer);

/* Balances by days past due, ahead and now, and what is set aside for them; a bucket is
 * "not_due", "days_1_to_30" ... "days_over_120". */
const char *data_bucket_key(dc_arena *arena, const dc_answer *answer, int bucket);
void        data_fill_ageing(data_table *t, const dc_answer *answer);
void        data_fill_ageing_now(data_table *t, const dc_answer *answer);
void        data_fill_provision(data_table *t, const dc_answer *answer);

/* The exact expectation of cash, and its spread. */
void data_fill_expected(data_table *t, const dc_answer *answer);

/* Every figure of the past, date by date. */
void data_fill_history(data_table *t, const dc_answer *answer);
/* Cash by line and period, what the line must carry, and when cash is first short. */
#define DATA_CASH "scenario period number from to line label mean standard_error p5 p50 p95"
#define DATA_LIQUIDITY                                                                             \
    "scenario to opening_cash minimum_cash line_limit line_drawn lowest_cash "                     \
    "lowest_cash_standard_error lowest_cash_p5 lowest_cash_p50 lowest_cash_p95 dip_week "          \
    "line_needed_chance line_needed_low line_needed_high line_exhausted_chance "                   \
    "line_exhausted_low line_exhausted_high line_at_95 line_at_95_low line_at_95_high line_at_99 " \
    "line_at_99_low line_at_99_high net_cash_flow cash_flow_at_risk expected_shortfall "           \
    "lowest_cash_difference difference_standard_error missing"
#define DATA_REVERSE_STRESS "to risk days_later chance chance_low chance_high missing"
void data_fill_reverse_stress(data_table *t, const dc_answer *answer);
void data_fill_cash(data_table *t, const dc_answer *answer);
void data_fill_cash_inputs(data_table *t, const dc_answer *answer);
void data_fill_cash_last_week(data_table *t, const dc_answer *answer);
void data_fill_liquidity(data_table *t, const dc_answer *answer);
void data_fill_first_short(data_table *t, const dc_answer *answer);

/* Scenarios beside the baseline: differences, told lever by lever, and ranked. */
#define DATA_DIFFERENCES                                                                           \
    "scenario metric unit week date difference standard_error range_low range_high chance_better " \
    "chance_low chance_high chance_same"
#define DATA_LEVER_BRIDGE "scenario lever scope metric unit week date change"
#define DATA_RANKING                                                                               \
    "rank scenario metric unit week date value difference standard_error lowest_cash_p5 "          \
    "cash_floor above_floor"
void data_fill_differences(data_table *t, const dc_answer *answer);
void data_fill_lever_bridge(data_table *t, const dc_answer *answer);
void data_fill_ranking(data_table *t, const dc_answer *answer);
void data_fill_retention(data_table *t, const dc_answer *answer);

/* Tables of the backtest. */
void data_fill_accuracy(data_table *t, const dc_answer *answer);
void data_fill_recalibration(data_table *t, const dc_answer *answer);
void data_fill_accuracy_sums(data_table *t, const dc_answer *answer);

/* What `duecast worklist` tells; an answer that has a worklist has these tables alone. */
size_t data_work_count(void);
bool   data_work_is_told(size_t index, const dc_answer *answer);
void   data_work_fill(data_table *out, dc_arena *arena, size_t index, const dc_answer *answer);

/* One claim of it: wait or sue. */
#define DATA_WAIT_OR_SUE                                                                           \
    "as_of customer invoice part days_late suggested reason open fixed_cost times_fixed_cost "     \
    "wait_value sue_value loyalty break_even_claim recovery_needed overdue_of_customer "           \
    "together_wait_value together_sue_value promises_12_months broken_12_months "                  \
    "usual_days_late trend_days expected_share in_default default_chance_12_months win_chance "    \
    "collect_chance fee years discount_rate time_barred_from time_bar_source surveys_recovery "    \
    "ceiling_recovery value_of_waiting best_wait_days note"
void data_fill_wait_or_sue(data_table *t, const dc_answer *answer);
void data_fill_sue_after(data_table *t, const dc_answer *answer);
void data_fill_recovery(data_table *t, const dc_answer *answer);

/* What moves cash most, one driver at a time, and whose payment widens the band of receipts. */
#define DATA_DRIVERS                                                                               \
    "driver label step to simulated_paths lowest_cash lowest_down lowest_up closing_down closing_up"
#define DATA_CONTRIBUTIONS                                                                         \
    "customer name to expected standard_deviation share share_standard_error share_of_lowest "     \
    "overdue promise_on kept_by_dip kept_by_end"
void data_fill_drivers(data_table *t, const dc_answer *answer);
void data_fill_contributions(data_table *t, const dc_answer *answer);

/* What was expected of each open claim, of new sales by customer and of bills, week by week. */
#define DATA_EXPECTED_ITEMS                                                                        \
    "kind id part party name currency open week_1 week_2 week_3 week_4 week_5 week_6 week_7 "      \
    "week_8 week_9 week_10 week_11 week_12 week_13"
void data_fill_expected_items(data_table *t, const dc_answer *answer);

/* Past forecasts against what happened. */
#define DATA_VARIANCE_PARTS "timing amount permanent new from_currency"
#define DATA_VARIANCE_RUN                                                                          \
    "version company currency as_of forecast_run_id forecast_as_of weeks to payments_undated "     \
    "payments_without_rate"
#define DATA_VARIANCE_LINES "line label forecast actual difference " DATA_VARIANCE_PARTS " missing"
#define DATA_VARIANCE_ITEMS                                                                        \
    "kind id part party name forecast actual difference " DATA_VARIANCE_PARTS
#define DATA_VARIANCE_CUSTOMERS "customer name forecast actual difference " DATA_VARIANCE_PARTS
#define DATA_VARIANCE_WEEKS                                                                        \
    "forecast_run_id forecast_as_of week to forecast actual difference accuracy p10 p90"
#define DATA_VARIANCE_LEAD "lead_weeks forecasts forecast actual accuracy bias banded inside_80"
void data_fill_variance_run(data_table *t, const dc_answer *answer);
void data_fill_variance_lines(data_table *t, const dc_answer *answer);
void data_fill_variance_items(data_table *t, const dc_answer *answer);
void data_fill_variance_customers(data_table *t, const dc_answer *answer);
void data_fill_variance_weeks(data_table *t, const dc_answer *answer);
void data_fill_variance_lead(data_table *t, const dc_answer *answer);

/* What was learnt. */
void data_fill_model(data_table *t, const dc_answer *answer);

/* A number with 12 digits, which a double holds on every machine alike. */
double data_round(double value);

#endif
