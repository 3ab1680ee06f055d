/* The tables of data.h as a folder of CSV files (RFC 4180, UTF-8, LF). */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data.h"
#include "write.h"

/* A folder is ours when it holds this file. */
static const char signature[] = "metrics.csv";

/* A spreadsheet runs what begins like a formula: an apostrophe in front keeps a name a name. */
static const char *guard_of(const char *text)
{
    return text[0] && strchr("=+-@\t\r", text[0]) ? "'" : "";
}

static void put_quoted(FILE *out, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        fprintf(out, "%s%s", guard_of(text), text);
        return;
    }
    fprintf(out, "\"%s", guard_of(text));
    for (; *text; text++) {
        if (*text == '"')
            putc('"', out);
        putc(*text, out);
    }
    putc('"', out);
}

static void put_value(FILE *out, const data_value *value)
{
    char text[40];
    switch (value->kind) {
    case DATA_NONE: return;
    case DATA_TEXT: put_quoted(out, value->text); return;
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

/* Missing, empty, or a former output that holds nothing of anybody else. */
static bool may_replace(const char *folder)
{
    DIR *open = opendir(folder);
    if (!open)
        return errno == ENOENT;
    bool   foreign = false, signed_by_us = false;
    size_t count = 0;
    for (struct dirent *entry; (entry = readdir(open));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        count++;
        foreign |= !is_ours(entry->d_name);
        signed_by_us |= strcmp(entry->d_name, signature) == 0;
    }
    closedir(open);
    return count == 0 || (signed_by_us && !foreign);
}

static void remove_folder(const char *folder)
{
    dc_arena *arena = dc_arena_new();
    for (size_t i = 0; i < data_table_count(); i++)
        remove(dc_arena_format(arena, "%s/%s.csv", folder, data_table_name(i)));
    rmdir(folder);
    dc_arena_free(arena);
}

/* The old folder steps aside first; should the new one not get its name, it comes back. */
static dc_status swap_folders(const char *finished, const char *folder, dc_issues *issues)
{
    dc_arena   *arena = dc_arena_new();
    const char *aside = dc_arena_format(arena, "%s.old", finished);
    dc_status   status = DC_OK;
    sigset_t    all, before;
    sigfillset(&all); /* whoever ends the program waits until one of the two has the name */
    pthread_sigmask(SIG_BLOCK, &all, &before);
    bool replaced = rename(folder, aside) == 0;
    if (rename(finished, folder) != 0) {
        status = cannot_write(folder, strerror(errno), issues);
        if (replaced && rename(aside, folder) != 0)
            status = cannot_write(aside, strerror(errno), issues);
    } else if (replaced) {
        remove_folder(aside);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    dc_arena_free(arena);
    return status;
}

dc_status write_csv_folder(const dc_answer *answer, const char *folder, dc_issues *issues)
{
    if (!may_replace(folder)) {
        dc_issues_add(issues, DC_ISSUE_OUTPUT_NOT_OURS, NULL, folder, (const char *)NULL);
        return DC_ERR_OUTPUT;
    }
    char     *unfinished = beside(folder);
    dc_status status = DC_OK;
    if (mkdir(unfinished, 0777) != 0)
        status = cannot_write(folder, strerror(errno), issues);
    for (size_t i = 0; status == DC_OK && i < data_table_count(); i++)
        if (!write_table(answer, i, unfinished))
            status = cannot_write(folder, strerror(errno), issues);
    if (status == DC_OK)
        status = swap_folders(unfinished, folder, issues);
    if (status != DC_OK)
        remove_folder(unfinished);
    free(unfinished);
    return status;
}
