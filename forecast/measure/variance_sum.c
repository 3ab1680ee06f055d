/* variance_sum.c - sums of items, by customer and week, and forecasts by lead time. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "variance_parts.h"

int dc_compare_texts(const char *const *a, const char *const *b, size_t count)
{
    int order = 0;
    for (size_t i = 0; i < count && order == 0; i++)
        order = strcmp(a[i], b[i]);
    return order;
}

static void finish_weeks(dc_variance *out)
{
    for (size_t w = 0; w < out->week_count; w++) {
        dc_variance_week *week = &out->week[w];
        double            off = fabs((double)(week->actual - week->forecast));
        week->end = out->said->week_end[w];
        week->p10 = out->said->p10[w];
        week->p90 = out->said->p90[w];
        week->accuracy = week->actual != 0 ? 1.0 - off / fabs((double)week->actual) : NAN;
    }
}

static void add_to(dc_variance_row *sum, const dc_variance_row *row)
{
    sum->forecast += row->forecast;
    sum->actual += row->actual;
    for (int p = 0; p < DC_VARIANCE_PARTS; p++)
        sum->part[p] += row->part[p];
}

static int64_t magnitude(const dc_variance_row *row)
{
    int64_t off = row->actual - row->forecast;
    return off < 0 ? -off : off;
}

static int compare_rows(const void *left, const void *right)
{
    const dc_variance_row *a = left, *b = right;
    if (magnitude(a) != magnitude(b))
        return magnitude(a) > magnitude(b) ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return dc_compare_texts((const char *const[]){a->party, a->id, a->part_id},
                            (const char *const[]){b->party, b->id, b->part_id}, 3);
}

static int compare_parties(const void *left, const void *right)
{
    return strcmp(((const dc_variance_row *)left)->party, ((const dc_variance_row *)right)->party);
}

void dc_variance_sum(dc_variance *out, dc_arena *arena)
{
    dc_variance_row *copy = dc_arena_alloc(arena, out->row_count + 1, sizeof *copy);
    size_t           count = 0;
    for (size_t i = 0; i < out->row_count; i++) {
        bool goes_out = dc_said_goes_out(out->rows[i].kind);
        add_to(goes_out ? &out->bills : &out->receipts, &out->rows[i]);
        if (!goes_out)
            copy[count++] = out->rows[i];
    }
    if (count > 0)
        qsort(copy, count, sizeof *copy, compare_parties);
    out->customers = copy;
    for (size_t i = 0; i < count; i++) {
        dc_variance_row row = copy[i];
        row.id = row.part_id = "";
        if (out->customer_count > 0 && strcmp(copy[out->customer_count - 1].party, row.party) == 0)
            add_to(&copy[out->customer_count - 1], &row);
        else
            copy[out->customer_count++] = row;
    }
    if (out->row_count > 0)
        qsort(out->rows, out->row_count, sizeof *out->rows, compare_rows);
    if (out->customer_count > 0)
        qsort(copy, out->customer_count, sizeof *copy, compare_rows);
    finish_weeks(out);
}

static bool is_inside(const dc_variance_week *week)
{
    return (double)week->actual >= week->p10 && (double)week->actual <= week->p90;
}

void dc_variance_by_lead(dc_variance_lead          out[DC_VARIANCE_WEEKS],
                         const dc_variance *const *variances, size_t count)
{
    for (size_t w = 0; w < DC_VARIANCE_WEEKS; w++) {
        dc_variance_lead *lead = &out[w];
        double            size = 0.0;
        *lead = (dc_variance_lead){.accuracy = NAN, .bias = NAN};
        for (size_t i = 0; i < count; i++) {
            const dc_variance_week *week = &variances[i]->week[w];
            if (w >= variances[i]->week_count)
                continue;
            int64_t off = week->actual - week->forecast;
            lead->forecasts++;
            lead->forecast += week->forecast;
            lead->actual += week->actual;
            lead->error += off < 0 ? -off : off;
            size += fabs((double)week->actual);
            lead->banded += isnan(week->p10) ? 0 : 1;
            lead->inside += is_inside(week) ? 1 : 0;
        }
        if (size > 0.0)
            lead->accuracy = 1.0 - (double)lead->error / size;
        if (lead->actual != 0)
            lead->bias = (double)(lead->forecast - lead->actual) / (double)lead->actual;
    }
}
