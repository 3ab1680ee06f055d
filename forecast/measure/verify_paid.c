/* verify_paid.c - see verify_paid.h. */
#include "verify_paid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "verify_tail.h"

enum { B = DC_PATH_BLOCK, RUNS_BACK = 14, RUNS_AHEAD = 800 };

bool dc_replay_pays_on(const dc_book *book, const dc_pay_rule *rule, dc_date day)
{
    if (!dc_calendar_is_open(book->calendar, day))
        return false;
    if (!rule || (rule->weekdays == 0 && rule->month_days == 0))
        return true;
    for (int back = 0; back < RUNS_BACK; back++) {
        dc_date  run = dc_date_add_days(day, -back);
        dc_civil c = dc_date_to_civil(run);
        bool     last = dc_date_month_end(run).day == run.day;
        if (back > 0 && dc_calendar_is_open(book->calendar, run))
            return false; /* what should have run before was paid before */
        if (rule->weekdays >> dc_date_weekday(run) & 1u)
            return true;
        for (int32_t d = 1; d <= 31; d++)
            if (rule->month_days >> d & 1u && (c.day == d || (last && c.day < d)))
                return true;
    }
    return false;
}

static const dc_pay_rule *rule_of(const dc_book *book, size_t bill)
{
    for (int pass = 3; pass >= 0; pass--)
        for (size_t i = 0; i < book->company.pay_rule_count; i++) {
            const dc_pay_rule *rule = &book->company.pay_rules[i];
            bool by_supplier = *rule->supplier != '\0', by_category = *rule->category != '\0';
            if (by_supplier == (pass >= 2) && by_category == (pass % 2 == 1) &&
                (!by_supplier || strcmp(rule->supplier, book->bills.supplier[bill]) == 0) &&
                (!by_category || strcmp(rule->category, book->bills.category[bill]) == 0))
                return rule;
        }
    return NULL;
}

/* Newest rate ahead by a day, in no order. */
static double paid_rate(const dc_book *book, uint16_t currency, int32_t day)
{
    const dc_rate_history *ahead = &book->rates_ahead[currency];
    double                 rate = dc_rate_value(book->currencies[currency].rate);
    int32_t                newest = INT32_MIN;
    for (size_t i = 0; i < ahead->count; i++) {
        int32_t on = dc_date_days_between(book->as_of, ahead->date[i]);
        if (on <= day && on > newest) {
            newest = on;
            rate = dc_rate_value(ahead->rate[i]);
        }
    }
    return rate;
}

double dc_paid_rate_change(const dc_book *book, uint16_t currency, int32_t day)
{
    double today = dc_rate_value(book->currencies[currency].rate);
    double spot = paid_rate(book, currency, day), rate = spot;
    double own = paid_rate(book, book->own, day); /* what a unit of agreed rates is worth */
    if (currency == book->own && book->own == book->home)
        return 0.0;
    for (size_t i = 0; currency != book->own && i < book->company.tail.hedge_count; i++) {
        const dc_hedge *hedge = &book->company.tail.hedges[i];
        int32_t after = dc_date_is_set(hedge->from) ? dc_date_days_between(book->as_of, hedge->from)
                                                    : INT32_MIN;
        int32_t until =
            dc_date_is_set(hedge->to) ? dc_date_days_between(book->as_of, hedge->to) : INT32_MAX;
        if (strcmp(hedge->currency, book->currencies[currency].code) == 0 && after <= day &&
            day <= until && dc_own_has_rate(book))
            rate += hedge->share * (hedge->rate * own - spot);
    }
    return rate / today - 1.0;
}

static void add_entry(dc_paid *r, uint16_t currency, dc_paid_entry one)
{
    if (one.day < 1 || one.day > r->plan->day_count)
        return;
    double change = dc_paid_rate_change(r->v->book, currency, one.day);
    r->exchange[one.day] += (int64_t)nearbyint((double)one.amount * change);
    for (size_t i = 0; i < r->entry_count; i++) {
        dc_paid_entry *at = &r->entries[i];
        if (at->day == one.day && at->law == one.law && at->spread == one.spread &&
            strcmp(at->name, one.name) == 0) {
            at->amount += one.amount;
            return;
        }
    }
    if (r->entry_count == r->entry_capacity)
        r->entries =
            dc_heap_grow(r->entries, &r->entry_capacity, r->entry_count + 1, sizeof *r->entries);
    r->entries[r->entry_count++] = one;
}

/* As the supplier sent it. */
static dc_money owed_of(const dc_book *book, size_t bill)
{
    return (book->changes ? &book->changes->told : &book->bills)->amount[bill];
}

static void add_bill(dc_paid *r, size_t bill)
{
    const dc_book     *book = r->v->book;
    const dc_bills    *bills = &book->bills;
    const dc_pay_rule *rule = rule_of(book, bill);
    int32_t            due = bills->due[bill].day + (rule ? rule->stretch_days : 0), paid = 0;
    int32_t            early =
        bills->issued[bill].day + (rule && rule->discount > 0 ? rule->discount_days : 0);
    bool discounted = false;
    for (int32_t day = 1; day <= RUNS_AHEAD; day++) {
        dc_date date = dc_date_add_days(book->as_of, day);
        if (!dc_replay_pays_on(book, rule, date))
            continue;
        if (rule && rule->discount > 0 && date.day <= early) {
            paid = day;
            discounted = true;
        } else if (paid == 0 && date.day >= due) {
            paid = day;
        }
    }
    if (paid < 1 || paid > r->plan->day_count)
        return;
    dc_money whole = bills->amount[bill], less = whole;
    if (discounted)
        less = dc_money_sub(whole, dc_money_scale(whole, rule->discount, DC_ROUND_HALF_EVEN));
    int64_t out = dc_book_translate(book, bills->currency[bill], less).minor;
    int64_t was = dc_book_translate(book, bills->currency[bill], owed_of(book, bill)).minor;
    r->bills[paid] += was;
    add_entry(r, bills->currency[bill],
              (dc_paid_entry){.name = "bills", .day = paid, .amount = -out});
}

/* Held until it matures, or sold to the bank on the first open day. */
static void add_note(dc_paid *r, size_t event)
{
    const dc_book   *book = r->v->book;
    const dc_events *events = &book->events;
    uint16_t         currency = book->claims.currency[events->claim[event]];
    double           rate = book->company.tail.bill_discount;
    dc_date          today = book->as_of, due = events->maturity[event];
    if (events->kind[event] != DC_EVENT_BILL || due.day <= today.day ||
        !book->currencies[currency].has_rate)
        return;
    dc_date day = dc_date_add_days(today, 1);
    while (!dc_calendar_is_open(book->calendar, day))
        day = dc_date_add_days(day, 1);
    while (!dc_calendar_is_open(book->calendar, due))
        due = dc_date_add_days(due, 1);
    dc_money face = dc_book_translate(book, currency, events->amount[event]);
    bool     sold = rate >= 0.0 && day.day < due.day;
    int32_t  on = (sold ? day.day : due.day) - today.day;
    if (on > r->plan->day_count)
        return;
    r->notes[on] += face.minor;
    add_entry(r, currency,
              (dc_paid_entry){.name = "bills_received", .day = on, .amount = face.minor});
    if (sold) {
        double   share = rate * (due.day - day.day) / 360.0;
        dc_money cost = dc_money_scale(face, share, DC_ROUND_HALF_EVEN);
        add_entry(r, currency,
                  (dc_paid_entry){.name = "bill_discount", .day = on, .amount = -cost.minor});
    }
}

/* The change of terms that bills of unknown suppliers are under: the first of all suppliers. */
static const dc_supplier_change *change_of_all(const dc_book *book)
{
    for (size_t i = 0; book->changes && i < book->changes->supplier_count; i++)
        if (book->changes->suppliers[i].scopes.count == 0)
            return &book->changes->suppliers[i];
    return NULL;
}

/* A sum of payables without bills is due in equal parts, the first ones a minor unit more. */
static void add_payables(dc_paid *r)
{
    const dc_book            *book = r->v->book;
    const dc_tail            *tail = r->plan->tail;
    const dc_supplier_change *by = change_of_all(book);
    int64_t                   days = tail ? (int64_t)nearbyint(tail->terms_days) : 0;
    if (!book->company.payables.known || book->bills.count > 0 || days == 0 || !tail->buys)
        return;
    int64_t owed = book->company.payables.value.minor;
    for (int64_t due = 1; due <= days; due++) {
        int64_t part = owed / days + (due <= owed % days), off = 0, paid = due;
        if (by && due >= by->from) {
            double step = (double)(due - by->from < by->ramp ? due - by->from + 1 : by->ramp + 1);
            double more = nearbyint(by->days * step / (by->ramp + 1.0) * by->pass_through);
            paid = due + (int64_t)more < 1 ? 1 : due + (int64_t)more;
            off = paid < due ? (int64_t)nearbyint((double)part * by->discount) : 0;
        }
        if (paid > r->plan->day_count)
            continue;
        r->bills[paid] += part;
        add_entry(r, book->own,
                  (dc_paid_entry){.name = "bills", .day = (int32_t)paid, .amount = off - part});
    }
}

/* Inventory that sales do not drive is bought, or not bought, for cash. */
static void add_inventory(dc_paid *r)
{
    const dc_book         *book = r->v->book;
    const dc_tail         *tail = r->plan->tail;
    const dc_plan_changes *changes = book->changes;
    for (size_t i = 0; changes && i < changes->inventory_count && !(tail->buys && tail->holds);
         i++) {
        const dc_inventory_change *by = &changes->inventories[i];
        double all = nearbyint((double)book->company.inventory.value.minor * by->change);
        for (int32_t d = 1; d <= by->over; d++) {
            double now = nearbyint(all * d / by->over),
                   before = nearbyint(all * (d - 1) / by->over);
            add_entry(r, book->own,
                      (dc_paid_entry){.name = "inventory",
                                      .day = by->from + d - 1,
                                      .amount = (int64_t)(before - now)});
        }
    }
}

/* The plan's own rows tell how a name is written. */
static const char *name_of(const dc_paid *r, const char *line)
{
    const char *found = line;
    for (size_t i = 0; i < r->plan->row_count; i++) {
        if (strcmp(r->plan->rows[i].name, line) == 0)
            return r->plan->rows[i].name;
        if (strcasecmp(r->plan->rows[i].name, line) == 0 && r->plan->rows[i].label != DC_WORD_COUNT)
            found = r->plan->rows[i].name;
    }
    return found;
}

static void add_line(dc_paid *r, const dc_plan_line *line)
{
    const dc_book *book = r->v->book;
    int64_t        days = line->to.day - line->from.day + 1;
    dc_money       vat = dc_money_scale(line->amount, line->vat, DC_ROUND_HALF_EVEN);
    int64_t total = dc_book_translate(book, line->currency, dc_money_add(line->amount, vat)).minor;
    if (line->worth.known)
        total = line->worth.gross; /* the book that a policy leaves (cash.h) */
    int64_t each = total / days, left = total - each * days;
    for (int64_t d = 0; d < days; d++) {
        int64_t more = d < llabs(left) ? (left > 0) - (left < 0) : 0;
        int64_t day = line->from.day + d + line->delay - book->as_of.day;
        add_entry(r, line->currency,
                  (dc_paid_entry){.name = name_of(r, line->line),
                                  .spread = line->uncertainty > 0 ? line->uncertainty : 0,
                                  .law = line->uncertainty > 0 ? (dc_plan_law)line->law : 0,
                                  .day = (int32_t)day,
                                  .amount = each + more});
    }
}

static void list_entries(dc_paid *r)
{
    const dc_book *book = r->v->book;
    for (size_t i = 0; i < book->bills.count; i++)
        if (!dc_date_is_set(book->bills.paid[i]) &&
            book->currencies[book->bills.currency[i]].has_rate)
            add_bill(r, i);
    for (size_t i = 0; i < book->events.count; i++)
        add_note(r, i);
    add_payables(r);
    add_inventory(r);
    for (size_t i = 0; i < book->plan_count; i++)
        if (book->plan[i].of_sales == 0.0 && strcasecmp(book->plan[i].line, "sales") != 0 &&
            strcmp(book->plan[i].line, "销售") != 0 &&
            book->currencies[book->plan[i].currency].has_rate)
            add_line(r, &book->plan[i]);
}

/* lines[day] of one path. */
void dc_paid_tell(const dc_paid *r, uint32_t path, int64_t *lines)
{
    memset(lines, 0, ((size_t)r->plan->day_count + 1) * sizeof *lines);
    for (size_t i = 0; i < r->entry_count; i++) {
        const dc_paid_entry *e = &r->entries[i];
        const char          *identity[] = {"cash line", e->name};
        uint32_t             words[B];
        double               factor = 1.0;
        if (e->spread > 0) {
            dc_luck luck = {r->v->options->seed, dc_identity(identity, 2), DC_PURPOSE_CASH_LINE};
            dc_uniform_block(words, luck, path / B, 0);
            factor = dc_plan_law_factor(e->law, e->spread, (words[path % B] + 0.5) / 0x1p32);
        }
        lines[e->day] += (int64_t)nearbyint((double)e->amount * factor);
    }
}

void dc_paid_make(dc_paid *out, const dc_verifying *v, const dc_cash_plan *plan)
{
    size_t days = (size_t)plan->day_count + 1;
    *out = (dc_paid){.v = v, .plan = plan};
    out->bills = dc_heap_alloc(days, sizeof *out->bills);
    out->notes = dc_heap_alloc(days, sizeof *out->notes);
    out->exchange = dc_heap_alloc(days, sizeof *out->exchange);
    list_entries(out);
}

void dc_paid_free(dc_paid *paid)
{
    free(paid->bills);
    free(paid->notes);
    free(paid->exchange);
    free(paid->entries);
}
