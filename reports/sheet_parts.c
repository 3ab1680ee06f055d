/* What the sheets share: names, headings, and cells that may not apply. */
#include "findings.h"
#include "sheets.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* Okabe & Ito, "Color universal design" (2008): told apart by colour-blind readers.  A scenario has
 * the same colour on every chart; the baseline is the first. */
static const uint32_t palette[SCENARIO_COLOURS] = {0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7,
                                                   0xE69F00, 0x56B4E9, 0x999933, 0x444444};

const char *say(const report *r, dc_word word)
{
    return dc_say(r->answer->language, word);
}

const char *scenario_title(const dc_answer *answer, size_t scenario)
{
    assert(scenario < answer->scenarios->count);
    const dc_scenario *row = &answer->scenarios->scenario[scenario];
    const char        *title = row->title[answer->language];
    return title && title[0] ? title : row->name;
}

const char *scenario_label(const dc_answer *answer, size_t scenario)
{
    const char *title = scenario_title(answer, scenario);
    return text_columns(title) <= SCENARIO_WIDTH ? title
                                                 : answer->scenarios->scenario[scenario].name;
}

/* Lines of 14 points; characters that are not ASCII are taken as two columns wide. */
double scenario_heads_height(const dc_answer *answer, double width)
{
    double most = 42.0;
    for (size_t s = 0; s < answer->scenarios->count; s++) {
        double columns = 0.0;
        for (const char *at = scenario_title(answer, s); *at; at++)
            columns += (*at & 0x80) == 0 ? 1.0 : (*at & 0x40) != 0 ? 2.0 : 0.0;
        most = fmax(most, 14.0 * ceil(columns / (width - 3.0)));
    }
    return most;
}

uint32_t scenario_colour(size_t scenario)
{
    return palette[scenario % SCENARIO_COLOURS];
}

const char *bucket_name(const report *r, int bucket)
{
    const dc_ageing_edges *edges = dc_company_edges(&r->answer->book->company);
    int                    first = (int)dc_bucket_first_day(edges, bucket);
    if (bucket == 0)
        return say(r, DC_WORD_NOT_DUE);
    if (bucket == DC_BUCKETS - 1)
        return dc_arena_format(r->arena, ">%d", first - 1);
    return dc_arena_format(r->arena, "%d–%d", first, (int)edges->last_day[bucket - 1]);
}

dc_date week_date(const dc_answer *answer, int32_t week)
{
    return dc_date_add_days(answer->book->as_of, dc_week_end_day(answer->options, week));
}

double book_open(const dc_answer *answer)
{
    double sum = 0.0;
    for (int bucket = 0; bucket < DC_BUCKETS; bucket++)
        sum += (double)answer->today->ageing[bucket];
    return sum;
}

const char *unit_name(const report *r, dc_unit unit)
{
    switch (unit) {
    case DC_UNIT_MONEY: return r->currency;
    case DC_UNIT_DAYS: return say(r, DC_WORD_UNIT_DAYS);
    case DC_UNIT_SHARE: return "%";
    case DC_UNIT_COUNT: return say(r, DC_WORD_UNIT_COUNT);
    }
    return "";
}

grid_show unit_show(dc_unit unit)
{
    static const grid_show shows[] = {[DC_UNIT_MONEY] = SHOW_MONEY,
                                      [DC_UNIT_DAYS] = SHOW_DAYS,
                                      [DC_UNIT_SHARE] = SHOW_SHARE,
                                      [DC_UNIT_COUNT] = SHOW_DAYS};
    return shows[unit];
}

double unit_value(const dc_answer *answer, dc_unit unit, double value)
{
    return unit == DC_UNIT_MONEY ? money_major(answer, value) : value;
}

static const char *subtitle(const report *r, const char *company, const char *currency)
{
    return text_fill(r->arena, say(r, DC_WORD_SHEET_SUBTITLE), company, currency,
                     text_date(r->arena, r->answer->book->as_of), (const char *)NULL);
}

/* "Company · EUR · as of 2026-06-28", live where amounts follow the unit of the Cover. */
static void put_subtitle(const report *r, grid *sheet)
{
    const char *company = company_title(r->arena, r->answer), *quoted = company;
    const char *plain =
        subtitle(r, company, has_currency(r->answer) ? r->currency : say(r, DC_WORD_NO_CURRENCY));
    for (const char *at = strchr(quoted, '"'); at; at = strchr(at + 2, '"')) {
        size_t before = (size_t)(at - quoted);
        quoted = dc_arena_format(r->arena, "%.*s\"%s", (int)before, quoted, at);
        at = quoted + before;
    }
    if (sheet->in_unit && has_currency(r->answer))
        grid_formula_text(sheet, 1, 0, ROLE_SUBTITLE, plain, "\"%s\"",
                          subtitle(r, quoted, "\"&" NAME_SHOWN_LABEL "&\""));
    else
        grid_text(sheet, 1, 0, ROLE_SUBTITLE, plain);
}

void sheet_begin(report *r, grid *sheet, dc_word title, dc_word note)
{
    grid_text(sheet, 0, 0, ROLE_TITLE, say(r, title));
    put_subtitle(r, sheet);
    grid_text(sheet, 2, 0, ROLE_NOTE, say(r, note));
    if (r->sheet[SHEET_COVER] && sheet != r->sheet[SHEET_COVER])
        grid_jump(sheet, 3, 0, say(r, DC_WORD_BACK_TO_COVER), r->sheet[SHEET_COVER]);
}

void put_unit_name(const report *r, grid *sheet, uint32_t row, uint32_t col, grid_role role,
                   dc_unit unit)
{
    if (unit == DC_UNIT_MONEY && sheet->in_unit)
        grid_formula_text(sheet, row, col, role, r->currency, "%s", NAME_SHOWN_LABEL);
    else
        grid_text(sheet, row, col, role, unit_name(r, unit));
}

void put_column_unit(const report *r, grid *sheet, uint32_t row, uint32_t col, column_unit unit)
{
    static const dc_unit units[] = {[COLUMN_MONEY] = DC_UNIT_MONEY,
                                    [COLUMN_DAYS] = DC_UNIT_DAYS,
                                    [COLUMN_SHARE] = DC_UNIT_SHARE,
                                    [COLUMN_COUNT] = DC_UNIT_COUNT};
    if (unit == COLUMN_PLAIN)
        grid_text(sheet, row, col, ROLE_UNIT, "");
    else
        put_unit_name(r, sheet, row, col, ROLE_UNIT, units[unit]);
}

void sheet_header(const report *r, grid *sheet, uint32_t row, const sheet_column *columns,
                  size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t col = (uint32_t)i;
        grid_text(sheet, row, col, ROLE_HEADER, say(r, columns[i].head));
        put_column_unit(r, sheet, row + 1, col, columns[i].unit);
        if (sheet->width[col] < columns[i].width)
            sheet->width[col] = columns[i].width;
    }
    sheet->rows[row].height = 42;
}

void put_missing(const report *r, grid *sheet, uint32_t row, uint32_t col)
{
    grid_text(sheet, row, col, ROLE_FIGURE, say(r, DC_WORD_NOT_AVAILABLE));
}

void put_value(const report *r, grid *sheet, uint32_t row, uint32_t col, dc_unit unit,
               bool applicable, double value)
{
    if (!applicable || !isfinite(value)) {
        put_missing(r, sheet, row, col);
        return;
    }
    grid_number(sheet, row, col, ROLE_FIGURE, unit_show(unit), unit_value(r->answer, unit, value));
}

void put_money(const report *r, grid *sheet, uint32_t row, uint32_t col, grid_role role,
               double minor)
{
    grid_number(sheet, row, col, role, SHOW_MONEY, money_major(r->answer, minor));
}

/* As the spreadsheet's ROUND: half away from zero, and no minus before a zero. */
double sheet_rounded(double value, int decimals)
{
    double unit = pow(10.0, decimals);
    double result = round(value * unit) / unit;
    return result == 0.0 ? 0.0 : result;
}

void put_paragraph(grid *sheet, uint32_t row, uint32_t col, const char *text)
{
    static const double line = 12.5, least = 15.0; /* points */
    double              lines = ceil(text_columns(text) / (0.95 * sheet->width[col]));
    grid_text(sheet, row, col, ROLE_PARAGRAPH, text);
    sheet->rows[row].height = fmax(fmax(sheet->rows[row].height, least), line * lines);
}

static void register_check(report *r, sheet_id id, uint32_t row, uint32_t col, bool passed,
                           dc_word sentence)
{
    if (sentence == DC_WORD_COUNT)
        return;
    assert(r->live_count < LIVE_CHECKS_MAX);
    r->live[r->live_count++] = (live_check){id, row, col, sentence, passed};
}

void put_check(report *r, sheet_id id, uint32_t row, uint32_t col, bool passed, dc_word sentence,
               const char *condition)
{
    const char *good = say(r, DC_WORD_OK), *bad = say(r, DC_WORD_FAIL);
    grid_formula_text(r->sheet[id], row, col, ROLE_CHECK, passed ? good : bad,
                      "IF(%s,\"%s\",\"%s\")", condition, good, bad);
    register_check(r, id, row, col, passed, sentence);
}

void put_column_check(report *r, sheet_id id, uint32_t row, uint32_t col, bool passed,
                      dc_word sentence, grid_range checks)
{
    grid       *sheet = r->sheet[id];
    const char *condition = dc_arena_format(r->arena, "COUNTIF(%s,\"%s\")=0",
                                            grid_range_text(checks), say(r, DC_WORD_FAIL));
    put_check(r, id, row, col, passed, sentence, condition);
    grid_rule_add(sheet, RULE_CHECK, grid_rows_of(sheet, col, row, row));
    grid_rule_add(sheet, RULE_CHECK, checks);
}
