/* Suing and third parties against worked examples; time bars against the codes. */
#include "support/expect.h"
#include "support/given.h"

#include <math.h>

#include "duecast/worklist.h"

/* 40,000 at stake; won with 0.7, 0.6 of that collected, fee 10 %, 1.5 years at 8 %, 6,000 fixed;
 * not suing is worth 9,000.  By hand: 40,000 x .7 x .6 x .9 / 1.08^1.5 - 6,000 = 7,471.51. */
static void a_suit_is_worth_what_the_example_says(void **state)
{
    (void)state;
    dc_suit suit = {
        .win = 0.7, .collect = 0.6, .fee = 0.1, .years = 1.5, .rate = 0.08, .fixed = 6000.0};
    assert_double_close(dc_suit_value(&suit, 40000.0), 7471.51, 0.005);
    assert_true(dc_suit_value(&suit, 40000.0) < 9000.0);
    assert_double_close(dc_suit_break_even(&suit, 9000.0), 44538.45, 0.005);
    assert_double_close(dc_suit_value(&suit, dc_suit_break_even(&suit, 9000.0)), 9000.0, 1e-6);
    double needed = dc_suit_recovery_needed(&suit, 40000.0, 9000.0);
    assert_true(needed > suit.win * suit.collect);
    suit.win = needed;
    suit.collect = 1.0;
    assert_double_close(dc_suit_value(&suit, 40000.0), 9000.0, 1e-6);
    suit.win = 0.0;
    assert_true(isinf(dc_suit_break_even(&suit, 9000.0)));
}

/* Commercial Collection Agency Association: 72-74, 56-57, 28.6-29 % after 3, 6, 12 months. */
static void third_parties_recover_what_surveys_say(void **state)
{
    (void)state;
    assert_double_close(dc_third_party_recovery(90), 0.73, 0.0101);
    assert_double_close(dc_third_party_recovery(180), 0.565, 0.0051);
    assert_double_close(dc_third_party_recovery(365), 0.288, 0.0021);
    for (int32_t day = 1; day < 1000; day++)
        assert_true(dc_third_party_recovery(day) >= dc_third_party_recovery(day + 1));
    assert_true(dc_recovery_ceiling(181) == 0.35 && dc_recovery_ceiling(180) == 1.0);
}

/* Sections 195, 199 BGB: three years from the end of the year; 212: a part payment begins them
 * anew.  Section 5 Limitation Act 1980: six years from the due day. */
static void claims_are_barred_when_the_codes_say(void **state)
{
    (void)state;
    dc_book *book = given_book("2024-06-30", "customer invoice issued due amount events\n"
                                             "acme A-1 2023-01-10 2023-02-09 100.00\n"
                                             "acme A-2 2023-01-10 2023-02-10 100.00 "
                                             "paid=2024-01-05:40.00\n");
    static const struct {
        const char *country;
        int         claim;
        int32_t     year, month, day;
    } cases[] = {
        {"DE", 0, 2027, 1, 1}, {"DE", 1, 2028, 1, 1},  {"GB", 0, 2029, 2, 10},
        {"GB", 1, 2030, 1, 6}, {"US", 1, 2027, 2, 11}, {"fr", 0, 2028, 2, 10},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_date     wanted;
        dc_time_bar bar;
        book->customers.country[0] = cases[i].country;
        dc_time_bar_of(&bar, book, (size_t)cases[i].claim);
        assert_true(dc_date_from_civil(&wanted, cases[i].year, cases[i].month, cases[i].day));
        assert_true(bar.known);
        assert_int_equal(dc_date_days_between(wanted, bar.on), 0);
    }
    dc_time_bar bar;
    book->customers.country[0] = "ZZ";
    dc_time_bar_of(&bar, book, 0);
    assert_false(bar.known);
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_suit_is_worth_what_the_example_says),
        cmocka_unit_test(third_parties_recover_what_surveys_say),
        cmocka_unit_test(claims_are_barred_when_the_codes_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
