/* law.c - from hazards to the day an item is settled. */
#include <assert.h>
#include <math.h>

#include "duecast/model.h"

/*
 * On a day with hazards h (settled) and w (written off) an item open that morning is settled with
 * chance h and, if not, written off with chance w.  Days the calendar closes let nothing through:
 * what they hold back happens on the next open day.
 */
static const double open_least = 1e-18; /* what is left below this can never be drawn */

typedef struct {
    double open;                      /* chance of being open at the close of the last open day */
    double keep_unpaid, keep_on_book; /* held back by closed days: 1 - hazard, multiplied up */
} survival;

static void pass_day(survival *state, double h, double w, bool is_open, double *paid, double *lost)
{
    state->keep_unpaid *= 1.0 - h;
    state->keep_on_book *= 1.0 - w;
    if (!is_open)
        return;
    double settled = state->open * (1.0 - state->keep_unpaid);
    double written_off = (state->open - settled) * (1.0 - state->keep_on_book);
    *paid += settled;
    *lost += written_off;
    state->open -= settled + written_off;
    state->keep_unpaid = state->keep_on_book = 1.0;
}

/* Without closed days a whole bin is one short loop; returns the day after the last one filled. */
static int32_t pass_bin(dc_law *law, survival *state, int32_t day, int32_t last, double h, double w)
{
    double paid = law->paid[day - 1], lost = law->lost[day - 1], open = state->open;
    double lose = (1.0 - h) * w, stay = (1.0 - h) * (1.0 - w);
    for (; day <= last; day++) {
        law->paid[day] = paid += open * h;
        law->lost[day] = lost += open * lose;
        open *= stay;
    }
    state->open = open;
    return day;
}

static int32_t pass_closed_days(dc_law *law, survival *state, int32_t day, int32_t last, double h,
                                double w, const dc_calendar *calendar, dc_date as_of)
{
    double paid = law->paid[day - 1], lost = law->lost[day - 1];
    for (; day <= last; day++) {
        bool is_open = dc_calendar_is_open(calendar, dc_date_add_days(as_of, day));
        pass_day(state, h, w, is_open, &paid, &lost);
        law->paid[day] = paid;
        law->lost[day] = lost;
    }
    return day;
}

void dc_law_fill(dc_law *law, const dc_model *model, uint32_t customer, int32_t due, int32_t first,
                 double loss_multiplier, const dc_calendar *calendar, dc_date as_of)
{
    assert(first >= 1);
    const double *hazard =
        customer == UINT32_MAX ? model->portfolio : &model->hazard[(size_t)customer * DC_BINS];
    survival state = {1.0, 1.0, 1.0};
    int32_t  day = 0;
    for (; day < first && day <= law->day_count; day++)
        law->paid[day] = law->lost[day] = 0.0;
    for (int bin = dc_bin_of(first - due); day <= law->day_count; bin++) {
        int64_t end = (int64_t)dc_bin_edges[bin + 1] - 1 + due;
        int32_t last = end < law->day_count ? (int32_t)end : law->day_count;
        double  w = fmin(model->write_off[bin] * loss_multiplier, 1.0);
        if (state.open < open_least)
            day = pass_bin(law, &state, day, law->day_count, 0.0, 0.0);
        else if (calendar)
            day = pass_closed_days(law, &state, day, last, hazard[bin], w, calendar, as_of);
        else
            day = pass_bin(law, &state, day, last, hazard[bin], w);
    }
}

/* The same survival in closed form, bin by bin: with constant hazards h and w an open item stays so
 * from day to day with chance r = (1 - h)(1 - w), and over n days h (1 - r^n) / (1 - r) is
 * settled. */
double dc_model_loss_chance(const dc_model *model, uint32_t customer, int32_t days_late)
{
    const double *hazard =
        customer == UINT32_MAX ? model->portfolio : &model->hazard[(size_t)customer * DC_BINS];
    double  open = 1.0, paid = 0.0;
    int32_t first = days_late + 1, last = days_late + DC_LIFETIME_DAYS;
    for (int bin = dc_bin_of(first); bin < DC_BINS && first <= last; bin++) {
        int32_t end = last < dc_bin_edges[bin + 1] - 1 ? last : dc_bin_edges[bin + 1] - 1;
        double  h = hazard[bin], stay = (1.0 - h) * (1.0 - model->write_off[bin]);
        double  left = pow(stay, end - first + 1);
        if (stay < 1.0)
            paid += open * h * (1.0 - left) / (1.0 - stay);
        open *= left;
        first = end + 1;
    }
    return 1.0 - paid;
}
