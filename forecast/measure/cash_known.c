/* cash_known.c - bills, acceptance bills and plan lines as flows by day. */
#include <math.h>
#include <stdlib.h>
#include <strings.h>

#include "cash_making.h"
#include "duecast/cash_tail.h"

const dc_known_row dc_known_rows[DC_KNOWN_ROWS] = {
    [DC_ROW_NOTES] = {"bills_received", DC_WORD_CASH_NOTES, DC_CASH_RECEIPTS},
    [DC_ROW_NOTES_AHEAD] = {"bills_ahead", DC_WORD_CASH_NOTES_AHEAD, DC_CASH_RECEIPTS},
    [DC_ROW_BILLS] = {"bills", DC_WORD_CASH_BILLS, DC_CASH_OPERATING},
    [DC_ROW_BOUGHT] = {"purchases_from_sales", DC_WORD_CASH_BOUGHT, DC_CASH_OPERATING},
    {"purchases", DC_WORD_CASH_PURCHASES, DC_CASH_OPERATING},
    {"payroll", DC_WORD_CASH_PAYROLL, DC_CASH_OPERATING},
    {"rent", DC_WORD_CASH_RENT, DC_CASH_OPERATING},
    {"utilities", DC_WORD_CASH_UTILITIES, DC_CASH_OPERATING},
    {"freight", DC_WORD_CASH_FREIGHT, DC_CASH_OPERATING},
    {"services", DC_WORD_CASH_SERVICES, DC_CASH_OPERATING},
    {"insurance", DC_WORD_CASH_INSURANCE, DC_CASH_OPERATING},
    {"vat", DC_WORD_CASH_VAT, DC_CASH_OPERATING},
    [DC_ROW_TAX_DRIVEN] = {"vat_from_sales", DC_WORD_CASH_TAX_DRIVEN, DC_CASH_OPERATING},
    {"tax", DC_WORD_CASH_TAX, DC_CASH_OPERATING},
    [DC_ROW_EXCHANGE] = {"exchange_differences", DC_WORD_CASH_EXCHANGE, DC_CASH_OPERATING},
    {"capex", DC_WORD_CASH_CAPEX, DC_CASH_NON_OPERATING},
    {"interest", DC_WORD_CASH_INTEREST, DC_CASH_NON_OPERATING},
    [DC_ROW_NOTES_COST] = {"bill_discount", DC_WORD_CASH_NOTES_COST, DC_CASH_NON_OPERATING},
    [DC_ROW_NOTES_AHEAD_COST] = {"bills_ahead_discount", DC_WORD_CASH_NOTES_AHEAD_COST,
                                 DC_CASH_NON_OPERATING},
    {"debt", DC_WORD_CASH_DEBT, DC_CASH_NON_OPERATING},
    {"dividend", DC_WORD_CASH_DIVIDEND, DC_CASH_NON_OPERATING},
    {"equity", DC_WORD_CASH_EQUITY, DC_CASH_NON_OPERATING},
};

size_t dc_known_row_of(const char *line)
{
    size_t at = 0;
    while (at < DC_KNOWN_ROWS && strcasecmp(line, dc_known_rows[at].name) != 0)
        at++;
    switch (at) {
    case DC_ROW_NOTES_AHEAD:
    case DC_ROW_BOUGHT:
    case DC_ROW_TAX_DRIVEN:
    case DC_ROW_EXCHANGE:
    case DC_ROW_NOTES_AHEAD_COST: return DC_KNOWN_ROWS; /* never lines of the plan */
    default: return at;
    }
}

/* Evenly over so many days. */
static void spread(dc_money *parts, dc_money total, size_t days)
{
    int64_t *weights = dc_heap_alloc(days, sizeof *weights);
    for (size_t i = 0; i < days; i++)
        weights[i] = 1;
    dc_money_allocate(parts, total, weights, days);
    free(weights);
}

static void keep(dc_cash_making *m, dc_cash_draft flow)
{
    m->drafts = dc_arena_grow(m->arena, m->drafts, &m->capacity, m->count + 1, sizeof *m->drafts);
    m->drafts[m->count++] = flow;
}

static void add(dc_cash_making *m, dc_cash_draft flow)
{
    if (flow.day < 1 || flow.day > m->plan->day_count || flow.amount == 0)
        return;
    const double *change = m->plan->rate_change[flow.currency];
    const double *exposure = m->plan->exposure[flow.currency];
    if (exposure)
        m->plan->foreign[flow.day] += (double)flow.amount * exposure[flow.day];
    if (change)
        m->plan->exchange[flow.day] += (int64_t)nearbyint((double)flow.amount * change[flow.day]);
    keep(m, flow);
}

static void pay_owed(dc_cash_making *m, int32_t day, dc_money amount)
{
    if (day >= 1 && day <= m->plan->day_count)
        m->plan->owed_paid[day] += amount.minor;
}

void dc_cash_add_bills(dc_cash_making *m)
{
    const dc_bills *bills = &m->book->bills;
    dc_book         copy;
    const dc_money *owed = dc_book_told(&copy, m->book)->bills.amount;
    m->plan->knows_bills = bills->count > 0;
    for (size_t i = 0; i < bills->count; i++) {
        dc_money paid;
        if (dc_date_is_set(bills->paid[i]))
            continue;
        if (!m->book->currencies[bills->currency[i]].has_rate) {
            m->plan->left_out++;
            continue;
        }
        dc_date day = dc_bill_pay_day(&paid, m->book, i);
        int32_t after = dc_date_days_between(m->book->as_of, day);
        m->plan->bill_count++;
        m->plan->bills_beyond += after > m->plan->day_count;
        pay_owed(m, after, dc_book_translate(m->book, bills->currency[i], owed[i]));
        add(m,
            (dc_cash_draft){.name = dc_known_rows[DC_ROW_BILLS].name,
                            .known = DC_ROW_BILLS,
                            .currency = bills->currency[i],
                            .day = after,
                            .amount = -dc_book_translate(m->book, bills->currency[i], paid).minor});
    }
}

/* Where only their sum is told, payables are paid evenly over the suppliers' terms. */
void dc_cash_add_payables(dc_cash_making *m)
{
    const dc_tail            *tail = m->plan->tail;
    const dc_supplier_change *change = dc_supplier_change_of(m->book, DC_BILL_UNKNOWN);
    dc_figure                 owed = m->book->company.payables;
    size_t                    days = (size_t)nearbyint(tail->terms_days);
    if (!owed.known || m->book->bills.count > 0 || !tail->buys || days == 0)
        return;
    m->plan->knows_bills = true;
    dc_money *parts = dc_heap_alloc(days, sizeof *parts);
    spread(parts, owed.value, days);
    for (size_t i = 0; i < days; i++) {
        int32_t  due = (int32_t)i + 1, later = dc_supplier_days(change, due);
        int32_t  day = due + later < 1 ? 1 : due + later;
        dc_money off =
            dc_money_scale(parts[i], day < due ? change->discount : 0.0, DC_ROUND_HALF_EVEN);
        pay_owed(m, day, parts[i]);
        add(m, (dc_cash_draft){.name = dc_known_rows[DC_ROW_BILLS].name,
                               .known = DC_ROW_BILLS,
                               .currency = m->book->own,
                               .day = day,
                               .amount = off.minor - parts[i].minor});
    }
    free(parts);
}

/* Where sales do not drive inventory, its change is bought and paid on the day. */
void dc_cash_add_inventory(dc_cash_making *m)
{
    const dc_tail *tail = m->plan->tail;
    if (tail->buys && tail->holds)
        return;
    for (int32_t day = 1; day <= m->plan->day_count; day++)
        add(m, (dc_cash_draft){.name = "inventory",
                               .known = DC_KNOWN_ROWS,
                               .currency = m->book->own,
                               .day = day,
                               .amount = dc_inventory_changed(m->book, day - 1) -
                                         dc_inventory_changed(m->book, day)});
}

/* Acceptance bills received become cash when they mature, or on the next open day at a discount:
 * face x rate x days to maturity / 360, as banks count them. */
void dc_cash_add_notes(dc_cash_making *m)
{
    const dc_book   *book = m->book;
    const dc_events *events = &book->events;
    double           rate = book->company.tail.bill_discount;
    dc_date          sold =
        dc_calendar_adjust(book->calendar, dc_date_add_days(book->as_of, 1), DC_ADJUST_FOLLOWING);
    for (size_t e = 0; e < events->count; e++) {
        if (events->kind[e] != DC_EVENT_BILL || !dc_date_is_set(events->maturity[e]) ||
            events->maturity[e].day <= book->as_of.day)
            continue;
        uint16_t currency = book->claims.currency[events->claim[e]];
        if (!book->currencies[currency].has_rate) {
            m->plan->left_out++;
            continue;
        }
        dc_date  due = dc_calendar_adjust(book->calendar, events->maturity[e], DC_ADJUST_FOLLOWING);
        bool     sells = rate >= 0.0 && sold.day < due.day;
        dc_money face = dc_book_translate(book, currency, events->amount[e]);
        int32_t  early = dc_date_days_between(sold, due);
        int32_t  day = dc_date_days_between(book->as_of, sells ? sold : due);
        m->plan->note_count++;
        m->plan->notes += face.minor;
        add(m, (dc_cash_draft){.name = dc_known_rows[DC_ROW_NOTES].name,
                               .known = DC_ROW_NOTES,
                               .currency = currency,
                               .day = day,
                               .amount = face.minor});
        if (sells)
            add(m, (dc_cash_draft){
                       .name = dc_known_rows[DC_ROW_NOTES_COST].name,
                       .known = DC_ROW_NOTES_COST,
                       .currency = currency,
                       .day = day,
                       .amount =
                           -dc_money_scale(face, rate * early / 360.0, DC_ROUND_HALF_EVEN).minor});
    }
}

dc_line_worth dc_line_worth_of(const dc_book *book, const dc_plan_line *line)
{
    dc_money tax = dc_money_scale(line->amount, line->vat, DC_ROUND_HALF_EVEN);
    if (line->worth.known)
        return line->worth;
    return (dc_line_worth){
        .known = true,
        .gross = dc_book_translate(book, line->currency, dc_money_add(line->amount, tax)).minor,
        .tax = dc_book_translate(book, line->currency, tax).minor};
}

/* A month's amount with its tax lies evenly on its days, each moved by the delay; what was cash by
 * the as-of date is left out.  Source: Agicap, "Plan your cash from a profit and loss budget". */
static void add_line(dc_cash_making *m, const dc_plan_line *line)
{
    size_t        days = (size_t)(line->to.day - line->from.day) + 1;
    dc_money     *parts = dc_heap_alloc(days, sizeof *parts);
    dc_cash_draft flow = {.name = line->line,
                          .spread = line->uncertainty,
                          .law = line->law,
                          .currency = line->currency};
    flow.known = dc_known_row_of(line->line);
    if (flow.known < DC_KNOWN_ROWS)
        flow.name = dc_known_rows[flow.known].name;
    spread(parts, DC_MONEY(dc_line_worth_of(m->book, line).gross), days);
    for (size_t i = 0; i < days; i++) {
        flow.day = dc_date_days_between(m->book->as_of, line->from) + (int32_t)i + line->delay;
        flow.amount = parts[i].minor;
        add(m, flow);
    }
    free(parts);
}

void dc_cash_add_lines(dc_cash_making *m)
{
    for (size_t i = 0; i < m->book->plan_count; i++) {
        const dc_plan_line *line = &m->book->plan[i];
        if (dc_plan_is_sales(line->line))
            continue;
        m->plan->knows_costs = true;
        if (line->of_sales != 0.0)
            continue;
        if (m->book->currencies[line->currency].has_rate)
            add_line(m, line);
        else
            m->plan->left_out++;
    }
}

static bool comes_in(const dc_tail *tail, int32_t driven)
{
    double sum = 0.0, known = 0.0;
    for (size_t l = 0; l < tail->link_count; l++)
        for (int32_t day = 1; day <= tail->day_count && tail->link[l].driven == driven; day++) {
            sum += tail->link[l].per_gross[day];
            known += tail->link[l].known ? (double)tail->link[l].known[day] : 0.0;
        }
    return sum > 0.0 || (sum == 0.0 && known > 0.0);
}

/* Of a row that is no line of the plan. */
static size_t driven_row(const dc_tail *tail, int32_t driven)
{
    return driven == tail->driven_bought       ? DC_ROW_BOUGHT
           : driven == tail->driven_exchange   ? DC_ROW_EXCHANGE
           : driven == tail->driven_notes      ? DC_ROW_NOTES_AHEAD
           : driven == tail->driven_notes_cost ? DC_ROW_NOTES_AHEAD_COST
                                               : DC_ROW_TAX_DRIVEN;
}

void dc_cash_add_driven(dc_cash_making *m)
{
    const dc_tail *tail = m->plan->tail;
    for (int32_t i = 0; i < (int32_t)tail->driven_count; i++) {
        const char   *line = tail->row_line[i];
        dc_cash_draft row = {.driven = i + 1, .linked = line != NULL};
        row.known = line ? dc_known_row_of(line) : driven_row(tail, i);
        row.name = row.known < DC_KNOWN_ROWS ? dc_known_rows[row.known].name : line;
        if (line)
            row.name = dc_arena_format(m->arena, "%s_of_sales", row.name);
        row.comes_in = line && comes_in(tail, i);
        keep(m, row);
    }
}
