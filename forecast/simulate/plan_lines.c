/* plan_lines.c - see plan_lines.h. */
#include "plan_lines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- the days of a line --- */

static int32_t day_of(const dc_book *book, dc_date date)
{
    return dc_date_days_between(book->as_of, date);
}

/* The share of an amount that belongs to the days from..to of first..last. */
static dc_money share_of(dc_money amount, int32_t from, int32_t to, int32_t first, int32_t last)
{
    return dc_money_ratio(amount, to - from + 1, last - first + 1, DC_ROUND_HALF_EVEN);
}

static int32_t last_day_of(const dc_book *book, const dc_plan_line *line)
{
    return day_of(book, dc_plan_line_last(line));
}

/* Lines are whole, those that share slots with one that begins within the horizon, too. */
int32_t dc_slots_plan_reach(const dc_book *book, int32_t horizon_days)
{
    int32_t reach = horizon_days, before;
    do {
        before = reach;
        for (size_t i = 0; i < book->plan_count; i++) {
            const dc_plan_line *line = &book->plan[i];
            if (dc_plan_is_sales(line->line) && day_of(book, line->from) <= reach &&
                last_day_of(book, line) > reach)
                reach = last_day_of(book, line);
        }
    } while (reach > before);
    return reach;
}

/* Days that are still to come carry their share of the amount; false: none of them. */
static bool find_window(dc_planned *out, const dc_book *book, int32_t reach)
{
    const dc_plan_line *line = &out->line;
    int32_t             first = day_of(book, line->from), last = last_day_of(book, line);
    if (last < 1 || first > reach)
        return false;
    out->first = first < 1 ? 1 : first;
    out->last = last;
    out->amount = share_of(line->amount, out->first, last, first, last);
    return true;
}

/* --- its scope --- */

static bool is_within(const dc_planned *plan, const dc_slot *slot)
{
    return slot->issue >= plan->first && slot->issue <= plan->last;
}

bool dc_planned_covers(const dc_planned *plan, const dc_planned *lines, size_t count,
                       const dc_book *book, const dc_slot *slot)
{
    const dc_plan_line *line = &plan->line;
    if (!is_within(plan, slot) ||
        (line->customer != DC_NONE && slot->customer != (uint32_t)line->customer) ||
        (line->segment[0] != '\0' && strcmp(line->segment, slot->segment) != 0))
        return false;
    if (slot->currency == line->currency)
        return true;
    if (line->currency != book->own || !book->currencies[slot->currency].has_rate)
        return false;
    for (size_t i = 0; i < count; i++)
        if (lines[i].line.currency == slot->currency && !lines[i].adds &&
            is_within(&lines[i], slot))
            return false;
    return true;
}

/* --- lines of one period and scope count together --- */

static bool is_equal(const dc_planned *a, const dc_planned *b)
{
    return a->line.from.day == b->line.from.day && a->line.to.day == b->line.to.day &&
           a->last == b->last && a->adds == b->adds && a->line.currency == b->line.currency &&
           dc_plan_lines_share_scope(&a->line, &b->line);
}

/* Uncertainties count as independent; the sum is certain where both are. */
static void add_line(dc_plan_line *to, const dc_plan_line *line)
{
    to->certain &= line->certain;
    double a = (double)to->amount.minor, b = (double)line->amount.minor;
    to->amount = dc_money_add(to->amount, line->amount);
    if (a + b > 0.0)
        to->uncertainty = hypot(a * to->uncertainty, b * line->uncertainty) / (a + b);
}

/* Narrow scopes first, each by itself, as broader ones get what is left; then as in the book. */
static int compare_scopes(const void *left, const void *right)
{
    const dc_planned *a = left, *b = right;
    if (a->breadth != b->breadth)
        return b->breadth - a->breadth;
    if (a->line.customer != b->line.customer)
        return a->line.customer < b->line.customer ? -1 : 1;
    int order = strcmp(a->line.segment, b->line.segment);
    return order != 0 ? order : a->at < b->at ? -1 : a->at > b->at;
}

dc_planned *dc_planned_gather(dc_arena *arena, const dc_book *book, int32_t reach, size_t *count)
{
    dc_planned *lines = dc_arena_alloc(arena, book->plan_count + 1, sizeof *lines);
    *count = 0;
    for (size_t i = 0; i < book->plan_count; i++) {
        const dc_plan_line *line = &book->plan[i];
        dc_planned          one = {.line = *line, .at = i};
        size_t              at = 0;
        one.breadth = dc_plan_line_breadth(line);
        one.adds = dc_plan_line_adds(line);
        if (!dc_plan_is_sales(line->line) || !find_window(&one, book, reach))
            continue;
        while (at < *count && !is_equal(&lines[at], &one))
            at++;
        if (at == *count) {
            lines[(*count)++] = one;
        } else {
            add_line(&lines[at].line, line);
            find_window(&lines[at], book, reach);
        }
    }
    if (*count > 0)
        qsort(lines, *count, sizeof *lines, compare_scopes);
    return lines;
}
