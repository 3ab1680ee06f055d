/* record_actions.c - appends decided actions to the collection record of a book, all or none. */
#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "columns.h"
#include "duecast/book.h"
#include "texts.h"

enum { COLUMNS = 7 };
static const char *const columns[COLUMNS] = {"customer", "date",   "action", "invoice",
                                             "promised", "result", "cost"};
static const char        kinds[] = "reminder|call|notice|third_party|legal|plan|promise";

/* What stands in each column of a new row. */
typedef struct {
    const char *cell[COLUMNS];
} new_row;

typedef struct {
    const dc_book *book;
    dc_arena      *arena;
    dc_issues     *issues;
    size_t         count, capacity, known;
    new_row       *rows;
} recording;

/* --- what is to be recorded ------------------------------------------------------------------ */

static bool refuse(const recording *r, const dc_table *table, const char *column,
                   dc_issue_kind kind, const char *a)
{
    dc_table_issue(table, dc_table_row(table), column, r->issues, kind, a, NULL, NULL);
    return false;
}

/* Ids increase. */
static size_t find_customer(const dc_customers *customers, const char *id)
{
    size_t low = 0, high = customers->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(customers->id[middle], id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < customers->count && strcmp(customers->id[low], id) == 0 ? low : customers->count;
}

static bool owns(const dc_book *book, size_t customer, const char *invoice)
{
    for (size_t i = 0; i < book->claims.count; i++)
        if (book->claims.customer[i] == customer && strcmp(book->claims.invoice[i], invoice) == 0)
            return true;
    return false;
}

static bool is_known(const dc_book *book, size_t customer, size_t kind, const dc_action_row *row)
{
    const dc_actions *actions = &book->actions;
    for (size_t i = 0; i < actions->count; i++)
        if (actions->customer[i] == customer && actions->kind[i] == kind &&
            actions->date[i].day == row->date.day &&
            actions->promised[i].day == row->promised.day &&
            strcmp(actions->invoice[i], row->invoice) == 0)
            return true;
    return false;
}

static const char *date_cell(dc_arena *arena, dc_date date)
{
    char text[11];
    dc_date_format(text, date);
    return dc_arena_copy_text(arena, text);
}

/* Free text that a spreadsheet would run gets an apostrophe; ids must stay what they are. */
static const char *guarded(dc_arena *arena, const char *text)
{
    return *text && strchr("=+-@\t\r", *text) ? dc_arena_format(arena, "'%s", text) : text;
}

static void keep(recording *r, const dc_action_row *row, size_t kind)
{
    static const char *const names[] = {"reminder", "call", "notice", "third_party",
                                        "legal",    "plan", "promise"};
    r->rows = dc_arena_grow(r->arena, r->rows, &r->capacity, r->count + 1, sizeof *r->rows);
    r->rows[r->count++] = (new_row){
        {dc_arena_copy_text(r->arena, row->customer), date_cell(r->arena, row->date), names[kind],
         dc_arena_copy_text(r->arena, row->invoice), date_cell(r->arena, row->promised),
         guarded(r->arena, dc_arena_copy_text(r->arena, row->result)),
         dc_arena_copy_text(r->arena, row->cost.text)}};
}

static bool check_cost(const recording *r, const dc_table *table, const char *text)
{
    const dc_currency *own = &r->book->currencies[r->book->own];
    dc_money           cost;
    dc_number_style    style = dc_table_numbers(table);
    style.is_bare = true;
    dc_number_result result = dc_money_parse(&cost, text, own->decimals, style);
    if (result == DC_NUMBER_OK || result == DC_NUMBER_EMPTY || result == DC_NUMBER_ROUNDED)
        return true;
    dc_table_issue(table, dc_table_row(table), "cost", r->issues,
                   result == DC_NUMBER_SURPLUS_DECIMALS ? DC_ISSUE_SURPLUS_DECIMALS
                   : result == DC_NUMBER_TOO_LARGE      ? DC_ISSUE_AMOUNT_TOO_LARGE
                                                        : dc_table_bad_amount(table, text),
                   dc_table_label(table, "cost"), text, own->code);
    return false;
}

static bool take_row(recording *r, const dc_table *table, const dc_action_row *row)
{
    const dc_book *book = r->book;
    size_t         kind, customer = find_customer(&book->customers, row->customer);
    if (!dc_read_choice(table, "action", row->action, kinds, &kind, r->issues))
        return false;
    if (customer == book->customers.count)
        return refuse(r, table, "customer", DC_ISSUE_UNKNOWN_CUSTOMER, row->customer);
    if (*row->invoice && !owns(book, customer, row->invoice))
        return refuse(r, table, "invoice", DC_ISSUE_UNKNOWN_INVOICE, row->invoice);
    if (!check_cost(r, table, row->cost.text))
        return false;
    if (is_known(book, customer, kind, row))
        r->known++;
    else
        keep(r, row, kind);
    return true;
}

static dc_status read_new(recording *r, const char *path)
{
    const dc_input_file *declared = dc_input_file_of(DC_INPUT_ACTIONS);
    dc_texts            *texts = dc_texts_new(r->arena);
    dc_table            *table = NULL;
    dc_action_row        row;
    dc_row_state         state;
    bool                 good = true;
    dc_status            status = dc_table_open(&table, path, path, r->issues);
    if (status == DC_OK)
        status = dc_table_bind(table, declared->columns, declared->count, declared->row_size, 0,
                               r->issues);
    while (status == DC_OK && (state = dc_table_next(table, texts, &row, r->issues)) != DC_ROW_END)
        good = state == DC_ROW_GOOD && take_row(r, table, &row) && good;
    dc_table_close(table);
    dc_texts_free(texts);
    return status != DC_OK ? status : good ? DC_OK : DC_ERR_INPUT;
}

/* --- the record as it stands ----------------------------------------------------------------- */

/* How the file separates cells, and which column of ours each of its columns is; -1: none. */
typedef struct {
    char  *text;
    size_t size;
    char   separator;
    int    column[64];
    size_t column_count;
} record;

static bool read_whole(record *out, const char *path)
{
    FILE  *file = fopen(path, "rb");
    size_t room = 0, got;
    char   piece[65536];
    if (!file)
        return errno == ENOENT;
    while ((got = fread(piece, 1, sizeof piece, file)) > 0) {
        out->text = dc_heap_grow(out->text, &room, out->size + got, 1);
        memcpy(out->text + out->size, piece, got);
        out->size += got;
    }
    bool good = !ferror(file);
    fclose(file);
    return good;
}

static char separator_of(const char *line, size_t length)
{
    const char all[] = ",;\t|";
    char       best = ',';
    size_t     most = 0;
    for (const char *s = all; *s; s++) {
        size_t count = 0;
        for (size_t i = 0; i < length; i++)
            count += line[i] == *s;
        if (count > most) {
            most = count;
            best = *s;
        }
    }
    return best;
}

/* The heads as they are written by us and in the documents; case and quotes aside. */
static int column_of(const char *head, size_t length)
{
    while (length > 0 && strchr(" \"\r", head[length - 1]))
        length--;
    while (length > 0 && strchr(" \"\xef\xbb\xbf", *head)) {
        head++;
        length--;
    }
    for (int i = 0; i < COLUMNS; i++)
        if (strlen(columns[i]) == length && strncasecmp(head, columns[i], length) == 0)
            return i;
    return -1;
}

/* The three columns every action has must be there. */
static bool read_head(record *out)
{
    const char *end = memchr(out->text, '\n', out->size), *at = out->text;
    bool        has[COLUMNS] = {false};
    size_t      length = end ? (size_t)(end - out->text) : out->size;
    const char *last = out->text + length;
    out->separator = separator_of(out->text, length);
    while (at <= last && out->column_count < sizeof out->column / sizeof out->column[0]) {
        const char *next = memchr(at, out->separator, (size_t)(last - at));
        size_t      width = next ? (size_t)(next - at) : (size_t)(last - at);
        int         column = column_of(at, width);
        out->column[out->column_count++] = column;
        if (column >= 0)
            has[column] = true;
        at += width + 1;
    }
    return has[0] && has[1] && has[2];
}

/* --- writing --------------------------------------------------------------------------------- */

static void put_cell(FILE *out, const char *text, char separator)
{
    if (!strpbrk(text, "\"\r\n") && !strchr(text, separator)) {
        fputs(text, out);
        return;
    }
    csv_fwrite(out, text, strlen(text));
}

static void put_rows(FILE *out, const recording *r, const record *old)
{
    for (size_t i = 0; i < r->count; i++) {
        for (size_t c = 0; c < old->column_count; c++) {
            if (c > 0)
                fputc(old->separator, out);
            if (old->column[c] >= 0)
                put_cell(out, r->rows[i].cell[old->column[c]], old->separator);
        }
        fputc('\n', out);
    }
}

static dc_status write_record(const recording *r, const record *old, const char *path)
{
    const char *beside = dc_arena_format(r->arena, "%s.part-%ld", path, (long)getpid());
    FILE       *out = fopen(beside, "wb");
    bool        good = out != NULL;
    if (out) {
        if (old->size > 0)
            fwrite(old->text, 1, old->size, out);
        if (old->size > 0 && old->text[old->size - 1] != '\n')
            fputc('\n', out);
        put_rows(out, r, old);
        good = !ferror(out) && fflush(out) == 0 && fsync(fileno(out)) == 0;
        good = fclose(out) == 0 && good;
        good = good && rename(beside, path) == 0;
    }
    if (good)
        return DC_OK;
    dc_issues_add(r->issues, DC_ISSUE_CANNOT_WRITE, NULL, path, strerror(errno), NULL);
    remove(beside);
    return DC_ERR_OUTPUT;
}

static const char fresh_head[] = "customer,date,action,invoice,promised,result,cost\n";

dc_status dc_actions_record(size_t *recorded, size_t *known, const dc_book *book, const char *file,
                            dc_issues *issues)
{
    recording   r = {.book = book, .arena = dc_arena_new(), .issues = issues};
    record      old = {0};
    const char *path = dc_arena_format(r.arena, "%s/actions.csv", book->path);
    dc_status   status = read_new(&r, file);
    if (status == DC_OK && !read_whole(&old, path)) {
        dc_issues_add(issues, DC_ISSUE_FILE_MISSING, NULL, path, strerror(errno), NULL);
        status = DC_ERR_INPUT;
    }
    if (status == DC_OK && old.size == 0) {
        old.size = strlen(fresh_head);
        old.text = dc_heap_alloc(old.size, 1);
        memcpy(old.text, fresh_head, old.size);
    }
    if (status == DC_OK && !read_head(&old)) {
        dc_issues_add(issues, DC_ISSUE_RECORD_HEAD, &(dc_place){.file = "actions.csv"}, NULL);
        status = DC_ERR_INPUT;
    }
    if (status == DC_OK && r.count > 0)
        status = write_record(&r, &old, path);
    *recorded = status == DC_OK ? r.count : 0;
    *known = r.known;
    free(old.text);
    dc_arena_free(r.arena);
    return status;
}
