/* ledger.c - see ledger.h. */
#include "ledger.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "formulas.h"

enum { PERIODS = 4 };
static const int32_t period_months[PERIODS] = {1, 3, 12, 24}; /* how far back measures look */

dc_date dc_months_before(dc_date to, int32_t months)
{
    if (dc_date_month_end(to).day != to.day)
        return dc_date_add_months(to, -months);
    return dc_date_month_end(dc_date_add_months(dc_date_month_start(to), -months));
}

int64_t dc_claim_open_at(const dc_book *book, size_t claim, dc_date date)
{
    const dc_claims *claims = &book->claims;
    if (claims->issued[claim].day > date.day || claims->entered[claim].day > date.day)
        return 0;
    int64_t open = claims->amount[claim].minor;
    for (uint32_t e = claims->first_event[claim]; e < claims->first_event[claim + 1]; e++)
        if (book->events.date[e].day <= date.day && book->events.kind[e] != DC_EVENT_RECOVERY)
            open -= book->events.amount[e].minor;
    return open;
}

/* --- the marks --- */

static int compare_dates(const void *left, const void *right)
{
    const dc_date *a = left, *b = right;
    return (a->day > b->day) - (a->day < b->day);
}

static bool is_month_end(dc_date date)
{
    return dc_date_month_end(date).day == date.day;
}

static void mark_days(dc_ledger *ledger, dc_arena *arena, const dc_date *dates, size_t count)
{
    dc_date  last = dates[count - 1];
    size_t   capacity = count * (2 + PERIODS) + DC_LEDGER_MONTHS_BACK + 2, used = 0;
    int32_t  span = dc_date_days_between(dates[0], last);
    dc_date *mark = dc_arena_alloc(arena, capacity + (size_t)span / 28 + 2, sizeof *mark);
    for (size_t i = 0; i < count; i++) {
        mark[used++] = dates[i];
        mark[used++] = dc_date_add_days(dates[i], -DC_DSO_DAYS);
        for (size_t p = 0; p < PERIODS; p++)
            mark[used++] = dc_months_before(dates[i], period_months[p]);
    }
    dc_date end = dc_months_before(dc_date_month_end(dates[0]), DC_LEDGER_MONTHS_BACK);
    for (; end.day <= last.day; end = dc_date_month_end(dc_date_add_days(end, 1)))
        mark[used++] = end;
    qsort(mark, used, sizeof *mark, compare_dates);
    for (size_t i = 0; i < used; i++)
        if (i == 0 || mark[i].day != mark[i - 1].day)
            mark[ledger->mark_count++] = mark[i];
    ledger->mark = mark;
    ledger->month = dc_arena_alloc(arena, ledger->mark_count, sizeof *ledger->month);
    for (size_t i = 0; i < ledger->mark_count; i++)
        if (is_month_end(mark[i]))
            ledger->month[ledger->month_count++] = i;
}

size_t dc_ledger_mark(const dc_ledger *ledger, dc_date date)
{
    size_t mark = dc_ledger_first_mark(ledger, date);
    assert(mark < ledger->mark_count && ledger->mark[mark].day == date.day);
    return mark;
}

static void index_days(dc_ledger *ledger, dc_arena *arena)
{
    int32_t first = ledger->mark[0].day, last = ledger->mark[ledger->mark_count - 1].day;
    size_t  at = 0;
    ledger->mark_of = dc_arena_alloc(arena, (size_t)(last - first) + 1, sizeof *ledger->mark_of);
    for (int32_t day = first; day <= last; day++) {
        at += ledger->mark[at].day < day;
        ledger->mark_of[day - first] = (uint16_t)at;
    }
}

/* --- the sweep --- */

typedef struct {
    const dc_ledger *ledger;
    uint16_t        *month_of; /* row of the month of issue by mark */
    size_t           stride;   /* marks and one more, where what never ends is taken off */
    int64_t         *sum;      /* [currency][column][mark] */
    int32_t          bucket_from[DC_AGED_BY_COUNT][DC_AGEING_BUCKETS_MAX + 1]; /* first day */
} sweep;

static void index_months(sweep *s)
{
    const dc_ledger *ledger = s->ledger;
    size_t           row = 0;
    s->month_of = dc_heap_alloc(s->stride, sizeof *s->month_of);
    for (size_t mark = 0; mark < s->stride; mark++) {
        while (row < ledger->month_count && ledger->month[row] < mark)
            row++;
        s->month_of[mark] = (uint16_t)row;
    }
}

static void index_buckets(sweep *s)
{
    for (int by = 0; by < DC_AGED_BY_COUNT; by++)
        for (size_t b = 0; b < dc_ageing_bucket_count(&s->ledger->edges, (dc_aged_by)by); b++)
            s->bucket_from[by][b] = dc_ageing_first_day(&s->ledger->edges, (dc_aged_by)by, b);
}

/* In a column from one mark up to, not including, another. */
static void add(sweep *s, uint16_t currency, size_t column, size_t from, size_t to, int64_t amount)
{
    int64_t *sum = s->sum + (currency * s->ledger->column_count + column) * s->stride;
    sum[from] += amount;
    sum[to] -= amount;
}

static void add_aged(sweep *s, uint16_t currency, dc_aged_by by, dc_date since, size_t from,
                     size_t to, int64_t amount)
{
    size_t  count = dc_ageing_bucket_count(&s->ledger->edges, by);
    int32_t age = s->ledger->mark[from].day - since.day;
    size_t  bucket = dc_ageing_bucket(&s->ledger->edges, by, age);
    while (from < to) {
        size_t end = to;
        if (bucket + 1 < count)
            end = dc_ledger_first_mark(s->ledger,
                                       dc_date_add_days(since, s->bucket_from[by][bucket + 1]));
        end = end < to ? end : to;
        if (end > from)
            add(s, currency, dc_ledger_aged(s->ledger, by, bucket), from, end, amount);
        from = end > from ? end : from;
        bucket++;
    }
}

/* Open by this much at the marks from .. to - 1. */
static void add_open(sweep *s, size_t claim, size_t from, size_t to, int64_t open)
{
    const dc_claims *claims = &s->ledger->book->claims;
    uint16_t         currency = claims->currency[claim];
    if (from >= to || open == 0)
        return;
    if (claims->kind[claim] == DC_CLAIM_UNAPPLIED) {
        add(s, currency, DC_LEDGER_UNAPPLIED, from, to, open);
    } else if (open < 0) {
        add(s, currency, DC_LEDGER_CREDITS, from, to, open);
    } else {
        size_t month = s->month_of[dc_ledger_first_mark(s->ledger, claims->issued[claim])];
        add_aged(s, currency, DC_AGED_BY_DUE, claims->due[claim], from, to, open);
        add_aged(s, currency, DC_AGED_BY_ISSUE, claims->issued[claim], from, to, open);
        add(s, currency, dc_ledger_issued_in(s->ledger, month), from, to, open);
    }
}

static void add_flows(sweep *s, size_t claim)
{
    const dc_claims *claims = &s->ledger->book->claims;
    size_t issued = dc_ledger_first_mark(s->ledger, claims->issued[claim]), end = s->stride - 1;
    if (claims->kind[claim] == DC_CLAIM_UNAPPLIED)
        return;
    add(s, claims->currency[claim],
        claims->kind[claim] == DC_CLAIM_INVOICE ? DC_LEDGER_INVOICED : DC_LEDGER_CREDIT_NOTES,
        issued, end, claims->amount[claim].minor);
}

static void sweep_claim(sweep *s, size_t claim)
{
    const dc_claims *claims = &s->ledger->book->claims;
    const dc_events *events = &s->ledger->book->events;
    uint16_t         currency = claims->currency[claim];
    int32_t          known = claims->issued[claim].day;
    if (claims->entered[claim].day > known)
        known = claims->entered[claim].day;
    size_t  at = dc_ledger_first_mark(s->ledger, DC_DATE(known)), end = s->stride - 1;
    int64_t open = claims->amount[claim].minor;
    for (uint32_t e = claims->first_event[claim]; e < claims->first_event[claim + 1]; e++) {
        size_t  mark = dc_ledger_first_mark(s->ledger, events->date[e]);
        int64_t amount = events->amount[e].minor;
        add(s, currency, DC_LEDGER_EVENTS + (size_t)events->kind[e], mark, end, amount);
        if (events->kind[e] == DC_EVENT_RECOVERY)
            continue;
        if (dc_event_has_maturity(events->kind[e]) && dc_date_is_set(events->maturity[e])) {
            size_t matured = dc_ledger_first_mark(s->ledger, events->maturity[e]);
            bool   is_bill = events->kind[e] == DC_EVENT_BILL;
            if (matured > mark)
                add(s, currency, is_bill ? DC_LEDGER_BILLS : DC_LEDGER_SOLD, mark, matured, amount);
        }
        add_open(s, claim, at, mark, open);
        at = mark > at ? mark : at;
        open -= amount;
    }
    add_open(s, claim, at, end, open);
    add_flows(s, claim);
}

/* --- in the book currency --- */

static void translate(dc_ledger *ledger, const sweep *s)
{
    size_t rows = ledger->book->currency_count * ledger->column_count;
    for (size_t row = 0; row < rows; row++) {
        const int64_t *change = s->sum + row * s->stride;
        int64_t       *document = ledger->document + row * ledger->mark_count, sum = 0;
        int64_t       *total = ledger->total + row % ledger->column_count * ledger->mark_count;
        uint16_t       currency = (uint16_t)(row / ledger->column_count);
        for (size_t mark = 0; mark < ledger->mark_count; mark++) {
            document[mark] = sum += change[mark];
            total[mark] += dc_book_translate(ledger->book, currency, DC_MONEY(sum)).minor;
        }
    }
}

int64_t dc_ledger_flow(const dc_ledger *ledger, size_t column, size_t from, size_t to)
{
    int64_t flow = 0;
    for (uint16_t currency = 0; currency < ledger->book->currency_count; currency++) {
        int64_t own = dc_ledger_in(ledger, currency, column, to) -
                      dc_ledger_in(ledger, currency, column, from);
        flow += dc_book_translate(ledger->book, currency, DC_MONEY(own)).minor;
    }
    return flow;
}

/* Cents that translation leaves between two ways to cut the same balance go to the larger part. */
static void level(dc_ledger *ledger, size_t first, size_t count)
{
    for (size_t mark = 0; mark < ledger->mark_count; mark++) {
        int64_t surplus = dc_ledger_debit(ledger, mark);
        size_t  largest = first;
        for (size_t column = first; column < first + count; column++) {
            surplus -= dc_ledger_at(ledger, column, mark);
            if (dc_ledger_at(ledger, column, mark) > dc_ledger_at(ledger, largest, mark))
                largest = column;
        }
        ledger->total[largest * ledger->mark_count + mark] += surplus;
    }
}

size_t dc_ledger_aged(const dc_ledger *ledger, dc_aged_by by, size_t bucket)
{
    size_t before = by == DC_AGED_BY_ISSUE ? ledger->edges.count + 2 : 0;
    return DC_LEDGER_AGED + before + bucket;
}

size_t dc_ledger_issued_in(const dc_ledger *ledger, size_t month)
{
    return DC_LEDGER_AGED + 2 * ledger->edges.count + 3 + month;
}

int64_t dc_ledger_overdue(const dc_ledger *ledger, size_t mark)
{
    int64_t sum = 0;
    for (size_t b = 1; b < dc_ageing_bucket_count(&ledger->edges, DC_AGED_BY_DUE); b++)
        sum += dc_ledger_at(ledger, dc_ledger_aged(ledger, DC_AGED_BY_DUE, b), mark);
    return sum;
}

int64_t dc_ledger_debit(const dc_ledger *ledger, size_t mark)
{
    return dc_ledger_overdue(ledger, mark) +
           dc_ledger_at(ledger, dc_ledger_aged(ledger, DC_AGED_BY_DUE, 0), mark);
}

dc_ledger *dc_ledger_make(dc_arena *arena, const dc_book *book, const dc_date *dates, size_t count,
                          const dc_ageing_edges *edges)
{
    dc_ledger *ledger = dc_arena_alloc(arena, 1, sizeof *ledger);
    assert(count > 0 && dates[count - 1].day <= book->as_of.day);
    *ledger = (dc_ledger){.book = book, .edges = *edges};
    mark_days(ledger, arena, dates, count);
    index_days(ledger, arena);
    size_t by_month = ledger->month_count + 1; /* what is issued after the last month end */
    ledger->column_count = dc_ledger_issued_in(ledger, by_month);
    ledger->total =
        dc_arena_alloc(arena, ledger->column_count * ledger->mark_count, sizeof *ledger->total);

    sweep s = {.ledger = ledger, .stride = ledger->mark_count + 1};
    index_months(&s);
    index_buckets(&s);
    ledger->document =
        dc_arena_alloc(arena, book->currency_count * ledger->column_count * ledger->mark_count,
                       sizeof *ledger->document);
    s.sum = dc_heap_alloc(book->currency_count * ledger->column_count * s.stride, sizeof *s.sum);
    for (size_t claim = 0; claim < book->claims.count; claim++)
        sweep_claim(&s, claim);
    translate(ledger, &s);
    level(ledger, dc_ledger_aged(ledger, DC_AGED_BY_ISSUE, 0), edges->count + 1);
    level(ledger, dc_ledger_issued_in(ledger, 0), by_month);
    free(s.sum);
    free(s.month_of);
    return ledger;
}
