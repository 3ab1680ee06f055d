/* worklist.c - claims gathered by customer, valued and ranked; see worklist.h. */
#include <math.h>
#include <stdlib.h>

#include "worklist_parts.h"

/* --- gathering ------------------------------------------------------------------------------ */

size_t *dc_work_index(dc_arena *arena, const dc_book *book)
{
    size_t *first = dc_arena_alloc(arena, book->customers.count + 2, sizeof *first);
    size_t  at = 0;
    for (uint32_t customer = 0; customer <= book->customers.count; customer++) {
        while (at < book->claims.count && book->claims.customer[at] < customer)
            at++;
        first[customer] = at;
    }
    return first;
}

void dc_work_view_make(dc_work_view *out, dc_arena *arena, const dc_book *book,
                       const dc_model *model, const dc_work_settings *settings)
{
    *out = (dc_work_view){
        .book = book, .model = model, .settings = settings, .spans = {DC_13_WEEKS, DC_13_WEEKS}};
    if (settings->rank_days > 0)
        out->spans[DC_SPAN_RANKED] = settings->rank_days;
    dc_loss_view_make(&out->loss, arena, book, model, settings->discount_rate, false);
    out->first_claim = dc_work_index(arena, book);
}

/* --- one customer --------------------------------------------------------------------------- */

static void look_at_claim(dc_work_claim *claim, const dc_work_case *of)
{
    const dc_claim_cash *cash = of->cash;
    dc_date              as_of = of->view->book->as_of;
    double               amount = (double)claim->open, chance = cash->cash_by[DC_13_WEEKS];
    claim->expected_cash = amount * cash->cash_by[DC_WORK_DAYS];
    claim->expected_loss = amount - claim->expected_cash;
    claim->cash_13_weeks = amount * chance;
    claim->spread_13_weeks = amount * sqrt(fmax(chance * (1.0 - chance), 0.0));
    claim->early = dc_date_add_days(as_of, dc_claim_cash_day(cash, 0.1));
    claim->paid_by = dc_date_add_days(as_of, dc_claim_cash_day(cash, 0.5));
    claim->late = dc_date_add_days(as_of, dc_claim_cash_day(cash, 0.9));
    claim->failed = cash->failed;
    claim->confirmed = dc_date_is_set(dc_claim_received(&of->view->book->claims, claim->claim));
    dc_time_bar_of(&claim->bar, of->view->book, claim->claim);
    dc_work_value(claim, of);
}

static void look_at_customer(dc_work_customer *customer, dc_work_claim *claims,
                             const dc_work_view *view)
{
    dc_customer_record record;
    dc_date            year_ago = dc_date_add_days(view->book->as_of, -DC_YEAR_OF_DAYS);
    dc_customer_record_read(&record, view, customer->customer, year_ago);
    customer->contacts = record.contacts;
    customer->last_contact = record.last_contact;
    customer->promises = record.promises;
    customer->broken = record.broken;
    customer->promised = record.promised;
    customer->yearly_margin =
        view->settings->margin * (double)dc_customer_year_sales(view, customer->customer);
    for (size_t i = 0; i < customer->count; i++) {
        customer->open += claims[i].open;
        customer->overdue += claims[i].days_late > 0 ? claims[i].open : 0;
        if (claims[i].days_late > customer->days_late_most)
            customer->days_late_most = claims[i].days_late;
    }
}

/* Two claims of a customer that share a law. */
static bool is_alike(const dc_work_view *view, size_t a, size_t b)
{
    const dc_claims *claims = &view->book->claims;
    if (claims->disputed[a] || claims->disputed[b] || claims->due[a].day != claims->due[b].day)
        return false;
    dc_law_ask one = dc_claim_ask(&view->loss, a, DC_PACE_OF_CLAIM);
    dc_law_ask other = dc_claim_ask(&view->loss, b, DC_PACE_OF_CLAIM);
    return one.pace == other.pace && one.acted.row == other.acted.row &&
           one.acted.days == other.acted.days;
}

/* Sums over its claims, and the claim that gains most. */
static void sum_up(dc_work_customer *customer, const dc_work_claim *claims)
{
    double variance = 0.0;
    for (size_t i = 0; i < customer->count; i++) {
        const dc_work_claim *claim = &claims[i];
        customer->expected_loss += claim->expected_loss;
        customer->cash_13_weeks += claim->cash_13_weeks;
        variance += claim->spread_13_weeks * claim->spread_13_weeks;
    }
    customer->spread_13_weeks = sqrt(variance);
}

static void value_customer(dc_work_customer *customer, dc_work_claim *claims,
                           const dc_work_view *view)
{
    dc_claim_cash cash, free_cash;
    look_at_customer(customer, claims, view);
    dc_claim_alive(cash.alive, &view->loss, customer->customer);
    dc_claim_alive(free_cash.alive, &view->loss, customer->customer);
    for (size_t i = 0; i < customer->count; i++) {
        dc_work_claim *claim = &claims[i];
        bool           disputed = claim->blocked > 0;
        dc_work_case   of = {view, customer, &cash, disputed ? &free_cash : NULL};
        claim->share = (double)claim->open / (double)customer->open;
        dc_claim_record_read(claim, view);
        if (i == 0 || !is_alike(view, claims[i - 1].claim, claim->claim))
            dc_claim_cash_fill(&cash, &view->loss, claim->claim, DC_PACE_OF_CLAIM);
        if (disputed)
            dc_claim_cash_fill(&free_cash, &view->loss, claim->claim, DC_PACE_UNDISPUTED);
        look_at_claim(claim, &of);
    }
    dc_work_choose(customer, claims);
    sum_up(customer, claims);
}

/* --- ranking -------------------------------------------------------------------------------- */

static int compare_doubles(double a, double b)
{
    return (a < b) - (a > b); /* the larger first */
}

static int compare_claims(const void *left, const void *right)
{
    const dc_work_claim *a = left, *b = right;
    int                  order = compare_doubles(a->gain, b->gain);
    if (order == 0)
        order = compare_doubles((double)a->open, (double)b->open);
    return order != 0 ? order : (a->claim > b->claim) - (a->claim < b->claim);
}

static int compare_customers(const void *left, const void *right)
{
    const dc_work_customer *a = left, *b = right;
    int                     order = compare_doubles(a->gain, b->gain);
    if (order == 0)
        order = compare_doubles((double)a->overdue, (double)b->overdue);
    return order != 0 ? order : (a->customer > b->customer) - (a->customer < b->customer);
}

/* Claims follow their customers. */
static void rank(dc_worklist *out, dc_arena *arena)
{
    dc_work_claim *ranked = dc_arena_alloc(arena, out->claim_count + 1, sizeof *ranked);
    size_t         at = 0;
    qsort(out->customers, out->customer_count, sizeof *out->customers, compare_customers);
    for (size_t c = 0; c < out->customer_count; c++) {
        dc_work_customer *customer = &out->customers[c];
        qsort(&out->claims[customer->first], customer->count, sizeof *out->claims, compare_claims);
        for (size_t i = 0; i < customer->count; i++)
            ranked[at + i] = out->claims[customer->first + i];
        customer->first = customer->lead = at;
        customer->suggested = ranked[at].suggested;
        at += customer->count;
    }
    out->claims = ranked;
}

static void add_totals(dc_worklist *out)
{
    for (size_t c = 0; c < out->customer_count; c++) {
        const dc_work_customer *customer = &out->customers[c];
        out->open += customer->open;
        out->overdue += customer->overdue;
        out->gain += customer->gain;
        out->expected_loss += customer->expected_loss;
        out->cash_13_weeks += customer->cash_13_weeks;
        if (customer->spread_13_weeks > out->customers[out->widest].spread_13_weeks)
            out->widest = c;
    }
    for (size_t i = 0; i < out->claim_count; i++) {
        out->blocked += out->claims[i].blocked;
        out->cost += out->claims[i].step[out->claims[i].suggested].cost;
    }
}

void dc_worklist_make(dc_worklist *out, dc_arena *arena, const dc_book *book, const dc_model *model,
                      const dc_worklist_options *options)
{
    dc_work_view view;
    *out = (dc_worklist){.effects_learnt = model->actions.looked_at &&
                                           model->actions.of[DC_ACTION_LEFT_ALONE].used};
    out->tells_receipt = book->claims.received != NULL;
    dc_work_settings_of(&out->settings, book);
    out->settings.rank_days = options->rank_days;
    out->settings.only = options->only;
    dc_work_view_make(&view, arena, book, model, &out->settings);
    dc_work_gather(out, arena, book);
#pragma omp parallel for schedule(dynamic, 4)
    for (size_t c = 0; c < out->customer_count; c++)
        value_customer(&out->customers[c], &out->claims[out->customers[c].first], &view);
    if (out->customer_count > 0)
        rank(out, arena);
    add_totals(out);
}
