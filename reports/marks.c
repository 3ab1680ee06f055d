#include "marks.h"

#include <math.h>

/* A fall counts as written off when losses make up this share of it or more. */
static const double written_off_share = 0.5;

/* Decisions that move a balance, or a figure of it; 0: of none. */
static unsigned moved_by(dc_metric metric)
{
    switch (metric) {
    case DC_RECEIVABLES:
    case DC_DSO:
    case DC_DSO_NOT_DUE:
    case DC_DSO_COUNTBACK:
    case DC_DSO_WITH_BILLS:
    case DC_DSO_WITH_SOLD:
    case DC_DSO_UNSOLD: return DC_DECIDES_RECEIVABLES;
    case DC_INVENTORY:
    case DC_PAYABLES:
    case DC_DIO:
    case DC_DPO: return DC_DECIDES_STOCKS;
    case DC_TRADE_WCR:
    case DC_TRADE_WCR_DAYS:
    case DC_OPERATING_WCR:
    case DC_WCR_CASH:
    case DC_CCC: return DC_DECIDES_RECEIVABLES | DC_DECIDES_STOCKS;
    default: return 0;
    }
}

static bool is_overdue(dc_metric metric)
{
    return metric == DC_OVERDUE || metric == DC_DSO_OVERDUE;
}

/* Receivables that are written off are in it: cash of working capital rises by them, all else
 * falls.  Inventory and payables fall with orders, and nobody writes them off. */
static bool falls_with_losses(dc_metric metric, double change)
{
    if (metric == DC_WCR_CASH)
        return change > 0.0;
    return change < 0.0 && (is_overdue(metric) || (moved_by(metric) & DC_DECIDES_RECEIVABLES) != 0);
}

difference_mark mark_of(const dc_answer *answer, size_t scenario, dc_metric metric, int week)
{
    dc_difference(*all)[DC_METRIC_COUNT][DC_PAIRED_WEEKS] = answer->comparison->difference;
    dc_difference change = all[scenario][metric][week];
    if (scenario == 0 || !change.applicable || change.mean == 0.0)
        return MARK_NONE;
    if (moved_by(metric) == 0 && !is_overdue(metric))
        return MARK_NONE;

    dc_difference balance = all[scenario][DC_RECEIVABLES][week];
    dc_difference loss = all[scenario][DC_WRITTEN_OFF][week];
    if (falls_with_losses(metric, change.mean) && balance.applicable && balance.mean < 0.0 &&
        loss.applicable && loss.mean >= written_off_share * fabs(balance.mean))
        return MARK_WRITTEN_OFF;
    const dc_scenario *row = &answer->scenarios->scenario[scenario];
    if ((moved_by(metric) & row->decides) != 0 && !row->befalls)
        return MARK_DECIDED;
    return MARK_NONE;
}

const char *mark_sign(difference_mark mark)
{
    static const char *const signs[] = {
        [MARK_NONE] = "", [MARK_DECIDED] = "†", [MARK_WRITTEN_OFF] = "*"};
    return signs[mark];
}

dc_better painted_better(dc_metric metric)
{
    if (metric == DC_WRITTEN_OFF || metric == DC_ALLOWANCE)
        return DC_NEITHER;
    return dc_metric_better(metric);
}

bool is_told(const dc_answer *answer, dc_metric metric)
{
    const dc_outcome *baseline = &answer->comparison->outcome[0];
    int32_t           last = baseline->paired_week[DC_PAIRED_WEEKS - 1];
    for (size_t s = 0; s < answer->comparison->count && dc_metric_is_beside(metric); s++)
        if (answer->comparison->outcome[s].series[metric][last].applicable)
            return true;
    return !dc_metric_is_beside(metric);
}

bool differs(const dc_difference *difference)
{
    return difference->mean != 0.0 || difference->standard_error != 0.0;
}

int last_paired(const dc_outcome *outcome)
{
    return outcome->paired_week[1] > outcome->paired_week[0] ? 1 : 0;
}

dc_word limit_of_bands(const dc_answer *answer)
{
    return answer->apart ? DC_WORD_LIMIT_APART : DC_WORD_LIMIT_INDEPENDENT;
}
