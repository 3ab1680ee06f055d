/* invoice_pieces.c - the rows of an invoice file, read by several threads. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "invoices.h"
#include "table_pieces.h"

/*
 * Every piece is read into a reading of its own: texts, customers, currencies and problems.  Pieces
 * join the whole one after the other in the order of the file, so that everything is as if one
 * thread had read it all.  Drafts stand from the start where they stay: a piece has as many places
 * as lines.  Only numbers of customers and currencies are changed once the piece has joined, and
 * places that were not needed are closed at the end.
 *
 * The whole is a reading of its own as well until the votes of all rows have confirmed how dates
 * and amounts are written, and that no headings tell of rows below them; if they have not, it is
 * thrown away and the rows are read again.
 */
typedef struct {
    dc_reading     reading;
    dc_book        book; /* its files are `totals` alone */
    dc_file_totals totals;
    invoice_reader reader;
    const char    *last_invoice; /* of the whole: of the row read last; NULL: none yet */
} share;

/* Where the drafts of a piece stand. */
typedef struct {
    size_t first, room, count;
} span;

static void start_part(share *part, const invoice_reader *reader)
{
    const dc_reading *from = reader->reading;

    part->reading = *from;
    part->book = *from->book;
    part->totals = (dc_file_totals){.file = from->book->files[reader->file].file};
    part->book.files = &part->totals;
    part->book.file_count = 1;
    part->book.rejects = NULL;
    part->book.reject_count = 0;
    part->reading.reject_capacity = 0;
    part->reading.book = &part->book;
    part->reading.issues = dc_issues_new();
    part->reading.customers = NULL;
    part->reading.customer_ids = NULL;
    part->reading.customer_map = (dc_map){0};
    part->reading.slots = NULL;
    part->reading.slot_count = 0;
    part->reading.customer_count = 0;
    part->reading.customer_capacity = part->reading.customer_id_capacity = 0;
    part->reading.in_order = true;
    part->last_invoice = NULL;
    part->reader = *reader;
    part->reader.counts = (row_counts){0}; /* of its own rows: the whole may have some already */
    part->reader.reading = &part->reading;
    part->reader.file = 0;
}

/* Customers and problems; what lies in arenas stays. */
static void end_part(share *part)
{
    dc_issues_free(part->reading.issues);
    free(part->reading.customers);
    free(part->reading.customer_ids);
    dc_map_free(&part->reading.customer_map);
    free(part->reading.slots);
}

/* The whole knows the customers there were before. */
static void start_whole(share *whole, const invoice_reader *reader)
{
    const dc_reading *from = reader->reading;

    start_part(whole, reader);
    for (size_t i = 0; i < from->customer_count; i++) {
        uint32_t at = dc_reading_add_customer(&whole->reading, from->customers[i].id);

        whole->reading.customers[at] = from->customers[i];
    }
}

static void start_piece(share *part, const invoice_reader *reader, csv_piece piece, span place)
{
    start_part(part, reader);
    part->reading.arena = dc_arena_new();
    part->reading.texts = dc_texts_new(part->reading.arena);
    part->reading.claims = dc_drafts_slice(&reader->reading->claims, place.first, place.room);
    part->reading.unusable = true; /* too many currencies are told by the whole, once */
    part->reader.table = dc_table_piece(reader->table, piece);
}

/* Whether the row follows the one before by its number: then none of them stands twice. */
static void note_order(dc_reading *reading)
{
    const claim_drafts *claims = &reading->claims;
    size_t              last = claims->count - 1;

    if (claims->told[last] && *claims->told[last]->part)
        reading->in_order = false;
    else if (last > 0 && reading->in_order)
        reading->in_order = strcmp(claims->invoice[last - 1], claims->invoice[last]) < 0;
}

static void read_rows(invoice_reader *reader)
{
    dc_reading    *reading = reader->reading;
    dc_invoice_row row;
    claim_draft    draft;

    while (dc_reading_next_of_piece(reading, reader->table, reader->file, &row, &row.amount,
                                    &row.currency)) {
        if (!dc_make_claim_draft(reader, &row, &draft))
            dc_reading_reject_row(reading, reader->table, reader->file);
        else if (!draft.rejected) {
            assert(reading->claims.count < reading->claims.capacity); /* a row takes a line */
            dc_draft_add(&reading->claims, reading->arena, &draft);
            note_order(reading);
        }
    }
}

static void free_piece(share *piece)
{
    dc_table_close(piece->reader.table);
    dc_texts_free(piece->reading.texts);
    dc_map_free(&piece->reader.cells);
    dc_map_free(&piece->reader.bytes);
    free(piece->reader.cell_counts.count);
    free(piece->reader.byte_counts.count);
    end_part(piece);
}

/* Names of one customer differ from row to row; the smallest is taken, whatever their order. */
static const char *smaller(const char *known, const char *seen)
{
    return *seen && (!*known || strcmp(seen, known) < 0) ? seen : known;
}

static void join_totals(dc_file_totals *to, const dc_file_totals *from)
{
    to->rows_read += from->rows_read;
    to->rows_rejected += from->rows_rejected;
    to->rows_duplicate += from->rows_duplicate;
    dc_worth_join(to, from);
    to->rows_worth_unknown += from->rows_worth_unknown;
    to->rounded += from->rounded;
}

/* Problems, rejected rows and totals. */
static void join_findings(dc_reading *to, dc_file_totals *totals, const share *from)
{
    const dc_reading *reading = &from->reading;
    dc_book          *book = to->book;

    for (size_t i = 0; i < dc_issues_total(reading->issues); i++)
        dc_issues_copy(to->issues, reading->issues, i);
    for (size_t i = 0; i < from->book.reject_count; i++) {
        book->rejects = dc_arena_grow(to->arena, book->rejects, &to->reject_capacity,
                                      book->reject_count + 1, sizeof book->rejects[0]);
        book->rejects[book->reject_count++] = from->book.rejects[i];
    }
    join_totals(totals, &from->totals);
}

/* What the numbers of a piece are in the whole. */
typedef struct {
    uint32_t *customer;
    uint16_t  currency[DC_CURRENCIES_MAX];
} joint;

static size_t count_drafts(dc_reading *to, size_t count)
{
    if (to->claims.count + count > DC_CLAIMS_MAX) {
        if (!to->unusable)
            dc_issues_add(to->issues, DC_ISSUE_TOO_MANY, &(dc_place){.file = to->book->files->file},
                          "67108864", "invoices", NULL);
        to->unusable = true;
        count = 0;
    }
    to->claims.count += count;
    return count;
}

static void join_order(share *whole, const share *piece)
{
    const claim_drafts *claims = &piece->reading.claims;

    whole->reading.in_order = whole->reading.in_order && piece->reading.in_order;
    if (claims->count == 0)
        return;
    if (whole->last_invoice && strcmp(whole->last_invoice, claims->invoice[0]) >= 0)
        whole->reading.in_order = false;
    whole->last_invoice = claims->invoice[claims->count - 1];
}

/* What is told once for the whole file. */
static void join_counts(row_counts *to, const row_counts *from)
{
    if (to->terms_ignored == 0) {
        to->terms_row = from->terms_row;
        to->terms_unread = from->terms_unread;
    }
    to->terms_ignored += from->terms_ignored;
    to->worth_duplicate += from->worth_duplicate;
    to->below_zero += from->below_zero;
    to->due_assumed += from->due_assumed;
}

static joint join(share *whole, share *piece, span *place)
{
    dc_reading       *to = &whole->reading;
    const dc_reading *from = &piece->reading;
    joint             at = {.customer = dc_heap_alloc(from->customer_count + 1, sizeof(uint32_t))};

    for (size_t i = 0; i < from->customer_count; i++) {
        const customer_draft *seen = &from->customers[i];
        customer_draft       *known;

        at.customer[i] = dc_reading_add_customer(to, seen->id);
        known = &to->customers[at.customer[i]];
        known->seen_name = smaller(known->seen_name, seen->seen_name);
        known->seen_country = smaller(known->seen_country, seen->seen_country);
    }
    for (size_t i = 0; i < from->book->currency_count; i++)
        at.currency[i] = dc_reading_currency(to, from->book->currencies[i].code);
    join_findings(to, &whole->totals, piece);
    join_counts(&whole->reader.counts, &piece->reader.counts);
    dc_table_add_votes(whole->reader.table, piece->reader.table);
    dc_arena_adopt(to->arena, from->arena);
    join_order(whole, piece);
    place->count = count_drafts(to, from->claims.count);
    return at;
}

static void renumber(claim_drafts *drafts, const joint *at)
{
    for (size_t i = 0; i < drafts->count; i++) {
        uint16_t currency = at->currency[drafts->currency[i]];

        drafts->customer[i] = at->customer[drafts->customer[i]];
        if (drafts->currency[i] != currency)
            drafts->currency[i] = currency;
    }
}

/* Reads all pieces; `digest` takes their bytes, NULL: it has them. */
static void read_pieces(share *whole, const csv_piece *pieces, span *places, size_t count,
                        dc_digest *digest)
{
    dc_table *table = whole->reader.table;

#pragma omp parallel for ordered schedule(dynamic, 1) if (count > 1)
    for (size_t i = 0; i < count; i++) {
        share *piece = dc_heap_alloc(1, sizeof *piece);
        joint  at;

        start_piece(piece, &whole->reader, pieces[i], places[i]);
        read_rows(&piece->reader);
#pragma omp ordered
        {
            at = join(whole, piece, &places[i]);
            if (digest)
                dc_table_digest_piece(table, pieces[i], digest);
        }
        renumber(&piece->reading.claims, &at);
        free(at.customer);
        free_piece(piece);
        free(piece);
        dc_table_release(table, pieces[i]);
    }
}

typedef struct {
    csv_piece *pieces;
    span      *places;
    size_t     count;
    bool       is_whole; /* all rows are one piece */
} layout;

/* Cuts the file, and makes places for the drafts of all pieces. */
static layout lay_out(const invoice_reader *reader)
{
    dc_reading *reading = reader->reading;
    layout      made = {.is_whole = reader->format->no_id || dc_table_is_grouped(reader->table)};
    size_t      bytes = reading->options->piece_bytes, first = 0;

    /* names count how often a row came before, groups have one heading: in one go */
    if (made.is_whole)
        bytes = dc_table_size(reader->table);
    made.pieces = dc_table_cut(&made.count, reader->table, bytes);
    made.places = dc_heap_alloc(made.count + 1, sizeof made.places[0]);
    for (size_t i = 0; i < made.count; i++) {
        /* behind the last row of a file no line may end */
        made.places[i] =
            (span){.first = first, .room = made.pieces[i].lines + (i + 1 == made.count)};
        first += made.places[i].room;
    }
    reading->claims = dc_drafts_new(reading->arena, first);
    return made;
}

static void free_layout(layout *made)
{
    free(made->places);
    free(made->pieces);
}

static void close_gaps(claim_drafts *drafts, const span *places, size_t count)
{
    size_t at = 0;

    for (size_t i = 0; i < count; i++) {
        dc_drafts_move(drafts, at, places[i].first, places[i].count);
        at += places[i].count;
    }
    assert(at == drafts->count);
}

/* The whole becomes what was read. */
static void keep_whole(invoice_reader *reader, share *whole)
{
    dc_reading *to = reader->reading, *from = &whole->reading;

    free(to->customers);
    free(to->customer_ids);
    dc_map_free(&to->customer_map);
    free(to->slots);
    to->customers = from->customers;
    to->customer_ids = from->customer_ids;
    to->customer_id_capacity = from->customer_id_capacity;
    to->customer_count = from->customer_count;
    to->customer_capacity = from->customer_capacity;
    to->customer_map = from->customer_map;
    to->slots = from->slots;
    to->slot_count = from->slot_count;
    to->claims.count = from->claims.count;
    to->in_order = from->in_order;
    to->unusable |= from->unusable;
    memcpy(to->book->currencies, whole->book.currencies, sizeof whole->book.currencies);
    to->book->currency_count = whole->book.currency_count;
    join_findings(to, &to->book->files[reader->file], whole);
    join_counts(&reader->counts, &whole->reader.counts);
    dc_reading_note_no_rows(to, reader->file);
    dc_issues_free(from->issues);
}

bool dc_read_invoice_rows(invoice_reader *reader)
{
    dc_reading *reading = reader->reading;
    share      *whole = dc_heap_alloc(1, sizeof *whole);
    dc_digest  *digest = dc_digest_new();
    layout      made = lay_out(reader);
    bool        agrees = false;
    dc_status   status = DC_OK;

    dc_table_digest_head(reader->table, digest);
    for (int pass = 0; status == DC_OK && !agrees; pass++) {
        if (dc_table_is_grouped(reader->table) && !made.is_whole) {
            free_layout(&made);
            made = lay_out(reader);
        }
        start_whole(whole, reader);
        read_pieces(whole, made.pieces, made.places, made.count, pass == 0 ? digest : NULL);
        agrees = pass > 0;
        if (pass == 0)
            status = dc_table_decide(reader->table, &agrees, reading->issues);
        if (status != DC_OK || !agrees)
            end_part(whole);
    }
    if (status == DC_OK) {
        keep_whole(reader, whole);
        close_gaps(&reading->claims, made.places, made.count);
    }
    dc_digest_hex(digest, reading->book->files[reader->file].sha256);
    free_layout(&made);
    dc_digest_free(digest);
    free(whole);
    return status == DC_OK;
}
