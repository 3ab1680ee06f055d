/* learn_json.c - what was learnt, with stable keys. */
#include <jansson.h>
#include <math.h>

#include "learn.h"

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
    if (is_average)
        return object;
    json_object_set_new(object, "usual_days_late", json_integer(habit->usual));
    json_object_set_new(object, "days_late_10", json_integer(habit->low));
    json_object_set_new(object, "days_late_90", json_integer(habit->high));
    json_object_set_new(object, "manner", json_string(manners[habit->manner]));
    json_object_set_new(object, "trend_days", real(habit->trend));
    return object;
}

static json_t *rows_json(const dc_learnt_row *row, size_t count, bool is_average)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = habit_json(&row[i].habit, is_average);
        json_object_set_new(object, is_average ? "segment" : "customer", json_string(row[i].id));
        if (!is_average)
            json_object_set_new(object, "name", json_string(row[i].name));
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
    json_object_set_new(root, "portfolio", habit_json(&learnt->portfolio, false));
    json_object_set_new(root, "segments", rows_json(learnt->segment, learnt->segment_count, true));
    json_object_set_new(root, "customers",
                        rows_json(learnt->customer, learnt->customer_count, false));
    json_dumpf(root, out, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
    fputc('\n', out);
    json_decref(root);
}
