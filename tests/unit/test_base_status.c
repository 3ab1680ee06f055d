#include "support/expect.h"

#include <string.h>

#include "duecast/status.h"

static void exit_codes_are_those_of_the_manual(void **state)
{
    (void)state;
    static const struct {
        dc_status status;
        int       exit_code;
    } cases[] = {
        {DC_OK, 0},
        {DC_ERR_LIMIT, 1},
        {DC_ERR_USAGE, 2},
        {DC_ERR_INPUT, 3},
        {DC_ERR_TOO_LITTLE_HISTORY, 4},
        {DC_ERR_MEMORY, 5},
        {DC_ERR_OUTPUT, 6},
        {DC_ERR_VERIFY, 6},
        {DC_ERR_STOPPED, 130},
    };
    assert_int_equal(sizeof cases / sizeof cases[0], DC_STATUS_COUNT);
    for (size_t i = 0; i < DC_STATUS_COUNT; i++)
        assert_int_equal(dc_status_exit_code(cases[i].status), cases[i].exit_code);
}

static void every_status_has_a_text_without_a_full_stop(void **state)
{
    (void)state;
    for (int status = 0; status < DC_STATUS_COUNT; status++) {
        const char *text = dc_status_text((dc_status)status);
        assert_true(strlen(text) > 3);
        assert_true(text[strlen(text) - 1] != '.');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exit_codes_are_those_of_the_manual),
        cmocka_unit_test(every_status_has_a_text_without_a_full_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
