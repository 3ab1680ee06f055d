/* learn_days.c - customers that pay in runs of their own, in sentences. */
#include <stdlib.h>
#include <string.h>

#include "learn.h"
#include "terminal.h"

enum { SETS_TOLD = 3 };

static int day_of(const dc_month_window *window)
{
    return window->by_turn && window->day >= 0 ? window->day + 1 : window->day;
}

static const char *filled(const dc_learnt *learnt, dc_word word, const char *first,
                          const char *second)
{
    return dc_filled(learnt->arena, dc_say(learnt->language, word), (const char *[]){first, second},
                     2);
}

static const char *day_name(const dc_learnt *learnt, int day)
{
    char number[DC_COUNT_TEXT_MAX];
    if (day == -1)
        return dc_say(learnt->language, DC_WORD_DAY_LAST);
    dc_terminal_count(number, (uint64_t)(day > 0 ? day : -1 - day));
    return filled(learnt, day > 0 ? DC_WORD_DAY_OF_MONTH : DC_WORD_DAY_LAST_BUT, number, NULL);
}

/* From the end of the month counts as after all others. */
static int compare_days(const void *left, const void *right)
{
    enum { MONTH = 32 };
    int a = *(const int *)left, b = *(const int *)right;
    return (a < 0 ? a + 2 * MONTH : a) - (b < 0 ? b + 2 * MONTH : b);
}

int dc_learn_month_days(int out[DC_MONTH_DAYS_MOST], const dc_month_days *days)
{
    for (int i = 0; i < days->count; i++)
        out[i] = day_of(&days->window[i]);
    qsort(out, (size_t)days->count, sizeof *out, compare_days);
    return days->count;
}

static const char *days_text(const dc_learnt *learnt, const dc_month_days *days)
{
    int         day[DC_MONTH_DAYS_MOST], count = dc_learn_month_days(day, days);
    const char *text = day_name(learnt, day[0]);
    for (int i = 1; i < count; i++)
        text = filled(learnt, i + 1 < count ? DC_WORD_LIST_COMMA : DC_WORD_LIST_AND, text,
                      day_name(learnt, day[i]));
    return text;
}

static const char *weekdays_name(const dc_learnt *learnt, const dc_pay_runs *runs)
{
    return dc_say(learnt->language, (dc_word)(DC_WORD_MONDAYS + runs->weekday));
}

static const char *by_weeks_text(const dc_learnt *learnt, const dc_pay_runs *runs)
{
    char weeks[DC_COUNT_TEXT_MAX], date[11];
    dc_terminal_count(weeks, runs->weeks);
    dc_date_format(date, dc_pay_runs_next(runs, learnt->book->as_of));
    return dc_filled(learnt->arena, dc_say(learnt->language, DC_WORD_RUNS_BY_WEEKS),
                     (const char *[]){weekdays_name(learnt, runs), weeks, date}, 3);
}

static const char *by_weekday_text(const dc_learnt *learnt, const dc_pay_runs *runs)
{
    const char *text = NULL;
    for (int k = 1; k <= DC_RUNS_LAST; k++) {
        if (!(runs->which >> k & 1))
            continue;
        const char *one = dc_say(learnt->language, (dc_word)(DC_WORD_RUN_FIRST + k - 1));
        text = text ? filled(learnt, DC_WORD_LIST_AND, text, one) : one;
    }
    return filled(learnt, DC_WORD_RUNS_BY_WEEKDAY, text, weekdays_name(learnt, runs));
}

static const char *runs_text(const dc_learnt *learnt, const dc_pay_runs *runs)
{
    if (runs->kind == DC_RUNS_ON_DAYS)
        return days_text(learnt, &runs->days);
    return runs->kind == DC_RUNS_BY_WEEKS ? by_weeks_text(learnt, runs)
                                          : by_weekday_text(learnt, runs);
}

bool dc_learnt_say_own_days(FILE *out, const dc_learnt *learnt, uint32_t customer)
{
    const dc_month_habit *habit = dc_model_month_habit(learnt->model, customer);
    char                  share[DC_COUNT_TEXT_MAX], number[DC_COUNT_TEXT_MAX];
    if (!habit || habit->runs.kind == DC_RUNS_NONE)
        return false;
    snprintf(share, sizeof share, "%.0f %%", 100.0 * habit->on_days);
    dc_terminal_count(number, habit->payments);
    dc_terminal_say(out, learnt->language, DC_WORD_LEARN_OWN_DAYS,
                    (const char *[]){runs_text(learnt, &habit->runs), share, number}, 3);
    return true;
}

/* --- how many of each ------------------------------------------------------------------------- */

typedef struct {
    const char *text;
    size_t      count, first; /* in order of customers */
} run_set;

static int compare_sets(const void *left, const void *right)
{
    const run_set *a = left, *b = right;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return (a->first > b->first) - (a->first < b->first);
}

static size_t count_sets(run_set *set, const dc_learnt *learnt)
{
    const dc_days *days = &learnt->model->days;
    size_t         count = 0;
    for (size_t i = 1; i < days->habit_count; i++) {
        size_t at = 0;
        if (days->habit[i].runs.kind == DC_RUNS_NONE)
            continue;
        const char *text = runs_text(learnt, &days->habit[i].runs);
        while (at < count && strcmp(set[at].text, text) != 0)
            at++;
        if (at == count)
            set[count++] = (run_set){.text = text, .first = i};
        set[at].count++;
    }
    qsort(set, count, sizeof *set, compare_sets);
    return count;
}

void dc_learnt_say_day_payers(FILE *out, const dc_learnt *learnt)
{
    const dc_days *days = &learnt->model->days;
    char           number[DC_COUNT_TEXT_MAX];
    const char    *told = NULL;
    if (days->day_payers == 0)
        return;
    run_set *set = dc_heap_alloc(days->habit_count, sizeof *set);
    size_t   count = count_sets(set, learnt);
    for (size_t i = 0; i < count && i < SETS_TOLD; i++) {
        dc_terminal_count(number, set[i].count);
        const char *one = filled(learnt, DC_WORD_LEARN_DAY_PAYERS_ON, set[i].text, number);
        told = told ? filled(learnt, DC_WORD_LIST_COMMA, told, one) : one;
    }
    dc_terminal_count(number, days->day_payers);
    dc_terminal_say(out, learnt->language, DC_WORD_LEARN_DAY_PAYERS, (const char *[]){number, told},
                    2);
    free(set);
}
