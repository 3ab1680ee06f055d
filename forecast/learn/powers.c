/* powers.c - one pass over the days of a law. */
#include "powers.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "duecast/clones.h"
#include "series.h"

/*
 * Many at a time, in elementary steps and without branches: y = x ln(1 - h), the logarithm as in
 * series.h, but of h itself where 1 - h has the exponent 0, so that small hazards lose nothing;
 * then -expm1(y) = 1 - 2^n - 2^n expm1(r) with y = n ln 2 + r, expm1(r) by its series.
 */
DC_WIDE_CLONES void dc_powers_of(double *restrict out, const double *restrict hazard,
                                 const double *restrict power, int32_t count)
{
    const double ln2 = 0x1.62e42fefa39efp-1, shift = 0x1.8p52, least = 1e-300;
    for (int32_t i = 0; i < count; i++) {
        double   h = hazard[i], x = 1.0 - h > least ? 1.0 - h : least, scale;
        double   f, e = dc_exponent_split(&f, x), s = (e == 0.0 ? -h : f - 1.0) / (f + 1.0);
        double   y = power[i] * (e * ln2 + (dc_artanh_rest(s) + 2.0 * s));
        uint64_t exponent;
        y = y > -60.0 ? y : -60.0; /* nothing is left */
        double whole = y * (1.0 / ln2) + shift;
        memcpy(&exponent, &whole, sizeof exponent);
        exponent = (exponent + 1023) << 52;
        memcpy(&scale, &exponent, sizeof scale);
        whole -= shift;
        double r = (y - whole * DC_LN2_HIGH) - whole * DC_LN2_LOW, sum = 1.0 / 6227020800.0;
        sum = sum * r + 1.0 / 479001600.0;
        sum = sum * r + 1.0 / 39916800.0;
        sum = sum * r + 1.0 / 3628800.0;
        sum = sum * r + 1.0 / 362880.0;
        sum = sum * r + 1.0 / 40320.0;
        sum = sum * r + 1.0 / 5040.0;
        sum = sum * r + 1.0 / 720.0;
        sum = sum * r + 1.0 / 120.0;
        sum = sum * r + 1.0 / 24.0;
        sum = sum * r + 1.0 / 6.0;
        sum = sum * r + 0.5;
        double chance = (1.0 - scale) - scale * (r + r * r * sum);
        out[i] = (h >= 1.0) & (power[i] > 0.0) ? 1.0 : chance;
    }
}

/* Where too little of a law is left to tell, its hazards stay as they were last. */
static const double open_least = 1e-12;

/* Write-offs while the days are passed. */
typedef struct {
    double  stayed; /* of all, not written off by then */
    double  loss;   /* hazard of those not settled */
    int32_t end;    /* the first day of the next bin of write-offs */
} losses;

/* fmin() is a call. */
static double smaller(double a, double b)
{
    return a < b ? a : b;
}

/* The bin of write-offs on a day. */
static void look_at_losses(losses *at, const dc_model *model, const dc_law_ask *ask, int32_t day)
{
    int bin = dc_bin_of(day - ask->due);
    at->loss = smaller(model->write_off[bin] * ask->loss_multiplier, 1.0);
    at->end = bin + 1 < DC_BINS ? dc_bin_edges[bin + 1] + ask->due : INT32_MAX;
}

/* Write-offs alone, days in one bin of them. */
static void lose(double *restrict paid, double *restrict lost, int32_t count, losses *at)
{
    double stayed = at->stayed, loss = at->loss, stays = 1.0 - at->loss;
    for (int32_t i = 0; i < count; i++) {
        paid[i] *= stayed;
        lost[i] *= stayed * loss;
        stayed *= stays;
    }
    at->stayed = stayed;
}

static void lose_some(double *paid, double *lost, int32_t first, int32_t last,
                      const dc_model *model, const dc_law_ask *ask)
{
    losses at = {.stayed = 1.0};
    for (int32_t day = first; day <= last;) {
        look_at_losses(&at, model, ask, day);
        int32_t end = at.end <= last ? at.end : last + 1;
        lose(&paid[day], &lost[day], end - day, &at);
        day = end;
    }
}

double dc_season_power(const dc_days *days, dc_date date)
{
    int32_t at = dc_date_days_between(days->season_first, date);
    return at >= 0 && at < days->season_days ? days->season[at] : 1.0;
}

const dc_week *dc_model_week(const dc_model *model, uint32_t customer)
{
    const dc_days *days = &model->days;
    if (days->week_count == 0)
        return NULL;
    uint32_t of = customer == UINT32_MAX ? 0 : days->week_of[customer];
    return of == UINT32_MAX ? NULL : &days->week[of];
}

const dc_month_habit *dc_model_month_habit(const dc_model *model, uint32_t customer)
{
    const dc_days *days = &model->days;
    if (days->habit_count == 0 || (customer == UINT32_MAX && days->month_share == 0.0))
        return NULL;
    uint32_t of = customer == UINT32_MAX ? 0 : days->habit_of[customer];
    return of == UINT32_MAX ? NULL : &days->habit[of];
}

void dc_powers_tilt(double *paid, double *lost, int32_t first, int32_t last, const dc_model *model,
                    const dc_month_habit *habit, dc_date as_of)
{
    const double   left_least = 1e-9;
    const dc_days *days = &model->days;
    int32_t        start = as_of.day - days->kind_first.day;
    double         before = 0.0, after = 0.0;
    assert(last >= first + DC_TILT_DAYS);
    for (int32_t day = first; day <= first + DC_TILT_DAYS; day++) {
        int32_t at = start + day;
        before += paid[day];
        if (at >= 0 && at < days->kind_days)
            paid[day] *= dc_habit_power(habit, at);
        after += paid[day];
    }
    double scale = 1.0 / fmax(1.0 - before + after, left_least);
    for (int32_t day = first; day <= last; day++) {
        paid[day] *= scale;
        lost[day] *= scale;
    }
}

/* Hazards of the days of a block by the law without powers.  `open` is what is left of it on the
 * first morning, in and out. */
static void find_hazards(double *restrict hazard, const double *restrict settled,
                         const double *restrict left, int32_t count, double *open)
{
    double before = *open;
    for (int32_t i = 0; i < count; i++) {
        double of = i > 0 ? left[i - 1] : before;
        hazard[i] = smaller(settled[i] / of, 1.0);
    }
    *open = left[count - 1];
}

enum { BLOCK_DAYS = 56 }; /* whole weeks */

typedef struct {
    const dc_model   *model;
    const dc_law_ask *ask;
    const dc_week    *week;
    int32_t           as_of;
    bool              seasons;
    double            power[BLOCK_DAYS]; /* pace and weekday */
    double            open;              /* without powers and write-offs: on the morning */
    double            new_open;          /* with them */
    double            hazard;            /* the last that could be told */
    losses            of;
} walk;

/* Hazards stay where too little is left; both fall, so that it is from one day of a block on. */
static void keep_last_hazard(walk *at, double *hazard, const double *left, int32_t count,
                             double before)
{
    for (int32_t i = 0; i < count; i++) {
        if ((i > 0 ? left[i - 1] : before) * at->of.stayed <= open_least)
            hazard[i] = at->hazard;
        at->hazard = hazard[i];
    }
}

static void find_powers(const walk *at, double *power, int32_t day, int32_t count)
{
    memcpy(power, at->power, (size_t)count * sizeof *power);
    for (int32_t i = 0; at->seasons && i < count; i++)
        power[i] *= dc_season_power(&at->model->days, DC_DATE(at->as_of + day + i));
    for (int32_t i = 0; at->ask->acted.row > 0 && i < count; i++)
        power[i] *= dc_acted_pace(&at->model->actions, at->ask->acted, day + i);
}

/* Passes the days of a block: chances of each day by the hazards raised. */
static void pass_block(walk *at, double *paid, double *lost, int32_t day, int32_t count)
{
    double hazard[BLOCK_DAYS], power[BLOCK_DAYS], chance[BLOCK_DAYS], before = at->open;
    find_hazards(hazard, &paid[day], &lost[day], count, &at->open);
    if (at->open * at->of.stayed <= open_least)
        keep_last_hazard(at, hazard, &lost[day], count, before);
    at->hazard = hazard[count - 1];
    find_powers(at, power, day, count);
    dc_powers_of(chance, hazard, power, count);
    for (int32_t i = 0; i < count; i++) {
        if (day + i == at->of.end)
            look_at_losses(&at->of, at->model, at->ask, day + i);
        double stays = 1.0 - chance[i], loss = at->of.loss;
        paid[day + i] = at->new_open * chance[i];
        lost[day + i] = at->new_open * (stays * loss);
        at->new_open *= stays * (1.0 - loss);
        at->of.stayed *= 1.0 - loss;
    }
}

void dc_powers_apply(double *paid, double *lost, int32_t first, int32_t last, const dc_model *model,
                     const dc_law_ask *ask, dc_date as_of)
{
    bool           named = dc_date_is_set(as_of);
    const dc_week *week = named ? dc_model_week(model, ask->customer) : NULL;
    const dc_week  even = {.power = {1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0}};
    walk           at = {.model = model,
                         .ask = ask,
                         .week = week ? week : &even,
                         .as_of = as_of.day,
                         .seasons = named && model->days.season_days > 0,
                         .open = 1.0,
                         .new_open = 1.0,
                         .of = {.stayed = 1.0, .end = first}};
    if (!week && !at.seasons && ask->pace == 1.0 && ask->acted.row == 0) {
        lose_some(paid, lost, first, last, model, ask);
        return;
    }
    int weekday = named ? dc_date_weekday(dc_date_add_days(as_of, first)) : 0;
    for (int32_t i = 0; i < BLOCK_DAYS; i++)
        at.power[i] = ask->pace * at.week->power[(weekday + i) % 7];
    int32_t day = first;
    for (int32_t count; day <= last && at.new_open > open_least; day += count) {
        count = last - day + 1 < BLOCK_DAYS ? last - day + 1 : BLOCK_DAYS;
        pass_block(&at, paid, lost, day, count);
    }
    for (; day <= last; day++) /* nothing is left that could be */
        paid[day] = lost[day] = 0.0;
}
