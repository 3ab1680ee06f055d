#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/manual.h"
#include "cli/terminal.h"

static void chinese_characters_take_two_columns(void **state)
{
    (void)state;
    assert_int_equal(dc_terminal_width("Nordhaus"), 8);
    assert_int_equal(dc_terminal_width("应收账款"), 8);
    assert_int_equal(dc_terminal_width("Müller é"), 8);
    assert_int_equal(dc_terminal_width(""), 0);
}

static void a_padded_text_fills_its_columns_and_is_never_cut(void **state)
{
    char  *text;
    size_t size;
    FILE  *out = open_memstream(&text, &size);

    (void)state;
    dc_terminal_pad(out, "应收", 6);
    dc_terminal_pad(out, "|", 1);
    dc_terminal_pad(out, "longer", 3);
    fclose(out);
    assert_string_equal(text, "应收  |longer");
    free(text);
}

static void a_wrapped_text_keeps_its_indent_and_loses_no_word(void **state)
{
    static const struct {
        const char *text, *wrapped;
    } cases[] = {
        {"one two three four five", "one two\n    three\n    four\n    five\n"},
        {"应收账款与现金", "应收账款\n    与现金\n"},
        {"short", "short\n"},
        {"", "\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char  *text;
        size_t size;
        FILE  *out = open_memstream(&text, &size);

        dc_terminal_wrap(out, cases[i].text, 4, 4, 12);
        fclose(out);
        assert_string_equal(text, cases[i].wrapped);
        free(text);
    }
}

static void counts_have_a_comma_every_three_digits(void **state)
{
    static const struct {
        uint64_t    number;
        const char *text;
    } cases[] = {
        {0, "0"},
        {999, "999"},
        {1000, "1,000"},
        {1234567, "1,234,567"},
        {UINT64_MAX, "18,446,744,073,709,551,615"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char buffer[DC_COUNT_TEXT_MAX];
        dc_terminal_count(buffer, cases[i].number);
        assert_string_equal(buffer, cases[i].text);
    }
}

static void a_file_has_no_colour_unless_asked_and_eighty_columns(void **state)
{
    FILE *file = tmpfile();

    (void)state;
    assert_false(dc_terminal_colour(DC_COLOUR_AUTO, file));
    assert_true(dc_terminal_colour(DC_COLOUR_ALWAYS, file));
    assert_false(dc_terminal_colour(DC_COLOUR_NEVER, file));
    assert_int_equal(dc_terminal_columns(file), 100);
    fclose(file);
}

/* No line of help may need more than 80 columns; one over-long word would show here. */
static void the_help_of_every_command_fits_eighty_columns(void **state)
{
    (void)state;
    for (int id = 0; id < DC_COMMAND_COUNT * DC_LANGUAGE_COUNT; id++) {
        char  *text;
        size_t size;
        FILE  *out = open_memstream(&text, &size);

        dc_manual_command(out, (dc_language)(id % DC_LANGUAGE_COUNT),
                          &dc_command_table[id / DC_LANGUAGE_COUNT]);
        fclose(out);
        for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
            if (dc_terminal_width(line) > 80)
                fail_msg("%zu columns: %s", dc_terminal_width(line), line);
        free(text);
    }
}

static void the_start_page_has_ten_lines_at_most(void **state)
{
    (void)state;
    for (int language = 0; language < DC_LANGUAGE_COUNT; language++) {
        char  *text;
        size_t size, lines = 0;
        FILE  *out = open_memstream(&text, &size);

        dc_manual_start(out, (dc_language)language);
        fclose(out);
        for (const char *c = text; *c; c++)
            lines += *c == '\n';
        assert_in_range(lines, 5, 10);
        free(text);
    }
}

static void the_manual_page_and_completion_name_every_option_and_command(void **state)
{
    char  *page, *completion;
    size_t size;
    FILE  *out = open_memstream(&page, &size);

    (void)state;
    dc_manual_page(out);
    fclose(out);
    out = open_memstream(&completion, &size);
    dc_manual_completion(out);
    fclose(out);
    for (size_t i = 0; i < DC_COMMAND_COUNT; i++) {
        assert_non_null(strstr(page, dc_command_table[i].name));
        assert_non_null(strstr(completion, dc_command_table[i].name));
    }
    for (size_t i = 0; i < dc_option_table_count; i++)
        assert_non_null(strstr(completion, dc_option_table[i].name));
    assert_non_null(strstr(page, "\\fB\\-\\-as\\-of\\fR \\fIDATE\\fR"));
    free(page);
    free(completion);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chinese_characters_take_two_columns),
        cmocka_unit_test(a_padded_text_fills_its_columns_and_is_never_cut),
        cmocka_unit_test(a_wrapped_text_keeps_its_indent_and_loses_no_word),
        cmocka_unit_test(counts_have_a_comma_every_three_digits),
        cmocka_unit_test(a_file_has_no_colour_unless_asked_and_eighty_columns),
        cmocka_unit_test(the_help_of_every_command_fits_eighty_columns),
        cmocka_unit_test(the_start_page_has_ten_lines_at_most),
        cmocka_unit_test(the_manual_page_and_completion_name_every_option_and_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
