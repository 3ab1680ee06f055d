#include "support/expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/words.h"

static void every_word_is_there_in_every_language(void **state)
{
    (void)state;
    for (int word = 0; word < DC_WORD_COUNT; word++)
        for (int language = 0; language < DC_LANGUAGE_COUNT; language++)
            assert_true(strlen(dc_say((dc_language)language, (dc_word)word)) > 0 ||
                        word == DC_WORD_EMPTY);
    assert_string_equal(dc_say(DC_ENGLISH, DC_WORD_RECEIVABLES), "Receivables");
    assert_string_equal(dc_say(DC_CHINESE, DC_WORD_RECEIVABLES), "应收账款");
}

static bool has_placeholder(const char *text, int number)
{
    char placeholder[] = {'{', (char)('0' + number), '}', '\0'};
    return strstr(text, placeholder) != NULL;
}

static void the_languages_of_a_word_take_the_same_arguments(void **state)
{
    (void)state;
    for (int word = 0; word < DC_WORD_COUNT; word++)
        for (int number = 0; number <= 9; number++)
            if (has_placeholder(dc_say(DC_ENGLISH, (dc_word)word), number) !=
                has_placeholder(dc_say(DC_CHINESE, (dc_word)word), number))
                fail_msg("'%s' differs in {%d}", dc_say(DC_ENGLISH, (dc_word)word), number);
}

static void filling_replaces_what_it_has_and_leaves_the_rest(void **state)
{
    (void)state;
    static const char *const arguments[] = {"acme", "21", "1"};
    static const struct {
        const char *text, *filled;
    } cases[] = {
        {"{0} is {1} days late", "acme is 21 days late"},
        {"{1} days: {0}, {0}", "21 days: acme, acme"},
        {"{1} {1:day|days}, {2} {2:day|days}{2:|s}", "21 days, 1 day"},
        {"{3} is missing, {3:day|days}", "{3} is missing, {3:day|days}"},
        {"{1:day} {1:day|", "{1:day} {1:day|"},
        {"{a} {10} {0", "{a} {10} {0"},
        {"客户{0}逾期{1}天", "客户acme逾期21天"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char  *text = NULL;
        size_t size = 0;
        FILE  *out = open_memstream(&text, &size);
        dc_fill(out, cases[i].text, arguments, 3);
        fclose(out);
        assert_string_equal(text, cases[i].filled);
        free(text);
    }
}

static void languages_are_found_by_their_code(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        dc_language language;
    } cases[] = {
        {"en", DC_ENGLISH},         {"en_GB", DC_ENGLISH},       {"zh", DC_CHINESE},
        {"zh-CN", DC_CHINESE},      {"zh_CN.UTF-8", DC_CHINESE}, {"de", DC_LANGUAGE_COUNT},
        {"zhx", DC_LANGUAGE_COUNT}, {"", DC_LANGUAGE_COUNT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(dc_language_by_code(cases[i].code), cases[i].language);
    assert_string_equal(dc_language_code(DC_CHINESE), "zh");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_is_there_in_every_language),
        cmocka_unit_test(the_languages_of_a_word_take_the_same_arguments),
        cmocka_unit_test(filling_replaces_what_it_has_and_leaves_the_rest),
        cmocka_unit_test(languages_are_found_by_their_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
