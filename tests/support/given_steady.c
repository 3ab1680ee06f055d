#include "support/given_steady.h"

#include "support/expect.h"
#include "support/given.h"
#include "support/given_cash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

dc_book *given_steady_company(void)
{
    size_t room = 64 * (PAST + 2), used = 0;
    char  *table = malloc(room), day[11], due[11];
    used += (size_t)snprintf(table, room, "customer invoice issued due amount\n");
    for (int i = 0; i < PAST; i++) {
        dc_date_format(day, dc_date_add_days(date("2024-06-30"), -i));
        dc_date_format(due, dc_date_add_days(date("2024-06-30"), TERMS - i));
        used += (size_t)snprintf(table + used, room - used, "acme A-%03d %s %s 119.00%s%s\n", i,
                                 day, due, i > TERMS ? " paid=" : "", i > TERMS ? due : "");
    }
    dc_book *book = given_book("2024-06-30", table);
    free(table);
    for (size_t i = 0; i < book->claims.count; i++)
        book->claims.tax[i] = DC_MONEY(SOLD_TAX);
    for (int i = 0; i < PAST; i++) {
        dc_date issued = dc_date_add_days(book->as_of, -i);
        dc_date_format(day, issued);
        dc_date_format(due, dc_date_add_days(issued, TERMS));
        given_bill(book, "mill", "materials", day, due, "59.50");
        if (i >= TERMS)
            book->bills.paid[i] = dc_date_add_days(issued, TERMS);
    }
    given_cash(book, "1000.00", "0.00", "", 0, "");
    book->company.gross_margin = 0.5;
    book->company.inventory = (dc_figure){true, DC_MONEY(60 * COST)};
    book->company.tail.vat_every = "month";
    book->company.tail.vat_day = 20;
    return book;
}

run followed(dc_book *book, const int64_t *sold)
{
    static const dc_policy none;
    return followed_under(book, &none, sold);
}

run followed_under(dc_book *book, const dc_policy *policy, const int64_t *sold)
{
    dc_simulate_options options = DC_SIMULATE_OPTIONS_INIT;
    run                 r = {.arena = dc_arena_new(), .book = book};
    size_t              values = (DAYS + 2) * T;
    r.plan = dc_cash_plan_make(r.arena, dc_book_under(r.arena, book, policy), &options);
    double *sales = dc_arena_alloc(r.arena, values, sizeof *sales);
    for (size_t i = 0; i < (DAYS + 1) * T; i++)
        sales[i] = (double)sold[i / T];
    int64_t **columns[] = {&r.days.inventory, &r.days.payables, &r.days.tax, &r.days.due};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        *columns[i] = dc_arena_alloc(r.arena, values, sizeof **columns[i]);
    r.days.cumulative = dc_arena_alloc(r.arena, values, sizeof(double));
    r.days.flow = dc_arena_alloc(r.arena, r.plan->tail->driven_count + 1, sizeof *r.days.flow);
    for (size_t i = 0; i < r.plan->tail->driven_count; i++)
        r.days.flow[i] = dc_arena_alloc(r.arena, values, sizeof **r.days.flow);
    dc_tail_follow(&r.days, r.plan->tail, sales);
    return r;
}

void end(run *r)
{
    given_book_free(r->book);
    dc_arena_free(r->arena);
}

void steadily(int64_t sold[DAYS + 1], int64_t a_day)
{
    sold[0] = 0;
    for (int day = 1; day <= DAYS; day++)
        sold[day] = a_day;
}

int64_t at(const int64_t *column, int day)
{
    for (int i = 1; i < T; i++)
        assert_int_equal(column[day * T + i], column[day * T]);
    return column[day * T];
}

const int64_t *flow_of(const run *r, const char *row)
{
    for (size_t i = 0; i < r->plan->row_count; i++)
        if (strcmp(r->plan->rows[i].name, row) == 0 && r->plan->rows[i].driven != DC_NONE)
            return r->days.flow[r->plan->rows[i].driven];
    fail_msg("%s is driven by nothing", row);
    return NULL;
}
