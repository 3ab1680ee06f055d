/* Working capital of a book: bases told apart, reasons where something is missing. */
#include "support/expect.h"
#include "support/given.h"

#include <string.h>

#include "duecast/measures.h"
#include "duecast/working_capital.h"

static dc_figure cents(int64_t minor)
{
    return (dc_figure){true, DC_MONEY(minor)};
}

static const char *const year = "customer invoice issued due amount\n"
                                "acme A-1 2023-07-05 2023-08-05 1190.00 paid=2023-08-05\n"
                                "acme A-2 2023-12-05 2024-01-05 1190.00 paid=2024-01-05\n"
                                "acme A-3 2024-04-10 2024-05-10 1190.00 paid=2024-05-10\n"
                                "acme A-4 2024-06-20 2024-07-20 2380.00\n"
                                "acme C-1 2024-06-21 2024-06-21 -200.00 kind=credit\n"
                                "acme U-1 2024-06-22 2024-06-22 -50.00 kind=unapplied\n";

/* 19 % of tax; bills of 595.00 a month, the last two open. */
static dc_book *trader(void)
{
    dc_book *book = given_book("2024-06-30", year);
    enum { BILLS = 13 };
    static dc_date  issued[BILLS], due[BILLS], paid[BILLS];
    static dc_money amount[BILLS];
    static uint16_t currency[BILLS];
    for (size_t i = 0; i < book->claims.count; i++)
        if (book->claims.kind[i] == DC_CLAIM_INVOICE)
            book->claims.tax[i] = DC_MONEY(book->claims.amount[i].minor * 19 / 119);
    for (int i = 0; i < BILLS; i++) {
        issued[i] = dc_date_add_days(date("2024-06-15"), -30 * (BILLS - 1 - i));
        due[i] = dc_date_add_days(issued[i], 45);
        paid[i] = i < BILLS - 2 ? due[i] : DC_DATE_NONE;
        amount[i] = money("595.00");
    }
    book->bills = (dc_bills){.count = BILLS,
                             .currency = currency,
                             .issued = issued,
                             .due = due,
                             .paid = paid,
                             .amount = amount};
    book->company.inventory = cents(60000);
    book->company.gross_margin = 0.4;
    book->company.other_receivables = cents(3000);
    book->company.other_payables = cents(8000);
    return book;
}

static void measure(dc_working_capital *out, const dc_book *book)
{
    dc_working_capital_measure(out, book, dc_book_receivables(book),
                               dc_payables_at(book, book->as_of));
}

static double value(const dc_working_capital *capital, dc_capital_id id, dc_capital_period period)
{
    assert_true(capital->value[id][period].applicable);
    return capital->value[id][period].value;
}

static void balances_and_days_follow_from_the_book(void **state)
{
    (void)state;
    dc_book           *book = trader();
    dc_working_capital c;
    measure(&c, book);
    assert_double_close(value(&c, DC_CAPITAL_RECEIVABLES, 0), 218000, 0);
    assert_double_close(value(&c, DC_CAPITAL_PAYABLES, 0), 119000, 0);
    assert_double_close(value(&c, DC_CAPITAL_TRADE_WCR, 0), 218000 + 60000 - 119000, 0);
    assert_double_close(value(&c, DC_CAPITAL_OPERATING_WCR, 0),
                        218000 + 60000 - 119000 + 3000 - 8000 - 5000, 0);
    /* 91 days: sales of 3,570 with tax, 3,000 without; cost 1,800; three bills */
    assert_double_close(value(&c, DC_CAPITAL_RECEIVABLES_DAYS, 0), 218000 / 357000. * 91, 1e-9);
    assert_double_close(value(&c, DC_CAPITAL_INVENTORY_DAYS, 0), 60000 / 357000. * 91, 1e-9);
    assert_double_close(value(&c, DC_CAPITAL_DIO, 0), 60000 / 180000. * 91, 1e-9);
    assert_double_close(value(&c, DC_CAPITAL_DPO, 0), 119000 / 180000. * 91, 1e-9);
    assert_double_close(value(&c, DC_CAPITAL_DPO_PURCHASES, 0), 119000 / 178500. * 91, 1e-9);
    assert_double_close(value(&c, DC_CAPITAL_DAY_OF_SALES, 0), 357000 / 91., 1e-9);
    /* 12 months: 5,950 with tax, 5,000 without; cost 3,000 */
    assert_double_close(value(&c, DC_CAPITAL_RECEIVABLES_DAYS, 1), 218000 / 595000. * 365, 1e-9);
    assert_double_close(value(&c, DC_CAPITAL_DIO, 1), 60000 / 300000. * 365, 1e-9);
    given_book_free(book);
}

static void components_add_up_in_money_and_in_days(void **state)
{
    (void)state;
    dc_book           *book = trader();
    dc_working_capital c;
    measure(&c, book);
    for (int p = 0; p < DC_CAPITAL_PERIODS; p++) {
        dc_capital_period period = (dc_capital_period)p;
        double            trade = value(&c, DC_CAPITAL_RECEIVABLES_DAYS, period) +
                       value(&c, DC_CAPITAL_INVENTORY_DAYS, period) -
                       value(&c, DC_CAPITAL_PAYABLES_DAYS, period);
        assert_double_close(value(&c, DC_CAPITAL_TRADE_WCR_DAYS, period), trade, 1e-9);
        assert_double_close(value(&c, DC_CAPITAL_OPERATING_WCR_DAYS, period),
                            trade + value(&c, DC_CAPITAL_OTHER_DAYS, period), 1e-9);
        assert_double_close(value(&c, DC_CAPITAL_CCC, period),
                            value(&c, DC_CAPITAL_DIO, period) +
                                value(&c, DC_CAPITAL_RECEIVABLES_DAYS, period) -
                                value(&c, DC_CAPITAL_DPO, period),
                            1e-9);
        assert_double_close(value(&c, DC_CAPITAL_DAY_OF_SALES, period) *
                                value(&c, DC_CAPITAL_TRADE_WCR_DAYS, period),
                            value(&c, DC_CAPITAL_TRADE_WCR, period), 1e-6);
    }
    given_book_free(book);
}

/* The booked cost of 12 months comes before the margin, and holds for both periods by its share. */
static void cost_of_sales_is_the_booked_one_where_it_is_told(void **state)
{
    (void)state;
    dc_book           *book = trader();
    dc_working_capital c;
    book->company.cost_of_sales = cents(250000);
    measure(&c, book);
    assert_double_close(value(&c, DC_CAPITAL_DIO, 1), 60000 / 250000. * 365, 1e-9);
    assert_double_close(value(&c, DC_CAPITAL_DIO, 0), 60000 / 150000. * 91, 1e-9);
    book->company.days_in_year = "360";
    measure(&c, book);
    assert_double_close(value(&c, DC_CAPITAL_DIO, 1), 60000 / 250000. * 360, 1e-9);
    assert_double_close(value(&c, DC_CAPITAL_DIO, 0), 60000 / 150000. * 91, 1e-9);
    given_book_free(book);
}

static void what_is_missing_is_named_with_its_remedy(void **state)
{
    (void)state;
    enum { NO_INVENTORY, NO_PAYABLES, NO_COST, NO_PURCHASES, NO_OTHER, NO_YEAR, NO_SALES };
    static const struct {
        int           without;
        dc_capital_id id;
        int           period;
        dc_word       reason;
    } cases[] = {
        {NO_INVENTORY, DC_CAPITAL_TRADE_WCR, 0, DC_WORD_MISSING_INVENTORY},
        {NO_INVENTORY, DC_CAPITAL_CCC, 0, DC_WORD_MISSING_INVENTORY},
        {NO_PAYABLES, DC_CAPITAL_TRADE_WCR_DAYS, 1, DC_WORD_MISSING_PAYABLES},
        {NO_PAYABLES, DC_CAPITAL_DPO_PURCHASES, 0, DC_WORD_MISSING_PAYABLES},
        {NO_COST, DC_CAPITAL_DIO, 0, DC_WORD_MISSING_COST},
        {NO_COST, DC_CAPITAL_CCC_PURCHASES, 1, DC_WORD_MISSING_COST},
        {NO_PURCHASES, DC_CAPITAL_DPO_PURCHASES, 0, DC_WORD_MISSING_PURCHASES},
        {NO_PURCHASES, DC_CAPITAL_CCC_PURCHASES, 1, DC_WORD_MISSING_PURCHASES},
        {NO_OTHER, DC_CAPITAL_OPERATING_WCR, 0, DC_WORD_MISSING_OTHER_RECEIVABLES},
        {NO_YEAR, DC_CAPITAL_TRADE_WCR_DAYS, 1, DC_WORD_MISSING_12_MONTHS},
        {NO_YEAR, DC_CAPITAL_DAY_OF_SALES, 1, DC_WORD_MISSING_12_MONTHS},
        {NO_SALES, DC_CAPITAL_RECEIVABLES_DAYS, 0, DC_WORD_MISSING_SALES},
        {NO_SALES, DC_CAPITAL_DAY_OF_SALES, 0, DC_WORD_MISSING_SALES},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_book           *book = trader();
        dc_working_capital c;
        switch (cases[i].without) {
        case NO_INVENTORY: book->company.inventory.known = false; break;
        case NO_PAYABLES: book->bills.count = 0; break;
        case NO_COST: book->company.gross_margin = -1.0; break;
        case NO_PURCHASES: /* open bills alone: what was bought before is not told */
            for (size_t b = 0; b < book->bills.count; b++)
                book->bills.paid[b] = DC_DATE_NONE;
            break;
        case NO_OTHER: book->company.other_receivables.known = false; break;
        case NO_YEAR: book->claims.issued[0] = date("2023-12-01"); break;
        case NO_SALES: book->has_history = false; break;
        }
        measure(&c, book);
        assert_false(c.value[cases[i].id][cases[i].period].applicable);
        assert_int_equal(c.value[cases[i].id][cases[i].period].missing, cases[i].reason);
        assert_double_close(c.value[cases[i].id][cases[i].period].value, 0.0, 0.0);
        given_book_free(book);
    }
}

static void purchases_of_book_yaml_stand_in_for_bills(void **state)
{
    (void)state;
    dc_book           *book = trader();
    dc_working_capital c;
    book->bills.count = 0;
    book->company.payables = cents(90000);
    book->company.purchases = cents(450000);
    measure(&c, book);
    assert_double_close(value(&c, DC_CAPITAL_DPO_PURCHASES, 1), 90000 / 450000. * 365, 1e-9);
    assert_false(c.value[DC_CAPITAL_DPO_PURCHASES][0].applicable); /* 12 months are no quarter */
    given_book_free(book);
}

static void the_past_tells_what_files_with_days_tell(void **state)
{
    (void)state;
    dc_book              *book = trader();
    const dc_date         dates[] = {date("2024-05-31"), date("2024-06-30")};
    const dc_ageing_edges edges = DC_AGEING_EDGES_INIT;
    dc_arena             *arena = dc_arena_new();
    dc_measures          *m = dc_measures_make(arena, book, dates, 2, &edges);
    /* on 31 May the bill of 16 May is open; that of 16 April was paid that day */
    const dc_measure_value *dpo = dc_measured(m, 0, DC_MEASURE_DPO_PURCHASES);
    assert_true(dpo->applicable);
    assert_double_close(dpo->value, 59500 / 178500. * 91, 1e-9);
    assert_int_equal(dc_measured(m, 0, DC_MEASURE_TRADE_WCR)->reason, DC_WORD_MISSING_CAPITAL_PAST);
    assert_false(dc_measured(m, 0, DC_MEASURE_TRADE_WCR)->applicable);
    assert_double_close(dc_measured(m, 1, DC_MEASURE_TRADE_WCR)->value, 159000, 0);
    assert_int_equal(dc_measured(m, 1, DC_MEASURE_TRADE_WCR)->part_count, 3);
    assert_double_close(dc_measured(m, 1, DC_MEASURE_DAY_OF_SALES)->value, 357000 / 91., 1e-9);
    dc_arena_free(arena);
    given_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(balances_and_days_follow_from_the_book),
        cmocka_unit_test(components_add_up_in_money_and_in_days),
        cmocka_unit_test(cost_of_sales_is_the_booked_one_where_it_is_told),
        cmocka_unit_test(what_is_missing_is_named_with_its_remedy),
        cmocka_unit_test(purchases_of_book_yaml_stand_in_for_bills),
        cmocka_unit_test(the_past_tells_what_files_with_days_tell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
