/* measure_collection.c - how often receivables turn over, and how well what could be collected was.
 */
#include "measure_groups.h"

/* Sales of 12 months / mean of receivables before and after them. */
static void tell_turnover(const dc_measuring *m, size_t date)
{
    dc_date from = dc_months_before(m->date[date], 12);
    size_t  begin = dc_ledger_mark(m->ledger, from), end = dc_ledger_mark(m->ledger, m->date[date]);
    double  sales = (double)dc_ledger_flow(m->ledger, DC_LEDGER_INVOICED, begin, end);
    double  before = dc_measuring_receivables(m, begin), after = dc_measuring_receivables(m, end);
    if (sales <= 0.0 || !m->book->has_history) {
        dc_measure_lack_for(m, date, DC_MEASURE_TURNOVER, DC_WORD_MISSING_SALES);
        return;
    }
    if (before + after <= 0.0 || !dc_measuring_knows(m, from)) {
        dc_measure_lack_for(m, date, DC_MEASURE_TURNOVER,
                            before + after <= 0.0 ? DC_WORD_MISSING_OPEN : DC_WORD_MISSING_PERIOD);
        return;
    }
    dc_measure_value *value =
        dc_measure_tell(m, date, DC_MEASURE_TURNOVER, sales / ((before + after) / 2.0));
    dc_measure_part_of(value, DC_WORD_PART_SALES, DC_UNIT_MONEY, sales);
    dc_measure_part_of(value, DC_WORD_PART_RECEIVABLES_BEFORE, DC_UNIT_MONEY, before);
    dc_measure_part_of(value, DC_WORD_METRIC_RECEIVABLES, DC_UNIT_MONEY, after);
}

/* (begin + sales - end) / (begin + sales - end not overdue), with all sales of the period.
 * Source: Gaviti, "Collection effectiveness index"; docs/FORMULAS.md on those who divide sales. */
static void tell_cei(const dc_measuring *m, size_t date, int32_t months, dc_measure measure)
{
    dc_date from = dc_months_before(m->date[date], months);
    size_t  begin = dc_ledger_mark(m->ledger, from), end = dc_ledger_mark(m->ledger, m->date[date]);
    double  sales = (double)dc_ledger_flow(m->ledger, DC_LEDGER_INVOICED, begin, end);
    double  before = dc_measuring_receivables(m, begin), after = dc_measuring_receivables(m, end);
    double  not_overdue = after - (double)dc_ledger_overdue(m->ledger, end);
    double  could = before + sales - not_overdue;
    if (!m->book->has_history || could <= 0.0 || !dc_measuring_knows(m, from)) {
        dc_measure_lack(m, date, measure);
        return;
    }
    dc_measure_value *value = dc_measure_tell(m, date, measure, (before + sales - after) / could);
    dc_measure_part_of(value, DC_WORD_PART_RECEIVABLES_BEFORE, DC_UNIT_MONEY, before);
    dc_measure_part_of(value, DC_WORD_PART_SALES, DC_UNIT_MONEY, sales);
    dc_measure_part_of(value, DC_WORD_METRIC_RECEIVABLES, DC_UNIT_MONEY, after);
    dc_measure_part_of(value, DC_WORD_PART_NOT_OVERDUE, DC_UNIT_MONEY, not_overdue);
}

void dc_measure_collection(const dc_measuring *m)
{
    for (size_t d = 0; d < m->count; d++) {
        tell_turnover(m, d);
        tell_cei(m, d, 1, DC_MEASURE_CEI);
        tell_cei(m, d, 3, DC_MEASURE_CEI_3_MONTHS);
    }
}
