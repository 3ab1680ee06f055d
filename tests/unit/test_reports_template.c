/* Templates of letters: what is filled in, what is escaped, what is refused. */
#include "support/expect.h"

#include <stdlib.h>
#include <string.h>

#include "reports/template.h"
#include "support/book_files.h"

typedef struct {
    dc_arena   *arena;
    book_files *files;
    dc_issues  *issues;
    letter_template *template;
} given;

static given read_template(const char *name, const char *text, const char *included)
{
    given all = {dc_arena_new(), book_files_new(), dc_issues_new(), NULL};
    book_files_write(all.files, name, text);
    if (included)
        book_files_write(all.files, "part.txt", included);
    const char   *folder = book_files_directory(all.files);
    letter_format format = strstr(name, ".html") ? LETTER_HTML : LETTER_TEXT;
    all.template = letter_template_read(all.arena, &folder, 1, name, format, all.issues);
    return all;
}

static void drop(given *all)
{
    dc_arena_free(all->arena);
    book_files_free(all->files);
    dc_issues_free(all->issues);
}

/* Two invoices, one of them nameless; a customer that would like to be something else. */
static letter_values *values(dc_arena *arena)
{
    letter_values *out = dc_arena_alloc(arena, 1, sizeof *out);
    out->value[FIELD_CUSTOMER] = "<b>Bell & \"Sons\"</b>\nLtd {{date}}";
    out->value[FIELD_DATE] = "1 May 2026";
    out->value[FIELD_INTEREST] = "";
    out->list[LIST_INVOICES].count = 2;
    out->list[LIST_INVOICES].row = dc_arena_alloc(arena, 2, sizeof(letter_row));
    out->list[LIST_INVOICES].row[0][FIELD_NUMBER] = "A|1\x1f";
    out->list[LIST_INVOICES].row[0][FIELD_OPEN] = "1,000.00";
    out->list[LIST_INVOICES].row[1][FIELD_NUMBER] = "长发票号";
    out->list[LIST_INVOICES].row[1][FIELD_OPEN] = "5.00";
    return out;
}

static void writes(const char *name, const char *text, const char *wanted)
{
    given  all = read_template(name, text, "[{{date}}]\n");
    bool   missing[LETTER_FIELD_COUNT] = {false};
    char  *written = NULL;
    size_t size;
    assert_no_issues(all.issues, DC_NOTE);
    assert_non_null(all.template);
    FILE *out = open_memstream(&written, &size);
    assert_non_null(out);
    letter_write(out, all.template, values(all.arena), DC_ENGLISH, missing);
    fclose(out);
    assert_string_equal(written, wanted);
    free(written);
    drop(&all);
}

static void values_lists_and_choices_are_filled_in(void **state)
{
    (void)state;
    writes("a.txt", "On {{date}}, {{ date }}.\n", "On 1 May 2026, 1 May 2026.\n");
    writes("a.txt", "{{each invoices}}\n- {{invoice.open}} of {{date}}\n{{end}}\nend\n",
           "- 1,000.00 of 1 May 2026\n- 5.00 of 1 May 2026\nend\n");
    writes("a.txt", "{{if interest}}yes{{else}}no{{end}}{{if not interest}}, none{{end}}\n",
           "no, none\n");
    writes("a.txt", "{{if invoices}}some{{end}}{{if credits}}, credits{{end}}\n", "some\n");
    writes("a.txt", "{{! a remark, {{date} }}one {single} brace\n", "one {single} brace\n");
    writes("a.txt", "a\n{{if date}} {{if not interest}}\nb\n{{end}}\t{{end}}\nc\n", "a\nb\nc\n");
    writes("a.txt", "{{include part.txt}}\nrest\n", "[1 May 2026]\nrest\n");
}

static void html_is_escaped_and_values_are_no_templates(void **state)
{
    (void)state;
    writes("a.html", "<i>{{customer.name}}</i>\n",
           "<i>&lt;b&gt;Bell &amp; &quot;Sons&quot;&lt;/b&gt;<br>\nLtd {{date}}</i>\n");
    writes("a.txt", "{{customer.name}}\n", "<b>Bell & \"Sons\"</b>\nLtd {{date}}\n");
}

static void columns_fit_what_stands_in_them(void **state)
{
    (void)state;
    writes("a.txt",
           "{{columns lr}}\nNo. | Open\n{{each invoices}}\n{{invoice.number}} | {{invoice.open}}\n"
           "{{end}}\n{{end}}\n",
           "No.           Open\n"
           "A|1�      1,000.00\n"
           "长发票号      5.00\n");
}

static void long_lines_are_broken(void **state)
{
    (void)state;
    writes("a.txt",
           "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
           "fifteen\n",
           "one two three four five six seven eight nine ten eleven twelve thirteen fourteen\n"
           "fifteen\n");
}

static void what_is_not_known_is_named_and_noted(void **state)
{
    (void)state;
    given  all = read_template("a.txt", "To: {{customer.contact}}\n", NULL);
    bool   missing[LETTER_FIELD_COUNT] = {false};
    char  *written = NULL;
    size_t size;
    FILE  *out = open_memstream(&written, &size);
    letter_write(out, all.template, values(all.arena), DC_ENGLISH, missing);
    fclose(out);
    assert_string_equal(written, "To: [not known: contact at the customer]\n");
    assert_true(missing[FIELD_CUSTOMER_CONTACT]);
    assert_false(missing[FIELD_DATE]);
    free(written);
    drop(&all);
}

/* Every mistake in one run, each with its line. */
static void mistakes_are_told_with_line_and_column(void **state)
{
    (void)state;
    given all = read_template("a.txt",
                              "{{customer.nme}}\n"
                              "{{zzz}} {{invoice.open}}\n"
                              "{{each bills}}{{end}}\n"
                              "{{else}}\n"
                              "{{end}}\n"
                              "{{date\n"
                              "{{columns x}}{{end}}\n"
                              "{{include ../book.yaml}}\n"
                              "{{include other.txt}}\n"
                              "{{if date}}\n",
                              NULL);
    static const struct {
        dc_issue_kind kind;
        uint32_t      line, column;
    } wanted[] = {{DC_ISSUE_LETTER_NEAR, 1, 1},     {DC_ISSUE_LETTER_UNKNOWN, 2, 1},
                  {DC_ISSUE_LETTER_OUTSIDE, 2, 9},  {DC_ISSUE_LETTER_NO_LIST, 3, 1},
                  {DC_ISSUE_LETTER_ELSE, 4, 1},     {DC_ISSUE_LETTER_END, 5, 1},
                  {DC_ISSUE_LETTER_UNCLOSED, 6, 1}, {DC_ISSUE_LETTER_COLUMNS, 7, 1},
                  {DC_ISSUE_LETTER_INCLUDE, 8, 1},  {DC_ISSUE_LETTER_NO_FILE, 9, 1},
                  {DC_ISSUE_LETTER_NO_END, 10, 1}};
    assert_null(all.template);
    assert_int_equal(dc_issues_total(all.issues), sizeof wanted / sizeof wanted[0]);
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        assert_int_equal(dc_issues_kind(all.issues, i), wanted[i].kind);
        assert_int_equal(dc_issues_place(all.issues, i).line, wanted[i].line);
        assert_int_equal(dc_issues_place(all.issues, i).column, wanted[i].column);
    }
    drop(&all);
}

static void a_template_cannot_include_itself_for_ever(void **state)
{
    (void)state;
    given all = read_template("a.txt", "{{include part.txt}}\n", "{{include part.txt}}\n");
    assert_null(all.template);
    assert_int_equal(dc_issues_kind(all.issues, 0), DC_ISSUE_LETTER_INCLUDE);
    drop(&all);
}

static void blocks_end_in_the_file_they_began_in(void **state)
{
    (void)state;
    given all = read_template("a.txt", "{{if date}}\n{{include part.txt}}\n{{end}}\n",
                              "{{end}}\n{{each invoices}}\n");
    assert_null(all.template);
    assert_int_equal(dc_issues_total(all.issues), 2);
    assert_int_equal(dc_issues_kind(all.issues, 0), DC_ISSUE_LETTER_END);
    assert_int_equal(dc_issues_kind(all.issues, 1), DC_ISSUE_LETTER_NO_END);
    drop(&all);
}

#define PAGE DUECAST_SOURCE_DIR "/docs/LETTERS.md"

/* The page on letters names every value there is. */
static void the_page_on_letters_lists_every_value(void **state)
{
    (void)state;
    char *page = calloc(1, 1 << 16);
    FILE *file = fopen(PAGE, "rb");
    char  row[400];
    assert_non_null(page);
    assert_non_null(file);
    assert_true(fread(page, 1, (1 << 16) - 1, file) > 0);
    fclose(file);
    for (size_t i = 0; i < LETTER_FIELD_COUNT; i++) {
        const letter_field_info *field = &letter_fields[i];
        snprintf(row, sizeof row, "| `{{%s}}` | %s | %s |", field->name,
                 *letter_lists[field->list] ? letter_lists[field->list] : "letter",
                 field->label[DC_ENGLISH]);
        if (!strstr(page, row))
            fail_msg("docs/LETTERS.md lacks: %s", row);
    }
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_lists_and_choices_are_filled_in),
        cmocka_unit_test(html_is_escaped_and_values_are_no_templates),
        cmocka_unit_test(columns_fit_what_stands_in_them),
        cmocka_unit_test(long_lines_are_broken),
        cmocka_unit_test(what_is_not_known_is_named_and_noted),
        cmocka_unit_test(mistakes_are_told_with_line_and_column),
        cmocka_unit_test(a_template_cannot_include_itself_for_ever),
        cmocka_unit_test(blocks_end_in_the_file_they_began_in),
        cmocka_unit_test(the_page_on_letters_lists_every_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
