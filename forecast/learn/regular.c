/*
 * regular.c - the dispersion of each customer's invoices: what is invoiced in a period varies by
 * that share of what it would with a random (Poisson) number of the same invoices.
 *
 * Periods are 4 weeks, of customers invoiced by the month months of their billing (billing.h), 24
 * at most.  With S_k what was invoiced in period k and Q_k the sum of squared amounts
 *
 *     D = sum (S_k - S_k+1)^2 / 2 / ((K - 1) / K sum Q_k),
 *
 * which neither growth nor season spoils: von Neumann, "Distribution of the ratio of the mean
 * square successive difference to the variance", Annals of Mathematical Statistics 12 (1941)
 * 367-395.  Nearly all customers of real ledgers order by chance, D about 1; so 1 it is, unless so
 * small a D hardly comes by chance.
 *
 * Who is invoiced by the year has too few for that: each of n days of invoicing has come again a
 * year later to the week, by a day of its own.  D is then 1 / (n + 1), as if the next failed to.
 */
#include "regular.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "counts.h"

enum {
    PERIODS_MOST = 24,
    PERIODS_LEAST = 7,
    INVOICES_LEAST = 8,
    STEPS = 20, /* sizes that are told apart: laws are made for each */
    YEAR = 365,
    NEAR_DAYS = 7,        /* off the day a year later */
    YEARLY_DAYS_MOST = 12 /* of three years; who has more is not invoiced by the year */
};

static const double by_chance = 0.002; /* so few of those who order by chance pass for regular */

typedef struct {
    double sales[PERIODS_MOST], squares[PERIODS_MOST];
    int    invoices, periods; /* periods: the customer's whole ones */
    int    by_now, again;     /* that should have come again by now if yearly, that did */
} history;

/* Days of invoicing, of who has few. */
typedef struct {
    int32_t age[YEARLY_DAYS_MOST];
    bool    taken[YEARLY_DAYS_MOST];
    int     count;
} days_of_years;

typedef struct {
    const dc_book    *book;
    const dc_billing *billing;
    dc_date           end;
    double            most[PERIODS_MOST + 1]; /* D that is told from chance, by periods */
} register_of_orders;

/* Which month of billing an invoice is of: 0 until it would have come again. */
static int32_t month_of(const register_of_orders *of, uint32_t customer, dc_date issued)
{
    int32_t months = dc_date_days_between(issued, of->end) / 31;
    months = months > 1 ? months : 1;
    while (months <= PERIODS_MOST &&
           dc_billing_again(of->billing, customer, issued, months).day <= of->end.day)
        months++;
    return months - 1;
}

/* Days before the end; those of other claims below 0. */
static int32_t age_of(const register_of_orders *of, size_t claim)
{
    const dc_claims *claims = &of->book->claims;
    return dc_claim_is_invoice(claims, claim) ? dc_date_days_between(claims->issued[claim], of->end)
                                              : -1;
}

static int32_t period_of(const register_of_orders *of, size_t claim)
{
    const dc_claims *claims = &of->book->claims;
    uint32_t         customer = claims->customer[claim];
    int32_t          age = age_of(of, claim);
    if (age < 0)
        return -1;
    if (dc_billing_by_month(of->billing, customer))
        return month_of(of, customer, claims->issued[claim]);
    return age / DC_SALES_PERIOD_DAYS;
}

/* The distinct days of a customer's invoices of the last years; false where they are many. */
static bool gather_days(days_of_years *out, const register_of_orders *of, size_t first, size_t end)
{
    out->count = 0;
    for (size_t claim = first; claim < end; claim++) {
        int32_t age = age_of(of, claim);
        bool    known = age < 0 || age >= 3 * YEAR + NEAR_DAYS;
        for (int i = 0; i < out->count && !known; i++)
            known = out->age[i] == age;
        if (known)
            continue;
        if (out->count == YEARLY_DAYS_MOST)
            return false;
        out->age[out->count++] = age;
    }
    return true;
}

/* Takes the day a year after this age, where there is one that answers no other yet. */
static bool came_again(days_of_years *days, int32_t age)
{
    for (int i = 0; i < days->count; i++)
        if (!days->taken[i] && abs(age - YEAR - days->age[i]) <= NEAR_DAYS)
            return days->taken[i] = true;
    return false;
}

/* Of few invoices alone: others tell more by their periods. */
static void look_for_years(history *out, const register_of_orders *of, size_t first, size_t end)
{
    days_of_years days = {.count = 0};
    if (out->invoices >= INVOICES_LEAST || !gather_days(&days, of, first, end))
        return;
    for (int i = 0; i < days.count; i++) {
        bool by_now = days.age[i] > YEAR + NEAR_DAYS;
        out->by_now += by_now;
        out->again += by_now && came_again(&days, days.age[i]);
    }
}

/* The period of the first invoice may have been entered half way: only those after it count. */
static void gather(history *out, const register_of_orders *of, size_t first, size_t end)
{
    *out = (history){0};
    for (size_t claim = first; claim < end; claim++) {
        int32_t period = period_of(of, claim);
        if (period < 0)
            continue;
        out->periods = period > out->periods ? period : out->periods;
        if (period >= PERIODS_MOST)
            continue;
        double amount = (double)dc_book_translate(of->book, of->book->claims.currency[claim],
                                                  of->book->claims.amount[claim])
                            .minor;
        out->sales[period] += amount;
        out->squares[period] += amount * amount;
        out->invoices++;
    }
    out->periods = out->periods < PERIODS_MOST ? out->periods : PERIODS_MOST;
    look_for_years(out, of, first, end);
}

static double in_steps(double dispersion)
{
    return fmin(ceil(dispersion * STEPS) / STEPS, 1.0);
}

/* Invoices of the same week of the year by chance, as often as there are. */
static double dispersion_of_years(const history *seen)
{
    double a_year = seen->by_now / 2.0, near = (2.0 * NEAR_DAYS + 1.0) / YEAR;
    if (seen->again < seen->by_now || pow(a_year * near, seen->by_now) > by_chance)
        return 1.0;
    return in_steps(1.0 / (seen->by_now + 1.0));
}

/* One period more is taken to have strayed by chance: a short record is no proof. */
static double dispersion_of(const register_of_orders *of, const history *seen)
{
    double changes = 0.0, squares = 0.0, periods = seen->periods;
    if (seen->invoices < INVOICES_LEAST)
        return dispersion_of_years(seen);
    if (seen->periods < PERIODS_LEAST)
        return 1.0;
    for (int k = 0; k < seen->periods; k++) {
        double change = k > 0 ? seen->sales[k] - seen->sales[k - 1] : 0.0;
        changes += 0.5 * change * change;
        squares += seen->squares[k];
    }
    double mean = squares / periods, chance = mean * (periods - 1.0);
    if (chance <= 0.0 || changes / chance > of->most[seen->periods])
        return 1.0;
    double one = (changes + mean) / (chance + mean);
    return in_steps(one);
}

/* D by chance has mean 1 and about the variance (3 K - 4) / (K - 1)^2: a chi-squared law. */
static void find_limits(register_of_orders *of)
{
    for (int k = PERIODS_LEAST; k <= PERIODS_MOST; k++) {
        double freedom = 2.0 * (k - 1.0) * (k - 1.0) / (3.0 * k - 4.0);
        of->most[k] = gsl_cdf_chisq_Pinv(by_chance, freedom) / freedom;
    }
}

void dc_regular_learn(dc_model *model, const dc_book *book, const dc_billing *billing, dc_date end)
{
    register_of_orders of = {.book = book, .billing = billing, .end = end};
    size_t             regular = 0;
    find_limits(&of);
    model->dispersion =
        dc_arena_alloc(model->arena, book->customers.count, sizeof *model->dispersion);
    for (size_t c = 0; c < book->customers.count; c++)
        model->dispersion[c] = 1.0;
#pragma omp parallel for schedule(dynamic) reduction(+ : regular)
    for (size_t share = 0; share < DC_SHARES; share++) {
        size_t last = dc_share_first(book, share + 1);
        for (size_t claim = dc_share_first(book, share), next; claim < last; claim = next) {
            history seen;
            next = dc_skip_customer(book, claim);
            gather(&seen, &of, claim, next);
            double one = dispersion_of(&of, &seen);
            model->dispersion[book->claims.customer[claim]] = one;
            regular += one < 1.0;
        }
    }
    model->regular_customers = regular;
}
