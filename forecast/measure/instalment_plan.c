#include "duecast/instalment_plan.h"

#include <assert.h>
#include <math.h>

#include "duecast/paths.h"

enum { USUAL_START = 7, YEAR = 364 };

const int32_t dc_plan_horizons[DC_PLAN_HORIZONS] = {91, 182, YEAR};

static dc_date start_of(const dc_book *book, const dc_plan_terms *terms)
{
    dc_date first = dc_date_add_days(book->as_of, 1);
    if (!dc_date_is_set(terms->start))
        return dc_date_add_days(book->as_of, USUAL_START);
    return terms->start.day > first.day ? terms->start : first;
}

/* Counted from the first day, not from payment to payment: months keep their day. */
static dc_date day_of(const dc_book *book, const dc_plan_terms *terms, int32_t step)
{
    dc_date start = start_of(book, terms);
    dc_date day = terms->every_days > 0 ? dc_date_add_days(start, step * terms->every_days)
                                        : dc_date_add_months(start, step * terms->every_months);
    return dc_calendar_adjust(book->calendar, day, DC_ADJUST_FOLLOWING);
}

static void add_payment(dc_payment_plan *out, dc_date date, dc_money amount)
{
    if (amount.minor > 0)
        out->payment[out->count++] = (dc_plan_payment){date, amount};
}

void dc_payment_plan_make(dc_payment_plan *out, const dc_book *book, uint16_t currency,
                          dc_money total, const dc_plan_terms *terms)
{
    int64_t  weights[DC_PLAN_COUNT_MAX];
    dc_money parts[DC_PLAN_COUNT_MAX];
    dc_money down = dc_money_scale(total, terms->down_payment, DC_ROUND_HALF_EVEN);
    bool     has_down = terms->down_payment > 0.0;
    assert(terms->count >= 1 && terms->count <= DC_PLAN_COUNT_MAX && total.minor >= 0);
    *out = (dc_payment_plan){.currency = currency, .total = total};
    for (int32_t i = 0; i < terms->count; i++)
        weights[i] = 1;
    dc_money_allocate(parts, dc_money_sub(total, down), weights, (size_t)terms->count);
    if (has_down)
        add_payment(out, day_of(book, terms, 0), down);
    for (int32_t i = 0; i < terms->count; i++)
        add_payment(out, day_of(book, terms, i + has_down), parts[i]);
}

/* The claims that are asked for, and of one disputed in part what is not. */
static dc_items items_asked(dc_arena *arena, const dc_items *items, const dc_book *book,
                            const dc_demand *demand, uint16_t currency)
{
    const dc_claims *claims = &book->claims;
    dc_items         some = *items;
    some.amount = dc_arena_alloc(arena, items->count + 1, sizeof *some.amount);
    for (size_t i = 0; i < items->claim_count; i++) {
        size_t claim = items->claim[i];
        if (items->customer[i] != demand->customer || items->currency[i] != currency ||
            items->entity[i] != claims->entity[claim])
            continue;
        for (size_t l = 0; l < demand->count; l++)
            if (demand->line[l].claim == claim && demand->line[l].days_late > 0 &&
                demand->line[l].demanded.minor > 0)
                some.amount[i] = items->amount[i];
    }
    return some;
}

/* Instalments behind the first payment, which is taken as made. */
static int32_t at_risk(const dc_plan_terms *terms)
{
    return terms->down_payment > 0.0 ? terms->count : terms->count - 1;
}

/* Without a down payment the first instalment stands in for it, so that the days are the same. */
static dc_instalments mechanism_of(const dc_book *book, const dc_plan_terms *terms, double miss)
{
    int32_t        behind = at_risk(terms);
    dc_instalments plan = {.down_payment = terms->down_payment,
                           .count = behind > 0 ? behind : 1,
                           .every_days = terms->every_days,
                           .every_months = terms->every_months,
                           .start = dc_date_days_between(book->as_of, start_of(book, terms)),
                           .miss = miss,
                           .share = 1.0};
    if (plan.down_payment == 0.0)
        plan.down_payment = 1.0 / terms->count;
    return plan;
}

static void sum_cash(double cash[DC_PLAN_HORIZONS], const dc_expected *expected)
{
    double sum = 0.0;
    for (int32_t day = 1, h = 0; day <= YEAR; day++) {
        sum += expected->cash[day];
        if (day == dc_plan_horizons[h])
            cash[h++] = sum;
    }
}

void dc_plan_worth_make(dc_plan_worth *out, const dc_book *book, const dc_model *model,
                        const dc_demand *demand, uint16_t currency, const dc_plan_terms *terms)
{
    static const dc_policy none = {.delay_count = 0};
    dc_arena              *arena = dc_arena_new();
    dc_simulate_options    options = DC_SIMULATE_OPTIONS_INIT;
    options.horizon_days = YEAR;
    options.mean_only = true;
    dc_items *items = dc_items_of_claims(arena, book, model, YEAR);
    dc_items  some = items_asked(arena, items, book, demand, currency);
    sum_cash(out->waiting, dc_expected_make(arena, book, model, &some, &none, currency, &options));
    for (int c = 0; c < DC_PLAN_CASES; c++) {
        dc_policy *policy = dc_arena_alloc(arena, 1, sizeof *policy);
        policy->plan_count = 1;
        policy->plans[0] = mechanism_of(book, terms, terms->miss[c]);
        out->complete[c] = pow(1.0 - terms->miss[c], at_risk(terms));
        sum_cash(out->planned[c],
                 dc_expected_make(arena, book, model, &some, policy, currency, &options));
    }
    dc_arena_free(arena);
}
