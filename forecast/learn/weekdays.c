/*
 * weekdays.c - on which days of the week payments come, of all customers and of each.
 *
 * Days on which a customer paid are counted, not payments: bills paid in one run are one decision.
 * Source: the Dirichlet-multinomial (Polya) law, Mosimann, Biometrika 49 (1962) 65-82.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "effects.h"
#include "powers.h"

enum {
    PAYMENTS_LEAST = 50,         /* with fewer all days of the week are alike */
    CUSTOMER_PAYMENTS_LEAST = 5, /* with fewer a customer has the portfolio's week */
    CUSTOMERS_TO_COMPARE = 1000
};

static const double doubt = 20.0; /* payments spread evenly that lean on the portfolio's week */
static const double gain_least = 11.25; /* chi-square of 6 degrees of freedom beyond .999, halved */
static const double kappa_gain_least = 5.0; /* likewise of 1 degree, at its edge, beyond .999 */
static const double kappa_least = 0.2, kappa_most = 2000.0;
static const double departure_least = 0.1; /* of a power, for a week to be worth its own */

static double sum_of(const double value[7])
{
    double sum = 0.0;
    for (int j = 0; j < 7; j++)
        sum += value[j];
    return sum;
}

static uint32_t count_of(const uint32_t paid[7])
{
    uint32_t sum = 0;
    for (int j = 0; j < 7; j++)
        sum += paid[j];
    return sum;
}

static void bring_to_mean_one(double power[7])
{
    double sum = sum_of(power);
    for (int j = 0; j < 7; j++)
        power[j] *= 7.0 / sum;
}

void dc_week_of_customer(dc_week *out, double kappa, const double p[7], const uint32_t paid[7],
                         const double expected[7])
{
    double n = count_of(paid), all = sum_of(expected);
    for (int j = 0; j < 7; j++) {
        double share = all > 0.0 ? expected[j] / all : 1.0 / 7.0;
        out->power[j] = (kappa * p[j] + paid[j]) / (kappa / 7.0 + n * share);
    }
    bring_to_mean_one(out->power);
}

/* Where the days lie that a customer's claims were to be settled on, tilted by the portfolio's
 * week; no day is quite impossible. */
static void tilt(double q[7], const double p[7], const double expected[7])
{
    const double least = 1e-3;
    double       all = fmax(sum_of(expected), 1e-300), sum = 0.0;
    for (int j = 0; j < 7; j++) {
        q[j] = fmax(p[j] * expected[j] / all, least / 7.0);
        sum += q[j];
    }
    for (int j = 0; j < 7; j++)
        q[j] /= sum;
}

double dc_week_gain(double kappa, const double p[7], const uint32_t paid[7],
                    const double expected[7])
{
    const double many = 1e200, few = 1e-200; /* logarithms are taken before products end */
    double       q[7], gain = 0.0, scale = 1.0;
    uint32_t     seen = 0;
    tilt(q, p, expected);
    for (int j = 0; j < 7; j++)
        for (uint32_t i = 0; i < paid[j]; i++, seen++) {
            scale *= (1.0 + i / (kappa * q[j])) / (1.0 + seen / kappa);
            if (scale < few || scale > many) {
                gain += log(scale);
                scale = 1.0;
            }
        }
    return gain + log(scale);
}

typedef struct {
    const dc_actual_customer **customer;
    size_t                     count;
    double                     p[7];
} comparison;

static double gain_of_all(double kappa, void *context)
{
    const comparison *all = context;
    double            sum = 0.0;
    for (size_t i = 0; i < all->count; i++)
        sum += dc_week_gain(kappa, all->p, all->customer[i]->paid, all->customer[i]->expected);
    return sum;
}

/* Where days of the month decide, weekdays are those days' alone. */
static bool tells(const dc_days *days, const dc_actual_customer *customer)
{
    return count_of(customer->paid) >= CUSTOMER_PAYMENTS_LEAST &&
           !dc_pays_on_days(days, customer->customer);
}

/* How much customers differ; INFINITY where it is not more than chance. */
static double find_kappa(const dc_days *days, const dc_actuals *actuals, const double p[7])
{
    comparison all = {.customer = dc_heap_alloc(actuals->customer_count + 1, sizeof(void *))};
    memcpy(all.p, p, sizeof all.p);
    for (size_t i = 0; i < actuals->customer_count; i++)
        if (tells(days, &actuals->customer[i]))
            all.customer[all.count++] = &actuals->customer[i];
    size_t stride = (all.count + CUSTOMERS_TO_COMPARE - 1) / CUSTOMERS_TO_COMPARE, kept = 0;
    for (size_t i = 0; i < all.count; i += stride)
        all.customer[kept++] = all.customer[i];
    all.count = kept;
    double kappa = kept > 0 ? dc_maximise(gain_of_all, &all, kappa_least, kappa_most) : INFINITY;
    if (kept > 0 && gain_of_all(kappa, &all) < kappa_gain_least)
        kappa = INFINITY;
    free(all.customer);
    return kappa;
}

/* The portfolio's week; false where its days do not differ beyond chance. */
static bool learn_portfolio(dc_week *out, const dc_days *days, const dc_actuals *actuals,
                            size_t *payments)
{
    double paid[7] = {0}, expected[7] = {0}, gain = 0.0;
    for (size_t i = 0; i < actuals->customer_count; i++) {
        const dc_actual_customer *from = &actuals->customer[i];
        double                    n = count_of(from->paid), all = sum_of(from->expected);
        *payments += count_of(from->paid);
        if (dc_pays_on_days(days, from->customer))
            continue;
        for (int j = 0; j < 7 && all > 0.0; j++) {
            paid[j] += from->paid[j];
            expected[j] += n * from->expected[j] / all;
        }
    }
    for (int j = 0; j < 7; j++)
        out->power[j] = (doubt / 7.0 + paid[j]) / (doubt / 7.0 + expected[j]);
    bring_to_mean_one(out->power);
    for (int j = 0; j < 7; j++)
        gain += paid[j] * log(out->power[j]) - expected[j] * (out->power[j] - 1.0);
    bool sure = gain >= gain_least && *payments >= PAYMENTS_LEAST;
    for (int j = 0; j < 7 && !sure; j++)
        out->power[j] = 1.0;
    return sure;
}

static bool departs(const dc_week *own, const dc_week *portfolio)
{
    for (int j = 0; j < 7; j++)
        if (fabs(own->power[j] - portfolio->power[j]) > departure_least)
            return true;
    return false;
}

static void learn_customers(dc_days *days, const dc_actuals *actuals, const dc_week *portfolio,
                            const double p[7])
{
    for (size_t i = 0; i < actuals->customer_count; i++) {
        const dc_actual_customer *from = &actuals->customer[i];
        dc_week                  *own = &days->week[days->week_count];
        if (dc_pays_on_days(days, from->customer))
            days->week_of[from->customer] = UINT32_MAX;
        if (!isfinite(days->concentration) || !tells(days, from))
            continue;
        dc_week_of_customer(own, days->concentration, p, from->paid, from->expected);
        if (!departs(own, portfolio))
            continue;
        days->week_of[from->customer] = (uint32_t)days->week_count++;
    }
}

void dc_weekdays_learn(dc_model *model, const dc_actuals *actuals)
{
    dc_days *days = &model->days;
    dc_week  portfolio = {{0.0}};
    double   p[7];
    bool     sure = learn_portfolio(&portfolio, days, actuals, &days->payments);
    for (int j = 0; j < 7; j++)
        p[j] = portfolio.power[j] / 7.0;
    days->concentration = INFINITY;
    if (days->payments >= PAYMENTS_LEAST)
        days->concentration = find_kappa(days, actuals, p);
    if (!sure && !isfinite(days->concentration))
        return;
    days->week = dc_arena_alloc(model->arena, actuals->customer_count + 2, sizeof *days->week);
    days->week_of = dc_arena_alloc(model->arena, model->customer_count + 1, sizeof(uint32_t));
    days->payments_of = dc_arena_alloc(model->arena, model->customer_count + 1, sizeof(uint32_t));
    days->week[0] = portfolio;
    days->week_count = 1;
    for (size_t i = 0; i < actuals->customer_count; i++)
        days->payments_of[actuals->customer[i].customer] = count_of(actuals->customer[i].paid);
    learn_customers(days, actuals, &portfolio, p);
}
