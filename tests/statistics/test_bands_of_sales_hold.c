/*
 * Trading companies whose customers come, go and order by chance: does the 80 % band of all cash
 * that a forecast tells, sales to come included, hold what came?  Thirty companies with fixed
 * seeds, 13 weeks and half a year ahead.  Bands that hold 80 % miss 6 of 30, with a standard
 * deviation of 2.2.
 */
#include "support/expect.h"

#include "support/given_future.h"
#include "support/given_traders.h"

enum { COMPANIES = 30, PAST = 3 * 364, WEEK = 7 };
enum { SOON = GIVEN_TRADERS_SOON, LATER = GIVEN_TRADERS_LATER, AHEAD = LATER * WEEK };

static bool within(const dc_estimate *cash, double major, int low, int high)
{
    double minor = 100.0 * major;
    return cash->quantile[low] <= minor && minor <= cash->quantile[high];
}

static void bands_of_all_cash_hold_eight_of_ten(void **state)
{
    (void)state;
    int soon = 0, later = 0, nearly_all = 0;
    for (uint32_t company = 1; company <= COMPANIES; company++) {
        given_receipts   came;
        dc_book         *book = given_traders(&came, company, PAST);
        given_future     f = given_future_of(book, given_learnt_model(book), AHEAD);
        dc_policy        nothing = {0};
        const dc_policy *policies[] = {&nothing};
        dc_outcome       outcome;
        f.options.path_count = 512;
        assert_int_equal(dc_outcomes_measure(&outcome, f.arena, f.book, f.model, f.items, &f.today,
                                             policies, 1, &f.options),
                         DC_OK);
        const dc_estimate *cash = outcome.series[DC_CASH_COLLECTED];
        soon += within(&cash[SOON], came.soon, DC_P10, DC_P90);
        later += within(&cash[LATER], came.later, DC_P10, DC_P90);
        nearly_all += within(&cash[LATER], came.later, DC_P1, DC_P99);
        given_future_free(&f);
    }
    print_message("80 %% bands held %d after 13 weeks, %d after 26 (98 %%: %d) of %d\n", soon,
                  later, nearly_all, COMPANIES);
    assert_in_range(soon, 19, 29);
    assert_in_range(later, 19, 29);
    assert_true(nearly_all >= 27);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bands_of_all_cash_hold_eight_of_ten)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
