/* parts.c - how often invoices are paid in parts, and how much comes first: for telling only, as in
 * the law each unit of money counts by itself (counts.h). */
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
    return book->claims.kind[claim] == DC_CLAIM_INVOICE && book->claims.amount[claim].minor > 0 &&
           dc_date_is_set(book->claims.closed[claim]);
}

dc_parts dc_parts_of(const dc_book *book)
{
    const double nearly_all = 0.95; /* what is left then is a discount or a charge, not a part */
    dc_parts     out = {0};
    size_t       paid = 0;
    double       sum = 0.0;
    for (size_t i = 0; i < book->claims.count; i++) {
        double share = is_settled_invoice(book, i) ? first_share(book, i) : 0.0;
        paid += share > 0.0;
        if (share <= 0.0 || share >= nearly_all)
            continue;
        out.claims++;
        sum += share;
    }
    out.chance = paid > 0 ? (double)out.claims / (double)paid : 0.0;
    out.first_share = out.claims > 0 ? sum / (double)out.claims : 1.0;
    return out;
}
