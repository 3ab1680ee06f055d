/*
 * half_life.c - how fast history fades, judged by what would have been forecast.
 *
 * From each of the last three quarter ends the claims open then are forecast 13 weeks ahead with
 * every half-life on offer, from what was known then; the one with the greatest logarithmic score
 * is used.
 */
#include <math.h>
#include <string.h>

#include "atoms.h"
#include "select.h"

enum { ORIGINS = 3, QUARTER_DAYS = 91, CLAIMS_TO_SCORE = 400, CUSTOMERS_TO_TRY = 150, ROUNDS = 7 };

static const double offered[] = {365.0, 0.0, 730.0, 180.0, 90.0}; /* the usual one first */
enum { OFFERED = sizeof offered / sizeof offered[0] };

static bool was_open(const dc_book *book, size_t claim, dc_date origin)
{
    const dc_claims *claims = &book->claims;
    return claims->kind[claim] == DC_CLAIM_INVOICE && claims->amount[claim].minor > 0 &&
           claims->entered[claim].day <= origin.day && claims->closed[claim].day > origin.day;
}

/* Which claims to score: every so many of those open at the origin. */
static void choose_claims(bool *wanted, bool *of_customer, const dc_book *book, dc_date origin)
{
    size_t open = 0, seen = 0;
    for (size_t i = 0; i < book->claims.count; i++)
        open += was_open(book, i, origin);
    size_t stride = (open + CLAIMS_TO_SCORE - 1) / CLAIMS_TO_SCORE;
    for (size_t i = 0; i < book->claims.count; i++) {
        wanted[i] = was_open(book, i, origin) && seen++ % stride == 0;
        if (wanted[i])
            of_customer[book->claims.customer[i]] = true;
    }
}

/* Logarithm of the chance the law gave to what happened to a claim within a quarter. */
static double claim_score(const dc_model *model, const dc_book *book, size_t claim, dc_date origin)
{
    const double least = 1e-6;
    double       paid[QUARTER_DAYS + 1], lost[QUARTER_DAYS + 1];
    dc_law       law = {QUARTER_DAYS, paid, lost};
    int32_t      due = dc_date_days_between(origin, book->claims.due[claim]);
    dc_law_fill(&law, model, book->claims.customer[claim], due, 1, 1.0, NULL, origin);
    int64_t day = (int64_t)book->claims.closed[claim].day - origin.day;
    double  chance = day <= QUARTER_DAYS ? paid[day] - paid[day - 1] : 1.0 - paid[QUARTER_DAYS];
    return log(fmax(chance, least));
}

static double score(const dc_book *book, dc_date origin, double half_life_days, int step_days)
{
    dc_arena  *arena = dc_arena_new();
    dc_view    view = {origin, half_life_days};
    dc_model   model = {.arena = arena, .customer_count = book->customers.count};
    bool      *wanted = dc_arena_alloc(arena, book->claims.count, sizeof *wanted);
    bool      *of_customer = dc_arena_alloc(arena, book->customers.count, sizeof *of_customer);
    dc_history history;
    double     total = 0.0;
    model.own_share = dc_arena_alloc(arena, model.customer_count, sizeof *model.own_share);
    choose_claims(wanted, of_customer, book, origin);
    dc_history_gather(&history, arena, book, &view, CUSTOMERS_TO_TRY, step_days);
    dc_fit(&model.mixture, &history, 2, ROUNDS);
    dc_atoms_make(&model, book, &view, of_customer);
    for (size_t i = 0; i < book->claims.count; i++)
        if (wanted[i])
            total += claim_score(&model, book, i, origin);
    dc_arena_free(arena);
    return total;
}

static bool knows_enough(const dc_book *book, dc_date origin)
{
    size_t settled = 0;
    for (size_t i = 0; i < book->claims.count; i++)
        settled += book->claims.closed[i].day <= origin.day;
    return settled >= DC_CLAIMS_FOR_CHOICES;
}

double dc_half_life_choose(bool *chosen, const dc_book *book, const dc_learn_options *options)
{
    const double worth_it = 2.0; /* nats over the usual one */
    dc_date      first = dc_date_add_days(book->as_of, -ORIGINS * QUARTER_DAYS);
    int          step_days = options->shift_step_days > 0 ? options->shift_step_days : 4;
    double       of_task[OFFERED * ORIGINS], total[OFFERED] = {0};
    int          best = 0;
    *chosen = !options->assume && knows_enough(book, first);
    if (!*chosen)
        return offered[0];
#pragma omp parallel for schedule(dynamic)
    for (int task = 0; task < OFFERED * ORIGINS; task++)
        of_task[task] = score(book, dc_date_add_days(first, task % ORIGINS * QUARTER_DAYS),
                              offered[task / ORIGINS], step_days);
    for (int i = 0; i < OFFERED; i++) {
        for (int origin = 0; origin < ORIGINS; origin++)
            total[i] += of_task[i * ORIGINS + origin];
        if (total[i] > total[best] + (best == 0 ? worth_it : 0.0))
            best = i;
    }
    return offered[best];
}
