/*
 * sales_level.c - how far the level of all sales may stray from what is forecast, and stay there.
 *
 * Customers come, go, grow and shrink, and who does so goes on.  With a_c what customer c bought in
 * the last periods and b_c a year before, A and B the sums and G = A / B, what they moved by beside
 * the chance of their orders is
 *
 *     m = (sum (a_c - G b_c)^2 - sum (Q_c + G^2 Q'_c)) / A^2,
 *
 * Q the squared amounts times dispersion (regular.h).  A level that wanders by the variance v a
 * year moves the mean of w years against that of the same a year before by v (1 - w / 3).  To that
 * comes what befalls all customers, and is not seen between them.  The variance leans on an
 * assumption p the more, the fewer customers there are and the more of m is chance c: it weighs
 * n = (sum of sizes)^2 / sum of their squares beside 8 (1 + c / p)^2.
 *
 * A slot repeats the day a year before, times the growth that was seen between the newest half-year
 * and the same a year before, as far as it is trusted.  W a level that wanders by 1 a year, that
 * strays by W(t) - W(t - 1) - z c (mean of W(s) - W(s - 1)), s over the half-year, c how much of a
 * year's growth is applied (slots.c).
 */
#include <math.h>

#include "counts.h"
#include "duecast/standing.h"
#include "sales.h"
#include "sales_cells.h"

enum {
    YEAR = DC_SALES_YEAR,
    PERIODS_LEAST = 3,
    PERIODS_MOST = DC_SALES_PERIODS,
    CUSTOMERS_ASSUMED = 8 /* what is assumed counts as so many */
};

/* A year differs from the one before by 10 % (sales.c), a quarter of the variance by what befalls
 * all customers. */
static const double drift_prior = 0.10, common_share = 0.25;

/* Years that growth is seen over: 6 periods of 4 weeks. */
static const double seen_over = 6.0 * DC_SALES_PERIOD_DAYS / DC_SALES_YEAR;

/* Of one customer, or of all; book currency. */
typedef struct {
    double now, before, chance_now, chance_before;
} two_years;

typedef struct {
    double square, chance_now, chance_before;
    double size, size_square; /* of customers, both years together */
} moved;

static void add_claim(two_years *to, const dc_book *book, const dc_model *model, size_t claim,
                      dc_date end, int32_t window)
{
    const dc_claims *claims = &book->claims;
    int32_t          age = dc_date_days_between(claims->issued[claim], end);
    if (!dc_claim_is_invoice(claims, claim) || age < 0 || age % YEAR >= window || age >= 2 * YEAR)
        return;
    double amount =
        (double)dc_book_translate(book, claims->currency[claim], claims->amount[claim]).minor;
    double chance = amount * amount * model->dispersion[claims->customer[claim]];
    *(age < YEAR ? &to->now : &to->before) += amount;
    *(age < YEAR ? &to->chance_now : &to->chance_before) += chance;
}

static size_t add_customer(two_years *to, const dc_book *book, const dc_model *model, size_t claim,
                           dc_date end, int32_t window)
{
    size_t next = dc_skip_customer(book, claim);
    *to = (two_years){0};
    for (; claim < next; claim++)
        add_claim(to, book, model, claim, end, window);
    return next;
}

static two_years sum_all(const dc_book *book, const dc_model *model, dc_date end, int32_t window)
{
    two_years all = {0};
    for (size_t claim = 0; claim < book->claims.count; claim++)
        add_claim(&all, book, model, claim, end, window);
    return all;
}

static moved sum_moved(const dc_book *book, const dc_model *model, dc_date end, int32_t window,
                       double ratio)
{
    moved out = {0};
    for (size_t claim = 0; claim < book->claims.count;) {
        two_years own;
        claim = add_customer(&own, book, model, claim, end, window);
        double off = own.now - ratio * own.before;
        out.square += off * off;
        double size = own.now + ratio * own.before;
        out.size += size;
        out.size_square += size * size;
        out.chance_now += own.chance_now;
        out.chance_before += own.chance_before;
    }
    return out;
}

/* As many as growth is learnt from, or as the records have where nobody goes on ordering. */
static int compared_periods(const dc_book *book, const dc_model *model, dc_date end)
{
    const dc_claims *claims = &book->claims;
    int32_t          oldest = 0;
    if (model->sales_portfolio.periods > 0)
        return model->sales_portfolio.periods;
    for (size_t claim = 0; claim < claims->count; claim++) {
        int32_t age = dc_date_days_between(claims->issued[claim], end);
        if (dc_claim_is_invoice(claims, claim) && age > oldest)
            oldest = age;
    }
    int32_t periods = (oldest + 1 - YEAR) / DC_SALES_PERIOD_DAYS;
    return periods < PERIODS_MOST ? periods : PERIODS_MOST;
}

/* Variance a year of what customers do one by one; leans on what is assumed. */
static double learn_customers(dc_sales_level *out, const dc_book *book, const dc_model *model,
                              dc_date end, int periods)
{
    double    prior = (1.0 - common_share) * drift_prior * drift_prior;
    int32_t   window = periods * DC_SALES_PERIOD_DAYS;
    two_years all = sum_all(book, model, end, window);
    if (periods < PERIODS_LEAST || all.now <= 0.0 || all.before <= 0.0)
        return prior;
    double ratio = all.now / all.before, a_year = 1.0 - window / (3.0 * YEAR);
    moved  of = sum_moved(book, model, end, window, ratio);
    double unit = all.now * all.now * a_year;
    double chance = (of.chance_now + ratio * ratio * of.chance_before) / unit;
    double own = of.square / unit - chance, less = 1.0 + chance / prior;
    double count = of.size * of.size / of.size_square, assumed = CUSTOMERS_ASSUMED * less * less;
    out->learnt = count >= assumed;
    return fmax((count * own + assumed * prior) / (count + assumed), 0.0);
}

void dc_sales_level_assume(dc_sales_level *out)
{
    *out = (dc_sales_level){.drift = drift_prior};
}

void dc_sales_level_learn(dc_model *model, const dc_book *book, dc_date end)
{
    dc_sales_level       *out = &model->sales_level;
    const dc_sales_habit *all = &model->sales_portfolio;
    double                prior = drift_prior * drift_prior;
    double                drift = common_share * prior +
                   learn_customers(out, book, model, end, compared_periods(book, model, end));
    out->drift = fmin(sqrt(drift), DC_SALES_NOISE_MOST);
    if (!all->growth_learnt)
        return;
    out->trust = prior / (prior + all->growth_error * all->growth_error);
    out->error = all->growth_error;
}

/* Mean over s, the time growth was seen over, of how much of the `lag` years before t lies within
 * the year before s, by the middle of that time. */
static double shared(double years, double lag)
{
    double from = fmax(years - lag, -1.0 - 0.5 * seen_over), to = fmin(years, -0.5 * seen_over);
    return fmax(to - from, 0.0);
}

double dc_sales_level_ahead(const dc_sales_level *level, int32_t days)
{
    int32_t period = days > 0 ? (days - 1) / DC_SALES_PERIOD_DAYS : 0;
    double  years = (period + 0.5) * DC_SALES_PERIOD_DAYS / YEAR, lag = ceil(years);
    double  applied = level->trust * (lag - years + (1.0 - exp2(-years)) / log(2.0));
    double  wanders =
        lag - 2.0 * applied * shared(years, lag) + applied * applied * (1.0 - seen_over / 3.0);
    return sqrt(level->drift * level->drift * wanders +
                applied * applied * level->error * level->error);
}
