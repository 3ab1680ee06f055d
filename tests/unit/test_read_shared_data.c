#include "support/expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "duecast/book.h"

/* Public ledgers that may not be copied into the repository: read where they are, else skipped. */
static const char *shared_directory(void)
{
    const char *given = getenv("DUECAST_SHARED");

    return given ? given : DUECAST_SOURCE_DIR "/../shared";
}

static void real_ledgers_are_read_whole(void **state)
{
    (void)state;
    static const struct {
        const char *file, *format, *as_of, *receivables;
        size_t      rows, customers, open, warnings;
    } cases[] = {
        {"ibm/accounts-receivable.csv", "ibm", "2013-05-26", "6386.71", 1806, 100, 106, 0},
        {"cassandra/invoices.csv", "canonical", "2016-06-26", "129959.47", 6284, 2600, 153, 5},
        {"cassandra/bills-raw.csv", "cassandra-raw", "2016-06-26", "788814.86", 6769, 2799, 638, 6},
        {"highradius/kunal2020_HRC70078W.csv", "highradius-usd", "2020-05-22", "310427858.74", 9681,
         553, 9681, 1},
        {"highradius/nooobcoder_nulldata.csv", "highradius-usd", "2020-05-22", "310427858.91", 9681,
         553, 9681, 1},
        {"highradius/sagnikroy10_data2.csv", "highradius", "2020-05-22", "275113716.83", 9700, 526,
         9700, 1},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_read_options options = DC_READ_OPTIONS_INIT;
        dc_issues      *issues = dc_issues_new();
        char            path[600];
        dc_book        *book;
        size_t          open = 0;

        snprintf(path, sizeof path, "%s/data/%s", shared_directory(), cases[i].file);
        assert_int_equal(dc_book_read(&book, path, &options, issues), DC_OK);
        assert_no_issues(issues, DC_ERROR);
        assert_int_equal(dc_issues_count(issues, DC_WARNING), cases[i].warnings);
        assert_string_equal(book->files[0].format, cases[i].format);
        assert_date_equal(book->as_of, cases[i].as_of);
        assert_int_equal(book->files[0].rows_read, cases[i].rows);
        assert_int_equal(book->files[0].rows_used, cases[i].rows);
        assert_int_equal(book->customers.count, cases[i].customers);
        assert_money_equal(dc_book_receivables(book), cases[i].receivables);
        for (size_t claim = 0; claim < book->claims.count; claim++)
            open += book->claims.open[claim].minor != 0;
        assert_int_equal(open, cases[i].open);
        dc_book_free(book);
        dc_issues_free(issues);
    }
}

static void rates_of_the_central_bank_translate_a_real_ledger(void **state)
{
    (void)state;
    dc_read_options options = DC_READ_OPTIONS_INIT;
    dc_issues      *issues = dc_issues_new();
    char            path[600], rates[600];
    dc_book        *book;

    snprintf(path, sizeof path, "%s/data/highradius/sagnikroy10_data2.csv", shared_directory());
    snprintf(rates, sizeof rates, "%s/data/ecb/eurofxref-hist.csv", shared_directory());
    options.rates_file = rates;
    assert_int_equal(dc_book_read(&book, path, &options, issues), DC_OK);
    assert_no_issues(issues, DC_WARNING);
    assert_int_equal(book->currency_count, 2);
    assert_string_equal(book->currencies[0].code, "CAD");
    assert_double_close(dc_rate_value(book->currencies[0].rate), 1.0904 / 1.5273, 1e-11);
    dc_book_free(book);
    dc_issues_free(issues);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_ledgers_are_read_whole),
        cmocka_unit_test(rates_of_the_central_bank_translate_a_real_ledger),
    };
    struct stat status;
    char        path[600];

    snprintf(path, sizeof path, "%s/data/ibm", shared_directory());
    if (stat(path, &status) != 0) {
        printf("skipped: %zu tests need the public ledgers in %s\n", sizeof tests / sizeof tests[0],
               shared_directory());
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
