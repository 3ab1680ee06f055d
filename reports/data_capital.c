/* Measures by month, what moved the receivables, and working capital as plain tables. */

#include "data.h"
#include "duecast/bridge.h"
#include "text.h"

void data_fill_months(data_table *t, const dc_answer *a)
{
    for (size_t s = 0; s < a->comparison->count; s++) {
        const dc_outcome *outcome = &a->comparison->outcome[s];
        for (int m = 0; m < DC_METRIC_COUNT; m++)
            for (size_t month = 0; month < outcome->month_count; month++) {
                const dc_estimate *e = &outcome->month[m][month];
                if (!e->applicable)
                    continue;
                data_put_text(t, a->scenarios->scenario[s].name);
                data_put_text(t, dc_metric_key((dc_metric)m));
                data_put_text(t, data_unit_key(a, dc_metric_unit((dc_metric)m)));
                data_put_day(t, a, outcome->month_day[month]);
                data_put_estimate(t, a, dc_metric_unit((dc_metric)m), e, !has_bands(a));
            }
    }
}

/* --- what moved the receivables --------------------------------------------------------------- */

static void put_change(data_table *t, const dc_answer *a, size_t scenario, const char *period,
                       const dc_receivables_change *c)
{
    data_put_text(t, a->scenarios->scenario[scenario].name);
    data_put_text(t, period);
    data_put_day(t, a, c->from_day);
    data_put_day(t, a, c->to_day);
    const double parts[] = {
        c->opening,      c->sales,       -c->collected, -c->settled_without_cash,
        -c->written_off, c->translation, c->closing,    c->recovered};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        data_put_unit(t, a, DC_UNIT_MONEY, true, parts[i]);
    data_put_unit(t, a, DC_UNIT_MONEY, c->has_sold, c->sold);
}

void data_fill_receivables_change(data_table *t, const dc_answer *a)
{
    dc_receivables_change change;
    for (size_t s = 0; s < a->comparison->count; s++) {
        const dc_outcome *outcome = &a->comparison->outcome[s];
        for (int32_t week = 1; week <= outcome->week_count; week++) {
            dc_receivables_change_weeks(&change, outcome, a->options, week - 1, week);
            put_change(t, a, s, "week", &change);
        }
        for (size_t month = 0; month < outcome->month_count; month++) {
            dc_receivables_change_month(&change, outcome, month);
            put_change(t, a, s, "month", &change);
        }
    }
}

/* Against the baseline: more receivables are more sales, less collected, written off ... */
void data_fill_receivables_difference(data_table *t, const dc_answer *a)
{
    const dc_outcome *base = &a->comparison->outcome[0];
    int               last = base->paired_week[1] > base->paired_week[0] ? 2 : 1;
    for (size_t s = 1; s < a->comparison->count; s++)
        for (int k = 0; k < last; k++) {
            dc_receivables_change was, is;
            int32_t               week = base->paired_week[k];
            dc_receivables_change_weeks(&was, base, a->options, 0, week);
            dc_receivables_change_weeks(&is, &a->comparison->outcome[s], a->options, 0, week);
            const double parts[] = {is.closing - was.closing,
                                    is.sales - was.sales,
                                    was.collected - is.collected,
                                    was.settled_without_cash - is.settled_without_cash,
                                    was.written_off - is.written_off,
                                    is.translation - was.translation};
            data_put_text(t, a->scenarios->scenario[s].name);
            data_put_count(t, week);
            data_put_day(t, a, is.to_day);
            for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
                data_put_unit(t, a, DC_UNIT_MONEY, true, parts[i]);
        }
}

static void put_cash_flow(data_table *t, const dc_answer *a, size_t scenario, int32_t from,
                          int32_t to, const dc_customer_cash_flow *c)
{
    double       result = c->sales - c->without_cash - c->expense;
    const double parts[] = {c->collected,
                            c->sales,
                            -c->without_cash,
                            -c->expense,
                            result,
                            -c->receivables_rise,
                            c->allowance_rise,
                            c->allowance_rise - c->receivables_rise,
                            c->translation};
    data_put_text(t, a->scenarios->scenario[scenario].name);
    data_put_day(t, a, dc_week_end_day(a->options, from));
    data_put_day(t, a, dc_week_end_day(a->options, to));
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        data_put_unit(t, a, DC_UNIT_MONEY, true, parts[i]);
}

void data_fill_cash_flow(data_table *t, const dc_answer *a)
{
    for (size_t s = 0; s < a->comparison->count; s++) {
        const dc_outcome *outcome = &a->comparison->outcome[s];
        int32_t           from = 0;
        for (size_t r = 0; r < outcome->report_count; r++) {
            dc_customer_cash_flow flow;
            int32_t               to = outcome->report_week[r];
            dc_customer_cash_flow_weeks(&flow, outcome, from, to);
            if (flow.applicable)
                put_cash_flow(t, a, s, from, to, &flow);
            from = to;
        }
    }
}

/* --- working capital -------------------------------------------------------------------------- */

static void put_capital(data_table *t, const dc_answer *a, dc_capital_id id, const char *period,
                        const dc_capital_value *value)
{
    dc_unit unit = dc_capital_is_money(id) ? DC_UNIT_MONEY : DC_UNIT_DAYS;
    data_put_text(t, dc_capital_key(id));
    data_put_text(t, period);
    data_put_text(t, data_unit_key(a, unit));
    data_put_unit(t, a, unit, value->applicable, value->value);
    data_put_text(t, dc_say(DC_ENGLISH, dc_capital_label(id)));
    data_put_text(t, dc_say(DC_ENGLISH, dc_capital_definition(id)));
    data_put_text(t, value->applicable ? "" : dc_say(DC_ENGLISH, value->missing));
}

void data_fill_working_capital(data_table *t, const dc_answer *a)
{
    for (int i = 0; i < DC_CAPITAL_COUNT; i++) {
        dc_capital_id           id = (dc_capital_id)i;
        const dc_capital_value *value = a->today->capital.value[i];
        if (dc_capital_is_balance(id)) {
            put_capital(t, a, id, "as_of", &value[0]);
            continue;
        }
        for (int p = 0; p < DC_CAPITAL_PERIODS; p++)
            put_capital(t, a, id, dc_capital_period_key(p), &value[p]);
    }
}

/* --- why DSO moves ---------------------------------------------------------------------------- */

/* One row a part; opening and closing stand around them. */
void data_fill_dso_bridge(data_table *t, const dc_answer *a)
{
    for (size_t k = 0; k < a->bridge_count; k++) {
        const dc_dso_bridge *bridge = &a->bridges[k];
        for (int i = -1; i <= DC_BRIDGE_PARTS; i++) {
            bool        is_part = i >= 0 && i < DC_BRIDGE_PARTS;
            bool        told = bridge->applicable && (!is_part || bridge->told[i]);
            double      days = i < 0 ? bridge->opening : bridge->closing;
            const char *part = i < 0 ? "opening" : "closing";
            dc_word reason = bridge->applicable && is_part ? bridge->untold[i] : bridge->missing;
            if (is_part && reason == DC_WORD_COUNT)
                continue;
            data_put_text(t, bridge->kind == DC_BRIDGE_PAST
                                 ? ""
                                 : a->scenarios->scenario[bridge->scenario].name);
            data_put_text(t, dc_bridge_kind_key(bridge->kind));
            data_put_text(t, text_date(t->arena, bridge->from));
            data_put_text(t, text_date(t->arena, bridge->to));
            data_put_text(t, is_part ? dc_bridge_part_key((dc_bridge_part)i) : part);
            data_put_unit(t, a, DC_UNIT_DAYS, told, is_part ? bridge->part[i] : days);
            data_put_text(t, told ? "" : dc_say(DC_ENGLISH, reason));
        }
    }
}
