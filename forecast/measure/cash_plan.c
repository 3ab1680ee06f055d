/* cash_plan.c - bills and plan lines as flows by day. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "duecast/cash.h"

typedef struct {
    const char     *name;
    dc_word         label;
    dc_cash_section section;
} known_row;

/* In the order of a 13-week budget (docs/FORMULAS.md). */
static const known_row known_rows[] = {
    {"bills", DC_WORD_CASH_BILLS, DC_CASH_OPERATING},
    {"purchases", DC_WORD_CASH_PURCHASES, DC_CASH_OPERATING},
    {"payroll", DC_WORD_CASH_PAYROLL, DC_CASH_OPERATING},
    {"rent", DC_WORD_CASH_RENT, DC_CASH_OPERATING},
    {"utilities", DC_WORD_CASH_UTILITIES, DC_CASH_OPERATING},
    {"freight", DC_WORD_CASH_FREIGHT, DC_CASH_OPERATING},
    {"services", DC_WORD_CASH_SERVICES, DC_CASH_OPERATING},
    {"insurance", DC_WORD_CASH_INSURANCE, DC_CASH_OPERATING},
    {"vat", DC_WORD_CASH_VAT, DC_CASH_OPERATING},
    {"tax", DC_WORD_CASH_TAX, DC_CASH_OPERATING},
    {"capex", DC_WORD_CASH_CAPEX, DC_CASH_NON_OPERATING},
    {"interest", DC_WORD_CASH_INTEREST, DC_CASH_NON_OPERATING},
    {"debt", DC_WORD_CASH_DEBT, DC_CASH_NON_OPERATING},
    {"dividend", DC_WORD_CASH_DIVIDEND, DC_CASH_NON_OPERATING},
    {"equity", DC_WORD_CASH_EQUITY, DC_CASH_NON_OPERATING},
};
enum { KNOWN_ROWS = sizeof known_rows / sizeof known_rows[0], BILLS = 0 };

/* One flow before rows are numbered. */
typedef struct {
    const char *name;
    size_t      known; /* KNOWN_ROWS: a name of one's own */
    double      spread;
    dc_plan_law law;
    int32_t     day;
    int64_t     amount;
} draft;

typedef struct {
    const dc_book *book;
    dc_cash_plan  *plan;
    dc_arena      *arena;
    size_t         count, capacity;
    draft         *drafts;
} making;

static int order_of(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static void add(making *m, draft flow)
{
    if (flow.day < 1 || flow.day > m->plan->day_count || flow.amount == 0)
        return;
    m->drafts = dc_arena_grow(m->arena, m->drafts, &m->capacity, m->count + 1, sizeof *m->drafts);
    m->drafts[m->count++] = flow;
}

static void add_bills(making *m)
{
    const dc_bills *bills = &m->book->bills;
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
        add(m, (draft){.name = known_rows[BILLS].name,
                       .known = BILLS,
                       .day = after,
                       .amount = -dc_book_translate(m->book, bills->currency[i], paid).minor});
    }
}

static bool is_sales(const dc_plan_line *line)
{
    return strcasecmp(line->line, "sales") == 0 || strcmp(line->line, "销售") == 0;
}

/* A month's amount with its tax lies evenly on its days, each moved by the delay; what was cash by
 * the as-of date is left out.  Source: Agicap, "Plan your cash from a profit and loss budget". */
static void add_line(making *m, const dc_plan_line *line)
{
    size_t    days = (size_t)(line->to.day - line->from.day) + 1;
    dc_money  tax = dc_money_scale(line->amount, line->vat, DC_ROUND_HALF_EVEN);
    dc_money  total = dc_book_translate(m->book, line->currency, dc_money_add(line->amount, tax));
    int64_t  *weights = dc_heap_alloc(days, sizeof *weights);
    dc_money *parts = dc_heap_alloc(days, sizeof *parts);
    draft     flow = {.name = line->line, .spread = line->uncertainty, .law = line->law};
    while (flow.known < KNOWN_ROWS && strcasecmp(line->line, known_rows[flow.known].name) != 0)
        flow.known++;
    if (flow.known < KNOWN_ROWS)
        flow.name = known_rows[flow.known].name;
    for (size_t i = 0; i < days; i++)
        weights[i] = 1;
    dc_money_allocate(parts, total, weights, days);
    for (size_t i = 0; i < days; i++) {
        flow.day = dc_date_days_between(m->book->as_of, line->from) + (int32_t)i + line->delay;
        flow.amount = parts[i].minor;
        add(m, flow);
    }
    free(weights);
    free(parts);
}

static void add_lines(making *m)
{
    for (size_t i = 0; i < m->book->plan_count; i++) {
        const dc_plan_line *line = &m->book->plan[i];
        if (is_sales(line))
            continue;
        if (m->book->currencies[line->currency].has_rate)
            add_line(m, line);
        else
            m->plan->left_out++;
    }
}

/* Known rows in their order, then names of one's own. */
static int compare_names(const draft *a, const draft *b)
{
    int order = order_of((int64_t)a->known, (int64_t)b->known);
    return order != 0 ? order : strcmp(a->name, b->name);
}

static int compare_drafts(const void *left, const void *right)
{
    const draft *a = left, *b = right;
    int          order = compare_names(a, b);
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
static dc_cash_section section_of(const draft *d, int64_t total)
{
    if (d->known < KNOWN_ROWS)
        return known_rows[d->known].section;
    return total >= 0 ? DC_CASH_RECEIPTS : DC_CASH_OPERATING;
}

static void add_flow(dc_cash_plan *plan, const draft *d, uint32_t row, int32_t stray)
{
    dc_cash_flow *last = plan->flow_count > 0 ? &plan->flows[plan->flow_count - 1] : NULL;
    if (last && last->row == row && last->stray == stray && last->day == d->day)
        last->amount += d->amount;
    else
        plan->flows[plan->flow_count++] =
            (dc_cash_flow){.row = row, .stray = stray, .day = d->day, .amount = d->amount};
}

/* The index of how a draft strays, added when it is new; drafts of one way follow each other. */
static int32_t stray_of(dc_cash_plan *plan, const draft *d, uint32_t row)
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
static void number_rows(making *m, dc_cash_section section)
{
    dc_cash_plan *plan = m->plan;
    for (size_t from = 0, to; from < m->count; from = to) {
        int64_t total = 0;
        for (to = from; to < m->count && compare_names(&m->drafts[from], &m->drafts[to]) == 0; to++)
            total += m->drafts[to].amount;
        const draft *first = &m->drafts[from];
        if (section_of(first, total) != section)
            continue;
        uint32_t row = (uint32_t)plan->row_count++;
        plan->rows[row] = (dc_cash_row){
            .name = first->name,
            .section = section,
            .label = first->known < KNOWN_ROWS ? known_rows[first->known].label : DC_WORD_COUNT};
        for (size_t i = from; i < to; i++)
            add_flow(plan, &m->drafts[i], row, stray_of(plan, &m->drafts[i], row));
    }
}

/* Bills paid in the last seven days are known. */
static void note_last_week(dc_cash_plan *plan, const dc_book *book)
{
    for (size_t r = 0; r < plan->row_count; r++) {
        if (plan->rows[r].label != known_rows[BILLS].label)
            continue;
        plan->rows[r].has_last_week = true;
        for (size_t i = 0; i < book->bills.count; i++)
            if (dc_date_is_set(book->bills.paid[i]) &&
                dc_date_days_between(book->bills.paid[i], book->as_of) < 7)
                plan->rows[r].last_week -=
                    dc_book_translate(book, book->bills.currency[i], book->bills.amount[i]).minor;
    }
}

static void make_flows(making *m)
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

dc_cash_plan *dc_cash_plan_make(dc_arena *arena, const dc_book *book,
                                const dc_simulate_options *options)
{
    dc_cash_plan *plan = dc_arena_alloc(arena, 1, sizeof *plan);
    making        m = {.book = book, .plan = plan, .arena = arena};
    plan->day_count = options->horizon_days;
    plan->certain = dc_arena_alloc(arena, (size_t)plan->day_count + 1, sizeof *plan->certain);
    plan->month_end = dc_arena_alloc(arena, (size_t)plan->day_count + 1, sizeof *plan->month_end);
    take_settings(plan, &book->company);
    make_periods(plan, book, options);
    add_bills(&m);
    add_lines(&m);
    make_flows(&m);
    return plan;
}

bool dc_cash_plan_is_empty(const dc_cash_plan *plan)
{
    return plan->flow_count == 0 && !plan->has_cash;
}
