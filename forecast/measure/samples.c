/*
 * samples.c - daily flows of a block become values of its paths at ends of weeks and months.
 *
 * Flows are translated once per currency, day and path; balances once per currency, week and path.
 * The columns of a block belong to its paths alone, so threads never write to the same place.
 */
#include "samples.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/clones.h"

enum { B = DC_PATH_BLOCK, T = DC_PATH_TILE };

/* Most month ends in the horizon, whatever the as-of date. */
static size_t months_of(const dc_simulate_options *options)
{
    size_t months = (size_t)options->horizon_days / 28 + 1;
    return months < DC_MONTHS_AHEAD_MAX ? months : DC_MONTHS_AHEAD_MAX;
}

static size_t columns_of(const dc_simulate_options *options)
{
    return (size_t)dc_week_count(options) + 1 + months_of(options);
}

size_t dc_samples_bytes(const dc_simulate_options *options, bool costed)
{
    enum { USUAL_COLUMNS = 8 }; /* of ten: what is never written is never taken of the machine */
    size_t columns =
        (USUAL_COLUMNS + (costed ? (size_t)DC_BESIDE_COUNT + 1 : 0)) * columns_of(options) +
        months_of(options) + options->report_count * DC_BUCKETS;
    return columns * options->path_count * sizeof(double);
}

void dc_samples_allocate(dc_samples *samples, const dc_simulate_options *options, bool costed)
{
    size_t paths = options->path_count, columns = columns_of(options);
    *samples = (dc_samples){
        .path_count = options->path_count,
        .week_count = dc_week_count(options),
        .cash = dc_heap_alloc(columns * paths, sizeof(double)),
        .sales = dc_heap_alloc(columns * paths, sizeof(double)),
        .written_off = dc_heap_alloc(columns * paths, sizeof(double)),
        .without_cash = dc_heap_alloc(columns * paths, sizeof(double)),
        .recovered = dc_heap_alloc(columns * paths, sizeof(double)),
        .receivables = dc_heap_alloc(columns * paths, sizeof(double)),
        .overdue = dc_heap_alloc(columns * paths, sizeof(double)),
        .not_ordered = dc_heap_alloc(columns * paths, sizeof(double)),
        .allowance = dc_heap_alloc(columns * paths, sizeof(double)),
        .owed_days = dc_heap_alloc(columns * paths, sizeof(double)),
        .advance_days = costed ? dc_heap_alloc(columns * paths, sizeof(double)) : NULL,
        .sales_before = dc_heap_alloc(months_of(options) * paths, sizeof(double)),
        .ageing = dc_heap_alloc(options->report_count * DC_BUCKETS * paths + 1, sizeof(double)),
    };
    for (int f = 0; f < DC_BESIDE_COUNT && costed; f++)
        samples->beside[f] = dc_heap_alloc(columns * paths, sizeof(double));
}

void dc_samples_allow_moves(dc_samples *samples, const dc_simulate_options *options)
{
    size_t values = columns_of(options) * options->path_count;
    samples->moves = (dc_capital_moves){dc_heap_alloc(values, sizeof(double)),
                                        dc_heap_alloc(values, sizeof(double)),
                                        dc_heap_alloc(values, sizeof(double))};
}

void dc_samples_free(dc_samples *samples)
{
    free(samples->moves.inventory);
    free(samples->moves.payables);
    free(samples->moves.tax);
    free(samples->cash);
    free(samples->sales);
    free(samples->written_off);
    free(samples->without_cash);
    free(samples->recovered);
    free(samples->receivables);
    free(samples->overdue);
    free(samples->not_ordered);
    free(samples->allowance);
    free(samples->owed_days);
    free(samples->advance_days);
    free(samples->sales_before);
    free(samples->ageing);
    for (int f = 0; f < DC_BESIDE_COUNT; f++)
        free(samples->beside[f]);
}

static int compare_marks(const void *left, const void *right)
{
    const dc_mark *a = left, *b = right;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return a->is_back != b->is_back ? a->is_back - b->is_back
                                    : (a->column > b->column) - (a->column < b->column);
}

static void add_mark(dc_sampling *sampling, int32_t day, int32_t column, bool is_back)
{
    assert(sampling->mark_count < DC_MARKS_MAX);
    sampling->mark[sampling->mark_count++] =
        (dc_mark){day, column, dc_aged_index(sampling->options, day), is_back};
}

static void set_marks(dc_sampling *sampling)
{
    int32_t weeks = dc_week_count(sampling->options);
    for (int32_t week = 1; week <= weeks; week++)
        add_mark(sampling, dc_week_end_day(sampling->options, week), week, false);
    for (size_t m = 0; m < sampling->month_count; m++) {
        int32_t day = dc_date_days_between(sampling->book->as_of, sampling->month_end[m]);
        add_mark(sampling, day, weeks + 1 + (int32_t)m, false);
        if (day > DC_DSO_DAYS)
            add_mark(sampling, day - DC_DSO_DAYS, (int32_t)m, true);
    }
    qsort(sampling->mark, sampling->mark_count, sizeof sampling->mark[0], compare_marks);
}

void dc_sampling_age(dc_simulate_options *options, const dc_sampling *sampling)
{
    bool wanted[DC_HORIZON_DAYS_MAX + 1] = {false};
    for (size_t i = 0; i < sampling->mark_count; i++)
        wanted[sampling->mark[i].day] |= !sampling->mark[i].is_back;
    for (size_t r = 0; r < options->report_count; r++)
        wanted[options->report_days[r]] = true;
    options->aged_count = 0;
    for (int32_t day = 0; day <= options->horizon_days; day++)
        if (wanted[day])
            options->aged_days[options->aged_count++] = day;
}

void dc_sampling_start(dc_sampling *sampling, const dc_book *book,
                       const dc_simulate_options *options)
{
    *sampling = (dc_sampling){.book = book, .options = options};
    for (uint16_t currency = 0; currency < book->currency_count; currency++)
        dc_opening_balances(&sampling->opening[currency], book, currency);
    dc_date last = dc_date_add_days(book->as_of, options->horizon_days);
    dc_date end = dc_date_month_end(book->as_of);
    while (end.day <= last.day && sampling->month_count < DC_MONTHS_AHEAD_MAX) {
        if (end.day > book->as_of.day)
            sampling->month_end[sampling->month_count++] = end;
        end = dc_date_month_end(dc_date_add_days(end, 1));
    }
    set_marks(sampling);
}

/* --- one tile of a block --- */

/* Running values of a tile's paths in one currency; cash, sales, written_off are translated. */
typedef struct {
    size_t  tile;
    size_t  at;    /* of its first path in a column of the samples */
    size_t  lanes; /* paths of the tile that are asked for */
    double  rate;  /* minor units of the book currency per minor unit */
    bool    home;  /* rate is 1: nothing to round */
    int64_t not_due[T], overdue[T], credits[T];
    int64_t owed_days[T]; /* receivables at the beginning of each day, added up */
    double  cash[T], sales[T], written_off[T], without_cash[T], recovered[T], not_ordered[T];
} running;

DC_PART double translate(const running *now, int64_t amount)
{
    return now->home ? (double)amount : nearbyint((double)amount * now->rate);
}

DC_PART void add_translated(double *restrict sum, const int64_t *restrict row, const running *now)
{
    if (now->home) {
        for (int i = 0; i < T; i++)
            sum[i] += (double)row[i];
        return;
    }
    for (int i = 0; i < T; i++)
        if (row[i] != 0)
            sum[i] += nearbyint((double)row[i] * now->rate);
}

/* Rows of idle flows would pass through the caches for nothing. */
DC_PART const int64_t *row_of(const dc_block *block, dc_flow flow, size_t tile, int32_t day)
{
    static const int64_t nothing[T];
    size_t               row = tile * ((size_t)block->day_count + 2) + (size_t)day;
    return block->flow_idle[flow] ? nothing : block->flow[flow] + row * T;
}

DC_CLONES static void pass_day(running *now, const dc_block *block, int32_t day)
{
    const int64_t *invoiced = row_of(block, DC_FLOW_INVOICED, now->tile, day);
    const int64_t *fell_due = row_of(block, DC_FLOW_FELL_DUE, now->tile, day);
    const int64_t *from_not_due = row_of(block, DC_FLOW_SETTLED_NOT_DUE, now->tile, day);
    const int64_t *from_overdue = row_of(block, DC_FLOW_SETTLED_OVERDUE, now->tile, day);
    const int64_t *not_cash = row_of(block, DC_FLOW_NOT_CASH, now->tile, day);
    const int64_t *credits = row_of(block, DC_FLOW_CREDITS_USED, now->tile, day);
    const int64_t *lost = row_of(block, DC_FLOW_WRITTEN_OFF, now->tile, day);
    const int64_t *back = row_of(block, DC_FLOW_RECOVERED, now->tile, day);
    int64_t        cash[T], without[T]; /* credit notes used stay within receivables */
    for (int i = 0; i < T; i++) {
        cash[i] = from_not_due[i] + from_overdue[i] - not_cash[i] - lost[i] + back[i];
        without[i] = not_cash[i] - credits[i];
        now->owed_days[i] += now->not_due[i] + now->overdue[i] + now->credits[i];
        now->not_due[i] += invoiced[i] - fell_due[i] - from_not_due[i];
        now->overdue[i] += fell_due[i] - from_overdue[i];
        now->credits[i] += credits[i];
    }
    add_translated(now->cash, cash, now);
    add_translated(now->sales, invoiced, now);
    add_translated(now->written_off, lost, now);
    add_translated(now->without_cash, without, now);
    add_translated(now->recovered, back, now);
    add_translated(now->not_ordered, row_of(block, DC_FLOW_NOT_ORDERED, now->tile, day), now);
}

DC_CLONES static void keep_column(dc_samples *samples, const running *now, int32_t column)
{
    size_t at = (size_t)column * samples->path_count + now->at;
    for (size_t i = 0; i < now->lanes; i++) {
        samples->cash[at + i] += now->cash[i];
        samples->sales[at + i] += now->sales[i];
        samples->written_off[at + i] += now->written_off[i];
        samples->without_cash[at + i] += now->without_cash[i];
        samples->recovered[at + i] += now->recovered[i];
        samples->not_ordered[at + i] += now->not_ordered[i];
        samples->receivables[at + i] +=
            translate(now, now->not_due[i] + now->overdue[i] + now->credits[i]);
        samples->overdue[at + i] += translate(now, now->overdue[i]);
        samples->owed_days[at + i] += translate(now, now->owed_days[i]);
    }
}

static void keep_back(dc_samples *samples, const running *now, int32_t month)
{
    size_t at = (size_t)month * samples->path_count + now->at;
    for (size_t i = 0; i < now->lanes; i++)
        samples->sales_before[at + i] += now->sales[i];
}

/* [bucket][DC_PATH_TILE] of an aged day. */
DC_PART const int64_t *ageing_of(const dc_block *block, size_t tile, size_t aged)
{
    return block->ageing + (tile * block->report_count + aged) * DC_BUCKETS * T;
}

static void keep_ageing(dc_samples *samples, const running *now, const dc_block *block,
                        const dc_simulate_options *options)
{
    for (size_t report = 0; report < options->report_count; report++) {
        size_t         aged = (size_t)dc_aged_index(options, options->report_days[report]);
        const int64_t *from = ageing_of(block, now->tile, aged);
        size_t         at = report * DC_BUCKETS * samples->path_count + now->at;
        for (size_t b = 0; b < DC_BUCKETS; b++)
            for (size_t i = 0; i < now->lanes; i++)
                samples->ageing[at + b * samples->path_count + i] +=
                    translate(now, from[b * T + i]);
    }
}

DC_CLONES static void keep_allowance(dc_samples *samples, const running *now, const dc_block *block,
                                     const double *rate, const dc_mark *mark)
{
    const int64_t *from = ageing_of(block, now->tile, (size_t)mark->aged);
    double        *to = samples->allowance + (size_t)mark->column * samples->path_count + now->at;
    for (size_t b = 0; b < DC_BUCKETS; b++)
        for (size_t i = 0; i < now->lanes; i++)
            to[i] += rate[b] * translate(now, from[b * T + i]);
}

static void start(running *now, const dc_sampling *sampling, const dc_block *block, size_t tile)
{
    const dc_opening *opening = &sampling->opening[block->currency];
    *now = (running){.tile = tile, .at = (size_t)block->block * B + tile * T};
    now->lanes = block->path_count - tile * T < T ? block->path_count - tile * T : T;
    now->home = block->currency == sampling->book->home;
    now->rate = dc_minor_rate(sampling->book, block->currency);
    for (int i = 0; i < T; i++) {
        now->not_due[i] = opening->not_due;
        now->overdue[i] = opening->overdue;
        now->credits[i] = opening->credits;
    }
}

static void take_tile(const dc_sampling *sampling, const dc_block *block, size_t tile)
{
    dc_samples    *samples = sampling->samples ? &sampling->samples[block->scenario] : NULL;
    running        now;
    const dc_mark *mark = sampling->mark, *end = mark + sampling->mark_count;
    dc_cash_sums   before = {{0.0}, {0.0}};
    start(&now, sampling, block, tile);
    if (samples)
        keep_column(samples, &now, 0);
    for (int32_t day = 1; day <= block->day_count; day++) {
        pass_day(&now, block, day);
        if (sampling->cash)
            dc_cash_taking_day(sampling->cash, block, tile, day, &before, now.cash, now.sales);
        for (; samples && mark < end && mark->day == day; mark++)
            mark->is_back ? keep_back(samples, &now, mark->column)
                          : keep_column(samples, &now, mark->column);
    }
    if (!samples)
        return;
    keep_ageing(samples, &now, block, sampling->options);
    for (mark = sampling->mark; sampling->loss_rate && mark < end; mark++)
        if (!mark->is_back && mark->aged != DC_NONE)
            keep_allowance(samples, &now, block, sampling->loss_rate, mark);
}

static const int64_t *beside_of(const dc_block *block, dc_beside which, size_t tile, int32_t day)
{
    return block->beside[which] + (tile * ((size_t)block->day_count + 2) + (size_t)day) * T;
}

/* Sums of a tile's paths, in the book currency already.  Who holds bills lends. */
typedef struct {
    int64_t sum[T], lent[T], days[T];
} besides;

DC_CLONES static void pass_beside(besides *now, const int64_t *restrict row,
                                  const int64_t *restrict bills)
{
    for (int i = 0; i < T; i++) {
        now->days[i] += now->sum[i] - now->lent[i];
        now->sum[i] += row[i];
        now->lent[i] += bills[i];
    }
}

static void keep_beside(const dc_samples *samples, const besides *now, dc_beside which, size_t at,
                        size_t lanes)
{
    for (size_t i = 0; i < lanes; i++)
        samples->beside[which][at + i] = (double)now->sum[i];
    for (size_t i = 0; i < lanes && which == DC_BESIDE_ADVANCES; i++)
        samples->advance_days[at + i] = (double)now->days[i];
}

static void take_beside(const dc_sampling *sampling, const dc_block *block, dc_beside which,
                        size_t tile)
{
    const dc_samples *samples = &sampling->samples[block->scenario];
    const dc_mark    *mark = sampling->mark, *end = mark + sampling->mark_count;
    size_t            first = (size_t)block->block * B + tile * T;
    size_t            left = block->path_count - tile * T;
    besides           now = {{0}, {0}, {0}};
    for (int32_t day = 1; day <= block->day_count; day++) {
        pass_beside(&now, beside_of(block, which, tile, day),
                    beside_of(block, DC_BESIDE_BILLS, tile, day));
        for (; mark < end && mark->day == day; mark++)
            if (!mark->is_back)
                keep_beside(samples, &now, which,
                            (size_t)mark->column * samples->path_count + first,
                            left < T ? left : T);
    }
}

/* What has no rate is kept out of translated totals; it is shown in its own column. */
void dc_sampling_take_receivables(const dc_sampling *sampling, const dc_block *block)
{
    bool counts = sampling->book->currencies[block->currency].has_rate;
    for (size_t tile = 0; counts && tile * T < block->path_count; tile++)
        take_tile(sampling, block, tile);
}

/* With the last currency, of all of them. */
void dc_sampling_take_together(const dc_sampling *sampling, const dc_block *block)
{
    const bool *used = block->beside_used; /* who holds bills lends: advances change with them */
    for (int f = 0; f < DC_BESIDE_COUNT; f++)
        for (size_t tile = 0; tile * T < block->path_count; tile++)
            if (used[f] || used[DC_BESIDE_BILLS])
                take_beside(sampling, block, (dc_beside)f, tile);
    if (sampling->cash)
        dc_cash_taking_block(sampling->cash, block);
}

void dc_sampling_take(void *context, const dc_block *block)
{
    const dc_sampling *sampling = context;
    dc_sampling_take_receivables(sampling, block);
    if (block->currency + 1u == sampling->book->currency_count)
        dc_sampling_take_together(sampling, block);
}
