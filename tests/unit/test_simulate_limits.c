/* Orders that credit limits hold, on ledgers where it can be told by hand. */
#include "support/expect.h"
#include "support/given.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "forecast/simulate/treat.h"

enum { YEAR = 364, TERMS = 30, HORIZON = 200 };

/* An invoice of 100.00 a day for a year, paid on the due day. */
static dc_book *daily(void)
{
    char   *table = dc_heap_alloc((YEAR + 2) * (size_t)80, 1), *next = table;
    dc_date as_of = date("2024-06-30");
    next += sprintf(next, "customer invoice issued due amount events\n");
    for (int day = YEAR - 1; day >= 0; day--) {
        dc_date  issued = dc_date_add_days(as_of, -day), due = dc_date_add_days(issued, TERMS);
        dc_civil i = dc_date_to_civil(issued), d = dc_date_to_civil(due);
        next += sprintf(next, "acme A-%d %04d-%02d-%02d %04d-%02d-%02d 100.00", day, i.year,
                        i.month, i.day, d.year, d.month, d.day);
        next += due.day <= as_of.day
                    ? sprintf(next, " paid=%04d-%02d-%02d\n", d.year, d.month, d.day)
                    : sprintf(next, "\n");
    }
    dc_book *book = given_book("2024-06-30", table);
    free(table);
    return book;
}

typedef struct {
    dc_arena *arena;
    dc_book  *book;
    dc_model *model;
    dc_items *items;
} ledger;

static ledger daily_ledger(void)
{
    ledger l = {.arena = dc_arena_new(), .book = daily()};
    l.model = given_certain_model(l.book);
    l.items = dc_items_make(l.arena, l.book, l.model, HORIZON);
    return l;
}

static void drop(ledger *l)
{
    dc_model_free(l->model);
    given_book_free(l->book);
    dc_arena_free(l->arena);
}

/* Share of the orders of days from .. to that comes. */
static double let_through(const ledger *l, dc_credit_limit_row limit, int32_t from, int32_t to)
{
    dc_policy     policy = {.limit_count = 1, .limits = {limit}};
    dc_treatment *of = dc_treatments_make(l->arena, l->book, l->model, l->items, &policy);
    double        sum = 0.0, all = 0.0;
    for (size_t i = l->items->claim_count; i < l->items->count; i++)
        if (l->items->issue[i] >= from && l->items->issue[i] <= to) {
            sum += dc_kept_share(&policy, of[i]) * (double)l->items->amount[i];
            all += (double)l->items->amount[i];
        }
    return sum / all;
}

static dc_credit_limit_row limit_of(int64_t major, double lost)
{
    return (dc_credit_limit_row){.limit = major * 100, .factor = 1.0, .lost = lost, .from = 1};
}

/* 3,000 are owed at any time: a limit of 3,000 holds nothing; one of 1,500 all orders until half of
 * today's claims are paid, then as many as keep it at 1,500. */
static void orders_come_as_far_as_there_is_room(void **state)
{
    ledger l = daily_ledger();
    (void)state;
    assert_double_close(let_through(&l, limit_of(3000, 1.0), 1, HORIZON), 1.0, 1e-9);
    assert_double_close(let_through(&l, limit_of(1500, 1.0), 1, 14), 0.0, 1e-9);
    assert_double_close(let_through(&l, limit_of(1500, 1.0), 1, 180), 0.5, 0.02);
    assert_double_close(let_through(&l, limit_of(0, 1.0), 1, HORIZON), 0.0, 1e-9);
    drop(&l);
}

/* Half of what is held is released: while all is held half of it comes. */
static void what_is_not_lost_is_released(void **state)
{
    ledger l = daily_ledger();
    (void)state;
    assert_double_close(let_through(&l, limit_of(0, 0.5), 1, HORIZON), 0.5, 1e-9);
    assert_double_close(let_through(&l, limit_of(1000, 0.25), 1, 5), 0.75, 1e-9);
    drop(&l);
}

/* Of several limits the smallest; the book's in place of the lever's; all times the factor. */
static void the_smallest_limit_holds(void **state)
{
    static const struct {
        dc_credit_limit_row by;
        int64_t             own; /* minor units; -1: the book has none */
        double              limit;
    } cases[] = {
        {{.limit = INT64_MAX, .factor = 1.0}, -1, INFINITY},
        {{.limit = 5000, .factor = 1.0}, 700, 5000},
        {{.limit = 5000, .factor = 1.0, .customer_limits = true}, 700, 700},
        {{.limit = 5000, .factor = 1.0, .customer_limits = true}, -1, 5000},
        {{.limit = 5000, .factor = 0.5, .days = 30}, -1, 1500},
        {{.limit = 2000, .factor = 0.5, .days = 30}, -1, 1000},
        {{.limit = INT64_MAX, .factor = 2.0, .days = 30, .customer_limits = true}, 0, 0},
    };
    ledger l = daily_ledger();
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        l.book->customers.credit_limit[0] = cases[i].own;
        double limit = dc_credit_limit_for(&cases[i].by, l.book, 0, 100.0);
        assert_true(limit == cases[i].limit);
    }
    drop(&l);
}

/* Days of orders: half of the 30 days that are owed. */
static void a_limit_may_be_told_in_days(void **state)
{
    ledger              l = daily_ledger();
    dc_credit_limit_row by = limit_of(0, 1.0);
    (void)state;
    by.limit = INT64_MAX;
    by.days = 15;
    assert_double_close(let_through(&l, by, 1, 180), 0.5, 0.02);
    by.from = 100;
    assert_double_close(let_through(&l, by, 1, 99), 1.0, 1e-9);
    drop(&l);
}

static void a_limit_that_holds_nothing_is_idle(void **state)
{
    static const dc_credit_limit_row idle[] = {{.limit = 0, .lost = 0.0, .factor = 1.0},
                                               {.limit = INT64_MAX, .lost = 1.0, .factor = 0.5}};
    (void)state;
    for (size_t i = 0; i < sizeof idle / sizeof *idle; i++) {
        dc_policy policy = {.limit_count = 1, .limits = {idle[i]}};
        assert_true(dc_credit_limit_is_idle(&idle[i]));
        assert_false(dc_policy_loses_orders(&policy));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(orders_come_as_far_as_there_is_room),
        cmocka_unit_test(what_is_not_lost_is_released),
        cmocka_unit_test(the_smallest_limit_holds),
        cmocka_unit_test(a_limit_may_be_told_in_days),
        cmocka_unit_test(a_limit_that_holds_nothing_is_idle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
