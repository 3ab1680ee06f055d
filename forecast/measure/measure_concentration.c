/* measure_concentration.c - how much of the receivables a few customers owe. */
#include <string.h>

#include "measure_groups.h"

enum { LARGEST = 10 };

/* Of one date: open invoices less credits of each customer that owes something. */
typedef struct {
    double all, squares;
    double largest[LARGEST]; /* descending */
} holding;

static void hold(holding *out, double open)
{
    size_t at = LARGEST;
    if (open <= 0.0)
        return;
    out->all += open;
    out->squares += open * open;
    while (at > 0 && out->largest[at - 1] < open)
        at--;
    if (at == LARGEST)
        return;
    memmove(&out->largest[at + 1], &out->largest[at], (LARGEST - 1 - at) * sizeof(double));
    out->largest[at] = open;
}

/* What one customer owes at each date, as changes from date to date. */
typedef struct {
    const dc_measuring *m;
    size_t             *date_of;   /* by mark: first date on or after it */
    int64_t            *change;    /* count + 1 */
    size_t              low, high; /* dates touched */
    holding            *held;
} walk;

static size_t first_date(const walk *w, dc_date day)
{
    return w->date_of[dc_ledger_first_mark(w->m->ledger, day)];
}

static void add(walk *w, uint16_t currency, size_t from, size_t to, int64_t amount)
{
    if (from >= to || amount == 0)
        return;
    int64_t value = dc_book_translate(w->m->book, currency, DC_MONEY(amount)).minor;
    w->change[from] += value;
    w->change[to] -= value;
    w->low = from < w->low ? from : w->low;
    w->high = to > w->high ? to : w->high;
}

static void add_claim(walk *w, size_t claim)
{
    const dc_claims *claims = &w->m->book->claims;
    const dc_events *events = &w->m->book->events;
    bool             late = claims->entered[claim].day > claims->issued[claim].day;
    size_t           at = first_date(w, late ? claims->entered[claim] : claims->issued[claim]);
    int64_t          open = claims->amount[claim].minor;
    if (claims->kind[claim] == DC_CLAIM_UNAPPLIED)
        return;
    for (uint32_t e = claims->first_event[claim]; e < claims->first_event[claim + 1]; e++) {
        size_t date = first_date(w, events->date[e]);
        if (events->kind[e] == DC_EVENT_RECOVERY)
            continue;
        add(w, claims->currency[claim], at, date, open);
        at = date > at ? date : at;
        open -= events->amount[e].minor;
    }
    add(w, claims->currency[claim], at, w->m->count, open);
}

static void close_customer(walk *w)
{
    int64_t open = 0;
    for (size_t d = w->low; d < w->high; d++) {
        open += w->change[d];
        hold(&w->held[d], (double)open);
    }
    for (size_t d = w->low; d <= w->high && d <= w->m->count; d++)
        w->change[d] = 0;
    w->low = w->m->count;
    w->high = 0;
}

static void tell(const dc_measuring *m, size_t date, const holding *held)
{
    static const struct {
        dc_measure measure;
        size_t     count;
    } shares[] = {{DC_MEASURE_TOP_1_SHARE, 1},
                  {DC_MEASURE_TOP_5_SHARE, 5},
                  {DC_MEASURE_TOP_10_SHARE, LARGEST}};
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++) {
        double sum = 0.0;
        for (size_t k = 0; k < shares[i].count; k++)
            sum += held->largest[k];
        if (held->all <= 0.0) {
            dc_measure_lack(m, date, shares[i].measure);
            continue;
        }
        dc_measure_value *value = dc_measure_tell(m, date, shares[i].measure, sum / held->all);
        dc_measure_part_of(value, DC_WORD_PART_LARGEST, DC_UNIT_MONEY, sum);
        dc_measure_part_of(value, DC_WORD_PART_OWED, DC_UNIT_MONEY, held->all);
    }
    if (held->all <= 0.0) {
        dc_measure_lack(m, date, DC_MEASURE_CONCENTRATION);
        return;
    }
    double hhi = held->squares / held->all / held->all;
    dc_measure_part_of(dc_measure_tell(m, date, DC_MEASURE_CONCENTRATION, hhi), DC_WORD_PART_ALIKE,
                       DC_UNIT_COUNT, 1.0 / hhi);
}

void dc_measure_concentration(const dc_measuring *m)
{
    const dc_claims *claims = &m->book->claims;
    size_t           marks = m->ledger->mark_count;
    walk             w = {.m = m,
                          .low = m->count,
                          .date_of = dc_arena_alloc(m->arena, marks + 1, sizeof *w.date_of),
                          .change = dc_arena_alloc(m->arena, m->count + 1, sizeof *w.change),
                          .held = dc_arena_alloc(m->arena, m->count, sizeof *w.held)};
    for (size_t mark = 0, date = 0; mark <= marks; mark++) {
        while (date < m->count && (mark == marks || m->date[date].day < m->ledger->mark[mark].day))
            date++;
        w.date_of[mark] = date;
    }
    /* Claims are in the order of customers. */
    for (size_t i = 0; i < claims->count; i++) {
        if (i > 0 && claims->customer[i] != claims->customer[i - 1])
            close_customer(&w);
        add_claim(&w, i);
    }
    close_customer(&w);
    for (size_t d = 0; d < m->count; d++)
        tell(m, d, &w.held[d]);
}
