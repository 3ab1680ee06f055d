/* learn_json.c - what was learnt, with stable keys. */
#include <jansson.h>
#include <math.h>

#include "date_json.h"
#include "learn.h"

static const char *const factor_names[DC_FACTOR_KIND_COUNT] = {"amount",  "dispute", "terms",
                                                               "segment", "country", "column"};

static json_t *real(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *habit_json(const dc_habit *habit, bool is_average)
{
    static const char *const manners[] = {"regular", "fairly regular", "irregular"};
    json_t                  *object = json_object();
    json_object_set_new(object, "settled_claims", json_integer((json_int_t)habit->settled_claims));
    json_object_set_new(object, "expected_days_late", real(habit->expected));
    json_object_set_new(object, "chance_late", real(habit->chance_late));
    json_object_set_new(object, "chance_never_paid", real(habit->chance_lost));
    json_object_set_new(object, "own_share", real(habit->own_share));
    json_object_set_new(object, "default_chance_12_months", real(habit->chance_default));
    json_object_set_new(object, "trend_days", real(habit->trend));
    if (is_average)
        return object;
    json_object_set_new(object, "usual_days_late", json_integer(habit->usual));
    json_object_set_new(object, "days_late_10", json_integer(habit->low));
    json_object_set_new(object, "days_late_90", json_integer(habit->high));
    json_object_set_new(object, "manner", json_string(manners[habit->manner]));
    return object;
}

static json_t *reals(const double *value, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, real(value[i]));
    return list;
}

static json_t *week_json(const dc_model *model, uint32_t customer)
{
    const dc_week *week = dc_model_week(model, customer);
    return week ? reals(week->power, 7) : json_null();
}

static json_t *of_month_json(const dc_month_days *days)
{
    int     day[DC_MONTH_DAYS_MOST];
    json_t *list = json_array();
    for (int i = 0, count = dc_learn_month_days(day, days); i < count; i++)
        json_array_append_new(list, json_integer(day[i]));
    return list;
}

/* Which such weekdays of a month; -1 the last. */
static json_t *which_json(const dc_pay_runs *runs)
{
    json_t *list = json_array();
    for (int k = 1; k <= DC_RUNS_LAST; k++)
        if (runs->which >> k & 1)
            json_array_append_new(list, json_integer(k < DC_RUNS_LAST ? k : -1));
    return list;
}

static json_t *runs_json(const dc_pay_runs *runs, double share, dc_date as_of)
{
    static const char *const weekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                           "friday", "saturday", "sunday"};
    char                     next[11];
    dc_date_format(next, dc_pay_runs_next(runs, as_of));
    if (runs->kind == DC_RUNS_ON_DAYS)
        return json_pack("{s:o, s:f}", "days", of_month_json(&runs->days), "share", share);
    if (runs->kind == DC_RUNS_BY_WEEKDAY)
        return json_pack("{s:s, s:o, s:f}", "weekday", weekdays[runs->weekday], "of_month",
                         which_json(runs), "share", share);
    return json_pack("{s:s, s:i, s:s, s:f}", "weekday", weekdays[runs->weekday], "every_weeks",
                     (int)runs->weeks, "next", next, "share", share);
}

/* By the turn of the month powers of its days; of a customer with runs of its own those. */
static json_t *month_json(const dc_learnt *learnt, uint32_t customer)
{
    const dc_month_habit *habit = dc_model_month_habit(learnt->model, customer);
    if (!habit)
        return json_null();
    if (habit->runs.kind == DC_RUNS_NONE)
        return json_pack("{s:f, s:o}", "chance", habit->chance, "powers",
                         reals(habit->power, DC_TURN_COUNT));
    return runs_json(&habit->runs, habit->on_days, learnt->book->as_of);
}

/* Where a customer stands today. */
static void add_standing(json_t *object, const dc_learnt *learnt, const dc_learnt_row *row)
{
    static const char *const states[DC_OVERDUE_STATES] = {"none", "1-30", "31-60", "61-90",
                                                          "over 90"};
    const dc_defaults       *of = &learnt->model->defaults;
    json_object_set_new(object, "days_past_due", json_string(states[of->state[row->customer]]));
    json_object_set_new(object, "paying_later_than_before", json_boolean(of->worse[row->customer]));
    json_object_set_new(object, "in_default",
                        json_boolean(of->day[row->customer] != DC_DEFAULT_NEVER));
    json_object_set_new(object, "expected_date", dc_date_json(row->habit.half_by));
}

static json_t *defaults_json(const dc_defaults *of)
{
    json_t *chance = json_array();
    for (int i = 0; i < DC_OVERDUE_STATES; i++)
        json_array_append_new(chance, json_real(of->month_chance[i]));
    return json_pack("{s:b, s:I, s:f, s:f, s:o, s:f, s:f, s:f, s:i, s:I}", "learnt", of->learnt,
                     "defaults", (json_int_t)of->defaults, "customer_months", of->customer_months,
                     "chance_12_months", of->year_chance, "chance_a_month_by_days_past_due", chance,
                     "multiplier_paying_later", of->worse_multiplier, "correlation",
                     of->correlation, "recovered_share", of->recovered_share, "recovery_days",
                     (int)of->recovery_days, "recoveries", (json_int_t)of->recoveries);
}

static json_t *rows_json(const dc_learnt *learnt, const dc_learnt_row *row, size_t count,
                         bool is_average)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = habit_json(&row[i].habit, is_average);
        json_object_set_new(object, is_average ? "segment" : "customer", json_string(row[i].id));
        if (!is_average) {
            json_object_set_new(object, "name", json_string(row[i].name));
            json_object_set_new(object, "week", week_json(learnt->model, row[i].customer));
            json_object_set_new(object, "month", month_json(learnt, row[i].customer));
            add_standing(object, learnt, &row[i]);
        }
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *types_json(const dc_model *model)
{
    json_t *list = json_array();
    for (int g = 0; g < model->mixture.type_count; g++)
        json_array_append_new(list, json_pack("{s:i, s:f, s:i}", "type", g + 1, "share",
                                              model->mixture.type_share[g], "days_of_8_in_10",
                                              (int)dc_type_width(model, g)));
    return list;
}

static json_t *together_json(const dc_together *together)
{
    return json_pack("{s:f, s:b, s:f, s:f, s:b, s:I, s:I}", "pay_run_share", together->run_share,
                     "pay_runs_learnt", together->run_learnt, "lasting_shock", together->lasting,
                     "weekly_shock", together->weekly, "shocks_learnt", together->shock_learnt,
                     "origins", (json_int_t)together->origins, "pairs",
                     (json_int_t)together->pairs);
}

/* Powers of hazards: 1 is as on the average day; null where all days are alike. */
static json_t *days_json(const dc_learnt *learnt)
{
    const dc_model *model = learnt->model;
    const dc_days  *days = &model->days;
    json_t         *object = json_object();
    json_object_set_new(object, "payment_days", json_integer((json_int_t)days->payments));
    json_object_set_new(object, "week", week_json(model, UINT32_MAX));
    json_object_set_new(object, "customers_with_own_week",
                        json_integer(days->week_count > 0 ? (json_int_t)days->week_count - 1 : 0));
    json_object_set_new(object, "kappa", real(days->concentration));
    json_object_set_new(object, "month", month_json(learnt, UINT32_MAX));
    json_object_set_new(object, "customers_paying_by_the_month",
                        json_integer((json_int_t)days->month_payers));
    json_object_set_new(object, "customers_paying_on_days_of_their_own",
                        json_integer((json_int_t)days->day_payers));
    json_object_set_new(object, "turn_of_month",
                        days->by_turn ? reals(days->turn, 3) : json_null());
    json_object_set_new(object, "turn_of_year",
                        days->by_year_turn
                            ? json_pack("{s:i, s:i, s:f}", "from_december",
                                        (int)days->year_turn_from, "to_january",
                                        (int)days->year_turn_to, "power", days->year_turn)
                            : json_null());
    json_object_set_new(object, "months", days->by_month ? reals(days->month, 12) : json_null());
    return object;
}

static json_t *factor_json(const dc_factor *factor, const dc_company *company)
{
    const char *name = factor->kind == DC_FACTOR_COLUMN ? company->factor[factor->column]
                                                        : factor_names[factor->kind];
    json_t     *classes = json_array();
    for (int k = 0; k < factor->class_count; k++) {
        const dc_factor_class *of = &factor->of[k];
        json_array_append_new(
            classes,
            json_pack("{s:o, s:f, s:f, s:f}", factor->of[k].text ? "class" : "from",
                      of->text ? json_string(of->text) : json_real(of->least), "actual", of->actual,
                      "expected", of->expected, "pace", factor->used ? of->pace : 1.0));
    }
    return json_pack("{s:s, s:b, s:f, s:o}", "factor", name, "used", factor->used, "sureness",
                     factor->sureness, "classes", classes);
}

static json_t *factors_json(const dc_model *model, const dc_company *company)
{
    json_t *list = json_array();
    for (size_t f = 0; f < model->factor_count; f++)
        json_array_append_new(list, factor_json(&model->factor[f], company));
    return list;
}

static json_t *action_windows_json(const dc_action_effect *of, bool has_promised_day)
{
    json_t *list = json_array();
    for (int k = has_promised_day ? 0 : 1; k < DC_ACTION_WINDOWS; k++)
        json_array_append_new(
            list, json_pack("{s:i, s:i, s:f, s:f, s:f}", "from",
                            k == 1 && !has_promised_day ? 1 : (int)dc_action_windows[k], "to",
                            (int)dc_action_windows[k + 1] - 1, "actual", of->window[k].actual,
                            "expected", of->window[k].expected, "pace", of->window[k].pace));
    return list;
}

/* Days count from the action; those of a promise from the day promised, of claims left alone from
 * the as-of date. */
static json_t *actions_json(const dc_action_effects *effects)
{
    static const char *const names[] = {"reminder", "call", "notice",  "third_party",
                                        "legal",    "plan", "promise", "left_alone"};
    json_t                  *list = json_array();
    for (int row = 0; row <= DC_ACTION_KIND_COUNT; row++) {
        const dc_action_effect *of = &effects->of[row];
        json_t                 *object =
            json_pack("{s:s, s:b, s:f, s:o}", "action", names[row], "used", of->used, "sureness",
                      of->sureness, "windows", action_windows_json(of, row == DC_ACTION_PROMISE));
        if (row != DC_ACTION_LEFT_ALONE)
            json_object_update_new(object,
                                   json_pack("{s:I, s:{s:f, s:f}}", "touched",
                                             (json_int_t)of->touched, "before_14_days", "actual",
                                             of->before_actual, "expected", of->before_expected));
        if (row == DC_ACTION_LEFT_ALONE || of->touched > 0)
            json_array_append_new(list, object);
        else
            json_decref(object);
    }
    return json_pack("{s:o, s:{s:I, s:I}}", "effects", list, "promises", "due",
                     (json_int_t)effects->promises, "kept", (json_int_t)effects->kept);
}

static json_t *drift_json(const dc_drift *drift)
{
    char since[11] = "";
    if (drift->found)
        dc_date_format(since, drift->since);
    return json_pack("{s:b, s:i, s:f, s:f, s:o, s:o}", "found", drift->found, "months",
                     drift->months, "sigmas", drift->sigmas, "pace_now", exp(drift->log_now),
                     "since", drift->found ? json_string(since) : json_null(), "pace",
                     drift->found ? json_real(drift->pace) : json_null());
}

static json_t *sales_json(const dc_sales_habit *sales)
{
    json_t *object = json_object();
    json_object_set_new(object, "growth_a_year", real(expm1(sales->growth)));
    json_object_set_new(object, "growth_own", real(expm1(sales->growth_own)));
    json_object_set_new(object, "growth_standard_error", real(sales->growth_error));
    json_object_set_new(object, "growth_learnt", json_boolean(sales->growth_learnt));
    json_object_set_new(object, "noise_4_weeks", real(sales->noise));
    json_object_set_new(object, "noise_learnt", json_boolean(sales->noise_learnt));
    json_object_set_new(object, "periods_compared", json_integer(sales->periods));
    return object;
}

static json_t *sales_level_json(const dc_sales_level *level)
{
    return json_pack("{s:f, s:f, s:f, s:b}", "next_month", dc_sales_level_ahead(level, 1),
                     "in_a_year", dc_sales_level_ahead(level, 364), "drift_a_year", level->drift,
                     "learnt", level->learnt);
}

static json_t *segments_sales_json(const dc_learnt *learnt)
{
    json_t *list = json_array();
    for (size_t i = 0; i < learnt->model->sales_count; i++) {
        const dc_sales_habit *sales = &learnt->model->sales[i];
        json_t               *object = sales_json(sales);
        json_object_set_new(object, "segment", json_string(sales->segment));
        json_object_set_new(object, "currency",
                            json_string(learnt->book->currencies[sales->currency].code));
        json_array_append_new(list, object);
    }
    return list;
}

void dc_learnt_write_json(FILE *out, const dc_learnt *learnt)
{
    const dc_model *model = learnt->model;
    char            as_of[11];
    dc_date_format(as_of, learnt->book->as_of);
    json_t *root = json_pack(
        "{s:s, s:b, s:I, s:I, s:f, s:b, s:b, s:f, s:f}", "as_of", as_of, "learnt", model->learnt,
        "claims_learnt_from", (json_int_t)model->claims_learnt_from, "claims_censored",
        (json_int_t)model->claims_censored, "half_life_days", model->half_life_days,
        "half_life_chosen", model->half_life_chosen, "types_chosen", model->types_chosen,
        "concentration", model->concentration, "log_likelihood", model->log_likelihood);
    json_object_set_new(root, "types", types_json(model));
    json_object_set_new(root, "together", together_json(&model->together));
    json_object_set_new(root, "days", days_json(learnt));
    json_object_set_new(root, "factors", factors_json(model, &learnt->book->company));
    if (model->actions.looked_at)
        json_object_set_new(root, "actions", actions_json(&model->actions));
    json_object_set_new(root, "drift", drift_json(&model->drift));
    const dc_parts *parts = &model->parts;
    json_object_set_new(root, "parts",
                        json_pack("{s:I, s:f, s:f}", "claims", (json_int_t)parts->claims,
                                  "share_of_invoices", parts->chance, "first_share",
                                  parts->first_share));
    json_object_set_new(root, "habits_widen_4_weeks",
                        real(dc_model_habits_widen(model, learnt->book)));
    json_object_set_new(root, "portfolio", habit_json(&learnt->portfolio, false));
    json_object_set_new(root, "default", defaults_json(&model->defaults));
    json_object_set_new(root, "sales", sales_json(&model->sales_portfolio));
    json_object_set_new(root, "sales_level", sales_level_json(&model->sales_level));
    json_object_set_new(root, "sales_by_segment", segments_sales_json(learnt));
    json_object_set_new(root, "regular_customers",
                        json_integer((json_int_t)model->regular_customers));
    json_object_set_new(root, "sales_entry_days", json_integer(model->entry_days));
    json_object_set_new(root, "segments",
                        rows_json(learnt, learnt->segment, learnt->segment_count, true));
    json_object_set_new(root, "customers",
                        rows_json(learnt, learnt->customer, learnt->customer_count, false));
    json_dumpf(root, out, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
    fputc('\n', out);
    json_decref(root);
}
