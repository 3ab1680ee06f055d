#include "support/expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const dc_place due_date = {
    .file = "invoices.csv",
    .line = 118,
    .column = 4,
    .excerpt = "INV-0933,acme,2024-01-31,2024-02-30,,1200.00",
    .mark = 25,
    .width = 10,
};

static void add_impossible(dc_issues *issues, const dc_place *place)
{
    dc_issues_add(issues, DC_ISSUE_IMPOSSIBLE_DATE, place, "due date", "2024-02-30", "2024-02",
                  "29", (const char *)NULL);
}

static void an_issue_reads_place_excerpt_carets_remedy(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    add_impossible(issues, &due_date);
    assert_issue_text(issues, 0,
                      "invoices.csv:118:4: error: due date '2024-02-30' does not exist\n"
                      "118 | INV-0933,acme,2024-01-31,2024-02-30,,1200.00\n"
                      "    |                          ^^^^^^^^^^\n"
                      "write dates as YYYY-MM-DD; 2024-02 has 29 days\n");
    dc_issues_free(issues);
}

static void what_a_place_lacks_is_left_out(void **state)
{
    (void)state;
    static const struct {
        dc_place    place;
        const char *text;
    } cases[] = {
        {{0}, "error: due 'x' is not a number\n"},
        {{.file = "bills.csv"}, "bills.csv: error: due 'x' is not a number\n"},
        {{.file = "bills.csv", .line = 7}, "bills.csv:7: error: due 'x' is not a number\n"},
        {{.file = "bills.csv", .line = 7, .excerpt = "a,,b"},
         "bills.csv:7: error: due 'x' is not a number\n7 | a,,b\n"},
        {{.file = "bills.csv", .line = 7, .column = 2, .excerpt = "a,,b", .mark = 2, .width = 1},
         "bills.csv:7:2: error: due 'x' is not a number\n7 | a,,b\n  |   ^\n"},
        {{.file = "bills.csv", .line = 7, .column = 3, .excerpt = "a,b,", .mark = 4, .width = 1},
         "bills.csv:7:3: error: due 'x' is not a number\n7 | a,b,\n  |     ^\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();
        dc_issues_add(issues, DC_ISSUE_BAD_NUMBER, &cases[i].place, "due", "x", (const char *)NULL);
        assert_issue_text(issues, 0, cases[i].text);
        dc_issues_free(issues);
    }
}

static void carets_stand_under_chinese_text(void **state)
{
    (void)state;
    dc_place   place = {.file = "发票.csv", .line = 2, .column = 2};
    dc_issues *issues = dc_issues_new();
    place.excerpt = "北方公司,三十元,x";
    place.mark = (uint32_t)strlen("北方公司,");
    place.width = (uint32_t)strlen("三十元");
    dc_issues_add(issues, DC_ISSUE_BAD_AMOUNT, &place, "amount", "三十元", (const char *)NULL);
    assert_issue_text(issues, 0,
                      "发票.csv:2:2: error: amount '三十元' is not an amount\n"
                      "2 | 北方公司,三十元,x\n"
                      "  |          ^^^^^^\n"
                      "write amounts as 1234.56\n");
    dc_issues_free(issues);
}

static void render(char *text, size_t size, const dc_issues *issues, size_t index)
{
    FILE *out = fmemopen(text, size, "w");
    dc_issues_write(out, issues, index, DC_ENGLISH, 0);
    fclose(out);
}

/* Goal: whatever the length of a line, the marked cell is shown with its carets below.
 * Method: lines of 1000 letters, the cell MARK at each of several places. */
static void a_long_line_is_cut_around_the_mark(void **state)
{
    (void)state;
    static const uint32_t marks[] = {0, 30, 94, 95, 96, 97, 99, 100, 500, 995, 996};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        char     line[1001];
        dc_place place = {.file = "f", .line = 1, .mark = marks[i], .width = 4};
        memset(line, 'a', 1000);
        line[1000] = '\0';
        memcpy(line + marks[i], "MARK", 4);
        place.excerpt = line;
        dc_issues *issues = dc_issues_new();
        dc_issues_add(issues, DC_ISSUE_CELL_EMPTY, &place, "x", (const char *)NULL);
        char text[2048];
        render(text, sizeof text, issues, 0);
        const char *shown = strchr(text, '\n') + 1, *mark = strstr(shown, "MARK");
        const char *line_end = strchr(shown, '\n'), *carets = strchr(shown, '^');
        assert_true(mark && carets && mark < line_end && line_end < carets);
        ptrdiff_t surplus_bytes = strstr(shown, "…a") ? (ptrdiff_t)strlen("…") - 1 : 0;
        assert_int_equal(mark - shown - surplus_bytes, carets - line_end - 1);
        assert_string_equal(carets, "^^^^\nfill in the cell\n");
        assert_true(line_end - shown <= (ptrdiff_t)(strlen("1 | ") + 98 + 2 * strlen("…")));
        dc_issues_free(issues);
    }
}

static void control_characters_and_broken_letters_do_not_reach_the_terminal(void **state)
{
    (void)state;
    dc_place   place = {.file = "f.csv", .line = 1, .excerpt = "a\tb\033[2J\xC3(\xC2\x9Bz"};
    dc_issues *issues = dc_issues_new();
    dc_issues_add(issues, DC_ISSUE_BAD_AMOUNT, &place, "amount", "\033]0;x\a\n1",
                  (const char *)NULL);
    assert_issue_text(issues, 0,
                      "f.csv:1: error: amount ' ]0;x  1' is not an amount\n"
                      "1 | a b [2J?(  z\n"
                      "write amounts as 1234.56\n");
    dc_issues_free(issues);
}

static void an_endless_argument_is_cut_at_a_whole_letter(void **state)
{
    (void)state;
    char text[3001] = "a";
    for (size_t i = 0; i < 999; i++)
        memcpy(text + 1 + 3 * i, "元", 4);
    dc_issues *issues = dc_issues_new();
    dc_issues_add(issues, DC_ISSUE_BAD_AMOUNT, NULL, "amount", text, (const char *)NULL);
    char  *message = NULL;
    size_t size = 0;
    FILE  *out = open_memstream(&message, &size);
    dc_issues_write_message(out, issues, 0, DC_CHINESE);
    fclose(out);
    assert_true(size < 500);
    assert_null(strchr(message, '?'));
    assert_non_null(strstr(message, "元…”不是金额"));
    free(message);
    dc_issues_free(issues);
}

static void chinese_and_colours_follow_the_same_form(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    add_impossible(issues, &due_date);
    char  *text = NULL;
    size_t size = 0;
    FILE  *out = open_memstream(&text, &size);
    dc_issues_write(out, issues, 0, DC_CHINESE, 1);
    fclose(out);
    assert_string_equal(text, "\033[1minvoices.csv:118:4: \033[0m\033[1;31m错误\033[0m："
                              "due date“2024-02-30”不存在\n"
                              "118 | INV-0933,acme,2024-01-31,2024-02-30,,1200.00\n"
                              "    |                          \033[1;31m^^^^^^^^^^\033[0m\n"
                              "日期请写成YYYY-MM-DD；2024-02只有29天\n");
    free(text);
    dc_issues_free(issues);
}

static void issues_are_counted_by_severity_and_sorted_by_place(void **state)
{
    (void)state;
    static const dc_place places[] = {
        {.file = "payments.csv", .line = 1},
        {.file = "invoices.csv", .line = 20, .column = 2},
        {.file = "invoices.csv", .line = 3},
        {.file = "invoices.csv", .line = 20, .column = 1},
        {0},
    };
    dc_issues *issues = dc_issues_new();
    for (size_t i = 0; i < 5; i++)
        dc_issues_add(issues, DC_ISSUE_CELL_EMPTY, &places[i], "x", (const char *)NULL);
    dc_issues_add(issues, DC_ISSUE_COLUMN_UNUSED, &places[2], "first", (const char *)NULL);
    dc_issues_add(issues, DC_ISSUE_COLUMN_UNUSED, &places[2], "second", (const char *)NULL);
    dc_issues_add(issues, DC_ISSUE_AMOUNTS_ROUNDED, &places[0], "7", (const char *)NULL);
    dc_issues_sort(issues);

    assert_int_equal(dc_issues_total(issues), 8);
    assert_int_equal(dc_issues_count(issues, DC_ERROR), 5);
    assert_int_equal(dc_issues_count(issues, DC_WARNING), 1);
    assert_int_equal(dc_issues_count(issues, DC_NOTE), 2);
    static const uint32_t lines[] = {0, 3, 3, 3, 20, 20, 1, 1};
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(dc_issues_place(issues, i).line, lines[i]);
    assert_int_equal(dc_issues_place(issues, 4).column, 1);
    assert_issue(issues, DC_ISSUE_AMOUNTS_ROUNDED, 1);
    size_t first = dc_issues_kind(issues, 1) == DC_ISSUE_COLUMN_UNUSED ? 1 : 2;
    assert_issue_text(issues, first, "invoices.csv:3: note: column 'first' is not used\n");
    assert_issue_text(issues, first + 1, "invoices.csv:3: note: column 'second' is not used\n");
    dc_issues_free(issues);
    dc_issues_free(NULL);
}

static void a_list_keeps_its_own_copies(void **state)
{
    (void)state;
    char       file[] = "a.csv", line[] = "x,y", argument[] = "due";
    dc_place   place = {.file = file, .line = 1, .excerpt = line};
    dc_issues *issues = dc_issues_new();
    for (int i = 0; i < 10000; i++)
        dc_issues_add(issues, DC_ISSUE_CELL_EMPTY, &place, argument, (const char *)NULL);
    memset(file, '-', 5);
    memset(line, '-', 3);
    memset(argument, '-', 3);
    assert_int_equal(dc_issues_total(issues), 10000);
    assert_issue_text(issues, 9999, "a.csv:1: error: due is empty\n1 | x,y\nfill in the cell\n");
    assert_string_equal(dc_issue_kind_name(DC_ISSUE_CELL_EMPTY), "DC_ISSUE_CELL_EMPTY");
    dc_issues_free(issues);
}

static void a_copy_says_the_same_in_another_list(void **state)
{
    (void)state;
    dc_issues *from = dc_issues_new(), *issues = dc_issues_new();
    add_impossible(from, &due_date);
    dc_issues_copy(issues, from, 0);
    dc_issues_free(from);
    assert_int_equal(dc_issues_count(issues, DC_ERROR), 1);
    assert_issue(issues, DC_ISSUE_IMPOSSIBLE_DATE, 118);
    char  text[200] = "";
    FILE *out = fmemopen(text, sizeof text, "w");
    dc_issues_write_remedy(out, issues, 0, DC_ENGLISH);
    fclose(out);
    assert_string_equal(text, "write dates as YYYY-MM-DD; 2024-02 has 29 days");
    dc_issues_free(issues);
}

/* The table again, to look at its texts. */
#define DC_ISSUE_ROW(kind, severity, english, english_remedy, chinese, chinese_remedy)             \
    {english, english_remedy, chinese, chinese_remedy},
static const char *const texts[DC_ISSUE_KIND_COUNT][4] = {
#include "duecast/issue_list.h"
};
#undef DC_ISSUE_ROW

static bool has_placeholder(const char *text, int number)
{
    char placeholder[] = {'{', (char)('0' + number), '}', '\0'};
    return strstr(text, placeholder) != NULL;
}

static void every_kind_is_written_like_the_others(void **state)
{
    (void)state;
    for (int kind = 0; kind < DC_ISSUE_KIND_COUNT; kind++) {
        const char *english = texts[kind][0], *chinese = texts[kind][2];
        const char *name = dc_issue_kind_name((dc_issue_kind)kind);
        if (!*english || !*chinese)
            fail_msg("%s lacks a language", name);
        if (english[strlen(english) - 1] == '.')
            fail_msg("%s ends in a full stop", name);
        if (!*texts[kind][1] != !*texts[kind][3])
            fail_msg("%s has a remedy in one language only", name);
        for (int number = 0; number <= 9; number++)
            for (int part = 0; part <= 1; part++)
                if (has_placeholder(texts[kind][part], number) !=
                    has_placeholder(texts[kind][part + 2], number))
                    fail_msg("%s: the languages differ in {%d}", name, number);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_issue_reads_place_excerpt_carets_remedy),
        cmocka_unit_test(what_a_place_lacks_is_left_out),
        cmocka_unit_test(carets_stand_under_chinese_text),
        cmocka_unit_test(a_long_line_is_cut_around_the_mark),
        cmocka_unit_test(control_characters_and_broken_letters_do_not_reach_the_terminal),
        cmocka_unit_test(an_endless_argument_is_cut_at_a_whole_letter),
        cmocka_unit_test(chinese_and_colours_follow_the_same_form),
        cmocka_unit_test(issues_are_counted_by_severity_and_sorted_by_place),
        cmocka_unit_test(a_list_keeps_its_own_copies),
        cmocka_unit_test(a_copy_says_the_same_in_another_list),
        cmocka_unit_test(every_kind_is_written_like_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
