#include "support/expect.h"

#include <stdlib.h>
#include <string.h>

#include "forecast/read/csv_file.h"
#include "support/book_files.h"

typedef struct {
    book_files *files;
    csv_file   *csv;
    dc_issues  *issues;
    dc_status   status;
} opened;

static opened given_bytes(const char *bytes, size_t count)
{
    opened given = {.files = book_files_new(), .issues = dc_issues_new()};
    char   path[300];

    book_files_write_bytes(given.files, "a.csv", bytes, count);
    snprintf(path, sizeof path, "%s/a.csv", book_files_directory(given.files));
    given.status = dc_csv_open(&given.csv, path, "a.csv", given.issues);
    return given;
}

static opened given(const char *text)
{
    return given_bytes(text, strlen(text));
}

static void done(opened given)
{
    dc_csv_close(given.csv);
    dc_issues_free(given.issues);
    book_files_free(given.files);
}

static void lines_are_physical_lines_also_behind_newlines_in_quotes(void **state)
{
    (void)state;
    opened at = given("a,b\n\"one\ntwo\",2\n\n3,4\r\n5,6");
    static const struct {
        uint32_t    line;
        const char *first;
    } rows[] = {{1, "a"}, {2, "one\ntwo"}, {5, "3"}, {6, "5"}};
    dc_row row;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_true(dc_csv_next(at.csv, &row));
        assert_int_equal(row.line, rows[i].line);
        assert_string_equal(dc_csv_cell(at.csv, 0), rows[i].first);
    }
    assert_false(dc_csv_next(at.csv, &row));
    done(at);
}

static void the_delimiter_is_found_in_the_header(void **state)
{
    (void)state;
    static const char *const texts[] = {"a,b\n1,2", "a;b\n1;2",       "a\tb\n1\t2",
                                        "a|b\n1|2", "\"x,y\";b\n1;2", "sep=;\na;b\n1;2"};

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        opened at = given(texts[i]);
        dc_row row;

        assert_true(dc_csv_next(at.csv, &row));
        assert_true(dc_csv_next(at.csv, &row));
        assert_int_equal(dc_csv_cell_count(at.csv), 2);
        assert_string_equal(dc_csv_cell(at.csv, 1), "2");
        done(at);
    }
}

static void quotes_blanks_and_empty_fields_are_as_spreadsheets_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *line, *first;
        size_t      count;
    } cases[] = {
        {"\"a \"\"b\"\" c\",1", "a \"b\" c", 2},
        {"  a  ,1", "a", 2},
        {",1", "", 2},
        {"a,", "a", 2},
        {"5\" pipe,1", "5\" pipe", 2},
        {"\"a,b\" ,1", "a,b", 2},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char   text[80];
        dc_row row;

        snprintf(text, sizeof text, "x,y\n%s\n", cases[i].line);
        opened at = given(text);
        assert_true(dc_csv_next(at.csv, &row) && dc_csv_next(at.csv, &row));
        assert_int_equal(dc_csv_cell_count(at.csv), cases[i].count);
        assert_string_equal(dc_csv_cell(at.csv, 0), cases[i].first);
        assert_int_equal(row.length, strlen(cases[i].line));
        done(at);
    }
}

static void a_quote_that_is_never_closed_spoils_one_line_only(void **state)
{
    (void)state;
    opened at = given("a,b\n1,\"two\n3,4\n5,6\n");
    dc_row row;

    assert_true(dc_csv_next(at.csv, &row));
    assert_true(dc_csv_next(at.csv, &row));
    assert_true(row.unclosed);
    assert_int_equal(row.line, 2);
    assert_true(dc_csv_next(at.csv, &row));
    assert_false(row.unclosed);
    assert_string_equal(dc_csv_cell(at.csv, 0), "3");
    assert_true(dc_csv_next(at.csv, &row));
    done(at);
}

static void quotes_that_do_not_close_are_text_between_tabs_or_bars(void **state)
{
    (void)state;
    static const struct {
        const char *line, *first, *second;
    } cases[] = {
        {"\"Le Bon\" SARL|1", "\"Le Bon\" SARL", "1"},
        {"\"Le Bon\" SARL|\"Le Bon\"", "\"Le Bon\" SARL", "\"Le Bon\""},
        {"\"Le Bon|1", "\"Le Bon", "1"},
        {"1|\"Le Bon\" SARL", "1", "\"Le Bon\" SARL"},
        {"\"a|b\"|\"c\"\"d\"", "a|b", "c\"d"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char   text[80];
        dc_row row;

        snprintf(text, sizeof text, "x|y\n%s\n\"z\"|2\n", cases[i].line);
        opened at = given(text);
        assert_true(dc_csv_next(at.csv, &row) && dc_csv_next(at.csv, &row));
        assert_int_equal(dc_csv_cell_count(at.csv), 2);
        assert_string_equal(dc_csv_cell(at.csv, 0), cases[i].first);
        assert_string_equal(dc_csv_cell(at.csv, 1), cases[i].second);
        assert_true(dc_csv_next(at.csv, &row));
        assert_int_equal(row.line, 3);
        assert_string_equal(dc_csv_cell(at.csv, 0), "z");
        done(at);
    }
}

static void a_byte_order_mark_is_no_part_of_the_first_name(void **state)
{
    (void)state;
    opened at = given("\xEF\xBB\xBFinvoice,b\n");
    dc_row row;

    assert_true(dc_csv_next(at.csv, &row));
    assert_string_equal(dc_csv_cell(at.csv, 0), "invoice");
    done(at);
}

static void what_is_no_text_is_told_once_and_by_name(void **state)
{
    (void)state;
    static const struct {
        const char   *bytes;
        size_t        count;
        dc_issue_kind kind;
        uint32_t      line;
    } cases[] = {
        {"", 0, DC_ISSUE_FILE_EMPTY, 0},
        {"\xEF\xBB\xBF\r\n", 5, DC_ISSUE_FILE_EMPTY, 0},
        {"PK\3\4rest", 8, DC_ISSUE_FILE_WORKBOOK, 0},
        {"\xFF\xFE"
         "a\0b",
         5, DC_ISSUE_BAD_ENCODING, 0},
        {"a,b\n1,\0\n", 8, DC_ISSUE_FILE_BINARY, 2},
        {"a,b\n1,M\xC3\xBCller\n2,\xC3\xB6\n3,M\xC3\n", 24, DC_ISSUE_BAD_ENCODING, 4},
        {"a,b\n1,2\n3,\xC0\x81\n", 13, DC_ISSUE_BAD_ENCODING, 3},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        opened at = given_bytes(cases[i].bytes, cases[i].count);

        assert_int_equal(at.status, DC_ERR_INPUT);
        assert_int_equal(dc_issues_total(at.issues), 1);
        assert_issue(at.issues, cases[i].kind, cases[i].line);
        done(at);
    }
}

static void text_in_another_code_is_converted_and_told(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t      count;
        const char *code, *cell;
    } cases[] = {
        {"a;b\nM\xFCller;Caf\xE9 \x80\n", 18, "WINDOWS-1252", "Müller"},
        {"a;b\nGr\xF6\xDF\x65;\xD6l & \xC4pfel\n", 21, "WINDOWS-1252", "Größe"},
        {"a;b\nR\xF6\xDFler GmbH;1\n", 18, "WINDOWS-1252", "Rößler GmbH"},
        {"a;b\nConstru\xE7\xF5"
         "es;1\n",
         18, "WINDOWS-1252", "Construções"},
        {"a;b\nIMPORTA\xC7\xC3O;1\n", 17, "WINDOWS-1252", "IMPORTAÇÃO"},
        {"a;b\nCr\xE9\xE9;1\n", 11, "WINDOWS-1252", "Créé"},
        {"a,b\n\xBB\xAA\xB6\xAB\xBB\xFA\xD0\xB5,1\n", 15, "GB18030", "华东机械"},
        {"\xFF\xFE"
         "a\0\t\0b\0\n\0\x4E\x53\t\0"
         "1\0\n\0",
         18, "UTF-16LE", "华"},
        {"\xFE\xFF"
         "\0a\0\t\0b\0\n\x53\x4E\0\t\0"
         "1\0\n",
         18, "UTF-16BE", "华"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        opened at = given_bytes(cases[i].bytes, cases[i].count);
        dc_row row;

        assert_int_equal(at.status, DC_OK);
        assert_issue(at.issues, DC_ISSUE_OTHER_ENCODING, 0);
        assert_true(dc_csv_next(at.csv, &row) && dc_csv_next(at.csv, &row));
        assert_string_equal(dc_csv_cell(at.csv, 0), cases[i].cell);
        assert_true(dc_csv_is_converted(at.csv));
        done(at);
    }
}

static void an_issue_shows_the_physical_line_of_its_field(void **state)
{
    (void)state;
    static const char *const arguments[4] = {"x"};
    opened                   at = given("a,b,c\n\"one\ntwo\", bad ,3\n");
    dc_row                   row;
    dc_place                 place;

    assert_true(dc_csv_next(at.csv, &row) && dc_csv_next(at.csv, &row));
    dc_csv_issue(at.csv, row, 2, at.issues, DC_ISSUE_COLUMN_UNUSED, arguments);
    place = dc_issues_place(at.issues, 0);
    assert_int_equal(place.line, 3);
    assert_int_equal(place.column, 2);
    assert_string_equal(place.excerpt, "two\", bad ,3");
    assert_int_equal(place.mark, 6);
    done(at);
}

/* Reads the file to its end, then once more in pieces of about `bytes` bytes. */
static void expect_same_in_pieces(const char *text, size_t bytes)
{
    opened     whole = given(text), cut = given(text);
    size_t     count;
    csv_piece *pieces = dc_csv_cut(&count, cut.csv, bytes);
    dc_row     row, expected;

    for (size_t i = 0; i < count; i++) {
        csv_file *part = dc_csv_piece(cut.csv, pieces[i]);

        assert_true(i == 0 || pieces[i].from == pieces[i - 1].to);
        while (dc_csv_next(part, &row)) {
            assert_true(dc_csv_next(whole.csv, &expected));
            assert_int_equal(row.offset, expected.offset);
            assert_int_equal(row.length, expected.length);
            assert_int_equal(row.line, expected.line);
            assert_int_equal(row.unclosed, expected.unclosed);
            assert_int_equal(dc_csv_cell_count(part), dc_csv_cell_count(whole.csv));
            assert_string_equal(dc_csv_cell(part, 0), dc_csv_cell(whole.csv, 0));
        }
        dc_csv_close(part);
    }
    assert_false(dc_csv_next(whole.csv, &expected));
    assert_int_equal(pieces[count - 1].to, strlen(text));
    free(pieces);
    done(whole);
    done(cut);
}

static void pieces_have_the_rows_of_the_whole(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "a,b\n1,2\n3,4\n",
        "a,b\r\n1,2\r\n\r\n3,4",
        "a\rb\rc",
        "\"a\nb\",c\n\"d\r\n\r\ne\"\nf",
        "5\" pipe,a\nb\" c\n\"x\ny\"\n",
        "a,b\n\"c\nd\",e\nf,\"g\nh,i\n\"j\nk\"\nl\n",
        " \"a\n\" ,b\n \n\"c\"\"\n\"\nd\n",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        for (size_t bytes = 1; bytes < 40; bytes++)
            expect_same_in_pieces(texts[i], bytes);
}

/* The bytes are looked through in blocks of 256 KB: line ends lie on every place of their ends. */
static void lines_are_counted_across_blocks(void **state)
{
    (void)state;
    enum { LINES = 40000, TEXT_BYTES = LINES * 40 };
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    char                    *text = malloc(TEXT_BYTES);

    for (size_t shift = 0; shift < 3; shift++)
        for (size_t way = 0; way < 4; way++) { /* 3: all of them in turn */
            size_t     used = 0, count;
            uint32_t   line = 1, sum = 0;
            opened     at;
            csv_piece *pieces;

            for (size_t i = 0; i < shift; i++)
                text[used++] = 'x';
            for (size_t i = 0; i < LINES; i++)
                used += (size_t)snprintf(text + used, TEXT_BYTES - used, "%0*zu,b%s",
                                         (int)(i % 23 + 1), i, ends[way < 3 ? way : i % 3]);
            at = given_bytes(text, used);
            pieces = dc_csv_cut(&count, at.csv, 300000);
            assert_true(way == 2 || count > 1); /* without LF a file is one piece */
            for (size_t i = 0; i < count; i++) {
                assert_int_equal(pieces[i].line, line);
                line += pieces[i].lines;
                sum += pieces[i].lines;
            }
            assert_int_equal(sum, LINES);
            free(pieces);
            done(at);
        }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_counted_across_blocks),
        cmocka_unit_test(pieces_have_the_rows_of_the_whole),
        cmocka_unit_test(lines_are_physical_lines_also_behind_newlines_in_quotes),
        cmocka_unit_test(the_delimiter_is_found_in_the_header),
        cmocka_unit_test(quotes_blanks_and_empty_fields_are_as_spreadsheets_write_them),
        cmocka_unit_test(a_quote_that_is_never_closed_spoils_one_line_only),
        cmocka_unit_test(quotes_that_do_not_close_are_text_between_tabs_or_bars),
        cmocka_unit_test(a_byte_order_mark_is_no_part_of_the_first_name),
        cmocka_unit_test(what_is_no_text_is_told_once_and_by_name),
        cmocka_unit_test(text_in_another_code_is_converted_and_told),
        cmocka_unit_test(an_issue_shows_the_physical_line_of_its_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
