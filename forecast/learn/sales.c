/*
 * sales.c - growth and noise of sales, by moments and credibility.
 *
 * Each 4-week period k is compared with the same period a year (364 days) before: s_k with s'_k.
 * That takes season and level out.  Amounts are capped at the 95th percentile of the segment, so
 * that a single invoice cannot pass for a trend; growth and noise scale all amounts alike.  With
 * Q the sum of squared amounts of a period times the customers' dispersion (regular.h) - the
 * variance that their number of orders gives, and the slots of the simulator, too -
 *
 *     growth  g = ln (sum s / sum s'),  variance  sum Q / S^2 + sum Q' / S'^2 + noise,
 *     noise   sigma^2 = sum (n/(n-1) e_k^2 - Q_k - G^2 Q'_k) / sum (2 G s_k s'_k),
 *             e_k = s_k - G s'_k,  G = sum s / sum s'.
 *
 * A segment leans on the portfolio by Buhlmann credibility with the variance between segments of
 * DerSimonian and Laird, "Meta-analysis in clinical trials", Controlled Clinical Trials 7 (1986)
 * 177-188.  The portfolio leans on 10 % noise and on no growth: nine ledgers in ten grow with a
 * standard deviation of 10 % a year, one has changed its level (50 %), a contaminated normal prior
 * as of Box and Tiao, "A Bayesian approach to some outlier problems", Biometrika 55 (1968) 119-129.
 */
#include "sales.h"

#include <math.h>
#include <string.h>

#include "regular.h"
#include "sales_cells.h"
#include "sales_season.h"
#include "standing.h"

enum {
    YEAR = DC_SALES_YEAR,
    PERIODS = DC_SALES_PERIODS, /* of a year, each compared with one of the year before */
    GROWTH_PERIODS = 6,         /* the newest ones tell the growth */
    PERIODS_LEAST = 3,          /* and at least 13 weeks more than a year of history: */
    HISTORY_LEAST = YEAR + 91,
    ENTRY_DAYS_MAX = 91,
    THINNER = 8 /* a period with so many times fewer invoices lies before the records begin */
};

static const double entered_share = 0.98;
static const double growth_sd = 0.10, level_sd = 0.50, level_share = 0.10, noise_prior = 0.10;
static const double growth_most = 0.40; /* a jump within the year must not be counted twice */
static const double noise_most = DC_SALES_NOISE_MOST;

/* --- which days are complete ------------------------------------------------------------------ */

/* What stood on the books on their first day was taken over: it says nothing about delays. */
static int32_t first_entered(const dc_claims *claims)
{
    int32_t first = INT32_MAX;
#pragma omp parallel for reduction(min : first)
    for (size_t i = 0; i < claims->count; i++)
        if (claims->entered[i].day < first)
            first = claims->entered[i].day;
    return first;
}

int32_t dc_sales_entry_days(const dc_book *book)
{
    const dc_claims *claims = &book->claims;
    size_t           after[ENTRY_DAYS_MAX + 1] = {0}, all = 0, entered = 0;
    int32_t          first = first_entered(claims);
#pragma omp parallel for reduction(+ : after[:ENTRY_DAYS_MAX + 1], all)
    for (size_t i = 0; i < claims->count; i++) {
        int32_t age = dc_date_days_between(claims->issued[i], book->as_of);
        int32_t days = dc_date_days_between(claims->issued[i], claims->entered[i]);
        if (claims->kind[i] != DC_CLAIM_INVOICE || age < ENTRY_DAYS_MAX || age >= 2 * YEAR ||
            claims->entered[i].day == first)
            continue;
        after[days < ENTRY_DAYS_MAX ? days : ENTRY_DAYS_MAX]++;
        all++;
    }
    int32_t days = 0;
    for (; days < ENTRY_DAYS_MAX; days++)
        if ((double)(entered += after[days]) >= entered_share * (double)all)
            break;
    return days;
}

/* The last day that is complete; a ledger that ended earlier than the as-of date ends there. */
static dc_date last_day(const dc_book *book, int32_t entry_days)
{
    const dc_claims *claims = &book->claims;
    dc_date          end = dc_date_add_days(book->as_of, -entry_days);
    int32_t          newest = INT32_MIN;
#pragma omp parallel for reduction(max : newest)
    for (size_t i = 0; i < claims->count; i++)
        if (claims->kind[i] == DC_CLAIM_INVOICE && claims->issued[i].day > newest)
            newest = claims->issued[i].day;
    return newest > INT32_MIN && newest < end.day ? DC_DATE(newest) : end;
}

/* --- one cell's own estimates ----------------------------------------------------------------- */

static int comparable_periods(const dc_sales_cell *c)
{
    int periods = (c->age_most + 1 - YEAR) / DC_SALES_PERIOD_DAYS;
    if (c->age_most + 1 < HISTORY_LEAST)
        return 0;
    periods = periods < PERIODS ? periods : PERIODS;
    while (periods > 0 && THINNER * c->invoices[PERIODS + periods - 1] < c->invoices[periods - 1])
        periods--;
    return periods >= PERIODS_LEAST ? periods : 0;
}

static double sum_of(const double *values, int count)
{
    double sum = 0.0;
    for (int i = 0; i < count; i++)
        sum += values[i];
    return sum;
}

static double squares_of(const double *values, int count)
{
    double sum = 0.0;
    for (int i = 0; i < count; i++)
        sum += values[i] * values[i];
    return sum;
}

static void estimate_noise(dc_sales_cell *c)
{
    const double *now = c->sales, *before = c->sales + PERIODS;
    double        n = c->periods, products = 0.0, errors = 0.0;
    if (sum_of(before, c->periods) <= 0.0)
        return; /* nothing was sold in the year before: no ratio */
    double ratio = sum_of(now, c->periods) / sum_of(before, c->periods);
    double chance =
        sum_of(c->squares, c->periods) + ratio * ratio * sum_of(c->squares + PERIODS, c->periods);
    for (int k = 0; k < c->periods; k++) {
        double error = now[k] - ratio * before[k];
        errors += error * error * n / (n - 1.0);
        products += 2.0 * ratio * now[k] * before[k];
    }
    if (products <= 0.0)
        return;
    c->noise2 = (errors - chance) / products;
    c->chance2 = chance / products;
    double spread = c->chance2 + noise_prior * noise_prior;
    c->noise2_error2 = 2.0 / n * spread * spread;
}

static void estimate_growth(dc_sales_cell *c, double noise)
{
    int    n = c->periods < GROWTH_PERIODS ? c->periods : GROWTH_PERIODS;
    double now = sum_of(c->sales, n), before = sum_of(c->sales + PERIODS, n);
    if (n == 0 || now <= 0.0 || before <= 0.0)
        return;
    c->growth = log(now / before);
    c->growth_variance =
        (sum_of(c->squares, n) + noise * noise * squares_of(c->sales, n)) / now / now +
        (sum_of(c->squares + PERIODS, n) + noise * noise * squares_of(c->sales + PERIODS, n)) /
            before / before;
}

/* --- credibility ------------------------------------------------------------------------------ */

static double credibility(double between, double within)
{
    return between > 0.0 ? between / (between + within) : 0.0;
}

static double normal_density(double at, double variance)
{
    return exp(-0.5 * at * at / variance) / sqrt(variance);
}

/* Posterior mean of a growth measured with a variance: small ones fade, a new level stays. */
static double believed_growth(double own, double variance)
{
    double usual = growth_sd * growth_sd, level = level_sd * level_sd;
    double as_usual = (1.0 - level_share) * normal_density(own, usual + variance);
    double as_level = level_share * normal_density(own, level + variance);
    double chance = as_usual / (as_usual + as_level);
    return own *
           (chance * credibility(usual, variance) + (1.0 - chance) * credibility(level, variance));
}

/* The noise of all, from the cells' own by precision, leaning on the assumption. */
static void learn_portfolio_noise(dc_sales_habit *all, const dc_sales_cell *cells, size_t count)
{
    double prior2 = noise_prior * noise_prior, weights = 0.0, sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        if (cells[i].noise2_error2 <= 0.0)
            continue;
        weights += 1.0 / cells[i].noise2_error2;
        sum += cells[i].noise2 / cells[i].noise2_error2;
    }
    all->noise_learnt = weights > 0.0;
    double z = weights > 0.0 ? credibility(prior2 * prior2, 1.0 / weights) : 0.0;
    double noise2 = (weights > 0.0 ? z * sum / weights : 0.0) + (1.0 - z) * prior2;
    all->noise = fmin(sqrt(fmax(noise2, 0.0)), noise_most);
}

static double noise_of(const dc_sales_cell *c, const dc_sales_habit *all, size_t comparable)
{
    double between = all->noise * all->noise;
    if (c->noise2_error2 <= 0.0 || comparable < 2)
        return all->noise;
    double spread = c->chance2 + between;
    double z = credibility(between * between, 2.0 / c->periods * spread * spread);
    double noise2 = z * c->noise2 + (1.0 - z) * between;
    return fmin(sqrt(fmax(noise2, 0.0)), noise_most);
}

/* Variance of the cells' true growth, by moments. */
static double between_cells(const dc_sales_cell *cells, size_t count)
{
    double w = 0.0, w2 = 0.0, wg = 0.0, q = 0.0, known = 0.0;
    for (size_t i = 0; i < count; i++) {
        double weight = cells[i].growth_variance > 0.0 ? 1.0 / cells[i].growth_variance : 0.0;
        known += weight > 0.0;
        w += weight;
        w2 += weight * weight;
        wg += weight * cells[i].growth;
    }
    if (known < 2.0)
        return 0.0;
    for (size_t i = 0; i < count; i++)
        if (cells[i].growth_variance > 0.0)
            q += (cells[i].growth - wg / w) * (cells[i].growth - wg / w) / cells[i].growth_variance;
    return fmax(0.0, (q - (known - 1.0)) / (w - w2 / w));
}

static void learn_portfolio_growth(dc_sales_habit *all, const dc_sales_cell *cells, size_t count,
                                   double between)
{
    double weights = 0.0, sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        if (cells[i].growth_variance <= 0.0)
            continue;
        weights += 1.0 / (cells[i].growth_variance + between);
        sum += cells[i].growth / (cells[i].growth_variance + between);
    }
    if (weights <= 0.0)
        return;
    all->growth_learnt = true;
    all->growth_own = sum / weights;
    all->growth_error = sqrt(1.0 / weights);
    all->growth = believed_growth(all->growth_own, 1.0 / weights);
}

static void fill_habit(dc_sales_habit *out, dc_arena *arena, const dc_sales_cell *c,
                       const dc_sales_habit *all, double between)
{
    *out = *all;
    out->segment = dc_arena_copy_text(arena, c->segment);
    out->currency = c->currency;
    out->periods = c->periods;
    out->growth_own = out->growth_error = NAN;
    if (c->growth_variance > 0.0) {
        double z = credibility(between, c->growth_variance);
        out->growth = z * c->growth + (1.0 - z) * all->growth;
        out->growth_own = c->growth;
        out->growth_error = sqrt(c->growth_variance);
    }
    out->growth = fmin(fmax(out->growth, -growth_most), growth_most);
}

static void learn_cells(dc_model *model, dc_sales_cell *cells, size_t count)
{
    dc_sales_habit *all = &model->sales_portfolio;
    size_t          comparable = 0;
    for (size_t i = 0; i < count; i++) {
        cells[i].periods = comparable_periods(&cells[i]);
        if (cells[i].periods > 0)
            estimate_noise(&cells[i]);
        comparable += cells[i].noise2_error2 > 0.0;
        all->periods = cells[i].periods > all->periods ? cells[i].periods : all->periods;
    }
    learn_portfolio_noise(all, cells, count);
    for (size_t i = 0; i < count; i++)
        estimate_growth(&cells[i], noise_of(&cells[i], all, comparable));
    double between = between_cells(cells, count);
    learn_portfolio_growth(all, cells, count, between);
    model->sales_count = count;
    model->sales = dc_arena_alloc(model->arena, count + 1, sizeof *model->sales);
    for (size_t i = 0; i < count; i++) {
        fill_habit(&model->sales[i], model->arena, &cells[i], all, between);
        model->sales[i].noise = noise_of(&cells[i], all, comparable);
    }
    all->growth = fmin(fmax(all->growth, -growth_most), growth_most);
}

void dc_sales_learn(dc_model *model, const dc_book *book, bool assume)
{
    model->sales_portfolio = (dc_sales_habit){
        .segment = "", .growth_own = NAN, .growth_error = NAN, .noise = noise_prior};
    dc_sales_level_assume(&model->sales_level);
    if (assume || !book->has_history)
        return;
    dc_arena *arena = dc_arena_new();
    size_t    cell_count;
    model->entry_days = dc_sales_entry_days(book);
    dc_date           end = last_day(book, model->entry_days);
    const dc_billing *billing = dc_billing_learn(arena, book);
    dc_regular_learn(model, book, billing, end);
    dc_standing_learn(model, book, end);
    dc_sales_cell *cells = dc_sales_cells_make(arena, book, billing, model, end, &cell_count);
    learn_cells(model, cells, cell_count);
    dc_sales_level_learn(model, book, end);
    dc_sales_season_learn(model, book, cells, cell_count, end);
    dc_arena_free(arena);
}

const dc_sales_habit *dc_model_sales(const dc_model *model, const char *segment, uint16_t currency)
{
    size_t from = 0, to = model->sales_count;
    while (from < to) {
        size_t                middle = from + (to - from) / 2;
        const dc_sales_habit *one = &model->sales[middle];
        int                   order = strcmp(one->segment, segment);
        if (order == 0)
            order = one->currency < currency ? -1 : one->currency > currency;
        if (order == 0)
            return one;
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return &model->sales_portfolio;
}
