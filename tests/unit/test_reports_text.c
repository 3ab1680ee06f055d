/* Figures as text: digits, units of money in two languages, clean UTF-8, columns of a terminal. */
#include <stdlib.h>
#include <string.h>

#include "support/expect.h"
#include "support/given_answer.h"

#include "reports/text.h"

static void numbers_are_grouped_and_never_a_negative_zero(void **state)
{
    (void)state;
    static const struct {
        double      value;
        int         decimals;
        const char *plain, *with_sign;
    } cases[] = {{0, 2, "0.00", "0.00"},
                 {-0.001, 2, "0.00", "0.00"},
                 {1234567.891, 2, "1,234,567.89", "+1,234,567.89"},
                 {-999.5, 1, "−999.5", "−999.5"},
                 {-1000, 0, "−1,000", "−1,000"},
                 {12, 0, "12", "+12"}};
    dc_arena *arena = dc_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(text_number(arena, cases[i].value, cases[i].decimals), cases[i].plain);
        assert_string_equal(text_signed(arena, cases[i].value, cases[i].decimals),
                            cases[i].with_sign);
    }
    assert_string_equal(text_share(arena, 0.1234, 1), "12.3 %");
    dc_arena_free(arena);
}

static void money_is_shortened_by_its_size_in_the_units_of_the_language(void **state)
{
    (void)state;
    static const struct {
        int64_t     open; /* minor units */
        const char *currency;
        dc_language language;
        const char *label, *words; /* of 1,234,567.00 */
    } cases[] = {
        {INT64_C(38600000), "EUR", DC_ENGLISH, "EUR k", "1,234.6 k"},
        {INT64_C(4999900), "EUR", DC_ENGLISH, "EUR", "1,234,567"},
        {INT64_C(38600000), "XXX", DC_ENGLISH, "k", "1,234.6 k"},
        {INT64_C(100000), "XXX", DC_ENGLISH, "", "1,234,567"},
        {INT64_C(1234000000), "EUR", DC_ENGLISH, "EUR m", "1.23 m"},
        {INT64_C(100000), "EUR", DC_ENGLISH, "EUR", "1,234,567"},
        {INT64_C(1234000000), "CNY", DC_CHINESE, "万元", "123.5万元"},
        {INT64_C(1234000000), "EUR", DC_CHINESE, "万EUR", "123.5万"},
        {INT64_C(123400000000), "CNY", DC_CHINESE, "亿元", "123.5万元"},
        {INT64_C(100000), "CNY", DC_CHINESE, "元", "1,234,567元"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        given_report *g = given_answer(13);
        memset(g->today.ageing, 0, sizeof g->today.ageing);
        g->today.ageing[0] = cases[i].open;
        g->comparison.outcome[0].series[DC_CASH_COLLECTED][13].mean = 0; /* no larger amount */
        memcpy(g->book.currencies[0].code, cases[i].currency, 4);
        g->answer.language = cases[i].language;
        money_scale scale = money_scale_of(g->arena, &g->answer);
        assert_string_equal(scale.label, cases[i].label);
        assert_string_equal(text_money_words(g->arena, &g->answer, &scale, 123456700),
                            cases[i].words);
        given_answer_free(g);
    }
}

static void text_from_a_ledger_becomes_valid_utf_8_without_control_letters(void **state)
{
    (void)state;
    static const struct {
        const char *given;
        size_t      most;
        const char *clean;
    } cases[] = {{"Müller", 100, "Müller"},
                 {"ac\u202Eem\u2066\u2069", 100, "acem"}, /* would read backwards */
                 {"a\xff"
                  "b",
                  100,
                  "a\xEF\xBF\xBD"
                  "b"},
                 {"a\x01"
                  "b",
                  100,
                  "a\xEF\xBF\xBD"
                  "b"},
                 {"tab\there", 100, "tab\there"},
                 {"中文字", 2, "中文"}, /* letters, not bytes */
                 {"", 10, ""}};
    dc_arena *arena = dc_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(text_clean(arena, cases[i].given, cases[i].most), cases[i].clean);
    dc_arena_free(arena);
}

static char *wrapped(const char *text, int columns)
{
    char  *out = NULL;
    size_t size = 0;
    FILE  *stream = open_memstream(&out, &size);
    assert_non_null(stream);
    text_wrap(stream, text, columns, "");
    fclose(stream);
    return out;
}

static void lines_break_at_blanks_or_between_chinese_letters(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int         columns;
        const char *lines;
    } cases[] = {{"one two three", 8, "one two\nthree\n"},
                 {"abcdefghij", 4, "abcd\nefgh\nij\n"},
                 {"客户将会付款", 6, "客户将\n会付款\n"},
                 {"short", 80, "short\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *lines = wrapped(cases[i].text, cases[i].columns);
        assert_string_equal(lines, cases[i].lines);
        size_t count = 0;
        for (const char *at = lines; *at; at++)
            count += *at == '\n';
        assert_int_equal(text_wrap_lines(cases[i].text, cases[i].columns), count);
        free(lines);
    }
    assert_int_equal(text_columns("客户 A"), 6);
}

static void text_is_cut_to_columns_between_letters(void **state)
{
    (void)state;
    dc_arena *arena = dc_arena_new();
    assert_string_equal(text_narrow(arena, "abcdef", 4), "abcd");
    assert_string_equal(text_narrow(arena, "客户甲乙", 5), "客户");
    assert_string_equal(text_narrow(arena, "a客户", 3), "a客");
    assert_string_equal(text_narrow(arena, "客", 1), "");
    assert_string_equal(text_narrow(arena, "客户", 4), "客户");
    dc_arena_free(arena);
}

/* Warnings that were given and none of which came true are no silence. */
static void how_warnings_did_is_told_for_what_it_was(void **state)
{
    (void)state;
    dc_arena         *arena = dc_arena_new();
    dc_warning_record past = {.origins = 11, .events = 39, .measurable = true};
    assert_string_equal(dc_warning_record_say(arena, DC_ENGLISH, &past),
                        "On 11 past days no such warning was given (39 events)");
    past.warned = 2;
    assert_string_equal(dc_warning_record_say(arena, DC_ENGLISH, &past),
                        "On 11 past days 2 such warnings were given, and none came true within 90 "
                        "days (39 events)");
    past.warned = 1;
    assert_non_null(strstr(dc_warning_record_say(arena, DC_ENGLISH, &past), "1 such warning was"));
    dc_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_grouped_and_never_a_negative_zero),
        cmocka_unit_test(money_is_shortened_by_its_size_in_the_units_of_the_language),
        cmocka_unit_test(text_from_a_ledger_becomes_valid_utf_8_without_control_letters),
        cmocka_unit_test(lines_break_at_blanks_or_between_chinese_letters),
        cmocka_unit_test(text_is_cut_to_columns_between_letters),
        cmocka_unit_test(how_warnings_did_is_told_for_what_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
