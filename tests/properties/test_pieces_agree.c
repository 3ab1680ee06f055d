#include "support/expect.h"

#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/book_files.h"

/*
 * A large file is read in pieces by several threads.  Whatever the pieces and however many threads,
 * the book, its problems with their places, the rejected rows and the totals are those of a file
 * read in one piece.  The ledgers below hold what a cut could spoil: line ends in quotes, quotes
 * that mean nothing, one that is never closed, other line ends, no last line end, numbers that
 * stand twice far apart, dates and amounts whose way of writing shows only in the last rows.
 */

static const char head[] = "invoice,part,customer,issued,due,amount,currency,paid,customer name\n";

enum { ROWS = 2500, ROW_BYTES = 200, LATE = 1500 };

static uint32_t next_number(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

typedef struct {
    const char *name;
    const char *line_end;
    const char *start;         /* before the header */
    bool        quotes;        /* names with line ends and quotes in them */
    bool        trouble;       /* rows that cannot be used */
    bool        late_heading;  /* behind many rows, with rows below it that have no customer */
    bool        has_unclosed;  /* a quote that is never closed, in the middle */
    const char *first_day;     /* how days of the first rows are written; NULL: as the others */
    const char *day;           /* printf form of (day, month, year), by position */
    bool        groups_at_end; /* amounts as 1.234,50 in the last rows, 1234 before */
    bool        no_end;        /* no line end behind the last row */
    uint32_t    in_order;      /* numbers of invoices grow, but that the last row has this one of
                                  them; 0: they do not */
} ledger;

#define ISO       "%3$04u-%2$02u-%1$02u"
#define DAY_FIRST "%1$u/%2$u/%3$u"

static const ledger ledgers[] = {
    {.name = "plain", .line_end = "\n", .start = "", .day = ISO},
    {.name = "crlf", .line_end = "\r\n", .start = "\xEF\xBB\xBF", .day = ISO, .no_end = true},
    {.name = "cr", .line_end = "\r", .start = "", .day = ISO, .trouble = true},
    {.name = "quotes", .line_end = "\n", .start = "", .day = ISO, .quotes = true},
    {.name = "quotes and trouble",
     .line_end = "\r\n",
     .start = "sep=,\r\n",
     .day = ISO,
     .quotes = true,
     .trouble = true,
     .no_end = true},
    {.name = "unclosed",
     .line_end = "\n",
     .start = "",
     .day = ISO,
     .quotes = true,
     .trouble = true,
     .has_unclosed = true},
    {.name = "day first", .line_end = "\n", .start = "", .day = DAY_FIRST, .trouble = true},
    {.name = "day first at the end",
     .line_end = "\n",
     .start = "",
     .first_day = ISO,
     .day = DAY_FIRST,
     .trouble = true},
    {.name = "in order", .line_end = "\r\n", .start = "", .day = ISO, .in_order = ROWS - 1},
    {.name = "in order with trouble",
     .line_end = "\n",
     .start = "",
     .day = ISO,
     .trouble = true,
     .in_order = ROWS - 1},
    {.name = "in order but for the last",
     .line_end = "\n",
     .start = "",
     .day = ISO,
     .in_order = 17},
    {.name = "a late heading", .line_end = "\n", .start = "", .day = ISO, .late_heading = true},
    {.name = "groups at the end", .line_end = "\n", .start = "", .day = ISO, .groups_at_end = true},
};

static void write_day(FILE *out, const char *form, uint32_t *state)
{
    uint32_t day = next_number(state) % 28 + 1, month = next_number(state) % 12 + 1;
    uint32_t year = 2022 + next_number(state) % 2;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    fprintf(out, form, day, month, year);
#pragma GCC diagnostic pop
}

static void write_name(FILE *out, const ledger *made, uint32_t row, uint32_t *state)
{
    static const char *const names[] = {"\"Two\nLines\"", "\"Say \"\"Hi\"\"\"", "5\" pipes",
                                        "\"a,b\r\nc\"",   "  \"blank\" ",       "plain"};

    if (made->has_unclosed && row == ROWS / 2)
        fputs("\"never closed", out);
    else if (made->quotes)
        fputs(names[next_number(state) % 6], out);
    else
        fprintf(out, "Name %u", next_number(state) % 5);
}

static void write_trouble(FILE *out, const ledger *made, uint32_t *state)
{
    static const char *const rows[] = {
        "X,,c1,2023-02-30,,1,EUR,,",  "X,,,2023-02-01,,1,EUR,,",         "",
        "X,,c1,2023-02-01,,1,EUR",    "X,,c1,2023-02-01,,abc,EUR,,",     "   ",
        "X,,c1,2023-02-01,,1,EURO,,", "X,,c1,2023-02-01,,1.234567,JPY,,"};

    fprintf(out, "%s%s", rows[next_number(state) % 8], made->line_end);
}

static void write_row(FILE *out, const ledger *made, uint32_t row, uint32_t *state)
{
    static const char *const currencies[] = {"EUR", "USD", "JPY"};
    const char              *day = made->first_day && row < 1500 ? made->first_day : made->day;
    uint32_t                 amount = next_number(state) % 900 + 1;

    if (made->trouble && row % 50 == 7)
        write_trouble(out, made, state);
    if (made->late_heading && row == LATE)
        fprintf(out, ",,Late Heading,,,,,,%s", made->line_end);
    if (made->in_order)
        fprintf(out, "I-%08u,,", row + 1 < ROWS ? row : made->in_order);
    else
        fprintf(out, "I-%u,%s,", next_number(state) % (4 * ROWS), row % 9 == 0 ? "2" : "");
    if (made->late_heading && row >= LATE)
        fputc(',', out);
    else
        fprintf(out, "c%02u,", next_number(state) % 40);
    write_day(out, day, state);
    fputs(",,", out);
    if (made->groups_at_end && row > ROWS - 20)
        fprintf(out, "\"%u.%03u,50\"", amount % 9 + 1, amount);
    else
        fprintf(out, "%u", amount);
    fprintf(out, ",%s,", made->groups_at_end ? "EUR" : currencies[next_number(state) % 3]);
    if (next_number(state) % 3)
        write_day(out, day, state);
    fputc(',', out);
    write_name(out, made, row, state);
    if (row + 1 < ROWS || !made->no_end)
        fputs(made->line_end, out);
}

static char *make(const ledger *made, size_t *size)
{
    uint32_t state = 20240630;
    char    *text = NULL;
    FILE    *out = open_memstream(&text, size);

    assert_non_null(out);
    fprintf(out, "%s%.*s%s", made->start, (int)strlen(head) - 1, head, made->line_end);
    for (uint32_t row = 0; row < ROWS; row++)
        write_row(out, made, row, &state);
    fclose(out);
    return text;
}

static void describe_claims(FILE *out, const dc_book *book)
{
    const dc_claims *claims = &book->claims;

    for (size_t i = 0; i < claims->count; i++)
        fprintf(out, "%s/%s %u %u %u %llx %d %d %d %d %lld %lld line %u event %u\n",
                claims->invoice[i], dc_claim_part(claims, i), claims->customer[i],
                claims->currency[i], claims->kind[i], (unsigned long long)claims->entity[i],
                (int)claims->issued[i].day, (int)claims->due[i].day, (int)claims->entered[i].day,
                (int)claims->closed[i].day, (long long)claims->amount[i].minor,
                (long long)claims->open[i].minor, claims->line[i], claims->first_event[i + 1]);
    for (size_t i = 0; i < book->events.count; i++)
        fprintf(out, "%u %d %lld\n", book->events.claim[i], (int)book->events.date[i].day,
                (long long)book->events.amount[i].minor);
}

/* Everything of a book that may be seen, as one text; of one that cannot be used its problems. */
static char *describe(const dc_book *book, dc_issues *issues)
{
    char  *text = NULL;
    size_t size;
    FILE  *out = open_memstream(&text, &size);

    assert_non_null(out);
    dc_issues_sort(issues);
    for (size_t i = 0; i < dc_issues_total(issues); i++)
        dc_issues_write(out, issues, i, DC_ENGLISH, 0);
    if (book) {
        const dc_file_totals *file = &book->files[book->file_count - 1];

        fprintf(out, "%s %d %s %s\n", book->content_sha256, (int)book->as_of.day,
                book->as_of_source, file->sha256);
        fprintf(out, "%zu %zu %zu %zu %.2f %.2f %zu\n", file->rows_read, file->rows_used,
                file->rows_rejected, file->rows_later, file->worth_read, file->worth_rejected,
                file->rows_worth_unknown);
        for (size_t i = 0; i < book->reject_count; i++)
            fprintf(out, "%u: %s: %s\n", book->rejects[i].line, book->rejects[i].reason[DC_ENGLISH],
                    book->rejects[i].text);
        for (size_t i = 0; i < book->customers.count; i++)
            fprintf(out, "%s %s\n", book->customers.id[i], book->customers.name[i]);
        describe_claims(out, book);
    }
    fclose(out);
    return text;
}

static char *read_in_pieces(const book_files *files, size_t piece_bytes, int threads)
{
    dc_read_options options = DC_READ_OPTIONS_INIT;
    dc_issues      *issues = dc_issues_new();
    dc_book        *book = NULL;
    char           *text;

    options.piece_bytes = piece_bytes;
    omp_set_num_threads(threads);
    dc_book_read(&book, book_files_directory(files), &options, issues);
    text = describe(book, issues);
    dc_book_free(book);
    dc_issues_free(issues);
    return text;
}

static size_t count_claims(const char *described)
{
    size_t count = 0;

    for (const char *at = described; (at = strstr(at, " event ")); at++)
        count++;
    return count;
}

static void pieces_and_threads_change_nothing(void **state)
{
    (void)state;
    static const struct {
        size_t bytes;
        int    threads;
    } ways[] = {{1, 1}, {997, 2}, {5003, 8}, {60000, 2}};

    for (size_t l = 0; l < sizeof ledgers / sizeof ledgers[0]; l++) {
        book_files *files = book_files_new();
        size_t      size;
        char       *ledger_text = make(&ledgers[l], &size), *whole;

        book_files_write_bytes(files, "invoices.csv", ledger_text, size);
        book_files_write(files, "book.yaml", "default_terms: net 30\ncurrency: EUR\n");
        whole = read_in_pieces(files, SIZE_MAX / 2, 1);
        if (count_claims(whole) < 900)
            fail_msg("%s: hardly anything was read", ledgers[l].name);
        for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
            char *text = read_in_pieces(files, ways[i].bytes, ways[i].threads);

            if (strcmp(text, whole) != 0)
                fail_msg("%s: pieces of %zu bytes on %d threads differ", ledgers[l].name,
                         ways[i].bytes, ways[i].threads);
            free(text);
        }
        free(whole);
        free(ledger_text);
        book_files_free(files);
    }
}

/* The content of a ledger so large that it is hashed in blocks. */
static void hash_large(char hex[65], uint32_t first, uint32_t step, uint32_t changed)
{
    enum { LARGE = 70001 }; /* prime: every step below visits all rows */
    book_files *files = book_files_new();
    dc_issues  *issues = dc_issues_new();
    char       *text = NULL;
    size_t      size;
    FILE       *out = open_memstream(&text, &size);
    dc_book    *book;

    assert_non_null(out);
    fputs("invoice,customer,issued,due,amount,paid\n", out);
    for (uint32_t i = 0, row = first; i < LARGE; i++, row = (row + step) % LARGE)
        fprintf(out, "I%u,c%u,2023-01-%02u,2023-02-01,%u.00,%s\n", row, row % 977, row % 28 + 1,
                row % 500 + 1 + (row == changed), row % 20 ? "2023-02-03" : "");
    fclose(out);
    book_files_write_bytes(files, "invoices.csv", text, size);
    book = book_files_read(files, "", issues);
    assert_non_null(book);
    assert_int_equal(book->claims.count, LARGE);
    memcpy(hex, book->content_sha256, 65);
    dc_book_free(book);
    dc_issues_free(issues);
    book_files_free(files);
    free(text);
}

static void the_content_of_a_large_ledger_is_what_it_holds(void **state)
{
    (void)state;
    char first[65], shuffled[65], changed[65];

    hash_large(first, 0, 1, UINT32_MAX);
    hash_large(shuffled, 1234, 45677, UINT32_MAX);
    hash_large(changed, 0, 1, 69000);
    assert_string_equal(first, shuffled);
    assert_string_not_equal(first, changed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_and_threads_change_nothing),
        cmocka_unit_test(the_content_of_a_large_ledger_is_what_it_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
