/* pairs_step.h - what two items of one customer do in a week, by pairs.h. */
#ifndef DC_SIMULATE_PAIRS_STEP_H
#define DC_SIMULATE_PAIRS_STEP_H

#include <math.h>

#include "pairs.h"

/* What each does in a week, or by a day of it. */
typedef struct {
    double rise_a, rise_b, pass_a, pass_b, kept_a, kept_b;
} dc_pair_week;

/* Of two that are open: which are settled. */
typedef struct {
    double neither, only_a, only_b, both;
    /* In a pay run, of `both` and of the others. */
    double as_one, run_only_a, run_only_b;
} dc_pair_chances;

static inline dc_pair_chances dc_pair_chances_of(const dc_pair_week *week, double run_share,
                                                 const dc_shocks *shocks)
{
    double neither = dc_shock_at(shocks->open, week->rise_a + week->rise_b);
    double more = fmax(week->pass_a, week->pass_b), less = fmin(week->pass_a, week->pass_b);
    double runs = run_share, own = 1.0 - run_share;
    return (dc_pair_chances){
        .neither = runs * less + own * neither,
        .only_a = runs * (week->pass_b - less) + own * (week->pass_b - neither),
        .only_b = runs * (week->pass_a - less) + own * (week->pass_a - neither),
        .both = runs * (1.0 - more) + own * (1.0 - week->pass_a - week->pass_b + neither),
        .as_one = runs * (1.0 - more),
        .run_only_a = runs * (week->pass_b - less),
        .run_only_b = runs * (week->pass_a - less),
    };
}

static inline dc_pair_week dc_pair_whole_week(const dc_walked *a, const dc_walked *b, int32_t week)
{
    return (dc_pair_week){a->rise[week], b->rise[week], a->pass[week],
                          b->pass[week], a->kept[week], b->kept[week]};
}

/* By the place of `a` in its week. */
static inline dc_pair_week dc_pair_part_of_week(const dc_walked *a, const dc_walked *b, size_t j,
                                                dc_stand there, const dc_shocks *shocks)
{
    dc_pair_week part = dc_pair_whole_week(a, b, a->place[j].week);
    part.rise_a = a->pace * a->place[j].rise;
    part.rise_b = b->pace * there.rise;
    part.pass_a = dc_shock_at(shocks->open, part.rise_a);
    part.pass_b = dc_shock_at(shocks->open, part.rise_b);
    return part;
}

/* Where `b` stands when `a` is at its j-th place. */
static inline dc_stand dc_pair_place_beside(const dc_walked *a, const dc_walked *b, size_t j)
{
    return a->place[j].day == b->place[j].day ? b->place[j]
                                              : dc_stand_of(b->rises, b->first, a->place[j].day);
}

static inline int32_t dc_pair_week_of(const dc_walked *a, const dc_walked *b, size_t j)
{
    return a->place[j].week < b->place[j].week ? a->place[j].week : b->place[j].week;
}

#endif
