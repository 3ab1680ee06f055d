/*
 * compare_blocks.c - below the metrics of the Compare sheet: cash and line, which lever a
 * difference comes from, and the order of the scenarios by a figure.
 */
#include <math.h>
#include <string.h>

#include "compare.h"

/* --- cash and line ---------------------------------------------------------------------------- */

/* The row after it and what stands below it. */
static uint32_t put_figure(report *r, grid *sheet, uint32_t row, size_t objective, int week)
{
    const dc_measure_info *about = dc_objective_about(objective);
    const dc_comparison   *all = r->answer->comparison;
    int32_t                at = all->outcome[0].paired_week[week];
    grid_text(sheet, row, COL_MEASURE, ROLE_LABEL, say(r, about->label));
    put_unit_name(r, sheet, row, COL_UNIT, ROLE_LABEL, about->unit);
    grid_number(sheet, row, COL_WEEK, ROLE_LABEL, SHOW_COUNT, at);
    grid_date(sheet, row, COL_DATE, ROLE_LABEL, week_date(r->answer, at));
    link_level(r, sheet, row, COL_MEAN, objective, week, FIGURE_MEAN);
    for (size_t s = 1; s <= scenarios_shown(r->answer); s++)
        link_difference(r, sheet, row, COL_SCENARIOS + (uint32_t)s - 1, objective, week, s);
    grid_break_add(sheet, row);
    return put_remarks(r, sheet, row + 1, objective, week);
}

uint32_t put_compared_cash(report *r, grid *sheet, uint32_t row)
{
    if (!has_compared_cash(r->answer) || !r->sheet[SHEET_DIFFERENCES])
        return row;
    grid_break_add(sheet, row);
    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_COMPARE_CASH));
    for (int week = 0; week <= last_paired(&r->answer->comparison->outcome[0]); week++)
        for (size_t o = DC_METRIC_COUNT; o < DC_OBJECTIVES; o++)
            row = put_figure(r, sheet, row, o, week);
    return row + 1;
}

/* --- by lever --------------------------------------------------------------------------------- */

static const size_t bridged[] = {DC_CASH_COLLECTED,
                                 DC_METRIC_COUNT + DC_FIGURE_NET_CASH_FLOW,
                                 DC_METRIC_COUNT + DC_FIGURE_LOWEST_CASH,
                                 DC_RECEIVABLES,
                                 DC_OVERDUE,
                                 DC_DSO,
                                 DC_TRADE_WCR,
                                 DC_BAD_DEBT_EXPENSE,
                                 DC_MEASURE_COSTS,
                                 DC_NET_CASH,
                                 DC_CREDIT_RESULT};
enum { BRIDGED = sizeof bridged / sizeof bridged[0], COL_LEVERS = COL_TODAY, HEAD_HEIGHT = 42 };

/* "credit insurance", "dunning 2": a head wraps at blanks, and levers of one kind are counted. */
static const char *part_name(dc_arena *arena, const dc_scenario *scenario, size_t part)
{
    const char *lever = scenario->parts[part].lever;
    size_t      alike = 0, number = 0;
    for (size_t i = 0; i < scenario->part_count; i++) {
        alike += strcmp(scenario->parts[i].lever, lever) == 0;
        number = i == part ? alike : number;
    }
    char *text = alike > 1 ? dc_arena_format(arena, "%s %zu", lever, number)
                           : dc_arena_copy_text(arena, lever);
    for (char *at = strchr(text, '_'); at; at = strchr(at, '_'))
        *at = ' ';
    return text;
}

static void put_bridge_heads(report *r, grid *sheet, uint32_t row, size_t scenario)
{
    const dc_scenario *one = &r->answer->scenarios->scenario[scenario];
    uint32_t           parts = (uint32_t)one->part_count;
    grid_text(sheet, row, COL_MEASURE, ROLE_HEADER, scenario_title(r->answer, scenario));
    for (uint32_t col = COL_UNIT; col < COL_LEVERS; col++)
        grid_text(sheet, row, col, ROLE_HEADER, "");
    for (uint32_t i = 0; i < parts; i++)
        grid_text(sheet, row, COL_LEVERS + i, ROLE_HEADER, part_name(r->arena, one, i));
    grid_text(sheet, row, COL_LEVERS + parts, ROLE_HEADER, say(r, DC_WORD_T_REST));
    grid_text(sheet, row, COL_LEVERS + parts + 1, ROLE_HEADER, say(r, DC_WORD_TOTAL));
    sheet->rows[row].height = HEAD_HEIGHT;
}

/* The parts add up live to the difference. */
static bool put_bridge_row(report *r, grid *sheet, uint32_t row, size_t scenario, size_t objective,
                           int week)
{
    const dc_lever_bridge *bridge = &r->answer->comparison->bridge[scenario];
    const dc_measure_info *about = dc_objective_about(objective);
    uint32_t               parts = (uint32_t)bridge->part_count;
    int32_t                at = r->answer->comparison->outcome[0].paired_week[week];
    if (isnan(bridge->change[parts][objective][week]))
        return false;
    grid_jump(sheet, row, COL_MEASURE, say(r, about->label), r->sheet[SHEET_DIFFERENCES]);
    put_unit_name(r, sheet, row, COL_UNIT, ROLE_LABEL, about->unit);
    grid_number(sheet, row, COL_WEEK, ROLE_LABEL, SHOW_COUNT, at);
    grid_date(sheet, row, COL_DATE, ROLE_LABEL, week_date(r->answer, at));
    for (uint32_t i = 0; i <= parts; i++)
        put_value(r, sheet, row, COL_LEVERS + i, about->unit, true,
                  bridge->change[i][objective][week]);
    grid_sum(sheet, row, COL_LEVERS + parts + 1, ROLE_TOTAL, unit_show(about->unit),
             grid_cols_of(sheet, row, COL_LEVERS, COL_LEVERS + parts));
    return true;
}

static bool fits(const dc_scenario *scenario)
{
    return scenario->part_count > 1 && COL_LEVERS + scenario->part_count + 2 <= GRID_COLUMNS_MAX;
}

uint32_t put_lever_bridges(report *r, grid *sheet, uint32_t row, bridge_table tables[BRIDGE_TABLES],
                           size_t *count)
{
    *count = 0;
    const dc_comparison *all = r->answer->comparison;
    uint32_t             first = row;
    for (size_t s = 1; s < all->count && all->bridge; s++) {
        if (!fits(&r->answer->scenarios->scenario[s]))
            continue;
        grid_break_add(sheet, row);
        if (row == first)
            grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_T_BY_LEVER));
        if (*count < BRIDGE_TABLES)
            tables[(*count)++] = (bridge_table){
                .scenario = s,
                .head_row = row,
                .row = row + 1, /* cash collected to week 13 comes first */
                .first_col = COL_LEVERS,
                .last_col = COL_LEVERS + (uint32_t)r->answer->scenarios->scenario[s].part_count};
        put_bridge_heads(r, sheet, row++, s);
        for (int week = 0; week <= last_paired(&all->outcome[0]); week++)
            for (size_t k = 0; k < BRIDGED; k++)
                row += put_bridge_row(r, sheet, row, s, bridged[k], week) ? 1 : 0;
        row++;
    }
    if (row > first)
        grid_text(sheet, row++, 0, ROLE_NOTE, say(r, DC_WORD_WHATIF_BRIDGE_LEGEND));
    return row == first ? row : row + 1;
}

/* --- in order --------------------------------------------------------------------------------- */

uint32_t put_ranking(report *r, grid *sheet, uint32_t row)
{
    const dc_rank_by *by = r->answer->rank;
    if (!by)
        return row;
    enum { COL_RANK, COL_OF, COL_VALUE = COL_TODAY, COL_LOWEST, COL_FLOOR };
    grid_break_add(sheet, row);
    dc_unit unit = dc_objective_about(by->objective)->unit;
    int32_t at = r->answer->comparison->outcome[0].paired_week[by->week];
    grid_text(sheet, row++, 0, ROLE_SECTION,
              text_fill(r->arena, say(r, DC_WORD_COMPARE_RANKED),
                        say(r, dc_objective_about(by->objective)->label),
                        text_number(r->arena, at, 0), (const char *)NULL));
    grid_text(sheet, row, COL_MEASURE, ROLE_HEADER, say(r, DC_WORD_SCENARIO));
    for (uint32_t col = COL_UNIT; col < COL_VALUE; col++)
        grid_text(sheet, row, col, ROLE_HEADER, "");
    put_unit_name(r, sheet, row, COL_VALUE, ROLE_HEADER, unit);
    grid_text(sheet, row, COL_LOWEST, ROLE_HEADER, say(r, DC_WORD_COMPARE_LOWEST_P5));
    grid_text(sheet, row++, COL_FLOOR, ROLE_HEADER, say(r, DC_WORD_COMPARE_FLOOR));
    for (size_t i = 0; i < r->answer->comparison->count; i++, row++) {
        const dc_ranked *one = &r->answer->ranking[i];
        grid_text(
            sheet, row, COL_MEASURE, ROLE_LABEL,
            dc_arena_format(r->arena, "%zu. %s", i + 1, scenario_title(r->answer, one->scenario)));
        put_value(r, sheet, row, COL_VALUE, unit, one->applicable, one->value);
        put_value(r, sheet, row, COL_LOWEST, DC_UNIT_MONEY, !isnan(one->lowest_95), one->lowest_95);
        if (by->has_floor)
            grid_text(sheet, row, COL_FLOOR, ROLE_LABEL,
                      say(r, one->above_floor ? DC_WORD_YES : DC_WORD_NO));
    }
    return row + 1;
}

/* --- who must go on ordering ------------------------------------------------------------------ */

static bool any_presses(const dc_answer *a)
{
    bool any = false;
    for (size_t s = 1; s <= scenarios_shown(a) && a->loyalty; s++)
        any |= a->loyalty[s].presses;
    return any;
}

/* The share with which a scenario breaks even, and below it the one that is assumed. */
uint32_t put_retention(report *r, grid *sheet, uint32_t row)
{
    const dc_outcome *baseline = &r->answer->comparison->outcome[0];
    if (!any_presses(r->answer))
        return row;
    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_LOYALTY_TITLE));
    for (int week = 0; week <= last_paired(baseline); week++, row += 2) {
        int32_t at = baseline->paired_week[week];
        grid_jump(sheet, row, COL_MEASURE, say(r, DC_WORD_LOYALTY_TITLE),
                  r->sheet[SHEET_ASSUMPTIONS]);
        grid_text(sheet, row, COL_UNIT, ROLE_LABEL, unit_name(r, DC_UNIT_SHARE));
        grid_number(sheet, row, COL_WEEK, ROLE_LABEL, SHOW_COUNT, at);
        grid_date(sheet, row, COL_DATE, ROLE_LABEL, week_date(r->answer, at));
        grid_text(sheet, row + 1, COL_MEASURE, ROLE_RANGE, say(r, DC_WORD_LOYALTY_ASSUMED));
        for (size_t s = 1; s <= scenarios_shown(r->answer); s++) {
            const dc_loyalty *of = &r->answer->loyalty[s];
            uint32_t          col = COL_SCENARIOS + (uint32_t)s - 1;
            put_value(r, sheet, row, col, DC_UNIT_SHARE, of->presses && of->known[week],
                      of->kept[week]);
            if (of->presses)
                grid_text(sheet, row + 1, col, ROLE_RANGE,
                          text_share(r->arena, of->assumed[week], 1));
        }
    }
    grid_text(sheet, row++, 0, ROLE_NOTE, say(r, DC_WORD_LOYALTY_NOTE));
    return row + 1;
}
