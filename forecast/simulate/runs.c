/* runs.c - see runs.h. */
#include "runs.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { B = DC_PATH_BLOCK, WEEK = 7 };

/* --- a block ---------------------------------------------------------------------------------- */

void dc_tide_allocate(dc_tide *out, const dc_together *together, uint64_t seed, int32_t day_count)
{
    *out = (dc_tide){.together = together, .seed = seed};
    out->weeks.week_count = (day_count + WEEK - 1) / WEEK + 1;
    out->weeks.row_count = out->weeks.week_count + DC_WEEKS_STRIDE;
    assert(out->weeks.row_count <= DC_WEEKS_MAX);
    size_t values = (size_t)out->weeks.row_count * B;
    out->weeks.pace = dc_heap_alloc(values, sizeof *out->weeks.pace);
    out->runs.spent = dc_heap_alloc(values, sizeof *out->runs.spent);
    out->runs.met = dc_heap_alloc(values, sizeof *out->runs.met);
    out->runs.known = dc_heap_alloc((size_t)out->weeks.row_count, sizeof *out->runs.known);
    out->runs.limit = (uint32_t)fmin(floor(together->run_share * 0x1p32), UINT32_MAX);
    out->runs.shift = together->run_share > 0.0 ? (float)-log(together->run_share) : 0.0f;
    for (size_t i = 0; i < values; i++)
        out->weeks.pace[i] = 1.0f;
}

void dc_tide_free(dc_tide *tide)
{
    free(tide->weeks.pace);
    free(tide->runs.spent);
    free(tide->runs.met);
    free(tide->runs.known);
}

static void draw_normals(double out[B], const dc_tide *tide, uint32_t stream)
{
    uint32_t word[B];
    dc_uniform_block(word, (dc_luck){tide->seed, 0, DC_PURPOSE_SHOCK}, tide->block, stream);
    for (int i = 0; i < B; i++)
        out[i] = gsl_cdf_ugaussian_Pinv((word[i] + 0.5) * 0x1p-32);
}

void dc_tide_turn(dc_tide *tide, uint32_t block)
{
    const dc_together *together = tide->together;
    double             lasting[B] = {0}, weekly[B] = {0};
    double             mean =
        0.5 * (together->lasting * together->lasting + together->weekly * together->weekly);
    tide->block = block;
    tide->runs_of = 0;
    if (together->lasting <= 0.0 && together->weekly <= 0.0)
        return;
    draw_normals(lasting, tide, 0);
    for (int32_t week = 0; week < tide->weeks.week_count; week++) {
        if (together->weekly > 0.0)
            draw_normals(weekly, tide, (uint32_t)week + 1);
        for (int i = 0; i < B; i++)
            tide->weeks
                .pace[(i / DC_LANES * tide->weeks.row_count + week) * DC_LANES + i % DC_LANES] =
                (float)exp(together->lasting * lasting[i] + together->weekly * weekly[i] - mean);
    }
}

static dc_runs *runs_of(dc_tide *tide, uint64_t customer)
{
    if (customer == 0 || tide->together->run_share <= 0.0)
        return NULL;
    if (tide->runs_of != customer) {
        tide->runs_of = customer;
        dc_uniform_block(tide->runs.start, (dc_luck){tide->seed, customer, DC_PURPOSE_PAY_RUN},
                         tide->block, 0);
        memset(tide->runs.known, 0, (size_t)tide->weeks.row_count * sizeof *tide->runs.known);
    }
    return &tide->runs;
}

/* The first day whose loss is above the word, of `days` whose last is; losses do not fall. */
static int32_t day_lost(const uint32_t *loss, int32_t days, uint32_t word)
{
    int32_t before = 0;
    while (days - before > 1) {
        int32_t middle = before + (days - before) / 2;
        if (word < loss[middle - 1])
            days = middle;
        else
            before = middle;
    }
    return days;
}

/* What is written off before it would have been settled: hardly any, so that looking back from the
 * day drawn is cheaper than drawing a day of write-off. */
static void lose(uint16_t drawn[B], const dc_tide *tide, const dc_table *table, uint64_t entity,
                 uint32_t groups)
{
    const uint32_t *loss = table->rises.loss, most = loss[table->day_count - 1];
    uint32_t        word[B];
    uint8_t         list[B];
    if (most == 0)
        return;
    dc_uniform_block(word, (dc_luck){tide->seed, entity, DC_PURPOSE_WRITE_OFF}, tide->block, 0);
    size_t count = dc_kernel_below(list, word, most);
    for (size_t k = 0; k < count; k++) {
        size_t  i = list[k];
        int32_t before = drawn[i] - 1; /* days on which it may have been */
        if ((groups >> i / DC_LANES & 1u) != 0 && before > 0 && word[i] < loss[before - 1])
            drawn[i] = (uint16_t)(day_lost(loss, before, word[i]) | DC_DAY_LOST);
    }
}

void dc_tide_draw(uint16_t drawn[B], dc_tide *tide, const dc_table *table, int32_t origin,
                  uint64_t entity, uint64_t customer, uint32_t groups)
{
    dc_walk  walk;
    uint32_t word[B];
    int32_t  first = origin / WEEK;                  /* week of the first day of the table */
    int32_t  weeks = tide->weeks.week_count - first; /* nothing later can come into the horizon */
    weeks = table->rises.week_count < weeks ? table->rises.week_count : weeks;
    int32_t quiet = table->rises.quiet_weeks < weeks ? table->rises.quiet_weeks : weeks;
    dc_uniform_block(word, (dc_luck){tide->seed, entity, DC_PURPOSE_SETTLEMENT}, tide->block, 0);
    dc_kernel_groups(&walk, groups);
    dc_kernel_start(&walk, word);
    tide->weeks.runs = runs_of(tide, customer);
    /* who is to be paid in half a year is not paid before: the walk begins there */
    dc_kernel_walk(&walk, &tide->weeks, table->rises.week_rise + quiet, first + quiet,
                   weeks - quiet);
    dc_kernel_days(drawn, &walk, &tide->weeks, table->rises.rise + quiet * WEEK, first + quiet,
                   table->rises.start - quiet * WEEK, (uint16_t)table->day_count);
    if (table->rises.loss)
        lose(drawn, tide, table, entity, groups);
}
