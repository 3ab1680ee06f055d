#include "support/expect.h"

#include "support/book_files.h"

#define HEADING "invoice,customer,issued,due,entered,amount\n"

static const char *const invoices = HEADING "A-1,acme,2024-01-10,2024-02-09,,1200.00\n"
                                            "A-2,acme,2024-02-01,2024-03-02,,300.00\n"
                                            "B-1,birch,2024-01-05,2024-02-05,2024-02-25,450.00\n"
                                            "B-2,birch,2024-03-10,2024-04-10,,80.00\n"
                                            "C-1,cedar,2023-11-01,2023-12-01,,90.00\n";

static const char *const payments = "date,amount,invoice,kind\n"
                                    "2024-02-01,200.00,A-1,payment\n"
                                    "2024-03-05,1000.00,A-1,payment\n"
                                    "2024-02-20,300.00,A-2,payment\n"
                                    "2024-03-20,450.00,B-1,payment\n"
                                    "2024-02-15,90.00,C-1,write_off\n"
                                    "2024-03-10,40.00,C-1,recovery\n";

static const char *const actions = "customer,date,action,invoice,promised\n"
                                   "birch,2024-02-28,call,,\n"
                                   "acme,2024-03-01,promise,A-1,2024-03-05\n"
                                   "acme,2024-02-10,reminder,A-1,\n";

static dc_book *given(const char *as_of)
{
    dc_issues  *issues = dc_issues_new();
    book_files *files = book_files_new();

    book_files_write(files, "invoices.csv", invoices);
    book_files_write(files, "payments.csv", payments);
    book_files_write(files, "actions.csv", actions);
    dc_book *book = book_files_read(files, as_of, issues);
    assert_no_issues(issues, DC_ERROR);
    book_files_free(files);
    dc_issues_free(issues);
    assert_non_null(book);
    return book;
}

static void only_what_was_entered_and_paid_by_then_is_known(void **state)
{
    (void)state;
    static const struct {
        const char *origin;
        size_t      claims, events;
        const char *receivables;
        bool        has_history;
    } cases[] = {
        {"2023-10-31", 0, 0, "0.00", false},    {"2024-01-04", 1, 0, "90.00", false},
        {"2024-01-31", 2, 0, "1290.00", false}, {"2024-02-01", 3, 1, "1390.00", false},
        {"2024-02-19", 3, 2, "1300.00", false}, {"2024-02-20", 3, 3, "1000.00", true},
        {"2024-02-25", 4, 3, "1450.00", true},  {"2024-03-05", 4, 4, "450.00", true},
        {"2024-03-31", 5, 6, "80.00", true},
    };
    dc_book *book = given("2024-03-31");

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_book *past = dc_book_as_of(book, date(cases[i].origin));
        assert_int_equal(past->claims.count, cases[i].claims);
        assert_int_equal(past->events.count, cases[i].events);
        assert_money_equal(dc_book_receivables(past), cases[i].receivables);
        assert_int_equal(past->has_history, cases[i].has_history);
        assert_date_equal(past->as_of, cases[i].origin);
        dc_book_free(past);
    }
    dc_book_free(book);
}

static void a_claim_paid_later_is_open_with_what_was_left(void **state)
{
    (void)state;
    dc_book *book = given("2024-03-31");
    dc_book *past = dc_book_as_of(book, date("2024-02-10"));

    assert_string_equal(past->claims.invoice[0], "A-1");
    assert_money_equal(past->claims.open[0], "1000.00");
    assert_date_equal(past->claims.closed[0], "");
    assert_int_equal(past->claims.first_event[1], 1);
    assert_money_equal(book->claims.open[0], "0.00");
    assert_date_equal(book->claims.closed[0], "2024-03-05");
    dc_book_free(past);
    dc_book_free(book);
}

static void only_actions_taken_by_then_are_on_record(void **state)
{
    (void)state;
    dc_book *book = given("2024-03-31");
    static const struct {
        const char *origin;
        size_t      count;
    } cases[] = {{"2024-02-09", 0}, {"2024-02-10", 1}, {"2024-02-28", 2}, {"2024-03-01", 3}};

    assert_int_equal(book->actions.count, 3);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_book *past = dc_book_as_of(book, date(cases[i].origin));
        dc_book *then = given(cases[i].origin);

        assert_int_equal(past->actions.count, cases[i].count);
        assert_int_equal(then->actions.count, cases[i].count);
        for (size_t row = 0; row < cases[i].count; row++) {
            assert_int_equal(past->actions.customer[row], then->actions.customer[row]);
            assert_string_equal(past->actions.invoice[row], then->actions.invoice[row]);
            assert_int_equal(past->actions.date[row].day, then->actions.date[row].day);
            assert_int_equal(past->actions.promised[row].day, then->actions.promised[row].day);
            assert_int_equal(past->actions.kind[row], then->actions.kind[row]);
        }
        dc_book_free(past);
        dc_book_free(then);
    }
    dc_book_free(book);
}

static void at_the_as_of_date_nothing_changes(void **state)
{
    (void)state;
    dc_book *book = given("2024-03-31");
    dc_book *past = dc_book_as_of(book, book->as_of);
    size_t   count = book->claims.count;

    assert_int_equal(past->claims.count, count);
    assert_int_equal(past->events.count, book->events.count);
    assert_ptr_equal(past->claims.amount, book->claims.amount);
    assert_memory_equal(past->claims.open, book->claims.open, count * sizeof(dc_money));
    assert_memory_equal(past->claims.closed, book->claims.closed, count * sizeof(dc_date));
    assert_memory_equal(past->claims.first_event, book->claims.first_event,
                        (count + 1) * sizeof(uint32_t));
    for (size_t i = 0; i < book->currency_count; i++) {
        assert_int_equal(past->currencies[i].receivables.minor,
                         book->currencies[i].receivables.minor);
        assert_int_equal(past->currencies[i].unapplied.minor, book->currencies[i].unapplied.minor);
    }
    dc_book_free(past);
    dc_book_free(book);
}

/* The second road: the reader leaves out what came later, too. */
static void the_past_equals_a_book_that_ends_there(void **state)
{
    (void)state;
    dc_book *book = given("2024-03-31");
    dc_book *past = dc_book_as_of(book, date("2024-02-28"));
    dc_book *then = given("2024-02-28");

    assert_int_equal(past->claims.count, then->claims.count);
    assert_int_equal(past->events.count, then->events.count);
    for (size_t i = 0; i < then->claims.count; i++) {
        assert_string_equal(past->claims.invoice[i], then->claims.invoice[i]);
        assert_int_equal(past->claims.first_event[i], then->claims.first_event[i]);
        assert_int_equal(past->claims.open[i].minor, then->claims.open[i].minor);
        assert_int_equal(past->claims.closed[i].day, then->claims.closed[i].day);
    }
    assert_memory_equal(past->events.date, then->events.date, then->events.count * sizeof(dc_date));
    dc_book_free(past);
    dc_book_free(then);
    dc_book_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_was_entered_and_paid_by_then_is_known),
        cmocka_unit_test(a_claim_paid_later_is_open_with_what_was_left),
        cmocka_unit_test(only_actions_taken_by_then_are_on_record),
        cmocka_unit_test(at_the_as_of_date_nothing_changes),
        cmocka_unit_test(the_past_equals_a_book_that_ends_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
