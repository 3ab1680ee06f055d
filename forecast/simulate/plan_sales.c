/*
 * plan_sales.c - the sales plan sets the amounts of the slots it covers.
 *
 * A sales line of the plan names a period, an amount and, maybe, a segment or customer.  Its amount
 * is spread over the slots of that period and scope in proportion to what was learnt, by largest
 * remainder, so that the planned total is met to the cent.  Lines of one scope add up.  Those of a
 * narrower scope come first: what they sell comes out of the broader line, and the rest is spread
 * over the slots they leave.  A line in another currency than the book's own is about the slots in
 * that currency, one in the own about all that no such line is about.  A line that repeats is
 * about all days until it comes again; one of a single day is on top of what was learnt.  Slots no
 * line covers keep the trailing level and its growth.  A line's uncertainty replaces the noise
 * learnt, and is one for the whole plan of a scope: who plans too much does so in every month; one
 * that is told to be 0 makes its slots certain.
 *
 * A line is spread over all of its slots, those behind the horizon too, so that what is sold in a
 * week does not depend on how far one looks.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan_lines.h"

/* Who moves together when the line says how uncertain it is; 0: its segment, as without a plan. */
static uint64_t market_of(const dc_book *book, const dc_plan_line *line, uint16_t currency)
{
    const char *identity[] = {"planned market", line->segment,
                              line->customer == DC_NONE ? "" : book->customers.id[line->customer],
                              book->currencies[currency].code};
    return line->uncertainty > 0.0 ? dc_identity(identity, sizeof identity / sizeof identity[0])
                                   : 0;
}

static double noise_of(const dc_model *model, const dc_plan_line *line, const char *segment)
{
    if (line->uncertainty > 0.0)
        return fmin(line->uncertainty, DC_SALES_NOISE_MOST);
    return model ? dc_model_sales(model, segment, line->currency)->noise : 0.0;
}

/* An amount of a slot in the currency of the plan line. */
static int64_t worth_of(const dc_book *book, const dc_plan_line *line, const dc_slot *slot,
                        int64_t amount)
{
    if (slot->currency != line->currency) /* the line's is the book's own */
        amount = llround((double)dc_book_translate(book, slot->currency, DC_MONEY(amount)).minor /
                         dc_minor_rate(book, line->currency));
    return amount > 0 ? amount : 0;
}

/* Future sales as learnt, and as they come to be planned. */
typedef struct {
    dc_slots       *slots;
    size_t         *capacity;
    dc_arena       *arena;
    const dc_book  *book;
    const dc_model *model;
    size_t          donors; /* slots that are learnt; those that only the plan asks for follow */
    dc_slot        *learnt;
    size_t         *covered;
    bool           *cleared;  /* by the lines of this scope */
    bool           *taken;    /* by those of narrower scopes */
    size_t          narrower; /* slots there were before this scope added its own */
    int64_t        *apart; /* of them: sold by narrower lines, and in no line of this scope yet */
    size_t          apart_capacity;
} planning;

/* What narrower lines sell of the days and scope of a line comes out of its amount, in one line
 * alone where several are about it.  Returns how much; *parts: of how many slots. */
static int64_t take_out(planning *p, const dc_planned *plan, const dc_planned *lines, size_t count,
                        int64_t *parts)
{
    int64_t left = plan->amount.minor;
    *parts = 0;
    for (size_t s = 0; s < p->narrower; s++) {
        const dc_slot *slot = &p->slots->slot[s];
        if (p->apart[s] == 0 || !dc_planned_covers(plan, lines, count, p->book, slot))
            continue;
        int64_t  worth = worth_of(p->book, &plan->line, slot, p->apart[s]);
        int64_t  part = worth < left ? worth : left;
        dc_money apart = DC_MONEY(p->apart[s]);
        p->apart[s] -= part == worth ? apart.minor
                                     : dc_money_ratio(apart, part, worth, DC_ROUND_HALF_EVEN).minor;
        left -= part;
        (*parts)++;
    }
    return plan->amount.minor - left;
}

/* Of the variance of a slot: that of the year it was learnt from is none of the plan's. */
static const double PLANNED = 0.5;

/* The learnt slots that a line is about lose their amount, once for all lines of the scope. */
static size_t clear(planning *p, const dc_planned *plan, const dc_planned *lines, size_t count)
{
    size_t covered = 0;
    for (size_t s = 0; s < p->donors; s++) {
        dc_slot *slot = &p->slots->slot[s];
        if (p->taken[s] || !dc_planned_covers(plan, lines, count, p->book, slot))
            continue;
        p->covered[covered++] = s;
        if (!p->cleared[s])
            slot->amount = 0, slot->certain = true, slot->dispersion *= PLANNED;
        p->cleared[s] = true;
    }
    return covered;
}

static int64_t learnt_worth(const planning *p, const dc_plan_line *line, size_t s)
{
    return worth_of(p->book, line, &p->learnt[s], p->learnt[s].amount);
}

/* False when nothing covered can carry the amount. */
static bool spread(planning *p, const dc_planned *plan, size_t count, int64_t amount_left)
{
    const dc_plan_line *line = &plan->line;
    int64_t            *weights = dc_arena_alloc(p->arena, count + 1, sizeof *weights), sum = 0;
    dc_money           *parts = dc_arena_alloc(p->arena, count + 1, sizeof *parts);
    for (size_t i = 0; i < count; i++)
        sum += weights[i] = learnt_worth(p, line, p->covered[i]);
    if (sum == 0)
        return false;
    dc_money_allocate(parts, DC_MONEY(amount_left), weights, count);
    for (size_t i = 0; i < count; i++) {
        dc_slot *slot = &p->slots->slot[p->covered[i]];
        int64_t  amount = p->learnt[p->covered[i]].amount;
        if (slot->currency == line->currency)
            slot->amount += parts[i].minor;
        else if (weights[i] > 0)
            slot->amount +=
                dc_money_ratio(DC_MONEY(amount), parts[i].minor, weights[i], DC_ROUND_HALF_EVEN)
                    .minor;
        slot->certain &= line->certain;
        if (line->uncertainty > 0.0) {
            slot->market = market_of(p->book, line, slot->currency);
            slot->noise = noise_of(NULL, line, slot->segment);
            slot->lasting = 0.0;
        }
    }
    return true;
}

/* The first part of the latest invoice of a customer, from the claims in their order; DC_NONE:
 * none. */
static int64_t latest_invoice(const dc_claims *claims, uint32_t customer)
{
    size_t  end = dc_claims_from(claims, customer + 1);
    int64_t at = DC_NONE;
    for (; end > 0 && claims->customer[end - 1] == customer; end--) {
        if (at != DC_NONE && strcmp(claims->invoice[at], claims->invoice[end - 1]) != 0)
            break;
        if (dc_claim_is_invoice(claims, end - 1))
            at = (int64_t)end - 1;
    }
    return at;
}

static int32_t days_of(dc_terms terms, dc_date issued)
{
    return dc_date_days_between(issued, dc_terms_due(terms, issued));
}

/* Terms and segment of what a line sells: as on its customer's latest invoice, else as told. */
static void take_habits(dc_slot *slot, const dc_book *book, const dc_plan_line *line,
                        int64_t latest)
{
    dc_date issued = dc_date_add_days(book->as_of, slot->issue);
    slot->segment = line->segment;
    slot->terms =
        book->company.has_default_terms ? days_of(book->company.default_terms, issued) : 30;
    if (line->customer == DC_NONE)
        return;
    const dc_customers *customers = &book->customers;
    const char         *segment = customers->segment[line->customer];
    if (latest != DC_NONE) {
        segment = dc_claim_segment(&book->claims, (size_t)latest);
        slot->terms = dc_slot_terms(&book->claims, (uint32_t)latest);
    } else if (customers->has_terms[line->customer]) {
        slot->terms = days_of(customers->terms[line->customer], issued);
    }
    if (line->segment[0] == '\0')
        slot->segment = segment;
}

/* A slot on each open day of the line's own, for what is left of it, if that is more than what
 * `taken_out` may be off by rounding. */
static void add_daily(planning *p, const dc_plan_line *line, int64_t taken_out, int64_t rounding)
{
    const dc_book *book = p->book;
    dc_arena      *arena = p->arena;
    dc_slots      *slots = p->slots;
    int32_t        from = dc_date_days_between(book->as_of, line->from);
    int32_t        to = dc_date_days_between(book->as_of, line->to), first = from < 1 ? 1 : from;
    if (first > to)
        return;
    dc_money amount =
        dc_money_ratio(line->amount, to - first + 1, to - from + 1, DC_ROUND_HALF_EVEN);
    amount = dc_money_sub(amount, DC_MONEY(taken_out));
    if (amount.minor <= rounding)
        return;
    size_t    days = (size_t)(to - first + 1);
    int64_t  *weights = dc_arena_alloc(arena, days, sizeof *weights);
    dc_money *parts = dc_arena_alloc(arena, days, sizeof *parts);
    int64_t   latest = line->customer == DC_NONE
                           ? DC_NONE
                           : latest_invoice(&book->claims, (uint32_t)line->customer);
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
        dc_slot *slot = &slots->slot[slots->count++];
        *slot = (dc_slot){
            .donor = UINT32_MAX,
            .repeat = 1,
            .customer = line->customer == DC_NONE ? UINT32_MAX : (uint32_t)line->customer,
            .like = line->customer == DC_NONE ? UINT32_MAX : (uint32_t)line->customer,
            .currency = line->currency,
            .issue = first + (int32_t)i,
            .amount = parts[i].minor,
            .dispersion = 1.0,
            .market = market_of(book, line, line->currency),
            .certain = line->certain,
        };
        take_habits(slot, book, line, latest);
        slot->noise = noise_of(p->model, line, slot->segment);
        if (p->model && line->uncertainty == 0.0)
            dc_slot_strays(slot, slot->noise, p->model);
    }
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

static void start_scope(planning *p)
{
    memset(p->cleared, 0, p->donors * sizeof *p->cleared);
    p->narrower = p->slots->count;
    p->apart =
        dc_arena_grow(p->arena, p->apart, &p->apart_capacity, p->narrower + 1, sizeof *p->apart);
    for (size_t s = 0; s < p->narrower; s++)
        p->apart[s] = s >= p->donors || p->taken[s] ? p->slots->slot[s].amount : 0;
}

static void plan_scope(planning *p, const dc_planned *lines, size_t count)
{
    start_scope(p);
    for (size_t i = 0; i < count; i++) {
        int64_t parts;
        if (lines[i].adds)
            continue;
        size_t  covered = clear(p, &lines[i], lines, count);
        int64_t taken_out = take_out(p, &lines[i], lines, count, &parts);
        if (!spread(p, &lines[i], covered, lines[i].amount.minor - taken_out))
            add_daily(p, &lines[i].line, taken_out, parts);
    }
    for (size_t s = 0; s < p->donors; s++)
        p->taken[s] |= p->cleared[s];
}

static void plan_scopes(planning *p, const dc_planned *lines, size_t count)
{
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i;
             next < count && dc_plan_lines_share_scope(&lines[i].line, &lines[next].line);)
            next++;
        plan_scope(p, &lines[i], next - i);
    }
    for (size_t i = 0; i < count; i++) /* on top of all that others are about */
        if (lines[i].adds)
            add_daily(p, &lines[i].line, 0, 0);
}

/* Good and bad months of others are not theirs. */
static void make_certain(dc_slot *slot)
{
    const char *identity[] = {"certain"};
    slot->noise = slot->lasting = 0.0;
    slot->market = dc_identity(identity, 1);
}

/* What is planned to be nothing, or lies behind the horizon, is left out. */
static void leave_out(dc_slots *slots, int32_t horizon)
{
    size_t count = 0;
    for (size_t i = 0; i < slots->count; i++) {
        dc_slot *slot = &slots->slot[i];
        if (slot->certain)
            make_certain(slot);
        if (slot->amount > 0 && slot->issue <= horizon)
            slots->slot[count++] = *slot;
    }
    slots->count = count;
}

void dc_slots_apply_plan(dc_slots *slots, size_t *capacity, dc_arena *arena, const dc_book *book,
                         const dc_model *model, int32_t horizon_days)
{
    size_t      donors = slots->count, line_count;
    int32_t     reach = dc_slots_plan_reach(book, horizon_days);
    dc_planned *lines = dc_planned_gather(arena, book, reach, &line_count);
    planning    p = {.slots = slots,
                     .capacity = capacity,
                     .arena = arena,
                     .book = book,
                     .model = model,
                     .donors = donors,
                     .learnt = dc_arena_alloc(arena, donors + 1, sizeof *p.learnt),
                     .covered = dc_arena_alloc(arena, donors + 1, sizeof *p.covered),
                     .cleared = dc_arena_alloc(arena, donors + 1, sizeof *p.cleared),
                     .taken = dc_arena_alloc(arena, donors + 1, sizeof *p.taken)};
    if (donors > 0)
        memcpy(p.learnt, slots->slot, donors * sizeof *p.learnt);
    plan_scopes(&p, lines, line_count);
    slots->from_plan = line_count > 0;
    if (line_count > 0) {
        name_planned(slots->slot + donors, slots->count - donors, book);
        leave_out(slots, horizon_days);
    }
}
