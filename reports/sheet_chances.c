/*
 * Chances by day: what the simulation knows of each group of items, as constants that the live
 * sheets work on.  A row is a group's share paid, in cash or written off on each day if nobody
 * failed, or the chance that customers of a class have not failed.
 */
#include "live.h"

enum { DAYS_PRINTED = 7 };

#include <math.h>

static const dc_word figures[LIVE_FIGURES] = {
    [LIVE_PAID] = DC_WORD_LIVE_PAID,           [LIVE_CASH] = DC_WORD_LIVE_CASH,
    [LIVE_LOST] = DC_WORD_LIVE_LOST,           [LIVE_PLAN_PAID] = DC_WORD_LIVE_PLAN_PAID,
    [LIVE_PLAN_CASH] = DC_WORD_LIVE_PLAN_CASH, [LIVE_INVOICED] = DC_WORD_LIVE_INVOICED,
};

dc_word live_figure_word(live_figure figure)
{
    return figures[figure];
}

const double *live_column(const dc_daily_group *group, live_figure figure)
{
    switch (figure) {
    case LIVE_PAID: return group->paid;
    case LIVE_CASH: return group->cash;
    case LIVE_LOST: return group->lost;
    case LIVE_PLAN_PAID: return group->plan_paid;
    case LIVE_PLAN_CASH: return group->plan_cash;
    case LIVE_INVOICED: return group->invoiced;
    case LIVE_FIGURES: break;
    }
    return NULL;
}

const char *live_class_name(report *r, size_t row)
{
    const dc_daily *daily = r->answer->daily;
    if (!daily->any_failing)
        return say(r, DC_WORD_LIVE_ALL_CUSTOMERS);
    double left = daily->row[row].alive[daily->day_count];
    return text_fill(r->arena, say(r, DC_WORD_LIVE_CLASS),
                     text_number(r->arena, (double)row + 1, 0),
                     text_number(r->arena, 100.0 * (1.0 - left), 2), (const char *)NULL);
}

const char *live_group_name(report *r, const dc_daily_group *group)
{
    static const dc_word kinds[DC_DAILY_KIND_COUNT] = {DC_WORD_LIVE_CLAIMS, DC_WORD_LIVE_REACHED,
                                                       DC_WORD_LIVE_SALES};
    if (group->kind != DC_DAILY_SALES)
        return say(r, kinds[group->kind]);
    if (group->terms == DC_DAILY_OTHER_TERMS)
        return say(r, DC_WORD_LIVE_OTHER_SALES);
    return text_fill(r->arena, say(r, DC_WORD_LIVE_SALES), text_number(r->arena, group->terms, 0),
                     (const char *)NULL);
}

uint32_t live_col(int32_t day)
{
    return (uint32_t)(LIVE_DAY_0 + day);
}

/* The week that a day belongs to. */
static int32_t week_of(const dc_answer *answer, int32_t day)
{
    int32_t week = 0;
    while (dc_week_end_day(answer->options, week) < day)
        week++;
    return week;
}

void live_begin(report *r, grid *sheet, dc_word title, dc_word note)
{
    static const dc_word heads[LIVE_DAY_0] = {DC_WORD_LIVE_LINE,  DC_WORD_LIVE_CUSTOMERS,
                                              DC_WORD_MEASURE,    DC_WORD_UNIT_AMOUNT,
                                              DC_WORD_LIVE_MOVED, DC_WORD_LIVE_MORE};
    static const double  widths[LIVE_DAY_0] = {40, 26, 24, 15, 9, 9};
    sheet_begin(r, sheet, title, note);
    for (uint32_t col = 0; col < LIVE_DAY_0; col++) {
        grid_text(sheet, LIVE_ROW_DAY, col, ROLE_HEADER, say(r, heads[col]));
        sheet->width[col] = widths[col];
    }
    grid_text(sheet, LIVE_ROW_DATE, LIVE_LABEL, ROLE_LABEL, say(r, DC_WORD_DATE));
    grid_text(sheet, LIVE_ROW_WEEK, LIVE_LABEL, ROLE_LABEL, say(r, DC_WORD_WEEK));
    for (int32_t day = 0; day <= r->answer->daily->day_count; day++) {
        uint32_t col = live_col(day);
        grid_number(sheet, LIVE_ROW_DAY, col, ROLE_HEADER, SHOW_COUNT, day);
        grid_date(sheet, LIVE_ROW_DATE, col, ROLE_LABEL,
                  dc_date_add_days(r->answer->book->as_of, day));
        grid_number(sheet, LIVE_ROW_WEEK, col, ROLE_LABEL, SHOW_COUNT, week_of(r->answer, day));
        sheet->width[col] = 14;
    }
    sheet->rows[LIVE_ROW_DAY].height = 42;
    sheet->freeze_row = LIVE_ROW_FIRST;
    sheet->freeze_col = LIVE_DAY_0;
    sheet->print_cols = LIVE_DAY_0 + 1 + DAYS_PRINTED;
}

static bool is_told(const double *column, int32_t last)
{
    for (int32_t day = 1; column && day <= last; day++)
        if (column[day] != 0.0)
            return true;
    return false;
}

static void put_names(report *r, grid *sheet, uint32_t row, const char *label, size_t class_row,
                      dc_word figure)
{
    grid_text(sheet, row, LIVE_LABEL, ROLE_LABEL, label);
    grid_text(sheet, row, LIVE_CLASS, ROLE_LABEL, live_class_name(r, class_row));
    grid_text(sheet, row, LIVE_FIGURE, ROLE_LABEL, say(r, figure));
}

static void put_share(report *r, grid *sheet, uint32_t row, const dc_daily_group *group,
                      live_figure figure)
{
    const double *column = live_column(group, figure);
    put_names(r, sheet, row, live_group_name(r, group), group->row, figures[figure]);
    grid_number(sheet, row, LIVE_AMOUNT, ROLE_FIGURE, SHOW_MONEY_2,
                money_major(r->answer, group->exposure));
    if (group->kind == DC_DAILY_SALES && group->terms != DC_DAILY_OTHER_TERMS)
        grid_number(sheet, row, LIVE_CONSTANT, ROLE_FIGURE, SHOW_COUNT, group->terms);
    for (int32_t day = 1; day <= r->answer->daily->day_count; day++)
        grid_number(sheet, row, live_col(day), ROLE_FIGURE, SHOW_REAL,
                    column[day] / group->exposure);
}

/* Of customers that failed before: amounts, which nothing moves. */
static uint32_t put_failed(report *r, grid *sheet, uint32_t row, dc_word figure,
                           const double *column)
{
    grid_text(sheet, row, LIVE_LABEL, ROLE_LABEL, say(r, DC_WORD_LIVE_FAILED_BEFORE));
    grid_text(sheet, row, LIVE_FIGURE, ROLE_LABEL, say(r, figure));
    for (int32_t day = 1; day <= r->answer->daily->day_count; day++)
        put_money(r, sheet, row, live_col(day), ROLE_FIGURE, column[day]);
    return row;
}

static uint32_t put_alive(report *r, grid *sheet, uint32_t row, size_t class_row)
{
    const dc_daily_failing *failing = &r->answer->daily->row[class_row];
    put_names(r, sheet, row, say(r, DC_WORD_LIVE_CUSTOMERS), class_row, DC_WORD_LIVE_ALIVE);
    grid_number(sheet, row, LIVE_AMOUNT, ROLE_FIGURE, SHOW_SHARE, failing->recovered_share);
    grid_number(sheet, row, LIVE_CONSTANT, ROLE_FIGURE, SHOW_COUNT, failing->recovery_days);
    for (int32_t day = 0; day <= r->answer->daily->day_count; day++)
        grid_number(sheet, row, live_col(day), ROLE_FIGURE, SHOW_REAL, failing->alive[day]);
    return row;
}

void fill_chances(report *r, grid *sheet)
{
    const dc_daily *daily = r->answer->daily;
    live_map       *map = dc_arena_alloc(r->arena, 1, sizeof *map);
    uint32_t        row = LIVE_ROW_FIRST;
    r->live_map = map;
    map->group = dc_arena_alloc(r->arena, daily->group_count + 1, sizeof *map->group);
    map->alive = dc_arena_alloc(r->arena, daily->row_count, sizeof *map->alive);
    live_begin(r, sheet, DC_WORD_SHEET_CHANCES, DC_WORD_NOTE_CHANCES);
    for (size_t g = 0; g < daily->group_count; g++)
        for (live_figure f = 0; f < LIVE_FIGURES; f++) {
            if (f != LIVE_PAID && !is_told(live_column(&daily->group[g], f), daily->day_count))
                continue;
            put_share(r, sheet, row, &daily->group[g], f);
            map->group[g].row[f] = row++;
        }
    for (size_t c = 0; c < daily->row_count; c++)
        map->alive[c] = put_alive(r, sheet, row++, c);
    map->failed_written_off =
        put_failed(r, sheet, row++, DC_WORD_METRIC_WRITTEN_OFF, daily->failed_written_off);
    map->failed_recovered =
        put_failed(r, sheet, row++, DC_WORD_METRIC_RECOVERED, daily->failed_recovered);
}
