/*
 * backtest.h - how good past forecasts would have been, on the user's own ledger.
 *
 * At each origin, a day of the past, the book is put back to what was known at its close, the
 * habits are learnt anew, and the claims open then are forecast: the day each is settled, and the
 * cash and the number of claims settled in each of the next 13 weeks.  What really happened is
 * scored, beside it the same for naive rules.
 *
 *     origin ---- week 1 ---- week 2 ---- ... ---- week 13      as-of date of the book
 *       known | to be forecast                                | the last day that can be scored
 *
 * Beside it all cash, the sales to come included: by week, and the first 4, 13 and 26 weeks added
 * up, which is what a plan rests on and what errors that last fall upon.
 *
 * Every score is a mean over origins, so that each origin weighs the same; weeks count where they
 * are complete.  Days are scored where the claim was settled by the end of the data, at origins
 * whose 13 weeks are complete (at all of them when none is).
 */
#ifndef DUECAST_BACKTEST_H
#define DUECAST_BACKTEST_H

#include "duecast/metrics.h"

enum {
    DC_BACKTEST_WEEKS = 13,
    DC_BACKTEST_COVERAGE_WEEKS = 8, /* later weeks hold too little cash to tell */
    DC_BACKTEST_ORIGINS = 26,       /* when nothing else is asked for */
    DC_BACKTEST_ORIGINS_MAX = 2000,
    DC_BACKTEST_GROUPS = 3,
    DC_BACKTEST_PIT_BINS = 10,
    DC_BACKTEST_SUMS = 3,         /* of total cash: 4, 13 and 26 weeks */
    DC_BACKTEST_SUM_WEEKS = 26,   /* the most of them */
    DC_BACKTEST_EARLIER = 8,      /* further origins for them, 13 weeks apart */
    DC_BACKTEST_RECENT = 12,      /* origins that decide whether the bands still hold */
    DC_BACKTEST_ORIGINS_LEAST = 6 /* however large the ledger */
};

/* DC_RULE_ROW(id, key): who forecasts. */
#define DC_RULE_LIST(X)                                                                            \
    X(DC_RULE_DUECAST, "duecast")                                                                  \
    X(DC_RULE_DUE_DATE, "due_date") /* paid on the due day; what is overdue tomorrow */            \
    X(DC_RULE_AVERAGE, "due_plus_average")                                                         \
    X(DC_RULE_CUSTOMER_AVERAGE, "due_plus_customer_average")                                       \
    X(DC_RULE_POOLED, "pooled_survival")                                                           \
    X(DC_RULE_CUSTOMER, "customer_survival")                                                       \
    X(DC_RULE_SHIFT, "shrunken_shift")

#define DC_RULE_NAME(id, key) id,
typedef enum { DC_RULE_LIST(DC_RULE_NAME) DC_RULE_COUNT } dc_rule;
#undef DC_RULE_NAME

/* Who forecasts total cash: DC_TOTAL_ROW(id, key). */
#define DC_TOTAL_LIST(X)                                                                           \
    X(DC_TOTAL_DUECAST, "duecast")                                                                 \
    X(DC_TOTAL_MEAN, "mean_13_weeks") /* each week as the mean of the last 13 */                   \
    X(DC_TOTAL_LAST_YEAR, "same_week_last_year")

#define DC_TOTAL_NAME(id, key) id,
typedef enum { DC_TOTAL_LIST(DC_TOTAL_NAME) DC_TOTAL_COUNT } dc_total;
#undef DC_TOTAL_NAME

/* DC_SCORE_ROW(id, key).  Days in days, everything else a share; formulas in docs/FORMULAS.md. */
#define DC_SCORE_LIST(X)                                                                           \
    X(DC_SCORE_DATE_MAE, "date_mae_days")                                                          \
    X(DC_SCORE_DATE_CRPS, "date_crps_days")                                                        \
    X(DC_SCORE_WAPE, "weekly_wape")                                                                \
    X(DC_SCORE_CRPS_RATIO, "weekly_crps_ratio")                                                    \
    X(DC_SCORE_PINBALL_RATIO, "weekly_pinball_ratio")                                              \
    X(DC_SCORE_MASE, "weekly_mase")                                                                \
    X(DC_SCORE_BIAS, "bias")                                                                       \
    X(DC_SCORE_FLOOR, "noise_floor_wape")                                                          \
    X(DC_SCORE_BRIER, "brier_late")                                                                \
    X(DC_SCORE_COVERAGE_50, "coverage50")                                                          \
    X(DC_SCORE_COVERAGE_80, "coverage80")                                                          \
    X(DC_SCORE_COVERAGE_95, "coverage95")                                                          \
    X(DC_SCORE_COUNT_COVERAGE_50, "count_coverage50")                                              \
    X(DC_SCORE_COUNT_COVERAGE_80, "count_coverage80")                                              \
    X(DC_SCORE_COUNT_COVERAGE_95, "count_coverage95")

#define DC_SCORE_NAME(id, key) id,
typedef enum { DC_SCORE_LIST(DC_SCORE_NAME) DC_SCORE_COUNT } dc_score;
#undef DC_SCORE_NAME

const char *dc_rule_key(dc_rule rule);
const char *dc_total_key(dc_total total);
const char *dc_score_key(dc_score score);
dc_score    dc_score_by_key(const char *key); /* DC_SCORE_COUNT: there is none */
int32_t     dc_backtest_sum_weeks(int sum);   /* 4, 13, 26 */

typedef struct {
    dc_date  from, to;   /* first and last origin; DC_DATE_NONE: see dc_backtest_run */
    int32_t  every_days; /* 1 to 364 */
    int32_t  weeks;      /* of the horizon, 1 to DC_BACKTEST_WEEKS */
    uint32_t path_count; /* a multiple of DC_PATH_BLOCK */
    uint64_t seed;
    bool     dates;     /* score the day of each claim, too: half of the work */
    bool     total;     /* score total cash, too */
    int32_t  sum_weeks; /* total cash is added up as far, to at most DC_BACKTEST_SUM_WEEKS */
    bool     earlier;   /* for these sums go further back where `from` does not say how far: to at
                         * most DC_BACKTEST_EARLIER origins with a year of receipts before them */
    bool     lean;      /* what customers have in common is learnt once in half a year */
    uint64_t work_most; /* open claims over all origins, and a 32nd of the claims known
                                 * there; above it fewer origins, evenly spread; 0: no bound */
    int      threads;   /* 0: as many as the machine has; never changes a result */
    dc_learn_options learn;
    void (*progress)(void *context, uint64_t done, uint64_t total); /* may be NULL */
    void                        *progress_context;
    const volatile sig_atomic_t *stop; /* as in dc_simulate_options */
} dc_backtest_options;
#define DC_BACKTEST_OPTIONS_INIT                                                                   \
    ((dc_backtest_options){.from = DC_DATE_NONE,                                                   \
                           .to = DC_DATE_NONE,                                                     \
                           .every_days = 7,                                                        \
                           .weeks = DC_BACKTEST_WEEKS,                                             \
                           .path_count = 1024,                                                     \
                           .seed = 1,                                                              \
                           .dates = true,                                                          \
                           .total = true,                                                          \
                           .sum_weeks = DC_BACKTEST_SUM_WEEKS,                                     \
                           .earlier = true,                                                        \
                           .learn = DC_LEARN_OPTIONS_INIT})

/* What a forecast can afford beside its own work: weekly cash of 4 weeks. */
#define DC_BACKTEST_OPTIONS_SHORT                                                                  \
    ((dc_backtest_options){.from = DC_DATE_NONE,                                                   \
                           .to = DC_DATE_NONE,                                                     \
                           .every_days = 7,                                                        \
                           .weeks = 4,                                                             \
                           .path_count = DC_PATH_BLOCK,                                            \
                           .seed = 1,                                                              \
                           .sum_weeks = DC_BACKTEST_WEEKS,                                         \
                           .lean = true,                                                           \
                           .work_most = 20000,                                                     \
                           .learn = DC_LEARN_OPTIONS_INIT})

typedef struct {
    bool   applicable; /* false: n/a, for example the bands of a rule that has none */
    double value;
    double low, high; /* of a coverage: 95 % interval by blocks of origins; else both = value */
} dc_scored;

/* Claims of one kind, all origins together. */
typedef struct {
    size_t claims;
    double mae_days, crps_days; /* 0 without claims */
} dc_backtest_group;

/* One week of the horizon, over the origins where it is complete. */
typedef struct {
    size_t origins;
    double actual, forecast;             /* cash, sums over origins */
    double wape, crps_ratio;             /* 0 where nothing was paid */
    double coverage80, count_coverage80; /* 0 without bands */
} dc_backtest_week;

/* Against Duecast: difference of losses, positive where Duecast is better. */
typedef struct {
    double difference;
    bool   tested; /* at least 15 origins */
    double p;      /* two-sided, Diebold-Mariano */
} dc_backtest_duel;

typedef struct {
    dc_scored         score[DC_SCORE_COUNT];
    size_t            origins, claims; /* origins scored; claims whose day was scored, over them */
    bool              has_bands;
    dc_backtest_group depth[DC_BACKTEST_GROUPS]; /* settled claims of the customer: 0, 1-5, 6+ */
    dc_backtest_group size[DC_BACKTEST_GROUPS];  /* third of the claims: small, middle, large */
    dc_backtest_week  week[DC_BACKTEST_WEEKS];
    uint32_t          pit[DC_BACKTEST_PIT_BINS], count_pit[DC_BACKTEST_PIT_BINS];
    double            pit_mean, pit_variance; /* variance x 12: 1 right, above too narrow */
    double            count_pit_mean, count_pit_variance;
    dc_backtest_duel  dates, cash;
} dc_backtest_result;

/* Cash of some weeks after an origin, as Duecast forecast it then; minor units. */
typedef struct {
    dc_date origin;
    double  forecast, low, high; /* mean and 80 % band */
    double  actual;
    double  pit; /* where it fell among the futures, 0 .. 1 */
} dc_backtest_window;

/*
 * Total cash of the first weeks after each origin, added up.  Windows that overlap share most of
 * what makes them right or wrong, so that all of them tell no more than those that do not: they
 * are what the interval of the coverage counts.  Sums over origins here, not means.
 */
typedef struct {
    int32_t             weeks;
    size_t              origins; /* at which these weeks are all known; 0: nothing is told */
    size_t              apart;   /* of them that do not overlap, from the first on */
    dc_backtest_window *window;  /* one an origin, in order of time */
    double              actual, forecast;
    dc_scored           wape[DC_TOTAL_COUNT]; /* a rule's where it is known at all of the origins */
    dc_scored           floor, bias;
    dc_scored           coverage80; /* with the exact 95 % interval of as many as are apart */
} dc_backtest_sum;

/*
 * Do the bands still hold?  Over the latest origins the share of weeks inside the 80 % band; where
 * it leaves 72 to 88 % that is an alarm.  A Beta law fitted to where the weeks fell among the
 * futures (the PIT) tells which stated band holds a share in truth: 80 % by the band `level80`.
 * It is a diagnosis: no forecast is changed by it.
 * Source: Gneiting & Ranjan, Electronic Journal of Statistics 7 (2013) 1747-1782 (the Beta
 * transform of forecasts).
 */
typedef struct {
    bool   measured; /* at least DC_BACKTEST_ORIGINS_LEAST origins */
    bool   is_alarm;
    double coverage80;
    double a, b;                      /* of the Beta law; 1, 1: as promised */
    double level50, level80, level95; /* stated bands that hold 50, 80 and 95 %; at most 0.999 */
} dc_recalibration;

/* From the PITs of `count` weeks. */
void dc_recalibrate(dc_recalibration *out, const double *pit, size_t count);

typedef struct {
    dc_arena          *arena;
    dc_date            first, last; /* origins that were scored */
    int32_t            every_days;
    int32_t            weeks;           /* of the horizon */
    size_t             origins_planned; /* before the bound on the work */
    size_t             origins;         /* scored; others had too little history or nothing open */
    size_t             origins_dated;   /* of them: days were scored */
    size_t             claims_seen;     /* open at the dated origins, over them */
    size_t             claims_unknown;  /* of them: still open at the end, or written off */
    dc_backtest_result rule[DC_RULE_COUNT];
    bool               has_dates, has_total, ignored_plan;
    dc_backtest_result total[DC_TOTAL_COUNT]; /* origins 0: that rule had no year of history */
    int32_t            sum_weeks;             /* as asked for */
    size_t             earlier;               /* origins of the sums before all others */
    dc_backtest_sum    sum[DC_BACKTEST_SUMS]; /* with total cash */
    size_t             recent;                /* the latest origins, at most DC_BACKTEST_RECENT: */
    dc_recalibration   cash, counts;
    size_t week_count; /* the first week after each origin, open book, in order of time: */
    dc_backtest_window *first_week;
} dc_backtest;

/*
 * Origins: from, from + every ... up to `to`.  Without `to` the last has 4 complete weeks; without
 * `from` there are DC_BACKTEST_ORIGINS of them, counted back from the last.
 * DC_ERR_TOO_LITTLE_HISTORY, and *out NULL: at no origin were 10 claims settled and one open.
 */
dc_status dc_backtest_run(dc_backtest **out, const dc_book *book,
                          const dc_backtest_options *options);
void      dc_backtest_free(dc_backtest *backtest); /* accepts NULL */

/* The rule with the least loss that is not Duecast, by the score. */
dc_rule dc_backtest_best_naive(const dc_backtest *backtest, dc_score score);

/* Two origins at least: the interval of a coverage from one would be a single point. */
bool dc_backtest_has_intervals(const dc_backtest *backtest);

/* A week of the horizon with 1 % of all cash or more; errors of less are chance. */
bool dc_backtest_week_tells(const dc_backtest *backtest, int week);

#endif
