/*
 * plan_sales.c - the sales plan sets the amounts of the slots it covers.
 *
 * A sales line of the plan names a period, an amount and, maybe, a segment or customer.  Its amount
 * is spread over the slots of that period and scope in proportion to their amounts, by largest
 * remainder, so that the planned total is met to the cent.  Slots no line covers keep the trailing
 * level.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "slots.h"

typedef struct {
    int32_t  first, last; /* days of the line that lie within the horizon */
    dc_money amount;      /* of those days, in the line's currency */
} plan_window;

static bool is_sales(const dc_plan_line *line)
{
    return strcasecmp(line->line, "sales") == 0 || strcmp(line->line, "销售") == 0;
}

/* Days of the line's period that are still to come carry their share of its amount. */
static bool window_of(plan_window *out, const dc_book *book, const dc_plan_line *line,
                      int32_t horizon)
{
    int32_t first = dc_date_days_between(book->as_of, line->from);
    int32_t last = dc_date_days_between(book->as_of, line->to);
    int32_t days = last - first + 1;
    if (last < 1 || first > horizon)
        return false;
    out->first = first < 1 ? 1 : first;
    out->last = last > horizon ? horizon : last;
    out->amount =
        dc_money_ratio(line->amount, out->last - out->first + 1, days, DC_ROUND_HALF_EVEN);
    return out->amount.minor > 0;
}

static bool covers(const dc_plan_line *line, const plan_window *window, const dc_slot *slot)
{
    if (slot->issue < window->first || slot->issue > window->last)
        return false;
    if (line->customer != DC_NONE && slot->customer != (uint32_t)line->customer)
        return false;
    return line->segment[0] == '\0' || strcmp(line->segment, slot->segment) == 0;
}

/* A slot's amount as seen in the currency of the plan line. */
static int64_t weight_of(const dc_book *book, const dc_slot *slot)
{
    int64_t home = dc_book_translate(book, slot->currency, DC_MONEY(slot->amount)).minor;
    return home > 0 ? home : 0;
}

/* False when nothing covered can carry the amount: slots of currencies without a rate. */
static bool spread(dc_slots *slots, dc_arena *arena, const dc_book *book, const dc_plan_line *line,
                   const plan_window *window, const size_t *covered, size_t count)
{
    int64_t  *weights = dc_arena_alloc(arena, count, sizeof *weights), sum = 0;
    dc_money *parts = dc_arena_alloc(arena, count, sizeof *parts);
    for (size_t i = 0; i < count; i++)
        sum += weights[i] = weight_of(book, &slots->slot[covered[i]]);
    if (sum == 0)
        return false;
    dc_money_allocate(parts, window->amount, weights, count);
    for (size_t i = 0; i < count; i++) {
        dc_slot *slot = &slots->slot[covered[i]];
        if (slot->currency == line->currency) {
            slot->amount = parts[i].minor;
        } else if (weights[i] > 0) {
            int64_t home = dc_book_translate(book, line->currency, parts[i]).minor;
            slot->amount =
                dc_money_ratio(DC_MONEY(slot->amount), home, weights[i], DC_ROUND_HALF_EVEN).minor;
        }
    }
    return true;
}

static void add_daily(dc_slots *slots, size_t *capacity, dc_arena *arena, const dc_book *book,
                      const dc_plan_line *line, const plan_window *window)
{
    size_t    days = (size_t)(window->last - window->first + 1);
    int64_t  *weights = dc_arena_alloc(arena, days, sizeof *weights);
    dc_money *parts = dc_arena_alloc(arena, days, sizeof *parts);
    for (size_t i = 0; i < days; i++) {
        dc_date date = dc_date_add_days(book->as_of, window->first + (int32_t)i);
        weights[i] = dc_calendar_is_open(book->calendar, date);
    }
    weights[0] |= 1; /* a period of closed days only still sells */
    dc_money_allocate(parts, window->amount, weights, days);
    for (size_t i = 0; i < days; i++) {
        if (parts[i].minor <= 0)
            continue;
        char name[64];
        snprintf(name, sizeof name, "%u:%zu", line->line_number, i);
        const char *identity[] = {"plan", line->segment, name};
        slots->slot =
            dc_arena_grow(arena, slots->slot, capacity, slots->count + 1, sizeof *slots->slot);
        slots->slot[slots->count++] = (dc_slot){
            .donor = UINT32_MAX,
            .repeat = 1,
            .customer = line->customer == DC_NONE ? UINT32_MAX : (uint32_t)line->customer,
            .currency = line->currency,
            .segment = line->segment,
            .issue = window->first + (int32_t)i,
            .terms = book->company.has_default_terms ? book->company.default_terms.days : 30,
            .amount = parts[i].minor,
            .entity = dc_identity(identity, 3),
        };
    }
}

void dc_slots_apply_plan(dc_slots *slots, size_t *capacity, dc_arena *arena, const dc_book *book,
                         int32_t horizon_days)
{
    size_t  donors = slots->count;
    size_t *covered = dc_arena_alloc(arena, donors + 1, sizeof *covered);
    for (size_t i = 0; i < book->plan_count; i++) {
        const dc_plan_line *line = &book->plan[i];
        plan_window         window;
        if (!is_sales(line) || !window_of(&window, book, line, horizon_days))
            continue;
        size_t count = 0;
        for (size_t s = 0; s < donors; s++)
            if (covers(line, &window, &slots->slot[s]))
                covered[count++] = s;
        if (count == 0 || !spread(slots, arena, book, line, &window, covered, count))
            add_daily(slots, capacity, arena, book, line, &window);
        slots->from_plan = true;
    }
}
