/*
 * factors.c - claims that pay faster or slower than their customer's law: multipliers by
 * credibility, one factor after the other, in two sweeps.
 *
 * A factor is in use only where what the older half of the recent days taught told the newer half
 * better than no factor, customer by customer and beyond chance.
 * Source: Buhlmann, "Experience rating and credibility", ASTIN Bulletin 4 (1967) 199-207, in the
 * gamma-Poisson case; docs/FORMULAS.md.
 */
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "effects.h"
#include "text_numbers.h"

enum {
    SWEEPS = 2,
    AMOUNT_CLASSES = 5,
    CLAIMS_LEAST = 200,    /* with fewer nothing is looked at */
    CUSTOMERS_LEAST = 10,  /* as witnesses of a gain */
    DISPUTES_SETTLED = 20, /* exports that take the flag off paid claims tell nothing of disputes */
    STEPS = 64             /* of the pace, in an octave */
};

static const double sureness_least = 3.0;
static const double pace_most = 4.0;

static const int32_t terms_from[] = {INT32_MIN, 8, 21, 36, 51, 76}; /* days */
enum { TERMS_CLASSES = sizeof terms_from / sizeof terms_from[0] };

/* --- classes --- */

static double amount_of(const dc_book *book, size_t claim)
{
    return (double)dc_book_translate(book, book->claims.currency[claim], book->claims.amount[claim])
        .minor;
}

static const char *text_of(const dc_factor *factor, const dc_book *book, size_t claim)
{
    if (factor->kind == DC_FACTOR_COLUMN)
        return book->claims.factor[factor->column][claim];
    return factor->kind == DC_FACTOR_SEGMENT
               ? dc_claim_segment(&book->claims, claim)
               : book->customers.country[book->claims.customer[claim]];
}

static int class_of_number(const dc_factor *factor, double number)
{
    int k = factor->class_count - 1;
    while (k > 0 && number < factor->of[k].least)
        k--;
    return k;
}

static int class_of_text(const dc_factor *factor, const char *text)
{
    for (int k = 0; k < factor->class_count; k++)
        if (factor->of[k].text == text) /* as texts of a book are kept once */
            return k;
    for (int k = 0; k < factor->class_count; k++)
        if (strcmp(factor->of[k].text, text) == 0)
            return k;
    return -1;
}

int dc_factor_class_of(const dc_factor *factor, const dc_book *book, size_t claim)
{
    switch (factor->kind) {
    case DC_FACTOR_AMOUNT: return class_of_number(factor, amount_of(book, claim));
    case DC_FACTOR_DISPUTE: return book->claims.disputed[claim];
    case DC_FACTOR_TERMS:
        return class_of_number(
            factor, dc_date_days_between(book->claims.issued[claim], book->claims.due[claim]));
    case DC_FACTOR_SEGMENT:
    case DC_FACTOR_COUNTRY:
    case DC_FACTOR_COLUMN: return class_of_text(factor, text_of(factor, book, claim));
    case DC_FACTOR_KIND_COUNT: break;
    }
    return -1;
}

/* Fifths of the claims looked at; equal amounts share one. */
static void amount_classes(dc_factor *out, const dc_book *book, const dc_actuals *actuals)
{
    size_t  count = actuals->claim_count, from = 0;
    double *amount = dc_heap_alloc(count, sizeof *amount), smallest = INFINITY;
    for (size_t i = 0; i < count; i++) {
        amount[i] = amount_of(book, actuals->claim[i].claim);
        smallest = fmin(smallest, amount[i]);
    }
    out->class_count = 1;
    out->of[0].least = 0.0;
    for (size_t k = 1; k < AMOUNT_CLASSES; k++) {
        size_t at = k * count / AMOUNT_CLASSES; /* selected: what comes before is not above it */
        double least = gsl_stats_select(&amount[from], 1, count - from, at - from);
        if (least > out->of[out->class_count - 1].least && least > smallest)
            out->of[out->class_count++].least = least;
        from = at;
    }
    free(amount);
}

typedef struct {
    const char *text;
    size_t      count;
} text_count;

static int compare_counts(const void *left, const void *right)
{
    const text_count *a = left, *b = right;
    return a->count != b->count ? (a->count < b->count) - (a->count > b->count)
                                : strcmp(a->text, b->text);
}

static int compare_classes(const void *left, const void *right)
{
    return strcmp(((const dc_factor_class *)left)->text, ((const dc_factor_class *)right)->text);
}

/* The texts met most, by text; claims without or with a rarer one are in no class. */
static void text_classes(dc_factor *out, const dc_book *book, const dc_actuals *actuals)
{
    dc_text_numbers numbers = {0};
    size_t          kinds = 0, capacity = 0;
    text_count     *met = NULL;
    for (size_t i = 0; i < actuals->claim_count; i++) {
        const char *text = text_of(out, book, actuals->claim[i].claim);
        if (!*text)
            continue;
        uint32_t number = dc_text_number(&numbers, text);
        if (number == kinds) {
            met = dc_heap_grow(met, &capacity, kinds + 1, sizeof *met);
            met[kinds++] = (text_count){text, 0};
        }
        met[number].count++;
    }
    if (kinds > 0)
        qsort(met, kinds, sizeof *met, compare_counts);
    for (size_t k = 0; k < kinds && k < DC_FACTOR_CLASSES_MAX; k++)
        out->of[out->class_count++].text = met[k].text;
    qsort(out->of, (size_t)out->class_count, sizeof *out->of, compare_classes);
    dc_text_numbers_free(&numbers);
    free(met);
}

static bool disputes_are_kept(const dc_book *book, const dc_actuals *actuals)
{
    size_t settled = 0;
    for (size_t i = 0; i < actuals->claim_count; i++)
        settled += book->claims.disputed[actuals->claim[i].claim] &&
                   dc_date_is_set(book->claims.closed[actuals->claim[i].claim]);
    return settled >= DISPUTES_SETTLED;
}

static void make_classes(dc_factor *out, const dc_book *book, const dc_actuals *actuals)
{
    switch (out->kind) {
    case DC_FACTOR_AMOUNT: amount_classes(out, book, actuals); return;
    case DC_FACTOR_DISPUTE: out->class_count = disputes_are_kept(book, actuals) ? 2 : 0; return;
    case DC_FACTOR_TERMS:
        out->class_count = TERMS_CLASSES;
        for (int k = 0; k < TERMS_CLASSES; k++)
            out->of[k].least = k > 0 ? terms_from[k] : 0.0;
        return;
    case DC_FACTOR_SEGMENT:
    case DC_FACTOR_COUNTRY:
    case DC_FACTOR_COLUMN: text_classes(out, book, actuals); return;
    case DC_FACTOR_KIND_COUNT: return;
    }
}

/* --- estimation --- */

/* What one customer's claims of a class add in each half of the recent days. */
typedef struct {
    uint32_t customer;
    int      class_number;
    double   actual[2], expected[2];
} cell;

typedef struct {
    size_t count, capacity;
    cell  *of; /* by customer, then class */
} cells;

enum { SHARES = 16 };

typedef struct {
    dc_model         *model;
    const dc_book    *book;
    const dc_actuals *actuals;
    int8_t           *class_of[DC_FACTORS_MAX]; /* of each claim; -1 none */
    double            level[2]; /* of each half: actual over expected of all, no factor's matter */
    cells             share[SHARES]; /* of the factor at hand */
    double           *gain;          /* by customer, scratch */
} estimation;

/* Pace of a claim by all factors in use but one. */
static double others_of(const estimation *at, size_t row, size_t but)
{
    double pace = 1.0;
    for (size_t f = 0; f < at->model->factor_count; f++) {
        if (f == but || !at->model->factor[f].used)
            continue;
        int k = at->class_of[f][row];
        if (k >= 0)
            pace *= at->model->factor[f].of[k].pace;
    }
    return pace;
}

static uint32_t customer_of(const estimation *at, size_t row)
{
    return at->book->claims.customer[at->actuals->claim[row].claim];
}

/* Sums one customer's claims, from `row` on; returns the next customer's first. */
static size_t add_customer(cells *out, const estimation *at, size_t row, size_t factor)
{
    cell     sums[DC_FACTOR_CLASSES_MAX];
    int      count = at->model->factor[factor].class_count;
    uint32_t own = customer_of(at, row), seen = 0;
    for (; row < at->actuals->claim_count && customer_of(at, row) == own; row++) {
        const dc_actual_claim *claim = &at->actuals->claim[row];
        int                    k = at->class_of[factor][row];
        if (k < 0)
            continue;
        if (!(seen & 1u << k))
            sums[k] = (cell){.customer = own, .class_number = k};
        seen |= 1u << k;
        double others = others_of(at, row, factor);
        for (int half = 0; half < 2; half++) {
            sums[k].actual[half] += claim->actual[half];
            sums[k].expected[half] += claim->expected[half] * at->level[half] * others;
        }
    }
    out->of = dc_heap_grow(out->of, &out->capacity, out->count + (size_t)count, sizeof *out->of);
    for (int k = 0; k < count; k++)
        if (seen & 1u << k)
            out->of[out->count++] = sums[k];
    return row;
}

/* The first row of a share: of whole customers, about as many claims each. */
static size_t share_first(const estimation *at, int share)
{
    size_t count = at->actuals->claim_count, row = count / SHARES * (size_t)share;
    if (share >= SHARES)
        return count;
    while (row > 0 && row < count && customer_of(at, row) == customer_of(at, row - 1))
        row++;
    return row;
}

static void make_cells(estimation *at, size_t factor)
{
#pragma omp parallel for schedule(dynamic)
    for (int i = 0; i < SHARES; i++) {
        size_t end = share_first(at, i + 1);
        at->share[i].count = 0;
        for (size_t row = share_first(at, i); row < end;)
            row = add_customer(&at->share[i], at, row, factor);
    }
}

/* Multipliers from the halves told; `dispersion` of customers' sums frees the counts of runs. */
static void fit(dc_factor *factor, const estimation *at, int from, int to)
{
    double sum_actual[DC_FACTOR_CLASSES_MAX] = {0}, sum_expected[DC_FACTOR_CLASSES_MAX] = {0};
    double squares = 0.0, expected = 0.0, actual = 0.0;
    int    count = factor->class_count;
    for (int i = 0; i < SHARES; i++)
        for (size_t j = 0; j < at->share[i].count; j++) {
            const cell *one = &at->share[i].of[j];
            double      came = 0.0, told = 0.0;
            for (int half = from; half <= to; half++) {
                came += one->actual[half];
                told += one->expected[half];
            }
            squares += (came - told) * (came - told);
            sum_actual[one->class_number] += came;
            sum_expected[one->class_number] += told;
        }
    for (int k = 0; k < count; k++) {
        factor->of[k].actual = sum_actual[k];
        factor->of[k].expected = sum_expected[k];
        actual += sum_actual[k];
        expected += sum_expected[k];
    }
    double dispersion = fmax(squares / fmax(expected, 1e-300), 1.0);
    double level = actual / fmax(expected, 1e-300);
    for (int k = 0; k < count; k++) {
        sum_actual[k] /= dispersion;
        sum_expected[k] *= level / dispersion;
    }
    factor->shape = dc_credibility_shape(sum_actual, sum_expected, count);
    for (int k = 0; k < count; k++)
        factor->of[k].pace = dc_credibility(factor->shape, sum_actual[k], sum_expected[k]);
}

/* How surely the older half told the newer one. */
static double sureness_of(const dc_factor *factor, const estimation *at)
{
    dc_factor older = *factor;
    double    log_pace[DC_FACTOR_CLASSES_MAX];
    size_t    count = 0;
    fit(&older, at, 0, 0);
    for (int k = 0; k < factor->class_count; k++)
        log_pace[k] = log(older.of[k].pace);
    for (int i = 0; i < SHARES; i++)
        for (size_t j = 0; j < at->share[i].count;) {
            const cell *one = &at->share[i].of[j];
            uint32_t    customer = one->customer;
            double      gain = 0.0, expected = 0.0;
            for (; j < at->share[i].count && one->customer == customer; j++, one++) {
                int k = one->class_number;
                gain += one->actual[1] * log_pace[k] - one->expected[1] * (older.of[k].pace - 1.0);
                expected += one->expected[1];
            }
            if (expected > 0.0)
                at->gain[count++] = gain;
        }
    return dc_sureness(at->gain, count, CUSTOMERS_LEAST);
}

static void find_levels(estimation *at)
{
    for (int half = 0; half < 2; half++) {
        double actual = 0.0, expected = 0.0;
        for (size_t i = 0; i < at->actuals->claim_count; i++) {
            actual += at->actuals->claim[i].actual[half];
            expected += at->actuals->claim[i].expected[half];
        }
        at->level[half] = expected > 0.0 ? actual / expected : 1.0;
    }
}

/* The factors that divide the claims at all. */
static void list_factors(estimation *at)
{
    dc_model *model = at->model;
    size_t    claims = at->actuals->claim_count;
    int       count = DC_FACTOR_COLUMN + (int)at->book->company.factor_count;
    for (int i = 0; i < count; i++) {
        dc_factor *factor = &model->factor[model->factor_count];
        bool       is_column = i >= DC_FACTOR_COLUMN;
        *factor = (dc_factor){.kind = (dc_factor_kind)(is_column ? DC_FACTOR_COLUMN : i),
                              .column = is_column ? i - DC_FACTOR_COLUMN : 0};
        make_classes(factor, at->book, at->actuals);
        if (factor->class_count < 2)
            continue;
        int8_t *class_of = dc_heap_alloc(claims, sizeof *class_of);
#pragma omp parallel for
        for (size_t j = 0; j < claims; j++)
            class_of[j] = (int8_t)dc_factor_class_of(factor, at->book, at->actuals->claim[j].claim);
        at->class_of[model->factor_count++] = class_of;
    }
}

void dc_factors_learn(dc_model *model, const dc_book *book, const dc_actuals *actuals)
{
    estimation at = {.model = model, .book = book, .actuals = actuals};
    model->factor_count = 0;
    if (actuals->claim_count < CLAIMS_LEAST)
        return;
    at.gain = dc_heap_alloc(actuals->customer_count + 1, sizeof *at.gain);
    find_levels(&at);
    list_factors(&at);
    bool any = true; /* in use: where none is a second sweep finds what the first did */
    for (int sweep = 0; sweep < SWEEPS && any; sweep++) {
        any = false;
        for (size_t f = 0; f < model->factor_count; f++) {
            dc_factor *factor = &model->factor[f];
            make_cells(&at, f);
            factor->sureness = sureness_of(factor, &at);
            fit(factor, &at, 0, 1);
            factor->used = factor->sureness >= sureness_least && isfinite(factor->shape);
            any = any || factor->used;
        }
    }
    for (int i = 0; i < SHARES; i++)
        free(at.share[i].of);
    for (size_t f = 0; f < model->factor_count; f++)
        free(at.class_of[f]);
    free(at.gain);
}

static double in_steps(double octaves)
{
    return exp2(nearbyint(octaves * STEPS) / STEPS);
}

double dc_model_pace(const dc_model *model, const dc_book *book, size_t claim, dc_pace_kind kind)
{
    double octaves = 0.0;
    for (size_t f = 0; f < model->factor_count; f++) {
        const dc_factor *factor = &model->factor[f];
        bool             dispute = factor->kind == DC_FACTOR_DISPUTE;
        if (!factor->used || (kind == DC_PACE_AGAIN && dispute))
            continue;
        bool undisputed = kind == DC_PACE_UNDISPUTED && dispute;
        int  k = undisputed ? 0 : dc_factor_class_of(factor, book, claim);
        if (k >= 0)
            octaves += log2(factor->of[k].pace);
    }
    octaves = fmin(fmax(octaves, -log2(pace_most)), log2(pace_most));
    return in_steps(octaves);
}

double dc_model_pace_ahead(const dc_model *model, const dc_book *book, size_t claim,
                           dc_pace_kind kind)
{
    double of_claim = claim == SIZE_MAX ? 1.0 : dc_model_pace(model, book, claim, kind);
    return of_claim * in_steps(model->drift.log_now / log(2.0));
}
