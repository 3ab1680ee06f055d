/* What was assumed by scenarios, what was learnt from the ledger, and how many claims say so. */
#include <math.h>

#include "live.h"
#include "marks.h"
#include "sheets.h"

/* clang-format off */
#define ASSUMPTION_COLUMNS(X)                                                                      \
    X(COL_SCENARIO, DC_WORD_SCENARIO, COLUMN_PLAIN, SCENARIO_WIDTH + 1)                            \
    X(COL_LEVER, DC_WORD_LEVER, COLUMN_PLAIN, 18)                                                  \
    X(COL_PARAMETER, DC_WORD_PARAMETER, COLUMN_PLAIN, 20)                                          \
    X(COL_UNIT, DC_WORD_UNIT, COLUMN_PLAIN, 24)                                                    \
    X(COL_LOW, DC_WORD_LOW, COLUMN_PLAIN, 14)                                                      \
    X(COL_BASE, DC_WORD_BASE, COLUMN_PLAIN, 34)                                                    \
    X(COL_HIGH, DC_WORD_HIGH, COLUMN_PLAIN, 14)                                                    \
    X(COL_SET_BY, DC_WORD_SET_BY, COLUMN_PLAIN, 16)                                                \
    X(COL_SOURCE, DC_WORD_SOURCE, COLUMN_PLAIN, 84)

#define HAZARD_COLUMNS(X)                                                                          \
    X(BIN_DAYS, DC_WORD_DAYS_LATE, COLUMN_PLAIN, 30)                                               \
    X(BIN_EXPOSURE, DC_WORD_CLAIM_DAYS, COLUMN_COUNT, 18)                                          \
    X(BIN_SETTLED, DC_WORD_CLAIMS_SETTLED, COLUMN_COUNT, 20)                                       \
    X(BIN_WRITTEN_OFF, DC_WORD_CLAIMS_WRITTEN_OFF, COLUMN_COUNT, 12)                               \
    X(BIN_HAZARD, DC_WORD_DAILY_CHANCE_SETTLED, COLUMN_SHARE, 14)                                  \
    X(BIN_LOSS, DC_WORD_DAILY_CHANCE_WRITTEN_OFF, COLUMN_SHARE, 14)
#define SALES_COLUMNS(X)                                                                           \
    X(SALE_SEGMENT, DC_WORD_SEGMENT, COLUMN_PLAIN, 30)                                             \
    X(SALE_CURRENCY, DC_WORD_CURRENCY, COLUMN_PLAIN, 18)                                           \
    X(SALE_GROWTH, DC_WORD_SALES_GROWTH, COLUMN_SHARE, 20)                                         \
    X(SALE_NOISE, DC_WORD_SALES_NOISE, COLUMN_SHARE, 12)                                           \
    X(SALE_PERIODS, DC_WORD_SALES_PERIODS, COLUMN_COUNT, 14)                                       \
    X(SALE_SOURCE, DC_WORD_SALES_SOURCE, COLUMN_PLAIN, 14)
/* clang-format on */

enum { ASSUMPTION_COLUMNS(COLUMN_NAME) COL_COUNT };
enum { HAZARD_COLUMNS(COLUMN_NAME) BIN_COUNT };
enum { SALES_COLUMNS(COLUMN_NAME) SALE_COUNT };
static const sheet_column sales_columns[SALE_COUNT] = {SALES_COLUMNS(COLUMN_ROW)};
static const sheet_column columns[COL_COUNT] = {ASSUMPTION_COLUMNS(COLUMN_ROW)};
static const sheet_column hazards[BIN_COUNT] = {HAZARD_COLUMNS(COLUMN_ROW)};

enum { SOURCE_MOST = 1000 };

static void put_assumption(report *r, grid *sheet, uint32_t row, size_t scenario,
                           const dc_assumption *a)
{
    const struct {
        uint32_t    col;
        grid_role   role;
        const char *text;
    } cells[] = {
        {COL_SCENARIO, ROLE_LABEL, scenario_label(r->answer, scenario)},
        {COL_LEVER, ROLE_LABEL, a->lever},
        {COL_PARAMETER, ROLE_LABEL, a->parameter},
        {COL_UNIT, ROLE_LABEL, a->unit[r->answer->language]},
        {COL_LOW, ROLE_INPUT, a->low},
        {COL_BASE, ROLE_INPUT, a->base},
        {COL_HIGH, ROLE_INPUT, a->high},
        {COL_SET_BY, ROLE_NOTE, /* set off from the figure before it */
         say(r, a->defaulted ? DC_WORD_LEVER_DEFAULT : DC_WORD_SET_BY_USER)},
    };
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
        if (cells[i].text && cells[i].text[0])
            grid_text(sheet, row, cells[i].col, cells[i].role,
                      text_clean(r->arena, cells[i].text, SOURCE_MOST));
    const char *source = a->source[r->answer->language];
    if (source && source[0])
        put_paragraph(sheet, row, COL_SOURCE, text_clean(r->arena, source, SOURCE_MOST));
}

static uint32_t fill_scenarios(report *r, grid *sheet, uint32_t row)
{
    const dc_scenarios *scenarios = r->answer->scenarios;
    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_ASSUMED));
    sheet_header(r, sheet, row, columns, COL_COUNT);
    uint32_t head = row + 1;
    row += 2;
    for (size_t s = 0; s < scenarios->count; s++)
        for (size_t i = 0; i < scenarios->scenario[s].assumption_count; i++)
            put_assumption(r, sheet, row++, s, &scenarios->scenario[s].assumptions[i]);
    if (row == head + 1)
        grid_text(sheet, row++, 0, ROLE_NOTE, say(r, DC_WORD_NO_ASSUMPTIONS));
    sheet->has_filter = true;
    sheet->filter = (grid_range){sheet, head, 0, row - 1, COL_COUNT - 1};
    return row + 1;
}

static uint32_t fill_model(report *r, grid *sheet, uint32_t row)
{
    const dc_model *model = r->answer->model;
    const struct {
        dc_word   label;
        grid_show show;
        double    value;
        dc_word   note;
    } rows[] = {
        {DC_WORD_MODEL_CLAIMS, SHOW_COUNT, (double)model->claims_learnt_from,
         DC_WORD_MODEL_CLAIMS_NOTE},
        {DC_WORD_MODEL_CENSORED, SHOW_COUNT, (double)model->claims_censored,
         DC_WORD_MODEL_CENSORED_NOTE},
        {DC_WORD_MODEL_HALF_LIFE, SHOW_COUNT, model->half_life_days, DC_WORD_MODEL_HALF_LIFE_NOTE},
        {DC_WORD_MODEL_CONCENTRATION, SHOW_DAYS, model->concentration,
         DC_WORD_MODEL_CONCENTRATION_NOTE},
        {DC_WORD_MODEL_DILUTION, SHOW_SHARE, model->dilution, DC_WORD_MODEL_DILUTION_NOTE},
        {DC_WORD_MODEL_CREDIT_NOTES, SHOW_SHARE, model->credit_note_share,
         DC_WORD_MODEL_CREDIT_NOTES_NOTE},
        {DC_WORD_MODEL_LEVEL, SHOW_SHARE, dc_sales_level_ahead(&model->sales_level, 1),
         DC_WORD_MODEL_LEVEL_NOTE},
        {DC_WORD_MODEL_DRIFT, SHOW_SHARE, dc_sales_level_ahead(&model->sales_level, 364),
         DC_WORD_MODEL_DRIFT_NOTE},
        {DC_WORD_MODEL_PACE_NOW, SHOW_SHARE, exp(model->drift.log_now),
         DC_WORD_MODEL_PACE_NOW_NOTE},
    };
    grid_text(sheet, row++, 0, ROLE_SECTION,
              say(r, model->learnt ? DC_WORD_LEARNT : DC_WORD_NOT_LEARNT));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++, row++) {
        grid_text(sheet, row, 0, ROLE_LABEL, say(r, rows[i].label));
        grid_number(sheet, row, 1, ROLE_FIGURE, rows[i].show, rows[i].value);
        grid_text(sheet, row, 2, ROLE_NOTE, say(r, rows[i].note));
    }
    return row + 1;
}

static dc_word source_of(const dc_sales_habit *sales)
{
    if (!sales->growth_learnt)
        return DC_WORD_SALES_BY_ASSUMPTION;
    return isfinite(sales->growth_error) ? DC_WORD_SALES_BY_LEDGER : DC_WORD_SALES_BY_ALL;
}

static void put_sales(report *r, grid *sheet, uint32_t row, const dc_sales_habit *sales, bool all)
{
    const char *segment = all ? say(r, DC_WORD_SALES_ALL) : sales->segment;
    const char *code = all ? "" : r->answer->book->currencies[sales->currency].code;
    if (*segment)
        grid_text(sheet, row, SALE_SEGMENT, ROLE_LABEL, text_clean(r->arena, segment, 80));
    if (*code)
        grid_text(sheet, row, SALE_CURRENCY, ROLE_LABEL, code);
    grid_number(sheet, row, SALE_GROWTH, ROLE_FIGURE, SHOW_SHARE, expm1(sales->growth));
    grid_number(sheet, row, SALE_NOISE, ROLE_FIGURE, SHOW_SHARE, sales->noise);
    grid_number(sheet, row, SALE_PERIODS, ROLE_FIGURE, SHOW_COUNT, sales->periods);
    grid_text(sheet, row, SALE_SOURCE, ROLE_NOTE, say(r, source_of(sales)));
}

static uint32_t fill_sales(report *r, grid *sheet, uint32_t row)
{
    const dc_model *model = r->answer->model;
    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_FUTURE_SALES));
    sheet_header(r, sheet, row, sales_columns, SALE_COUNT);
    row += 2;
    put_sales(r, sheet, row++, &model->sales_portfolio, true);
    for (size_t i = 0; i < model->sales_count; i++)
        put_sales(r, sheet, row++, &model->sales[i], false);
    return row + 1;
}

static const char *bin_name(report *r, int bin)
{
    int first = (int)dc_bin_edges[bin], last = (int)dc_bin_edges[bin + 1] - 1;
    if (bin == 0)
        return dc_arena_format(r->arena, "≤ %d", last);
    if (bin == DC_BINS - 1)
        return dc_arena_format(r->arena, "≥ %d", first);
    if (first == last)
        return dc_arena_format(r->arena, "%d", first);
    return dc_arena_format(r->arena, "%d … %d", first, last);
}

static void fill_hazards(report *r, grid *sheet, uint32_t row)
{
    const dc_model *model = r->answer->model;
    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_LIFE_TABLE));
    sheet_header(r, sheet, row, hazards, BIN_COUNT);
    row += 2;
    for (int bin = 0; bin < DC_BINS; bin++, row++) {
        grid_text(sheet, row, BIN_DAYS, ROLE_LABEL, bin_name(r, bin));
        grid_number(sheet, row, BIN_EXPOSURE, ROLE_FIGURE, SHOW_COUNT, model->exposure[bin]);
        grid_number(sheet, row, BIN_SETTLED, ROLE_FIGURE, SHOW_DAYS, model->settled[bin]);
        grid_number(sheet, row, BIN_WRITTEN_OFF, ROLE_FIGURE, SHOW_DAYS, model->written_off[bin]);
        grid_number(sheet, row, BIN_HAZARD, ROLE_FIGURE, SHOW_SHARE_2, model->portfolio[bin]);
        grid_number(sheet, row, BIN_LOSS, ROLE_FIGURE, SHOW_SHARE_2, model->write_off[bin]);
    }
}

static uint32_t fill_limits(report *r, grid *sheet, uint32_t row)
{
    const dc_word limits[] = {limit_of_bands(r->answer), DC_WORD_LIMIT_ERROR, DC_WORD_LIMIT_SALES,
                              DC_WORD_LIMIT_LEVERS};
    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_LIMITS));
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
        grid_text(sheet, row++, 0, ROLE_PLAIN, say(r, limits[i]));
    return row + 1;
}

void fill_assumptions(report *r, grid *sheet)
{
    sheet_begin(r, sheet, DC_WORD_SHEET_ASSUMPTIONS, DC_WORD_NOTE_ASSUMPTIONS);
    uint32_t row = SHEET_FIRST_ROW;
    if (r->live_map)
        row = put_live_inputs(r, sheet, row);
    row = fill_scenarios(r, sheet, row);
    row = fill_limits(r, sheet, row);
    row = fill_model(r, sheet, row);
    row = fill_sales(r, sheet, row);
    fill_hazards(r, sheet, row);
}
