#include "reading.h"
#include "invoice_words.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "duecast/random.h"

enum { ROWS_TOLD = 3 }; /* of many with the same problem */

char *dc_reading_path(const dc_reading *reading, const char *name)
{
    size_t size = strlen(reading->book->path) + strlen(name) + 2;
    char  *path = dc_heap_alloc(size, 1);

    if (name[0] == '/')
        snprintf(path, size, "%s", name);
    else
        snprintf(path, size, "%s/%s", reading->book->path, name);
    return path;
}

bool dc_reading_has_file(const dc_reading *reading, const char *name)
{
    struct stat status;
    char       *path = dc_reading_path(reading, name);
    bool        there = reading->is_directory && stat(path, &status) == 0;

    free(path);
    return there;
}

dc_table *dc_reading_open(dc_reading *reading, const char *path, const char *shown_name,
                          size_t *file)
{
    dc_book        *book = reading->book;
    dc_table       *table;
    dc_file_totals *totals;

    if (dc_table_open(&table, path, shown_name, reading->issues) != DC_OK) {
        reading->unusable = true;
        return NULL;
    }
    book->files = dc_arena_grow(reading->arena, book->files, &reading->file_capacity,
                                book->file_count + 1, sizeof book->files[0]);
    *file = book->file_count++;
    totals = &book->files[*file];
    totals->file = dc_texts_keep(reading->texts, shown_name);
    totals->format = "canonical";
    totals->bytes = dc_table_size(table);
    return table;
}

dc_table *dc_reading_open_input(dc_reading *reading, dc_input input, const char *name, size_t *file)
{
    const dc_input_file *declared = dc_input_file_of(input);
    char                *path;
    dc_table            *table;

    if (!dc_reading_has_file(reading, name))
        return NULL;
    path = dc_reading_path(reading, name);
    table = dc_reading_open(reading, path, name, file);
    free(path);
    if (!table)
        return NULL;
    dc_table_digest(table, reading->book->files[*file].sha256);
    dc_table_set_blank(table, declared->blank);
    if (input != DC_INPUT_RATES) /* the history of the ECB has other columns */
        dc_table_find_header(table, declared->columns, declared->count, reading->issues);
    if (dc_table_bind(table, declared->columns, declared->count, declared->row_size, 0,
                      reading->issues) != DC_OK) {
        reading->unusable = true;
        dc_table_close(table);
        return NULL;
    }
    dc_table_note_unused(table, reading->issues);
    return table;
}

static const char *first_problem(const dc_reading *reading, size_t first_issue,
                                 dc_language language)
{
    size_t count = dc_issues_total(reading->issues), at = first_issue;
    char  *text = NULL;
    size_t size;
    FILE  *out = open_memstream(&text, &size);
    char  *copy;

    assert(out && first_issue < count);
    while (at + 1 < count && dc_issues_severity(reading->issues, at) == DC_NOTE)
        at++;
    dc_issues_write_message(out, reading->issues, at, language);
    fclose(out);
    copy = dc_arena_copy_text(reading->arena, text);
    free(text);
    return copy;
}

static void reject(dc_reading *reading, const dc_table *table, size_t file, dc_row row,
                   size_t first_issue, double worth, const char *code)
{
    dc_book        *book = reading->book;
    dc_file_totals *totals = &book->files[file];

    totals->rows_rejected++;
    if (isnan(worth))
        totals->rows_worth_unknown++;
    else
        dc_worth_reject(totals, code, worth);
    book->rejects = dc_arena_grow(reading->arena, book->rejects, &reading->reject_capacity,
                                  book->reject_count + 1, sizeof book->rejects[0]);
    book->rejects[book->reject_count++] =
        (dc_reject){.file = totals->file,
                    .line = row.line,
                    .reason = {first_problem(reading, first_issue, DC_ENGLISH),
                               first_problem(reading, first_issue, DC_CHINESE)},
                    .text = dc_table_row_text(table, row, reading->arena)};
}

void dc_reading_reject(dc_reading *reading, const dc_table *table, size_t file, dc_row row,
                       size_t first_issue, double worth, uint16_t currency)
{
    reject(reading, table, file, row, first_issue, worth, dc_worth_code(reading, currency));
}

void dc_reading_reject_row(dc_reading *reading, const dc_table *table, size_t file)
{
    reject(reading, table, file, dc_table_row(table), reading->row_issue, reading->row_worth,
           reading->row_code);
}

static void note_code(dc_reading *reading, const char *const *currency)
{
    bool known = currency && *currency && dc_currency_decimals(*currency) >= 0;
    snprintf(reading->row_code, sizeof reading->row_code, "%s", known ? *currency : "");
}

bool dc_reading_next_of_piece(dc_reading *reading, dc_table *table, size_t file, void *row,
                              const dc_raw_amount *worth, const char *const *currency)
{
    dc_file_totals *totals = &reading->book->files[file];

    for (;;) {
        reading->row_issue = dc_issues_total(reading->issues);
        dc_row_state state = dc_table_next(table, reading->texts, row, reading->issues);
        double       value;

        if (state == DC_ROW_END)
            return false;
        value = dc_worth_of_text(worth, dc_table_numbers(table));
        reading->row_worth = value;
        totals->rows_read++;
        note_code(reading, currency);
        dc_worth_read(totals, reading->row_code, isnan(value) ? 0 : value);
        if (state == DC_ROW_GOOD) {
            reading->row_issue = dc_issues_total(reading->issues);
            return true;
        }
        dc_reading_reject_row(reading, table, file);
    }
}

void dc_reading_note_no_rows(const dc_reading *reading, size_t file)
{
    const dc_file_totals *totals = &reading->book->files[file];
    dc_place              place = {.file = totals->file};

    if (totals->rows_read == 0)
        dc_issues_add(reading->issues, DC_ISSUE_FILE_NO_ROWS, &place, totals->file, NULL);
}

bool dc_reading_next(dc_reading *reading, dc_table *table, size_t file, void *row,
                     const dc_raw_amount *worth, const char *const *currency)
{
    if (dc_reading_next_of_piece(reading, table, file, row, worth, currency))
        return true;
    dc_reading_note_no_rows(reading, file);
    dc_table_note_apart(table, reading->issues);
    return false;
}

/* The rows beyond those told, as one issue at the first of them. */
static void tell_more(dc_issues *issues, const dc_issues *rows, const size_t *same, size_t count)
{
    dc_place place = dc_issues_place(rows, same[ROWS_TOLD]);
    dc_place told = dc_issues_place(rows, same[ROWS_TOLD - 1]);
    char     more[24], line[16], last[16];

    place = (dc_place){.file = place.file, .line = place.line};
    snprintf(more, sizeof more, "%zu", count - ROWS_TOLD);
    snprintf(line, sizeof line, "%u", (unsigned)told.line);
    snprintf(last, sizeof last, "%u", (unsigned)dc_issues_place(rows, same[count - 1]).line);
    dc_issues_add(issues, DC_ISSUE_MORE_LIKE_IT, &place, more, line, last, NULL);
}

void dc_reading_tell_grouped(dc_issues *issues, const dc_issues *rows)
{
    size_t  total = dc_issues_total(rows);
    size_t *same = dc_heap_alloc(total + 1, sizeof same[0]);

    for (int kind = 0; kind < DC_ISSUE_KIND_COUNT; kind++) {
        size_t count = 0;

        for (size_t i = 0; i < total; i++) {
            bool is_row = dc_issues_place(rows, i).line > 1;

            if (dc_issues_kind(rows, i) != (dc_issue_kind)kind)
                continue;
            if (is_row)
                same[count++] = i;
            if (!is_row || count <= ROWS_TOLD)
                dc_issues_copy(issues, rows, i);
        }
        if (count > ROWS_TOLD)
            tell_more(issues, rows, same, count);
    }
    free(same);
}

void dc_reading_count_used(dc_reading *reading)
{
    for (size_t i = 0; i < reading->book->file_count; i++) {
        dc_file_totals *totals = &reading->book->files[i];

        totals->rows_dropped = reading->options->drop_duplicates ? totals->rows_duplicate : 0;
        totals->rows_used =
            totals->rows_read - totals->rows_rejected - totals->rows_later - totals->rows_dropped;
        dc_worth_translate(totals, reading);
    }
}

bool dc_reading_money(dc_reading *reading, const dc_table *table, size_t file, const char *column,
                      dc_raw_amount raw, uint16_t currency, dc_money *out)
{
    static const dc_issue_kind kinds[] = {[DC_NUMBER_SURPLUS_DECIMALS] = DC_ISSUE_SURPLUS_DECIMALS,
                                          [DC_NUMBER_TOO_LARGE] = DC_ISSUE_AMOUNT_TOO_LARGE};
    int                        decimals = dc_reading_decimals(reading, currency);
    dc_number_result result = dc_money_parse(out, raw.text, decimals, dc_table_numbers(table));

    if (!dc_sign_fits(raw.text, reading->book->currencies[currency].code) &&
        result != DC_NUMBER_NOT_A_NUMBER) {
        dc_table_issue(table, dc_table_row(table), column, reading->issues, DC_ISSUE_SIGN_OF_OTHER,
                       dc_table_label(table, column), raw.text,
                       reading->book->currencies[currency].code);
        return false;
    }
    if (result == DC_NUMBER_EMPTY)
        *out = DC_MONEY(0);
    if (result == DC_NUMBER_ROUNDED)
        reading->book->files[file].rounded++;
    if (result == DC_NUMBER_OK || result == DC_NUMBER_EMPTY || result == DC_NUMBER_ROUNDED)
        return true;
    bool is_number = result != DC_NUMBER_NOT_A_NUMBER;
    dc_table_issue(table, dc_table_row(table), column, reading->issues,
                   is_number ? kinds[result] : dc_table_bad_amount(table, raw.text),
                   dc_table_label(table, column), raw.text,
                   reading->book->currencies[currency].code);
    return false;
}

uint16_t dc_reading_currency(dc_reading *reading, const char *code)
{
    dc_book *book = reading->book;

    for (size_t i = 0; i < book->currency_count; i++)
        if (strcmp(book->currencies[i].code, code) == 0)
            return (uint16_t)i;
    if (book->currency_count == DC_CURRENCIES_MAX) {
        if (!reading->unusable)
            dc_issues_add(reading->issues, DC_ISSUE_TOO_MANY, &(dc_place){.file = book->path}, "64",
                          "currencies", NULL);
        reading->unusable = true;
        return 0;
    }
    snprintf(book->currencies[book->currency_count].code, 4, "%s", code);
    book->currencies[book->currency_count].decimals = dc_currency_decimals(code);
    return (uint16_t)book->currency_count++;
}

int dc_reading_decimals(const dc_reading *reading, uint16_t currency)
{
    return reading->book->currencies[currency].decimals;
}

static uint32_t find_customer(const dc_reading *reading, const char *id, uint64_t key)
{
    size_t   cursor = 0;
    uint32_t row;

    while ((row = dc_map_find(&reading->customer_map, key, &cursor)) != DC_MAP_NONE)
        if (strcmp(reading->customer_ids[row], id) == 0)
            break;
    return row;
}

uint32_t dc_reading_customer(const dc_reading *reading, const char *id)
{
    return find_customer(reading, id, dc_text_hash(id));
}

/*
 * Ten million rows ask for their customer: short ids stand in the table itself, so that one look
 * into memory is enough where a map, a number and the text behind it would be three.
 */
static customer_slot *find_slot(const dc_reading *reading, const char *id, uint64_t key)
{
    size_t         mask = reading->slot_count - 1, at = (size_t)key & mask;
    customer_slot *slots = reading->slots;

    while (slots[at].next > 0 && strcmp(slots[at].id, id) != 0)
        at = (at + 1) & mask;
    return &slots[at];
}

static void enlarge_slots(dc_reading *reading)
{
    size_t count = reading->slot_count ? 2 * reading->slot_count : 256;

    free(reading->slots);
    reading->slots = dc_heap_alloc(count, sizeof reading->slots[0]);
    reading->slot_count = count;
    for (uint32_t row = 0; row < reading->customer_count; row++) {
        const char    *id = reading->customer_ids[row];
        customer_slot *slot;

        if (strlen(id) >= sizeof slot->id)
            continue;
        slot = find_slot(reading, id, dc_text_hash(id));
        strcpy(slot->id, id);
        slot->next = row + 1;
    }
}

/* The slot of a customer in the table; free where it is not known, NULL for a long id. */
static customer_slot *slot_of(dc_reading *reading, const char *id, uint64_t key)
{
    if (strnlen(id, sizeof reading->slots[0].id) == sizeof reading->slots[0].id)
        return NULL;
    if (4 * (reading->customer_count + 1) > 3 * reading->slot_count)
        enlarge_slots(reading);
    return find_slot(reading, id, key);
}

uint32_t dc_reading_add_customer(dc_reading *reading, const char *id)
{
    uint64_t        key = dc_text_hash(id);
    customer_slot  *slot = slot_of(reading, id, key);
    uint32_t        row;
    customer_draft *draft;

    if (slot && slot->next > 0)
        return slot->next - 1;
    row = find_customer(reading, id, key);
    if (row != DC_MAP_NONE)
        return row;
    if (reading->customer_count == reading->customer_capacity)
        reading->customers =
            dc_heap_grow(reading->customers, &reading->customer_capacity,
                         reading->customer_count + 1, sizeof reading->customers[0]);
    if (reading->customer_count == reading->customer_id_capacity)
        reading->customer_ids =
            dc_heap_grow(reading->customer_ids, &reading->customer_id_capacity,
                         reading->customer_count + 1, sizeof reading->customer_ids[0]);
    row = (uint32_t)reading->customer_count++;
    draft = &reading->customers[row];
    *draft = (customer_draft){.id = dc_texts_keep(reading->texts, id),
                              .name = "",
                              .segment = "",
                              .country = "",
                              .grade = "",
                              .seen_name = "",
                              .seen_country = "",
                              .credit_limit = "",
                              .insured_limit = "",
                              .contact = {"", "", "", "", "", "", DC_PARTY_UNKNOWN}};
    reading->customer_ids[row] = draft->id;
    if (slot) {
        strcpy(slot->id, id);
        slot->next = row + 1;
    }
    dc_map_add(&reading->customer_map, key, row);
    return row;
}

void dc_reading_note_date(newest_date *newest, dc_date date, const char *source)
{
    if (!dc_date_is_set(date))
        return;
    if (!newest->source || date.day > newest->newest.day) {
        newest->next = newest->source ? newest->newest : DC_DATE_NONE;
        newest->newest = date;
        newest->source = source;
    } else if (date.day < newest->newest.day &&
               (!dc_date_is_set(newest->next) || date.day > newest->next.day)) {
        newest->next = date;
    } else if (date.day == newest->newest.day && strcmp(source, newest->source) < 0) {
        newest->source = source; /* one of several: the same whatever the order of rows */
    }
}

bool dc_reading_refuse(const dc_reading *reading, dc_yaml_node node, dc_issue_kind kind,
                       const char *a, const char *b, const char *c)
{
    dc_yaml_issue(reading->yaml, node, reading->issues, kind, a, b, c);
    return false;
}

bool dc_reading_refuse_cell(const dc_reading *reading, const dc_table *table, const char *column,
                            dc_issue_kind kind, const char *text)
{
    dc_table_issue(table, dc_table_row(table), column, reading->issues, kind, text, NULL, NULL);
    return false;
}
