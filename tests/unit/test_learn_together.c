/* What moves together: what the estimators must not be taken in by.  That runs and shocks are found
 * is shown on whole ledgers in tests/statistics. */
#include "support/expect.h"
#include "support/given.h"

#include <stdio.h>
#include <stdlib.h>

enum { CUSTOMERS = 60, CLAIMS = 2400 };

static uint32_t next(uint32_t *word)
{
    *word = *word * 1664525u + 1013904223u;
    return *word >> 16;
}

static void put_day(FILE *out, const char *before, int day)
{
    char text[11];
    dc_date_format(text, dc_date_add_days(date("2024-06-30"), day));
    fprintf(out, "%s%s", before, text);
}

/* Customers pay each invoice for itself; one in seven is written off, `recovered` days later a part
 * comes back (0: it does not). */
static dc_together learn(int recovered)
{
    char    *text = NULL;
    size_t   size = 0;
    uint32_t word = 99;
    FILE    *out = open_memstream(&text, &size);
    fprintf(out, "customer invoice issued due amount\n");
    for (int i = 0; i < CLAIMS; i++) {
        int  issued = -(int)(next(&word) % 800) - 5, end = issued + 30 + (int)(next(&word) % 40);
        bool lost = next(&word) % 7 == 0;
        fprintf(out, "c%02d i%05d", i % CUSTOMERS, i);
        put_day(out, " ", issued);
        put_day(out, " ", issued + 30);
        fprintf(out, " 100.00");
        if (end <= 0)
            put_day(out, lost ? " lost=" : " paid=", end);
        if (lost && recovered > 0 && end + recovered <= 0) {
            put_day(out, " recovery=", end + recovered);
            fprintf(out, ":40.00");
        }
        fputc('\n', out);
    }
    fclose(out);
    dc_book         *book = given_book("2024-06-30", text);
    dc_model        *model = NULL;
    dc_learn_options options = {.half_life_days = 365.0, .type_count = 1};
    assert_int_equal(dc_model_learn(&model, book, &options), DC_OK);
    dc_together together = model->together;
    dc_model_free(model);
    given_book_free(book);
    free(text);
    return together;
}

static void what_comes_back_of_a_write_off_is_no_settlement(void **state)
{
    (void)state;
    dc_together never = learn(0), back = learn(20);
    assert_true(never.run_learnt && never.shock_learnt);
    assert_double_close(back.run_share, never.run_share, 0.0);
    assert_double_close(back.lasting, never.lasting, 0.0);
    assert_double_close(back.weekly, never.weekly, 0.0);
}

static void invoices_paid_each_for_itself_show_no_runs(void **state)
{
    (void)state;
    dc_together together = learn(0);
    assert_true(together.run_share < 0.05);
    assert_true(together.lasting < 0.1 && together.weekly < 0.1);
}

/* Below fifty settled claims runs and shocks are those of the safe side. */
static void little_history_is_assumed_to_run(void **state)
{
    (void)state;
    static const char rows[] = "customer invoice issued due amount\n"
                               "a A-1 2024-01-01 2024-01-31 9.00 paid=2024-02-05\n"
                               "a A-2 2024-01-01 2024-01-31 9.00\n";
    dc_book          *book = given_book("2024-03-31", rows);
    dc_model         *model = NULL;
    dc_learn_options  options = DC_LEARN_OPTIONS_INIT;
    assert_int_equal(dc_model_learn(&model, book, &options), DC_OK);
    assert_false(model->together.run_learnt || model->together.shock_learnt);
    assert_double_close(model->together.run_share, 1.0, 0.0);
    assert_double_close(model->together.lasting, 0.1, 0.0);
    assert_double_close(model->together.weekly, 0.1, 0.0);
    dc_model_free(model);
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_comes_back_of_a_write_off_is_no_settlement),
        cmocka_unit_test(invoices_paid_each_for_itself_show_no_runs),
        cmocka_unit_test(little_history_is_assumed_to_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
