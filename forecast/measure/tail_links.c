/*
 * tail_links.c - lines of the plan that are shares of sales.
 *
 * What was invoiced by the as-of date and is paid for after it, by the delay, is known: like that
 * of other lines of the plan its tax is that of periods before.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tail_parts.h"

static int32_t row_of(dc_tail *tail, const char *line)
{
    for (size_t i = 0; i < tail->driven_count; i++)
        if (tail->row_line[i] && strcasecmp(tail->row_line[i], line) == 0)
            return (int32_t)i;
    tail->row_line[tail->driven_count] = line;
    return (int32_t)tail->driven_count++;
}

static dc_tail_link *link_of(dc_tail *tail, dc_arena *arena, const dc_plan_line *line)
{
    int32_t row = row_of(tail, line->line);
    for (size_t i = 0; i < tail->link_count; i++) {
        dc_tail_link *link = &tail->link[i];
        if (link->driven == row && link->delay == line->delay && link->vat == line->vat)
            return link;
    }
    dc_tail_link *link = &tail->link[tail->link_count++];
    *link = (dc_tail_link){.driven = row, .delay = line->delay, .vat = line->vat};
    link->per_gross = dc_arena_alloc(arena, (size_t)tail->day_count + 1, sizeof(double));
    return link;
}

/* Invoiced so many days before the as-of date, book currency: [0 .. days - 1]. */
static double *sales_before(const dc_book *book, int32_t days)
{
    double   *out = dc_heap_alloc((size_t)days + 1, sizeof *out);
    dc_money *sum = dc_heap_alloc(book->currency_count * (size_t)days + 1, sizeof *sum);
    for (size_t i = 0; i < book->claims.count; i++) {
        int32_t back = dc_date_days_between(book->claims.issued[i], book->as_of);
        if (book->claims.kind[i] != DC_CLAIM_INVOICE || back < 0 || back >= days)
            continue;
        dc_money *to = &sum[book->claims.currency[i] * (size_t)days + (size_t)back];
        *to = dc_money_add(*to, book->claims.amount[i]);
    }
    for (uint16_t c = 0; c < book->currency_count; c++)
        for (int32_t back = 0; back < days; back++)
            out[back] +=
                (double)dc_book_translate(book, c, sum[c * (size_t)days + (size_t)back]).minor;
    free(sum);
    return out;
}

/* What the sales of each day before cost, all lines of the link together. */
static void take_known(dc_tail *tail, dc_arena *arena, const dc_book *book, dc_tail_link *link,
                       const double *sales)
{
    link->known = dc_arena_alloc(arena, (size_t)tail->day_count + 1, sizeof *link->known);
    for (int32_t back = 0; back < link->delay; back++) {
        int32_t date = book->as_of.day - back, paid = link->delay - back;
        double  rate = 0.0;
        for (size_t i = 0; i < book->plan_count && paid <= tail->day_count; i++) {
            const dc_plan_line *line = &book->plan[i];
            if (line->of_sales != 0.0 && line->delay == link->delay && line->vat == link->vat &&
                line->from.day <= date && date <= line->to.day &&
                strcasecmp(tail->row_line[link->driven], line->line) == 0)
                rate += line->of_sales * tail->net;
        }
        if (rate == 0.0)
            continue;
        int64_t net = (int64_t)nearbyint(sales[back] * rate);
        link->known[paid] += net + (int64_t)nearbyint((double)net * link->vat);
    }
}

static void take_all_known(dc_tail *tail, dc_arena *arena, const dc_book *book)
{
    int32_t longest = 0;
    for (size_t l = 0; l < tail->link_count; l++)
        longest = tail->link[l].delay > longest ? tail->link[l].delay : longest;
    if (longest == 0)
        return;
    double *sales = sales_before(book, longest);
    for (size_t l = 0; l < tail->link_count; l++)
        if (tail->link[l].delay > 0)
            take_known(tail, arena, book, &tail->link[l], sales);
    free(sales);
}

void dc_tail_make_links(dc_tail *tail, dc_arena *arena, const dc_book *book)
{
    tail->link = dc_arena_alloc(arena, book->plan_count + 1, sizeof *tail->link);
    for (size_t i = 0; i < book->plan_count; i++) {
        const dc_plan_line *line = &book->plan[i];
        if (line->of_sales == 0.0)
            continue;
        dc_tail_link *link = link_of(tail, arena, line);
        for (int32_t day = 1; day <= tail->day_count; day++) {
            int32_t date = book->as_of.day + day;
            if (line->from.day <= date && date <= line->to.day)
                link->per_gross[day] += line->of_sales * tail->net;
        }
    }
    take_all_known(tail, arena, book);
}
