/* The page: complete, closed, safe, and with the figures of the sheets. */
#include <stdlib.h>
#include <string.h>

#include "reports/html.h"
#include "reports/write.h"
#include "support/expect.h"
#include "support/given_answer.h"

static char *page_of(const dc_answer *answer)
{
    char  *text = NULL;
    size_t size = 0;
    FILE  *out = open_memstream(&text, &size);
    assert_non_null(out);
    assert_int_equal(write_html(answer, out), DC_OK);
    assert_int_equal(fclose(out), 0);
    return text;
}

static size_t times(const char *text, const char *wanted)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, wanted)); at += strlen(wanted))
        count++;
    return count;
}

static void every_element_that_is_opened_is_closed(void **state)
{
    (void)state;
    static const char *const names[] = {"html",    "head", "body", "table", "tr",    "td",  "th",
                                        "section", "div",  "svg",  "text",  "title", "desc"};
    given_report            *g = given_answer(52);
    for (dc_language language = 0; language < DC_LANGUAGE_COUNT; language++) {
        g->answer.language = language;
        char *page = page_of(&g->answer);
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
            char bare[20], open[20], close[20];
            snprintf(bare, sizeof bare, "<%s>", names[i]);
            snprintf(open, sizeof open, "<%s ", names[i]);
            snprintf(close, sizeof close, "</%s>", names[i]);
            assert_true(times(page, close) > 0);
            assert_int_equal(times(page, bare) + times(page, open), times(page, close));
        }
        free(page);
    }
    given_answer_free(g);
}

static void it_holds_the_charts_of_summary_and_compare_each_told_in_words(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    report        r;
    report_fill(&r, g->arena, &g->answer);
    char  *page = page_of(&g->answer);
    size_t charts = r.sheet[SHEET_SUMMARY]->chart_count + r.sheet[SHEET_COMPARE]->chart_count;
    charts += r.sheet[SHEET_RISK] ? r.sheet[SHEET_RISK]->chart_count : 0;
    assert_true(charts > 0);
    assert_int_equal(times(page, "<svg "), charts);
    assert_int_equal(times(page, "<desc>"), charts);
    assert_int_equal(times(page, "<desc></desc>"), 0);
    free(page);
    given_answer_free(g);
}

static void names_cannot_become_markup(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    g->book.company.name = "<script>alert('Bread & \"Butter\"')</script>";
    char *page = page_of(&g->answer);
    assert_null(strstr(page, "<script"));
    assert_non_null(strstr(page, "&lt;script&gt;alert(&#39;Bread &amp; &quot;Butter&quot;&#39;)"));
    free(page);
    given_answer_free(g);
}

static void nothing_is_fetched_from_elsewhere(void **state)
{
    (void)state;
    given_report *g = given_answer(13);
    char         *page = page_of(&g->answer);
    assert_null(strstr(page, "src="));
    assert_null(strstr(page, "url("));
    assert_null(strstr(page, "href=\"http"));
    free(page);
    given_answer_free(g);
}

/* The baseline collects 100,000.00 a week. */
static void the_figures_are_those_of_the_sheets(void **state)
{
    (void)state;
    given_report *g = given_answer(52);
    char         *page = page_of(&g->answer);
    assert_non_null(strstr(page, ">1,300,000<"));
    free(page);
    given_answer_free(g);
}

typedef struct {
    double x, y, width;
} bar;

/* The n-th bar of a colour. */
static bar bar_of(const char *svg, const char *fill, int n)
{
    bar         out = {0.0, 0.0, 0.0};
    const char *at = svg;
    while ((at = strstr(at, "<rect "))) {
        const char *colour = strstr(at, "fill=");
        if (strncmp(colour + strlen("fill=\""), fill, strlen(fill)) == 0 && n-- == 0) {
            assert_int_equal(
                sscanf(at, "<rect x=\"%lf\" y=\"%lf\" width=\"%lf\"", &out.x, &out.y, &out.width),
                3);
            return out;
        }
        at = colour;
    }
    fail_msg("no bar of %s", fill);
    return out;
}

/* Sooner +30 and later -60, then weaker -10 and stronger +20: both ends of a driver on one bar that
 * lies, left and right of 0, the first driver on top. */
static void a_tornado_lies_with_both_ends_on_one_bar(void **state)
{
    static const double values[2][2] = {{30.0, -60.0}, {-10.0, 20.0}};
    (void)state;
    dc_arena   *arena = dc_arena_new();
    report      r = {.arena = arena};
    grid       *sheet = grid_new(arena, "Risk");
    grid_chart *chart = grid_chart_add(sheet, CHART_TORNADO, 4, 0);
    char       *svg = NULL;
    size_t      size = 0;
    for (uint32_t row = 0; row < 2; row++) {
        grid_text(sheet, row, 0, ROLE_LABEL, row == 0 ? "Customers" : "Currencies");
        for (uint32_t end = 0; end < 2; end++)
            grid_number(sheet, row, 1 + end, ROLE_FIGURE, SHOW_MONEY, values[row][end]);
    }
    chart->title = "What moves cash";
    chart->divisor = 1.0;
    chart->width = 700;
    chart->height = 300;
    chart->categories = grid_rows_of(sheet, 0, 0, 1);
    grid_series_add(chart, "down", grid_rows_of(sheet, 1, 0, 1), 0x56B4E9);
    grid_series_add(chart, "up", grid_rows_of(sheet, 2, 0, 1), 0xD55E00);
    FILE *out = open_memstream(&svg, &size);
    html_chart(out, &r, chart);
    fclose(out);
    bar sooner = bar_of(svg, "#56B4E9", 0), later = bar_of(svg, "#D55E00", 0);
    bar weaker = bar_of(svg, "#56B4E9", 1), stronger = bar_of(svg, "#D55E00", 1);
    assert_double_close(sooner.y, later.y, 1e-9);
    assert_double_close(weaker.y, stronger.y, 1e-9);
    assert_true(sooner.y < weaker.y);
    assert_double_close(later.x + later.width, sooner.x, 0.11); /* they meet at 0 */
    assert_double_close(weaker.x + weaker.width, sooner.x, 0.11);
    assert_double_close(later.width, 2.0 * sooner.width, 0.21);
    assert_double_close(stronger.width, 2.0 * weaker.width, 0.21);
    free(svg);
    dc_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_element_that_is_opened_is_closed),
        cmocka_unit_test(it_holds_the_charts_of_summary_and_compare_each_told_in_words),
        cmocka_unit_test(names_cannot_become_markup),
        cmocka_unit_test(nothing_is_fetched_from_elsewhere),
        cmocka_unit_test(the_figures_are_those_of_the_sheets),
        cmocka_unit_test(a_tornado_lies_with_both_ends_on_one_bar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
