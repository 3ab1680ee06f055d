/* The tables of data.h as a folder of CSV files (RFC 4180, UTF-8, LF). */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "data.h"
#include "folder.h"

/* A folder is ours when it holds the first file of its kind. */
static const char *signature_of(const dc_answer *answer)
{
    return answer->variance_count > 0 ? "variance.csv" : "metrics.csv";
}

static void put_value(FILE *out, const data_value *value)
{
    char text[40];
    switch (value->kind) {
    case DATA_NONE: return;
    case DATA_TEXT: dc_csv_text(out, value->text); return;
    case DATA_COUNT: fprintf(out, "%" PRId64, value->whole); return;
    case DATA_REAL: fprintf(out, "%.12g", value->real); return;
    case DATA_EXACT:
        dc_money_format(text, sizeof text, DC_MONEY(value->whole), value->decimals);
        fputs(text, out);
        return;
    case DATA_BOOL: fputs(value->whole ? "true" : "false", out); return;
    }
}

bool write_csv_table(FILE *out, const data_table *table)
{
    for (size_t c = 0; c < table->column_count; c++)
        fprintf(out, "%s%s", c > 0 ? "," : "", table->columns[c]);
    putc('\n', out);
    for (size_t i = 0; i < table->value_count; i++) {
        size_t column = i % table->column_count;
        if (column > 0)
            putc(',', out);
        put_value(out, &table->values[i]);
        if (column == table->column_count - 1)
            putc('\n', out);
    }
    return !ferror(out);
}

static bool write_table(const dc_answer *answer, size_t index, const char *folder)
{
    dc_arena  *arena = dc_arena_new();
    data_table table;
    data_table_fill(&table, arena, index, answer);
    FILE *out = fopen(dc_arena_format(arena, "%s/%s.csv", folder, table.name), "wb");
    bool  written = out && write_csv_table(out, &table);
    if (out && fclose(out) != 0)
        written = false;
    dc_arena_free(arena);
    return written;
}

static bool is_ours(const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < data_table_count(); i++) {
        const char *table = data_table_name(i);
        size_t      stem = strlen(table);
        if (length == stem + 4 && strncmp(name, table, stem) == 0 &&
            strcmp(name + stem, ".csv") == 0)
            return true;
    }
    return false;
}

dc_status write_csv_folder(const dc_answer *answer, const char *folder, dc_issues *issues)
{
    if (!folder_may_be_replaced(folder, signature_of(answer), is_ours)) {
        dc_issues_add(issues, DC_ISSUE_OUTPUT_NOT_OURS, NULL, folder, (const char *)NULL);
        return DC_ERR_OUTPUT;
    }
    char     *unfinished = beside(folder);
    dc_status status = DC_OK;
    if (mkdir(unfinished, 0777) != 0)
        status = cannot_write(folder, strerror(errno), issues);
    for (size_t i = 0; status == DC_OK && i < data_table_count(); i++)
        if (data_table_is_told(i, answer) && !write_table(answer, i, unfinished))
            status = cannot_write(folder, strerror(errno), issues);
    if (status == DC_OK)
        status = folder_swap(unfinished, folder, issues);
    if (status != DC_OK)
        folder_remove(unfinished);
    free(unfinished);
    return status;
}
