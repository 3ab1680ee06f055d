/* Interest and fixed sums for late payment; published answers with their place. */
#include "support/expect.h"

#include <string.h>

#include "duecast/late_interest.h"

static dc_late_interest of(const char *law, const char *owed, const char *due, const char *to)
{
    dc_late_terms    terms = {.law = dc_late_law_find(law), .agreed = -1};
    dc_owed_span     span = {money(owed), date(due), date(to)};
    dc_late_interest out;
    assert_non_null(terms.law);
    dc_late_interest_make(&out, &terms, &span, 1);
    return out;
}

static void published_answers_come_to_the_cent(void **state)
{
    (void)state;
    /* gov.uk, "Late commercial payments: charging interest": 1,000 at 8.5 %, 50 days; exact, where
     * the page rounds a day to 0.23 and has 11.50. */
    assert_money_equal(of("uk", "1000.00", "2016-01-31", "2016-03-21").interest, "11.64");
    /* 5,000 at 12.25 %, 101 days: 169.49 exact, 169.68 where the day is rounded (paidnice.com). */
    assert_money_equal(of("uk", "5000.00", "2025-08-01", "2025-11-10").interest, "169.49");
    /* 2,000 at 13.25 %, 45 days: 32.67 (toolfy.com prints 32.66). */
    assert_money_equal(of("uk", "2000.00", "2024-02-01", "2024-03-17").interest, "32.67");
}

static void ireland_in_the_second_half_of_2024_is_12_25_percent(void **state)
{
    (void)state;
    /* enterprise.gov.ie, late payment: 4.25 % + 8 points. */
    dc_late_interest year = of("eu", "10000.00", "2024-07-31", "2024-08-31");
    assert_int_equal(year.rate_count, 1);
    assert_int_equal(year.rate[0], 122500);
    assert_money_equal(year.interest, "104.04"); /* 10,000 x 0.1225 x 31 / 365 = 104.041 */
}

static void in_europe_each_half_year_has_its_rate(void **state)
{
    (void)state;
    dc_late_interest two = of("eu", "36500.00", "2025-06-20", "2025-07-10");
    /* ten days at 11.15 %, ten at 10.15 %: 36,500 x (10 x 0.1115 + 10 x 0.1015) / 365 */
    assert_money_equal(two.interest, "213.00");
    assert_int_equal(two.rate_count, 2);
    assert_money_equal(of("fr", "36500.00", "2025-06-20", "2025-07-10").interest, "253.00");
    assert_money_equal(of("de", "36500.00", "2025-06-20", "2025-07-10").interest, "215.40");
}

static void in_the_kingdom_the_first_rate_holds(void **state)
{
    (void)state;
    dc_late_interest two = of("uk", "36500.00", "2025-06-20", "2025-07-10");
    assert_int_equal(two.rate_count, 1);
    assert_money_equal(two.interest, "255.00"); /* 20 days at 12.75 % */
    /* Due on the last day of June, interest begins with July. */
    assert_int_equal(of("uk", "100.00", "2025-06-30", "2025-07-10").rate[0], 122500);
}

static void china_reckons_by_the_day_and_from_its_decree_on(void **state)
{
    (void)state;
    assert_money_equal(of("cn", "100000.00", "2026-01-31", "2026-03-02").interest, "1500.00");
    assert_money_equal(of("cn", "100000.00", "2020-08-11", "2020-09-10").interest, "500.00");
}

static void a_rate_nobody_knows_is_named(void **state)
{
    (void)state;
    dc_late_interest later = of("eu", "100.00", "2026-06-20", "2026-07-10");
    assert_false(later.known);
    assert_date_equal(later.missing, "2026-07-01");
    assert_date_equal(of("uk", "100.00", "2012-06-20", "2012-07-10").missing, "2012-01-01");
}

static void rows_of_the_book_win(void **state)
{
    (void)state;
    const dc_reference_rate newer[] = {{"ecb", date("2026-07-01"), 30000, "book.yaml"},
                                       {"ecb", date("2026-01-01"), 20000, "book.yaml"}};
    dc_late_terms           terms = {dc_late_law_find("eu"), -1, 2, newer};
    dc_owed_span            span = {money("36500.00"), date("2026-06-20"), date("2026-07-10")};
    dc_late_interest        out;
    dc_late_interest_make(&out, &terms, &span, 1);
    assert_true(out.known);
    assert_money_equal(out.interest, "210.00"); /* ten days at 10 %, ten at 11 % */
}

static void an_agreed_rate_stands_in_for_the_law_s(void **state)
{
    (void)state;
    dc_late_terms    terms = {.agreed = 60000};
    dc_owed_span     span = {money("36500.00"), date("2026-06-20"), date("2026-07-10")};
    dc_late_interest out;
    dc_late_interest_make(&out, &terms, &span, 1);
    assert_money_equal(out.interest, "120.00");
}

static void a_part_payment_ends_interest_on_that_part_and_is_rounded_once(void **state)
{
    (void)state;
    dc_late_terms    terms = {.law = dc_late_law_find("uk"), .agreed = -1};
    dc_owed_span     spans[] = {{money("33.33"), date("2024-02-01"), date("2024-02-12")},
                                {money("33.33"), date("2024-02-01"), date("2024-02-12")},
                                {money("33.34"), date("2024-02-01"), date("2024-02-12")}};
    dc_late_interest out;
    dc_late_interest_make(&out, &terms, spans, 3);
    assert_money_equal(out.interest, "0.40"); /* 100 x 0.1325 x 11 / 365 = 0.3993, not 3 x 0.13 */
}

static void nothing_is_added_before_the_due_day_has_passed(void **state)
{
    (void)state;
    assert_money_equal(of("uk", "1000.00", "2024-02-01", "2024-02-01").interest, "0.00");
    assert_money_equal(of("uk", "1000.00", "2024-02-01", "2024-01-01").interest, "0.00");
}

static void fixed_sums_go_by_the_size_of_the_claim(void **state)
{
    (void)state;
    static const struct {
        const char *law, *claim, *sum;
    } rows[] = {{"uk", "999.99", "40.00"},  {"uk", "1000.00", "70.00"},
                {"uk", "9999.99", "70.00"}, {"uk", "10000.00", "100.00"},
                {"fr", "0.01", "40.00"},    {"de", "1e6", "40.00"},
                {"eu", "500.00", "40.00"},  {"cn", "500.00", "0.00"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        dc_money claim =
            strcmp(rows[i].claim, "1e6") == 0 ? DC_MONEY(100000000) : money(rows[i].claim);
        assert_money_equal(dc_late_fixed_sum(dc_late_law_find(rows[i].law), claim), rows[i].sum);
    }
}

static void laws_are_found_by_the_country_of_the_seller(void **state)
{
    (void)state;
    assert_string_equal(dc_late_law_of("ie")->key, "eu");
    assert_string_equal(dc_late_law_of("France")->key, "fr");
    assert_string_equal(dc_late_law_of("GB")->key, "uk");
    assert_string_equal(dc_late_law_of("中国")->key, "cn");
    assert_null(dc_late_law_of("US"));
    assert_null(dc_late_law_of("I"));
    assert_null(dc_late_law_of(""));
}

static void the_decree_is_for_small_sellers_and_large_buyers(void **state)
{
    (void)state;
    const dc_late_law *cn = dc_late_law_find("cn");
    assert_int_equal(dc_late_applies(cn, DC_PARTY_SME, DC_PARTY_LARGE), DC_LATE_APPLIES);
    assert_int_equal(dc_late_applies(cn, DC_PARTY_SME, DC_PARTY_PUBLIC), DC_LATE_APPLIES);
    assert_int_equal(dc_late_applies(cn, DC_PARTY_SME, DC_PARTY_SME), DC_LATE_OTHER_PARTIES);
    assert_int_equal(dc_late_applies(cn, DC_PARTY_LARGE, DC_PARTY_LARGE), DC_LATE_OTHER_PARTIES);
    assert_int_equal(dc_late_applies(cn, DC_PARTY_UNKNOWN, DC_PARTY_LARGE), DC_LATE_SELLER_UNKNOWN);
    assert_int_equal(dc_late_applies(cn, DC_PARTY_SME, DC_PARTY_UNKNOWN), DC_LATE_BUYER_UNKNOWN);
    assert_int_equal(dc_late_applies(NULL, DC_PARTY_SME, DC_PARTY_LARGE), DC_LATE_NO_LAW);
    assert_int_equal(dc_late_applies(dc_late_law_find("fr"), DC_PARTY_UNKNOWN, DC_PARTY_UNKNOWN),
                     DC_LATE_APPLIES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_answers_come_to_the_cent),
        cmocka_unit_test(ireland_in_the_second_half_of_2024_is_12_25_percent),
        cmocka_unit_test(in_europe_each_half_year_has_its_rate),
        cmocka_unit_test(in_the_kingdom_the_first_rate_holds),
        cmocka_unit_test(china_reckons_by_the_day_and_from_its_decree_on),
        cmocka_unit_test(a_rate_nobody_knows_is_named),
        cmocka_unit_test(rows_of_the_book_win),
        cmocka_unit_test(an_agreed_rate_stands_in_for_the_law_s),
        cmocka_unit_test(a_part_payment_ends_interest_on_that_part_and_is_rounded_once),
        cmocka_unit_test(nothing_is_added_before_the_due_day_has_passed),
        cmocka_unit_test(fixed_sums_go_by_the_size_of_the_claim),
        cmocka_unit_test(laws_are_found_by_the_country_of_the_seller),
        cmocka_unit_test(the_decree_is_for_small_sellers_and_large_buyers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
