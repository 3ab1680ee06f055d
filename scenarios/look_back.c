/* look_back.c - levers that have turned out to move nothing. */
#include <math.h>
#include <string.h>

#include "duecast/cash.h"
#include "duecast/scenario.h"
#include "levers.h"

/* But for the last bits of a sum. */
static bool is_same(double value, double base)
{
    return fabs(value - base) <= 1e-9 * fabs(base);
}

/* Of all weeks that are known of both. */
static bool same_weeks(const dc_outcome *one, const dc_outcome *base, int metric)
{
    for (int32_t week = 0; week <= base->week_count; week++) {
        const dc_estimate *a = &one->series[metric][week], *b = &base->series[metric][week];
        if (a->applicable != b->applicable || (a->applicable && !is_same(a->mean, b->mean)))
            return false;
    }
    return true;
}

/* On all paths, and over all of its ranges; `base`: how large the figure is. */
static bool is_none(const dc_difference *of, double base)
{
    double largest = fmax(fabs(of->mean), fmax(fabs(of->low), fabs(of->high)));
    return !of->applicable || (largest <= 1e-9 * fabs(base) && !(of->chance_same < 1.0));
}

/* Every line of cash in all weeks and months, the balances at their ends, and what is certain by
 * its days. */
static bool same_cash(const dc_liquidity *one, const dc_liquidity *base)
{
    if (!one || !base)
        return one == base;
    size_t periods = base->plan->period_count, rows = base->plan->row_count;
    if (one->plan->period_count != periods || one->plan->row_count != rows ||
        one->plan->day_count != base->plan->day_count)
        return false;
    size_t days = (size_t)base->plan->day_count + 1;
    if (memcmp(one->plan->certain, base->plan->certain, days * sizeof *base->plan->certain) != 0)
        return false;
    const struct {
        const dc_estimate *one, *base;
        size_t             count;
    } lines[] = {{one->rows, base->rows, rows * periods},
                 {one->receipts, base->receipts, periods},
                 {one->net, base->net, periods},
                 {one->before_line, base->before_line, periods}};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        for (size_t p = 0; p < lines[i].count; p++)
            if (!is_same(lines[i].one[p].mean, lines[i].base[p].mean))
                return false;
    return true;
}

static bool moves_nothing(const dc_comparison *comparison, size_t s)
{
    const dc_outcome *one = &comparison->outcome[s], *base = &comparison->outcome[0];
    for (int m = 0; m < DC_METRIC_COUNT; m++) {
        if (!same_weeks(one, base, m))
            return false;
        for (int w = 0; w < DC_PAIRED_WEEKS; w++)
            if (!is_none(&comparison->difference[s][m][w],
                         base->series[m][base->paired_week[w]].mean))
                return false;
    }
    for (int f = 0; f < DC_CASH_FIGURES && comparison->cash; f++)
        for (int w = 0; w < DC_PAIRED_WEEKS; w++)
            if (!is_none(&comparison->cash[s][f][w], 0.0))
                return false;
    return same_cash(one->liquidity, base->liquidity);
}

/* Another warning has said why. */
static bool is_known(const dc_scenario *scenario, int32_t horizon_days)
{
    bool known = false;
    for (size_t i = 0; i < scenario->part_count; i++)
        known |= scenario->parts[i].reaches_nothing || scenario->parts[i].is_over ||
                 scenario->parts[i].begins > horizon_days;
    return known;
}

/* What the levers of a scenario need, where it is one thing. */
static dc_issue_kind kind_of(const dc_scenario *scenario)
{
    static const struct {
        const char   *lever;
        dc_issue_kind kind;
    } needs[] = {
        {"supplier_terms", DC_ISSUE_NO_EFFECT_BILLS},
        {"inventory", DC_ISSUE_NO_EFFECT_STOCK},
        {"fx", DC_ISSUE_NO_EFFECT_CURRENCY},
        {"capex", DC_ISSUE_NO_EFFECT_CAPEX},
        {"credit_limits", DC_ISSUE_NO_EFFECT_LIMITS},
        {"early_discount", DC_ISSUE_NO_EFFECT_EARLY},
        {"line", DC_ISSUE_NO_EFFECT_LINE},
    };
    if (scenario->part_count == 0)
        return DC_ISSUE_NO_LEVERS;
    if (scenario->changes_nothing)
        return DC_ISSUE_NO_EFFECT_SET;
    for (size_t i = 0; i < sizeof needs / sizeof needs[0] && scenario->part_count == 1; i++)
        if (strcmp(needs[i].lever, scenario->parts[0].lever) == 0)
            return needs[i].kind;
    return DC_ISSUE_NO_EFFECT;
}

/* Those of a scenario that another lever of it moves. */
static void tell_levers(const dc_scenario *scenario, dc_issues *issues)
{
    for (size_t i = 0; i < scenario->part_count; i++) {
        const dc_lever_part *part = &scenario->parts[i];
        bool again = i > 0 && strcmp(part->lever, scenario->parts[i - 1].lever) == 0;
        if (part->meets_nothing && !again)
            dc_issues_add(issues, DC_ISSUE_LEVER_NO_EFFECT, NULL, scenario->name, part->lever,
                          (const char *)NULL);
    }
}

/* Each once, as five stages of dunning are told. */
static const char *name_levers(dc_arena *arena, const dc_scenario *scenario)
{
    const char *names = "";
    for (size_t i = 0; i < scenario->part_count; i++) {
        bool again = false;
        for (size_t k = 0; k < i; k++)
            again |= strcmp(scenario->parts[k].lever, scenario->parts[i].lever) == 0;
        if (!again)
            names = dc_arena_format(arena, "%s%s%s", names, i > 0 ? " + " : "",
                                    scenario->parts[i].lever);
    }
    return names;
}

void dc_scenarios_look_back(const dc_scenarios *scenarios, const dc_comparison *comparison,
                            dc_arena *arena, int32_t horizon_days, dc_issues *issues)
{
    for (size_t s = 1; s < scenarios->count; s++) {
        const dc_scenario *one = &scenarios->scenario[s];
        if (is_known(one, horizon_days) ||
            !(one->changes_nothing || moves_nothing(comparison, s))) {
            tell_levers(one, issues);
            continue;
        }
        dc_issues_add(issues, kind_of(one), NULL, one->name, name_levers(arena, one),
                      one->part_count > 0 ? one->parts[0].lever : "", (const char *)NULL);
    }
}
