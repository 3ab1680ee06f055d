/* tail_make.c - what sales drive, from what the book tells (cash_tail.h). */
#include <assert.h>
#include <string.h>
#include <strings.h>

#include "duecast/working_capital.h"
#include "tail_parts.h"

void dc_tail_tell(dc_tail *tail, const char *key, dc_word label, dc_tail_unit unit, double value,
                  dc_word source)
{
    assert(tail->input_count < DC_TAIL_INPUTS_MAX);
    tail->input[tail->input_count++] =
        (dc_tail_input){.key = key, .label = label, .unit = unit, .value = value, .source = source};
}

int32_t dc_plan_reaches(const dc_book *book, const char *line)
{
    int32_t last = 0;
    for (size_t i = 0; i < book->plan_count; i++) {
        const dc_plan_line *at = &book->plan[i];
        int32_t             day = dc_date_days_between(book->as_of, at->to) + at->delay;
        if (strcasecmp(at->line, line) == 0 && at->of_sales == 0.0 && day > last)
            last = day;
    }
    return last;
}

/* --- shares ----------------------------------------------------------------------------------- */

static double ratio_of(dc_figure part, dc_figure whole)
{
    bool known = part.known && whole.known && whole.value.minor > 0;
    return known ? (double)part.value.minor / (double)whole.value.minor : -1.0;
}

static void take_tax(dc_tail *tail, const dc_book *book, const dc_capital_flows *year)
{
    const dc_tail_told *rules = &book->company.tail;
    double              net = ratio_of(year->net_sales, year->sales);
    tail->net = net > 0.0 ? net : 1.0;
    if (rules->vat_rate >= 0.0)
        tail->net = 1.0 / (1.0 + rules->vat_rate);
    dc_tail_tell(tail, "sales_tax", DC_WORD_TAIL_SALES_TAX, DC_TAIL_SHARE, 1.0 / tail->net - 1.0,
                 rules->vat_rate >= 0.0 ? DC_WORD_TAIL_BY_BOOK
                 : tail->net < 1.0      ? DC_WORD_TAIL_BY_TAX_COLUMN
                                        : DC_WORD_TAIL_BY_NO_TAX);
    tail->with_vat = rules->purchase_vat >= 0.0 ? 1.0 + rules->purchase_vat : 1.0 / tail->net;
}

/* Of net sales; below 0: nobody tells. */
static double cost_share(const dc_company *company, const dc_working_capital *capital)
{
    const dc_capital_flows *quarter = &capital->flows[DC_PERIOD_91_DAYS];
    double                  share = ratio_of(quarter->cost, quarter->net_sales);
    if (share < 0.0 && company->gross_margin > -1.0)
        share = 1.0 - company->gross_margin;
    return share;
}

static double purchase_share(dc_word *source, const dc_tail *tail, const dc_book *book,
                             const dc_working_capital *capital, double cost)
{
    const dc_capital_flows *year = &capital->flows[DC_PERIOD_12_MONTHS];
    const dc_tail_told     *rules = &book->company.tail;
    double                  share = ratio_of(year->purchases, year->net_sales);
    *source = DC_WORD_TAIL_BY_BOOK;
    if (rules->purchase_share >= 0.0)
        return rules->purchase_share;
    if (share > 0.0 && !year->too_short) {
        if (!book->company.purchases.known)
            *source = DC_WORD_TAIL_BY_BILLS;
        return share / tail->with_vat;
    }
    *source = cost >= 0.0 ? DC_WORD_TAIL_BY_COST : DC_WORD_TAIL_MISSING_PURCHASES;
    return cost;
}

/* --- inventory -------------------------------------------------------------------------------- */

/* past[d]: of the 91 days to day d, what was invoiced by the as-of date. */
static void take_past_sales(dc_tail *tail, dc_arena *arena, const dc_book *book)
{
    int64_t sum[DC_CURRENCIES_MAX][DC_TAIL_WINDOW] = {{0}};
    for (size_t i = 0; i < book->claims.count; i++) {
        int32_t back = dc_date_days_between(book->claims.issued[i], book->as_of);
        if (dc_claim_is_invoice(&book->claims, i) && back >= 0 && back < DC_TAIL_WINDOW)
            sum[book->claims.currency[i]][back] += book->claims.amount[i].minor;
    }
    tail->past = dc_arena_alloc(arena, (size_t)tail->day_count + 1, sizeof *tail->past);
    for (uint16_t c = 0; c < book->currency_count; c++) {
        int64_t since = 0;
        for (int32_t back = 0; back < DC_TAIL_WINDOW; back++) {
            int32_t day = DC_TAIL_WINDOW - 1 - back; /* the last whose window holds it */
            since += sum[c][back];
            if (day <= tail->day_count)
                tail->past[day] += (double)dc_book_translate(book, c, DC_MONEY(since)).minor;
        }
    }
}

static void take_inventory(dc_tail *tail, dc_arena *arena, const dc_book *book)
{
    const dc_tail_told *rules = &book->company.tail;
    dc_figure           inventory = book->company.inventory;
    take_past_sales(tail, arena, book);
    double quarter = tail->past[0] * tail->cost;
    tail->inventory = inventory.known ? inventory.value.minor : 0;
    tail->holds = inventory.known && quarter > 0.0;
    if (!tail->holds) {
        dc_tail_tell(tail, "inventory_days", DC_WORD_TAIL_INVENTORY_DAYS, DC_TAIL_TEXT, 0.0,
                     DC_WORD_TAIL_MISSING_INVENTORY);
        return;
    }
    double today = (double)tail->inventory * DC_TAIL_WINDOW / quarter;
    double goal = rules->inventory_days >= 0 ? rules->inventory_days : today;
    tail->hold_days = dc_arena_alloc(arena, (size_t)tail->day_count + 1, sizeof(double));
    tail->changed = dc_arena_alloc(arena, (size_t)tail->day_count + 1, sizeof *tail->changed);
    for (int32_t day = 0; day <= tail->day_count; day++) {
        tail->changed[day] = dc_inventory_changed(book, day);
        double way = (double)day / rules->inventory_over;
        tail->hold_days[day] = today + (goal - today) * (way < 1.0 ? way : 1.0);
    }
    dc_tail_tell(tail, "inventory_days", DC_WORD_TAIL_INVENTORY_DAYS, DC_TAIL_DAYS, goal,
                 rules->inventory_days >= 0 ? DC_WORD_TAIL_BY_BOOK : DC_WORD_TAIL_BY_TODAY);
}

/* --- purchases -------------------------------------------------------------------------------- */

static void take_purchases(dc_tail *tail, dc_arena *arena, const dc_book *book,
                           const dc_working_capital *capital)
{
    double  cost = cost_share(&book->company, capital);
    dc_word source;
    double  share = purchase_share(&source, tail, book, capital, cost);
    int32_t planned = dc_plan_reaches(book, "purchases");
    if (strcmp(book->company.tail.purchases, "no") == 0) {
        dc_tail_tell(tail, "purchases", DC_WORD_TAIL_PURCHASES, DC_TAIL_TEXT, 0.0,
                     DC_WORD_TAIL_SWITCHED_OFF);
        return;
    }
    if (share <= 0.0) {
        tail->buys_unknown = planned == 0;
        dc_tail_tell(tail, "purchases", DC_WORD_TAIL_PURCHASES, DC_TAIL_TEXT, 0.0, source);
        return;
    }
    const dc_capital_flows *quarter = &capital->flows[DC_PERIOD_91_DAYS];
    double sold = quarter->sales.known ? (double)quarter->sales.value.minor / DC_TAIL_WINDOW : 0.0;
    tail->cost = (cost > 0.0 ? cost : share) * tail->net;
    tail->bought = cost > 0.0 ? share / cost : 1.0;
    dc_tail_make_terms(tail, arena, book, sold * tail->net * share * tail->with_vat);
    tail->first_day = planned - (int32_t)tail->terms_days + 1;
    tail->first_day = planned == 0 || tail->first_day < 1 ? 1 : tail->first_day;
    if (planned > 0)
        dc_tail_tell(tail, "purchases_planned_days", DC_WORD_TAIL_PLANNED, DC_TAIL_DAYS, planned,
                     DC_WORD_TAIL_BY_PLAN);
    if (planned >= tail->day_count)
        return; /* the plan tells all there is to pay */
    tail->buys = true;
    tail->driven_bought = (int32_t)tail->driven_count++;
    dc_tail_tell(tail, "purchases", DC_WORD_TAIL_PURCHASES, DC_TAIL_SHARE, share, source);
    if (tail->with_vat != 1.0)
        dc_tail_tell(
            tail, "purchase_tax", DC_WORD_TAIL_PURCHASE_TAX, DC_TAIL_SHARE, tail->with_vat - 1.0,
            book->company.tail.purchase_vat >= 0.0 ? DC_WORD_TAIL_BY_BOOK : DC_WORD_TAIL_AS_SALES);
    if (cost > 0.0)
        take_inventory(tail, arena, book);
}

dc_tail *dc_tail_make(dc_arena *arena, const dc_book *book, int32_t day_count)
{
    dc_tail           *tail = dc_arena_alloc(arena, 1, sizeof *tail);
    dc_working_capital capital;
    dc_book            copy;
    *tail = (dc_tail){.day_count = day_count,
                      .driven_bought = DC_NONE,
                      .driven_tax = DC_NONE,
                      .driven_exchange = DC_NONE,
                      .driven_notes = DC_NONE,
                      .driven_notes_cost = DC_NONE,
                      .with_vat = 1.0};
    tail->row_line = dc_arena_alloc(arena, book->plan_count + 5, sizeof *tail->row_line);
    const dc_book *told = dc_book_told(&copy, book); /* what is learnt from bills, nobody changes */
    dc_working_capital_measure(&capital, told, dc_book_receivables(told),
                               dc_payables_at(told, told->as_of));
    take_tax(tail, book, &capital.flows[DC_PERIOD_12_MONTHS]);
    take_purchases(tail, arena, book, &capital);
    dc_tail_make_tax(tail, arena, told);
    dc_tail_make_links(tail, arena, book);
    dc_tail_make_notes(tail, arena, book);
    return tail;
}

bool dc_tail_is_exact(const dc_tail *tail, int32_t driven)
{
    bool exchange = driven == tail->driven_exchange && !tail->rate_change;
    return driven != DC_NONE &&
           (exchange || driven == tail->driven_notes || driven == tail->driven_notes_cost);
}

bool dc_tail_moves_capital(const dc_tail *tail)
{
    for (int32_t i = 0; i < (int32_t)tail->driven_count; i++)
        if (!dc_tail_is_exact(tail, i))
            return true;
    return false;
}
