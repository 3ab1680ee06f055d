/* cohorts.c - what stood on the ledger at the end of past months, and what became of it. */
#include "duecast/bad_debt.h"

enum { DAYS = 31 * (DC_COHORTS_MAX + 1) };

/* Month ends by days before the as-of date. */
typedef struct {
    const dc_book *book;
    dc_cohorts    *out;
    uint8_t        month_of[DAYS]; /* the latest month end on or before */
} looking_back;

/* The latest month end on or before a day; DC_COHORTS_MAX + 1 when there is none. */
static int32_t month_end_before(const looking_back *look, int32_t day)
{
    int32_t age = look->out->day[0].day - day;
    return age <= 0 ? 0 : age < DAYS ? look->month_of[age] : DC_COHORTS_MAX + 1;
}

static void place_month_ends(looking_back *look)
{
    dc_date as_of = look->book->as_of;
    bool    whole = dc_date_month_end(as_of).day == as_of.day;
    for (int32_t m = 0; m <= DC_COHORTS_MAX; m++) {
        dc_date day = dc_date_add_months(as_of, -m);
        look->out->day[m] = whole ? dc_date_month_end(day) : day;
    }
    for (int32_t age = 0, m = 0; age < DAYS; age++) {
        while (m <= DC_COHORTS_MAX && look->out->day[m].day > as_of.day - age)
            m++;
        look->month_of[age] = (uint8_t)m;
    }
}

static bool is_followed(const dc_book *book, size_t claim)
{
    const dc_claims *claims = &book->claims;
    if (claims->kind[claim] != DC_CLAIM_INVOICE || claims->amount[claim].minor <= 0)
        return false;
    for (uint32_t e = claims->first_event[claim]; e < claims->first_event[claim + 1]; e++)
        if (book->events.undated[e])
            return false;
    return book->currencies[claims->currency[claim]].has_rate;
}

static int64_t translated(const looking_back *look, size_t claim, dc_money amount)
{
    return dc_book_translate(look->book, look->book->claims.currency[claim], amount).minor;
}

/* What became of the balance of one claim that stood in a bucket on month end m: each event by how
 * many months later it was, and where the rest was after one month. */
static void follow(looking_back *look, size_t claim, int32_t m, int bucket, int64_t stood)
{
    const dc_claims *claims = &look->book->claims;
    const dc_events *events = &look->book->events;
    dc_cohorts      *out = look->out;
    int64_t          left = stood;
    for (uint32_t e = claims->first_event[claim]; e < claims->first_event[claim + 1]; e++) {
        if (events->date[e].day <= out->day[m].day || events->kind[e] == DC_EVENT_RECOVERY)
            continue;
        int32_t step = m - month_end_before(look, events->date[e].day - 1);
        bool    lost = events->kind[e] == DC_EVENT_WRITE_OFF;
        int64_t amount = translated(look, claim, events->amount[e]);
        if (step < DC_COHORT_STEPS)
            (lost ? out->lost : out->settled)[m][bucket][step] += amount;
        if (step == 0) {
            out->moved[m][bucket][lost ? DC_LOST : DC_SETTLED] += amount;
            left -= amount;
        }
    }
    int32_t late = dc_date_days_between(claims->due[claim], out->day[m - 1]);
    out->moved[m][bucket][dc_bucket_of(dc_company_edges(&look->book->company), late)] += left;
}

/* What was open at the close of a day. */
static int64_t open_on(const looking_back *look, size_t claim, dc_date day)
{
    const dc_claims *claims = &look->book->claims;
    const dc_events *events = &look->book->events;
    dc_money         open = claims->amount[claim];
    for (uint32_t e = claims->first_event[claim]; e < claims->first_event[claim + 1]; e++)
        if (events->date[e].day <= day.day && events->kind[e] != DC_EVENT_RECOVERY)
            open = dc_money_sub(open, events->amount[e]);
    return translated(look, claim, open);
}

static void add_claim(looking_back *look, size_t claim)
{
    const dc_claims *claims = &look->book->claims;
    dc_cohorts      *out = look->out;
    dc_date          closed = claims->closed[claim];
    double           most[DC_BUCKETS] = {0.0};
    int32_t          first = dc_date_is_set(closed) ? month_end_before(look, closed.day - 1) : 1;
    int32_t          last = month_end_before(look, claims->entered[claim].day - 1) - 1;
    for (int32_t m = first > 1 ? first : 1; m <= last; m++) {
        int64_t open = open_on(look, claim, out->day[m]);
        int     bucket = dc_bucket_of(dc_company_edges(&look->book->company),
                                      dc_date_days_between(claims->due[claim], out->day[m]));
        if (open <= 0)
            continue;
        out->count = m > out->count ? m : out->count;
        out->stood[m][bucket] += open;
        most[bucket] = (double)open > most[bucket] ? (double)open : most[bucket];
        follow(look, claim, m, bucket, open);
    }
    for (int b = 0; b < DC_BUCKETS; b++) {
        out->claims[b] += most[b] > 0.0;
        out->amount[b] += most[b];
        out->square[b] += most[b] * most[b];
    }
}

dc_cohorts *dc_cohorts_make(dc_arena *arena, const dc_book *book)
{
    looking_back look = {.book = book, .out = dc_arena_alloc(arena, 1, sizeof(dc_cohorts))};
    look.out->day[0] = book->as_of;
    place_month_ends(&look);
    for (size_t i = 0; i < book->claims.count; i++)
        if (is_followed(book, i))
            add_claim(&look, i);
    return look.out;
}

dc_loss_flows dc_loss_flows_of(const dc_book *book, dc_period period)
{
    const dc_events *events = &book->events;
    dc_loss_flows    out = {.sales = dc_book_sales(book, period).minor};
    for (size_t e = 0; e < events->count; e++) {
        bool lost = events->kind[e] == DC_EVENT_WRITE_OFF;
        if ((!lost && events->kind[e] != DC_EVENT_RECOVERY) || events->undated[e] ||
            events->date[e].day <= period.from.day || events->date[e].day > period.to.day)
            continue;
        uint16_t currency = book->claims.currency[events->claim[e]];
        int64_t  amount = dc_book_translate(book, currency, events->amount[e]).minor;
        *(lost ? &out.written_off : &out.recovered) += amount;
    }
    return out;
}
