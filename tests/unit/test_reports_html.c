/* The page: complete, closed, safe, and with the figures of the sheets. */
#include <stdlib.h>
#include <string.h>

#include "reports/sheets.h"
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_element_that_is_opened_is_closed),
        cmocka_unit_test(it_holds_the_charts_of_summary_and_compare_each_told_in_words),
        cmocka_unit_test(names_cannot_become_markup),
        cmocka_unit_test(nothing_is_fetched_from_elsewhere),
        cmocka_unit_test(the_figures_are_those_of_the_sheets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
