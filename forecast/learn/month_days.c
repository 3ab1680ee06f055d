/*
 * month_days.c - days of the month told from chance by the days themselves.
 *
 * An irregular day lies in a given window of three days with probability 3/28 at most.  Days are
 * taken for a habit where at least three in four of them lie in the windows, in four different
 * months or more, and where irregular days would do so in any of the possible windows (Bonferroni)
 * once in a thousand at most.
 */
#include "month_days.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

enum {
    WINDOW = 3,
    STARTS = 29,     /* windows by day of the month: from 1-3 to 29-31 */
    TURN_FIRST = -5, /* and by the turn of the month: from the fifth last day on ... */
    TURN_LAST = -1,  /* ... to the one of the last and the first two */
    WINDOWS = STARTS + TURN_LAST - TURN_FIRST + 1,
    MONTH_DAYS = 31,
    HALF = 15, /* days up to here are near the turn before, later ones the one after */
    APART = 7, /* windows are no neighbours: those would be a rhythm of 30 days */
    MONTHS = 12,
    MONTHS_LEAST = 4,
    OWN_LEAST = 5, /* days of one customer */
};

static const double in_window = 3.0 / 28.0;
static const double share_least = 0.75;
static const double chance_most = 0.001;
/* Four random months of twelve are equally far apart this often at most, more of them rarer. */
static const double chance_even = 0.03;

typedef struct {
    dc_date date;
    int8_t  of_month, of_turn; /* 1-31; days after the nearest turn of the month */
    int8_t  in;                /* which window it is in; -1: none */
} day;

/* In no order where they are of many customers. */
typedef struct {
    size_t count;
    day   *day;
} day_list;

/* How many days there are of each position. */
typedef struct {
    size_t of_month[MONTH_DAYS + 1], of_turn[MONTH_DAYS + 1];
} tally;

/* --- days and windows ------------------------------------------------------------------------- */

/* Days after the turn of the month that is nearest: 0 the first, -1 the last. */
static int turn_of(dc_civil civil)
{
    if (civil.day <= HALF)
        return civil.day - 1;
    return civil.day - 1 - dc_date_days_in_month(civil.year, civil.month);
}

static dc_month_window window_of(int number)
{
    if (number < STARTS)
        return (dc_month_window){.first = (int8_t)(number + 1)};
    return (dc_month_window){.by_turn = true, .first = (int8_t)(TURN_FIRST + number - STARTS)};
}

static bool holds(const dc_month_window *window, int of_month, int of_turn)
{
    int position = window->by_turn ? of_turn : of_month;
    return position >= window->first && position < window->first + WINDOW;
}

static int month_of(dc_date date)
{
    dc_civil civil = dc_date_to_civil(date);
    return civil.year * 12 + civil.month;
}

/* Days that no window has yet. */
static tally tally_of(const day_list *days)
{
    tally out = {0};
    for (size_t i = 0; i < days->count; i++) {
        const day *one = &days->day[i];
        out.of_month[one->of_month] += one->in < 0;
        out.of_turn[one->of_turn + HALF + 1] += one->in < 0;
    }
    return out;
}

/* Those of a window, by place; their sum. */
static size_t count_in(size_t in[WINDOW], const dc_month_window *window, const tally *free_days)
{
    size_t sum = 0;
    for (int k = 0; k < WINDOW; k++) {
        int at = window->first + k;
        in[k] = window->by_turn ? free_days->of_turn[at + HALF + 1] : free_days->of_month[at];
        sum += in[k];
    }
    return sum;
}

static bool is_apart(const dc_month_window *a, const dc_month_window *b)
{
    int from = a->by_turn && a->first < 0 ? a->first + 31 : a->first + a->by_turn;
    int to = b->by_turn && b->first < 0 ? b->first + 31 : b->first + b->by_turn;
    int apart = abs(from - to);
    return apart >= APART && apart <= 31 - APART;
}

static bool is_free(const dc_month_days *habit, const dc_month_window *window)
{
    for (int i = 0; i < habit->count; i++)
        if (!is_apart(&habit->window[i], window))
            return false;
    return true;
}

/* The day that is meant is the most frequent; days are moved the way the others went. */
static void settle(dc_month_window *window, const size_t in[WINDOW])
{
    size_t before = 0, after = 0;
    int    at = 0;
    for (int k = 1; k < WINDOW; k++)
        if (in[k] > in[at] || (in[k] == in[at] && window->by_turn && window->first + k < 0))
            at = k;
    for (int k = 0; k < WINDOW; k++)
        *(k < at ? &before : &after) += k == at ? 0 : in[k];
    window->day = (int8_t)(window->first + at);
    window->earlier = before > after || (before == after && window->by_turn && window->day < 0);
}

static size_t most_of(const size_t in[WINDOW])
{
    size_t most = in[0];
    for (int k = 1; k < WINDOW; k++)
        most = in[k] > most ? in[k] : most;
    return most;
}

/* Adds the window with the most days, among equals that with the most on one day; how many. */
static size_t add_window(dc_month_days *habit, day_list *days)
{
    size_t          best = 0, best_top = 0, best_in[WINDOW] = {0};
    dc_month_window chosen = {0};
    tally           free_days = tally_of(days);
    for (int number = 0; number < WINDOWS; number++) {
        size_t          in[WINDOW];
        dc_month_window window = window_of(number);
        size_t          sum = is_free(habit, &window) ? count_in(in, &window, &free_days) : 0;
        if (sum == 0 || sum < best || (sum == best && most_of(in) <= best_top))
            continue;
        best = sum;
        best_top = most_of(in);
        chosen = window;
        for (int k = 0; k < WINDOW; k++)
            best_in[k] = in[k];
    }
    if (best == 0)
        return 0;
    settle(&chosen, best_in);
    for (size_t i = 0; i < days->count; i++)
        if (days->day[i].in < 0 && holds(&chosen, days->day[i].of_month, days->day[i].of_turn))
            days->day[i].in = (int8_t)habit->count;
    habit->window[habit->count++] = chosen;
    return best;
}

/* --- habit or chance -------------------------------------------------------------------------- */

/* Different months with a day in a window; thirteen are touched at most. */
static size_t months_in(const day_list *days)
{
    unsigned seen = 0;
    size_t   count = 0;
    for (size_t i = 0; i < days->count; i++) {
        unsigned bit = 1u << (month_of(days->day[i].date) % (MONTHS + 1));
        count += days->day[i].in >= 0 && !(seen & bit);
        seen |= days->day[i].in >= 0 ? bit : 0u;
    }
    return count;
}

/* Whether the days, in order, lie equally many months apart. */
static bool is_even(const day_list *days)
{
    if (days->count < MONTHS_LEAST)
        return false;
    int step = month_of(days->day[1].date) - month_of(days->day[0].date);
    for (size_t i = 1; i < days->count; i++)
        if (step == 0 || month_of(days->day[i].date) - month_of(days->day[i - 1].date) != step)
            return false;
    return true;
}

/* How often `in` of `count` irregular days lie in any of so many windows, at most. */
static double chance_of(int windows, size_t in, size_t count)
{
    double ways = 1.0;
    for (int i = 0; i < windows; i++)
        ways *= (double)(WINDOWS - i) / (i + 1);
    return ways * gsl_cdf_binomial_Q((unsigned)in - 1, windows * in_window, (unsigned)count);
}

/* How likely irregular days are to lie so in any windows; INFINITY where that is no habit.  Days of
 * many customers are no independent witnesses: `together` counts their months. */
static double chance_if_habit(const dc_month_days *habit, const day_list *days, size_t in,
                              bool together)
{
    size_t months = months_in(days);
    if ((double)in < share_least * (double)days->count || months < MONTHS_LEAST)
        return INFINITY;
    double chance = together ? chance_of(habit->count, months, months)
                             : chance_of(habit->count, in, days->count);
    if (!together && in == days->count && habit->count == 1 && is_even(days))
        chance *= chance_even;
    return chance <= chance_most ? chance : INFINITY;
}

static bool is_never_closed(const dc_calendar *calendar, const day_list *days)
{
    for (size_t i = 0; i < days->count; i++)
        if (days->day[i].in >= 0 && !dc_calendar_is_open(calendar, days->day[i].date))
            return false;
    return true;
}

/* Of one to three windows those that chance explains least: the first two of three may hold enough
 * by luck. */
static dc_month_days habit_of(const dc_calendar *calendar, day_list *days, bool together)
{
    dc_month_days habit = {0}, best = {0};
    double        least = INFINITY;
    size_t        in = 0;
    while (habit.count < DC_MONTH_DAYS_MOST) {
        size_t more = add_window(&habit, days);
        if (more == 0)
            break;
        in += more;
        double chance = chance_if_habit(&habit, days, in, together);
        if (chance >= least)
            continue;
        least = chance;
        best = habit;
        best.never_closed = is_never_closed(calendar, days);
    }
    return best;
}

static day day_of(dc_date date)
{
    dc_civil civil = dc_date_to_civil(date);
    return (day){date, (int8_t)civil.day, (int8_t)turn_of(civil), -1};
}

dc_month_days dc_month_days_find(const dc_date *date, size_t count, const dc_calendar *calendar,
                                 bool together)
{
    day_list      days = {count, dc_heap_alloc(count + 1, sizeof *days.day)};
    dc_month_days out = {0};
    for (size_t i = 0; i < count; i++)
        days.day[i] = day_of(date[i]);
    if (together || count >= OWN_LEAST || is_even(&days))
        out = habit_of(calendar, &days, together);
    free(days.day);
    return out;
}

bool dc_month_window_holds(const dc_month_window *window, dc_date date)
{
    day one = day_of(date);
    return holds(window, one.of_month, one.of_turn);
}

dc_date dc_month_day_of(const dc_month_window *window, dc_date month)
{
    if (window->by_turn)
        return dc_date_add_days(month, window->day);
    dc_date end = dc_date_month_end(month), date = dc_date_add_days(month, window->day - 1);
    return date.day < end.day ? date : end;
}

dc_date dc_month_day_again(const dc_month_window *window, dc_date date, int32_t months)
{
    bool next = window->by_turn && turn_of(dc_date_to_civil(date)) < 0;
    return dc_month_day_of(window, dc_date_add_months(dc_date_month_start(date), months + next));
}
