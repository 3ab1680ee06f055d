/* Every formula recalculated by a spreadsheet gives the result that we wrote beside it. */
#include "support/workbook_script.h"

static void every_formula_recalculates_to_its_cached_value(void **state)
{
    (void)state;
    run_workbook_script("test_workbook_recalculates.py");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_formula_recalculates_to_its_cached_value)};
    skip_without_workbook_tools("openpyxl", "soffice");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
