/*
 * fit.c - the mixture by expectation and maximisation, deterministic in canonical order.
 *
 * Expectation: posterior weights of each customer's atoms.  Maximisation: the table of a type is
 * the weighted rate of its customers, with over-dispersion weights (customers with much exposure in
 * a bin must not drown the rest) and a little of the pooled table; every sixth round the
 * concentration m with the greatest marginal likelihood on a grid.
 * Source: Williams, "Extra-binomial variation in logistic linear models", Applied Statistics 31
 * (1982) 144-148, for the weights; docs/FORMULAS.md.
 */
#include "fit.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    ATOMS_MAX = DC_TYPES_MAX * DC_SHIFTS_MAX,
    GRID = 14,
    ROUNDS_PER_SEARCH = 6,
    ROUNDS_LEAST = 13,
    ROUNDS_ONWARDS = 4,
    CUSTOMERS_TO_GUIDE = 100,
    CUSTOMERS_TO_SEARCH = 600,
    CUSTOMERS_TO_SHARE = 500 /* below, waking threads costs more than they do */
};

static const double prior_weight = 0.5;   /* of the pooled table in the M-step, per day of width */
static const double assumed_weight = 0.5; /* of the assumed table in that one, in claim-days */
static const double shift_weight = 0.1;   /* of each habit before any customer, in customers */
static const double grid_least = 0.7, grid_most = 200.0; /* of the concentration */
static const double hazard_least = 1e-6, hazard_most = 0.98;
static const double idle_below = 1e-9; /* atoms lighter than this are rest until the next search */

/* What a cell tells of the tables: its counts times the weight against over-dispersion. */
typedef struct {
    double at_risk, settled;
} damped;

typedef struct {
    const dc_history *history;
    dc_mixture       *mixture;
    int               atom_count;   /* types x shifts */
    double           *weight;       /* customer x atom_count: posterior */
    uint8_t          *active;       /* customer x atom_count: atoms looked at, active_count first */
    int              *active_count; /* per customer */
    double           *log_marginal; /* per customer */
    damped           *cell;         /* as history->cell */
    double            pooled[DC_BINS];
} estimation;

static double clip(double hazard)
{
    return fmin(fmax(hazard, hazard_least), hazard_most);
}

void dc_pool(double q[DC_BINS], const double at_risk[DC_BINS], const double settled[DC_BINS])
{
    double assumed[DC_BINS];
    dc_prior_life_table(assumed);
    for (int bin = 0; bin < DC_BINS; bin++)
        q[bin] =
            clip((settled[bin] + assumed_weight * assumed[bin]) / (at_risk[bin] + assumed_weight));
}

static int nearest_shift(const dc_history *history, double days)
{
    int best = 0;
    for (int j = 1; j < history->shift_count; j++)
        if (fabs(days - history->shift[j]) < fabs(days - history->shift[best]))
            best = j;
    return best;
}

static void pool_history(double q[DC_BINS], const dc_history *history)
{
    double at_risk[DC_BINS] = {0}, settled[DC_BINS] = {0};
    int    zero = nearest_shift(history, 0.0);
    for (size_t c = 0; c < history->customer_count; c++) {
        size_t row = c * (size_t)history->shift_count + (size_t)zero;
        for (size_t k = history->first[row]; k < history->first[row + 1]; k++) {
            at_risk[history->cell[k].bin] += history->cell[k].at_risk;
            settled[history->cell[k].bin] += history->cell[k].settled;
        }
    }
    dc_pool(q, at_risk, settled);
}

/* --- where to start: habits at the credible mean of days late, types by spread around it --- */

typedef struct {
    double spread;
    size_t customer;
} ranked;

static int compare_ranked(const void *left, const void *right)
{
    const ranked *a = left, *b = right;
    if (a->spread != b->spread)
        return a->spread < b->spread ? -1 : 1;
    return a->customer < b->customer ? -1 : 1;
}

static void place(estimation *em, const ranked *order, const double *shift, int type_count)
{
    int    shifts = em->history->shift_count;
    size_t count = em->history->customer_count;
    for (size_t rank = 0; rank < count; rank++) {
        size_t  c = order[rank].customer;
        int     type = (int)(rank * (size_t)type_count / count);
        int     habit = nearest_shift(em->history, shift[c]);
        double *weight = &em->weight[c * (size_t)em->atom_count];
        double  sum = 0.0;
        for (int i = 0; i < em->atom_count; i++)
            weight[i] = 1e-3 / shifts;
        weight[type * shifts + habit] += 1.0;
        for (int j = 0; j < shifts; j++) {
            double mean = 0.0;
            for (int g = 0; g < type_count; g++)
                mean += weight[g * shifts + j] / type_count;
            for (int g = 0; g < type_count; g++)
                sum += weight[g * shifts + j] += 0.2 * mean;
        }
        for (int i = 0; i < em->atom_count; i++)
            weight[i] /= sum;
    }
}

static void start(estimation *em, int type_count)
{
    const double          doubt = 2.0; /* settlements' worth of the mean of all */
    const dc_settlements *all = em->history->settlements;
    size_t                count = em->history->customer_count;
    ranked               *order = dc_heap_alloc(count + 1, sizeof *order);
    double               *shift = dc_heap_alloc(count + 1, sizeof *shift);
    double                weight = 0.0, sum = 0.0;
    for (size_t c = 0; c < count; c++) {
        weight += all[c].weight;
        sum += all[c].sum;
    }
    double mean = sum / fmax(weight, 1e-9);
    for (size_t c = 0; c < count; c++) {
        double own = (all[c].sum + doubt * mean) / (all[c].weight + doubt), spread = 0.0;
        for (int i = 0; i < all[c].day_count; i++)
            spread += all[c].share[i] * fabs(all[c].day[i] - own);
        shift[c] = own - mean;
        order[c] = (ranked){spread / fmax(all[c].weight, 1.0) + 1e-6 * (double)c, c};
    }
    qsort(order, count, sizeof *order, compare_ranked);
    place(em, order, shift, type_count);
    free(order);
    free(shift);
}

/* --- expectation --- */

static void look_at_all(estimation *em)
{
    for (size_t c = 0; c < em->history->customer_count; c++) {
        uint8_t *active = &em->active[c * (size_t)em->atom_count];
        for (int i = 0; i < em->atom_count; i++)
            active[i] = (uint8_t)i;
        em->active_count[c] = em->atom_count;
    }
}

static void let_light_atoms_rest(estimation *em)
{
    for (size_t c = 0; c < em->history->customer_count; c++) {
        uint8_t *active = &em->active[c * (size_t)em->atom_count];
        double  *weight = &em->weight[c * (size_t)em->atom_count];
        int      count = 0;
        for (int i = 0; i < em->atom_count; i++) {
            if (weight[i] >= idle_below)
                active[count++] = (uint8_t)i;
            else
                weight[i] = 0.0;
        }
        em->active_count[c] = count;
    }
}

static void expect_customer(estimation *em, const dc_prior *prior, size_t c, bool keep)
{
    const dc_history *history = em->history;
    const uint8_t    *active = &em->active[c * (size_t)em->atom_count];
    double            weight[ATOMS_MAX];
    dc_atoms_log_weight(weight, active, em->active_count[c], prior, history->cell,
                        &history->first[c * (size_t)history->shift_count]);
    em->log_marginal[c] = dc_normalise(weight, em->active_count[c]);
    for (int i = 0; keep && i < em->active_count[c]; i++)
        em->weight[c * (size_t)em->atom_count + active[i]] = weight[i];
}

/* Total log marginal; the sum is taken in canonical order whatever the number of threads. */
static double expect(estimation *em, bool keep)
{
    dc_prior prior;
    double   total = 0.0;
    size_t   count = em->history->customer_count;
    dc_prior_make(&prior, em->mixture);
#pragma omp parallel for schedule(dynamic, 64) if (count >= CUSTOMERS_TO_SHARE)
    for (size_t c = 0; c < count; c++)
        expect_customer(em, &prior, c, keep);
    for (size_t c = 0; c < count; c++)
        total += em->log_marginal[c];
    return total;
}

/* Log marginal of every stride-th customer: a rough guide, quickly. */
static double sample_value(estimation *em, size_t stride)
{
    dc_prior prior;
    double   total = 0.0;
    dc_prior_make(&prior, em->mixture);
    for (size_t c = 0; c < em->history->customer_count; c += stride) {
        expect_customer(em, &prior, c, false);
        total += em->log_marginal[c];
    }
    return total;
}

/* --- maximisation --- */

typedef struct {
    double at_risk[DC_TYPES_MAX][DC_BINS], settled[DC_TYPES_MAX][DC_BINS];
} rates;

/* Anew whenever the concentration has changed. */
static void damp(estimation *em)
{
    const dc_history *history = em->history;
    double            width[DC_BINS];
    for (int bin = 0; bin < DC_BINS; bin++)
        width[bin] = em->mixture->concentration * dc_bin_width(bin);
    for (size_t k = 0; k < history->cell_count; k++) {
        const dc_own_bin *cell = &history->cell[k];
        double w = (width[cell->bin] + 1.0) / (width[cell->bin] + fmax(cell->at_risk, 1.0));
        em->cell[k] = (damped){w * cell->at_risk, w * cell->settled};
    }
}

static void add_customer(rates *out, const estimation *em, size_t c)
{
    const dc_history *history = em->history;
    int               shifts = history->shift_count;
    const double     *weight = &em->weight[c * (size_t)em->atom_count];
    for (int i = 0; i < em->active_count[c]; i++) {
        int     atom = em->active[c * (size_t)em->atom_count + (size_t)i];
        size_t  row = c * (size_t)shifts + (size_t)(atom % shifts);
        double *at_risk = out->at_risk[atom / shifts], *settled = out->settled[atom / shifts];
        for (size_t k = history->first[row]; k < history->first[row + 1]; k++) {
            at_risk[history->cell[k].bin] += weight[atom] * em->cell[k].at_risk;
            settled[history->cell[k].bin] += weight[atom] * em->cell[k].settled;
        }
    }
}

static void maximise_tables(estimation *em)
{
    rates sums = {0};
    for (size_t c = 0; c < em->history->customer_count; c++)
        add_customer(&sums, em, c);
    for (int g = 0; g < em->mixture->type_count; g++)
        for (int bin = 0; bin < DC_BINS; bin++) {
            double w = prior_weight * dc_bin_width(bin);
            em->mixture->hazard[g][bin] =
                clip((sums.settled[g][bin] + w * em->pooled[bin]) / (sums.at_risk[g][bin] + w));
        }
}

static void maximise_shares(estimation *em)
{
    dc_mixture *mixture = em->mixture;
    double      type[DC_TYPES_MAX] = {0}, shift[DC_SHIFTS_MAX] = {0}, sum = 0.0;
    int         shifts = mixture->shift_count;
    size_t      count = em->history->customer_count;
    for (size_t c = 0; c < count; c++)
        for (int i = 0; i < em->atom_count; i++) {
            double weight = em->weight[c * (size_t)em->atom_count + (size_t)i];
            type[i / shifts] += weight;
            shift[i % shifts] += weight;
        }
    for (int g = 0; g < mixture->type_count; g++)
        mixture->type_share[g] = (type[g] + 1.0) / ((double)count + mixture->type_count);
    for (int j = 0; j < shifts; j++) {
        double left = shift[j > 0 ? j - 1 : 0], right = shift[j + 1 < shifts ? j + 1 : j];
        mixture->shift_share[j] = 0.25 * (left + right) + 0.5 * shift[j] + shift_weight;
        sum += mixture->shift_share[j];
    }
    for (int j = 0; j < shifts; j++)
        mixture->shift_share[j] /= sum;
}

static double grid_at(int step)
{
    return exp(log(grid_least) + (log(grid_most) - log(grid_least)) * step / (GRID - 1));
}

static int nearest_step(double concentration)
{
    double at = (log(concentration) - log(grid_least)) / (log(grid_most) - log(grid_least));
    return (int)fmin(fmax(round(at * (GRID - 1)), 0.0), GRID - 1);
}

static double value_at(estimation *em, int step, size_t stride)
{
    em->mixture->concentration = grid_at(step);
    return stride > 1 ? sample_value(em, stride) : expect(em, false);
}

/* Uphill on the grid from `step`, first in strides: the marginal likelihood has one peak in m. */
static int climb(estimation *em, int step, size_t customer_stride)
{
    double here = value_at(em, step, customer_stride);
    for (int stride = 3; stride > 0; stride -= 2) {
        for (int way = -stride; way <= stride; way += 2 * stride) {
            bool moved = false;
            for (; step + way >= 0 && step + way < GRID; step += way, moved = true) {
                double there = value_at(em, step + way, customer_stride);
                if (there <= here)
                    break;
                here = there;
            }
            if (moved)
                break;
        }
    }
    return step;
}

/* Most of the way with a few customers, the rest with enough of them. */
static int maximise_concentration(estimation *em, int step)
{
    size_t count = em->history->customer_count;
    if (count > 2 * CUSTOMERS_TO_GUIDE)
        step = climb(em, step, count / CUSTOMERS_TO_GUIDE);
    step = climb(em, step, count / CUSTOMERS_TO_SEARCH + 1);
    em->mixture->concentration = grid_at(step);
    return step;
}

typedef struct {
    int most, least, per_search;
} rounds;

static double iterate(estimation *em, rounds allowed)
{
    double before = -1e300, now = before;
    int    step = nearest_step(em->mixture->concentration);
    damp(em);
    for (int round = 0; round < allowed.most; round++) {
        bool search = round % allowed.per_search == allowed.per_search - 1;
        maximise_tables(em);
        maximise_shares(em);
        if (search) {
            step = maximise_concentration(em, step);
            damp(em);
        }
        bool all = round == 0 || search;
        if (all)
            look_at_all(em);
        now = expect(em, true);
        if (all)
            let_light_atoms_rest(em);
        if (round >= allowed.least && fabs(now - before) < 2e-5 * fabs(now))
            break;
        before = now;
    }
    return now;
}

static void open_estimation(estimation *em, dc_mixture *mixture, const dc_history *history)
{
    size_t count = history->customer_count;
    int    atoms = mixture->type_count * history->shift_count;
    *em = (estimation){.history = history, .mixture = mixture, .atom_count = atoms};
    em->weight = dc_heap_alloc(count * (size_t)atoms + 1, sizeof *em->weight);
    em->active = dc_heap_alloc(count * (size_t)atoms + 1, sizeof *em->active);
    em->active_count = dc_heap_alloc(count + 1, sizeof *em->active_count);
    em->log_marginal = dc_heap_alloc(count + 1, sizeof *em->log_marginal);
    em->cell = dc_heap_alloc(history->cell_count + 1, sizeof *em->cell);
    pool_history(em->pooled, history);
    look_at_all(em);
}

static void close_estimation(estimation *em)
{
    free(em->weight);
    free(em->active);
    free(em->active_count);
    free(em->log_marginal);
    free(em->cell);
}

double dc_fit(dc_mixture *out, const dc_history *history, int type_count, int rounds_most)
{
    estimation em;
    assert(type_count >= 1 && type_count <= DC_TYPES_MAX && rounds_most > 0);
    *out = (dc_mixture){
        .type_count = type_count, .shift_count = history->shift_count, .concentration = 4.0};
    memcpy(out->shift, history->shift, sizeof out->shift);
    open_estimation(&em, out, history);
    start(&em, type_count);
    double log_marginal = iterate(&em, (rounds){rounds_most, ROUNDS_LEAST, ROUNDS_PER_SEARCH});
    close_estimation(&em);
    return log_marginal;
}

double dc_fit_onwards(dc_mixture *mixture, const dc_history *history)
{
    estimation em;
    assert(mixture->shift_count == history->shift_count);
    open_estimation(&em, mixture, history);
    expect(&em, true);
    let_light_atoms_rest(&em);
    double log_marginal = iterate(&em, (rounds){ROUNDS_ONWARDS, ROUNDS_ONWARDS, ROUNDS_ONWARDS});
    close_estimation(&em);
    return log_marginal;
}
