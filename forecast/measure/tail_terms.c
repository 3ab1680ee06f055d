/*
 * tail_terms.c - when what is bought is paid: terms and rules of the bills there are, by amount.
 *
 * Bills of the last 12 months say it.  Where only open ones are listed, long terms are among them
 * more often than among all bills, by as much as they are long: each counts its amount / days.
 */
#include <math.h>
#include <stdlib.h>

#include "tail_parts.h"

enum { YEAR_DAYS = 365, TERMS_ASSUMED = 30 };

typedef struct {
    const dc_pay_rule *rule;
    int32_t            days;
    double             weight;
} terms;

static bool lists_paid_bills(const dc_bills *bills)
{
    for (size_t i = 0; i < bills->count; i++)
        if (dc_date_is_set(bills->paid[i]))
            return true;
    return false;
}

/* Terms of the bills, those alike added up; returns how many. */
static size_t collect(terms *out, const dc_book *book)
{
    const dc_bills *bills = &book->bills;
    bool            all = lists_paid_bills(bills);
    size_t          count = 0;
    for (size_t i = 0; i < bills->count; i++) {
        int32_t days = dc_date_days_between(bills->issued[i], bills->due[i]);
        bool    old = dc_date_days_between(bills->issued[i], book->as_of) >= YEAR_DAYS;
        double amount = (double)dc_book_translate(book, bills->currency[i], bills->amount[i]).minor;
        terms  one = {dc_pay_rule_of(book, i), days < 0 ? 0 : days, amount};
        if (amount <= 0.0 || (old && all))
            continue;
        if (!all)
            one.weight /= one.days > 1 ? one.days : 1;
        size_t at = 0;
        while (at < count && (out[at].rule != one.rule || out[at].days != one.days))
            at++;
        if (at == count)
            out[count++] = (terms){one.rule, one.days, 0.0};
        out[at].weight += one.weight;
    }
    return count;
}

/* Heaviest first; rules stand in one array. */
static int compare_terms(const void *left, const void *right)
{
    const terms *a = left, *b = right;
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    if (a->days != b->days)
        return a->days < b->days ? -1 : 1;
    return (a->rule > b->rule) - (a->rule < b->rule);
}

/* What has no group of its own goes with the nearest terms, of its own rule where there are any. */
static size_t nearest_of(const terms *list, size_t kept, const terms *one)
{
    size_t  best = 0;
    int32_t least = INT32_MAX;
    for (size_t i = 0; i < kept; i++) {
        int32_t away = abs(list[i].days - one->days) + (list[i].rule != one->rule) * 10000;
        if (away < least) {
            least = away;
            best = i;
        }
    }
    return best;
}

static size_t merge(terms *list, size_t count)
{
    size_t kept = count < DC_TAIL_GROUPS_MAX ? count : DC_TAIL_GROUPS_MAX;
    if (count > 0)
        qsort(list, count, sizeof *list, compare_terms);
    for (size_t i = kept; i < count; i++)
        list[nearest_of(list, kept, &list[i])].weight += list[i].weight;
    return kept;
}

/* One way of paying, where bills do not tell. */
static dc_word assume(terms *out, const dc_book *book, double gross_a_day)
{
    const dc_company *company = &book->company;
    *out = (terms){NULL, TERMS_ASSUMED, 1.0};
    if (company->tail.purchase_terms >= 0) {
        out->days = company->tail.purchase_terms;
        return DC_WORD_TAIL_BY_BOOK;
    }
    if (!company->payables.known || gross_a_day <= 0.0)
        return DC_WORD_TAIL_TERMS_ASSUMED;
    double days = nearbyint((double)company->payables.value.minor / gross_a_day);
    out->days = (int32_t)(days < 1.0 ? 1.0 : days > YEAR_DAYS ? YEAR_DAYS : days);
    return DC_WORD_TAIL_BY_PAYABLES;
}

static void find_days(dc_tail_group *group, dc_arena *arena, const dc_book *book, int32_t day_count)
{
    group->paid_on = dc_arena_alloc(arena, (size_t)day_count + 1, sizeof *group->paid_on);
    group->early = dc_arena_alloc(arena, (size_t)day_count + 1, sizeof *group->early);
    for (int32_t day = 1; day <= day_count; day++) {
        dc_date bought = dc_date_add_days(book->as_of, day);
        dc_date due = dc_date_add_days(bought, group->terms_days);
        dc_date paid = dc_pay_day(&group->early[day], book, group->rule, bought, due, bought);
        int32_t after = dc_date_days_between(book->as_of, paid);
        group->paid_on[day] = after <= day_count ? after : day_count + 1;
    }
}

static void add_groups(dc_tail *tail, dc_arena *arena, const dc_book *book, const terms *list)
{
    double total = 0.0, so_far = 0.0;
    for (size_t g = 0; g < tail->group_count; g++)
        total += list[g].weight;
    for (size_t g = 0; g < tail->group_count; g++) {
        dc_tail_group *group = &tail->group[g];
        int32_t        stretch = list[g].rule ? list[g].rule->stretch_days : 0;
        so_far += list[g].weight;
        *group = (dc_tail_group){.rule = list[g].rule, .terms_days = list[g].days};
        group->share_to = g + 1 < tail->group_count ? so_far / total : 1.0;
        tail->terms_days += list[g].weight / total * (list[g].days + stretch);
        find_days(group, arena, book, tail->day_count);
    }
}

void dc_tail_make_terms(dc_tail *tail, dc_arena *arena, const dc_book *book, double gross_a_day)
{
    terms  *list = dc_heap_alloc(book->bills.count + 1, sizeof *list);
    bool    told = book->company.tail.purchase_terms >= 0;
    size_t  count = told ? 0 : collect(list, book);
    dc_word source = DC_WORD_TAIL_BY_TERMS;
    if (count == 0) {
        source = assume(list, book, gross_a_day);
        count = 1;
    }
    tail->group_count = merge(list, count);
    add_groups(tail, arena, book, list);
    dc_tail_tell(tail, "supplier_terms", DC_WORD_TAIL_TERMS, DC_TAIL_DAYS, tail->terms_days,
                 source);
    free(list);
}
