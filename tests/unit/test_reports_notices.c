/* Letters as a folder: who gets which, what they ask for, and what happens to
 * former ones. */
#include "support/expect.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "duecast/notices.h"
#include "support/book_files.h"

static const char *const library[] = {DUECAST_SOURCE_DIR "/reports/letters"};

typedef struct {
    book_files *files;
    dc_issues  *issues;
    dc_book    *book;
    dc_arena   *arena;
    dc_notices  notices;
    char        folder[600];
} given;

#define COMPANY                                                                                    \
    "company: {name: Bell, address: Quay, contact: Ann, bank: B, signatory: "                      \
    "A}\n"                                                                                         \
    "late_payment_clause: clause\n"
#define HEAD "invoice,customer,issued,due,amount,currency\n"

static given read_book(const char *yaml, const char *invoices, const char *payments)
{
    given all = {book_files_new(), dc_issues_new(), NULL, dc_arena_new(), {.left_out = 0}, ""};
    book_files_write(all.files, "book.yaml", yaml);
    book_files_write(all.files, "invoices.csv", invoices);
    if (payments)
        book_files_write(all.files, "payments.csv", payments);
    all.book = book_files_read(all.files, "", all.issues);
    assert_non_null(all.book);
    snprintf(all.folder, sizeof all.folder, "%s-letters", book_files_directory(all.files));
    return all;
}

static dc_status write_letters(given *all, const dc_notice_options *options)
{
    dc_notice_options usual = {.letter = -1,
                               .minimum = 2500,
                               .plan = DC_PLAN_TERMS_INIT,
                               .library = library,
                               .library_count = 1};
    return dc_notices_write(&all->notices, all->arena, all->book, all->folder,
                            options ? options : &usual, all->issues);
}

static char *content_of(const given *all, const char *name)
{
    char  path[800];
    char *text = calloc(1, 1 << 16);
    snprintf(path, sizeof path, "%s/%s", all->folder, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(text);
    if (!file)
        fail_msg("there is no %s", path);
    size_t length = fread(text, 1, (1 << 16) - 1, file);
    text[length] = '\0';
    fclose(file);
    return text;
}

static bool is_there(const given *all, const char *name)
{
    char        path[800];
    struct stat facts;
    snprintf(path, sizeof path, "%s/%s", all->folder, name);
    return stat(path, &facts) == 0;
}

static void says(const given *all, const char *name, const char *wanted)
{
    char *text = content_of(all, name);
    if (!strstr(text, wanted))
        fail_msg("%s lacks '%s':\n%s", name, wanted, text);
    free(text);
}

static void drop(given *all)
{
    char command[800];
    snprintf(command, sizeof command, "rm -rf '%s'", all->folder);
    assert_int_equal(system(command), 0);
    dc_book_free(all->book);
    dc_arena_free(all->arena);
    dc_issues_free(all->issues);
    book_files_free(all->files);
}

static void what_was_paid_late_bore_interest_until_then(void **state)
{
    (void)state;
    given all = read_book("country: GB\ncurrency: GBP\nas_of: 2025-11-10\n" COMPANY,
                          HEAD "A-1,acme,2025-07-02,2025-08-01,1000.00,\n",
                          "date,amount,invoice,kind\n2025-09-01,400.00,A-1,payment\n"
                          "2025-09-05,100.00,A-1,credit\n");
    assert_int_equal(write_letters(&all, NULL), DC_OK);
    /* 500 x 0.1225 x 101 / 365 + 400 x 0.1225 x 31 / 365 = 16.949 + 4.162; the
   * size is 900 */
    says(&all, "letters.csv", ",101,GBP,500.00,500.00,21.11,40.00,561.11,");
    drop(&all);
}

static void numbers_of_customers_become_safe_names_that_differ(void **state)
{
    (void)state;
    given all = read_book("country: DE\ncurrency: EUR\nas_of: 2026-05-31\n" COMPANY,
                          HEAD "1,a/b,2026-01-01,2026-05-25,100.00,\n"
                               "2,a_b,2026-01-01,2026-05-25,100.00,\n"
                               "3,..,2026-01-01,2026-05-25,100.00,\n"
                               "4,客户,2026-01-01,2026-05-25,100.00,\n"
                               "5,-x,2026-01-01,2026-05-25,100.00,\n"
                               "6,\"=1+1,\"\"x\"\"\",2026-01-01,2026-05-25,100.00,\n",
                          NULL);
    assert_int_equal(write_letters(&all, NULL), DC_OK);
    assert_int_equal(all.notices.letters[DC_LETTER_REMINDER], 6);
    assert_true(is_there(&all, "a_b-reminder.txt"));
    assert_true(is_there(&all, "客户-reminder.html"));
    says(&all, "letters.csv", ",a_b-"); /* a/b, with a hash behind it */
    says(&all, "letters.csv", "\n'-x,");
    says(&all, "letters.csv", "\"'=1+1,\"\"x\"\"\","); /* no formula, quotes doubled */
    drop(&all);
}

static void a_former_folder_is_replaced_and_kept_when_something_fails(void **state)
{
    (void)state;
    given             all = read_book("country: DE\ncurrency: EUR\nas_of: 2026-05-31\n" COMPANY,
                                      HEAD "1,acme,2026-01-01,2026-05-25,100.00,\n", NULL);
    dc_notice_options other = {.letter = DC_LETTER_NOTICE,
                               .minimum = 2500,
                               .plan = DC_PLAN_TERMS_INIT,
                               .library = library,
                               .library_count = 1};
    assert_int_equal(write_letters(&all, NULL), DC_OK);
    assert_true(is_there(&all, "acme-reminder.txt"));
    assert_int_equal(write_letters(&all, &other), DC_OK);
    assert_false(is_there(&all, "acme-reminder.txt"));
    assert_true(is_there(&all, "acme-notice.txt"));
    book_files_write(all.files, "broken.txt", "");
    const char *nowhere[] = {"/nowhere"};
    other.library = nowhere;
    assert_int_equal(write_letters(&all, &other), DC_ERR_INPUT);
    assert_true(is_there(&all, "acme-notice.txt"));
    char note[800];
    snprintf(note, sizeof note, "%s/note.doc", all.folder);
    FILE *file = fopen(note, "wb");
    assert_non_null(file);
    fclose(file);
    assert_int_equal(write_letters(&all, NULL), DC_ERR_OUTPUT);
    assert_true(is_there(&all, "note.doc"));
    drop(&all);
}

static void stages_are_those_of_the_book(void **state)
{
    (void)state;
    given all = read_book("country: DE\ncurrency: EUR\nas_of: 2026-05-31\n" COMPANY
                          "collection: {stages: [{day: -5, action: reminder},\n"
                          "  {day: 20, action: reminder}, {day: 40, action: third_party}]}\n",
                          HEAD "1,early,2026-01-01,2026-05-12,100.00,\n" /* 19 days */
                               "2,late,2026-01-01,2026-05-11,100.00,\n"  /* 20 */
                               "3,later,2026-01-01,2026-04-22,100.00,\n" /* 39 */
                               "4,last,2026-01-01,2026-04-21,100.00,\n", /* 40 */
                          NULL);
    assert_int_equal(write_letters(&all, NULL), DC_OK);
    assert_true(is_there(&all, "early-statement.txt"));
    assert_true(is_there(&all, "late-reminder.txt"));
    assert_true(is_there(&all, "later-reminder.txt"));
    assert_true(is_there(&all, "last-third_party.txt"));
    drop(&all);
}

static void each_currency_has_its_totals_and_fixed_sums_theirs(void **state)
{
    (void)state;
    given all = read_book("country: FR\ncurrency: EUR\nas_of: 2025-11-30\n" COMPANY,
                          HEAD "1,acme,2025-10-01,2025-10-31,36500,JPY\n"
                               "2,acme,2025-10-01,2025-10-31,365.00,USD\n",
                          NULL);
    assert_int_equal(write_letters(&all, NULL), DC_OK); /* neither has a rate: not too small */
    says(&all, "acme-third_party.txt", "JPY 36,500 and USD 365.00");
    /* 30 days at 12.15 %: 364.5 yen, half even, and 3.645 dollars */
    says(&all, "letters.csv", ",JPY,36500,36500,364,0,36864,");
    says(&all, "letters.csv", ",USD,365.00,365.00,3.64,0.00,368.64,");
    says(&all, "letters.csv", ",EUR,0.00,0.00,0.00,80.00,80.00,");
    drop(&all);
}

#define ROW_1 "1,acme,2025-10-01,2025-10-31,100.00,\n"
#define ROW_2 "2,acme,2025-09-01,2025-10-01,200.00,\n"
#define ROW_3 "3,birch,2025-10-01,2025-11-26,300.00,\n"

static void the_order_of_rows_does_not_matter(void **state)
{
    (void)state;
    static const char        yaml[] = "country: IE\ncurrency: EUR\nas_of: 2025-11-30\n" COMPANY;
    static const char *const names[] = {"letters.csv", "acme-third_party.txt",
                                        "acme-third_party.html", "birch-reminder.txt"};
    given                    a = read_book(yaml, HEAD ROW_1 ROW_2 ROW_3, NULL);
    given                    b = read_book(yaml, HEAD ROW_3 ROW_2 ROW_1, NULL);
    assert_int_equal(write_letters(&a, NULL), DC_OK);
    assert_int_equal(write_letters(&b, NULL), DC_OK);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *left = content_of(&a, names[i]), *right = content_of(&b, names[i]);
        assert_string_equal(left, right);
        free(left);
        free(right);
    }
    drop(&a);
    drop(&b);
}

static void one_file_of_invoices_gets_letters_that_name_what_is_missing(void **state)
{
    (void)state;
    given all = {book_files_new(), dc_issues_new(), NULL, dc_arena_new(), {.left_out = 0}, ""};
    all.book = book_of_invoices("invoice,customer,issued,due,amount\n"
                                "1,acme,2026-01-01,2026-05-25,100.00\n",
                                "2026-05-31", all.issues);
    assert_non_null(all.book);
    snprintf(all.folder, sizeof all.folder, "%s-letters", book_files_directory(all.files));
    assert_int_equal(write_letters(&all, NULL), DC_OK);
    says(&all, "acme-reminder.txt", "[not known: name of the company]");
    says(&all, "letters.csv", "name of the company; address of the company;");
    says(&all, "letters.csv", "no law on late payment is known for country ''");
    drop(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_paid_late_bore_interest_until_then),
        cmocka_unit_test(numbers_of_customers_become_safe_names_that_differ),
        cmocka_unit_test(a_former_folder_is_replaced_and_kept_when_something_fails),
        cmocka_unit_test(stages_are_those_of_the_book),
        cmocka_unit_test(each_currency_has_its_totals_and_fixed_sums_theirs),
        cmocka_unit_test(the_order_of_rows_does_not_matter),
        cmocka_unit_test(one_file_of_invoices_gets_letters_that_name_what_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
