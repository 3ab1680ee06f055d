/*
 * seasons.c - the turn of the month, the month of the year and, by year_turn.c, New Year.
 *
 * Both are of the portfolio alone and judged month by month, since what a month has in common (a
 * large customer's run, a holiday) must not be taken for many witnesses.
 */
#include <math.h>

#include "effects.h"
#include "turns.h"

enum {
    TURNS = 3,       /* rest of the month, first and last business days */
    MONTHS_MAX = 49, /* seen at most */
    MONTHS_FOR_TURNS = 12,
    YEARS_FOR_MONTHS = 2,
    YEARS_MAX = 4
};

static const double doubt = 50.0;         /* settlements that lean on no effect */
static const double sureness_least = 3.5; /* standard errors; two powers are chosen for the best */
static const double gain_least = 6.0; /* logarithms of chances; without a season it is below 0 */

/* Which turn each day of a month belongs to; returns the days of the month. */
static int32_t turns_of_month(uint8_t turn[31], const dc_book *book, dc_date first)
{
    static const uint8_t coarse[DC_TURN_COUNT] = {0, 1, 2, 2, 2, 1};
    int32_t              count = dc_date_days_between(first, dc_date_month_end(first)) + 1;
    dc_turns_look_up(turn, book, first, count);
    for (int32_t i = 0; i < count; i++)
        turn[i] = coarse[turn[i]];
    return count;
}

/* Settlements of whole months, the last first. */
typedef struct {
    int    count;
    int    month[MONTHS_MAX]; /* 0 January */
    double actual[MONTHS_MAX][TURNS], expected[MONTHS_MAX][TURNS];
} months;

/* A month counts from the first on in which something was expected to come. */
static void gather_months(months *out, const dc_model *model, const dc_book *book,
                          const dc_actuals *actuals)
{
    const double least = 5.0; /* settlements expected in a month that can tell anything */
    dc_date      first = dc_date_month_start(dc_date_add_days(book->as_of, 1));
    while (out->count < MONTHS_MAX) {
        uint8_t turn[31];
        double  expected = 0.0;
        int     m = out->count;
        first = dc_date_month_start(dc_date_add_days(first, -1));
        if (first.day < actuals->first.day)
            return;
        int32_t days = turns_of_month(turn, book, first);
        for (int32_t i = 0; i < days; i++) {
            size_t  at = (size_t)(first.day + i - actuals->first.day);
            dc_date day = dc_date_add_days(first, i);
            out->actual[m][turn[i]] += actuals->actual[at];
            out->expected[m][turn[i]] += actuals->expected[at] * dc_week_power(model, day) *
                                         dc_year_turn_power(&model->days, day);
            expected += actuals->expected[at];
        }
        out->month[m] = dc_date_to_civil(first).month - 1;
        if (expected < least)
            return;
        out->count++;
    }
}

static double sum_of(const double value[TURNS])
{
    return value[0] + value[1] + value[2];
}

/* --- the turn of the month --- */

/* The powers that all months but one tell (-1: all), brought to mean 1. */
static void fit_turns(double power[TURNS], const months *seen, int left_out)
{
    double actual[TURNS] = {0}, expected[TURNS] = {0}, mean = 0.0;
    for (int m = 0; m < seen->count; m++) {
        double level = sum_of(seen->actual[m]) / sum_of(seen->expected[m]);
        for (int k = 0; k < TURNS && m != left_out; k++) {
            actual[k] += seen->actual[m][k];
            expected[k] += seen->expected[m][k] * level;
        }
    }
    for (int k = 0; k < TURNS; k++) {
        power[k] = (doubt + actual[k]) / (doubt + expected[k]);
        mean += power[k] * expected[k] / fmax(sum_of(expected), 1e-300);
    }
    for (int k = 0; k < TURNS; k++)
        power[k] /= mean;
}

static void learn_turns(dc_days *days, const months *seen)
{
    double gain[MONTHS_MAX] = {0};
    for (int m = 0; m < seen->count; m++) {
        double power[TURNS], level = sum_of(seen->actual[m]) / sum_of(seen->expected[m]);
        fit_turns(power, seen, m);
        for (int k = 0; k < TURNS; k++)
            gain[m] += seen->actual[m][k] * log(power[k]) -
                       level * seen->expected[m][k] * (power[k] - 1.0);
    }
    days->by_turn = dc_sureness(gain, (size_t)seen->count, MONTHS_FOR_TURNS) >= sureness_least;
    if (days->by_turn)
        fit_turns(days->turn, seen, -1);
}

/* --- the month of the year --- */

/* Years end with the last whole month, so that a drift from year to year is no season. */
typedef struct {
    int    years;
    double actual[YEARS_MAX][12], expected[YEARS_MAX][12];
} years;

static void gather_years(years *out, const months *seen)
{
    out->years = seen->count / 12 < YEARS_MAX ? seen->count / 12 : YEARS_MAX;
    for (int y = 0; y < out->years; y++) {
        double actual = 0.0, expected = 0.0;
        for (int m = 12 * y; m < 12 * (y + 1); m++) {
            out->actual[y][seen->month[m]] = sum_of(seen->actual[m]);
            out->expected[y][seen->month[m]] = sum_of(seen->expected[m]);
            actual += sum_of(seen->actual[m]);
            expected += sum_of(seen->expected[m]);
        }
        for (int month = 0; month < 12; month++)
            out->expected[y][month] *= actual / fmax(expected, 1e-300);
    }
}

/* How much more than single settlements months differ from the same one of other years, at least
 * 1; of a single year from no season at all.  A season itself is no reason to doubt it. */
static double dispersion_of(const years *seen, int left_out, const double actual[12],
                            const double expected[12])
{
    const double least = 1.0; /* settlements that a month tells anything by */
    double       spread = 0.0;
    int          count = seen->years - (left_out >= 0);
    for (int y = 0; y < seen->years; y++)
        for (int month = 0; month < 12 && y != left_out; month++) {
            double usual = count > 1 ? actual[month] / fmax(expected[month], 1e-300) : 1.0;
            double told = seen->expected[y][month] * usual;
            spread += pow(seen->actual[y][month] - told, 2.0) / fmax(told, least);
        }
    return fmax(spread / (12.0 * (count > 1 ? count - 1 : count)), 1.0);
}

static void fit_months(double power[12], const years *seen, int left_out)
{
    double actual[12] = {0}, expected[12] = {0}, mean = 0.0;
    for (int y = 0; y < seen->years; y++)
        for (int month = 0; month < 12 && y != left_out; month++) {
            actual[month] += seen->actual[y][month];
            expected[month] += seen->expected[y][month];
        }
    double dispersion = dispersion_of(seen, left_out, actual, expected);
    for (int month = 0; month < 12; month++) {
        actual[month] /= dispersion;
        expected[month] /= dispersion;
    }
    double a = dc_credibility_shape(actual, expected, 12);
    for (int month = 0; month < 12; month++) {
        power[month] = dc_credibility(a, actual[month], expected[month]);
        mean += power[month] / 12.0;
    }
    for (int month = 0; month < 12; month++)
        power[month] /= mean;
}

/* What the other years tell of each year must be right in every year, and in sum beyond chance.
 * Few months carry most of a season, so that their spread says nothing: counts are freed of runs
 * by how far months miss what the other years tell of them. */
static void learn_months(dc_days *days, const years *seen)
{
    double gain = 0.0, misses = 0.0;
    bool   always = true;
    for (int y = 0; y < seen->years; y++) {
        double power[12], of_year = 0.0;
        fit_months(power, seen, y);
        for (int month = 0; month < 12; month++) {
            double actual = seen->actual[y][month], expected = seen->expected[y][month];
            double told = fmax(expected * power[month], 1e-300);
            of_year += actual * log(power[month]) - expected * (power[month] - 1.0);
            misses += (actual - told) * (actual - told) / told;
        }
        always = always && of_year > 0.0;
        gain += of_year;
    }
    double dispersion = fmax(misses / (12.0 * seen->years), 1.0);
    days->by_month = always && gain / dispersion >= gain_least;
    if (days->by_month)
        fit_months(days->month, seen, -1);
}

static void look_up(dc_model *model, const dc_book *book)
{
    dc_days *days = &model->days;
    days->season_first = dc_date_month_start(dc_date_add_days(book->as_of, -DC_DAYS_BEHIND));
    days->season_days = DC_DAYS_BEHIND + DC_DAYS_AHEAD;
    days->season = dc_arena_alloc(model->arena, (size_t)days->season_days, sizeof(double));
    for (int32_t at = 0; at < days->season_days;) {
        uint8_t turn[31];
        dc_date first = dc_date_add_days(days->season_first, at);
        int32_t count = turns_of_month(turn, book, first);
        int     month = dc_date_to_civil(first).month - 1;
        for (int32_t i = 0; i < count && at < days->season_days; i++, at++)
            days->season[at] = (days->by_turn ? days->turn[turn[i]] : 1.0) *
                               (days->by_month ? days->month[month] : 1.0) *
                               dc_year_turn_power(days, dc_date_add_days(first, i));
    }
}

/* Whether customers have the month's days of their own, but for a few. */
static bool told_by_customer(const dc_days *days)
{
    const double few = 0.1; /* of the payments */
    double       own = 0.0;
    if (days->month_share > 0.0)
        return true;
    for (size_t i = 1; i < days->habit_count; i++)
        own += (double)days->habit[i].payments;
    return own > few * (double)days->payments;
}

void dc_seasons_learn(dc_model *model, const dc_book *book, const dc_actuals *actuals)
{
    months seen = {0};
    years  by_year = {0};
    dc_year_turn_learn(&model->days, model, actuals);
    gather_months(&seen, model, book, actuals);
    gather_years(&by_year, &seen);
    if (seen.count >= MONTHS_FOR_TURNS && !told_by_customer(&model->days))
        learn_turns(&model->days, &seen);
    if (by_year.years >= YEARS_FOR_MONTHS)
        learn_months(&model->days, &by_year);
    if (model->days.by_turn || model->days.by_month || model->days.by_year_turn)
        look_up(model, book);
}
