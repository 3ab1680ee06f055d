/* backtest_case.c - what was known at the origin, and what came. */
#include <math.h>

#include "backtest_parts.h"
#include "duecast/doubles.h"

enum { WEEK = 7, CHANGE_WEEKS = 52, DEPTH_MANY = 6 };

static void gather_history(dc_history *history, const dc_book *past, dc_arena *arena)
{
    const dc_claims *claims = &past->claims;
    size_t           claim = 0;
    history->late = dc_arena_alloc(arena, claims->count + 1, sizeof *history->late);
    history->paid = dc_arena_alloc(arena, claims->count + 1, sizeof *history->paid);
    history->first = dc_arena_alloc(arena, past->customers.count + 1, sizeof *history->first);
    for (uint32_t customer = 0; customer < past->customers.count; customer++) {
        history->first[customer] = (uint32_t)history->count;
        for (; claim < claims->count && claims->customer[claim] == customer; claim++) {
            if (!dc_claim_is_invoice(claims, claim))
                continue;
            bool    is_closed = dc_date_is_set(claims->closed[claim]);
            dc_date end = is_closed ? claims->closed[claim] : past->as_of;
            bool    is_paid =
                is_closed && !dc_claim_was_lost(past, claim) && !dc_claim_was_sold(past, claim);
            history->late[history->count] = dc_date_days_between(claims->due[claim], end);
            history->paid[history->count++] = is_paid;
            history->paid_count += is_paid;
        }
    }
    history->first[past->customers.count] = (uint32_t)history->count;
}

/* ---- what came ---- */

static int32_t week_of(int32_t day)
{
    return (day - 1) / WEEK;
}

static double home_amount(const dc_book *book, size_t claim, dc_money amount)
{
    return (double)dc_book_translate(book, book->claims.currency[claim], amount).minor;
}

static void follow_claim(dc_backtest_case *one, size_t item, size_t row)
{
    const dc_book *book = one->book;
    dc_date        origin = one->past->as_of, closed = book->claims.closed[row];

    for (uint32_t e = book->claims.first_event[row]; e < book->claims.first_event[row + 1]; e++) {
        int32_t day = dc_date_days_between(origin, book->events.date[e]);
        if (day >= 1 && week_of(day) < one->weeks && dc_event_is_receipt(book->events.kind[e]))
            one->paid_cash[week_of(day)] += home_amount(book, row, book->events.amount[e]);
    }
    if (!dc_date_is_set(closed) || dc_claim_was_lost(book, row) || dc_claim_was_sold(book, row))
        return;
    one->settled[item] = dc_date_days_between(origin, closed);
    if (week_of(one->settled[item]) < one->weeks)
        one->paid_count[week_of(one->settled[item])] += 1.0;
}

/* Both books are in canonical order, so that one walk finds each claim of the past in the other. */
static void follow_claims(dc_backtest_case *one)
{
    const dc_items *items = one->items;
    size_t          row = 0;
    for (size_t i = 0; i < one->count; i++) {
        while (one->book->claims.entity[row] != items->entity[i])
            row++;
        one->amount[i] = home_amount(one->book, row, DC_MONEY(items->amount[i]));
        one->cash[i] = home_amount(one->book, row, DC_MONEY(items->amount[i] - items->not_cash[i]));
        follow_claim(one, i, row);
    }
}

/* ---- groups ---- */

static uint8_t depth_of(const dc_history *history, uint32_t customer)
{
    size_t paid = 0;
    for (uint32_t i = history->first[customer]; i < history->first[customer + 1]; i++)
        paid += history->paid[i];
    return paid >= DEPTH_MANY ? 2 : paid > 0;
}

static void group_claims(dc_backtest_case *one)
{
    double *sorted = dc_arena_alloc(one->arena, one->count, sizeof *sorted);
    for (size_t i = 0; i < one->count; i++)
        sorted[i] = one->amount[i];
    dc_doubles_sort(sorted, one->count);
    for (size_t i = 0; i < one->count; i++) {
        one->size[i] = (uint8_t)((one->amount[i] > sorted[one->count / 3]) +
                                 (one->amount[i] > sorted[2 * one->count / 3]));
        one->depth[i] = depth_of(&one->history, one->items->customer[i]);
    }
}

/* Scale of the weekly errors: how much the cash of one week differs from that of the week before
 * (Hyndman & Koehler, International Journal of Forecasting 22 (2006) 679-688). */
static double change_of_weeks(const dc_book *past)
{
    double  week[CHANGE_WEEKS] = {0}, sum = 0.0;
    int32_t seen = 0;
    for (size_t e = 0; e < past->events.count; e++) {
        int32_t back = dc_date_days_between(past->events.date[e], past->as_of) / WEEK;
        if (back >= CHANGE_WEEKS || !dc_event_is_receipt(past->events.kind[e]))
            continue;
        week[back] += home_amount(past, past->events.claim[e], past->events.amount[e]);
        seen = back + 1 > seen ? back + 1 : seen;
    }
    for (int32_t w = 1; w < seen; w++)
        sum += fabs(week[w] - week[w - 1]);
    return seen > 1 ? sum / (seen - 1) : 0.0;
}

static void gather_claims(dc_backtest_case *one, dc_date origin)
{
    int32_t weeks = dc_date_days_between(origin, one->book->as_of) / WEEK;

    one->weeks = weeks < one->horizon ? weeks : one->horizon;
    one->settled = dc_arena_alloc(one->arena, one->count, sizeof *one->settled);
    one->amount = dc_arena_alloc(one->arena, one->count, sizeof *one->amount);
    one->cash = dc_arena_alloc(one->arena, one->count, sizeof *one->cash);
    one->depth = dc_arena_alloc(one->arena, one->count, sizeof *one->depth);
    one->size = dc_arena_alloc(one->arena, one->count, sizeof *one->size);
    one->weekly_change = change_of_weeks(one->past);
    follow_claims(one);
    group_claims(one);
}

/* What learning chose, to be given to another book. */
static dc_learn_options settings_of(const dc_model *model, const dc_learn_options *asked)
{
    dc_learn_options settings = *asked;
    settings.half_life_days = model->half_life_days;
    settings.type_count = model->mixture.type_count;
    return settings;
}

int32_t dc_case_weeks(const dc_backtest_case *one)
{
    return one->sum_reach > one->horizon ? one->sum_reach : one->horizon;
}

dc_backtest_case *dc_backtest_case_make(const dc_book *book, dc_date origin,
                                        const dc_learn_options    *learn,
                                        const dc_backtest_options *options)
{
    dc_arena         *arena = dc_arena_new();
    dc_backtest_case *one = dc_arena_alloc(arena, 1, sizeof *one);
    int32_t           known = dc_date_days_between(origin, book->as_of) / WEEK;

    *one = (dc_backtest_case){.arena = arena,
                              .book = book,
                              .past = dc_book_as_of(book, origin),
                              .horizon = options->weeks,
                              .sum_reach = dc_sum_reach(known, options)};
    one->past->plan_count = 0; /* nobody says since when it is known */
    gather_history(&one->history, one->past, arena);
    if (one->history.paid_count < SETTLED_LEAST ||
        dc_model_learn(&one->model, one->past, learn) != DC_OK)
        goto done;
    one->settings = settings_of(one->model, learn);
    one->items = dc_items_make(arena, one->past, one->model, dc_case_weeks(one) * WEEK);
    one->all = *one->items;
    one->items->count = one->count = one->items->claim_count;
    if (one->count > 0)
        gather_claims(one, origin);

done:
    if (one->count > 0)
        return one;
    dc_backtest_case_free(one);
    return NULL;
}

void dc_backtest_case_free(dc_backtest_case *one)
{
    if (!one)
        return;
    dc_model_free(one->model);
    dc_book_free(one->past);
    dc_arena_free(one->arena);
}
