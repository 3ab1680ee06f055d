#include "invoices.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    .days_to_pay = DC_INT_NONE,
    .is_open = DC_INT_NONE,
};

/* Which of two rows with one number is used: a rule that does not look at their places. */
static int compare_drafts(const dc_reading *reading, const claim_draft *a, const claim_draft *b)
{
    int order = strcmp(reading->customers[a->customer].id, reading->customers[b->customer].id);

    if (order == 0)
        order = (a->issued.day > b->issued.day) - (a->issued.day < b->issued.day);
    if (order == 0)
        order = (a->due.day > b->due.day) - (a->due.day < b->due.day);
    if (order == 0)
        order = (a->amount.minor > b->amount.minor) - (a->amount.minor < b->amount.minor);
    if (order == 0)
        order = (a->paid.day > b->paid.day) - (a->paid.day < b->paid.day);
    if (order == 0)
        order = (a->open.minor > b->open.minor) - (a->open.minor < b->open.minor);
    return order != 0 ? order : (a->row.line > b->row.line) - (a->row.line < b->row.line);
}

/* The second row of one invoice and part: byte-equal rows may be dropped, others are refused. */
static void refuse_duplicate(invoice_reader *reader, claim_draft *kept, claim_draft *draft)
{
    dc_reading *reading = reader->reading;
    size_t      first_issue = dc_issues_total(reading->issues);
    double      worth;
    char        line[16];

    if (reading->options->drop_duplicates &&
        dc_table_compare_bytes(reader->table, kept->row, draft->row) == 0) {
        reading->book->files[reader->file].rows_duplicate++;
        reader->worth_duplicate += dc_reading_worth(reading, draft->amount, draft->currency);
        return;
    }
    if (compare_drafts(reading, draft, kept) < 0) {
        claim_draft other = *kept;

        draft->next_part = kept->next_part;
        *kept = *draft;
        *draft = other;
    }
    worth = dc_reading_worth(reading, draft->amount, draft->currency);
    snprintf(line, sizeof line, "%u", (unsigned)kept->row.line);
    dc_table_issue(reader->table, draft->row, reader->format->columns[0].name, reading->issues,
                   DC_ISSUE_DUPLICATE_CLAIM, draft->invoice, line, NULL);
    dc_reading_reject(reading, reader->table, reader->file, draft->row, first_issue, worth);
}

/* Empty texts come from several places: only others are known by their address. */
static uint64_t claim_key(const char *invoice, const char *part)
{
    return dc_map_key(invoice, *part ? part : NULL);
}

static uint32_t find_claim(const dc_reading *reading, const char *invoice, const char *part)
{
    size_t   cursor = 0;
    uint32_t row;

    while ((row = dc_map_find(&reading->claim_map, claim_key(invoice, part), &cursor)) !=
           DC_MAP_NONE)
        if (reading->claims[row].invoice == invoice && strcmp(reading->claims[row].part, part) == 0)
            break;
    return row;
}

uint32_t dc_find_invoice(const dc_reading *reading, const char *invoice)
{
    size_t   cursor = 0;
    uint32_t row;

    while ((row = dc_map_find(&reading->invoice_map, dc_map_key(invoice, NULL), &cursor)) !=
           DC_MAP_NONE)
        if (reading->claims[row].invoice == invoice)
            break;
    return row;
}

claim_draft *dc_add_claim_draft(dc_reading *reading, claim_draft draft)
{
    if (reading->claim_count == reading->claim_capacity)
        reading->claims = dc_heap_grow(reading->claims, &reading->claim_capacity,
                                       reading->claim_count + 1, sizeof reading->claims[0]);
    reading->claims[reading->claim_count] = draft;
    return &reading->claims[reading->claim_count++];
}

static void add_claim(invoice_reader *reader, claim_draft draft)
{
    dc_reading *reading = reader->reading;
    uint32_t    same = find_claim(reading, draft.invoice, draft.part);
    uint32_t    first = dc_find_invoice(reading, draft.invoice);
    uint32_t    row = (uint32_t)reading->claim_count;

    if (same != DC_MAP_NONE) {
        refuse_duplicate(reader, &reading->claims[same], &draft);
        return;
    }
    if (reading->claim_count >= DC_CLAIMS_MAX) {
        if (!reading->unusable)
            dc_issues_add(reading->issues, DC_ISSUE_TOO_MANY,
                          &(dc_place){.file = dc_table_name(reader->table)}, "67108864", "invoices",
                          NULL);
        reading->unusable = true;
        return;
    }
    if (first == DC_MAP_NONE) {
        dc_map_add(&reading->invoice_map, dc_map_key(draft.invoice, NULL), row);
    } else {
        draft.next_part = reading->claims[first].next_part;
        reading->claims[first].next_part = row;
    }
    dc_map_add(&reading->claim_map, claim_key(draft.invoice, draft.part), row);
    dc_add_claim_draft(reading, draft);
}

static void read_rows(invoice_reader *reader)
{
    dc_reading    *reading = reader->reading;
    dc_invoice_row row;
    claim_draft    draft;

    while (dc_reading_next(reading, reader->table, reader->file, &row, &row.amount)) {
        if (dc_make_claim_draft(reader, &row, &draft)) {
            if (!draft.rejected)
                add_claim(reader, draft);
        } else {
            dc_reading_reject_row(reading, reader->table, reader->file);
        }
    }
}

/* Warnings that stand once for the whole file. */
static void warn_of_file(const invoice_reader *reader)
{
    dc_reading           *reading = reader->reading;
    const dc_file_totals *totals = &reading->book->files[reader->file];
    dc_place              place = {.file = totals->file};
    char                  count[24], worth[40];

    if (totals->rows_duplicate > 0) {
        snprintf(count, sizeof count, "%zu", totals->rows_duplicate);
        snprintf(worth, sizeof worth, "%.2f", reader->worth_duplicate / 100);
        dc_issues_add(reading->issues,
                      reading->options->drop_duplicates ? DC_ISSUE_DUPLICATES_DROPPED
                                                        : DC_ISSUE_DUPLICATE_ROWS,
                      &place, count, worth, NULL);
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

/* The format asked for, with the canonical columns where it has none of its own. */
static bool choose_format(invoice_reader *reader, dc_format *format)
{
    dc_reading      *reading = reader->reading;
    const dc_format *found = dc_format_find(reading->format_name, reader->table, reading->issues);

    if (!found)
        return false;
    *format = *found;
    if (!format->columns) {
        format->columns = dc_input_file_of(DC_INPUT_INVOICES)->columns;
        format->count = dc_input_file_of(DC_INPUT_INVOICES)->count;
    }
    if (reading->book->company.factor_count > 0)
        add_factors(reader, format);
    reader->format = format;
    reading->book->files[reader->file].format = found->name;
    dc_table_set_blank(reader->table, &blank_row);
    return dc_table_bind(reader->table, format->columns, format->count, sizeof(dc_invoice_row),
                         format->styles, reading->issues) == DC_OK;
}

void dc_read_invoices(dc_reading *reading, const char *path, const char *shown_name)
{
    invoice_reader reader = {.reading = reading};
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
    dc_table_note_unused(reader.table, reading->issues);
    read_rows(&reader);
    warn_of_file(&reader);
    dc_map_free(&reader.cells);
    dc_map_free(&reader.bytes);
    free(reader.cell_counts.count);
    free(reader.byte_counts.count);
}
