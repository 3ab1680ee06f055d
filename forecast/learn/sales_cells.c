/* sales_cells.c - three walks over the claims, each by share of the customers: which cells there
 * are, the amounts of each for its cap, its sums. */
#include "sales_cells.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "counts.h"
#include "duecast/standing.h"
#include "text_numbers.h"

static const double cap_quantile = 0.95;

/* A list of cells and the place of each. */
typedef struct {
    dc_text_numbers segments;
    size_t          count, capacity, room;
    dc_sales_cell  *cell;
    uint32_t       *of;    /* of segment number x DC_CURRENCIES_MAX + currency: cell, plus one */
    size_t         *whole; /* of a share: which cell of all */
    size_t         *next;  /* of a share: where its next amount goes */
} list;

typedef struct {
    const dc_claims  *claims;
    const dc_billing *billing;
    const dc_model   *model;
    dc_date           end;
    list              share[DC_SHARES], all;
    size_t            first[DC_SHARES + 1]; /* claims of the shares */
    double           *amount;               /* by cell */
} register_of_sales;

static dc_sales_cell *cell_of(list *of, const char *segment, uint16_t currency)
{
    size_t number = dc_text_number(&of->segments, segment);
    if (of->segments.count * DC_CURRENCIES_MAX > of->room)
        of->of =
            dc_heap_grow(of->of, &of->room, of->segments.count * DC_CURRENCIES_MAX, sizeof *of->of);
    uint32_t *at = &of->of[number * DC_CURRENCIES_MAX + currency];
    if (*at == 0) {
        of->cell = dc_heap_grow(of->cell, &of->capacity, of->count + 1, sizeof *of->cell);
        of->cell[of->count++] = (dc_sales_cell){.segment = segment, .currency = currency};
        *at = (uint32_t)of->count;
    }
    return &of->cell[*at - 1];
}

static void free_list(list *of)
{
    dc_text_numbers_free(&of->segments);
    free(of->cell);
    free(of->of);
    free(of->whole);
    free(of->next);
}

/* Days before the end of an invoice of the two years; -1: it is none.  What is invoiced by the
 * month is compared with the same days a calendar year before. */
static int32_t age_of(const register_of_sales *of, size_t claim)
{
    enum { YEAR = DC_SALES_YEAR, MONTHS = 12 };
    const dc_claims *claims = of->claims;
    uint32_t         customer = claims->customer[claim];
    int32_t          age = dc_date_days_between(claims->issued[claim], of->end);
    if (!dc_claim_is_invoice(claims, claim) || age < 0 || age >= 3 * YEAR ||
        !dc_orders_as_ever(of->model, customer))
        return -1;
    if (!dc_billing_by_month(of->billing, customer))
        return age < 2 * YEAR ? age : -1;
    for (int32_t years = 0; years < 2; years++) {
        dc_date issued = claims->issued[claim];
        dc_date next = dc_billing_again(of->billing, customer, issued, MONTHS * (years + 1));
        if (years > 0)
            issued = dc_billing_again(of->billing, customer, issued, MONTHS * years);
        age = dc_date_days_between(issued, of->end);
        if (next.day > of->end.day)
            return (age < YEAR ? age < 0 ? 0 : age : YEAR - 1) + years * YEAR;
    }
    return -1;
}

static dc_sales_cell *cell_of_claim(const register_of_sales *of, list *share, size_t claim)
{
    return cell_of(share, dc_claim_segment(of->claims, claim), of->claims->currency[claim]);
}

/* --- the three walks --- */

static void count_share(register_of_sales *of, size_t s)
{
    for (size_t i = of->first[s]; i < of->first[s + 1]; i++)
        if (age_of(of, i) >= 0)
            cell_of_claim(of, &of->share[s], i)->count++;
}

static void list_amounts(register_of_sales *of, size_t s)
{
    list *share = &of->share[s];
    for (size_t i = of->first[s]; i < of->first[s + 1]; i++)
        if (age_of(of, i) >= 0)
            of->amount[share->next[cell_of_claim(of, share, i) - share->cell]++] =
                (double)of->claims->amount[i].minor;
}

static void sum_share(register_of_sales *of, size_t s)
{
    for (size_t i = of->first[s]; i < of->first[s + 1]; i++) {
        int32_t age = age_of(of, i);
        if (age < 0)
            continue;
        dc_sales_cell *out = cell_of_claim(of, &of->share[s], i);
        double         amount = fmin((double)of->claims->amount[i].minor, out->cap);
        int            period = age / DC_SALES_PERIOD_DAYS;
        out->sales[period] += amount;
        if (!dc_billing_by_month(of->billing, of->claims->customer[i]))
            out->by_day[period] += amount;
        out->squares[period] += of->model->dispersion[of->claims->customer[i]] * amount * amount;
        out->invoices[period] += 1.0;
        out->age_most = age > out->age_most ? age : out->age_most;
    }
}

/* --- between them --- */

static int compare_cells(const void *left, const void *right)
{
    const dc_sales_cell *a = left, *b = right;
    int                  order = strcmp(a->segment, b->segment);
    return order != 0 ? order : (a->currency > b->currency) - (a->currency < b->currency);
}

/* Lists the cells of all shares in order and says of each cell of a share which of them it is. */
static void join_lists(register_of_sales *of)
{
    list *all = &of->all;
    for (size_t s = 0; s < DC_SHARES; s++)
        for (size_t i = 0; i < of->share[s].count; i++) {
            const dc_sales_cell *part = &of->share[s].cell[i];
            cell_of(all, part->segment, part->currency)->count += part->count;
        }
    if (all->count > 0)
        qsort(all->cell, all->count, sizeof *all->cell, compare_cells);
    for (size_t i = 0; i < all->count; i++) {
        size_t number = dc_text_number(&all->segments, all->cell[i].segment);
        all->of[number * DC_CURRENCIES_MAX + all->cell[i].currency] = (uint32_t)i + 1;
    }
    for (size_t s = 0; s < DC_SHARES; s++) {
        list *share = &of->share[s];
        share->whole = dc_heap_alloc(share->count + 1, sizeof *share->whole);
        share->next = dc_heap_alloc(share->count + 1, sizeof *share->next);
        for (size_t i = 0; i < share->count; i++)
            share->whole[i] =
                (size_t)(cell_of(all, share->cell[i].segment, share->cell[i].currency) - all->cell);
    }
}

/* Makes room for the amounts of each cell, share by share. */
static void place_amounts(register_of_sales *of)
{
    size_t  sum = 0;
    size_t *next = dc_heap_alloc(of->all.count + 1, sizeof *next);
    for (size_t i = 0; i < of->all.count; sum += of->all.cell[i++].count)
        next[i] = sum;
    of->amount = dc_heap_alloc(sum + 1, sizeof *of->amount);
    for (size_t s = 0; s < DC_SHARES; s++)
        for (size_t i = 0; i < of->share[s].count; i++) {
            of->share[s].next[i] = next[of->share[s].whole[i]];
            next[of->share[s].whole[i]] += of->share[s].cell[i].count;
        }
    free(next);
}

static void find_caps(register_of_sales *of)
{
    size_t first = 0;
    for (size_t i = 0; i < of->all.count; first += of->all.cell[i++].count) {
        dc_sales_cell *one = &of->all.cell[i];
        size_t         at = (size_t)ceil(cap_quantile * (double)one->count);
        one->cap = gsl_stats_select(&of->amount[first], 1, one->count, at > 0 ? at - 1 : 0);
    }
    for (size_t s = 0; s < DC_SHARES; s++)
        for (size_t i = 0; i < of->share[s].count; i++)
            of->share[s].cell[i].cap = of->all.cell[of->share[s].whole[i]].cap;
}

static void add_part(dc_sales_cell *out, const dc_sales_cell *part)
{
    for (int k = 0; k < 2 * DC_SALES_PERIODS; k++) {
        out->sales[k] += part->sales[k];
        out->squares[k] += part->squares[k];
        out->by_day[k] += part->by_day[k];
        out->invoices[k] += part->invoices[k];
    }
    out->age_most = part->age_most > out->age_most ? part->age_most : out->age_most;
}

typedef void walk(register_of_sales *of, size_t share);

static void walk_shares(register_of_sales *of, walk *way)
{
#pragma omp parallel for schedule(dynamic)
    for (size_t s = 0; s < DC_SHARES; s++)
        way(of, s);
}

dc_sales_cell *dc_sales_cells_make(dc_arena *arena, const dc_book *book, const dc_billing *billing,
                                   const dc_model *model, dc_date end, size_t *count)
{
    register_of_sales *of = dc_heap_alloc(1, sizeof *of);
    of->claims = &book->claims;
    of->billing = billing;
    of->model = model;
    of->end = end;
    for (size_t s = 0; s <= DC_SHARES; s++)
        of->first[s] = dc_share_first(book, s);
    walk_shares(of, count_share);
    join_lists(of);
    place_amounts(of);
    walk_shares(of, list_amounts);
    find_caps(of);
    walk_shares(of, sum_share);
    for (size_t s = 0; s < DC_SHARES; s++) {
        for (size_t i = 0; i < of->share[s].count; i++)
            add_part(&of->all.cell[of->share[s].whole[i]], &of->share[s].cell[i]);
        free_list(&of->share[s]);
    }
    dc_sales_cell *out = dc_arena_alloc(arena, of->all.count + 1, sizeof *out);
    if (of->all.count > 0)
        memcpy(out, of->all.cell, of->all.count * sizeof *out);
    *count = of->all.count;
    free_list(&of->all);
    free(of->amount);
    free(of);
    return out;
}
