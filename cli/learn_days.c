/* learn_days.c - customers that pay on days of the month of their own, in sentences. */
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

bool dc_learnt_say_own_days(FILE *out, const dc_learnt *learnt, uint32_t customer)
{
    const dc_month_habit *habit = dc_model_month_habit(learnt->model, customer);
    char                  share[DC_COUNT_TEXT_MAX], number[DC_COUNT_TEXT_MAX];
    if (!habit || habit->days.count == 0)
        return false;
    snprintf(share, sizeof share, "%.0f %%", 100.0 * habit->on_days);
    dc_terminal_count(number, habit->payments);
    dc_terminal_say(out, learnt->language, DC_WORD_LEARN_OWN_DAYS,
                    (const char *[]){days_text(learnt, &habit->days), share, number}, 3);
    return true;
}

/* --- how many of each ------------------------------------------------------------------------- */

typedef struct {
    const dc_month_days *days;
    size_t               count, first; /* in order of customers */
} day_set;

static bool is_same(const dc_month_days *a, const dc_month_days *b)
{
    int left[DC_MONTH_DAYS_MOST] = {0}, right[DC_MONTH_DAYS_MOST] = {0};
    dc_learn_month_days(left, a);
    dc_learn_month_days(right, b);
    return memcmp(left, right, sizeof left) == 0;
}

static int compare_sets(const void *left, const void *right)
{
    const day_set *a = left, *b = right;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return (a->first > b->first) - (a->first < b->first);
}

static size_t count_sets(day_set *set, const dc_days *days)
{
    size_t count = 0;
    for (size_t i = 1; i < days->habit_count; i++) {
        size_t at = 0;
        if (days->habit[i].days.count == 0)
            continue;
        while (at < count && !is_same(set[at].days, &days->habit[i].days))
            at++;
        if (at == count)
            set[count++] = (day_set){.days = &days->habit[i].days, .first = i};
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
    day_set *set = dc_heap_alloc(days->habit_count, sizeof *set);
    size_t   count = count_sets(set, days);
    for (size_t i = 0; i < count && i < SETS_TOLD; i++) {
        dc_terminal_count(number, set[i].count);
        const char *one =
            filled(learnt, DC_WORD_LEARN_DAY_PAYERS_ON, days_text(learnt, set[i].days), number);
        told = told ? filled(learnt, DC_WORD_LIST_COMMA, told, one) : one;
    }
    dc_terminal_count(number, days->day_payers);
    dc_terminal_say(out, learnt->language, DC_WORD_LEARN_DAY_PAYERS, (const char *[]){number, told},
                    2);
    free(set);
}
