/* recovery.c - what comes back of written-off claims, and when. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "default.h"

/*
 * Share of overdue accounts that agencies collect, by age when placed with them (surveys of the
 * Commercial Collection Agency Association of the CLLA), less half of it, the usual contingency fee
 * for old accounts.  Each is worth so many observations of the ledger's own.
 */
static const struct {
    double days, collected;
} age_curve[] = {{90.0, 0.73}, {180.0, 0.565}, {365.0, 0.288}, {730.0, 0.10}};
static const double fee = 0.5, lean_claims = 5.0, lag_assumed = 180.0, age_assumed = 365.0;

static double collected_at(double days)
{
    const size_t last = sizeof age_curve / sizeof age_curve[0] - 1;
    size_t       i = 0;
    while (i < last && days >= age_curve[i + 1].days)
        i++;
    if (i == last || days <= age_curve[0].days)
        return age_curve[i].collected;
    double along = (days - age_curve[i].days) / (age_curve[i + 1].days - age_curve[i].days);
    return age_curve[i].collected + along * (age_curve[i + 1].collected - age_curve[i].collected);
}

/* The write-offs of one claim, and what came back. */
typedef struct {
    double  written, recovered, lag_sum;
    int32_t day; /* of the first write-off */
    size_t  recoveries;
} claim_story;

static claim_story story_of(const dc_book *book, size_t claim)
{
    const dc_events *events = &book->events;
    claim_story      out = {0};
    for (uint32_t e = book->claims.first_event[claim]; e < book->claims.first_event[claim + 1];
         e++) {
        double amount = (double)events->amount[e].minor;
        if (events->undated[e])
            continue;
        if (events->kind[e] == DC_EVENT_WRITE_OFF) {
            out.day = out.written > 0.0 ? out.day : events->date[e].day;
            out.written += amount;
        } else if (events->kind[e] == DC_EVENT_RECOVERY && out.written > 0.0) {
            out.recovered += amount;
            out.lag_sum += events->date[e].day - out.day;
            out.recoveries++;
        }
    }
    return out;
}

static bool has_write_off(const dc_book *book, size_t claim)
{
    return dc_claim_is_invoice(&book->claims, claim) && story_of(book, claim).written > 0.0;
}

/* The claims with write-offs, in order; free() them.  They are few among many events. */
static uint32_t *written_off(size_t *count, const dc_book *book)
{
    const uint8_t *kind = book->events.kind;
    size_t         capacity = 0, events = book->events.count;
    uint32_t      *out = NULL;
    *count = 0;
    for (size_t e = 0; e < events;) {
        const uint8_t *found = memchr(&kind[e], DC_EVENT_WRITE_OFF, events - e);
        if (!found)
            break;
        uint32_t claim = book->events.claim[found - kind];
        e = book->claims.first_event[claim + 1];
        if (!has_write_off(book, claim))
            continue;
        out = dc_heap_grow(out, &capacity, *count + 1, sizeof *out);
        out[(*count)++] = claim;
    }
    return out;
}

/* A write-off counts by the part of its recoveries that would have come by now, if lags are
 * exponential. */
static double matured(const dc_book *book, const claim_story *story, double lag)
{
    return -expm1(-(book->as_of.day - story->day) / lag);
}

void dc_recoveries_learn(dc_defaults *out, const dc_book *book)
{
    size_t    count;
    uint32_t *claim = written_off(&count, book);
    double    lag_sum = lean_claims * lag_assumed, age_sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        claim_story story = story_of(book, claim[i]);
        age_sum += story.day - book->claims.due[claim[i]].day;
        lag_sum += story.lag_sum;
        out->recoveries += story.recoveries;
    }
    double lag = fmax(lag_sum / (lean_claims + (double)out->recoveries), 1.0);
    double prior = (1.0 - fee) * collected_at(count > 0 ? age_sum / (double)count : age_assumed);
    double recovered = lean_claims * prior, seen = lean_claims;
    for (size_t i = 0; i < count; i++) {
        claim_story story = story_of(book, claim[i]);
        recovered += fmin(story.recovered / story.written, 1.0);
        seen += matured(book, &story, lag);
    }
    out->recovered_share = fmin(recovered / seen, 1.0);
    out->recovery_days = (int32_t)lround(lag);
    free(claim);
}
