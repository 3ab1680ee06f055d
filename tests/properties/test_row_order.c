#include "support/expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/book_files.h"

/*
 * The order of rows never matters: a book whose files are shuffled has the same content, the same
 * totals and the same number of problems.  The rows below hold every kind of trouble that an order
 * could decide: twins, parts, payments over the open amount, money on account, names that differ.
 */

enum { ROWS_MAX = 400, SHUFFLES = 12, LINE_MAX_BYTES = 160 };

typedef struct {
    const char *name, *head;
    char        row[ROWS_MAX][LINE_MAX_BYTES];
    size_t      count;
} table;

/* A small generator of its own, so that the test needs nothing of the program's chance. */
static uint32_t next_number(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void add(table *to, const char *row)
{
    assert_true(to->count < ROWS_MAX);
    snprintf(to->row[to->count++], LINE_MAX_BYTES, "%s", row);
}

static void fill_invoices(table *invoices, uint32_t *state)
{
    static const char *const currencies[] = {"EUR", "USD", "JPY"};

    for (int i = 0; i < 250; i++) {
        char     row[LINE_MAX_BYTES];
        uint32_t day = next_number(state) % 28 + 1, month = next_number(state) % 6 + 1;

        snprintf(row, sizeof row, "I-%u,%s,c%02u,2024-%02u-%02u,,%u,%s,Name %u,%s",
                 next_number(state) % 200, i % 7 == 0 ? "2" : "", next_number(state) % 9, month,
                 day, next_number(state) % 9000 + 1, currencies[next_number(state) % 3],
                 next_number(state) % 4, i % 11 == 0 ? "credit" : "");
        add(invoices, row);
    }
    add(invoices, "I-1,,c01,2024-02-30,,1,EUR,,");
    add(invoices, "I-bad,,c01,2024-02-01,,1.5,JPY,,");
}

static void fill_payments(table *payments, uint32_t *state)
{
    for (int i = 0; i < 200; i++) {
        char row[LINE_MAX_BYTES];

        if (i % 10 == 0)
            snprintf(row, sizeof row, "2024-07-%02u,%u,,c%02u", next_number(state) % 3 + 1,
                     next_number(state) % 3 + 1, next_number(state) % 9);
        else
            snprintf(row, sizeof row, "2024-07-%02u,%u,I-%u,", next_number(state) % 28 + 1,
                     next_number(state) % 6000 + 1, next_number(state) % 200);
        add(payments, row);
    }
}

static void write_shuffled(book_files *files, const table *from, uint32_t *state)
{
    size_t order[ROWS_MAX];
    char  *text = NULL;
    size_t size;
    FILE  *out = open_memstream(&text, &size);

    assert_non_null(out);
    for (size_t i = 0; i < from->count; i++)
        order[i] = i;
    for (size_t i = from->count; *state > 0 && i > 1; i--) {
        size_t other = next_number(state) % i, kept = order[i - 1];

        order[i - 1] = order[other];
        order[other] = kept;
    }
    fprintf(out, "%s\n", from->head);
    for (size_t i = 0; i < from->count; i++)
        fprintf(out, "%s\n", from->row[order[i]]);
    fclose(out);
    book_files_write(files, from->name, text);
    free(text);
}

/* Everything of a book that may be seen, as one text. */
static char *describe(const dc_book *book, const dc_issues *issues)
{
    char  *text = NULL;
    size_t size;
    FILE  *out = open_memstream(&text, &size);

    assert_non_null(out);
    fprintf(out, "%s %d %s\n", book->content_sha256, (int)book->as_of.day, book->as_of_source);
    fprintf(out, "%zu errors, %zu warnings\n", dc_issues_count(issues, DC_ERROR),
            dc_issues_count(issues, DC_WARNING));
    for (size_t i = 0; i < book->file_count; i++)
        fprintf(out, "%s %zu %zu %zu %.2f %.2f\n", book->files[i].file, book->files[i].rows_used,
                book->files[i].rows_rejected, book->files[i].rows_later, book->files[i].worth_read,
                book->files[i].worth_rejected);
    for (size_t i = 0; i < book->customers.count; i++)
        fprintf(out, "%s %s\n", book->customers.id[i], book->customers.name[i]);
    for (size_t i = 0; i < book->claims.count; i++)
        fprintf(out, "%s %s %llx %lld\n", book->claims.invoice[i], dc_claim_part(&book->claims, i),
                (unsigned long long)book->claims.entity[i], (long long)book->claims.open[i].minor);
    fclose(out);
    return text;
}

static void the_order_of_rows_never_matters(void **state)
{
    (void)state;
    static table invoices = {
        .name = "invoices.csv",
        .head = "invoice,part,customer,issued,due,amount,currency,customer name,kind"};
    static table payments = {.name = "payments.csv", .head = "date,amount,invoice,customer"};
    uint32_t     numbers = 20240630, shuffle = 0;
    char        *first = NULL;

    fill_invoices(&invoices, &numbers);
    fill_payments(&payments, &numbers);
    for (uint32_t i = 0; i < SHUFFLES; i++) {
        book_files *files = book_files_new();
        dc_issues  *issues = dc_issues_new();
        dc_book    *book;
        char       *text;

        shuffle = i; /* 0: as written */
        write_shuffled(files, &invoices, &shuffle);
        write_shuffled(files, &payments, &shuffle);
        book_files_write(files, "book.yaml", "default_terms: net 30\ncurrency: EUR\n");
        book = book_files_read(files, "", issues);
        assert_non_null(book);
        text = describe(book, issues);
        if (i == 0) {
            first = text;
            assert_true(book->claims.count > 150);
            assert_true(book->files[0].rows_rejected > 20);
            assert_true(book->files[1].rows_rejected > 20);
        } else {
            assert_string_equal(text, first);
        }
        if (i > 0)
            free(text);
        dc_book_free(book);
        dc_issues_free(issues);
        book_files_free(files);
    }
    free(first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_rows_never_matters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
