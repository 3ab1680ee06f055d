/* metrics.c - the measures that are forecast. */
#include "duecast/metrics.h"

#define MEASURE_OF(NAME) [DC_##NAME] = DC_MEASURE_##NAME,
static const dc_measure measures[DC_METRIC_COUNT] = {DC_METRIC_LIST(MEASURE_OF)};

const double dc_quantile_levels[DC_QUANTILE_COUNT] = {.01, .05, .10, .25, .50, .75, .90, .95, .99};

dc_measure dc_metric_measure(dc_metric metric)
{
    return measures[metric];
}

const char *dc_metric_key(dc_metric metric)
{
    return dc_measure_about(measures[metric])->key;
}

dc_unit dc_metric_unit(dc_metric metric)
{
    return dc_measure_about(measures[metric])->unit;
}

dc_better dc_metric_better(dc_metric metric)
{
    return dc_measure_about(measures[metric])->better;
}

dc_word dc_metric_label(dc_metric metric)
{
    return dc_measure_about(measures[metric])->label;
}

dc_word dc_metric_definition(dc_metric metric)
{
    return dc_measure_about(measures[metric])->definition;
}

dc_word dc_metric_missing(dc_metric metric)
{
    return dc_measure_about(measures[metric])->missing;
}
