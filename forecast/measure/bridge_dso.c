/* bridge_dso.c - why DSO moved: between two days of the past, and ahead. */
#include <stdlib.h>
#include <string.h>

#include "bridge_groups.h"
#include "duecast/currency_effect.h"
#include "formulas.h"
#include "samples.h"

static const struct {
    const char *key;
    dc_word     label;
} names[DC_BRIDGE_PARTS] = {
    [DC_BRIDGE_MIX] = {"sales_mix", DC_WORD_BRIDGE_MIX},
    [DC_BRIDGE_TERMS] = {"terms", DC_WORD_BRIDGE_TERMS},
    [DC_BRIDGE_TIMING] = {"sales_timing", DC_WORD_BRIDGE_TIMING},
    [DC_BRIDGE_LATENESS] = {"lateness", DC_WORD_BRIDGE_LATENESS},
    [DC_BRIDGE_DISPUTES] = {"disputes", DC_WORD_BRIDGE_DISPUTES},
    [DC_BRIDGE_CREDITS] = {"credit_notes", DC_WORD_BRIDGE_CREDITS},
    [DC_BRIDGE_CURRENCY] = {"currency", DC_WORD_BRIDGE_CURRENCY},
    [DC_BRIDGE_ESTIMATION] = {"estimation", DC_WORD_BRIDGE_ESTIMATION},
};

const char *dc_bridge_part_key(dc_bridge_part part)
{
    return names[part].key;
}

dc_word dc_bridge_part_label(dc_bridge_part part)
{
    return names[part].label;
}

static void leave(dc_dso_bridge *out, dc_bridge_part part, dc_word reason)
{
    out->told[part] = false;
    out->untold[part] = reason;
}

static void begin(dc_dso_bridge *out, dc_date from, dc_date to)
{
    *out = (dc_dso_bridge){.missing = DC_WORD_MISSING_SALES, .from = from, .to = to};
    for (int i = 0; i < DC_BRIDGE_PARTS; i++)
        out->told[i] = true;
}

/* --- the past --------------------------------------------------------------------------------- */

static bool has_one_currency(const dc_book *book)
{
    for (uint16_t i = 0; i < book->currency_count; i++)
        if (i != book->home && book->currencies[i].has_rate && book->currencies[i].claim_count > 0)
            return false;
    return true;
}

/* The whole change is the one as reported; what rates of the as-of date do not explain of it is
 * currency. */
static void add_currency(dc_dso_bridge *out, const dc_book *book)
{
    dc_currency_dso was, is;
    if (has_one_currency(book)) {
        leave(out, DC_BRIDGE_CURRENCY, DC_WORD_BRIDGE_ONE_CURRENCY);
        return;
    }
    dc_currency_dso_at(&was, book, out->from);
    dc_currency_dso_at(&is, book, out->to);
    if (!was.applicable || !is.applicable) {
        leave(out, DC_BRIDGE_CURRENCY, DC_WORD_BRIDGE_NO_RATES);
        return;
    }
    double constant = out->closing - out->opening;
    out->opening = was.dso_reported;
    out->closing = is.dso_reported;
    out->part[DC_BRIDGE_CURRENCY] = out->closing - out->opening - constant;
}

void dc_dso_bridge_past(dc_dso_bridge *out, const dc_book *book, dc_date from, dc_date to)
{
    dc_bridge_state  was[DC_BRIDGE_GROUPS_MAX], is[DC_BRIDGE_GROUPS_MAX];
    dc_bridge_groups groups;
    dc_arena        *arena = dc_arena_new();
    dc_period        sales = {dc_date_add_days(from, -DC_DSO_DAYS), to};
    begin(out, from, to);
    dc_bridge_groups_make(&groups, arena, book, sales, DC_BRIDGE_BY_CUSTOMER);
    dc_bridge_state_past(was, book, &groups, from, false);
    dc_bridge_state_past(is, book, &groups, to, false);
    out->group_count = groups.count;
    out->applicable = book->has_history && dc_bridge_sales(was, groups.count) > 0.0 &&
                      dc_bridge_sales(is, groups.count) > 0.0;
    if (out->applicable) {
        out->opening = dc_bridge_dso(was, groups.count);
        out->closing = dc_bridge_dso(is, groups.count);
        dc_bridge_parts(out->part, was, is, groups.count);
        leave(out, DC_BRIDGE_DISPUTES, DC_WORD_BRIDGE_NO_DISPUTES);
        leave(out, DC_BRIDGE_ESTIMATION, DC_WORD_COUNT);
        add_currency(out, book);
    }
    dc_arena_free(arena);
}

/* --- ahead ------------------------------------------------------------------------------------ */

/* The items of one group, and of it perhaps the disputed claims alone: all others are worth 0. */
typedef struct {
    const dc_book          *book;
    const dc_model         *model;
    const dc_items         *items;
    const dc_policy        *policy;
    const dc_bridge_groups *groups;
    dc_simulate_options     options;
    int32_t                 day; /* of the other end */
    dc_items                masked;
    dc_items_under          under;
    bool                   *is_disputed; /* per item */
} ahead;

static void mask_column(int64_t *to, const int64_t *from, size_t item, bool keep)
{
    to[item] = keep ? from[item] : 0;
}

static void mask(ahead *a, size_t group, bool disputed_only)
{
    const dc_items *items = a->items;
    for (size_t i = 0; i < items->count; i++) {
        bool keep = dc_bridge_group_of(a->groups, items->customer[i], items->segment[i]) == group &&
                    (!disputed_only || a->is_disputed[i]);
        mask_column(a->masked.amount, items->amount, i, keep);
        mask_column(a->masked.not_cash, items->not_cash, i, keep);
        mask_column(a->masked.credits, items->credits, i, keep);
        mask_column(a->masked.unapplied, items->unapplied, i, keep);
        mask_column(a->masked.rest, items->rest, i, keep);
    }
}

static void prepare(ahead *a, dc_arena *arena)
{
    size_t count = a->items->count;
    a->masked = *a->items;
    a->masked.amount = dc_arena_alloc(arena, count, sizeof(int64_t));
    a->masked.not_cash = dc_arena_alloc(arena, count, sizeof(int64_t));
    a->masked.credits = dc_arena_alloc(arena, count, sizeof(int64_t));
    a->masked.unapplied = dc_arena_alloc(arena, count, sizeof(int64_t));
    a->masked.rest = dc_arena_alloc(arena, count, sizeof(int64_t));
    a->is_disputed = dc_arena_alloc(arena, count, sizeof(bool));
    for (size_t i = 0; i < a->items->claim_count; i++)
        a->is_disputed[i] = a->book->claims.disputed[a->items->claim[i]];
}

static bool has_any(const ahead *a, uint16_t currency)
{
    for (size_t i = 0; i < a->items->count; i++)
        if (a->masked.amount[i] != 0 && a->items->currency[i] == currency)
            return true;
    return false;
}

/* Open claims by now that are still open then. */
static double still_open(const ahead *a, const dc_expected *e, uint16_t currency, double *credits)
{
    double open = 0.0;
    for (size_t i = 0; i < a->items->claim_count; i++)
        if (a->items->currency[i] == currency)
            open += (double)a->masked.amount[i];
    for (int32_t day = 1; day <= a->day; day++) {
        open += e->flow[DC_FLOW_INVOICED][day] - e->flow[DC_FLOW_SETTLED_NOT_DUE][day] -
                e->flow[DC_FLOW_SETTLED_OVERDUE][day];
        *credits += e->flow[DC_FLOW_CREDITS_USED][day];
    }
    return open;
}

/* Slots: expected sales of the last 91 days by then, their terms, and what of them is not due. */
static void add_slots(dc_bridge_state *to, const ahead *a, const dc_expected *e, uint16_t currency,
                      double rate)
{
    int32_t from = a->day > DC_DSO_DAYS ? a->day - DC_DSO_DAYS : 0;
    double  all = 0.0, days = 0.0, undue = 0.0, whole = 0.0, sales = 0.0, ever = 0.0;
    for (int32_t day = 1; day <= a->day; day++) {
        ever += e->flow[DC_FLOW_INVOICED][day];
        sales += day > from ? e->flow[DC_FLOW_INVOICED][day] : 0.0;
    }
    for (size_t i = a->items->claim_count; i < a->items->count; i++) {
        int32_t issue = a->items->issue[i], due = a->under.due[i];
        double  amount = (double)a->masked.amount[i] * a->under.sold[i];
        if (a->items->currency[i] != currency || issue > a->day)
            continue;
        whole += amount;
        undue += due > a->day ? amount : 0.0;
        all += issue > from ? amount : 0.0;
        days += issue > from ? amount * (due - issue) : 0.0;
    }
    /* customers that fail order no more: a little less comes than the slots would bring */
    to->sales += rate * sales;
    to->sales_days += all > 0.0 ? rate * days * sales / all : 0.0;
    to->undue += whole > 0.0 ? rate * undue * ever / whole : 0.0;
}

static void expect_group(dc_bridge_state *to, ahead *a, size_t group)
{
    for (int pass = 0; pass < 2; pass++) {
        mask(a, group, pass == 1);
        for (uint16_t currency = 0; currency < a->book->currency_count; currency++) {
            if (!a->book->currencies[currency].has_rate || !has_any(a, currency))
                continue;
            dc_arena    *arena = dc_arena_new();
            double       rate = dc_minor_rate(a->book, currency), credits = 0.0;
            dc_expected *e = dc_expected_make(arena, a->book, a->model, &a->masked, a->policy,
                                              currency, &a->options);
            double       open = rate * still_open(a, e, currency, &credits);
            if (pass == 1) {
                to->disputed += open;
            } else {
                to->open += open;
                to->credits += rate * credits;
                add_slots(to, a, e, currency, rate);
            }
            dc_arena_free(arena);
        }
    }
}

/* What is known by now: sales and terms of the past, what was issued and is due after the end. */
static void add_past(dc_bridge_state *out, const ahead *a)
{
    const dc_claims *claims = &a->book->claims;
    dc_date          end = dc_date_add_days(a->book->as_of, a->day);
    for (size_t i = 0; i < claims->count; i++) {
        double amount =
            (double)dc_book_translate(a->book, claims->currency[i], claims->amount[i]).minor;
        double open =
            (double)dc_book_translate(a->book, claims->currency[i], claims->open[i]).minor;
        dc_bridge_state *to =
            &out[dc_bridge_group_of(a->groups, claims->customer[i], dc_claim_segment(claims, i))];
        if (claims->kind[i] == DC_CLAIM_CREDIT)
            to->credits += open;
        if (claims->kind[i] != DC_CLAIM_INVOICE)
            continue;
        if (dc_date_days_between(claims->issued[i], end) < DC_DSO_DAYS) {
            to->sales += amount;
            to->sales_days += amount * dc_date_days_between(claims->issued[i], claims->due[i]);
        }
        to->undue += claims->due[i].day > end.day ? amount : 0.0;
    }
}

/* Both ends must be told apart alike. */
static dc_bridge_grain grain_of(const dc_items *items)
{
    dc_bridge_grain grain = DC_BRIDGE_BY_CUSTOMER;
    for (size_t i = items->claim_count; i < items->count; i++)
        if (items->customer[i] == UINT32_MAX)
            grain = items->segment[i][0] == '\0' || grain == DC_BRIDGE_ALL_ONE
                        ? DC_BRIDGE_ALL_ONE
                        : DC_BRIDGE_BY_SEGMENT;
    return grain;
}

void dc_dso_bridge_ahead(dc_dso_bridge *out, const dc_book *book, const dc_model *model,
                         const dc_items *items, const dc_policy *policy, const dc_outcome *outcome,
                         const dc_simulate_options *options, int32_t week)
{
    dc_bridge_state    was[DC_BRIDGE_GROUPS_MAX], is[DC_BRIDGE_GROUPS_MAX] = {{0}};
    dc_arena          *arena = dc_arena_new();
    dc_bridge_groups   groups;
    const dc_estimate *dso = outcome->series[DC_DSO];
    ahead              a = {.book = book,
                            .model = model,
                            .items = items,
                            .policy = policy,
                            .groups = &groups,
                            .options = *options,
                            .day = dc_week_end_day(options, week)};
    begin(out, book->as_of, dc_date_add_days(book->as_of, a.day));
    out->kind = DC_BRIDGE_AHEAD;
    out->applicable = dso[0].applicable && dso[week].applicable;
    if (out->applicable) {
        dc_bridge_groups_make(&groups, arena, book,
                              (dc_period){dc_date_add_days(book->as_of, -364), book->as_of},
                              grain_of(items));
        dc_bridge_state_past(was, book, &groups, book->as_of, true);
        prepare(&a, arena);
        dc_items_treat(&a.under, arena, book, model, items, policy);
        a.options.horizon_days = a.day;
        a.options.report_count = 0;
        add_past(is, &a);
        for (size_t g = 0; g < groups.count; g++)
            expect_group(&is[g], &a, g);
        out->group_count = groups.count;
        out->opening = dso[0].mean;
        out->closing = dso[week].mean;
        dc_bridge_parts(out->part, was, is, groups.count);
        out->part[DC_BRIDGE_ESTIMATION] = out->closing - dc_bridge_dso(is, groups.count) -
                                          (out->opening - dc_bridge_dso(was, groups.count));
        leave(out, DC_BRIDGE_CURRENCY, DC_WORD_BRIDGE_RATES_HELD);
    }
    dc_arena_free(arena);
}

/* --- against the baseline, and all of a run --------------------------------------------------- */

const char *dc_bridge_kind_key(dc_bridge_kind kind)
{
    static const char *const keys[DC_BRIDGE_KINDS] = {"past", "ahead", "against_baseline"};
    return keys[kind];
}

void dc_dso_bridge_against(dc_dso_bridge *out, const dc_dso_bridge *baseline,
                           const dc_dso_bridge *scenario)
{
    *out = *scenario;
    out->kind = DC_BRIDGE_AGAINST;
    out->from = scenario->to;
    out->applicable = baseline->applicable && scenario->applicable;
    out->opening = baseline->closing;
    for (int i = 0; i < DC_BRIDGE_PARTS; i++)
        out->part[i] = scenario->part[i] - baseline->part[i];
}

dc_dso_bridge *dc_dso_bridges_make(dc_arena *arena, size_t *count, const dc_book *book,
                                   const dc_model *model, const dc_items *items,
                                   const dc_policy *const *policies, const dc_outcome *outcomes,
                                   size_t policy_count, const dc_measures *past,
                                   const dc_simulate_options *options)
{
    enum { PAST = 2 };
    static const size_t back[PAST] = {12, 1};
    const int32_t      *week = outcomes[0].paired_week;
    int                 weeks = week[1] > week[0] ? DC_PAIRED_WEEKS : 1;
    size_t              used = 0, last = past->count - 1;
    dc_dso_bridge      *out =
        dc_arena_alloc(arena, PAST + 2 * policy_count * (size_t)weeks, sizeof *out);
    for (size_t i = 0; i < PAST; i++)
        if (last >= back[i])
            dc_dso_bridge_past(&out[used++], book, past->date[last - back[i]], past->date[last]);
    const dc_dso_bridge *baseline = out + used;
    for (size_t s = 0; s < policy_count; s++)
        for (int k = 0; k < weeks; k++) {
            dc_dso_bridge *moved = &out[used++];
            dc_dso_bridge_ahead(moved, book, model, items, policies[s], &outcomes[s], options,
                                week[k]);
            moved->scenario = s;
            if (s > 0)
                dc_dso_bridge_against(&out[used++], &baseline[k], moved);
        }
    *count = used;
    return out;
}
