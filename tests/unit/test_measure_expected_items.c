/* What is expected of single items sums up to what is expected of all. */
#include "support/expect.h"
#include "support/given_future.h"

#include <math.h>
#include <stdlib.h>

enum { HORIZON = 119 };

static const int32_t days[] = {7, 14, 35, 91, 119};
enum { DAYS = sizeof days / sizeof days[0] };

static void assert_items_are_the_whole(const given_future *of)
{
    static const dc_policy none;
    double                *each = calloc(of->items->count * DAYS, sizeof *each);
    dc_items_expect(each, of->model, of->items, days, DAYS);
    for (uint16_t currency = 0; currency < of->book->currency_count; currency++) {
        const dc_expected *all = dc_expected_make(of->arena, of->book, of->model, of->items, &none,
                                                  currency, &of->options);
        double             cash = 0.0;
        int32_t            day = 1;
        for (size_t d = 0; d < DAYS; d++) {
            double sum = 0.0;
            for (size_t i = 0; i < of->items->count; i++)
                if (of->items->currency[i] == currency)
                    sum += each[i * DAYS + d];
            for (; day <= days[d]; day++)
                cash += all->cash[day] - all->flow[DC_FLOW_RECOVERED][day];
            assert_double_close(sum, cash, 1e-9 * fabs(cash) + 1e-6);
        }
    }
    free(each);
}

static void items_sum_up_to_the_expectation(void **state)
{
    (void)state;
    for (int fails = 0; fails < 2; fails++) {
        dc_book     *book = given_company(3, 12, 0);
        dc_model    *model = fails ? given_failing_model(book) : given_lively_model(book);
        given_future of = given_future_of(book, model, HORIZON);
        assert_items_are_the_whole(&of);
        given_future_free(&of);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_sum_up_to_the_expectation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
