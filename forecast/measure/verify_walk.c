/* verify_walk.c - when an item is settled on a path, week by week, where items are tied together.
 * See verify.h; the law is told in duecast/rises.h. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "duecast/rises.h"
#include "verify.h"

enum { B = DC_PATH_BLOCK, WEEK = 7 };

struct dc_replay_walk {
    const dc_replay *replay;
    dc_arena        *arena;
    dc_damping      *damping;
    dc_rises         rises;
    int32_t          week_count;
    uint32_t         block; /* whose paces are here */
    bool             paced;
    float           *pace;     /* week x path */
    uint64_t         customer; /* whose weeks are here; 0: nobody's */
    bool            *is_run;   /* week x path */
    float           *shared;   /* the luck of a run */
    bool             meets;
    float            own[B];
    uint32_t         write_off[B];
};

dc_replay_walk *dc_replay_walk_new(const dc_replay *replay)
{
    dc_replay_walk *walk = dc_heap_alloc(1, sizeof *walk);
    walk->replay = replay;
    walk->arena = dc_arena_new();
    walk->damping = dc_damping_make(walk->arena, &replay->model->together);
    dc_rises_allocate(&walk->rises, walk->arena, replay->reach, 0, true);
    walk->week_count = walk->rises.week_count;
    size_t values = (size_t)walk->week_count * B;
    walk->pace = dc_arena_alloc(walk->arena, values, sizeof *walk->pace);
    walk->is_run = dc_arena_alloc(walk->arena, values, sizeof *walk->is_run);
    walk->shared = dc_arena_alloc(walk->arena, values, sizeof *walk->shared);
    return walk;
}

void dc_replay_walk_free(dc_replay_walk *walk)
{
    dc_arena_free(walk->arena);
    free(walk);
}

static dc_luck luck_of(const dc_replay_walk *walk, uint64_t entity, dc_purpose purpose)
{
    return (dc_luck){walk->replay->options->seed, entity, (uint32_t)purpose};
}

static double normal_of(uint32_t word)
{
    return gsl_cdf_ugaussian_Pinv((word + 0.5) * 0x1p-32);
}

static void set_paces(dc_replay_walk *walk, uint32_t block)
{
    const dc_together *together = &walk->replay->model->together;
    double             p = together->lasting, w = together->weekly;
    uint32_t           lasting[B], weekly[B];
    if (walk->paced && walk->block == block)
        return;
    walk->paced = true;
    walk->block = block;
    walk->customer = 0;
    dc_uniform_block(lasting, luck_of(walk, 0, DC_PURPOSE_SHOCK), block, 0);
    for (int32_t week = 0; week < walk->week_count; week++) {
        dc_uniform_block(weekly, luck_of(walk, 0, DC_PURPOSE_SHOCK), block, (uint32_t)week + 1);
        for (int i = 0; i < B; i++) {
            double power = p > 0.0 ? p * normal_of(lasting[i]) : 0.0;
            if (w > 0.0)
                power += w * normal_of(weekly[i]);
            walk->pace[week * B + i] = (float)exp(power - 0.5 * (p * p + w * w));
        }
    }
}

/* A word below the chance of a run makes the week one; divided by that chance it is its uniform. */
static void set_runs(dc_replay_walk *walk, uint64_t customer)
{
    double   chance = walk->replay->model->together.run_share;
    float    whole = (float)-log(chance);
    uint32_t start[B];
    if (walk->customer == customer)
        return;
    walk->customer = customer;
    dc_uniform_block(start, luck_of(walk, customer, DC_PURPOSE_PAY_RUN), walk->block, 0);
    for (int32_t week = 0; week < walk->week_count; week++)
        for (int i = 0; i < B; i++) {
            uint32_t word = dc_word_at(start[i], (uint32_t)week);
            walk->is_run[week * B + i] = word < fmin(floor(chance * 0x1p32), UINT32_MAX);
            walk->shared[week * B + i] = fmaxf(dc_exponential(~word) - whole, 0.0f);
        }
}

void dc_replay_walk_open(dc_replay_walk *walk, const dc_law *law, uint32_t item, uint64_t entity,
                         uint32_t block)
{
    const dc_replay *replay = walk->replay;
    uint32_t         word[B], customer = replay->items->customer[item];
    set_paces(walk, block);
    walk->meets = replay->model->together.run_share > 0.0 && customer != UINT32_MAX &&
                  replay->items_of[customer] > 1;
    if (walk->meets)
        set_runs(walk, replay->items->customer_entity[item]);
    dc_rises_fill(&walk->rises, law, walk->damping);
    dc_uniform_block(word, luck_of(walk, entity, DC_PURPOSE_SETTLEMENT), block, 0);
    for (int i = 0; i < B; i++)
        walk->own[i] = dc_exponential(word[i]);
    dc_uniform_block(walk->write_off, luck_of(walk, entity, DC_PURPOSE_WRITE_OFF), block, 0);
}

static int32_t day_settled(const dc_replay_walk *walk, uint32_t path)
{
    const float *rise = walk->rises.rise;
    float        own = walk->own[path];
    for (int32_t week = 0; week < walk->week_count; week++) {
        size_t at = (size_t)week * B + path;
        bool   is_run = walk->meets && walk->is_run[at];
        float  pace = walk->pace[at], shared = walk->shared[at] / pace;
        for (int32_t day = WEEK * week; day < WEEK * (week + 1); day++)
            if (is_run ? shared < rise[day] : own < pace * rise[day])
                return day + 1;
        if (!is_run)
            own -= pace * rise[WEEK * week + WEEK - 1];
    }
    return walk->replay->reach + 1;
}

int32_t dc_replay_walk_tell(bool *lost, const dc_replay_walk *walk, uint32_t path)
{
    int32_t settled = day_settled(walk, path), reach = walk->replay->reach;
    *lost = false;
    for (int32_t day = 1; day < settled && day <= reach; day++)
        if (walk->write_off[path] < walk->rises.loss[day - 1]) {
            *lost = true;
            return day;
        }
    return settled;
}
