/* lifetime.c - the loss of today's claims on paths, beside what is expected of it. */
#include <math.h>
#include <stdlib.h>

#include "duecast/bad_debt.h"
#include "samples.h"
#include "verify_parts.h"

static const double false_alarms = 0.0005;

/* Cash of today's claims on each path. */
typedef struct {
    const dc_book *book;
    double        *cash;
} till;

static int64_t sum_of(const dc_block *block, dc_flow flow, uint32_t path)
{
    int64_t sum = 0;
    for (int32_t day = 1; day <= block->day_count; day++)
        sum += dc_block_at(block, flow, day, path);
    return sum;
}

static void take(void *context, const dc_block *block)
{
    const till *all = context;
    double      rate = dc_minor_rate(all->book, block->currency);
    if (!all->book->currencies[block->currency].has_rate)
        return;
    for (uint32_t path = 0; path < block->path_count; path++) {
        int64_t cash = sum_of(block, DC_FLOW_SETTLED_NOT_DUE, path) +
                       sum_of(block, DC_FLOW_SETTLED_OVERDUE, path) -
                       sum_of(block, DC_FLOW_WRITTEN_OFF, path) +
                       sum_of(block, DC_FLOW_RECOVERED, path);
        all->cash[(size_t)block->block * DC_PATH_BLOCK + path] += rate * (double)cash;
    }
}

/* All claims are to be paid in cash: credit notes carry no loss; what they settle is settled. */
static dc_items all_in_cash(dc_arena *arena, const dc_items *items)
{
    dc_items out = *items;
    out.not_cash = out.credits = out.unapplied =
        dc_arena_alloc(arena, items->count + 1, sizeof *out.not_cash);
    return out;
}

static double claimed(const dc_book *book, const dc_items *items)
{
    double sum = 0.0;
    for (size_t i = 0; i < items->count; i++)
        if (book->currencies[items->currency[i]].has_rate)
            sum += dc_minor_rate(book, items->currency[i]) * (double)items->amount[i];
    return sum;
}

/* The most that one customer can lose us at once. */
static double largest_customer(const dc_book *book, const dc_items *items)
{
    size_t  named = book->customers.count;
    double *owed = dc_heap_alloc(named + 1, sizeof *owed), most = 0.0;
    for (size_t c = 0; c < named; c++)
        owed[c] = 0.0;
    for (size_t i = 0; i < items->count; i++) {
        double amount = book->currencies[items->currency[i]].has_rate
                            ? dc_minor_rate(book, items->currency[i]) * (double)items->amount[i]
                            : 0.0;
        if (items->customer[i] < named)
            amount = owed[items->customer[i]] += amount;
        most = fmax(most, amount);
    }
    free(owed);
    return most;
}

/* Standard deviation of the loss on one path: that of the cash, as what is claimed is certain. */
static double spread_of(dc_arena *arena, const dc_book *book, const dc_model *model,
                        const dc_items *items, const dc_simulate_options *options)
{
    static const dc_policy none = {.delay_count = 0};
    double                 rate[DC_CURRENCIES_MAX] = {0.0};
    for (uint16_t currency = 0; currency < book->currency_count; currency++)
        if (book->currencies[currency].has_rate)
            rate[currency] = dc_minor_rate(book, currency);
    dc_spread *spread = dc_spread_make(arena, book, model, items, &none, rate, options);
    return sqrt(fmax(spread->variance[spread->week_count], 0.0));
}

/* Bernstein: n paths of a sum of independent parts stray by more than sqrt(2 x) standard errors +
 * M x / (3 n) with a chance of at most 2 exp(-x), M the largest part.  Customers are independent
 * given the economy, whose own part is in the standard error and not in M: a tolerance that knows
 * the skewness of single losses, no strict bound. */
static double allowed_of(double standard_error, double largest, double n)
{
    double x = log(2.0 / false_alarms);
    return sqrt(2.0 * x) * standard_error + largest * x / (3.0 * n);
}

/* What comes back of a claim is whole minor units on a path: half of one is lost or won. */
static double rounding_of(const dc_items *items)
{
    return 1.0 + 0.5 * (double)items->count;
}

static void sum_up(dc_lifetime_loss *out, double *cash, double total, double sd, double largest)
{
    double  n = out->paths, sum = 0.0, quantile[DC_QUANTILE_COUNT];
    double *scratch = dc_heap_alloc(out->paths, sizeof *scratch);
    for (uint32_t p = 0; p < out->paths; p++) {
        cash[p] = total - cash[p]; /* the loss */
        sum += cash[p];
    }
    dc_quantiles(quantile, cash, scratch, out->paths);
    out->mean = sum / n;
    out->standard_error = sd / sqrt(n);
    out->p5 = quantile[DC_P5];
    out->p95 = quantile[DC_P95];
    out->allowed = allowed_of(out->standard_error, largest, n);
    free(scratch);
}

dc_status dc_lifetime_simulate(dc_lifetime_loss *out, const dc_book *book, const dc_model *model,
                               double expected, const dc_simulate_options *options)
{
    static const dc_policy        none = {.delay_count = 0};
    static const dc_policy *const policies[] = {&none};
    dc_arena                     *arena = dc_arena_new();
    dc_simulate_options           lifetime = {.horizon_days = DC_LIFETIME_DAYS,
                                              .path_count = options->path_count,
                                              .seed = options->seed,
                                              .threads = options->threads,
                                              .stop = options->stop,
                                              .first_week_days = DC_LIFETIME_DAYS % 7};
    dc_items                      items =
        all_in_cash(arena, dc_items_of_claims(arena, book, model, lifetime.horizon_days));
    till all = {book, dc_heap_alloc(lifetime.path_count, sizeof(double))};
    *out = (dc_lifetime_loss){.paths = lifetime.path_count, .expected = expected};
    dc_status status = dc_paths_simulate(book, model, &items, policies, 1, &lifetime, take, &all);
    if (status == DC_OK)
        sum_up(out, all.cash, claimed(book, &items),
               spread_of(arena, book, model, &items, &lifetime), largest_customer(book, &items));
    out->allowed += rounding_of(&items);
    free(all.cash);
    dc_arena_free(arena);
    return status;
}

dc_status dc_verify_lifetime(const dc_verifying *v)
{
    const double        claim_paths = 1e8, paths_most = 4096.0, paths_least = DC_PATHS_MIN;
    dc_simulate_options some = *v->options;
    dc_credit_loss      loss;
    dc_lifetime_loss    lived;
    double              claims = (double)v->items->claim_count;
    if (!v->today->losses_learnt || claims == 0.0)
        return DC_OK;
    some.path_count = (uint32_t)fmax(fmin(claim_paths / claims, paths_most), paths_least);
    dc_credit_loss_measure(&loss, v->book, v->model, 0.0);
    dc_status status = dc_lifetime_simulate(&lived, v->book, v->model, loss.loss, &some);
    if (status == DC_OK)
        dc_check_tell(dc_checks_add(v->checks, "lifetime_loss", DC_WORD_CHECK_LIFETIME,
                                    fabs(lived.mean - lived.expected) <= lived.allowed),
                      v->arena, DC_WORD_FOUND_LIFETIME,
                      dc_arena_format(v->arena, "%u", (unsigned)lived.paths),
                      dc_arena_format(v->arena, "%.0f", lived.mean),
                      dc_arena_format(v->arena, "%.0f", lived.expected),
                      dc_arena_format(v->arena, "%.0f", lived.allowed), (const char *)NULL);
    return status;
}
