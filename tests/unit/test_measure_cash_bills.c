/* On which day an open bill is paid, and how much. */
#include "support/expect.h"
#include "support/given.h"
#include "support/given_cash.h"

#include "duecast/cash.h"

/* The as-of date is a Sunday. */
static dc_book *owing(const char *due)
{
    dc_book *book = given_book("2024-06-30", "customer invoice issued due amount\n"
                                             "acme A-1 2024-06-01 2024-07-01 1.00\n");
    given_bill(book, "steel", "materials", "2024-06-20", due, "100.01");
    return book;
}

static void assert_paid(const dc_pay_rule *rules, size_t count, const char *due, bool weekends,
                        const char *day, int64_t amount)
{
    dc_book  *book = owing(due);
    dc_arena *arena = dc_arena_new();
    dc_money  paid;
    book->company.pay_rule_count = count;
    book->company.pay_rules = (dc_pay_rule *)rules;
    book->calendar = weekends ? dc_calendar_weekends(arena) : NULL;
    assert_date_equal(dc_bill_pay_day(&paid, book, 0), day);
    assert_int_equal(paid.minor, amount);
    given_book_free(book);
    dc_arena_free(arena);
}

enum { MONDAY = 1u << 0, THURSDAY = 1u << 3 };

static void a_bill_is_paid_on_the_first_run_that_is_not_before_its_day(void **state)
{
    (void)state;
    const struct {
        dc_pay_rule rule;
        const char *due;
        bool        weekends;
        const char *paid;
    } cases[] = {
        {{"", ""}, "2024-07-13", false, "2024-07-13"},
        {{"", ""}, "2024-07-13", true, "2024-07-15"},  /* a Saturday: the next open day */
        {{"", ""}, "2024-05-31", false, "2024-07-01"}, /* overdue: tomorrow */
        {{"", "", THURSDAY}, "2024-07-11", false, "2024-07-11"},
        {{"", "", THURSDAY}, "2024-07-12", false, "2024-07-18"},
        {{"", "", THURSDAY}, "2024-04-30", false, "2024-07-04"}, /* overdue: the next run */
        {{"", "", MONDAY | THURSDAY}, "2024-07-12", false, "2024-07-15"},
        {{"", "", THURSDAY, 0, 10}, "2024-07-11", false, "2024-07-25"}, /* stretched to the 21st */
        {{"", "", 0, 1u << 15 | 1u << 31}, "2024-07-16", false, "2024-07-31"},
        {{"", "", 0, 1u << 31}, "2024-09-02", false, "2024-09-30"}, /* of a month of 30 days */
        {{"", "", 0, 1u << 15}, "2024-09-16", false, "2024-10-15"},
        {{"", "", 0, 1u << 14}, "2024-07-14", true, "2024-07-15"}, /* a Sunday run is moved */
        {{"", "", 0, 1u << 14}, "2024-07-15", true, "2024-07-15"}, /* and pays what is due then */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_paid(&cases[i].rule, 1, cases[i].due, cases[i].weekends, cases[i].paid, 10001);
}

static void a_discount_is_taken_on_the_last_run_in_time(void **state)
{
    (void)state;
    /* Issued on 20 June: until 4 July with 14 days; 2 % of 100.01 are 2.00. */
    dc_pay_rule in_time = {.supplier = "", .category = "", .discount = 0.02, .discount_days = 14};
    assert_paid(&in_time, 1, "2024-07-20", false, "2024-07-04", 9801);
    in_time.weekdays = MONDAY;
    assert_paid(&in_time, 1, "2024-07-20", false, "2024-07-01", 9801);
    in_time.discount_days = 10; /* until today: too late */
    assert_paid(&in_time, 1, "2024-07-20", false, "2024-07-22", 10001);
}

static void the_rule_that_names_more_counts(void **state)
{
    (void)state;
    const dc_pay_rule rules[] = {{"", "", 0, 0, 1},
                                 {"", "materials", 0, 0, 2},
                                 {"steel", "", 0, 0, 3},
                                 {"steel", "", 0, 0, 4},
                                 {"copper", "", 0, 0, 5}};
    assert_paid(rules, 1, "2024-07-10", false, "2024-07-11", 10001);
    assert_paid(rules, 2, "2024-07-10", false, "2024-07-12", 10001);
    assert_paid(rules, 5, "2024-07-10", false, "2024-07-13", 10001);
    assert_paid(rules + 4, 1, "2024-07-10", false, "2024-07-10", 10001);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bill_is_paid_on_the_first_run_that_is_not_before_its_day),
        cmocka_unit_test(a_discount_is_taken_on_the_last_run_in_time),
        cmocka_unit_test(the_rule_that_names_more_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
