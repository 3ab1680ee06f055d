/* learn.c - habits of customers and segments. */
#include "learn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare_open(const void *left, const void *right)
{
    const dc_learnt_row *a = left, *b = right;
    if (a->open != b->open)
        return a->open > b->open ? -1 : 1;
    return strcmp(a->id, b->id);
}

static int compare_names(const void *left, const void *right)
{
    const dc_learnt_row *a = left, *b = right;
    return strcmp(a->name, b->name);
}

static dc_learnt_row *row_of_segment(dc_learnt *learnt, const char *name)
{
    for (size_t i = 0; i < learnt->segment_count; i++)
        if (strcmp(learnt->segment[i].name, name) == 0)
            return &learnt->segment[i];
    dc_learnt_row *row = &learnt->segment[learnt->segment_count++];
    *row = (dc_learnt_row){.id = name, .name = name, .customer = UINT32_MAX};
    return row;
}

/* Sums, weighted by settled claims - chances of default by customers -; divided when all are in. */
static void add_to_segment(dc_learnt_row *segment, const dc_learnt_row *row)
{
    double    weight = (double)row->habit.settled_claims;
    dc_habit *sum = &segment->habit;
    sum->settled_claims += row->habit.settled_claims;
    sum->expected += weight * row->habit.expected;
    sum->chance_late += weight * row->habit.chance_late;
    sum->chance_lost += weight * row->habit.chance_lost;
    sum->own_share += weight * row->habit.own_share;
    if (row->habit.chance_default < 1.0) { /* who has failed already is no longer at risk */
        sum->chance_default += row->habit.chance_default;
        segment->customers++;
    }
    if (isfinite(row->habit.trend)) {
        sum->trend += weight * row->habit.trend;
        segment->trend_weight += weight;
    }
    segment->open += row->open;
}

static void average_segments(dc_learnt *learnt)
{
    for (size_t i = 0; i < learnt->segment_count; i++) {
        dc_habit *sum = &learnt->segment[i].habit;
        double    weight = fmax((double)sum->settled_claims, 1.0);
        sum->expected /= weight;
        sum->chance_late /= weight;
        sum->chance_lost /= weight;
        sum->own_share /= weight;
        sum->chance_default /= fmax((double)learnt->segment[i].customers, 1.0);
        sum->trend /= learnt->segment[i].trend_weight; /* no trend: 0 / 0 is none either */
    }
    if (learnt->segment_count > 0)
        qsort(learnt->segment, learnt->segment_count, sizeof *learnt->segment, compare_names);
}

static double *open_by_customer(dc_arena *arena, const dc_book *book, bool *has_claims)
{
    double *open = dc_arena_alloc(arena, book->customers.count, sizeof *open);
    for (size_t i = 0; i < book->claims.count; i++) {
        uint32_t customer = book->claims.customer[i];
        if (book->claims.kind[i] != DC_CLAIM_INVOICE)
            continue;
        has_claims[customer] = true;
        open[customer] +=
            (double)dc_book_translate(book, book->claims.currency[i], book->claims.open[i]).minor;
    }
    return open;
}

void dc_learnt_gather(dc_learnt *out, dc_arena *arena, const dc_book *book, const dc_model *model,
                      uint32_t customer)
{
    const dc_customers *customers = &book->customers;
    bool               *has_claims = dc_arena_alloc(arena, customers->count, sizeof *has_claims);
    double             *open = open_by_customer(arena, book, has_claims);
    out->arena = arena;
    out->book = book;
    out->model = model;
    out->customer = dc_arena_alloc(arena, customers->count, sizeof *out->customer);
    out->segment = dc_arena_alloc(arena, customers->count, sizeof *out->segment);
    dc_habit_describe(&out->portfolio, model, book, UINT32_MAX);
    for (uint32_t c = 0; c < customers->count; c++) {
        if (!has_claims[c] || (customer != UINT32_MAX && c != customer))
            continue;
        dc_learnt_row *row = &out->customer[out->customer_count++];
        *row = (dc_learnt_row){
            .id = customers->id[c], .name = customers->name[c], .customer = c, .open = open[c]};
        dc_habit_describe(&row->habit, model, book, c);
        out->thin_customers += row->habit.settled_claims < DC_CLAIMS_THIN;
        if (*customers->segment[c])
            add_to_segment(row_of_segment(out, customers->segment[c]), row);
    }
    average_segments(out);
    if (out->customer_count > 0)
        qsort(out->customer, out->customer_count, sizeof *out->customer, compare_open);
}

int32_t dc_type_width(const dc_model *model, int type)
{
    const double *open = model->curve[type].open;
    int32_t       low = 0, high = 0;
    while (low + 1 < DC_CURVE_DAYS && open[low] > 0.9)
        low++;
    while (high + 1 < DC_CURVE_DAYS && open[high] > 0.1)
        high++;
    return high - low + 1;
}
