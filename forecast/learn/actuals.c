/* actuals.c - walks the claims of a sample of customers. */
#include "actuals.h"

#include <math.h>
#include <string.h>

#include "counts.h"
#include "turns.h"

enum {
    CUSTOMERS_THIN = 2000, /* of those with few claims, every so many are enough */
    CLAIMS_THICK = 8       /* customers with more may have a week of their own: all are walked */
};

typedef struct {
    const dc_book *book;
    dc_actuals    *out;
    int32_t        recent, middle; /* days where the recent days and their newer half begin */
    double         hazard[DC_HAZARD_DAYS]; /* of the customer */
    double        *expected;               /* of the customer, by recent day */
    uint8_t       *turn;    /* of each recent day: turn, plus DC_TURN_COUNT in odd months */
    uint32_t      *paid_by; /* by day: the customer that was last seen paying on it, plus one */
} walk;

void dc_actuals_hazards(double out[DC_HAZARD_DAYS], const dc_model *model, uint32_t customer)
{
    const double open_least = 1e-6;
    double       paid[DC_HAZARD_DAYS + 1], lost[DC_HAZARD_DAYS + 1];
    dc_law       law = {DC_HAZARD_DAYS, paid, lost};
    dc_law_ask   ask = {customer, 1 - DC_HAZARD_FIRST, 1, 1.0, 1.0};
    double       hazard = 0.0;
    dc_law_fill(&law, model, &ask, NULL, DC_DATE_NONE);
    for (int32_t day = 1; day <= DC_HAZARD_DAYS; day++) {
        double open = 1.0 - paid[day - 1] - lost[day - 1];
        if (open > open_least)
            hazard = fmin(fmax((paid[day] - paid[day - 1]) / open, 0.0), 1.0);
        out[day - 1] = hazard;
    }
}

/* Days from .. to with the fraction of a claim that was open. */
static void add_days(walk *at, dc_actual_customer *customer, dc_actual_claim *claim, int32_t due,
                     int32_t from, int32_t to, double fraction)
{
    int32_t first = at->out->first.day, weekday;
    if (from < first)
        from = first;
    weekday = dc_date_weekday(DC_DATE(from));
    for (int32_t day = from; day <= to; day++) {
        double hazard = at->hazard[dc_hazard_at(day - due)];
        double expected = fraction * hazard;
        at->out->expected[day - first] += expected;
        if (day >= at->recent) {
            customer->expected[weekday] += expected;
            customer->squares += expected * hazard;
            at->expected[day - at->recent] += expected;
            claim->expected[day >= at->middle] += expected;
        }
        weekday = weekday == 6 ? 0 : weekday + 1;
    }
}

static void add_settled(walk *at, dc_actual_customer *customer, dc_actual_claim *claim, int32_t day,
                        double part, bool is_payment)
{
    int32_t row = day - at->out->first.day;
    if (row < 0)
        return;
    at->out->actual[row] += part;
    if (day < at->recent)
        return;
    claim->actual[day >= at->middle] += part;
    if (!is_payment || at->paid_by[row] == customer->customer + 1)
        return;
    at->paid_by[row] = customer->customer + 1;
    customer->paid[dc_date_weekday(DC_DATE(day))]++;
    int turn = at->turn[day - at->recent];
    customer->paid_turn[turn >= DC_TURN_COUNT][turn % DC_TURN_COUNT]++;
}

static void walk_claim(walk *at, dc_actual_customer *customer, dc_actual_claim *claim)
{
    const dc_claims *claims = &at->book->claims;
    const dc_events *events = &at->book->events;
    uint32_t         i = claim->claim;
    int32_t          day = claims->entered[i].day, due = claims->due[i].day;
    double           whole = (double)claims->amount[i].minor, fraction = 1.0;
    for (uint32_t e = claims->first_event[i]; e < claims->first_event[i + 1]; e++) {
        if (events->kind[e] == DC_EVENT_RECOVERY)
            continue;
        int32_t on = events->date[e].day;
        double  part = (double)events->amount[e].minor / whole;
        if (on >= day) {
            add_days(at, customer, claim, due, day, on, fraction);
            day = on + 1;
        }
        if (events->kind[e] != DC_EVENT_WRITE_OFF && on >= claims->entered[i].day)
            add_settled(at, customer, claim, on, part, dc_event_is_payment(events->kind[e]));
        fraction -= part;
    }
    if (!dc_date_is_set(claims->closed[i]) && fraction > 0.0)
        add_days(at, customer, claim, due, day, at->book->as_of.day, fraction);
}

/* Walks a customer's claims that were open on one of the days seen; returns the next customer's
 * first claim. */
static size_t walk_customer(walk *at, dc_actual_customer *customer, size_t claim)
{
    const dc_claims *claims = &at->book->claims;
    dc_actuals      *out = at->out;
    for (; claim < claims->count && claims->customer[claim] == customer->customer; claim++) {
        if (claims->closed[claim].day < out->first.day ||
            !dc_claim_teaches(at->book, claim, at->book->as_of))
            continue;
        dc_actual_claim *row = &out->claim[out->claim_count];
        *row = (dc_actual_claim){.claim = (uint32_t)claim};
        walk_claim(at, customer, row);
        out->claim_count += row->expected[0] + row->expected[1] > 0.0;
    }
    return claim;
}

/* How many days should have brought a payment; begins the next customer. */
static void add_up_turns(walk *at, dc_actual_customer *customer)
{
    int32_t weekday = dc_date_weekday(DC_DATE(at->recent));
    for (int32_t i = 0; i < DC_RECENT_DAYS; i++) {
        if (at->expected[i] > 0.0)
            customer->due_turn[at->turn[i] % DC_TURN_COUNT][weekday] += -expm1(-at->expected[i]);
        at->expected[i] = 0.0;
        weekday = weekday == 6 ? 0 : weekday + 1;
    }
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

void dc_actuals_gather(dc_actuals *out, dc_arena *arena, const dc_book *book, const dc_model *model)
{
    int32_t   last = book->as_of.day;
    walk      at = {.book = book,
                    .out = out,
                    .recent = last - DC_RECENT_DAYS + 1,
                    .middle = last - DC_RECENT_DAYS / 2 + 1};
    dc_sample sample = dc_sample_start(model);
    *out = (dc_actuals){.first = DC_DATE(last - DC_SEEN_DAYS + 1), .day_count = DC_SEEN_DAYS};
    out->actual = dc_arena_alloc(arena, DC_SEEN_DAYS, sizeof *out->actual);
    out->expected = dc_arena_alloc(arena, DC_SEEN_DAYS, sizeof *out->expected);
    out->claim = dc_arena_alloc(arena, book->claims.count + 1, sizeof *out->claim);
    out->customer = dc_arena_alloc(arena, book->customers.count + 1, sizeof *out->customer);
    at.expected = dc_arena_alloc(arena, DC_RECENT_DAYS, sizeof *at.expected);
    at.turn = dc_arena_alloc(arena, DC_RECENT_DAYS, sizeof *at.turn);
    find_turns(at.turn, book, at.recent);
    at.paid_by = dc_arena_alloc(arena, DC_SEEN_DAYS, sizeof *at.paid_by);
    for (size_t claim = 0; claim < book->claims.count;) {
        uint32_t customer = book->claims.customer[claim];
        if (!dc_sample_has(&sample, customer)) {
            claim = dc_skip_customer(book, claim);
            continue;
        }
        dc_actuals_hazards(at.hazard, model, customer);
        dc_actual_customer *row = &out->customer[out->customer_count++];
        *row = (dc_actual_customer){.customer = customer};
        claim = walk_customer(&at, row, claim);
        add_up_turns(&at, row);
    }
}
