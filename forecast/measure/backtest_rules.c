/*
 * backtest_rules.c - Duecast's law, and the rules the market uses, as distributions of one day.
 *
 * The naive life tables count days late from LATE_FIRST on, one hazard a day, all history weighing
 * the same: a Kaplan-Meier curve, conditioned on the claim being open at the origin.
 */
#include <math.h>
#include <string.h>

#include "backtest_parts.h"

enum { CUSTOMER_CLAIMS_LEAST = 3 };

static const double customer_prior = 5.0; /* claims of the portfolio a customer starts with */
static const double tail_share = 0.002;   /* residuals of the shift rule beyond all seen */
static const double mass_least = 1e-9;

struct dc_rules {
    const dc_backtest_case *one;
    double                  mean_late;
    double                  hazard[LATE_SPAN], pooled[LATE_SPAN]; /* of the portfolio */
    double                  within, between; /* variances of days late: of and between customers */
    double                  residual[LATE_SPAN];
    uint32_t                customer; /* whose table is in `own`; UINT32_MAX: nobody's */
    double                  own[LATE_SPAN];
};

/* Mean days late of paid claims, and how many there were. */
typedef struct {
    double mean, squares; /* sum of squared deviations */
    size_t count;
} lateness;

static lateness lateness_of(const dc_history *history, size_t from, size_t to)
{
    lateness out = {0};
    double   sum = 0.0;
    for (size_t i = from; i < to; i++) {
        sum += history->paid[i] ? history->late[i] : 0;
        out.count += history->paid[i];
    }
    out.mean = out.count > 0 ? sum / (double)out.count : 0.0;
    for (size_t i = from; i < to; i++)
        if (history->paid[i])
            out.squares += (history->late[i] - out.mean) * (history->late[i] - out.mean);
    return out;
}

static lateness lateness_of_customer(const dc_history *history, uint32_t customer)
{
    return lateness_of(history, history->first[customer], history->first[customer + 1]);
}

/* ---- life tables ---- */

static int bin_of(int64_t late)
{
    int64_t bin = late - LATE_FIRST;
    return (int)(bin < 0 ? 0 : bin < LATE_SPAN ? bin : LATE_SPAN - 1);
}

typedef struct {
    double paid[LATE_SPAN], at_risk[LATE_SPAN];
} life_counts;

static void count_lives(life_counts *out, const dc_history *history, size_t from, size_t to)
{
    memset(out, 0, sizeof *out);
    for (size_t i = from; i < to; i++) {
        int bin = bin_of(history->late[i]);
        out->at_risk[bin] += 1.0;
        out->paid[bin] += history->paid[i];
    }
    for (int bin = LATE_SPAN - 2; bin >= 0; bin--)
        out->at_risk[bin] += out->at_risk[bin + 1];
}

/* What is left after the last day is paid on it. */
static void chances_of(double chance[LATE_SPAN], const double hazard[LATE_SPAN])
{
    double open = 1.0;
    for (int bin = 0; bin < LATE_SPAN; bin++) {
        chance[bin] = open * hazard[bin];
        open *= 1.0 - hazard[bin];
    }
    chance[LATE_SPAN - 1] += open;
}

static void pool(dc_rules *rules, const dc_history *history)
{
    life_counts counts;
    count_lives(&counts, history, 0, history->count);
    for (int bin = 0; bin < LATE_SPAN; bin++)
        if (counts.at_risk[bin] > 0.0)
            rules->hazard[bin] = counts.paid[bin] / counts.at_risk[bin];
    chances_of(rules->pooled, rules->hazard);
}

static void learn_customer(dc_rules *rules, uint32_t customer)
{
    const dc_history *history = &rules->one->history;
    life_counts       counts;
    double            hazard[LATE_SPAN];

    if (rules->customer == customer)
        return;
    count_lives(&counts, history, history->first[customer], history->first[customer + 1]);
    for (int bin = 0; bin < LATE_SPAN; bin++)
        hazard[bin] = (customer_prior * rules->hazard[bin] + counts.paid[bin]) /
                      (customer_prior + counts.at_risk[bin]);
    chances_of(rules->own, hazard);
    rules->customer = customer;
}

/* ---- shrunken shift ---- */

/* Moments of the one-way layout: Buhlmann & Gisler, A Course in Credibility Theory, 2005, 4.8. */
static void learn_variances(dc_rules *rules, const dc_history *history)
{
    size_t customers = rules->one->past->customers.count, used = 0, repeated = 0, claims = 0;
    double within = 0.0, between = 0.0, squared = 0.0, all = (double)history->paid_count;

    for (uint32_t c = 0; c < customers; c++) {
        lateness own = lateness_of_customer(history, c);
        double   off = own.mean - rules->mean_late, count = (double)own.count;
        used += own.count > 0;
        between += count * off * off;
        squared += count * count;
        if (own.count < 2)
            continue;
        within += own.squares;
        claims += own.count;
        repeated++;
    }
    double others = used > 1 ? (double)used - 1.0 : 1.0;
    double each = (all - squared / all) / others;
    rules->within = within / (claims > repeated ? (double)(claims - repeated) : 1.0);
    rules->between = each > 0.0 ? fmax((between / others - rules->within) / each, 1e-6) : 1e-6;
}

static double shift_of(const dc_rules *rules, uint32_t customer)
{
    lateness own = lateness_of_customer(&rules->one->history, customer);
    if (own.count == 0)
        return rules->mean_late;
    double credibility = rules->between / (rules->between + rules->within / (double)own.count);
    return rules->mean_late + (own.mean - rules->mean_late) * credibility;
}

static void learn_residuals(dc_rules *rules, const dc_history *history)
{
    double share = (1.0 - tail_share) / (double)history->paid_count;
    for (int bin = 0; bin < LATE_SPAN; bin++)
        rules->residual[bin] = tail_share / LATE_SPAN;
    for (uint32_t c = 0; c < rules->one->past->customers.count; c++) {
        double shift = shift_of(rules, c);
        for (uint32_t i = history->first[c]; i < history->first[c + 1]; i++)
            if (history->paid[i])
                rules->residual[bin_of((int64_t)rint(history->late[i] - shift))] += share;
    }
}

dc_rules *dc_rules_make(const dc_backtest_case *one)
{
    dc_rules *rules = dc_arena_alloc(one->arena, 1, sizeof *rules);
    rules->one = one;
    rules->customer = UINT32_MAX;
    rules->mean_late = lateness_of(&one->history, 0, one->history.count).mean;
    pool(rules, &one->history);
    learn_variances(rules, &one->history);
    learn_residuals(rules, &one->history);
    return rules;
}

/* ---- one claim ---- */

static void fill_day(double *cdf, int64_t day, int32_t days)
{
    for (int t = 0; t <= days; t++)
        cdf[t] = t >= day && t > 0 ? 1.0 : 0.0;
    if (days == DAYS)
        cdf[DAYS] = 1.0;
}

/* Chances by days late, moved by `shift` days (cyclically, as the last days are nearly empty),
 * given that the claim is open at the origin. */
static void fill_table(double *cdf, const double chance[LATE_SPAN], int32_t due, int32_t shift,
                       int32_t days)
{
    int32_t first = due + LATE_FIRST; /* day after the origin of bin 0 */
    int32_t start = first < 1 ? 1 - first : 0;
    double  mass = 0.0, sum = 0.0;
    int     from = ((start - shift) % LATE_SPAN + LATE_SPAN) % LATE_SPAN;

    for (int32_t k = start, bin = from; k < LATE_SPAN; k++, bin = bin + 1 < LATE_SPAN ? bin + 1 : 0)
        mass += chance[bin];
    if (mass < mass_least) {
        fill_day(cdf, 1, days);
        return;
    }
    for (int32_t t = 0, bin = from; t <= days; t++) {
        int32_t k = t - first;
        if (k >= start && k < LATE_SPAN) {
            sum += chance[bin] / mass;
            bin = bin + 1 < LATE_SPAN ? bin + 1 : 0;
        }
        cdf[t] = sum;
    }
    if (days == DAYS)
        cdf[DAYS] = 1.0;
}

static void fill_duecast(double *cdf, const dc_rules *rules, size_t claim, int32_t days)
{
    const dc_backtest_case *one = rules->one;
    double                  lost[DAYS + 1];
    dc_law                  law = {days, cdf, lost};
    const dc_items         *items = one->items;
    dc_law_ask ask = {items->customer[claim], items->due[claim], 1, items->pace[claim], 1.0,
                      items->acted[claim]};
    dc_law_fill(&law, one->model, &ask, one->past->calendar, one->past->as_of);
}

static double mean_late_of(const dc_rules *rules, uint32_t customer)
{
    lateness own = lateness_of_customer(&rules->one->history, customer);
    return own.count >= CUSTOMER_CLAIMS_LEAST ? own.mean : rules->mean_late;
}

void dc_rule_fill(double cdf[DAYS + 1], dc_rules *rules, dc_rule rule, size_t claim, int32_t days)
{
    int32_t  due = rules->one->items->due[claim];
    uint32_t customer = rules->one->items->customer[claim];

    switch (rule) {
    case DC_RULE_DUECAST: fill_duecast(cdf, rules, claim, days); return;
    case DC_RULE_DUE_DATE: fill_day(cdf, due, days); return;
    case DC_RULE_AVERAGE: fill_day(cdf, due + (int64_t)rint(rules->mean_late), days); return;
    case DC_RULE_CUSTOMER_AVERAGE:
        fill_day(cdf, due + (int64_t)rint(mean_late_of(rules, customer)), days);
        return;
    case DC_RULE_POOLED: fill_table(cdf, rules->pooled, due, 0, days); return;
    case DC_RULE_CUSTOMER:
        learn_customer(rules, customer);
        fill_table(cdf, rules->own, due, 0, days);
        return;
    case DC_RULE_SHIFT:
        fill_table(cdf, rules->residual, due, (int32_t)rint(shift_of(rules, customer)), days);
        return;
    case DC_RULE_COUNT: break;
    }
}

bool dc_rule_has_bands(dc_rule rule)
{
    return rule != DC_RULE_DUE_DATE && rule != DC_RULE_AVERAGE && rule != DC_RULE_CUSTOMER_AVERAGE;
}
