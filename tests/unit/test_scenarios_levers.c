#include "support/expect.h"
#include "support/given_ledger.h"

#include <string.h>

#include "scenarios/levers.h"

static void check_parameter(const dc_lever_parameter *parameter)
{
    const char *texts[DC_CASES] = {parameter->low, parameter->base, parameter->high};
    double      value[DC_CASES] = {0};
    bool        in_months, ranged = *parameter->low != '\0';
    for (int language = 0; language < DC_LANGUAGE_COUNT; language++)
        assert_true(*parameter->about[language] && *parameter->unit[language]);
    assert_int_equal(ranged, *parameter->high != '\0');
    for (int which = DC_LOW; which < DC_CASES; which++) {
        if (!*texts[which])
            continue;
        assert_true(dc_value_read(&value[which], &in_months, texts[which], parameter->kind,
                                  date(GIVEN_AS_OF)));
        assert_true(parameter->least <= value[which]);
        if (strcmp(texts[which], "forever") != 0 && strcmp(texts[which], "none") != 0)
            assert_true(value[which] <= parameter->most);
    }
    if (ranged)
        assert_true(value[DC_LOW] <= value[DC_BASE] && value[DC_BASE] <= value[DC_HIGH]);
}

static void every_default_lies_within_its_limits(void **state)
{
    (void)state;
    for (size_t i = 0; i < dc_levers_count(); i++) {
        dc_lever_info info = dc_levers_at(i);
        assert_in_range(info.parameter_count, 1, DC_LEVER_PARAMETERS_MAX);
        for (size_t k = 0; k < info.parameter_count; k++)
            check_parameter(&info.parameters[k]);
    }
}

static void every_lever_says_what_it_does_and_whence_its_figures_come(void **state)
{
    (void)state;
    for (size_t i = 0; i < dc_levers_count(); i++) {
        dc_lever_info info = dc_levers_at(i);
        for (int language = 0; language < DC_LANGUAGE_COUNT; language++) {
            assert_true(*info.about[language] && *info.formula[language]);
            assert_true(*info.source[language] && *info.why_monotone[language]);
        }
        assert_ptr_equal(dc_lever_find(info.name)->info.name, info.name);
    }
    assert_null(dc_lever_find("no_such_lever"));
}

static void every_example_can_be_typed_as_it_stands(void **state)
{
    (void)state;
    for (size_t i = 0; i < dc_levers_count(); i++) {
        dc_book     *book = given_ledger("");
        dc_issues   *issues = dc_issues_new();
        const char  *example = dc_levers_at(i).example;
        dc_scenarios scenarios;
        assert_int_equal(
            dc_scenarios_read(&scenarios, book->arena, book, NULL, 0, &example, 1, NULL, 0, issues),
            DC_OK);
        assert_no_issues(issues, DC_ERROR);
        dc_issues_free(issues);
        given_ledger_free(book);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_default_lies_within_its_limits),
        cmocka_unit_test(every_lever_says_what_it_does_and_whence_its_figures_come),
        cmocka_unit_test(every_example_can_be_typed_as_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
