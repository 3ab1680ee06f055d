/* atoms.c - one expectation step for every customer, lightest atoms dropped. */
#include "atoms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fit.h"

enum { ATOMS_MAX = DC_TYPES_MAX * DC_SHIFTS_MAX };

static const double lightest = 1e-3; /* of the heaviest atom; lighter ones are dropped */

/* What all customers are weighed by. */
typedef struct {
    dc_model        *model;
    const dc_book   *book; /* NULL: nobody has any history */
    const dc_view   *view;
    const dc_chosen *chosen; /* NULL: all customers */
    dc_prior         prior;
    double           doubt; /* entropy of what a customer may be, before its history */
} ground;

/* The atoms of a share of the customers. */
typedef struct {
    const ground *of;
    dc_atom      *atom;
    dc_own_bin   *own;
    size_t        atom_count, atom_capacity, own_count, own_capacity;
} writer;

static uint32_t put_own(writer *out, const dc_own_bin *cell, size_t count)
{
    out->own =
        dc_heap_grow(out->own, &out->own_capacity, out->own_count + count + 1, sizeof *out->own);
    if (count > 0)
        memcpy(&out->own[out->own_count], cell, count * sizeof *cell);
    out->own_count += count;
    return (uint32_t)(out->own_count - count);
}

/* Heaviest first; equals by type and shift. */
static void sort_by_weight(dc_atom *atom, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        dc_atom moved = atom[i];
        size_t  at = i;
        for (; at > 0 && atom[at - 1].weight < moved.weight; at--)
            atom[at] = atom[at - 1];
        atom[at] = moved;
    }
}

/* weight: of all atoms, type by type; the atoms of one shift share their own bins. */
static void put_atoms(writer *out, const double *weight, const dc_own_bin *cell,
                      const size_t *first)
{
    const dc_mixture *mixture = &out->of->model->mixture;
    int               count = mixture->type_count * mixture->shift_count;
    double            most = 0.0, sum = 0.0;
    size_t            from = out->atom_count;
    for (int i = 0; i < count; i++)
        most = fmax(most, weight[i]);
    out->atom = dc_heap_grow(out->atom, &out->atom_capacity, out->atom_count + (size_t)count,
                             sizeof *out->atom);
    for (int shift = 0; shift < mixture->shift_count; shift++) {
        size_t   own_count = first[shift + 1] - first[shift];
        uint32_t first_own = UINT32_MAX;
        for (int type = 0; type < mixture->type_count; type++) {
            double w = weight[type * mixture->shift_count + shift];
            if (w < lightest * most)
                continue;
            if (first_own == UINT32_MAX)
                first_own = put_own(out, &cell[first[shift]], own_count);
            out->atom[out->atom_count++] = (dc_atom){w, first_own, (int16_t)mixture->shift[shift],
                                                     (uint8_t)type, (uint8_t)own_count};
            sum += w;
        }
    }
    for (size_t i = from; i < out->atom_count; i++)
        out->atom[i].weight /= sum;
    sort_by_weight(&out->atom[from], out->atom_count - from);
}

static void prior_weights(double weight[ATOMS_MAX], const dc_mixture *mixture)
{
    for (int g = 0; g < mixture->type_count; g++)
        for (int j = 0; j < mixture->shift_count; j++)
            weight[g * mixture->shift_count + j] = mixture->type_share[g] * mixture->shift_share[j];
}

static void put_portfolio(writer *out)
{
    double weight[ATOMS_MAX];
    size_t first[DC_SHIFTS_MAX + 1] = {0};
    prior_weights(weight, &out->of->model->mixture);
    put_atoms(out, weight, NULL, first);
}

static double entropy_of(const double *weight, int count)
{
    double sum = 0.0;
    for (int i = 0; i < count; i++)
        sum -= weight[i] > 0.0 ? weight[i] * log(weight[i]) : 0.0;
    return sum;
}

/* How much of what is said of a customer is its own: of its table by exposure, of its habit by how
 * much of the doubt about an unknown customer (entropy) its history takes away. */
static double own_share_of(const ground *of, const double *weight, double days)
{
    const dc_mixture *mixture = &of->model->mixture;
    double            width = 0.0, doubt = of->doubt;
    for (int bin = 0; bin < DC_BINS; bin++)
        width += mixture->concentration * dc_bin_width(bin);
    int    atoms = mixture->type_count * mixture->shift_count;
    double left = doubt > 0.0 ? fmin(entropy_of(weight, atoms) / doubt, 1.0) : 1.0;
    return 1.0 - left * width / (days + width);
}

static void put_customer(writer *out, const dc_tally *tally, uint32_t customer)
{
    const dc_mixture *mixture = &out->of->model->mixture;
    int               atoms = mixture->type_count * mixture->shift_count;
    dc_own_bin        cell[DC_SHIFTS_MAX * DC_BINS];
    size_t            first[DC_SHIFTS_MAX + 1] = {0};
    uint8_t           atom[ATOMS_MAX];
    double            weight[ATOMS_MAX], days = tally->at_risk[DC_LATE_DAYS];
    size_t            before = out->atom_count;
    if (days <= 1e-9)
        return;
    for (int j = 0; j < mixture->shift_count; j++)
        first[j + 1] = first[j] + (size_t)dc_tally_bins(&cell[first[j]], tally, mixture->shift[j]);
    for (int i = 0; i < atoms; i++)
        atom[i] = (uint8_t)i;
    dc_atoms_log_weight(weight, atom, atoms, &out->of->prior, cell, first);
    dc_normalise(weight, atoms);
    put_atoms(out, weight, cell, first);
    out->of->model->own_share[customer] = own_share_of(out->of, weight, days);
    /* Counts for now, summed up when all shares are there. */
    out->of->model->first_atom[customer + 1] = (uint32_t)(out->atom_count - before);
}

/* What is open never gets so small that ratios of it would not be numbers. */
static void make_curves(dc_model *model, const dc_prior *prior)
{
    size_t types = (size_t)model->mixture.type_count;
    model->curve = dc_arena_alloc(model->arena, types, sizeof *model->curve);
    for (size_t g = 0; g < types; g++) {
        dc_curve *curve = &model->curve[g];
        double    survived = 0.0;
        int       bin = 1;
        curve->open[0] = 1.0;
        for (int32_t day = 1; day < DC_CURVE_DAYS; day++) {
            if (DC_CURVE_FIRST + day >= dc_bin_edges[bin + 1]) {
                bin++;
                survived = 0.0;
            }
            double alpha = prior->alpha[g][bin], beta = prior->beta[g][bin] + survived++;
            curve->settled[day] = curve->open[day - 1] * (alpha / (alpha + beta));
            curve->open[day] = fmax(curve->open[day - 1] * (beta / (alpha + beta)), 1e-290);
        }
    }
}

static size_t put_next(writer *out, size_t claim)
{
    dc_tally tally;
    uint32_t customer = out->of->book->claims.customer[claim];
    claim = dc_tally_customer(&tally, out->of->book, claim, out->of->view);
    put_customer(out, &tally, customer);
    return claim;
}

static void put_share(writer *out, size_t share)
{
    const dc_book *book = out->of->book;
    size_t         end = dc_share_first(book, share + 1);
    for (size_t claim = dc_share_first(book, share); claim < end;)
        claim = put_next(out, claim);
}

static void put_chosen(writer *out, size_t share)
{
    const dc_chosen *chosen = out->of->chosen;
    size_t           end = chosen->count * (share + 1) / DC_SHARES;
    for (size_t i = chosen->count * share / DC_SHARES; i < end; i++)
        put_next(out, chosen->claim[i]);
}

/* Atoms of all shares in order, the portfolio's last. */
static void join(dc_model *model, const writer *shares, size_t count)
{
    size_t atoms = 0, owns = 0;
    for (size_t s = 0; s < count; s++) {
        atoms += shares[s].atom_count;
        owns += shares[s].own_count;
    }
    model->atom = dc_arena_alloc(model->arena, atoms, sizeof *model->atom);
    model->own = dc_arena_alloc(model->arena, owns + 1, sizeof *model->own);
    atoms = owns = 0;
    for (size_t s = 0; s < count; s++) {
        const writer *from = &shares[s];
        for (size_t i = 0; i < from->atom_count; i++) {
            model->atom[atoms + i] = from->atom[i];
            model->atom[atoms + i].first_own += (uint32_t)owns;
        }
        if (from->own_count > 0)
            memcpy(&model->own[owns], from->own, from->own_count * sizeof *from->own);
        atoms += from->atom_count;
        owns += from->own_count;
    }
    for (size_t c = 1; c <= model->customer_count; c++)
        model->first_atom[c] += model->first_atom[c - 1];
    model->first_atom[model->customer_count + 1] = (uint32_t)atoms;
}

static void make(ground *of)
{
    enum { PORTFOLIO = DC_SHARES };
    dc_model *model = of->model;
    double    weight[ATOMS_MAX];
    writer   *shares = dc_heap_alloc(DC_SHARES + 1, sizeof *shares);
    dc_prior_make(&of->prior, &model->mixture);
    prior_weights(weight, &model->mixture);
    of->doubt = entropy_of(weight, model->mixture.type_count * model->mixture.shift_count);
    model->first_atom =
        dc_arena_alloc(model->arena, model->customer_count + 2, sizeof *model->first_atom);
#pragma omp parallel for schedule(dynamic)
    for (size_t s = 0; s < DC_SHARES; s++) {
        shares[s].of = of;
        if (of->chosen)
            put_chosen(&shares[s], s);
        else if (of->book)
            put_share(&shares[s], s);
    }
    shares[PORTFOLIO].of = of;
    put_portfolio(&shares[PORTFOLIO]);
    join(model, shares, DC_SHARES + 1);
    make_curves(model, &of->prior);
    for (size_t s = 0; s <= PORTFOLIO; s++) {
        free(shares[s].atom);
        free(shares[s].own);
    }
    free(shares);
}

void dc_atoms_make(dc_model *model, const dc_book *book, const dc_view *view,
                   const dc_chosen *chosen)
{
    make(&(ground){.model = model, .book = book, .view = view, .chosen = chosen});
}

dc_chosen dc_choose_customers(dc_arena *arena, const dc_book *book, const bool *wanted)
{
    dc_chosen out = {.claim = NULL};
    size_t    capacity = 0;
    for (size_t claim = 0; claim < book->claims.count; claim = dc_skip_customer(book, claim)) {
        if (!wanted[book->claims.customer[claim]])
            continue;
        out.claim = dc_arena_grow(arena, out.claim, &capacity, out.count + 1, sizeof *out.claim);
        out.claim[out.count++] = claim;
    }
    return out;
}

void dc_atoms_none(dc_model *model)
{
    make(&(ground){.model = model});
}

const dc_atom *dc_model_atoms(const dc_model *model, uint32_t customer, size_t *count)
{
    size_t at = model->customer_count;
    if (customer != UINT32_MAX && model->first_atom[customer] < model->first_atom[customer + 1])
        at = customer;
    *count = model->first_atom[at + 1] - model->first_atom[at];
    return &model->atom[model->first_atom[at]];
}
