/*
 * plan_sales.c - the sales plan sets the amounts of the slots it covers.
 *
 * A sales line of the plan names a period, an amount and, maybe, a segment or customer.  Its amount
 * is spread over the slots of that period and scope in proportion to what was learnt, by largest
 * remainder, so that the planned total is met to the cent; lines of one scope add up, and those of
 * a narrower scope come after.  A line in another currency than the book's is about the slots in
 * that currency, one in the book's about all that no such line is about.  A line that repeats is
 * about all days until it comes again; one of a single day is on top of what was learnt.  Slots no
 * line covers keep the trailing level and its growth.  A line's uncertainty replaces the noise
 * learnt, and is one for the whole plan of a scope: who plans too much does so in every month.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "slots.h"

typedef struct {
    dc_plan_line line;
    size_t       at;          /* in the order of the plan */
    int          breadth;     /* 0: all, 1: a segment, 2: a customer, 3: both */
    int32_t      first, last; /* days ahead that it is about, whose slots it sets */
    dc_money     amount;      /* of those days, in the line's currency */
    bool         adds;        /* is about no slots */
} planned;

static int32_t day_of(const dc_book *book, dc_date date)
{
    return dc_date_days_between(book->as_of, date);
}

/* The share of an amount that belongs to the days from..to of first..last. */
static dc_money share_of(dc_money amount, int32_t from, int32_t to, int32_t first, int32_t last)
{
    return dc_money_ratio(amount, to - from + 1, last - first + 1, DC_ROUND_HALF_EVEN);
}

static bool repeats(const dc_plan_line *line)
{
    return line->reach.day >= line->to.day;
}

/* Longer than its own days: until it comes again. */
static bool reaches_on(const dc_plan_line *line)
{
    return line->reach.day > line->to.day;
}

int32_t dc_slots_plan_reach(const dc_book *book, int32_t horizon_days)
{
    int32_t reach = horizon_days;
    for (size_t i = 0; i < book->plan_count; i++) {
        const dc_plan_line *line = &book->plan[i];
        if (dc_plan_is_sales(line->line) && reaches_on(line) &&
            day_of(book, line->from) <= horizon_days && day_of(book, line->reach) > reach)
            reach = day_of(book, line->reach);
    }
    return reach;
}

/* Days that are still to come carry their share of the amount; false: none of them. */
static bool find_window(planned *out, const dc_book *book, int32_t horizon)
{
    const dc_plan_line *line = &out->line;
    bool                on = reaches_on(line);
    int32_t             first = day_of(book, line->from);
    int32_t             last = day_of(book, on ? line->reach : line->to);
    if (last < 1 || first > horizon)
        return false;
    out->first = first < 1 ? 1 : first;
    out->last = last > horizon && !on ? horizon : last;
    out->amount = share_of(line->amount, out->first, out->last, first, last);
    return true;
}

static bool same_scope(const planned *a, const planned *b)
{
    return a->line.customer == b->line.customer && strcmp(a->line.segment, b->line.segment) == 0;
}

static bool is_within(const planned *plan, const dc_slot *slot)
{
    return slot->issue >= plan->first && slot->issue <= plan->last;
}

/* The plan line is one of `count` of one scope. */
static bool covers(const planned *plan, const planned *lines, size_t count, const dc_book *book,
                   const dc_slot *slot)
{
    const dc_plan_line *line = &plan->line;
    if (!is_within(plan, slot) ||
        (line->customer != DC_NONE && slot->customer != (uint32_t)line->customer) ||
        (line->segment[0] != '\0' && strcmp(line->segment, slot->segment) != 0))
        return false;
    if (slot->currency == line->currency)
        return true;
    if (line->currency != book->home || !book->currencies[slot->currency].has_rate)
        return false;
    for (size_t i = 0; i < count; i++)
        if (lines[i].line.currency == slot->currency && !lines[i].adds &&
            is_within(&lines[i], slot))
            return false;
    return true;
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

/* A slot's learnt amount in the currency of the plan line. */
static int64_t weight_of(const dc_book *book, const dc_plan_line *line, const dc_slot *slot)
{
    int64_t amount = slot->amount;
    if (slot->currency != line->currency)
        amount = dc_book_translate(book, slot->currency, DC_MONEY(amount)).minor;
    return amount > 0 ? amount : 0;
}

/* Future sales as learnt, and as they come to be planned. */
typedef struct {
    dc_slots       *slots;
    size_t         *capacity;
    dc_arena       *arena;
    const dc_book  *book;
    const dc_model *model;
    int32_t         horizon;
    size_t          donors; /* slots that are learnt; those that only the plan asks for follow */
    dc_slot        *learnt;
    size_t         *covered;
    bool           *cleared; /* by the lines of this scope */
} planning;

/* The learnt slots that a line is about lose their amount, once for all lines of the scope. */
static size_t clear(planning *p, const planned *plan, const planned *lines, size_t count)
{
    size_t covered = 0;
    for (size_t s = 0; s < p->donors && !plan->adds; s++) {
        dc_slot *slot = &p->slots->slot[s];
        if (!covers(plan, lines, count, p->book, slot))
            continue;
        p->covered[covered++] = s;
        if (!p->cleared[s])
            slot->amount = 0, slot->market = 0, slot->noise = p->learnt[s].noise;
        p->cleared[s] = true;
    }
    return covered;
}

/* False when nothing covered can carry the amount. */
static bool spread(planning *p, const planned *plan, size_t count)
{
    const dc_plan_line *line = &plan->line;
    int64_t            *weights = dc_arena_alloc(p->arena, count + 1, sizeof *weights), sum = 0;
    dc_money           *parts = dc_arena_alloc(p->arena, count + 1, sizeof *parts);
    for (size_t i = 0; i < count; i++)
        sum += weights[i] = weight_of(p->book, line, &p->learnt[p->covered[i]]);
    if (sum == 0)
        return false;
    dc_money_allocate(parts, plan->amount, weights, count);
    for (size_t i = 0; i < count; i++) {
        dc_slot *slot = &p->slots->slot[p->covered[i]];
        int64_t  amount = p->learnt[p->covered[i]].amount;
        if (slot->currency == line->currency)
            slot->amount += parts[i].minor;
        else if (weights[i] > 0)
            slot->amount +=
                dc_money_ratio(DC_MONEY(amount), parts[i].minor, weights[i], DC_ROUND_HALF_EVEN)
                    .minor;
        if (line->uncertainty > 0.0) {
            slot->market = market_of(p->book, line, slot->currency);
            slot->noise = noise_of(NULL, line);
        }
    }
    return true;
}

/* A slot on each open day of the line's own. */
static void add_daily(planning *p, const dc_plan_line *line)
{
    const dc_book *book = p->book;
    dc_arena      *arena = p->arena;
    dc_slots      *slots = p->slots;
    int32_t        from = day_of(book, line->from), to = day_of(book, line->to);
    int32_t        first = from < 1 ? 1 : from, last = to > p->horizon ? p->horizon : to;
    if (first > last)
        return;
    dc_money  amount = share_of(line->amount, first, last, from, to);
    size_t    days = (size_t)(last - first + 1);
    int64_t  *weights = dc_arena_alloc(arena, days, sizeof *weights);
    dc_money *parts = dc_arena_alloc(arena, days, sizeof *parts);
    bool      any_open = false;
    for (size_t i = 0; i < days; i++) {
        dc_date date = dc_date_add_days(book->as_of, first + (int32_t)i);
        weights[i] = dc_calendar_is_open(book->calendar, date);
        any_open |= weights[i] > 0;
    }
    if (!any_open)
        weights[0] = 1; /* a period of closed days only still sells */
    dc_money_allocate(parts, amount, weights, days);
    for (size_t i = 0; i < days; i++) {
        if (parts[i].minor <= 0)
            continue;
        slots->slot =
            dc_arena_grow(arena, slots->slot, p->capacity, slots->count + 1, sizeof *slots->slot);
        slots->slot[slots->count++] = (dc_slot){
            .donor = UINT32_MAX,
            .repeat = 1,
            .customer = line->customer == DC_NONE ? UINT32_MAX : (uint32_t)line->customer,
            .like = line->customer == DC_NONE ? UINT32_MAX : (uint32_t)line->customer,
            .currency = line->currency,
            .segment = line->segment,
            .issue = first + (int32_t)i,
            .terms = book->company.has_default_terms ? book->company.default_terms.days : 30,
            .amount = parts[i].minor,
            .noise = noise_of(p->model, line),
            .market = market_of(book, line, line->currency),
        };
    }
}

/* --- lines of one period and scope count together --- */

static int32_t last_of(const planned *plan)
{
    return (reaches_on(&plan->line) ? plan->line.reach : plan->line.to).day;
}

static bool is_equal(const planned *a, const planned *b)
{
    return a->line.from.day == b->line.from.day && a->line.to.day == b->line.to.day &&
           last_of(a) == last_of(b) && a->adds == b->adds && a->line.currency == b->line.currency &&
           same_scope(a, b);
}

/* Uncertainties count as independent. */
static void add_line(dc_plan_line *to, const dc_plan_line *line)
{
    double a = (double)to->amount.minor, b = (double)line->amount.minor;
    to->amount = dc_money_add(to->amount, line->amount);
    if (a + b > 0.0)
        to->uncertainty = hypot(a * to->uncertainty, b * line->uncertainty) / (a + b);
}

/* Broad scopes first, each by itself, as narrower ones come on top; then as in the book. */
static int compare_scopes(const void *left, const void *right)
{
    const planned *a = left, *b = right;
    if (a->breadth != b->breadth)
        return a->breadth - b->breadth;
    if (a->line.customer != b->line.customer)
        return a->line.customer < b->line.customer ? -1 : 1;
    int order = strcmp(a->line.segment, b->line.segment);
    return order != 0 ? order : a->at < b->at ? -1 : a->at > b->at;
}

/* The sales lines of the plan that lie ahead, those of equal period and scope added up. */
static planned *gather_lines(dc_arena *arena, const dc_book *book, int32_t horizon, size_t *count)
{
    planned *lines = dc_arena_alloc(arena, book->plan_count + 1, sizeof *lines);
    *count = 0;
    for (size_t i = 0; i < book->plan_count; i++) {
        const dc_plan_line *line = &book->plan[i];
        planned             one = {.line = *line, .at = i};
        size_t              at = 0;
        one.breadth = (line->segment[0] != '\0') + 2 * (line->customer != DC_NONE);
        one.adds = !repeats(line) && line->from.day == line->to.day;
        if (!dc_plan_is_sales(line->line) || !find_window(&one, book, horizon))
            continue;
        while (at < *count && !is_equal(&lines[at], &one))
            at++;
        if (at == *count) {
            lines[(*count)++] = one;
        } else {
            add_line(&lines[at].line, line);
            find_window(&lines[at], book, horizon);
        }
    }
    if (*count > 0)
        qsort(lines, *count, sizeof *lines, compare_scopes);
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

/* --- all of it --- */

static void plan_scope(planning *p, const planned *lines, size_t count)
{
    memset(p->cleared, 0, p->donors * sizeof *p->cleared);
    for (size_t i = 0; i < count; i++) {
        size_t covered = clear(p, &lines[i], lines, count);
        if (!spread(p, &lines[i], covered))
            add_daily(p, &lines[i].line);
    }
}

/* What is planned to be nothing, or lies behind the horizon, is left out. */
static void leave_out(dc_slots *slots, int32_t horizon)
{
    size_t count = 0;
    for (size_t i = 0; i < slots->count; i++)
        if (slots->slot[i].amount > 0 && slots->slot[i].issue <= horizon)
            slots->slot[count++] = slots->slot[i];
    slots->count = count;
}

void dc_slots_apply_plan(dc_slots *slots, size_t *capacity, dc_arena *arena, const dc_book *book,
                         const dc_model *model, int32_t horizon_days)
{
    size_t   donors = slots->count, line_count;
    planned *lines = gather_lines(arena, book, horizon_days, &line_count);
    planning p = {slots, capacity, arena, book, model, horizon_days, donors, NULL, NULL, NULL};
    p.learnt = dc_arena_alloc(arena, donors + 1, sizeof *p.learnt);
    p.covered = dc_arena_alloc(arena, donors + 1, sizeof *p.covered);
    p.cleared = dc_arena_alloc(arena, donors + 1, sizeof *p.cleared);
    if (donors > 0)
        memcpy(p.learnt, slots->slot, donors * sizeof *p.learnt);
    for (size_t i = 0, next; i < line_count; i = next) {
        for (next = i; next < line_count && same_scope(&lines[i], &lines[next]);)
            next++;
        plan_scope(&p, &lines[i], next - i);
    }
    slots->from_plan = line_count > 0;
    if (line_count > 0) {
        name_planned(slots->slot + donors, slots->count - donors, book);
        leave_out(slots, horizon_days);
    }
}
