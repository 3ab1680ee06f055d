/* A forecast written down by hand beside what happened: each part of the difference by itself. */
#include "support/expect.h"
#include "support/given.h"
#include "support/given_cash.h"

#include <math.h>
#include <string.h>

#include "duecast/variance.h"

enum { EUR, USD };

typedef struct {
    dc_arena    *arena;
    dc_book     *book;
    dc_said      said;
    dc_said_item items[16];
} trial;

/* A forecast of 2024-03-03 of four weeks; a dollar is worth 0.8 then and 0.9 in the book. */
static trial given_forecast(const char *as_of, const char *table)
{
    trial t = {.arena = dc_arena_new(), .book = given_book(as_of, table)};
    t.said = (dc_said){.run_id = "r", .as_of = date("2024-03-03"), .week_count = 4};
    for (int w = 0; w < 4; w++) {
        t.said.week_end[w] = dc_date_add_days(t.said.as_of, 7 * (w + 1));
        t.said.p10[w] = t.said.p90[w] = NAN;
    }
    t.said.currency_count = 2;
    strcpy(t.said.currencies[EUR], "EUR");
    strcpy(t.said.currencies[USD], "USD");
    t.said.decimals[EUR] = t.said.decimals[USD] = 2;
    t.said.rate[EUR] = 1.0;
    t.said.rate[USD] = 0.8;
    return t;
}

/* Cents expected in that week, 1 .. 4. */
static dc_said_item *says(trial *t, dc_said_kind kind, const char *party, const char *id,
                          int64_t open, int week, double cents)
{
    dc_said_item *item = &t->items[t->said.item_count++];
    *item = (dc_said_item){
        .kind = kind, .party = party, .name = party, .id = id, .part = "", .open = open};
    item->expected[week - 1] = cents;
    return item;
}

static const dc_variance *compare(trial *t)
{
    t->said.items = t->items;
    return dc_variance_make(t->arena, t->book, &t->said);
}

static void end(trial *t)
{
    given_book_free(t->book);
    dc_arena_free(t->arena);
}

static const dc_variance_row *row_of(const dc_variance *v, const char *id)
{
    for (size_t i = 0; i < v->row_count; i++)
        if (strcmp(v->rows[i].id, id) == 0)
            return &v->rows[i];
    fail_msg("no row '%s'", id);
    return NULL;
}

static void assert_adds_up(const dc_variance_row *row)
{
    int64_t sum = 0;
    for (int p = 0; p < DC_VARIANCE_PARTS; p++)
        sum += row->part[p];
    assert_int_equal(sum, row->actual - row->forecast);
}

static void assert_row(const dc_variance_row *row, int64_t forecast, int64_t actual,
                       const int64_t parts[DC_VARIANCE_PARTS])
{
    assert_int_equal(row->forecast, forecast);
    assert_int_equal(row->actual, actual);
    for (int p = 0; p < DC_VARIANCE_PARTS; p++)
        assert_int_equal(row->part[p], parts[p]);
    assert_adds_up(row);
}

/* timing, amount, permanent, new, currency */
static void each_item_is_split_into_what_became_of_it(void **state)
{
    (void)state;
    trial t = given_forecast(
        "2024-03-31",
        "customer invoice issued due amount\n"
        "acme late   2024-02-01 2024-03-02 100.00\n"
        "acme sooner 2024-02-02 2024-03-30 100.00 paid=2024-03-20:100.00\n"
        "acme short  2024-02-03 2024-03-05 100.00 paid=2024-03-12:90.00 credit=2024-03-12:10.00\n"
        "acme lost   2024-02-04 2024-03-05 100.00 lost=2024-03-20:100.00\n"
        "acme over   2024-02-05 2024-03-05 100.00 paid=2024-03-12:100.00\n"
        "birch usd   2024-02-06 2024-03-05 100.00 paid=2024-03-12:100.00 currency=USD\n"
        "birch fresh 2024-03-10 2024-03-24 70.00 paid=2024-03-24:70.00\n"
        "acme before 2024-01-01 2024-02-01 5.00 paid=2024-03-03:5.00\n");
    says(&t, DC_SAID_CLAIM, "acme", "late", 10000, 2, 8000);
    says(&t, DC_SAID_CLAIM, "acme", "sooner", 10000, 4, 3000);
    says(&t, DC_SAID_CLAIM, "acme", "short", 10000, 2, 9500);
    says(&t, DC_SAID_CLAIM, "acme", "lost", 10000, 3, 6000);
    says(&t, DC_SAID_CLAIM, "acme", "over", 8000, 2, 7000);
    says(&t, DC_SAID_CLAIM, "acme", "gone", 4000, 1, 4000);
    says(&t, DC_SAID_CLAIM, "birch", "usd", 10000, 2, 10000)->currency = USD;
    says(&t, DC_SAID_SALES, "birch", "", 0, 3, 5000);
    const dc_variance *v = compare(&t);
    assert_int_equal(v->week_count, 4);
    assert_row(row_of(v, "late"), 8000, 0, (int64_t[]){-8000, 0, 0, 0, 0});
    assert_row(row_of(v, "sooner"), 3000, 10000, (int64_t[]){7000, 0, 0, 0, 0});
    assert_row(row_of(v, "short"), 9500, 9000, (int64_t[]){0, -500, 0, 0, 0});
    assert_row(row_of(v, "lost"), 6000, 0, (int64_t[]){0, 0, -6000, 0, 0});
    assert_row(row_of(v, "over"), 7000, 10000, (int64_t[]){1000, 2000, 0, 0, 0});
    assert_row(row_of(v, "gone"), 4000, 0, (int64_t[]){0, 0, -4000, 0, 0});
    assert_row(row_of(v, "usd"), 8000, 9000, (int64_t[]){0, 0, 0, 0, 1000});
    assert_row(row_of(v, ""), 5000, 7000, (int64_t[]){0, 0, 0, 2000, 0});
    assert_row(&v->receipts, 50500, 45000, (int64_t[]){0, 1500, -10000, 2000, 1000});
    assert_int_equal(v->customer_count, 2);
    assert_int_equal(v->claims_told, 7);
    assert_int_equal(v->claims_met, 6); /* all but "gone" */
    end(&t);
}

/* Paid is paid: what no invoice is named for yet came all the same, and is new. */
static void money_on_account_is_a_receipt_of_its_day(void **state)
{
    (void)state;
    trial t = given_forecast(
        "2024-03-31", "customer invoice issued due amount\n"
                      "acme before 2024-03-03 2024-03-03 -9.00 kind=unapplied\n"
                      "acme came   2024-03-12 2024-03-12 -100.00 kind=unapplied\n"
                      "acme dollar 2024-03-20 2024-03-20 -10.00 kind=unapplied currency=USD\n"
                      "acme note   2024-03-12 2024-03-12 -50.00 kind=credit\n");
    says(&t, DC_SAID_SALES, "acme", "", 0, 2, 3000);
    const dc_variance *v = compare(&t);
    assert_row(&v->receipts, 3000, 10900, (int64_t[]){0, 0, 0, 7800, 100});
    assert_int_equal(v->week[1].actual, 10000);
    assert_int_equal(v->week[2].actual, 900);
    end(&t);
}

/* Numbers alone do not make a claim the one that a forecast told of. */
static void claims_of_another_book_may_bear_the_same_numbers(void **state)
{
    (void)state;
    trial t =
        given_forecast("2024-03-31", "customer invoice issued due amount\n"
                                     "acme same   2024-02-01 2024-03-02 100.00\n"
                                     "acme newer  2024-03-04 2024-04-02 100.00\n"
                                     "acme less   2024-02-01 2024-03-02 99.99\n"
                                     "acme dollar 2024-02-01 2024-03-02 100.00 currency=USD\n");
    static const char *const ids[] = {"same", "newer", "less", "dollar", "none"};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
        says(&t, DC_SAID_CLAIM, "acme", ids[i], 10000, 1, 5000);
    const dc_variance *v = compare(&t);
    assert_int_equal(v->claims_told, 5);
    assert_int_equal(v->claims_met, 1);
    end(&t);
}

static void weeks_hold_what_came_in_them(void **state)
{
    (void)state;
    trial t =
        given_forecast("2024-03-20", "customer invoice issued due amount\n"
                                     "acme A 2024-02-01 2024-03-02 100.00 paid=2024-03-10:100.00\n"
                                     "acme B 2024-02-01 2024-03-02 60.00 paid=2024-03-11:60.00\n"
                                     "acme C 2024-02-01 2024-03-02 30.00 paid=2024-03-19:30.00\n");
    says(&t, DC_SAID_CLAIM, "acme", "A", 10000, 1, 8000);
    says(&t, DC_SAID_CLAIM, "acme", "B", 6000, 2, 6000);
    says(&t, DC_SAID_CLAIM, "acme", "C", 3000, 3, 3000);
    t.said.p10[0] = 7000;
    t.said.p90[0] = 9000;
    t.said.p10[1] = 5000;
    t.said.p90[1] = 7000;
    const dc_variance *v = compare(&t);
    dc_variance_lead   lead[DC_VARIANCE_WEEKS];
    /* The third week has not ended: what came in it is not told, neither is it expected. */
    assert_int_equal(v->week_count, 2);
    assert_row(&v->receipts, 14000, 16000, (int64_t[]){2000, 0, 0, 0, 0});
    assert_int_equal(v->week[0].actual, 10000);
    assert_double_close(v->week[0].accuracy, 0.8, 1e-12);
    assert_double_close(v->week[1].accuracy, 1.0, 1e-12);
    dc_variance_by_lead(lead, (const dc_variance *const[]){v, v}, 2);
    assert_int_equal(lead[0].forecasts, 2);
    assert_double_close(lead[0].accuracy, 0.8, 1e-12);
    assert_double_close(lead[0].bias, -0.2, 1e-12);
    assert_int_equal(lead[0].banded, 2);
    assert_int_equal(lead[0].inside, 0);
    assert_int_equal(lead[1].inside, 2);
    assert_int_equal(lead[2].forecasts, 0);
    end(&t);
}

static const char acme_alone[] = "customer invoice issued due amount\n"
                                 "acme A 2024-02-01 2024-03-02 100.00 paid=2024-03-10:100.00\n";

static void bills_are_split_as_well(void **state)
{
    (void)state;
    trial t = given_forecast("2024-03-31", acme_alone);
    given_bill(t.book, "steel", "", "2024-02-01", "2024-03-05", "50.00");
    given_bill(t.book, "tools", "", "2024-02-01", "2024-03-05", "20.00");
    given_bill(t.book, "paper", "", "2024-03-09", "2024-03-20", "7.00");
    t.book->bills.bill[0] = "S";
    t.book->bills.bill[1] = "T";
    t.book->bills.bill[2] = "P";
    t.book->bills.paid[1] = date("2024-03-12");
    t.book->bills.paid[2] = date("2024-03-20");
    says(&t, DC_SAID_BILL, "steel", "S", -5000, 1, -5000);
    says(&t, DC_SAID_BILL, "tools", "T", -2000, 2, -1960); /* with a discount that was missed */
    says(&t, DC_SAID_BILL, "glass", "G", -900, 2, -900);
    says(&t, DC_SAID_BOUGHT, "", "bought", 0, 3, -650); /* bills that were to come */
    const dc_variance *v = compare(&t);
    assert_true(v->bills_known);
    assert_row(row_of(v, "bought"), -650, 0, (int64_t[]){0, 0, 0, 650, 0});
    assert_int_equal(v->bills.forecast, -5000 - 1960 - 900 - 650);
    assert_int_equal(v->bills.actual, -2000 - 700);
    assert_row(row_of(v, "S"), -5000, 0, (int64_t[]){5000, 0, 0, 0, 0});
    assert_row(row_of(v, "T"), -1960, -2000, (int64_t[]){0, -40, 0, 0, 0});
    assert_row(row_of(v, "G"), -900, 0, (int64_t[]){0, 0, 900, 0, 0});
    assert_row(row_of(v, "P"), 0, -700, (int64_t[]){0, 0, 0, -700, 0});
    assert_adds_up(&v->bills);
    end(&t);
}

static void a_list_of_open_bills_does_not_tell_what_was_paid(void **state)
{
    (void)state;
    trial t = given_forecast("2024-03-31", acme_alone);
    says(&t, DC_SAID_BILL, "glass", "G", -900, 2, -900);
    const dc_variance *v = compare(&t);
    assert_false(v->bills_known);
    assert_int_equal(v->bills.forecast, -900);
    end(&t);
}

static void other_money_is_what_cash_moved_beside(void **state)
{
    (void)state;
    trial t = given_forecast("2024-03-31", acme_alone);
    given_cash(t.book, "500.00", "0.00", "300.00", 0.05, "50.00");
    t.said.has_cash = true;
    t.said.cash = 60000;
    t.said.drawn = 1000;
    t.said.other[1] = -15000;
    const dc_variance *v = compare(&t);
    assert_true(v->other_known);
    assert_int_equal(v->other.forecast, -15000);
    /* 500 - 600 is what cash moved; 40 of it were drawn, 100 came from customers. */
    assert_int_equal(v->other.actual, -10000 - 4000 - 10000);
    end(&t);
}

static void small_customers_stand_against_their_common_forecast(void **state)
{
    (void)state;
    trial t =
        given_forecast("2024-03-31", "customer invoice issued due amount\n"
                                     "acme  A 2024-03-05 2024-03-12 10.00 paid=2024-03-12:10.00\n"
                                     "birch B 2024-03-05 2024-03-12 20.00 paid=2024-03-12:20.00\n"
                                     "cedar C 2024-03-05 2024-03-12 40.00 paid=2024-03-12:40.00\n");
    says(&t, DC_SAID_SALES, "acme", "", 0, 2, 1500);
    says(&t, DC_SAID_SALES, "", "", 0, 2, 5000);
    const dc_variance *v = compare(&t);
    assert_int_equal(v->row_count, 2);
    assert_row(&v->rows[0], 5000, 6000, (int64_t[]){0, 0, 0, 1000, 0});
    assert_row(&v->rows[1], 1500, 1000, (int64_t[]){0, 0, 0, -500, 0});
    end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_item_is_split_into_what_became_of_it),
        cmocka_unit_test(money_on_account_is_a_receipt_of_its_day),
        cmocka_unit_test(claims_of_another_book_may_bear_the_same_numbers),
        cmocka_unit_test(weeks_hold_what_came_in_them),
        cmocka_unit_test(bills_are_split_as_well),
        cmocka_unit_test(a_list_of_open_bills_does_not_tell_what_was_paid),
        cmocka_unit_test(other_money_is_what_cash_moved_beside),
        cmocka_unit_test(small_customers_stand_against_their_common_forecast),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
