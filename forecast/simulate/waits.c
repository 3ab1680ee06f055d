/* waits.c - see waits.h. */
#include "waits.h"

#include <math.h>
#include <string.h>

#include "pairs_step.h"

enum { WEEK = 7, WEEK_COLUMNS = 4, DAY_COLUMNS = 6 };

size_t dc_waits_size(size_t weeks, size_t days)
{
    return WEEK_COLUMNS * (weeks + 1) + DAY_COLUMNS * days;
}

void dc_waits_place(dc_waits *waits, double *column, size_t weeks, size_t days)
{
    double **by_week[WEEK_COLUMNS] = {&waits->since[0], &waits->since[1], &waits->fresh,
                                      &waits->stray};
    double **by_day[DAY_COLUMNS] = {&waits->at[0],    &waits->at[1], &waits->fresh_at,
                                    &waits->stray_at, &waits->fades, &waits->square};
    for (size_t i = 0; i < WEEK_COLUMNS; i++, column += weeks + 1)
        *by_week[i] = column;
    for (size_t i = 0; i < DAY_COLUMNS; i++, column += days)
        *by_day[i] = column;
}

/* --- one item --------------------------------------------------------------------------------- */

/* Mean of stays^d over those that are settled in a week. */
typedef struct {
    double mean, square, stray;
} fresh;

/* At a place in the week. */
static fresh fresh_by(const dc_walked *walked, const dc_shocks *shocks, dc_stand place)
{
    int32_t row = place.week - walked->first;
    double  inside = place.day - (double)place.week * WEEK, open = 1.0;
    fresh   out = {0.0, 0.0, 0.0};
    for (int32_t day = 0; day < inside && row >= 0 && row < walked->rises->week_count; day++) {
        bool   whole = day + 1 <= inside;
        double rise = whole ? (double)walked->rises->rise[row * WEEK + day] : place.rise;
        double next = dc_shock_at(shocks->open, walked->pace * rise);
        double fades = whole ? walked->waits.stays : pow(walked->waits.stays, inside - day);
        out.mean = out.mean * fades + open - next;
        out.square = out.square * fades * fades + open - next;
        open = next;
    }
    if (open >= 1.0)
        return out;
    out.mean /= 1.0 - open;
    out.square /= 1.0 - open;
    out.stray = sqrt(fmax(out.square - out.mean * out.mean, 0.0));
    return out;
}

double dc_waits_lean(const dc_walked *walked, const dc_shocks *shocks, const double *lean,
                     dc_stand place)
{
    int32_t row = place.week - walked->first;
    double  inside = place.day - (double)place.week * WEEK, leans = 0.0, sum = 0.0;
    for (int32_t day = 0; day < inside && row >= 0 && row < walked->rises->week_count; day++) {
        bool   whole = day + 1 <= inside;
        double rise = whole ? (double)walked->rises->rise[row * WEEK + day] : place.rise;
        double x = walked->pace * rise;
        double next = dc_shock_at(lean, x) * dc_shock_at(shocks->open, x);
        sum *= whole ? walked->waits.stays : pow(walked->waits.stays, inside - day);
        sum += next - leans;
        leans = next;
    }
    return sum * walked->open[place.week] * walked->kept[place.week];
}

static double fades_by(const dc_walked *walked, dc_stand place)
{
    return pow(walked->waits.stays, place.day - (double)place.week * WEEK);
}

void dc_waits_begin(dc_walked *walked)
{
    dc_waits *waits = &walked->waits;
    waits->week_fades = pow(waits->stays, WEEK);
    waits->since[0][0] = waits->since[1][0] = 0.0;
}

void dc_waits_walk_week(dc_walked *walked, const dc_shocks *shocks, int32_t week)
{
    dc_waits *waits = &walked->waits;
    double    settled = walked->open[week] * (1.0 - walked->pass[week]) * walked->kept[week];
    double    fades = waits->week_fades;
    dc_stand  end = {.day = (double)(week + 1) * WEEK, .week = week, .whole = true};
    fresh     now = fresh_by(walked, shocks, end);
    waits->fresh[week] = now.mean;
    waits->stray[week] = now.stray;
    waits->since[0][week + 1] = waits->since[0][week] * fades + settled * now.mean;
    waits->since[1][week + 1] = waits->since[1][week] * fades * fades + settled * now.square;
}

void dc_waits_look(dc_walked *walked, const dc_shocks *shocks, size_t j)
{
    dc_waits *waits = &walked->waits;
    dc_stand  place = walked->place[j];
    bool      begun = place.week >= walked->from && place.week < walked->to;
    double    paid = walked->cash[j], beyond = walked->beyond[j] * walked->left[j];
    fresh     now = {0.0, 0.0, 0.0};
    waits->fades[j] = waits->at[0][j] = waits->at[1][j] = 0.0;
    if (begun) {
        double settled = paid - walked->paid[place.week];
        double fades = waits->fades[j] = fades_by(walked, place);
        now = fresh_by(walked, shocks, place);
        waits->at[0][j] = waits->since[0][place.week] * fades + settled * now.mean;
        waits->at[1][j] = waits->since[1][place.week] * fades * fades + settled * now.square;
    }
    waits->fresh_at[j] = now.mean;
    waits->stray_at[j] = now.stray;
    waits->square[j] = paid - waits->less_square[j] * waits->at[0][j] + beyond;
    walked->cash[j] -= waits->less[j] * waits->at[0][j];
}

double dc_waits_variance(const dc_walked *walked, size_t j)
{
    const dc_waits *waits = &walked->waits;
    double less = waits->stays > 0.0 ? waits->less[j] : 0.0, mean = walked->cash[j], paid = mean;
    if (less > 0.0)
        paid += less * (less * waits->at[1][j] - waits->at[0][j]);
    return fmax(paid - mean * mean, 0.0);
}

/* --- two items -------------------------------------------------------------------------------- */

/* Of each what it is then: open; paid; stays^d. */
enum { OPEN, PAID, SINCE, KINDS };

typedef struct {
    double of[KINDS][KINDS];
} state;

/* One of two in a week or by a day of it. */
typedef struct {
    double pass;
    double gain[KINDS], fades[KINDS]; /* when it is settled, and where it had been before */
    double stray;                     /* of stays^d where it is */
} side;

static side side_of(double kept, double pass, double fades, fresh now)
{
    return (side){.pass = pass,
                  .gain = {[PAID] = kept, [SINCE] = kept * now.mean},
                  .fades = {[PAID] = 1.0, [SINCE] = fades},
                  .stray = kept * now.stray};
}

static side side_of_week(const dc_walked *walked, int32_t week)
{
    const dc_waits *waits = &walked->waits;
    fresh           now = {0.0, 0.0, 0.0};
    if (waits->stays > 0.0)
        now = (fresh){.mean = waits->fresh[week], .stray = waits->stray[week]};
    return side_of(walked->kept[week], walked->pass[week], waits->week_fades, now);
}

/* By its j-th place, or by another one in the week at hand. */
static side side_at(const dc_walked *walked, size_t j, dc_stand place, double pass,
                    const dc_shocks *shocks)
{
    const dc_waits *waits = &walked->waits;
    double          fades = 0.0;
    fresh           now = {0.0, 0.0, 0.0};
    if (waits->stays > 0.0 && place.day == walked->place[j].day) {
        now = (fresh){.mean = waits->fresh_at[j], .stray = waits->stray_at[j]};
        fades = waits->fades[j];
    } else if (waits->stays > 0.0) {
        now = fresh_by(walked, shocks, place);
        fades = fades_by(walked, place);
    }
    return side_of(walked->kept[place.week], pass, fades, now);
}

/* In a run one luck settles both, on days that go with each other: of the likelier one the earlier
 * part of its week goes with both, as far as the other one's chance reaches, and the later part is
 * its alone.  The week counts as even: half of its length is sqrt(3) standard deviations. */
static void run_together(state *to, double open, const dc_pair_chances *is, const side *a,
                         const side *b)
{
    double settle_a = 1.0 - a->pass, settle_b = 1.0 - b->pass, half = sqrt(3.0);
    double part_a = settle_a > settle_b ? settle_b / settle_a : 1.0;
    double part_b = settle_b > settle_a ? settle_a / settle_b : 1.0;
    double early_a = half * a->stray * (1.0 - part_a), early_b = half * b->stray * (1.0 - part_b);
    to->of[SINCE][OPEN] += open * is->run_only_a * half * a->stray * part_a;
    to->of[OPEN][SINCE] += open * is->run_only_b * half * b->stray * part_b;
    to->of[SINCE][PAID] -= open * is->as_one * early_a * b->gain[PAID];
    to->of[PAID][SINCE] -= open * is->as_one * early_b * a->gain[PAID];
    to->of[SINCE][SINCE] += open * is->as_one *
                            (a->stray * part_a * b->stray * part_b - early_a * b->gain[SINCE] -
                             early_b * a->gain[SINCE]);
}

static state step(const state *now, const dc_pair_chances *is, const side *a, const side *b)
{
    state  out;
    double open = now->of[OPEN][OPEN];
    out.of[OPEN][OPEN] = open * is->neither;
    for (int p = PAID; p < KINDS; p++) {
        out.of[p][OPEN] = now->of[p][OPEN] * b->pass * a->fades[p] + open * is->only_a * a->gain[p];
        out.of[OPEN][p] = now->of[OPEN][p] * a->pass * b->fades[p] + open * is->only_b * b->gain[p];
        for (int q = PAID; q < KINDS; q++)
            out.of[p][q] = now->of[p][q] * a->fades[p] * b->fades[q] +
                           now->of[p][OPEN] * a->fades[p] * (1.0 - b->pass) * b->gain[q] +
                           now->of[OPEN][q] * b->fades[q] * (1.0 - a->pass) * a->gain[p] +
                           open * is->both * a->gain[p] * b->gain[q];
    }
    run_together(&out, open, is, a, b);
    return out;
}

/* Cash by a later place where it now is this. */
typedef struct {
    double of[KINDS];
} worth;

static double value_of(const state *now, worth a, worth b)
{
    double sum = 0.0;
    for (int p = 0; p < KINDS; p++)
        for (int q = 0; q < KINDS; q++)
            sum += now->of[p][q] * a.of[p] * b.of[q];
    return sum;
}

static double less_of(const dc_walked *walked, size_t j)
{
    return walked->waits.stays > 0.0 ? walked->waits.less[j] : 0.0;
}

static worth worth_at(const dc_walked *walked, size_t j)
{
    return (worth){{walked->beyond[j], 1.0, -less_of(walked, j)}};
}

/* Of what is open at `there`, in the week at hand, and goes on alone to its j-th place. */
static worth worth_from(const dc_walked *walked, size_t j, dc_stand there, const side *by)
{
    int32_t week = there.week;
    bool    waits = walked->waits.stays > 0.0;
    double  fades = waits ? pow(walked->waits.stays, walked->place[j].day - there.day) : 0.0;
    double  left = walked->open[week] * by->pass, settled = walked->open[week] * (1.0 - by->pass);
    double  since = waits ? walked->waits.since[0][week] * by->fades[SINCE] : 0.0;
    double  less = less_of(walked, j) * fades;
    double  had =
        walked->paid[week] + settled * by->gain[PAID] - less * (since + settled * by->gain[SINCE]);
    return (worth){{left > 0.0 ? (walked->cash[j] - had) / left : 0.0, 1.0, -less}};
}

static state exchanged(const state *now)
{
    state out;
    for (int p = 0; p < KINDS; p++)
        for (int q = 0; q < KINDS; q++)
            out.of[p][q] = now->of[q][p];
    return out;
}

/* The place of `a` comes first, in the week at hand; `now` is as it began. */
static double look_between(const state *now, const dc_walked *a, const dc_walked *b, size_t j,
                           double run_share, const dc_shocks *shocks)
{
    dc_stand        there = dc_pair_place_beside(a, b, j);
    dc_pair_week    part = dc_pair_part_of_week(a, b, j, there, shocks);
    dc_pair_chances is = dc_pair_chances_of(&part, run_share, shocks);
    side            one = side_at(a, j, a->place[j], part.pass_a, shocks);
    side            two = side_at(b, j, there, part.pass_b, shocks);
    state           then = step(now, &is, &one, &two);
    return value_of(&then, worth_at(a, j), worth_from(b, j, there, &two));
}

static double look_at_pair(const state *now, const state *next, const dc_walked *a,
                           const dc_walked *b, size_t j, double run_share, const dc_shocks *shocks)
{
    double day_a = a->place[j].day, day_b = b->place[j].day;
    state  turned = exchanged(now);
    if (day_a == day_b && a->place[j].whole)
        return value_of(next, worth_at(a, j), worth_at(b, j));
    return day_a <= day_b ? look_between(now, a, b, j, run_share, shocks)
                          : look_between(&turned, b, a, j, run_share, shocks);
}

/* Until then they have nothing to do with each other. */
static state begin(const dc_walked *a, const dc_walked *b, int32_t week)
{
    double one[KINDS] = {a->open[week], a->paid[week], 0.0};
    double two[KINDS] = {b->open[week], b->paid[week], 0.0};
    state  out;
    one[SINCE] = a->waits.stays > 0.0 ? a->waits.since[0][week] : 0.0;
    two[SINCE] = b->waits.stays > 0.0 ? b->waits.since[0][week] : 0.0;
    for (int p = 0; p < KINDS; p++)
        for (int q = 0; q < KINDS; q++)
            out.of[p][q] = one[p] * two[q];
    return out;
}

void dc_waiting_covariance(double *covariance, const dc_walked *a, const dc_walked *b,
                           double run_share, const dc_shocks *shocks, size_t place_count)
{
    int32_t week = a->from > b->from ? a->from : b->from, to = a->to < b->to ? a->to : b->to;
    size_t  j = 0;
    state   now = begin(a, b, week);
    while (j < place_count && dc_pair_week_of(a, b, j) < week)
        j++;
    for (; week < to && j < place_count; week++) {
        dc_pair_week    all = dc_pair_whole_week(a, b, week);
        dc_pair_chances is = dc_pair_chances_of(&all, run_share, shocks);
        side            one = side_of_week(a, week), two = side_of_week(b, week);
        state           next = step(&now, &is, &one, &two);
        for (; j < place_count && dc_pair_week_of(a, b, j) == week; j++)
            covariance[j] =
                look_at_pair(&now, &next, a, b, j, run_share, shocks) - a->cash[j] * b->cash[j];
        now = next;
    }
}
