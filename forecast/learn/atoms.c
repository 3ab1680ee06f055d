/* atoms.c - one expectation step for every customer, lightest atoms dropped. */
#include "atoms.h"

#include <math.h>
#include <string.h>

#include "fit.h"

enum { ATOMS_MAX = DC_TYPES_MAX * DC_SHIFTS_MAX };

static const double lightest = 1e-3; /* of the heaviest atom; lighter ones are dropped */

typedef struct {
    dc_model *model;
    dc_prior  prior;
    size_t    atom_count, atom_capacity, own_count, own_capacity;
    double    doubt; /* entropy of what a customer may be, before its history */
} writer;

static uint32_t put_own(writer *out, const dc_own_bin *cell, size_t count)
{
    dc_model *model = out->model;
    model->own = dc_arena_grow(model->arena, model->own, &out->own_capacity, out->own_count + count,
                               sizeof *model->own);
    if (count > 0)
        memcpy(&model->own[out->own_count], cell, count * sizeof *cell);
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
    dc_model         *model = out->model;
    const dc_mixture *mixture = &model->mixture;
    int               count = mixture->type_count * mixture->shift_count;
    double            most = 0.0, sum = 0.0;
    size_t            from = out->atom_count;
    for (int i = 0; i < count; i++)
        most = fmax(most, weight[i]);
    model->atom = dc_arena_grow(model->arena, model->atom, &out->atom_capacity,
                                out->atom_count + (size_t)count, sizeof *model->atom);
    for (int shift = 0; shift < mixture->shift_count; shift++) {
        size_t   own_count = first[shift + 1] - first[shift];
        uint32_t first_own = UINT32_MAX;
        for (int type = 0; type < mixture->type_count; type++) {
            double w = weight[type * mixture->shift_count + shift];
            if (w < lightest * most)
                continue;
            if (first_own == UINT32_MAX)
                first_own = put_own(out, &cell[first[shift]], own_count);
            model->atom[out->atom_count++] = (dc_atom){w, first_own, (int16_t)mixture->shift[shift],
                                                       (uint8_t)type, (uint8_t)own_count};
            sum += w;
        }
    }
    for (size_t i = from; i < out->atom_count; i++)
        model->atom[i].weight /= sum;
    sort_by_weight(&model->atom[from], out->atom_count - from);
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
    prior_weights(weight, &out->model->mixture);
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
static double own_share_of(const writer *out, const double *weight, double days)
{
    const dc_mixture *mixture = &out->model->mixture;
    double            width = 0.0, doubt = out->doubt;
    for (int bin = 0; bin < DC_BINS; bin++)
        width += mixture->concentration * dc_bin_width(bin);
    int    atoms = mixture->type_count * mixture->shift_count;
    double left = doubt > 0.0 ? fmin(entropy_of(weight, atoms) / doubt, 1.0) : 1.0;
    return 1.0 - left * width / (days + width);
}

static void put_customer(writer *out, const dc_tally *tally, uint32_t customer)
{
    const dc_mixture *mixture = &out->model->mixture;
    int               atoms = mixture->type_count * mixture->shift_count;
    dc_own_bin        cell[DC_SHIFTS_MAX * DC_BINS];
    size_t            first[DC_SHIFTS_MAX + 1] = {0};
    uint8_t           atom[ATOMS_MAX];
    double            weight[ATOMS_MAX], days = tally->at_risk[DC_LATE_DAYS];
    if (days <= 1e-9)
        return;
    for (int j = 0; j < mixture->shift_count; j++)
        first[j + 1] = first[j] + (size_t)dc_tally_bins(&cell[first[j]], tally, mixture->shift[j]);
    for (int i = 0; i < atoms; i++)
        atom[i] = (uint8_t)i;
    dc_atoms_log_weight(weight, atom, atoms, &out->prior, cell, first);
    dc_normalise(weight, atoms);
    put_atoms(out, weight, cell, first);
    out->model->own_share[customer] = own_share_of(out, weight, days);
}

/* What is open never gets so small that ratios of it would not be numbers. */
static void make_curves(dc_model *model, const dc_prior *prior)
{
    size_t types = (size_t)model->mixture.type_count;
    model->curve = dc_arena_alloc(model->arena, types * DC_CURVE_DAYS, sizeof *model->curve);
    for (size_t g = 0; g < types; g++) {
        dc_curve *day = &model->curve[g * DC_CURVE_DAYS];
        double    survived = 0.0;
        int       bin = 1;
        day->open = 1.0;
        for (int32_t late = DC_CURVE_FIRST + 1; late <= DC_CURVE_LAST; late++, day++) {
            if (late >= dc_bin_edges[bin + 1]) {
                bin++;
                survived = 0.0;
            }
            double alpha = prior->alpha[g][bin], beta = prior->beta[g][bin] + survived++;
            day[1].settled = day[0].open * (alpha / (alpha + beta));
            day[1].open = fmax(day[0].open * (beta / (alpha + beta)), 1e-290);
        }
    }
}

static void make(dc_model *model, const dc_book *book, const dc_view *view, const bool *wanted)
{
    writer   out = {.model = model};
    dc_tally tally;
    size_t   claim = 0, customers = model->customer_count;
    double   weight[ATOMS_MAX];
    dc_prior_make(&out.prior, &model->mixture);
    prior_weights(weight, &model->mixture);
    out.doubt = entropy_of(weight, model->mixture.type_count * model->mixture.shift_count);
    model->first_atom = dc_arena_alloc(model->arena, customers + 2, sizeof *model->first_atom);
    for (uint32_t c = 0; c < customers; c++) {
        model->first_atom[c] = (uint32_t)out.atom_count;
        if (!book || claim == book->claims.count || book->claims.customer[claim] != c)
            continue;
        if (wanted && !wanted[c]) {
            claim = dc_skip_customer(book, claim);
            continue;
        }
        claim = dc_tally_customer(&tally, book, claim, view);
        put_customer(&out, &tally, c);
    }
    model->first_atom[customers] = (uint32_t)out.atom_count;
    put_portfolio(&out);
    make_curves(model, &out.prior);
    model->first_atom[customers + 1] = (uint32_t)out.atom_count;
}

void dc_atoms_make(dc_model *model, const dc_book *book, const dc_view *view, const bool *wanted)
{
    make(model, book, view, wanted);
}

void dc_atoms_none(dc_model *model)
{
    make(model, NULL, NULL, NULL);
}

const dc_atom *dc_model_atoms(const dc_model *model, uint32_t customer, size_t *count)
{
    size_t at = model->customer_count;
    if (customer != UINT32_MAX && model->first_atom[customer] < model->first_atom[customer + 1])
        at = customer;
    *count = model->first_atom[at + 1] - model->first_atom[at];
    return &model->atom[model->first_atom[at]];
}
