/* table_apart.c - lines of a report that are no rows of its table: titles above the header, and
 * headings of groups, totals and signatures between and behind the rows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table_parts.h"

enum { TITLE_LINES_MOST = 40 };

/* Words that begin a total, in lower case; a letter behind them makes another word. */
static const char *const total_words[] = {
    "total",         "totals",     "subtotal",    "sub-total", "grand total", "summe",
    "zwischensumme", "gesamt",     "gesamtsumme", "endsumme",  "totaal",      "subtotaal",
    "total général", "sous-total", "totale",      "suma",      "合计",        "小计",
    "总计",          "本页合计",   "累计"};
enum { TOTAL_WORDS = sizeof total_words / sizeof total_words[0] };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Behind the word at the start of the text, NULL where another stands there. */
static const char *behind_word(const char *text, const char *word)
{
    while (*word && lower(*text) == *word)
        text++, word++;
    return *word || (lower(*text) >= 'a' && lower(*text) <= 'z') ? NULL : text;
}

static bool begins_total(const char *text)
{
    for (size_t i = 0; i < TOTAL_WORDS; i++)
        if (behind_word(text, total_words[i]))
            return true;
    return strspn(text, "*") > 0; /* lists of SAP */
}

/* Asked of every row: most begin with none of the letters those words begin with. */
static bool is_total_alone(const dc_table *table, const char *text)
{
    if (!table->apart->begins_word[(unsigned char)lower(*text)])
        return false;
    for (size_t i = 0; i < TOTAL_WORDS; i++) {
        const char *behind = behind_word(text, total_words[i]);

        if (behind && !*behind)
            return true;
    }
    return false;
}

/* Whether a cell is empty that no row can do without, but for that which a heading may tell. */
static bool lacks_cell(const dc_table *table)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].required && i != table->grouped && !*dc_table_cell(table, i))
            return true;
    return false;
}

/* The words of a total may stand in the place of a day. */
static bool has_day(const dc_table *table)
{
    static const unsigned any = 1u << DC_DATE_ISO | 1u << DC_DATE_DAY_MONTH_NAME |
                                1u << DC_DATE_DAY_FIRST | 1u << DC_DATE_MONTH_FIRST;
    dc_date day;

    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].type == DC_FIELD_DATE &&
            dc_date_parse(&day, dc_table_cell(table, i), any) == DC_DATE_OK)
            return true;
    return false;
}

static size_t count_cells(const dc_table *table, const char **first, size_t *field)
{
    size_t count = 0;

    *field = 0;
    for (size_t i = 0; i < dc_csv_cell_count(table->file); i++) {
        const char *text = dc_csv_cell(table->file, i);

        if (*text && count++ == 0) {
            *first = text;
            *field = i;
        }
    }
    return count;
}

typedef enum { LINE_ROW, LINE_HEADING, LINE_APART, LINE_BLANK, LINE_OTHER } line_kind;

/* A heading tells a column that the file has not, or whose cell is all there is of its line. */
static bool tells_group(const dc_table *table, size_t field)
{
    return table->grouped != DC_NO_COLUMN && (table->field[table->grouped] == DC_NO_FIELD ||
                                              table->field[table->grouped] == (int32_t)field);
}

/* Whether the cell stands where headings do: in front, or in the column that they tell. */
static bool is_heading_place(const dc_table *table, size_t field)
{
    bool is_named = field < table->header_count && *table->normalised[field];
    bool has_column = table->grouped == DC_NO_COLUMN || table->field[table->grouped] != DC_NO_FIELD;

    if (!has_column)
        return field == 0 || !is_named;
    if (table->field[table->numbered] == (int32_t)field)
        return false; /* the number of a row that was cut off */
    return field == 0 || !is_named || tells_group(table, field);
}

/* The cell in the column that headings tell. */
static const char *own_group(const dc_table *table)
{
    int32_t field = table->grouped == DC_NO_COLUMN ? DC_NO_FIELD : table->field[table->grouped];

    return field == DC_NO_FIELD || (size_t)field >= dc_csv_cell_count(table->file)
               ? ""
               : dc_csv_cell(table->file, (size_t)field);
}

/* Whether the row has a number, and not the words of a total in its place: Total-1 is a number. */
static bool has_number(const dc_table *table)
{
    const char *number = dc_table_cell(table, table->numbered);

    if (!*number || !begins_total(number) || *own_group(table))
        return *number;
    return strpbrk(number, "0123456789") && !strchr(number, ' ');
}

bool dc_table_begins_with_one(const char *text, const char *words)
{
    while (*words) {
        size_t length = strcspn(words, "|");

        if (strncmp(text, words, length) == 0)
            return true;
        words += length + (words[length] == '|');
    }
    return false;
}

/* A journal has rows of all accounts, and neither totals nor headings. */
static line_kind kind_of_booking(const dc_table *table)
{
    const char *account = dc_table_cell(table, table->chosen);
    bool        is_meant = dc_table_begins_with_one(account, table->columns[table->chosen].only);

    return is_meant ? LINE_ROW : LINE_OTHER;
}

/* Only a list of what has numbers has totals and headings.  Where the number is nothing but its
 * word the line is a total, else it has that word in front, no number and no day.  A heading or a
 * signature has one cell. */
static line_kind kind_of_line(const dc_table *table)
{
    const char *first = "";
    bool        has_numbers = table->numbered != DC_NO_COLUMN;
    size_t      count, field;

    if (table->chosen != DC_NO_COLUMN)
        return kind_of_booking(table);
    if (has_numbers && is_total_alone(table, dc_table_cell(table, table->numbered)))
        return LINE_APART;
    if (!lacks_cell(table))
        return LINE_ROW;
    count = count_cells(table, &first, &field);
    if (count == 0)
        return LINE_BLANK;
    if (!has_numbers || has_day(table))
        return LINE_ROW;
    if (count == 1 && table->header_count > 2 && is_heading_place(table, field))
        return tells_group(table, field) && !is_total_alone(table, first) ? LINE_HEADING
                                                                          : LINE_APART;
    return begins_total(first) && !has_number(table) ? LINE_APART : LINE_ROW;
}

static void take_heading(dc_table *table, const char *text)
{
    apart_lines *apart = table->apart;
    size_t       size = strlen(text) + 1;

    if (size > apart->capacity)
        apart->heading = dc_heap_grow(apart->heading, &apart->capacity, size, 1);
    memcpy(apart->heading, text, size);
}

void dc_table_forget_heading(dc_table *table)
{
    take_heading(table, "");
}

apart_lines *dc_table_apart_new(void)
{
    apart_lines *apart = dc_heap_alloc(1, sizeof *apart);

    apart->heading = dc_heap_grow(NULL, &apart->capacity, 1, 1);
    apart->heading[0] = '\0';
    for (size_t i = 0; i < TOTAL_WORDS; i++)
        apart->begins_word[(unsigned char)total_words[i][0]] = true;
    return apart;
}

void dc_table_apart_free(apart_lines *apart)
{
    if (apart)
        free(apart->heading);
    free(apart);
}

static void note_apart(dc_table *table, line_kind kind)
{
    const char *first = "";
    size_t      field;

    count_cells(table, &first, &field);
    take_heading(table, kind == LINE_HEADING ? first : "");
    table->apart->told_group = table->apart->told_group || kind == LINE_HEADING;
    if (table->apart->count++ == 0)
        table->apart->first = table->row;
}

bool dc_table_next_row(dc_table *table)
{
    while (dc_csv_next(table->file, &table->row)) {
        line_kind kind =
            table->row.unclosed && !table->row.literal ? LINE_ROW : kind_of_line(table);

        if (kind == LINE_ROW) {
            if (*table->apart->heading && *own_group(table))
                dc_table_forget_heading(table); /* a row of its own ends the group */
            return true;
        }
        if (kind == LINE_OTHER)
            table->apart->others++;
        else if (kind != LINE_BLANK)
            note_apart(table, kind);
    }
    return false;
}

void dc_table_note_apart(const dc_table *table, dc_issues *issues)
{
    char        count[24];
    const char *arguments[4] = {count};

    snprintf(count, sizeof count, "%zu", table->apart->count);
    if (table->apart->count > 0)
        dc_csv_issue(table->file, table->apart->first, 0, issues, DC_ISSUE_ROWS_APART, arguments);
    if (table->apart->others > 0) {
        snprintf(count, sizeof count, "%zu", table->apart->others);
        dc_issues_add(issues, DC_ISSUE_OTHER_ACCOUNTS, &(dc_place){.file = dc_table_name(table)},
                      table->columns[table->chosen].only, count, NULL);
    }
}

bool dc_table_begins_with_heading(dc_table *table)
{
    const char *first = "";
    size_t      count = 0, field;
    dc_row      row;

    dc_csv_seek(table->file, table->header_row);
    dc_csv_next(table->file, &row);
    while (dc_csv_next(table->file, &row) && (count = count_cells(table, &first, &field)) == 0)
        continue;
    dc_csv_seek(table->file, table->header_row);
    dc_csv_next(table->file, &row);
    return count == 1 && table->header_count > 2 && is_heading_place(table, field);
}

/* How many columns the header at hand has, and whether all required ones are there. */
static size_t count_columns(const dc_table *table, const dc_column *columns, size_t count,
                            bool *complete)
{
    size_t found = 0;

    *complete = true;
    for (size_t i = 0; i < count; i++) {
        bool is_there = dc_table_has_column(table, &columns[i]);

        found += is_there;
        *complete = *complete && (is_there || !columns[i].required);
    }
    return found;
}

static void use_header(dc_table *table, dc_row row, char delimiter)
{
    dc_csv_set_delimiter(table->file, delimiter);
    dc_csv_seek(table->file, row);
    dc_csv_next(table->file, &table->header_row);
    dc_table_keep_header(table);
}

void dc_table_find_header(dc_table *table, const dc_column *columns, size_t count,
                          dc_issues *issues)
{
    dc_row first = table->header_row, best = first, row = first;
    char   delimiter = dc_csv_delimiter(table->file), best_delimiter = delimiter;
    bool   complete;
    size_t known = count_columns(table, columns, count, &complete);

    if (complete)
        return;
    for (size_t i = 0; !complete && i < TITLE_LINES_MOST; i++) {
        size_t found;

        if (!dc_csv_skip_line(table->file, &row))
            break;
        dc_csv_seek(table->file, row);
        use_header(table, row, dc_csv_find_delimiter(table->file));
        row = table->header_row;
        found = count_columns(table, columns, count, &complete);
        if (found > known + 1 || (complete && found > known)) {
            known = found;
            best = row;
            best_delimiter = dc_csv_delimiter(table->file);
        }
    }
    use_header(table, best, best_delimiter);
    if (best.line > first.line) {
        char        lines[24];
        const char *arguments[4] = {lines};

        snprintf(lines, sizeof lines, "%u", (unsigned)best.line);
        dc_csv_issue(table->file, best, 0, issues, DC_ISSUE_HEADER_BELOW, arguments);
    }
}
