/* The short backtest of an answer as plain tables; empty where there was none. */
#include <math.h>

#include "data.h"

void data_fill_accuracy(data_table *t, const dc_answer *a)
{
    static const dc_score scores[] = {
        DC_SCORE_WAPE,        DC_SCORE_CRPS_RATIO,        DC_SCORE_BIAS,
        DC_SCORE_FLOOR,       DC_SCORE_COVERAGE_50,       DC_SCORE_COVERAGE_80,
        DC_SCORE_COVERAGE_95, DC_SCORE_COUNT_COVERAGE_80, DC_SCORE_COUNT_COVERAGE_95};
    for (int rule = 0; a->backtest && rule < DC_RULE_COUNT; rule++) {
        const dc_backtest_result *result = &a->backtest->rule[rule];
        data_put(t, (data_value){.kind = DATA_TEXT, .text = dc_rule_key((dc_rule)rule)});
        data_put_count(t, (int64_t)result->origins);
        data_put_count(t, a->backtest->weeks);
        for (size_t i = 0; i < sizeof scores / sizeof scores[0]; i++)
            data_put_real(t, result->score[scores[i]].applicable ? result->score[scores[i]].value
                                                                 : NAN);
    }
}

static void put_recalibration(data_table *t, const char *of_what, size_t origins,
                              const dc_recalibration *law)
{
    data_put(t, (data_value){.kind = DATA_TEXT, .text = of_what});
    data_put_count(t, (int64_t)origins);
    data_put_real(t, law->measured ? law->coverage80 : NAN);
    data_put(t, (data_value){.kind = law->measured ? DATA_BOOL : DATA_NONE,
                             .whole = law->is_alarm ? 1 : 0});
    data_put_real(t, law->measured ? law->a : NAN);
    data_put_real(t, law->measured ? law->b : NAN);
    data_put_real(t, law->measured ? law->level80 : NAN);
}

void data_fill_recalibration(data_table *t, const dc_answer *a)
{
    if (!a->backtest)
        return;
    put_recalibration(t, "cash", a->backtest->recent, &a->backtest->cash);
    put_recalibration(t, "counts", a->backtest->recent, &a->backtest->counts);
}

static double told(const dc_scored *score)
{
    return score->applicable ? score->value : NAN;
}

static void put_sum(data_table *t, const dc_backtest_sum *sum)
{
    const dc_scored *held = &sum->coverage80;
    data_put_count(t, sum->weeks);
    data_put_count(t, (int64_t)sum->origins);
    data_put_count(t, (int64_t)sum->apart);
    data_put_real(t, told(&sum->wape[DC_TOTAL_DUECAST]));
    data_put_real(t, told(&sum->floor));
    data_put_real(t, told(&sum->bias));
    data_put_real(t, told(held));
    data_put_real(t, held->applicable ? held->low : NAN);
    data_put_real(t, held->applicable ? held->high : NAN);
    data_put_real(t, told(&sum->wape[DC_TOTAL_MEAN]));
    data_put_real(t, told(&sum->wape[DC_TOTAL_LAST_YEAR]));
}

/* Total cash of the first weeks together, as far as it was looked at. */
void data_fill_accuracy_sums(data_table *t, const dc_answer *a)
{
    const dc_backtest *b = a->backtest;
    for (int i = 0; b && b->has_total && i < DC_BACKTEST_SUMS; i++)
        if (b->sum[i].weeks <= b->sum_weeks)
            put_sum(t, &b->sum[i]);
}
