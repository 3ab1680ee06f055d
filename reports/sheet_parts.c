/* What the sheets share: names, headings, and cells that may not apply. */
#include "findings.h"
#include "sheets.h"

#include <assert.h>
#include <math.h>

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
                                      [DC_UNIT_COUNT] = SHOW_REAL};
    return shows[unit];
}

double unit_value(const dc_answer *answer, dc_unit unit, double value)
{
    return unit == DC_UNIT_MONEY ? money_major(answer, value) : value;
}

void sheet_begin(report *r, grid *sheet, dc_word title, dc_word note)
{
    grid_text(sheet, 0, 0, ROLE_TITLE, say(r, title));
    grid_text(sheet, 1, 0, ROLE_SUBTITLE,
              text_fill(r->arena, say(r, DC_WORD_SHEET_SUBTITLE),
                        company_title(r->arena, r->answer),
                        has_currency(r->answer) ? r->currency : say(r, DC_WORD_NO_CURRENCY),
                        text_date(r->arena, r->answer->book->as_of), (const char *)NULL));
    grid_text(sheet, 2, 0, ROLE_NOTE, say(r, note));
    if (r->sheet[SHEET_COVER] && sheet != r->sheet[SHEET_COVER])
        grid_jump(sheet, 3, 0, say(r, DC_WORD_BACK_TO_COVER), r->sheet[SHEET_COVER]);
}

static const char *column_unit_name(const report *r, column_unit unit)
{
    switch (unit) {
    case COLUMN_MONEY: return r->currency;
    case COLUMN_DAYS: return say(r, DC_WORD_UNIT_DAYS);
    case COLUMN_SHARE: return "%";
    case COLUMN_COUNT: return say(r, DC_WORD_UNIT_COUNT);
    case COLUMN_PLAIN: break;
    }
    return "";
}

void sheet_header(const report *r, grid *sheet, uint32_t row, const sheet_column *columns,
                  size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t col = (uint32_t)i;
        grid_text(sheet, row, col, ROLE_HEADER, say(r, columns[i].head));
        grid_text(sheet, row + 1, col, ROLE_UNIT, column_unit_name(r, columns[i].unit));
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
