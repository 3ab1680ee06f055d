/* The figures behind the pictures of the Accuracy sheet, and by week, history and size. */
#include "accuracy.h"

static const sheet_column calibration_columns[CALIBRATION_COLUMNS] = {
    [CALIBRATION_BAND] = {DC_WORD_ACCURACY_BAND, COLUMN_PLAIN, 0},
    [CALIBRATION_PROMISED] = {DC_WORD_ACCURACY_PROMISED, COLUMN_SHARE, 0},
    [CALIBRATION_CASH] = {DC_WORD_ACCURACY_HELD_CASH, COLUMN_SHARE, 0},
    [CALIBRATION_CASH_LOW] = {DC_WORD_ACCURACY_HELD_LOW, COLUMN_SHARE, 0},
    [CALIBRATION_CASH_HIGH] = {DC_WORD_ACCURACY_HELD_HIGH, COLUMN_SHARE, 0},
    [CALIBRATION_COUNTS] = {DC_WORD_ACCURACY_HELD_COUNTS, COLUMN_SHARE, 0},
    [CALIBRATION_COUNTS_LOW] = {DC_WORD_ACCURACY_HELD_LOW, COLUMN_SHARE, 0},
    [CALIBRATION_COUNTS_HIGH] = {DC_WORD_ACCURACY_HELD_HIGH, COLUMN_SHARE, 0},
    [CALIBRATION_READ_CASH] = {DC_WORD_ACCURACY_READ_CASH, COLUMN_SHARE, 0},
    [CALIBRATION_READ_COUNTS] = {DC_WORD_ACCURACY_READ_COUNTS, COLUMN_SHARE, 0},
};

static const sheet_column pit_columns[PIT_COLUMNS] = {
    [PIT_TENTH] = {DC_WORD_ACCURACY_TENTH, COLUMN_PLAIN, 0},
    [PIT_CASH] = {DC_WORD_ACCURACY_WEEKS_CASH, COLUMN_COUNT, 0},
    [PIT_COUNTS] = {DC_WORD_ACCURACY_WEEKS_COUNTS, COLUMN_COUNT, 0},
    [PIT_RIGHT] = {DC_WORD_ACCURACY_WEEKS_RIGHT, COLUMN_COUNT, 0},
};

static const sheet_column first_columns[FIRST_COLUMNS] = {
    [FIRST_ORIGIN] = {DC_WORD_ACCURACY_ORIGIN, COLUMN_PLAIN, 0},
    [FIRST_FORECAST] = {DC_WORD_ACCURACY_WEEK_FORECAST, COLUMN_MONEY, 0},
    [FIRST_LOW] = {DC_WORD_ACCURACY_WEEK_LOW, COLUMN_MONEY, 0},
    [FIRST_HIGH] = {DC_WORD_ACCURACY_WEEK_HIGH, COLUMN_MONEY, 0},
    [FIRST_ACTUAL] = {DC_WORD_ACCURACY_WEEK_ACTUAL, COLUMN_MONEY, 0},
    [FIRST_INSIDE] = {DC_WORD_ACCURACY_INSIDE, COLUMN_PLAIN, 0},
};

enum {
    WEEK_NUMBER,
    WEEK_ACTUAL,
    WEEK_FORECAST,
    WEEK_BIAS,
    WEEK_WAPE,
    WEEK_NAIVE,
    WEEK_CASH_80,
    WEEK_COUNT_80,
    WEEK_COLUMNS
};
static const sheet_column week_columns[WEEK_COLUMNS] = {
    [WEEK_NUMBER] = {DC_WORD_WEEK, COLUMN_PLAIN, 0},
    [WEEK_ACTUAL] = {DC_WORD_ACCURACY_CAME, COLUMN_MONEY, 0},
    [WEEK_FORECAST] = {DC_WORD_ACCURACY_FORECAST, COLUMN_MONEY, 0},
    [WEEK_BIAS] = {DC_WORD_ACCURACY_BIAS, COLUMN_SHARE, 0},
    [WEEK_WAPE] = {DC_WORD_ACCURACY_WAPE, COLUMN_SHARE, 0},
    [WEEK_NAIVE] = {DC_WORD_ACCURACY_BEST_RULE, COLUMN_SHARE, 0},
    [WEEK_CASH_80] = {DC_WORD_ACCURACY_CASH_80, COLUMN_SHARE, 0},
    [WEEK_COUNT_80] = {DC_WORD_ACCURACY_COUNT_80, COLUMN_SHARE, 0},
};

enum { GROUP_NAME, GROUP_CLAIMS, GROUP_MAE, GROUP_CRPS, GROUP_NAIVE, GROUP_COLUMNS };
static const sheet_column group_columns[GROUP_COLUMNS] = {
    [GROUP_NAME] = {DC_WORD_ACCURACY_GROUP, COLUMN_PLAIN, 0},
    [GROUP_CLAIMS] = {DC_WORD_CLAIMS, COLUMN_COUNT, 0},
    [GROUP_MAE] = {DC_WORD_ACCURACY_DAYS_OFF, COLUMN_DAYS, 0},
    [GROUP_CRPS] = {DC_WORD_ACCURACY_DAYS_CRPS, COLUMN_DAYS, 0},
    [GROUP_NAIVE] = {DC_WORD_ACCURACY_BEST_CRPS, COLUMN_DAYS, 0},
};

static const dc_backtest_result *own_of(const report *r)
{
    return &r->answer->backtest->rule[DC_RULE_DUECAST];
}

static uint32_t begin(report *r, grid *sheet, uint32_t row, dc_word title,
                      const sheet_column *columns, size_t count)
{
    grid_text(sheet, row, 0, ROLE_SECTION, say(r, title));
    sheet_header(r, sheet, row + 1, columns, count);
    return row + 3;
}

/* ---- bands ---- */

static void put_held(report *r, grid *sheet, uint32_t row, uint32_t col, const dc_scored *held)
{
    grid_number(sheet, row, col, ROLE_FIGURE, SHOW_SHARE, held->value);
    if (!dc_backtest_has_intervals(r->answer->backtest)) {
        put_missing(r, sheet, row, col + 1);
        put_missing(r, sheet, row, col + 2);
        return;
    }
    grid_number(sheet, row, col + 1, ROLE_FIGURE, SHOW_SHARE, held->low);
    grid_number(sheet, row, col + 2, ROLE_FIGURE, SHOW_SHARE, held->high);
}

static void put_level(const report *r, grid *sheet, uint32_t row, uint32_t col,
                      const dc_recalibration *law, int band)
{
    const double levels[ACCURACY_BANDS] = {law->level50, law->level80, law->level95};
    if (!law->measured)
        put_missing(r, sheet, row, col);
    else if (levels[band] > 0.998)
        grid_text(sheet, row, col, ROLE_FIGURE, say(r, DC_WORD_ACCURACY_NO_BAND));
    else
        grid_number(sheet, row, col, ROLE_FIGURE, SHOW_SHARE, levels[band]);
}

static uint32_t put_calibration(report *r, grid *sheet, uint32_t row, accuracy_rows *out)
{
    static const double promised[ACCURACY_BANDS] = {0.50, 0.80, 0.95};
    const dc_backtest  *b = r->answer->backtest;
    row = out->calibration = begin(r, sheet, row, DC_WORD_ACCURACY_CALIBRATION, calibration_columns,
                                   CALIBRATION_COLUMNS);
    for (int i = 0; i < ACCURACY_BANDS; i++, row++) {
        grid_text(sheet, row, CALIBRATION_BAND, ROLE_LABEL, text_share(r->arena, promised[i], 0));
        grid_number(sheet, row, CALIBRATION_PROMISED, ROLE_FIGURE, SHOW_SHARE, promised[i]);
        put_held(r, sheet, row, CALIBRATION_CASH, &own_of(r)->score[DC_SCORE_COVERAGE_50 + i]);
        put_held(r, sheet, row, CALIBRATION_COUNTS,
                 &own_of(r)->score[DC_SCORE_COUNT_COVERAGE_50 + i]);
        put_level(r, sheet, row, CALIBRATION_READ_CASH, &b->cash, i);
        put_level(r, sheet, row, CALIBRATION_READ_COUNTS, &b->counts, i);
    }
    return row + 1;
}

static uint32_t put_pit(report *r, grid *sheet, uint32_t row, accuracy_rows *out)
{
    const dc_backtest_result *own = own_of(r);
    double                    all = 0.0;
    for (int i = 0; i < DC_BACKTEST_PIT_BINS; i++)
        all += own->pit[i];
    row = out->pit = begin(r, sheet, row, DC_WORD_ACCURACY_PIT, pit_columns, PIT_COLUMNS);
    for (int i = 0; i < DC_BACKTEST_PIT_BINS; i++, row++) {
        grid_number(sheet, row, PIT_TENTH, ROLE_LABEL, SHOW_COUNT, i + 1);
        grid_number(sheet, row, PIT_CASH, ROLE_FIGURE, SHOW_COUNT, own->pit[i]);
        grid_number(sheet, row, PIT_COUNTS, ROLE_FIGURE, SHOW_COUNT, own->count_pit[i]);
        grid_number(sheet, row, PIT_RIGHT, ROLE_FIGURE, SHOW_DAYS, all / DC_BACKTEST_PIT_BINS);
    }
    return row + 1;
}

/* ---- weeks ---- */

static void put_week(report *r, grid *sheet, uint32_t row, int w, const dc_backtest_week *naive)
{
    const dc_backtest_week *own = &own_of(r)->week[w];
    grid_number(sheet, row, WEEK_NUMBER, ROLE_LABEL, SHOW_COUNT, w + 1);
    put_money(r, sheet, row, WEEK_ACTUAL, ROLE_FIGURE, own->actual);
    put_money(r, sheet, row, WEEK_FORECAST, ROLE_FIGURE, own->forecast);
    if (dc_backtest_week_tells(r->answer->backtest, w)) {
        const char *came = grid_ref(sheet, row, WEEK_ACTUAL);
        grid_formula(sheet, row, WEEK_BIAS, ROLE_FORMULA, SHOW_SHARE,
                     own->forecast / own->actual - 1.0, "%s/%s-1",
                     grid_ref(sheet, row, WEEK_FORECAST), came);
        grid_number(sheet, row, WEEK_WAPE, ROLE_FIGURE, SHOW_SHARE, own->wape);
        grid_number(sheet, row, WEEK_NAIVE, ROLE_FIGURE, SHOW_SHARE, naive->wape);
    } else {
        for (uint32_t col = WEEK_BIAS; col <= WEEK_NAIVE; col++)
            put_missing(r, sheet, row, col);
    }
    grid_number(sheet, row, WEEK_CASH_80, ROLE_FIGURE, SHOW_SHARE, own->coverage80);
    grid_number(sheet, row, WEEK_COUNT_80, ROLE_FIGURE, SHOW_SHARE, own->count_coverage80);
}

static uint32_t put_by_week(report *r, grid *sheet, uint32_t row)
{
    const dc_backtest *b = r->answer->backtest;
    dc_rule            best = dc_backtest_best_naive(b, DC_SCORE_CRPS_RATIO);
    row = begin(r, sheet, row, DC_WORD_ACCURACY_BY_WEEK, week_columns, WEEK_COLUMNS);
    for (int w = 0; w < DC_BACKTEST_WEEKS && own_of(r)->week[w].origins > 0; w++)
        put_week(r, sheet, row++, w, &b->rule[best].week[w]);
    return row + 1;
}

static void put_window(report *r, grid *sheet, uint32_t row, const dc_backtest_window *week)
{
    bool        inside = week->actual >= week->low && week->actual <= week->high;
    const char *yes = say(r, DC_WORD_YES), *no = say(r, DC_WORD_NO);
    const char *actual = grid_ref(sheet, row, FIRST_ACTUAL);
    grid_date(sheet, row, FIRST_ORIGIN, ROLE_LABEL, week->origin);
    put_money(r, sheet, row, FIRST_FORECAST, ROLE_FIGURE, week->forecast);
    put_money(r, sheet, row, FIRST_LOW, ROLE_FIGURE, week->low);
    put_money(r, sheet, row, FIRST_HIGH, ROLE_FIGURE, week->high);
    put_money(r, sheet, row, FIRST_ACTUAL, ROLE_FIGURE, week->actual);
    grid_formula_text(sheet, row, FIRST_INSIDE, ROLE_CHECK, inside ? yes : no,
                      "IF(AND(%s>=%s,%s<=%s),\"%s\",\"%s\")", actual,
                      grid_ref(sheet, row, FIRST_LOW), actual, grid_ref(sheet, row, FIRST_HIGH),
                      yes, no);
}

static uint32_t put_first_weeks(report *r, grid *sheet, uint32_t row, accuracy_rows *out)
{
    const dc_backtest *b = r->answer->backtest;
    row = out->first_weeks =
        begin(r, sheet, row, DC_WORD_ACCURACY_FIRST_WEEKS, first_columns, FIRST_COLUMNS);
    for (size_t i = 0; i < b->week_count; i++)
        put_window(r, sheet, row++, &b->first_week[i]);
    return row + 1;
}

static uint32_t put_windows(report *r, grid *sheet, uint32_t row, const dc_backtest_sum *sum)
{
    if (sum->origins == 0)
        return row;
    grid_text(sheet, row, 0, ROLE_SECTION,
              text_fill(r->arena, say(r, DC_WORD_ACCURACY_WINDOWS),
                        text_count(r->arena, (size_t)sum->weeks), (const char *)NULL));
    sheet_header(r, sheet, row + 1, first_columns, FIRST_COLUMNS);
    row += 3;
    for (size_t i = 0; i < sum->origins; i++)
        put_window(r, sheet, row++, &sum->window[i]);
    return row + 1;
}

/* ---- groups ---- */

static uint32_t put_some_groups(report *r, grid *sheet, uint32_t row, const dc_word *names,
                                const dc_backtest_group *own, const dc_backtest_group *naive)
{
    for (int g = 0; g < DC_BACKTEST_GROUPS; g++) {
        if (own[g].claims == 0)
            continue;
        grid_text(sheet, row, GROUP_NAME, ROLE_LABEL, say(r, names[g]));
        grid_number(sheet, row, GROUP_CLAIMS, ROLE_FIGURE, SHOW_COUNT, (double)own[g].claims);
        grid_number(sheet, row, GROUP_MAE, ROLE_FIGURE, SHOW_DAYS, own[g].mae_days);
        grid_number(sheet, row, GROUP_CRPS, ROLE_FIGURE, SHOW_DAYS, own[g].crps_days);
        grid_number(sheet, row++, GROUP_NAIVE, ROLE_FIGURE, SHOW_DAYS, naive[g].crps_days);
    }
    return row;
}

static uint32_t put_groups(report *r, grid *sheet, uint32_t row)
{
    static const dc_word depths[] = {DC_WORD_BACKTEST_DEPTH_NONE, DC_WORD_BACKTEST_DEPTH_FEW,
                                     DC_WORD_BACKTEST_DEPTH_MANY};
    static const dc_word sizes[] = {DC_WORD_BACKTEST_SMALL, DC_WORD_BACKTEST_MIDDLE,
                                    DC_WORD_BACKTEST_LARGE};
    const dc_backtest   *b = r->answer->backtest;
    if (!b->has_dates)
        return row;
    const dc_backtest_result *best = &b->rule[dc_backtest_best_naive(b, DC_SCORE_DATE_CRPS)];
    row = begin(r, sheet, row, DC_WORD_ACCURACY_GROUPS, group_columns, GROUP_COLUMNS);
    row = put_some_groups(r, sheet, row, depths, own_of(r)->depth, best->depth);
    row = put_some_groups(r, sheet, row, sizes, own_of(r)->size, best->size);
    return row + 1;
}

void accuracy_tables(report *r, grid *sheet, uint32_t row, accuracy_rows *out)
{
    row = put_calibration(r, sheet, row, out);
    row = put_pit(r, sheet, row, out);
    row = put_by_week(r, sheet, row);
    row = put_groups(r, sheet, row);
    row = put_first_weeks(r, sheet, row, out);
    for (int i = 0; i < DC_BACKTEST_SUMS; i++)
        row = put_windows(r, sheet, row, &r->answer->backtest->sum[i]);
}
