/* backtest_summary.c - from the scores of each origin to the result. */
#include <math.h>
#include <stdlib.h>

#include "backtest_parts.h"
#include "duecast/doubles.h"

enum { ROUNDS = 1000, ORIGINS_FOR_A_TEST = 15, WEEK = 7 };

/* What one origin says of one score; false when it says nothing. */
typedef bool origin_score_fn(double *out, const dc_origin *origin, const dc_origin_rule *rule);

static double paid_cash(const dc_origin *origin)
{
    double sum = 0.0;
    for (int w = 0; w < origin->weeks; w++)
        sum += origin->paid_cash[w];
    return sum;
}

static double abs_error(const dc_origin *origin, const dc_origin_rule *rule)
{
    double sum = 0.0;
    for (int w = 0; w < origin->weeks; w++)
        sum += fabs(rule->forecast[w] - origin->paid_cash[w]);
    return sum;
}

static double sum_of(const double *values, int32_t weeks)
{
    double sum = 0.0;
    for (int w = 0; w < weeks; w++)
        sum += values[w];
    return sum;
}

static bool ratio(double *out, double part, double whole)
{
    *out = whole > 0.0 ? part / whole : 0.0;
    return whole > 0.0;
}

static bool date_mae(double *out, const dc_origin *origin, const dc_origin_rule *rule)
{
    (void)origin;
    return ratio(out, rule->dates.abs_days, (double)rule->dates.claims);
}

static bool date_crps(double *out, const dc_origin *origin, const dc_origin_rule *rule)
{
    (void)origin;
    return ratio(out, rule->dates.crps_days, (double)rule->dates.claims);
}

static bool wape(double *out, const dc_origin *origin, const dc_origin_rule *rule)
{
    return ratio(out, abs_error(origin, rule), paid_cash(origin));
}

static bool crps_ratio(double *out, const dc_origin *origin, const dc_origin_rule *rule)
{
    return ratio(out, sum_of(rule->crps, origin->weeks), paid_cash(origin));
}

/* Twice the mean pinball loss approaches the CRPS. */
static bool pinball_ratio(double *out, const dc_origin *origin, const dc_origin_rule *rule)
{
    return ratio(out, 2.0 * sum_of(rule->pinball, origin->weeks), paid_cash(origin));
}

static bool mase(double *out, const dc_origin *origin, const dc_origin_rule *rule)
{
    return ratio(out, abs_error(origin, rule) / origin->weeks, origin->weekly_change);
}

static bool bias(double *out, const dc_origin *origin, const dc_origin_rule *rule)
{
    double paid = paid_cash(origin);
    return ratio(out, sum_of(rule->forecast, origin->weeks) - paid, paid);
}

/* The error the rule would make if it were the truth. */
static bool noise_floor(double *out, const dc_origin *origin, const dc_origin_rule *rule)
{
    return ratio(out, sum_of(rule->spread, origin->weeks), sum_of(rule->forecast, origin->weeks));
}

static bool brier(double *out, const dc_origin *origin, const dc_origin_rule *rule)
{
    (void)origin;
    return ratio(out, rule->brier, (double)rule->late_cases);
}

/* How a score comes about: a mean over origins, or the share of PIT values inside a band. */
typedef struct {
    origin_score_fn *mean;
    bool             of_dates, of_bands;
    bool             of_counts;
    double           band;
} score_row;

static const score_row score_rows[DC_SCORE_COUNT] = {
    [DC_SCORE_DATE_MAE] = {.mean = date_mae, .of_dates = true},
    [DC_SCORE_DATE_CRPS] = {.mean = date_crps, .of_dates = true},
    [DC_SCORE_WAPE] = {.mean = wape},
    [DC_SCORE_CRPS_RATIO] = {.mean = crps_ratio},
    [DC_SCORE_PINBALL_RATIO] = {.mean = pinball_ratio, .of_bands = true},
    [DC_SCORE_MASE] = {.mean = mase},
    [DC_SCORE_BIAS] = {.mean = bias},
    [DC_SCORE_FLOOR] = {.mean = noise_floor, .of_bands = true},
    [DC_SCORE_BRIER] = {.mean = brier},
    [DC_SCORE_COVERAGE_50] = {.band = 0.50, .of_bands = true},
    [DC_SCORE_COVERAGE_80] = {.band = 0.80, .of_bands = true},
    [DC_SCORE_COVERAGE_95] = {.band = 0.95, .of_bands = true},
    [DC_SCORE_COUNT_COVERAGE_50] = {.band = 0.50, .of_bands = true, .of_counts = true},
    [DC_SCORE_COUNT_COVERAGE_80] = {.band = 0.80, .of_bands = true, .of_counts = true},
    [DC_SCORE_COUNT_COVERAGE_95] = {.band = 0.95, .of_bands = true, .of_counts = true},
};

/* The usable origins, and what is needed to summarise them. */
typedef struct {
    const dc_origin **origin;
    size_t            count;
    bool             *dated;   /* days are scored there */
    const bool       *bands;   /* which rules have them */
    size_t            overlap; /* origins whose horizons overlap */
    size_t            block;   /* origins drawn together by the bootstrap */
    uint64_t          seed;
    dc_arena         *arena;
} origin_list;

/* ---- coverage ---- */

int32_t dc_coverage_weeks(const dc_origin *origin)
{
    return origin->weeks < DC_BACKTEST_COVERAGE_WEEKS ? origin->weeks : DC_BACKTEST_COVERAGE_WEEKS;
}

static bool is_inside(double pit, double band)
{
    return fabs(pit - 0.5) <= band / 2.0;
}

static double hits_of(const dc_origin *origin, const dc_origin_rule *rule, const score_row *row)
{
    const double *pit = row->of_counts ? rule->count_pit : rule->pit;
    double        hits = 0.0;
    for (int w = 0; w < dc_coverage_weeks(origin); w++)
        hits += is_inside(pit[w], row->band);
    return hits;
}

/* Share of one resample: blocks of neighbouring origins, as their weeks overlap (Kuensch, Annals of
 * Statistics 17 (1989) 1217-1241), on a circle, so that the first and last weigh as much as others
 * (Politis & Romano, in: Exploring the Limits of Bootstrap, 1992, 263-270). */
static double resample(const origin_list *list, const double *hits, const double *trials,
                       uint32_t round)
{
    dc_luck luck = {list->seed, round, DC_PURPOSE_BACKTEST};
    size_t  blocks = (list->count + list->block - 1) / list->block;
    double  inside = 0.0, all = 0.0;
    for (size_t b = 0; b < blocks; b++) {
        size_t start = (size_t)(dc_uniform(luck, 1, (uint32_t)b) * (double)list->count);
        for (size_t i = start; i < start + list->block; i++) {
            inside += hits[i % list->count];
            all += trials[i % list->count];
        }
    }
    return inside / all;
}

static void cover(dc_scored *out, const origin_list *list, int rule, const score_row *row)
{
    double *hits = dc_heap_alloc(list->count, sizeof *hits), inside = 0.0, all = 0.0;
    double *trials = dc_heap_alloc(list->count, sizeof *trials), share[ROUNDS];
    for (size_t i = 0; i < list->count; i++) {
        inside += hits[i] = hits_of(list->origin[i], &list->origin[i]->rule[rule], row);
        all += trials[i] = dc_coverage_weeks(list->origin[i]);
    }
    for (uint32_t round = 0; round < ROUNDS; round++)
        share[round] = resample(list, hits, trials, round);
    dc_doubles_sort(share, ROUNDS);
    *out =
        (dc_scored){true, inside / all, share[ROUNDS * 25 / 1000], share[ROUNDS * 975 / 1000 - 1]};
    free(hits);
    free(trials);
}

/* ---- means ---- */

static void average(dc_scored *out, const origin_list *list, int rule, const score_row *row)
{
    double sum = 0.0, value;
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        if ((row->of_dates && !list->dated[i]) ||
            !row->mean(&value, list->origin[i], &list->origin[i]->rule[rule]))
            continue;
        sum += value;
        count++;
    }
    if (count > 0)
        *out = (dc_scored){true, sum / (double)count, sum / (double)count, sum / (double)count};
}

static void add_group(dc_backtest_group *group, const dc_date_sums *sums)
{
    group->claims += sums->claims;
    group->mae_days += sums->abs_days;
    group->crps_days += sums->crps_days;
}

static void finish_group(dc_backtest_group *group)
{
    if (group->claims == 0)
        return;
    group->mae_days /= (double)group->claims;
    group->crps_days /= (double)group->claims;
}

static void group_dates(dc_backtest_result *out, const origin_list *list, int rule)
{
    for (int g = 0; g < DC_BACKTEST_GROUPS; g++) {
        for (size_t i = 0; i < list->count; i++) {
            if (!list->dated[i])
                continue;
            add_group(&out->depth[g], &list->origin[i]->rule[rule].depth[g]);
            add_group(&out->size[g], &list->origin[i]->rule[rule].size[g]);
        }
        out->claims += out->depth[g].claims;
        finish_group(&out->depth[g]);
        finish_group(&out->size[g]);
    }
}

static void measure_week(dc_backtest_week *out, const origin_list *list, int rule, int week)
{
    double error = 0.0, crps = 0.0;
    for (size_t i = 0; i < list->count; i++) {
        const dc_origin      *origin = list->origin[i];
        const dc_origin_rule *own = &origin->rule[rule];
        if (week >= origin->weeks)
            continue;
        out->origins++;
        out->actual += origin->paid_cash[week];
        out->forecast += own->forecast[week];
        error += fabs(own->forecast[week] - origin->paid_cash[week]);
        crps += own->crps[week];
        out->coverage80 += list->bands[rule] && is_inside(own->pit[week], 0.80);
        out->count_coverage80 += list->bands[rule] && is_inside(own->count_pit[week], 0.80);
    }
    if (out->origins == 0)
        return;
    ratio(&out->wape, error, out->actual);
    ratio(&out->crps_ratio, crps, out->actual);
    out->coverage80 /= (double)out->origins;
    out->count_coverage80 /= (double)out->origins;
}

/* Histogram, mean and variance x 12 of the PIT over the weeks that coverage looks at. */
static void describe_pit(uint32_t bins[DC_BACKTEST_PIT_BINS], double *mean, double *variance,
                         const origin_list *list, int rule, bool of_counts)
{
    double sum = 0.0, squares = 0.0, count = 0.0;
    for (size_t i = 0; i < list->count; i++) {
        const dc_origin_rule *own = &list->origin[i]->rule[rule];
        for (int w = 0; w < dc_coverage_weeks(list->origin[i]); w++) {
            double pit = of_counts ? own->count_pit[w] : own->pit[w];
            bins[(int)fmin(pit * DC_BACKTEST_PIT_BINS, DC_BACKTEST_PIT_BINS - 1)]++;
            sum += pit;
            squares += (pit - 0.5) * (pit - 0.5);
            count += 1.0;
        }
    }
    *mean = sum / count;
    *variance = 12.0 * squares / count;
}

/* ---- Duecast against a rule ---- */

static void duel(dc_backtest_duel *out, const origin_list *list, int rule, const score_row *row)
{
    double *difference = dc_heap_alloc(list->count, sizeof *difference), own, other, sum = 0.0;
    size_t  count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const dc_origin *origin = list->origin[i];
        if ((row->of_dates && !list->dated[i]) ||
            !row->mean(&own, origin, &origin->rule[0]) || /* Duecast is the first of its list */
            !row->mean(&other, origin, &origin->rule[rule]))
            continue;
        sum += difference[count++] = other - own;
    }
    dc_diebold_mariano_result test = dc_diebold_mariano(difference, count, list->overlap);
    out->difference = count > 0 ? sum / (double)count : 0.0;
    out->tested = count >= ORIGINS_FOR_A_TEST && isfinite(test.p);
    out->p = out->tested ? test.p : 1.0;
    free(difference);
}

/* ---- all of it ---- */

static void score(dc_backtest_result *out, const origin_list *list, int rule)
{
    for (int s = 0; s < DC_SCORE_COUNT; s++) {
        const score_row *row = &score_rows[s];
        if (row->of_bands && !out->has_bands)
            continue;
        if (row->mean)
            average(&out->score[s], list, rule, row);
        else
            cover(&out->score[s], list, rule, row);
    }
}

static void summarise_rule(dc_backtest_result *out, const origin_list *list, int rule)
{
    out->origins = list->count;
    out->has_bands = list->bands[rule];
    score(out, list, rule);
    group_dates(out, list, rule);
    for (int w = 0; w < WEEKS; w++)
        measure_week(&out->week[w], list, rule, w);
    if (out->has_bands) {
        describe_pit(out->pit, &out->pit_mean, &out->pit_variance, list, rule, false);
        describe_pit(out->count_pit, &out->count_pit_mean, &out->count_pit_variance, list, rule,
                     true);
    }
    duel(&out->dates, list, rule, &score_rows[DC_SCORE_DATE_CRPS]);
    duel(&out->cash, list, rule, &score_rows[DC_SCORE_CRPS_RATIO]);
}

static size_t at_least_one(size_t number)
{
    return number > 0 ? number : 1;
}

/* Days from origin to origin as they are: a bound on the work may have left some out. */
static size_t mean_gap(const origin_list *list, int32_t every_days)
{
    int32_t span =
        dc_date_days_between(list->origin[0]->origin, list->origin[list->count - 1]->origin);
    size_t gap = list->count > 1 ? (size_t)span / (list->count - 1) : 0;
    return gap > (size_t)every_days ? gap : (size_t)every_days;
}

/* Two blocks at least, so that the interval is not a single point. */
static void choose_blocks(origin_list *list, int32_t every_days, int32_t horizon)
{
    int32_t covered = horizon < DC_BACKTEST_COVERAGE_WEEKS ? horizon : DC_BACKTEST_COVERAGE_WEEKS;
    size_t  gap = mean_gap(list, every_days);
    list->overlap = ((size_t)(horizon * WEEK) + gap - 1) / gap;
    list->block = ((size_t)(covered * WEEK) + gap - 1) / gap;
    if (list->block > list->count / 2)
        list->block = at_least_one(list->count / 2);
}

static void choose_dated(origin_list *list)
{
    bool any = false;
    for (size_t i = 0; i < list->count; i++)
        any |= list->dated[i] = list->origin[i]->weeks == WEEKS;
    for (size_t i = 0; i < list->count && !any; i++)
        list->dated[i] = true;
}

/* The usable origins at which the rule had something to go by. */
static void list_origins(origin_list *list, const dc_backtest *backtest, const dc_origin *origins,
                         size_t count, int rule)
{
    list->count = 0;
    list->origin = dc_arena_alloc(list->arena, count, sizeof *list->origin);
    list->dated = dc_arena_alloc(list->arena, count, sizeof *list->dated);
    for (size_t i = 0; i < count; i++)
        if (origins[i].usable && !origins[i].rule[rule].unknown)
            list->origin[list->count++] = &origins[i];
    if (list->count == 0)
        return;
    choose_blocks(list, backtest->every_days, backtest->weeks);
    if (backtest->has_dates)
        choose_dated(list);
}

/* Total cash: scores of weeks only. */
static void summarise_total(dc_backtest_result *out, const dc_backtest *backtest,
                            const dc_origin *origins, size_t count, int rule, uint64_t seed)
{
    static const bool bands[DC_TOTAL_COUNT] = {
        [DC_TOTAL_DUECAST] = true, [DC_TOTAL_MEAN] = true, [DC_TOTAL_LAST_YEAR] = false};
    static const dc_score absent[] = {DC_SCORE_BRIER, DC_SCORE_COUNT_COVERAGE_50,
                                      DC_SCORE_COUNT_COVERAGE_80, DC_SCORE_COUNT_COVERAGE_95};
    origin_list           list = {.seed = seed, .arena = backtest->arena, .bands = bands};
    list_origins(&list, backtest, origins, count, rule);
    if (list.count > 0)
        summarise_rule(out, &list, rule);
    for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++)
        out->score[absent[i]].applicable = false;
}

static void count_claims(dc_backtest *backtest, const origin_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        backtest->origins_dated += list->dated[i];
        backtest->claims_seen += list->dated[i] ? list->origin[i]->claims : 0;
        backtest->claims_unknown += list->dated[i] ? list->origin[i]->unknown : 0;
    }
}

void dc_backtest_summarise(dc_backtest *backtest, const dc_origin *origins, const dc_origin *totals,
                           size_t count, uint64_t seed)
{
    bool        bands[DC_RULE_COUNT];
    origin_list list = {.seed = seed, .arena = backtest->arena, .bands = bands};
    for (int rule = 0; rule < DC_RULE_COUNT; rule++)
        bands[rule] = dc_rule_has_bands((dc_rule)rule);
    list_origins(&list, backtest, origins, count, DC_RULE_DUECAST);

    backtest->first = list.origin[0]->origin;
    backtest->last = list.origin[list.count - 1]->origin;
    backtest->origins = list.count;
    count_claims(backtest, &list);
    for (int rule = 0; rule < DC_RULE_COUNT; rule++)
        summarise_rule(&backtest->rule[rule], &list, rule);
    dc_backtest_recalibrate(backtest, list.origin, list.count);
    dc_backtest_keep_first_weeks(backtest, list.origin, list.count);
    for (int total = 0; totals && total < DC_TOTAL_COUNT; total++)
        summarise_total(&backtest->total[total], backtest, totals, count, total, seed);
}
