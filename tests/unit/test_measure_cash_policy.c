/* What a policy makes of bills, plan lines, inventory and the line: by hand. */
#include "support/expect.h"
#include "support/given.h"
#include "support/given_cash.h"

#include <string.h>

#include "duecast/cash.h"
#include "duecast/cash_tail.h"

enum { DAYS = 120 };

static dc_book *company(void)
{
    dc_book *book =
        given_book("2024-06-30", "customer  invoice  issued      due         amount \n"
                                 "acme      A-1      2024-06-01  2024-07-31  1000.00\n");
    given_bill(book, "steel", "materials", "2024-06-10", "2024-07-10", "1000.00");
    given_bill(book, "paper", "office", "2024-06-10", "2024-07-20", "300.00");
    given_line(book, "payroll", "2024-07-01", "2024-07-31", "-3100.03");
    given_line(book, "Capex", "2024-08-15", "2024-08-15", "-500.00");
    given_line(book, "sales", "2024-07-01", "2024-07-31", "9000.00");
    given_cash(book, "5000.00", "200.00", "1000.00", 0.08, "400.00");
    book->company.inventory = (dc_figure){.known = true, .value = money("910.00")};
    return book;
}

typedef struct {
    dc_arena     *arena;
    dc_book      *book;
    dc_cash_plan *plan;
} planned;

static planned plan_under(const dc_policy *policy)
{
    dc_simulate_options options = DC_SIMULATE_OPTIONS_INIT;
    planned             out = {.arena = dc_arena_new(), .book = company()};
    options.horizon_days = DAYS;
    out.plan = dc_cash_plan_make(out.arena, dc_book_under(out.arena, out.book, policy), &options);
    return out;
}

static void end(planned *p)
{
    dc_arena_free(p->arena);
    given_book_free(p->book);
}

/* What goes out or comes in from day `first` to day `last`. */
static int64_t flows(const planned *p, int32_t first, int32_t last)
{
    int64_t sum = 0;
    for (int32_t day = first; day <= last; day++)
        sum += p->plan->certain[day];
    return sum;
}

static dc_scopes scope(dc_scope *one, const char *line, const char *category)
{
    *one = DC_SCOPE_INIT;
    one->line = line;
    one->category = category;
    return (dc_scopes){1, one};
}

static void a_policy_without_such_rows_is_the_book_itself(void **state)
{
    static const dc_policy none;
    dc_arena              *arena = dc_arena_new();
    dc_book               *book = company();
    (void)state;
    assert_ptr_equal(dc_book_under(arena, book, &none), book);
    dc_arena_free(arena);
    given_book_free(book);
}

static void bills_in_scope_are_paid_later_by_what_suppliers_accept(void **state)
{
    dc_scope  materials;
    dc_policy policy = {.supplier_count = 1};
    (void)state;
    policy.suppliers[0] = (dc_supplier_change){
        .scopes = scope(&materials, NULL, "materials"), .days = 15, .pass_through = 0.8, .from = 1};
    planned p = plan_under(&policy);
    assert_int_equal(p.plan->certain[10], flows(&p, 9, 9)); /* a day of payroll alone */
    assert_int_equal(p.plan->certain[22] - p.plan->certain[23], -100000); /* 10 + 15 x 0.8 */
    assert_int_equal(p.plan->certain[20] - p.plan->certain[21], -30000);
    end(&p);
}

static void bills_before_the_first_due_day_stay(void **state)
{
    dc_policy policy = {.supplier_count = 1};
    (void)state;
    policy.suppliers[0] = (dc_supplier_change){.days = 30, .pass_through = 1.0, .from = 11};
    planned p = plan_under(&policy);
    assert_int_equal(p.plan->certain[10] - p.plan->certain[11], -100000);
    assert_int_equal(p.plan->certain[50], -30000);
    end(&p);
}

/* 30 days, a twentieth of them a day: half on the 10th, all on the 20th. */
static void later_days_to_pay_may_come_little_by_little(void **state)
{
    dc_policy policy = {.supplier_count = 1};
    (void)state;
    policy.suppliers[0] =
        (dc_supplier_change){.days = 30, .pass_through = 1.0, .from = 1, .ramp = 19};
    planned p = plan_under(&policy);
    assert_int_equal(p.plan->certain[25] - p.plan->certain[24], -100000);
    assert_int_equal(p.plan->certain[50], -30000);
    end(&p);
}

static void who_pays_sooner_takes_the_discount(void **state)
{
    dc_policy policy = {.supplier_count = 1};
    (void)state;
    policy.suppliers[0] =
        (dc_supplier_change){.days = -5, .pass_through = 1.0, .discount = 0.02, .from = 1};
    planned p = plan_under(&policy);
    assert_int_equal(p.plan->certain[5] - p.plan->certain[6], -98000);
    assert_int_equal(p.plan->certain[15] - p.plan->certain[16], -29400);
    end(&p);
}

/* What is overdue or due tomorrow is paid tomorrow in any case; on Wednesdays: the 17th, or as
 * before on the 24th. */
static void a_bill_that_is_paid_on_the_same_run_takes_no_discount(void **state)
{
    static const struct {
        const char *due;
        int32_t     days, on;
        int64_t     paid;
    } trials[] = {{"2024-06-20", -5, 1, 30000},
                  {"2024-07-01", -5, 1, 30000},
                  {"2024-07-03", -5, 1, 29400},
                  {"2024-07-24", -5, 24, 30000},
                  {"2024-07-24", -7, 17, 29400}};
    static dc_pay_rule  weekly = {.supplier = "", .category = "", .weekdays = 1u << 2};
    dc_simulate_options options = DC_SIMULATE_OPTIONS_INIT;
    (void)state;
    options.horizon_days = DAYS;
    for (size_t i = 0; i < sizeof trials / sizeof trials[0]; i++) {
        dc_arena *arena = dc_arena_new();
        dc_book  *book =
            given_book("2024-06-30", "customer  invoice  issued      due         amount \n"
                                     "acme      A-1      2024-06-01  2024-07-31  1000.00\n");
        dc_policy policy = {.supplier_count = 1};
        given_bill(book, "paper", "office", "2024-06-10", trials[i].due, "300.00");
        book->company.pay_rules = &weekly;
        book->company.pay_rule_count = i > 2;
        policy.suppliers[0] = (dc_supplier_change){
            .days = trials[i].days, .pass_through = 1.0, .discount = 0.02, .from = -30};
        dc_cash_plan *plan =
            dc_cash_plan_make(arena, dc_book_under(arena, book, &policy), &options);
        assert_int_equal(plan->certain[trials[i].on], -trials[i].paid);
        dc_arena_free(arena);
        given_book_free(book);
    }
}

/*
 * Amax Co (ACCA): purchases of 16 m a year, payables of 3.2 m, 72 days of them (360); 1 % off for
 * payment within 30 days, 6 %: 160,000 less, and 42 days of 16 m at 6 % more for what is paid
 * sooner, 112,000: +48,000.
 */
static void amax_gains_by_its_suppliers_discount(void **state)
{
    static const dc_policy none;
    dc_policy              policy = {.supplier_count = 1};
    const dc_policy *const policies[] = {&none, &policy};
    dc_simulate_options    options = DC_SIMULATE_OPTIONS_INIT;
    double                 paid[2] = {0.0, 0.0}, days[2] = {0.0, 0.0};
    dc_arena              *arena = dc_arena_new();
    dc_book               *book =
        given_book("2024-06-30", "customer  invoice  issued      due         amount \n"
                                 "acme      A-1      2024-06-01  2024-07-31  1000.00\n");
    (void)state;
    given_bill(book, "steel", "materials", "2024-06-30", "2024-09-10", "16000000.00"); /* 72 days */
    given_cash(book, "5000.00", "0.00", "", 0.06, "0.00");
    policy.suppliers[0] =
        (dc_supplier_change){.days = -42, .pass_through = 1.0, .discount = 0.01, .from = 1};
    options.horizon_days = DAYS;
    for (int p = 0; p < 2; p++) {
        const dc_cash_plan *plan =
            dc_cash_plan_make(arena, dc_book_under(arena, book, policies[p]), &options);
        for (int32_t day = 1; day <= DAYS; day++) {
            double amount = -(double)plan->certain[day] / 100.0;
            paid[p] += amount;
            days[p] += amount * day;
        }
    }
    double sooner = days[0] / paid[0] - days[1] / paid[1], less = paid[0] - paid[1];
    assert_double_close(less, 160000.0, 0.005);
    assert_double_close(sooner, 42.0, 1e-9);
    assert_double_close(less - paid[0] * sooner / 360.0 * 0.06, 48000.0, 0.01);
    given_book_free(book);
    dc_arena_free(arena);
}

static void who_pays_later_loses_the_discount_of_the_pay_rule(void **state)
{
    static dc_pay_rule rule = {
        .supplier = "", .category = "", .discount = 0.03, .discount_days = 25};
    static const dc_policy none;
    dc_policy              policy = {.supplier_count = 1};
    dc_simulate_options    options = DC_SIMULATE_OPTIONS_INIT;
    dc_arena              *arena = dc_arena_new();
    dc_book               *book = company();
    int64_t                sums[2] = {0, 0};
    (void)state;
    options.horizon_days = DAYS;
    book->company.pay_rules = &rule;
    book->company.pay_rule_count = 1;
    policy.suppliers[0] = (dc_supplier_change){.days = 1, .pass_through = 1.0, .from = 1};
    for (int with = 0; with < 2; with++) {
        const dc_book *under = dc_book_under(arena, book, with ? &policy : &none);
        dc_cash_plan  *plan = dc_cash_plan_make(arena, under, &options);
        for (int32_t day = 1; day <= DAYS; day++)
            sums[with] += plan->certain[day];
    }
    assert_int_equal(sums[0] - sums[1], 3900); /* 3 % of 1,300.00 */
    dc_arena_free(arena);
    given_book_free(book);
}

static void lines_are_changed_within_the_window_alone(void **state)
{
    static const dc_policy none;
    dc_scope               payroll;
    dc_policy              policy = {.line_count = 1};
    planned                before = plan_under(&none);
    (void)state;
    policy.lines[0] = (dc_plan_change){
        .scopes = scope(&payroll, "payroll", NULL), .change = 0.1, .from = 11, .to = 20};
    planned p = plan_under(&policy);
    /* 3,100.03 over 31 days: 100.01 on the first three, then 100.00. */
    assert_int_equal(before.plan->certain[1], -10001);
    for (int32_t day = 1; day <= DAYS; day++)
        assert_int_equal(p.plan->certain[day] - before.plan->certain[day],
                         day >= 11 && day <= 20 ? -1000 : 0);
    end(&p);
    end(&before);
}

static const char in_two_currencies[] =
    "customer invoice issued     due        amount\n"
    "acme     A-1     2024-06-01 2024-07-31 1000.00\n"
    "acme     A-2     2024-06-01 2024-07-31 1000.00 currency=USD\n";

/* Tax is rounded for the whole line, and dollars once more: cut in three and rounded again it would
 * be a cent more or less on days that nothing was to touch. */
static void tax_and_translation_stay_to_the_cent_outside_the_window(void **state)
{
    dc_scope            freight;
    dc_policy           policies[2] = {{.line_count = 0}, {.line_count = 2}};
    dc_simulate_options options = DC_SIMULATE_OPTIONS_INIT;
    (void)state;
    options.horizon_days = DAYS;
    policies[1].lines[0] = (dc_plan_change){
        .scopes = scope(&freight, "freight", NULL), .change = 0.1, .from = 11, .to = 20};
    policies[1].lines[1] = policies[1].lines[0];
    policies[1].lines[1].from = 14;
    policies[1].lines[1].to = 16;
    for (int usd = 0; usd < 2; usd++) {
        dc_arena     *arena = dc_arena_new();
        dc_book      *book = given_book("2024-06-30", in_two_currencies);
        uint16_t      dollar = book->claims.currency[1];
        dc_cash_plan *plan[2];
        book->company.tail.vat_every = "month";
        book->company.tail.vat_rate = 0.19;
        dc_plan_line *line = given_line(book, "freight", "2024-07-01", "2024-07-31", "-999.94");
        line->vat = 0.2;
        line->currency = usd ? dollar : book->home;
        for (int p = 0; p < 2; p++)
            plan[p] = dc_cash_plan_make(arena, dc_book_under(arena, book, &policies[p]), &options);
        for (int32_t day = 1; day <= DAYS; day++) {
            int64_t more = plan[1]->certain[day] - plan[0]->certain[day];
            int64_t tax = plan[1]->tail->tax_booked[day] - plan[0]->tail->tax_booked[day];
            assert_int_equal(more != 0, day >= 11 && day <= 20);
            assert_int_equal(tax != 0, day >= 11 && day <= 20);
        }
        dc_arena_free(arena);
        given_book_free(book);
    }
}

/* 20 % of 100.00 a day, a fifth of it a day; 10 %, a tenth of it a day, cut off on the second. */
static void costs_may_rise_little_by_little(void **state)
{
    static const dc_policy none;
    static const int64_t   slow[] = {400, 800, 1200, 1600, 2000, 2000, 2000, 2000, 2000, 2000};
    dc_scope               payroll;
    dc_policy              policy = {.line_count = 1}, cut = {.line_count = 1};
    planned                before = plan_under(&none);
    (void)state;
    policy.lines[0] = (dc_plan_change){
        .scopes = scope(&payroll, "payroll", NULL), .change = 0.2, .from = 11, .to = 20, .ramp = 4};
    cut.lines[0] = policy.lines[0];
    cut.lines[0].change = 0.1;
    cut.lines[0].to = 12;
    cut.lines[0].ramp = 9;
    planned p = plan_under(&policy), q = plan_under(&cut);
    for (int32_t day = 1; day <= DAYS; day++) {
        int64_t usual = before.plan->certain[day];
        assert_int_equal(p.plan->certain[day] - usual,
                         day >= 11 && day <= 20 ? -slow[day - 11] : 0);
        assert_int_equal(q.plan->certain[day] - usual, day == 11 ? -100 : day == 12 ? -200 : 0);
    }
    end(&p);
    end(&q);
    end(&before);
}

static void investments_move_and_may_be_cancelled(void **state)
{
    dc_policy policy = {.line_count = 1};
    (void)state;
    policy.lines[0] = (dc_plan_change){.capex = true, .days = 30, .from = 1, .to = INT32_MAX};
    planned later = plan_under(&policy);
    assert_int_equal(flows(&later, 32, 75), 0);
    assert_int_equal(later.plan->certain[76], -50000);
    policy.lines[0].days = -365;
    planned sooner = plan_under(&policy);
    assert_int_equal(sooner.plan->certain[1], -10001 - 50000); /* tomorrow at the earliest */
    policy.lines[0].days = 0;
    policy.lines[0].change = -1.0;
    planned never = plan_under(&policy);
    assert_int_equal(flows(&never, 32, DAYS), 0);
    end(&later);
    end(&sooner);
    end(&never);
}

static void inventory_is_run_down_evenly(void **state)
{
    static const dc_policy none;
    dc_policy              policy = {.inventory_count = 1};
    planned                before = plan_under(&none);
    (void)state;
    policy.inventories[0] = (dc_inventory_change){.change = -0.1, .from = 5, .over = 91};
    planned p = plan_under(&policy);
    assert_int_equal(flows(&p, 1, DAYS) - flows(&before, 1, DAYS), 9100);
    assert_int_equal(p.plan->certain[4] - before.plan->certain[4], 0);
    assert_int_equal(p.plan->certain[5] - before.plan->certain[5], 100);
    assert_int_equal(p.plan->certain[95] - before.plan->certain[95], 100);
    assert_int_equal(p.plan->certain[96] - before.plan->certain[96], 0);
    end(&p);
    end(&before);
}

static void the_line_and_the_minimum_are_moved_and_stay_possible(void **state)
{
    dc_policy policy = {.credit_count = 2};
    (void)state;
    policy.credits[0] = (dc_line_change){.limit = -90000, .minimum = -50000, .rate = 0.02};
    policy.credits[1] = (dc_line_change){.rate = 0.01};
    planned p = plan_under(&policy);
    assert_int_equal(p.plan->limit, 40000); /* what is drawn */
    assert_int_equal(p.plan->minimum, 0);
    assert_double_close(p.plan->rate, 0.11, 1e-12);
    end(&p);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_policy_without_such_rows_is_the_book_itself),
        cmocka_unit_test(bills_in_scope_are_paid_later_by_what_suppliers_accept),
        cmocka_unit_test(bills_before_the_first_due_day_stay),
        cmocka_unit_test(later_days_to_pay_may_come_little_by_little),
        cmocka_unit_test(costs_may_rise_little_by_little),
        cmocka_unit_test(tax_and_translation_stay_to_the_cent_outside_the_window),
        cmocka_unit_test(who_pays_sooner_takes_the_discount),
        cmocka_unit_test(a_bill_that_is_paid_on_the_same_run_takes_no_discount),
        cmocka_unit_test(amax_gains_by_its_suppliers_discount),
        cmocka_unit_test(who_pays_later_loses_the_discount_of_the_pay_rule),
        cmocka_unit_test(lines_are_changed_within_the_window_alone),
        cmocka_unit_test(investments_move_and_may_be_cancelled),
        cmocka_unit_test(inventory_is_run_down_evenly),
        cmocka_unit_test(the_line_and_the_minimum_are_moved_and_stay_possible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
