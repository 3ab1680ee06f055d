/* allowance.c - see allowance.h. */
#include "allowance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "credit_loss.h"
#include "samples.h"

static double within(double rate)
{
    return fmin(fmax(rate, 0.0), 1.0);
}

/* --- rates ----------------------------------------------------------------------------------- */

/* Days past due in the middle of a bucket; the open ends are taken to be two months long. */
static int32_t middle_of(const dc_ageing_edges *edges, int bucket)
{
    enum { BEFORE_DUE = -15, BEYOND = 59 };
    int32_t first = dc_bucket_first_day(edges, bucket);
    if (bucket == 0)
        return BEFORE_DUE;
    return bucket == DC_BUCKETS - 1 ? first + BEYOND : (first + edges->last_day[bucket - 1]) / 2;
}

/* Of today's claims in the bucket; an empty bucket has the portfolio's loss in its middle, and no
 * less than the younger one: few ledgers tell much of what is very late. */
static void model_rates(double rate[DC_BUCKETS], const dc_book *book, const dc_model *model)
{
    dc_arena      *arena = dc_arena_new();
    dc_loss_view   view;
    dc_credit_loss loss;
    dc_credit_loss_by_bucket(&loss, book, model, book->company.effective_rate);
    dc_loss_view_make(&view, arena, book, model, book->company.effective_rate, false);
    for (int b = 0; b < DC_BUCKETS; b++) {
        dc_claim_loss one;
        dc_law_ask    ask = {.customer = UINT32_MAX,
                             .due = -middle_of(dc_company_edges(&book->company), b),
                             .first = 1,
                             .pace = dc_model_pace_ahead(model, book, SIZE_MAX, DC_PACE_AGAIN),
                             .loss_multiplier = 1.0};
        if (loss.balance[b] > 0.0) {
            rate[b] = within((loss.bucket[b] + loss.bucket_delay[b]) / loss.balance[b]);
            continue;
        }
        dc_claim_loss_fill(&one, &view, &ask);
        rate[b] = fmax(within(one.loss + one.delay), b > 0 ? rate[b - 1] : 0.0);
    }
    dc_arena_free(arena);
}

static void matrix_rates(double rate[DC_BUCKETS], const dc_book *book,
                         const double prior[DC_BUCKETS])
{
    dc_arena           *arena = dc_arena_new();
    dc_provision_matrix matrix;
    dc_loss_flows flows = dc_loss_flows_of(book, (dc_period){DC_DATE(INT32_MIN), book->as_of});
    dc_provision_matrix_make(&matrix, dc_cohorts_make(arena, book), &flows, prior);
    for (int b = 0; b < DC_BUCKETS; b++)
        rate[b] = within(matrix.of[b].rate * (1.0 + book->company.loss_adjustment));
    dc_arena_free(arena);
}

/* Tax in the invoices that are open today. */
static double relief_of(const dc_book *book)
{
    const dc_claims *claims = &book->claims;
    double           tax = 0.0, amount = 0.0;
    if (strcmp(book->company.vat_relief, "yes") != 0)
        return 0.0;
    for (size_t i = 0; i < claims->count; i++) {
        if (!dc_claim_is_owed(claims, i))
            continue;
        tax += (double)dc_book_translate(book, claims->currency[i], claims->tax[i]).minor;
        amount += (double)dc_book_translate(book, claims->currency[i], claims->amount[i]).minor;
    }
    return amount > 0.0 ? within(tax / amount) : 0.0;
}

/* --- named customers ------------------------------------------------------------------------- */

static double named_today(const dc_book *book, const dc_today *today)
{
    const dc_claims *claims = &book->claims;
    double           sum = 0.0;
    for (size_t i = 0; i < claims->count; i++) {
        double share = book->customers.provision[claims->customer[i]];
        if (share <= 0.0 || !dc_claim_is_owed(claims, i))
            continue;
        int bucket = dc_bucket_of(dc_company_edges(&book->company),
                                  dc_date_days_between(claims->due[i], book->as_of));
        sum += (share * (1.0 - today->relief) - today->loss_rate[bucket]) *
               (double)dc_book_translate(book, claims->currency[i], claims->open[i]).minor;
    }
    return sum;
}

/* Adds what is expected of the items of customers with one share. */
static void add_share(double excess[DC_AGED_DAYS_MAX], const dc_book *book, const dc_model *model,
                      const dc_items *items, const dc_today *today, const dc_policy *policy,
                      const dc_simulate_options *options, double share)
{
    dc_arena *arena = dc_arena_new();
    dc_items  some = *items;
    some.amount = dc_arena_alloc(arena, items->count + 1, sizeof *some.amount);
    for (size_t i = 0; i < items->count; i++)
        if (items->customer[i] != UINT32_MAX &&
            book->customers.provision[items->customer[i]] == share)
            some.amount[i] = items->amount[i];
    for (uint16_t c = 0; c < book->currency_count; c++) {
        if (!book->currencies[c].has_rate)
            continue;
        dc_expected *expected = dc_expected_make(arena, book, model, &some, policy, c, options);
        for (size_t r = 0; r < dc_days_aged(options).count; r++)
            for (size_t b = 0; b < DC_BUCKETS; b++)
                excess[r] += (share * (1.0 - today->relief) - today->loss_rate[b]) *
                             expected->ageing[r * DC_BUCKETS + b] * dc_minor_rate(book, c);
    }
    dc_arena_free(arena);
}

static int compare_shares(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

void dc_allowance_named(double excess[DC_AGED_DAYS_MAX], const dc_book *book, const dc_model *model,
                        const dc_items *items, const dc_today *today, const dc_policy *policy,
                        const dc_simulate_options *options)
{
    size_t  count = 0;
    double *share = dc_heap_alloc(book->customers.count + 1, sizeof *share);
    memset(excess, 0, DC_AGED_DAYS_MAX * sizeof *excess);
    for (size_t c = 0; c < book->customers.count; c++)
        if (book->customers.provision[c] > 0.0)
            share[count++] = book->customers.provision[c];
    if (count > 0)
        qsort(share, count, sizeof *share, compare_shares);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || share[i] != share[i - 1])
            add_share(excess, book, model, items, today, policy, options, share[i]);
    free(share);
}

/* --- what is booked -------------------------------------------------------------------------- */

bool dc_allowance_applies(const dc_today *today, const dc_book *book)
{
    return today->losses_learnt && strcmp(book->company.allowance_method, "none") != 0;
}

void dc_allowance_today(dc_today *out, const dc_book *book, const dc_model *model)
{
    const dc_company *company = &book->company;
    bool              by_matrix = strcmp(company->allowance_method, "matrix") == 0;
    model_rates(out->model_rate, book, model);
    if (company->has_allowance_rates)
        for (int b = 0; b < DC_BUCKETS; b++)
            out->matrix_rate[b] =
                within(company->allowance_rates[b] * (1.0 + company->loss_adjustment));
    else
        matrix_rates(out->matrix_rate, book, out->model_rate);
    out->relief = relief_of(book);
    for (int b = 0; b < DC_BUCKETS; b++)
        out->loss_rate[b] =
            (by_matrix ? out->matrix_rate[b] : out->model_rate[b]) * (1.0 - out->relief);
    dc_allowance_by_rates(out->allowance, out->ageing, out->loss_rate, DC_BUCKETS);
    out->named = llround(named_today(book, out));
}

double dc_allowance_of(const dc_today *today, const double balance[DC_BUCKETS], double named)
{
    double sum = nearbyint(named);
    for (int b = 0; b < DC_BUCKETS; b++)
        sum += nearbyint(balance[b] * today->loss_rate[b]);
    return fmax(sum, 0.0);
}

double dc_allowance_net(const dc_today *today, double written_off, double recovered)
{
    return nearbyint((written_off - recovered) * (1.0 - today->relief));
}
