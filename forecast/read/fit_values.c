/* fit_values.c - what columns hold, looked at before they are chosen. */
#include <stdlib.h>
#include <string.h>

#include "formats.h"
#include "table_parts.h"

enum {
    ACCOUNTS_MOST = 8, /* accounts of the ledger that customers are booked to */
    NAMES_EACH = 3,    /* as many names stand behind each of them, where there are several */
    ROWS_LOOKED_AT = 10000,
};

/* Different cells of a column, as far as they are counted. */
typedef struct {
    char  *text[ACCOUNTS_MOST * NAMES_EACH];
    size_t count;
} cell_set;

static void add(cell_set *set, size_t most, const char *text)
{
    size_t size = strlen(text) + 1;

    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->text[i], text) == 0)
            return;
    if (set->count == most)
        return;
    set->text[set->count] = dc_heap_alloc(size, 1);
    memcpy(set->text[set->count++], text, size);
}

static void free_set(cell_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        free(set->text[i]);
}

static void go_behind_header(dc_table *table)
{
    dc_csv_seek(table->file, table->header_row);
    dc_csv_next(table->file, &table->row);
    dc_table_forget_heading(table);
}

/* The next row that has cells in both columns. */
static bool next_pair(dc_table *table, size_t left, size_t right, const char *cells[2])
{
    dc_row row;

    while (dc_csv_next(table->file, &row)) {
        size_t count = dc_csv_cell_count(table->file);

        if (left >= count || right >= count)
            continue;
        cells[0] = dc_csv_cell(table->file, left);
        cells[1] = dc_csv_cell(table->file, right);
        if (*cells[0] && *cells[1])
            return true;
    }
    return false;
}

static bool find_pair(const dc_table *table, const dc_column *a, const dc_column *b, size_t at[2])
{
    int32_t twice, left = dc_table_find_field(table, a, &twice),
                   right = dc_table_find_field(table, b, &twice);

    if (left == DC_NO_FIELD || right == DC_NO_FIELD || left == right)
        return false;
    at[0] = (size_t)left;
    at[1] = (size_t)right;
    return true;
}

bool dc_fit_are_accounts(dc_table *table, const dc_column *customer, const dc_column *name)
{
    cell_set    accounts = {.count = 0}, names = {.count = 0};
    const char *cells[2];
    size_t      at[2], least;

    if (!find_pair(table, customer, name, at))
        return false;
    go_behind_header(table);
    while (accounts.count < ACCOUNTS_MOST && next_pair(table, at[0], at[1], cells)) {
        add(&accounts, ACCOUNTS_MOST, cells[0]);
        add(&names, ACCOUNTS_MOST * NAMES_EACH, cells[1]);
    }
    go_behind_header(table);
    least = accounts.count == 1 ? 2 : accounts.count * NAMES_EACH;
    free_set(&accounts);
    free_set(&names);
    return accounts.count > 0 && accounts.count < ACCOUNTS_MOST && names.count >= least;
}

/* By the style of numbers in which both are one. */
static bool is_beyond(const char *part, const char *whole)
{
    static const dc_number_style styles[] = {{'.', ','}, {',', '.'}, {',', ' '}, {'.', '\''}};
    dc_money                     a, b;

    for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++)
        if (dc_money_parse(&a, part, 4, styles[i]) == DC_NUMBER_OK &&
            dc_money_parse(&b, whole, 4, styles[i]) == DC_NUMBER_OK)
            return llabs(a.minor) > llabs(b.minor);
    return false;
}

bool dc_fit_is_running(dc_table *table, const dc_column *open, const dc_column *amount)
{
    const char *cells[2];
    size_t      at[2], rows = 0, beyond = 0;

    if (!find_pair(table, open, amount, at))
        return false;
    go_behind_header(table);
    while (rows < ROWS_LOOKED_AT && next_pair(table, at[0], at[1], cells)) {
        rows++;
        beyond += is_beyond(cells[0], cells[1]);
    }
    go_behind_header(table);
    return beyond * 4 > rows; /* a slip or two are none */
}
