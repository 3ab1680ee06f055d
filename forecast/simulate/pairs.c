/* pairs.c - see pairs.h. */
#include "pairs.h"

#include <math.h>
#include <string.h>

#include "pairs_step.h"
#include "waits.h"

enum { WEEK = 7 };

/* Rise of an item from the start of a week to the end of one of its days, 0 .. 7. */
static double rise_by(const dc_rises *rises, int32_t first, int32_t week, int32_t days)
{
    int32_t row = week - first;
    if (days == 0 || row < 0 || row >= rises->week_count)
        return 0.0;
    return (double)rises->rise[row * WEEK + days - 1];
}

dc_stand dc_stand_of(const dc_rises *rises, int32_t first, double day)
{
    dc_stand place = {.day = day, .week = -1};
    if (day <= 0.0)
        return place;
    place.week = (int32_t)ceil(day / WEEK) - 1;
    double  inside = day - (double)place.week * WEEK; /* above 0, at most 7 */
    int32_t whole = (int32_t)inside;
    double  before = rise_by(rises, first, place.week, whole);
    place.whole = whole == WEEK;
    place.rise = before;
    if (inside > whole)
        place.rise += (inside - whole) * (rise_by(rises, first, place.week, whole + 1) - before);
    return place;
}

/* --- one item --------------------------------------------------------------------------------- */

/* Share of what is settled in a week that has not been written off before. */
static double kept_in(const dc_rises *rises, int32_t row)
{
    double share = 0.0, before = 0.0;
    for (int32_t j = 0; j < WEEK; j++) {
        double  rise = (double)rises->rise[row * WEEK + j];
        int32_t day = row * WEEK + j - rises->start; /* days before it, of the law */
        if (rise > before)                           /* else the law may have ended */
            share += (rise - before) * (day > 0 ? 1.0 - rises->loss[day - 1] * 0x1p-32 : 1.0);
        before = rise;
    }
    return before > 0.0 ? share / before : 1.0;
}

static void walk_week(dc_walked *walked, const dc_shocks *shocks, int32_t week)
{
    int32_t row = week - walked->first;
    bool    inside = row >= 0 && row < walked->rises->week_count;
    walked->rise[week] = inside ? walked->pace * (double)walked->rises->week_rise[row] : 0.0;
    walked->pass[week] = dc_shock_at(shocks->open, walked->rise[week]);
    walked->kept[week] = inside && walked->rises->loss ? kept_in(walked->rises, row) : 1.0;
    double open = walked->open[week];
    walked->open[week + 1] = open * walked->pass[week];
    walked->paid[week + 1] =
        walked->paid[week] + open * (1.0 - walked->pass[week]) * walked->kept[week];
    if (walked->waits.stays > 0.0)
        dc_waits_walk_week(walked, shocks, week);
}

static void look(dc_walked *walked, const dc_shocks *shocks, size_t j)
{
    const dc_stand *place = &walked->place[j];
    int32_t         week = place->week < walked->to ? place->week : walked->to;
    if (week < walked->from) {
        walked->left[j] = 1.0;
        walked->cash[j] = 0.0;
        return;
    }
    if (week == walked->to) {
        walked->left[j] = walked->open[week];
        walked->cash[j] = walked->paid[week];
        return;
    }
    double pass =
        place->whole ? walked->pass[week] : dc_shock_at(shocks->open, walked->pace * place->rise);
    walked->left[j] = walked->open[week] * pass;
    walked->cash[j] = walked->paid[week] + walked->open[week] * (1.0 - pass) * walked->kept[week];
}

/* What is settled may still wait. */
static bool goes_on(const dc_walked *walked, int32_t week)
{
    return walked->open[week] > DC_OPEN_LEAST || walked->waits.stays > 0.0;
}

void dc_walked_fill(dc_walked *walked, const dc_shocks *shocks, size_t place_count)
{
    int32_t last = place_count > 0 ? walked->place[place_count - 1].week + 1 : 0, week = 0;
    last = last < walked->weeks ? last : walked->weeks;
    if (walked->waits.stays > 0.0)
        dc_waits_begin(walked);
    walked->from = -1;
    walked->open[0] = 1.0;
    walked->paid[0] = 0.0;
    walked->square = walked->waits.stays > 0.0 ? walked->waits.square : walked->cash;
    for (; week < last && goes_on(walked, week); week++) {
        walk_week(walked, shocks, week);
        if (walked->from < 0 && walked->rise[week] > 0.0)
            walked->from = week;
    }
    walked->to = week;
    if (walked->from < 0)
        walked->from = walked->to;
    for (size_t j = 0; j < place_count; j++) {
        look(walked, shocks, j);
        if (walked->waits.stays > 0.0)
            dc_waits_look(walked, shocks, j);
        walked->cash[j] += walked->beyond[j] * walked->left[j];
    }
}

/* --- two items -------------------------------------------------------------------------------- */

typedef struct {
    double open;          /* both are */
    double first, second; /* only that one is open, the other one has been paid */
    double paid;          /* both are */
} pair_state;

static inline pair_state step(pair_state now, const dc_pair_week *week, double run_share,
                              const dc_shocks *shocks)
{
    dc_pair_chances is = dc_pair_chances_of(week, run_share, shocks);
    return (pair_state){
        .open = now.open * is.neither,
        .first = now.first * week->pass_a + now.open * week->kept_b * is.only_b,
        .second = now.second * week->pass_b + now.open * week->kept_a * is.only_a,
        .paid = now.paid + now.first * week->kept_a * (1.0 - week->pass_a) +
                now.second * week->kept_b * (1.0 - week->pass_b) +
                now.open * week->kept_a * week->kept_b * is.both,
    };
}

/* Both paid by their places, of which that of `a` comes first, in the week at hand; `now` is as it
 * began.  After that place `b` goes on alone. */
static double look_between(pair_state now, const dc_walked *a, const dc_walked *b, size_t j,
                           double run_share, const dc_shocks *shocks)
{
    int32_t      week = a->place[j].week;
    dc_stand     there = dc_pair_place_beside(a, b, j);
    dc_pair_week part = dc_pair_part_of_week(a, b, j, there, shocks);
    pair_state   then = step(now, &part, run_share, shocks);
    double       left = b->open[week] * part.pass_b;
    double       paid = b->paid[week] + b->open[week] * (1.0 - part.pass_b) * part.kept_b;
    double       more = left > 0.0 ? fmax(b->cash[j] - paid, 0.0) / left : 0.0;
    return then.paid + a->beyond[j] * then.first + (then.second + a->beyond[j] * then.open) * more;
}

static pair_state exchanged(pair_state now)
{
    return (pair_state){now.open, now.second, now.first, now.paid};
}

static double look_at_pair(pair_state now, pair_state next, const dc_walked *a, const dc_walked *b,
                           size_t j, double run_share, const dc_shocks *shocks)
{
    double day_a = a->place[j].day, day_b = b->place[j].day;
    if (day_a == day_b && a->place[j].whole)
        return next.paid + a->beyond[j] * next.first + b->beyond[j] * next.second +
               a->beyond[j] * b->beyond[j] * next.open;
    return day_a <= day_b ? look_between(now, a, b, j, run_share, shocks)
                          : look_between(exchanged(now), b, a, j, run_share, shocks);
}

void dc_pair_covariance(double *covariance, const dc_walked *a, const dc_walked *b,
                        double run_share, const dc_shocks *shocks, size_t place_count)
{
    int32_t week = a->from > b->from ? a->from : b->from, to = a->to < b->to ? a->to : b->to;
    size_t  j = 0;
    memset(covariance, 0, place_count * sizeof *covariance);
    if (week >= to || a->open[week] < DC_OPEN_LEAST || b->open[week] < DC_OPEN_LEAST)
        return;
    if (a->waits.stays > 0.0 || b->waits.stays > 0.0) {
        dc_waiting_covariance(covariance, a, b, run_share, shocks, place_count);
        return;
    }
    pair_state now = {a->open[week] * b->open[week], b->paid[week] * a->open[week],
                      a->paid[week] * b->open[week], a->paid[week] * b->paid[week]};
    while (j < place_count && dc_pair_week_of(a, b, j) < week)
        j++;
    for (; week < to && j < place_count; week++) {
        dc_pair_week all = dc_pair_whole_week(a, b, week);
        pair_state   next = step(now, &all, run_share, shocks);
        for (; j < place_count && dc_pair_week_of(a, b, j) == week; j++)
            covariance[j] =
                look_at_pair(now, next, a, b, j, run_share, shocks) - a->cash[j] * b->cash[j];
        now = next;
    }
}
