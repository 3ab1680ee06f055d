/*
 * tail_terms.c - when what is bought is paid: terms and rules of the bills there are, by amount.
 *
 * Bills of the last 12 months say it.  Where only open ones are listed, long terms are among them
 * more often than among all bills, by as much as they are long: each counts its amount / days.
 *
 * A policy that changes terms changes those of bills to come by the share of what it changes among
 * the same bills; what is learnt from bills is learnt as they came.
 */
#include <math.h>
#include <stdlib.h>

#include "cash_making.h"
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

/* What a bill weighs; 0: nothing is learnt from it. */
static terms terms_of(const dc_book *book, size_t bill, bool all)
{
    const dc_bills *bills = &book->bills;
    int32_t         days = dc_date_days_between(bills->issued[bill], bills->due[bill]);
    bool            old = dc_date_days_between(bills->issued[bill], book->as_of) >= YEAR_DAYS;
    double          amount =
        (double)dc_book_translate(book, bills->currency[bill], bills->amount[bill]).minor;
    terms one = {dc_pay_rule_of(book, bill), days < 0 ? 0 : days, amount};
    if (amount <= 0.0 || (old && all))
        one.weight = 0.0;
    if (!all)
        one.weight /= one.days > 1 ? one.days : 1;
    return one;
}

/* Terms of the bills, those alike added up; returns how many. */
static size_t collect(terms *out, const dc_book *book)
{
    bool   all = lists_paid_bills(&book->bills);
    size_t count = 0;
    for (size_t i = 0; i < book->bills.count; i++) {
        terms  one = terms_of(book, i, all);
        size_t at = 0;
        if (one.weight <= 0.0)
            continue;
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

/* When a bill of the group bought on a day is paid under a change of its terms, on `usual` without
 * one.  As an open bill of that change is paid (dc_book_under), but never before it is there. */
static dc_date pay_day(bool *early, dc_date *usual, const dc_tail_group *group, const dc_book *book,
                       dc_date bought, int32_t later)
{
    dc_date due = dc_date_add_days(bought, group->terms_days), paid;
    paid = *usual = dc_pay_day(early, book, group->rule, bought, due, bought);
    if (later != 0)
        paid =
            dc_pay_day(early, book, group->rule, later > 0 ? dc_before_any_discount(book) : bought,
                       dc_date_add_days(due, later), bought);
    return paid;
}

static void find_days(dc_tail_group *group, dc_arena *arena, const dc_book *book, int32_t day_count)
{
    const dc_supplier_change *change = group->change;
    group->paid_on = dc_arena_alloc(arena, (size_t)day_count + 1, sizeof *group->paid_on);
    group->off = dc_arena_alloc(arena, (size_t)day_count + 1, sizeof *group->off);
    for (int32_t day = 1; day <= day_count; day++) {
        int32_t later = dc_supplier_days(change, day + group->terms_days);
        bool    early;
        dc_date usual, bought = dc_date_add_days(book->as_of, day);
        dc_date paid = pay_day(&early, &usual, group, book, bought, later);
        int32_t after = dc_date_days_between(book->as_of, paid);
        double  of_rule = early ? group->rule->discount : 0.0;
        double  sooner = paid.day < usual.day ? change->discount : 0.0;
        group->paid_on[day] = after <= day_count ? after : day_count + 1;
        group->off[day] = sooner + (of_rule - of_rule * sooner);
    }
}

/* Weights of one way of paying by the change that bills are under: those of its bills. */
typedef struct {
    size_t                    count;
    const dc_supplier_change *change[DC_POLICY_SUPPLIERS_MAX + 1]; /* NULL: none */
    double                    weight[DC_POLICY_SUPPLIERS_MAX + 1];
} split;

static void add_part(split *parts, const dc_supplier_change *change, double weight)
{
    size_t at = 0;
    while (at < parts->count && parts->change[at] != change)
        at++;
    if (at == parts->count) {
        parts->change[parts->count++] = change;
        parts->weight[at] = 0.0;
    }
    parts->weight[at] += weight;
}

/* told: the book that `list` comes from; without bills only a change of all bills counts. */
static void split_ways(split *parts, const terms *list, size_t ways, const dc_book *book,
                       const dc_book *told)
{
    bool all = lists_paid_bills(&told->bills);
    for (size_t i = 0; i < told->bills.count; i++) {
        terms one = terms_of(told, i, all);
        if (one.weight > 0.0)
            add_part(&parts[nearest_of(list, ways, &one)], dc_supplier_change_of(book, i),
                     one.weight);
    }
    for (size_t w = 0; w < ways; w++)
        if (parts[w].count == 0)
            add_part(&parts[w], dc_supplier_change_of(book, DC_BILL_UNKNOWN), 1.0);
}

/* Shares of currencies among the same bills. */
static void take_currencies(dc_tail *tail, const dc_book *told)
{
    bool   all = lists_paid_bills(&told->bills);
    double total = 0.0;
    for (size_t i = 0; i < told->bills.count; i++) {
        double weight = terms_of(told, i, all).weight;
        tail->in_currency[told->bills.currency[i]] += weight;
        total += weight;
    }
    for (uint16_t c = 0; c < told->currency_count && total > 0.0; c++)
        tail->in_currency[c] /= total;
}

/* One way of paying; from: share of the ways before it. */
static void add_way(dc_tail *tail, dc_arena *arena, const dc_book *book, const terms *way,
                    const split *parts, double from, double to)
{
    double total = 0.0, so_far = 0.0;
    for (size_t p = 0; p < parts->count; p++)
        total += parts->weight[p];
    for (size_t p = 0; p < parts->count; p++) {
        dc_tail_group *group = &tail->group[tail->group_count++];
        so_far += parts->weight[p];
        *group =
            (dc_tail_group){.rule = way->rule, .change = parts->change[p], .terms_days = way->days};
        group->share_to = p + 1 < parts->count ? from + (to - from) * (so_far / total) : to;
        find_days(group, arena, book, tail->day_count);
    }
}

static void add_groups(dc_tail *tail, dc_arena *arena, const dc_book *book, const terms *list,
                       size_t ways, const split *parts)
{
    double total = 0.0, so_far = 0.0, from = 0.0;
    size_t most = 0;
    for (size_t w = 0; w < ways; w++) {
        total += list[w].weight;
        most += parts[w].count;
    }
    tail->group = dc_arena_alloc(arena, most, sizeof *tail->group);
    for (size_t w = 0; w < ways; w++) {
        int32_t stretch = list[w].rule ? list[w].rule->stretch_days : 0;
        so_far += list[w].weight;
        double to = w + 1 < ways ? so_far / total : 1.0;
        tail->terms_days += list[w].weight / total * (list[w].days + stretch);
        add_way(tail, arena, book, &list[w], &parts[w], from, to);
        from = to;
    }
}

void dc_tail_make_terms(dc_tail *tail, dc_arena *arena, const dc_book *book, double gross_a_day)
{
    dc_book        copy;
    const dc_book *told = dc_book_told(&copy, book);
    split          parts[DC_TAIL_GROUPS_MAX] = {{.count = 0}};
    terms         *list = dc_heap_alloc(book->bills.count + 1, sizeof *list);
    size_t         count = book->company.tail.purchase_terms >= 0 ? 0 : collect(list, told);
    dc_word        source = DC_WORD_TAIL_BY_TERMS;
    if (count == 0) {
        source = assume(list, book, gross_a_day);
        count = 1;
    }
    size_t ways = merge(list, count);
    split_ways(parts, list, ways, book, told);
    add_groups(tail, arena, book, list, ways, parts);
    take_currencies(tail, told);
    dc_tail_tell(tail, "supplier_terms", DC_WORD_TAIL_TERMS, DC_TAIL_DAYS, tail->terms_days,
                 source);
    free(list);
}
