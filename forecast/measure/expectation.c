/* expectation.c - see expectation.h. */
#include "expectation.h"

#include <math.h>

#include "duecast/rises.h"
#include "largest.h"
#include "samples.h"

static void add_expected(dc_outcome *out, const dc_expected *expected, double rate,
                         const dc_simulate_options *options)
{
    double cash = 0.0;
    for (int32_t day = 1, week = 1; week <= out->week_count; day++) {
        cash += expected->cash[day];
        if (day != dc_week_end_day(options, week))
            continue;
        out->expected_cash[week++] += cash * rate;
    }
    for (size_t r = 0; r < out->report_count; r++) {
        size_t aged = (size_t)dc_aged_index(options, out->report_days[r]);
        for (size_t b = 0; b < DC_BUCKETS; b++)
            out->expected_ageing[r][b] += expected->ageing[aged * DC_BUCKETS + b] * rate;
    }
}

void dc_expectations_make(dc_expectation *out, const dc_book *book, const dc_model *model,
                          const dc_items *items, const dc_policy *const *policies,
                          size_t policy_count, const dc_simulate_options *options)
{
    dc_expected *made[DC_EXPECTED_AT_ONCE];
    for (size_t p = 0; p < policy_count; p++)
        out[p] = (dc_expectation){.arena = dc_arena_new()};
    for (size_t from = 0, count; from < policy_count; from += count) {
        count =
            policy_count - from < DC_EXPECTED_AT_ONCE ? policy_count - from : DC_EXPECTED_AT_ONCE;
        for (uint16_t currency = 0; currency < book->currency_count; currency++) {
            if (!book->currencies[currency].has_rate)
                continue;
            dc_expected_make_all(made, out[from].arena, book, model, items, policies + from, count,
                                 currency, options);
            for (size_t i = 0; i < count; i++)
                out[from + i].of[currency] = made[i];
        }
    }
}

void dc_expectation_free(dc_expectation *expectation)
{
    dc_arena_free(expectation->arena);
}

void dc_outcome_expect(dc_outcome *out, const dc_expectation *expectation, const dc_book *book,
                       const dc_model *model, const dc_items *items, const dc_policy *policy,
                       const dc_simulate_options *options)
{
    dc_arena *arena = dc_arena_new();
    double    rate[DC_CURRENCIES_MAX] = {0.0};
    for (uint16_t currency = 0; currency < book->currency_count; currency++) {
        if (!expectation->of[currency])
            continue;
        rate[currency] = dc_minor_rate(book, currency);
        add_expected(out, expectation->of[currency], rate[currency], options);
    }
    /* What is handed over has a luck of its own, whatever ties claims until then. */
    bool untold = (policy->placement_count > 0 && dc_is_tied(&model->together)) ||
                  dc_policy_holds_orders(policy); /* by each order's own share */
    dc_spread *spread = options->mean_only || untold
                            ? NULL
                            : dc_spread_make(arena, book, model, items, policy, rate, options);
    for (int32_t week = 1; week <= out->week_count; week++)
        out->expected_cash_sd[week] = spread ? sqrt(spread->variance[week]) : NAN;
    out->spread_quality = spread ? spread->quality : DC_SPREAD_CLOSE;
    /* What comes back of a failed customer's item is whole minor units on a path. */
    out->rounding = 1.0 + (dc_defaults_happen(&model->defaults) ? 0.5 * (double)items->count : 0.0);
    out->largest_item = dc_largest_part(book, items);
    out->largest_alone = dc_largest_item(book, items);
    dc_arena_free(arena);
}

double dc_outcome_cash_sd(const dc_outcome *outcome, int32_t week)
{
    if (!isnan(outcome->expected_cash_sd[week]))
        return outcome->expected_cash_sd[week];
    return dc_outcome_path_cash(outcome, week)->standard_error * sqrt(outcome->path_count);
}
