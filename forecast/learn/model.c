/* model.c - runs the learners and keeps what they know. */
#include "duecast/standing.h"

#include <math.h>

#include "atoms.h"
#include "counts.h"
#include "default.h"
#include "effects.h"
#include "sales.h"
#include "select.h"
#include "together.h"

/* Of those not settled that day, as the law has it.  A month of exposure of doubt keeps a single
 * write-off in a thin bin from ruling it. */
static void learn_write_offs(dc_model *model, const dc_counts *counts)
{
    for (int bin = 0; bin < DC_BINS; bin++)
        model->write_off[bin] = counts->written_off[bin] /
                                (fmax(counts->exposure[bin] - counts->settled[bin], 0.0) + 30.0);
}

static void learn_dilution(dc_model *model, const dc_book *book, const dc_counts *counts)
{
    const dc_claims *claims = &book->claims;
    double           settled = counts->cash_value + counts->not_cash_value;
    int64_t          invoiced = 0, credited = 0;
    model->dilution = settled > 0.0 ? counts->not_cash_value / settled : 0.0;
#pragma omp parallel for reduction(+ : invoiced, credited)
    for (size_t i = 0; i < claims->count; i++) {
        if (dc_date_days_between(claims->issued[i], book->as_of) >= 364)
            continue;
        int64_t amount = dc_book_translate(book, claims->currency[i], claims->amount[i]).minor;
        invoiced += claims->kind[i] == DC_CLAIM_INVOICE ? amount : 0;
        credited -= claims->kind[i] == DC_CLAIM_CREDIT ? amount : 0;
    }
    model->credit_note_share =
        invoiced > 0 ? fmin(fmax((double)credited / (double)invoiced, 0.0), 0.5) : 0.0;
}

/* By share of the customers, the shares then in order. */
static void count_all(dc_counts *out, dc_arena *arena, const dc_book *book, const dc_view *view)
{
    dc_counts share[DC_SHARES];
    dc_counts_start(out, arena, book->customers.count);
#pragma omp parallel for schedule(dynamic)
    for (size_t s = 0; s < DC_SHARES; s++) {
        dc_tally tally;
        share[s] = *out;
        for (size_t claim = dc_share_first(book, s), end = dc_share_first(book, s + 1);
             claim < end;) {
            uint32_t customer = book->claims.customer[claim];
            claim = dc_tally_customer(&tally, book, claim, view);
            dc_counts_add(&share[s], &tally, customer);
        }
    }
    for (size_t s = 0; s < DC_SHARES; s++)
        dc_counts_join(out, &share[s]);
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

static void keep_counts(dc_model *model, const dc_counts *counts)
{
    model->learnt = counts->claims_settled > 0;
    model->claims_learnt_from = counts->claims_settled;
    model->claims_censored = counts->claims_censored;
    model->settled_count = counts->settled_count;
    model->days_late_mean = counts->days_late_mean;
    for (int bin = 0; bin < DC_BINS; bin++) {
        model->exposure[bin] = counts->exposure[bin];
        model->settled[bin] = counts->settled[bin];
        model->written_off[bin] = counts->written_off[bin];
    }
}

/* What customers left behind when they failed is simulated by customer, not claim by claim. */
static void leave_out_failures(dc_model *model, dc_counts *counts, const dc_book *book,
                               const dc_view *view)
{
    const double noise = 1e-9; /* what differences of sums leave where nothing is */
    dc_tally     all, before;
    dc_view      without = *view;
    without.failed = model->defaults.day;
    for (size_t claim = 0, next; claim < book->claims.count; claim = next) {
        next = dc_skip_customer(book, claim);
        if (!dc_in_default(model, book->claims.customer[claim]))
            continue;
        dc_tally_customer(&all, book, claim, view);
        dc_tally_customer(&before, book, claim, &without);
        for (int bin = 0; bin < DC_BINS; bin++) {
            double left = counts->written_off[bin] - all.written_off[bin] + before.written_off[bin];
            counts->written_off[bin] = left > noise ? left : 0.0;
        }
    }
    for (int bin = 0; bin < DC_BINS; bin++)
        model->written_off[bin] = counts->written_off[bin];
}

/* Everything that rests on the half-life of the view. */
static void learn_with(dc_model *model, const dc_book *book, const dc_view *view,
                       const dc_learn_options *options)
{
    dc_counts counts;
    count_all(&counts, model->arena, book, view);
    /* A ledger without a single settled claim is a list of open items: what was paid has left
     * it, so that its open claims say nothing about how long claims stay open. */
    if (options->assume || counts.claims_settled == 0)
        forget(&counts, book->customers.count);

    model->half_life_days = view->half_life_days;
    model->customer_count = book->customers.count;
    model->own_share = dc_arena_alloc(model->arena, model->customer_count, sizeof(double));
    keep_counts(model, &counts);
    dc_defaults_learn(model, book, options);
    if (model->defaults.learnt)
        leave_out_failures(model, &counts, book, view);
    dc_mixture_learn(model, book, view, options);
    if (model->learnt)
        dc_atoms_make(model, book, view, NULL);
    else
        dc_atoms_none(model);
    learn_write_offs(model, &counts);
    dc_effects_learn(model, book, options);
    /* After the effects: what the calendar foretells is no shock. */
    if (options->together)
        model->together = *options->together;
    else if (model->claims_learnt_from >= DC_CLAIMS_FOR_RUNS)
        dc_together_learn(model, book);
    else
        model->together = dc_together_assumed();
    if (!options->assume)
        learn_dilution(model, book, &counts);
    model->parts = (dc_parts){.first_share = 1.0};
    if (model->learnt)
        dc_parts_learn(&model->parts, model->arena, book);
}

dc_status dc_model_learn(dc_model **out, const dc_book *book, const dc_learn_options *options)
{
    dc_arena *arena = dc_arena_new();
    dc_model *model = dc_arena_alloc(arena, 1, sizeof *model);
    dc_view   view = {.as_of = book->as_of, .half_life_days = options->half_life_days};
    double    shorter = 0.0;
    bool      chosen = false;
    if (view.half_life_days < 0.0)
        view.half_life_days = dc_half_life_choose(&chosen, &shorter, book, options);
    *model = (dc_model){.arena = arena, .half_life_chosen = chosen};
    learn_with(model, book, &view, options);
    /* The drift stays told as it was found with the longer memory; the pace is beside this law. */
    if (chosen && model->drift.found && shorter > 0.0 &&
        (view.half_life_days <= 0.0 || shorter < view.half_life_days)) {
        dc_drift drift = model->drift;
        view.half_life_days = shorter;
        *model = (dc_model){.arena = arena, .half_life_chosen = chosen};
        learn_with(model, book, &view, options);
        drift.log_now = model->drift.log_now;
        model->drift = drift;
    }
    dc_sales_learn(model, book, options->assume);
    *out = model;
    return DC_OK;
}

void dc_model_free(dc_model *model)
{
    if (model)
        dc_arena_free(model->arena);
}
