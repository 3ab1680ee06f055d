/* allowance_months.c - the booked allowance rolled forward month by month on every path. */
#include <math.h>
#include <stdlib.h>

#include "allowance.h"
#include "samples.h"

enum { MONTHS = DC_REPORT_DAYS_MAX, YEAR = 366 };

/* What is kept of each path at month ends, in minor units of the book currency. */
typedef struct {
    const dc_book             *book;
    const dc_simulate_options *options;
    double                    *balance;             /* [month][bucket][path] */
    double                    *written, *recovered; /* [month][path]: since the as-of date */
} till;

static double *at(double *column, const till *all, size_t row)
{
    return column + row * all->options->path_count;
}

static double sum_to(const dc_block *block, dc_flow flow, int32_t from, int32_t to, uint32_t path)
{
    int64_t sum = 0;
    for (int32_t day = from; day <= to; day++)
        sum += dc_block_at(block, flow, day, path);
    return (double)sum;
}

static void take_path(till *all, const dc_block *block, uint32_t path, double rate)
{
    size_t  number = (size_t)block->block * DC_PATH_BLOCK + path;
    double  written = 0.0, recovered = 0.0;
    int32_t day = 1;
    for (size_t m = 0; m < block->report_count; m++) {
        int32_t end = block->report_days[m];
        written += sum_to(block, DC_FLOW_WRITTEN_OFF, day, end, path);
        recovered += sum_to(block, DC_FLOW_RECOVERED, day, end, path);
        at(all->written, all, m)[number] += nearbyint(written * rate);
        at(all->recovered, all, m)[number] += nearbyint(recovered * rate);
        for (int b = 0; b < DC_BUCKETS; b++)
            at(all->balance, all, m * DC_BUCKETS + (size_t)b)[number] +=
                nearbyint((double)dc_block_ageing_at(block, m, b, path) * rate);
        day = end + 1;
    }
}

static void take(void *context, const dc_block *block)
{
    till *all = context;
    if (!all->book->currencies[block->currency].has_rate)
        return;
    for (uint32_t path = 0; path < block->path_count; path++)
        take_path(all, block, path, dc_minor_rate(all->book, block->currency));
}

static void till_make(till *out, dc_arena *arena, const dc_book *book,
                      const dc_simulate_options *options)
{
    size_t rows = options->report_count * options->path_count;
    *out = (till){.book = book, .options = options};
    out->balance = dc_arena_alloc(arena, rows * DC_BUCKETS, sizeof *out->balance);
    out->written = dc_arena_alloc(arena, rows, sizeof *out->written);
    out->recovered = dc_arena_alloc(arena, rows, sizeof *out->recovered);
}

/* The expectation as the only path. */
static void expect(till *out, dc_arena *arena, const dc_model *model, const dc_items *items,
                   const dc_policy *policy, const dc_simulate_options *options)
{
    for (uint16_t c = 0; c < out->book->currency_count; c++) {
        if (!out->book->currencies[c].has_rate)
            continue;
        dc_expected *expected =
            dc_expected_make(arena, out->book, model, items, policy, c, options);
        double  rate = dc_minor_rate(out->book, c), written = 0.0, recovered = 0.0;
        int32_t day = 1;
        for (size_t m = 0; m < options->report_count; m++) {
            for (; day <= options->report_days[m]; day++) {
                written += expected->flow[DC_FLOW_WRITTEN_OFF][day] * rate;
                recovered += expected->flow[DC_FLOW_RECOVERED][day] * rate;
            }
            out->written[m] += nearbyint(written);
            out->recovered[m] += nearbyint(recovered);
            for (size_t b = 0; b < DC_BUCKETS; b++)
                out->balance[m * DC_BUCKETS + b] +=
                    nearbyint(expected->ageing[m * DC_BUCKETS + b] * rate);
        }
    }
}

/* --- rolling --------------------------------------------------------------------------------- */

static double closing_of(const till *all, const dc_today *today, size_t month, size_t path,
                         double named)
{
    double balance[DC_BUCKETS];
    for (size_t b = 0; b < DC_BUCKETS; b++)
        balance[b] = at(all->balance, all, month * DC_BUCKETS + b)[path];
    return dc_allowance_of(today, balance, named);
}

/* What relief leaves of an amount since the as-of date, less what it left by the month before. */
static int64_t in_month(const till *all, const dc_today *today, double *column, size_t month,
                        size_t path)
{
    double now = dc_allowance_net(today, at(column, all, month)[path], 0.0);
    double before =
        month > 0 ? dc_allowance_net(today, at(column, all, month - 1)[path], 0.0) : 0.0;
    return (int64_t)(now - before);
}

static dc_allowance_roll roll_of(const till *all, const dc_today *today, size_t month, size_t path,
                                 const double *named)
{
    double opening = month > 0 ? closing_of(all, today, month - 1, path, named[month - 1])
                               : today->value[DC_ALLOWANCE].mean;
    return dc_allowance_roll_make((int64_t)opening, in_month(all, today, all->written, month, path),
                                  in_month(all, today, all->recovered, month, path),
                                  (int64_t)closing_of(all, today, month, path, named[month]));
}

static dc_estimate estimate(const double *value, double *scratch, uint32_t count)
{
    dc_estimate out = {.applicable = true};
    double      squares = 0.0;
    for (uint32_t p = 0; p < count; p++)
        out.mean += value[p] / count;
    for (uint32_t p = 0; p < count; p++)
        squares += (value[p] - out.mean) * (value[p] - out.mean);
    out.standard_error = count > 1 ? sqrt(squares / (count - 1.0) / count) : 0.0;
    dc_quantiles(out.quantile, value, scratch, count);
    return out;
}

static void sum_up(dc_allowance_months *out, const till *paths, const dc_today *today,
                   const double *named)
{
    uint32_t count = paths->options->path_count;
    double  *expense = dc_heap_alloc(count, sizeof *expense);
    double  *closing = dc_heap_alloc(count, sizeof *closing);
    double  *scratch = dc_heap_alloc(count, sizeof *scratch);
    double  *rolled = dc_heap_alloc(count, sizeof *rolled); /* what the months before left */
    for (uint32_t p = 0; p < count; p++)
        rolled[p] = today->value[DC_ALLOWANCE].mean;
    for (size_t m = 0; m < out->count; m++) {
        for (uint32_t p = 0; p < count; p++) {
            dc_allowance_roll roll = roll_of(paths, today, m, p, named);
            expense[p] = (double)roll.expense;
            closing[p] = (double)roll.closing;
            rolled[p] += (double)(roll.expense - roll.written_off + roll.recovered);
            out->worst_gap = fmax(out->worst_gap, fabs(rolled[p] - closing[p]));
        }
        out->month[m].expense = estimate(expense, scratch, count);
        out->month[m].closing = estimate(closing, scratch, count);
    }
    free(expense);
    free(closing);
    free(scratch);
    free(rolled);
}

/* Month ends within a year become the report days. */
static void place_months(dc_allowance_months *out, dc_simulate_options *options,
                         const dc_book *book)
{
    dc_date end = dc_date_month_end(dc_date_add_days(book->as_of, 1));
    options->report_count = 0;
    for (; out->count < MONTHS; end = dc_date_month_end(dc_date_add_days(end, 1))) {
        int32_t day = dc_date_days_between(book->as_of, end);
        if (day > YEAR)
            break;
        out->month[out->count++].end = end;
        options->report_days[options->report_count++] = day;
        options->horizon_days = day < DC_HORIZON_DAYS_MIN ? DC_HORIZON_DAYS_MIN : day;
    }
}

dc_status dc_allowance_months_make(dc_allowance_months *out, const dc_book *book,
                                   const dc_model *model, const dc_today *today,
                                   const dc_simulate_options *options)
{
    static const dc_policy        none = {.delay_count = 0};
    static const dc_policy *const policies[] = {&none};
    dc_simulate_options           monthly = {.path_count = options->path_count,
                                             .seed = options->seed,
                                             .threads = options->threads,
                                             .stop = options->stop};
    double                        named[DC_AGED_DAYS_MAX];
    till                          exact, paths;
    *out = (dc_allowance_months){.applicable = dc_allowance_applies(today, book)};
    if (!out->applicable)
        return DC_OK;
    dc_arena *arena = dc_arena_new();
    place_months(out, &monthly, book);
    dc_simulate_options one = monthly;
    one.path_count = 1;
    dc_items *items = dc_items_make(arena, book, model, monthly.horizon_days);
    dc_allowance_named(named, book, model, items, today, &none, &monthly);
    till_make(&exact, arena, book, &one);
    expect(&exact, arena, model, items, &none, &one);
    for (size_t m = 0; m < out->count; m++)
        out->month[m].expected = roll_of(&exact, today, m, 0, named);
    till_make(&paths, arena, book, &monthly);
    dc_status status = dc_paths_simulate(book, model, items, policies, 1, &monthly, take, &paths);
    if (status == DC_OK)
        sum_up(out, &paths, today, named);
    dc_arena_free(arena);
    return status;
}
