/*
 * measure_settled.c - days to pay: of what was settled, and of everything.
 *
 * The mean over invoices settled in a period leaves out those still open, the slow ones.  The
 * survival mean counts them for as long as they have been open: each day's chance of being settled
 * is what was settled at that age / what was open at that age in the period, weighted by amount
 * (Kaplan & Meier, "Nonparametric estimation from incomplete observations", JASA 53, 1958; with
 * entry late, as a life table of a period).  What is written off or credited is censored.
 */
#include <math.h>
#include <stdlib.h>

#include "measure_groups.h"

enum { AGES = 366, MONTHS = 3 };

/* By interval (mark k - 1, mark k] and age in days, in the book currency. */
typedef struct {
    const dc_measuring *m;
    double             *exposed; /* changes from age to age; [mark][age up to AGES] */
    double             *settled;
    double             *amount, *amount_days; /* [mark]: invoices settled */
    size_t             *count;                /* [mark] */
} tallies;

static double *row_of(double *rows, size_t mark)
{
    return rows + mark * (AGES + 1);
}

static int32_t at_least_zero(int32_t days)
{
    return days > 0 ? days : 0;
}

static int32_t at_most(int32_t days, int32_t most)
{
    return days < most ? days : most;
}

/* Open on these days: at each interval from and up to some age. */
static void expose(tallies *t, size_t claim, dc_date first, dc_date last, double amount)
{
    const dc_ledger *ledger = t->m->ledger;
    dc_date          issued = t->m->book->claims.issued[claim];
    dc_date          end = DC_DATE(at_most(last.day, issued.day + AGES - 1));
    for (size_t mark = dc_ledger_first_mark(ledger, first); mark < ledger->mark_count; mark++) {
        dc_date from = mark > 0 ? dc_date_add_days(ledger->mark[mark - 1], 1) : first;
        if (from.day > end.day)
            return;
        dc_date begin = from.day > first.day ? from : first;
        dc_date close = ledger->mark[mark].day < end.day ? ledger->mark[mark] : end;
        double *row = row_of(t->exposed, mark);
        row[dc_date_days_between(issued, begin)] += amount;
        row[dc_date_days_between(issued, close) + 1] -= amount;
    }
}

/* Did its last settlement close it by money that came in on a known day? */
static bool closed_by_payment(const dc_book *book, size_t claim)
{
    const dc_claims *claims = &book->claims;
    for (uint32_t e = claims->first_event[claim + 1]; e-- > claims->first_event[claim];)
        if (book->events.kind[e] != DC_EVENT_RECOVERY)
            return dc_event_is_payment(book->events.kind[e]) && !book->events.undated[e];
    return false;
}

static void tally_claim(tallies *t, size_t claim)
{
    const dc_book   *book = t->m->book;
    const dc_claims *claims = &book->claims;
    dc_date          issued = claims->issued[claim], closed = claims->closed[claim];
    double           amount =
        (double)dc_book_translate(book, claims->currency[claim], claims->amount[claim]).minor;
    bool    is_closed = dc_date_is_set(closed), paid = is_closed && closed_by_payment(book, claim);
    int32_t entered = at_least_zero(dc_date_days_between(issued, claims->entered[claim]));
    int32_t age = is_closed ? at_least_zero(dc_date_days_between(issued, closed)) : INT32_MAX;
    int32_t exposed_to = is_closed ? age - !paid : dc_date_days_between(issued, book->as_of);
    size_t  mark = is_closed ? dc_ledger_first_mark(t->m->ledger, dc_date_add_days(issued, age))
                             : t->m->ledger->mark_count;

    entered = paid ? at_most(entered, age) : entered;
    if (entered < AGES && exposed_to >= entered)
        expose(t, claim, dc_date_add_days(issued, entered), dc_date_add_days(issued, exposed_to),
               amount);
    if (!paid || mark >= t->m->ledger->mark_count)
        return;
    if (age < AGES)
        row_of(t->settled, mark)[age] += amount;
    t->amount[mark] += amount;
    t->amount_days[mark] += amount * dc_date_days_between(issued, closed);
    t->count[mark]++;
}

static void tell_settled(const tallies *t, size_t date, size_t begin, size_t end)
{
    double amount = 0.0, days = 0.0;
    size_t count = 0;
    for (size_t mark = begin + 1; mark <= end; mark++) {
        amount += t->amount[mark];
        days += t->amount_days[mark];
        count += t->count[mark];
    }
    if (amount <= 0.0) {
        dc_measure_lack(t->m, date, DC_MEASURE_DAYS_TO_PAY);
        return;
    }
    dc_measure_value *value = dc_measure_tell(t->m, date, DC_MEASURE_DAYS_TO_PAY, days / amount);
    dc_measure_part_of(value, DC_WORD_PART_SETTLED, DC_UNIT_MONEY, amount);
    dc_measure_part_of(value, DC_WORD_PART_SETTLED_COUNT, DC_UNIT_COUNT, (double)count);
}

/* The sum of the chances of still being open at the end of each day of age. */
static void tell_survival(const tallies *t, size_t date, size_t begin, size_t end)
{
    const double tail = 0.05; /* what may remain open where no claim is old enough to tell */
    double       exposed = 0.0, open = 1.0, days = 0.0, seen = 0.0;
    bool         too_short = false;
    for (int32_t age = 0; age < AGES; age++) {
        double settled = 0.0;
        for (size_t mark = begin + 1; mark <= end; mark++) {
            exposed += row_of(t->exposed, mark)[age];
            settled += row_of(t->settled, mark)[age];
        }
        seen += settled;
        if (exposed > 0.5) /* a minor unit */
            open *= 1.0 - fmin(settled / exposed, 1.0);
        else if (open > tail)
            too_short = true;
        days += open;
    }
    if (seen <= 0.0 || too_short) {
        dc_measure_lack_for(t->m, date, DC_MEASURE_DAYS_TO_PAY_SURVIVAL,
                            seen <= 0.0 ? DC_WORD_MISSING_SETTLED : DC_WORD_MISSING_PERIOD);
        return;
    }
    dc_measure_value *value = dc_measure_tell(t->m, date, DC_MEASURE_DAYS_TO_PAY_SURVIVAL, days);
    dc_measure_part_of(value, DC_WORD_PART_SETTLED, DC_UNIT_MONEY, seen);
    dc_measure_part_of(value, DC_WORD_PART_STILL_OPEN, DC_UNIT_SHARE, open);
}

void dc_measure_days_to_pay(const dc_measuring *m)
{
    const dc_ledger *ledger = m->ledger;
    size_t           marks = ledger->mark_count;
    tallies          t = {.m = m,
                          .exposed = dc_heap_alloc(marks * (AGES + 1), sizeof(double)),
                          .settled = dc_heap_alloc(marks * (AGES + 1), sizeof(double)),
                          .amount = dc_heap_alloc(marks, sizeof(double)),
                          .amount_days = dc_heap_alloc(marks, sizeof(double)),
                          .count = dc_heap_alloc(marks, sizeof(size_t))};
    for (size_t claim = 0; claim < m->book->claims.count; claim++)
        if (dc_claim_is_invoice(&m->book->claims, claim))
            tally_claim(&t, claim);
    for (size_t d = 0; d < m->count; d++) {
        dc_date from = dc_months_before(m->date[d], MONTHS);
        size_t  begin = dc_ledger_mark(ledger, from), end = dc_ledger_mark(ledger, m->date[d]);
        if (!dc_measuring_covers(m, from)) {
            dc_measure_lack_for(m, d, DC_MEASURE_DAYS_TO_PAY, DC_WORD_MISSING_PERIOD);
            dc_measure_lack_for(m, d, DC_MEASURE_DAYS_TO_PAY_SURVIVAL, DC_WORD_MISSING_PERIOD);
            continue;
        }
        tell_settled(&t, d, begin, end);
        tell_survival(&t, d, begin, end);
    }
    free(t.exposed);
    free(t.settled);
    free(t.amount);
    free(t.amount_days);
    free(t.count);
}
