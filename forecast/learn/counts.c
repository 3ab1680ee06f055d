/* counts.c - what the ledger says about each day late. */
#include "counts.h"

#include <math.h>
#include <string.h>

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

double dc_bin_width(int bin)
{
    if (bin == 0 || bin == DC_BINS - 1)
        return 30.0;
    double width = (double)dc_bin_edges[bin + 1] - (double)dc_bin_edges[bin];
    return width < 30.0 ? width : 30.0;
}

static int32_t smaller(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/*
 * Every day weighs 2^(-age / half-life), by its own age: were it by the age of the claim's end,
 * what is never paid would always weigh as of today, what was paid beside it long ago little.  With
 * the due day `d` that is 2^((d - as_of) / half-life) 2^(days late / half-life); the first factor
 * is of the claim, the second is left to make_running_sums.
 */
static double grows_in(const dc_view *view, double days)
{
    return view->half_life_days > 0.0 ? exp2(days / view->half_life_days) : 1.0;
}

/* Both factors of days from .. to after the as-of date: of a far due day each alone runs over. */
static double sum_of_days(const dc_view *view, double from, double to)
{
    const double ln2 = 0x1.62e42fefa39efp-1;
    double       count = to - from + 1.0;
    if (view->half_life_days <= 0.0)
        return count;
    double rate = ln2 / view->half_life_days;
    return exp(rate * to) * expm1(-rate * count) / expm1(-rate);
}

/* While claims are walked, at_risk[i + 1] holds by how much the days at risk rise on day i; only
 * the first and the last day, which stand for many, hold their own sum, with both factors.  `due`
 * is in days after the as-of date. */
static void add_days(dc_tally *tally, const dc_view *view, double due, int32_t first, int32_t last,
                     double fraction)
{
    const int32_t end = DC_LATE_DAYS;
    if (first <= DC_LATE_FIRST)
        tally->at_risk[1] +=
            fraction * sum_of_days(view, due + first, due + smaller(last, DC_LATE_FIRST));
    if (last >= DC_LATE_LAST)
        tally->at_risk[end] +=
            fraction * sum_of_days(view, due + larger(first, DC_LATE_LAST), due + last);
    int32_t from = larger(first, DC_LATE_FIRST + 1) - DC_LATE_FIRST;
    int32_t to = smaller(last, DC_LATE_LAST - 1) - DC_LATE_FIRST;
    if (from > to)
        return;
    double weight = fraction * grows_in(view, due);
    tally->at_risk[from + 1] += weight;
    if (to + 2 < end)
        tally->at_risk[to + 2] -= weight;
}

static void make_running_sums(dc_tally *tally, const dc_view *view)
{
    double level = 0.0, grown = grows_in(view, DC_LATE_FIRST), step = grows_in(view, 1.0);
    for (int i = 1; i <= DC_LATE_DAYS; i++, grown *= step) {
        bool is_end = i == 1 || i == DC_LATE_DAYS;
        if (!is_end)
            level += tally->at_risk[i];
        tally->at_risk[i] = tally->at_risk[i - 1] + (is_end ? tally->at_risk[i] : grown * level);
        tally->settled[i] += tally->settled[i - 1];
    }
}

static void add_event(dc_tally *tally, int kind, int32_t late, double fraction, double value)
{
    if (kind == DC_EVENT_WRITE_OFF) {
        tally->written_off[dc_bin_of(late)] += fraction;
        return;
    }
    tally->settled[larger(smaller(late, DC_LATE_LAST), DC_LATE_FIRST) - DC_LATE_FIRST + 1] +=
        fraction;
    tally->late_weight += fraction;
    tally->late_sum += fraction * late;
    if (kind == DC_EVENT_CREDIT || kind == DC_EVENT_DISCOUNT)
        tally->not_cash_value += value;
    else
        tally->cash_value += value;
}

static bool closed_by(const dc_book *book, size_t claim, dc_date as_of)
{
    dc_date closed = book->claims.closed[claim];
    return dc_date_is_set(closed) && closed.day <= as_of.day;
}

/* In the book currency, so that a customer's yen do not outweigh another's euros. */
static double value_of(const dc_book *book, size_t claim, dc_money amount)
{
    return (double)dc_book_translate(book, book->claims.currency[claim], amount).minor;
}

/* Walks the events of one claim; days are days late. */
static void count_claim(dc_tally *tally, const dc_book *book, size_t claim, const dc_view *view)
{
    const dc_claims *claims = &book->claims;
    const dc_events *events = &book->events;
    int32_t          due = claims->due[claim].day;
    dc_date          from = dc_claim_at_risk_from(book, claim);
    int32_t          day = from.day - due;
    double           due_in = (double)due - view->as_of.day;
    double           whole = (double)claims->amount[claim].minor;
    double           fraction = 1.0;

    for (uint32_t e = claims->first_event[claim]; e < claims->first_event[claim + 1]; e++) {
        if (events->date[e].day > view->as_of.day)
            break;
        if (events->kind[e] == DC_EVENT_RECOVERY)
            continue;
        dc_date on = dc_event_counts_on(book, claim, e);
        int32_t late = on.day - due;
        double  part = (double)events->amount[e].minor / whole;
        if (late >= day) {
            add_days(tally, view, due_in, day, late, fraction);
            day = late + 1;
        }
        bool failure =
            events->kind[e] == DC_EVENT_WRITE_OFF && view->failed &&
            (int64_t)view->failed[claims->customer[claim]] + view->as_of.day <= events->date[e].day;
        /* Settled before it was entered, prepayments aside (on.day): nobody could have forecast
         * it, so it teaches nothing. */
        if (on.day >= from.day && !failure) {
            double now = grows_in(view, (double)on.day - view->as_of.day);
            add_event(tally, events->kind[e], late, now * part,
                      now * value_of(book, claim, events->amount[e]));
        }
        fraction -= part;
    }
    int32_t last = view->as_of.day - due;
    if (!closed_by(book, claim, view->as_of) && last >= day && fraction > 0.0)
        add_days(tally, view, due_in, day, last, fraction);
}

dc_date dc_claim_at_risk_from(const dc_book *book, size_t claim)
{
    const dc_claims *claims = &book->claims;
    uint32_t         first = claims->first_event[claim];
    bool             is_prepaid = first < claims->first_event[claim + 1] &&
                      book->events.date[first].day <= claims->issued[claim].day;
    return is_prepaid ? claims->issued[claim] : claims->entered[claim];
}

bool dc_claim_teaches(const dc_book *book, size_t claim, dc_date as_of)
{
    const dc_claims *claims = &book->claims;
    if (!dc_claim_is_invoice(claims, claim) || claims->entered[claim].day > as_of.day ||
        dc_claim_was_sold(book, claim))
        return false;
    bool    seen = !closed_by(book, claim, as_of);
    dc_date from = dc_claim_at_risk_from(book, claim);
    for (uint32_t e = claims->first_event[claim]; e < claims->first_event[claim + 1]; e++) {
        if (book->events.undated[e])
            return false;
        seen = seen || dc_event_counts_on(book, claim, e).day >= from.day;
    }
    return seen;
}

size_t dc_tally_customer(dc_tally *out, const dc_book *book, size_t claim, const dc_view *view)
{
    const dc_claims *claims = &book->claims;
    uint32_t         customer = claims->customer[claim];
    memset(out, 0, sizeof *out);
    for (; claim < claims->count && claims->customer[claim] == customer; claim++) {
        if (!dc_claim_teaches(book, claim, view->as_of))
            continue;
        count_claim(out, book, claim, view);
        bool closed = closed_by(book, claim, view->as_of);
        out->claims_settled += closed;
        out->claims_open += !closed;
    }
    make_running_sums(out, view);
    return claim;
}

/* In strides that double until they overshoot, then by halves: claims are sorted by customer. */
size_t dc_skip_customer(const dc_book *book, size_t claim)
{
    const uint32_t *customer = book->claims.customer;
    size_t          own = claim, stride = 1, end = book->claims.count;
    while (own + stride < end && customer[own + stride] == customer[claim]) {
        own += stride;
        stride *= 2;
    }
    size_t next = own + stride < end ? own + stride : end;
    while (next - own > 1) {
        size_t middle = own + (next - own) / 2;
        if (customer[middle] == customer[claim])
            own = middle;
        else
            next = middle;
    }
    return next;
}

size_t dc_share_first(const dc_book *book, size_t share)
{
    size_t claim = book->claims.count / DC_SHARES * share;
    if (share >= DC_SHARES)
        return book->claims.count;
    if (claim == 0 || book->claims.customer[claim - 1] != book->claims.customer[claim])
        return claim;
    return dc_skip_customer(book, claim);
}

int dc_tally_bins(dc_own_bin out[DC_BINS], const dc_tally *tally, int32_t shift)
{
    const double noise = 1e-9; /* what differences of running sums leave where nothing is */
    int          count = 0;
    for (int bin = 0, from = 0; bin < DC_BINS; bin++) {
        int to = bin + 1 < DC_BINS ? dc_bin_edges[bin + 1] + shift - DC_LATE_FIRST : DC_LATE_DAYS;
        double at_risk = tally->at_risk[to] - tally->at_risk[from];
        double settled = tally->settled[to] - tally->settled[from];
        from = to;
        if (at_risk > noise)
            out[count++] = (dc_own_bin){at_risk, fmin(fmax(settled, 0.0), at_risk), (uint8_t)bin};
    }
    return count;
}

double dc_tally_settled_on(const dc_tally *tally, int32_t days_late)
{
    int i = days_late - DC_LATE_FIRST;
    return tally->settled[i + 1] - tally->settled[i];
}

void dc_counts_start(dc_counts *out, dc_arena *arena, size_t customer_count)
{
    *out = (dc_counts){0};
    out->settled_count = dc_arena_alloc(arena, customer_count, sizeof(uint32_t));
    out->days_late_mean = dc_arena_alloc(arena, customer_count, sizeof(double));
    for (size_t c = 0; c < customer_count; c++)
        out->days_late_mean[c] = NAN;
}

void dc_counts_add(dc_counts *counts, const dc_tally *tally, uint32_t customer)
{
    dc_own_bin bins[DC_BINS];
    int        count = dc_tally_bins(bins, tally, 0);
    for (int i = 0; i < count; i++) {
        counts->exposure[bins[i].bin] += bins[i].at_risk;
        counts->settled[bins[i].bin] += bins[i].settled;
    }
    for (int bin = 0; bin < DC_BINS; bin++)
        counts->written_off[bin] += tally->written_off[bin];
    counts->cash_value += tally->cash_value;
    counts->not_cash_value += tally->not_cash_value;
    counts->claims_settled += tally->claims_settled;
    counts->claims_censored += tally->claims_open;
    counts->settled_count[customer] = tally->claims_settled;
    if (tally->late_weight > 0.0)
        counts->days_late_mean[customer] = tally->late_sum / tally->late_weight;
}

void dc_counts_join(dc_counts *counts, const dc_counts *share)
{
    for (int bin = 0; bin < DC_BINS; bin++) {
        counts->exposure[bin] += share->exposure[bin];
        counts->settled[bin] += share->settled[bin];
        counts->written_off[bin] += share->written_off[bin];
    }
    counts->cash_value += share->cash_value;
    counts->not_cash_value += share->not_cash_value;
    counts->claims_settled += share->claims_settled;
    counts->claims_censored += share->claims_censored;
}
