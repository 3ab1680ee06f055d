/* The sheet table, and the one loop over it. */
#include "sheets.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static bool has_customers(const dc_answer *answer)
{
    return answer->customer_count > 0;
}

static bool has_rejects(const dc_answer *answer)
{
    return answer->book->reject_count > 0;
}

static bool has_alternatives(const dc_answer *answer)
{
    return answer->scenarios->count > 1;
}

static bool has_history(const dc_answer *answer)
{
    return answer->measures != NULL;
}

static bool has_backtest(const dc_answer *answer)
{
    return answer->backtest != NULL;
}

static bool has_risk(const dc_answer *answer)
{
    return answer->risk != NULL;
}

static bool has_variance(const dc_answer *answer)
{
    return answer->variance_count > 0;
}

static bool has_lines(const dc_answer *answer)
{
    return answer->comparison->outcome[0].liquidity != NULL;
}

static bool has_detail(const dc_answer *answer)
{
    return answer->detail != DC_DETAIL_NONE && answer->items->laws;
}

static bool is_live(const dc_answer *answer)
{
    return answer->daily != NULL;
}

static bool has_cash(const dc_answer *answer)
{
    return has_lines(answer) && answer->book->company.cash.known;
}

static bool has_credit(const dc_answer *answer)
{
    return answer->credit != NULL;
}

static bool has_worklist(const dc_answer *answer)
{
    return answer->worklist != NULL;
}

/* Beside a forecast, Data lists the claims. */
static bool has_work_claims(const dc_answer *answer)
{
    return answer->worklist && !answer->comparison;
}

static bool has_warnings(const dc_answer *answer)
{
    return answer->warnings != NULL;
}

/* What a sheet is. */
enum {
    IS_PAGE = 1,      /* one of the eight for paper */
    IS_TABLE = 2,     /* long, to filter and to look things up in: its first page is printed */
    IS_SIMULATED = 4, /* of what was run: not of the inputs as they are edited */
    IN_UNIT = 8       /* amounts are shown in the unit of the Cover */
};

typedef struct {
    dc_word title;                           /* 31 characters at most */
    bool (*wanted)(const dc_answer *answer); /* NULL: always */
    void (*fill)(report *r, grid *sheet);
    uint32_t tab_colour;
    int      is; /* IS_PAGE and so on */
} sheet_row;

enum { TABLE_ROWS_PRINTED = 45 };
enum { TAB_ANSWER = 0x0072B2, TAB_DETAIL = 0x56B4E9, TAB_INPUT = 0xE69F00, TAB_PROOF = 0x009E73 };

/* Greyed while the inputs are edited: all below the title, but for the banner that says so. */
static void add_stale_rule(grid *sheet, bool has_banner)
{
    uint32_t last_col = 0, last = (uint32_t)sheet->row_count;
    for (size_t row = 0; row < sheet->row_count; row++)
        if (sheet->rows[row].count > last_col + 1)
            last_col = (uint32_t)sheet->rows[row].count - 1;
    if (has_banner)
        grid_rule_add(sheet, RULE_STALE,
                      (grid_range){sheet, SHEET_HEADLINE_ROW, 0, SHEET_FIRST_ROW - 1, last_col});
    uint32_t first = SHEET_FIRST_ROW + (has_banner ? 1 : 0);
    if (last > first)
        grid_rule_add(sheet, RULE_STALE, (grid_range){sheet, first, 0, last - 1, last_col});
}

/* In the order a reader meets them, those for paper first. */
static const sheet_row sheets[SHEET_COUNT] = {
    [SHEET_COVER] = {DC_WORD_SHEET_COVER, NULL, fill_cover, TAB_ANSWER, IS_PAGE},
    [SHEET_SUMMARY] = {DC_WORD_SHEET_SUMMARY, NULL, fill_summary, TAB_ANSWER,
                       IS_PAGE | IS_SIMULATED},
    [SHEET_COMPARE] = {DC_WORD_SHEET_COMPARE, NULL, fill_compare, TAB_ANSWER,
                       IS_PAGE | IS_SIMULATED | IN_UNIT},
    [SHEET_CASH] = {DC_WORD_SHEET_CASH, has_lines, fill_cash, TAB_ANSWER,
                    IS_PAGE | IS_SIMULATED | IN_UNIT},
    [SHEET_LIQUIDITY] = {DC_WORD_SHEET_LIQUIDITY, has_cash, fill_liquidity, TAB_ANSWER,
                         IS_PAGE | IS_SIMULATED | IN_UNIT},
    [SHEET_AGEING] = {DC_WORD_SHEET_AGEING, NULL, fill_ageing, TAB_ANSWER, IS_PAGE | IN_UNIT},
    [SHEET_DSO] = {DC_WORD_SHEET_DSO, NULL, fill_dso, TAB_ANSWER, IS_PAGE | IS_SIMULATED | IN_UNIT},
    [SHEET_BAD_DEBT] = {DC_WORD_SHEET_BAD_DEBT, NULL, fill_bad_debt, TAB_ANSWER, IS_PAGE | IN_UNIT},
    [SHEET_CUSTOMERS] = {DC_WORD_SHEET_CUSTOMERS, has_customers, fill_customers, TAB_DETAIL,
                         IN_UNIT},
    [SHEET_WORKLIST] = {DC_WORD_SHEET_WORKLIST, has_worklist, fill_worklist, TAB_DETAIL, IN_UNIT},
    [SHEET_WORK_CLAIMS] = {DC_WORD_SHEET_WORK_CLAIMS, has_work_claims, fill_work_claims, TAB_DETAIL,
                           IS_TABLE},
    [SHEET_GRADES] = {DC_WORD_SHEET_GRADES, has_credit, fill_grades, TAB_DETAIL, IN_UNIT},
    [SHEET_WARNINGS] = {DC_WORD_SHEET_WARNINGS, has_warnings, fill_warnings, TAB_DETAIL, IN_UNIT},
    [SHEET_CASH_MONTHS] = {DC_WORD_SHEET_CASH_MONTHS, has_lines, fill_cash_months, TAB_DETAIL,
                           IS_SIMULATED | IN_UNIT},
    [SHEET_RISK] = {DC_WORD_SHEET_RISK, has_risk, fill_risk, TAB_DETAIL, IN_UNIT},
    [SHEET_DIFFERENCES] = {DC_WORD_SHEET_DIFFERENCES, has_alternatives, fill_differences,
                           TAB_DETAIL, IS_TABLE | IS_SIMULATED | IN_UNIT},
    [SHEET_RECEIPTS] = {DC_WORD_SHEET_RECEIPTS, NULL, fill_receipts, TAB_DETAIL,
                        IS_TABLE | IS_SIMULATED | IN_UNIT},
    [SHEET_ROLL_FORWARD] = {DC_WORD_SHEET_ROLL_FORWARD, NULL, fill_roll_forward, TAB_DETAIL,
                            IS_SIMULATED | IN_UNIT},
    [SHEET_METRICS] = {DC_WORD_SHEET_METRICS, NULL, fill_metrics, TAB_DETAIL, IS_TABLE},
    [SHEET_HISTORY] = {DC_WORD_SHEET_HISTORY, has_history, fill_history, TAB_DETAIL, IN_UNIT},
    [SHEET_ACCURACY] = {DC_WORD_SHEET_ACCURACY, has_backtest, fill_accuracy, TAB_PROOF, IN_UNIT},
    [SHEET_VARIANCE] = {DC_WORD_SHEET_VARIANCE, has_variance, fill_variance, TAB_ANSWER, 0},
    [SHEET_ASSUMPTIONS] = {DC_WORD_SHEET_ASSUMPTIONS, NULL, fill_assumptions, TAB_INPUT, 0},
    [SHEET_CALCULATIONS] = {DC_WORD_SHEET_CALCULATIONS, is_live, fill_calculations, TAB_INPUT,
                            IN_UNIT},
    [SHEET_BY_DAY] = {DC_WORD_SHEET_BY_DAY, is_live, fill_by_day, TAB_INPUT, IS_TABLE},
    [SHEET_CHANCES] = {DC_WORD_SHEET_CHANCES, is_live, fill_chances, TAB_INPUT, IS_TABLE},
    [SHEET_DEFINITIONS] = {DC_WORD_SHEET_DEFINITIONS, NULL, fill_definitions, TAB_INPUT, 0},
    [SHEET_DATA] = {DC_WORD_SHEET_DATA, has_detail, fill_data, TAB_INPUT, IS_TABLE},
    [SHEET_REJECTS] = {DC_WORD_SHEET_REJECTS, has_rejects, fill_rejects, TAB_PROOF, 0},
    [SHEET_CHECKS] = {DC_WORD_SHEET_CHECKS, NULL, fill_checks, TAB_PROOF, 0},
    [SHEET_LOG] = {DC_WORD_SHEET_LOG, NULL, fill_log, TAB_PROOF, 0},
};

/* A page ends before a heading rather than behind it. */
static void end_pages(grid *sheet)
{
    if (sheet->break_count > 0 || sheet->one_page)
        return;
    for (uint32_t row = SHEET_FIRST_ROW + 1; row < sheet->row_count; row++)
        if (grid_look(sheet, row, 0).role == ROLE_SECTION)
            grid_break_add(sheet, row);
}

/* What is pointed to is filled before what points to it. */
static const sheet_id fill_order[] = {
    SHEET_CASH,         SHEET_CASH_MONTHS, SHEET_LIQUIDITY,   SHEET_RECEIPTS,  SHEET_AGEING,
    SHEET_ROLL_FORWARD, SHEET_DSO,         SHEET_HISTORY,     SHEET_CUSTOMERS, SHEET_DIFFERENCES,
    SHEET_BAD_DEBT,     SHEET_ACCURACY,    SHEET_COMPARE,     SHEET_CHANCES,   SHEET_BY_DAY,
    SHEET_CALCULATIONS, SHEET_ASSUMPTIONS, SHEET_DEFINITIONS, SHEET_DATA,      SHEET_REJECTS,
    SHEET_LOG,          SHEET_CHECKS,      SHEET_COVER,       SHEET_SUMMARY,   SHEET_WORKLIST,
    SHEET_WORK_CLAIMS,  SHEET_GRADES,      SHEET_WARNINGS,    SHEET_RISK,      SHEET_VARIANCE,
    SHEET_METRICS,
};
_Static_assert(sizeof fill_order / sizeof fill_order[0] == SHEET_COUNT, "every sheet is filled");

dc_word sheet_title(sheet_id id)
{
    return sheets[id].title;
}

bool is_page(sheet_id id)
{
    return sheets[id].is & IS_PAGE;
}

/* Of a backtest or a worklist nothing else is. */
static bool is_told(const dc_answer *answer, sheet_id id)
{
    bool work = id >= SHEET_WORKLIST && id <= SHEET_WARNINGS;
    if (answer->variance_count > 0)
        return id == SHEET_VARIANCE;
    return answer->comparison || (answer->worklist ? work : id == SHEET_ACCURACY);
}

void report_fill(report *out, dc_arena *arena, const dc_answer *answer)
{
    *out = (report){.answer = answer,
                    .arena = arena,
                    .scale = money_scale_of(arena, answer),
                    .currency = has_currency(answer)
                                    ? answer->book->currencies[answer->book->home].code
                                    : dc_say(answer->language, DC_WORD_UNIT_AMOUNT)};
    for (size_t i = 0; i < SHEET_COUNT; i++) {
        const sheet_row *row = &sheets[i];
        bool             told = is_told(answer, (sheet_id)i);
        if (!told || (row->wanted && !row->wanted(answer)))
            continue;
        out->sheet[i] = grid_new(arena, say(out, row->title));
        out->sheet[i]->tab_colour = row->tab_colour;
        out->sheet[i]->in_unit = (row->is & IN_UNIT) && out->sheet[SHEET_COVER];
    }
    for (size_t i = 0; i < SHEET_COUNT; i++)
        if (out->sheet[fill_order[i]])
            sheets[fill_order[i]].fill(out, out->sheet[fill_order[i]]);
    for (size_t i = 0; i < SHEET_COUNT; i++)
        if (out->sheet[i] && (sheets[i].is & IS_TABLE))
            out->sheet[i]->print_rows = TABLE_ROWS_PRINTED;
        else if (out->sheet[i])
            end_pages(out->sheet[i]);
    for (size_t i = 0; i < SHEET_COUNT && out->live_map; i++)
        if (out->sheet[i] && (sheets[i].is & IS_SIMULATED))
            add_stale_rule(out->sheet[i], i == SHEET_SUMMARY);
}
