/*
 * plan_parts.c - sales lines about parts of what another is about, which plan more than that one.
 *
 * A line for all sales holds those of its segments and customers, and one for a segment those of
 * customers in it (forecast/simulate/plan_sales.c).  Where the parts sell more there is nothing
 * left for anybody else: the whole was mistyped, or written as the rest.  Only what is plain from
 * the plan is said: parts of one kind, in periods within that of the whole.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reading.h"

static int32_t last_of(const dc_plan_line *line)
{
    return dc_plan_line_last(line).day;
}

static bool counts(const dc_plan_line *line)
{
    return dc_plan_is_sales(line->line) && !dc_plan_line_adds(line);
}

static bool is_within(const dc_plan_line *part, const dc_plan_line *whole)
{
    return part->from.day >= whole->from.day && last_of(part) <= last_of(whole);
}

static bool is_part(const dc_plan_line *part, const dc_plan_line *whole)
{
    return (whole->customer == DC_NONE || part->customer == whole->customer) &&
           (whole->segment[0] == '\0' || strcmp(part->segment, whole->segment) == 0);
}

/* Sales planned for the period and scope of a line, and for its parts, in its currency. */
typedef struct {
    int64_t all, part[DC_BREADTHS];
    bool    crossed; /* lines of the scope share some of the period alone */
} planned_sums;

/* What a part takes from the whole; 0 where that is not plain. */
static int64_t worth_of(const dc_book *book, const dc_plan_line *part, const dc_plan_line *whole)
{
    if (part->currency == whole->currency)
        return part->amount.minor;
    if (whole->currency != book->own || !book->currencies[whole->currency].has_rate)
        return 0;
    int64_t home = dc_book_translate(book, part->currency, part->amount).minor;
    return llround((double)home / dc_minor_rate(book, whole->currency));
}

static void add_line(planned_sums *sums, const dc_book *book, const dc_plan_line *whole,
                     const dc_plan_line *line)
{
    bool apart = line->from.day > last_of(whole) || last_of(line) < whole->from.day;
    if (apart || !counts(line) || !is_part(line, whole))
        return;
    if (!dc_plan_lines_share_scope(line, whole)) {
        if (is_within(line, whole))
            sums->part[dc_plan_line_breadth(line)] += worth_of(book, line, whole);
    } else if (line->currency != whole->currency || !is_within(line, whole)) {
        sums->crossed = true;
    } else {
        sums->all += line->amount.minor;
    }
}

static void warn(const dc_reading *reading, const dc_plan_line *whole, int64_t parts, int64_t all)
{
    const dc_book *book = reading->book;
    int            decimals = book->currencies[whole->currency].decimals;
    char           from[11], to[11], have[32], want[32];

    dc_date_format(from, whole->from);
    dc_date_format(to, dc_plan_line_last(whole));
    dc_money_format(have, sizeof have, DC_MONEY(parts), decimals);
    dc_money_format(want, sizeof want, DC_MONEY(all), decimals);
    dc_issues_add(reading->issues, DC_ISSUE_PLAN_PARTS_EXCEED,
                  &(dc_place){.file = "plan.csv", .line = whole->line_number}, have, want, from, to,
                  NULL);
}

/* True where the line is too small, after a warning. */
static bool check_line(const dc_reading *reading, const dc_plan_line *whole)
{
    const dc_book *book = reading->book;
    planned_sums   sums = {0};
    int64_t        parts = 0;

    for (size_t i = 0; i < book->plan_count; i++)
        add_line(&sums, book, whole, &book->plan[i]);
    for (int narrower = dc_plan_line_breadth(whole) + 1; narrower < DC_BREADTHS; narrower++)
        if (sums.part[narrower] > parts)
            parts = sums.part[narrower];
    if (sums.crossed || parts <= sums.all)
        return false;
    warn(reading, whole, parts, sums.all);
    return true;
}

static bool is_among(const uint32_t *rows, size_t count, uint32_t row)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i] == row)
            return true;
    return false;
}

/* Of a row that repeats the first period that is too small stands for all. */
void dc_read_check_plan(const dc_reading *reading)
{
    const dc_book *book = reading->book;
    uint32_t      *told = dc_heap_alloc(book->plan_count + 1, sizeof *told);
    size_t         told_count = 0;
    int            narrowest = 0;

    for (size_t i = 0; i < book->plan_count; i++)
        if (counts(&book->plan[i]) && dc_plan_line_breadth(&book->plan[i]) > narrowest)
            narrowest = dc_plan_line_breadth(&book->plan[i]);
    for (size_t i = 0; i < book->plan_count; i++) {
        const dc_plan_line *line = &book->plan[i];

        if (counts(line) && dc_plan_line_breadth(line) < narrowest &&
            last_of(line) > book->as_of.day && !is_among(told, told_count, line->line_number) &&
            check_line(reading, line))
            told[told_count++] = line->line_number;
    }
    free(told);
}
