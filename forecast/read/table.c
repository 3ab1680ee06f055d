#include "duecast/table.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv_parts.h"
#include "duecast/random.h"
#include "table_parts.h"
#include "table_pieces.h"

dc_status dc_table_open(dc_table **out, const char *path, const char *shown_name, dc_issues *issues)
{
    dc_table *table = dc_heap_alloc(1, sizeof *table);
    dc_status status = dc_csv_open(&table->file, path, shown_name, issues);

    *out = NULL;
    table->apart = dc_table_apart_new();
    if (status == DC_OK && dc_csv_next(table->file, &table->header_row)) {
        dc_table_keep_header(table);
        *out = table;
        return DC_OK;
    }
    dc_table_close(table);
    return DC_ERR_INPUT;
}

static void free_binding(dc_table *table)
{
    free(table->field);
    free(table->bound);
    free(table->styles);
    free(table->empty);
}

void dc_table_close(dc_table *table)
{
    if (!table)
        return;
    if (!table->is_piece) {
        dc_table_free_header(table);
        free_binding(table);
    }
    dc_table_votes_free(table->votes);
    dc_table_apart_free(table->apart);
    dc_csv_close(table->file);
    free(table);
}

/* "a, b, c" of the header, or of the columns that are required and missing. */
static char *list_names(const dc_table *table, bool missing)
{
    size_t count = missing ? table->column_count : table->header_count;
    char  *text = NULL;
    size_t size;
    FILE  *out = open_memstream(&text, &size);
    bool   first = true;

    assert(out);
    for (size_t i = 0; i < count; i++) {
        if (missing && (!table->columns[i].required || table->field[i] != DC_NO_FIELD))
            continue;
        fputs(first ? "" : ", ", out);
        fputs(missing ? table->columns[i].name : table->header[i], out);
        first = false;
    }
    fclose(out);
    return text;
}

void dc_table_note_unused(const dc_table *table, dc_issues *issues)
{
    for (size_t i = 0; i < table->header_count; i++) {
        bool        used = false;
        const char *arguments[4] = {table->header[i]};

        for (size_t column = 0; column < table->column_count; column++)
            used = used || table->field[column] == (int32_t)i;
        if (!used && table->normalised[i][0])
            dc_csv_issue(table->file, table->header_row, i + 1, issues, DC_ISSUE_COLUMN_UNUSED,
                         arguments);
    }
}

/* Fills field[]; counts the required columns that are missing, reports those that stand twice. */
static dc_status find_columns(dc_table *table, dc_issues *issues)
{
    dc_status status = DC_OK;
    size_t    missing = 0;

    for (size_t i = 0; i < table->column_count; i++) {
        int32_t twice;

        table->field[i] = dc_table_find_field(table, &table->columns[i], &twice);
        if (table->columns[i].grouped)
            table->grouped = i;
        if (table->columns[i].numbered)
            table->numbered = i;
        if (table->columns[i].only && table->field[i] != DC_NO_FIELD)
            table->chosen = i;
        if (table->columns[i].grouped && table->field[i] == DC_NO_FIELD)
            table->has_groups = dc_table_begins_with_heading(table);
        missing += table->columns[i].required && table->field[i] == DC_NO_FIELD &&
                   !(table->columns[i].grouped && table->has_groups);
        if (twice != DC_NO_FIELD) {
            const char *arguments[4] = {table->header[twice]};
            dc_csv_issue(table->file, table->header_row, (size_t)twice + 1, issues,
                         DC_ISSUE_COLUMN_TWICE, arguments);
            status = DC_ERR_INPUT;
        }
    }
    if (missing > 0) {
        char       *absent = list_names(table, true), *found = list_names(table, false);
        const char *arguments[4] = {absent, found};

        dc_csv_issue(table->file, table->header_row, 0, issues, DC_ISSUE_COLUMN_MISSING, arguments);
        free(absent);
        free(found);
        status = DC_ERR_INPUT;
    }
    return status;
}

/* Lists the columns that have cells, and makes the row that has none. */
static void prepare_rows(dc_table *table)
{
    if (table->blank)
        memcpy(table->empty, table->blank, table->row_size);
    for (size_t i = 0; i < table->column_count; i++) {
        dc_table_set_empty(table->columns[i].type, table->empty + table->columns[i].offset);
        if (table->field[i] != DC_NO_FIELD || (i == table->grouped && table->has_groups))
            table->bound[table->bound_count++] = i;
    }
}

static dc_status bind(dc_table *table, const dc_column *columns, size_t count, size_t row_size,
                      unsigned styles, dc_issues *issues)
{
    assert(count > 0);
    free_binding(table);
    table->columns = columns;
    table->column_count = count;
    table->row_size = row_size;
    table->declared = styles;
    table->field = dc_heap_alloc(count, sizeof table->field[0]);
    table->bound = dc_heap_alloc(count, sizeof table->bound[0]);
    table->bound_count = 0;
    table->grouped = DC_NO_COLUMN;
    table->numbered = DC_NO_COLUMN;
    table->chosen = DC_NO_COLUMN;
    table->has_groups = false;
    table->styles = dc_heap_alloc(count, sizeof table->styles[0]);
    table->empty = dc_heap_alloc(row_size, 1);
    if (find_columns(table, issues) != DC_OK) {
        table->columns = NULL;
        return DC_ERR_INPUT;
    }
    prepare_rows(table);
    return DC_OK;
}

dc_status dc_table_bind(dc_table *table, const dc_column *columns, size_t count, size_t row_size,
                        unsigned styles, dc_issues *issues)
{
    dc_status status = bind(table, columns, count, row_size, styles, issues);

    if (status == DC_OK)
        status = dc_table_learn_styles(table, issues);
    if (status != DC_OK)
        table->columns = NULL;
    return status;
}

dc_status dc_table_bind_assuming(dc_table *table, const dc_column *columns, size_t count,
                                 size_t row_size, unsigned styles, dc_issues *issues)
{
    dc_status status = bind(table, columns, count, row_size, styles, issues);

    if (status == DC_OK) {
        dc_table_assume_styles(table);
        table->votes = dc_table_votes_new(table);
    }
    return status;
}

bool dc_table_is_bound(const dc_table *table)
{
    return table->columns != NULL;
}

const char *dc_table_cell(const dc_table *table, size_t column)
{
    const csv_file *file = table->file; /* looked into: this is asked for every cell */
    int32_t         field = table->field[column];
    const char     *text = field == DC_NO_FIELD || (size_t)field >= file->cell_count
                               ? ""
                               : file->cell_bytes + file->cell_start[field];

    return *text || column != table->grouped ? text : table->apart->heading;
}

bool dc_table_is_grouped(const dc_table *table)
{
    return table->has_groups;
}

void dc_table_set_blank(dc_table *table, const void *blank_row)
{
    table->blank = blank_row;
}

/* Rows may have empty fields behind the last column, as spreadsheets write them. */
static bool has_right_count(const dc_table *table)
{
    size_t count = dc_csv_cell_count(table->file);

    for (size_t i = table->header_count; i < count; i++)
        if (*dc_csv_cell(table->file, i))
            return false;
    return count >= table->header_count;
}

static void report_count(const dc_table *table, dc_issues *issues)
{
    char have[24], want[24];

    snprintf(have, sizeof have, "%zu", dc_csv_cell_count(table->file));
    snprintf(want, sizeof want, "%zu", table->header_count);
    dc_table_issue(table, table->row, NULL, issues,
                   dc_csv_cell_count(table->file) < table->header_count ? DC_ISSUE_FIELDS_FEWER
                                                                        : DC_ISSUE_FIELD_COUNT,
                   have, want, NULL);
}

/* Nearly every date of a large ledger is a plain one: it says nothing of how others are written. */
static bool read_plainly(const dc_table *table, size_t column, void *row)
{
    const dc_column *declared = &table->columns[column];

    return declared->type == DC_FIELD_DATE && table->styles[column] & 1u << DC_DATE_ISO &&
           dc_date_parse_plain((void *)((char *)row + declared->offset),
                               dc_table_cell(table, column));
}

dc_row_state dc_table_next(dc_table *table, dc_texts *texts, void *row, dc_issues *issues)
{
    bool good = true, is_whole;

    assert(table->columns);
    if (!dc_table_next_row(table))
        return DC_ROW_END;
    memcpy(row, table->empty, table->row_size);
    if (table->row.unclosed && !table->row.literal) {
        dc_table_issue(table, table->row, NULL, issues, DC_ISSUE_QUOTE_OPEN, NULL, NULL, NULL);
        good = false;
    } else if (!has_right_count(table)) {
        report_count(table, issues);
        good = false;
    }
    /* The cells of a row that was cut wrongly say nothing: they are read without more issues. */
    is_whole = good;
    for (size_t i = 0; i < table->bound_count; i++) {
        if (read_plainly(table, table->bound[i], row))
            continue;
        if (table->votes)
            dc_table_vote(table, table->bound[i], table->votes);
        if (!dc_table_read_cell(table, table->bound[i], texts, row, is_whole ? issues : NULL))
            good = false;
    }
    if (is_whole && !good)
        dc_table_check_amounts(table, issues);
    return good ? DC_ROW_GOOD : DC_ROW_BAD;
}

dc_row dc_table_row(const dc_table *table)
{
    return table->row;
}

dc_number_style dc_table_numbers(const dc_table *table)
{
    return table->numbers;
}

const char *dc_table_name(const dc_table *table)
{
    return dc_csv_name(table->file);
}

size_t dc_table_size(const dc_table *table)
{
    return dc_csv_size(table->file);
}

void dc_table_digest(const dc_table *table, char out[65])
{
    dc_digest *digest = dc_digest_new();

    dc_csv_digest(table->file, digest);
    dc_digest_hex(digest, out);
    dc_digest_free(digest);
}

int dc_table_compare_bytes(const dc_table *table, dc_row a, dc_row b)
{
    const char *bytes = dc_csv_bytes(table->file);
    size_t      shorter = a.length < b.length ? a.length : b.length;
    int         order = memcmp(bytes + a.offset, bytes + b.offset, shorter);

    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

uint64_t dc_table_row_hash(const dc_table *table, dc_row row)
{
    char       *text = dc_table_copy_text(dc_csv_bytes(table->file) + row.offset, row.length);
    const char *parts[] = {text};
    uint64_t    hash = dc_identity(parts, 1);

    free(text);
    return hash;
}

char *dc_table_row_text(const dc_table *table, dc_row row, dc_arena *arena)
{
    return dc_arena_copy_bytes(arena, dc_csv_bytes(table->file) + row.offset, row.length);
}

/* Field number (1-based) of a bound column by its canonical name; 0 when it is not bound. */
static size_t field_of(const dc_table *table, const char *column)
{
    for (size_t i = 0; column && i < table->column_count; i++)
        if (table->field[i] != DC_NO_FIELD && strcmp(table->columns[i].name, column) == 0)
            return (size_t)table->field[i] + 1;
    return 0;
}

const char *dc_table_label(const dc_table *table, const char *column)
{
    size_t field = field_of(table, column);

    return field > 0 ? table->header[field - 1] : column;
}

void dc_table_issue(const dc_table *table, dc_row row, const char *column, dc_issues *issues,
                    dc_issue_kind kind, const char *a, const char *b, const char *c)
{
    const char *arguments[4] = {a, b, c, NULL};

    dc_csv_issue(table->file, row, field_of(table, column), issues, kind, arguments);
}
