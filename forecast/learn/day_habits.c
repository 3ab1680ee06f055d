/* day_habits.c - the habits of customers that pay in runs of their own. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "effects.h"

static const double doubt = 5.0;       /* payment days that lean on what is usual */
static const double power_most = 40.0; /* as of turns */

/* Days that were due, by place; their sum. */
static double due_by_place(double due[DC_PAY_PLACES], const dc_actual_customer *from,
                           const dc_pay_runs *runs)
{
    const double months = 12.0, year = 365.25, on = dc_pay_runs_a_month(runs) * months / year;
    const double usual[DC_PAY_PLACES] = {1.0 - 3.0 * on, 2.0 * on, on};
    double       sum = 0.0;
    for (int k = 0; k < DC_PAY_PLACES; k++) {
        due[k] = doubt * usual[k];
        for (int j = 0; j < 7; j++)
            due[k] += from->due_place[k][j];
        sum += due[k];
    }
    return sum;
}

/* False where payments do not tell of such days. */
static bool habit_of(dc_month_habit *out, const double usual[DC_PAY_PLACES],
                     const dc_actual_customer *from, const dc_pay_runs *runs)
{
    double due[DC_PAY_PLACES], mean = 0.0, sum = due_by_place(due, from, runs);
    *out =
        (dc_month_habit){.chance = 1.0, .runs = *runs, .runs_a_month = dc_pay_runs_a_month(runs)};
    if (!dc_pay_days_powers(out->power, usual, from->paid_place, due, runs))
        return false;
    for (int k = 0; k < DC_PAY_PLACES; k++) {
        out->payments += from->paid_place[k];
        out->power[k] = fmin(out->power[k], power_most);
        mean += due[k] / sum * out->power[k];
    }
    for (int k = 0; k < DC_PAY_PLACES; k++)
        out->power[k] /= mean;
    out->on_days = from->paid_place[DC_PAY_ON] / (double)out->payments;
    return true;
}

/* Where such customers pay, taken together: how strict one is that has paid but a few times. */
static void find_usual(double usual[DC_PAY_PLACES], const dc_actuals *actuals)
{
    const dc_pay_days_of *found = &actuals->pay_days;
    double                paid[DC_PAY_PLACES], all = 1.0;
    memcpy(paid, dc_pay_usual_unknown, sizeof paid);
    for (size_t i = 0; i < actuals->customer_count; i++) {
        const dc_actual_customer *from = &actuals->customer[i];
        uint32_t                  row = found->of[from->customer];
        dc_month_habit            own;
        if (row == UINT32_MAX || !habit_of(&own, dc_pay_usual_unknown, from, &found->row[row].runs))
            continue;
        for (int k = 0; k < DC_PAY_PLACES; k++)
            paid[k] += from->paid_place[k];
        all += own.payments;
    }
    for (int k = 0; k < DC_PAY_PLACES; k++)
        usual[k] = paid[k] / all;
}

/* The first is of those of whom nothing is known. */
static void start_habits(dc_model *model, const dc_book *book, size_t customers)
{
    dc_days *days = &model->days;
    days->habit = dc_arena_alloc(model->arena, customers + 1, sizeof *days->habit);
    days->habit_of = dc_arena_alloc(model->arena, model->customer_count + 1, sizeof(uint32_t));
    for (size_t c = 0; c < model->customer_count; c++)
        days->habit_of[c] = UINT32_MAX;
    days->habit_count = 1;
    days->kind_first = dc_date_add_days(book->as_of, -DC_DAYS_BEHIND);
    days->kind_days = DC_DAYS_BEHIND + DC_DAYS_AHEAD;
}

/* Places outlive what they were looked up for, each once. */
static const uint8_t *keep(const uint8_t **kept, dc_model *model, const dc_pay_days_of *found,
                           uint32_t row)
{
    size_t days = (size_t)found->day_count;
    if (!kept[row])
        kept[row] =
            memcpy(dc_arena_alloc(model->arena, days, sizeof **kept), found->row[row].place, days);
    return kept[row];
}

bool dc_pays_on_days(const dc_days *days, uint32_t customer)
{
    uint32_t habit = days->habit_count > 0 ? days->habit_of[customer] : UINT32_MAX;
    return habit != UINT32_MAX && days->habit[habit].runs.kind != DC_RUNS_NONE;
}

void dc_day_habits_learn(dc_model *model, const dc_book *book, const dc_actuals *actuals)
{
    const dc_pay_days_of *found = &actuals->pay_days;
    dc_days              *days = &model->days;
    const uint8_t       **kept = dc_heap_alloc(found->count + 1, sizeof *kept);
    double                usual[DC_PAY_PLACES];
    start_habits(model, book, actuals->customer_count);
    find_usual(usual, actuals);
    for (size_t i = 0; i < actuals->customer_count; i++) {
        const dc_actual_customer *from = &actuals->customer[i];
        dc_month_habit           *own = &days->habit[days->habit_count];
        uint32_t                  row = found->of[from->customer];
        if (row == UINT32_MAX || !habit_of(own, usual, from, &found->row[row].runs))
            continue;
        own->kind_of = keep(kept, model, found, row);
        days->habit_of[from->customer] = (uint32_t)days->habit_count++;
        days->day_payers++;
    }
    free(kept);
}
