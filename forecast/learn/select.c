/* select.c - assumptions for thin ledgers, choices for thick ones. */
#include "select.h"

#include <math.h>
#include <string.h>

enum { ROUNDS_MOST = 40, ROUNDS_TO_COMPARE = 7, FOLDS = 5, CUSTOMERS_TO_COMPARE = 200 };

static void one_table(dc_mixture *mixture, const double q[DC_BINS], double concentration)
{
    *mixture = (dc_mixture){.type_count = 1,
                            .shift_count = 1,
                            .type_share = {1.0},
                            .shift_share = {1.0},
                            .concentration = concentration};
    for (int bin = 0; bin < DC_BINS; bin++)
        mixture->hazard[0][bin] = q[bin];
}

/* Below DC_CLAIMS_FOR_HABITS the assumed table is only shifted by what was seen.  Where nothing
 * was, customers count as alike: the law of each is then the survey's, which is of all of them. */
static void lean_on_assumption(dc_model *model)
{
    const double prior_claims = 3.0, all_alike = 1e6;
    dc_prior_life_table(model->portfolio);
    for (int bin = 0; bin < DC_BINS && model->learnt; bin++) {
        double width = prior_claims * dc_bin_width(bin);
        model->portfolio[bin] =
            (width * model->portfolio[bin] + model->settled[bin]) / (width + model->exposure[bin]);
    }
    one_table(&model->mixture, model->portfolio, model->learnt ? prior_claims : all_alike);
}

void dc_history_gather(dc_history *out, dc_arena *arena, const dc_book *book, const dc_view *view,
                       size_t most, int step_days)
{
    size_t   stride = (book->customers.count + most - 1) / most;
    dc_tally tally;
    dc_history_start(out, arena, book->customers.count / stride + 1, step_days);
    for (size_t claim = 0; claim < book->claims.count;) {
        if (book->claims.customer[claim] % stride != 0) {
            claim = dc_skip_customer(book, claim);
            continue;
        }
        claim = dc_tally_customer(&tally, book, claim, view);
        dc_history_add(out, &tally);
    }
}

static double hold_out_score(const dc_history *history, int type_count, size_t fold)
{
    dc_arena  *arena = dc_arena_new();
    dc_history rest, held;
    dc_mixture mixture;
    dc_history_part(&rest, arena, history, FOLDS, fold, true);
    dc_history_part(&held, arena, history, FOLDS, fold, false);
    dc_fit(&mixture, &rest, type_count, ROUNDS_TO_COMPARE);
    double score = dc_log_marginal(&held, &mixture);
    dc_arena_free(arena);
    return score;
}

/* The fewest types within 2 nats of the best. */
static int choose_types(const dc_history *history)
{
    const double as_good = 2.0;
    dc_arena    *arena = dc_arena_new();
    dc_history   sample;
    double       of_fold[DC_TYPES_MAX * FOLDS], score[DC_TYPES_MAX] = {0}, best = -INFINITY;
    int          types = 1;
    size_t parts = (history->customer_count + CUSTOMERS_TO_COMPARE - 1) / CUSTOMERS_TO_COMPARE;
    dc_history_part(&sample, arena, history, parts, 0, false);
#pragma omp parallel for schedule(dynamic)
    for (int task = DC_TYPES_MAX * FOLDS - 1; task >= 0; task--) /* the dearest first */
        of_fold[task] = hold_out_score(&sample, task / FOLDS + 1, (size_t)(task % FOLDS));
    for (int g = 0; g < DC_TYPES_MAX; g++) {
        for (int fold = 0; fold < FOLDS; fold++)
            score[g] += of_fold[g * FOLDS + fold];
        best = fmax(best, score[g]);
    }
    while (score[types - 1] < best - as_good)
        types++;
    dc_arena_free(arena);
    return types;
}

static double mean_days_late(const double q[DC_BINS])
{
    double open = 1.0, mean = -60.0;
    for (int32_t late = -60; late < 365; late++) {
        open *= 1.0 - q[dc_bin_of(late)];
        mean += open;
    }
    return mean;
}

/* Types are numbered from the promptest to the slowest. */
static void order_types(dc_mixture *mixture)
{
    for (int g = 1; g < mixture->type_count; g++)
        for (int at = g; at > 0 && mean_days_late(mixture->hazard[at]) <
                                       mean_days_late(mixture->hazard[at - 1]);
             at--) {
            double share = mixture->type_share[at];
            mixture->type_share[at] = mixture->type_share[at - 1];
            mixture->type_share[at - 1] = share;
            for (int bin = 0; bin < DC_BINS; bin++) {
                double hazard = mixture->hazard[at][bin];
                mixture->hazard[at][bin] = mixture->hazard[at - 1][bin];
                mixture->hazard[at - 1][bin] = hazard;
            }
        }
}

static int types_wanted(dc_model *model, const dc_history *history, const dc_learn_options *options)
{
    const int assumed = 2;
    if (options->type_count > 0)
        return options->type_count;
    if (model->claims_learnt_from < DC_CLAIMS_FOR_CHOICES || history->customer_count < 2 * FOLDS)
        return assumed;
    model->types_chosen = true;
    return choose_types(history);
}

static bool leads_on(const dc_mixture *start, const dc_history *history, int types)
{
    return start && start->type_count == types && start->shift_count == history->shift_count &&
           memcmp(start->shift, history->shift, sizeof history->shift) == 0;
}

/* Fits the history and keeps the mixture if it explains more than the one there is. */
static void try_history(dc_model *model, const dc_history *history, const dc_learn_options *options)
{
    dc_mixture mixture;
    double     value;
    int        types = types_wanted(model, history, options);
    if (leads_on(options->start, history, types)) {
        mixture = *options->start;
        value = dc_fit_onwards(&mixture, history);
    } else {
        value = dc_fit(&mixture, history, types, ROUNDS_MOST);
    }
    if (value < model->log_likelihood)
        return;
    model->mixture = mixture;
    model->log_likelihood = value;
}

/* Customers that tell what customers have in common: a few hundred with many claims each do. */
static size_t customers_to_fit(const dc_model *model)
{
    double share = (double)DC_CLAIMS_TO_FIT / (double)model->claims_learnt_from;
    double most =
        share < 1.0 ? share * (double)model->customer_count : (double)model->customer_count;
    most = fmax(most, DC_CUSTOMERS_TO_FIT_LEAST);
    return (size_t)fmin(most, DC_CUSTOMERS_TO_FIT);
}

void dc_mixture_learn(dc_model *model, const dc_book *book, const dc_view *view,
                      const dc_learn_options *options)
{
    dc_arena  *arena = dc_arena_new();
    dc_history history, plain;
    int        step_days = options->shift_step_days > 0 ? options->shift_step_days : 3;
    if (model->claims_learnt_from < DC_CLAIMS_FOR_HABITS) {
        lean_on_assumption(model);
        goto done;
    }
    dc_pool(model->portfolio, model->exposure, model->settled);
    if (options->mixture) {
        model->mixture = *options->mixture;
        goto done;
    }
    dc_history_gather(&plain, arena, book, view, customers_to_fit(model), 0);
    model->log_likelihood = dc_fit(&model->mixture, &plain, 1, ROUNDS_MOST);
    /* Customers may differ in speed more than in habit; and the rounds do not climb strictly.  So
     * types without habits are tried, too, unless it is known what a like book ended with. */
    if (!options->start || options->start->shift_count > 1) {
        dc_history_gather(&history, arena, book, view, customers_to_fit(model), step_days);
        try_history(model, &history, options);
    }
    if (!options->start || options->start->shift_count == 1)
        try_history(model, &plain, options);
    order_types(&model->mixture);

done:
    model->concentration = model->mixture.concentration;
    dc_arena_free(arena);
}
