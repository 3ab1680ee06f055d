/*
 * plan_sales.c - the sales plan sets the amounts of the slots it covers.
 *
 * A sales line of the plan names a period, an amount and, maybe, a segment or customer.  Its amount
 * is spread over the slots of that period and scope in proportion to their amounts, by largest
 * remainder, so that the planned total is met to the cent.  Slots no line covers keep the trailing
 * level and its growth.  A line's uncertainty replaces the noise learnt, and is one for the whole
 * plan of a scope: who plans too much does so in every month.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
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

/* Who moves together when the line says how uncertain it is; 0: its segment, as without a plan. */
static uint64_t market_of(const dc_book *book, const dc_plan_line *line, uint16_t currency)
{
    const char *identity[] = {"planned market", line->segment,
                              line->customer == DC_NONE ? "" : book->customers.id[line->customer],
                              book->currencies[currency].code};
    return line->uncertainty > 0.0 ? dc_identity(identity, sizeof identity / sizeof identity[0])
                                   : 0;
}

static double noise_of(const dc_model *model, const dc_plan_line *line)
{
    if (line->uncertainty > 0.0)
        return fmin(line->uncertainty, DC_SALES_NOISE_MOST);
    return model ? dc_model_sales(model, line->segment, line->currency)->noise : 0.0;
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
        slot->market = market_of(book, line, slot->currency);
        if (line->uncertainty > 0.0)
            slot->noise = noise_of(NULL, line);
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
                      const dc_model *model, const dc_plan_line *line, const plan_window *window)
{
    size_t    days = (size_t)(window->last - window->first + 1);
    int64_t  *weights = dc_arena_alloc(arena, days, sizeof *weights);
    dc_money *parts = dc_arena_alloc(arena, days, sizeof *parts);
    bool      any_open = false;
    for (size_t i = 0; i < days; i++) {
        dc_date date = dc_date_add_days(book->as_of, window->first + (int32_t)i);
        weights[i] = dc_calendar_is_open(book->calendar, date);
        any_open |= weights[i] > 0;
    }
    if (!any_open)
        weights[0] = 1; /* a period of closed days only still sells */
    dc_money_allocate(parts, window->amount, weights, days);
    for (size_t i = 0; i < days; i++) {
        if (parts[i].minor <= 0)
            continue;
        slots->slot =
            dc_arena_grow(arena, slots->slot, capacity, slots->count + 1, sizeof *slots->slot);
        slots->slot[slots->count++] = (dc_slot){
            .donor = UINT32_MAX,
            .repeat = 1,
            .customer = line->customer == DC_NONE ? UINT32_MAX : (uint32_t)line->customer,
            .like = line->customer == DC_NONE ? UINT32_MAX : (uint32_t)line->customer,
            .currency = line->currency,
            .segment = line->segment,
            .issue = window->first + (int32_t)i,
            .terms = book->company.has_default_terms ? book->company.default_terms.days : 30,
            .amount = parts[i].minor,
            .noise = noise_of(model, line),
            .market = market_of(book, line, line->currency),
        };
    }
}

/* --- lines of one period and scope count together --- */

static bool same_scope(const dc_plan_line *a, const dc_plan_line *b)
{
    return a->from.day == b->from.day && a->to.day == b->to.day && a->currency == b->currency &&
           a->customer == b->customer && strcmp(a->segment, b->segment) == 0;
}

/* Uncertainties count as independent. */
static void add_line(dc_plan_line *to, const dc_plan_line *line)
{
    double a = (double)to->amount.minor, b = (double)line->amount.minor;
    to->amount = dc_money_add(to->amount, line->amount);
    if (a + b > 0.0)
        to->uncertainty = hypot(a * to->uncertainty, b * line->uncertainty) / (a + b);
}

/* The sales lines of the plan, those of equal period and scope added up; order as in the book. */
static dc_plan_line *gather_lines(dc_arena *arena, const dc_book *book, size_t *count)
{
    dc_plan_line *lines = dc_arena_alloc(arena, book->plan_count + 1, sizeof *lines);
    *count = 0;
    for (size_t i = 0; i < book->plan_count; i++) {
        size_t at = 0;
        if (!is_sales(&book->plan[i]))
            continue;
        while (at < *count && !same_scope(&lines[at], &book->plan[i]))
            at++;
        if (at == *count)
            lines[(*count)++] = book->plan[i];
        else
            add_line(&lines[at], &book->plan[i]);
    }
    return lines;
}

/* --- who a planned slot is --- */

static int compare_planned(const void *left, const void *right)
{
    const dc_slot *a = left, *b = right;
    int            segments = strcmp(a->segment, b->segment);
    if (segments != 0)
        return segments;
    if (a->customer != b->customer)
        return a->customer < b->customer ? -1 : 1;
    if (a->currency != b->currency)
        return a->currency < b->currency ? -1 : 1;
    if (a->issue != b->issue)
        return a->issue < b->issue ? -1 : 1;
    return a->amount < b->amount ? -1 : a->amount > b->amount;
}

/* Identity: scope, currency, day of issue and, should two lines meet on a day, which of them. */
static void name_planned(dc_slot *slot, size_t count, const dc_book *book)
{
    if (count > 0)
        qsort(slot, count, sizeof *slot, compare_planned);
    for (size_t i = 0, nth = 0; i < count; i++) {
        const dc_slot *before = i > 0 ? &slot[i - 1] : NULL;
        bool           again = before && before->customer == slot[i].customer &&
                     before->currency == slot[i].currency && before->issue == slot[i].issue &&
                     strcmp(before->segment, slot[i].segment) == 0;
        char day[11], number[24];
        nth = again ? nth + 1 : 0;
        dc_date_format(day, dc_date_add_days(book->as_of, slot[i].issue));
        snprintf(number, sizeof number, "%zu", nth);
        const char *customer =
            slot[i].customer == UINT32_MAX ? "" : book->customers.id[slot[i].customer];
        const char *identity[] = {"plan",   slot[i].segment,
                                  customer, book->currencies[slot[i].currency].code,
                                  day,      number};
        slot[i].entity = dc_identity(identity, sizeof identity / sizeof identity[0]);
    }
}

void dc_slots_apply_plan(dc_slots *slots, size_t *capacity, dc_arena *arena, const dc_book *book,
                         const dc_model *model, int32_t horizon_days)
{
    size_t              donors = slots->count;
    size_t             *covered = dc_arena_alloc(arena, donors + 1, sizeof *covered), line_count;
    const dc_plan_line *lines = gather_lines(arena, book, &line_count);
    for (size_t i = 0; i < line_count; i++) {
        const dc_plan_line *line = &lines[i];
        plan_window         window;
        if (!window_of(&window, book, line, horizon_days))
            continue;
        size_t count = 0;
        for (size_t s = 0; s < donors; s++)
            if (covers(line, &window, &slots->slot[s]))
                covered[count++] = s;
        if (count == 0 || !spread(slots, arena, book, line, &window, covered, count))
            add_daily(slots, capacity, arena, book, model, line, &window);
        slots->from_plan = true;
    }
    name_planned(slots->slot + donors, slots->count - donors, book);
}
