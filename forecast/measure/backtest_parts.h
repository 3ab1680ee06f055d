/*
 * backtest_parts.h - one origin of a backtest, step by step.
 *
 *     what was known, and what came   ->   a distribution of the day for each claim and rule
 *     backtest_case.c                      backtest_rules.c
 *                                     ->   futures of the weeks   ->   scores of the origin
 *                                          backtest_bands.c            backtest_scores.c
 *     all cash, sales to come too     ->   scores of the origin
 *                                          backtest_total.c, its first weeks added up: _sums.c
 *     all origins                     ->   the result
 *     backtest_plan.c: which               backtest_summary.c, backtest_recalibrate.c
 */
#ifndef DUECAST_MEASURE_BACKTEST_PARTS_H
#define DUECAST_MEASURE_BACKTEST_PARTS_H

#include "duecast/backtest.h"

enum {
    WEEKS = DC_BACKTEST_WEEKS,
    DAYS = DC_LIFETIME_DAYS, /* of a distribution, after the origin; what is left falls behind */
    SETTLED_LEAST = 10,      /* claims, before an origin is worth forecasting */
    LATE_FIRST = -120,       /* days late that the naive life tables cover: LATE_FIRST ... */
    LATE_SPAN = 401
};

/* Claims known at the origin, as the naive rules see them; ordered by customer. */
typedef struct {
    size_t    count, paid_count;
    int32_t  *late;  /* days late when paid, or at the origin (or written off) if not */
    bool     *paid;  /* false: not yet */
    uint32_t *first; /* customer c owns first[c] .. first[c + 1] - 1 */
} dc_history;

typedef struct {
    dc_arena        *arena;
    const dc_book   *book; /* with all that came */
    dc_book         *past; /* as it stood at the origin */
    dc_model        *model;
    dc_learn_options settings; /* of the model, nothing left to be chosen */
    dc_items        *items;    /* open claims only */
    dc_items         all;      /* and the sales to come */
    dc_history       history;
    int32_t          horizon;   /* weeks that are forecast, 1 .. WEEKS */
    int32_t          weeks;     /* of them complete, 1 .. horizon */
    int32_t          sum_reach; /* weeks over which total cash is added up, all known; 0: none */
    size_t           count;     /* open claims, as items */
    int32_t         *settled;   /* days after the origin; 0: open at the end, or written off */
    double          *amount;    /* open, book currency, minor units */
    double          *cash;      /* of it what Duecast expects as cash */
    uint8_t         *depth, *size;
    double           paid_cash[WEEKS], paid_count[WEEKS]; /* what came */
    double weekly_change; /* mean |cash of a week - the week before|, last 52; 0 unknown */
} dc_backtest_case;

/* NULL when there is too little history, or nothing open. */
dc_backtest_case *dc_backtest_case_make(const dc_book *book, dc_date origin,
                                        const dc_learn_options    *learn,
                                        const dc_backtest_options *options);
void              dc_backtest_case_free(dc_backtest_case *one); /* accepts NULL */

/* Weeks that total cash is simulated over. */
int32_t dc_case_weeks(const dc_backtest_case *one);

/* ---- origins ---- */

/* Dates of the origins, in order of time. */
typedef struct {
    size_t   planned, count; /* as asked for; after the bound on the work */
    dc_date *date;
    size_t   early_count; /* before them, for sums of total cash alone */
    dc_date  early[DC_BACKTEST_EARLIER];
} dc_origin_plan;

void dc_origin_plan_make(dc_origin_plan *out, dc_arena *arena, const dc_book *book,
                         const dc_backtest_options *options);

/* ---- rules ---- */

typedef struct dc_rules dc_rules;

dc_rules *dc_rules_make(const dc_backtest_case *one);

/* cdf[t]: chance that the claim is settled by day t after the origin, t = 0 .. days <= DAYS. */
void dc_rule_fill(double cdf[DAYS + 1], dc_rules *rules, dc_rule rule, size_t claim, int32_t days);
bool dc_rule_has_bands(dc_rule rule); /* false: a rule that names one day and no chances */

/* ---- futures ---- */

/* cash[week * path_count + path], and the same for the number of claims settled. */
typedef struct {
    uint32_t path_count;
    double  *cash[DC_RULE_COUNT], *count[DC_RULE_COUNT]; /* NULL for a rule without bands */
} dc_futures;

/* by_week[rule][claim * WEEKS + week]: chance that the claim is settled by the end of the week. */
dc_status dc_futures_make(dc_futures *out, const dc_backtest_case *one,
                          double *const by_week[DC_RULE_COUNT], const dc_backtest_options *options);

/* Adds what the items bring in each of the weeks to cash[week * path_count + path]. */
dc_status dc_futures_simulate(double *cash, const dc_backtest_case *one, const dc_items *items,
                              int32_t weeks, const dc_backtest_options *options, bool recoveries);

/* ---- scores ---- */

typedef struct {
    size_t claims;
    double abs_days, crps_days;
} dc_date_sums;

typedef struct {
    bool         unknown; /* the rule had nothing to go by at this origin */
    dc_date_sums dates, depth[DC_BACKTEST_GROUPS], size[DC_BACKTEST_GROUPS];
    size_t       late_cases; /* claims not yet due whose due day has come */
    double       brier;      /* sum over them */
    double       forecast[WEEKS];
    double       crps[WEEKS], pinball[WEEKS], spread[WEEKS]; /* spread: own mean |x - forecast| */
    double       pit[WEEKS], count_pit[WEEKS];
    double       low, high; /* 80 % band of the first week */
} dc_origin_rule;

/* Total cash of the first weeks together. */
typedef struct {
    bool   known;                    /* all of the weeks are */
    double forecast[DC_TOTAL_COUNT]; /* where the rule is known */
    double low, high, spread, pit;   /* of Duecast: 80 % band, own mean |x - forecast| */
    double paid;
} dc_origin_sum;

typedef struct {
    dc_date          origin;
    bool             usable;
    dc_learn_options settings; /* as used here, nothing left to be chosen */
    dc_mixture       mixture;  /* as learnt here, and what moves together */
    dc_together      together;
    bool             has_mixture; /* claims enough tell it */
    dc_model        *effects;     /* kept for those that use its effects; NULL: not wanted */
    int32_t          weeks;
    size_t           claims, unknown;
    double           paid_cash[WEEKS], paid_count[WEEKS], weekly_change;
    dc_origin_rule   rule[DC_RULE_COUNT];
    dc_origin_sum    sum[DC_BACKTEST_SUMS]; /* of total cash only */
} dc_origin;

dc_status dc_origin_score(dc_origin *origin, const dc_backtest_case *one,
                          const dc_backtest_options *options);

/* The same of total cash; rule[] by dc_total. */
dc_status dc_origin_score_total(dc_origin *origin, const dc_backtest_case *one,
                                const dc_backtest_options *options);

/* ---- weeks added up ---- */

/* The longest sum, in weeks, of which all is known and that is asked for; 0: none. */
int32_t dc_sum_reach(int32_t known_weeks, const dc_backtest_options *options);

/* From the futures week by week, not yet sorted, and what came in the weeks. */
void dc_origin_sum_up(dc_origin *origin, const dc_backtest_case *one, const double *cash,
                      const double *paid, const dc_backtest_options *options);
void dc_backtest_sum_up(dc_backtest *backtest, const dc_origin *totals, size_t count);

/* A share and its exact 95 % interval, as if of so many independent trials. */
void dc_exact_interval(dc_scored *out, double share, size_t trials);

/* One week of `count` futures, which are sorted by it; `luck` breaks ties of the PIT. */
void   dc_score_cash(dc_origin_rule *out, double *cash, size_t count, int week, double paid,
                     double luck);
double dc_luck_of(const dc_backtest_case *one, int week, int what, uint64_t seed);

/* Kernels: sources in backtest_scores.c. */
int32_t dc_cdf_median(const double *cdf, int32_t days);
double  dc_cdf_crps(const double *cdf, int32_t days, int32_t day);
double  dc_sorted_crps(const double *sorted, size_t count, double value);
double  dc_pinball(double quantile, double value, double level);
double  dc_sorted_pit(const double *sorted, size_t count, double value, double luck);

/* ---- the result ---- */

/* `totals` beside `origins`, NULL: not asked for. */
void dc_backtest_summarise(dc_backtest *backtest, const dc_origin *origins, const dc_origin *totals,
                           size_t count, uint64_t seed);

int32_t dc_coverage_weeks(const dc_origin *origin);
void dc_backtest_recalibrate(dc_backtest *backtest, const dc_origin *const *origin, size_t count);
void dc_backtest_keep_first_weeks(dc_backtest *backtest, const dc_origin *const *origin,
                                  size_t count);

/* Diebold-Mariano statistic with Newey-West lags < overlap, with the Harvey-Leybourne-Newbold
 * factor, and its two-sided p.  NAN: the losses do not differ, or too few. */
typedef struct {
    double statistic, corrected, p;
} dc_diebold_mariano_result;
dc_diebold_mariano_result dc_diebold_mariano(const double *differences, size_t count,
                                             size_t overlap);

#endif
