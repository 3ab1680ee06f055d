/* The naive rules of the backtest against what textbooks work out with the same methods. */
#include "support/expect.h"

#include <math.h>

#include "duecast/arena.h"
#include "forecast/measure/backtest_parts.h"

enum { CLAIMS_MAX = 32, CUSTOMERS_MAX = 2 };

/* Lives of customers, days late when paid (or still open), and one claim of each due today. */
typedef struct {
    dc_backtest_case one;
    dc_book          past;
    dc_items         items;
    int32_t          late[CLAIMS_MAX], due[CUSTOMERS_MAX];
    bool             paid[CLAIMS_MAX];
    uint32_t         first[CUSTOMERS_MAX + 1], customer[CUSTOMERS_MAX];
} lives;

static dc_rules *rules_of(lives *at, size_t count, size_t customers)
{
    at->past.customers.count = customers;
    at->items.due = at->due;
    at->items.customer = at->customer;
    at->one = (dc_backtest_case){.arena = dc_arena_new(), .past = &at->past, .items = &at->items};
    at->one.history =
        (dc_history){.count = count, .late = at->late, .paid = at->paid, .first = at->first};
    for (size_t i = 0; i < count; i++)
        at->one.history.paid_count += at->paid[i];
    for (uint32_t c = 0; c < customers; c++)
        at->customer[c] = c;
    return dc_rules_make(&at->one);
}

/* Freireich et al., Blood 21 (1963) 699-716: weeks of remission of 21 patients on 6-mercaptopurine,
 * the example of every textbook on Kaplan and Meier's estimate. */
static void pooled_survival_is_kaplan_and_meiers(void **state)
{
    (void)state;
    static const int32_t weeks[] = {6,  6,  6,  6,  7,  9,  10, 10, 11, 13, 16,
                                    17, 19, 20, 22, 23, 25, 32, 32, 34, 35};
    static const bool    ended[] = {1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0};
    static const struct {
        int    week;
        double survival;
    } published[] = {{5, 1.0},    {6, 0.857},  {7, 0.807},  {9, 0.807},  {10, 0.753}, {13, 0.690},
                     {16, 0.627}, {21, 0.627}, {22, 0.538}, {23, 0.448}, {35, 0.448}};
    lives  at = {0};
    double cdf[DAYS + 1];
    for (size_t i = 0; i < 21; i++) {
        at.late[i] = weeks[i];
        at.paid[i] = ended[i];
    }
    at.first[1] = 21;
    dc_rules *rules = rules_of(&at, 21, 1);
    dc_rule_fill(cdf, rules, DC_RULE_POOLED, 0, DAYS);
    for (size_t i = 0; i < sizeof published / sizeof published[0]; i++)
        assert_double_close(1.0 - cdf[published[i].week], published[i].survival, 5e-4);
    dc_arena_free(at.one.arena);
}

/* Klugman, Panjer & Willmot, Loss Models: three years of two policyholders, 3, 5, 7 and 6, 12, 9,
 * give Z = 35/48 and premiums 133/24 and 203/24; here 20 times as much, as days are whole. */
static void the_shrunken_shift_is_buhlmanns_premium(void **state)
{
    (void)state;
    static const int32_t claims[] = {3, 5, 7, 6, 12, 9};
    static const double  premium[] = {20.0 * 133.0 / 24.0, 20.0 * 203.0 / 24.0};
    const double         each = 0.998 / 6.0;
    lives                at = {.first = {0, 3, 6}};
    double               cdf[DAYS + 1];
    for (size_t i = 0; i < 6; i++) {
        at.late[i] = 20 * claims[i];
        at.paid[i] = true;
    }
    dc_rules *rules = rules_of(&at, 6, 2);
    for (size_t c = 0; c < 2; c++) {
        dc_rule_fill(cdf, rules, DC_RULE_SHIFT, c, DAYS);
        for (size_t i = 0; i < 6; i++) { /* residuals around the premium of their own customer */
            int day = (int)(rint(premium[c]) + rint(at.late[i] - premium[i / 3]));
            assert_true(cdf[day] - cdf[day - 1] > each);
            assert_true(cdf[day] - cdf[day - 1] < each + 2e-4);
        }
    }
    dc_arena_free(at.one.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pooled_survival_is_kaplan_and_meiers),
        cmocka_unit_test(the_shrunken_shift_is_buhlmanns_premium),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
