#include "support/expect.h"

#include <stdio.h>
#include <string.h>

#include "duecast/table.h"
#include "forecast/read/texts.h"
#include "support/book_files.h"

typedef struct {
    const char   *name, *customer;
    dc_date       day, other;
    dc_raw_amount amount;
    double        share;
    int32_t       count;
    bool          flag;
} test_row;

static const dc_column columns[] = {
    {"name", DC_FIELD_TEXT, true, offsetof(test_row, name), "", "full name|naam"},
    {"day", DC_FIELD_DATE, true, offsetof(test_row, day), "", ""},
    {"other day", DC_FIELD_DATE, false, offsetof(test_row, other), "", ""},
    {"amount", DC_FIELD_MONEY, false, offsetof(test_row, amount), "", ""},
    {"share", DC_FIELD_SHARE, false, offsetof(test_row, share), "", ""},
    {"count", DC_FIELD_INT, false, offsetof(test_row, count), "", ""},
    {"flag", DC_FIELD_BOOL, false, offsetof(test_row, flag), "", ""},
};

typedef struct {
    book_files *files;
    dc_arena   *arena;
    dc_texts   *texts;
    dc_issues  *issues;
    dc_table   *table;
    dc_status   status;
} opened;

static opened given(const char *text)
{
    opened at = {.files = book_files_new(), .arena = dc_arena_new(), .issues = dc_issues_new()};
    char   path[300];

    at.texts = dc_texts_new(at.arena);
    book_files_write(at.files, "a.csv", text);
    snprintf(path, sizeof path, "%s/a.csv", book_files_directory(at.files));
    assert_int_equal(dc_table_open(&at.table, path, "a.csv", at.issues), DC_OK);
    at.status = dc_table_bind(at.table, columns, sizeof columns / sizeof columns[0],
                              sizeof(test_row), 0, at.issues);
    return at;
}

static void done(opened at)
{
    dc_table_close(at.table);
    dc_texts_free(at.texts);
    dc_arena_free(at.arena);
    dc_issues_free(at.issues);
    book_files_free(at.files);
}

static test_row next(opened at, dc_row_state expected)
{
    test_row row;

    assert_int_equal(dc_table_next(at.table, at.texts, &row, at.issues), expected);
    return row;
}

static void columns_are_found_whatever_their_order_case_and_punctuation(void **state)
{
    (void)state;
    opened   at = given("DAY;extra;Full-Name\n2024-01-31;x;Ada\n");
    test_row row = next(at, DC_ROW_GOOD);

    assert_string_equal(row.name, "Ada");
    assert_date_equal(row.day, "2024-01-31");
    assert_date_equal(row.other, "");
    assert_int_equal(row.count, DC_INT_NONE);
    done(at);
}

static void missing_columns_are_one_issue_that_names_what_was_found(void **state)
{
    (void)state;
    opened at = given("title,amount\nx,1\n");

    assert_int_equal(at.status, DC_ERR_INPUT);
    assert_int_equal(dc_issues_total(at.issues), 1);
    assert_issue_text(at.issues, 0,
                      "a.csv:1: error: no column 'name, day'; found 'title, amount'\n"
                      "1 | title,amount\n"
                      "write these names over those of your columns that hold them, or choose a "
                      "layout: duecast formats\n");
    done(at);
}

static opened given_below_titles(const char *text)
{
    opened at = given(text);

    dc_issues_free(at.issues);
    at.issues = dc_issues_new();
    dc_table_find_header(at.table, columns, sizeof columns / sizeof columns[0], at.issues);
    at.status = dc_table_bind(at.table, columns, sizeof columns / sizeof columns[0],
                              sizeof(test_row), 0, at.issues);
    return at;
}

static void titles_may_stand_above_the_header(void **state)
{
    (void)state;
    opened at = given_below_titles("Open items, by day\n\nExample Ltd\n"
                                   "name;day;amount\nAda;2024-01-31;1,50\n");

    assert_int_equal(at.status, DC_OK);
    assert_issue(at.issues, DC_ISSUE_HEADER_BELOW, 4);
    assert_string_equal(next(at, DC_ROW_GOOD).name, "Ada");
    next(at, DC_ROW_END);
    done(at);
}

static void without_its_columns_the_line_with_most_of_them_is_told(void **state)
{
    (void)state;
    opened at = given_below_titles("A report\ntitle,day,amount\nx,2024-01-31,1\n");

    assert_int_equal(at.status, DC_ERR_INPUT);
    assert_issue(at.issues, DC_ISSUE_COLUMN_MISSING, 2);
    done(at);
}

static const dc_column invoices[] = {
    {"number", DC_FIELD_TEXT, true, offsetof(test_row, name), "", "", .numbered = true},
    {"customer", DC_FIELD_TEXT, true, offsetof(test_row, customer), "", "", .grouped = true},
    {"day", DC_FIELD_DATE, true, offsetof(test_row, day), "", ""},
    {"due", DC_FIELD_DATE, false, offsetof(test_row, other), "", ""},
    {"amount", DC_FIELD_MONEY, true, offsetof(test_row, amount), "", ""},
};
enum { INVOICES_COUNT = sizeof invoices / sizeof invoices[0] };

static opened given_invoices(const char *text)
{
    opened at = given(text);

    dc_issues_free(at.issues);
    at.issues = dc_issues_new();
    at.status = dc_table_bind(at.table, invoices, INVOICES_COUNT, sizeof(test_row), 0, at.issues);
    return at;
}

static void totals_and_headings_are_no_rows(void **state)
{
    (void)state;
    opened at = given_invoices("aging,number,customer,day,amount\n"
                               "1 - 30 days,,,,\n"
                               ",1,Ada,2024-01-31,1.00\n"
                               ",2,Totally Fresh Ltd,2024-01-31,2.00\n"
                               "Total for 1 - 30 days,,,,3.00\n"
                               ",,,,\n"
                               "合计,,,,3.00\n"
                               ",Grand Total,,2024-01-31,3.00\n"
                               ",Total for all 2,,,3.00\n");

    assert_string_equal(next(at, DC_ROW_GOOD).name, "1");
    assert_string_equal(next(at, DC_ROW_GOOD).customer, "Totally Fresh Ltd");
    next(at, DC_ROW_END);
    dc_table_note_apart(at.table, at.issues);
    assert_int_equal(dc_issues_total(at.issues), 1);
    assert_issue_text(at.issues, 0,
                      "a.csv:2: note: lines taken for totals or headings of groups and left out, "
                      "this being the first: 5\n"
                      "2 | 1 - 30 days,,,,\n"
                      "a line that is an invoice needs its number, customer and date\n");
    done(at);
}

/* Where nothing is an invoice, names may be the words of totals. */
static void only_invoices_have_totals(void **state)
{
    (void)state;
    opened at = given("name,day,amount\nTotal,2024-01-31,1\nSuma,,\nx,,\n,2024-01-31,\n");

    assert_string_equal(next(at, DC_ROW_GOOD).name, "Total");
    next(at, DC_ROW_BAD);
    next(at, DC_ROW_BAD);
    next(at, DC_ROW_BAD);
    next(at, DC_ROW_END);
    dc_table_note_apart(at.table, at.issues);
    assert_int_equal(dc_issues_count(at.issues, DC_NOTE), 0);
    done(at);
}

/* A line that has a number or a day is a row that lacks something, whatever its first word is. */
static void a_row_is_not_taken_for_a_total_or_a_heading(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "customer,number,day,due,amount\nTotal Energies,,2024-01-31,,1\n",
        "customer,number,day,due,amount\nGesamt AG,4,,2024-01-31,1\n",
        "customer,number,day,due,amount\nGesamt AG,4,,,1\n",
        "customer,number,day,due,amount\nTotal,,,2024-01-31,1\n",
        "customer,number,day,due,amount\nTotal Ltd,Total 1,,,1\n",
        "customer,number,day,due,amount\n,,2024-01-31,,\n",
        "customer,number,day,due,amount\n,,,,500.00\n",
        "customer,number,day,due,amount\n,4,,,\n",
        "number,customer,day,due,amount\n4,,,,\n",
        "number,customer,day,due,amount\nB 4\n",
        "number,customer,day,due,amount\nTotal-1,,,,1.00\n",
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        opened at = given_invoices(rows[i]);

        assert_int_equal(at.status, DC_OK);
        next(at, DC_ROW_BAD);
        done(at);
    }
}

static void names_may_begin_with_the_word_of_a_total(void **state)
{
    (void)state;
    opened at = given_invoices("customer,number,day,due,amount\n"
                               "Total Energies,1,2024-01-31,,1\n"
                               "Summe GmbH,2,2024-01-31,,1\n"
                               "Suma,3,2024-01-31,,1\n"
                               "Ada,Total-1,2024-01-31,,1\n");

    assert_string_equal(next(at, DC_ROW_GOOD).customer, "Total Energies");
    assert_string_equal(next(at, DC_ROW_GOOD).customer, "Summe GmbH");
    assert_string_equal(next(at, DC_ROW_GOOD).customer, "Suma");
    assert_string_equal(next(at, DC_ROW_GOOD).name, "Total-1");
    next(at, DC_ROW_END);
    done(at);
}

/* Each by itself in the place of the number, in a line that lacks nothing. */
static void every_word_of_a_total_is_known(void **state)
{
    (void)state;
    static const char *const words[] = {
        "Total",         "Totals",        "Subtotal", "Sub-Total",    "Grand Total", "Summe",
        "Endsumme",      "Zwischensumme", "Gesamt",   "GESAMTSUMME",  "Totaal",      "Subtotaal",
        "Total général", "Sous-total",    "Totale",   "Suma",         "合计",        "小计",
        "总计",          "本页合计",      "累计",     "zwischensumme"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        char   text[120];
        opened at;

        snprintf(text, sizeof text, "number,customer,day,amount\n%s,Ada,2024-01-31,1\n", words[i]);
        at = given_invoices(text);
        if (dc_table_next(at.table, at.texts, &(test_row){0}, at.issues) != DC_ROW_END)
            fail_msg("%s is taken for an invoice", words[i]);
        done(at);
    }
}

static void a_heading_tells_whose_the_rows_below_are(void **state)
{
    (void)state;
    static const char *const files[] = {
        "day,number,amount\nAda,,\n2024-01-31,7,1\nTotal Ada,,1\nBob,,\n2024-02-01,8,2\n",
        "number,day,amount\nAda,,\n7,2024-01-31,1\nTotal Ada,,1\nBob,,\n8,2024-02-01,2\n",
        ",day,number,amount\nAda,,,\n,2024-01-31,7,1\nTotal Ada,,,1\nBob,,,\n,2024-02-01,8,2\n",
        "customer,day,number,amount\nAda,,,\n,2024-01-31,7,1\nTotal - Ada,,,1\nBob,,,\n"
        ",2024-02-01,8,2\n",
    };

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        opened at = given_invoices(files[i]);

        assert_int_equal(at.status, DC_OK);
        assert_string_equal(next(at, DC_ROW_GOOD).customer, "Ada");
        assert_string_equal(next(at, DC_ROW_GOOD).customer, "Bob");
        assert_true(dc_table_is_grouped(at.table));
        done(at);
    }
}

static void a_row_with_its_own_customer_ends_the_group(void **state)
{
    (void)state;
    opened at = given_invoices("customer,number,day,due,amount\n"
                               "Ada,,,,\n"
                               ",1,2024-01-31,,1\n"
                               "Bob,2,2024-01-31,,1\n"
                               ",3,2024-01-31,,1\n");

    assert_string_equal(next(at, DC_ROW_GOOD).customer, "Ada");
    assert_string_equal(next(at, DC_ROW_GOOD).customer, "Bob");
    next(at, DC_ROW_BAD);
    assert_issue(at.issues, DC_ISSUE_CELL_EMPTY, 5);
    next(at, DC_ROW_END);
    done(at);
}

static void a_column_that_stands_twice_cannot_be_used(void **state)
{
    (void)state;
    opened at = given("name,day,Name\na,2024-01-01,b\n");

    assert_int_equal(at.status, DC_ERR_INPUT);
    assert_issue(at.issues, DC_ISSUE_COLUMN_TWICE, 1);
    done(at);
}

static void the_order_of_day_and_month_is_decided_by_the_whole_column(void **state)
{
    (void)state;
    static const struct {
        const char *rows, *first;
    } cases[] = {
        {"a,3/4/2024\na,3/14/2024\n", "2024-03-04"},
        {"a,3/4/2024\na,14/3/2024\n", "2024-04-03"},
        {"a,03.04.2024\na,05.06.2024\n", "2024-04-03"},
        {"a,5/5/2024\n", "2024-05-05"},
        {"a,3-Apr-24\n", "2024-04-03"},
        {"a,2024-04-03 10:11:12\n", "2024-04-03"},
        {"a,20240403\n", "2024-04-03"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[100];

        snprintf(text, sizeof text, "name,day\n%s", cases[i].rows);
        opened at = given(text);
        assert_int_equal(at.status, DC_OK);
        assert_date_equal(next(at, DC_ROW_GOOD).day, cases[i].first);
        done(at);
    }
}

static void dates_that_can_be_read_two_ways_are_refused(void **state)
{
    (void)state;
    opened at = given("name,day\na,3/4/2024\nb,5/6/2024\n");

    assert_int_equal(at.status, DC_ERR_INPUT);
    assert_issue(at.issues, DC_ISSUE_AMBIGUOUS_DATES, 2);
    done(at);
}

static void other_errors_of_the_file_are_told_beside_its_dates(void **state)
{
    (void)state;
    opened at = given("name,day\na,3/4/2024\nb,soon\nc,31/31/2024\n,5/6/2024\n");

    assert_int_equal(at.status, DC_ERR_INPUT);
    assert_issue(at.issues, DC_ISSUE_AMBIGUOUS_DATES, 2);
    assert_issue(at.issues, DC_ISSUE_BAD_DATE, 3);
    assert_issue(at.issues, DC_ISSUE_BAD_DATE, 4);
    assert_issue(at.issues, DC_ISSUE_CELL_EMPTY, 5);
    done(at);
}

static void a_column_that_does_not_tell_follows_the_other_one(void **state)
{
    (void)state;
    opened at = given("name,day,other day\na,3/4/2024,3/14/2024\n");

    assert_date_equal(next(at, DC_ROW_GOOD).day, "2024-03-04");
    done(at);
}

static void two_orders_in_one_column_are_refused(void **state)
{
    (void)state;
    opened at = given("name,day\na,3/14/2024\nb,14/3/2024\n");

    assert_int_equal(at.status, DC_ERR_INPUT);
    assert_issue(at.issues, DC_ISSUE_MIXED_DATES, 2);
    done(at);
}

static void every_bad_cell_of_a_row_is_told(void **state)
{
    (void)state;
    opened   at = given("name,day,share,count,flag\n"
                          "a,2024-02-30,x,1.5,maybe\n"
                          "b,05:23.4,15%,7.0,YES\n"
                          ",2024-02-29,20,7,no\n");
    test_row row;

    next(at, DC_ROW_BAD);
    assert_int_equal(dc_issues_total(at.issues), 4);
    assert_issue(at.issues, DC_ISSUE_IMPOSSIBLE_DATE, 2);
    assert_issue(at.issues, DC_ISSUE_BAD_CHOICE, 2);
    row = next(at, DC_ROW_BAD);
    assert_issue(at.issues, DC_ISSUE_DAMAGED_DATE, 3);
    assert_double_close(row.share, .15, 1e-15);
    assert_int_equal(row.count, 7);
    assert_true(row.flag);
    next(at, DC_ROW_BAD);
    assert_issue(at.issues, DC_ISSUE_CELL_EMPTY, 4);
    assert_issue(at.issues, DC_ISSUE_OUT_OF_RANGE, 4);
    done(at);
}

static void a_row_with_a_wrong_number_of_fields_is_told_with_both_counts(void **state)
{
    (void)state;
    opened at = given("name,day\na,2024-01-01,1,2\nb\nc,2024-01-01,,\n");

    next(at, DC_ROW_BAD);
    next(at, DC_ROW_BAD);
    next(at, DC_ROW_GOOD); /* empty fields behind the last column say nothing */
    next(at, DC_ROW_END);
    assert_int_equal(dc_issues_total(at.issues), 2);
    assert_issue_text(at.issues, 0,
                      "a.csv:2: error: the row has 4 fields, the header has 2\n"
                      "2 | a,2024-01-01,1,2\n"
                      "put quotes around fields that contain the separator\n");
    done(at);
}

static void the_decimal_sign_is_found_from_all_amounts(void **state)
{
    (void)state;
    static const struct {
        const char *rows;
        char        decimal;
    } cases[] = {
        {"a;2024-01-01;1,50\nb;2024-01-01;1.000,00\n", ','},
        {"a;2024-01-01;1,000.50\nb;2024-01-01;1,000\n", '.'},
        {"a;2024-01-01;12.50\n", '.'},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[100];

        snprintf(text, sizeof text, "name;day;amount\n%s", cases[i].rows);
        opened at = given(text);
        assert_int_equal(dc_table_numbers(at.table).decimal, cases[i].decimal);
        done(at);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_found_whatever_their_order_case_and_punctuation),
        cmocka_unit_test(missing_columns_are_one_issue_that_names_what_was_found),
        cmocka_unit_test(titles_may_stand_above_the_header),
        cmocka_unit_test(without_its_columns_the_line_with_most_of_them_is_told),
        cmocka_unit_test(totals_and_headings_are_no_rows),
        cmocka_unit_test(only_invoices_have_totals),
        cmocka_unit_test(a_row_is_not_taken_for_a_total_or_a_heading),
        cmocka_unit_test(names_may_begin_with_the_word_of_a_total),
        cmocka_unit_test(every_word_of_a_total_is_known),
        cmocka_unit_test(a_heading_tells_whose_the_rows_below_are),
        cmocka_unit_test(a_row_with_its_own_customer_ends_the_group),
        cmocka_unit_test(a_column_that_stands_twice_cannot_be_used),
        cmocka_unit_test(the_order_of_day_and_month_is_decided_by_the_whole_column),
        cmocka_unit_test(dates_that_can_be_read_two_ways_are_refused),
        cmocka_unit_test(other_errors_of_the_file_are_told_beside_its_dates),
        cmocka_unit_test(a_column_that_does_not_tell_follows_the_other_one),
        cmocka_unit_test(two_orders_in_one_column_are_refused),
        cmocka_unit_test(every_bad_cell_of_a_row_is_told),
        cmocka_unit_test(a_row_with_a_wrong_number_of_fields_is_told_with_both_counts),
        cmocka_unit_test(the_decimal_sign_is_found_from_all_amounts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
