/* kept.c - see kept.h. */
#include "kept.h"

#include <stdlib.h>
#include <string.h>

/* What the flows of a book follow from, beside its items and the model behind them. */
typedef struct {
    const dc_items *items;
    uint64_t        seed;
    int32_t         horizon_days;
    size_t          aged_count;
    int32_t         aged_day[DC_AGED_DAYS_MAX];
} ground;

/* A matrix without its empty rows: currencies are rare on most days.  Amounts of a day and path are
 * seldom wider than 32 bits. */
typedef struct {
    bool      is_used, is_wide;
    uint64_t *has_row; /* a bit each */
    int32_t  *narrow;  /* the rows one after the other */
    int64_t  *wide;
} packed;

enum { AGEING = DC_FLOW_COUNT, MATRICES, T = DC_PATH_TILE, WORD = 64 };

typedef struct {
    bool   is_known;
    packed matrix[MATRICES];
} piece;

struct dc_kept_flows {
    ground of;
    size_t block_count, currency_count;
    piece *pieces; /* [block][currency] */
};

static int64_t *matrix_of(const dc_flows *flows, int which)
{
    return which == AGEING ? flows->ageing : flows->flow[which];
}

static size_t row_count(const dc_flows *flows, int which)
{
    return DC_TILES *
           (which == AGEING ? flows->report_count * DC_BUCKETS : (size_t)flows->day_count + 2);
}

static bool is_empty(const int64_t *row)
{
    int64_t any = 0;
    for (int i = 0; i < T; i++)
        any |= row[i];
    return any == 0;
}

static bool has_row(const packed *of, size_t row)
{
    return of->has_row[row / WORD] >> row % WORD & 1;
}

/* Looks for empty rows and wide amounts; returns how many rows there are to keep. */
static size_t look_over(packed *out, const int64_t *matrix, size_t rows)
{
    size_t kept = 0;
    for (size_t r = 0; r < rows; r++) {
        bool has = !is_empty(&matrix[r * T]);
        out->has_row[r / WORD] |= (uint64_t)has << r % WORD;
        kept += has;
        for (size_t i = 0; i < T; i++)
            out->is_wide |= matrix[r * T + i] != (int32_t)matrix[r * T + i];
    }
    return kept;
}

static void pack(packed *out, const int64_t *matrix, size_t rows)
{
    *out = (packed){.is_used = true};
    out->has_row = dc_heap_alloc(rows / WORD + 1, sizeof *out->has_row);
    size_t kept = look_over(out, matrix, rows) * T + 1;
    if (out->is_wide)
        out->wide = dc_heap_alloc(kept, sizeof *out->wide);
    else
        out->narrow = dc_heap_alloc(kept, sizeof *out->narrow);
    for (size_t r = 0, at = 0; r < rows; r++) {
        if (!has_row(out, r))
            continue;
        if (out->is_wide)
            memcpy(&out->wide[at], &matrix[r * T], T * sizeof *out->wide);
        else
            for (size_t i = 0; i < T; i++)
                out->narrow[at + i] = (int32_t)matrix[r * T + i];
        at += T;
    }
}

static void unpack(int64_t *matrix, const packed *from, size_t rows)
{
    for (size_t r = 0, at = 0; r < rows; r++) {
        if (!has_row(from, r))
            continue;
        if (from->is_wide)
            memcpy(&matrix[r * T], &from->wide[at], T * sizeof *matrix);
        else
            for (size_t i = 0; i < T; i++)
                matrix[r * T + i] = from->narrow[at + i];
        at += T;
    }
}

dc_kept_flows *dc_kept_flows_new(void)
{
    return dc_heap_alloc(1, sizeof(dc_kept_flows));
}

static void forget(dc_kept_flows *kept)
{
    for (size_t i = 0; i < kept->block_count * kept->currency_count; i++)
        for (int m = 0; m < MATRICES; m++) {
            free(kept->pieces[i].matrix[m].has_row);
            free(kept->pieces[i].matrix[m].narrow);
            free(kept->pieces[i].matrix[m].wide);
        }
    free(kept->pieces);
    *kept = (dc_kept_flows){0};
}

void dc_kept_flows_free(dc_kept_flows *kept)
{
    if (!kept)
        return;
    forget(kept);
    free(kept);
}

static size_t block_count(const dc_simulate_options *options)
{
    return ((size_t)options->path_count + DC_PATH_BLOCK - 1) / DC_PATH_BLOCK;
}

size_t dc_kept_flows_bytes(const dc_book *book, const dc_simulate_options *options)
{
    size_t days = (size_t)options->horizon_days + 2;
    size_t rows = days * DC_FLOW_COUNT + dc_days_aged(options).count * DC_BUCKETS;
    return block_count(options) * book->currency_count * rows * DC_PATH_BLOCK * sizeof(int64_t);
}

static ground ground_of(const dc_simulation *sim)
{
    dc_aged_days aged = dc_days_aged(sim->options);
    ground       out = {.items = sim->items,
                        .seed = sim->options->seed,
                        .horizon_days = sim->options->horizon_days,
                        .aged_count = aged.count};
    if (aged.count > 0)
        memcpy(out.aged_day, aged.day, aged.count * sizeof *aged.day);
    return out;
}

static bool is_same(const ground *a, const ground *b)
{
    return a->items == b->items && a->seed == b->seed && a->horizon_days == b->horizon_days &&
           a->aged_count == b->aged_count &&
           memcmp(a->aged_day, b->aged_day, a->aged_count * sizeof *a->aged_day) == 0;
}

void dc_kept_begin(dc_kept_flows *kept, const dc_simulation *sim)
{
    size_t blocks = block_count(sim->options);
    ground of = ground_of(sim);
    if (is_same(&kept->of, &of) && blocks <= kept->block_count)
        return;
    forget(kept);
    *kept = (dc_kept_flows){of, blocks, sim->book->currency_count, NULL};
    kept->pieces = dc_heap_alloc(blocks * kept->currency_count, sizeof *kept->pieces);
}

bool dc_kept_knows(const dc_kept_flows *kept, const dc_simulate_options *options)
{
    bool all = true;
    for (size_t i = options->first_block * kept->currency_count;
         i < block_count(options) * kept->currency_count; i++)
        all &= kept->pieces[i].is_known;
    return all;
}

static piece *at(const dc_kept_flows *kept, uint32_t block, uint16_t currency)
{
    return &kept->pieces[block * kept->currency_count + currency];
}

void dc_kept_put(dc_kept_flows *kept, const dc_flows *flows, uint32_t block, uint16_t currency)
{
    piece *to = at(kept, block, currency);
    if (to->is_known)
        return;
    for (int m = 0; m < MATRICES; m++)
        if (m == AGEING || flows->used[m])
            pack(&to->matrix[m], matrix_of(flows, m), row_count(flows, m));
    to->is_known = true;
}

void dc_kept_take(const dc_kept_flows *kept, dc_flows *flows, uint32_t block, uint16_t currency)
{
    const piece *from = at(kept, block, currency);
    for (int m = 0; m < MATRICES; m++) {
        if (!from->matrix[m].is_used)
            continue;
        unpack(matrix_of(flows, m), &from->matrix[m], row_count(flows, m));
        if (m != AGEING)
            flows->used[m] = true;
    }
}
