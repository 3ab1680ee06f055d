#include "support/expect.h"

#include "duecast/yaml.h"

static dc_yaml *given(const char *text, dc_issues *issues)
{
    dc_yaml *yaml;

    assert_int_equal(dc_yaml_load_text(&yaml, text, "a.yaml", issues), DC_OK);
    return yaml;
}

static void values_are_found_by_key_and_position(void **state)
{
    (void)state;
    dc_issues   *issues = dc_issues_new();
    dc_yaml     *yaml = given("a: 1\nlist: [x, y]\nmap: {b: 2}\n", issues);
    dc_yaml_node root = dc_yaml_root(yaml), list = dc_yaml_get(yaml, root, "list");

    assert_int_equal(dc_yaml_count(yaml, root), 3);
    assert_string_equal(dc_yaml_text(yaml, dc_yaml_key_at(yaml, root, 2)), "map");
    assert_true(dc_yaml_is_sequence(yaml, list));
    assert_string_equal(dc_yaml_text(yaml, dc_yaml_value_at(yaml, list, 1)), "y");
    assert_int_equal(dc_yaml_get(yaml, root, "c").index, 0);
    assert_null(dc_yaml_text(yaml, list));
    dc_yaml_free(yaml);
    dc_issues_free(issues);
}

static void bad_yaml_is_told_with_its_place(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_yaml   *yaml;

    assert_int_equal(dc_yaml_load_text(&yaml, "a: 1\nb: [1, 2\nc: 3\n", "a.yaml", issues),
                     DC_ERR_INPUT);
    assert_null(yaml);
    assert_issue(issues, DC_ISSUE_YAML_SYNTAX, 3);
    dc_issues_free(issues);
}

static void a_second_document_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool        any;
        uint32_t    line;
    } cases[] = {
        {"a: 1\n---\nb: 2\n", true, 3}, {"---\na: 1\n...\n---\n- x\n", true, 5},
        {"a: 1\n---\nb\n", true, 3},    {"---\na: 1\n", false, 0},
        {"a: 1\n...\n", false, 0},      {"a: 1\n---\n# no more\n", false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_issues *issues = dc_issues_new();
        dc_yaml   *yaml;
        assert_int_equal(dc_yaml_load_text(&yaml, cases[i].text, "a.yaml", issues),
                         cases[i].any ? DC_ERR_INPUT : DC_OK);
        assert_int_equal(dc_issues_total(issues), cases[i].any);
        if (cases[i].any)
            assert_issue(issues, DC_ISSUE_YAML_DOCUMENTS, cases[i].line);
        dc_yaml_free(yaml);
        dc_issues_free(issues);
    }
}

static void every_unknown_and_double_key_is_told_with_the_nearest_name(void **state)
{
    (void)state;
    static const char *const known[] = {"cash", "currency"};
    dc_issues               *issues = dc_issues_new();
    dc_yaml                 *yaml = given("curency: EUR\ncash: 1\nzzz: 2\ncash: 3\n", issues);

    dc_yaml_unknown_keys(yaml, dc_yaml_root(yaml), known, 2, issues);
    assert_int_equal(dc_issues_total(issues), 3);
    assert_issue_text(issues, 0,
                      "a.yaml:1:1: error: unknown key 'curency'\n"
                      "1 | curency: EUR\n"
                      "  | ^^^^^^^\n"
                      "did you mean 'currency'?\n");
    assert_issue(issues, DC_ISSUE_YAML_KEY_UNKNOWN, 3);
    assert_issue(issues, DC_ISSUE_YAML_KEY_TWICE, 4);
    dc_yaml_free(yaml);
    dc_issues_free(issues);
}

static void places_count_characters_and_marks_count_bytes(void **state)
{
    (void)state;
    dc_issues   *issues = dc_issues_new();
    dc_yaml     *yaml = given("{名称: 甲, 数: x}\n", issues);
    double       value;
    dc_place     place;
    dc_yaml_node node = dc_yaml_get(yaml, dc_yaml_root(yaml), "数");

    assert_false(dc_yaml_read_double(yaml, node, &value, issues));
    place = dc_issues_place(issues, 0);
    assert_int_equal(place.column, 12);
    assert_int_equal(place.mark, 19);
    assert_int_equal(place.width, 1);
    dc_yaml_free(yaml);
    dc_issues_free(issues);
}

static void typed_values_are_read_or_refused(void **state)
{
    (void)state;
    dc_issues *issues = dc_issues_new();
    dc_yaml *yaml = given("a: 15%\nb: 2024-02-29\nc: yes\nd: 2024-02-30\ne: [1]\nf: 1x\n", issues);
    dc_yaml_node root = dc_yaml_root(yaml);
    double       share;
    dc_date      day;
    bool         flag = false;

    assert_true(dc_yaml_read_double(yaml, dc_yaml_get(yaml, root, "a"), &share, issues));
    assert_double_close(share, .15, 1e-15);
    assert_true(dc_yaml_read_date(yaml, dc_yaml_get(yaml, root, "b"), &day, issues));
    assert_date_equal(day, "2024-02-29");
    assert_true(dc_yaml_read_bool(yaml, dc_yaml_get(yaml, root, "c"), &flag, issues) && flag);
    assert_false(dc_yaml_read_date(yaml, dc_yaml_get(yaml, root, "d"), &day, issues));
    assert_issue(issues, DC_ISSUE_BAD_DATE, 4);
    assert_false(dc_yaml_read_double(yaml, dc_yaml_get(yaml, root, "e"), &share, issues));
    assert_issue(issues, DC_ISSUE_YAML_NOT_VALUE, 5);
    assert_false(dc_yaml_read_double(yaml, dc_yaml_get(yaml, root, "f"), &share, issues));
    assert_issue(issues, DC_ISSUE_BAD_NUMBER, 6);
    dc_yaml_free(yaml);
    dc_issues_free(issues);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_found_by_key_and_position),
        cmocka_unit_test(bad_yaml_is_told_with_its_place),
        cmocka_unit_test(a_second_document_is_told),
        cmocka_unit_test(every_unknown_and_double_key_is_told_with_the_nearest_name),
        cmocka_unit_test(places_count_characters_and_marks_count_bytes),
        cmocka_unit_test(typed_values_are_read_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
