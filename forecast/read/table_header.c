/* table_header.c - the names in the header, and which column of it is meant. */
#include <stdlib.h>
#include <string.h>

#include "table_parts.h"

char *dc_table_copy_text(const char *text, size_t length)
{
    char *copy = dc_heap_alloc(length + 1, 1);

    memcpy(copy, text, length);
    return copy;
}

/* Lower case, without ASCII blanks and punctuation: "Due Date" and "due_date" are one name. */
static char *normalise(const char *text, size_t length)
{
    char  *name = dc_table_copy_text(text, length);
    size_t used = 0;

    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c >= 'A' && c <= 'Z')
            c = (unsigned char)(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80)
            name[used++] = (char)c;
    }
    name[used] = '\0';
    return name;
}

/* Index of the header cell with this name.  `*twice` is a second one, or DC_NO_FIELD. */
static int32_t find_name(const dc_table *table, const char *text, size_t length, int32_t *twice)
{
    char   *name = normalise(text, length);
    int32_t found = DC_NO_FIELD;

    *twice = DC_NO_FIELD;
    for (size_t i = 0; i < table->header_count && *name; i++) {
        if (strcmp(name, table->normalised[i]) != 0)
            continue;
        if (found == DC_NO_FIELD)
            found = (int32_t)i;
        else if (*twice == DC_NO_FIELD)
            *twice = (int32_t)i;
    }
    free(name);
    return found;
}

/* The canonical name wins, then the aliases in their order. */
int32_t dc_table_find_field(const dc_table *table, const dc_column *column, int32_t *twice)
{
    const char *alias = column->aliases;
    int32_t     found = find_name(table, column->name, strlen(column->name), twice);

    while (found == DC_NO_FIELD && *alias) {
        size_t length = strcspn(alias, "|");

        found = find_name(table, alias, length, twice);
        alias += length + (alias[length] == '|');
    }
    return found;
}

bool dc_table_same_name(const char *a, const char *b)
{
    char *first = normalise(a, strlen(a)), *second = normalise(b, strlen(b));
    bool  same = strcmp(first, second) == 0;

    free(first);
    free(second);
    return same;
}

const char *dc_table_heading(const dc_table *table, const dc_column *column)
{
    int32_t twice, field = dc_table_find_field(table, column, &twice);

    return field == DC_NO_FIELD ? "" : table->header[field];
}

bool dc_table_has_column(const dc_table *table, const dc_column *column)
{
    return *dc_table_heading(table, column);
}

void dc_table_free_header(dc_table *table)
{
    for (size_t i = 0; i < table->header_count; i++) {
        free(table->header[i]);
        free(table->normalised[i]);
    }
    free(table->header);
    free(table->normalised);
}

void dc_table_keep_header(dc_table *table)
{
    dc_table_free_header(table);
    table->header_count = dc_csv_cell_count(table->file);
    table->header = dc_heap_alloc(table->header_count, sizeof table->header[0]);
    table->normalised = dc_heap_alloc(table->header_count, sizeof table->normalised[0]);
    for (size_t i = 0; i < table->header_count; i++) {
        const char *cell = dc_csv_cell(table->file, i);

        table->header[i] = dc_table_copy_text(cell, strlen(cell));
        table->normalised[i] = normalise(cell, strlen(cell));
    }
}

uint32_t dc_table_header_line(const dc_table *table)
{
    return table->header_row.line;
}

bool dc_table_has(const dc_table *table, const char *name)
{
    int32_t twice;

    return find_name(table, name, strlen(name), &twice) != DC_NO_FIELD;
}
