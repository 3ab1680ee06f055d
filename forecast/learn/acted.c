/* acted.c - what was done about a claim, and what that does to its hazards. */
#include "touches.h"

#include <stdlib.h>
#include <string.h>

const int32_t dc_action_windows[] = {-DC_PROMISE_AHEAD, 0, 4, 8, 15, DC_ACTION_DAYS};

int dc_action_window_of(int32_t days)
{
    int window = 0;
    while (window + 1 < DC_ACTION_WINDOWS && days >= dc_action_windows[window + 1])
        window++;
    return window;
}

/* --- finding rows --- */

/* The first row of a customer that is not below (past: the first above). */
static size_t find_customer(const dc_actions *actions, uint32_t customer, bool past)
{
    size_t low = 0, high = actions->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (actions->customer[middle] < customer || (past && actions->customer[middle] == customer))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

dc_action_rows dc_actions_of_customer(const dc_actions *actions, uint32_t customer)
{
    return (dc_action_rows){find_customer(actions, customer, false),
                            find_customer(actions, customer, true)};
}

/* The first of a customer's rows about the invoice from that day on. */
static size_t find_day(const dc_actions *actions, dc_action_rows rows, const char *invoice,
                       dc_date day)
{
    while (rows.from < rows.to) {
        size_t middle = rows.from + (rows.to - rows.from) / 2;
        int    order = strcmp(actions->invoice[middle], invoice);
        if (order < 0 || (order == 0 && actions->date[middle].day < day.day))
            rows.from = middle + 1;
        else
            rows.to = middle;
    }
    return rows.from;
}

/* --- touches --- */

static int compare_touches(const void *left, const void *right)
{
    const dc_touch *a = left, *b = right;
    if (a->date != b->date)
        return a->date < b->date ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return (a->day > b->day) - (a->day < b->day);
}

static dc_touch touch_of(const dc_actions *actions, size_t row)
{
    dc_touch out = {actions->date[row].day, actions->date[row].day, actions->kind[row]};
    if (out.kind == DC_ACTION_PROMISE && dc_date_is_set(actions->promised[row]) &&
        actions->promised[row].day > out.date)
        out.day = actions->promised[row].day;
    return out;
}

static void add_touch(dc_touches *out, dc_touch touch)
{
    if (out->count == out->capacity)
        out->touch = dc_heap_grow(out->touch, &out->capacity, out->count + 1, sizeof out->touch[0]);
    out->touch[out->count++] = touch;
}

static void add_rows(dc_touches *out, const dc_book *book, size_t claim, dc_action_rows rows,
                     const char *invoice, dc_date from, dc_date to)
{
    const dc_claims  *claims = &book->claims;
    const dc_actions *actions = &book->actions;
    size_t            end = find_day(actions, rows, invoice, dc_date_add_days(to, 1));
    for (size_t row = find_day(actions, rows, invoice, from); row < end; row++) {
        dc_touch touch = touch_of(actions, row);
        bool     touches = touch.date >= claims->entered[claim].day &&
                       touch.date < claims->closed[claim].day &&
                       (*invoice || touch.date >= claims->due[claim].day);
        if (touches && touch.day - touch.date <= DC_PROMISE_AHEAD)
            add_touch(out, touch);
    }
}

/* The same done twice in a day is done once. */
static void leave_out_repeated(dc_touches *touches)
{
    size_t kept = 0;
    for (size_t i = 0; i < touches->count; i++)
        if (kept == 0 || compare_touches(&touches->touch[kept - 1], &touches->touch[i]) != 0)
            touches->touch[kept++] = touches->touch[i];
    touches->count = kept;
}

void dc_touches_find(dc_touches *out, const dc_book *book, size_t claim, dc_action_rows rows,
                     dc_date from, dc_date to)
{
    const char *invoice = book->claims.invoice[claim];
    out->count = 0;
    add_rows(out, book, claim, rows, "", from, to);
    if (*invoice)
        add_rows(out, book, claim, rows, invoice, from, to);
    if (out->count > 1) {
        qsort(out->touch, out->count, sizeof out->touch[0], compare_touches);
        leave_out_repeated(out);
    }
}

/* --- the state of a claim --- */

/* A promise for a day to come stands before all else; then what happened last. */
static bool stands_before(const dc_touch *a, const dc_touch *b, int32_t today)
{
    bool a_ahead = a->day > today, b_ahead = b->day > today;
    if (a_ahead != b_ahead)
        return a_ahead;
    if (a_ahead)
        return a->date != b->date ? a->date > b->date : a->day < b->day;
    return a->day != b->day ? a->day > b->day : a->kind > b->kind;
}

static bool is_dunned(const dc_actions *actions, dc_action_rows rows, dc_date today)
{
    for (size_t row = rows.from; row < rows.to; row++)
        if (actions->date[row].day <= today.day &&
            actions->date[row].day > today.day - DC_COLLECTED_DAYS)
            return true;
    return false;
}

/* Rows are one more than kinds: 0 is nothing. */
static dc_acted state_of(const dc_touches *touches, const dc_action_effects *effects, int32_t today,
                         bool *touched)
{
    const dc_touch *best = NULL;
    *touched = false;
    for (size_t i = 0; i < touches->count; i++) {
        const dc_touch *touch = &touches->touch[i];
        if (!dc_touch_counts(touch, today))
            continue;
        *touched = true;
        if (effects->of[touch->kind].used && (!best || stands_before(touch, best, today)))
            best = touch;
    }
    return best ? (dc_acted){(uint8_t)(best->kind + 1), (int16_t)(today - best->day)}
                : (dc_acted){0};
}

dc_acted dc_model_acted(const dc_model *model, const dc_book *book, size_t claim, dc_date as_of)
{
    const dc_action_effects *effects = &model->actions;
    const dc_claims         *claims = &book->claims;
    dc_touches               touches = {0};
    bool                     any = false, touched;
    for (int kind = 0; kind < DC_ACTION_KIND_COUNT; kind++)
        any |= effects->of[kind].used;
    if (!any)
        return (dc_acted){0};
    dc_action_rows rows = dc_actions_of_customer(&book->actions, claims->customer[claim]);
    dc_touches_find(&touches, book, claim, rows, dc_date_add_days(as_of, -DC_TOUCH_MEMORY), as_of);
    dc_acted state = state_of(&touches, effects, as_of.day, &touched);
    free(touches.touch);
    if (touched || !effects->of[DC_ACTION_LEFT_ALONE].used || claims->due[claim].day > as_of.day ||
        claims->entered[claim].day > as_of.day || !is_dunned(&book->actions, rows, as_of))
        return state;
    return (dc_acted){DC_ACTION_LEFT_ALONE + 1, 0};
}

double dc_acted_pace(const dc_action_effects *effects, dc_acted acted, int32_t day)
{
    int32_t days = acted.days + day;
    if (acted.row == 0 || days >= DC_ACTION_DAYS)
        return 1.0;
    return effects->of[acted.row - 1].window[dc_action_window_of(days)].pace;
}
