/* Files: what they say, and that none is ever half written. */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>

#include "support/expect.h"
#include "support/given_answer.h"

typedef struct {
    char          folder[64];
    given_report *given;
    dc_issues    *issues;
} fixture;

static int setup(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    snprintf(f->folder, sizeof f->folder, "/tmp/duecast-reports-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    f->given = given_answer(16);
    f->issues = dc_issues_new();
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    fixture *f = *state;
    char     command[128];
    snprintf(command, sizeof command, "rm -rf %s", f->folder);
    assert_int_equal(system(command), 0);
    given_answer_free(f->given);
    dc_issues_free(f->issues);
    free(f);
    return 0;
}

static dc_status write_as(fixture *f, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", f->folder, name);
    return dc_report_write(&f->given->answer, path, stdout, f->issues);
}

static char *content_of(fixture *f, const char *name, size_t *size)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", f->folder, name);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    char *text = calloc(1, 1 << 22);
    assert_non_null(text);
    *size = fread(text, 1, (1 << 22) - 1, in);
    fclose(in);
    return text;
}

static size_t entries_in(const char *folder)
{
    size_t count = 0;
    DIR   *open = opendir(folder);
    assert_non_null(open);
    while (readdir(open))
        count++;
    closedir(open);
    return count - 2;
}

static json_t *metric_at(json_t *root, const char *scenario, const char *metric, int week)
{
    size_t  index;
    json_t *row;
    json_array_foreach(json_object_get(root, "metrics"), index, row)
    {
        if (strcmp(json_string_value(json_object_get(row, "scenario")), scenario) == 0 &&
            strcmp(json_string_value(json_object_get(row, "metric")), metric) == 0 &&
            json_integer_value(json_object_get(row, "week")) == week)
            return row;
    }
    return NULL;
}

static void json_holds_the_figures_under_stable_keys(void **state)
{
    fixture *f = *state;
    size_t   size;
    assert_int_equal(write_as(f, "a.json"), DC_OK);
    char   *text = content_of(f, "a.json", &size);
    json_t *root = json_loads(text, 0, NULL);
    assert_non_null(root);
    json_t *run = json_object_get(root, "run");
    assert_string_equal(json_string_value(json_object_get(run, "as_of")), "2026-06-28");
    assert_int_equal(json_integer_value(json_object_get(run, "rows_rejected")), 1);

    json_t *row = metric_at(root, "late", "cash_collected", 13);
    assert_non_null(row);
    assert_double_close(json_real_value(json_object_get(row, "mean")), 1290000.0, 0);
    assert_double_close(json_real_value(json_object_get(row, "p50")), 1290000.0 * 0.98, 1e-6);
    assert_string_equal(json_string_value(json_object_get(row, "date")), "2026-09-27");
    json_t *today = metric_at(root, "baseline", "dso", 0); /* what is known has no band */
    assert_true(json_is_null(json_object_get(today, "p5")));

    json_t *now = json_array_get(json_object_get(root, "ageing_now"), 2);
    assert_string_equal(json_string_value(json_object_get(now, "currency")), "total");
    assert_double_close(json_real_value(json_object_get(now, "ledger")), 380000.0, 0);
    assert_null(json_object_get(root, "rejects")); /* line numbers depend on the order of rows */
    json_decref(root);
    free(text);
    assert_int_equal(entries_in(f->folder), 1);
}

static void cents_of_large_amounts_survive_in_json(void **state)
{
    fixture     *f = *state;
    size_t       size;
    dc_currency *currencies = f->given->book.currencies;
    currencies[1].receivables.minor = 0;
    currencies[0].receivables.minor = INT64_C(999999999999999) - currencies[0].unapplied.minor;
    assert_int_equal(write_as(f, "a.json"), DC_OK);
    char *text = content_of(f, "a.json", &size);
    assert_non_null(strstr(text, "\"ledger\": 9999999999999.99"));
    free(text);
}

static void csv_quotes_what_needs_quotes_and_keeps_cents(void **state)
{
    fixture *f = *state;
    size_t   size;
    assert_int_equal(write_as(f, "out.csv"), DC_OK);
    char *text = content_of(f, "out/customers.csv", &size);
    assert_non_null(strstr(text, "\nC2,\"Krüger, \"\"Die Werkstatt\"\"\",,DE,200000.00,50000.00,"));
    assert_non_null(
        strstr(text, "\nC1,'=SUM(A1:A9),retail,DE,150000.00,36000.00,-4000.00,6,130,0,,"));
    free(text);
    text = content_of(f, "out/differences.csv", &size);
    assert_non_null(strstr(text, "late,cash_collected,EUR,13,2026-09-27,-10000,100,-20000,-5000,"
                                 "0.25,0.24,0.27,0\n"));
    assert_non_null(strstr(text, "terms,dso,days,13,2026-09-27,8,0.08,,,,,,\n"));
    free(text);
    text = content_of(f, "out/rejects.csv", &size);
    assert_non_null(strstr(text, "acme\xEF\xBF\xBD\xEF\xBF\xBD,x\""));
    free(text);
}

static void a_former_csv_folder_is_replaced_and_others_are_left_alone(void **state)
{
    fixture *f = *state;
    char     path[256];
    size_t   size;
    assert_int_equal(write_as(f, "out/"), DC_OK);
    f->given->book.company.name = "Another";
    assert_int_equal(write_as(f, "out/"), DC_OK);
    char *text = content_of(f, "out/run.csv", &size);
    assert_non_null(strstr(text, "Another"));
    free(text);

    snprintf(path, sizeof path, "%s/out/mine.txt", f->folder);
    FILE *mine = fopen(path, "w");
    assert_non_null(mine);
    fclose(mine);
    f->given->book.company.name = "Third";
    assert_int_equal(write_as(f, "out/"), DC_ERR_OUTPUT);
    assert_int_equal(dc_issues_kind(f->issues, 0), DC_ISSUE_OUTPUT_NOT_OURS);
    text = content_of(f, "out/run.csv", &size);
    assert_non_null(strstr(text, "Another"));
    free(text);
    assert_int_equal(entries_in(f->folder), 1);
}

static void an_output_that_cannot_be_written_is_an_issue_and_leaves_nothing(void **state)
{
    fixture                 *f = *state;
    static const char *const names[] = {"missing/a.xlsx", "missing/a.json", "missing/a.csv"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_int_equal(write_as(f, names[i]), DC_ERR_OUTPUT);
        assert_int_equal(dc_issues_count(f->issues, DC_ERROR), i + 1);
        assert_int_equal(dc_issues_kind(f->issues, i), DC_ISSUE_CANNOT_WRITE);
    }
    assert_int_equal(write_as(f, "a.pdf"), DC_ERR_OUTPUT);
    assert_int_equal(dc_issues_kind(f->issues, 3), DC_ISSUE_OUTPUT_KIND);
    assert_int_equal(entries_in(f->folder), 0);
}

static void a_full_disk_keeps_the_old_file(void **state)
{
    fixture                 *f = *state;
    struct rlimit            old, small;
    size_t                   size;
    static const char *const names[] = {"a.xlsx", "a.json"};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[256];
        snprintf(path, sizeof path, "%s/%s", f->folder, names[i]);
        FILE *before = fopen(path, "w");
        assert_non_null(before);
        fputs("old", before);
        fclose(before);

        small = (struct rlimit){2000, old.rlim_max};
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
        dc_status status = write_as(f, names[i]);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
        assert_int_equal(status, DC_ERR_OUTPUT);
        char *text = content_of(f, names[i], &size);
        assert_string_equal(text, "old");
        free(text);
    }
    assert_int_equal(entries_in(f->folder), 2);
}

/* The disk is full in the middle of writing: a moment to look at what lies there. */
static const char  *leftovers[DC_REPORT_LEFTOVERS_MAX];
static size_t       leftover_count;
static volatile int leftovers_seen;

static void look(int signal_number)
{
    (void)signal_number;
    for (size_t i = 0; i < leftover_count; i++)
        leftovers_seen += access(leftovers[i], F_OK) == 0;
}

static void what_is_unfinished_has_the_names_that_are_told(void **state)
{
    fixture                 *f = *state;
    struct rlimit            old, small;
    static const char *const names[] = {"a.xlsx", "a.json", "all.csv", "every/"};
    dc_arena                *arena = dc_arena_new();
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    assert_int_equal(sigaction(SIGXFSZ, &(struct sigaction){.sa_handler = look}, NULL), 0);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        leftover_count = dc_report_leftovers(leftovers, arena,
                                             dc_arena_format(arena, "%s/%s", f->folder, names[i]));
        leftovers_seen = 0;
        small = (struct rlimit){600, old.rlim_max};
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
        dc_status status = write_as(f, names[i]);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
        assert_int_equal(status, DC_ERR_OUTPUT);
        assert_true(leftovers_seen > (i < 2 ? 0 : 1));
        for (size_t k = 0; k < leftover_count; k++)
            assert_int_not_equal(access(leftovers[k], F_OK), 0);
    }
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(dc_report_leftovers(leftovers, arena, "-"), 0);
    dc_arena_free(arena);
}

static void a_full_standard_output_is_noticed(void **state)
{
    fixture *f = *state;
    FILE    *full = fopen("/dev/full", "w");
    if (!full)
        skip();
    assert_int_equal(dc_report_write(&f->given->answer, "-", full, f->issues), DC_ERR_OUTPUT);
    fclose(full);
    assert_int_equal(dc_issues_kind(f->issues, 0), DC_ISSUE_CANNOT_WRITE);
}

static void the_same_answer_gives_the_same_bytes(void **state)
{
    fixture                 *f = *state;
    static const char *const names[][2] = {{"a.xlsx", "b.xlsx"}, {"a.json", "b.json"}};
    for (size_t i = 0; i < 2; i++) {
        size_t first_size, second_size;
        assert_int_equal(write_as(f, names[i][0]), DC_OK);
        assert_int_equal(write_as(f, names[i][1]), DC_OK);
        char *first = content_of(f, names[i][0], &first_size);
        char *second = content_of(f, names[i][1], &second_size);
        assert_int_equal(first_size, second_size);
        assert_memory_equal(first, second, first_size);
        free(first);
        free(second);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(json_holds_the_figures_under_stable_keys, setup, teardown),
        cmocka_unit_test_setup_teardown(cents_of_large_amounts_survive_in_json, setup, teardown),
        cmocka_unit_test_setup_teardown(csv_quotes_what_needs_quotes_and_keeps_cents, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_former_csv_folder_is_replaced_and_others_are_left_alone,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(
            an_output_that_cannot_be_written_is_an_issue_and_leaves_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_full_disk_keeps_the_old_file, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_unfinished_has_the_names_that_are_told, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_full_standard_output_is_noticed, setup, teardown),
        cmocka_unit_test_setup_teardown(the_same_answer_gives_the_same_bytes, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
