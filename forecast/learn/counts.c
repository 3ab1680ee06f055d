/* counts.c - what the ledger says about each day late. */
#include "counts.h"

#include <math.h>
#include <stdlib.h>

const int32_t dc_bin_edges[DC_BINS + 1] = {INT32_MIN, -45, -30, -21, -14, -7,  -4,       -2,
                                           -1,        0,   1,   2,   4,   8,   15,       22,
                                           31,        46,  61,  91,  121, 181, INT32_MAX};

int dc_bin_of(int32_t days_late)
{
    int bin = DC_BINS - 1;
    while (days_late < dc_bin_edges[bin])
        bin--;
    return bin;
}

/* Sums of one customer while its claims are walked; claims are ordered by customer. */
typedef struct {
    double at_risk[DC_BINS], settled[DC_BINS];
    double late_weight, late_sum;
} customer_sums;

static void add_days(double *at_risk, int32_t first, int32_t last, double weight)
{
    for (int bin = dc_bin_of(first); bin < DC_BINS && dc_bin_edges[bin] <= last; bin++) {
        int32_t from = first > dc_bin_edges[bin] ? first : dc_bin_edges[bin];
        int32_t to = last < dc_bin_edges[bin + 1] - 1 ? last : dc_bin_edges[bin + 1] - 1;
        at_risk[bin] += weight * (to - from + 1);
    }
}

static void add_event(dc_counts *counts, customer_sums *sums, int kind, int32_t late,
                      double fraction, double value)
{
    int bin = dc_bin_of(late);
    if (kind == DC_EVENT_WRITE_OFF) {
        counts->written_off[bin] += fraction;
        return;
    }
    sums->settled[bin] += fraction;
    sums->late_weight += fraction;
    sums->late_sum += fraction * late;
    if (kind == DC_EVENT_CREDIT || kind == DC_EVENT_DISCOUNT)
        counts->not_cash_value += value;
    else
        counts->cash_value += value;
}

static double recency_weight(const dc_book *book, size_t claim, double half_life_days)
{
    dc_date closed = book->claims.closed[claim];
    dc_date end = dc_date_is_set(closed) ? closed : book->as_of;
    int32_t age = dc_date_days_between(end, book->as_of);
    return half_life_days > 0.0 ? exp2(-age / half_life_days) : 1.0;
}

/* In the book currency, so that a customer's yen do not outweigh another's euros. */
static double value_of(const dc_book *book, size_t claim, dc_money amount)
{
    return (double)dc_book_translate(book, book->claims.currency[claim], amount).minor;
}

/* Walks the events of one claim; days are days late. */
static void count_claim(dc_counts *counts, customer_sums *sums, const dc_book *book, size_t claim,
                        double half_life_days)
{
    const dc_claims *claims = &book->claims;
    const dc_events *events = &book->events;
    int32_t          due = claims->due[claim].day;
    int32_t          day = claims->entered[claim].day - due;
    double           weight = recency_weight(book, claim, half_life_days);
    double           whole = (double)claims->amount[claim].minor;
    double           fraction = 1.0;

    for (uint32_t e = claims->first_event[claim]; e < claims->first_event[claim + 1]; e++) {
        if (events->kind[e] == DC_EVENT_RECOVERY)
            continue;
        int32_t late = events->date[e].day - due;
        double  part = (double)events->amount[e].minor / whole;
        if (late >= day) {
            add_days(sums->at_risk, day, late, weight * fraction);
            day = late + 1;
        }
        /* Settled before it was entered: nobody could have forecast it, so it teaches nothing. */
        if (events->date[e].day >= claims->entered[claim].day)
            add_event(counts, sums, events->kind[e], late, weight * part,
                      weight * value_of(book, claim, events->amount[e]));
        fraction -= part;
    }
    int32_t last = book->as_of.day - due;
    if (!dc_date_is_set(claims->closed[claim]) && last >= day && fraction > 0.0)
        add_days(sums->at_risk, day, last, weight * fraction);
}

static void close_customer(dc_counts *counts, size_t *capacity, dc_arena *arena, uint32_t customer,
                           const customer_sums *sums)
{
    counts->days_late_mean[customer] =
        sums->late_weight > 0.0 ? sums->late_sum / sums->late_weight : NAN;
    for (int bin = 0; bin < DC_BINS; bin++) {
        counts->exposure[bin] += sums->at_risk[bin];
        counts->settled[bin] += sums->settled[bin];
        if (sums->at_risk[bin] <= 0.0)
            continue;
        counts->cells = dc_arena_grow(arena, counts->cells, capacity, counts->cell_count + 1,
                                      sizeof *counts->cells);
        double settled = fmin(sums->settled[bin], sums->at_risk[bin]);
        counts->cells[counts->cell_count++] =
            (dc_cell){customer, (uint8_t)bin, sums->at_risk[bin], settled};
    }
}

void dc_counts_make(dc_counts *out, dc_arena *arena, const dc_book *book, double half_life_days)
{
    const dc_claims *claims = &book->claims;
    size_t           capacity = 0, claim = 0;
    *out = (dc_counts){0};
    out->settled_count = dc_arena_alloc(arena, book->customers.count, sizeof(uint32_t));
    out->days_late_mean = dc_arena_alloc(arena, book->customers.count, sizeof(double));

    for (uint32_t customer = 0; customer < book->customers.count; customer++) {
        customer_sums sums = {0};
        for (; claim < claims->count && claims->customer[claim] == customer; claim++) {
            if (claims->kind[claim] != DC_CLAIM_INVOICE || claims->amount[claim].minor <= 0)
                continue;
            count_claim(out, &sums, book, claim, half_life_days);
            bool closed = dc_date_is_set(claims->closed[claim]);
            out->settled_count[customer] += closed;
            out->claims_settled += closed;
            out->claims_censored += !closed;
        }
        close_customer(out, &capacity, arena, customer, &sums);
    }
}
