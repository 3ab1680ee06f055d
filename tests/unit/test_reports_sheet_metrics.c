#include "support/expect.h"
#include "support/given_answer.h"

#include "reports/sheets.h"

enum { MEAN = 6, ERROR, QUANTILES, FIRST_ROW = SHEET_FIRST_ROW + 1 };

/* One row a scenario, metric and week: the figure of the answer, and of it alone. */
static void metrics_are_all_there_by_week_and_scenario(void **state)
{
    (void)state;
    given_report *g = given_answer(13);
    report        r;
    report_fill(&r, g->arena, &g->answer);
    const grid *sheet = r.sheet[SHEET_METRICS];
    uint32_t    row = FIRST_ROW;
    for (size_t s = 0; s < g->comparison.count; s++)
        for (int m = 0; m < DC_METRIC_COUNT; m++)
            for (int32_t week = 1; week <= 13; week++) {
                const dc_estimate *e = &g->comparison.outcome[s].series[m][week];
                double unit = dc_metric_unit((dc_metric)m) == DC_UNIT_MONEY ? 100.0 : 1.0;
                if (!e->applicable)
                    continue;
                assert_double_close(grid_number_at(sheet, row, MEAN), e->mean / unit, 1e-9);
                assert_double_close(grid_number_at(sheet, row, ERROR), e->standard_error / unit,
                                    1e-9);
                for (uint32_t q = 0; q < DC_QUANTILE_COUNT; q++)
                    assert_double_close(grid_number_at(sheet, row, QUANTILES + q),
                                        e->quantile[q] / unit, 1e-9);
                row++;
            }
    assert_true(row > FIRST_ROW + 100);
    assert_int_equal(grid_look(sheet, row, 0).kind, GRID_EMPTY);
    given_answer_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(metrics_are_all_there_by_week_and_scenario),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
