/*
 * backtest_parts.h - one origin of a backtest, step by step.
 *
 *     what was known, and what came   ->   a distribution of the day for each claim and rule
 *     backtest_case.c                      backtest_rules.c
 *                                     ->   futures of the weeks   ->   scores of the origin
 *                                          backtest_bands.c            backtest_scores.c
 *     all origins                     ->   the result
 *                                          backtest_summary.c
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
    dc_history       history;
    int32_t          weeks;   /* complete, 1 .. WEEKS */
    size_t           count;   /* open claims, as items */
    int32_t         *settled; /* days after the origin; 0: open at the end, or written off */
    double          *amount;  /* open, book currency, minor units */
    double          *cash;    /* of it what Duecast expects as cash */
    uint8_t         *depth, *size;
    double           paid_cash[WEEKS], paid_count[WEEKS]; /* what came */
    double weekly_change; /* mean |cash of a week - the week before|, last 52; 0 unknown */
} dc_backtest_case;

/* NULL when there is too little history, or nothing open. */
dc_backtest_case *dc_backtest_case_make(const dc_book *book, dc_date origin,
                                        const dc_learn_options *learn);
void              dc_backtest_case_free(dc_backtest_case *one); /* accepts NULL */

/* ---- rules ---- */

typedef struct dc_rules dc_rules;

dc_rules *dc_rules_make(const dc_backtest_case *one);

/* cdf[t]: chance that the claim is settled by day t after the origin, t = 0 .. DAYS. */
void dc_rule_fill(double cdf[DAYS + 1], dc_rules *rules, dc_rule rule, size_t claim);
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

/* ---- scores ---- */

typedef struct {
    size_t claims;
    double abs_days, crps_days;
} dc_date_sums;

typedef struct {
    dc_date_sums dates, depth[DC_BACKTEST_GROUPS], size[DC_BACKTEST_GROUPS];
    size_t       late_cases; /* claims not yet due whose due day has come */
    double       brier;      /* sum over them */
    double       forecast[WEEKS];
    double       crps[WEEKS], pinball[WEEKS], spread[WEEKS]; /* spread: own mean |x - forecast| */
    double       pit[WEEKS], count_pit[WEEKS];
} dc_origin_rule;

typedef struct {
    dc_date          origin;
    bool             usable;
    dc_learn_options settings; /* as used here, nothing left to be chosen */
    dc_mixture       mixture;  /* as learnt here, and what moves together */
    dc_together      together;
    int32_t          weeks;
    size_t           claims, unknown;
    double           paid_cash[WEEKS], paid_count[WEEKS], weekly_change;
    dc_origin_rule   rule[DC_RULE_COUNT];
} dc_origin;

dc_status dc_origin_score(dc_origin *origin, const dc_backtest_case *one,
                          const dc_backtest_options *options);

/* Kernels: sources in backtest_scores.c. */
int32_t dc_cdf_median(const double *cdf, int32_t days);
double  dc_cdf_crps(const double *cdf, int32_t days, int32_t day);
double  dc_sorted_crps(const double *sorted, size_t count, double value);
double  dc_pinball(double quantile, double value, double level);
double  dc_sorted_pit(const double *sorted, size_t count, double value, double luck);

/* ---- the result ---- */

void dc_backtest_summarise(dc_backtest *backtest, const dc_origin *origins, size_t count,
                           uint64_t seed);

/* Diebold-Mariano statistic with Newey-West lags < overlap, with the Harvey-Leybourne-Newbold
 * factor, and its two-sided p.  NAN: the losses do not differ, or too few. */
typedef struct {
    double statistic, corrected, p;
} dc_diebold_mariano_result;
dc_diebold_mariano_result dc_diebold_mariano(const double *differences, size_t count,
                                             size_t overlap);

#endif
