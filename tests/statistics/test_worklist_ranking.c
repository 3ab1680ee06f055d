/*
 * Does following the worklist collect more than chasing the oldest or the largest first?
 *
 * Sample companies, whose generator decides when each invoice is paid if nobody does anything.  On
 * a day 13 weeks before the end of their ledgers three collectors begin, with the same number of
 * contacts a week; each sees the ledger as it is then, one follows the worklist.  What a contact
 * does is planted: for an invoice that would be paid within the 13 weeks the fortnight after it
 * counts double; one that would not be paid by then comes in after a week with chance 15 %, unless
 * it is written off.  The luck of an invoice in a week is the same for all three.
 */
#include "support/expect.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/demo.h"
#include "duecast/worklist.h"

enum { SEEDS = 12, WEEKS = 13, WEEK = 7, HORIZON = WEEKS * WEEK, CONTACTS = 10, REST = 14 };
enum { NEVER = INT32_MAX };
typedef enum { WORKLIST, OLDEST, LARGEST, NOBODY, COLLECTORS } collector;

static const double wakes = 0.15;

typedef struct {
    dc_book *book; /* all that will be known */
    dc_date  start;
    int32_t *paid;      /* per claim: days after start if nobody does anything */
    bool    *lost;      /* written off in the end */
    int32_t *contacted; /* per customer: last day */
    int32_t *now;       /* paid, in the collector's world */
} world;

static dc_book *sample_company(uint64_t seed)
{
    char            folder[64];
    dc_issues      *issues = dc_issues_new();
    dc_read_options read = DC_READ_OPTIONS_INIT;
    dc_book        *book = NULL;
    snprintf(folder, sizeof folder, "/tmp/duecast-ranking-%d", (int)seed);
    dc_demo_options options = {.directory = folder, .seed = seed};
    assert_int_equal(dc_demo_write(&options, issues), DC_OK);
    assert_int_equal(dc_book_read(&book, folder, &read, issues), DC_OK);
    dc_issues_free(issues);
    book->actions.count = 0; /* the generator's invoices do not know of them */
    return book;
}

static world world_of(dc_book *book)
{
    const dc_claims *claims = &book->claims;
    world            w = {.book = book, .start = dc_date_add_days(book->as_of, -HORIZON)};
    w.paid = dc_heap_alloc(claims->count, sizeof *w.paid);
    w.now = dc_heap_alloc(claims->count, sizeof *w.now);
    w.lost = dc_heap_alloc(claims->count, sizeof *w.lost);
    w.contacted = dc_heap_alloc(book->customers.count, sizeof *w.contacted);
    for (size_t i = 0; i < claims->count; i++) {
        w.lost[i] = false;
        for (uint32_t e = claims->first_event[i]; e < claims->first_event[i + 1]; e++)
            w.lost[i] |= book->events.kind[e] == DC_EVENT_WRITE_OFF;
        w.paid[i] = claims->open[i].minor != 0 || w.lost[i]
                        ? NEVER
                        : dc_date_days_between(w.start, claims->closed[i]);
    }
    return w;
}

static void drop(world *w)
{
    dc_book_free(w->book);
    free(w->paid);
    free(w->now);
    free(w->lost);
    free(w->contacted);
}

/* The luck of a claim in a week: splitmix64 (Steele, Lea, Flood 2014). */
static double luck(uint64_t entity, int week)
{
    uint64_t z = entity + UINT64_C(0x9e3779b97f4a7c15) * (uint64_t)(week + 1);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

/* Open and past due in the collector's world. */
static bool is_chased(const world *w, size_t claim, int32_t day)
{
    const dc_claims *claims = &w->book->claims;
    int32_t          today = w->start.day + day;
    return dc_claim_is_invoice(claims, claim) && claims->entered[claim].day <= today &&
           claims->due[claim].day < today && w->now[claim] > day;
}

static int64_t home(const world *w, size_t claim)
{
    const dc_claims *claims = &w->book->claims;
    return dc_book_translate(w->book, claims->currency[claim], claims->amount[claim]).minor;
}

static void contact(world *w, uint32_t customer, int week)
{
    const dc_claims *claims = &w->book->claims;
    int32_t          day = week * WEEK;
    w->contacted[customer] = day;
    for (size_t i = 0; i < claims->count; i++) {
        if (claims->customer[i] != customer || !is_chased(w, i, day))
            continue;
        int32_t left = w->now[i] - day;
        if (w->now[i] <= HORIZON)
            w->now[i] = day + (left <= 2 * REST ? (left + 1) / 2 : left - REST);
        else if (!w->lost[i] && luck(claims->entity[i], week) < wakes)
            w->now[i] = day + WEEK;
    }
}

/* Days late of the oldest claim, or all that is past due; 0 where there is none or was a contact. */
static void fill_scores(double *score, const world *w, collector who, int32_t day)
{
    const dc_claims *claims = &w->book->claims;
    for (size_t c = 0; c < w->book->customers.count; c++)
        score[c] = 0.0;
    for (size_t i = 0; i < claims->count; i++) {
        double *of = &score[claims->customer[i]];
        if (!is_chased(w, i, day))
            continue;
        double late = (double)(w->start.day + day - claims->due[i].day);
        if (who == OLDEST)
            *of = fmax(*of, late);
        else if (who == LARGEST)
            *of += (double)home(w, i);
        else
            *of = 1.0;
    }
}

/* Ranks of the worklist as it is on that day; what is not on it comes last. */
static void rank_by_worklist(double *score, const world *w, int32_t day)
{
    dc_arena        *arena = dc_arena_new();
    dc_book         *then = dc_book_as_of(w->book, dc_date_add_days(w->start, day));
    dc_learn_options learn = {.half_life_days = 365.0, .type_count = 2};
    dc_model        *model = NULL;
    dc_worklist      list;
    assert_int_equal(dc_model_learn(&model, then, &learn), DC_OK);
    dc_worklist_make(&list, arena, then, model);
    for (size_t r = 0; r < list.customer_count; r++) {
        double *of = &score[list.customers[r].customer];
        if (*of > 0.0)
            *of = 1.0 + (double)(list.customer_count - r);
    }
    dc_model_free(model);
    dc_book_free(then);
    dc_arena_free(arena);
}

static void work_a_week(world *w, collector who, int week)
{
    size_t  count = w->book->customers.count;
    double *score = dc_heap_alloc(count, sizeof *score);
    int32_t day = week * WEEK;
    fill_scores(score, w, who, day);
    if (who == WORKLIST)
        rank_by_worklist(score, w, day);
    for (int k = 0; k < CONTACTS; k++) {
        size_t best = count;
        for (size_t c = 0; c < count; c++)
            if (score[c] > 0.0 && day - w->contacted[c] >= REST &&
                (best == count || score[c] > score[best]))
                best = c;
        if (best < count)
            contact(w, (uint32_t)best, week);
    }
    free(score);
}

/* Cash of 13 weeks, major units of the book currency. */
static double collect(world *w, collector who)
{
    double sum = 0.0;
    for (size_t i = 0; i < w->book->claims.count; i++)
        w->now[i] = w->paid[i];
    for (size_t c = 0; c < w->book->customers.count; c++)
        w->contacted[c] = -REST;
    for (int week = 0; week < WEEKS && who != NOBODY; week++)
        work_a_week(w, who, week);
    for (size_t i = 0; i < w->book->claims.count; i++)
        if (dc_claim_is_invoice(&w->book->claims, i) && w->now[i] > 0 && w->now[i] <= HORIZON)
            sum += (double)home(w, i) / 100.0;
    return sum;
}

typedef struct {
    double mean, error;
} estimate;

static estimate estimate_of(const double *x)
{
    double sum = 0.0, square = 0.0;
    for (int i = 0; i < SEEDS; i++)
        sum += x[i];
    for (int i = 0; i < SEEDS; i++)
        square += (x[i] - sum / SEEDS) * (x[i] - sum / SEEDS);
    return (estimate){sum / SEEDS, sqrt(square / (SEEDS - 1) / SEEDS)};
}

static void the_worklist_collects_more_than_oldest_and_largest_first(void **state)
{
    (void)state;
    double more[COLLECTORS][SEEDS], over[COLLECTORS][SEEDS];
    for (int s = 0; s < SEEDS; s++) {
        world  w = world_of(sample_company((uint64_t)s + 1));
        double nobody = collect(&w, NOBODY);
        for (collector who = WORKLIST; who < NOBODY; who++)
            more[who][s] = collect(&w, who) - nobody;
        for (collector who = OLDEST; who < NOBODY; who++)
            over[who][s] = more[WORKLIST][s] - more[who][s];
        drop(&w);
    }
    static const char *const names[] = {"worklist", "oldest first", "largest first"};
    for (collector who = WORKLIST; who < NOBODY; who++) {
        estimate gain = estimate_of(more[who]);
        printf("%-14s %8.0f +- %.0f", names[who], gain.mean, gain.error);
        if (who != WORKLIST) {
            estimate ahead = estimate_of(over[who]);
            printf("   worklist ahead by %8.0f +- %.0f", ahead.mean, ahead.error);
            assert_true(ahead.mean > 2.0 * ahead.error);
        }
        printf("\n");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worklist_collects_more_than_oldest_and_largest_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
