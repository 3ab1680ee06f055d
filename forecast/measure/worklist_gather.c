/* worklist_gather.c - which claims are on the list, less credit notes and money on account. */
#include "duecast/demand.h"
#include "worklist_parts.h"

static bool is_listed(const dc_book *book, size_t claim, int32_t soon)
{
    return dc_claim_is_owed(&book->claims, claim) &&
           dc_date_days_between(book->as_of, book->claims.due[claim]) <= soon;
}

static int64_t blocked_of(const dc_book *book, size_t claim)
{
    const dc_claims *claims = &book->claims;
    int64_t          part = dc_claim_disputed_part(claims, claim);
    if (part == 0 && claims->disputed[claim])
        part = claims->open[claim].minor;
    return dc_book_translate(book, claims->currency[claim], DC_MONEY(part)).minor;
}

/* Claims with all that needs no model; customers by their number. */
static void list_claims(dc_worklist *out, dc_arena *arena, const dc_book *book)
{
    const dc_claims *claims = &book->claims;
    size_t           room = 0, customer_room = 0;
    for (size_t i = 0; i < claims->count; i++) {
        if (!is_listed(book, i, out->settings.soon_days))
            continue;
        if (!book->currencies[claims->currency[i]].has_rate) {
            out->left_out_untranslated++;
            continue;
        }
        size_t last = out->customer_count;
        if (last == 0 || out->customers[last - 1].customer != claims->customer[i]) {
            out->customers = dc_arena_grow(arena, out->customers, &customer_room, last + 1,
                                           sizeof *out->customers);
            out->customers[out->customer_count++] =
                (dc_work_customer){.customer = claims->customer[i],
                                   .first = out->claim_count,
                                   .days_late_most = INT32_MIN};
        }
        out->claims =
            dc_arena_grow(arena, out->claims, &room, out->claim_count + 1, sizeof *out->claims);
        out->claims[out->claim_count++] = (dc_work_claim){
            .claim = i,
            .customer = claims->customer[i],
            .days_late = dc_date_days_between(claims->due[i], book->as_of),
            .open = dc_book_translate(book, claims->currency[i], claims->open[i]).minor,
            .blocked = blocked_of(book, i),
        };
        out->customers[out->customer_count - 1].count++;
    }
}

/* --- what is covered already ------------------------------------------------------------------ */

static dc_work_claim *find(dc_worklist *list, const dc_work_customer *customer, size_t claim)
{
    size_t low = customer->first, end = low + customer->count, high = end;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list->claims[middle].claim < claim)
            low = middle + 1;
        else
            high = middle;
    }
    return low < end && list->claims[low].claim == claim ? &list->claims[low] : NULL;
}

static void take_off(dc_worklist *list, const dc_work_customer *customer, const dc_book *book)
{
    dc_arena *arena = dc_arena_new();
    dc_demand demand;
    dc_demand_make(&demand, arena, book, customer->customer, true);
    for (size_t i = 0; i < demand.count; i++) {
        const dc_demand_line *line = &demand.line[i];
        dc_work_claim        *claim = find(list, customer, line->claim);
        if (line->credit.minor == 0 || !claim)
            continue;
        uint16_t currency = book->claims.currency[line->claim];
        claim->open = dc_book_translate(book, currency, line->demanded).minor;
        claim->blocked = claim->blocked < claim->open ? claim->blocked : claim->open;
    }
    dc_arena_free(arena);
}

/* Claims that nothing is left of, and customers that no claim is left of, go. */
static void close_up(dc_worklist *list)
{
    size_t claims = 0, customers = 0;
    for (size_t c = 0; c < list->customer_count; c++) {
        dc_work_customer customer = list->customers[c];
        size_t           from = customer.first, end = from + customer.count;
        customer.first = claims;
        for (size_t i = from; i < end; i++)
            if (list->claims[i].open > 0)
                list->claims[claims++] = list->claims[i];
        customer.count = claims - customer.first;
        if (customer.count > 0)
            list->customers[customers++] = customer;
    }
    list->claim_count = claims;
    list->customer_count = customers;
}

void dc_work_gather(dc_worklist *out, dc_arena *arena, const dc_book *book)
{
    list_claims(out, arena, book);
    for (size_t c = 0; c < out->customer_count; c++)
        take_off(out, &out->customers[c], book);
    close_up(out);
}
