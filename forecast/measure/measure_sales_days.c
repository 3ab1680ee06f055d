/* measure_sales_days.c - days of sales outstanding, in all its forms. */
#include "formulas.h"
#include "measure_groups.h"
#include "months.h"

/* A period up to a date: its sales, its days, and where it begins. */
typedef struct {
    size_t date, begin, end; /* date of the list; marks */
    double sales, days;
    bool   covered; /* the ledger reaches back to its first month */
} period;

static period period_after(const dc_measuring *m, size_t date, dc_date from)
{
    period p = {.date = date,
                .begin = dc_ledger_mark(m->ledger, from),
                .end = dc_ledger_mark(m->ledger, m->date[date])};
    p.sales = (double)dc_ledger_flow(m->ledger, DC_LEDGER_INVOICED, p.begin, p.end);
    p.days = dc_date_days_between(from, m->date[date]);
    p.covered = dc_measuring_covers(m, from);
    return p;
}

static period months_of(const dc_measuring *m, size_t date, int32_t months)
{
    return period_after(m, date, dc_months_before(m->date[date], months));
}

/* Of the DSO that is forecast. */
static period recent_days(const dc_measuring *m, size_t date)
{
    return period_after(m, date, dc_date_add_days(m->date[date], -DC_DSO_DAYS));
}

/* balance / sales x days, or why not. */
static dc_measure_value *tell_days(const dc_measuring *m, const period *p, dc_measure measure,
                                   dc_word what, double balance)
{
    if (p->sales <= 0.0 || !m->book->has_history)
        return dc_measure_lack_for(m, p->date, measure, DC_WORD_MISSING_SALES);
    if (!p->covered)
        return dc_measure_lack_for(m, p->date, measure, DC_WORD_MISSING_PERIOD);
    dc_measure_value *value =
        dc_measure_tell(m, p->date, measure, dc_days_of_sales(balance, p->sales, p->days));
    dc_measure_part_of(value, what, DC_UNIT_MONEY, balance);
    dc_measure_part_of(value, DC_WORD_PART_SALES, DC_UNIT_MONEY, p->sales);
    dc_measure_part_of(value, DC_WORD_PART_DAYS, DC_UNIT_DAYS, p->days);
    return value;
}

static void tell_months(const dc_measuring *m, size_t date, int32_t months, dc_measure measure)
{
    period p = months_of(m, date, months);
    tell_days(m, &p, measure, DC_WORD_METRIC_RECEIVABLES, dc_measuring_receivables(m, p.end));
}

/* Mean of two points: receivables before and at the end of the period. */
static void tell_average(const dc_measuring *m, size_t date)
{
    period p = months_of(m, date, 3);
    p.covered = dc_measuring_knows(m, m->ledger->mark[p.begin]);
    double before = dc_measuring_receivables(m, p.begin);
    double after = dc_measuring_receivables(m, p.end);

    dc_measure_value *value =
        tell_days(m, &p, DC_MEASURE_DSO_AVERAGE, DC_WORD_PART_AVERAGE, (before + after) / 2.0);
    if (!value->applicable)
        return;
    dc_measure_part_of(value, DC_WORD_PART_RECEIVABLES_BEFORE, DC_UNIT_MONEY, before);
    dc_measure_part_of(value, DC_WORD_METRIC_RECEIVABLES, DC_UNIT_MONEY, after);
}

/* ADD + best possible = DSO: what is not overdue, credit notes included, is not due. */
static void tell_split(const dc_measuring *m, size_t date)
{
    period p = recent_days(m, date);
    double all = dc_measuring_receivables(m, p.end);
    double overdue = (double)dc_ledger_overdue(m->ledger, p.end);
    tell_days(m, &p, DC_MEASURE_DSO, DC_WORD_METRIC_RECEIVABLES, all);
    tell_days(m, &p, DC_MEASURE_DSO_NOT_DUE, DC_WORD_PART_NOT_OVERDUE, all - overdue);
    tell_days(m, &p, DC_MEASURE_DSO_OVERDUE, DC_WORD_METRIC_OVERDUE, overdue);
}

static bool has_any(const dc_book *book, dc_event_kind kind)
{
    for (size_t e = 0; e < book->events.count; e++)
        if (book->events.kind[e] == kind && dc_date_is_set(book->events.maturity[e]))
            return true;
    return false;
}

/* What left the ledger though the customer has not paid yet: by a bill of exchange, which is still
 * credit given, or to a buyer. */
typedef struct {
    dc_event_kind    kind;
    dc_measure       measure;
    dc_ledger_column column;
    dc_word          sum, part;
} gone;
static const gone gone_by[] = {
    {DC_EVENT_BILL, DC_MEASURE_DSO_WITH_BILLS, DC_LEDGER_BILLS, DC_WORD_PART_RECEIVABLES_AND_BILLS,
     DC_WORD_PART_BILLS},
    {DC_EVENT_SOLD, DC_MEASURE_DSO_WITH_SOLD, DC_LEDGER_SOLD, DC_WORD_PART_RECEIVABLES_AND_SOLD,
     DC_WORD_METRIC_SOLD},
};
enum { GONE = sizeof gone_by / sizeof gone_by[0] };

static void tell_with(const dc_measuring *m, size_t date, const gone *by, bool any)
{
    period p = recent_days(m, date);
    double more = (double)dc_ledger_at(m->ledger, (size_t)by->column, p.end);
    double open = dc_measuring_receivables(m, p.end);
    if (!any) {
        dc_measure_lack(m, date, by->measure);
        return;
    }
    dc_measure_value *value = tell_days(m, &p, by->measure, by->sum, open + more);
    if (!value->applicable)
        return;
    dc_measure_part_of(value, DC_WORD_METRIC_RECEIVABLES, DC_UNIT_MONEY, open);
    dc_measure_part_of(value, by->part, DC_UNIT_MONEY, more);
}

/* Sold and unpaid; DSO without it is that of the ledger, which it has left. */
static void tell_sold(const dc_measuring *m, size_t date, bool any)
{
    period p = recent_days(m, date);
    if (!any) {
        dc_measure_lack_for(m, date, DC_MEASURE_SOLD, DC_WORD_MISSING_SOLD);
        dc_measure_lack_for(m, date, DC_MEASURE_DSO_UNSOLD, DC_WORD_MISSING_SOLD);
        return;
    }
    dc_measure_tell(m, date, DC_MEASURE_SOLD,
                    (double)dc_ledger_at(m->ledger, DC_LEDGER_SOLD, p.end));
    tell_days(m, &p, DC_MEASURE_DSO_UNSOLD, DC_WORD_METRIC_RECEIVABLES,
              dc_measuring_receivables(m, p.end));
}

/* --- by month --- */

/* Month ends before a mark, newest first, down to the first without sales before it. */
static size_t months_before(size_t ends[DC_MONTHS_BACK_MAX], const dc_measuring *m, size_t mark)
{
    const dc_ledger *ledger = m->ledger;
    size_t           count = 0;
    for (size_t row = ledger->month_count; row-- > 0 && count < DC_MONTHS_BACK_MAX;) {
        if (ledger->month[row] >= mark)
            continue;
        ends[count++] = row;
        if (ledger->mark[ledger->month[row]].day < m->first_issue.day)
            break;
    }
    return count;
}

static void tell_countback(const dc_measuring *m, size_t date)
{
    const dc_ledger *ledger = m->ledger;
    size_t           row[DC_MONTHS_BACK_MAX], mark = dc_ledger_mark(ledger, m->date[date]);
    size_t           count = months_before(row, m, mark);
    dc_date          end[DC_MONTHS_BACK_MAX];
    double           sold[DC_MONTHS_BACK_MAX], open = dc_measuring_receivables(m, mark);
    period           recent = recent_days(m, date);
    bool             open_ended;
    if (recent.sales <= 0.0 || !m->book->has_history) {
        dc_measure_lack(m, date, DC_MEASURE_DSO_COUNTBACK);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        end[i] = ledger->mark[ledger->month[row[i]]];
        sold[i] = -(double)dc_ledger_flow(ledger, DC_LEDGER_INVOICED, ledger->month[row[i]], mark);
    }
    double days = dc_countback(open, m->date[date], 0.0, end, sold, count, &open_ended);

    dc_measure_value *value = dc_measure_tell(m, date, DC_MEASURE_DSO_COUNTBACK, days);
    value->at_least = open_ended;
    dc_measure_part_of(value, DC_WORD_METRIC_RECEIVABLES, DC_UNIT_MONEY, open);
    if (count > 0)
        dc_measure_part_of(value, DC_WORD_PART_SALES_LATEST, DC_UNIT_MONEY, -sold[0]);
    if (count > 1)
        dc_measure_part_of(value, DC_WORD_PART_SALES_MONTH_BEFORE, DC_UNIT_MONEY,
                           sold[0] - sold[1]);
}

/* Sum over months of what is open of a month / its sales x its days.
 * Source: Stone, "The payments-pattern approach to the forecasting and control of accounts
 * receivable", Financial Management 5 (1976); docs/FORMULAS.md. */
static void tell_sales_weighted(const dc_measuring *m, size_t date)
{
    const dc_ledger *ledger = m->ledger;
    size_t           row[DC_MONTHS_BACK_MAX], later = dc_ledger_mark(ledger, m->date[date]);
    size_t           now = later, count = months_before(row, m, now), months = 0;
    double           days = 0.0, counted = 0.0;
    for (size_t i = 0; i < count; i++) {
        size_t  begin = ledger->month[row[i]];
        double  sales = (double)dc_ledger_flow(ledger, DC_LEDGER_INVOICED, begin, later);
        double  open = (double)dc_ledger_at(ledger, dc_ledger_issued_in(ledger, row[i] + 1), now);
        int32_t length = dc_date_days_between(ledger->mark[begin], ledger->mark[later]);
        later = begin;
        if (sales <= 0.0)
            continue;
        days += dc_days_of_sales(open, sales, length);
        counted += open;
        months++;
    }
    if (months == 0 || !m->book->has_history) {
        dc_measure_lack(m, date, DC_MEASURE_DSO_SALES_WEIGHTED);
        return;
    }
    dc_measure_value *value = dc_measure_tell(m, date, DC_MEASURE_DSO_SALES_WEIGHTED, days);
    dc_measure_part_of(value, DC_WORD_PART_OPEN_INVOICES, DC_UNIT_MONEY, counted);
    dc_measure_part_of(value, DC_WORD_PART_MONTHS, DC_UNIT_COUNT, (double)months);
}

void dc_measure_sales_days(const dc_measuring *m)
{
    bool any[GONE];
    for (size_t i = 0; i < GONE; i++)
        any[i] = has_any(m->book, gone_by[i].kind);
    for (size_t d = 0; d < m->count; d++) {
        tell_split(m, d);
        tell_months(m, d, 1, DC_MEASURE_DSO_MONTH);
        tell_months(m, d, 3, DC_MEASURE_DSO_3_MONTHS);
        tell_months(m, d, 12, DC_MEASURE_DSO_12_MONTHS);
        tell_average(m, d);
        tell_countback(m, d);
        tell_sales_weighted(m, d);
        for (size_t i = 0; i < GONE; i++)
            tell_with(m, d, &gone_by[i], any[i]);
        tell_sold(m, d, any[GONE - 1]);
    }
}
