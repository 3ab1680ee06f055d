/*
 * Allowances, roll rates and chains against published examples.  Where a source is wrong the right
 * value is expected, and the note says what is printed.
 */
#include "support/expect.h"

#include <math.h>

#include "duecast/bad_debt.h"

/* --- ageing method and provision matrix --- */

static void matrices_of_the_standards_and_of_teachers_add_up(void **state)
{
    (void)state;
    static const struct {
        const char *source;
        size_t      count;
        int64_t     balance[5];
        double      rate[5];
        int64_t     line[5], sum;
    } cases[] = {
        {"IFRS 9 Illustrative Examples, example 12",
         5,
         {15000000, 7500000, 4000000, 2500000, 1000000},
         {.003, .016, .036, .066, .106},
         {45000, 120000, 144000, 165000, 106000},
         580000},
        {"Annual Reporting, provision matrix",
         4,
         {7000000, 4000000, 2500000, 1000000},
         {.015, .034, .071, .108},
         {105000, 136000, 177500, 108000},
         526500},
        {"faqifrs, Company T (prints 112 for the last bucket)",
         4,
         {1500000, 750000, 400000, 250000}, /* in cents */
         {.005, .022, .027, .045},
         {7500, 16500, 10800, 11250},
         46050},
        {"ASC 326-20-55-37, example 5",
         5,
         {5984698, 8272, 2882, 842, 1100},
         {.003, .08, .26, .58, .82},
         {17954, 662, 749, 488, 902},
         20755},
        /* Rates 10 % lower: each printed line is rounded; rounded once it would be 18,680. */
        {"ASC 326-20-55-37, example 5, after adjustment",
         5,
         {5984698, 8272, 2882, 842, 1100},
         {.0027, .072, .234, .522, .738},
         {16159, 596, 674, 440, 812},
         18681},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t line[5];
        assert_int_equal(
            dc_allowance_by_rates(line, cases[i].balance, cases[i].rate, cases[i].count),
            cases[i].sum);
        for (size_t b = 0; b < cases[i].count; b++)
            assert_int_equal(line[b], cases[i].line[b]);
    }
}

/* IFRScommunity, "Provision matrix": sales of 100,000, of which 50,000 are open when due, 23,000
 * after 30 days, 8,000 after 60 and 2,000 after 90, which are lost. */
static void a_matrix_follows_from_one_cohort(void **state)
{
    (void)state;
    static const double  open[5] = {100000, 50000, 23000, 8000, 2000};
    static const double  wanted[5] = {.02, .04, .08696, .25, 1.0};
    static const int64_t balance[5] = {30000000, 14000000, 6000000, 2300000, 500000};
    double               rate[5];
    dc_provision_of_cohort(rate, open, 2000, 5);
    for (int i = 0; i < 5; i++)
        assert_double_close(rate[i], wanted[i], 5e-6);
    assert_int_equal(dc_allowance_by_rates(NULL, balance, rate, 5), 2756739);
}

/* Any introductory book: the expense brings the allowance to what is required, from wherever it
 * is.  Required 580,000: from 400,000 the expense is 180,000, from 700,000 a release of 120,000. */
static void the_expense_of_the_ageing_method_is_what_is_required_less_what_is_there(void **state)
{
    (void)state;
    assert_int_equal(dc_allowance_roll_make(400000, 0, 0, 580000).expense, 180000);
    assert_int_equal(dc_allowance_roll_make(700000, 0, 0, 580000).expense, -120000);
    dc_allowance_roll roll = dc_allowance_roll_make(400000, 90000, 15000, 580000);
    assert_int_equal(roll.expense, 255000);
    assert_int_equal(roll.opening + roll.expense - roll.written_off + roll.recovered, roll.closing);
}

static void percentage_of_sales_is_net_write_offs_over_sales(void **state)
{
    (void)state;
    double rate;
    assert_true(dc_loss_rate_of_sales(&rate, &(dc_loss_flows){5000000, 60000, 10000}));
    assert_double_close(rate, 0.01, 1e-15);
    assert_true(dc_loss_rate_of_sales(&rate, &(dc_loss_flows){5000000, 10000, 60000}));
    assert_double_close(rate, 0.0, 0.0); /* a year of recoveries is no negative loss to come */
    assert_false(dc_loss_rate_of_sales(&rate, &(dc_loss_flows){0, 10, 0}));
}

/* --- roll rates --- */

/* A&W department store: of what is current 20 % rolls on, of that 10 %, of that 15 %: .003 of
 * what is current is lost, 450 of sales of 150,000. */
static void roll_rates_multiply_to_the_loss_of_what_is_current(void **state)
{
    (void)state;
    static const double roll[3] = {.2, .1, .15};
    double              loss[3];
    dc_roll_rates_multiply(loss, roll, 3);
    assert_double_close(loss[0], .003, 1e-15);
    assert_double_close(loss[1], .015, 1e-15);
    assert_double_close(loss[0] * 150000.0, 450.0, 1e-9);
}

/* --- chains --- */

typedef struct {
    double move[2][2], paid[2], lost[2];
} two_states;

static dc_chain chain_of(const two_states *from)
{
    dc_chain chain = {.count = 2};
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++)
            chain.move[i][j] = from->move[i][j];
        chain.paid[i] = from->paid[i];
        chain.lost[i] = from->lost[i];
    }
    assert_true(dc_chain_absorb(&chain));
    return chain;
}

/* Render & Stair, Quantitative Analysis for Management, section 14.6.  The book rounds B first and
 * prints 6,240 and 760. */
static void the_chain_of_render_and_stair(void **state)
{
    (void)state;
    static const two_states given = {{{.2, .2}, {.3, .2}}, {.6, .4}, {0.0, .1}};
    static const double     balance[2] = {2000.0, 5000.0}, squares[2] = {100 * 2000., 100 * 5000.};
    dc_chain                chain = chain_of(&given);
    assert_double_close(chain.visits[0][0], 1.38, .005);
    assert_double_close(chain.visits[0][1], .34, .005);
    assert_double_close(chain.visits[1][0], .52, .005);
    assert_double_close(chain.visits[1][1], 1.38, .005);
    assert_double_close(chain.ever_paid[0], .97, .005);
    assert_double_close(chain.ever_lost[1], .14, .005);
    assert_double_close(chain.months[0], chain.visits[0][0] + chain.visits[0][1], 1e-12);
    assert_double_close(dc_chain_loss(&chain, balance), 758.62, .005);
    /* Cyert, Davidson & Thompson (1962): s b B (1 - B) over equal accounts of 100 each. */
    double first = chain.ever_lost[0], second = chain.ever_lost[1];
    assert_double_close(dc_chain_loss_variance(&chain, squares),
                        100.0 * (2000.0 * first * (1.0 - first) + 5000.0 * second * (1.0 - second)),
                        1e-6);
}

/* Anderson, Sweeney, Williams, An Introduction to Management Science, Heidman's department store:
 * the book prints 2,370 and 630. */
static void the_chain_of_heidman(void **state)
{
    (void)state;
    static const two_states given = {{{.3, .3}, {.3, .1}}, {.4, .4}, {0.0, .2}};
    static const double     balance[2] = {1000.0, 2000.0};
    dc_chain                chain = chain_of(&given);
    double                  month[400], collected = 0.0;
    assert_double_close(chain.ever_paid[0], .889, .0005);
    assert_double_close(chain.ever_lost[0], .111, .0005);
    assert_double_close(chain.ever_paid[1], .741, .0005);
    assert_double_close(chain.ever_lost[1], .259, .0005);
    assert_double_close(dc_chain_loss(&chain, balance), 629.63, .005);
    dc_chain_collected(month, 400, &chain, balance);
    assert_double_close(month[0], 400.0 + 800.0, 1e-9); /* b R */
    for (int i = 0; i < 400; i++)
        collected += month[i];
    assert_double_close(collected, 2370.37, .005);
}

/* justaaa.com, accounts receivable of a department store: prints 10,000, which is what is lost in
 * the first month only.  States 0-30 and 31-90 days; in the end 17,272.73 are lost. */
static void the_chain_of_a_department_store_does_not_end_after_one_month(void **state)
{
    (void)state;
    static const two_states given = {{{.25, .25}, {.05, .25}}, {.5, .5}, {0.0, .2}};
    static const double     balance[2] = {40000.0, 50000.0};
    dc_chain                chain = chain_of(&given);
    assert_double_close(chain.ever_lost[0], 1.0 / 11.0, 1e-12);
    assert_double_close(chain.ever_lost[1], 3.0 / 11.0, 1e-12);
    assert_double_close(dc_chain_loss(&chain, balance), 17272.73, .005);
    assert_double_close(balance[0] * chain.lost[0] + balance[1] * chain.lost[1], 10000.0, 1e-9);
}

static void a_chain_that_is_never_left_has_no_answer(void **state)
{
    (void)state;
    dc_chain chain = {.count = 2, .move = {{0.0, 0.5}, {0.0, 1.0}}, .paid = {0.5, 0.0}};
    assert_false(dc_chain_absorb(&chain));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matrices_of_the_standards_and_of_teachers_add_up),
        cmocka_unit_test(a_matrix_follows_from_one_cohort),
        cmocka_unit_test(the_expense_of_the_ageing_method_is_what_is_required_less_what_is_there),
        cmocka_unit_test(percentage_of_sales_is_net_write_offs_over_sales),
        cmocka_unit_test(roll_rates_multiply_to_the_loss_of_what_is_current),
        cmocka_unit_test(the_chain_of_render_and_stair),
        cmocka_unit_test(the_chain_of_heidman),
        cmocka_unit_test(the_chain_of_a_department_store_does_not_end_after_one_month),
        cmocka_unit_test(a_chain_that_is_never_left_has_no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
