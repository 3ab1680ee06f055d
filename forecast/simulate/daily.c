/* daily.c - see daily.h. */
#include "duecast/daily.h"

#include <stdlib.h>
#include <string.h>

#include "day_law.h"
#include "failures.h"

typedef struct {
    const dc_book        *book;
    const dc_items       *items;
    const dc_instalments *plan;
    dc_failures           failures;
    size_t                terms_count;
    int32_t               terms[DC_DAILY_TERMS_MAX];
    dc_law                law;
    dc_day_law            day_law;
    dc_daily             *out;
    dc_arena             *arena;
} sorting;

enum { PLACES = 2 + DC_DAILY_TERMS_MAX + 1 }; /* claims, reached, sales by terms, other sales */

static double rate_of(const sorting *all, size_t item)
{
    return dc_minor_rate(all->book, all->items->currency[item]);
}

static bool counts(const sorting *all, size_t item)
{
    return all->items->amount[item] != 0 &&
           all->book->currencies[all->items->currency[item]].has_rate;
}

/* --- which terms are told apart ------------------------------------------------------------------
 * */

typedef struct {
    int32_t days;
    double  amount;
} term_amount;

static int compare_days(const void *left, const void *right)
{
    const term_amount *a = left, *b = right;
    return (a->days > b->days) - (a->days < b->days);
}

static int compare_amounts(const void *left, const void *right)
{
    const term_amount *a = left, *b = right;
    if (a->amount != b->amount)
        return a->amount > b->amount ? -1 : 1;
    return compare_days(left, right);
}

/* One entry for each number of days, with the money under it. */
static size_t sum_terms(term_amount *entry, size_t count)
{
    size_t used = 0;
    if (count > 0)
        qsort(entry, count, sizeof *entry, compare_days);
    for (size_t i = 0; i < count; i++) {
        if (used > 0 && entry[used - 1].days == entry[i].days)
            entry[used - 1].amount += entry[i].amount;
        else
            entry[used++] = entry[i];
    }
    return used;
}

static void choose_terms(sorting *all)
{
    const dc_items *items = all->items;
    term_amount    *entry = dc_heap_alloc(items->count - items->claim_count + 1, sizeof *entry);
    size_t          count = 0;
    for (size_t i = items->claim_count; i < items->count; i++)
        if (counts(all, i))
            entry[count++] = (term_amount){items->due[i] - items->issue[i],
                                           (double)items->amount[i] * rate_of(all, i)};
    count = sum_terms(entry, count);
    if (count > 0)
        qsort(entry, count, sizeof *entry, compare_amounts);
    all->terms_count = count < DC_DAILY_TERMS_MAX ? count : DC_DAILY_TERMS_MAX;
    if (all->terms_count > 0)
        qsort(entry, all->terms_count, sizeof *entry, compare_days);
    for (size_t t = 0; t < all->terms_count; t++)
        all->terms[t] = entry[t].days;
    free(entry);
}

/* --- groups --------------------------------------------------------------------------------------
 * */

static bool is_reached(const sorting *all, size_t item)
{
    dc_item_facts facts = dc_item_facts_of(all->book, all->items, item);
    return dc_scopes_fit(&all->plan->scopes, all->book, &facts);
}

static size_t place_of(const sorting *all, size_t item)
{
    size_t terms = 0;
    if (item < all->items->claim_count)
        return is_reached(all, item) ? DC_DAILY_REACHED : DC_DAILY_CLAIMS;
    while (terms < all->terms_count &&
           all->terms[terms] != all->items->due[item] - all->items->issue[item])
        terms++;
    return DC_DAILY_SALES + terms;
}

static double *days_new(const sorting *all)
{
    return dc_arena_alloc(all->arena, (size_t)all->out->day_count + 1, sizeof(double));
}

static dc_daily_group group_new(const sorting *all, size_t row, size_t place)
{
    size_t         terms = place - DC_DAILY_SALES;
    dc_daily_group out = {.kind = place < DC_DAILY_SALES ? (dc_daily_kind)place : DC_DAILY_SALES,
                          .row = row,
                          .paid = days_new(all),
                          .cash = days_new(all),
                          .lost = days_new(all)};
    if (out.kind == DC_DAILY_SALES) {
        out.terms = terms < all->terms_count ? all->terms[terms] : DC_DAILY_OTHER_TERMS;
        out.invoiced = days_new(all);
    } else if (out.kind == DC_DAILY_REACHED) {
        out.plan_paid = days_new(all);
        out.plan_cash = days_new(all);
    }
    return out;
}

/* --- posting -------------------------------------------------------------------------------------
 * */

static void post_plan(const sorting *all, dc_daily_group *group, size_t item, double rate)
{
    dc_plan_steps steps;
    int64_t       not_cash = all->items->not_cash[item];
    dc_plan_make(&steps, all->plan, all->book->as_of, all->items->amount[item], not_cash);
    for (int32_t step = 0; step < steps.count; step++) {
        if (steps.day[step] > all->out->day_count)
            break;
        int64_t apart = step == 0 ? not_cash : 0;
        group->plan_paid[steps.day[step]] += (double)steps.amount[step] * rate;
        group->plan_cash[steps.day[step]] += (double)(steps.amount[step] - apart) * rate;
    }
}

static void post_item(sorting *all, dc_daily_group *group, size_t item)
{
    const dc_items *items = all->items;
    double          rate = rate_of(all, item), amount = (double)items->amount[item] * rate;
    double          cash = (double)(items->amount[item] - items->not_cash[item]) * rate;
    int32_t         last = all->out->day_count, issue = items->issue[item];
    dc_laws_read(&all->law, items->laws, (uint32_t)item);
    dc_day_law_fill(&all->day_law, &all->law);
    for (int32_t day = 1; day <= last; day++) {
        group->paid[day] += amount * all->day_law.paid[day];
        group->cash[day] += cash * all->day_law.paid[day];
        group->lost[day] += amount * all->day_law.lost[day];
        all->out->any_lost |= all->day_law.lost[day] > 0.0;
    }
    group->count++;
    if (group->kind == DC_DAILY_REACHED)
        post_plan(all, group, item, rate);
    if (!group->invoiced) {
        group->exposure += amount;
    } else if (issue <= last) {
        group->invoiced[issue] += amount;
        group->exposure += amount;
    }
}

/* What a customer that has failed owes is written off on one day, and a part comes back. */
static void post_failed(sorting *all, size_t item, int32_t since)
{
    dc_daily *out = all->out;
    size_t    row = all->failures.row[item];
    int32_t   end = dc_failure_write_off(since), back = end + all->failures.recovery_days[row];
    double    amount = (double)all->items->amount[item] * rate_of(all, item);
    if (item >= all->items->claim_count)
        return; /* it orders nothing */
    if (end <= out->day_count)
        out->failed_written_off[end] += amount;
    if (back <= out->day_count)
        out->failed_recovered[back] += amount * all->failures.recovered_share[row];
}

static void post_items(sorting *all, dc_daily_group *place)
{
    const dc_items *items = all->items;
    for (size_t i = 0; i < items->count; i++) {
        if (!counts(all, i))
            continue;
        bool    fails = all->failures.row_count > 0;
        int32_t since = fails ? dc_failures_since(&all->failures, (uint32_t)i) : DC_DEFAULT_NEVER;
        size_t  row = fails ? all->failures.row[i] : 0;
        if (i < items->claim_count)
            all->out->opening += (double)items->amount[i] * rate_of(all, i);
        if (since != DC_DEFAULT_NEVER) {
            post_failed(all, i, since);
            continue;
        }
        size_t          at = place_of(all, i);
        dc_daily_group *group = &place[row * PLACES + at];
        if (!group->paid)
            *group = group_new(all, row, at);
        post_item(all, group, i);
    }
}

static void fill_rows(sorting *all)
{
    dc_daily *out = all->out;
    out->row_count = all->failures.row_count > 0 ? all->failures.row_count : 1;
    out->any_failing = all->failures.row_count > 0;
    out->row = dc_arena_alloc(all->arena, out->row_count, sizeof *out->row);
    for (size_t row = 0; row < out->row_count; row++) {
        out->row[row].alive = days_new(all);
        for (int32_t day = 0; day <= out->day_count; day++)
            out->row[row].alive[day] = 1.0;
        if (!out->any_failing)
            continue;
        const double *chance = &all->failures.chance[row * ((size_t)out->day_count + 1)];
        for (int32_t day = 0; day <= out->day_count; day++)
            out->row[row].alive[day] -= chance[day];
        out->row[row].recovered_share = all->failures.recovered_share[row];
        out->row[row].recovery_days = all->failures.recovery_days[row];
    }
}

dc_daily *dc_daily_make(dc_arena *arena, const dc_book *book, const dc_model *model,
                        const dc_items *items, const dc_instalments *plan,
                        const dc_simulate_options *options)
{
    dc_arena *local = dc_arena_new();
    int32_t   reach = items->laws->day_count;
    dc_daily *out = dc_arena_alloc(arena, 1, sizeof *out);
    sorting   all = {.book = book, .items = items, .plan = plan, .out = out, .arena = arena};
    *out = (dc_daily){.day_count = options->horizon_days};
    dc_failures_make(&all.failures, local, model, items, out->day_count);
    dc_day_law cumulative = dc_day_law_new(local, reach);
    all.law = (dc_law){reach, cumulative.paid, cumulative.lost};
    all.day_law = dc_day_law_new(local, reach);
    out->failed_written_off = days_new(&all);
    out->failed_recovered = days_new(&all);
    choose_terms(&all);
    fill_rows(&all);
    size_t          places = out->row_count * PLACES;
    dc_daily_group *place = dc_arena_alloc(local, places, sizeof *place);
    post_items(&all, place);
    out->group = dc_arena_alloc(arena, places, sizeof *out->group);
    for (size_t i = 0; i < places; i++)
        if (place[i].paid && place[i].exposure > 0.0)
            out->group[out->group_count++] = place[i];
    dc_arena_free(local);
    return out;
}
