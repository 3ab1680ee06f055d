/* Cash by line and period, what the line must carry, and when cash is first short: plain tables. */
#include <math.h>

#include "cash_view.h"
#include "data.h"
#include "duecast/cash_tail.h"

static void put_period(data_table *t, const dc_answer *a, const cash_view_row *row,
                       const dc_cash_period *period, const dc_estimate *e)
{
    static const int levels[] = {DC_P5, DC_P50, DC_P95};
    data_put_text(t, period->is_month ? "month" : "week");
    data_put_count(t, period->number);
    data_put_day(t, a, period->first_day);
    data_put_day(t, a, period->last_day);
    data_put_text(t, row->key);
    data_put_text(t, row->label);
    data_put_unit(t, a, DC_UNIT_MONEY, true, e->mean);
    data_put_unit(t, a, DC_UNIT_MONEY, has_bands(a), e->standard_error);
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++)
        data_put_unit(t, a, DC_UNIT_MONEY, row->has_band, e->quantile[levels[i]]);
}

void data_fill_cash(data_table *t, const dc_answer *answer)
{
    dc_answer english = *answer;
    cash_view view;
    english.language = DC_ENGLISH;
    for (size_t s = 0; s < answer->comparison->count; s++) {
        if (!cash_view_make(&view, t->arena, &english, s))
            continue;
        const dc_cash_plan *plan = view.liquidity->plan;
        for (size_t r = 0; r < view.count; r++)
            for (size_t p = 0; p < plan->period_count; p++) {
                data_put_text(t, answer->scenarios->scenario[s].name);
                put_period(t, &english, &view.rows[r], &plan->period[p],
                           &view.rows[r].by_period[p]);
            }
    }
}

/* What the last seven days brought, for the rows of the baseline. */
void data_fill_cash_last_week(data_table *t, const dc_answer *answer)
{
    dc_answer english = *answer;
    cash_view view;
    english.language = DC_ENGLISH;
    if (!cash_view_make(&view, t->arena, &english, 0))
        return;
    for (size_t r = 0; r < view.count; r++) {
        const cash_view_row *row = &view.rows[r];
        data_put_text(t, row->key);
        data_put_text(t, row->label);
        data_put_unit(t, answer, DC_UNIT_MONEY, row->has_last_week, row->last_week);
        data_put_text(t, row->has_last_week ? "" : dc_say(DC_ENGLISH, row->last_week_missing));
    }
}

static void put_input(data_table *t, const char *key, dc_word label, const char *unit)
{
    data_put_text(t, key);
    data_put_text(t, dc_say(DC_ENGLISH, label));
    data_put_text(t, unit);
}

/* What the line and the bills rest on, told or not. */
static void put_settings(data_table *t, const dc_answer *answer, const dc_cash_plan *plan)
{
    enum { LINE = 2 }; /* of the rows below, from it on of the line */
    const dc_company *company = &answer->book->company;
    const struct {
        const char *key;
        dc_word     label, otherwise;
        bool        known;
        int64_t     minor;
    } money[] = {
        {"restricted_cash", DC_WORD_CASH_RESTRICTED, DC_WORD_CASH_DEFAULT_RESTRICTED,
         company->restricted_cash.known, plan->restricted},
        {"minimum_cash", DC_WORD_CASH_MINIMUM, DC_WORD_CASH_DEFAULT_MINIMUM, plan->has_minimum,
         plan->minimum},
        {"line_limit", DC_WORD_CASH_LIMIT, DC_WORD_CASH_DEFAULT_LIMIT, plan->has_line, plan->limit},
        {"line_drawn", DC_WORD_CASH_DRAWN_NOW, DC_WORD_CASH_DEFAULT_DRAWN,
         company->line_drawn.known, plan->drawn}};
    for (size_t i = 0; plan->has_cash && i < sizeof money / sizeof money[0]; i++) {
        put_input(t, money[i].key, money[i].label, "money");
        data_put_unit(t, answer, DC_UNIT_MONEY, i < LINE || plan->has_line, (double)money[i].minor);
        data_put_text(t, money[i].known ? "book.yaml" : dc_say(DC_ENGLISH, money[i].otherwise));
    }
    if (plan->has_cash) {
        put_input(t, "line_rate", DC_WORD_CASH_RATE, "share");
        data_put_real(t, plan->has_line ? plan->rate : NAN);
        data_put_text(t,
                      plan->has_rate ? "book.yaml" : dc_say(DC_ENGLISH, DC_WORD_CASH_DEFAULT_RATE));
    }
    put_input(t, "pay_bills", DC_WORD_CASH_BILLS_OPEN, "text");
    data_put_none(t);
    data_put_text(t, plan->rules ? "book.yaml: pay_bills"
                                 : dc_say(DC_ENGLISH, DC_WORD_CASH_DEFAULT_RULES));
    const struct {
        const char *key;
        bool        known;
        dc_word     what;
    } left_out[] = {{"costs", plan->knows_costs, DC_WORD_CASH_COSTS_UNKNOWN},
                    {"bills", plan->knows_bills, DC_WORD_CASH_BILLS_UNKNOWN},
                    {"purchases", !dc_cash_buying_unknown(plan), DC_WORD_CASH_BUYING_UNKNOWN}};
    for (size_t i = 0; plan->has_cash && i < sizeof left_out / sizeof left_out[0]; i++)
        if (!left_out[i].known) {
            put_input(t, left_out[i].key, DC_WORD_CASH_NOT_COUNTED, "text");
            data_put_none(t);
            data_put_text(t, dc_say(DC_ENGLISH, left_out[i].what));
        }
}

/* What cash rests on beside the lines of the plan, and who says so. */
void data_fill_cash_inputs(data_table *t, const dc_answer *answer)
{
    static const char *const units[] = {"share", "days", "money", "text"};
    const dc_liquidity      *l = answer->comparison->outcome[0].liquidity;
    const dc_tail           *tail = l ? l->plan->tail : NULL;
    if (l)
        put_settings(t, answer, l->plan);
    for (size_t i = 0; tail && i < tail->input_count; i++) {
        const dc_tail_input *input = &tail->input[i];
        put_input(t, input->key, input->label, units[input->unit]);
        if (input->unit == DC_TAIL_MONEY)
            data_put_unit(t, answer, DC_UNIT_MONEY, true, input->value);
        else
            data_put_real(t, input->unit == DC_TAIL_TEXT ? NAN : input->value);
        data_put_text(t, dc_say(DC_ENGLISH, input->source));
    }
}

static void put_reach(data_table *t, const dc_answer *a, const dc_liquidity *l, size_t scenario,
                      int which)
{
    const dc_cash_reach *reach = &l->reach[which];
    bool                 known = l->plan->has_cash, bands = known && has_bands(a);
    bool                 line = bands && l->plan->has_line;
    double               mean = 0.0, error = 0.0;
    data_put_text(t, a->scenarios->scenario[scenario].name);
    data_put_day(t, a, reach->last_day);
    data_put_unit(t, a, DC_UNIT_MONEY, known, (double)l->plan->opening);
    data_put_unit(t, a, DC_UNIT_MONEY, known, (double)l->plan->minimum);
    data_put_unit(t, a, DC_UNIT_MONEY, known && l->plan->has_line, (double)l->plan->limit);
    data_put_unit(t, a, DC_UNIT_MONEY, known && l->plan->has_line, (double)l->plan->drawn);
    data_put_unit(t, a, DC_UNIT_MONEY, known, reach->lowest.mean);
    data_put_unit(t, a, DC_UNIT_MONEY, bands, reach->lowest.standard_error);
    data_put_unit(t, a, DC_UNIT_MONEY, bands, reach->lowest.quantile[DC_P5]);
    data_put_unit(t, a, DC_UNIT_MONEY, bands, reach->lowest.quantile[DC_P50]);
    data_put_unit(t, a, DC_UNIT_MONEY, bands, reach->lowest.quantile[DC_P95]);
    data_put_real(t, known ? (double)reach->dip_week : NAN);
    const double chances[] = {reach->needed,    reach->needed_low,    reach->needed_high,
                              reach->exhausted, reach->exhausted_low, reach->exhausted_high};
    for (int i = 0; i < 6; i++)
        data_put_real(t, (i < 3 ? bands : line) ? chances[i] : NAN);
    const double lines[] = {reach->line_95, reach->line_95_low, reach->line_95_high,
                            reach->line_99, reach->line_99_low, reach->line_99_high};
    for (int i = 0; i < 6; i++)
        data_put_unit(t, a, DC_UNIT_MONEY, bands, lines[i]);
    data_put_unit(t, a, DC_UNIT_MONEY, true, reach->cash_flow.mean);
    data_put_unit(t, a, DC_UNIT_MONEY, has_bands(a), reach->at_risk);
    data_put_unit(t, a, DC_UNIT_MONEY, has_bands(a), reach->shortfall);
    bool paired = scenario > 0 && cash_lowest_difference(&mean, &error, a, scenario, which);
    data_put_unit(t, a, DC_UNIT_MONEY, paired, mean);
    data_put_unit(t, a, DC_UNIT_MONEY, paired && bands, error);
}

/* One row for each scenario and reach, of empty cells where nothing but receipts is known. */
void data_fill_liquidity(data_table *t, const dc_answer *answer)
{
    dc_answer english = *answer;
    english.language = DC_ENGLISH;
    for (size_t s = 0; s < answer->comparison->count; s++) {
        const dc_liquidity *l = answer->comparison->outcome[s].liquidity;
        for (int which = 0; which < DC_REACHES; which++) {
            if (!l && which > 0)
                continue;
            if (l) {
                put_reach(t, &english, l, s, which);
            } else {
                data_put_text(t, answer->scenarios->scenario[s].name);
                for (size_t i = 1; i + 1 < t->column_count; i++)
                    data_put_none(t);
            }
            data_put_text(t, line_missing(&english));
        }
    }
}

void data_fill_reverse_stress(data_table *t, const dc_answer *answer)
{
    dc_answer english = *answer;
    english.language = DC_ENGLISH;
    for (int which = 0; which < DC_REACHES; which++) {
        const dc_liquidity      *l = cash_known(answer, 0);
        const dc_reverse_stress *stress = cash_stress(answer, which);
        bool                     reached = stress && stress->reached;
        if (l)
            data_put_day(t, answer, l->reach[which].last_day);
        else
            data_put_none(t);
        data_put_real(t, DC_STRESS_RISK);
        data_put_real(t, reached ? (double)stress->days : (double)NAN);
        data_put_real(t, reached ? stress->chance : NAN);
        data_put_real(t, reached ? stress->low : NAN);
        data_put_real(t, reached ? stress->high : NAN);
        data_put_text(t, stress_missing(&english, which));
        if (!l)
            return;
    }
}

void data_fill_first_short(data_table *t, const dc_answer *a)
{
    for (size_t s = 0; s < a->comparison->count && has_bands(a); s++) {
        const dc_liquidity *l = cash_known(a, s);
        for (size_t w = 1; l && w <= l->short_weeks; w++) {
            data_put_text(t, a->scenarios->scenario[s].name);
            data_put_count(t, (int64_t)w);
            data_put_day(t, a, dc_week_end_day(a->options, (int32_t)w));
            data_put_real(t, l->first_short[w]);
        }
    }
}
