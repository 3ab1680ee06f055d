/* measure_capital.c - working capital: whole on the as-of date, in the past what files tell of it.
 *
 * Inventory, and what book.yaml says of cost, are of the as-of date; bills and sales have days.
 */
#include "formulas.h"
#include "measure_groups.h"

#include "duecast/working_capital.h"

static void tell_day_of_sales(const dc_measuring *m, size_t date, size_t mark)
{
    dc_date from = dc_date_add_days(m->date[date], -DC_DSO_DAYS);
    size_t  begin = dc_ledger_mark(m->ledger, from);
    double  sales = (double)dc_ledger_flow(m->ledger, DC_LEDGER_INVOICED, begin, mark);
    bool    covers = dc_measuring_covers(m, from);
    if (!m->book->has_history || sales <= 0.0 || !covers) {
        dc_measure_lack_for(m, date, DC_MEASURE_DAY_OF_SALES,
                            covers ? DC_WORD_MISSING_SALES : DC_WORD_MISSING_PERIOD);
        return;
    }
    dc_measure_value *value =
        dc_measure_tell(m, date, DC_MEASURE_DAY_OF_SALES, sales / DC_DSO_DAYS);
    dc_measure_part_of(value, DC_WORD_PART_SALES, DC_UNIT_MONEY, sales);
    dc_measure_part_of(value, DC_WORD_PART_DAYS, DC_UNIT_DAYS, DC_DSO_DAYS);
}

static void tell_dpo_purchases(const dc_measuring *m, size_t date)
{
    dc_figure payables = dc_payables_at(m->book, m->date[date]);
    dc_figure purchases = dc_purchases(
        m->book, (dc_period){dc_date_add_days(m->date[date], -DC_DSO_DAYS), m->date[date]});
    if (!payables.known)
        dc_measure_lack_for(m, date, DC_MEASURE_DPO_PURCHASES, DC_WORD_MISSING_PAYABLES);
    if (!purchases.known || purchases.value.minor <= 0)
        dc_measure_lack(m, date, DC_MEASURE_DPO_PURCHASES);
    if (!payables.known || !purchases.known || purchases.value.minor <= 0)
        return;
    double            open = (double)payables.value.minor, bought = (double)purchases.value.minor;
    dc_measure_value *value = dc_measure_tell(m, date, DC_MEASURE_DPO_PURCHASES,
                                              dc_days_of_sales(open, bought, DC_DSO_DAYS));
    dc_measure_part_of(value, DC_WORD_CAPITAL_PAYABLES, DC_UNIT_MONEY, open);
    dc_measure_part_of(value, DC_WORD_PART_PURCHASES, DC_UNIT_MONEY, bought);
    dc_measure_part_of(value, DC_WORD_PART_DAYS, DC_UNIT_DAYS, DC_DSO_DAYS);
}

/* The measures that need what book.yaml tells of the as-of date, and the numbers behind them. */
static const struct {
    dc_measure    measure;
    dc_capital_id from, part[4]; /* DC_CAPITAL_COUNT ends the parts */
} of_today[] = {
    {DC_MEASURE_INVENTORY, DC_CAPITAL_INVENTORY, {DC_CAPITAL_COUNT}},
    {DC_MEASURE_PAYABLES, DC_CAPITAL_PAYABLES, {DC_CAPITAL_COUNT}},
    {DC_MEASURE_TRADE_WCR,
     DC_CAPITAL_TRADE_WCR,
     {DC_CAPITAL_RECEIVABLES, DC_CAPITAL_INVENTORY, DC_CAPITAL_PAYABLES, DC_CAPITAL_COUNT}},
    {DC_MEASURE_TRADE_WCR_DAYS,
     DC_CAPITAL_TRADE_WCR_DAYS,
     {DC_CAPITAL_RECEIVABLES_DAYS, DC_CAPITAL_INVENTORY_DAYS, DC_CAPITAL_PAYABLES_DAYS,
      DC_CAPITAL_COUNT}},
    {DC_MEASURE_OPERATING_WCR,
     DC_CAPITAL_OPERATING_WCR,
     {DC_CAPITAL_TRADE_WCR, DC_CAPITAL_OTHER_RECEIVABLES, DC_CAPITAL_OTHER_PAYABLES,
      DC_CAPITAL_UNAPPLIED}},
    {DC_MEASURE_DIO, DC_CAPITAL_DIO, {DC_CAPITAL_INVENTORY, DC_CAPITAL_COUNT}},
    {DC_MEASURE_DPO, DC_CAPITAL_DPO, {DC_CAPITAL_PAYABLES, DC_CAPITAL_COUNT}},
    {DC_MEASURE_CCC,
     DC_CAPITAL_CCC,
     {DC_CAPITAL_DIO, DC_CAPITAL_RECEIVABLES_DAYS, DC_CAPITAL_DPO, DC_CAPITAL_COUNT}},
};

static void tell_today(const dc_measuring *m, size_t date, size_t mark)
{
    dc_working_capital capital;
    dc_money           receivables = DC_MONEY((int64_t)dc_measuring_receivables(m, mark));
    dc_working_capital_measure(&capital, m->book, receivables,
                               dc_payables_at(m->book, m->date[date]));
    for (size_t i = 0; i < sizeof of_today / sizeof of_today[0]; i++) {
        dc_capital_value value = capital.value[of_today[i].from][DC_PERIOD_91_DAYS];
        if (!value.applicable) {
            dc_measure_lack_for(m, date, of_today[i].measure, value.missing);
            continue;
        }
        dc_measure_value *out = dc_measure_tell(m, date, of_today[i].measure, value.value);
        for (size_t p = 0; p < 4 && of_today[i].part[p] != DC_CAPITAL_COUNT; p++) {
            dc_capital_id part = of_today[i].part[p];
            dc_measure_part_of(out, dc_capital_label(part),
                               dc_capital_is_money(part) ? DC_UNIT_MONEY : DC_UNIT_DAYS,
                               capital.value[part][DC_PERIOD_91_DAYS].value);
        }
    }
}

void dc_measure_capital(const dc_measuring *m)
{
    for (size_t d = 0; d < m->count; d++) {
        size_t mark = dc_ledger_mark(m->ledger, m->date[d]);
        tell_day_of_sales(m, d, mark);
        tell_dpo_purchases(m, d);
        if (m->date[d].day == m->book->as_of.day)
            tell_today(m, d, mark);
        else
            for (size_t i = 0; i < sizeof of_today / sizeof of_today[0]; i++)
                dc_measure_lack_for(m, d, of_today[i].measure, DC_WORD_MISSING_CAPITAL_PAST);
    }
}
