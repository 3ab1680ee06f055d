/* risk_drivers.c - one driver at a time: what it adds to the cash that is expected by each day. */
#include "risk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/cash_tail.h"
#include "samples.h"

static const struct {
    const char *key;
    dc_word     word;
    double      step;
} drivers[DC_DRIVER_COUNT] = {
#define DRIVER_ROW(NAME, word, step) [DC_DRIVER_##NAME] = {#NAME, word, step},
    DC_DRIVER_LIST(DRIVER_ROW)
#undef DRIVER_ROW
};

const char *dc_driver_key(dc_driver driver)
{
    return drivers[driver].key;
}

dc_word dc_driver_word(dc_driver driver)
{
    return drivers[driver].word;
}

double dc_driver_step(dc_driver driver)
{
    return drivers[driver].step;
}

/* Expected flows by day, book currency; [0] is empty. */
typedef struct {
    double *cash, *claims_cash, *foreign_cash; /* of all, of claims alone, what moves with rates */
    double *new_cash, *sold;                   /* of future invoices at the rates ahead; invoiced */
    double  cash_in_all, lost_in_all;          /* within the horizon of the options */
} expectation;

static void add_currency(expectation *out, dc_arena *arena, const dc_book *book,
                         const dc_model *model, const dc_items *items, uint16_t currency,
                         const dc_cash_plan *plan, int32_t day_count,
                         const dc_simulate_options *options)
{
    static const dc_policy none;
    dc_items               claims = *items;
    claims.count = items->claim_count;
    double             rate = dc_minor_rate(book, currency);
    const dc_expected *all = dc_expected_make(arena, book, model, items, &none, currency, options);
    const dc_expected *of_claims =
        dc_expected_make(arena, book, model, &claims, &none, currency, options);
    for (int32_t day = 1; day <= all->day_count; day++) {
        double cash = all->cash[day] * rate;
        out->cash_in_all += cash;
        out->lost_in_all += all->flow[DC_FLOW_WRITTEN_OFF][day] * rate;
        if (day > day_count)
            continue;
        out->cash[day] += cash;
        out->claims_cash[day] += of_claims->cash[day] * rate;
        double change = plan->rate_change[currency] ? plan->rate_change[currency][day] : 0.0;
        out->new_cash[day] += (all->cash[day] - of_claims->cash[day]) * rate * (1.0 + change);
        out->sold[day] += all->flow[DC_FLOW_INVOICED][day] * rate;
        if (plan->exposure[currency])
            out->foreign_cash[day] += cash * plan->exposure[currency][day];
    }
}

/* added[by the close of a day] = sum of factor x flow. */
static void add_up(double *added, const double *flow, const double *less, double factor,
                   int32_t day_count)
{
    for (int32_t day = 1; day <= day_count; day++)
        added[day] = added[day - 1] + factor * (flow[day] - (less ? less[day] : 0.0));
}

/* Which rows of the plan a driver moves. */
static bool moves_row(dc_driver driver, const dc_cash_row *row)
{
    bool is_bills = strcmp(row->name, "bills") == 0;
    switch (driver) {
    case DC_DRIVER_COSTS: return row->section == DC_CASH_OPERATING && !is_bills;
    case DC_DRIVER_OTHER_PLAN: return row->section != DC_CASH_OPERATING;
    default: return is_bills;
    }
}

/* Flows of those rows, `later` days later, but not before tomorrow. */
static bool flows_of(double *out, const dc_cash_plan *plan, dc_driver driver, int32_t later,
                     int32_t day_count)
{
    bool any = false;
    memset(out, 0, ((size_t)day_count + 1) * sizeof *out);
    for (size_t f = 0; f < plan->flow_count; f++) {
        const dc_cash_flow *flow = &plan->flows[f];
        int32_t             day = flow->day + later < 1 ? 1 : flow->day + later;
        if (!moves_row(driver, &plan->rows[flow->row]))
            continue;
        any |= flow->day <= day_count;
        if (day <= day_count)
            out[day] += (double)flow->amount;
    }
    return any;
}

static void fill_plan_drivers(dc_driver_sums *out, dc_arena *arena, const dc_cash_plan *plan)
{
    static const dc_driver of_plan[] = {DC_DRIVER_COSTS, DC_DRIVER_OTHER_PLAN, DC_DRIVER_SUPPLIERS};
    size_t                 days = (size_t)out->day_count + 1;
    double                *as_is = dc_arena_alloc(arena, days, sizeof *as_is);
    double                *moved = dc_arena_alloc(arena, days, sizeof *moved);
    for (size_t i = 0; i < sizeof of_plan / sizeof of_plan[0]; i++) {
        dc_driver driver = of_plan[i];
        double    step = dc_driver_step(driver);
        out->applies[driver] = flows_of(as_is, plan, driver, 0, out->day_count);
        for (int end = 0; end < DC_DRIVER_ENDS; end++) {
            double sign = end == DC_DRIVER_UP ? 1.0 : -1.0;
            if (driver != DC_DRIVER_SUPPLIERS) {
                add_up(out->added[driver][end], as_is, NULL, sign * step, out->day_count);
                continue;
            }
            flows_of(moved, plan, driver, (int32_t)(sign * step), out->day_count);
            add_up(out->added[driver][end], moved, as_is, 1.0, out->day_count);
        }
    }
}

/* --- new sales, and what they drive ---------------------------------------------------------- */

enum { T = DC_PATH_TILE, AS_IS = DC_DRIVER_ENDS }; /* lanes: ends of the driver, and as it is */

static double lane_factor(int lane)
{
    double step = dc_driver_step(DC_DRIVER_SALES);
    return lane == DC_DRIVER_DOWN ? 1.0 - step : lane == DC_DRIVER_UP ? 1.0 + step : 1.0;
}

/* [day][lane] of what is expected: of all, of it what moves with the step. */
static double *lanes_of(dc_arena *arena, const double *all, const double *moves, int32_t day_count,
                        int32_t last)
{
    double *out = dc_arena_alloc(arena, ((size_t)last + 2) * T, sizeof *out);
    for (int32_t day = 1; day <= day_count; day++)
        for (int lane = 0; lane < T; lane++)
            out[day * T + lane] =
                nearbyint(all[day] + (lane_factor(lane < AS_IS ? lane : AS_IS) - 1.0) * moves[day]);
    return out;
}

static dc_tail_days days_of(dc_arena *arena, const dc_tail *tail)
{
    size_t       values = ((size_t)tail->day_count + 2) * T;
    dc_tail_days out;
    int64_t    **columns[] = {&out.inventory, &out.payables, &out.tax, &out.due};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        *columns[i] = dc_arena_alloc(arena, values, sizeof **columns[i]);
    out.cumulative = dc_arena_alloc(arena, values, sizeof *out.cumulative);
    out.flow = dc_arena_alloc(arena, tail->driven_count, sizeof *out.flow);
    for (size_t i = 0; i < tail->driven_count; i++)
        out.flow[i] = dc_arena_alloc(arena, values, sizeof **out.flow);
    return out;
}

/* What sales drive, of expected sales as they are and a step down and up. */
static void follow(double *driven[DC_DRIVER_ENDS + 1], expectation *e, dc_arena *arena,
                   const dc_tail *tail, int32_t day_count)
{
    dc_tail_days  days = days_of(arena, tail);
    const double *receipts = NULL;
    double       *new_at_today = dc_arena_alloc(arena, (size_t)day_count + 1, sizeof(double));
    dc_tail_follow(&days, tail, lanes_of(arena, e->sold, e->sold, day_count, tail->day_count));
    for (int32_t day = 1; day <= day_count; day++)
        new_at_today[day] = e->cash[day] - e->claims_cash[day];
    if (tail->driven_notes != DC_NONE) {
        receipts = lanes_of(arena, e->cash, new_at_today, day_count, tail->day_count);
        dc_tail_defer(days.flow[tail->driven_notes],
                      tail->driven_notes_cost == DC_NONE ? NULL
                                                         : days.flow[tail->driven_notes_cost],
                      tail, receipts);
    }
    for (int32_t day = 1; day <= day_count; day++) {
        const size_t at = (size_t)day * T;
        for (int lane = 0; lane <= DC_DRIVER_ENDS; lane++)
            for (size_t k = 0; k < tail->driven_count; k++) {
                double flow = (double)days.flow[k][at + (size_t)lane];
                bool   rates = (int32_t)k == tail->driven_bought && tail->rate_change;
                driven[lane][day] += flow * (rates ? 1.0 + tail->rate_change[day] : 1.0);
            }
        if (tail->exposure)
            e->foreign_cash[day] +=
                (double)days.flow[tail->driven_bought][at + AS_IS] * tail->exposure[day];
    }
}

static void fill_sales(dc_driver_sums *out, expectation *e, dc_arena *arena, const dc_tail *tail)
{
    size_t  days = (size_t)out->day_count + 1;
    double *driven[DC_DRIVER_ENDS + 1];
    for (int lane = 0; lane <= DC_DRIVER_ENDS; lane++)
        driven[lane] = dc_arena_alloc(arena, days, sizeof(double));
    if (tail && tail->driven_count > 0)
        follow(driven, e, arena, tail, out->day_count);
    for (int end = 0; end < DC_DRIVER_ENDS; end++) {
        for (size_t day = 1; day < days; day++)
            driven[end][day] += (lane_factor(end) - 1.0) * e->new_cash[day];
        add_up(out->added[DC_DRIVER_SALES][end], driven[end], driven[AS_IS], 1.0, out->day_count);
    }
}

void dc_driver_sums_make(dc_driver_sums *out, dc_arena *arena, const dc_book *book,
                         const dc_model *model, const dc_items *items, const dc_cash_plan *plan,
                         int32_t day_count, const dc_simulate_options *options)
{
    size_t      days = (size_t)day_count + 1;
    expectation e = {.cash = dc_arena_alloc(arena, days, sizeof(double)),
                     .claims_cash = dc_arena_alloc(arena, days, sizeof(double)),
                     .foreign_cash = dc_arena_alloc(arena, days, sizeof(double)),
                     .new_cash = dc_arena_alloc(arena, days, sizeof(double)),
                     .sold = dc_arena_alloc(arena, days, sizeof(double))};
    *out = (dc_driver_sums){.day_count = day_count};
    for (int d = 0; d < DC_DRIVER_COUNT; d++)
        for (int end = 0; end < DC_DRIVER_ENDS && d != DC_DRIVER_LATENESS; end++)
            out->added[d][end] = dc_arena_alloc(arena, days, sizeof(double));
    for (uint16_t c = 0; c < book->currency_count; c++)
        if (book->currencies[c].has_rate)
            add_currency(&e, arena, book, model, items, c, plan, day_count, options);
    double lost = e.lost_in_all / (e.cash_in_all + e.lost_in_all + 1.0);
    double factor = dc_driver_step(DC_DRIVER_LOSSES);
    out->applies[DC_DRIVER_LATENESS] = e.cash_in_all > 0.0;
    out->applies[DC_DRIVER_SALES] = items->count > items->claim_count;
    out->applies[DC_DRIVER_LOSSES] = lost > 0.0;
    fill_sales(out, &e, arena, plan->tail);
    for (int32_t day = 1; day <= day_count; day++) {
        e.foreign_cash[day] += plan->foreign[day];
        out->applies[DC_DRIVER_CURRENCY] |= e.foreign_cash[day] != 0.0;
    }
    for (int end = 0; end < DC_DRIVER_ENDS; end++) {
        double sign = end == DC_DRIVER_UP ? 1.0 : -1.0;
        double losses = end == DC_DRIVER_UP ? factor : 1.0 / factor;
        add_up(out->added[DC_DRIVER_LOSSES][end], e.cash, NULL,
               (1.0 - fmin(losses * lost, 1.0)) / (1.0 - lost) - 1.0, day_count);
        add_up(out->added[DC_DRIVER_CURRENCY][end], e.foreign_cash, NULL,
               sign * dc_driver_step(DC_DRIVER_CURRENCY), day_count);
    }
    fill_plan_drivers(out, arena, plan);
}

static double width_of(const dc_risk *risk, const dc_driver_effect *effect)
{
    const double *ends = risk->has_cash ? effect->lowest : effect->closing;
    return fmax(fabs(ends[DC_DRIVER_DOWN]), fabs(ends[DC_DRIVER_UP]));
}

void dc_risk_rank(dc_risk *risk)
{
    for (size_t i = 1; i < risk->driver_count; i++) {
        dc_driver_effect moving = risk->drivers[i];
        size_t           at = i;
        for (; at > 0 && width_of(risk, &risk->drivers[at - 1]) < width_of(risk, &moving); at--)
            risk->drivers[at] = risk->drivers[at - 1];
        risk->drivers[at] = moving;
    }
}
