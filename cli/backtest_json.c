/* backtest_json.c - the result of a backtest as JSON: scores by method, then their details. */
#include <jansson.h>

#include "backtest.h"
#include "date_json.h"

static json_t *scored_json(const dc_scored *scored)
{
    return scored->applicable ? json_real(scored->value) : json_null();
}

static json_t *bins_json(const uint32_t bins[DC_BACKTEST_PIT_BINS])
{
    json_t *list = json_array();
    for (int i = 0; i < DC_BACKTEST_PIT_BINS; i++)
        json_array_append_new(list, json_integer(bins[i]));
    return list;
}

static json_t *weeks_json(const dc_backtest_result *result, double minor_units, bool of_claims)
{
    json_t *list = json_array();
    for (int w = 0; w < DC_BACKTEST_WEEKS && result->week[w].origins > 0; w++) {
        const dc_backtest_week *week = &result->week[w];
        json_t *row = json_pack("{s:i, s:i, s:f, s:f, s:f, s:f}", "week", w + 1, "origins",
                                (int)week->origins, "actual", week->actual / minor_units,
                                "forecast", week->forecast / minor_units, "wape", week->wape,
                                "crps_ratio", week->crps_ratio);
        if (result->has_bands) {
            json_object_set_new(row, "coverage80", json_real(week->coverage80));
            if (of_claims)
                json_object_set_new(row, "count_coverage80", json_real(week->count_coverage80));
        }
        json_array_append_new(list, row);
    }
    return list;
}

static json_t *groups_json(const dc_backtest_group *groups, const char *const *names)
{
    json_t *root = json_object();
    for (int g = 0; g < DC_BACKTEST_GROUPS; g++)
        json_object_set_new(root, names[g],
                            json_pack("{s:I, s:f, s:f}", "claims", (json_int_t)groups[g].claims,
                                      "date_mae_days", groups[g].mae_days, "date_crps_days",
                                      groups[g].crps_days));
    return root;
}

static json_t *duel_json(const dc_backtest_duel *duel)
{
    json_t *p = duel->tested ? json_real(duel->p) : json_null();
    return json_pack("{s:f, s:o}", "loss_above_duecast", duel->difference, "p", p);
}

/* 95 % intervals of the coverages; empty for a single origin. */
static json_t *intervals_json(const dc_backtest *backtest, const dc_backtest_result *result)
{
    json_t *root = json_object();
    for (int s = DC_SCORE_COVERAGE_50; s < DC_SCORE_COUNT && dc_backtest_has_intervals(backtest);
         s++) {
        const dc_scored *scored = &result->score[s];
        if (scored->applicable)
            json_object_set_new(root, dc_score_key((dc_score)s),
                                json_pack("[f, f]", scored->low, scored->high));
    }
    return root;
}

static void set_bands(json_t *root, const dc_backtest *backtest, const dc_backtest_result *result)
{
    json_object_set_new(root, "intervals", intervals_json(backtest, result));
    json_object_set_new(root, "pit",
                        json_pack("{s:o, s:f, s:f}", "tenths", bins_json(result->pit), "mean",
                                  result->pit_mean, "variance_x12", result->pit_variance));
    json_object_set_new(root, "count_pit",
                        json_pack("{s:o, s:f, s:f}", "tenths", bins_json(result->count_pit), "mean",
                                  result->count_pit_mean, "variance_x12",
                                  result->count_pit_variance));
}

static json_t *method_json(const dc_backtest *backtest, int rule, double minor_units)
{
    static const char *const  depths[] = {"none", "1-5", "6+"};
    static const char *const  sizes[] = {"small", "middle", "large"};
    const dc_backtest_result *result = &backtest->rule[rule];
    json_t                   *root = json_object();

    for (int s = 0; s < DC_SCORE_COUNT; s++)
        json_object_set_new(root, dc_score_key((dc_score)s), scored_json(&result->score[s]));
    json_object_set_new(root, "origins", json_integer((json_int_t)result->origins));
    json_object_set_new(root, "claims", json_integer((json_int_t)result->claims));
    if (result->has_bands)
        set_bands(root, backtest, result);
    if (rule != DC_RULE_DUECAST) {
        json_object_set_new(root, "dates_against_duecast", duel_json(&result->dates));
        json_object_set_new(root, "cash_against_duecast", duel_json(&result->cash));
    }
    json_object_set_new(root, "by_history", groups_json(result->depth, depths));
    json_object_set_new(root, "by_size", groups_json(result->size, sizes));
    json_object_set_new(root, "weeks", weeks_json(result, minor_units, true));
    return root;
}

/* Of total cash: what is not measured there is left out. */
static json_t *total_json(const dc_backtest *backtest, int total, double minor_units)
{
    static const dc_score scores[] = {
        DC_SCORE_WAPE,        DC_SCORE_CRPS_RATIO,  DC_SCORE_BIAS,       DC_SCORE_FLOOR,
        DC_SCORE_COVERAGE_50, DC_SCORE_COVERAGE_80, DC_SCORE_COVERAGE_95};
    const dc_backtest_result *result = &backtest->total[total];
    json_t                   *root = json_object();
    for (size_t i = 0; i < sizeof scores / sizeof scores[0]; i++)
        json_object_set_new(root, dc_score_key(scores[i]), scored_json(&result->score[scores[i]]));
    json_object_set_new(root, "origins", json_integer((json_int_t)result->origins));
    if (total != DC_TOTAL_DUECAST)
        json_object_set_new(root, "against_duecast", duel_json(&result->cash));
    json_object_set_new(root, "weeks", weeks_json(result, minor_units, false));
    return root;
}

static json_t *windows_json(const dc_backtest_sum *sum, double minor_units)
{
    json_t *list = json_array();
    for (size_t i = 0; i < sum->origins; i++) {
        const dc_backtest_window *own = &sum->window[i];
        json_array_append_new(
            list, json_pack("{s:o, s:f, s:f, s:f, s:f, s:f}", "origin", dc_date_json(own->origin),
                            "forecast", own->forecast / minor_units, "low80",
                            own->low / minor_units, "high80", own->high / minor_units, "actual",
                            own->actual / minor_units, "pit", own->pit));
    }
    return list;
}

/* Why nothing is told of the sum; null where it is. */
static json_t *reason_json(const dc_backtest_sum *sum)
{
    if (sum->wape[DC_TOTAL_DUECAST].applicable)
        return json_null();
    return json_string(sum->origins == 0 ? "weeks_not_known" : "nothing_came");
}

static json_t *of_origins(const dc_backtest_sum *sum, double value)
{
    return sum->origins > 0 ? json_real(value) : json_null();
}

static json_t *sum_json(const dc_backtest_sum *sum, double minor_units)
{
    const dc_scored *held = &sum->coverage80;
    json_t          *wape = json_object(), *root = json_object();
    for (int total = 0; total < DC_TOTAL_COUNT; total++)
        json_object_set_new(wape, dc_total_key((dc_total)total), scored_json(&sum->wape[total]));
    json_object_set_new(root, "weeks", json_integer(sum->weeks));
    json_object_set_new(root, "reason", reason_json(sum));
    json_object_set_new(root, "origins", json_integer((json_int_t)sum->origins));
    json_object_set_new(root, "apart", json_integer((json_int_t)sum->apart));
    json_object_set_new(root, "actual", of_origins(sum, sum->actual / minor_units));
    json_object_set_new(root, "forecast", of_origins(sum, sum->forecast / minor_units));
    json_object_set_new(root, "wape", wape);
    json_object_set_new(root, "noise_floor_wape", scored_json(&sum->floor));
    json_object_set_new(root, "bias", scored_json(&sum->bias));
    json_object_set_new(root, "coverage80", scored_json(held));
    json_object_set_new(root, "interval",
                        held->applicable ? json_pack("[f, f]", held->low, held->high)
                                         : json_null());
    json_object_set_new(root, "windows", windows_json(sum, minor_units));
    return root;
}

static json_t *sums_json(const dc_backtest *backtest, double minor_units)
{
    json_t *list = json_array();
    for (int i = 0; i < DC_BACKTEST_SUMS; i++)
        if (backtest->sum[i].weeks <= backtest->sum_weeks)
            json_array_append_new(list, sum_json(&backtest->sum[i], minor_units));
    return list;
}

static json_t *totals_json(const dc_backtest *backtest, double minor_units)
{
    json_t *methods = json_object();
    for (int total = 0; total < DC_TOTAL_COUNT; total++)
        if (backtest->total[total].origins > 0)
            json_object_set_new(methods, dc_total_key((dc_total)total),
                                total_json(backtest, total, minor_units));
    return json_pack("{s:b, s:o, s:I, s:o}", "plan_left_out", backtest->ignored_plan, "methods",
                     methods, "earlier_origins", (json_int_t)backtest->earlier, "sums",
                     sums_json(backtest, minor_units));
}

static json_t *recalibration_of(const dc_recalibration *law)
{
    if (!law->measured)
        return json_null();
    return json_pack("{s:f, s:b, s:f, s:f, s:f, s:f, s:f}", "coverage80", law->coverage80, "alarm",
                     law->is_alarm, "beta_a", law->a, "beta_b", law->b, "level_for_50",
                     law->level50, "level_for_80", law->level80, "level_for_95", law->level95);
}

static json_t *recalibration_json(const dc_backtest *backtest)
{
    return json_pack("{s:I, s:o, s:o}", "origins", (json_int_t)backtest->recent, "cash",
                     recalibration_of(&backtest->cash), "counts",
                     recalibration_of(&backtest->counts));
}

void dc_backtest_write_json(FILE *out, const dc_backtest *backtest, const dc_book *book)
{
    const dc_currency *home = &book->currencies[book->home];
    json_t            *root = json_object(), *methods = json_object();
    double             minor_units = 1.0;

    for (int i = 0; i < home->decimals; i++)
        minor_units *= 10.0;
    json_object_set_new(root, "program", json_string("duecast " DUECAST_VERSION));
    json_object_set_new(root, "content_sha256", json_string(book->content_sha256));
    json_object_set_new(root, "as_of", dc_date_json(book->as_of));
    json_object_set_new(root, "currency", json_string(home->code));
    json_object_set_new(root, "first_origin", dc_date_json(backtest->first));
    json_object_set_new(root, "last_origin", dc_date_json(backtest->last));
    json_object_set_new(root, "every_days", json_integer(backtest->every_days));
    json_object_set_new(root, "origins", json_integer((json_int_t)backtest->origins));
    json_object_set_new(root, "origins_dated", json_integer((json_int_t)backtest->origins_dated));
    json_object_set_new(root, "claims_open", json_integer((json_int_t)backtest->claims_seen));
    json_object_set_new(root, "claims_not_scored",
                        json_integer((json_int_t)backtest->claims_unknown));
    for (int rule = 0; rule < DC_RULE_COUNT; rule++)
        json_object_set_new(methods, dc_rule_key((dc_rule)rule),
                            method_json(backtest, rule, minor_units));
    json_object_set_new(root, "methods", methods);
    json_object_set_new(root, "total_cash", totals_json(backtest, minor_units));
    json_object_set_new(root, "recalibration", recalibration_json(backtest));
    json_dumpf(root, out, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
    fputc('\n', out);
    json_decref(root);
}
