/* variance.c - see duecast/variance.h. */
#include "variance_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    dc_arena            *arena;
    const dc_book       *book;
    const dc_said       *said;
    dc_variance         *out;
    dc_date              last;                       /* day of the window */
    double               factor[DC_CURRENCIES_MAX];  /* of said currencies: minor to home minor */
    int32_t              said_of[DC_CURRENCIES_MAX]; /* by currency of the book; DC_NONE */
    const dc_said_item **order;                      /* by kind, party, id, part */
    bool                *met;                        /* by order */
    size_t               capacity;
} making;

static int compare_items(const dc_said_item *a, const dc_said_item *b)
{
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return dc_compare_texts((const char *const[]){a->party, a->id, a->part},
                            (const char *const[]){b->party, b->id, b->part}, 3);
}

static int compare_order(const void *left, const void *right)
{
    return compare_items(*(const dc_said_item *const *)left, *(const dc_said_item *const *)right);
}

/* The item of that identity; NULL: the forecast has none. */
static const dc_said_item *find(making *m, const dc_said_item *wanted)
{
    const dc_said_item **at =
        m->said->item_count == 0
            ? NULL
            : bsearch(&wanted, m->order, m->said->item_count, sizeof *m->order, compare_order);
    if (!at)
        return NULL;
    m->met[at - m->order] = true;
    return *at;
}

/* --- money ------------------------------------------------------------------------------------ */

static int64_t at_forecast_rate(const making *m, uint16_t said_currency, double minor)
{
    return llround(minor * m->factor[said_currency]);
}

static int64_t expected_in(const making *m, const dc_said_item *item, size_t week)
{
    return at_forecast_rate(m, item->currency, item->expected[week]);
}

static int64_t expected_of(const making *m, const dc_said_item *item)
{
    int64_t sum = 0;
    for (size_t w = 0; w < m->out->week_count; w++)
        sum += expected_in(m, item, w);
    return sum;
}

/* What an amount was worth on its day; false: no rate is known. */
static bool worth_on(int64_t *out, const making *m, uint16_t currency, int64_t minor, dc_date day)
{
    const dc_book *book = m->book;
    dc_rate        rate;
    if (currency == book->home) {
        *out = minor;
        return true;
    }
    if (!dc_book_rate_on(&rate, book, currency, day)) {
        *out = dc_book_translate(book, currency, DC_MONEY(minor)).minor;
        return book->currencies[currency].has_rate;
    }
    int shift = book->currencies[book->home].decimals - book->currencies[currency].decimals;
    *out = llround((double)minor * dc_rate_value(rate) * pow(10.0, shift));
    return true;
}

/* At the rate of the forecast, or where it has none at that of the day. */
static int64_t worth_then(const making *m, uint16_t currency, int64_t minor, int64_t on_day)
{
    int32_t said = m->said_of[currency];
    if (currency == m->book->home)
        return minor;
    if (said == DC_NONE || m->factor[said] <= 0.0)
        return on_day;
    return at_forecast_rate(m, (uint16_t)said, (double)minor);
}

/* --- rows ------------------------------------------------------------------------------------- */

static dc_variance_row *add_row(making *m, dc_said_kind kind, const char *id, const char *part,
                                const char *party, const char *name)
{
    dc_variance *out = m->out;
    out->rows =
        dc_arena_grow(m->arena, out->rows, &m->capacity, out->row_count + 1, sizeof *out->rows);
    dc_variance_row *row = &out->rows[out->row_count++];
    *row = (dc_variance_row){.kind = kind, .id = id, .part_id = part, .party = party, .name = name};
    return row;
}

/* What happened to an item within the window; book currency at the rate of the forecast. */
typedef struct {
    int64_t on_day; /* what was paid, at the rates of the days */
    int64_t paid, lost, deducted;
    bool    any, gone;
} happening;

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The parts of an item that the forecast stood for. */
static void split(dc_variance_row *row, const happening *what, int64_t open)
{
    int64_t lack = row->forecast - what->paid;
    row->actual = what->on_day;
    row->part[DC_VARIANCE_CURRENCY] = what->on_day - what->paid;
    if (lack <= 0) {
        int64_t room = open > row->forecast ? open - row->forecast : 0;
        row->part[DC_VARIANCE_TIMING] = smaller(-lack, room);
        row->part[DC_VARIANCE_AMOUNT] = -lack - row->part[DC_VARIANCE_TIMING];
        return;
    }
    int64_t lost = what->gone ? lack : smaller(lack, what->lost);
    int64_t deducted = smaller(lack - lost, what->deducted);
    row->part[DC_VARIANCE_PERMANENT] = -lost;
    row->part[DC_VARIANCE_AMOUNT] = -deducted;
    row->part[DC_VARIANCE_TIMING] = -(lack - lost - deducted);
}

/* --- receipts --------------------------------------------------------------------------------- */

static size_t week_of(const making *m, dc_date day)
{
    size_t week = 0;
    while (week + 1 < m->out->week_count && m->said->week_end[week].day < day.day)
        week++;
    return week;
}

static bool in_window(const making *m, dc_date day)
{
    return day.day > m->said->as_of.day && day.day <= m->last.day;
}

static void add_receipt(making *m, happening *what, uint16_t currency, int64_t minor, dc_date day)
{
    int64_t on_day;
    if (!worth_on(&on_day, m, currency, minor, day)) {
        m->out->without_rate++;
        return;
    }
    what->any = true;
    what->paid += worth_then(m, currency, minor, on_day);
    what->on_day += on_day;
    m->out->week[week_of(m, day)].actual += on_day;
}

static void add_event(making *m, happening *what, size_t event, uint16_t currency)
{
    const dc_events *events = &m->book->events;
    int              kind = events->kind[event];
    int64_t          on_day;
    if (!in_window(m, events->date[event]))
        return;
    if (events->undated[event]) {
        m->out->undated += dc_event_is_receipt(kind);
        return;
    }
    if (dc_event_is_receipt(kind)) {
        add_receipt(m, what, currency, events->amount[event].minor, events->date[event]);
        return;
    }
    if (!worth_on(&on_day, m, currency, events->amount[event].minor, events->date[event]))
        return;
    int64_t then = worth_then(m, currency, events->amount[event].minor, on_day);
    what->any = true;
    *(kind == DC_EVENT_WRITE_OFF ? &what->lost : &what->deducted) += then < 0 ? -then : then;
}

static void add_forecast(making *m, dc_variance_row *row, const dc_said_item *item)
{
    row->forecast += expected_of(m, item);
    for (size_t w = 0; w < m->out->week_count; w++)
        m->out->week[w].forecast += expected_in(m, item, w);
}

/* Numbers such as 1, 2, 3 stand in many books: what was open must be of this claim, too. */
static bool can_be(const making *m, const dc_said_item *item, size_t claim)
{
    const dc_claims *claims = &m->book->claims;
    const char      *code = m->book->currencies[claims->currency[claim]].code;
    return claims->issued[claim].day <= m->said->as_of.day &&
           strcmp(code, m->said->currencies[item->currency]) == 0 &&
           llabs(item->open) <= llabs(claims->amount[claim].minor);
}

static void take_claim(making *m, size_t claim, happening *fresh)
{
    const dc_claims    *claims = &m->book->claims;
    happening           what = {0};
    const char         *customer = m->book->customers.id[claims->customer[claim]];
    dc_said_item        key = {.kind = DC_SAID_CLAIM,
                               .party = customer,
                               .id = claims->invoice[claim],
                               .part = dc_claim_part(claims, claim)};
    const dc_said_item *item = find(m, &key);
    for (uint32_t e = claims->first_event[claim]; e < claims->first_event[claim + 1]; e++)
        add_event(m, &what, e, claims->currency[claim]);
    if (claims->kind[claim] == DC_CLAIM_UNAPPLIED && in_window(m, claims->issued[claim]))
        add_receipt(m, &what, claims->currency[claim], -claims->amount[claim].minor,
                    claims->issued[claim]);
    if (!item) {
        fresh->paid += what.paid;
        fresh->on_day += what.on_day;
        fresh->any |= what.paid != 0 || what.on_day != 0;
        return;
    }
    dc_variance_row *row = add_row(m, DC_SAID_CLAIM, item->id, item->part, customer,
                                   m->book->customers.name[claims->customer[claim]]);
    m->out->claims_met += can_be(m, item, claim);
    add_forecast(m, row, item);
    split(row, &what, at_forecast_rate(m, item->currency, (double)item->open));
}

static void take_fresh(making *m, const char *party, const char *name, const dc_said_item *item,
                       const happening *fresh)
{
    if (!item && !fresh->any)
        return;
    dc_variance_row *row = add_row(m, DC_SAID_SALES, "", "", party, name);
    if (item)
        add_forecast(m, row, item);
    row->actual = fresh->on_day;
    row->part[DC_VARIANCE_NEW] = fresh->paid - row->forecast;
    row->part[DC_VARIANCE_CURRENCY] = fresh->on_day - fresh->paid;
}

/* New invoices of each customer against what it was to pay of such; small customers share one
 * forecast where they did. */
static void take_all_fresh(making *m, const happening *fresh)
{
    const dc_customers *customers = &m->book->customers;
    dc_said_item        key = {.kind = DC_SAID_SALES, .party = "", .id = "", .part = ""};
    const dc_said_item *shared = find(m, &key);
    happening           of_shared = {0};
    for (uint32_t c = 0; c < customers->count; c++) {
        key.party = customers->id[c];
        const dc_said_item *own = key.party[0] ? find(m, &key) : NULL;
        if (own || !shared) {
            take_fresh(m, key.party, customers->name[c], own, &fresh[c]);
            continue;
        }
        of_shared.paid += fresh[c].paid;
        of_shared.on_day += fresh[c].on_day;
    }
    if (shared)
        take_fresh(m, "", "", shared, &of_shared);
}

static void take_receipts(making *m)
{
    const dc_claims *claims = &m->book->claims;
    happening       *fresh = dc_arena_alloc(m->arena, m->book->customers.count + 1, sizeof *fresh);
    for (size_t i = 0; i < claims->count; i++)
        take_claim(m, i, &fresh[claims->customer[i]]);
    take_all_fresh(m, fresh);
}

/* --- bills: what goes out --------------------------------------------------------------------- */

static void take_bill(making *m, size_t bill)
{
    const dc_bills *bills = &m->book->bills;
    happening       what = {0};
    dc_said_item    key = {.kind = DC_SAID_BILL, .id = bills->bill[bill], .part = ""};
    bool            paid = dc_date_is_set(bills->paid[bill]) && in_window(m, bills->paid[bill]);
    key.party = bills->supplier[bill];
    const dc_said_item *item = find(m, &key);
    if (!item && !paid)
        return;
    if (paid && worth_on(&what.on_day, m, bills->currency[bill], -bills->amount[bill].minor,
                         bills->paid[bill]))
        what.paid = worth_then(m, bills->currency[bill], -bills->amount[bill].minor, what.on_day);
    else if (paid)
        m->out->without_rate++;
    dc_variance_row *row = add_row(m, DC_SAID_BILL, key.id, "", key.party, key.party);
    row->forecast = item ? expected_of(m, item) : 0;
    row->actual = what.on_day;
    row->part[DC_VARIANCE_CURRENCY] = what.on_day - what.paid;
    int64_t rest = what.paid - row->forecast;
    bool    moved = item && (row->forecast == 0 || !paid);
    row->part[!item ? DC_VARIANCE_NEW : moved ? DC_VARIANCE_TIMING : DC_VARIANCE_AMOUNT] = rest;
}

static void take_bills(making *m)
{
    const dc_bills *bills = &m->book->bills;
    bool            vanished = false, told = false;
    size_t          from = m->out->row_count;
    for (size_t i = 0; i < bills->count; i++) {
        take_bill(m, i);
        told |= dc_date_is_set(bills->paid[i]) && bills->paid[i].day > m->said->as_of.day;
    }
    for (size_t i = 0; i < m->said->item_count; i++)
        vanished |= m->order[i]->kind == DC_SAID_BILL && !m->met[i];
    m->out->bills_known = told || !vanished;
    if (m->out->bills_known)
        return;
    /* A file of open bills alone: what has gone was paid, cancelled, who knows. */
    m->out->row_count = from;
    for (size_t i = 0; i < m->said->item_count; i++)
        if (dc_said_goes_out(m->order[i]->kind)) {
            m->met[i] = true;
            m->out->bills.forecast += expected_of(m, m->order[i]);
        }
}

/* --- the rest --------------------------------------------------------------------------------- */

/* What the book does not have any more, or never had as an item. */
static void take_unmet(making *m)
{
    for (size_t i = 0; i < m->said->item_count; i++) {
        const dc_said_item           *item = m->order[i];
        bool                          goes_out = dc_said_goes_out(item->kind);
        static const dc_variance_part part_of[DC_SAID_KINDS] = {
            [DC_SAID_CLAIM] = DC_VARIANCE_PERMANENT,
            [DC_SAID_SALES] = DC_VARIANCE_NEW,
            [DC_SAID_BILL] = DC_VARIANCE_PERMANENT,
            [DC_SAID_REST] = DC_VARIANCE_AMOUNT,
            [DC_SAID_BOUGHT] = DC_VARIANCE_NEW};
        m->out->claims_told += item->kind == DC_SAID_CLAIM;
        if (m->met[i])
            continue;
        dc_variance_row *row =
            add_row(m, item->kind, item->id, item->part, item->party, item->name);
        if (goes_out)
            row->forecast = expected_of(m, item);
        else
            add_forecast(m, row, item);
        row->part[part_of[item->kind]] = -row->forecast;
    }
}

/* Whatever else moved cash between the two balances. */
static void take_other(making *m)
{
    dc_variance      *out = m->out;
    const dc_company *company = &m->book->company;
    for (size_t w = 0; w < out->week_count; w++)
        out->other.forecast += llround(m->said->other[w]);
    if (!out->bills_known)
        out->other.forecast += out->bills.forecast;
    out->other_known =
        m->said->has_cash && company->cash.known && m->last.day == m->book->as_of.day;
    if (!out->other_known)
        return;
    int64_t drawn = company->line_drawn.known ? company->line_drawn.value.minor : 0;
    int64_t restricted = company->restricted_cash.known ? company->restricted_cash.value.minor : 0;
    out->other.actual = company->cash.value.minor - restricted - m->said->cash -
                        (drawn - m->said->drawn) - out->receipts.actual - out->bills.actual;
}

static void prepare(making *m)
{
    const dc_said *said = m->said;
    const dc_book *book = m->book;
    int            home = book->currencies[book->home].decimals;
    while (m->out->week_count < said->week_count &&
           said->week_end[m->out->week_count].day <= book->as_of.day)
        m->out->week_count++;
    m->last = said->week_end[m->out->week_count - 1];
    for (size_t b = 0; b < book->currency_count; b++)
        m->said_of[b] = DC_NONE;
    for (size_t c = 0; c < said->currency_count; c++) {
        m->factor[c] = said->rate[c] * pow(10.0, home - said->decimals[c]);
        for (size_t b = 0; b < book->currency_count; b++)
            if (strcmp(book->currencies[b].code, said->currencies[c]) == 0)
                m->said_of[b] = (int32_t)c;
    }
    m->order = dc_arena_alloc(m->arena, said->item_count + 1, sizeof *m->order);
    m->met = dc_arena_alloc(m->arena, said->item_count + 1, sizeof *m->met);
    for (size_t i = 0; i < said->item_count; i++)
        m->order[i] = &said->items[i];
    if (said->item_count > 0)
        qsort(m->order, said->item_count, sizeof *m->order, compare_order);
}

dc_variance *dc_variance_make(dc_arena *arena, const dc_book *book, const dc_said *said)
{
    dc_variance *out = dc_arena_alloc(arena, 1, sizeof *out);
    making       m = {.arena = arena, .book = book, .said = said, .out = out};
    out->said = said;
    prepare(&m);
    take_receipts(&m);
    take_bills(&m);
    take_unmet(&m);
    dc_variance_sum(out, arena);
    take_other(&m);
    return out;
}
