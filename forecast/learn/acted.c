/* acted.c - what was done about a claim, and what that does to its hazards. */
#include "acted.h"

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

/* How a row lies to (customer, invoice, date): below, at or above 0.  Without an invoice only the
 * customer counts, without a date only customer and invoice. */
static int compare_row(const dc_actions *actions, size_t row, uint32_t customer,
                       const char *invoice, const dc_date *date)
{
    if (actions->customer[row] != customer)
        return actions->customer[row] < customer ? -1 : 1;
    int order = invoice ? strcmp(actions->invoice[row], invoice) : 0;
    if (order != 0 || !date)
        return order;
    return (actions->date[row].day > date->day) - (actions->date[row].day < date->day);
}

/* The first row not below, or (past) the first above. */
static size_t find_row(const dc_actions *actions, uint32_t customer, const char *invoice,
                       const dc_date *date, bool past)
{
    size_t low = 0, high = actions->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_row(actions, middle, customer, invoice, date) < (past ? 1 : 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void dc_actions_of_customer(size_t *from, size_t *to, const dc_actions *actions, uint32_t customer)
{
    *from = find_row(actions, customer, NULL, NULL, false);
    *to = find_row(actions, customer, NULL, NULL, true);
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

static void add_rows(dc_touches *out, const dc_book *book, size_t claim, const char *invoice,
                     dc_date from, dc_date to)
{
    const dc_claims  *claims = &book->claims;
    const dc_actions *actions = &book->actions;
    uint32_t          customer = claims->customer[claim];
    size_t            end = find_row(actions, customer, invoice, &to, true);
    for (size_t row = find_row(actions, customer, invoice, &from, false); row < end; row++) {
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

void dc_touches_find(dc_touches *out, const dc_book *book, size_t claim, dc_date from, dc_date to)
{
    out->count = 0;
    add_rows(out, book, claim, "", from, to);
    if (*book->claims.invoice[claim])
        add_rows(out, book, claim, book->claims.invoice[claim], from, to);
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

static bool is_dunned(const dc_actions *actions, uint32_t customer, dc_date today)
{
    size_t row, end;
    dc_actions_of_customer(&row, &end, actions, customer);
    for (; row < end; row++)
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
    dc_touches_find(&touches, book, claim, dc_date_add_days(as_of, -DC_TOUCH_MEMORY), as_of);
    dc_acted state = state_of(&touches, effects, as_of.day, &touched);
    free(touches.touch);
    if (touched || !effects->of[DC_ACTION_LEFT_ALONE].used || claims->due[claim].day > as_of.day ||
        claims->entered[claim].day > as_of.day ||
        !is_dunned(&book->actions, claims->customer[claim], as_of))
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
