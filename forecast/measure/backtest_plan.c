/* backtest_plan.c - at which days of the past a backtest forecasts. */
#include "backtest_parts.h"

enum { WEEK = 7, LAST_WEEKS = 4 /* complete at the last origin, unless asked otherwise */ };

static const double known_share = 1.0 / 32.0; /* of the work of an open claim, to learn from one */

/* The last origin has at least one complete week, whatever was asked for. */
static dc_date last_origin(const dc_book *book, const dc_backtest_options *options)
{
    dc_date latest = dc_date_add_days(book->as_of, -WEEK);
    dc_date last = dc_date_is_set(options->to) ? options->to
                                               : dc_date_add_days(book->as_of, -LAST_WEEKS * WEEK);
    return last.day > latest.day ? latest : last;
}

static void plan_all(dc_origin_plan *out, dc_arena *arena, const dc_book *book,
                     const dc_backtest_options *options)
{
    int32_t every = options->every_days;
    dc_date last = last_origin(book, options);
    dc_date first = options->from;

    out->planned = DC_BACKTEST_ORIGINS;
    if (!dc_date_is_set(first))
        first = dc_date_add_days(last, -(DC_BACKTEST_ORIGINS - 1) * every);
    else if (first.day > last.day)
        out->planned = 0;
    else
        out->planned = (size_t)(dc_date_days_between(first, last) / every) + 1;
    if (out->planned > DC_BACKTEST_ORIGINS_MAX)
        out->planned = DC_BACKTEST_ORIGINS_MAX;
    out->count = out->planned;
    out->date = dc_arena_alloc(arena, out->planned + 1, sizeof *out->date);
    for (size_t i = 0; i < out->planned; i++)
        out->date[i] = dc_date_add_days(first, (int32_t)i * every);
}

/* ---- the bound on the work ---- */

/* Index of the first origin on or after the day: claims are counted from there on. */
static size_t first_from(const dc_origin_plan *plan, dc_date day, int32_t every)
{
    int32_t days = dc_date_days_between(plan->date[0], day);
    size_t  index = days <= 0 ? 0 : (size_t)((days + every - 1) / every);
    return index < plan->count ? index : plan->count;
}

/* Open claims over all origins, and a share of those that were known. */
static double work_of(const dc_origin_plan *plan, const dc_book *book, int32_t every)
{
    const dc_claims *claims = &book->claims;
    double           open = 0.0, known = 0.0;
    for (size_t i = 0; i < claims->count; i++) {
        dc_date seen =
            claims->entered[i].day > claims->issued[i].day ? claims->entered[i] : claims->issued[i];
        size_t from = first_from(plan, seen, every), to = plan->count;
        if (dc_date_is_set(claims->closed[i]))
            to = first_from(plan, claims->closed[i], every);
        open += to > from ? (double)(to - from) : 0.0;
        known += (double)(plan->count - from);
    }
    return open + known_share * known;
}

/* Every so many, the first and the last among them. */
static void thin(dc_origin_plan *plan, size_t count)
{
    size_t steps = count - 1, all = plan->count - 1;
    for (size_t i = 0; i < count; i++)
        plan->date[i] = plan->date[(i * all + steps / 2) / steps];
    plan->count = count;
}

/* ---- further back ---- */

enum { YEAR = 364, EARLY_DAYS = WEEKS * WEEK };

static dc_date first_receipt(const dc_book *book)
{
    dc_date first = book->as_of;
    for (size_t e = 0; e < book->events.count; e++)
        if (dc_event_is_receipt(book->events.kind[e]) && book->events.date[e].day < first.day)
            first = book->events.date[e];
    return first;
}

/* So far apart that 13 weeks after one of them end where those after the next begin. */
static void plan_early(dc_origin_plan *out, const dc_book *book)
{
    dc_date oldest = dc_date_add_days(first_receipt(book), YEAR - 1);
    int32_t days = out->count > 0 ? dc_date_days_between(oldest, out->date[0]) : 0;
    int32_t room = days > 0 ? days / EARLY_DAYS : 0;
    out->early_count = (size_t)(room < DC_BACKTEST_EARLIER ? room : DC_BACKTEST_EARLIER);
    for (size_t i = 0; i < out->early_count; i++)
        out->early[i] =
            dc_date_add_days(out->date[0], -(int32_t)(out->early_count - i) * EARLY_DAYS);
}

void dc_origin_plan_make(dc_origin_plan *out, dc_arena *arena, const dc_book *book,
                         const dc_backtest_options *options)
{
    *out = (dc_origin_plan){0};
    plan_all(out, arena, book, options);
    if (options->earlier && options->total && !dc_date_is_set(options->from))
        plan_early(out, book);
    if (options->work_most == 0 || out->count <= DC_BACKTEST_ORIGINS_LEAST)
        return;
    double work = work_of(out, book, options->every_days);
    double count = (double)options->work_most / work * (double)out->count;
    if (count >= (double)out->count)
        return;
    thin(out, count > DC_BACKTEST_ORIGINS_LEAST ? (size_t)count : DC_BACKTEST_ORIGINS_LEAST);
}
