/* How a role looks, and how a number is written: two tables. */
#include "xlsx.h"

#include <string.h>

enum { WHITE = 0xFFFFFF, INK = 0x222222, GREY = 0x6E6E6E, RULE_LINE = 0xB8C4CE };

typedef struct {
    const char *positive, *negative, *zero;
} number_look;

typedef struct {
    double   size;
    uint32_t ink, fill; /* fill 0: none */
    bool     bold, italic, wrap, centre, top_line, bottom_line, right, indent;
} look;

/* Inputs blue on light yellow, formulas black, links green: the habit of financial models. */
static const look looks[ROLE_COUNT] = {
    [ROLE_PLAIN] = {.size = 10, .ink = INK},
    [ROLE_TITLE] = {.size = 18, .ink = 0x003F66, .bold = true},
    [ROLE_SUBTITLE] = {.size = 11, .ink = GREY},
    [ROLE_HEADLINE] = {.size = 13, .ink = INK, .bold = true},
    [ROLE_SECTION] = {.size = 12, .ink = 0x003F66, .bold = true},
    [ROLE_HEADER] =
        {.size = 10, .ink = WHITE, .fill = 0x003F66, .bold = true, .wrap = true, .centre = true},
    [ROLE_UNIT] = {.size = 9, .ink = GREY, .fill = 0xE8EEF3, .italic = true, .centre = true},
    [ROLE_LABEL] = {.size = 10, .ink = INK},
    [ROLE_FACT] = {.size = 10, .ink = 0x44546A, .bold = true},
    [ROLE_INPUT] = {.size = 10, .ink = 0x0000FF, .fill = 0xFFFFD9, .right = true},
    [ROLE_EDIT] = {.size = 10, .ink = 0x0000FF, .fill = 0xFFF2B3, .bold = true, .right = true},
    [ROLE_FIGURE] = {.size = 10, .ink = 0x44546A, .right = true},
    [ROLE_FORMULA] = {.size = 10, .ink = 0x000000, .right = true},
    [ROLE_LINK] = {.size = 10, .ink = 0x006100, .right = true},
    [ROLE_TOTAL] = {.size = 10, .ink = 0x000000, .bold = true, .top_line = true},
    [ROLE_NEAR] = {.size = 8, .ink = GREY, .right = true},
    [ROLE_RANGE] = {.size = 8, .ink = GREY, .right = true, .bottom_line = true},
    [ROLE_CHECK] = {.size = 10, .ink = INK, .bold = true, .centre = true},
    [ROLE_NOTE] = {.size = 9, .ink = GREY, .italic = true, .indent = true},
    [ROLE_PARAGRAPH] = {.size = 9, .ink = INK, .wrap = true},
    [ROLE_WARNING] = {.size = 10, .ink = 0xC04A00, .bold = true},
    [ROLE_JUMP] = {.size = 10, .ink = 0x0563C1},
};

/* Receipts +, negatives in parentheses, a dash for nothing.  Each may be followed by a mark. */
static const number_look numbers[SHOW_COUNT_OF] = {
    [SHOW_TEXT] = {"General", NULL, NULL},
    [SHOW_COUNT] = {"#,##0", "-#,##0", "0"},
    [SHOW_MONEY] = {"#,##0", "(#,##0)", "\"–\""},
    [SHOW_MONEY_1] = {"#,##0.0", "(#,##0.0)", "\"–\""},
    [SHOW_MONEY_2] = {"#,##0.00", "(#,##0.00)", "\"–\""},
    [SHOW_MONEY_3] = {"#,##0.000", "(#,##0.000)", "\"–\""},
    [SHOW_MONEY_4] = {"#,##0.0000", "(#,##0.0000)", "\"–\""},
    [SHOW_EXACT] = {"#,##0", "(#,##0)", "\"–\""},
    [SHOW_DAYS] = {"#,##0.0", "(#,##0.0)", "0.0"},
    [SHOW_SHARE] = {"0.0%", "(0.0%)", "0.0%"},
    [SHOW_SHARE_2] = {"0.00%", "(0.00%)", "0.00%"},
    [SHOW_REAL] = {"0.0000##", "-0.0000##", "0"},
    [SHOW_DATE] = {"yyyy-mm-dd", NULL, NULL},
};

static const char *const marks[XLSX_MARKS] = {"", "†", "*"};

const char *xlsx_font(dc_language language)
{
    return language == DC_CHINESE ? "Microsoft YaHei" : "Arial";
}

size_t xlsx_mark(const char *mark)
{
    for (size_t i = 1; mark && i < XLSX_MARKS; i++)
        if (strcmp(mark, marks[i]) == 0)
            return i;
    return 0;
}

/* "#,##0_);(#,##0);–_)": the blank of a parenthesis keeps the digits of a column in line. */
static void set_number_look(lxw_format *format, const number_look *number, size_t mark)
{
    char text[160], behind[16] = "";
    if (mark)
        snprintf(behind, sizeof behind, "\"%s\"", marks[mark]);
    if (number->negative)
        snprintf(text, sizeof text, "%s%s_);%s%s;%s%s_)", number->positive, behind,
                 number->negative, behind, number->zero, behind);
    else
        snprintf(text, sizeof text, "%s", number->positive);
    format_set_num_format(format, text);
}

static void set_number(lxw_format *format, grid_show show, size_t mark)
{
    if (show != SHOW_TEXT)
        set_number_look(format, &numbers[show], mark);
}

static void set_look(lxw_format *format, const look *l)
{
    format_set_font_size(format, l->size);
    format_set_font_color(format, l->ink);
    if (l->fill)
        format_set_bg_color(format, l->fill);
    if (l->bold)
        format_set_bold(format);
    if (l->italic)
        format_set_italic(format);
    if (l->wrap)
        format_set_text_wrap(format);
    if (l->centre)
        format_set_align(format, LXW_ALIGN_CENTER);
    if (l->indent)
        format_set_indent(format, 1);
    if (l->right)
        format_set_align(format, LXW_ALIGN_RIGHT);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    if (l->top_line)
        format_set_top(format, LXW_BORDER_THIN);
    if (l->bottom_line) {
        format_set_bottom(format, LXW_BORDER_HAIR);
        format_set_bottom_color(format, RULE_LINE);
    }
}

lxw_format *xlsx_format(xlsx *x, const grid_cell *cell)
{
    size_t       mark = xlsx_mark(cell->mark);
    lxw_format **slot = &x->formats[cell->role][cell->show][mark];
    if (*slot)
        return *slot;
    *slot = workbook_add_format(x->workbook);
    if (!*slot) {
        xlsx_note(x, LXW_ERROR_MEMORY_MALLOC_FAILED);
        return NULL;
    }
    format_set_font_name(*slot, xlsx_font(x->language));
    set_look(*slot, &looks[cell->role]);
    set_number(*slot, cell->show, mark);
    if (cell->role == ROLE_EDIT)
        format_set_unlocked(*slot);
    if (cell->role == ROLE_JUMP)
        format_set_underline(*slot, LXW_UNDERLINE_SINGLE);
    if (cell->role == ROLE_FACT)
        format_set_align(*slot, LXW_ALIGN_LEFT);
    else if (cell->show == SHOW_DATE || (cell->show == SHOW_COUNT && cell->role == ROLE_LABEL))
        format_set_align(*slot, LXW_ALIGN_CENTER);
    return *slot;
}

/* The library finds a format by all it consists of each time it is asked. */
uint32_t xlsx_style(xlsx *x, const grid_cell *cell)
{
    uint32_t *style = &x->styles[cell->role][cell->show][xlsx_mark(cell->mark)];
    if (*style == 0) {
        lxw_format *format = xlsx_format(x, cell);
        *style = 1 + (format ? (uint32_t)lxw_format_get_xf_index(format) : 0);
    }
    return *style - 1;
}

/* A verdict is coloured ink, a change a coloured ground: blue and orange, bluish green and
 * vermilion are told apart without seeing red and green. */
static void set_verdict(lxw_format *format, xlsx_verdict verdict)
{
    switch (verdict) {
    case VERDICT_OK: format_set_font_color(format, 0x007A5A); break;
    case VERDICT_FAIL:
        format_set_font_color(format, WHITE);
        format_set_bg_color(format, 0xC04A00);
        break;
    case VERDICT_BETTER: format_set_bg_color(format, 0xD9EAF7); break;
    case VERDICT_WORSE: format_set_bg_color(format, 0xFBE3D3); break;
    case VERDICT_STALE: format_set_font_color(format, 0xA6A6A6); break;
    case VERDICT_COUNT: break;
    }
}

lxw_format *xlsx_verdict_format(xlsx *x, xlsx_verdict verdict)
{
    lxw_format **slot = &x->verdicts[verdict];
    if (*slot)
        return *slot;
    *slot = workbook_add_format(x->workbook);
    if (*slot)
        set_verdict(*slot, verdict);
    else
        xlsx_note(x, LXW_ERROR_MEMORY_MALLOC_FAILED);
    return *slot;
}

/* A comma behind the digits divides by a thousand, in any spreadsheet; for ten thousand the last of
 * the digits left is set behind a point (and digits are not grouped: a group would count it). */
static const struct {
    double      unit;
    number_look look;
} in_units[XLSX_UNITS] = {{1e3, {"#,##0.0,", "(#,##0.0,)", "\"–\""}},
                          {1e4, {"0\\.0,", "(0\\.0,)", "\"–\""}},
                          {1e6, {"#,##0.00,,", "(#,##0.00,,)", "\"–\""}},
                          {1e8, {"0\\.00,,", "(0\\.00,,)", "\"–\""}}};

lxw_format *xlsx_unit_format(xlsx *x, double unit, size_t mark)
{
    size_t i = 0;
    while (i < XLSX_UNITS - 1 && in_units[i].unit != unit)
        i++;
    lxw_format **slot = &x->in_unit[i][mark];
    if (*slot)
        return *slot;
    *slot = workbook_add_format(x->workbook);
    if (*slot)
        set_number_look(*slot, &in_units[i].look, mark);
    else
        xlsx_note(x, LXW_ERROR_MEMORY_MALLOC_FAILED);
    return *slot;
}
