/*
 * together.c - pay runs and common shocks, by moments.
 *
 * From days of the past, four weeks apart, the claims open then are looked at for 13 weeks with the
 * habits as known then.  Two things are compared with what came:
 *
 *   pairs of claims of one customer settled in the same week.  Their number lies between what
 *   independent claims give (pi = 0) and what full runs give (pi = 1), both in closed form from the
 *   weekly chances p of each claim: a pair is settled in the same week with chance
 *       sum over w of S12(w - 1) (pi min(p1, p2) + (1 - pi) p1 p2),
 *   S12 the chance that both are open; pi is where their number is that seen.  Each pair weighs
 *   1 / (claims - 1), so that a customer counts by its claims, not by their square;
 *
 *   residuals R = settled - expected of different customers, for 4 weeks:
 *       x_k = sum_w [(sum_c R_cw)(sum_c R_c,w+k) - sum_c R_cw R_c,w+k] / the same of the expected,
 *   lasting^2 = ln(1 + x_1..x_3 pooled), weekly^2 = ln(1 + x_0 - x_1..x_3 pooled), never below 0.
 *   Pairs of one customer are left out, so that runs do not pass for shocks.
 *
 * Source: docs/FORMULAS.md, "What moves together".
 */
#include "together.h"

#include <math.h>

#include "atoms.h"

enum {
    WEEK = 7,
    EVERY_DAYS = 28,
    WEEKS = 13,
    SHOCK_WEEKS = 4,
    ORIGINS = 16, /* a year of them, complete for 13 weeks */
    ORIGINS_LEAST = 6,
    PAIRS_LEAST = 30,
    CLAIMS_MOST = 12000,   /* over all origins: beyond, every so many customers are looked at */
    OF_CUSTOMER_MOST = 40, /* claims of one customer and origin that are paired */
    RUN_SHARES = 5
};

dc_together dc_together_assumed(void)
{
    return (dc_together){.run_share = 1.0, .lasting = 0.1, .weekly = 0.1};
}

/* What one origin says. */
typedef struct {
    size_t claims;
    double pairs, same;         /* of one customer, settled in the same week */
    double same_at[RUN_SHARES]; /* as expected with the run shares tried, from 0 to 1 */
    double product[SHOCK_WEEKS], expected_product[SHOCK_WEEKS];
    double noise[SHOCK_WEEKS]; /* variance of the product without any shock */
} evidence;

/* A claim open at an origin. */
typedef struct {
    double expected[WEEKS]; /* chance of being settled in the week */
    double chance[WEEKS];   /* the same, given that it is still open */
    int    week;            /* when it was, WEEKS: later or not yet */
} followed;

typedef struct {
    double total[SHOCK_WEEKS], expected_total[SHOCK_WEEKS]; /* of all customers */
    double own[SHOCK_WEEKS], expected_own[SHOCK_WEEKS];     /* products inside customers, by lag */
    double squares[SHOCK_WEEKS]; /* of the residuals of each customer, runs and all */
} shock_sums;

static int week_settled(const dc_book *book, size_t claim, dc_date origin)
{
    dc_date closed = book->claims.closed[claim];
    if (!dc_date_is_set(closed) || dc_claim_was_lost(book, claim) || dc_claim_was_sold(book, claim))
        return WEEKS;
    int week = (dc_date_days_between(origin, closed) - 1) / WEEK;
    return week < WEEKS ? week : WEEKS;
}

static void fill_chances(followed *out, const dc_law *law)
{
    for (int w = 0; w < WEEKS; w++) {
        double open = 1.0 - law->paid[WEEK * w] - law->lost[WEEK * w];
        out->expected[w] = law->paid[WEEK * (w + 1)] - law->paid[WEEK * w];
        out->chance[w] = open > 1e-12 ? fmin(out->expected[w] / open, 1.0) : 1.0;
    }
}

/* --- runs --- */

static double run_share_at(int i)
{
    return (double)i / (RUN_SHARES - 1);
}

static void add_pair(evidence *out, const followed *a, const followed *b, double weight)
{
    out->pairs += 1.0;
    out->same += weight * (a->week == b->week && a->week < WEEKS);
    for (int i = 0; i < RUN_SHARES; i++) {
        double share = run_share_at(i), both = weight; /* both: still open */
        for (int w = 0; w < WEEKS; w++) {
            double p = a->chance[w], q = b->chance[w];
            out->same_at[i] += both * (share * fmin(p, q) + (1.0 - share) * p * q);
            both *= share * (1.0 - fmax(p, q)) + (1.0 - share) * (1.0 - p) * (1.0 - q);
        }
    }
}

static void add_pairs(evidence *out, const followed *claim, size_t count)
{
    size_t paired = count < OF_CUSTOMER_MOST ? count : OF_CUSTOMER_MOST;
    for (size_t i = 0; i < paired; i++)
        for (size_t j = i + 1; j < paired; j++)
            add_pair(out, &claim[i], &claim[j], 1.0 / ((double)paired - 1.0));
}

/* --- shocks --- */

static void add_residuals(shock_sums *sums, const followed *claim, size_t count)
{
    double residual[SHOCK_WEEKS] = {0}, expected[SHOCK_WEEKS] = {0};
    for (size_t i = 0; i < count; i++)
        for (int w = 0; w < SHOCK_WEEKS; w++) {
            expected[w] += claim[i].expected[w];
            residual[w] += (claim[i].week == w) - claim[i].expected[w];
        }
    for (int w = 0; w < SHOCK_WEEKS; w++) {
        sums->total[w] += residual[w];
        sums->expected_total[w] += expected[w];
        sums->squares[w] += residual[w] * residual[w];
        for (int lag = 0; w + lag < SHOCK_WEEKS; lag++) {
            sums->own[lag] += residual[w] * residual[w + lag];
            sums->expected_own[lag] += expected[w] * expected[w + lag];
        }
    }
}

static void finish_shocks(evidence *out, const shock_sums *sums)
{
    for (int lag = 0; lag < SHOCK_WEEKS; lag++) {
        out->product[lag] = -sums->own[lag];
        out->expected_product[lag] = -sums->expected_own[lag];
        for (int w = 0; w + lag < SHOCK_WEEKS; w++) {
            out->product[lag] += sums->total[w] * sums->total[w + lag];
            out->expected_product[lag] += sums->expected_total[w] * sums->expected_total[w + lag];
            out->noise[lag] += (lag == 0 ? 2.0 : 1.0) * sums->squares[w] * sums->squares[w + lag];
        }
    }
}

/* --- origins --- */

typedef struct {
    const dc_model  *model;
    const dc_book   *book;
    const dc_chosen *chosen; /* customers looked at */
    double           paid[WEEKS * WEEK + 1], lost[WEEKS * WEEK + 1];
    dc_model         past; /* what was known of each customer at the origin */
    dc_view          view;
} visit;

static size_t follow_customer(followed **list, size_t *capacity, dc_arena *arena, visit *at,
                              size_t from, size_t to)
{
    const dc_book *book = at->book;
    dc_law         law = {WEEKS * WEEK, at->paid, at->lost};
    size_t         count = 0;
    for (size_t i = from; i < to; i++) {
        if (!dc_claim_was_open(&book->claims, i, at->view.as_of))
            continue;
        *list = dc_arena_grow(arena, *list, capacity, count + 1, sizeof **list);
        followed  *claim = &(*list)[count];
        dc_law_ask ask = {book->claims.customer[i],
                          dc_date_days_between(at->view.as_of, book->claims.due[i]),
                          1,
                          dc_model_pace(at->model, book, i, DC_PACE_OF_CLAIM),
                          1.0,
                          dc_model_acted(at->model, book, i, at->view.as_of)};
        dc_law_fill(&law, &at->past, &ask, book->calendar, at->view.as_of);
        fill_chances(claim, &law);
        claim->week = week_settled(book, i, at->view.as_of);
        count++;
    }
    return count;
}

static void visit_origin(evidence *out, visit *at)
{
    const dc_book *book = at->book;
    dc_arena      *arena = dc_arena_new();
    followed      *list = NULL;
    size_t         capacity = 0;
    shock_sums     sums = {0};
    at->past = *at->model;
    at->past.arena = arena;
    at->past.atom = NULL;
    at->past.own = NULL;
    at->past.own_share = dc_arena_alloc(arena, at->past.customer_count + 1, sizeof(double));
    dc_atoms_make(&at->past, book, &at->view, at->chosen);
    for (size_t i = 0; i < at->chosen->count; i++) {
        size_t from = at->chosen->claim[i], to = dc_skip_customer(book, from);
        size_t count = follow_customer(&list, &capacity, arena, at, from, to);
        add_pairs(out, list, count);
        add_residuals(&sums, list, count);
        out->claims += count;
    }
    finish_shocks(out, &sums);
    dc_arena_free(arena);
}

/* At how many origins a claim was open: those from the day it was entered to that before it was
 * closed. */
static size_t origins_open(const dc_book *book, size_t claim)
{
    const dc_claims *claims = &book->claims;
    int64_t          from = (int64_t)book->as_of.day - claims->entered[claim].day;
    int64_t          to = (int64_t)book->as_of.day - claims->closed[claim].day;
    int64_t          oldest = from / EVERY_DAYS, newest = to >= 0 ? to / EVERY_DAYS : 0;
    if (from < EVERY_DAYS || to >= ORIGINS * EVERY_DAYS || !dc_claim_is_invoice(claims, claim))
        return 0;
    oldest = oldest < ORIGINS ? oldest : ORIGINS;
    return oldest > newest ? (size_t)(oldest - newest) : 0;
}

/* Customers with claims open at an origin; every so many of them where there are many claims. */
static dc_chosen choose_customers(dc_arena *arena, const dc_book *book)
{
    size_t open = 0;
    bool  *wanted = dc_arena_alloc(arena, book->customers.count + 1, sizeof *wanted);
#pragma omp parallel for schedule(dynamic) reduction(+ : open)
    for (size_t share = 0; share < DC_SHARES; share++)
        for (size_t i = dc_share_first(book, share), end = dc_share_first(book, share + 1); i < end;
             i++) {
            size_t times = origins_open(book, i);
            open += times;
            if (times > 0)
                wanted[book->claims.customer[i]] = true;
        }
    size_t stride = (open + CLAIMS_MOST - 1) / CLAIMS_MOST;
    for (size_t c = 0; c < book->customers.count; c++)
        wanted[c] = wanted[c] && (stride <= 1 || c % stride == 0);
    return dc_choose_customers(arena, book, wanted);
}

/* --- what it comes to --- */

static double spread_of(double excess)
{
    return sqrt(log1p(fmax(excess, 0.0)));
}

/* Expected pairs rise with the share: the one whose number is that of the pairs seen. */
static double share_that_gives(double same, const double same_at[RUN_SHARES])
{
    int i = 0;
    while (i < RUN_SHARES - 2 && same > same_at[i + 1])
        i++;
    double part = (same - same_at[i]) / fmax(same_at[i + 1] - same_at[i], 1e-12);
    return fmin(fmax(run_share_at(i) + part / (RUN_SHARES - 1), 0.0), 1.0);
}

static void judge_runs(dc_together *out, const evidence all[ORIGINS])
{
    evidence sum = {0};
    size_t   origins = 0;
    for (int o = 0; o < ORIGINS; o++) {
        if (EVERY_DAYS * (o + 1) < WEEK * WEEKS)
            continue;
        sum.pairs += all[o].pairs;
        sum.same += all[o].same;
        for (int i = 0; i < RUN_SHARES; i++)
            sum.same_at[i] += all[o].same_at[i];
        origins += all[o].claims > 0;
    }
    out->pairs = (size_t)sum.pairs;
    out->run_learnt = origins >= ORIGINS_LEAST && sum.pairs >= PAIRS_LEAST &&
                      sum.same_at[RUN_SHARES - 1] > sum.same_at[0];
    if (out->run_learnt)
        out->run_share = share_that_gives(sum.same, sum.same_at);
}

/* A ratio of sums over origins, and the variance it would have if there were no shocks: customers
 * independent, each with the squares it shows. */
typedef struct {
    double value, variance;
    size_t origins;
} excess;

/* Lags from .. to pooled. */
static excess excess_of(const evidence all[ORIGINS], int from, int to)
{
    double products = 0.0, expected = 0.0, noise = 0.0;
    size_t origins = 0;
    for (int o = 0; o < ORIGINS; o++) {
        origins += all[o].claims > 0;
        for (int lag = from; lag <= to; lag++) {
            products += all[o].product[lag];
            expected += all[o].expected_product[lag];
            noise += all[o].noise[lag];
        }
    }
    if (expected <= 0.0 || origins < ORIGINS_LEAST)
        return (excess){0.0, INFINITY, origins};
    return (excess){products / expected, noise / (expected * expected), origins};
}

/* Few claims tell little: what they say leans on what is assumed, a swing of 10 %, within 24. */
static double leant(double value, double variance)
{
    const double assumed = 0.01005, doubt2 = 0.06 * 0.06; /* exp(0.1^2) - 1; exp(0.24^2) - 1 */
    double       weight = doubt2 / (doubt2 + variance);
    return fmax(weight * value + (1.0 - weight) * assumed, 0.0);
}

static void judge_shocks(dc_together *out, const evidence all[ORIGINS])
{
    const double spread_most = 0.5; /* rises are made for swings that are not wild */
    excess       now = excess_of(all, 0, 0), later = excess_of(all, 1, SHOCK_WEEKS - 1);
    out->origins = now.origins;
    out->shock_learnt = isfinite(now.variance) && isfinite(later.variance);
    if (!out->shock_learnt)
        return;
    double lasting = leant(later.value, later.variance);
    out->lasting = fmin(spread_of(lasting), spread_most);
    out->weekly = fmin(spread_of(leant(now.value - lasting, now.variance)), spread_most);
}

static dc_date first_entered(const dc_book *book)
{
    int32_t first = book->as_of.day;
#pragma omp parallel for reduction(min : first)
    for (size_t i = 0; i < book->claims.count; i++)
        first = book->claims.entered[i].day < first ? book->claims.entered[i].day : first;
    return DC_DATE(first);
}

void dc_together_learn(dc_model *model, const dc_book *book)
{
    dc_arena *arena = dc_arena_new();
    dc_date   origin[ORIGINS], earliest = dc_date_add_days(first_entered(book), WEEK * WEEKS);
    evidence  all[ORIGINS] = {{0}};
    for (int o = 0; o < ORIGINS; o++)
        origin[o] = dc_date_add_days(book->as_of, -EVERY_DAYS * (o + 1));
    dc_chosen chosen = choose_customers(arena, book);
#pragma omp parallel for schedule(dynamic)
    for (int o = 0; o < ORIGINS; o++) {
        visit at = {.model = model,
                    .book = book,
                    .chosen = &chosen,
                    .view = {.as_of = origin[o], .half_life_days = model->half_life_days}};
        if (origin[o].day >= earliest.day)
            visit_origin(&all[o], &at);
    }
    model->together = dc_together_assumed();
    judge_runs(&model->together, all);
    judge_shocks(&model->together, all);
    dc_arena_free(arena);
}
