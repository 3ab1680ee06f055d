/* The workbook and the JSON say the same figures; an independent reader (openpyxl) compares them.
 * */
#include "support/workbook_script.h"

static void workbook_and_json_say_the_same(void **state)
{
    (void)state;
    run_workbook_script("test_workbook_equals_json.py");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(workbook_and_json_say_the_same)};
    skip_without_workbook_tools("openpyxl", NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
