/* learn_effects.c - on which days payments come, what else counts, and drift, in sentences. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "learn.h"
#include "terminal.h"

enum { TEXT_MAX = 64, DAYS_OF_WEEK = 7, MONTHS_OF_YEAR = 12, FEW_PAYMENTS = 50 };

static const double habit_least = 0.4; /* share of a weekday that is called a habit */

typedef char text[TEXT_MAX];

static const dc_word weekdays[DAYS_OF_WEEK] = {
    DC_WORD_MONDAYS, DC_WORD_TUESDAYS,  DC_WORD_WEDNESDAYS, DC_WORD_THURSDAYS,
    DC_WORD_FRIDAYS, DC_WORD_SATURDAYS, DC_WORD_SUNDAYS};

static const dc_word months[MONTHS_OF_YEAR] = {DC_WORD_JANUARY, DC_WORD_FEBRUARY, DC_WORD_MARCH,
                                               DC_WORD_APRIL,   DC_WORD_MAY,      DC_WORD_JUNE,
                                               DC_WORD_JULY,    DC_WORD_AUGUST,   DC_WORD_SEPTEMBER,
                                               DC_WORD_OCTOBER, DC_WORD_NOVEMBER, DC_WORD_DECEMBER};

static const dc_word factor_names[DC_FACTOR_KIND_COUNT] = {
    DC_WORD_FACTOR_AMOUNT,  DC_WORD_FACTOR_DISPUTE, DC_WORD_FACTOR_TERMS,
    DC_WORD_FACTOR_SEGMENT, DC_WORD_FACTOR_COUNTRY, DC_WORD_EMPTY};

static const char *name_of(const dc_learnt *learnt, const dc_factor *factor)
{
    return factor->kind == DC_FACTOR_COLUMN ? learnt->book->company.factor[factor->column]
                                            : dc_say(learnt->language, factor_names[factor->kind]);
}

static double share_of(const dc_week *week, int day)
{
    double sum = 0.0;
    for (int j = 0; j < DAYS_OF_WEEK; j++)
        sum += week->power[j];
    return week->power[day] / sum;
}

static void put_times(text out, double pace)
{
    snprintf(out, TEXT_MAX, "%.2f", pace);
}

/* --- days --- */

static int most_of(const double *value, int count)
{
    int most = 0;
    for (int i = 1; i < count; i++)
        most = value[i] > value[most] ? i : most;
    return most;
}

static int least_of(const double *value, int count)
{
    int least = 0;
    for (int i = 1; i < count; i++)
        least = value[i] < value[least] ? i : least;
    return least;
}

/* --- months --- */

typedef struct {
    double end, start; /* shares of payments */
} month_ends;

static month_ends ends_of(const dc_days *days, const dc_month_habit *habit)
{
    double share[DC_TURN_COUNT];
    for (int k = 0; k < DC_TURN_COUNT; k++)
        share[k] = days->usual_turn[k] * habit->power[k];
    return (month_ends){share[DC_TURN_NEXT_TO] + share[DC_TURN_LAST] + share[DC_TURN_LAST_EARLY] +
                            share[DC_TURN_AFTER],
                        share[DC_TURN_START]};
}

static void put_share(text out, double share)
{
    snprintf(out, TEXT_MAX, "%.0f %%", 100.0 * share);
}

/* False where it pays on any day. */
static bool say_own_month(FILE *out, const dc_learnt *learnt, uint32_t customer)
{
    const dc_days        *days = &learnt->model->days;
    const dc_month_habit *habit = dc_model_month_habit(learnt->model, customer);
    text                  share;
    if (!habit || habit == days->habit || habit->chance < 0.5)
        return false;
    month_ends ends = ends_of(days, habit);
    if (ends.end < 0.5 && ends.start < 0.5)
        return false;
    put_share(share, ends.end >= 0.5 ? ends.end : ends.start);
    dc_terminal_say(out, learnt->language,
                    ends.end >= 0.5 ? DC_WORD_LEARN_MONTH_END : DC_WORD_LEARN_MONTH_START,
                    (const char *[]){share}, 1);
    return true;
}

static void say_month_payers(FILE *out, const dc_learnt *learnt)
{
    const dc_days *days = &learnt->model->days;
    month_ends     mean = {0};
    double         count = 0.0;
    text           number, end, start;
    for (size_t i = 1; i < days->habit_count; i++)
        if (days->habit[i].chance >= 0.5 && days->habit[i].runs.kind == DC_RUNS_NONE) {
            month_ends ends = ends_of(days, &days->habit[i]);
            mean.end += ends.end;
            mean.start += ends.start;
            count += 1.0;
        }
    if (days->month_payers == 0 || count == 0.0)
        return;
    dc_terminal_count(number, days->month_payers);
    put_share(end, mean.end / count);
    put_share(start, mean.start / count);
    dc_terminal_say(out, learnt->language, DC_WORD_LEARN_MONTH_PAYERS,
                    (const char *[]){number, end, start}, 3);
}

/* --- weeks --- */

static void say_week(FILE *out, const dc_learnt *learnt, uint32_t customer)
{
    const dc_days *days = &learnt->model->days;
    const dc_week *week = dc_model_week(learnt->model, customer);
    dc_language    language = learnt->language;
    bool           own = customer != UINT32_MAX && week && week != days->week;
    text           share[DAYS_OF_WEEK], number;
    if (!week || (customer != UINT32_MAX && !own)) {
        dc_terminal_say(out, language,
                        week                            ? DC_WORD_LEARN_WEEK_SHARED
                        : days->payments < FEW_PAYMENTS ? DC_WORD_LEARN_WEEK_FEW
                                                        : DC_WORD_LEARN_WEEK_NONE,
                        NULL, 0);
        return;
    }
    int top = most_of(week->power, DAYS_OF_WEEK);
    for (int j = 0; j < DAYS_OF_WEEK; j++)
        snprintf(share[j], TEXT_MAX, "%.0f %%", 100.0 * share_of(week, j));
    if (share_of(week, top) >= habit_least) {
        size_t seen = own ? days->payments_of[customer] : days->payments;
        dc_terminal_count(number, seen);
        dc_terminal_say(out, language, DC_WORD_LEARN_WEEK_HABIT,
                        (const char *[]){dc_say(language, weekdays[top]), share[top], number}, 3);
    }
    dc_terminal_say(
        out, language, DC_WORD_LEARN_WEEK,
        (const char *[]){share[0], share[1], share[2], share[3], share[4], share[5], share[6]},
        DAYS_OF_WEEK);
}

void dc_learnt_say_days(FILE *out, const dc_learnt *learnt, uint32_t customer)
{
    /* On which weekdays months end says nothing about the customer. */
    if (customer == UINT32_MAX ||
        !(dc_learnt_say_own_days(out, learnt, customer) || say_own_month(out, learnt, customer)))
        say_week(out, learnt, customer);
}

static void say_own_weeks(FILE *out, const dc_learnt *learnt)
{
    text   number;
    size_t own = learnt->model->days.week_count > 1 ? learnt->model->days.week_count - 1 : 0;
    if (own == 0)
        return;
    dc_terminal_count(number, own);
    dc_terminal_say(out, learnt->language, DC_WORD_LEARN_OWN_WEEKS, (const char *[]){number}, 1);
}

static void say_seasons(FILE *out, const dc_learnt *learnt)
{
    const dc_days *days = &learnt->model->days;
    dc_language    language = learnt->language;
    text           first, second;
    if (days->by_turn) {
        put_times(first, days->turn[1] / days->turn[0]);
        put_times(second, days->turn[2] / days->turn[0]);
        dc_terminal_say(out, language, DC_WORD_LEARN_TURN, (const char *[]){first, second}, 2);
    }
    if (days->by_year_turn) {
        text power;
        snprintf(first, sizeof first, "%d", days->year_turn_from);
        snprintf(second, sizeof second, "%d", days->year_turn_to);
        put_times(power, days->year_turn);
        dc_terminal_say(out, language, DC_WORD_LEARN_YEAR_TURN,
                        (const char *[]){first, second, power}, 3);
    }
    if (days->by_month) {
        int fast = most_of(days->month, MONTHS_OF_YEAR),
            slow = least_of(days->month, MONTHS_OF_YEAR);
        put_times(first, days->month[fast]);
        put_times(second, days->month[slow]);
        dc_terminal_say(out, language, DC_WORD_LEARN_MONTHS,
                        (const char *[]){dc_say(language, months[fast]), first,
                                         dc_say(language, months[slow]), second},
                        4);
    }
}

/* --- factors --- */

/* Where a class by number begins; what the others are called. */
static void put_class(text number, const dc_learnt *learnt, const dc_factor *factor, int k)
{
    const dc_book *book = learnt->book;
    if (factor->kind == DC_FACTOR_AMOUNT)
        dc_money_format(number, TEXT_MAX, DC_MONEY((int64_t)factor->of[k].least),
                        book->currencies[book->home].decimals);
    else if (factor->kind == DC_FACTOR_TERMS)
        snprintf(number, TEXT_MAX, "%.0f", factor->of[k].least);
    else
        snprintf(number, TEXT_MAX, "%s",
                 factor->of[k].text ? factor->of[k].text
                 : k == 1           ? dc_say(learnt->language, DC_WORD_FACTOR_DISPUTED)
                                    : dc_say(learnt->language, DC_WORD_FACTOR_UNDISPUTED));
}

static void say_class(FILE *out, const dc_learnt *learnt, const dc_factor *factor, int k)
{
    const dc_factor_class *of = &factor->of[k];
    bool by_number = factor->kind == DC_FACTOR_AMOUNT || factor->kind == DC_FACTOR_TERMS;
    text name, actual, expected, pace;
    put_class(name, learnt, factor, k);
    snprintf(actual, sizeof actual, "%.0f", of->actual);
    snprintf(expected, sizeof expected, "%.0f", of->expected);
    put_times(pace, of->pace);
    fputs("  ", out);
    dc_terminal_say(out, learnt->language, by_number ? DC_WORD_FACTOR_FROM : DC_WORD_FACTOR_CLASS,
                    (const char *[]){name_of(learnt, factor), name, pace, actual, expected}, 5);
}

static void say_unused(FILE *out, const dc_learnt *learnt)
{
    char        list[256] = "";
    size_t      used = 0;
    const char *comma = dc_say(learnt->language, DC_WORD_CLI_NEXT_COUNT);
    for (size_t f = 0; f < learnt->model->factor_count; f++)
        if (!learnt->model->factor[f].used)
            used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", used > 0 ? comma : "",
                                     name_of(learnt, &learnt->model->factor[f]));
    if (used > 0)
        dc_terminal_say(out, learnt->language, DC_WORD_FACTOR_UNUSED, (const char *[]){list}, 1);
}

static void say_factors(FILE *out, const dc_learnt *learnt)
{
    bool any = false;
    for (size_t f = 0; f < learnt->model->factor_count; f++) {
        const dc_factor *factor = &learnt->model->factor[f];
        if (factor->used && !any)
            dc_terminal_say(out, learnt->language, DC_WORD_FACTOR_HEAD, NULL, 0);
        any |= factor->used;
        for (int k = 0; k < factor->class_count && factor->used; k++)
            if (factor->of[k].expected >= 0.5)
                say_class(out, learnt, factor, k);
    }
    say_unused(out, learnt);
}

static void say_pace_now(FILE *out, const dc_learnt *learnt)
{
    text pace;
    if (learnt->model->drift.log_now == 0.0)
        return;
    snprintf(pace, sizeof pace, "%.2f", exp(learnt->model->drift.log_now));
    dc_terminal_say(out, learnt->language, DC_WORD_PACE_NOW, (const char *[]){pace}, 1);
}

static void say_drift(FILE *out, const dc_learnt *learnt)
{
    const dc_drift *drift = &learnt->model->drift;
    text            since, pace, sigmas;
    if (!drift->found)
        return;
    dc_date_format(since, drift->since);
    since[strlen("2024-02")] = '\0';
    put_times(pace, drift->pace);
    snprintf(sigmas, sizeof sigmas, "%.1f", drift->sigmas);
    dc_terminal_say(out, learnt->language,
                    drift->pace > 1.0 ? DC_WORD_DRIFT_FASTER : DC_WORD_DRIFT_SLOWER,
                    (const char *[]){since, pace, sigmas}, 3);
}

void dc_learnt_say_effects(FILE *out, const dc_learnt *learnt)
{
    say_drift(out, learnt);
    say_pace_now(out, learnt);
    say_week(out, learnt, UINT32_MAX);
    say_own_weeks(out, learnt);
    dc_learnt_say_day_payers(out, learnt);
    say_month_payers(out, learnt);
    say_seasons(out, learnt);
    say_factors(out, learnt);
    dc_learnt_say_actions(out, learnt);
}
