/*
 * sales_season.c - the season that two years agree on, for who was not there a year ago.
 *
 * With x_k and y_k what customers that go on bought in each 4 weeks of the last year and of the one
 * before, as deviations from the mean of their year, the season of a period deviates by
 * z (x_k + y_k) / 2: t = mean of x_k y_k is the variance of what both years have in common,
 * v = mean of (x_k^2 + y_k^2) / 2 that of a year, and z = 2 t / (v + t) the regression on the mean
 * of both (Buhlmann credibility).  Years that do not agree have no season.  Who is invoiced by the
 * month is left out: twelve invoices in thirteen periods are no season.
 */
#include <math.h>

#include "sales_season.h"

_Static_assert((int)DC_SEASON_PERIODS == (int)DC_SALES_PERIODS,
               "a season has the periods of a year");

enum { PERIODS = DC_SALES_PERIODS, WHOLE_DAYS = 2 * DC_SALES_YEAR - DC_SALES_PERIOD_DAYS };

/* Deviations of both years, newest period first; false where one of them is not there. */
static bool look_at(double off[2 * PERIODS], const dc_book *book, const dc_sales_cell *cells,
                    size_t count)
{
    int32_t age_most = 0;
    for (int k = 0; k < 2 * PERIODS; k++)
        off[k] = 0.0;
    for (size_t i = 0; i < count; i++) {
        double rate = dc_minor_rate(book, cells[i].currency);
        age_most = cells[i].age_most > age_most ? cells[i].age_most : age_most;
        for (int k = 0; k < 2 * PERIODS; k++)
            off[k] += rate * cells[i].by_day[k];
    }
    for (int year = 0; year < 2; year++) {
        double mean = 0.0, *own = off + year * PERIODS;
        for (int k = 0; k < PERIODS; k++)
            mean += own[k] / PERIODS;
        if (mean <= 0.0)
            return false;
        for (int k = 0; k < PERIODS; k++)
            own[k] = own[k] / mean - 1.0;
    }
    return age_most >= WHOLE_DAYS;
}

void dc_sales_season_learn(dc_model *model, const dc_book *book, const dc_sales_cell *cells,
                           size_t count, dc_date end)
{
    double off[2 * PERIODS], common = 0.0, own = 0.0;
    model->sales_season_to = dc_date_days_between(end, book->as_of);
    if (!look_at(off, book, cells, count))
        return;
    for (int k = 0; k < PERIODS; k++) {
        double x = off[k], y = off[PERIODS + k];
        common += x * y / PERIODS;
        own += 0.5 * (x * x + y * y) / PERIODS;
    }
    double z = common > 0.0 ? 2.0 * common / (own + common) : 0.0;
    model->has_season = z > 0.0;
    for (int k = 0; k < PERIODS; k++)
        model->sales_season[k] = 1.0 + z * 0.5 * (off[k] + off[PERIODS + k]);
}

double dc_sales_season_on(const dc_model *model, int32_t day)
{
    const double least = 0.1; /* who is closed sells a little, so that it can be told from */
    int32_t      age = (-day - model->sales_season_to) % DC_SALES_YEAR;
    int32_t      period = (age < 0 ? age + DC_SALES_YEAR : age) / DC_SALES_PERIOD_DAYS;
    return model->has_season ? fmax(model->sales_season[period], least) : 1.0;
}
