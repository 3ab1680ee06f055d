/* Summary, Compare and Risk as one page: the grids of the workbook, read once more. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "findings.h"
#include "html.h"
#include "write.h"

static const char style[] =
    "body{font:14px/1.45 Arial,'Microsoft YaHei','Noto Sans CJK SC',sans-serif;color:#222;"
    "margin:24px auto;max-width:1400px;padding:0 16px}"
    "table{border-collapse:collapse;width:100%}td,th{padding:2px 8px;vertical-align:middle;"
    "text-align:left;font-weight:400}"
    "td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    ".title{font-size:24px;font-weight:700;color:#003f66}"
    ".subtitle,.note,.unit,.range,.near{color:#6e6e6e}"
    ".headline{font-size:17px;font-weight:700}"
    ".section{font-size:16px;font-weight:700;"
    "color:#003f66;padding-top:12px}"
    ".header{background:#003f66;color:#fff;font-weight:700;text-align:center}"
    ".unit{background:#e8eef3;font-size:12px;font-style:italic;text-align:center}"
    ".range,.near{font-size:11px;text-align:right}.range{border-bottom:1px dotted #b8c4ce}"
    ".note{font-style:italic;font-size:12px}.total{font-weight:700;border-top:1px solid #222}"
    ".check{font-weight:700;text-align:center}.ok{color:#007a5a}"
    ".fail{color:#fff;background:#c04a00}"
    ".better{background:#d9eaf7}.worse{background:#fbe3d3}.charts{display:flex;flex-wrap:wrap;"
    "gap:12px;margin:12px 0}.charts svg{border:1px solid #e0e0e0;background:#fff;max-width:100%;"
    "height:auto}section{margin-bottom:40px}"
    "@media print{@page{size:A4 landscape;margin:10mm}body{margin:0;max-width:none;font-size:9px}"
    "tr,svg{break-inside:avoid}"
    ".title{font-size:16px}.headline{font-size:12px}section{break-after:page}td,th{padding:1px 4px}"
    ".charts{flex-wrap:nowrap}.charts svg{width:33%}.header,.unit,.better,.worse,.fail{"
    "-webkit-print-color-adjust:exact;print-color-adjust:exact}}";

static const char *const classes[ROLE_COUNT] = {
    [ROLE_TITLE] = "title",     [ROLE_SUBTITLE] = "subtitle", [ROLE_HEADLINE] = "headline",
    [ROLE_SECTION] = "section", [ROLE_HEADER] = "header",     [ROLE_UNIT] = "unit",
    [ROLE_TOTAL] = "total",     [ROLE_RANGE] = "range",       [ROLE_NEAR] = "near",
    [ROLE_CHECK] = "check",     [ROLE_NOTE] = "note",
};

/* --- numbers as the workbook shows them ---------------------------------------------------------
 * */

static void put_number(FILE *out, dc_arena *arena, const grid_cell *cell)
{
    static const struct {
        int    decimals;
        double factor;
        bool   dash, minus; /* nothing is a dash; negatives carry a minus, no parentheses */
    } shows[SHOW_COUNT_OF] = {
        [SHOW_TEXT] = {2, 1, false, true},     [SHOW_COUNT] = {0, 1, false, true},
        [SHOW_MONEY] = {0, 1, true, false},    [SHOW_MONEY_1] = {1, 1, true, false},
        [SHOW_MONEY_2] = {2, 1, true, false},  [SHOW_MONEY_3] = {3, 1, true, false},
        [SHOW_MONEY_4] = {4, 1, true, false},  [SHOW_DAYS] = {1, 1, false, false},
        [SHOW_SHARE] = {1, 100, false, false}, [SHOW_SHARE_2] = {2, 100, false, false},
        [SHOW_REAL] = {4, 1, false, true},     [SHOW_EXACT] = {0, 1, true, false},
    };
    double value = cell->number * shows[cell->show].factor;
    bool   share = shows[cell->show].factor != 1, inside = value < 0.0 && !shows[cell->show].minus;
    if (cell->show == SHOW_DATE) {
        fputs(text_date(arena, grid_number_date(cell->number)), out);
        return;
    }
    if (value == 0.0 && shows[cell->show].dash) {
        fputs("–", out);
        return;
    }
    fprintf(out, "%s%s%s%s%s", inside ? "(" : "",
            text_number(arena, inside ? -value : value, shows[cell->show].decimals),
            share ? "%" : "", cell->mark ? cell->mark : "", inside ? ")" : "");
}

/* --- tables --------------------------------------------------------------------------------------
 * */

static bool lies_in(grid_range range, uint32_t row, uint32_t col)
{
    return row >= range.row && row <= range.last_row && col >= range.col && col <= range.last_col;
}

/* What the rules of the sheet make of a cell. */
static const char *verdict_of(const report *r, const grid *sheet, uint32_t row, uint32_t col,
                              const grid_cell *cell)
{
    for (size_t i = 0; i < sheet->rule_count; i++) {
        const grid_rule *rule = &sheet->rules[i];
        if (!lies_in(rule->range, row, col) || rule->kind == RULE_STALE ||
            rule->kind == RULE_HEAT || rule->kind == RULE_BAR)
            continue;
        if (rule->kind == RULE_CHECK)
            return cell->kind != GRID_TEXT                         ? ""
                   : strcmp(cell->text, say(r, DC_WORD_OK)) == 0   ? " ok"
                   : strcmp(cell->text, say(r, DC_WORD_FAIL)) == 0 ? " fail"
                                                                   : "";
        if (cell->kind != GRID_NUMBER || cell->number == 0.0)
            return "";
        bool higher = cell->number > 0.0;
        return higher == (rule->kind == RULE_HIGHER_IS_BETTER) ? " better" : " worse";
    }
    return "";
}

/* Text runs on over the empty cells to its right, as in a spreadsheet. */
static uint32_t span_of(const grid *sheet, uint32_t row, uint32_t col, uint32_t width)
{
    uint32_t end = col + 1;
    if (grid_look(sheet, row, col).kind != GRID_TEXT ||
        grid_look(sheet, row, col).role == ROLE_HEADER)
        return 1;
    while (end < width && grid_look(sheet, row, end).kind == GRID_EMPTY)
        end++;
    return end - col;
}

/* A link to a sheet of the page; others are in the workbook alone. */
static const grid *target_of(const report *r, const grid_cell *cell)
{
    static const sheet_id shown[] = {SHEET_SUMMARY, SHEET_COMPARE, SHEET_RISK};
    for (size_t i = 0; cell->jump && i < sizeof shown / sizeof shown[0]; i++) {
        const grid *sheet = r->sheet[shown[i]];
        if (sheet && strstr(cell->jump, dc_arena_format(r->arena, "'%s'", sheet->title)))
            return sheet;
    }
    return NULL;
}

static void put_text(FILE *out, const report *r, const grid_cell *cell)
{
    const grid *target = target_of(r, cell);
    if (target) {
        fputs("<a href=\"#", out);
        html_text(out, target->title);
        fputs("\">", out);
    }
    html_text(out, cell->text);
    if (target)
        fputs("</a>", out);
}

static void put_cell(FILE *out, const report *r, const grid *sheet, uint32_t row, uint32_t col,
                     uint32_t span)
{
    grid_cell   cell = grid_look(sheet, row, col);
    const char *tag = cell.role == ROLE_HEADER && cell.kind == GRID_TEXT ? "th" : "td";
    const char *name = classes[cell.role] ? classes[cell.role] : "";
    fprintf(out, "<%s", tag);
    if (span > 1)
        fprintf(out, " colspan=\"%u\"", span);
    if (cell.kind != GRID_EMPTY)
        fprintf(out, " class=\"%s%s%s\"", cell.kind == GRID_NUMBER ? "n " : "", name,
                verdict_of(r, sheet, row, col, &cell));
    fputc('>', out);
    if (cell.kind == GRID_NUMBER)
        put_number(out, r->arena, &cell);
    else if (cell.kind == GRID_TEXT)
        put_text(out, r, &cell);
    fprintf(out, "</%s>", tag);
}

static uint32_t width_of(const grid *sheet)
{
    size_t width = sheet->print_cols;
    for (size_t row = 0; sheet->print_cols == 0 && row < sheet->row_count; row++)
        width = sheet->rows[row].count > width ? sheet->rows[row].count : width;
    return (uint32_t)width;
}

static bool is_empty_row(const grid *sheet, uint32_t row)
{
    for (size_t col = 0; col < sheet->rows[row].count; col++)
        if (sheet->rows[row].cell[col].kind != GRID_EMPTY)
            return false;
    return true;
}

static void put_row(FILE *out, const report *r, const grid *sheet, uint32_t row, uint32_t width)
{
    if (is_empty_row(sheet, row))
        return;
    fputs("<tr>", out);
    for (uint32_t col = 0, span; col < width; col += span) {
        span = span_of(sheet, row, col, width);
        put_cell(out, r, sheet, row, col, span);
    }
    fputs("</tr>\n", out);
}

/* Charts stand where they begin on the sheet, side by side where they begin in one row. */
static void put_charts(FILE *out, const report *r, const grid *sheet, uint32_t row)
{
    bool any = false;
    for (size_t i = 0; i < sheet->chart_count; i++) {
        if (sheet->charts[i].row != row)
            continue;
        fputs(any ? "" : "</table><div class=\"charts\">\n", out);
        any = true;
        html_chart(out, r, &sheet->charts[i]);
    }
    if (any)
        fputs("</div><table>\n", out);
}

static uint32_t last_row(const grid *sheet)
{
    uint32_t last = (uint32_t)sheet->row_count;
    for (size_t i = 0; i < sheet->chart_count; i++)
        last = sheet->charts[i].row >= last ? sheet->charts[i].row + 1 : last;
    return last;
}

static void put_sheet(FILE *out, const report *r, const grid *sheet)
{
    uint32_t width = width_of(sheet);
    fputs("<section id=\"", out);
    html_text(out, sheet->title);
    fputs("\"><table>\n", out);
    for (uint32_t row = 0; row < last_row(sheet); row++) {
        put_charts(out, r, sheet, row);
        if (row < sheet->row_count)
            put_row(out, r, sheet, row, width);
    }
    fputs("</table></section>\n", out);
}

dc_status write_html(const dc_answer *answer, FILE *out)
{
    static const sheet_id shown[] = {SHEET_SUMMARY, SHEET_COMPARE, SHEET_RISK};
    dc_arena             *arena = dc_arena_new();
    report                r;
    report_fill(&r, arena, answer);
    fprintf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head><meta charset=\"utf-8\">\n<title>",
            answer->language == DC_CHINESE ? "zh-CN" : "en");
    html_text(out, company_title(arena, answer));
    fprintf(out,
            "</title>\n<meta name=\"generator\" content=\"duecast %s\">\n<style>%s</style>"
            "</head>\n<body>\n",
            answer->version, style);
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
        if (r.sheet[shown[i]])
            put_sheet(out, &r, r.sheet[shown[i]]);
    fprintf(out, "<p class=\"note\">duecast %s · %s</p>\n</body>\n</html>\n", answer->version,
            answer->run_id);
    dc_arena_free(arena);
    return ferror(out) ? DC_ERR_OUTPUT : DC_OK;
}
