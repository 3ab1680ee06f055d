#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/random.h"
#include "invoice_words.h"
#include "invoices.h"

#define AT(member)             offsetof(dc_invoice_row, member)
#define COLUMN(reader, member) dc_format_column((reader)->format, AT(member))

/* Adds an issue at a column of the row at hand; false, so that callers can return it. */
static bool refuse(const invoice_reader *reader, const char *column, dc_issue_kind kind,
                   const char *a, const char *b)
{
    dc_table_issue(reader->table, dc_table_row(reader->table), column, reader->reading->issues,
                   kind, a, b, NULL);
    return false;
}

enum { NUMBER_BYTES = 32 };

/* "1930571429.0" and "0140105686" are the numbers 1930571429 and 140105686 before a spreadsheet
 * or a float got hold of them; ids that are no numbers stay. */
static const char *plain_number(char plain[NUMBER_BYTES], const char *id)
{
    size_t digits = strspn(id, "0123456789");
    size_t zeros = strspn(id, "0");

    if (digits == 0 || digits >= NUMBER_BYTES ||
        !(id[digits] == '\0' ||
          (id[digits] == '.' && strspn(id + digits + 1, "0") == strlen(id + digits + 1))))
        return id;
    if (zeros == digits)
        zeros--;
    snprintf(plain, NUMBER_BYTES, "%.*s", (int)(digits - zeros), id + zeros);
    return plain;
}

/* Amounts that were computed have any number of decimals: cut to four, then rounded. */
static bool read_computed(invoice_reader *reader, const char *column, dc_raw_amount raw,
                          uint16_t currency, dc_money *out)
{
    char     text[64];
    char    *point;
    dc_money fine;

    snprintf(text, sizeof text, "%s", raw.text);
    point = strchr(text, '.');
    if (!point || strlen(point) <= 3 || dc_reading_decimals(reader->reading, currency) != 2)
        return dc_reading_money(reader->reading, reader->table, reader->file, column, raw, currency,
                                out);
    if (strlen(point) > 5)
        point[5] = '\0';
    if (dc_money_parse(&fine, text, 4, dc_table_numbers(reader->table)) != DC_NUMBER_OK)
        return refuse(reader, column, DC_ISSUE_BAD_AMOUNT, column, raw.text);
    reader->reading->book->files[reader->file].rounded++;
    *out = dc_money_ratio(fine, 1, 100, DC_ROUND_HALF_EVEN);
    return true;
}

/* The column is only looked for when it must be named. */
static bool read_amount(invoice_reader *reader, size_t member, dc_raw_amount raw, uint16_t currency,
                        dc_money *out)
{
    dc_number_style style = dc_table_numbers(reader->table);
    int             decimals = dc_reading_decimals(reader->reading, currency);
    bool            computed = reader->format->computed; /* counts what it rounds, zeros too */
    const char     *code = reader->reading->book->currencies[currency].code;
    bool            fits = dc_sign_fits(raw.text, code);
    const char     *column;

    *out = DC_MONEY(0);
    if (!*raw.text ||
        (fits && !computed && dc_money_parse(out, raw.text, decimals, style) == DC_NUMBER_OK))
        return true;
    column = dc_format_column(reader->format, member);
    return computed && fits ? read_computed(reader, column, raw, currency, out)
                            : dc_reading_money(reader->reading, reader->table, reader->file, column,
                                               raw, currency, out);
}

/* Of rows that name none. */
static const char *company_currency(const invoice_reader *reader)
{
    const dc_reading *reading = reader->reading;

    return reading->book->currencies[reading->default_currency].code;
}

/* The currency of the first amount that has a sign; NULL none. */
static const char *sign_of(const invoice_reader *reader, const dc_invoice_row *row)
{
    const char *amounts[] = {row->amount.text, row->open.text, row->debit.text, row->credit.text};
    const char *sign = NULL;

    for (size_t i = 0; i < sizeof amounts / sizeof amounts[0] && !sign; i++)
        sign = dc_currency_of_sign(amounts[i], company_currency(reader));
    return sign;
}

static uint16_t currency_of(const invoice_reader *reader, const dc_invoice_row *row)
{
    const char *sign;
    uint16_t    currency;

    if (*row->currency)
        return dc_reading_currency(reader->reading, row->currency);
    if (reader->format->currency)
        return dc_reading_currency(reader->reading, reader->format->currency);
    sign = sign_of(reader, row);
    if (!sign)
        return reader->reading->default_currency;
    currency = dc_reading_currency(reader->reading, sign);
    dc_worth_is_in(reader->reading, reader->file, currency);
    return currency;
}

enum { SIDE_CREDIT = 1 };

static void turn_amounts(claim_draft *draft, claim_told *told)
{
    draft->amount.minor = -draft->amount.minor;
    told->tax.minor = -told->tax.minor;
    told->open.minor = -told->open.minor;
}

/* SA is a receipt on account in Sage, whose heading is Type; in SAP a posting of either sign. */
static const char *kind_word(const invoice_reader *reader, const char *kind)
{
    const char *heading;

    if ((kind[0] | 0x20) != 's' || (kind[1] | 0x20) != 'a' || kind[2])
        return dc_kind_word(kind);
    heading = dc_table_label(reader->table, COLUMN(reader, kind));
    return dc_table_same_name(heading, "type") ? dc_kind_word(kind) : "";
}

/* What the row is, and with it the sign of its amounts. */
static bool read_kind(invoice_reader *reader, const dc_invoice_row *row, claim_draft *draft,
                      claim_told *told)
{
    const char *word = kind_word(reader, row->kind);
    size_t      kind, side;

    if (!dc_read_choice(reader->table, *word ? COLUMN(reader, kind) : NULL, word,
                        "invoice|credit|unapplied", &kind, reader->reading->issues) ||
        !dc_read_choice(reader->table, *row->side ? COLUMN(reader, side) : NULL,
                        dc_side_word(row->side), "debit|credit", &side, reader->reading->issues))
        return false;
    if (side == SIDE_CREDIT && (draft->amount.minor > 0 || reader->format->journal))
        turn_amounts(draft, told);
    else if (!*row->amount.text && draft->amount.minor < 0 && told->open.minor > 0)
        told->open.minor = -told->open.minor; /* the column tells the sign, not the cell */
    reader->counts.below_zero += kind != DC_CLAIM_INVOICE && draft->amount.minor < 0;
    if (kind == DC_CLAIM_INVOICE && draft->amount.minor < 0)
        kind = DC_CLAIM_CREDIT;
    draft->kind = (uint8_t)kind;
    draft->turned = kind != DC_CLAIM_INVOICE && draft->amount.minor > 0;
    if (draft->turned)
        turn_amounts(draft, told);
    return true;
}

/* The amount; where the file has none the debit less the credit. */
static bool read_whole(invoice_reader *reader, const dc_invoice_row *row, claim_draft *draft)
{
    dc_reading *reading = reader->reading;
    dc_money    debit, credit;
    bool        good;

    if (*row->amount.text || (!*row->debit.text && !*row->credit.text))
        return read_amount(reader, AT(amount), row->amount, draft->currency, &draft->amount);
    good = read_amount(reader, AT(debit), row->debit, draft->currency, &debit);
    good &= read_amount(reader, AT(credit), row->credit, draft->currency, &credit);
    draft->amount = dc_money_sub(debit, credit);
    if (good) { /* no cell told what the row is worth */
        reading->row_worth = dc_reading_worth(reading, draft->amount, draft->currency);
        dc_worth_read(&reading->book->files[reader->file], dc_worth_code(reading, draft->currency),
                      reading->row_worth);
    }
    return good;
}

/* Between 0 and the amount, whichever sign that has. */
static bool is_part_of(dc_money part, dc_money amount)
{
    return amount.minor >= 0 ? part.minor >= 0 && part.minor <= amount.minor
                             : part.minor <= 0 && part.minor >= amount.minor;
}

static bool check_part(const invoice_reader *reader, size_t member, dc_money part,
                       const claim_draft *draft, dc_issue_kind kind)
{
    char have[32], whole[32];
    int  decimals = dc_reading_decimals(reader->reading, draft->currency);

    if (is_part_of(part, draft->amount))
        return true;
    dc_money_format(have, sizeof have, part, decimals);
    dc_money_format(whole, sizeof whole, draft->amount, decimals);
    return refuse(reader, dc_format_column(reader->format, member), kind, have, whole);
}

static bool read_amounts(invoice_reader *reader, const dc_invoice_row *row, claim_draft *draft,
                         claim_told *told)
{
    bool good = true;

    draft->currency = currency_of(reader, row);
    good &= read_whole(reader, row, draft);
    good &= read_amount(reader, AT(tax), row->tax, draft->currency, &told->tax);
    good &= read_amount(reader, AT(open), row->open, draft->currency, &told->open);
    good &= read_amount(reader, AT(disputed_amount), row->disputed_amount, draft->currency,
                        &told->disputed_part);
    if (!good || !read_kind(reader, row, draft, told))
        return false;
    if (draft->amount.minor == 0)
        return refuse(reader, COLUMN(reader, amount), DC_ISSUE_ZERO_AMOUNT, row->invoice, NULL);
    draft->has_open = *row->open.text || row->is_open == 0;
    good &= check_part(reader, AT(tax), told->tax, draft, DC_ISSUE_TAX_BEYOND);
    good &= check_part(reader, AT(open), told->open, draft, DC_ISSUE_OPEN_BEYOND);
    good &= check_part(reader, AT(disputed_amount), told->disputed_part, draft,
                       DC_ISSUE_DISPUTED_BEYOND);
    draft->disputed |= told->disputed_part.minor != 0;
    return good;
}

/* Terms of a customer that customers.csv knows. */
static bool find_terms(const invoice_reader *reader, const char *id, dc_terms *terms)
{
    uint32_t row = dc_reading_customer(reader->known, id);

    if (row == DC_MAP_NONE || !reader->known->customers[row].terms.set)
        return false;
    *terms = reader->known->customers[row].terms.terms;
    return true;
}

/* Terms that are not understood matter where no due date is told. */
static bool pass_terms(invoice_reader *reader, const dc_invoice_row *row)
{
    if (!row->terms.unread)
        return true;
    if (!dc_date_is_set(row->due))
        return refuse(reader, COLUMN(reader, terms), DC_ISSUE_BAD_TERMS, row->terms.unread, NULL);
    if (reader->counts.terms_ignored++ == 0) {
        reader->counts.terms_row = dc_table_row(reader->table);
        reader->counts.terms_unread = row->terms.unread;
    }
    return true;
}

/* The due date as told, else from the terms of the row, the customer or the book. */
static bool read_due(invoice_reader *reader, const dc_invoice_row *row, claim_draft *draft)
{
    const dc_company *company = &reader->reading->book->company;
    dc_terms          terms;

    if (!pass_terms(reader, row))
        return false;
    if (dc_date_is_set(row->due))
        draft->due = row->due;
    else if (row->terms.set)
        draft->due = dc_terms_due(row->terms.terms, draft->issued);
    else if (find_terms(reader, row->customer, &terms))
        draft->due = dc_terms_due(terms, draft->issued);
    else if (company->has_default_terms)
        draft->due = dc_terms_due(company->default_terms, draft->issued);
    else if (draft->kind != DC_CLAIM_INVOICE)
        draft->due = draft->issued; /* credits and payments seldom have a day they are due */
    else if (reader->reading->company_broken && !reader->reading->yaml)
        draft->due = draft->issued; /* terms may stand in the book.yaml that could not be read */
    else if (reader->format->terms_days > 0) {
        draft->due = dc_date_add_days(draft->issued, reader->format->terms_days);
        reader->counts.due_assumed++;
    } else
        return refuse(reader, COLUMN(reader, due), DC_ISSUE_NO_DUE, draft->invoice, NULL);
    if (draft->due.day < draft->issued.day)
        refuse(reader, COLUMN(reader, due), DC_ISSUE_DUE_BEFORE_ISSUED, draft->invoice, NULL);
    return true;
}

static bool read_dates(invoice_reader *reader, dc_invoice_row *row, claim_draft *draft)
{
    if (reader->format->journal && (draft->amount.minor < 0 || !dc_date_is_set(row->issued) ||
                                    row->issued.day > row->entered.day))
        row->issued = row->entered; /* the day of a booking, of money always */
    draft->issued = row->issued;
    draft->entered = row->issued;
    if (dc_date_is_set(row->entered) && row->entered.day > row->issued.day)
        draft->entered = row->entered;
    if (draft->paid.day < draft->issued.day)
        refuse(reader, reader->reading->paid_column, DC_ISSUE_PREPAID, draft->invoice, NULL);
    return read_due(reader, row, draft);
}

/* Names of one customer differ from row to row; the smallest is taken, whatever their order. */
static const char *smaller(const char *known, const char *seen)
{
    return *seen && (!*known || strcmp(seen, known) < 0) ? seen : known;
}

static void read_customer(const invoice_reader *reader, dc_invoice_row *row, claim_draft *draft)
{
    customer_draft *customer;

    if (!*row->customer && *row->account) { /* an account for each customer */
        row->customer = row->account;
        row->customer_name = row->account_name;
    }
    draft->customer = dc_reading_add_customer(reader->reading, row->customer);
    if (!*row->customer_name && !*row->country)
        return;
    customer = &reader->reading->customers[draft->customer];
    customer->seen_name = smaller(customer->seen_name, row->customer_name);
    customer->seen_country = smaller(customer->seen_country, row->country);
}

/* How often a key was met before; one row is kept for each key. */
static uint32_t count_key(dc_map *map, key_counts *counts, uint64_t key)
{
    size_t   cursor = 0;
    uint32_t at = dc_map_find(map, key, &cursor);

    if (at == DC_MAP_NONE) {
        at = (uint32_t)counts->used++;
        if (at >= counts->capacity)
            counts->count = dc_heap_grow(counts->count, &counts->capacity, counts->used,
                                         sizeof counts->count[0]);
        dc_map_add(map, key, at);
    }
    return counts->count[at]++;
}

/* A bill without a number is named by a hash of its cells; equal ones by their occurrence, so that
 * none is lost and none depends on the order of rows. */
static void name_by_cells(invoice_reader *reader, const dc_invoice_row *row, claim_draft *draft,
                          const claim_told *told)
{
    char        dates[4][11] = {"", "", "", ""}, amount[32], open[32], name[40];
    dc_date     days[4] = {row->issued, row->due, row->entered, draft->paid};
    const char *parts[] = {row->customer, row->description, dates[0], dates[1],
                           dates[2],      dates[3],         amount,   open};
    uint64_t    key;
    uint32_t    before;

    for (size_t i = 0; i < 4; i++)
        if (dc_date_is_set(days[i]))
            dc_date_format(dates[i], days[i]);
    dc_money_format(amount, sizeof amount, draft->amount, 2);
    dc_money_format(open, sizeof open, told->open, 2);
    key = dc_identity(parts, sizeof parts / sizeof parts[0]);
    before = count_key(&reader->cells, &reader->cell_counts, key);
    if (before == 0)
        snprintf(name, sizeof name, "row:%016llx", (unsigned long long)key);
    else
        snprintf(name, sizeof name, "row:%016llx-%u", (unsigned long long)key, before + 1);
    draft->invoice = dc_texts_keep(reader->reading->texts, name);
}

/* Counts a row without a number that equals an earlier one byte for byte. */
static void count_duplicate(invoice_reader *reader, claim_draft *draft)
{
    uint64_t key = dc_table_row_hash(reader->table, dc_table_row(reader->table));

    if (count_key(&reader->bytes, &reader->byte_counts, key) == 0)
        return;
    reader->reading->book->files[reader->file].rows_duplicate++;
    reader->counts.worth_duplicate +=
        dc_reading_worth(reader->reading, draft->amount, draft->currency);
    draft->rejected = reader->reading->options->drop_duplicates;
}

/* What must outlive the row. */
static void keep(const invoice_reader *reader, const dc_invoice_row *row, claim_draft *draft,
                 const claim_told *told)
{
    dc_reading *reading = reader->reading;
    bool        tells = reading->book->company.factor_count > 0 || *told->part || *told->segment ||
                 told->tax.minor != 0 || told->open.minor != 0 || told->disputed_part.minor != 0 ||
                 dc_date_is_set(told->delivered) || dc_date_is_set(told->received);

    if (!reader->format->no_id)
        draft->invoice = dc_texts_copy(reading->texts, row->invoice);
    draft->told = &dc_told_nothing;
    if (tells) {
        claim_told *kept = dc_arena_alloc(reading->arena, 1, sizeof *kept);

        *kept = *told;
        memcpy(kept->factor, row->factor, sizeof kept->factor);
        draft->told = kept;
    }
}

/* Of what is left out only the worth is asked for. */
static bool read_void(invoice_reader *reader, const dc_invoice_row *row, claim_draft *draft)
{
    draft->currency = currency_of(reader, row);
    draft->issued = draft->due = draft->entered = row->issued;
    draft->told = &dc_told_nothing;
    draft->invoice = dc_texts_copy(reader->reading->texts, row->invoice);
    return read_whole(reader, row, draft);
}

enum { BLOCKS_ALL }; /* the first choice, and what is meant where nothing is said */

bool dc_make_claim_draft(invoice_reader *reader, dc_invoice_row *row, claim_draft *draft)
{
    dc_row     at = dc_table_row(reader->table);
    claim_told told = {.part = row->part,
                       .segment = row->segment,
                       .delivered = row->delivered,
                       .received = row->received};
    char       invoice[NUMBER_BYTES], customer[NUMBER_BYTES];
    size_t     blocks;
    bool       good;

    *draft = (claim_draft){.offset = at.offset, .line = at.line, .disputed = row->disputed};
    if (reader->format->number_ids) {
        row->invoice = plain_number(invoice, row->invoice);
        row->customer = plain_number(customer, row->customer);
    }
    draft->invoice = row->invoice;
    read_customer(reader, row, draft);
    draft->paid = row->paid;
    if (row->days_to_pay != DC_INT_NONE)
        draft->paid = dc_date_add_days(row->issued, row->days_to_pay);
    draft->is_void = dc_status_is_void(row->status);
    if (draft->is_void)
        return read_void(reader, row, draft);
    good = read_amounts(reader, row, draft, &told);
    if (good && reader->format->no_id)
        name_by_cells(reader, row, draft, &told);
    good &= read_dates(reader, row, draft);
    good &= dc_read_choice(reader->table, *row->blocks ? COLUMN(reader, blocks) : NULL, row->blocks,
                           "all|part", &blocks, reader->reading->issues);
    if (blocks == BLOCKS_ALL)
        told.disputed_part = DC_MONEY(0);
    if (good && reader->format->no_id)
        count_duplicate(reader, draft);
    if (good)
        keep(reader, row, draft, &told);
    if (good) /* while its texts are at hand */
        draft->entity = dc_claim_entity(row->customer, draft->invoice, told.part, false);
    return good;
}
