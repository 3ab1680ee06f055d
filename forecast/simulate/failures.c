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
    return model->defaults.group[customer == UINT32_MAX ? model->customer_count : customer];
}

/* One row for each group that has items. */
static void place_rows(dc_failures *out, dc_arena *arena, const dc_model *model,
                       const uint32_t *some_item)
{
    size_t days = (size_t)out->day_count + 1;
    out->chance = dc_arena_alloc(arena, out->row_count * days, sizeof *out->chance);
    for (size_t row = 0; row < out->row_count; row++) {
        const double *survival =
            &model->defaults
                 .survival[group_of(model, out->items, some_item[row]) * (DC_DEFAULT_MONTHS + 1)];
        for (int32_t day = 0; day <= out->day_count; day++)
            out->chance[row * days + (size_t)day] = 1.0 - dc_default_survival(survival, day);
    }
}

void dc_failures_make(dc_failures *out, dc_arena *arena, const dc_model *model,
                      const dc_items *items, int32_t day_count)
{
    *out = (dc_failures){.defaults = &model->defaults, .items = items, .day_count = day_count};
    if (!model->defaults.learnt || items->count == 0)
        return;
    uint32_t groups = 0;
    for (size_t i = 0; i < items->count; i++)
        groups = group_of(model, items, i) >= groups ? group_of(model, items, i) + 1 : groups;
    uint32_t *row_of = dc_arena_alloc(arena, groups, sizeof *row_of); /* + 1; 0: none yet */
    uint32_t *some_item = dc_arena_alloc(arena, groups, sizeof *some_item);
    out->row = dc_arena_alloc(arena, items->count, sizeof *out->row);
    for (size_t i = 0; i < items->count; i++) {
        uint32_t group = group_of(model, items, i);
        if (row_of[group] == 0) {
            some_item[out->row_count++] = (uint32_t)i;
            row_of[group] = (uint32_t)out->row_count;
        }
        out->row[i] = row_of[group] - 1;
    }
    place_rows(out, arena, model, some_item);
}

int32_t dc_failures_since(const dc_failures *of, uint32_t item)
{
    uint32_t customer = of->items->customer[item];
    return customer == UINT32_MAX ? DC_DEFAULT_NEVER : of->defaults->day[customer];
}

const double *dc_failures_chance(const dc_failures *of, uint32_t item)
{
    return &of->chance[of->row[item] * ((size_t)of->day_count + 1)];
}

int64_t dc_failure_recovered(const dc_failures *of, int64_t amount)
{
    double share = of->defaults->recovered_share;
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
        if (word[i] >= limit[i])
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
