/* powers.c - one pass over the days of a law. */
#include "powers.h"

#include <assert.h>
#include <math.h>

/* Small hazards, which are most, by the first terms of the binomial series. */
double dc_power_of(double h, double x)
{
    const double third = 1.0 / 3.0, fifth = 1.0 / 5.0;
    double       size = h * (x + 4.0);
    if (size < 2e-4)
        return x * h * (1.0 - (x - 1.0) * 0.5 * h * (1.0 - (x - 2.0) * third * h));
    if (size < 0.016)
        return x * h *
               (1.0 - (x - 1.0) * 0.5 * h *
                          (1.0 - (x - 2.0) * third * h *
                                     (1.0 - (x - 3.0) * 0.25 * h * (1.0 - (x - 4.0) * fifth * h))));
    if (h >= 1.0)
        return x > 0.0 ? 1.0 : 0.0;
    return 1.0 - exp(x * log(1.0 - h));
}

/* The law without powers is walked along, as its chances are all that is known of its hazards.
 * Where too little of it is left to tell, the hazards stay as they were last. */
static const double open_least = 1e-12;

typedef struct {
    double open, new_open; /* without and with powers */
    double hazard, loss;   /* of those not settled */
} standing;

/* fmin() is a call. */
static double smaller(double a, double b)
{
    return a < b ? a : b;
}

static void pass_day(standing *at, double *paid, double *lost, double power, const dc_week *week)
{
    if (at->open > open_least) {
        double stay = at->open - *paid;
        at->hazard = smaller(*paid / at->open, 1.0);
        at->loss = *lost > 0.0 && stay > 0.0 ? smaller(*lost / stay, 1.0) : 0.0;
        at->open = stay - *lost;
    }
    power *= 1.0 + week->lift * smaller(at->hazard, week->met);
    *paid = at->new_open * dc_power_of(at->hazard, power);
    at->new_open -= *paid;
    *lost = at->new_open * at->loss;
    at->new_open -= *lost;
}

static double season_of(const dc_days *days, int32_t day)
{
    int32_t at = day - days->season_first.day;
    return at >= 0 && at < days->season_days ? days->season[at] : 1.0;
}

const dc_week *dc_model_week(const dc_model *model, uint32_t customer)
{
    const dc_days *days = &model->days;
    if (days->week_count == 0)
        return NULL;
    return &days->week[customer == UINT32_MAX ? 0 : days->week_of[customer]];
}

const dc_month_habit *dc_model_month_habit(const dc_model *model, uint32_t customer)
{
    const dc_days *days = &model->days;
    if (days->habit_count == 0)
        return NULL;
    uint32_t of = customer == UINT32_MAX ? 0 : days->habit_of[customer];
    return of == UINT32_MAX ? NULL : &days->habit[of];
}

void dc_powers_tilt(double *paid, double *lost, int32_t first, int32_t last, const dc_model *model,
                    const dc_month_habit *habit, dc_date as_of)
{
    const double   left_least = 1e-9;
    const dc_days *days = &model->days;
    int32_t        start = as_of.day - days->turn_first.day;
    double         before = 0.0, after = 0.0;
    assert(last >= first + DC_TILT_DAYS);
    for (int32_t day = first; day <= first + DC_TILT_DAYS; day++) {
        int32_t at = start + day;
        before += paid[day];
        if (at >= 0 && at < days->turn_days)
            paid[day] *= habit->power[days->turn_of[at]];
        after += paid[day];
    }
    double scale = 1.0 / fmax(1.0 - before + after, left_least);
    for (int32_t day = first; day <= last; day++) {
        paid[day] *= scale;
        lost[day] *= scale;
    }
}

void dc_powers_apply(double *paid, double *lost, int32_t first, int32_t last, const dc_model *model,
                     const dc_law_ask *ask, dc_date as_of)
{
    bool           named = dc_date_is_set(as_of);
    const dc_week *week = named ? dc_model_week(model, ask->customer) : NULL;
    const dc_week  even = {.power = {1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0}};
    bool           seasons = named && model->days.season_days > 0;
    double         power[7];
    standing       at = {.open = 1.0, .new_open = 1.0};
    if (!week && !seasons && ask->pace == 1.0 && ask->acted.row == 0)
        return;
    for (int32_t i = 0; i < 7; i++)
        power[i] = ask->pace *
                   (week ? week->power[dc_date_weekday(dc_date_add_days(as_of, first + i))] : 1.0);
    week = week ? week : &even;
    int32_t day = first;
    for (int32_t i = 0; day <= last && at.new_open > open_least; day++) {
        double x = power[i];
        if (seasons)
            x *= season_of(&model->days, as_of.day + day);
        if (ask->acted.row > 0)
            x *= dc_acted_pace(&model->actions, ask->acted, day);
        pass_day(&at, &paid[day], &lost[day], x, week);
        i = i == 6 ? 0 : i + 1;
    }
    for (; day <= last; day++) /* nothing is left that could be */
        paid[day] = lost[day] = 0.0;
}
