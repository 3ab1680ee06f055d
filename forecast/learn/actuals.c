/* actuals.c - walks the claims of a sample of customers. */
#include "actuals.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "counts.h"
#include "duecast/clones.h"
#include "turns.h"

enum {
    CUSTOMERS_THIN = 2000,   /* of those with few claims, every so many are enough */
    CLAIMS_THICK = 8,        /* customers with more may have a week of their own: all are walked */
    CLAIMS_TO_KEEP = 2000000 /* rows of every so many customers tell factors as well */
};

/* What the threads share. */
typedef struct {
    const dc_book  *book;
    const dc_model *model;
    const bool     *wanted;         /* by customer: is walked */
    uint32_t        every;          /* so many customers' claims are kept one by one */
    dc_date         first;          /* the first day seen */
    int32_t         recent, middle; /* days where the recent days and their newer half begin */
    uint8_t         turn[DC_RECENT_DAYS]; /* and DC_TURN_COUNT in odd months */
    const dc_pay_days_of *pay_days;
} ground;

/* What one of them writes: sums over its share of the claims, and rows of its own. */
typedef struct {
    const ground       *of;
    double              actual[DC_SEEN_DAYS], expected[DC_SEEN_DAYS];
    dc_actual_claim    *claim;
    dc_actual_customer *customer;
    size_t              claim_count, customer_count;
    /* The customer at hand: hazards by days late from DC_HAZARD_FIRST on, running sums of them,
     * settlements expected by day seen, and the first and last day with any. */
    double  hazard[DC_HAZARD_DAYS], sum[DC_HAZARD_DAYS + 1];
    double  own[DC_SEEN_DAYS];
    int32_t from, to;
    int32_t
        late_days; /* how many of the days late its claims were open on, at most DC_HAZARD_DAYS */
    uint32_t paid_by[DC_SEEN_DAYS]; /* by day: the customer last seen paying on it, plus one */
    const uint8_t *place; /* of the recent days, with days of the month that may be its own */
} walk;

static int32_t clamp(int32_t value, int32_t least, int32_t most)
{
    return value < least ? least : value > most ? most : value;
}

/* How late the claims from .. to - 1 were at most while they were open. */
static int32_t latest_of(const dc_book *book, size_t from, size_t to)
{
    const dc_claims *claims = &book->claims;
    int32_t          latest = DC_HAZARD_FIRST;
    for (size_t i = from; i < to; i++) {
        uint32_t last = claims->first_event[i + 1];
        bool     is_closed = dc_date_is_set(claims->closed[i]) && last > claims->first_event[i];
        int32_t  end = is_closed ? book->events.date[last - 1].day : book->as_of.day;
        latest = end - claims->due[i].day > latest ? end - claims->due[i].day : latest;
    }
    return latest;
}

/* `days` of them. */
static void fill_hazards(double *out, int32_t days, const dc_model *model, uint32_t customer)
{
    const double open_least = 1e-6;
    double       paid[DC_HAZARD_DAYS + 1], lost[DC_HAZARD_DAYS + 1], hazard = 0.0;
    dc_law       law = {days, paid, lost};
    dc_law_ask   ask = {.customer = customer,
                        .due = 1 - DC_HAZARD_FIRST,
                        .first = 1,
                        .pace = 1.0,
                        .loss_multiplier = 1.0};
    dc_law_fill(&law, model, &ask, NULL, DC_DATE_NONE);
    for (int32_t day = 1; day <= days; day++) {
        double open = 1.0 - paid[day - 1] - lost[day - 1];
        if (open > open_least)
            hazard = fmin(fmax((paid[day] - paid[day - 1]) / open, 0.0), 1.0);
        out[day - 1] = hazard;
    }
}

void dc_actuals_hazards(double out[DC_HAZARD_DAYS], const dc_model *model, uint32_t customer)
{
    fill_hazards(out, DC_HAZARD_DAYS, model, customer);
}

static void know_customer(walk *at, uint32_t customer, int32_t latest)
{
    at->late_days = clamp(latest - DC_HAZARD_FIRST + 1, 1, DC_HAZARD_DAYS);
    fill_hazards(at->hazard, at->late_days, at->of->model, customer);
    for (int32_t i = 0; i < at->late_days; i++)
        at->sum[i + 1] = at->sum[i] + at->hazard[i];
    at->from = DC_SEEN_DAYS;
    at->to = -1;
}

/* Sum of what is summed up in `running`, over days late from .. to; beyond the ends as there. */
static double sum_over(const double *running, int32_t count, double first, double last,
                       int32_t from, int32_t to)
{
    int32_t low = from - DC_HAZARD_FIRST, high = to - DC_HAZARD_FIRST + 1;
    double  sum = 0.0;
    if (low >= high)
        return 0.0;
    if (low < 0)
        sum += first * ((high < 0 ? high : 0) - low);
    if (high > count)
        sum += last * (high - (low > count ? low : count));
    low = low < 0 ? 0 : low;
    high = high > count ? count : high;
    return low < high ? sum + (running[high] - running[low]) : sum;
}

static double hazards_over(const walk *at, int32_t from, int32_t to)
{
    return sum_over(at->sum, at->late_days, at->hazard[0], at->hazard[at->late_days - 1], from, to);
}

DC_CLONES static void add_times(double *restrict out, const double *restrict of, double factor,
                                int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        out[i] += factor * of[i];
}

static void add_same(double *out, double value, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        out[i] += value;
}

/* Adds the hazards of days late from .. to to the days seen from `row` on. */
static void add_hazards(walk *at, int32_t row, int32_t from, int32_t to, double fraction)
{
    int32_t beyond = DC_HAZARD_FIRST + at->late_days;
    int32_t low = clamp(from, DC_HAZARD_FIRST, beyond);
    int32_t high = clamp(to + 1, DC_HAZARD_FIRST, beyond);
    int32_t last = from > high ? from : high;
    if (from < DC_HAZARD_FIRST)
        add_same(&at->own[row], fraction * at->hazard[0],
                 (to < DC_HAZARD_FIRST ? to + 1 : low) - from);
    if (low < high)
        add_times(&at->own[row + low - from], &at->hazard[low - DC_HAZARD_FIRST], fraction,
                  high - low);
    if (to >= beyond)
        add_same(&at->own[row + last - from], fraction * at->hazard[at->late_days - 1],
                 to + 1 - last);
}

/* Days from .. to with the fraction of a claim that was open. */
static void add_days(walk *at, dc_actual_claim *claim, int32_t due, int32_t from, int32_t to,
                     double fraction)
{
    const ground *of = at->of;
    int32_t       row;
    if (from < of->first.day)
        from = of->first.day;
    if (from > to)
        return;
    row = from - of->first.day;
    at->from = row < at->from ? row : at->from;
    at->to = row + to - from > at->to ? row + to - from : at->to;
    add_hazards(at, row, from - due, to - due, fraction);
    if (to < of->recent)
        return;
    from = from < of->recent ? of->recent : from;
    int32_t turn = clamp(of->middle, from, to + 1); /* of the halves */
    claim->expected[0] += fraction * hazards_over(at, from - due, turn - 1 - due);
    claim->expected[1] += fraction * hazards_over(at, turn - due, to - due);
}

static void add_settled(walk *at, dc_actual_customer *customer, dc_actual_claim *claim, int32_t day,
                        double part, bool is_payment)
{
    const ground *of = at->of;
    int32_t       row = day - of->first.day;
    if (row < 0)
        return;
    at->actual[row] += part;
    if (day < of->recent)
        return;
    claim->actual[day >= of->middle] += part;
    if (!is_payment || at->paid_by[row] == customer->customer + 1)
        return;
    at->paid_by[row] = customer->customer + 1;
    customer->paid[dc_date_weekday(DC_DATE(day))]++;
    int turn = of->turn[day - of->recent];
    customer->paid_turn[turn >= DC_TURN_COUNT][turn % DC_TURN_COUNT]++;
    if (at->place)
        customer->paid_place[dc_pay_place_of(at->place[day - of->recent])]++;
}

static void walk_claim(walk *at, dc_actual_customer *customer, dc_actual_claim *claim)
{
    const dc_claims *claims = &at->of->book->claims;
    const dc_events *events = &at->of->book->events;
    uint32_t         i = claim->claim;
    int32_t          first = dc_claim_at_risk_from(at->of->book, i).day;
    int32_t          day = first, due = claims->due[i].day;
    double           whole = (double)claims->amount[i].minor, fraction = 1.0;
    for (uint32_t e = claims->first_event[i]; e < claims->first_event[i + 1]; e++) {
        if (events->kind[e] == DC_EVENT_RECOVERY)
            continue;
        int32_t on = dc_event_counts_on(at->of->book, i, e).day;
        double  part = (double)events->amount[e].minor / whole;
        if (on >= day) {
            add_days(at, claim, due, day, on, fraction);
            day = on + 1;
        }
        if (events->kind[e] != DC_EVENT_WRITE_OFF && on >= first)
            add_settled(at, customer, claim, on, part, dc_event_is_payment(events->kind[e]));
        fraction -= part;
    }
    if (!dc_date_is_set(claims->closed[i]) && fraction > 0.0)
        add_days(at, claim, due, day, at->of->book->as_of.day, fraction);
}

/* Walks a customer's claims that were open on one of the days seen; returns the next customer's
 * first claim. */
static size_t walk_claims(walk *at, dc_actual_customer *customer, size_t claim)
{
    const dc_claims *claims = &at->of->book->claims;
    bool             kept = customer->customer % at->of->every == 0;
    for (; claim < claims->count && claims->customer[claim] == customer->customer; claim++) {
        if (claims->closed[claim].day < at->of->first.day ||
            !dc_claim_teaches(at->of->book, claim, at->of->book->as_of))
            continue;
        dc_actual_claim row = {.claim = (uint32_t)claim};
        walk_claim(at, customer, &row);
        if (kept && row.expected[0] + row.expected[1] > 0.0)
            at->claim[at->claim_count++] = row;
    }
    return claim;
}

/* Sums by day and weekday, and how many days should have brought a payment. */
static void add_up_days(walk *at, dc_actual_customer *customer)
{
    int32_t recent = at->of->recent - at->of->first.day;
    int32_t weekday = dc_date_weekday(dc_date_add_days(at->of->first, at->from));
    for (int32_t i = at->from; i <= at->to; i++) {
        double expected = at->own[i];
        at->expected[i] += expected;
        at->own[i] = 0.0;
        if (i >= recent && expected > 0.0) {
            double due = -expm1(-expected);
            customer->expected[weekday] += expected;
            customer->due_turn[at->of->turn[i - recent] % DC_TURN_COUNT][weekday] += due;
            if (at->place)
                customer->due_place[dc_pay_place_of(at->place[i - recent])][weekday] += due;
        }
        weekday = weekday == 6 ? 0 : weekday + 1;
    }
}

static const uint8_t *places_of(const ground *of, uint32_t customer)
{
    const dc_pay_days_of *days = of->pay_days;
    uint32_t              row = days ? days->of[customer] : UINT32_MAX;
    return row == UINT32_MAX ? NULL : &days->row[row].place[of->recent - days->first.day];
}

static size_t walk_customer(walk *at, size_t claim)
{
    uint32_t customer = at->of->book->claims.customer[claim];
    if (!at->of->wanted[customer])
        return dc_skip_customer(at->of->book, claim);
    dc_actual_customer *row = &at->customer[at->customer_count++];
    *row = (dc_actual_customer){.customer = customer};
    at->place = places_of(at->of, customer);
    know_customer(at, customer,
                  latest_of(at->of->book, claim, dc_skip_customer(at->of->book, claim)));
    claim = walk_claims(at, row, claim);
    add_up_days(at, row);
    return claim;
}

static void find_turns(uint8_t turn[DC_RECENT_DAYS], const dc_book *book, int32_t first)
{
    dc_turns_look_up(turn, book, DC_DATE(first), DC_RECENT_DAYS);
    for (int32_t i = 0; i < DC_RECENT_DAYS; i++)
        if (dc_date_to_civil(DC_DATE(first + i)).month % 2)
            turn[i] += DC_TURN_COUNT;
}

/* Of the customers with few claims every so many. */
static uint32_t stride_of(const dc_model *model)
{
    size_t thin = 0;
    for (size_t c = 0; c < model->customer_count; c++)
        thin += model->settled_count[c] < CLAIMS_THICK;
    return (uint32_t)((thin + CUSTOMERS_THIN - 1) / CUSTOMERS_THIN);
}

dc_sample dc_sample_start(const dc_model *model)
{
    return (dc_sample){model, stride_of(model), 0};
}

bool dc_sample_has(dc_sample *sample, uint32_t customer)
{
    return sample->model->settled_count[customer] >= CLAIMS_THICK ||
           sample->thin++ % sample->stride == 0;
}

static const bool *choose_customers(dc_arena *arena, const dc_book *book, const dc_model *model)
{
    bool     *wanted = dc_arena_alloc(arena, book->customers.count + 1, sizeof *wanted);
    dc_sample sample = dc_sample_start(model);
    for (size_t claim = 0; claim < book->claims.count; claim = dc_skip_customer(book, claim)) {
        uint32_t customer = book->claims.customer[claim];
        wanted[customer] = dc_sample_has(&sample, customer);
    }
    return wanted;
}

static void walk_share(dc_actuals *out, walk *at, size_t share)
{
    const dc_book *book = at->of->book;
    size_t         claim = dc_share_first(book, share), end = dc_share_first(book, share + 1);
    at->claim = &out->claim[claim];
    at->customer = claim < end ? &out->customer[book->claims.customer[claim]] : NULL;
    while (claim < end)
        claim = walk_customer(at, claim);
}

/* Rows of the shares moved together, sums added up; both in order. */
static void join(dc_actuals *out, const walk *shares)
{
    for (size_t s = 0; s < DC_SHARES; s++) {
        const walk *at = &shares[s];
        if (at->customer_count == 0)
            continue;
        memmove(&out->claim[out->claim_count], at->claim, at->claim_count * sizeof *at->claim);
        memmove(&out->customer[out->customer_count], at->customer,
                at->customer_count * sizeof *at->customer);
        out->claim_count += at->claim_count;
        out->customer_count += at->customer_count;
        for (int32_t i = 0; i < DC_SEEN_DAYS; i++) {
            out->actual[i] += at->actual[i];
            out->expected[i] += at->expected[i];
        }
    }
}

void dc_actuals_gather(dc_actuals *out, dc_arena *arena, const dc_book *book, const dc_model *model,
                       bool pay_days)
{
    int32_t last = book->as_of.day;
    ground  of = {.book = book,
                  .model = model,
                  .wanted = choose_customers(arena, book, model),
                  .every = (uint32_t)(book->claims.count / CLAIMS_TO_KEEP) + 1,
                  .first = DC_DATE(last - DC_SEEN_DAYS + 1),
                  .recent = last - DC_RECENT_DAYS + 1,
                  .middle = last - DC_RECENT_DAYS / 2 + 1};
    walk   *shares = dc_heap_alloc(DC_SHARES, sizeof *shares);
    *out = (dc_actuals){.first = of.first, .day_count = DC_SEEN_DAYS};
    if (pay_days) {
        dc_pay_days_find(&out->pay_days, arena, book, of.wanted,
                         dc_date_add_days(book->as_of, -DC_DAYS_BEHIND),
                         DC_DAYS_BEHIND + DC_DAYS_AHEAD);
        of.pay_days = &out->pay_days;
    }
    out->actual = dc_arena_alloc(arena, DC_SEEN_DAYS, sizeof *out->actual);
    out->expected = dc_arena_alloc(arena, DC_SEEN_DAYS, sizeof *out->expected);
    out->claim = dc_arena_alloc(arena, book->claims.count + 1, sizeof *out->claim);
    out->customer = dc_arena_alloc(arena, book->customers.count + 1, sizeof *out->customer);
    find_turns(of.turn, book, of.recent);
#pragma omp parallel for schedule(dynamic)
    for (size_t s = 0; s < DC_SHARES; s++) {
        shares[s].of = &of;
        walk_share(out, &shares[s], s);
    }
    join(out, shares);
    free(shares);
}

int32_t dc_actuals_end(const dc_actuals *actuals)
{
    int32_t end = actuals->day_count;
    while (end > 0 && actuals->actual[end - 1] <= 0.0)
        end--;
    return end;
}

void dc_actuals_free(dc_actuals *actuals)
{
    dc_pay_days_free(&actuals->pay_days);
}
