
#include "invoices.h"

#include <stdio.h>
#include <string.h>

#include "table_pieces.h"

#define NO_DAY                                                                                     \
    {                                                                                              \
        INT32_MAX                                                                                  \
    } /* DC_DATE_NONE as a constant */

/* Members that an import format does not have. */
static const dc_invoice_row blank_row = {
    .invoice = "",
    .part = "",
    .customer = "",
    .customer_name = "",
    .country = "",
    .segment = "",
    .currency = "",
    .kind = "",
    .blocks = "",
    .account = "",
    .account_name = "",
    .booking = "",
    .side = "",
    .status = "",
    .description = "",
    .factor = {"", "", "", ""},
    .issued = NO_DAY,
    .due = NO_DAY,
    .entered = NO_DAY,
    .delivered = NO_DAY,
    .received = NO_DAY,
    .paid = NO_DAY,
    .amount = {""},
    .tax = {""},
    .open = {""},
    .disputed_amount = {""},
    .debit = {""},
    .credit = {""},
    .days_to_pay = DC_INT_NONE,
    .is_open = DC_INT_NONE,
};

/* Warnings that stand once for the whole file. */
static void warn_of_file(const invoice_reader *reader)
{
    dc_reading           *reading = reader->reading;
    const dc_file_totals *totals = &reading->book->files[reader->file];
    dc_place              place = {.file = totals->file};
    char                  count[24], worth[40];

    if (totals->rows_duplicate > 0) {
        snprintf(count, sizeof count, "%zu", totals->rows_duplicate);
        snprintf(worth, sizeof worth, "%.2f", reader->counts.worth_duplicate / 100);
        dc_issues_add(reading->issues,
                      reading->options->drop_duplicates ? DC_ISSUE_DUPLICATES_DROPPED
                                                        : DC_ISSUE_DUPLICATE_ROWS,
                      &place, count, worth, NULL);
    }
    if (reader->counts.terms_ignored > 0) {
        snprintf(count, sizeof count, "%zu", reader->counts.terms_ignored);
        dc_table_issue(reader->table, reader->counts.terms_row,
                       dc_format_column(reader->format, offsetof(dc_invoice_row, terms)),
                       reading->issues, DC_ISSUE_TERMS_IGNORED, reader->counts.terms_unread, count,
                       NULL);
    }
    if (reader->counts.due_assumed > 0) {
        char days[16];

        snprintf(days, sizeof days, "%d", (int)reader->format->terms_days);
        snprintf(count, sizeof count, "%zu", reader->counts.due_assumed);
        dc_issues_add(reading->issues, DC_ISSUE_TERMS_ASSUMED, &place, days, count, NULL);
    }
    if (reader->items > 0) {
        snprintf(count, sizeof count, "%zu", reader->items);
        dc_issues_add(reading->issues, DC_ISSUE_ITEM_ROWS, &place, count, NULL);
    }
    if (totals->rounded > 0) {
        snprintf(count, sizeof count, "%zu", totals->rounded);
        dc_issues_add(reading->issues,
                      reader->format->computed ? DC_ISSUE_COMPUTED_ROUNDED
                                               : DC_ISSUE_AMOUNTS_ROUNDED,
                      &place, count, NULL);
    }
}

/* The columns of the format and those of one's own that book.yaml names.  A factor keeps its place
 * even where the file has no such column: it is empty then. */
static void add_factors(const invoice_reader *reader, dc_format *format)
{
    const dc_company *company = &reader->reading->book->company;
    size_t            most = format->count + company->factor_count;
    dc_column        *columns = dc_arena_alloc(reader->reading->arena, most, sizeof *columns);

    memcpy(columns, format->columns, format->count * sizeof *columns);
    for (size_t i = 0; i < company->factor_count; i++) {
        if (dc_table_has(reader->table, company->factor[i]))
            columns[format->count++] =
                (dc_column){company->factor[i],
                            DC_FIELD_TEXT,
                            false,
                            offsetof(dc_invoice_row, factor) + i * sizeof(const char *),
                            "",
                            ""};
        else
            dc_issues_add(reader->reading->issues, DC_ISSUE_NO_FACTOR,
                          &(dc_place){.file = "book.yaml"}, company->factor[i],
                          dc_table_name(reader->table), NULL);
    }
    format->columns = columns;
}

static void use_canonical(const invoice_reader *reader, dc_format *format)
{
    const dc_input_file *file = dc_input_file_of(DC_INPUT_INVOICES);
    dc_column *columns = dc_arena_alloc(reader->reading->arena, file->count, sizeof *columns);

    memcpy(columns, file->columns, file->count * sizeof *columns);
    format->columns = columns;
    format->count = file->count;
    dc_format_fit(columns, &format->count, reader->table, reader->reading->issues);
}

/* By the column of numbers totals are known, whatever the format is. */
static void mark_number(const invoice_reader *reader, dc_format *format)
{
    size_t     size = format->count * sizeof(dc_column);
    dc_column *columns = dc_arena_alloc(reader->reading->arena, format->count, sizeof *columns);

    memcpy(columns, format->columns, size);
    for (size_t i = 0; i < format->count; i++)
        columns[i].numbered = columns[i].offset == offsetof(dc_invoice_row, invoice);
    format->columns = columns;
}

/* Titles may stand above the header, whatever the format is. */
static void find_header(const invoice_reader *reader)
{
    const dc_input_file *file = dc_input_file_of(DC_INPUT_INVOICES);

    if (dc_format_is_known(reader->table))
        return;
    dc_table_find_header(reader->table, file->columns, file->count, reader->reading->issues);
}

/* The format asked for, with the canonical columns where it has none of its own. */
static bool choose_format(invoice_reader *reader, dc_format *format)
{
    dc_reading      *reading = reader->reading;
    const dc_format *found;

    find_header(reader);
    found = dc_format_find(reading->format_name, reader->table, reading->issues);
    if (!found)
        return false;
    *format = *found;
    if (!format->columns)
        use_canonical(reader, format);
    if (reading->book->company.factor_count > 0)
        add_factors(reader, format);
    mark_number(reader, format);
    reader->format = format;
    reading->book->files[reader->file].format = found->name;
    dc_table_set_blank(reader->table, &blank_row);
    return dc_table_bind_assuming(reader->table, format->columns, format->count,
                                  sizeof(dc_invoice_row), format->styles, reading->issues) == DC_OK;
}

void dc_read_invoices(dc_reading *reading, const char *path, const char *shown_name)
{
    invoice_reader reader = {.reading = reading, .known = reading};
    dc_format      format;

    reader.table = dc_reading_open(reading, path, shown_name, &reader.file);
    reading->invoices = reader.table;
    reading->invoices_file = reader.file;
    if (!reader.table)
        return;
    if (!choose_format(&reader, &format)) {
        reading->unusable = true;
        return;
    }
    reading->issued_column = dc_format_column(&format, offsetof(dc_invoice_row, issued));
    reading->entered_column = dc_format_column(&format, offsetof(dc_invoice_row, entered));
    reading->paid_column = dc_format_column(&format, offsetof(dc_invoice_row, paid));
    if (!reading->paid_column)
        reading->paid_column = dc_format_column(&format, offsetof(dc_invoice_row, days_to_pay));
    reading->due_column = dc_format_column(&format, offsetof(dc_invoice_row, due));
    reading->open_column = dc_format_column(&format, offsetof(dc_invoice_row, open));
    if (!dc_read_invoice_rows(&reader)) {
        reading->unusable = true;
        return;
    }
    dc_table_note_unused(reader.table, reading->issues);
    dc_table_note_apart(reader.table, reading->issues);
    dc_leave_out_void(&reader);
    dc_turn_back(&reader);
    if (format.journal)
        dc_match_letters(&reader);
    else
        dc_refuse_duplicates(&reader);
    warn_of_file(&reader);
}
