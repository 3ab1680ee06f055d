#include "support/expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/book_files.h"

/*
 * Nearly all cells of a large ledger are plain: 2024-01-10, 1234.50.  They are read on a short way.
 * Whatever is written otherwise stands here among plain rows, with line ends and marks of all
 * kinds, and must be read as it ever was, or be refused at its place.
 */

enum { ISSUED = 3, AMOUNT = 5, LINE = 5 };

typedef struct {
    const char   *issued, *amount;           /* cells as they stand in the file */
    const char   *issued_read, *amount_read; /* NULL: the row is refused */
    dc_issue_kind kind;                      /* then, for this reason */
    uint32_t      column;                    /* and there */
} cells;

static const cells all[] = {
    {"2024-01-10", "1234.50", "2024-01-10", "1234.50", 0, 0},
    {"\"2024-01-10\"", "\"1234.50\"", "2024-01-10", "1234.50", 0, 0},
    {" 2024-01-10 ", " 1234.50 ", "2024-01-10", "1234.50", 0, 0},
    {"20240110", "\"1,234.50\"", "2024-01-10", "1234.50", 0, 0},
    {"2024/1/10", "+1234.5", "2024-01-10", "1234.50", 0, 0},
    {"2024-1-10", "1234.500", "2024-01-10", "1234.50", 0, 0},
    {"2024-01-10 12:30", "5", "2024-01-10", "5.00", 0, 0},
    {"2024-01-10T08:00:00Z", "5.", "2024-01-10", "5.00", 0, 0},
    {"10-Jan-2024", ".5", "2024-01-10", "0.50", 0, 0},
    {"2024年1月10日", "5.00000000001", "2024-01-10", "5.00", 0, 0},
    {"0001-01-01", "-5.00", "0001-01-01", "-5.00", 0, 0},
    {"2024-02-29", "(5.00)", "2024-02-29", "-5.00", 0, 0},
    {"2024-02-29", "5.00-", "2024-02-29", "-5.00", 0, 0},
    {"2024-01-10", "0000000000000000000012.00", "2024-01-10", "12.00", 0, 0},
    {"2024-01-10", "1234567890123.45", "2024-01-10", "1234567890123.45", 0, 0},
    {"2024-01-10", "1234567890123456789", NULL, NULL, DC_ISSUE_AMOUNT_TOO_LARGE, AMOUNT},
    {"2024-01-10", "12345678901234567890.12", NULL, NULL, DC_ISSUE_AMOUNT_TOO_LARGE, AMOUNT},
    {"2024-01-10", "5.001", NULL, NULL, DC_ISSUE_SURPLUS_DECIMALS, AMOUNT},
    {"2024-01-10", "1e5", NULL, NULL, DC_ISSUE_BAD_AMOUNT, AMOUNT},
    {"2024-01-10", "--5", NULL, NULL, DC_ISSUE_BAD_AMOUNT, AMOUNT},
    {"2024-01-10", "5.00.", NULL, NULL, DC_ISSUE_BAD_AMOUNT, AMOUNT},
    {"2024-01-10", "", NULL, NULL, DC_ISSUE_CELL_EMPTY, AMOUNT},
    {"2024-02-30", "5.00", NULL, NULL, DC_ISSUE_IMPOSSIBLE_DATE, ISSUED},
    {"2023-02-29", "5.00", NULL, NULL, DC_ISSUE_IMPOSSIBLE_DATE, ISSUED},
    {"2024-13-01", "5.00", NULL, NULL, DC_ISSUE_BAD_DATE, ISSUED},
    {"0000-01-01", "5.00", NULL, NULL, DC_ISSUE_IMPOSSIBLE_DATE, ISSUED},
    {"2024-01-100", "5.00", NULL, NULL, DC_ISSUE_BAD_DATE, ISSUED},
    {"2024-01-1x", "5.00", NULL, NULL, DC_ISSUE_BAD_DATE, ISSUED},
    {"2024-01-", "5.00", NULL, NULL, DC_ISSUE_BAD_DATE, ISSUED},
    {"2024-0110", "5.00", NULL, NULL, DC_ISSUE_BAD_DATE, ISSUED},
    {"05:23.4", "5.00", NULL, NULL, DC_ISSUE_DAMAGED_DATE, ISSUED},
    {"", "5.00", NULL, NULL, DC_ISSUE_CELL_EMPTY, ISSUED},
};

static const struct {
    const char *start, *end; /* of the file, of each line */
} files[] = {{"", "\n"}, {"", "\r\n"}, {"\xEF\xBB\xBF", "\r\n"}, {"", "\r"}};

static dc_book *read_among_plain_rows(const cells *odd, size_t file, dc_issues *issues)
{
    const char *end = files[file].end;
    char        text[600];

    snprintf(text, sizeof text,
             "%sinvoice,customer,issued,due,amount%s"
             "A,c,2024-01-05,2024-03-01,10.00%sB,c,2024-01-06,2024-03-01,20.00%s"
             "C,c,2024-01-07,2024-03-01,30.00%sX,c,%s,2024-03-01,%s%s"
             "Y,c,2024-01-08,2024-03-01,40.00%s",
             files[file].start, end, end, end, end, odd->issued, odd->amount, end, end);
    return book_of_invoices(text, "2024-03-02", issues);
}

static size_t find(const dc_book *book, const char *invoice)
{
    size_t at = 0;

    while (at < book->claims.count && strcmp(book->claims.invoice[at], invoice) != 0)
        at++;
    return at;
}

static void expect_refused(const cells *odd, const dc_book *book, const dc_issues *issues)
{
    size_t at = 0;

    while (at < dc_issues_total(issues) && dc_issues_severity(issues, at) != DC_ERROR)
        at++;
    if (at == dc_issues_total(issues))
        fail_msg("%s and %s are not refused", odd->issued, odd->amount);
    if (dc_issues_kind(issues, at) != odd->kind)
        fail_msg("%s and %s are refused for another reason", odd->issued, odd->amount);
    assert_int_equal(dc_issues_count(issues, DC_ERROR), 1);
    assert_int_equal(dc_issues_place(issues, at).line, LINE);
    assert_int_equal(dc_issues_place(issues, at).column, odd->column);
    assert_int_equal(book->claims.count, 4);
    assert_int_equal(book->reject_count, 1);
    assert_int_equal(book->rejects[0].line, LINE);
    assert_int_equal(book->files[0].rows_rejected, 1);
}

static void cells_written_otherwise_are_read_or_refused_where_they_stand(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        for (size_t file = 0; file < sizeof files / sizeof files[0]; file++) {
            dc_issues *issues = dc_issues_new();
            dc_book   *book = read_among_plain_rows(&all[i], file, issues);
            size_t     at;

            assert_non_null(book);
            at = find(book, "X");
            if (!all[i].issued_read) {
                expect_refused(&all[i], book, issues);
            } else {
                if (at == book->claims.count)
                    fail_msg("%s and %s are refused", all[i].issued, all[i].amount);
                assert_int_equal(book->claims.count, 5);
                assert_date_equal(book->claims.issued[at], all[i].issued_read);
                assert_money_equal(book->claims.amount[at], all[i].amount_read);
                assert_int_equal(book->claims.line[at], LINE);
            }
            at = find(book, "Y"); /* the row behind is not touched */
            assert_money_equal(book->claims.amount[at], "40.00");
            assert_int_equal(book->claims.line[at], LINE + 1);
            dc_book_free(book);
            dc_issues_free(issues);
        }
}

/* Short ids of customers stand in a table of their own, long ones do not. */
static void customers_are_told_apart_whatever_the_length_of_their_ids(void **state)
{
    (void)state;
    enum { CUSTOMERS = 2000, ROUNDS = 3 };
    dc_issues *issues = dc_issues_new();
    char      *text = NULL;
    size_t     size;
    FILE      *out = open_memstream(&text, &size);
    dc_book   *book;

    assert_non_null(out);
    fputs("invoice,customer,issued,due,amount\n", out);
    for (int round = 0; round < ROUNDS; round++)
        for (int c = 0; c < CUSTOMERS; c++)
            fprintf(out, "I%d-%d,%.*s%d,2024-01-05,2024-03-01,%d.00\n", round, c, c % 20,
                    "AAAAAAAAAAAAAAAAAAAA", c, c + 1);
    fclose(out);
    book = book_of_invoices(text, "2024-03-02", issues);
    assert_int_equal(book->customers.count, CUSTOMERS);
    assert_int_equal(book->claims.count, ROUNDS * CUSTOMERS);
    for (size_t i = 0; i < book->claims.count; i++) {
        const char *id = book->customers.id[book->claims.customer[i]];
        int         number = atoi(id + strspn(id, "A"));

        assert_int_equal(book->claims.amount[i].minor, 100 * (number + 1));
        assert_int_equal(strspn(id, "A"), number % 20);
    }
    dc_book_free(book);
    dc_issues_free(issues);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_written_otherwise_are_read_or_refused_where_they_stand),
        cmocka_unit_test(customers_are_told_apart_whatever_the_length_of_their_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
