/* tail_links.c - lines of the plan that are shares of sales. */
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
}
