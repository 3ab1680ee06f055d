#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/commands.h"
#include "cli/options.h"

enum { ARGUMENTS_MAX = 32 };

/* "forecast book --paths 500" as the shell would hand it over; what was said on stderr is kept in
 * `said` (freed by the caller). */
static dc_status parse(dc_cli_options **out, const char *line, char **said)
{
    static char words[512];
    char       *argv[ARGUMENTS_MAX] = {"duecast"};
    int         argc = 1;
    size_t      size;
    FILE       *err = open_memstream(said, &size);

    snprintf(words, sizeof words, "%s", line);
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    dc_status status = dc_cli_options_parse(out, argc, argv, err);
    fclose(err);
    return status;
}

static dc_cli_options *parsed(const char *line)
{
    dc_cli_options *options;
    char           *said;

    assert_int_equal(parse(&options, line, &said), DC_OK);
    assert_string_equal(said, "");
    free(said);
    return options;
}

static void a_forecast_without_options_has_the_documented_defaults(void **state)
{
    dc_cli_options *options = parsed("forecast book");

    (void)state;
    assert_int_equal(options->command->id, DC_COMMAND_FORECAST);
    assert_int_equal(options->operands.count, 1);
    assert_string_equal(options->operands.items[0], "book");
    assert_false(dc_date_is_set(options->as_of));
    assert_int_equal(options->horizon_days, 364);
    assert_int_equal(options->path_count, 10000);
    assert_int_equal(options->seed, 1);
    assert_int_equal(options->threads, 0);
    assert_string_equal(options->format, "auto");
    assert_int_equal(options->engine, DC_ENGINE_PATHS);
    assert_int_equal(options->language, DC_ENGLISH);
    dc_cli_options_free(options);
}

static void a_value_may_follow_an_equals_sign_a_blank_or_the_letter(void **state)
{
    static const char *const lines[] = {
        "forecast b --output=x.json --paths=500", "forecast b --output x.json --paths 500",
        "--paths 500 forecast -o x.json b", "forecast b -ox.json --paths 500",
        "forecast --paths 100 b -qo x.json --paths 500" /* the last one counts */
    };

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        dc_cli_options *options = parsed(lines[i]);
        assert_int_equal(options->outputs.count, 1);
        assert_string_equal(options->outputs.items[0], "x.json");
        assert_int_equal(options->path_count, 500);
        assert_string_equal(options->operands.items[0], "b");
        dc_cli_options_free(options);
    }
}

static void scenarios_levers_and_outputs_may_be_repeated_in_order(void **state)
{
    dc_cli_options *options = parsed("forecast b -s one -s two+three -w late_payment:days=15 "
                                     "-o a.xlsx -o -");

    (void)state;
    assert_int_equal(options->scenarios.count, 2);
    assert_string_equal(options->scenarios.items[1], "two+three");
    assert_string_equal(options->levers.items[0], "late_payment:days=15");
    assert_string_equal(options->outputs.items[1], "-");
    dc_cli_options_free(options);
}

static void two_dashes_end_the_options(void **state)
{
    dc_cli_options *options = parsed("whatif -- --book -lever");

    (void)state;
    assert_int_equal(options->operands.count, 2);
    assert_string_equal(options->operands.items[0], "--book");
    assert_string_equal(options->operands.items[1], "-lever");
    dc_cli_options_free(options);
}

static void values_are_read_as_their_kind(void **state)
{
    dc_cli_options *options =
        parsed("forecast b --as-of 2024-02-29 --horizon 91d --seed 18446744073709551615 --lang zh "
               "--week-start monday --engine expected --currency JPY --color never --threads 256");

    (void)state;
    assert_int_equal(options->as_of.day, 19782);
    assert_int_equal(options->horizon_days, 91);
    assert_true(options->seed == UINT64_MAX);
    assert_int_equal(options->language, DC_CHINESE);
    assert_int_equal(options->week_start, DC_WEEKS_FROM_MONDAY);
    assert_int_equal(options->engine, DC_ENGINE_EXPECTED);
    assert_int_equal(options->colour, DC_COLOUR_NEVER);
    assert_int_equal(options->threads, 256);
    dc_cli_options_free(options);
}

static void a_misuse_is_one_line_and_a_hint(void **state)
{
    static const struct {
        const char *line, *said;
    } cases[] = {
        {"forecast", "'forecast' needs BOOK"},
        {"forecast b c", "'forecast' does not take 'c'"},
        {"frecast b", "unknown command 'frecast'; did you mean 'forecast'?"},
        {"help nothing", "unknown command 'nothing'"},
        {"forecast b --path 500", "unknown option '--path'; did you mean '--paths'?"},
        {"forecast b -z", "unknown option '-z'"},
        {"forecast b --paths", "option '--paths' needs a value: N"},
        {"forecast b --paths=", "option '--paths' needs a value: N"},
        {"forecast b --quiet=yes", "option '--quiet' takes no value"},
        {"forecast b --paths 99",
         "option '--paths' needs a whole number from 100 to 1,000,000, not '99'"},
        {"forecast b --paths 1e4",
         "option '--paths' needs a whole number from 100 to 1,000,000, not '1e4'"},
        {"forecast b --threads 257",
         "option '--threads' needs a whole number from 1 to 256, not '257'"},
        {"forecast b --horizon 105w",
         "option '--horizon' needs weeks as 52w or days as 90, from 7 to 731 days, not '105w'"},
        {"forecast b --horizon 6",
         "option '--horizon' needs weeks as 52w or days as 90, from 7 to 731 days, not '6'"},
        {"backtest b --from 2026-02-10 --to 2026-01-01",
         "--from 2026-02-10 is after --to 2026-01-01"},
        {"backtest b --as-of 2026-01-31 --from 2026-02-10",
         "--from 2026-02-10 is after --as-of 2026-01-31"},
        {"forecast b --as-of 2023-02-29",
         "option '--as-of' needs an existing date as YYYY-MM-DD, not '2023-02-29'"},
        {"forecast b --engine path", "option '--engine' needs one of paths|expected, not 'path'"},
        {"forecast b --currency EURO",
         "option '--currency' needs a currency code as EUR, not 'EURO'"},
        {"check b --paths 500", "option '--paths' does not belong to 'check'"},
        {"--paths 500", "no command was given"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_cli_options *options;
        char           *said;
        char            wanted[256];

        assert_int_equal(parse(&options, cases[i].line, &said), DC_ERR_USAGE);
        assert_null(options);
        snprintf(wanted, sizeof wanted, "duecast: %s\ntry 'duecast help", cases[i].said);
        if (strncmp(said, wanted, strlen(wanted)) != 0)
            fail_msg("'%s' said: %swanted: %s", cases[i].line, said, wanted);
        free(said);
    }
}

static void a_misuse_is_told_in_the_language_asked_for_wherever_it_stands(void **state)
{
    dc_cli_options *options;
    char           *said;

    (void)state;
    assert_int_equal(parse(&options, "forecast b --nope --lang zh", &said), DC_ERR_USAGE);
    assert_non_null(strstr(said, "未知选项"));
    free(said);
}

static void help_and_version_need_no_operands(void **state)
{
    dc_cli_options *options = parsed("whatif --help");

    (void)state;
    assert_true(options->help);
    dc_cli_options_free(options);
    options = parsed("--version");
    assert_null(options->command);
    dc_cli_options_free(options);
}

static void every_option_row_is_complete_and_its_name_unique(void **state)
{
    (void)state;
    for (size_t i = 0; i < dc_option_table_count; i++) {
        const dc_option *row = &dc_option_table[i];
        assert_true(row->commands != 0);
        assert_int_equal(row->kind == DC_OPTION_FLAG, row->argument == NULL);
        for (int language = 0; language < DC_LANGUAGE_COUNT; language++)
            assert_true(strlen(row->help[language]) > 0);
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(row->name, dc_option_table[j].name);
            assert_true(!row->letter || row->letter != dc_option_table[j].letter);
        }
    }
}

static void every_command_row_stands_at_its_id_with_help_and_an_example(void **state)
{
    (void)state;
    for (int id = 0; id < DC_COMMAND_COUNT; id++) {
        const dc_command *command = &dc_command_table[id];
        assert_int_equal(command->id, id);
        assert_non_null(command->run);
        assert_non_null(command->examples[0]);
        assert_ptr_equal(dc_command_find(command->name), command);
        for (int language = 0; language < DC_LANGUAGE_COUNT; language++) {
            assert_true(strlen(command->about[language]) > 0);
            assert_true(strlen(command->details[language]) > 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_forecast_without_options_has_the_documented_defaults),
        cmocka_unit_test(a_value_may_follow_an_equals_sign_a_blank_or_the_letter),
        cmocka_unit_test(scenarios_levers_and_outputs_may_be_repeated_in_order),
        cmocka_unit_test(two_dashes_end_the_options),
        cmocka_unit_test(values_are_read_as_their_kind),
        cmocka_unit_test(a_misuse_is_one_line_and_a_hint),
        cmocka_unit_test(a_misuse_is_told_in_the_language_asked_for_wherever_it_stands),
        cmocka_unit_test(help_and_version_need_no_operands),
        cmocka_unit_test(every_option_row_is_complete_and_its_name_unique),
        cmocka_unit_test(every_command_row_stands_at_its_id_with_help_and_an_example),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
