/*
 * Does following the worklist collect more than chasing the oldest or the largest first?
 *
 * Sample companies, whose generator knows the law of every invoice: the chance, day by day, that
 * its customer wants to pay by then or never will, and the invoice's own place in that law.  On a
 * day 13 weeks before the end of their ledgers three collectors begin, with the same number of
 * calls a week, to customers with something past due, none of them twice in two weeks.  Each sees
 * the ledger as its own calls have made it; the worklist learns from that ledger, and is asked, as
 * by `duecast worklist BOOK --only call --within DAYS`, for the cash of the days that are left.
 *
 * What a call does is planted by the law of the lever `dunning`: the hazard of the customer's
 * invoices that are due is raised to a power that fades over 30 days.  The power is the customer's
 * own, from 0.9 to 2, known to nobody: pressure can do harm.  So who would pay tomorrow is hardly
 * moved, who would never pay is now and then, what comes before its customer fails is saved, and an
 * invoice objected to waits.
 *
 * What a call brings is counted by the generator's law, the invoice's own place left out: the
 * chance of cash within the 13 weeks with the call less that without, as things stand when it is
 * made.  Their sum has the same mean as the cash collected over and above that of nobody calling,
 * without the luck of what the calls did not change.
 */
#include "support/expect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/demo.h"
#include "cli/demo_parts.h"
#include "duecast/worklist.h"
#include "support/given_ledger.h"

enum { SEEDS = 4, WEEKS = 13, WEEK = 7, HORIZON = WEEKS * WEEK, REST = 14, HALVINGS = 24 };
enum { CALLS = 10, POWER_DRAW = 99, NEVER = INT32_MAX, LONG_AGO = -100000, LATER = 100000 };
typedef enum { NOBODY, WORKLIST, OLDEST, LARGEST, COLLECTORS } collector;

static const double power_low = 0.9, power_high = 2.0, fades = 30.0;

/* An invoice that was open on the first day or came later. */
typedef struct {
    size_t   claim; /* of the book */
    uint32_t customer;
    int32_t  due, entered;        /* days after the start, like all below */
    bool     moves;               /* a call acts on it */
    double   never;               /* chance of never being wanted */
    bool     lost;                /* its own lot */
    double   place;               /* the cumulative hazard at which it is wanted */
    double   hazard[HORIZON + 1]; /* by the close of the day, nobody calling */
    int32_t  left_alone;          /* paid; NEVER */
    int32_t  gone;                /* nothing is paid later: written off, or its customer failed */
    double   worth;               /* major units of the book currency */
    double   clock;               /* cumulative hazard in the world of the collector at work */
    int32_t  paid;                /* in that world */
} item;

typedef struct {
    demo_book demo;
    dc_book  *book;
    dc_date   start;
    size_t    count, customers;
    item     *items;
    double   *power;  /* per customer */
    int32_t  *called; /* per customer: the last day */
    double    gained; /* major units */
} world;

/* --- the generator's law -------------------------------------------------------------------- */

/* Share of such invoices wanted by the close of a day, those never wanted aside. */
static double wanted_by(const demo_book *demo, const demo_claim *claim, int32_t day)
{
    double low = 0.0, high = 1.0;
    if (demo_wanted_day(demo, claim, 0.0) > day)
        return 0.0;
    for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2.0;
        if (demo_wanted_day(demo, claim, middle) <= day)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static double hazard_of(double chance)
{
    return -log(fmax(1.0 - chance, 1e-12));
}

static void fill_law(item *it, const demo_book *demo, const demo_claim *claim, dc_date start)
{
    it->place = hazard_of(claim->place);
    for (int32_t day = 0; day <= HORIZON; day++)
        it->hazard[day] = hazard_of((1.0 - it->never) * wanted_by(demo, claim, start.day + day));
}

/* --- the world ------------------------------------------------------------------------------ */

/* A company that calls from the day after due and has done nothing before. */
static dc_book *sample_company(uint64_t seed)
{
    static dc_dunning_stage calls = {.day = 1, .action = DC_ACTION_CALL, .cost = NAN};
    char                    folder[64];
    dc_issues              *issues = dc_issues_new();
    dc_read_options         read = DC_READ_OPTIONS_INIT;
    dc_book                *book = NULL;
    given_folder(folder);
    dc_demo_options options = {.directory = folder, .seed = seed};
    assert_int_equal(dc_demo_write(&options, issues), DC_OK);
    assert_int_equal(dc_book_read(&book, folder, &read, issues), DC_OK);
    dc_issues_free(issues);
    given_folder_free(folder);
    book->actions.count = 0;
    book->company.collection.stages = &calls;
    book->company.collection.stage_count = 1;
    return book;
}

static const demo_claim *claim_of(const demo_book *demo, const dc_claims *claims, size_t claim)
{
    uint32_t number = (uint32_t)strtoul(claims->invoice[claim] + strlen("INV-"), NULL, 10);
    int      part = atoi(dc_claim_part(claims, claim));
    for (size_t i = 0; i < demo->claim_count; i++)
        if (demo->claims[i].kind == DEMO_INVOICE && demo->claims[i].number == number &&
            demo->claims[i].part == part)
            return &demo->claims[i];
    return NULL;
}

static void fill_item(item *it, const world *w, const demo_claim *of, int32_t closed)
{
    int32_t failed = w->demo.customers[of->customer].failed;
    it->customer = of->customer;
    it->due = of->due - w->start.day;
    it->entered = of->entered - w->start.day;
    it->moves = !of->fixed;
    it->never = demo_never_chance(&w->demo, of);
    it->lost = of->place >= 1.0 - it->never;
    it->left_alone = it->lost ? NEVER : closed;
    it->gone = failed == DEMO_NEVER ? NEVER : failed - w->start.day;
    if (it->lost && closed < it->gone)
        it->gone = closed;
    if (it->moves)
        fill_law(it, &w->demo, of, w->start);
}

static void add_item(world *w, size_t claim)
{
    const dc_claims *claims = &w->book->claims;
    dc_date          day = claims->closed[claim];
    int32_t          closed = dc_date_is_set(day) ? dc_date_days_between(w->start, day) : NEVER;
    if (!dc_claim_is_invoice(claims, claim) || closed <= 0)
        return;
    const demo_claim *of = claim_of(&w->demo, claims, claim);
    dc_money home = dc_book_translate(w->book, claims->currency[claim], claims->amount[claim]);
    assert_non_null(of);
    assert_int_equal(of->customer, claims->customer[claim]);
    w->items[w->count] = (item){.claim = claim, .worth = (double)home.minor / 100.0};
    fill_item(&w->items[w->count++], w, of, closed);
}

static void make_world(world *w, uint64_t seed)
{
    *w =
        (world){.demo = {.seed = seed, .invoices = DC_DEMO_INVOICES}, .book = sample_company(seed)};
    demo_make(&w->demo);
    w->start = dc_date_add_days(w->book->as_of, -HORIZON);
    w->customers = w->book->customers.count;
    w->items = dc_heap_alloc(w->book->claims.count, sizeof *w->items);
    w->power = dc_heap_alloc(w->customers, sizeof *w->power);
    w->called = dc_heap_alloc(w->customers, sizeof *w->called);
    for (size_t c = 0; c < w->customers; c++)
        w->power[c] = power_low + (power_high - power_low) *
                                      demo_luck(&w->demo, DEMO_LUCK_CUSTOMER, c, POWER_DRAW);
    for (size_t i = 0; i < w->book->claims.count; i++)
        add_item(w, i);
}

static void drop(world *w)
{
    dc_arena_free(w->demo.arena);
    dc_book_free(w->book);
    free(w->items);
    free(w->power);
    free(w->called);
}

static bool is_open(const item *it, int32_t day)
{
    return it->entered <= day && it->paid > day && it->gone > day;
}

static bool is_late(const item *it, int32_t day)
{
    return is_open(it, day) && it->due < day;
}

/* --- days ----------------------------------------------------------------------------------- */

static double power_on(const item *it, int32_t day, int32_t called, double power)
{
    if (it->due >= called || it->entered > called)
        return 1.0;
    return 1.0 + (power - 1.0) * exp(-(double)(day - called) / fades);
}

/* The clock by the close of a later day if nobody calls any more. */
static double clock_by(const item *it, int32_t day, int32_t end, int32_t called, double power)
{
    double clock = it->clock;
    for (int32_t d = day + 1; d <= end; d++)
        clock += power_on(it, d, called, power) * (it->hazard[d] - it->hazard[d - 1]);
    return clock;
}

/* Days after the start on which its customer pays what is wanted on a day; NEVER: it has failed. */
static int32_t paid_on(const world *w, const item *it, int32_t day)
{
    const demo_customer *customer = &w->demo.customers[it->customer];
    int32_t              paid = w->demo.pay_on[customer->run][w->start.day + day - w->demo.first];
    if (paid == DEMO_NEVER || paid - w->start.day > it->gone)
        return NEVER;
    return paid - w->start.day;
}

static void live(const world *w, item *it, int32_t day)
{
    it->clock = clock_by(it, day - 1, day, w->called[it->customer], w->power[it->customer]);
    if (it->clock >= it->place) {
        it->paid = paid_on(w, it, day);
        it->moves = false;
    }
}

/* Of invoices with its lot, lost or not, that share not wanted when the clock shows so much. */
static double left(const item *it, double clock)
{
    double unwanted = exp(-clock);
    return it->lost ? fmin(unwanted / it->never, 1.0)
                    : fmax((unwanted - it->never) / (1.0 - it->never), 0.0);
}

/* What calling the customer brings within the 13 weeks. */
static double brings(const world *w, uint32_t customer, int32_t day)
{
    double sum = 0.0, power = w->power[customer];
    for (size_t i = 0; i < w->count; i++) {
        const item *it = &w->items[i];
        int32_t     end = HORIZON;
        if (it->customer != customer || !it->moves || !is_late(it, day))
            continue;
        while (end > day && paid_on(w, it, end) > HORIZON)
            end--;
        double with = left(it, clock_by(it, day, end, day, power));
        double without = left(it, clock_by(it, day, end, w->called[customer], power));
        sum += it->worth * (without - with) / left(it, it->clock);
    }
    return sum;
}

/* --- the ledger as it looks ----------------------------------------------------------------- */

static void put_event(dc_events *out, const dc_events *from, uint32_t event, size_t claim)
{
    size_t at = out->count++;
    out->claim[at] = (uint32_t)claim;
    out->date[at] = from->date[event];
    out->amount[at] = from->amount[event];
    out->kind[at] = from->kind[event];
    out->undated[at] = from->undated[event];
    out->maturity[at] = from->maturity[event];
}

static bool is_changed(const item *it)
{
    return it->paid != it->left_alone && (it->paid <= HORIZON || it->left_alone <= HORIZON);
}

/* With all that the collector's calls have changed, by the close of the day. */
static dc_book *ledger_on(const world *w, int32_t day)
{
    const dc_events *truth = &w->book->events;
    dc_book          seen = *w->book;
    dc_arena        *arena = dc_arena_new();
    size_t           next = 0, room = truth->count + w->count + 1;
    seen.events = (dc_events){.claim = dc_arena_alloc(arena, room, sizeof(uint32_t)),
                              .date = dc_arena_alloc(arena, room, sizeof(dc_date)),
                              .amount = dc_arena_alloc(arena, room, sizeof(dc_money)),
                              .kind = dc_arena_alloc(arena, room, sizeof(uint8_t)),
                              .undated = dc_arena_alloc(arena, room, sizeof(bool)),
                              .maturity = dc_arena_alloc(arena, room, sizeof(dc_date))};
    seen.claims.first_event = dc_arena_alloc(arena, seen.claims.count + 1, sizeof(uint32_t));
    for (size_t i = 0; i < seen.claims.count; i++) {
        const item *it = next < w->count && w->items[next].claim == i ? &w->items[next++] : NULL;
        uint32_t    e = w->book->claims.first_event[i], end = w->book->claims.first_event[i + 1];
        seen.claims.first_event[i] = (uint32_t)seen.events.count;
        if (it && is_changed(it)) {
            dc_date   on = dc_date_add_days(w->start, it->paid > HORIZON ? LATER : it->paid);
            dc_money  all = seen.claims.amount[i];
            dc_date   none = DC_DATE_NONE;
            dc_events paid = {.date = &on,
                              .amount = &all,
                              .kind = &(uint8_t){DC_EVENT_PAYMENT},
                              .undated = &(bool){false},
                              .maturity = &none};
            put_event(&seen.events, &paid, 0, i);
            continue;
        }
        for (; e < end; e++)
            put_event(&seen.events, truth, e, i);
    }
    seen.claims.first_event[seen.claims.count] = (uint32_t)seen.events.count;
    dc_book *then = dc_book_as_of(&seen, dc_date_add_days(w->start, day));
    dc_arena_free(arena);
    return then;
}

/* --- collectors ----------------------------------------------------------------------------- */

/* Of customers with something late: their place on the worklist, the first highest. */
static void rank_by_worklist(double *score, const world *w, int32_t day)
{
    dc_arena           *arena = dc_arena_new();
    dc_book            *then = ledger_on(w, day);
    dc_learn_options    learn = {.half_life_days = 365.0, .type_count = 2};
    dc_worklist_options asked = {.rank_days = HORIZON - day, .only = 1u << DC_STEP_CALL};
    dc_model           *model = NULL;
    dc_worklist         list;
    assert_int_equal(dc_model_learn(&model, then, &learn), DC_OK);
    dc_worklist_make(&list, arena, then, model, &asked);
    for (size_t r = 0; r < list.customer_count; r++)
        if (score[list.customers[r].customer] > 0.0)
            score[list.customers[r].customer] += (double)(list.customer_count - r);
    dc_model_free(model);
    dc_book_free(then);
    dc_arena_free(arena);
}

/* Above 0 for whom may be called. */
static void fill_scores(double *score, const world *w, collector who, int32_t day)
{
    for (size_t c = 0; c < w->customers; c++)
        score[c] = 0.0;
    for (size_t i = 0; i < w->count; i++) {
        const item *it = &w->items[i];
        double     *of = &score[it->customer];
        if (!is_late(it, day) || day - w->called[it->customer] < REST)
            continue;
        if (who == OLDEST)
            *of = fmax(*of, (double)(day - it->due));
        else
            *of = who == LARGEST ? *of + it->worth : 1.0;
    }
    if (who == WORKLIST)
        rank_by_worklist(score, w, day);
}

static void work_a_week(world *w, collector who, int32_t day)
{
    double *score = dc_heap_alloc(w->customers, sizeof *score);
    fill_scores(score, w, who, day);
    for (int k = 0; k < CALLS; k++) {
        uint32_t best = 0;
        for (uint32_t c = 1; c < w->customers; c++)
            if (score[c] > score[best])
                best = c;
        if (score[best] <= 0.0)
            break;
        score[best] = 0.0;
        w->gained += brings(w, best, day);
        w->called[best] = day;
    }
    free(score);
}

/* What the collector's calls bring in 13 weeks; the items tell when each is paid. */
static double collect(world *w, collector who)
{
    w->gained = 0.0;
    for (size_t i = 0; i < w->count; i++) {
        item *it = &w->items[i];
        it->clock = it->hazard[0];
        it->moves &= it->clock < it->place;
        it->paid = it->moves ? NEVER : it->left_alone;
    }
    for (size_t c = 0; c < w->customers; c++)
        w->called[c] = LONG_AGO;
    for (int32_t day = 1; day <= HORIZON; day++) {
        if (who != NOBODY && (day - 1) % WEEK == 0)
            work_a_week(w, who, day - 1);
        for (size_t i = 0; i < w->count; i++)
            if (w->items[i].moves)
                live(w, &w->items[i], day);
    }
    return w->gained;
}

/* --- what is to be shown -------------------------------------------------------------------- */

static void with_nobody_calling_the_law_pays_as_the_generator_did(void **state)
{
    (void)state;
    world  w;
    size_t compared = 0;
    make_world(&w, 1);
    collect(&w, NOBODY);
    for (size_t i = 0; i < w.count; i++) {
        const item *it = &w.items[i];
        if (it->paid > HORIZON)
            assert_true(it->left_alone > HORIZON);
        else
            assert_int_equal(it->paid, it->left_alone);
        compared += it->paid <= HORIZON;
    }
    assert_true(compared > 800);
    drop(&w);
}

/* Mean over the companies and its standard error. */
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
    static const char *const names[] = {"nobody", "worklist", "oldest first", "largest first"};
    double                   cash[COLLECTORS][SEEDS], ahead[COLLECTORS][SEEDS];
    for (int s = 0; s < SEEDS; s++) {
        for (collector who = WORKLIST; who < COLLECTORS; who++) {
            world w;
            make_world(&w, (uint64_t)s + 1);
            cash[who][s] = collect(&w, who);
            ahead[who][s] = cash[WORKLIST][s] - cash[who][s];
            drop(&w);
        }
    }
    for (collector who = WORKLIST; who < COLLECTORS; who++) {
        estimate of = estimate_of(cash[who]), more = estimate_of(ahead[who]);
        print_message("%-14s EUR %7.0f +- %.0f", names[who], of.mean, of.error);
        print_message(", the worklist ahead by %.0f +- %.0f\n", more.mean, more.error);
        if (who != WORKLIST)
            assert_true(more.mean > 2.0 * more.error && more.mean > 0.05 * of.mean);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_nobody_calling_the_law_pays_as_the_generator_did),
        cmocka_unit_test(the_worklist_collects_more_than_oldest_and_largest_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
