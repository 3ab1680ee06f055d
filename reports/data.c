#include "data.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "findings.h"
#include "marks.h"

enum { TEXT_MOST = 30000 };

double data_round(double value)
{
    char text[40];
    snprintf(text, sizeof text, "%.12g", value);
    return strtod(text, NULL) + 0.0; /* no minus before a zero */
}

void data_put(data_table *t, data_value value)
{
    if (t->value_count == t->capacity)
        t->values =
            dc_arena_grow(t->arena, t->values, &t->capacity, t->value_count + 1, sizeof *t->values);
    t->values[t->value_count++] = value;
}

void data_put_name(data_table *t, const char *text)
{
    data_put_text(t, text_clean(t->arena, text ? text : "", TEXT_MOST));
}

void data_put_none(data_table *t)
{
    data_put(t, (data_value){.kind = DATA_NONE});
}

void data_put_count(data_table *t, int64_t count)
{
    data_put(t, (data_value){.kind = DATA_COUNT, .whole = count});
}

void data_put_bool(data_table *t, bool value)
{
    data_put(t, (data_value){.kind = DATA_BOOL, .whole = value ? 1 : 0});
}

void data_put_real(data_table *t, double value)
{
    if (isfinite(value))
        data_put(t, (data_value){.kind = DATA_REAL, .real = data_round(value)});
    else
        data_put_none(t);
}

void data_put_exact(data_table *t, int64_t minor, int decimals)
{
    data_put(t, (data_value){.kind = DATA_EXACT, .whole = minor, .decimals = decimals});
}

void data_put_date(data_table *t, dc_date date)
{
    if (dc_date_is_set(date))
        data_put_text(t, text_date(t->arena, date));
    else
        data_put_none(t);
}

void data_put_day(data_table *t, const dc_answer *a, int32_t day)
{
    data_put_date(t, dc_date_add_days(a->book->as_of, day));
}

void data_put_unit(data_table *t, const dc_answer *a, dc_unit unit, bool applicable, double value)
{
    if (!applicable)
        data_put_none(t);
    else
        data_put_real(t, unit == DC_UNIT_MONEY ? money_major(a, value) : value);
}

const char *data_unit_key(const dc_answer *a, dc_unit unit)
{
    switch (unit) {
    case DC_UNIT_MONEY: return a->book->currencies[a->book->home].code;
    case DC_UNIT_DAYS: return "days";
    case DC_UNIT_SHARE: return "share";
    case DC_UNIT_COUNT: break;
    }
    return "count";
}

static int home_decimals(const dc_answer *a)
{
    return a->book->currencies[a->book->home].decimals;
}

static void fill_run(data_table *t, const dc_answer *a)
{
    size_t read = 0, used = 0, rejected = 0, later = 0;
    for (size_t i = 0; i < a->book->file_count; i++) {
        read += a->book->files[i].rows_read;
        used += a->book->files[i].rows_used;
        rejected += a->book->files[i].rows_rejected;
        later += a->book->files[i].rows_later;
    }
    data_put_name(t, a->version);
    data_put_name(t, a->run_id);
    data_put_date(t, a->book->as_of);
    data_put_name(t, data_unit_key(a, DC_UNIT_MONEY));
    data_put_name(t, a->book->company.name);
    data_put_count(t, (int64_t)a->options->path_count);
    data_put_name(t, dc_arena_format(t->arena, "%" PRIu64, a->options->seed));
    data_put_count(t, a->options->horizon_days);
    data_put_bool(t, a->model->learnt);
    data_put_name(t, dc_headline(t->arena, a));
    data_put_count(t, (int64_t)read);
    data_put_count(t, (int64_t)used);
    data_put_count(t, (int64_t)rejected);
    data_put_count(t, (int64_t)later);
    data_put_count(t, (int64_t)a->checks->count);
    data_put_count(t, (int64_t)a->checks->failed);
    data_put_real(t, a->options->precision > 0.0 ? a->options->precision : NAN);
    data_put_real(t, has_bands(a) ? precision_reached(a) : NAN);
    data_put_name(t, a->apart ? "none" : "learnt");
}

static void fill_scenarios(data_table *t, const dc_answer *a)
{
    for (size_t s = 0; s < a->scenarios->count; s++) {
        const dc_scenario *row = &a->scenarios->scenario[s];
        data_put_name(t, row->name);
        data_put_name(t, row->title[DC_ENGLISH] ? row->title[DC_ENGLISH] : row->name);
        data_put_name(t, row->title[DC_CHINESE] ? row->title[DC_CHINESE] : row->name);
        data_put_name(t, row->source[DC_ENGLISH]);
        data_put_bool(t, row->has_range);
        data_put_bool(t, row->assumed);
        data_put_bool(t, row->decided);
    }
}

static void fill_assumptions(data_table *t, const dc_answer *a)
{
    for (size_t s = 0; s < a->scenarios->count; s++)
        for (size_t i = 0; i < a->scenarios->scenario[s].assumption_count; i++) {
            const dc_assumption *row = &a->scenarios->scenario[s].assumptions[i];
            data_put_name(t, a->scenarios->scenario[s].name);
            data_put_name(t, row->lever);
            data_put_name(t, row->parameter);
            data_put_name(t, row->unit[DC_ENGLISH]);
            data_put_name(t, row->low);
            data_put_name(t, row->base);
            data_put_name(t, row->high);
            data_put_bool(t, row->defaulted);
            data_put_name(t, row->source[DC_ENGLISH]);
        }
}

/* A column for each bucket stands for this word. */
#define BUCKETS "buckets"

/* Quantiles whose 95 % interval is told: those that reports show. */
static const int told_apart[] = {DC_P5, DC_P50, DC_P95};
#define INTERVALS " p5_low p5_high p50_low p50_high p95_low p95_high"

void data_put_estimate(data_table *t, const dc_answer *a, dc_unit unit, const dc_estimate *e,
                       bool known)
{
    data_put_unit(t, a, unit, e->applicable, e->mean);
    data_put_unit(t, a, unit, e->applicable && !known, e->standard_error);
    for (int q = 0; q < DC_QUANTILE_COUNT; q++)
        data_put_unit(t, a, unit, e->applicable && !known, e->quantile[q]);
    for (size_t i = 0; i < sizeof told_apart / sizeof told_apart[0]; i++) {
        data_put_unit(t, a, unit, e->applicable && !known, e->low[told_apart[i]]);
        data_put_unit(t, a, unit, e->applicable && !known, e->high[told_apart[i]]);
    }
}

/* Of a figure without a value today, or in the weeks that scenarios are compared in. */
static const char *missing_of(const dc_answer *a, dc_metric metric)
{
    const dc_outcome *outcome = &a->comparison->outcome[0];
    if (!a->today->value[metric].applicable)
        return dc_say(DC_ENGLISH, dc_today_missing(a->today, metric));
    for (int w = 0; w < DC_PAIRED_WEEKS && dc_metric_missing(metric) == DC_WORD_MISSING_SALES; w++)
        if (!outcome->series[metric][outcome->paired_week[w]].applicable)
            return dc_say(DC_ENGLISH, missing_ahead(a, metric));
    return "";
}

static void fill_today(data_table *t, const dc_answer *a)
{
    for (int m = 0; m < DC_METRIC_COUNT; m++) {
        dc_metric metric = (dc_metric)m;
        dc_unit   unit = dc_metric_unit(metric);
        if (!is_told(a, metric))
            continue;
        data_put_name(t, dc_metric_key(metric));
        data_put_name(t, data_unit_key(a, unit));
        data_put_unit(t, a, unit, a->today->value[m].applicable, a->today->value[m].mean);
        data_put_name(t, dc_say(DC_ENGLISH, dc_metric_label(metric)));
        data_put_name(t, dc_say(DC_ENGLISH, dc_metric_definition(metric)));
        data_put_name(t, missing_of(a, metric));
    }
}

static void fill_metrics(data_table *t, const dc_answer *a)
{
    for (size_t s = 0; s < a->comparison->count; s++) {
        const dc_outcome *outcome = &a->comparison->outcome[s];
        for (int m = 0; m < DC_METRIC_COUNT; m++)
            for (int32_t week = 0; week <= outcome->week_count; week++) {
                const dc_estimate *e = &outcome->series[m][week];
                if (!e->applicable)
                    continue;
                data_put_name(t, a->scenarios->scenario[s].name);
                data_put_name(t, dc_metric_key((dc_metric)m));
                data_put_name(t, data_unit_key(a, dc_metric_unit((dc_metric)m)));
                data_put_count(t, week);
                data_put_day(t, a, dc_week_end_day(a->options, week));
                data_put_estimate(t, a, dc_metric_unit((dc_metric)m), e,
                                  week == 0 || !has_bands(a));
            }
    }
}

static void fill_customers(data_table *t, const dc_answer *a)
{
    const dc_customers *all = &a->book->customers;
    int                 decimals = home_decimals(a);
    for (size_t i = 0; i < a->customer_count; i++) {
        const dc_customer_row *row = &a->customers[i];
        data_put_name(t, all->id[row->customer]);
        data_put_name(t, all->name[row->customer]);
        data_put_name(t, all->segment[row->customer]);
        data_put_name(t, all->country[row->customer]);
        data_put_exact(t, row->open, decimals);
        data_put_exact(t, row->overdue, decimals);
        data_put_exact(t, row->credits, decimals);
        data_put_count(t, (int64_t)row->open_claims);
        data_put_count(t, row->days_late_max);
        data_put_count(t, (int64_t)row->settled_claims);
        data_put_real(t, row->days_late_habit);
        data_put_real(t, row->own_share);
        data_put_real(t, money_major(a, row->expected_4_weeks));
        data_put_real(t, money_major(a, row->expected_13_weeks));
        data_put_real(t, row->expected_days);
        for (int k = 0; k < DC_PAID_SHARES; k++)
            if (row->paid_days[k] > 0)
                data_put_day(t, a, row->paid_days[k]);
            else
                data_put_none(t);
        data_put_real(t, row->chance_open_13_weeks);
        data_put_real(t, row->chance_default);
        data_put_real(t, money_major(a, row->expected_loss));
    }
}

static void fill_checks(data_table *t, const dc_answer *a)
{
    for (size_t i = 0; i < a->checks->count; i++) {
        const dc_check *check = &a->checks->check[i];
        data_put_name(t, check->name);
        data_put_bool(t, check->passed);
        data_put_name(t, dc_say(DC_ENGLISH, check->sentence));
        data_put_name(t, check->detail[DC_ENGLISH]);
    }
}

static void fill_rejects(data_table *t, const dc_answer *a)
{
    for (size_t i = 0; i < a->book->reject_count; i++) {
        const dc_reject *reject = &a->book->rejects[i];
        data_put_name(t, reject->file);
        data_put_count(t, reject->line);
        data_put_name(t, reject->reason[DC_ENGLISH]);
        data_put_name(t, reject->text);
    }
}

#define QUANTILES "p1 p5 p10 p25 p50 p75 p90 p95 p99"

static const data_row tables[] = {
    {"run",
     "version run_id as_of currency company paths seed horizon_days learnt headline rows_read "
     "rows_used rows_rejected rows_later checks checks_failed precision_asked "
     "precision_reached together",
     true, false, fill_run},
    {"scenarios", "scenario title_en title_zh source has_range assumed decided", false, false,
     fill_scenarios},
    {"assumptions", "scenario lever parameter unit low base high defaulted source", false, false,
     fill_assumptions},
    {"today", "metric unit value label definition missing", false, false, fill_today},
    {"history", "date measure unit value at_least missing", false, false, data_fill_history},
    {"metrics", "scenario metric unit week date mean standard_error " QUANTILES INTERVALS, false,
     false, fill_metrics},
    {"months", "scenario metric unit date mean standard_error " QUANTILES INTERVALS, false, false,
     data_fill_months},
    {"differences", DATA_DIFFERENCES, false, false, data_fill_differences},
    {"lever_bridge", DATA_LEVER_BRIDGE, false, false, data_fill_lever_bridge},
    {"ranking", DATA_RANKING, false, false, data_fill_ranking},
    {"break_even_retention", "scenario week date break_even assumed", false, false,
     data_fill_retention},
    {"expected_cash",
     "scenario week date expected standard_deviation normal_p5 normal_p95 standard_deviation_is "
     "mean_over_paths",
     false, false, data_fill_expected},
    {"working_capital", DATA_WORKING_CAPITAL, false, false, data_fill_working_capital},
    {"receivables_change", DATA_RECEIVABLES_CHANGE, false, false, data_fill_receivables_change},
    {"receivables_difference", DATA_RECEIVABLES_DIFFERENCE, false, false,
     data_fill_receivables_difference},
    {"cash_flow", DATA_CASH_FLOW, false, false, data_fill_cash_flow},
    {"dso_bridge", DATA_DSO_BRIDGE, false, false, data_fill_dso_bridge},
    {"cash", DATA_CASH, false, false, data_fill_cash},
    {"cash_last_week", "line label actual reason", false, false, data_fill_cash_last_week},
    {"cash_inputs", "input label unit value source", false, false, data_fill_cash_inputs},
    {"liquidity", DATA_LIQUIDITY, false, false, data_fill_liquidity},
    {"reverse_stress", DATA_REVERSE_STRESS, false, false, data_fill_reverse_stress},
    {"drivers", DATA_DRIVERS, false, false, data_fill_drivers},
    {"contributions", DATA_CONTRIBUTIONS, false, false, data_fill_contributions},
    {"first_short_week", "scenario week to chance", false, false, data_fill_first_short},
    {"ageing_now", "currency " BUCKETS " credits unapplied rounding ledger rate", false, false,
     data_fill_ageing_now},
    {"ageing", "scenario date bucket expected mean standard_error " QUANTILES INTERVALS, false,
     false, data_fill_ageing},
    {"provision_matrix", "bucket balance loss_rate allowance matrix_rate model_rate", false, false,
     data_fill_provision},
    {"customers",
     "customer name segment country open overdue credits open_claims oldest_days_late "
     "settled_claims usual_days_late own_share expected_4_weeks expected_13_weeks expected_days "
     "paid_10_by paid_50_by paid_90_by "
     "chance_open_13_weeks default_chance_12_months expected_loss",
     false, false, fill_customers},
    {"model",
     "learnt claims_learnt_from claims_censored half_life_days concentration dilution "
     "credit_note_share sales_growth_a_year sales_growth_learnt sales_noise_4_weeks "
     "sales_noise_learnt sales_level_sd sales_level_sd_in_a_year sales_level_learnt",
     true, false, data_fill_model},
    {"accuracy",
     "method origins weeks weekly_wape weekly_crps_ratio bias noise_floor_wape coverage50 "
     "coverage80 coverage95 count_coverage80 count_coverage95",
     false, false, data_fill_accuracy},
    {"recalibration", "of origins coverage80 alarm beta_a beta_b level_for_80", false, false,
     data_fill_recalibration},
    {"accuracy_sums",
     "weeks origins apart wape noise_floor_wape bias coverage80 coverage80_low coverage80_high "
     "wape_mean_13_weeks wape_same_week_last_year",
     false, false, data_fill_accuracy_sums},
    {"checks", "check passed sentence detail", false, false, fill_checks},
    {"expected_items", DATA_EXPECTED_ITEMS, false, false, data_fill_expected_items},
    {"rejects", "file line reason row", false, true, fill_rejects},
    {"variance", DATA_VARIANCE_RUN, true, false, data_fill_variance_run},
    {"variance_lines", DATA_VARIANCE_LINES, false, false, data_fill_variance_lines},
    {"variance_weeks", DATA_VARIANCE_WEEKS, false, false, data_fill_variance_weeks},
    {"variance_lead", DATA_VARIANCE_LEAD, false, false, data_fill_variance_lead},
    {"variance_customers", DATA_VARIANCE_CUSTOMERS, false, false, data_fill_variance_customers},
    {"variance_items", DATA_VARIANCE_ITEMS, false, false, data_fill_variance_items},
};

size_t data_table_count(void)
{
    return sizeof tables / sizeof tables[0];
}

const char *data_table_name(size_t index)
{
    return tables[index].name;
}

bool data_table_is_told(size_t index, const dc_answer *answer)
{
    bool of_past = strncmp(tables[index].name, "variance", strlen("variance")) == 0;
    return of_past == (answer->variance_count > 0);
}

static void add_column(data_table *t, const char *name)
{
    assert(t->column_count < DATA_COLUMNS_MAX);
    t->columns[t->column_count++] = name;
}

static void split_columns(data_table *t, const char *columns, const dc_answer *answer)
{
    char *list = dc_arena_copy_text(t->arena, columns), *rest = NULL;
    for (char *name = strtok_r(list, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
        bool one_each = strcmp(name, BUCKETS) == 0;
        for (int b = 0; one_each && b < DC_BUCKETS; b++)
            add_column(t, data_bucket_key(t->arena, answer, b));
        if (!one_each)
            add_column(t, name);
    }
}

void data_row_fill(data_table *out, dc_arena *arena, const data_row *row, const dc_answer *answer)
{
    *out = (data_table){
        .arena = arena, .name = row->name, .single = row->single, .csv_only = row->csv_only};
    split_columns(out, row->columns, answer);
    row->fill(out, answer);
    assert(out->value_count % out->column_count == 0);
}

void data_table_fill(data_table *out, dc_arena *arena, size_t index, const dc_answer *answer)
{
    assert(index < data_table_count());
    data_row_fill(out, arena, &tables[index], answer);
}
