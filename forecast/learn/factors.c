/*
 * factors.c - claims that pay faster or slower than their customer's law: multipliers by
 * credibility, one factor after the other, in two sweeps.
 *
 * A factor is in use only where what the older half of the recent days taught told the newer half
 * better than no factor, customer by customer and beyond chance.
 * Source: Buhlmann, "Experience rating and credibility", ASTIN Bulletin 4 (1967) 199-207, in the
 * gamma-Poisson case; docs/FORMULAS.md.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "effects.h"

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
               ? book->claims.segment[claim]
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

static int compare_numbers(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Fifths of the claims looked at; equal amounts share one. */
static void amount_classes(dc_factor *out, const dc_book *book, const dc_actuals *actuals)
{
    size_t  count = actuals->claim_count;
    double *amount = dc_heap_alloc(count, sizeof *amount);
    for (size_t i = 0; i < count; i++)
        amount[i] = amount_of(book, actuals->claim[i].claim);
    qsort(amount, count, sizeof *amount, compare_numbers);
    out->class_count = 1;
    out->of[0].least = 0.0;
    for (size_t k = 1; k < AMOUNT_CLASSES; k++) {
        double least = amount[k * count / AMOUNT_CLASSES];
        if (least > out->of[out->class_count - 1].least && least > amount[0])
            out->of[out->class_count++].least = least;
    }
    free(amount);
}

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
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
    size_t       count = actuals->claim_count, kinds = 0;
    const char **text = dc_heap_alloc(count, sizeof *text);
    text_count  *met = dc_heap_alloc(count, sizeof *met);
    for (size_t i = 0; i < count; i++)
        text[i] = text_of(out, book, actuals->claim[i].claim);
    qsort(text, count, sizeof *text, compare_texts);
    for (size_t i = 0; i < count; i++) {
        if (!*text[i])
            continue;
        if (kinds == 0 || strcmp(met[kinds - 1].text, text[i]) != 0)
            met[kinds++] = (text_count){text[i], 0};
        met[kinds - 1].count++;
    }
    qsort(met, kinds, sizeof *met, compare_counts);
    for (size_t k = 0; k < kinds && k < DC_FACTOR_CLASSES_MAX; k++)
        out->of[out->class_count++].text = met[k].text;
    qsort(out->of, (size_t)out->class_count, sizeof *out->of, compare_classes);
    free(text);
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

typedef struct {
    dc_model         *model;
    const dc_book    *book;
    const dc_actuals *actuals;
    int8_t           *class_of[DC_FACTORS_MAX]; /* of each claim; -1 none */
    double            level[2]; /* of each half: actual over expected of all, no factor's matter */
    double           *gain;     /* by customer, scratch */
} estimation;

/* Pace of a claim by all factors in use but one. */
static double others_of(const estimation *at, size_t row, size_t but)
{
    double pace = 1.0;
    for (size_t f = 0; f < at->model->factor_count; f++) {
        int k = at->class_of[f][row];
        if (f != but && at->model->factor[f].used && k >= 0)
            pace *= at->model->factor[f].of[k].pace;
    }
    return pace;
}

/* What one customer's claims add to each class, halves from .. to. */
typedef struct {
    double actual[DC_FACTOR_CLASSES_MAX], expected[DC_FACTOR_CLASSES_MAX];
} class_sums;

/* Sums one customer's claims, from `row` on; returns the next customer's first. */
static size_t sum_customer(class_sums *out, const estimation *at, size_t row, size_t factor,
                           int from, int to)
{
    const dc_actual_claim *claim = at->actuals->claim;
    const uint32_t        *customer = at->book->claims.customer;
    uint32_t               own = customer[claim[row].claim];
    memset(out, 0, sizeof *out);
    for (; row < at->actuals->claim_count && customer[claim[row].claim] == own; row++) {
        int k = at->class_of[factor][row];
        if (k < 0)
            continue;
        double others = others_of(at, row, factor);
        for (int half = from; half <= to; half++) {
            out->actual[k] += claim[row].actual[half];
            out->expected[k] += claim[row].expected[half] * at->level[half] * others;
        }
    }
    return row;
}

/* Multipliers from the halves told; `dispersion` of customers' sums frees the counts of runs. */
static void fit(dc_factor *factor, const estimation *at, size_t number, int from, int to)
{
    class_sums one, all = {{0}, {0}};
    double     squares = 0.0, expected = 0.0, actual = 0.0;
    int        count = factor->class_count;
    for (size_t row = 0; row < at->actuals->claim_count;) {
        row = sum_customer(&one, at, row, number, from, to);
        for (int k = 0; k < count; k++) {
            double more = one.actual[k] - one.expected[k];
            squares += more * more;
            all.actual[k] += one.actual[k];
            all.expected[k] += one.expected[k];
        }
    }
    for (int k = 0; k < count; k++) {
        factor->of[k].actual = all.actual[k];
        factor->of[k].expected = all.expected[k];
        actual += all.actual[k];
        expected += all.expected[k];
    }
    double dispersion = fmax(squares / fmax(expected, 1e-300), 1.0);
    double level = actual / fmax(expected, 1e-300);
    for (int k = 0; k < count; k++) {
        all.actual[k] /= dispersion;
        all.expected[k] *= level / dispersion;
    }
    factor->shape = dc_credibility_shape(all.actual, all.expected, count);
    for (int k = 0; k < count; k++)
        factor->of[k].pace = dc_credibility(factor->shape, all.actual[k], all.expected[k]);
}

/* How surely the older half told the newer one. */
static double sureness_of(const dc_factor *factor, const estimation *at, size_t number)
{
    dc_factor  older = *factor;
    class_sums one;
    size_t     count = 0;
    fit(&older, at, number, 0, 0);
    for (size_t row = 0; row < at->actuals->claim_count;) {
        double gain = 0.0, expected = 0.0;
        row = sum_customer(&one, at, row, number, 1, 1);
        for (int k = 0; k < factor->class_count; k++) {
            gain +=
                one.actual[k] * log(older.of[k].pace) - one.expected[k] * (older.of[k].pace - 1.0);
            expected += one.expected[k];
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
    for (int sweep = 0; sweep < SWEEPS; sweep++)
        for (size_t f = 0; f < model->factor_count; f++) {
            dc_factor *factor = &model->factor[f];
            factor->sureness = sureness_of(factor, &at, f);
            fit(factor, &at, f, 0, 1);
            factor->used = factor->sureness >= sureness_least && isfinite(factor->shape);
        }
    for (size_t f = 0; f < model->factor_count; f++)
        free(at.class_of[f]);
    free(at.gain);
}

double dc_model_pace(const dc_model *model, const dc_book *book, size_t claim, bool again)
{
    double octaves = 0.0;
    for (size_t f = 0; f < model->factor_count; f++) {
        const dc_factor *factor = &model->factor[f];
        if (!factor->used || (again && factor->kind == DC_FACTOR_DISPUTE))
            continue;
        int k = dc_factor_class_of(factor, book, claim);
        if (k >= 0)
            octaves += log2(factor->of[k].pace);
    }
    octaves = fmin(fmax(octaves, -log2(pace_most)), log2(pace_most));
    return exp2(nearbyint(octaves * STEPS) / STEPS);
}
