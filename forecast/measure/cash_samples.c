/* cash_samples.c - see cash_samples.h. */
#include "cash_keep.h"

#include <math.h>
#include <stdlib.h>
#include <strings.h>

enum { B = DC_PATH_BLOCK, T = DC_PATH_TILE, COLUMNS_A_PERIOD = 5, COLUMNS_MORE = 8 };

/* Rows that are driven: purchases, tax, exchange, and lines of the plan, few names. */
static size_t driven_most(const dc_book *book)
{
    size_t lines = 0;
    for (size_t i = 0; i < book->plan_count; i++) {
        bool   is_new = book->plan[i].of_sales != 0.0;
        size_t before = 0;
        while (is_new && before < i)
            is_new = strcasecmp(book->plan[before++].line, book->plan[i].line) != 0;
        lines += is_new;
    }
    return lines + (book->currency_count > 1 ? 3 : 2) +
           (dc_bill_habit_measure(book).share > 0.0 ? 2 : 0);
}

size_t dc_cash_samples_bytes(const dc_book *book, const dc_simulate_options *options)
{
    size_t columns = (COLUMNS_A_PERIOD + driven_most(book)) * DC_CASH_PERIODS + COLUMNS_MORE;
    columns += 3 * ((size_t)dc_week_count(options) + 1 + DC_CASH_MONTHS + 1);
    return columns * options->path_count * sizeof(double);
}

int32_t dc_cash_reach_day(const dc_cash_plan *plan, int reach)
{
    bool near = reach == DC_REACH_NEAR && plan->week_count > 0;
    return near ? plan->period[plan->week_count - 1].last_day : plan->day_count;
}

static size_t blocks_of(const dc_cash_taking *taking)
{
    return (taking->path_count + B - 1) / B;
}

static size_t driven_count(const dc_cash_plan *plan)
{
    return plan->tail ? plan->tail->driven_count : 0;
}

void dc_cash_taking_start(dc_cash_taking *out, const dc_cash_plan *plan, const dc_book *book,
                          const dc_simulate_options *options, size_t scenario_count,
                          dc_cash_wanted wanted)
{
    size_t paths = options->path_count, columns = plan->period_count * paths;
    columns = wanted == DC_CASH_GAPS_ONLY ? 0 : columns;
    *out = (dc_cash_taking){.plan = plan,
                            .seed = options->seed,
                            .delays = wanted == DC_CASH_WITH_DELAYS,
                            .gaps_only = wanted == DC_CASH_GAPS_ONLY,
                            .path_count = options->path_count,
                            .last_currency = (uint16_t)(book->currency_count - 1),
                            .scenario_count = scenario_count};
    out->samples = dc_heap_alloc(scenario_count, sizeof *out->samples);
    out->receipts = dc_heap_alloc(scenario_count * blocks_of(out), sizeof *out->receipts);
    out->strayed = dc_heap_alloc(blocks_of(out), sizeof *out->strayed);
    for (size_t s = 0; s < scenario_count; s++) {
        dc_cash_samples *samples = &out->samples[s];
        samples->receipts = dc_heap_alloc(columns, sizeof(double));
        samples->measures = dc_heap_alloc(columns, sizeof(double));
        samples->before_line = dc_heap_alloc(columns, sizeof(double));
        samples->drawn = dc_heap_alloc(columns, sizeof(double));
        samples->interest = dc_heap_alloc(columns, sizeof(double));
        samples->driven = dc_heap_alloc(driven_count(plan) * columns + 1, sizeof(double));
        samples->first_short = dc_heap_alloc(paths, sizeof(double));
        samples->first_gap = dc_heap_alloc(paths, sizeof(double));
        for (int r = 0; r < DC_REACHES; r++) {
            samples->lowest[r] = dc_heap_alloc(paths, sizeof(double));
            samples->lowest_day[r] = dc_heap_alloc(paths, sizeof(double));
            if (out->delays && s == 0)
                samples->bearable[r] = dc_heap_alloc(paths, sizeof(double));
        }
    }
}

void dc_cash_taking_end(dc_cash_taking *taking)
{
    for (size_t s = 0; s < taking->scenario_count; s++) {
        dc_cash_samples *samples = &taking->samples[s];
        free(samples->receipts);
        free(samples->measures);
        free(samples->before_line);
        free(samples->drawn);
        free(samples->interest);
        free(samples->driven);
        free(samples->first_short);
        free(samples->first_gap);
        for (int r = 0; r < DC_REACHES; r++) {
            free(samples->lowest[r]);
            free(samples->lowest_day[r]);
            free(samples->bearable[r]);
        }
    }
    /* A run that was stopped leaves blocks half taken. */
    for (size_t i = 0; i < taking->scenario_count * blocks_of(taking); i++)
        free(taking->receipts[i]);
    for (size_t i = 0; i < blocks_of(taking); i++)
        free(taking->strayed[i]);
    free(taking->receipts);
    free(taking->strayed);
    free(taking->samples);
}

static size_t rows_of(const dc_cash_taking *taking)
{
    return (size_t)taking->plan->day_count + 1;
}

static double **receipts_of(dc_cash_taking *taking, const dc_block *block)
{
    double **receipts = &taking->receipts[block->scenario * blocks_of(taking) + block->block];
    size_t   kinds = 1u + (driven_count(taking->plan) > 0) + (taking->plan->exchange != NULL);
    if (!*receipts)
        *receipts = dc_heap_alloc(kinds * rows_of(taking) * B, sizeof **receipts);
    return receipts;
}

enum { RECEIPTS, SALES, EXCHANGE };

/* [day][path] of a tile. */
static double *column_of(dc_cash_taking *taking, const dc_block *block, size_t tile, size_t kind)
{
    return *receipts_of(taking, block) + rows_of(taking) * (kind * B + tile * T);
}

static void add_day(double *day, double before[T], const double now[T])
{
    for (int i = 0; i < T; i++) {
        day[i] += now[i] - before[i];
        before[i] = now[i];
    }
}

/* What another rate than that of the as-of date brings on receipts. */
static void add_exchanged(double *day, double change, const double before[T], const double now[T])
{
    for (int i = 0; i < T; i++)
        day[i] += nearbyint((now[i] - before[i]) * change);
}

void dc_cash_taking_day(dc_cash_taking *taking, const dc_block *block, size_t tile, int32_t day,
                        dc_cash_sums *before, const double cash[T], const double sales[T])
{
    const double *change = taking->plan->rate_change[block->currency];
    size_t        at = (size_t)day * T;
    if (change)
        add_exchanged(column_of(taking, block, tile, EXCHANGE) + at, change[day], before->cash,
                      cash);
    add_day(column_of(taking, block, tile, RECEIPTS) + at, before->cash, cash);
    if (driven_count(taking->plan) > 0)
        add_day(column_of(taking, block, tile, SALES) + at, before->sales, sales);
}

/* --- what strays ------------------------------------------------------------------------------ */

void dc_cash_factors(double out[DC_PATH_BLOCK], const dc_cash_stray *stray, uint64_t seed,
                     uint32_t block)
{
    uint32_t words[B];
    dc_uniform_block(words, (dc_luck){seed, stray->entity, DC_PURPOSE_CASH_LINE}, block, 0);
    for (int i = 0; i < B; i++)
        out[i] = dc_plan_law_factor(stray->law, stray->spread, (words[i] + 0.5) * 0x1p-32);
}

static void add_stray(int64_t *days, size_t rows, const dc_cash_flow *flow, const double factor[B])
{
    for (size_t tile = 0; tile < DC_TILES; tile++) {
        int64_t *row = days + (tile * rows + (size_t)flow->day) * T;
        for (size_t i = 0; i < T; i++)
            row[i] += dc_cash_strayed(flow->amount, factor[tile * T + i]);
    }
}

static int64_t *strayed_of(dc_cash_taking *taking, uint32_t block)
{
    const dc_cash_plan *plan = taking->plan;
    int64_t           **days = &taking->strayed[block];
    double              factor[B];
    int32_t             at = DC_NONE;
    if (*days || plan->stray_count == 0)
        return *days;
    *days = dc_heap_alloc(rows_of(taking) * B, sizeof **days);
    for (int i = 0; i < B; i++)
        factor[i] = 1.0;
    for (size_t f = 0; f < plan->flow_count; f++) {
        const dc_cash_flow *flow = &plan->flows[f];
        if (flow->stray == DC_NONE)
            continue;
        if (flow->stray != at && !taking->expected)
            dc_cash_factors(factor, &plan->strays[flow->stray], taking->seed, block);
        at = flow->stray;
        add_stray(*days, rows_of(taking), flow, factor);
    }
    return *days;
}

/* --- rolling ---------------------------------------------------------------------------------- */

static void add_measures(dc_cash_incoming *of, const dc_block *block, size_t tile, size_t rows)
{
    static const double signs[DC_BESIDE_COUNT] = {[DC_BESIDE_ADVANCES] = 1.0,
                                                  [DC_BESIDE_INDEMNITIES] = 1.0,
                                                  [DC_BESIDE_COSTS] = -1.0,
                                                  [DC_BESIDE_BILLS] = -1.0};
    size_t              from = tile * ((size_t)block->day_count + 2) * T;
    for (size_t i = 0; i < rows * T; i++)
        of->all[i] = of->receipts[i] + (of->notes ? (double)of->notes[i] : 0.0);
    for (int f = 0; f < DC_BESIDE_COUNT; f++)
        for (size_t i = 0; block->beside_used[f] && signs[f] != 0.0 && i < rows * T; i++)
            of->all[i] += signs[f] * (double)block->beside[f][from + i];
}

/* --- what sales drive ------------------------------------------------------------------------- */

/* Room for one tile; the flows of the plan that stray and those driven, together, in `flows`. */
typedef struct {
    dc_tail_days days;
    int64_t     *flows, *notes, *space; /* notes: of them, moved with receipts; NULL: none */
    double      *numbers;
} driving;

static void start_driving(driving *out, const dc_cash_plan *plan, size_t rows)
{
    size_t count = driven_count(plan), values = (rows + 1) * T;
    *out = (driving){.flows = NULL};
    if (count == 0)
        return;
    out->space = dc_heap_alloc((count + 5) * values, sizeof *out->space);
    out->numbers = dc_heap_alloc(values, sizeof *out->numbers);
    out->days.flow = dc_heap_alloc(count, sizeof *out->days.flow);
    for (size_t i = 0; i < count; i++)
        out->days.flow[i] = out->space + i * values;
    out->days.inventory = out->space + count * values;
    out->days.payables = out->days.inventory + values;
    out->days.tax = out->days.payables + values;
    out->days.due = out->days.tax + values;
    out->flows = out->days.due + values;
    if (plan->tail->driven_notes != DC_NONE)
        out->notes = out->days.flow[plan->tail->driven_notes];
    out->days.cumulative = out->numbers;
}

static void end_driving(driving *d)
{
    free(d->space);
    free(d->numbers);
    free(d->days.flow);
}

static void keep_driven(dc_cash_samples *samples, const dc_cash_taking *taking, const driving *d,
                        size_t first, size_t lanes)
{
    const dc_cash_plan *plan = taking->plan;
    for (size_t k = 0; k < plan->tail->driven_count; k++)
        for (size_t p = 0; p < plan->period_count; p++) {
            const dc_cash_period *period = &plan->period[p];
            bool                  goes_on = p > 0 && p != plan->week_count;
            double               *to =
                samples->driven + (k * plan->period_count + p) * taking->path_count + first;
            for (size_t i = 0; i < lanes; i++) {
                int64_t sum = 0;
                for (int32_t day = period->first_day; day <= period->last_day; day++)
                    sum += d->days.flow[k][(size_t)day * T + i];
                to[i] = (double)sum + (goes_on ? *(to + i - taking->path_count) : 0.0);
            }
        }
}

static void keep_moves(const dc_capital_moves *moves, const dc_cash_taking *taking,
                       const driving *d, size_t first, size_t lanes)
{
    const dc_cash_plan *plan = taking->plan;
    bool                trades = plan->tail->buys && plan->tail->first_day == 1;
    int64_t             paid = 0;
    int32_t             day = 0;
    for (size_t m = 0; m < taking->mark_count; m++) {
        const dc_mark *mark = &taking->marks[m];
        if (mark->is_back)
            continue;
        while (day < mark->day)
            paid += plan->owed_paid[++day];
        size_t to = (size_t)mark->column * taking->path_count + first, from = (size_t)day * T;
        for (size_t i = 0; i < lanes; i++) {
            int64_t inventory = d->days.inventory[from + i] - d->days.inventory[i];
            moves->inventory[to + i] = trades ? (double)inventory : 0.0;
            moves->payables[to + i] = trades ? (double)(d->days.payables[from + i] - paid) : 0.0;
            moves->tax[to + i] = (double)(d->days.tax[from + i] - d->days.tax[i]);
        }
    }
}

/* Rates of the day beside those of the as-of date, on receipts, flows of the plan and purchases. */
static void add_exchange(dc_tail_days *days, const dc_cash_taking *taking,
                         const double *of_receipts)
{
    const dc_tail *tail = taking->plan->tail;
    int64_t       *flow = days->flow[tail->driven_exchange];
    for (size_t i = 0; i < rows_of(taking) * T; i++)
        flow[i] = (int64_t)of_receipts[i] + taking->plan->exchange[i / T];
    for (size_t i = 0; tail->rate_change && i < rows_of(taking) * T; i++)
        flow[i] += (int64_t)nearbyint((double)days->flow[tail->driven_bought][i] *
                                      tail->rate_change[i / T]);
}

/* Flows of a tile beside receipts and what is certain. */
static const int64_t *drive(driving *d, dc_cash_taking *taking, const dc_block *block, size_t tile,
                            const int64_t *strayed)
{
    const dc_tail *tail = taking->plan->tail;
    if (!d->flows)
        return strayed;
    dc_tail_follow(&d->days, tail, column_of(taking, block, tile, SALES));
    if (d->notes)
        dc_tail_defer(d->notes,
                      tail->driven_notes_cost == DC_NONE ? NULL
                                                         : d->days.flow[tail->driven_notes_cost],
                      tail, column_of(taking, block, tile, RECEIPTS));
    if (tail->driven_exchange != DC_NONE)
        add_exchange(&d->days, taking, column_of(taking, block, tile, EXCHANGE));
    for (size_t i = 0; i < rows_of(taking) * T; i++)
        d->flows[i] = strayed ? strayed[i] : 0;
    for (size_t k = 0; k < tail->driven_count; k++)
        for (size_t i = 0; d->days.flow[k] != d->notes && i < rows_of(taking) * T; i++)
            d->flows[i] += d->days.flow[k][i];
    return d->flows;
}

static void keep_bearable(dc_cash_samples *samples, const dc_cash_tile *tile, size_t first,
                          size_t lanes)
{
    double days[DC_REACHES][T];
    dc_cash_bearable(days, tile);
    for (int r = 0; r < DC_REACHES; r++)
        for (size_t i = 0; i < lanes; i++)
            samples->bearable[r][first + i] = days[r][i];
}

void dc_cash_taking_block(dc_cash_taking *taking, const dc_block *block)
{
    dc_cash_samples *samples = &taking->samples[block->scenario];
    size_t           rows = rows_of(taking);
    double         **receipts = receipts_of(taking, block);
    int64_t         *strayed = strayed_of(taking, block->block);
    int64_t         *space = dc_heap_alloc(3 * rows * T, sizeof *space);
    dc_cash_days     days = {space, space + rows * T, space + 2 * rows * T};
    driving          driven;
    dc_cash_incoming in = {.all = dc_heap_alloc(rows * T, sizeof *in.all)};
    start_driving(&driven, taking->plan, rows);
    for (size_t tile = 0; tile * T < block->path_count; tile++) {
        size_t         first = (size_t)block->block * B + tile * T;
        size_t         lanes = block->path_count - tile * T < T ? block->path_count - tile * T : T;
        const int64_t *flows =
            drive(&driven, taking, block, tile, strayed ? strayed + tile * rows * T : NULL);
        dc_cash_tile  of = {taking->plan, in.all, flows, space};
        dc_cash_lanes where = {taking->path_count, first, lanes};
        in.receipts = *receipts + tile * rows * T;
        in.notes = driven.notes;
        add_measures(&in, block, tile, rows);
        dc_cash_roll(&days, taking->plan, of.receipts, of.strayed);
        if (driven.flows && !taking->gaps_only)
            keep_driven(samples, taking, &driven, first, lanes);
        if (driven.flows && samples->moves.inventory)
            keep_moves(&samples->moves, taking, &driven, first, lanes);
        if (!taking->gaps_only)
            dc_cash_keep_periods(samples, taking->plan, &days, &in, where);
        dc_cash_keep_extremes(samples, taking->plan, &days, where);
        if (samples->bearable[0])
            keep_bearable(samples, &of, first, lanes);
        if (taking->watch)
            taking->watch(taking->watch_context, block, tile, &of, &days);
    }
    end_driving(&driven);
    free(in.all);
    free(space);
    free(*receipts);
    *receipts = NULL;
    if (block->scenario + 1 == taking->scenario_count) {
        free(strayed);
        taking->strayed[block->block] = NULL;
    }
}
