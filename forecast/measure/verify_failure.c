/* verify_failure.c - a customer's default on a path, told from the definitions.  See verify.h. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "verify.h"

enum { B = DC_PATH_BLOCK, NEVER = 1 << 24 };

struct dc_replay_failure {
    const dc_replay *replay;
    int32_t          since;      /* the day it has defaulted on; DC_DEFAULT_NEVER */
    double          *chance;     /* horizon + 1: of having defaulted by the day */
    double           uniform[B]; /* that it is compared with */
    double           recovered_share;
    int32_t          recovery_days;
};

dc_replay_failure *dc_replay_failure_new(const dc_replay *replay)
{
    size_t             days = (size_t)replay->options->horizon_days + 1;
    dc_replay_failure *own = dc_heap_alloc(1, sizeof *own);
    own->replay = replay;
    own->chance = dc_heap_alloc(days, sizeof *own->chance);
    return own;
}

void dc_replay_failure_free(dc_replay_failure *own)
{
    free(own->chance);
    free(own);
}

static double normal(uint32_t word)
{
    return gsl_cdf_ugaussian_Pinv((word + 0.5) * 0x1p-32);
}

/* How often the customer defaults on a day for once that is learnt or, where nothing is, for once
 * that is assumed and not simulated. */
static double times_of(const dc_replay *replay, size_t scenario, uint32_t item, int32_t day)
{
    double times = 1.0;
    for (size_t d = 0; d < DC_POLICY_DEFAULTS_MAX; d++) {
        const dc_default_change *change = &replay->policies[scenario]->defaults[d];
        if ((replay->defaults[scenario][item] >> d & 1) && day >= change->from && day <= change->to)
            times *=
                1.0 + dc_replay_ramped(change->multiplier - 1.0, change->from, change->ramp, day);
    }
    for (size_t k = 0; k < DC_POLICY_DOWNTURNS_MAX; k++) {
        const dc_downturn *bad = &replay->policies[scenario]->downturns[k];
        if ((replay->downturns[scenario][item] >> k & 1) && day >= bad->from && day <= bad->to)
            times *= pow(bad->defaults, dc_replay_ramped(bad->severity, bad->from, bad->ramp, day));
    }
    for (size_t k = 0; k < DC_POLICY_INSOLVENCIES_MAX; k++) {
        const dc_insolvency *other = &replay->policies[scenario]->insolvencies[k];
        if ((replay->infected[scenario][item] >> k & 1) && day >= other->day)
            times *= other->contagion;
    }
    return fmax(0.0, replay->model->defaults.learnt ? times : times - 1.0);
}

static void fill_chance(dc_replay_failure *own, size_t scenario, uint32_t item)
{
    const dc_replay     *replay = own->replay;
    const dc_insolvency *certain = replay->insolvency[scenario][item];
    uint32_t             customer = replay->items->customer[item];
    double               alive = 1.0, before = 1.0;
    bool usual = replay->model->defaults.learnt && replay->defaults[scenario][item] +
                                                           replay->infected[scenario][item] +
                                                           replay->downturns[scenario][item] ==
                                                       0;
    for (int32_t day = 0; day <= replay->options->horizon_days; day++) {
        double now = 1.0 - dc_model_default_chance(replay->model, customer, day);
        alive *= pow(now / before, times_of(replay, scenario, item, day));
        before = now;
        if (certain && day >= certain->day)
            alive = 0.0;
        own->chance[day] = 1.0 - alive;
        if (alive > 0.0 && usual)
            own->chance[day] = 1.0 - now;
    }
}

/* Vasicek's model with one factor: a customer fails by the day whose chance exceeds the uniform. */
void dc_replay_failure_open(dc_replay_failure *own, size_t scenario, uint32_t item, uint32_t block)
{
    const dc_replay *replay = own->replay;
    const dc_model  *model = replay->model;
    uint64_t         seed = replay->options->seed, entity = replay->items->customer_entity[item];
    uint32_t         customer = replay->items->customer[item], common[B], single[B];
    double           rho = model->defaults.correlation;
    own->since = DC_DEFAULT_NEVER;
    if (customer != UINT32_MAX && model->defaults.day)
        own->since = model->defaults.day[customer];
    const dc_insolvency *certain = replay->insolvency[scenario][item];
    if (certain && certain->day > replay->options->horizon_days)
        certain = NULL;
    own->recovered_share = certain ? certain->recovered : model->defaults.recovered_share;
    own->recovery_days = certain ? certain->recovery_days : model->defaults.recovery_days;
    if (own->since == DC_DEFAULT_NEVER)
        fill_chance(own, scenario, item);
    dc_uniform_block(common, (dc_luck){seed, 0, DC_PURPOSE_DEFAULT_FACTOR}, block, 0);
    dc_uniform_block(single, (dc_luck){seed, entity, DC_PURPOSE_DEFAULT}, block, 0);
    for (int i = 0; i < B; i++)
        own->uniform[i] = gsl_cdf_ugaussian_P(sqrt(rho) * normal(common[i]) +
                                              sqrt(1.0 - rho) * normal(single[i]));
}

static int32_t day_of(const dc_replay_failure *own, uint32_t path)
{
    if (own->since != DC_DEFAULT_NEVER)
        return own->since;
    for (int32_t day = 1; day <= own->replay->options->horizon_days; day++)
        if (own->chance[day] > own->uniform[path])
            return day;
    return NEVER;
}

/* What would have happened from the day of failure on does not; what is open then is written off
 * later, and a share of it comes back.  Nothing is ordered any more. */
void dc_replay_failure_tell(dc_story *story, const dc_replay_failure *own, uint32_t path,
                            int32_t times)
{
    int64_t left = story->amount;
    int32_t day = day_of(own, path), kept = 0;
    if (day == NEVER)
        return;
    story->fails = day;
    if (story->issue > 0 && story->issue >= day) {
        story->amount = 0;
        story->event_count = 0;
        return;
    }
    for (int32_t i = 0; i < story->event_count; i++) {
        if (story->event[i].day >= day)
            continue;
        left -= story->event[i].settled;
        story->event[kept++] = story->event[i];
    }
    story->event_count = kept;
    if (left == 0)
        return;
    dc_money each = DC_MONEY(left / times);
    int64_t  back = dc_money_scale(each, own->recovered_share, DC_ROUND_HALF_EVEN).minor;
    int32_t  off = day + DC_WRITE_OFF_AFTER_DAYS > 1 ? day + DC_WRITE_OFF_AFTER_DAYS : 1;
    story->event[story->event_count++] = (dc_story_event){.day = off,
                                                          .written_off = true,
                                                          .settled = left,
                                                          .recovered_day = off + own->recovery_days,
                                                          .recovered = times * back};
}
