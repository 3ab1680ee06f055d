/* The sample company as files: the same bytes each time, and nobody else's files touched. */
#include "support/expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/demo.h"

enum { SMALL = 300, LONGEST_PATH = 512 };

static const char *const names[] = {"book.yaml",     "invoices.csv", "payments.csv",
                                    "customers.csv", "bills.csv",    "plan.csv",
                                    "rates.csv",     "actions.csv",  NULL};

typedef struct {
    char directory[64];
    char book[96]; /* directory + "/book/one": two levels to make */
} fixture;

static int set_up(void **state)
{
    fixture *made = calloc(1, sizeof *made);
    strcpy(made->directory, "/tmp/duecast-demo-XXXXXX");
    if (!mkdtemp(made->directory))
        return -1;
    snprintf(made->book, sizeof made->book, "%s/book/one", made->directory);
    *state = made;
    return 0;
}

static void remove_in(const char *directory, const char *name)
{
    char path[LONGEST_PATH];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    remove(path);
}

static int tear_down(void **state)
{
    fixture *made = *state;
    for (size_t i = 0; names[i]; i++)
        remove_in(made->book, names[i]);
    for (size_t i = 0; dc_demo_scenario_file(i); i++)
        remove_in(made->book, dc_demo_scenario_file(i));
    remove_in(made->book, "notes.txt");
    remove_in(made->book, "scenarios");
    remove_in(made->directory, "book/one");
    remove_in(made->directory, "book");
    int failed = rmdir(made->directory);
    free(made);
    return failed;
}

static dc_status write_demo(const char *directory, size_t invoices, uint64_t seed, size_t *errors)
{
    dc_issues      *issues = dc_issues_new();
    dc_demo_options options = {directory, invoices, seed};
    dc_status       status = dc_demo_write(&options, issues);
    *errors = dc_issues_count(issues, DC_ERROR);
    dc_issues_free(issues);
    return status;
}

static void write_small(const fixture *made, uint64_t seed)
{
    size_t errors;
    assert_int_equal(write_demo(made->book, SMALL, seed, &errors), DC_OK);
    assert_int_equal(errors, 0);
}

/* The whole file as text, to be freed; NULL when there is none. */
static char *content_of(const char *directory, const char *name)
{
    char  path[LONGEST_PATH];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", directory, name);
    if (!(file = fopen(path, "rb")))
        return NULL;
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    char  *text = calloc(size + 1, 1);
    rewind(file);
    assert_int_equal(fread(text, 1, size, file), size);
    fclose(file);
    return text;
}

static void put_file(const char *directory, const char *name, const char *text)
{
    char path[LONGEST_PATH];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void the_same_options_give_the_same_bytes(void **state)
{
    const fixture *made = *state;
    char          *first[sizeof names / sizeof names[0]];

    write_small(made, 7);
    for (size_t i = 0; names[i]; i++)
        assert_non_null(first[i] = content_of(made->book, names[i]));
    write_small(made, 7);
    for (size_t i = 0; names[i]; i++) {
        char *second = content_of(made->book, names[i]);
        assert_string_equal(first[i], second);
        free(first[i]);
        free(second);
    }
}

static void another_seed_gives_other_invoices(void **state)
{
    const fixture *made = *state;

    write_small(made, 1);
    char *first = content_of(made->book, "invoices.csv");
    write_small(made, 2);
    char *second = content_of(made->book, "invoices.csv");
    assert_string_not_equal(first, second);
    free(first);
    free(second);
}

static void seed_zero_means_seed_one(void **state)
{
    const fixture *made = *state;

    write_small(made, 0);
    char *first = content_of(made->book, "payments.csv");
    write_small(made, 1);
    char *second = content_of(made->book, "payments.csv");
    assert_string_equal(first, second);
    free(first);
    free(second);
}

static void a_directory_with_other_files_is_left_alone(void **state)
{
    const fixture *made = *state;
    size_t         errors;

    write_small(made, 1);
    put_file(made->book, "notes.txt", "mine");
    char *before = content_of(made->book, "invoices.csv");
    assert_int_equal(write_demo(made->book, SMALL, 2, &errors), DC_ERR_OUTPUT);
    assert_int_equal(errors, 1);
    char *after = content_of(made->book, "invoices.csv");
    assert_string_equal(before, after);
    free(before);
    free(after);
}

/* A real book has the same file names: only the first line of book.yaml tells. */
static void a_book_of_somebody_else_is_never_overwritten(void **state)
{
    const fixture *made = *state;
    size_t         errors;

    write_small(made, 1);
    put_file(made->book, "book.yaml", "company: {name: Mine}\n");
    assert_int_equal(write_demo(made->book, SMALL, 1, &errors), DC_ERR_OUTPUT);
    assert_int_equal(errors, 1);
    char *book = content_of(made->book, "book.yaml");
    assert_string_equal(book, "company: {name: Mine}\n");
    free(book);
}

/* A lonely file of the same name, also below scenarios/, is somebody's: there is no book.yaml. */
static void a_directory_without_the_book_of_a_demo_is_left_alone(void **state)
{
    static const char *const mine[] = {"invoices.csv", "scenarios/late-15.yaml"};
    const fixture           *made = *state;
    size_t                   errors;

    for (size_t i = 0; i < 2; i++) {
        write_small(made, 1);
        for (size_t file = 0; names[file]; file++)
            remove_in(made->book, names[file]);
        for (size_t file = 0; dc_demo_scenario_file(file); file++)
            remove_in(made->book, dc_demo_scenario_file(file));
        put_file(made->book, mine[i], "mine");
        assert_int_equal(write_demo(made->book, SMALL, 1, &errors), DC_ERR_OUTPUT);
        assert_int_equal(errors, 1);
        char *text = content_of(made->book, mine[i]);
        assert_string_equal(text, "mine");
        assert_null(content_of(made->book, "payments.csv"));
        free(text);
        remove_in(made->book, mine[i]);
    }
}

static void no_unfinished_file_is_left_behind(void **state)
{
    const fixture *made = *state;

    write_small(made, 1);
    for (size_t i = 0; names[i]; i++) {
        char part[64];
        snprintf(part, sizeof part, "%s.part", names[i]);
        assert_null(content_of(made->book, part));
    }
}

static void a_directory_that_cannot_be_made_is_an_issue(void **state)
{
    const fixture *made = *state;
    size_t         errors;
    char           below[LONGEST_PATH];

    write_small(made, 1);
    snprintf(below, sizeof below, "%s/book.yaml/company", made->book);
    assert_int_equal(write_demo(below, SMALL, 1, &errors), DC_ERR_OUTPUT);
    assert_int_equal(errors, 1);
}

static void names_with_commas_and_quotes_are_quoted(void **state)
{
    const fixture *made = *state;

    write_small(made, 1);
    char *customers = content_of(made->book, "customers.csv");
    assert_non_null(strstr(customers, ",\"Krüger \"\"Die Werkstatt\"\", Lübeck\",retail,"));
    assert_non_null(strstr(customers, "苏州恒达精密机械有限公司"));
    free(customers);
}

/* The book's scenarios and the library are two copies of one text. */
static void the_scenarios_are_those_of_the_library(void **state)
{
    (void)state;
    for (size_t i = 0; dc_demo_scenario_file(i); i++) {
        const char *file = strchr(dc_demo_scenario_file(i), '/') + 1;
        char       *text = content_of(DUECAST_SOURCE_DIR "/scenarios/library", file);
        assert_non_null(text);
        assert_string_equal(text, dc_demo_scenario_text(i));
        free(text);
    }
}

#define AFRESH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        AFRESH(the_same_options_give_the_same_bytes),
        AFRESH(another_seed_gives_other_invoices),
        AFRESH(seed_zero_means_seed_one),
        AFRESH(a_directory_with_other_files_is_left_alone),
        AFRESH(a_book_of_somebody_else_is_never_overwritten),
        AFRESH(a_directory_without_the_book_of_a_demo_is_left_alone),
        AFRESH(no_unfinished_file_is_left_behind),
        AFRESH(a_directory_that_cannot_be_made_is_an_issue),
        AFRESH(names_with_commas_and_quotes_are_quoted),
        cmocka_unit_test(the_scenarios_are_those_of_the_library),
    };
    return cmocka_run_group_tests_name("cli/demo", tests, NULL, NULL);
}
