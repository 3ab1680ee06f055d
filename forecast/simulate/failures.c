/* failures.c - see failures.h. */
#include "failures.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

enum { B = DC_PATH_BLOCK };

/* --- who fails by when --------------------------------------------------------------------------
 * */

static uint32_t group_of(const dc_model *model, const dc_items *items, size_t item)
{
    uint32_t customer = items->customer[item];
    if (!model->defaults.group)
        return 0;
    return model->defaults.group[customer == UINT32_MAX ? model->customer_count : customer];
}

/* What the hazard of default is multiplied by on a day. */
static double multiplier_on(const dc_policy *policy, dc_treatment treatment, int32_t day)
{
    double multiplier = 1.0;
    for (size_t d = 0; d < policy->default_count; d++) {
        const dc_default_change *change = &policy->defaults[d];
        if ((treatment.defaults & (1u << d)) && change->from <= day && day <= change->to)
            multiplier *= change->ramp == 0
                              ? change->multiplier
                              : 1.0 + dc_ramped(change->multiplier - 1.0, change->from, change->to,
                                                change->ramp, day);
    }
    for (size_t i = 0; i < policy->downturn_count; i++) {
        const dc_downturn *downturn = &policy->downturns[i];
        if ((treatment.downturns & (1u << i)) && downturn->from <= day && day <= downturn->to)
            multiplier *= pow(downturn->defaults, dc_ramped(downturn->severity, downturn->from,
                                                            downturn->to, downturn->ramp, day));
    }
    for (size_t k = 0; k < policy->insolvency_count; k++)
        if ((treatment.infected & (1u << k)) && policy->insolvencies[k].day <= day)
            multiplier *= policy->insolvencies[k].contagion;
    return multiplier;
}

/* Without a default of its own the ledger holds none of the hazard that is assumed: what is above
 * that comes on top. */
static void fill_multiplied(double *chance, int32_t day_count, const double *survival, bool learnt,
                            const dc_policy *policy, dc_treatment treatment)
{
    double hazard = 0.0, before = 1.0, held = learnt ? 0.0 : 1.0;
    chance[0] = 0.0;
    for (int32_t day = 1; day <= day_count; day++) {
        double now = dc_default_survival(survival, day);
        hazard += fmax(multiplier_on(policy, treatment, day) - held, 0.0) * log(before / now);
        chance[day] = -expm1(-hazard);
        before = now;
    }
}

static void fill_row(dc_failures *out, size_t row, const dc_model *model, uint32_t group,
                     const dc_policy *policy, dc_treatment treatment)
{
    const dc_defaults *defaults = &model->defaults;
    const double      *survival = NULL;
    double            *chance = &out->chance[row * ((size_t)out->day_count + 1)];
    if (defaults->survival)
        survival = &defaults->survival[group * (DC_DEFAULT_MONTHS + 1)];
    out->recovered_share[row] = defaults->recovered_share;
    out->recovery_days[row] = defaults->recovery_days;
    if (survival && (treatment.defaults || treatment.infected || treatment.downturns))
        fill_multiplied(chance, out->day_count, survival, defaults->learnt, policy, treatment);
    else
        for (int32_t day = 0; day <= out->day_count; day++)
            chance[day] = defaults->learnt ? 1.0 - dc_default_survival(survival, day) : 0.0;
    if (treatment.insolvency == DC_NONE)
        return;
    const dc_insolvency *insolvency = &policy->insolvencies[treatment.insolvency];
    if (insolvency->day > out->day_count)
        return;
    out->recovered_share[row] = insolvency->recovered;
    out->recovery_days[row] = insolvency->recovery_days;
    for (int32_t day = insolvency->day; day <= out->day_count; day++)
        chance[day] = 1.0;
}

/* Customers of a group to which the same happens share a row. */
typedef struct {
    size_t        count, room;
    dc_treatment *kind;
} kinds;

static size_t kind_of(kinds *all, dc_arena *arena, dc_treatment treatment)
{
    for (size_t k = all->count; k-- > 0;)
        if (all->kind[k].defaults == treatment.defaults &&
            all->kind[k].infected == treatment.infected &&
            all->kind[k].downturns == treatment.downturns &&
            all->kind[k].insolvency == treatment.insolvency)
            return k;
    all->kind = dc_arena_grow(arena, all->kind, &all->room, all->count + 1, sizeof *all->kind);
    all->kind[all->count] = treatment;
    return all->count++;
}

static bool anybody_fails(const dc_model *model, const dc_items *items,
                          const dc_treatment *treatments)
{
    bool any = dc_defaults_happen(&model->defaults);
    for (size_t i = 0; i < items->count && treatments && !any; i++)
        any = dc_fails_otherwise(treatments[i]);
    return any && items->count > 0;
}

void dc_failures_make_under(dc_failures *out, dc_arena *arena, const dc_model *model,
                            const dc_items *items, const dc_policy *policy,
                            const dc_treatment *treatments, int32_t day_count)
{
    kinds    all = {.count = 0};
    uint32_t groups = 0;
    *out = (dc_failures){.defaults = &model->defaults, .items = items, .day_count = day_count};
    if (!anybody_fails(model, items, treatments))
        return;
    out->row = dc_arena_alloc(arena, items->count, sizeof *out->row);
    for (size_t i = 0; i < items->count; i++) {
        groups = group_of(model, items, i) >= groups ? group_of(model, items, i) + 1 : groups;
        out->row[i] = (uint32_t)kind_of(&all, arena, treatments ? treatments[i] : DC_UNTREATED);
    }
    size_t    places = all.count * groups;
    uint32_t *row_of = dc_arena_alloc(arena, places, sizeof *row_of); /* + 1; 0: none yet */
    uint32_t *place_of = dc_arena_alloc(arena, places, sizeof *place_of);
    for (size_t i = 0; i < items->count; i++) {
        uint32_t place = out->row[i] * groups + group_of(model, items, i);
        if (row_of[place] == 0) {
            place_of[out->row_count++] = place;
            row_of[place] = (uint32_t)out->row_count;
        }
        out->row[i] = row_of[place] - 1;
    }
    out->chance =
        dc_arena_alloc(arena, out->row_count * ((size_t)day_count + 1), sizeof *out->chance);
    out->recovered_share = dc_arena_alloc(arena, out->row_count, sizeof *out->recovered_share);
    out->recovery_days = dc_arena_alloc(arena, out->row_count, sizeof *out->recovery_days);
    for (size_t row = 0; row < out->row_count; row++)
        fill_row(out, row, model, place_of[row] % groups, policy, all.kind[place_of[row] / groups]);
}

void dc_failures_make(dc_failures *out, dc_arena *arena, const dc_model *model,
                      const dc_items *items, int32_t day_count)
{
    dc_failures_make_under(out, arena, model, items, NULL, NULL, day_count);
}

int32_t dc_failures_since(const dc_failures *of, uint32_t item)
{
    uint32_t customer = of->items->customer[item];
    bool     known = customer != UINT32_MAX && of->defaults->day;
    return known ? of->defaults->day[customer] : DC_DEFAULT_NEVER;
}

const double *dc_failures_chance(const dc_failures *of, uint32_t item)
{
    return &of->chance[of->row[item] * ((size_t)of->day_count + 1)];
}

void dc_failures_recovery(dc_terms_of *terms, const dc_failures *of, uint32_t item)
{
    if (of->row_count == 0)
        return;
    terms->recovered_share = of->recovered_share[of->row[item]];
    terms->recovery_days = of->recovery_days[of->row[item]];
}

int64_t dc_failure_recovered(double share, int64_t amount)
{
    return dc_money_scale(DC_MONEY(amount), share, DC_ROUND_HALF_EVEN).minor;
}

/* --- a block of paths ---------------------------------------------------------------------------
 * */

void dc_failure_block_allocate(dc_failure_block *out, const dc_failures *of, uint64_t seed)
{
    *out = (dc_failure_block){.of = of, .seed = seed};
    out->limit = dc_heap_alloc(of->row_count * B + 1, sizeof *out->limit);
}

void dc_failure_block_free(dc_failure_block *own)
{
    free(own->limit);
}

static double normal_of(uint32_t word)
{
    return gsl_cdf_ugaussian_Pinv((word + 0.5) * 0x1p-32);
}

double dc_failure_chance_given(double chance, double factor, double correlation)
{
    double own = gsl_cdf_ugaussian_Pinv(chance) - sqrt(correlation) * factor;
    return gsl_cdf_ugaussian_P(own / sqrt(1.0 - correlation));
}

/* Words that may fail: those below it and, as it is rounded, a few that the day turns down. */
static uint32_t limit_of(double chance, double factor, double correlation)
{
    if (chance <= 0.0)
        return 0;
    double words = ceil(dc_failure_chance_given(chance, factor, correlation) * 0x1p32) + 4.0;
    return words < 0x1p32 ? (uint32_t)words : UINT32_MAX;
}

void dc_failure_block_turn(dc_failure_block *own, uint32_t block)
{
    const dc_failures *of = own->of;
    uint32_t           word[B];
    own->block = block;
    if (of->row_count == 0)
        return;
    dc_uniform_block(word, (dc_luck){own->seed, 0, DC_PURPOSE_DEFAULT_FACTOR}, block, 0);
    for (size_t i = 0; i < B; i++)
        own->factor[i] = normal_of(word[i]);
    for (size_t row = 0; row < of->row_count; row++) {
        double most = of->chance[row * ((size_t)of->day_count + 1) + (size_t)of->day_count];
        for (size_t i = 0; i < B; i++)
            own->limit[row * B + i] = limit_of(most, own->factor[i], of->defaults->correlation);
    }
}

int32_t dc_failure_day(const double *chance, int32_t day_count, double x)
{
    int32_t low = 0, high = day_count; /* F(low) <= x; F(high) > x, if any */
    if (chance[day_count] <= x)
        return DC_DEFAULT_NEVER;
    while (high - low > 1) {
        int32_t middle = low + (high - low) / 2;
        if (chance[middle] > x)
            high = middle;
        else
            low = middle;
    }
    return high;
}

static void all_failed(dc_failed *out, int32_t day)
{
    out->count = B;
    for (size_t i = 0; i < B; i++) {
        out->path[i] = (uint8_t)i;
        out->day[i] = day;
    }
}

void dc_failures_draw(dc_failed *out, const dc_failure_block *own, uint32_t item)
{
    const dc_failures *of = own->of;
    const uint32_t    *limit = &own->limit[(size_t)of->row[item] * B];
    const double      *chance = dc_failures_chance(of, item);
    double             rho = of->defaults->correlation;
    uint32_t           word[B];
    int32_t            since = dc_failures_since(of, item);
    out->count = 0;
    if (since != DC_DEFAULT_NEVER) {
        all_failed(out, since);
        return;
    }
    dc_luck luck = {own->seed, of->items->customer_entity[item], DC_PURPOSE_DEFAULT};
    dc_uniform_block(word, luck, own->block, 0);
    for (size_t i = 0; i < B; i++) {
        if (word[i] >= limit[i] && limit[i] != UINT32_MAX)
            continue;
        double x =
            gsl_cdf_ugaussian_P(sqrt(rho) * own->factor[i] + sqrt(1.0 - rho) * normal_of(word[i]));
        int32_t day = dc_failure_day(chance, of->day_count, x);
        if (day == DC_DEFAULT_NEVER)
            continue;
        out->path[out->count] = (uint8_t)i;
        out->day[out->count++] = day;
    }
}
