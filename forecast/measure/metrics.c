/* metrics.c - the metric table. */
#include "duecast/metrics.h"

#define LABELLED(name)                    DC_WORD_METRIC_##name, DC_WORD_DEFINE_##name
#define METRIC_KEY(id, key, unit, better) [id] = {key, unit, better},

static const struct {
    const char *key;
    dc_unit     unit;
    dc_better   better;
} keys[DC_METRIC_COUNT] = {DC_METRIC_LIST(METRIC_KEY)};

static const struct {
    dc_word label, definition, missing;
} words[DC_METRIC_COUNT] = {
    [DC_RECEIPTS] = {LABELLED(RECEIPTS), DC_WORD_NOT_AVAILABLE},
    [DC_CASH_COLLECTED] = {LABELLED(CASH_COLLECTED), DC_WORD_NOT_AVAILABLE},
    [DC_SALES] = {LABELLED(SALES), DC_WORD_NOT_AVAILABLE},
    [DC_RECEIVABLES] = {LABELLED(RECEIVABLES), DC_WORD_NOT_AVAILABLE},
    [DC_OVERDUE] = {LABELLED(OVERDUE), DC_WORD_NOT_AVAILABLE},
    [DC_DSO] = {LABELLED(DSO), DC_WORD_MISSING_SALES},
    [DC_DSO_NOT_DUE] = {LABELLED(DSO_NOT_DUE), DC_WORD_MISSING_SALES},
    [DC_DSO_OVERDUE] = {LABELLED(DSO_OVERDUE), DC_WORD_MISSING_SALES},
    [DC_DSO_COUNTBACK] = {LABELLED(DSO_COUNTBACK), DC_WORD_MISSING_SALES},
    [DC_TRADE_WCR] = {LABELLED(TRADE_WCR), DC_WORD_MISSING_WCR},
    [DC_SETTLED_WITHOUT_CASH] = {LABELLED(SETTLED_WITHOUT_CASH), DC_WORD_NOT_AVAILABLE},
    [DC_WRITTEN_OFF] = {LABELLED(WRITTEN_OFF), DC_WORD_MISSING_WRITE_OFFS},
    [DC_RECOVERED] = {LABELLED(RECOVERED), DC_WORD_MISSING_DEFAULTS},
    [DC_ALLOWANCE] = {LABELLED(ALLOWANCE), DC_WORD_MISSING_REPORT_DATE},
    [DC_BAD_DEBT_EXPENSE] = {LABELLED(BAD_DEBT_EXPENSE), DC_WORD_MISSING_REPORT_DATE},
};

const double dc_quantile_levels[DC_QUANTILE_COUNT] = {.01, .05, .10, .25, .50, .75, .90, .95, .99};

const char *dc_metric_key(dc_metric metric)
{
    return keys[metric].key;
}

dc_unit dc_metric_unit(dc_metric metric)
{
    return keys[metric].unit;
}

dc_better dc_metric_better(dc_metric metric)
{
    return keys[metric].better;
}

dc_word dc_metric_label(dc_metric metric)
{
    return words[metric].label;
}

dc_word dc_metric_definition(dc_metric metric)
{
    return words[metric].definition;
}

dc_word dc_metric_missing(dc_metric metric)
{
    return words[metric].missing;
}
