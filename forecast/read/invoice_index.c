/* invoice_index.c - drafts of claims: added, found by the number of their invoice, their rows. */
#include <string.h>

#include "duecast/random.h"
#include "reading.h"
#include "table_pieces.h"

void dc_add_account_claim(dc_reading *reading, const claim_draft *draft)
{
    if (reading->claims.count >= reading->part_capacity)
        reading->next_part = dc_heap_grow(reading->next_part, &reading->part_capacity,
                                          reading->claims.count + 1, sizeof reading->next_part[0]);
    reading->next_part[reading->claims.count] = DC_MAP_NONE;
    dc_draft_add(&reading->claims, reading->arena, draft);
    reading->in_order = false;
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
        if (strcmp(reading->claims.invoice[row], invoice) == 0)
            break;
    return row;
}

uint32_t dc_find_invoice(const dc_reading *reading, const char *invoice)
{
    return find(reading, invoice, dc_text_hash(invoice));
}

void dc_index_invoices(dc_reading *reading)
{
    const claim_drafts *claims = &reading->claims;

    reading->part_capacity = claims->count + 1;
    reading->next_part = dc_heap_alloc(reading->part_capacity, sizeof reading->next_part[0]);
    for (uint32_t i = 0; i < claims->count; i++) {
        uint64_t key = dc_text_hash(claims->invoice[i]);
        uint32_t first = find(reading, claims->invoice[i], key);

        reading->next_part[i] = DC_MAP_NONE;
        if (first == DC_MAP_NONE) {
            dc_map_add(&reading->invoice_map, key, i);
        } else {
            reading->next_part[i] = reading->next_part[first];
            reading->next_part[first] = i;
        }
    }
}
