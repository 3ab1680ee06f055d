/* letters_read.c - the rows of a journal once more, for what their bookings are matched by. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/random.h"
#include "letters.h"
#include "table_parts.h"

/* Accounts of the French chart (plan comptable général), as an entry's kind is told by them. */
static const struct {
    const char *accounts;
    uint8_t     touches;
} kinds[] = {
    {"50|51|53|54|58|467|471|472|473", DC_BOOKED_MONEY},
    {"4191", DC_BOOKED_ADVANCE},
    {"413", DC_BOOKED_BILL},
    {"654|6714", DC_BOOKED_LOSS},
    {"665", DC_BOOKED_DISCOUNT},
    {"70", DC_BOOKED_SALE},
    {"40|658|666|758|766", DC_BOOKED_OFFSET},
};

/* Journals of what an earlier year left: by their codes, or a word in their names. */
static const char *const opening_codes[] = {"an", "ano", "ran", "anv", "anouv"};
static const char *const opening_words[] = {"nouveau", "ouverture", "reprise"};

typedef enum { JOURNAL, JOURNAL_NAME, ENTRY, DAY, ACCOUNT, REFERENCE, LETTER, FIELDS } field;

typedef struct {
    invoice_reader *reader;
    int32_t         at[FIELDS];
    bookings        all;
    dc_map          entries, rows;
    uint8_t        *touches; /* of each entry */
    size_t          entry_count, entry_capacity;
} scan;

static void find_fields(scan *state)
{
    static const char *const names[FIELDS] = {
        [JOURNAL] = "JournalCode", [JOURNAL_NAME] = "JournalLib", [ENTRY] = "EcritureNum",
        [DAY] = "EcritureDate",    [ACCOUNT] = "CompteNum",       [REFERENCE] = "PieceRef",
        [LETTER] = "EcritureLet"};

    for (size_t i = 0; i < FIELDS; i++) {
        dc_column column = {.name = names[i], .aliases = ""};
        int32_t   twice;

        state->at[i] = dc_table_find_field(state->reader->table, &column, &twice);
    }
}

static const char *cell(const scan *state, field which)
{
    const csv_file *file = state->reader->table->file;
    int32_t         at = state->at[which];

    return at == DC_NO_FIELD || (size_t)at >= dc_csv_cell_count(file)
               ? ""
               : dc_csv_cell(file, (size_t)at);
}

static uint64_t key_of_entry(const scan *state)
{
    const char *parts[] = {cell(state, JOURNAL), cell(state, ENTRY), cell(state, DAY)};

    return dc_identity(parts, 3);
}

static void note_entry(scan *state, uint64_t key)
{
    const char *account = cell(state, ACCOUNT);
    size_t      cursor = 0;
    uint32_t    at = dc_map_find(&state->entries, key, &cursor);

    if (at == DC_MAP_NONE) {
        at = (uint32_t)state->entry_count++;
        if (at >= state->entry_capacity)
            state->touches = dc_heap_grow(state->touches, &state->entry_capacity,
                                          state->entry_count, sizeof state->touches[0]);
        state->touches[at] = 0;
        dc_map_add(&state->entries, key, at);
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (dc_table_begins_with_one(account, kinds[i].accounts))
            state->touches[at] |= kinds[i].touches;
}

static bool same_text(const char *text, const char *word)
{
    while (*word && tolower((unsigned char)*text) == *word)
        text++, word++;
    return !*word;
}

static bool is_opening(const scan *state)
{
    const char *code = cell(state, JOURNAL);

    for (size_t i = 0; i < sizeof opening_codes / sizeof opening_codes[0]; i++)
        if (strlen(code) == strlen(opening_codes[i]) && same_text(code, opening_codes[i]))
            return true;
    for (size_t i = 0; i < sizeof opening_words / sizeof opening_words[0]; i++)
        for (const char *name = cell(state, JOURNAL_NAME); *name; name++)
            if (same_text(name, opening_words[i]))
                return true;
    return false;
}

/* Of a customer's letter or document; 0: the cell is empty. */
static uint64_t key_of_cell(const scan *state, uint32_t customer, field which)
{
    const char *parts[] = {state->reader->reading->customers[customer].id, cell(state, which)};

    return *parts[1] ? dc_identity(parts, 2) | 1 : 0;
}

/* A booking about no document is named by its entry. */
static void name_by_entry(scan *state, size_t at)
{
    dc_reading *reading = state->reader->reading;
    char        name[96];

    snprintf(name, sizeof name, "%.40s-%.40s", cell(state, JOURNAL), cell(state, ENTRY));
    reading->claims.invoice[at] = dc_texts_keep(reading->texts, name);
}

static void add_item(scan *state, size_t at, uint64_t entry, dc_row row)
{
    dc_reading         *reading = state->reader->reading;
    const claim_drafts *claims = &reading->claims;
    uint32_t            customer = claims->customer[at];
    uint64_t            bytes = dc_table_row_hash(state->reader->table, row);
    size_t              cursor = 0;
    int64_t             amount = claims->amount[at].minor;

    state->all.items[at] = (booking){.entry = entry,
                                     .reference = key_of_cell(state, customer, REFERENCE),
                                     .letter = key_of_cell(state, customer, LETTER),
                                     .left = llabs(amount),
                                     .kept = llabs(amount),
                                     .date = claims->issued[at].day + claims->wait[at],
                                     .customer = customer,
                                     .draft = (uint32_t)at,
                                     .line = claims->line[at],
                                     .parent = (uint32_t)at,
                                     .is_debit = amount > 0,
                                     .is_doubtful = cell(state, ACCOUNT)[2] == '6',
                                     .is_opening = is_opening(state)};
    if (!*claims->invoice[at])
        name_by_entry(state, at);
    state->all.is_equal[at] = dc_map_find(&state->rows, bytes, &cursor) != DC_MAP_NONE;
    if (!state->all.is_equal[at])
        dc_map_add(&state->rows, bytes, 0);
}

static void read_rows(scan *state)
{
    csv_file           *file = state->reader->table->file;
    const claim_drafts *claims = &state->reader->reading->claims;
    size_t              next = 0;
    dc_row              row;

    dc_csv_seek(file, state->reader->table->header_row);
    dc_csv_next(file, &row);
    while (dc_csv_next(file, &row)) {
        uint64_t entry = key_of_entry(state);

        note_entry(state, entry);
        if (next < claims->count && claims->offset[next] == row.offset)
            add_item(state, next++, entry, row);
    }
    state->all.count = next;
}

/* An opening brings balances of all kinds, which tell nothing of a booking; but no sales, whatever
 * its journal is named. */
static void note_touched(scan *state)
{
    for (size_t i = 0; i < state->all.count; i++) {
        booking *item = &state->all.items[i];
        size_t   cursor = 0;
        uint8_t  touches = state->touches[dc_map_find(&state->entries, item->entry, &cursor)];

        item->is_opening = item->is_opening && !(touches & DC_BOOKED_SALE);
        item->touches = item->is_opening ? 0 : touches;
    }
}

bookings dc_bookings_read(invoice_reader *reader)
{
    size_t count = reader->reading->claims.count;
    scan   state = {.reader = reader};

    state.all.items = dc_heap_alloc(count + 1, sizeof state.all.items[0]);
    state.all.is_equal = dc_heap_alloc(count + 1, sizeof state.all.is_equal[0]);
    find_fields(&state);
    read_rows(&state);
    note_touched(&state);
    dc_map_free(&state.entries);
    dc_map_free(&state.rows);
    free(state.touches);
    return state.all;
}

void dc_bookings_free(bookings *all)
{
    free(all->items);
    free(all->is_equal);
}
