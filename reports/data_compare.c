/* Scenarios beside the baseline: plain tables. */
#include <math.h>

#include "data.h"
#include "marks.h"
#include "text.h"

static void put_objective(data_table *t, const dc_answer *a, size_t objective, int k)
{
    const dc_measure_info *about = dc_objective_about(objective);
    int32_t                week = a->comparison->outcome[0].paired_week[k];
    data_put_name(t, about->key);
    data_put_name(t, data_unit_key(a, about->unit));
    data_put_count(t, week);
    data_put_day(t, a, dc_week_end_day(a->options, week));
}

static void put_difference(data_table *t, const dc_answer *a, size_t s, size_t objective, int k)
{
    dc_difference d = dc_objective_difference(a->comparison, s, objective, k);
    dc_unit       unit = dc_objective_about(objective)->unit;
    bool          range = d.applicable && a->scenarios->scenario[s].has_range;
    bool          chance = d.applicable && has_bands(a) && differs(&d) && !isnan(d.chance_better);
    data_put_name(t, a->scenarios->scenario[s].name);
    put_objective(t, a, objective, k);
    data_put_unit(t, a, unit, d.applicable, d.mean);
    data_put_unit(t, a, unit, d.applicable && has_bands(a) && !isnan(d.standard_error),
                  d.standard_error);
    data_put_unit(t, a, unit, range, d.low);
    data_put_unit(t, a, unit, range, d.high);
    data_put_unit(t, a, DC_UNIT_SHARE, chance, d.chance_better);
    data_put_unit(t, a, DC_UNIT_SHARE, chance, d.chance_low);
    data_put_unit(t, a, DC_UNIT_SHARE, chance, d.chance_high);
    data_put_unit(t, a, DC_UNIT_SHARE, chance, d.chance_same);
}

void data_fill_differences(data_table *t, const dc_answer *a)
{
    int last = last_paired(&a->comparison->outcome[0]);
    for (size_t s = 1; s < a->comparison->count; s++)
        for (size_t o = 0; o < (a->comparison->cash ? DC_OBJECTIVES : DC_METRIC_COUNT); o++)
            for (int k = 0; k <= last && (o >= DC_METRIC_COUNT || is_told(a, (dc_metric)o)); k++)
                put_difference(t, a, s, o, k);
}

void data_fill_lever_bridge(data_table *t, const dc_answer *a)
{
    int last = last_paired(&a->comparison->outcome[0]);
    for (size_t s = 1; s < a->comparison->count && a->comparison->bridge; s++) {
        const dc_lever_bridge *bridge = &a->comparison->bridge[s];
        const dc_lever_part   *parts = a->scenarios->scenario[s].parts;
        for (size_t o = 0; o < DC_OBJECTIVES; o++)
            for (int k = 0; k <= last; k++)
                for (size_t i = 0; i <= bridge->part_count && bridge->part_count > 0; i++) {
                    double change = bridge->change[i][o][k];
                    if (isnan(change))
                        continue;
                    data_put_name(t, a->scenarios->scenario[s].name);
                    data_put_name(t, i < bridge->part_count ? parts[i].lever : "rest");
                    data_put_name(t, i < bridge->part_count ? parts[i].scope : "");
                    put_objective(t, a, o, k);
                    data_put_unit(t, a, dc_objective_about(o)->unit, true, change);
                }
    }
}

void data_fill_ranking(data_table *t, const dc_answer *a)
{
    const dc_rank_by *by = a->rank;
    for (size_t i = 0; by && i < a->comparison->count; i++) {
        const dc_ranked *row = &a->ranking[i];
        dc_unit          unit = dc_objective_about(by->objective)->unit;
        dc_difference    d =
            dc_objective_difference(a->comparison, row->scenario, by->objective, by->week);
        bool differs_from = row->scenario > 0 && d.applicable;
        data_put_count(t, (int64_t)i + 1);
        data_put_name(t, a->scenarios->scenario[row->scenario].name);
        put_objective(t, a, by->objective, by->week);
        data_put_unit(t, a, unit, row->applicable, row->value);
        data_put_unit(t, a, unit, differs_from, d.mean);
        data_put_unit(t, a, unit, differs_from && has_bands(a), d.standard_error);
        data_put_unit(t, a, DC_UNIT_MONEY, has_bands(a), row->lowest_95);
        data_put_unit(t, a, DC_UNIT_MONEY, by->has_floor, by->floor);
        if (by->has_floor)
            data_put_bool(t, row->above_floor);
        else
            data_put_none(t);
    }
}

/* Below 0 it is worth it even if none of them goes on, above 1 not even if all do. */
void data_fill_retention(data_table *t, const dc_answer *a)
{
    const dc_outcome *baseline = &a->comparison->outcome[0];
    for (size_t s = 1; s < a->comparison->count && a->loyalty; s++)
        for (int k = 0; k <= last_paired(baseline) && a->loyalty[s].presses; k++) {
            data_put_name(t, a->scenarios->scenario[s].name);
            data_put_count(t, baseline->paired_week[k]);
            data_put_day(t, a, dc_week_end_day(a->options, baseline->paired_week[k]));
            data_put_unit(t, a, DC_UNIT_SHARE, a->loyalty[s].known[k], a->loyalty[s].kept[k]);
            data_put_unit(t, a, DC_UNIT_SHARE, true, a->loyalty[s].assumed[k]);
        }
}
