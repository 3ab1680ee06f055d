/* cash_plan.c - rows, flows by day and periods of a cash plan. */
#include <stdlib.h>
#include <string.h>

#include "cash_making.h"
#include "duecast/cash_tail.h"
#include "tail_parts.h"

static int order_of(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Known rows in their order, then names of one's own. */
static int compare_names(const dc_cash_draft *a, const dc_cash_draft *b)
{
    int order = order_of((int64_t)a->known, (int64_t)b->known);
    return order != 0 ? order : strcmp(a->name, b->name);
}

static int compare_drafts(const void *left, const void *right)
{
    const dc_cash_draft *a = left, *b = right;
    int                  order = compare_names(a, b);
    if (order == 0)
        order = (a->spread > b->spread) - (a->spread < b->spread);
    if (order == 0)
        order = order_of((int64_t)a->law, (int64_t)b->law);
    return order != 0 ? order : order_of(a->day, b->day);
}

static int compare_flows(const void *left, const void *right)
{
    const dc_cash_flow *a = left, *b = right;
    int                 order = order_of(a->stray, b->stray);
    if (order == 0)
        order = order_of(a->row, b->row);
    return order != 0 ? order : order_of(a->day, b->day);
}

/* A name of one's own, and "other", stand where their sum says. */
static dc_cash_section section_of(const dc_cash_draft *d, int64_t total)
{
    if (d->known < DC_KNOWN_ROWS)
        return dc_known_rows[d->known].section;
    if (d->driven > 0)
        return d->comes_in ? DC_CASH_RECEIPTS : DC_CASH_OPERATING;
    return total >= 0 ? DC_CASH_RECEIPTS : DC_CASH_OPERATING;
}

static void add_flow(dc_cash_plan *plan, const dc_cash_draft *d, uint32_t row, int32_t stray)
{
    dc_cash_flow *last = plan->flow_count > 0 ? &plan->flows[plan->flow_count - 1] : NULL;
    if (last && last->row == row && last->stray == stray && last->day == d->day)
        last->amount += d->amount;
    else
        plan->flows[plan->flow_count++] =
            (dc_cash_flow){.row = row, .stray = stray, .day = d->day, .amount = d->amount};
}

/* The index of how a draft strays, added when it is new; drafts of one way follow each other. */
static int32_t stray_of(dc_cash_plan *plan, const dc_cash_draft *d, uint32_t row)
{
    const char    *identity[] = {"cash line", d->name};
    dc_cash_stray *last = plan->stray_count > 0 ? &plan->strays[plan->stray_count - 1] : NULL;
    if (d->spread <= 0.0)
        return DC_NONE;
    if (!last || last->row != row || last->law != d->law || last->spread != d->spread)
        plan->strays[plan->stray_count++] = (dc_cash_stray){
            .row = row, .entity = dc_identity(identity, 2), .law = d->law, .spread = d->spread};
    plan->rows[row].strays = true;
    return (int32_t)plan->stray_count - 1;
}

/* Rows of one section, in the order of the drafts. */
static void number_rows(dc_cash_making *m, dc_cash_section section)
{
    dc_cash_plan *plan = m->plan;
    for (size_t from = 0, to; from < m->count; from = to) {
        int64_t total = 0;
        for (to = from; to < m->count && compare_names(&m->drafts[from], &m->drafts[to]) == 0; to++)
            total += m->drafts[to].amount;
        const dc_cash_draft *first = &m->drafts[from];
        if (section_of(first, total) != section)
            continue;
        uint32_t row = (uint32_t)plan->row_count++;
        plan->rows[row] =
            (dc_cash_row){.name = first->name,
                          .section = section,
                          .driven = first->driven > 0 ? first->driven - 1 : DC_NONE,
                          .linked = first->linked,
                          .label = first->known < DC_KNOWN_ROWS ? dc_known_rows[first->known].label
                                                                : DC_WORD_COUNT};
        for (size_t i = from; i < to && first->driven == 0; i++)
            add_flow(plan, &m->drafts[i], row, stray_of(plan, &m->drafts[i], row));
    }
}

static bool in_last_week(const dc_book *book, dc_date date)
{
    int32_t ago = dc_date_is_set(date) ? dc_date_days_between(date, book->as_of) : -1;
    return 0 <= ago && ago < 7;
}

/* False: a list of open bills alone, which tells nothing of those that were paid. */
static bool sum_bills_paid(int64_t *sum, const dc_book *book)
{
    const dc_bills *bills = &book->bills;
    bool            any = false;
    *sum = 0;
    for (size_t i = 0; i < bills->count; i++) {
        any |= dc_date_is_set(bills->paid[i]);
        if (in_last_week(book, bills->paid[i]))
            *sum += dc_book_translate(book, bills->currency[i], bills->amount[i]).minor;
    }
    return any;
}

/* Acceptance bills that matured, or that were taken. */
static int64_t notes_of(const dc_book *book, bool matured)
{
    const dc_events *events = &book->events;
    int64_t          sum = 0;
    for (size_t e = 0; e < events->count; e++) {
        if (events->kind[e] != DC_EVENT_BILL || !dc_date_is_set(events->maturity[e]) ||
            (!matured && events->undated[e]))
            continue;
        uint16_t currency = book->claims.currency[events->claim[e]];
        if (in_last_week(book, matured ? events->maturity[e] : events->date[e]))
            sum += dc_book_translate(book, currency, events->amount[e]).minor;
    }
    return sum;
}

/* What the ledger knows of the last seven days; of the other lines the bank does. */
static void note_last_week(dc_cash_plan *plan, const dc_book *book)
{
    for (size_t r = 0; r < plan->row_count; r++) {
        dc_cash_row *row = &plan->rows[r];
        bool         is_bills = row->label == dc_known_rows[DC_ROW_BILLS].label;
        bool         matured = row->label == dc_known_rows[DC_ROW_NOTES].label;
        bool         taken = row->label == dc_known_rows[DC_ROW_NOTES_AHEAD].label;
        int64_t      paid = 0;
        row->has_last_week = matured || taken || (is_bills && sum_bills_paid(&paid, book));
        if (row->has_last_week)
            row->last_week = is_bills ? -paid
                             : taken  ? -notes_of(book, false)
                                      : notes_of(book, true);
    }
}

static void make_flows(dc_cash_making *m)
{
    dc_cash_plan *plan = m->plan;
    if (m->count > 0)
        qsort(m->drafts, m->count, sizeof *m->drafts, compare_drafts);
    plan->rows = dc_arena_alloc(m->arena, m->count + 1, sizeof *plan->rows);
    plan->strays = dc_arena_alloc(m->arena, m->count + 1, sizeof *plan->strays);
    plan->flows = dc_arena_alloc(m->arena, m->count + 1, sizeof *plan->flows);
    for (int section = 0; section < DC_CASH_SECTIONS; section++)
        number_rows(m, (dc_cash_section)section);
    if (plan->flow_count > 0)
        qsort(plan->flows, plan->flow_count, sizeof *plan->flows, compare_flows);
    for (size_t i = 0; i < plan->flow_count && plan->flows[i].stray == DC_NONE; i++)
        plan->certain[plan->flows[i].day] += plan->flows[i].amount;
    note_last_week(plan, m->book);
}

static void make_periods(dc_cash_plan *plan, const dc_book *book,
                         const dc_simulate_options *options)
{
    int32_t weeks = dc_week_count(options);
    for (int32_t w = 1; w <= weeks && w <= DC_CASH_WEEKS; w++)
        plan->period[plan->period_count++] = (dc_cash_period){
            false, w, dc_week_end_day(options, w - 1) + 1, dc_week_end_day(options, w)};
    plan->week_count = plan->period_count;
    int32_t number = 1;
    for (int32_t day = 1; day <= plan->day_count && number <= DC_CASH_MONTHS; number++) {
        dc_date end = dc_date_month_end(dc_date_add_days(book->as_of, day));
        int32_t last = dc_date_days_between(book->as_of, end);
        if (last <= plan->day_count)
            plan->month_end[last] = true;
        last = last < plan->day_count ? last : plan->day_count;
        plan->period[plan->period_count++] = (dc_cash_period){true, number, day, last};
        day = last + 1;
    }
}

static int64_t figure(dc_figure given)
{
    return given.known ? given.value.minor : 0;
}

static void take_settings(dc_cash_plan *plan, const dc_company *company)
{
    plan->has_cash = company->cash.known;
    plan->has_minimum = company->minimum_cash.known;
    plan->has_line = company->line_limit.known;
    plan->has_rate = company->line_rate >= 0.0;
    plan->restricted = figure(company->restricted_cash);
    plan->opening = figure(company->cash) - plan->restricted;
    plan->minimum = figure(company->minimum_cash);
    if (plan->has_cash && plan->has_line) {
        plan->limit = figure(company->line_limit);
        plan->drawn = figure(company->line_drawn);
    }
    plan->rate = plan->has_rate ? company->line_rate : 0.0;
    plan->rules = company->pay_rule_count > 0;
}

static bool follows_sales(const dc_book *book)
{
    for (size_t i = 0; i < book->plan_count; i++)
        if (book->plan[i].of_sales != 0.0)
            return true;
    return false;
}

static void take_exchange(dc_tail *tail)
{
    tail->driven_exchange = (int32_t)tail->driven_count++;
    dc_tail_tell(tail, "exchange_rates", DC_WORD_CASH_EXCHANGE, DC_TAIL_TEXT, 0.0,
                 DC_WORD_TAIL_BY_RATES);
}

dc_cash_plan *dc_cash_plan_make(dc_arena *arena, const dc_book *book,
                                const dc_simulate_options *options)
{
    dc_cash_plan  *plan = dc_arena_alloc(arena, 1, sizeof *plan);
    dc_cash_making m = {.book = book, .plan = plan, .arena = arena};
    plan->day_count = options->horizon_days;
    plan->certain = dc_arena_alloc(arena, (size_t)plan->day_count + 1, sizeof *plan->certain);
    plan->owed_paid = dc_arena_alloc(arena, (size_t)plan->day_count + 1, sizeof *plan->owed_paid);
    plan->month_end = dc_arena_alloc(arena, (size_t)plan->day_count + 1, sizeof *plan->month_end);
    take_settings(plan, &book->company);
    make_periods(plan, book, options);
    dc_cash_find_rates(&m);
    dc_cash_add_bills(&m);
    dc_cash_add_notes(&m);
    dc_cash_add_lines(&m);
    bool restocks = book->changes && book->changes->inventory_count > 0;
    if (m.count > 0 || plan->has_cash || plan->exchange || restocks || follows_sales(book)) {
        dc_tail *tail = dc_tail_make(arena, book, plan->day_count);
        dc_cash_find_tail_rates(&m, tail);
        if (plan->exchange)
            take_exchange(tail);
        plan->tail = tail;
        dc_cash_add_payables(&m);
        dc_cash_add_inventory(&m);
        dc_cash_add_driven(&m);
    }
    make_flows(&m);
    return plan;
}

bool dc_cash_plan_is_empty(const dc_cash_plan *plan)
{
    return plan->flow_count == 0 && !plan->has_cash &&
           (!plan->tail || plan->tail->driven_count == 0);
}
