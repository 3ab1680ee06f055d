/* The cover: what this is, of which day and run, where everything is, and how to read it. */
#include <inttypes.h>

#include "findings.h"
#include "live.h"

enum { COL_LABEL, COL_VALUE, COL_NOTE, SCENARIO_SOURCE_MOST = 500 };

/* A unit to choose, and the word for it; `plain` is the word for amounts as they are. */
static void put_unit(report *r, grid *sheet, uint32_t row, dc_word label, double chosen,
                     const char *plain)
{
    const dc_language  language = r->answer->language;
    const money_scale *scale = money_scales(language);
    const char       **choices = dc_arena_alloc(r->arena, 8, sizeof *choices);
    const char        *unit = grid_ref(sheet, row, COL_VALUE), *formula = "\"\"", *said = plain;
    const char        *code = r->answer->book->currencies[r->answer->book->home].code;

    for (size_t i = 0; scale[i].divisor > 0; i++) {
        const char *word = i == 0 ? plain : money_scale_label(r->arena, &scale[i], code, language);
        choices[i] = dc_arena_format(r->arena, "%.0f", scale[i].divisor);
        formula = dc_arena_format(r->arena, "IF(%s=%s,\"%s\",%s)", unit, choices[i], word, formula);
        said = scale[i].divisor == chosen ? word : said;
    }
    grid_text(sheet, row, COL_LABEL, ROLE_LABEL, say(r, label));
    grid_number(sheet, row, COL_VALUE, ROLE_EDIT, SHOW_COUNT, chosen);
    grid_formula_text(sheet, row, COL_NOTE, ROLE_LABEL, said, "%s", formula);
    grid_choice_add(sheet, row, COL_VALUE, choices);
}

/* The Summary is divided by its unit; other sheets keep every amount and show it in theirs. */
static uint32_t put_units(report *r, grid *sheet, uint32_t row)
{
    const char *code = r->answer->book->currencies[r->answer->book->home].code;
    put_unit(
        r, sheet, row, DC_WORD_SUMMARY_UNIT, r->scale.divisor,
        money_scale_label(r->arena, money_scales(r->answer->language), code, r->answer->language));
    grid_name_add(sheet, NAME_UNIT, row, COL_VALUE);
    grid_name_add(sheet, NAME_UNIT_LABEL, row++, COL_NOTE);
    put_unit(r, sheet, row, DC_WORD_DETAIL_UNIT, 1.0, r->currency);
    grid_name_add(sheet, NAME_SHOWN, row, COL_VALUE);
    grid_name_add(sheet, NAME_SHOWN_LABEL, row++, COL_NOTE);
    return row;
}

static void put_fact(report *r, grid *sheet, uint32_t row, dc_word label, const char *text)
{
    grid_text(sheet, row, COL_LABEL, ROLE_LABEL, say(r, label));
    grid_text(sheet, row, COL_VALUE, ROLE_FACT, text);
}

/* Whether what is shown is what was run. */
static void put_state(report *r, grid *sheet, uint32_t row)
{
    const char *as_run = say(r, DC_WORD_STATE_AS_RUN), *edited = say(r, DC_WORD_STATE_EDITED);
    const char *failed = say(r, DC_WORD_FAIL), *changed = r->live_map ? NAME_EDITED ">0" : "FALSE";
    r->state_row = row;
    r->state_col = COL_VALUE;
    grid_text(sheet, row, COL_LABEL, ROLE_LABEL, say(r, DC_WORD_STATE));
    grid_formula_text(sheet, row, COL_VALUE, ROLE_CHECK, master_passed(r) ? as_run : failed,
                      "IF(%s=\"%s\",\"%s\",IF(%s,\"%s\",\"%s\"))", NAME_MASTER, failed, failed,
                      changed, edited, as_run);
    const char *same = say(r, DC_WORD_STATE_AS_RUN_NOTE);
    grid_formula_text(sheet, row, COL_NOTE, ROLE_NOTE, same, "IF(%s=\"%s\",\"%s\",\"%s\")",
                      grid_ref(sheet, row, COL_VALUE), edited,
                      text_fill(r->arena, say(r, DC_WORD_STATE_EDITED_NOTE),
                                dc_arena_format(r->arena, "%.8s", r->answer->run_id),
                                (const char *)NULL),
                      same);
    grid_rule_add(sheet, RULE_CHECK, grid_rows_of(sheet, COL_VALUE, row, row));
    grid_name_add(sheet, NAME_STATE, row, COL_VALUE);
    grid_name_add(sheet, NAME_STATE_NOTE, row, COL_NOTE);
}

static uint32_t fill_facts(report *r, grid *sheet, uint32_t row)
{
    const dc_book *book = r->answer->book;
    int32_t        weeks = r->answer->comparison->outcome[0].week_count;

    grid_text(sheet, row, COL_LABEL, ROLE_LABEL, say(r, DC_WORD_MASTER_CHECK));
    grid_link(sheet, row, COL_VALUE, r->sheet[SHEET_CHECKS], r->master_row, r->master_col);
    grid_jump(sheet, row, COL_NOTE, say(r, DC_WORD_SHEET_CHECKS), r->sheet[SHEET_CHECKS]);
    grid_rule_add(sheet, RULE_CHECK, grid_rows_of(sheet, COL_VALUE, row, row));
    grid_name_add(sheet, NAME_MASTER, row++, COL_VALUE);
    put_state(r, sheet, row++);

    grid_text(sheet, row, COL_LABEL, ROLE_LABEL, say(r, DC_WORD_AS_OF));
    grid_date(sheet, row, COL_VALUE, ROLE_FACT, book->as_of);
    grid_text(sheet, row, COL_NOTE, ROLE_NOTE,
              text_clean(r->arena, book->as_of_source ? book->as_of_source : "", 200));
    grid_name_add(sheet, NAME_AS_OF, row++, COL_VALUE);

    put_fact(r, sheet, row, DC_WORD_BOOK_CURRENCY,
             has_currency(r->answer) ? r->currency : say(r, DC_WORD_NO_CURRENCY));
    grid_text(sheet, row, COL_NOTE, ROLE_NOTE, say_unit(r->arena, r->answer, r->currency));
    grid_name_add(sheet, NAME_CURRENCY, row++, COL_VALUE);
    row = put_units(r, sheet, row);
    put_fact(r, sheet, row++, DC_WORD_HORIZON_WEEKS,
             text_fill(r->arena, say(r, DC_WORD_WEEKS_TO), say_weeks(r->arena, r->answer, weeks),
                       text_date(r->arena, week_date(r->answer, weeks)), (const char *)NULL));
    put_fact(r, sheet, row++, DC_WORD_PATHS,
             text_fill(r->arena, say(r, DC_WORD_PATHS_AND_SEED),
                       text_count(r->arena, r->answer->options->path_count),
                       dc_arena_format(r->arena, "%" PRIu64, r->answer->options->seed),
                       (const char *)NULL));
    put_fact(r, sheet, row, DC_WORD_RUN_ID, r->answer->run_id);
    grid_name_add(sheet, NAME_RUN_ID, row++, COL_VALUE);
    return row + 1;
}

static uint32_t fill_scenarios(report *r, grid *sheet, uint32_t row)
{
    const dc_scenarios *scenarios = r->answer->scenarios;
    const grid         *to = r->sheet[scenarios->count > 1 ? SHEET_DIFFERENCES : SHEET_RECEIPTS];
    grid_text(sheet, row++, COL_LABEL, ROLE_SECTION, say(r, DC_WORD_SCENARIOS));
    for (size_t s = 0; s < scenarios->count; s++, row++) {
        const dc_scenario *scenario = &scenarios->scenario[s];
        grid_jump(sheet, row, COL_LABEL, scenario_title(r->answer, s), to);
        grid_text(sheet, row, COL_VALUE, ROLE_PLAIN, scenario->name);
        grid_text(
            sheet, row, COL_NOTE, ROLE_NOTE,
            text_clean(r->arena, scenario->source[r->answer->language], SCENARIO_SOURCE_MOST));
    }
    return row + 1;
}

/* Pages stand first, so that one stroke selects them all. */
static uint32_t put_contents_head(report *r, grid *sheet, uint32_t row, bool pages)
{
    sheet_id last = SHEET_COVER;
    while (is_page(last + 1))
        last++;
    while (!r->sheet[last])
        last--;
    grid_text(sheet, row, COL_LABEL, ROLE_SECTION,
              say(r, pages ? DC_WORD_CONTENTS : DC_WORD_CONTENTS_DETAIL));
    grid_text(sheet, row, COL_VALUE, ROLE_NOTE,
              pages ? text_fill(r->arena, say(r, DC_WORD_PRINT_PAGES), r->sheet[SHEET_COVER]->title,
                                r->sheet[last]->title, (const char *)NULL)
                    : say(r, DC_WORD_PRINT_DETAIL));
    return row + 1;
}

static uint32_t fill_contents(report *r, grid *sheet, uint32_t row)
{
    static const dc_word about[SHEET_COUNT] = {
        [SHEET_COVER] = DC_WORD_NOTE_COVER,
        [SHEET_SUMMARY] = DC_WORD_NOTE_SUMMARY,
        [SHEET_COMPARE] = DC_WORD_NOTE_COMPARE,
        [SHEET_DIFFERENCES] = DC_WORD_NOTE_DIFFERENCES,
        [SHEET_CASH] = DC_WORD_NOTE_CASH,
        [SHEET_CASH_MONTHS] = DC_WORD_NOTE_CASH,
        [SHEET_LIQUIDITY] = DC_WORD_NOTE_LIQUIDITY,
        [SHEET_RECEIPTS] = DC_WORD_NOTE_RECEIPTS,
        [SHEET_AGEING] = DC_WORD_NOTE_AGEING,
        [SHEET_ROLL_FORWARD] = DC_WORD_NOTE_ROLL_FORWARD,
        [SHEET_CUSTOMERS] = DC_WORD_NOTE_CUSTOMERS,
        [SHEET_DSO] = DC_WORD_NOTE_DSO,
        [SHEET_METRICS] = DC_WORD_NOTE_METRICS,
        [SHEET_HISTORY] = DC_WORD_NOTE_HISTORY,
        [SHEET_BAD_DEBT] = DC_WORD_NOTE_BAD_DEBT,
        [SHEET_WORKLIST] = DC_WORD_NOTE_WORKLIST,
        [SHEET_WARNINGS] = DC_WORD_WARN_TITLE,
        [SHEET_RISK] = DC_WORD_NOTE_RISK,
        [SHEET_ACCURACY] = DC_WORD_NOTE_ACCURACY,
        [SHEET_ASSUMPTIONS] = DC_WORD_NOTE_ASSUMPTIONS,
        [SHEET_CALCULATIONS] = DC_WORD_NOTE_CALCULATIONS,
        [SHEET_BY_DAY] = DC_WORD_NOTE_BY_DAY,
        [SHEET_CHANCES] = DC_WORD_NOTE_CHANCES,
        [SHEET_DEFINITIONS] = DC_WORD_NOTE_DEFINITIONS,
        [SHEET_DATA] = DC_WORD_NOTE_DATA,
        [SHEET_REJECTS] = DC_WORD_NOTE_REJECTS,
        [SHEET_CHECKS] = DC_WORD_NOTE_CHECKS,
        [SHEET_LOG] = DC_WORD_NOTE_LOG,
    };
    bool pages = false;
    for (size_t i = SHEET_COVER; i < SHEET_COUNT; i++) {
        if (!r->sheet[i])
            continue;
        if (is_page((sheet_id)i) != pages) {
            row = put_contents_head(r, sheet, pages ? row + 1 : row, !pages);
            pages = !pages;
        }
        grid_jump(sheet, row, COL_LABEL, r->sheet[i]->title, r->sheet[i]);
        grid_text(sheet, row++, COL_VALUE, ROLE_NOTE, say(r, about[i]));
    }
    return row + 1;
}

static uint32_t fill_legend(report *r, grid *sheet, uint32_t row)
{
    static const struct {
        grid_role role;
        dc_word   meaning;
    } legend[] = {{ROLE_EDIT, DC_WORD_LEGEND_EDIT},     {ROLE_INPUT, DC_WORD_LEGEND_INPUT},
                  {ROLE_FIGURE, DC_WORD_LEGEND_FIGURE}, {ROLE_FORMULA, DC_WORD_LEGEND_FORMULA},
                  {ROLE_LINK, DC_WORD_LEGEND_LINK},     {ROLE_TOTAL, DC_WORD_LEGEND_TOTAL}};
    grid_text(sheet, row++, COL_LABEL, ROLE_SECTION, say(r, DC_WORD_LEGEND));
    for (size_t i = 0; i < sizeof legend / sizeof legend[0]; i++, row++) {
        grid_number(sheet, row, COL_LABEL, legend[i].role, SHOW_MONEY_2, 1234.5);
        grid_text(sheet, row, COL_VALUE, ROLE_NOTE, say(r, legend[i].meaning));
    }
    grid_text(sheet, row, COL_LABEL, ROLE_CHECK, say(r, DC_WORD_OK));
    grid_rule_add(sheet, RULE_CHECK, grid_rows_of(sheet, COL_LABEL, row, row));
    grid_text(sheet, row, COL_VALUE, ROLE_NOTE, say(r, DC_WORD_LEGEND_CHECK));
    return row + 2;
}

static void fill_reading(report *r, grid *sheet, uint32_t row)
{
    static const dc_word notes[] = {DC_WORD_READ_SIGNS, DC_WORD_READ_BANDS, DC_WORD_READ_PAIRED,
                                    DC_WORD_READ_RANGE, DC_WORD_READ_MISSING};
    grid_text(sheet, row++, COL_LABEL, ROLE_SECTION, say(r, DC_WORD_HOW_TO_READ));
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++)
        grid_text(sheet, row++, COL_LABEL, ROLE_PLAIN, say(r, notes[i]));
}

void fill_cover(report *r, grid *sheet)
{
    grid_text(sheet, 0, COL_LABEL, ROLE_TITLE, company_title(r->arena, r->answer));
    grid_text(sheet, 1, COL_LABEL, ROLE_SUBTITLE, say(r, DC_WORD_REPORT_TITLE));
    uint32_t row = fill_facts(r, sheet, 3);
    row = fill_scenarios(r, sheet, row);
    row = fill_contents(r, sheet, row);
    row = fill_legend(r, sheet, row);
    fill_reading(r, sheet, row);
    sheet->width[COL_LABEL] = 56;
    sheet->width[COL_VALUE] = 26;
    sheet->width[COL_NOTE] = 86;
    sheet->one_page = true;
}
