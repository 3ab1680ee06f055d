/* learn_text.c - what was learnt, in sentences and a table. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/standing.h"
#include "learn.h"
#include "learn_cells.h"
#include "run.h"
#include "terminal.h"

enum { COLUMNS = 9, CUSTOMERS_SHOWN = 15, NAME_MOST = 30 };

/* Chances of default differ far below a tenth of a per cent. */
static void put_small_share(cell out, double share)
{
    if (share < 0.0095)
        snprintf(out, CELL_MAX, "%.2f %%", 100.0 * share);
    else
        put_share(out, share);
}

static void put_days(cell out, double days)
{
    if (isfinite(days))
        snprintf(out, CELL_MAX, "%d", (int)lround(days));
    else
        snprintf(out, CELL_MAX, "-");
}

static const char *manner_of(dc_manner manner, dc_language language)
{
    static const dc_word words[] = {DC_WORD_LEARN_REGULAR, DC_WORD_LEARN_MIXED,
                                    DC_WORD_LEARN_IRREGULAR};
    return dc_say(language, words[manner]);
}

/* Days after the due day, early ones in words of their own. */
static void put_lateness(cell out, double days, dc_language language)
{
    long whole = isfinite(days) ? lround(days) : 0;
    cell count;
    put_days(count, (double)labs(whole));
    dc_word word = !isfinite(days) ? DC_WORD_LEARN_UNKNOWN_DAY
                   : whole == 0    ? DC_WORD_LEARN_ON_TIME
                   : whole < 0     ? DC_WORD_LEARN_DAYS_EARLY
                                   : DC_WORD_LEARN_DAYS_LATE;
    put_words(out, CELL_MAX, language, word, (const char *[]){count}, 1);
}

static void say_habit(FILE *out, const char *name, const dc_habit *habit, dc_language language)
{
    cell usual, low, high, late, expected, lost;
    put_lateness(usual, habit->usual, language);
    put_lateness(low, habit->low, language);
    put_lateness(high, habit->high, language);
    put_share(late, habit->chance_late);
    put_lateness(expected, habit->expected, language);
    put_share(lost, habit->chance_lost);
    fprintf(out, "%s%s", name, dc_say(language, DC_WORD_COLON));
    dc_terminal_say(out, language, DC_WORD_LEARN_HABIT,
                    (const char *[]){usual, manner_of(habit->manner, language), low, high, late},
                    5);
    dc_terminal_say(out, language, DC_WORD_LEARN_EXPECTED, (const char *[]){expected, lost}, 2);
}

static void say_trend(FILE *out, const dc_habit *habit, dc_language language)
{
    double  size = fabs(habit->trend);
    cell    days;
    dc_word word = !isfinite(size)      ? DC_WORD_LEARN_NO_TREND
                   : size < 0.5         ? DC_WORD_LEARN_TREND_NONE
                   : habit->trend < 0.0 ? DC_WORD_LEARN_FASTER
                                        : DC_WORD_LEARN_SLOWER;
    put_days(days, size);
    dc_terminal_say(out, language, word, (const char *[]){days}, 1);
}

static void say_date(FILE *out, const dc_learnt *learnt, const dc_habit *habit)
{
    char date[11];
    if (!dc_date_is_set(habit->half_by))
        return;
    dc_date_format(date, habit->half_by);
    dc_terminal_say(out, learnt->language, DC_WORD_LEARN_DATE, (const char *[]){date}, 1);
}

static void put_default_source(char *out, size_t size, const dc_learnt *learnt)
{
    const dc_defaults *of = &learnt->model->defaults;
    cell               defaults, months;
    put_count(defaults, of->defaults);
    put_count(months, (size_t)of->customer_months);
    if (of->learnt)
        put_words(out, size, learnt->language, DC_WORD_LEARN_DEFAULT_LEARNT,
                  (const char *[]){defaults, months}, 2);
    else
        put_words(out, size, learnt->language, DC_WORD_LEARN_DEFAULT_ASSUMED,
                  (const char *[]){months}, 1);
}

/* The portfolio's defaults, by state, and recoveries. */
static void say_defaults(FILE *out, const dc_learnt *learnt)
{
    const dc_defaults *of = &learnt->model->defaults;
    cell               chance, state[DC_OVERDUE_STATES], share, days, recoveries;
    const char        *states[DC_OVERDUE_STATES];
    char               source[256] = "";
    put_share(chance, of->year_chance);
    put_default_source(source, sizeof source, learnt);
    dc_terminal_say(out, learnt->language, DC_WORD_LEARN_DEFAULT, (const char *[]){chance, source},
                    2);
    for (int i = 0; i < DC_OVERDUE_STATES; i++) {
        put_small_share(state[i], of->month_chance[i]);
        states[i] = state[i];
    }
    if (of->learnt)
        dc_terminal_say(out, learnt->language, DC_WORD_LEARN_DEFAULT_STATES, states,
                        DC_OVERDUE_STATES);
    put_share(share, of->recovered_share);
    put_count(days, (size_t)of->recovery_days);
    put_count(recoveries, of->recoveries);
    if (of->recoveries > 0)
        put_words(source, sizeof source, learnt->language, DC_WORD_LEARN_RECOVERED_LEARNT,
                  (const char *[]){recoveries}, 1);
    else
        snprintf(source, sizeof source, "%s", dc_say(learnt->language, DC_WORD_LEARN_ASSUMED));
    dc_terminal_say(out, learnt->language, DC_WORD_LEARN_RECOVERED,
                    (const char *[]){share, days, source}, 3);
}

/* One customer's. */
static void say_default(FILE *out, const dc_learnt *learnt, const dc_learnt_row *row)
{
    static const dc_word states[DC_OVERDUE_STATES] = {
        DC_WORD_LEARN_STATE_NONE, DC_WORD_LEARN_STATE_30, DC_WORD_LEARN_STATE_60,
        DC_WORD_LEARN_STATE_90, DC_WORD_LEARN_STATE_OVER};
    const dc_defaults *of = &learnt->model->defaults;
    int32_t            day = of->day[row->customer];
    dc_language        language = learnt->language;
    cell               chance;
    char               date[11], source[256] = "";
    put_small_share(chance, row->habit.chance_default);
    if (day != DC_DEFAULT_NEVER) {
        dc_date_format(date, dc_date_add_days(learnt->book->as_of, day));
        dc_terminal_say(out, language, DC_WORD_LEARN_DEFAULTED, (const char *[]){date}, 1);
        return;
    }
    const char *now = dc_say(language, states[of->state[row->customer]]);
    const char *worse = of->worse[row->customer] ? dc_say(language, DC_WORD_LEARN_WORSE) : "";
    put_default_source(source, sizeof source, learnt);
    dc_terminal_say(out, language, DC_WORD_LEARN_DEFAULT_ONE,
                    (const char *[]){chance, now, worse, source}, 4);
}

static void say_types(FILE *out, const dc_model *model, dc_language language)
{
    for (int g = 0; g < model->mixture.type_count && model->mixture.type_count > 1; g++) {
        int32_t   width = dc_type_width(model, g);
        dc_manner manner = width <= 15   ? DC_MANNER_REGULAR
                           : width <= 36 ? DC_MANNER_MIXED
                                         : DC_MANNER_IRREGULAR;
        cell      number, share, days;
        put_count(number, (size_t)g + 1);
        put_share(share, model->mixture.type_share[g]);
        put_days(days, width);
        dc_terminal_say(out, language, DC_WORD_LEARN_TYPE,
                        (const char *[]){number, share, manner_of(manner, language), days}, 4);
    }
}

static void say_memory(FILE *out, const dc_model *model, dc_language language)
{
    dc_word how = model->half_life_chosen ? DC_WORD_LEARN_CHOSEN : DC_WORD_LEARN_ASSUMED;
    cell    days;
    put_days(days, model->half_life_days);
    dc_terminal_say(out, language,
                    model->half_life_days > 0.0 ? DC_WORD_LEARN_MEMORY : DC_WORD_LEARN_MEMORY_ALL,
                    (const char *[]){days, dc_say(language, how)}, 2);
    double of_forecast = dc_run_forecast_learning().half_life_days;
    put_days(days, of_forecast);
    if (model->half_life_days != of_forecast)
        dc_terminal_say(out, language, DC_WORD_LEARN_MEMORY_FORECAST, (const char *[]){days}, 1);
}

/* --- the table --- */

static void say_together(FILE *out, const dc_together *together, dc_language language)
{
    static const dc_word how[] = {DC_WORD_LEARN_ASSUMED, DC_WORD_LEARN_LEARNT};
    cell                 runs, weekly, lasting;
    put_share(runs, together->run_share);
    put_share(weekly, together->weekly);
    put_share(lasting, together->lasting);
    dc_terminal_say(out, language, DC_WORD_LEARN_RUNS,
                    (const char *[]){runs, dc_say(language, how[together->run_learnt])}, 2);
    dc_terminal_say(
        out, language, DC_WORD_LEARN_SHOCKS,
        (const char *[]){weekly, lasting, dc_say(language, how[together->shock_learnt])}, 3);
}

static void say_parts(FILE *out, const dc_parts *parts, dc_language language)
{
    cell chance, first;
    put_share(chance, parts->chance);
    put_share(first, parts->first_share);
    if (parts->claims > 0)
        dc_terminal_say(out, language, DC_WORD_LEARN_PARTS, (const char *[]){chance, first}, 2);
}

static void say_left_out(FILE *out, const dc_learnt *learnt)
{
    cell share;
    if (!learnt->model->learnt)
        return;
    put_share(share, fmax(dc_model_habits_widen(learnt->model, learnt->book), 0.0));
    dc_terminal_say(out, learnt->language, DC_WORD_LEARN_WIDEN, (const char *[]){share}, 1);
}

static void fill_row(cell row[COLUMNS], const dc_learnt_row *from, bool is_average)
{
    const dc_habit *habit = &from->habit;
    memset(row, 0, COLUMNS * sizeof *row);
    put_count(row[1], habit->settled_claims);
    put_days(row[2], is_average ? habit->expected : habit->usual);
    if (!is_average)
        snprintf(row[3], CELL_MAX, "%d .. %d", (int)habit->low, (int)habit->high);
    put_share(row[4], habit->chance_late);
    put_share(row[5], habit->chance_lost);
    put_small_share(row[6], habit->chance_default);
    put_share(row[7], habit->own_share);
    if (isfinite(habit->trend))
        snprintf(row[8], CELL_MAX, "%+d", (int)lround(habit->trend));
}

static void write_line(FILE *out, const char *name, cell row[COLUMNS], const size_t *width)
{
    int last = COLUMNS - 1;
    while (last > 0 && !*row[last])
        last--;
    fputs("  ", out);
    dc_terminal_pad(out, name, NAME_MOST);
    for (int column = 1; column <= last; column++)
        fprintf(out, "  %*s%s", (int)(width[column] - dc_terminal_width(row[column])), "",
                row[column]);
    fputc('\n', out);
}

static void write_table(FILE *out, const dc_learnt_row *rows, size_t count, bool is_average,
                        dc_word title, dc_language language)
{
    static const dc_word heads[COLUMNS] = {
        DC_WORD_LEARN_CUSTOMER, DC_WORD_LEARN_SETTLED, DC_WORD_LEARN_DAYS,
        DC_WORD_LEARN_BAND,     DC_WORD_LEARN_LATE,    DC_WORD_LEARN_LOST,
        DC_WORD_LEARN_DEFAULTS, DC_WORD_LEARN_SHARE,   DC_WORD_LEARN_TREND};
    cell(*table)[COLUMNS] = dc_heap_alloc(count + 1, sizeof *table);
    size_t width[COLUMNS] = {0};
    for (int column = 1; column < COLUMNS; column++)
        snprintf(table[0][column], CELL_MAX, "%s", dc_say(language, heads[column]));
    for (size_t i = 0; i < count; i++)
        fill_row(table[i + 1], &rows[i], is_average);
    for (size_t i = 0; i <= count; i++)
        for (int column = 1; column < COLUMNS; column++) {
            size_t own = dc_terminal_width(table[i][column]);
            width[column] = own > width[column] ? own : width[column];
        }
    fputc('\n', out);
    write_line(out, dc_say(language, title), table[0], width);
    for (size_t i = 0; i < count; i++)
        write_line(out, rows[i].name, table[i + 1], width);
    free(table);
}

/* --- the whole --- */

static void say_source(FILE *out, const dc_learnt *learnt)
{
    char as_of[11];
    cell settled, open, customers;
    dc_date_format(as_of, learnt->book->as_of);
    put_count(settled, learnt->model->claims_learnt_from);
    put_count(open, learnt->model->claims_censored);
    put_count(customers, learnt->book->customers.count);
    dc_terminal_say(out, learnt->language, DC_WORD_LEARN_FROM,
                    (const char *[]){as_of, settled, open, customers}, 4);
}

static void warn(FILE *out, const dc_learnt *learnt)
{
    const size_t few = 300;
    cell         thin, all;
    if (!learnt->model->learnt)
        dc_terminal_say(out, learnt->language, DC_WORD_LEARN_WARN_NONE, NULL, 0);
    else if (learnt->model->claims_learnt_from < few)
        say_count(out, learnt->language, DC_WORD_LEARN_WARN_THIN,
                  learnt->model->claims_learnt_from);
    if (learnt->model->learnt && learnt->thin_customers > 0) {
        put_count(thin, learnt->thin_customers);
        put_count(all, learnt->customer_count);
        dc_terminal_say(out, learnt->language, DC_WORD_LEARN_WARN_CUSTOMERS,
                        (const char *[]){thin, all}, 2);
    }
    dc_terminal_say(out, learnt->language, DC_WORD_LEARN_LIMITS, NULL, 0);
}

void dc_learnt_write(FILE *out, const dc_learnt *learnt)
{
    dc_language language = learnt->language;
    size_t      shown =
        learnt->customer_count < CUSTOMERS_SHOWN ? learnt->customer_count : CUSTOMERS_SHOWN;
    say_source(out, learnt);
    say_habit(out, dc_say(language, DC_WORD_LEARN_PORTFOLIO), &learnt->portfolio, language);
    say_trend(out, &learnt->portfolio, language);
    say_defaults(out, learnt);
    say_types(out, learnt->model, language);
    say_together(out, &learnt->model->together, language);
    say_parts(out, &learnt->model->parts, language);
    say_left_out(out, learnt);
    say_memory(out, learnt->model, language);
    dc_learnt_say_effects(out, learnt);
    dc_learnt_say_sales(out, learnt);
    if (learnt->segment_count > 0)
        write_table(out, learnt->segment, learnt->segment_count, true, DC_WORD_LEARN_SEGMENT,
                    language);
    write_table(out, learnt->customer, shown, false, DC_WORD_LEARN_CUSTOMER, language);
    if (shown < learnt->customer_count)
        say_count(out, language, DC_WORD_LEARN_MORE, learnt->customer_count - shown);
    fputc('\n', out);
    warn(out, learnt);
}

void dc_learnt_write_customer(FILE *out, const dc_learnt *learnt)
{
    const dc_learnt_row *row = learnt->customer;
    cell                 share, settled;
    put_share(share, row->habit.own_share);
    put_count(settled, row->habit.settled_claims);
    say_habit(out, row->name, &row->habit, learnt->language);
    dc_terminal_say(out, learnt->language, DC_WORD_LEARN_OWN, (const char *[]){share, settled}, 2);
    if (!dc_in_default(learnt->model, row->customer))
        say_date(out, learnt, &row->habit);
    say_trend(out, &row->habit, learnt->language);
    dc_learnt_say_days(out, learnt, row->customer);
    say_default(out, learnt, row);
    say_habit(out, dc_say(learnt->language, DC_WORD_LEARN_PORTFOLIO), &learnt->portfolio,
              learnt->language);
    if (row->habit.settled_claims < DC_CLAIMS_THIN)
        say_count(out, learnt->language, DC_WORD_LEARN_WARN_CUSTOMER, row->habit.settled_claims);
}
