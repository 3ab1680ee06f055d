#include "support/expect.h"

#include <string.h>

#include "cli/question.h"

static dc_arena *arena;

static dc_question read(const char *line)
{
    return dc_question_read(arena, line);
}

static void words_are_levers_and_s_names_scenarios(void **state)
{
    (void)state;
    dc_question q = read("  late_payment:days=20\tsales:change=-5% -s terms-60 \n");
    assert_int_equal(q.kind, DC_QUESTION_WHAT_IF);
    assert_false(q.goes_on);
    assert_int_equal(q.levers.count, 2);
    assert_string_equal(q.levers.items[0], "late_payment:days=20");
    assert_string_equal(q.levers.items[1], "sales:change=-5%");
    assert_int_equal(q.scenarios.count, 1);
    assert_string_equal(q.scenarios.items[0], "terms-60");
}

static void quotes_hold_words_together(void **state)
{
    (void)state;
    dc_question q = read("'late_payment:scope=customer:Nordhaus AG' \"a b\"c ''");
    assert_int_equal(q.levers.count, 3);
    assert_string_equal(q.levers.items[0], "late_payment:scope=customer:Nordhaus AG");
    assert_string_equal(q.levers.items[1], "a bc");
    assert_string_equal(q.levers.items[2], "");
}

static void what_is_not_finished_is_no_question(void **state)
{
    (void)state;
    assert_int_equal(read("late_payment 'scope=customer:x").kind, DC_QUESTION_OPEN);
    assert_int_equal(read("late_payment -s").kind, DC_QUESTION_OPEN);
    assert_int_equal(read("+ # nothing to add").kind, DC_QUESTION_OPEN);
}

static void blanks_and_comments_ask_nothing(void **state)
{
    (void)state;
    static const char *const lines[] = {"", "\n", " \t\r\n", "# late_payment", "#late_payment"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        assert_int_equal(read(lines[i]).kind, DC_QUESTION_NONE);
}

static void comments_follow_and_marks_precede(void **state)
{
    (void)state;
    dc_question noted = read("macro # a note, isn't it"), marked = read("\xEF\xBB\xBFmacro");
    assert_int_equal(noted.kind, DC_QUESTION_WHAT_IF);
    assert_int_equal(noted.levers.count, 1);
    assert_string_equal(marked.levers.items[0], "macro");
}

static void a_plus_goes_on(void **state)
{
    (void)state;
    static const char *const lines[] = {"+ sales:change=-5%", " +sales:change=-5%"};
    for (size_t i = 0; i < 2; i++) {
        dc_question q = read(lines[i]);
        assert_true(q.goes_on);
        assert_int_equal(q.kind, DC_QUESTION_WHAT_IF);
        assert_int_equal(q.levers.count, 1);
        assert_string_equal(q.levers.items[0], "sales:change=-5%");
    }
}

static void some_words_are_for_the_program(void **state)
{
    (void)state;
    assert_int_equal(read("quit").kind, DC_QUESTION_QUIT);
    assert_int_equal(read("exit\n").kind, DC_QUESTION_QUIT);
    assert_int_equal(read("quit now").kind, DC_QUESTION_WHAT_IF);
    assert_int_equal(read("+ quit").kind, DC_QUESTION_WHAT_IF);
    dc_question all = read("levers"), one = read("levers macro");
    assert_int_equal(all.kind, DC_QUESTION_LEVERS);
    assert_int_equal(all.levers.count, 0);
    assert_int_equal(one.levers.count, 1);
    assert_string_equal(one.levers.items[0], "macro");
}

static int set_up(void **state)
{
    (void)state;
    arena = dc_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    dc_arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_levers_and_s_names_scenarios),
        cmocka_unit_test(quotes_hold_words_together),
        cmocka_unit_test(what_is_not_finished_is_no_question),
        cmocka_unit_test(blanks_and_comments_ask_nothing),
        cmocka_unit_test(comments_follow_and_marks_precede),
        cmocka_unit_test(a_plus_goes_on),
        cmocka_unit_test(some_words_are_for_the_program),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
