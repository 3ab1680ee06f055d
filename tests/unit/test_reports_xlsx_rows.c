/* Rows that the workbook library does not write: the file holds them between those it does. */
#include <minizip/unzip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/expect.h"

#include "reports/xlsx_rows.h"

enum { ROWS = 3000, XML_MOST = 1 << 21, NAME_MOST = 64 };

static const struct {
    const char *text, *written;
} odd[] = {
    {"=1+1", "<t xml:space=\"preserve\">=1+1</t>"},
    {"<Smith> & \"Sons\"", ">&lt;Smith&gt; &amp; \"Sons\"</t>"},
    {"", "\"/><c r=\"B"},
    {"  blanks  ", ">  blanks  </t>"},
    {"株式会社 😀 שלום", ">株式会社 😀 שלום</t>"},
    {"a\x01"
     "b\tc",
     ">a_x0001_b\tc</t>"},
    {"I_x0041_2 _x12_", ">I_x005F_x0041_2 _x12_</t>"},
};
enum { ODD = sizeof odd / sizeof odd[0] };

static const struct {
    double      value;
    const char *written;
} numbers[] = {
    {0.0, ">0</v>"},
    {-0.05, ">-0.05</v>"},
    {1234567.8, ">1234567.80</v>"},
    {-12.0, ">-12</v>"},
    {0.125, ">0.125</v>"},
    {1e15 / 3.0, ">333333333333333.3</v>"},
    {1e-9, ">1E-09</v>"},
    {0.99, ">0.99</v>"},
    {99999999999.99, ">99999999999.99</v>"},
    {-1e13, ">-10000000000000</v>"},
};
enum { NUMBERS = sizeof numbers / sizeof numbers[0], COLUMNS = 5 };

static void fill(grid_cell cells[COLUMNS], size_t row)
{
    cells[0] = (grid_cell){.kind = GRID_TEXT, .text = odd[row % ODD].text};
    cells[1] = (grid_cell){
        .kind = GRID_NUMBER, .show = SHOW_MONEY_2, .number = numbers[row % NUMBERS].value};
    cells[2] = (grid_cell){.kind = GRID_EMPTY};
    cells[3] = (grid_cell){.kind = GRID_NUMBER, .number = 2.0, .formula = "=IF(B1<2,1,2)"};
    cells[4] = (grid_cell){.kind = GRID_TEXT, .text = "OK", .formula = "=\"O\"&\"K\""};
}

/* First row and last by the library, those between apart; two sheets, the second with rows. */
static void write_book(const char *path)
{
    xlsx           x = {.workbook = workbook_new(path)};
    char          *first = xlsx_rows_name(path);
    lxw_worksheet *plain = workbook_add_worksheet(x.workbook, "plain");
    lxw_worksheet *sheet = workbook_add_worksheet(x.workbook, "long");
    worksheet_write_string(plain, 0, 0, "untouched", NULL);
    worksheet_write_string(sheet, 0, 0, "first", NULL);
    worksheet_write_string(sheet, ROWS + 1, COLUMNS - 1, "last", NULL);
    xlsx_rows *rows = xlsx_rows_begin(&x, sheet);
    for (size_t row = 0; row < ROWS; row++) {
        grid_cell cells[COLUMNS];
        fill(cells, row);
        xlsx_rows_put(rows, (uint32_t)row + 1, cells, COLUMNS);
    }
    xlsx_rows_end(rows);
    assert_int_equal(workbook_close(x.workbook), LXW_NO_ERROR);
    assert_int_equal(x.error, LXW_NO_ERROR);
    assert_int_equal(rename(path, first), 0);
    assert_true(xlsx_rows_insert(x.apart, first, path));
    assert_int_equal(remove(first), 0);
    xlsx_rows_free(x.apart);
    free(first);
}

/* minizip checks the sum of a part when it is closed. */
static char *part_of(const char *path, const char *name)
{
    unzFile file = unzOpen64(path);
    char   *xml = calloc(1, XML_MOST);
    assert_non_null(file);
    assert_non_null(xml);
    assert_int_equal(unzLocateFile(file, name, 1), UNZ_OK);
    assert_int_equal(unzOpenCurrentFile(file), UNZ_OK);
    int length = unzReadCurrentFile(file, xml, XML_MOST - 1);
    assert_true(length > 0 && length < XML_MOST - 1);
    assert_int_equal(unzCloseCurrentFile(file), UNZ_OK);
    assert_int_equal(unzClose(file), UNZ_OK);
    return xml;
}

static void each_row_stands_once_in_order_with_its_cells(void **state)
{
    (void)state;
    char path[NAME_MOST];
    snprintf(path, sizeof path, "/tmp/duecast-rows-%ld.xlsx", (long)getpid());
    write_book(path);
    char *xml = part_of(path, "xl/worksheets/sheet2.xml");
    char *at = strstr(xml, "<dimension ref=\"A1:E3002\"/>");
    assert_non_null(at);
    for (size_t row = 0; row < ROWS; row++) {
        char head[NAME_MOST];
        snprintf(head, sizeof head, "<row r=\"%zu\"><c r=\"A%zu\" s=\"", row + 2, row + 2);
        at = strstr(at, head);
        assert_non_null(at);
        char *end = strstr(at, "</row>");
        *end = '\0';
        assert_non_null(strstr(at, odd[row % ODD].written));
        assert_non_null(strstr(at, numbers[row % NUMBERS].written));
        assert_null(strstr(at, "<c r=\"C"));
        assert_non_null(strstr(at, "<f>IF(B1&lt;2,1,2)</f><v>2</v>"));
        assert_non_null(strstr(at, "t=\"str\"><f>\"O\"&amp;\"K\"</f><v>OK</v>"));
        at = end + 1;
    }
    assert_non_null(strstr(at, "<row r=\"3002\""));
    assert_non_null(strstr(at, "</sheetData>"));
    free(xml);
    xml = part_of(path, "xl/worksheets/sheet1.xml");
    assert_non_null(strstr(xml, "<dimension ref=\"A1\"/>"));
    free(xml);
    assert_int_equal(remove(path), 0);
}

static void a_book_that_is_not_there_is_told(void **state)
{
    (void)state;
    assert_false(xlsx_rows_insert(NULL, "/nonexistent/a.xlsx", "/nonexistent/b.xlsx"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_row_stands_once_in_order_with_its_cells),
        cmocka_unit_test(a_book_that_is_not_there_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
