/*
 * half_life.c - how fast history fades, judged by what would have been forecast.
 *
 * From each of the last three quarter ends the claims open then are forecast 13 weeks ahead with
 * every half-life on offer, from what was known then; the one with the greatest logarithmic score
 * is used if it beats the usual one by more than chance explains.
 */
#include <math.h>
#include <stdlib.h>

#include "atoms.h"
#include "select.h"

enum { ORIGINS = 3, QUARTER_DAYS = 91, CLAIMS_TO_SCORE = 400, CUSTOMERS_TO_TRY = 150, ROUNDS = 7 };

static const double offered[] = {365.0, 0.0, 730.0, 180.0, 90.0}; /* the usual one first */
enum { OFFERED = sizeof offered / sizeof offered[0] };

/* Claims scored at an origin and the customers they are of; the same with every half-life. */
typedef struct {
    dc_date   date;
    size_t    count;
    uint32_t  claim[CLAIMS_TO_SCORE];
    dc_chosen customers;
} past_day;

/* Of the claims open every so many. */
static void choose_claims(past_day *out, dc_arena *arena, const dc_book *book)
{
    size_t open = 0, seen = 0;
    bool  *of_customer = dc_arena_alloc(arena, book->customers.count + 1, sizeof *of_customer);
    for (size_t i = 0; i < book->claims.count; i++)
        open += dc_claim_was_open(&book->claims, i, out->date);
    size_t stride = (open + CLAIMS_TO_SCORE - 1) / CLAIMS_TO_SCORE;
    for (size_t i = 0; i < book->claims.count; i++) {
        if (!dc_claim_was_open(&book->claims, i, out->date) || seen++ % stride != 0)
            continue;
        out->claim[out->count++] = (uint32_t)i;
        of_customer[book->claims.customer[i]] = true;
    }
    out->customers = dc_choose_customers(arena, book, of_customer);
}

/* Logarithm of the chance the law gave to what happened to a claim within a quarter. */
static double claim_score(const dc_model *model, const dc_book *book, size_t claim, dc_date origin)
{
    const double least = 1e-6;
    double       paid[QUARTER_DAYS + 1], lost[QUARTER_DAYS + 1];
    dc_law       law = {QUARTER_DAYS, paid, lost};
    int32_t      due = dc_date_days_between(origin, book->claims.due[claim]);
    dc_law_ask   ask = {book->claims.customer[claim], due, 1, 1.0, 1.0};
    dc_law_fill(&law, model, &ask, NULL, origin);
    int64_t day = (int64_t)book->claims.closed[claim].day - origin.day;
    double  chance = day <= QUARTER_DAYS ? paid[day] - paid[day - 1] : 1.0 - paid[QUARTER_DAYS];
    return log(fmax(chance, least));
}

/* Scores of the claims of an origin, in order. */
static void score(double out[CLAIMS_TO_SCORE], const dc_book *book, const past_day *from,
                  double half_life_days, int step_days)
{
    dc_arena  *arena = dc_arena_new();
    dc_view    view = {.as_of = from->date, .half_life_days = half_life_days};
    dc_model   model = {.arena = arena, .customer_count = book->customers.count};
    dc_history history;
    model.own_share = dc_arena_alloc(arena, model.customer_count, sizeof *model.own_share);
    dc_history_gather(&history, arena, book, &view, CUSTOMERS_TO_TRY, step_days);
    dc_fit(&model.mixture, &history, 2, ROUNDS);
    dc_atoms_make(&model, book, &view, &from->customers);
    for (size_t i = 0; i < from->count; i++)
        out[i] = claim_score(&model, book, from->claim[i], from->date);
    dc_arena_free(arena);
}

static bool knows_enough(const dc_book *book, dc_date origin)
{
    size_t settled = 0;
    for (size_t i = 0; i < book->claims.count; i++)
        settled += book->claims.closed[i].day <= origin.day;
    return settled >= DC_CLAIMS_FOR_CHOICES;
}

typedef struct {
    past_day at[ORIGINS];
    double   score[OFFERED][ORIGINS][CLAIMS_TO_SCORE];
} trial;

/* The gain over the usual half-life in standard errors, claim by claim. */
static double gain_of(const trial *all, int offer)
{
    double sum = 0.0, squares = 0.0;
    for (int origin = 0; origin < ORIGINS; origin++)
        for (size_t i = 0; i < all->at[origin].count; i++) {
            double gain = all->score[offer][origin][i] - all->score[0][origin][i];
            sum += gain;
            squares += gain * gain;
        }
    return squares > 0.0 ? sum / sqrt(squares) : 0.0;
}

/* The best of those that beat the usual one by so many standard errors; with `shorter` only those
 * that forget faster. */
static double best_of(const trial *all, double beyond_chance, bool shorter)
{
    double most = beyond_chance;
    int    best = 0;
    for (int i = 1; i < OFFERED; i++) {
        double gain = gain_of(all, i);
        if (shorter && (offered[i] <= 0.0 || offered[i] >= offered[0]))
            continue;
        best = gain > most ? i : best;
        most = fmax(most, gain);
    }
    return offered[best];
}

double dc_half_life_choose(bool *chosen, double *shorter, const dc_book *book,
                           const dc_learn_options *options)
{
    /* Claims of one customer share their luck: more than two standard errors.  A drift that was
     * found elsewhere is a reason of its own. */
    const double beyond_chance = 3.0, beyond_chance_in_drift = 1.0;
    dc_date      first = dc_date_add_days(book->as_of, -ORIGINS * QUARTER_DAYS);
    int          step_days = options->shift_step_days > 0 ? options->shift_step_days : 3;
    *chosen = !options->assume && knows_enough(book, first);
    *shorter = offered[0];
    if (!*chosen)
        return offered[0];
    dc_arena *arena = dc_arena_new();
    trial    *all = dc_arena_alloc(arena, 1, sizeof *all);
    for (int i = 0; i < ORIGINS; i++) {
        all->at[i].date = dc_date_add_days(first, i * QUARTER_DAYS);
        choose_claims(&all->at[i], arena, book);
    }
#pragma omp parallel for schedule(dynamic)
    for (int task = 0; task < OFFERED * ORIGINS; task++) {
        int offer = task / ORIGINS, at = task % ORIGINS;
        score(all->score[offer][at], book, &all->at[at], offered[offer], step_days);
    }
    double usual = best_of(all, beyond_chance, false);
    *shorter = best_of(all, beyond_chance_in_drift, true);
    dc_arena_free(arena);
    return usual;
}
