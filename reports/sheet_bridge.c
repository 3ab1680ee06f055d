/* Why DSO moved and is expected to move: a column for each bridge, whose parts add up live. */
#include <math.h>

#include "sheets.h"

enum { COL_SPAN = 1, BLOCK = 11, LETTERS_A_LINE = 10, LINE_HEIGHT = 14 };

static const char *name_of(const report *r, const dc_dso_bridge *bridge)
{
    if (bridge->kind == DC_BRIDGE_PAST)
        return say(r, DC_WORD_BRIDGE_THE_PAST);
    const char *title = scenario_title(r->answer, bridge->scenario);
    return bridge->kind == DC_BRIDGE_AHEAD
               ? title
               : text_fill(r->arena, say(r, DC_WORD_BRIDGE_AGAINST), title, (const char *)NULL);
}

static void put_bridge(report *r, grid *sheet, uint32_t row, uint32_t col,
                       const dc_dso_bridge *bridge)
{
    uint32_t opening = row + 3, closing = opening + DC_BRIDGE_PARTS + 1;
    grid_text(sheet, row, col, ROLE_HEADER, name_of(r, bridge));
    grid_text(sheet, row + 1, col, ROLE_HEADER, text_date(r->arena, bridge->from));
    grid_text(sheet, row + 2, col, ROLE_HEADER, text_date(r->arena, bridge->to));
    if (!bridge->applicable) {
        put_missing(r, sheet, opening, col);
        return;
    }
    grid_number(sheet, opening, col, ROLE_FIGURE, SHOW_DAYS, bridge->opening);
    for (uint32_t i = 0; i < DC_BRIDGE_PARTS; i++) {
        if (bridge->told[i])
            grid_number(sheet, opening + 1 + i, col, ROLE_FIGURE, SHOW_DAYS, bridge->part[i]);
        else
            put_missing(r, sheet, opening + 1 + i, col);
    }
    double sum = grid_sum(sheet, closing, col, ROLE_TOTAL, SHOW_DAYS,
                          grid_rows_of(sheet, col, opening, closing - 1));
    grid_number(sheet, closing + 1, col, ROLE_FIGURE, SHOW_DAYS, bridge->closing);
    put_check(r, SHEET_HISTORY, closing + 2, col, fabs(sum - bridge->closing) < 1e-6, DC_WORD_COUNT,
              dc_arena_format(r->arena, "ABS(%s-%s)<0.001", grid_ref(sheet, closing, col),
                              grid_ref(sheet, closing + 1, col)));
}

/* Of the row of names, which wrap. */
static double names_height(const report *r, size_t from, size_t end)
{
    int most = 0;
    for (size_t k = from; k < end; k++) {
        int columns = text_columns(name_of(r, &r->answer->bridges[k]));
        most = columns > most ? columns : most;
    }
    return LINE_HEIGHT * (1.0 + ceil((double)most / LETTERS_A_LINE));
}

/* Labels of a block; the row below it. */
static uint32_t put_labels(report *r, grid *sheet, uint32_t row)
{
    grid_text(sheet, row, 0, ROLE_HEADER, "");
    grid_text(sheet, row + 1, 0, ROLE_HEADER, say(r, DC_WORD_FROM));
    grid_text(sheet, row + 2, 0, ROLE_HEADER, say(r, DC_WORD_TO));
    grid_text(sheet, row + 3, 0, ROLE_LABEL, say(r, DC_WORD_HISTORY_OPENING));
    for (uint32_t i = 0; i < DC_BRIDGE_PARTS; i++)
        grid_text(sheet, row + 4 + i, 0, ROLE_LABEL,
                  say(r, dc_bridge_part_label((dc_bridge_part)i)));
    uint32_t closing = row + 4 + DC_BRIDGE_PARTS;
    grid_text(sheet, closing, 0, ROLE_LABEL, say(r, DC_WORD_HISTORY_SUM));
    grid_text(sheet, closing + 1, 0, ROLE_LABEL, say(r, DC_WORD_HISTORY_CLOSING));
    grid_text(sheet, closing + 2, 0, ROLE_LABEL, say(r, DC_WORD_CHECK));
    return closing + 4;
}

uint32_t put_bridges(report *r, grid *sheet, uint32_t row)
{
    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_HISTORY_WHY));
    for (size_t i = 0; i < r->answer->bridge_count; i += BLOCK) {
        uint32_t below = put_labels(r, sheet, row);
        size_t   left = r->answer->bridge_count - i, end = i + (left < BLOCK ? left : BLOCK);
        sheet->rows[row].height = names_height(r, i, end);
        grid_break_add(sheet, i > 0 ? row : 0);
        for (size_t k = i; k < end; k++)
            put_bridge(r, sheet, row, COL_SPAN + (uint32_t)(k - i), &r->answer->bridges[k]);
        row = below;
    }
    grid_text(sheet, row, 0, ROLE_NOTE, say(r, DC_WORD_HISTORY_WHY_NOTE));
    return row + 1;
}
