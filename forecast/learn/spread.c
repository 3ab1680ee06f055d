/*
 * spread.c - what paths leave out: a customer's habit is never quite certain, and drawing its type
 * and shift once a path would tie its claims together.
 */
#include <math.h>
#include <string.h>

#include "duecast/model.h"

enum { DAYS = 28 };

/* The chance under one atom: the model of a single customer who is nothing else. */
static double chance_of(const dc_model *model, const dc_book *book, uint32_t atom, size_t claim)
{
    double   paid[DAYS + 1], lost[DAYS + 1];
    uint32_t first_atom[] = {0, 1};
    dc_law   law = {DAYS, paid, lost};
    dc_model one = *model;
    dc_atom  own = model->atom[atom];
    own.weight = 1.0;
    one.customer_count = 0;
    one.first_atom = first_atom;
    one.atom = &own;
    dc_law_fill(&law, &one,
                &(dc_law_ask){UINT32_MAX,
                              dc_date_days_between(book->as_of, book->claims.due[claim]), 1,
                              dc_model_pace_ahead(model, book, claim, DC_PACE_OF_CLAIM), 1.0,
                              dc_model_acted(model, book, claim, book->as_of)},
                NULL, book->as_of);
    return paid[DAYS];
}

static bool is_open(const dc_book *book, size_t claim)
{
    return book->claims.kind[claim] == DC_CLAIM_INVOICE && book->claims.open[claim].minor > 0;
}

/* Adds the variance of cash with claims apart, and what drawing the customer's atom adds. */
static void add_customer(double *apart, double *together, const dc_model *model,
                         const dc_book *book, size_t from, size_t to)
{
    size_t         count;
    uint32_t       customer = book->claims.customer[from];
    const dc_atom *atom = dc_model_atoms(model, customer, &count);
    uint32_t       first = (uint32_t)(atom - model->atom);
    dc_arena      *arena = dc_arena_new();
    double        *mean = dc_arena_alloc(arena, to - from, sizeof *mean), all = 0.0;
    double         squares = 0.0, own_squares = 0.0;
    for (size_t k = 0; k < count; k++) {
        double sum = 0.0;
        for (size_t i = from; i < to; i++) {
            if (!is_open(book, i))
                continue;
            double amount =
                (double)dc_book_translate(book, book->claims.currency[i], book->claims.open[i])
                    .minor;
            double paid = amount * chance_of(model, book, first + (uint32_t)k, i);
            mean[i - from] += atom[k].weight * paid;
            own_squares += atom[k].weight * paid * paid;
            sum += paid;
        }
        all += atom[k].weight * sum;
        squares += atom[k].weight * sum * sum;
    }
    for (size_t i = from; i < to; i++) {
        double amount =
            (double)dc_book_translate(book, book->claims.currency[i], book->claims.open[i]).minor;
        *apart += mean[i - from] * (amount - mean[i - from]);
        own_squares -= mean[i - from] * mean[i - from];
    }
    *together += (squares - all * all) - own_squares;
    dc_arena_free(arena);
}

double dc_model_habits_widen(const dc_model *model, const dc_book *book)
{
    const dc_claims *claims = &book->claims;
    double           apart = 0.0, together = 0.0;
    for (size_t from = 0, to; from < claims->count; from = to) {
        bool any = false;
        for (to = from; to < claims->count && claims->customer[to] == claims->customer[from]; to++)
            any |= is_open(book, to);
        if (any)
            add_customer(&apart, &together, model, book, from, to);
    }
    return apart > 0.0 ? sqrt(fmax(1.0 + together / apart, 0.0)) - 1.0 : 0.0;
}
