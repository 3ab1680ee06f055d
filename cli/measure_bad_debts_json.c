/* measure_bad_debts_json.c - bad debts as JSON. */
#include <string.h>

#include "measure_bad_debts.h"

static json_t *money(const dc_measure_view *view, double minor)
{
    return dc_measure_json_number(view, DC_UNIT_MONEY, minor);
}

static json_t *rate_or_null(bool known, double rate)
{
    return known ? json_real(rate) : json_null();
}

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

/* What became of past balances of the bucket. */
static json_t *seen_json(const dc_measure_view *view, const dc_provision_rate *of)
{
    json_t *object = json_object();
    bool    known = of->claims > 0;
    set(object, "stood", money(view, of->stood));
    set(object, "settled", money(view, of->settled));
    set(object, "lost", money(view, of->lost));
    set(object, "claims", json_integer((json_int_t)of->claims));
    set(object, "rate", rate_or_null(known, of->seen));
    set(object, "at_least", rate_or_null(known, of->low));
    set(object, "at_most", rate_or_null(known, of->high));
    set(object, "weight", json_real(of->weight));
    return object;
}

static json_t *bucket_json(const dc_measure_view *view, const dc_bad_debts *all, size_t b)
{
    const dc_today *today = &all->today;
    json_t         *object = json_object();
    bool            booked = all->ahead.applicable;
    double          ever_lost = all->has_chain ? all->chain.ever_lost[b] : 0.0;
    double          months = all->has_chain ? all->chain.months[b] : 0.0;
    set(object, "balance", dc_measure_json_money(view, today->ageing[b]));
    set(object, "matrix", json_real(today->matrix_rate[b]));
    set(object, "model", rate_or_null(all->learnt, today->model_rate[b]));
    set(object, "roll_rates", rate_or_null(all->roll.applicable, all->roll.loss[b]));
    set(object, "chain", rate_or_null(all->has_chain, ever_lost));
    set(object, "months_until_paid_or_lost", rate_or_null(all->has_chain, months));
    set(object, "booked", rate_or_null(booked, today->loss_rate[b]));
    set(object, "allowance",
        booked ? dc_measure_json_money(view, today->allowance[b]) : json_null());
    set(object, "seen", seen_json(view, &all->matrix.of[b]));
    return object;
}

static const char *bucket_key(dc_arena *arena, const dc_ageing_edges *edges, int bucket)
{
    int first = (int)dc_bucket_first_day(edges, bucket);
    if (bucket == 0)
        return "not_due";
    if (bucket == DC_BUCKETS - 1)
        return dc_arena_format(arena, "days_over_%d", first - 1);
    return dc_arena_format(arena, "days_%d_to_%d", first, (int)edges->last_day[bucket - 1]);
}

static json_t *buckets_json(const dc_measure_view *view, const dc_bad_debts *all)
{
    const dc_ageing_edges *edges = dc_company_edges(&view->run->book->company);
    json_t                *list = json_array();
    for (size_t b = 0; b < DC_BUCKETS; b++) {
        json_t *object = bucket_json(view, all, b);
        set(object, "bucket", json_string(bucket_key(view->run->arena, edges, (int)b)));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *methods_json(const dc_measure_view *view, const dc_bad_debts *all)
{
    json_t *list = json_array();
    for (dc_bad_debt_method method = 0; method < DC_METHOD_COUNT; method++) {
        const dc_method_info *about = &dc_method_table[method];
        int64_t               amount;
        dc_word               reason;
        bool                  known = dc_method_amount(&amount, &reason, all, method);
        json_t *object = json_pack("{s:s, s:s, s:s, s:o}", "method", about->key, "label",
                                   dc_say(view->language, about->label), "is",
                                   about->is_expense ? "expense" : "allowance", "amount",
                                   known ? dc_measure_json_money(view, amount) : json_null());
        if (!known)
            json_object_set_new(object, "reason", json_string(dc_say(view->language, reason)));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *expected_json(const dc_measure_view *view, const dc_bad_debts *all)
{
    const dc_credit_loss   *loss = &all->loss;
    const dc_lifetime_loss *lived = &all->lived;
    double                  gap = lived->mean - lived->expected;
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:b}", "loss",
                     money(view, loss->loss), "delay", money(view, loss->delay), "downturn",
                     money(view, loss->outlook[DC_OUTLOOK_DOWNTURN]), "middle",
                     money(view, loss->outlook[DC_OUTLOOK_MIDDLE]), "upturn",
                     money(view, loss->outlook[DC_OUTLOOK_UPTURN]), "paths",
                     (json_int_t)lived->paths, "mean_on_paths", money(view, lived->mean),
                     "simulation_error", money(view, lived->standard_error), "p5",
                     money(view, lived->p5), "p95", money(view, lived->p95), "allowed_gap",
                     money(view, lived->allowed), "agree",
                     gap <= lived->allowed && gap >= -lived->allowed);
}

static json_t *past_json(const dc_measure_view *view, const dc_bad_debts *all)
{
    json_t *list = json_array();
    for (size_t m = DC_LOSS_MONTHS; m-- > 0;) {
        const dc_loss_flows *of = &all->past_flows[m];
        json_array_append_new(list,
                              json_pack("{s:o, s:o, s:o, s:o, s:o}", "from",
                                        dc_measure_json_date(all->past[m].from), "to",
                                        dc_measure_json_date(all->past[m].to), "sales",
                                        dc_measure_json_money(view, of->sales), "written_off",
                                        dc_measure_json_money(view, of->written_off), "recovered",
                                        dc_measure_json_money(view, of->recovered)));
    }
    return list;
}

static json_t *quantiles_json(const dc_measure_view *view, const dc_estimate *estimate)
{
    return json_pack("{s:o, s:o, s:o, s:o}", "mean", money(view, estimate->mean), "p5",
                     money(view, estimate->quantile[DC_P5]), "p50",
                     money(view, estimate->quantile[DC_P50]), "p95",
                     money(view, estimate->quantile[DC_P95]));
}

static json_t *ahead_json(const dc_measure_view *view, const dc_bad_debts *all)
{
    json_t *list = json_array();
    for (size_t m = 0; m < all->ahead.count; m++) {
        const dc_allowance_month *month = &all->ahead.month[m];
        const dc_allowance_roll  *roll = &month->expected;
        json_array_append_new(list,
                              json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "month_end",
                                        dc_measure_json_date(month->end), "opening",
                                        dc_measure_json_money(view, roll->opening), "expense",
                                        dc_measure_json_money(view, roll->expense), "written_off",
                                        dc_measure_json_money(view, roll->written_off), "recovered",
                                        dc_measure_json_money(view, roll->recovered), "closing",
                                        dc_measure_json_money(view, roll->closing),
                                        "expense_on_paths", quantiles_json(view, &month->expense),
                                        "closing_on_paths", quantiles_json(view, &month->closing)));
    }
    return list;
}

static json_t *bands_json(const dc_measure_view *view, const dc_bad_debts *all)
{
    json_t *list = json_array();
    int64_t line[DC_AGE_BANDS];
    dc_allowance_by_rates(line, all->bands, dc_age_band_rate, DC_AGE_BANDS);
    for (size_t i = 0; i < DC_AGE_BANDS; i++)
        json_array_append_new(list, json_pack("{s:i, s:o, s:f, s:o}", "years_from", (int)i,
                                              "balance", dc_measure_json_money(view, all->bands[i]),
                                              "rate", dc_age_band_rate[i], "allowance",
                                              dc_measure_json_money(view, line[i])));
    return list;
}

json_t *dc_measure_json_bad_debts(dc_measure_view *view)
{
    const dc_company   *company = &view->run->book->company;
    const dc_bad_debts *all = view->options->bad_debts ? dc_measure_view_bad_debts(view) : NULL;
    if (!all)
        return NULL;
    json_t *root =
        json_pack("{s:s, s:f, s:o, s:o, s:o, s:o, s:o, s:o}", "allowance_method",
                  company->allowance_method, "tax_relief", all->today.relief, "buckets",
                  buckets_json(view, all), "methods", methods_json(view, all), "expected_loss",
                  all->learnt ? expected_json(view, all) : json_null(), "past_months",
                  past_json(view, all), "months_ahead", ahead_json(view, all), "age_bands",
                  strcmp(company->age_bands, "china") == 0 ? bands_json(view, all) : json_null());
    json_object_set_new(root, "named", dc_measure_json_money(view, all->today.named));
    json_object_set_new(root, "booked",
                        all->ahead.applicable ? money(view, all->today.value[DC_ALLOWANCE].mean)
                                              : json_null());
    json_object_set_new(root, "in_the_books",
                        company->control_allowance.known
                            ? dc_measure_json_money(view, company->control_allowance.value.minor)
                            : json_null());
    return root;
}
