/* parts.c - how often invoices are paid in parts, and how much comes first. */
#include <stdlib.h>

#include "duecast/model.h"

/* Share of what was open that the first payment settled; 0 without payments. */
static double first_share(const dc_book *book, size_t claim)
{
    const dc_claims *claims = &book->claims;
    double           open = (double)claims->amount[claim].minor;
    for (uint32_t e = claims->first_event[claim]; e < claims->first_event[claim + 1]; e++) {
        if (dc_event_is_payment(book->events.kind[e]))
            return open > 0.0 ? (double)book->events.amount[e].minor / open : 0.0;
        open -= (double)book->events.amount[e].minor;
    }
    return 0.0;
}

static bool is_settled_invoice(const dc_book *book, size_t claim)
{
    return dc_claim_is_invoice(&book->claims, claim) && dc_date_is_set(book->claims.closed[claim]);
}

void dc_parts_learn(dc_parts *out, dc_arena *arena, const dc_book *book)
{
    const double nearly_all = 0.95; /* what is left then is a discount or a charge, not a part */
    size_t       customers = book->customers.count, all = 0;
    double       sum = 0.0;
    uint32_t    *paid = dc_heap_alloc(customers + 1, sizeof *paid);
    uint32_t    *parted = dc_heap_alloc(customers + 1, sizeof *parted);
    *out = (dc_parts){.first_share = 1.0};
    for (size_t i = 0; i < book->claims.count; i++) {
        double share = is_settled_invoice(book, i) ? first_share(book, i) : 0.0;
        bool   in_parts = share > 0.0 && share < nearly_all;
        paid[book->claims.customer[i]] += share > 0.0;
        parted[book->claims.customer[i]] += in_parts;
        all += share > 0.0;
        out->claims += in_parts;
        sum += in_parts ? share : 0.0;
    }
    if (out->claims > 0) {
        out->chance = (double)out->claims / (double)all;
        out->first_share = sum / (double)out->claims;
        out->chance_of = dc_arena_alloc(arena, customers, sizeof *out->chance_of);
        for (size_t c = 0; c < customers; c++)
            out->chance_of[c] =
                (DC_PARTS_LEAN * out->chance + parted[c]) / (DC_PARTS_LEAN + paid[c]);
    }
    free(paid);
    free(parted);
}
