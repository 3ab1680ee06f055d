/* worklist_steps.c - the steps as a table of what is assumed about each, and the settings. */
#include <math.h>
#include <string.h>

#include "duecast/worklist.h"

/*
 * How much faster claims are paid after a contact is unknown in the literature that was read: these
 * are opinions with ranges that include "nothing" and "worse" (pressure can slow payment), and fade
 * as those of the lever `dunning` do.  The collection record replaces them where it can tell
 * (docs/FORMULAS.md, "Worklist").
 */
/* clang-format off */
static const dc_step_info steps[DC_STEP_COUNT] = {
    [DC_STEP_WAIT] = {"wait", DC_WORD_STEP_WAIT, -1, false, 0, {1, 1, 1}, 0, {0, 0, 0}},
    [DC_STEP_REMIND] = {"remind", DC_WORD_STEP_REMIND, DC_ACTION_REMINDER, true, 2,
                        {0.95, 1.15, 1.5}, 30, {0, 0, 0}},
    [DC_STEP_CALL] = {"call", DC_WORD_STEP_CALL, DC_ACTION_CALL, true, 15,
                      {0.95, 1.35, 2.0}, 30, {0, 0, 0}},
    [DC_STEP_NOTICE] = {"notice", DC_WORD_STEP_NOTICE, DC_ACTION_NOTICE, true, 10,
                        {0.9, 1.4, 2.2}, 30, {0, 0.005, 0.02}},
    [DC_STEP_PLAN] = {"plan", DC_WORD_STEP_PLAN, DC_ACTION_PLAN, false, 25, {1, 1, 1}, 0,
                      {0, 0, 0}},
    [DC_STEP_CONCESSION] = {"concession", DC_WORD_STEP_CONCESSION, -1, false, 25, {1, 1, 1}, 0,
                            {0, 0, 0}},
    [DC_STEP_THIRD_PARTY] = {"third_party", DC_WORD_STEP_THIRD_PARTY, DC_ACTION_THIRD_PARTY, false,
                             25, {1, 1, 1}, 0, {0.01, 0.05, 0.15}},
    [DC_STEP_INSURER] = {"insurer", DC_WORD_STEP_INSURER, -1, false, 50, {1, 1, 1}, 0,
                         {0, 0.02, 0.05}},
    [DC_STEP_SUE] = {"sue", DC_WORD_STEP_SUE, DC_ACTION_LEGAL, false, 1500, {1, 1, 1}, 0,
                     {0.1, 0.3, 0.6}},
    [DC_STEP_WRITE_OFF] = {"write_off", DC_WORD_STEP_WRITE_OFF, -1, false, 0, {1, 1, 1}, 0,
                           {0, 0, 0}},
};

/* A calendar that collection guides agree on: a reminder before the due day, a friendly one within
 * the first week, a formal notice after 15 days, a third party after 30, the court later. */
static const dc_dunning_stage calendar[] = {
    {-3, DC_ACTION_REMINDER, NAN}, {3, DC_ACTION_REMINDER, NAN},     {7, DC_ACTION_CALL, NAN},
    {15, DC_ACTION_NOTICE, NAN},   {30, DC_ACTION_THIRD_PARTY, NAN}, {60, DC_ACTION_LEGAL, NAN},
};
/* clang-format on */
enum { CALENDAR = sizeof calendar / sizeof calendar[0] };

const dc_step_info *dc_step_about(dc_step step)
{
    return &steps[step];
}

static double or_else(double told, double assumed)
{
    return isnan(told) ? assumed : told;
}

static void set_stages(dc_work_settings *out, const dc_collection *told)
{
    size_t                  count = told->stage_count > 0 ? told->stage_count : CALENDAR;
    const dc_dunning_stage *from = told->stage_count > 0 ? told->stages : calendar;
    out->stage_count = count;
    memcpy(out->stages, from, count * sizeof *from);
}

/* A stage that tells a cost tells it for its kind of action. */
static void set_costs(dc_work_settings *out, const dc_book *book)
{
    for (int step = 0; step < DC_STEP_COUNT; step++) {
        out->cost[step] = dc_own_amount(book, steps[step].cost);
        for (size_t i = 0; i < out->stage_count; i++)
            if (out->stages[i].action == steps[step].action && !isnan(out->stages[i].cost))
                out->cost[step] = dc_own_amount(book, out->stages[i].cost);
    }
    out->cost[DC_STEP_SUE] = (double)out->legal_cost;
}

void dc_work_settings_of(dc_work_settings *out, const dc_book *book)
{
    static const double  usual_rate = 0.08, usual_minimum = 25.0;
    const dc_company    *company = &book->company;
    const dc_collection *told = &company->collection;
    bool                 has_rate = company->line_rate >= 0.0, earns = company->gross_margin > 0.0;
    double               line = has_rate ? company->line_rate : usual_rate;
    *out = (dc_work_settings){
        .discount_rate = or_else(told->discount_rate, line),
        .rate_assumed = isnan(told->discount_rate) && !has_rate,
        .soon_days = (int32_t)or_else(told->soon_days, 7),
        .contact_gap = (int32_t)or_else(told->contact_gap, 5),
        .contacts_most = (int32_t)or_else(told->contacts_most, 4),
        .hold_days = (int32_t)or_else(told->hold_days, 60),
        .insurer_days = (int32_t)or_else(told->insurer_days, 225),
        .minimum = llround(dc_own_amount(book, or_else(told->minimum, usual_minimum))),
        .win_chance = or_else(told->win_chance, 0.7),
        .collect_chance = or_else(told->collect_chance, 0.6),
        .legal_fee = or_else(told->legal_fee, 0.1),
        .legal_years = or_else(told->legal_years, 1.5),
        .insured_share = or_else(told->insured_share, 0.9),
        .legal_cost =
            llround(dc_own_amount(book, or_else(told->legal_cost, steps[DC_STEP_SUE].cost))),
        .margin = earns ? company->gross_margin : 0.0,
        .margin_known = company->gross_margin >= 0.0,
    };
    set_stages(out, told);
    set_costs(out, book);
}
