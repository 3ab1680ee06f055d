/* Charts of the Summary, side by side: cash, the scenarios, ageing. */
#include <string.h>

#include "sheets.h"

enum { COL_LABEL, COL_UNIT };
enum { CHOICES_MOST = 255 }; /* letters of a list that spreadsheets take */

/* Index of the ageing at week 13, else the last one. */
static uint32_t later_ageing(const report *r)
{
    const dc_outcome *outcome = &r->answer->comparison->outcome[0];
    for (size_t i = 0; i < outcome->report_count; i++)
        if (outcome->report_week[i] == outcome->paired_week[0])
            return (uint32_t)i + 1;
    return (uint32_t)outcome->report_count;
}

static void put_ageing_chart(report *r, grid *sheet, uint32_t row)
{
    const grid *ageing = r->sheet[SHEET_AGEING];
    grid_chart *chart = grid_chart_add(sheet, CHART_COLUMNS, row, COL_LABEL);
    uint32_t    now = r->ageing_mean_row, later = now + later_ageing(r);
    int32_t     week = r->answer->comparison->outcome[0].paired_week[0];
    uint32_t    end = r->ageing_now_col + DC_BUCKETS - 1;
    const char *later_name = text_fill(r->arena, say(r, DC_WORD_WEEK_N),
                                       text_number(r->arena, week, 0), (const char *)NULL);

    chart->title = say(r, DC_WORD_CHART_AGEING_TWO);
    chart->across = say(r, DC_WORD_DAYS_OVERDUE);
    chart->up = r->scale.label;
    chart->divisor = r->scale.divisor;
    chart->alternative_text = say(r, DC_WORD_CHART_AGEING_ALT);
    chart->categories = grid_cols_of(ageing, r->ageing_head_row, r->ageing_now_col, end);
    grid_series_add(chart, say(r, DC_WORD_TODAY), grid_cols_of(ageing, now, r->ageing_now_col, end),
                    0x999999);
    grid_series_add(chart, later_name, grid_cols_of(ageing, later, r->ageing_now_col, end),
                    0x0072B2);
}

/* Of cash where it is known, else of receipts. */
static void put_fan(report *r, grid *sheet, uint32_t row)
{
    if (r->cash_weeks > 1) {
        sheet_cash_lines(r, grid_chart_add(sheet, CHART_LINES, row, COL_LABEL));
        return;
    }
    int32_t     week = r->answer->comparison->outcome[0].paired_week[0];
    grid_chart *chart = grid_chart_add(sheet, CHART_FAN, row, COL_LABEL);
    chart->title = say(r, DC_WORD_CHART_RECEIPTS);
    chart->across = say(r, DC_WORD_WEEK);
    chart->alternative_text = say(r, DC_WORD_CHART_RECEIPTS_ALT);
    sheet_fan(r, chart, r->sheet[SHEET_RECEIPTS], r->receipts_row + 1,
              r->receipts_row + (uint32_t)week);
}

static void put_second_chart(report *r, grid *sheet, uint32_t row)
{
    if (r->answer->comparison->count > 1) {
        (r->lowest_row > 0 ? lowest_chart : difference_chart)(r, sheet, row, COL_LABEL);
        return;
    }
    grid_chart *chart = grid_chart_add(sheet, CHART_LINES, row, COL_LABEL);
    chart->title = say(r, DC_WORD_CHART_DSO);
    chart->across = say(r, DC_WORD_WEEK);
    chart->up = say(r, DC_WORD_UNIT_DAYS);
    chart->alternative_text = say(r, DC_WORD_CHART_DSO_ALT);
    chart->label_every = 4;
    sheet_dso_lines(r, chart, (uint32_t)r->answer->comparison->outcome[0].week_count);
}

/* Whose cash the first chart shows: any scenario, the baseline as the book is written. */
static void put_choice(report *r, grid *sheet, uint32_t row)
{
    if (r->lowest_row == 0 || r->cash_weeks < 2)
        return;
    size_t       count = r->answer->comparison->count, length = 0;
    const char **choices = dc_arena_alloc(r->arena, count + 1, sizeof *choices);
    for (size_t i = 0; i < count; i++) {
        choices[i] = scenario_key(r, i);
        length += strlen(choices[i]) + 1;
    }
    grid_text(sheet, row, COL_LABEL, ROLE_EDIT, choices[0]);
    grid_text(sheet, row, COL_UNIT, ROLE_NOTE, say(r, DC_WORD_CASH_CHOOSE));
    grid_name_add(sheet, NAME_CHOSEN, row, COL_LABEL);
    if (length <= CHOICES_MOST)
        grid_choice_add(sheet, row, COL_LABEL, choices);
}

void put_summary_charts(report *r, grid *sheet, uint32_t row)
{
    enum { WIDTH = 580, GAP = 14, HEIGHT = 310 };
    put_choice(r, sheet, row++);
    put_fan(r, sheet, row);
    put_second_chart(r, sheet, row);
    put_ageing_chart(r, sheet, row);
    for (uint32_t i = 0; i < sheet->chart_count; i++) {
        sheet->charts[i].width = WIDTH;
        sheet->charts[i].height = HEIGHT;
        sheet->charts[i].shift = i * (WIDTH + GAP);
    }
}
