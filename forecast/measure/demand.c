#include "duecast/demand.h"

#include <stdlib.h>

static dc_demand_total *total_of(dc_demand *demand, uint16_t currency)
{
    for (size_t i = 0; i < demand->total_count; i++)
        if (demand->total[i].currency == currency)
            return &demand->total[i];
    dc_demand_total *total = &demand->total[demand->total_count++];
    *total = (dc_demand_total){.currency = currency};
    return total;
}

static dc_money disputed_of(const dc_claims *claims, size_t claim)
{
    int64_t part = dc_claim_disputed_part(claims, claim);
    if (!claims->disputed[claim])
        return DC_MONEY(0);
    return part > 0 ? DC_MONEY(part) : claims->open[claim];
}

static void add_line(dc_demand *out, const dc_book *book, size_t claim, bool with_disputed)
{
    const dc_claims *claims = &book->claims;
    dc_demand_line  *line = &out->line[out->count++];
    dc_demand_total *total = total_of(out, claims->currency[claim]);
    *line = (dc_demand_line){.claim = claim,
                             .days_late = dc_date_days_between(claims->due[claim], book->as_of),
                             .open = claims->open[claim]};
    if (!with_disputed)
        line->disputed = disputed_of(claims, claim);
    line->demanded = dc_money_sub(line->open, line->disputed);
    total->balance = dc_money_add(total->balance, line->open);
    total->disputed = dc_money_add(total->disputed, line->disputed);
}

static void add_credit(dc_demand *out, const dc_claims *claims, size_t claim)
{
    dc_demand_total *total = total_of(out, claims->currency[claim]);
    out->credit[out->credit_count++] = claim;
    total->balance = dc_money_add(total->balance, claims->open[claim]);
    total->credits = dc_money_add(total->credits, claims->open[claim]);
}

/* By days late, then as in the ledger. */
static int compare_lines(const void *left, const void *right)
{
    const dc_demand_line *a = left, *b = right;
    if (a->days_late != b->days_late)
        return a->days_late > b->days_late ? -1 : 1;
    return a->claim < b->claim ? -1 : a->claim > b->claim;
}

static int compare_totals(const void *left, const void *right)
{
    const dc_demand_total *a = left, *b = right;
    return (a->currency > b->currency) - (a->currency < b->currency);
}

static void use_credits(dc_demand *out, const dc_claims *claims)
{
    for (size_t t = 0; t < out->total_count; t++) {
        dc_demand_total *total = &out->total[t];
        int64_t          left = -total->credits.minor;
        for (size_t i = 0; i < out->count; i++) {
            dc_demand_line *line = &out->line[i];
            if (claims->currency[line->claim] != total->currency)
                continue;
            int64_t used = left < line->demanded.minor ? left : line->demanded.minor;
            line->credit = DC_MONEY(used);
            line->demanded.minor -= used;
            left -= used;
        }
    }
}

static void sum_up(dc_demand *out, const dc_book *book)
{
    out->days_late = INT32_MIN;
    for (size_t i = 0; i < out->count; i++) {
        const dc_demand_line *line = &out->line[i];
        uint16_t              currency = book->claims.currency[line->claim];
        dc_demand_total      *total = total_of(out, currency);
        if (line->demanded.minor == 0)
            continue;
        total->demanded = dc_money_add(total->demanded, line->demanded);
        if (line->days_late > out->days_late)
            out->days_late = line->days_late;
        if (line->days_late <= 0)
            continue;
        total->overdue = dc_money_add(total->overdue, line->demanded);
        out->has_unrated |= !book->currencies[currency].has_rate;
    }
    for (size_t t = 0; t < out->total_count; t++)
        out->overdue_home =
            dc_money_add(out->overdue_home,
                         dc_book_translate(book, out->total[t].currency, out->total[t].overdue));
}

void dc_demand_make(dc_demand *out, dc_arena *arena, const dc_book *book, uint32_t customer,
                    bool with_disputed)
{
    const dc_claims *claims = &book->claims;
    size_t           first = dc_claims_from(claims, customer), end = first, open = 0;
    for (; end < claims->count && claims->customer[end] == customer; end++)
        open += claims->open[end].minor != 0;
    *out = (dc_demand){.customer = customer};
    out->line = dc_arena_alloc(arena, open + 1, sizeof *out->line);
    out->credit = dc_arena_alloc(arena, open + 1, sizeof *out->credit);
    out->total = dc_arena_alloc(arena, open < DC_CURRENCIES_MAX ? open + 1 : DC_CURRENCIES_MAX,
                                sizeof *out->total);
    for (size_t i = first; i < end; i++) {
        if (dc_claim_is_owed(claims, i))
            add_line(out, book, i, with_disputed);
        else if (claims->open[i].minor < 0)
            add_credit(out, claims, i);
    }
    if (out->count > 1)
        qsort(out->line, out->count, sizeof *out->line, compare_lines);
    if (out->total_count > 1)
        qsort(out->total, out->total_count, sizeof *out->total, compare_totals);
    use_credits(out, claims);
    sum_up(out, book);
}
