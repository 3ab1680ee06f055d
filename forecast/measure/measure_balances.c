/* measure_balances.c - what is open at the close of a day, and what part of it is late or disputed.
 */
#include "measure_groups.h"

/* Disputes are not dated: only those of the as-of date are known. */
static double disputed(const dc_book *book)
{
    const dc_claims *claims = &book->claims;
    int64_t          sum = 0;
    for (size_t i = 0; i < claims->count; i++) {
        int64_t open = claims->open[i].minor, part = claims->disputed_part[i].minor;
        if (claims->disputed[i] && dc_claim_is_owed(claims, i))
            sum += dc_book_translate(book, claims->currency[i],
                                     DC_MONEY(part > 0 && part < open ? part : open))
                       .minor;
    }
    return (double)sum;
}

static void tell_share(const dc_measuring *m, size_t date, dc_measure measure, dc_word what,
                       double part, double debit)
{
    if (debit <= 0.0) {
        dc_measure_lack_for(m, date, measure, DC_WORD_MISSING_OPEN);
        return;
    }
    dc_measure_value *value = dc_measure_tell(m, date, measure, part / debit);
    dc_measure_part_of(value, what, DC_UNIT_MONEY, part);
    dc_measure_part_of(value, DC_WORD_PART_OPEN_INVOICES, DC_UNIT_MONEY, debit);
}

static bool has_disputes(const dc_book *book)
{
    for (size_t i = 0; i < book->claims.count; i++)
        if (book->claims.disputed[i])
            return true;
    return false;
}

static void tell_disputed(const dc_measuring *m, size_t date, double debit, bool any)
{
    if (m->date[date].day != m->book->as_of.day || !any)
        dc_measure_lack_for(m, date, DC_MEASURE_DISPUTED_SHARE,
                            any ? DC_WORD_MISSING_DISPUTE_DATES : DC_WORD_MISSING_DISPUTES);
    else
        tell_share(m, date, DC_MEASURE_DISPUTED_SHARE, DC_WORD_PART_DISPUTED, disputed(m->book),
                   debit);
}

static void tell_sales(const dc_measuring *m, size_t date, size_t mark)
{
    dc_date from = dc_months_before(m->date[date], 1);
    size_t  begin = dc_ledger_mark(m->ledger, from);
    double  sales = (double)dc_ledger_flow(m->ledger, DC_LEDGER_INVOICED, begin, mark);
    if (!m->book->has_history) {
        dc_measure_lack_for(m, date, DC_MEASURE_SALES_MONTH, DC_WORD_MISSING_SALES);
        return;
    }
    dc_measure_value *value = dc_measure_tell(m, date, DC_MEASURE_SALES_MONTH, sales);
    dc_measure_part_of(value, DC_WORD_PART_DAYS, DC_UNIT_DAYS,
                       dc_date_days_between(from, m->date[date]));
}

void dc_measure_balances(const dc_measuring *m)
{
    bool any_disputes = has_disputes(m->book);
    for (size_t d = 0; d < m->count; d++) {
        size_t mark = dc_ledger_mark(m->ledger, m->date[d]);
        double debit = (double)dc_ledger_debit(m->ledger, mark);
        double overdue = (double)dc_ledger_overdue(m->ledger, mark);
        double credits = (double)dc_ledger_at(m->ledger, DC_LEDGER_CREDITS, mark);

        dc_measure_value *value =
            dc_measure_tell(m, d, DC_MEASURE_RECEIVABLES, dc_measuring_receivables(m, mark));
        dc_measure_part_of(value, DC_WORD_PART_OPEN_INVOICES, DC_UNIT_MONEY, debit);
        dc_measure_part_of(value, DC_WORD_PART_CREDITS, DC_UNIT_MONEY, credits);
        value = dc_measure_tell(m, d, DC_MEASURE_OVERDUE, overdue);
        dc_measure_part_of(value, DC_WORD_PART_OPEN_INVOICES, DC_UNIT_MONEY, debit);
        dc_measure_part_of(value, DC_WORD_PART_NOT_DUE, DC_UNIT_MONEY, debit - overdue);
        dc_measure_tell(m, d, DC_MEASURE_UNAPPLIED,
                        (double)dc_ledger_at(m->ledger, DC_LEDGER_UNAPPLIED, mark));
        tell_share(m, d, DC_MEASURE_OVERDUE_SHARE, DC_WORD_METRIC_OVERDUE, overdue, debit);
        tell_disputed(m, d, debit, any_disputes);
        tell_sales(m, d, mark);
    }
}
