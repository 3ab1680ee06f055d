/*
 * actions.c - walks claims day by day past the actions that touched them.
 *
 * A claim that was reminded is one that had not been paid: its past says nothing, its days to come
 * do.  Given all that was known on the day of the action, what is settled later less what was
 * expected has mean 0 whoever was chosen for it, if the action changes nothing (the argument of
 * actuals.h from that day on).  The days before do not have that: those who paid were spared.
 *
 * Expected is the sum of -ln (1 - h) over the days at risk, half of it on the day of settlement:
 * settled over expected then is the power of the hazards, also where they are high.
 */
#include "actions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "actuals.h"
#include "counts.h"
#include "powers.h"
#include "touches.h"

enum {
    BEFORE_DAYS = 14,
    GRACE_DAYS = 2, /* after the day promised, for the bank */
    ROWS = DC_ACTION_KIND_COUNT + 1
};

/* Left alone is a matter of the day the forecast is made: one day stands for each window. */
static const int32_t left_alone_ago[DC_ACTION_WINDOWS] = {0, 2, 5, 11, 21};

typedef struct {
    const dc_book     *book;
    const dc_model    *model;
    dc_action_cells   *out;
    dc_action_effects *effects;
    int32_t            first, middle; /* days where the recent days and their newer half begin */
    double             hazard[DC_HAZARD_DAYS]; /* of the customer: -ln (1 - h) */
    double             power[DC_RECENT_DAYS];  /* of the customer, by recent day */
    uint8_t            before[DC_RECENT_DAYS]; /* a bit for each kind that follows soon */
    /* actions of the customer before first - DC_COLLECTED_DAYS - DC_ACTION_DAYS + i */
    uint32_t        actions[DC_RECENT_DAYS + DC_COLLECTED_DAYS + DC_ACTION_DAYS + 1];
    dc_action_rows  rows;
    bool            is_dunned; /* there are any */
    dc_touches      touches;   /* of the claim */
    double          pace;      /* of the claim */
    dc_action_level level;
    double          actual[2][ROWS][DC_ACTION_WINDOWS], expected[2][ROWS][DC_ACTION_WINDOWS];
} walk;

/* --- the customer --- */

static void know_hazards(walk *at, uint32_t customer)
{
    const double most = 0.95; /* the logarithm ends somewhere */
    dc_actuals_hazards(at->hazard, at->model, customer);
    for (int i = 0; i < DC_HAZARD_DAYS; i++)
        at->hazard[i] = -log1p(-fmin(at->hazard[i], most));
}

/* What the calendar makes of the hazards of each day. */
static void know_days(walk *at, uint32_t customer)
{
    const dc_days        *days = &at->model->days;
    const dc_week        *week = dc_model_week(at->model, customer);
    const dc_month_habit *habit = dc_model_month_habit(at->model, customer);
    for (int32_t i = 0; i < DC_RECENT_DAYS; i++) {
        int32_t day = at->first + i, kind = day - days->kind_first.day;
        at->power[i] = week ? week->power[dc_date_weekday(DC_DATE(day))] : 1.0;
        at->power[i] *= dc_season_power(days, DC_DATE(day));
        if (habit && kind >= 0 && kind < days->kind_days)
            at->power[i] *= dc_habit_power(habit, kind);
    }
}

static void know_actions(walk *at, uint32_t customer)
{
    const dc_actions *actions = &at->book->actions;
    size_t            days = sizeof at->actions / sizeof at->actions[0];
    int32_t           origin = at->first - DC_COLLECTED_DAYS - DC_ACTION_DAYS;
    at->rows = dc_actions_of_customer(actions, customer);
    at->is_dunned = at->rows.from < at->rows.to;
    if (!at->is_dunned)
        return;
    memset(at->before, 0, sizeof at->before);
    memset(at->actions, 0, sizeof at->actions);
    for (size_t row = at->rows.from; row < at->rows.to; row++) {
        int32_t day = actions->date[row].day - at->first;
        for (int32_t i = day - BEFORE_DAYS; i < day; i++)
            if (i >= 0 && i < DC_RECENT_DAYS)
                at->before[i] |= (uint8_t)(1u << actions->kind[row]);
        if (actions->date[row].day >= origin)
            at->actions[actions->date[row].day - origin + 1]++;
    }
    for (size_t i = 1; i < days; i++)
        at->actions[i] += at->actions[i - 1];
}

/* Whether anything was done within a year of the close of that day. */
static bool was_dunned(const walk *at, int32_t day)
{
    int32_t i = day - at->first + DC_COLLECTED_DAYS + DC_ACTION_DAYS + 1;
    return at->actions[i] > at->actions[i - DC_COLLECTED_DAYS];
}

/* --- days of a claim --- */

static void add(walk *at, int half, int row, int window, double actual, double expected)
{
    at->actual[half][row][window] += actual;
    at->expected[half][row][window] += expected;
}

static void add_touched(walk *at, int32_t day, int half, double actual, double expected)
{
    for (size_t i = 0; i < at->touches.count; i++) {
        const dc_touch *touch = &at->touches.touch[i];
        int32_t         days = day - touch->day;
        if (day > touch->date && days < DC_ACTION_DAYS)
            add(at, half, touch->kind, dc_action_window_of(days), actual, expected);
    }
}

static bool is_left_alone(const walk *at, size_t claim, int32_t day)
{
    const dc_claims *claims = &at->book->claims;
    if (day < claims->due[claim].day || day < claims->entered[claim].day || !was_dunned(at, day))
        return false;
    for (size_t i = 0; i < at->touches.count; i++)
        if (dc_touch_counts(&at->touches.touch[i], day))
            return false;
    return true;
}

static void add_before(walk *at, int32_t day, double actual, double expected)
{
    unsigned bits = at->before[day - at->first];
    for (int kind = 0; bits != 0; kind++, bits >>= 1)
        if (bits & 1u) {
            at->effects->of[kind].before_actual += actual;
            at->effects->of[kind].before_expected += expected;
        }
}

static void add_day(walk *at, size_t claim, int32_t day, double fraction, double settled)
{
    int32_t late = day - at->book->claims.due[claim].day;
    int     half = day >= at->middle;
    double  expected = (fraction - settled / 2.0) * at->pace * at->power[day - at->first] *
                      at->hazard[dc_hazard_at(late)];
    if (late > 0) {
        at->level.actual[half] += settled;
        at->level.expected[half] += expected;
    }
    if (!at->is_dunned)
        return;
    if (late > 0)
        add_before(at, day, settled, expected);
    add_touched(at, day, half, settled, expected);
    for (int window = 1; window < DC_ACTION_WINDOWS; window++)
        if (is_left_alone(at, claim, day - left_alone_ago[window]))
            add(at, half, DC_ACTION_LEFT_ALONE, window, settled, expected);
}

/* Days from .. to with the fraction that was open; `settled` of it on the last. */
static void add_days(walk *at, size_t claim, int32_t from, int32_t to, double fraction,
                     double settled)
{
    for (int32_t day = from < at->first ? at->first : from; day <= to; day++)
        add_day(at, claim, day, fraction, day == to ? settled : 0.0);
}

/* --- claims --- */

static void count_touches(walk *at, size_t claim)
{
    for (size_t i = 0; i < at->touches.count; i++) {
        const dc_touch *touch = &at->touches.touch[i];
        int32_t         last = touch->day + GRACE_DAYS;
        if (touch->date < at->first)
            continue;
        at->effects->of[touch->kind].touched++;
        if (touch->kind != DC_ACTION_PROMISE || last > at->book->as_of.day)
            continue;
        at->effects->promises++;
        at->effects->kept +=
            at->book->claims.closed[claim].day <= last && !dc_claim_was_lost(at->book, claim);
    }
}

static void walk_claim(walk *at, size_t i)
{
    const dc_claims *claims = &at->book->claims;
    const dc_events *events = &at->book->events;
    int32_t          day = claims->entered[i].day;
    double           whole = (double)claims->amount[i].minor, fraction = 1.0;
    at->touches.count = 0;
    if (at->is_dunned) {
        dc_touches_find(&at->touches, at->book, i, at->rows,
                        DC_DATE(at->first - DC_TOUCH_MEMORY - DC_ACTION_DAYS), at->book->as_of);
        count_touches(at, i);
    }
    at->pace = dc_model_pace(at->model, at->book, i, DC_PACE_OF_CLAIM);
    for (uint32_t e = claims->first_event[i]; e < claims->first_event[i + 1]; e++) {
        int32_t on = events->date[e].day;
        double  part = (double)events->amount[e].minor / whole;
        double  settled = events->kind[e] == DC_EVENT_WRITE_OFF ? 0.0 : part;
        if (events->kind[e] == DC_EVENT_RECOVERY)
            continue;
        if (on >= day)
            add_days(at, i, day, on, fraction, settled);
        else if (on >= claims->entered[i].day && on >= at->first) /* another on the same day */
            add_day(at, i, on, settled / 2.0, settled);
        day = on >= day ? on + 1 : day;
        fraction -= part;
    }
    if (!dc_date_is_set(claims->closed[i]) && fraction > 0.0)
        add_days(at, i, day, at->book->as_of.day, fraction, 0.0);
}

static void keep_cells(walk *at, uint32_t customer)
{
    dc_action_cells *out = at->out;
    for (int row = 0; row < ROWS; row++)
        for (int window = 0; window < DC_ACTION_WINDOWS; window++)
            for (int half = 0; half < 2; half++) {
                double expected = at->expected[half][row][window];
                if (expected <= 0.0)
                    continue;
                if (out->count == out->capacity)
                    out->cell = dc_heap_grow(out->cell, &out->capacity, out->count + 1,
                                             sizeof out->cell[0]);
                out->cell[out->count++] = (dc_action_cell){customer,
                                                           (uint8_t)row,
                                                           (uint8_t)window,
                                                           (uint8_t)half,
                                                           at->actual[half][row][window],
                                                           expected};
            }
    memset(at->actual, 0, sizeof at->actual);
    memset(at->expected, 0, sizeof at->expected);
}

static void keep_level(walk *at)
{
    dc_action_cells *out = at->out;
    if (out->level_count == out->level_capacity)
        out->level = dc_heap_grow(out->level, &out->level_capacity, out->level_count + 1,
                                  sizeof out->level[0]);
    out->level[out->level_count++] = at->level;
}

static void walk_customer(walk *at, size_t claim, size_t next)
{
    const dc_claims *claims = &at->book->claims;
    uint32_t         customer = claims->customer[claim];
    at->level = (dc_action_level){.customer = customer};
    know_hazards(at, customer);
    know_days(at, customer);
    know_actions(at, customer);
    for (; claim < next; claim++)
        if (claims->closed[claim].day >= at->first &&
            dc_claim_teaches(at->book, claim, at->book->as_of))
            walk_claim(at, claim);
    if (at->is_dunned)
        keep_cells(at, customer);
    keep_level(at);
}

void dc_actions_walk(dc_action_cells *out, dc_action_effects *effects, const dc_book *book,
                     const dc_model *model)
{
    walk     *at = dc_heap_alloc(1, sizeof *at);
    dc_sample sample = dc_sample_start(model);
    *at = (walk){.book = book,
                 .model = model,
                 .out = out,
                 .effects = effects,
                 .first = book->as_of.day - DC_RECENT_DAYS + 1,
                 .middle = book->as_of.day - DC_RECENT_DAYS / 2 + 1};
    for (size_t claim = 0, next; claim < book->claims.count; claim = next) {
        next = dc_skip_customer(book, claim);
        if (dc_sample_has(&sample, book->claims.customer[claim]))
            walk_customer(at, claim, next);
    }
    free(at->touches.touch);
    free(at);
}
