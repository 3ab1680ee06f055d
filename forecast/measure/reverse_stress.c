/*
 * reverse_stress.c - how many days later all customers may pay before the line is exhausted with a
 * risk of 5 %.
 *
 * Each path has borne its delays already (cash_delay.c).  That is exact while no customer fails: a
 * delay carries some payments of those who do past the day they fail, and what comes back of them
 * later is not delayed.  So where customers may fail the delay itself is simulated on the first
 * paths, and the difference on those is added to the chance over all.
 */
#include <math.h>
#include <string.h>

#include "liquidity.h"
#include "samples.h"

enum { FIRST_PATHS = 1024, TRIALS = 2 * DC_REACHES, ROUNDS_MOST = 12 };

/* Paths by the fewest days they do not bear, summed up: [d] is how many have a gap at d days. */
typedef struct {
    int32_t  most; /* days */
    uint32_t with_gap[DC_HORIZON_DAYS_MAX + 1];
    double   more[DC_HORIZON_DAYS_MAX + 1];  /* to be added to the share: what failures do to it */
    bool     tried[DC_HORIZON_DAYS_MAX + 1]; /* more[] is simulated, not read between such days */
} delays_borne;

typedef struct {
    delays_borne               reach[DC_REACHES];
    const dc_cash_lines       *lines;
    const dc_cash_samples     *samples;
    const dc_book             *book;
    const dc_model            *model;
    const dc_items            *items;
    const dc_simulate_options *options;
} search;

static void count_gaps(delays_borne *out, const double *bearable, uint32_t paths, int32_t most)
{
    out->most = most;
    for (uint32_t p = 0; p < paths; p++)
        if (isfinite(bearable[p]))
            out->with_gap[(int32_t)bearable[p]]++;
    for (int32_t d = 1; d <= most; d++)
        out->with_gap[d] += out->with_gap[d - 1];
}

static double chance_at(const search *s, int reach, int32_t days)
{
    const delays_borne *borne = &s->reach[reach];
    double share = (double)borne->with_gap[days] / s->options->path_count + borne->more[days];
    return share < 0.0 ? 0.0 : share > 1.0 ? 1.0 : share;
}

/* The fewest days above the risk; one more than the most where none is. */
static int32_t fewest(const search *s, int reach)
{
    int32_t days = 0;
    while (days <= s->reach[reach].most && chance_at(s, reach, days) <= DC_STRESS_RISK)
        days++;
    return days;
}

/* --- where customers may fail ----------------------------------------------------------------- */

static double share_of(const double *first_day, const double *bearable, uint32_t paths,
                       int32_t last_day, int32_t days)
{
    int64_t more = 0;
    for (uint32_t p = 0; p < paths; p++)
        more += (first_day[p] <= last_day) - (bearable[p] <= days);
    return (double)more / paths;
}

/* Without a delay nothing is lost by it; beyond what is tried it is as there. */
static void read_between(delays_borne *borne)
{
    int32_t from = 0;
    for (int32_t to = 1; to <= borne->most; to++) {
        if (!borne->tried[to] && to < borne->most)
            continue;
        double end = borne->tried[to] ? borne->more[to] : borne->more[from];
        for (int32_t d = from + 1; d <= to; d++)
            borne->more[d] =
                borne->more[from] + (end - borne->more[from]) * (d - from) / (to - from);
        from = to;
    }
}

/* Simulates delays of so many days and notes how much more often they lead to a gap. */
static dc_status try_delays(search *s, const int32_t days[TRIALS])
{
    static const dc_policy late = {.delay_count = 1,
                                   .delays = {{.share = 1.0, .from = 1, .to = INT32_MAX}}};
    dc_policy              policy[TRIALS];
    const dc_policy       *policies[TRIALS];
    dc_simulate_options    options = *s->options;
    dc_sampling            sampling;
    dc_cash_taking         taking;
    options.path_count = options.path_count < FIRST_PATHS ? options.path_count : FIRST_PATHS;
    options.report_count = 0;
    options.progress = NULL;
    for (int i = 0; i < TRIALS; i++) {
        policy[i] = late;
        policy[i].delays[0].days = days[i];
        policies[i] = &policy[i];
    }
    dc_sampling_start(&sampling, s->book, &options);
    sampling.cash =
        dc_cash_lines_take(s->lines, &taking, s->book, &options, TRIALS, DC_CASH_GAPS_ONLY);
    dc_status status = dc_paths_simulate(s->book, s->model, s->items, policies, TRIALS, &options,
                                         dc_sampling_take, &sampling);
    for (int i = 0; i < TRIALS && status == DC_OK; i++) {
        int           reach = i % DC_REACHES;
        int32_t       last = dc_cash_reach_day(s->lines->plan, reach);
        delays_borne *borne = &s->reach[reach];
        borne->tried[days[i]] = true;
        borne->more[days[i]] = share_of(taking.samples[i].first_gap, s->samples->bearable[reach],
                                        options.path_count, last, days[i]);
    }
    for (int r = 0; r < DC_REACHES; r++)
        read_between(&s->reach[r]);
    dc_cash_taking_end(&taking);
    return status;
}

static bool is_tried(const delays_borne *borne, int32_t days)
{
    return days <= 0 || borne->tried[days];
}

/* The day before and the day itself are tried until the answer stays where it is. */
static dc_status look_at_failures(search *s)
{
    dc_status status = DC_OK;
    for (int round = 0; round < ROUNDS_MOST && status == DC_OK; round++) {
        int32_t days[TRIALS];
        bool    done = true;
        for (int r = 0; r < DC_REACHES; r++) {
            const delays_borne *borne = &s->reach[r];
            int32_t             at = fewest(s, r) <= borne->most ? fewest(s, r) : borne->most;
            days[r] = at > 0 ? at - 1 : 0;
            days[DC_REACHES + r] = at;
            /* Who does not need what is received bears that some of it is lost. */
            done &= borne->with_gap[borne->most] <= DC_STRESS_RISK * s->options->path_count ||
                    (is_tried(borne, at) && is_tried(borne, at - 1));
        }
        if (done)
            return DC_OK;
        status = try_delays(s, days);
    }
    return status;
}

dc_status dc_reverse_stress_find(dc_liquidity *out, const dc_cash_lines *lines,
                                 const dc_cash_samples *samples, const dc_book *book,
                                 const dc_model *model, const dc_items *items,
                                 const dc_simulate_options *options)
{
    search    s = {.lines = lines,
                   .samples = samples,
                   .book = book,
                   .model = model,
                   .items = items,
                   .options = options};
    dc_status status = DC_OK;
    for (int r = 0; r < DC_REACHES; r++)
        count_gaps(&s.reach[r], samples->bearable[r], options->path_count,
                   dc_cash_reach_day(lines->plan, r));
    if (dc_defaults_happen(&model->defaults))
        status = look_at_failures(&s);
    for (int r = 0; r < DC_REACHES && status == DC_OK; r++) {
        int32_t days = fewest(&s, r);
        out->reach[r].stress =
            (dc_reverse_stress){.known = true, .reached = days <= s.reach[r].most, .days = days};
        dc_reverse_stress *stress = &out->reach[r].stress;
        if (!stress->reached)
            continue;
        stress->chance = chance_at(&s, r, days);
        dc_share_interval(&stress->low, &stress->high,
                          (uint64_t)llround(stress->chance * options->path_count),
                          options->path_count);
    }
    return status;
}
