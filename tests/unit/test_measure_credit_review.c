/* Grades follow from behaviour by their table, limits tie to the cent, holds have a reason. */
#include "support/expect.h"
#include "support/given.h"

#include <math.h>

#include "duecast/credit_review.h"

static void limits_are_the_smaller_of_appetite_and_need_to_the_cent(void **state)
{
    (void)state;
    static const struct {
        dc_grade grade;
        int64_t  receivables, insured, sales;
        int32_t  days;
        int64_t  limit;
    } cases[] = {
        /* B: 8 % of 1,000,000 = 80,000; needs 1,200,000 / 12 x 45 / 30 x 1.25 = 187,500 */
        {DC_GRADE_B, 100000000, -1, 120000000, 45, 8000000},
        {DC_GRADE_B, 100000000, 5000000, 120000000, 45, 13000000},
        {DC_GRADE_B, 100000000, 50000000, 120000000, 45, 18750000},
        /* D: needs 1,000.01 / 12 x 31 / 30 x 0.75 = 64.58, rounded down */
        {DC_GRADE_D, 100000000, -1, 100001, 31, 6458},
        {DC_GRADE_A, 100000000, -1, 0, 30, 0},
        {DC_GRADE_E, 100000000, 50000000, 120000000, 45, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(dc_credit_limit(cases[i].grade, cases[i].receivables, cases[i].insured,
                                         cases[i].sales, cases[i].days),
                         cases[i].limit);
}

static const dc_credit_row *row_of(const dc_credit_review *review, const dc_book *book,
                                   const char *id)
{
    for (size_t i = 0; i < review->count; i++)
        if (strcmp(book->customers.id[review->rows[i].customer], id) == 0)
            return &review->rows[i];
    return NULL;
}

static const char *const ledger = "customer invoice issued due amount\n"
                                  "acme A-1 2024-01-01 2024-02-01 100.00\n"
                                  "acme A-2 2024-06-01 2024-07-01 950.00\n"
                                  "birch B-1 2024-01-01 2024-02-01 100.00\n"
                                  "birch B-2 2024-06-01 2024-07-01 850.00\n"
                                  "cedar C-1 2024-06-01 2024-07-01 500.00\n";

static void old_debts_make_the_worst_grade_and_stop_orders(void **state)
{
    (void)state;
    dc_arena        *arena = dc_arena_new();
    dc_book         *book = given_book("2024-06-30", ledger);
    dc_model        *model = given_certain_model(book);
    dc_credit_review review;
    book->customers.credit_limit[2] = 40000;
    dc_credit_review_make(&review, arena, book, model);
    assert_int_equal(review.count, 3);
    assert_int_equal(row_of(&review, book, "acme")->grade, DC_GRADE_C); /* 9.5 %; thin history */
    assert_int_equal(row_of(&review, book, "acme")->by, DC_GRADED_BY_THIN);
    assert_int_equal(row_of(&review, book, "birch")->grade, DC_GRADE_E);
    assert_int_equal(row_of(&review, book, "birch")->suggested, 0);
    assert_true(row_of(&review, book, "birch")->hold && row_of(&review, book, "acme")->hold);
    assert_int_equal(row_of(&review, book, "cedar")->over, 10000);
    assert_true(row_of(&review, book, "cedar")->hold);
    assert_int_equal(review.holds, 3);
    assert_false(review.margin_known);
    assert_true(isnan(row_of(&review, book, "cedar")->month_margin));
    dc_model_free(model);
    given_book_free(book);
    dc_arena_free(arena);
}

/* An old invoice that its credit notes cover is not late: orders go on, the grade is as ever. */
static void what_credits_cover_is_not_late(void **state)
{
    (void)state;
    static const char *const covered = "customer invoice issued due amount\n"
                                       "acme A-1 2024-01-01 2024-02-01 100.00\n"
                                       "acme A-2 2024-06-01 2024-07-01 800.00\n"
                                       "acme C-1 2024-03-01 2024-03-01 -100.00 kind=credit\n"
                                       "birch B-1 2024-01-01 2024-02-01 200.00\n"
                                       "birch B-2 2024-06-01 2024-07-01 800.00\n"
                                       "birch U-1 2024-03-01 2024-03-01 -50.00 kind=unapplied\n";
    dc_arena                *arena = dc_arena_new();
    dc_book                 *book = given_book("2024-06-30", covered);
    dc_model                *model = given_certain_model(book);
    dc_credit_review         review;
    book->customers.credit_limit[0] = book->customers.credit_limit[1] = 1000000;
    dc_credit_review_make(&review, arena, book, model);
    const dc_credit_row *acme = row_of(&review, book, "acme"),
                        *birch = row_of(&review, book, "birch");
    assert_false(acme->hold);
    assert_int_equal(acme->days_late_most, 0);
    assert_int_equal(acme->grade, DC_GRADE_C); /* thin history */
    assert_true(birch->hold);
    assert_int_equal(birch->old, 15000);
    assert_int_equal(birch->grade, DC_GRADE_E);
    dc_model_free(model);
    given_book_free(book);
    dc_arena_free(arena);
}

/* 3 % held back for a year beside 97 % due in 30 days are 40 days of terms, not 197. */
static void terms_are_weighed_by_what_they_are_given_for(void **state)
{
    (void)state;
    static const char *const retention = "customer invoice issued due amount\n"
                                         "acme A-1 2024-06-01 2024-07-01 970.00\n"
                                         "acme A-2 2024-06-01 2025-06-01 30.00\n"
                                         "acme C-1 2024-06-01 2024-06-01 -5.00 kind=credit\n";
    dc_arena                *arena = dc_arena_new();
    dc_book                 *book = given_book("2024-06-30", retention);
    dc_model                *model = given_certain_model(book);
    dc_credit_review         review;
    dc_credit_review_make(&review, arena, book, model);
    assert_int_equal(review.rows[0].terms, 40);
    dc_model_free(model);
    given_book_free(book);
    dc_arena_free(arena);
}

static void grades_and_exposures_add_up(void **state)
{
    (void)state;
    dc_arena        *arena = dc_arena_new();
    dc_book         *book = given_company(5, 30, 0);
    dc_model        *model = given_learnt_model(book);
    dc_credit_review review;
    size_t           customers = 0;
    int64_t          exposure = 0, open = 0;
    dc_credit_review_make(&review, arena, book, model);
    for (int grade = 0; grade < DC_GRADE_COUNT; grade++) {
        customers += review.of_grade[grade];
        exposure += review.exposure[grade];
    }
    for (size_t i = 0; i < review.count; i++) {
        const dc_credit_row *row = &review.rows[i];
        int64_t              limit = row->limit >= 0 ? row->limit : row->suggested;
        open += row->exposure;
        assert_int_equal(row->over, row->exposure > limit ? row->exposure - limit : 0);
        assert_true(!row->over || row->hold);
        assert_true(i == 0 || review.rows[i - 1].hold >= row->hold);
    }
    assert_int_equal(customers, review.count);
    assert_int_equal(exposure, open);
    dc_model_free(model);
    given_book_free(book);
    dc_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_are_the_smaller_of_appetite_and_need_to_the_cent),
        cmocka_unit_test(old_debts_make_the_worst_grade_and_stop_orders),
        cmocka_unit_test(what_credits_cover_is_not_late),
        cmocka_unit_test(terms_are_weighed_by_what_they_are_given_for),
        cmocka_unit_test(grades_and_exposures_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
