/* invoice_index.c - drafts of claims: added, found by the number of their invoice, their rows. */
#include <string.h>

#include "duecast/random.h"
#include "reading.h"
#include "table_pieces.h"

const claim_told dc_told_nothing = {.part = "", .segment = ""};

claim_draft *dc_add_claim_draft(dc_reading *reading, claim_draft draft)
{
    if (reading->claim_count == reading->claim_capacity)
        reading->claims = dc_heap_grow(reading->claims, &reading->claim_capacity,
                                       reading->claim_count + 1, sizeof reading->claims[0]);
    reading->claims[reading->claim_count] = draft;
    return &reading->claims[reading->claim_count++];
}

uint64_t dc_claim_entity(const char *customer, const char *invoice, const char *part, bool again)
{
    const char *parts[] = {"claim", customer, invoice, part, "again"};

    return dc_identity(parts, again ? 5 : 4);
}

dc_row dc_claim_row(const dc_reading *reading, const claim_draft *claim)
{
    return dc_table_row_at(reading->invoices, claim->offset, claim->line);
}

static uint32_t find(const dc_reading *reading, const char *invoice, uint64_t key)
{
    size_t   cursor = 0;
    uint32_t row;

    while ((row = dc_map_find(&reading->invoice_map, key, &cursor)) != DC_MAP_NONE)
        if (strcmp(reading->claims[row].invoice, invoice) == 0)
            break;
    return row;
}

uint32_t dc_find_invoice(const dc_reading *reading, const char *invoice)
{
    return find(reading, invoice, dc_text_hash(invoice));
}

void dc_index_invoices(dc_reading *reading)
{
    for (uint32_t i = 0; i < reading->claim_count; i++) {
        claim_draft *claim = &reading->claims[i];
        uint64_t     key = dc_text_hash(claim->invoice);
        uint32_t     first = find(reading, claim->invoice, key);

        if (first == DC_MAP_NONE) {
            dc_map_add(&reading->invoice_map, key, i);
        } else {
            claim->next_part = reading->claims[first].next_part;
            reading->claims[first].next_part = i;
        }
    }
}

dc_money dc_settled_by_row(const claim_draft *claim)
{
    dc_money open = claim->has_open               ? claim->told->open
                    : dc_date_is_set(claim->paid) ? DC_MONEY(0)
                                                  : claim->amount;

    return claim->has_events || claim->line == 0 ? DC_MONEY(0) : dc_money_sub(claim->amount, open);
}
