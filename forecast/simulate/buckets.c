/* buckets.c - opening balances by days past due. */
#include "duecast/paths.h"

/* Days past due of a claim at the close of the as-of date; due today is not overdue. */
static void add_claim(dc_opening *out, const dc_book *book, size_t claim)
{
    int64_t open = book->claims.open[claim].minor;
    int32_t late = dc_date_days_between(book->claims.due[claim], book->as_of);
    if (book->claims.kind[claim] == DC_CLAIM_UNAPPLIED) {
        out->unapplied += open;
    } else if (open < 0) {
        out->credits += open;
    } else {
        out->ageing[dc_bucket_of(dc_company_edges(&book->company), late)] += open;
        if (late > 0)
            out->overdue += open;
        else
            out->not_due += open;
    }
}

void dc_opening_balances(dc_opening *out, const dc_book *book, uint16_t currency)
{
    *out = (dc_opening){0};
    for (size_t i = 0; i < book->claims.count; i++)
        if (book->claims.currency[i] == currency)
            add_claim(out, book, i);
}
