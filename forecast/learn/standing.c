/*
 * standing.c - which customers' orders of the past year say what they will order.
 *
 * Days on which a customer is invoiced are taken to come by chance at its own rate r.  It has
 * stopped where it has been silent for g days and would not have been with chance exp(-r g): where
 * r g is 8 or more, or 3 of customers that order regularly (regular.h), of whom chance is no
 * excuse.  A season is no stop: neither who was as silent in the same days a year before, nor
 * anybody where the whole ledger has fallen silent.
 *
 * It is new where its first invoice lies within the year, on 8 days of invoicing or more, and so
 * far behind the ledger's first one that it would have ordered before: then it repeats the whole
 * weeks, or months, since.  What a year ago says of it is that it was not there.
 */
#include "standing.h"

#include <stdlib.h>
#include <string.h>

#include "counts.h"
#include "duecast/billing.h"
#include "sales_cells.h"

enum {
    YEAR = DC_SALES_YEAR,
    REACH = 2 * YEAR, /* days looked back on */
    NEW_INVOICING_LEAST = 8,
    NEW_DAYS_LEAST = 56,
    STOPPED_INVOICING_LEAST = 4,
    STOPPED_DAYS_LEAST = 28
};

static const double silence_by_chance = 8.0, silence_of_regular = 3.0; /* orders missed */
static const double absence_by_chance = 5.0;
static const double ledger_silent = 0.5; /* of its usual rate */

/* Days before the end; of a customer the distinct ones, newest first. */
typedef struct {
    int32_t age[REACH + 1];
    int     count;
    int32_t oldest; /* of all its invoices, also beyond the reach */
} days_of_orders;

typedef struct {
    const dc_book *book;
    dc_date        end;
    int32_t        oldest;          /* age of the ledger's first invoice */
    double         since[YEAR + 1]; /* invoices of ages 0 .. day - 1, of all customers */
} ledger_days;

static int32_t age_of(const ledger_days *of, size_t claim)
{
    const dc_claims *claims = &of->book->claims;
    if (!dc_claim_is_invoice(claims, claim))
        return -1;
    return dc_date_days_between(claims->issued[claim], of->end);
}

static void look_over(ledger_days *of)
{
    for (size_t claim = 0; claim < of->book->claims.count; claim++) {
        int32_t age = age_of(of, claim);
        of->oldest = age > of->oldest ? age : of->oldest;
        if (age >= 0 && age < YEAR)
            of->since[age + 1] += 1.0;
    }
    for (int day = 1; day <= YEAR; day++)
        of->since[day] += of->since[day - 1];
}

static void gather(days_of_orders *out, const ledger_days *of, size_t first, size_t next)
{
    bool ordered[REACH + 1] = {false};
    out->count = 0;
    out->oldest = -1;
    for (size_t claim = first; claim < next; claim++) {
        int32_t age = age_of(of, claim);
        out->oldest = age > out->oldest ? age : out->oldest;
        if (age >= 0 && age <= REACH)
            ordered[age] = true;
    }
    for (int32_t age = 0; age <= REACH; age++)
        if (ordered[age])
            out->age[out->count++] = age;
}

static int count_within(const days_of_orders *days, int32_t from, int32_t to)
{
    int count = 0;
    for (int i = 0; i < days->count; i++)
        count += days->age[i] >= from && days->age[i] <= to;
    return count;
}

/* The ledger as a whole orders as ever in the days that the customer is silent. */
static bool others_order(const ledger_days *of, int32_t silent)
{
    int32_t days = silent < YEAR ? silent : YEAR, all = of->oldest < YEAR ? of->oldest + 1 : YEAR;
    return of->since[days] * all >= ledger_silent * of->since[YEAR] * days;
}

static bool has_stopped(const ledger_days *of, const days_of_orders *days, double dispersion)
{
    const double regular = 0.5;
    int32_t      silent = days->count > 0 ? days->age[0] : 0;
    if (silent < STOPPED_DAYS_LEAST)
        return false;
    int    orders = count_within(days, silent, silent + YEAR - 1);
    double active = (days->oldest < silent + YEAR ? days->oldest : silent + YEAR - 1) - silent;
    if (orders < STOPPED_INVOICING_LEAST || active <= 0.0)
        return false;
    double missed = (orders - 1) / active * silent;
    bool   was_there = days->oldest >= YEAR + silent;
    if (missed < (dispersion < regular ? silence_of_regular : silence_by_chance))
        return false;
    if (was_there && 2 * count_within(days, YEAR, YEAR + silent - 1) < missed)
        return false; /* it is silent at this time of the year */
    return others_order(of, silent);
}

static bool is_new(const ledger_days *of, const days_of_orders *days)
{
    int32_t first = days->oldest, before = of->oldest - first;
    return first < YEAR && first + 1 >= NEW_DAYS_LEAST && days->count >= NEW_INVOICING_LEAST &&
           (double)before * days->count >= absence_by_chance * (first + 1);
}

/* Whole weeks and months from its first invoice to the as-of date. */
static void repeat_its_own(dc_orders_of *out, const dc_book *book, dc_date first)
{
    dc_billing_past past = dc_billing_past_since(first, book->as_of);
    if (past.days > 0 && past.months > 0)
        *out = (dc_orders_of){DC_ORDERS_NEW, past.days, past.months};
}

static void judge(dc_model *model, const ledger_days *of, days_of_orders *days, size_t claim,
                  size_t next)
{
    uint32_t      customer = of->book->claims.customer[claim];
    dc_orders_of *out = &model->orders[customer];
    gather(days, of, claim, next);
    if (has_stopped(of, days, model->dispersion[customer])) {
        out->standing = DC_ORDERS_STOPPED;
    } else if (is_new(of, days)) {
        repeat_its_own(out, of->book, dc_date_add_days(of->end, -days->oldest));
    }
}

void dc_standing_learn(dc_model *model, const dc_book *book, dc_date end)
{
    ledger_days *of = dc_heap_alloc(1, sizeof *of);
    *of = (ledger_days){.book = book, .end = end, .oldest = -1};
    look_over(of);
    model->orders = dc_arena_alloc(model->arena, book->customers.count, sizeof *model->orders);
#pragma omp parallel for schedule(dynamic)
    for (size_t share = 0; share < DC_SHARES; share++) {
        days_of_orders *days = dc_heap_alloc(1, sizeof *days);
        size_t          last = dc_share_first(book, share + 1);
        for (size_t claim = dc_share_first(book, share), next; claim < last; claim = next) {
            next = dc_skip_customer(book, claim);
            judge(model, of, days, claim, next);
        }
        free(days);
    }
    for (size_t c = 0; c < book->customers.count; c++)
        model->stopped_customers += model->orders[c].standing == DC_ORDERS_STOPPED;
    free(of);
}
