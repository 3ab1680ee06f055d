/*
 * How low cash may fall and what the line must carry: by scenario to week 13 and to the horizon,
 * what the answer rests on, the week in which cash is first short, and a chart of its band.
 */
#include <math.h>

#include "cash_view.h"
#include "duecast/cash_tail.h"
#include "sheets.h"

/* clang-format off */
#define LIQUIDITY_COLUMNS(X)                                                                       \
    X(COL_SCENARIO, DC_WORD_SCENARIO, COLUMN_PLAIN, SCENARIO_WIDTH + 1)                            \
    X(COL_TO, DC_WORD_TO, COLUMN_PLAIN, 12)                                                        \
    X(COL_LOWEST, DC_WORD_CASH_LOWEST, COLUMN_MONEY, 14)                                           \
    X(COL_LOWEST_P5, DC_WORD_CASH_P5, COLUMN_MONEY, 14)                                            \
    X(COL_LOWEST_P95, DC_WORD_P95, COLUMN_MONEY, 14)                                               \
    X(COL_DIFFERENCE, DC_WORD_CASH_DIFFERENCE, COLUMN_MONEY, 14)                                   \
    X(COL_ERROR, DC_WORD_SIMULATION_ERROR, COLUMN_MONEY, 12)                                       \
    X(COL_WEEK, DC_WORD_CASH_DIP_WEEK, COLUMN_PLAIN, 10)                                           \
    X(COL_NEEDED, DC_WORD_CASH_NEEDED, COLUMN_SHARE, 11)                                           \
    X(COL_NEEDED_LOW, DC_WORD_CASH_FROM, COLUMN_SHARE, 9)                                          \
    X(COL_NEEDED_HIGH, DC_WORD_CASH_UP_TO, COLUMN_SHARE, 9)                                        \
    X(COL_EXHAUSTED, DC_WORD_CASH_EXHAUSTED, COLUMN_SHARE, 11)                                     \
    X(COL_EXHAUSTED_LOW, DC_WORD_CASH_FROM, COLUMN_SHARE, 9)                                       \
    X(COL_EXHAUSTED_HIGH, DC_WORD_CASH_UP_TO, COLUMN_SHARE, 9)                                     \
    X(COL_LINE_95, DC_WORD_CASH_LINE_AT_95, COLUMN_MONEY, 14)                                      \
    X(COL_LINE_99, DC_WORD_CASH_LINE_AT_99, COLUMN_MONEY, 14)                                      \
    X(COL_AT_RISK, DC_WORD_CASH_AT_RISK, COLUMN_MONEY, 14)                                         \
    X(COL_SHORTFALL, DC_WORD_CASH_SHORTFALL, COLUMN_MONEY, 14)
/* clang-format on */

enum { LIQUIDITY_COLUMNS(COLUMN_NAME) COL_COUNT };
_Static_assert((int)LIQUIDITY_KEY_COL == (int)COL_DIFFERENCE, "beside the figures, where they end");
static const sheet_column columns[COL_COUNT] = {LIQUIDITY_COLUMNS(COLUMN_ROW)};

enum {
    ROW_HEADER = SHEET_FIRST_ROW,
    CHART_POINTS = 5,
    CHART_WIDTH = 760,
    LOWEST_HEIGHT = 280,
    HEAD_HEIGHT = 42
};

static void put_share(const report *r, grid *sheet, uint32_t row, uint32_t col, bool known,
                      double value)
{
    if (known)
        grid_number(sheet, row, col, ROLE_FIGURE, SHOW_SHARE_2, value);
    else
        put_missing(r, sheet, row, col);
}

static void put_reach(report *r, grid *sheet, uint32_t row, size_t scenario, int which)
{
    const dc_liquidity  *l = cash_known(r->answer, scenario);
    const dc_cash_reach *reach = &l->reach[which];
    bool                 bands = has_bands(r->answer), line = bands && l->plan->has_line;
    double               mean = 0.0, error = 0.0;
    bool paired = scenario > 0 && cash_lowest_difference(&mean, &error, r->answer, scenario, which);
    const struct {
        uint32_t col;
        bool     known;
        double   value;
    } money[] = {{COL_LOWEST, true, reach->lowest.mean},
                 {COL_LOWEST_P5, bands, reach->lowest.quantile[DC_P5]},
                 {COL_LOWEST_P95, bands, reach->lowest.quantile[DC_P95]},
                 {COL_DIFFERENCE, paired, mean},
                 {COL_ERROR, bands, paired ? error : reach->lowest.standard_error},
                 {COL_LINE_95, bands, reach->line_95},
                 {COL_LINE_99, bands, reach->line_99},
                 {COL_AT_RISK, bands, reach->at_risk},
                 {COL_SHORTFALL, bands, reach->shortfall}};
    grid_text(sheet, row, COL_SCENARIO, ROLE_LABEL, scenario_label(r->answer, scenario));
    grid_date(sheet, row, COL_TO, ROLE_LABEL,
              dc_date_add_days(r->answer->book->as_of, reach->last_day));
    for (size_t i = 0; i < sizeof money / sizeof money[0]; i++)
        put_value(r, sheet, row, money[i].col, DC_UNIT_MONEY, money[i].known, money[i].value);
    grid_number(sheet, row, COL_WEEK, ROLE_FIGURE, SHOW_COUNT, reach->dip_week);
    put_share(r, sheet, row, COL_NEEDED, bands, reach->needed);
    put_share(r, sheet, row, COL_NEEDED_LOW, bands, reach->needed_low);
    put_share(r, sheet, row, COL_NEEDED_HIGH, bands, reach->needed_high);
    put_share(r, sheet, row, COL_EXHAUSTED, line, reach->exhausted);
    put_share(r, sheet, row, COL_EXHAUSTED_LOW, line, reach->exhausted_low);
    put_share(r, sheet, row, COL_EXHAUSTED_HIGH, line, reach->exhausted_high);
}

/* --- what it rests on ------------------------------------------------------------------------- */

static void put_setting(const report *r, grid *sheet, uint32_t row, dc_word label, bool known,
                        double minor, dc_word otherwise)
{
    grid_text(sheet, row, COL_SCENARIO, ROLE_LABEL, say(r, label));
    put_money(r, sheet, row, COL_LOWEST, ROLE_INPUT, minor);
    grid_text(sheet, row, COL_LOWEST_P5, ROLE_NOTE, known ? "book.yaml" : say(r, otherwise));
}

static void put_notes(const report *r, grid *sheet, uint32_t row, const dc_cash_plan *plan)
{
    double rate = r->answer->book->company.tail.bill_discount;
    grid_text(sheet, row, COL_SCENARIO, ROLE_LABEL, say(r, DC_WORD_CASH_NOTES_OPEN));
    put_money(r, sheet, row, COL_LOWEST, ROLE_FIGURE, (double)plan->notes);
    grid_text(sheet, row, COL_LOWEST_P5, ROLE_NOTE,
              rate < 0.0 ? say(r, DC_WORD_CASH_NOTES_HELD)
                         : text_fill(r->arena, say(r, DC_WORD_CASH_NOTES_SOLD),
                                     text_share(r->arena, rate, 2), (const char *)NULL));
}

/* What sales drive: value and who says so. */
static uint32_t put_driven(const report *r, grid *sheet, uint32_t row, const dc_tail *tail)
{
    grid_text(sheet, row++, COL_SCENARIO, ROLE_SECTION, say(r, DC_WORD_TAIL_HEAD));
    for (size_t i = 0; i < tail->input_count; i++, row++) {
        const dc_tail_input *input = &tail->input[i];
        grid_text(sheet, row, COL_SCENARIO, ROLE_LABEL, say(r, input->label));
        if (input->unit == DC_TAIL_MONEY)
            put_money(r, sheet, row, COL_LOWEST, ROLE_INPUT, input->value);
        else if (input->unit != DC_TAIL_TEXT)
            grid_number(sheet, row, COL_LOWEST, ROLE_INPUT,
                        input->unit == DC_TAIL_SHARE ? SHOW_SHARE_2 : SHOW_DAYS, input->value);
        grid_text(sheet, row, COL_LOWEST_P5, ROLE_NOTE, say(r, input->source));
    }
    return row;
}

static uint32_t put_stress(report *r, grid *sheet, uint32_t row)
{
    for (int which = 0; which < DC_REACHES; which++, row++) {
        const dc_reverse_stress *stress = cash_stress(r->answer, which);
        int32_t                  last = cash_known(r->answer, 0)->reach[which].last_day;
        dc_date                  end = dc_date_add_days(r->answer->book->as_of, last);
        const char              *missing = stress_missing(r->answer, which);
        grid_text(sheet, row, COL_SCENARIO, ROLE_LABEL,
                  text_fill(r->arena, say(r, DC_WORD_CASH_STRESS), text_date(r->arena, end),
                            (const char *)NULL));
        if (missing[0]) {
            grid_text(sheet, row, COL_LOWEST_P95, ROLE_NOTE, missing);
            continue;
        }
        grid_number(sheet, row, COL_LOWEST_P95, ROLE_FIGURE, SHOW_COUNT, stress->days);
        grid_text(sheet, row, COL_DIFFERENCE, ROLE_NOTE,
                  text_fill(r->arena, say(r, DC_WORD_CASH_STRESS_CHANCE),
                            text_share(r->arena, stress->chance, 1), (const char *)NULL));
    }
    return row + 1;
}

static uint32_t put_settings(report *r, grid *sheet, uint32_t row)
{
    const dc_cash_plan *plan = cash_known(r->answer, 0)->plan;
    const dc_company   *company = &r->answer->book->company;
    grid_text(sheet, row++, COL_SCENARIO, ROLE_SECTION, say(r, DC_WORD_CASH_RESTS_ON));
    put_setting(r, sheet, row++, DC_WORD_CASH_OPENING, true, (double)plan->opening, DC_WORD_EMPTY);
    put_setting(r, sheet, row++, DC_WORD_CASH_RESTRICTED, company->restricted_cash.known,
                (double)plan->restricted, DC_WORD_CASH_DEFAULT_RESTRICTED);
    put_setting(r, sheet, row++, DC_WORD_CASH_MINIMUM, plan->has_minimum, (double)plan->minimum,
                DC_WORD_CASH_DEFAULT_MINIMUM);
    put_setting(r, sheet, row++, DC_WORD_CASH_LIMIT, plan->has_line, (double)plan->limit,
                DC_WORD_CASH_DEFAULT_LIMIT);
    put_setting(r, sheet, row++, DC_WORD_CASH_DRAWN_NOW, company->line_drawn.known,
                (double)plan->drawn, DC_WORD_CASH_DEFAULT_DRAWN);
    grid_text(sheet, row, COL_SCENARIO, ROLE_LABEL, say(r, DC_WORD_CASH_RATE));
    grid_number(sheet, row, COL_LOWEST, ROLE_INPUT, SHOW_SHARE_2, plan->rate);
    grid_text(sheet, row++, COL_LOWEST_P5, ROLE_NOTE,
              plan->has_rate ? "book.yaml" : say(r, DC_WORD_CASH_DEFAULT_RATE));
    grid_text(sheet, row, COL_SCENARIO, ROLE_LABEL, say(r, DC_WORD_CASH_BILLS_OPEN));
    grid_number(sheet, row, COL_LOWEST, ROLE_FIGURE, SHOW_COUNT, (double)plan->bill_count);
    grid_text(sheet, row++, COL_LOWEST_P5, ROLE_NOTE,
              plan->rules ? "book.yaml: pay_bills" : say(r, DC_WORD_CASH_DEFAULT_RULES));
    if (say_left_out(r->arena, r->answer)[0]) {
        grid_text(sheet, row, COL_SCENARIO, ROLE_LABEL, say(r, DC_WORD_T_LEFT_OUT));
        grid_text(sheet, row++, COL_LOWEST, ROLE_NOTE, say_cash_safer(r->arena, r->answer));
    }
    if (plan->left_out > 0) {
        grid_text(sheet, row, COL_SCENARIO, ROLE_LABEL, say(r, DC_WORD_CASH_LEFT_OUT));
        grid_number(sheet, row++, COL_LOWEST, ROLE_FIGURE, SHOW_COUNT, (double)plan->left_out);
    }
    if (plan->note_count > 0)
        put_notes(r, sheet, row++, plan);
    if (plan->tail && plan->tail->input_count > 0)
        row = put_driven(r, sheet, row, plan->tail);
    return row + 1;
}

/* --- lowest cash by scenario ------------------------------------------------------------------ */

static const struct {
    uint32_t col;
    dc_word  name;
    uint32_t colour;
} lowest[] = {{COL_LOWEST_P5, DC_WORD_CASH_P5, 0xD55E00},
              {COL_LOWEST, DC_WORD_CASH_LOWEST, 0x003F66},
              {COL_LOWEST_P95, DC_WORD_P95, 0xBBD8EE}};
enum { LOWEST = sizeof lowest / sizeof lowest[0] };

const char *scenario_key(const report *r, size_t scenario)
{
    enum { NAME_MOST = 32 };
    return text_clean(r->arena, r->answer->scenarios->scenario[scenario].name, NAME_MOST);
}

static const char *lowest_title(const report *r)
{
    return text_fill(
        r->arena, say(r, DC_WORD_LOWEST_BY_SCENARIO),
        text_date(r->arena, dc_date_add_days(r->answer->book->as_of,
                                             cash_known(r->answer, 0)->reach[0].last_day)),
        (const char *)NULL);
}

void lowest_chart(report *r, grid *sheet, uint32_t row, uint32_t col)
{
    const grid *from = r->sheet[SHEET_LIQUIDITY];
    uint32_t    first = r->lowest_row;
    uint32_t    last = first + (uint32_t)r->answer->comparison->count - 1;
    grid_chart *chart = grid_chart_add(sheet, CHART_COLUMNS, row, col);
    chart->title = lowest_title(r);
    chart->across = say(r, DC_WORD_SCENARIO);
    chart->up = r->scale.label;
    chart->divisor = r->scale.divisor;
    chart->alternative_text = say(r, DC_WORD_LOWEST_CHART_ALT);
    chart->categories = grid_rows_of(from, LIQUIDITY_KEY_COL, first, last);
    for (size_t i = 0; i < LOWEST; i++)
        if (grid_look(from, first, lowest[i].col).kind == GRID_NUMBER)
            grid_series_add(chart, say(r, lowest[i].name),
                            grid_rows_of(from, lowest[i].col, first, last), lowest[i].colour);
}

/* To week 13, a scenario a row, as a chart wants it. */
static uint32_t put_lowest(report *r, grid *sheet, uint32_t row)
{
    size_t count = r->answer->comparison->count;
    if (count < 2)
        return row;
    grid_text(sheet, row++, COL_SCENARIO, ROLE_SECTION, lowest_title(r));
    grid_text(sheet, row, COL_SCENARIO, ROLE_HEADER, say(r, DC_WORD_SCENARIO));
    grid_text(sheet, row, COL_TO, ROLE_HEADER, "");
    for (size_t i = 0; i < LOWEST; i++)
        grid_text(sheet, row, lowest[i].col, ROLE_HEADER, say(r, lowest[i].name));
    sheet->rows[row].height = HEAD_HEIGHT;
    r->lowest_row = ++row;
    for (size_t s = 0; s < count; s++, row++) {
        uint32_t from = r->liquidity_row + DC_REACHES * (uint32_t)s;
        grid_text(sheet, row, COL_SCENARIO, ROLE_LABEL, scenario_label(r->answer, s));
        grid_text(sheet, row, LIQUIDITY_KEY_COL, ROLE_NOTE, /* short, for the chart */
                  scenario_key(r, s));
        for (size_t i = 0; i < LOWEST; i++)
            if (grid_look(sheet, from, lowest[i].col).kind == GRID_NUMBER)
                grid_formula(sheet, row, lowest[i].col, ROLE_FORMULA,
                             grid_look(sheet, from, lowest[i].col).show,
                             grid_number_at(sheet, from, lowest[i].col), "%s",
                             grid_ref(sheet, from, lowest[i].col));
    }
    lowest_chart(r, sheet, r->lowest_row - 1, COL_EXHAUSTED);
    sheet->charts[sheet->chart_count - 1].width = CHART_WIDTH;
    sheet->charts[sheet->chart_count - 1].height = LOWEST_HEIGHT;
    return row + 1;
}

/* --- the first short week --------------------------------------------------------------------- */

/* The row after them. */
static uint32_t put_first_weeks(report *r, grid *sheet, uint32_t row)
{
    const dc_liquidity *base = cash_known(r->answer, 0);
    grid_text(sheet, row++, COL_SCENARIO, ROLE_SECTION, say(r, DC_WORD_CASH_FIRST_SHORT));
    grid_text(sheet, row, 0, ROLE_HEADER, say(r, DC_WORD_WEEK));
    grid_text(sheet, row, 1, ROLE_HEADER, say(r, DC_WORD_TO));
    size_t shown = r->answer->comparison->count;
    shown = shown < GRID_COLUMNS_MAX - COL_LOWEST ? shown : GRID_COLUMNS_MAX - COL_LOWEST;
    for (size_t s = 0; s < shown; s++)
        grid_text(sheet, row, COL_LOWEST + (uint32_t)s, ROLE_HEADER, scenario_title(r->answer, s));
    sheet->rows[row++].height = scenario_heads_height(r->answer, 14.0);
    if (base->short_weeks > 0 && shown > 0)
        grid_rule_add(sheet, RULE_HEAT,
                      (grid_range){sheet, row, COL_LOWEST, row + (uint32_t)base->short_weeks - 1,
                                   COL_LOWEST + (uint32_t)shown - 1});
    for (size_t w = 1; w <= base->short_weeks; w++, row++) {
        grid_number(sheet, row, 0, ROLE_LABEL, SHOW_COUNT, (double)w);
        grid_date(sheet, row, 1, ROLE_LABEL, week_date(r->answer, (int32_t)w));
        for (size_t s = 0; s < shown; s++)
            put_share(r, sheet, row, COL_LOWEST + (uint32_t)s, true,
                      cash_known(r->answer, s)->first_short[w]);
    }
    return row;
}

void fill_liquidity(report *r, grid *sheet)
{
    uint32_t row = ROW_HEADER + 2;
    sheet_begin(r, sheet, DC_WORD_TITLE_LIQUIDITY, DC_WORD_NOTE_LIQUIDITY);
    sheet_header(r, sheet, ROW_HEADER, columns, COL_COUNT);
    r->liquidity_row = row;
    for (size_t s = 0; s < r->answer->comparison->count; s++)
        for (int which = 0; which < DC_REACHES; which++)
            put_reach(r, sheet, row++, s, which);
    row = put_stress(r, sheet, row + 1);
    row = put_lowest(r, sheet, row);
    row = put_settings(r, sheet, row);
    put_cash_weeks(r, sheet, row, COL_EXHAUSTED);
    row += CHART_POINTS + DC_CASH_WEEKS;
    if (has_bands(r->answer))
        row = put_first_weeks(r, sheet, row);
    sheet->print_rows = row;
    put_chosen_weeks(r, sheet, row + 1);
    sheet->freeze_row = ROW_HEADER + 2;
    sheet->freeze_col = 1;
}

void link_liquidity(report *r, grid *sheet, uint32_t row, uint32_t col, size_t scenario,
                    liquidity_figure figure)
{
    static const uint32_t cols[] = {COL_LOWEST, COL_DIFFERENCE, COL_LINE_95};
    grid_link(sheet, row, col, r->sheet[SHEET_LIQUIDITY],
              r->liquidity_row + DC_REACHES * (uint32_t)scenario, cols[figure]);
}

/* "16.1 % | 0.2 %": what is not known is said so. */
static const char *share_text(const report *r, grid_cell cell)
{
    if (cell.kind != GRID_NUMBER)
        return cell.text;
    return dc_arena_format(r->arena, "%.1f %%", round(1000.0 * cell.number) / 10.0);
}

static const char *share_formula(const report *r, const char *cell)
{
    return dc_arena_format(r->arena, "IF(ISNUMBER(%s),FIXED(ROUND(100*%s,1),1,TRUE)&\" %%\",%s)",
                           cell, cell, cell);
}

void link_line_chances(report *r, grid *sheet, uint32_t row, uint32_t col, size_t scenario)
{
    const grid *from = r->sheet[SHEET_LIQUIDITY];
    uint32_t    at = r->liquidity_row + DC_REACHES * (uint32_t)scenario;
    const char *value =
        dc_arena_format(r->arena, "%s | %s", share_text(r, grid_look(from, at, COL_NEEDED)),
                        share_text(r, grid_look(from, at, COL_EXHAUSTED)));
    grid_formula_text(sheet, row, col, ROLE_LINK, value, "%s&\" | \"&%s",
                      share_formula(r, grid_ref_from(sheet, from, at, COL_NEEDED)),
                      share_formula(r, grid_ref_from(sheet, from, at, COL_EXHAUSTED)));
}
