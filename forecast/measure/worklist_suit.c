/* worklist_suit.c - what suing is worth, and what third parties recover. */
#include <math.h>

#include "duecast/worklist.h"

/* --- suing ---------------------------------------------------------------------------------- */

/* What one unit won and collected is worth today, after the fee. */
static double worth_of_unit(const dc_suit *suit)
{
    return (1.0 - suit->fee) * pow(1.0 + suit->rate, -suit->years);
}

void dc_suit_of(dc_suit *out, const dc_work_settings *settings)
{
    *out = (dc_suit){.win = settings->win_chance,
                     .collect = settings->collect_chance,
                     .fee = settings->legal_fee,
                     .years = settings->legal_years,
                     .rate = settings->discount_rate,
                     .fixed = (double)settings->legal_cost};
}

double dc_suit_value(const dc_suit *suit, double amount)
{
    return suit->win * suit->collect * amount * worth_of_unit(suit) - suit->fixed;
}

double dc_suit_break_even(const dc_suit *suit, double alternative)
{
    double unit = suit->win * suit->collect * worth_of_unit(suit);
    return unit > 0.0 ? (suit->fixed + alternative) / unit : INFINITY;
}

double dc_suit_recovery_needed(const dc_suit *suit, double amount, double alternative)
{
    double unit = amount * worth_of_unit(suit);
    return unit > 0.0 ? (suit->fixed + alternative) / unit : INFINITY;
}

/* --- third parties -------------------------------------------------------------------------- */

/*
 * Commercial Collection Agency Association and Commercial Law League of America, surveys of their
 * members: 72-74 % of what is placed 3 months after the due day, 56-57 % after 6, 28.6-29 % after
 * 12, about 10 % of what is older.  Fees: one agency's schedule (25 % to 60 days, 35 % to a year,
 * 50 % beyond).  Between the points a straight line.
 */
static const struct {
    int32_t day;
    double  recovered;
} surveyed[] = {{90, 0.73}, {180, 0.565}, {365, 0.288}, {730, 0.10}};
enum { SURVEYED = sizeof surveyed / sizeof surveyed[0] };

double dc_third_party_recovery(int32_t days_late)
{
    if (days_late <= surveyed[0].day)
        return surveyed[0].recovered;
    for (int i = 1; i < SURVEYED; i++)
        if (days_late <= surveyed[i].day) {
            double part = (double)(days_late - surveyed[i - 1].day) /
                          (double)(surveyed[i].day - surveyed[i - 1].day);
            return surveyed[i - 1].recovered +
                   part * (surveyed[i].recovered - surveyed[i - 1].recovered);
        }
    return surveyed[SURVEYED - 1].recovered;
}

double dc_third_party_fee(int32_t days_late)
{
    return days_late < 60 ? 0.25 : days_late < 365 ? 0.35 : 0.50;
}

/* Allianz Trade, on unpaid invoices: less than 35 % is recovered beyond 180 days from issue.  A
 * ceiling, and below what the surveys say. */
double dc_recovery_ceiling(int32_t days_since_issue)
{
    return days_since_issue > 180 ? 0.35 : 1.0;
}
