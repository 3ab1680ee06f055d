/*
 * effects.h - what moves payments beside the customer's own law: days, factors, collection actions,
 * drift.
 *
 * Each is judged by actual against expected (actuals.h) and is in use only where it beats chance;
 * otherwise it stays exactly without effect.
 */
#ifndef DC_LEARN_EFFECTS_H
#define DC_LEARN_EFFECTS_H

#include "actuals.h"

/* Fills model->days, factor, actions and drift. */
void dc_effects_learn(dc_model *model, const dc_book *book, const dc_learn_options *options);

/* In this order. */
void dc_day_habits_learn(dc_model *model, const dc_book *book, const dc_actuals *actuals);
bool dc_pays_on_days(const dc_days *days, uint32_t customer); /* of the month, of its own */
void dc_weekdays_learn(dc_model *model, const dc_actuals *actuals);
void dc_month_habits_learn(dc_model *model, const dc_book *book, const dc_actuals *actuals);
void dc_year_turn_learn(dc_days *days, const dc_model *model, const dc_actuals *actuals);
void dc_seasons_learn(dc_model *model, const dc_book *book, const dc_actuals *actuals);
void dc_factors_learn(dc_model *model, const dc_book *book, const dc_actuals *actuals);
void dc_actions_learn(dc_model *model, const dc_book *book); /* after the factors */
void dc_pace_now_learn(dc_drift *out, const dc_model *model, const dc_actuals *actuals);
void dc_drift_find(dc_drift *out, const dc_book *book, const dc_actuals *actuals);

/* Of the portfolio's week; of the days around New Year, 1 elsewhere. */
double dc_week_power(const dc_model *model, dc_date date);
double dc_year_turn_power(const dc_days *days, dc_date date);

/*
 * A customer's week around the portfolio's.
 *
 *     power_j = (kappa p_j + paid_j) / (kappa / 7 + n expected_j / sum of expected)
 *
 * brought to mean 1; with expectations alike on all days 7 (kappa p_j + paid_j) / (kappa + n), the
 * posterior mean under a Dirichlet law.  p sums to 1.
 */
void dc_week_of_customer(dc_week *out, double kappa, const double p[7], const uint32_t paid[7],
                         const double expected[7]);

/* ln of the Dirichlet-multinomial chance of such days, given their number, less that of the
 * multinomial law which it tends to as kappa grows. */
double dc_week_gain(double kappa, const double p[7], const uint32_t paid[7],
                    const double expected[7]);

/* ln of the negative binomial chance of `actual` when `expected` is multiplied by a gamma variable
 * of shape a and mean 1, but for what does not depend on a. */
double dc_credibility_score(double a, double actual, double expected);

/* The shape with the greatest sum of scores; INFINITY where classes do not differ. */
double dc_credibility_shape(const double *actual, const double *expected, int count);

/* (a + actual) / (a + expected); 1 when a is INFINITY. */
double dc_credibility(double a, double actual, double expected);

/* Mean over its standard error; 0 below `least` values or without spread and mean. */
double dc_sureness(const double *gain, size_t count, size_t least);

/* Where f is greatest between least and most, both > 0, looked for by logarithms. */
typedef double dc_objective(double at, void *context);
double         dc_maximise(dc_objective *f, void *context, double least, double most);

#endif
