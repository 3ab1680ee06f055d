/* ageing_split.c - the ageing of one day by customer, segment, currency or country. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "ledger.h"

/* One cell for each bucket of each way of ageing, credits and unapplied cash. */
enum { CREDITS = DC_AGED_BY_COUNT * DC_AGEING_BUCKETS_MAX, UNAPPLIED, CELLS };
typedef struct {
    int64_t cell[CELLS];
} cells;

typedef struct {
    const dc_book         *book;
    const dc_ageing_edges *edges;
    dc_date                date;
    size_t                 count;
    dc_ageing_row         *row;
    uint32_t              *row_of; /* by customer, or by claim for segments; unused else */
} splitting;

/* --- buckets --- */

int32_t dc_ageing_first_day(const dc_ageing_edges *edges, dc_aged_by by, size_t bucket)
{
    if (bucket == 0)
        return INT32_MIN;
    if (by == DC_AGED_BY_DUE)
        return bucket == 1 ? 1 : edges->last_day[bucket - 2] + 1;
    return edges->last_day[bucket - 1] + 1;
}

size_t dc_ageing_bucket(const dc_ageing_edges *edges, dc_aged_by by, int32_t days)
{
    size_t bucket = dc_ageing_bucket_count(edges, by) - 1;
    while (days < dc_ageing_first_day(edges, by, bucket))
        bucket--;
    return bucket;
}

/* --- rows --- */

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Distinct texts, sorted, as rows; row_of each entry of the column. */
static void rows_of_texts(splitting *s, dc_arena *arena, const char *const *text, size_t count)
{
    const char **sorted = dc_heap_alloc(count + 1, sizeof *sorted);
    size_t       distinct = 0;
    memcpy(sorted, text, count * sizeof *sorted);
    if (count > 0)
        qsort(sorted, count, sizeof *sorted, compare_texts);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || strcmp(sorted[i], sorted[distinct - 1]) != 0)
            sorted[distinct++] = sorted[i];
    s->count = distinct;
    s->row = dc_arena_alloc(arena, distinct + 1, sizeof *s->row);
    s->row_of = dc_arena_alloc(arena, count + 1, sizeof *s->row_of);
    for (size_t i = 0; i < distinct; i++)
        s->row[i] = (dc_ageing_row){.id = sorted[i], .name = sorted[i]};
    for (size_t i = 0; i < count; i++) {
        bool         same = i > 0 && strcmp(text[i], text[i - 1]) == 0;
        const char **found =
            same ? NULL : bsearch(&text[i], sorted, distinct, sizeof *sorted, compare_texts);
        s->row_of[i] = same ? s->row_of[i - 1] : (uint32_t)(found - sorted);
    }
    free(sorted);
}

static void rows_of_segments(splitting *s, dc_arena *arena, const dc_claims *claims)
{
    const char **segment = dc_heap_alloc(claims->count + 1, sizeof *segment);
    for (size_t i = 0; i < claims->count; i++)
        segment[i] = dc_claim_segment(claims, i);
    rows_of_texts(s, arena, segment, claims->count);
    free(segment);
}

static void make_rows(splitting *s, dc_arena *arena, dc_split split)
{
    const dc_book      *book = s->book;
    const dc_customers *customers = &book->customers;
    switch (split) {
    case DC_SPLIT_SEGMENT: rows_of_segments(s, arena, &book->claims); return;
    case DC_SPLIT_COUNTRY: rows_of_texts(s, arena, customers->country, customers->count); return;
    case DC_SPLIT_CUSTOMER: s->count = customers->count; break;
    case DC_SPLIT_CURRENCY: s->count = book->currency_count; break;
    case DC_SPLIT_COUNT: assert(0);
    }
    s->row = dc_arena_alloc(arena, s->count + 1, sizeof *s->row);
    for (size_t i = 0; i < s->count; i++)
        s->row[i] =
            split == DC_SPLIT_CUSTOMER
                ? (dc_ageing_row){.id = customers->id[i], .name = customers->name[i]}
                : (dc_ageing_row){.id = book->currencies[i].code, .name = book->currencies[i].code};
}

static size_t row_of(const splitting *s, dc_split split, size_t claim)
{
    const dc_claims *claims = &s->book->claims;
    switch (split) {
    case DC_SPLIT_SEGMENT: return s->row_of[claim];
    case DC_SPLIT_COUNTRY: return s->row_of[claims->customer[claim]];
    case DC_SPLIT_CURRENCY: return claims->currency[claim];
    default: return claims->customer[claim];
    }
}

/* --- one document currency --- */

static void add_claim(const splitting *s, cells *to, size_t claim)
{
    const dc_claims *claims = &s->book->claims;
    int64_t          open = dc_claim_open_at(s->book, claim, s->date);
    const dc_date    since[DC_AGED_BY_COUNT] = {claims->due[claim], claims->issued[claim]};
    if (claims->kind[claim] == DC_CLAIM_UNAPPLIED) {
        to->cell[UNAPPLIED] += open;
    } else if (open < 0) {
        to->cell[CREDITS] += open;
    } else {
        for (int by = 0; by < DC_AGED_BY_COUNT; by++) {
            size_t bucket = dc_ageing_bucket(s->edges, (dc_aged_by)by,
                                             dc_date_days_between(since[by], s->date));
            to->cell[(size_t)by * DC_AGEING_BUCKETS_MAX + bucket] += open;
        }
    }
}

/* The cents that translating cell by cell leaves beside the translated sum go to the largest. */
static void translate_cell(const splitting *s, uint16_t currency, cells *rows, size_t cell)
{
    int64_t sum = 0, left;
    size_t  largest = 0;
    for (size_t i = 0; i < s->count; i++) {
        sum += rows[i].cell[cell];
        if (llabs(rows[i].cell[cell]) > llabs(rows[largest].cell[cell]))
            largest = i;
    }
    left = dc_book_translate(s->book, currency, DC_MONEY(sum)).minor;
    for (size_t i = 0; i < s->count; i++) {
        rows[i].cell[cell] =
            dc_book_translate(s->book, currency, DC_MONEY(rows[i].cell[cell])).minor;
        left -= rows[i].cell[cell];
    }
    rows[largest].cell[cell] += left;
}

static void take_cells(dc_ageing *to, const cells *from)
{
    for (size_t by = 0; by < DC_AGED_BY_COUNT; by++)
        for (size_t b = 0; b < DC_AGEING_BUCKETS_MAX; b++)
            to->bucket[by][b] += from->cell[by * DC_AGEING_BUCKETS_MAX + b];
    to->credits += from->cell[CREDITS];
    to->unapplied += from->cell[UNAPPLIED];
}

static void add_currency(splitting *s, dc_split split, uint16_t currency, cells *rows)
{
    const dc_claims *claims = &s->book->claims;
    memset(rows, 0, s->count * sizeof *rows);
    for (size_t i = 0; i < claims->count; i++)
        if (claims->currency[i] == currency)
            add_claim(s, &rows[row_of(s, split, i)], i);
    for (size_t cell = 0; cell < CELLS && currency != s->book->home; cell++)
        translate_cell(s, currency, rows, cell);
    for (size_t i = 0; i < s->count; i++)
        take_cells(&s->row[i].ageing, &rows[i]);
}

static int compare_rows(const void *left, const void *right)
{
    const dc_ageing_row *a = left, *b = right;
    if (a->ageing.ledger != b->ageing.ledger)
        return a->ageing.ledger > b->ageing.ledger ? -1 : 1;
    return strcmp(a->id, b->id);
}

/* Translated bucket by bucket, the two ways to age a row may differ by cents: by due date rules. */
static void finish(dc_ageing *ageing, const dc_ageing_edges *edges)
{
    int64_t due = 0, issued = 0, *by_issue = ageing->bucket[DC_AGED_BY_ISSUE], *largest = by_issue;
    for (size_t b = 0; b < dc_ageing_bucket_count(edges, DC_AGED_BY_DUE); b++)
        due += ageing->bucket[DC_AGED_BY_DUE][b];
    for (size_t b = 0; b < dc_ageing_bucket_count(edges, DC_AGED_BY_ISSUE); b++) {
        issued += by_issue[b];
        largest = by_issue[b] > *largest ? &by_issue[b] : largest;
    }
    *largest += due - issued;
    ageing->ledger = due + ageing->credits + ageing->unapplied;
}

dc_ageing_row *dc_ageing_split(dc_arena *arena, size_t *count, const dc_book *book, dc_date date,
                               dc_split split, const dc_ageing_edges *edges)
{
    static const dc_ageing nothing;
    splitting              s = {.book = book, .edges = edges, .date = date};
    size_t                 kept = 0;
    make_rows(&s, arena, split);
    cells *rows = dc_heap_alloc(s.count + 1, sizeof *rows);
    for (uint16_t currency = 0; currency < book->currency_count; currency++)
        add_currency(&s, split, currency, rows);
    free(rows);
    for (size_t i = 0; i < s.count; i++)
        if (memcmp(&s.row[i].ageing, &nothing, sizeof nothing) != 0) {
            finish(&s.row[i].ageing, edges);
            s.row[kept++] = s.row[i];
        }
    if (kept > 0)
        qsort(s.row, kept, sizeof *s.row, compare_rows);
    *count = kept;
    return s.row;
}
