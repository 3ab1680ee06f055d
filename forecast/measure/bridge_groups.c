/* bridge_groups.c - see bridge_groups.h. */
#include "bridge_groups.h"

#include <stdlib.h>
#include <string.h>

#include "formulas.h"
#include "ledger.h"

/* --- groups ----------------------------------------------------------------------------------- */

typedef struct {
    double   sales;
    uint32_t customer;
} sold;

static int compare_sold(const void *left, const void *right)
{
    const sold *a = left, *b = right;
    if (a->sales != b->sales)
        return a->sales > b->sales ? -1 : 1;
    return (a->customer > b->customer) - (a->customer < b->customer);
}

static double home(const dc_book *book, size_t claim, int64_t amount)
{
    return (double)dc_book_translate(book, book->claims.currency[claim], DC_MONEY(amount)).minor;
}

static bool is_sale_in(const dc_claims *claims, size_t i, dc_period period)
{
    return claims->kind[i] == DC_CLAIM_INVOICE && claims->issued[i].day > period.from.day &&
           claims->issued[i].day <= period.to.day;
}

static void add_segment(dc_bridge_groups *out, size_t room, const char *segment)
{
    for (size_t i = 0; i < out->segment_count; i++)
        if (strcmp(out->segment[i], segment) == 0)
            return;
    if (out->segment_count < room)
        out->segment[out->segment_count++] = segment;
}

void dc_bridge_groups_make(dc_bridge_groups *out, dc_arena *arena, const dc_book *book,
                           dc_period sales, dc_bridge_grain grain)
{
    size_t count = book->customers.count, own = 0;
    sold  *by = dc_heap_alloc(count + 1, sizeof *by);
    *out = (dc_bridge_groups){.of_customer =
                                  dc_arena_alloc(arena, count + 1, sizeof *out->of_customer)};
    for (size_t c = 0; c < count; c++)
        by[c].customer = (uint32_t)c;
    for (size_t i = 0; i < book->claims.count; i++)
        if (is_sale_in(&book->claims, i, sales))
            by[book->claims.customer[i]].sales += home(book, i, book->claims.amount[i].minor);
    qsort(by, count, sizeof *by, compare_sold);
    for (size_t c = 0; c < count; c++)
        out->of_customer[by[c].customer] =
            grain == DC_BRIDGE_BY_CUSTOMER && c < DC_BRIDGE_CUSTOMERS && by[c].sales > 0.0
                ? (uint32_t)own++
                : UINT32_MAX;
    free(by);
    for (size_t i = 0; i < book->claims.count && grain != DC_BRIDGE_ALL_ONE; i++)
        add_segment(out, DC_BRIDGE_GROUPS_MAX - own - 1, dc_claim_segment(&book->claims, i));
    out->count = own + out->segment_count + 1; /* the last: what is of no segment known here */
}

size_t dc_bridge_group_of(const dc_bridge_groups *groups, uint32_t customer, const char *segment)
{
    size_t own = groups->count - groups->segment_count - 1;
    if (customer != UINT32_MAX && groups->of_customer[customer] != UINT32_MAX)
        return groups->of_customer[customer];
    for (size_t i = 0; i < groups->segment_count; i++)
        if (strcmp(groups->segment[i], segment) == 0)
            return own + i;
    return groups->count - 1;
}

/* --- the past --------------------------------------------------------------------------------- */

static void add_claim(dc_bridge_state *to, const dc_book *book, size_t i, dc_date date,
                      bool disputes)
{
    const dc_claims *claims = &book->claims;
    int32_t          terms = dc_date_days_between(claims->issued[i], claims->due[i]);
    dc_period        period = {dc_date_add_days(date, -DC_DSO_DAYS), date};
    double           amount = home(book, i, claims->amount[i].minor);
    double           open = home(book, i, dc_claim_open_at(book, i, date));
    if (claims->kind[i] == DC_CLAIM_CREDIT || open < 0.0) {
        to->credits += open;
        return;
    }
    to->open += open;
    if (disputes && claims->disputed[i])
        to->disputed += open;
    if (is_sale_in(claims, i, period)) {
        to->sales += amount;
        to->sales_days += amount * terms;
    }
    if (claims->entered[i].day <= date.day && claims->due[i].day > date.day)
        to->undue += amount;
}

void dc_bridge_state_past(dc_bridge_state out[DC_BRIDGE_GROUPS_MAX], const dc_book *book,
                          const dc_bridge_groups *groups, dc_date date, bool disputes)
{
    const dc_claims *claims = &book->claims;
    memset(out, 0, DC_BRIDGE_GROUPS_MAX * sizeof *out);
    for (size_t i = 0; i < claims->count; i++)
        if (claims->kind[i] != DC_CLAIM_UNAPPLIED && claims->issued[i].day <= date.day)
            add_claim(
                &out[dc_bridge_group_of(groups, claims->customer[i], dc_claim_segment(claims, i))],
                book, i, date, disputes);
}

/* --- parts ------------------------------------------------------------------------------------ */

double dc_bridge_sales(const dc_bridge_state *state, size_t count)
{
    double sum = 0.0;
    for (size_t g = 0; g < count; g++)
        sum += state[g].sales;
    return sum;
}

double dc_bridge_dso(const dc_bridge_state *state, size_t count)
{
    double sum = 0.0;
    for (size_t g = 0; g < count; g++)
        sum += state[g].open + state[g].credits;
    return dc_days_of_sales(sum, dc_bridge_sales(state, count), DC_DSO_DAYS);
}

enum { WITHIN = DC_BRIDGE_CREDITS - DC_BRIDGE_TERMS + 1 }; /* parts of a group's own days */

/* Days of a group by part, as parts of the whole: share of sales x own days.  `share` is 0, and
 * the terms are 0 days, where nothing was sold. */
static void split(double contribution[WITHIN], double *share, const dc_bridge_state *state,
                  double sales)
{
    double days = DC_DSO_DAYS / sales;
    double terms = state->sales_days / sales;
    *share = state->sales / sales;
    contribution[DC_BRIDGE_TERMS - DC_BRIDGE_TERMS] = terms;
    contribution[DC_BRIDGE_TIMING - DC_BRIDGE_TERMS] = state->undue * days - terms;
    contribution[DC_BRIDGE_LATENESS - DC_BRIDGE_TERMS] =
        (state->open - state->disputed - state->undue) * days;
    contribution[DC_BRIDGE_DISPUTES - DC_BRIDGE_TERMS] = state->disputed * days;
    contribution[DC_BRIDGE_CREDITS - DC_BRIDGE_TERMS] = state->credits * days;
}

static bool is_nothing(const dc_bridge_state *state)
{
    return state->sales == 0.0 && state->open == 0.0 && state->credits == 0.0;
}

void dc_bridge_parts(double part[DC_BRIDGE_PARTS], const dc_bridge_state *from,
                     const dc_bridge_state *to, size_t count)
{
    double before = dc_bridge_sales(from, count), after = dc_bridge_sales(to, count);
    memset(part, 0, DC_BRIDGE_PARTS * sizeof *part);
    for (size_t g = 0; g < count; g++) {
        double was[WITHIN], is[WITHIN], share_was, share_is;
        split(was, &share_was, &from[g], before);
        split(is, &share_is, &to[g], after);
        bool at_both = share_was > 0.0 && share_is > 0.0;
        bool came_or_left = is_nothing(&from[g]) || is_nothing(&to[g]);
        for (int i = 0; i < WITHIN; i++) {
            double mix = came_or_left ? is[i] - was[i] : 0.0;
            if (at_both)
                mix = (share_is - share_was) * (was[i] / share_was + is[i] / share_is) / 2.0;
            part[DC_BRIDGE_MIX] += mix;
            part[DC_BRIDGE_TERMS + i] += is[i] - was[i] - mix;
        }
    }
}
