/*
 * cash_policy.c - the book as a policy would have it: bills, plan lines, inventory, line, rates.
 *
 * What cash planning reads is changed in a copy, so that one planner serves the baseline and every
 * scenario.
 */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "cash_making.h"

typedef struct {
    dc_arena        *arena;
    const dc_policy *policy;
    dc_book         *book; /* the copy */
    size_t           line_capacity;
} changing;

static bool fits_text(const char *wanted, const char *text)
{
    return !wanted || strcmp(wanted, text) == 0;
}

/* --- bills ------------------------------------------------------------------------------------ */

const dc_supplier_change *dc_supplier_change_of(const dc_book *book, size_t bill)
{
    const dc_plan_changes *changes = book->changes;
    for (size_t i = 0; changes && i < changes->supplier_count; i++) {
        const dc_supplier_change *change = &changes->suppliers[i];
        bool                      fits = change->scopes.count == 0;
        for (size_t k = 0; k < change->scopes.count && bill != DC_BILL_UNKNOWN; k++)
            fits |= fits_text(change->scopes.scope[k].supplier, changes->told.supplier[bill]) &&
                    fits_text(change->scopes.scope[k].category, changes->told.category[bill]);
        if (fits)
            return change;
    }
    return NULL;
}

int32_t dc_supplier_days(const dc_supplier_change *change, int32_t due)
{
    if (!change || due < change->from)
        return 0;
    double reached = dc_ramped(change->days, change->from, INT32_MAX, change->ramp, due);
    return (int32_t)nearbyint(reached * change->pass_through);
}

const dc_book *dc_book_told(dc_book *copy, const dc_book *book)
{
    if (!book->changes)
        return book;
    *copy = *book;
    copy->bills = book->changes->told;
    return copy;
}

dc_date dc_before_any_discount(const dc_book *book)
{
    int32_t days = 1;
    for (size_t i = 0; i < book->company.pay_rule_count; i++)
        if (book->company.pay_rules[i].discount_days >= days)
            days = book->company.pay_rules[i].discount_days + 1;
    return dc_date_add_days(book->as_of, -days);
}

static void *copied(dc_arena *arena, const void *from, size_t count, size_t size)
{
    void *to = dc_arena_alloc(arena, count + 1, size);
    if (count > 0)
        memcpy(to, from, count * size);
    return to;
}

/* Whoever pays on the same run as before pays no sooner: the bill was overdue, or the rule pays in
 * time for a discount of its own. */
static bool is_sooner(const dc_book *book, size_t bill)
{
    dc_book  copy;
    dc_money paid;
    dc_date  usual = dc_bill_pay_day(&paid, dc_book_told(&copy, book), bill);
    return dc_bill_pay_day(&paid, book, bill).day < usual.day;
}

static void change_bills(changing *c)
{
    dc_book  *book = c->book;
    dc_bills *bills = &book->bills;
    dc_date   long_ago = dc_before_any_discount(book);
    bills->due = copied(c->arena, bills->due, bills->count, sizeof *bills->due);
    bills->issued = copied(c->arena, bills->issued, bills->count, sizeof *bills->issued);
    bills->amount = copied(c->arena, bills->amount, bills->count, sizeof *bills->amount);
    for (size_t i = 0; i < bills->count; i++) {
        const dc_supplier_change *change = dc_supplier_change_of(book, i);
        int32_t                   due = dc_date_days_between(book->as_of, bills->due[i]);
        int32_t                   days = dc_supplier_days(change, due);
        if (!change || dc_date_is_set(bills->paid[i]) || due < change->from)
            continue;
        bills->due[i] = dc_date_add_days(bills->due[i], days);
        if (days > 0)
            bills->issued[i] = long_ago;
        if (days < 0 && is_sooner(book, i))
            bills->amount[i] =
                dc_money_sub(bills->amount[i], dc_money_scale(bills->amount[i], change->discount,
                                                              DC_ROUND_HALF_EVEN));
    }
}

/* --- plan lines ------------------------------------------------------------------------------- */

static bool fits_line(const dc_plan_change *change, const dc_plan_line *line)
{
    bool fits =
        change->scopes.count == 0 && (!change->capex || strcasecmp(line->line, "capex") == 0);
    for (size_t k = 0; k < change->scopes.count; k++)
        fits |= fits_text(change->scopes.scope[k].line, line->line);
    return fits && !dc_plan_is_sales(line->line);
}

static dc_plan_line *add_line(changing *c, dc_plan_line line)
{
    dc_book *book = c->book;
    book->plan = dc_arena_grow(c->arena, book->plan, &c->line_capacity, book->plan_count + 1,
                               sizeof *book->plan);
    book->plan[book->plan_count] = line;
    return &book->plan[book->plan_count++];
}

/* What lies on days first..last of units that lie evenly, 0 the first day; the first ones have one
 * more each. */
static int64_t units_on(int64_t units, int64_t days, int32_t first, int32_t last)
{
    int64_t each = units / days, more = units - each * days;
    int64_t sign = more < 0 ? -1 : 1, left = sign * more;
    int64_t to = last + 1 < left ? last + 1 : left, from = first < left ? first : left;
    return each * (last - first + 1) + sign * (to - from);
}

/* Days first..last of a line; the same units as on the days of the whole line.  Tax and translation
 * are rounded for the whole, so they are cut, too, and not worked out again. */
static dc_plan_line days_of(const dc_book *book, const dc_plan_line *line, int32_t first,
                            int32_t last)
{
    int64_t       days = line->to.day - line->from.day + 1;
    dc_line_worth whole = dc_line_worth_of(book, line);
    dc_plan_line  part = *line;
    part.from = dc_date_add_days(line->from, first);
    part.to = dc_date_add_days(line->from, last);
    part.amount = DC_MONEY(units_on(line->amount.minor, days, first, last));
    part.worth = (dc_line_worth){.known = true,
                                 .gross = units_on(whole.gross, days, first, last),
                                 .tax = units_on(whole.tax, days, first, last)};
    return part;
}

/* A line that follows sales: the share changes, and the days until it is cash; -100 % ends it. */
static void move_share(changing *c, dc_plan_line line, const dc_plan_change *change, double more)
{
    line.of_sales *= 1.0 + more;
    line.delay = line.delay + change->days > 0 ? line.delay + change->days : 0;
    if (line.of_sales != 0.0)
        add_line(c, line);
}

static int64_t scaled(int64_t units, double factor)
{
    return dc_money_scale(DC_MONEY(units), factor, DC_ROUND_HALF_EVEN).minor;
}

static void move_line(changing *c, dc_plan_line line, const dc_plan_change *change, double more)
{
    int32_t earliest = c->book->as_of.day + 1, days = change->days;
    if (line.of_sales != 0.0) {
        move_share(c, line, change, more);
        return;
    }
    if (line.from.day + days < earliest)
        days = earliest > line.from.day ? 0 : earliest - line.from.day;
    line.from = dc_date_add_days(line.from, days);
    line.to = dc_date_add_days(line.to, days);
    line.amount = dc_money_scale(line.amount, 1.0 + more, DC_ROUND_HALF_EVEN);
    line.worth.gross = scaled(line.worth.gross, 1.0 + more);
    line.worth.tax = scaled(line.worth.tax, 1.0 + more);
    add_line(c, line);
}

/* What belongs to the window is changed, what lies before and after it stays. */
static void change_line(changing *c, const dc_plan_line *line, const dc_plan_change *change)
{
    int32_t as_of = c->book->as_of.day, last = line->to.day - line->from.day;
    int64_t first_in = (int64_t)as_of + change->from - line->from.day;
    int64_t last_in = (int64_t)as_of + change->to - line->from.day;
    if (!fits_line(change, line) || first_in > last || last_in < 0) {
        add_line(c, *line);
        return;
    }
    int32_t from = first_in < 0 ? 0 : (int32_t)first_in;
    int32_t to = last_in > last ? last : (int32_t)last_in;
    if (from > 0)
        add_line(c, days_of(c->book, line, 0, from - 1));
    for (; from <= to && from - first_in < change->ramp; from++) { /* a day at a time */
        int32_t day = change->from + (int32_t)(from - first_in);
        double  more = dc_ramped(change->change, change->from, change->to, change->ramp, day);
        move_line(c, days_of(c->book, line, from, from), change, more);
    }
    if (from <= to)
        move_line(c, days_of(c->book, line, from, to), change, change->change);
    if (to < last)
        add_line(c, days_of(c->book, line, to + 1, last));
}

static void change_lines(changing *c)
{
    for (size_t i = 0; i < c->policy->line_count; i++) {
        const dc_plan_line *old = c->book->plan;
        size_t              count = c->book->plan_count;
        c->book->plan = NULL;
        c->book->plan_count = c->line_capacity = 0;
        for (size_t k = 0; k < count; k++)
            change_line(c, &old[k], &c->policy->lines[i]);
    }
}

/* --- inventory and the line ------------------------------------------------------------------- */

int64_t dc_inventory_changed(const dc_book *book, int32_t day)
{
    const dc_plan_changes *changes = book->changes;
    int64_t                sum = 0;
    for (size_t i = 0; changes && i < changes->inventory_count; i++) {
        const dc_inventory_change *change = &changes->inventories[i];
        int32_t                    past = day < change->from ? 0 : day - change->from + 1;
        int64_t                    all =
            dc_money_scale(book->company.inventory.value, change->change, DC_ROUND_HALF_EVEN).minor;
        past = past < change->over ? past : change->over;
        sum += (int64_t)nearbyint((double)all * past / change->over);
    }
    return sum;
}

static void add_figure(dc_figure *figure, int64_t more, int64_t least)
{
    int64_t value = (figure->known ? figure->value.minor : 0) + more;
    if (more == 0)
        return;
    *figure = (dc_figure){.known = true, .value = DC_MONEY(value < least ? least : value)};
}

double dc_line_rate_under(const dc_book *book, const dc_policy *policy)
{
    double rate = book->company.line_rate;
    for (size_t i = 0; i < policy->credit_count; i++)
        if (policy->credits[i].rate != 0.0)
            rate = fmax(fmax(rate, 0.0) + policy->credits[i].rate, 0.0);
    return rate;
}

static void change_credit(changing *c)
{
    dc_company *company = &c->book->company;
    int64_t     drawn = company->line_drawn.known ? company->line_drawn.value.minor : 0;
    for (size_t i = 0; i < c->policy->credit_count; i++) {
        const dc_line_change *change = &c->policy->credits[i];
        add_figure(&company->line_limit, change->limit, drawn);
        add_figure(&company->minimum_cash, change->minimum, 0);
    }
    company->line_rate = dc_line_rate_under(c->book, c->policy);
}

static void keep_changes(changing *c)
{
    const dc_policy *policy = c->policy;
    dc_plan_changes *changes = dc_arena_alloc(c->arena, 1, sizeof *changes);
    *changes = (dc_plan_changes){.told = c->book->bills,
                                 .supplier_count = policy->supplier_count,
                                 .suppliers = policy->suppliers,
                                 .inventories = policy->inventories};
    if (c->book->company.inventory.known)
        changes->inventory_count = policy->inventory_count;
    c->book->changes = changes;
}

const dc_book *dc_book_under(dc_arena *arena, const dc_book *book, const dc_policy *policy)
{
    if (!dc_policy_moves_plan(policy))
        return book;
    changing c = {.arena = arena, .policy = policy, .book = dc_arena_alloc(arena, 1, sizeof *book)};
    *c.book = *book;
    keep_changes(&c);
    if (policy->supplier_count > 0)
        change_bills(&c);
    change_lines(&c);
    change_credit(&c);
    dc_cash_change_rates(arena, c.book, policy->rates, policy->rate_count);
    return c.book;
}
