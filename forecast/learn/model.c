/* model.c - runs the learners and keeps what they know. */
#include "duecast/model.h"

#include <math.h>

#include "counts.h"
#include "fit.h"

enum {
    CLAIMS_FOR_A_TABLE = 10
}; /* below that the assumed table is only shifted by what was seen */

static void learn_portfolio(dc_model *model, const dc_counts *counts)
{
    if (counts->claims_settled >= CLAIMS_FOR_A_TABLE) {
        dc_fit_life_table(model->portfolio, &model->concentration, &model->log_likelihood, counts);
        return;
    }
    const double prior_claims = 5.0;
    dc_prior_life_table(model->portfolio);
    model->concentration = prior_claims;
    for (int bin = 0; bin < DC_BINS && counts->claims_settled > 0; bin++) {
        double width = prior_claims * dc_bin_width(bin);
        model->portfolio[bin] = (width * model->portfolio[bin] + counts->settled[bin]) /
                                (width + counts->exposure[bin]);
    }
    if (counts->claims_settled > 0)
        model->log_likelihood = dc_log_marginal(counts, model->portfolio, model->concentration);
}

/* A month of exposure of doubt keeps a single write-off in a thin bin from ruling it. */
static void learn_write_offs(dc_model *model, const dc_counts *counts)
{
    for (int bin = 0; bin < DC_BINS; bin++)
        model->write_off[bin] = counts->written_off[bin] / (counts->exposure[bin] + 30.0);
}

static void learn_dilution(dc_model *model, const dc_book *book, const dc_counts *counts)
{
    double settled = counts->cash_value + counts->not_cash_value, invoiced = 0.0, credited = 0.0;
    model->dilution = settled > 0.0 ? counts->not_cash_value / settled : 0.0;
    for (size_t i = 0; i < book->claims.count; i++) {
        if (dc_date_days_between(book->claims.issued[i], book->as_of) >= 364)
            continue;
        dc_money amount = dc_book_translate(book, book->claims.currency[i], book->claims.amount[i]);
        if (book->claims.kind[i] == DC_CLAIM_INVOICE)
            invoiced += (double)amount.minor;
        else if (book->claims.kind[i] == DC_CLAIM_CREDIT)
            credited -= (double)amount.minor;
    }
    model->credit_note_share = invoiced > 0.0 ? fmin(fmax(credited / invoiced, 0.0), 0.5) : 0.0;
}

/* Posterior means: a customer's own days count against m equivalent claims of the portfolio. */
static void learn_customers(dc_model *model, const dc_counts *counts)
{
    double m = model->concentration;
    for (size_t c = 0; c < model->customer_count; c++)
        for (int bin = 0; bin < DC_BINS; bin++)
            model->hazard[c * DC_BINS + (size_t)bin] = model->portfolio[bin];

    double width_sum = 0.0;
    for (int bin = 0; bin < DC_BINS; bin++)
        width_sum += m * dc_bin_width(bin);
    for (size_t i = 0; i < counts->cell_count; i++) {
        const dc_cell *cell = &counts->cells[i];
        double         width = m * dc_bin_width(cell->bin);
        model->hazard[(size_t)cell->customer * DC_BINS + cell->bin] =
            (width * model->portfolio[cell->bin] + cell->settled) / (width + cell->at_risk);
        model->own_share[cell->customer] += cell->at_risk;
    }
    for (size_t c = 0; c < model->customer_count; c++)
        model->own_share[c] /= model->own_share[c] + width_sum;
}

/* As if nothing had been settled yet. */
static void forget(dc_counts *counts, size_t customer_count)
{
    dc_counts empty = {.settled_count = counts->settled_count,
                       .days_late_mean = counts->days_late_mean,
                       .claims_censored = counts->claims_censored};
    for (size_t c = 0; c < customer_count; c++) {
        empty.settled_count[c] = 0;
        empty.days_late_mean[c] = NAN;
    }
    *counts = empty;
}

dc_status dc_model_learn(dc_model **out, const dc_book *book, const dc_learn_options *options)
{
    dc_arena *arena = dc_arena_new();
    dc_model *model = dc_arena_alloc(arena, 1, sizeof *model);
    dc_counts counts;
    dc_counts_make(&counts, arena, book, options->half_life_days);
    /* A ledger without a single settled claim is a list of open items: what was paid has left
     * it, so that its open claims say nothing about how long claims stay open. */
    if (options->assume || counts.claims_settled == 0)
        forget(&counts, book->customers.count);

    model->arena = arena;
    model->learnt = counts.claims_settled > 0;
    model->claims_learnt_from = counts.claims_settled;
    model->claims_censored = counts.claims_censored;
    model->half_life_days = options->half_life_days;
    model->customer_count = book->customers.count;
    model->hazard = dc_arena_alloc(arena, model->customer_count * DC_BINS, sizeof(double));
    model->own_share = dc_arena_alloc(arena, model->customer_count, sizeof(double));
    model->settled_count = counts.settled_count;
    model->days_late_mean = counts.days_late_mean;
    for (int bin = 0; bin < DC_BINS; bin++) {
        model->exposure[bin] = counts.exposure[bin];
        model->settled[bin] = counts.settled[bin];
        model->written_off[bin] = counts.written_off[bin];
    }
    learn_portfolio(model, &counts);
    learn_write_offs(model, &counts);
    learn_dilution(model, book, &counts);
    learn_customers(model, &counts);
    *out = model;
    return DC_OK;
}

void dc_model_free(dc_model *model)
{
    if (model)
        dc_arena_free(model->arena);
}
