#include "support/expect.h"
#include "support/given.h"

#include <math.h>
#include <string.h>

typedef struct {
    dc_arena *arena;
    dc_book  *book;
    dc_model *model;
    dc_items *items;
} made;

static made make(const char *table, double dilution, double credit_note_share)
{
    made all = {.arena = dc_arena_new(), .book = given_book("2024-02-20", table)};
    all.model = given_model(all.book, 0.05, 0.0);
    all.model->dilution = dilution;
    all.model->credit_note_share = credit_note_share;
    all.items = dc_items_make(all.arena, all.book, all.model, 364);
    return all;
}

static void drop(made *all)
{
    dc_model_free(all->model);
    given_book_free(all->book);
    dc_arena_free(all->arena);
}

static size_t item_of(const made *all, const char *invoice)
{
    for (size_t i = 0; i < all->items->claim_count; i++)
        if (strcmp(all->book->claims.invoice[all->items->claim[i]], invoice) == 0)
            return i;
    fail_msg("no item '%s'", invoice);
    return 0;
}

static void every_open_claim_is_an_item_and_nothing_settled_is(void **state)
{
    (void)state;
    made all = make("customer invoice issued due amount\n"
                    "acme A-1 2024-01-10 2024-02-09 100.00\n"
                    "acme A-2 2024-01-10 2024-02-09 100.00 paid=2024-02-01\n"
                    "acme A-3 2024-02-10 2024-03-11 100.00 paid=2024-02-15:40.00\n",
                    0.0, 0.0);
    assert_int_equal(all.items->claim_count, 2);
    size_t first = item_of(&all, "A-1"), part = item_of(&all, "A-3");
    assert_int_equal(all.items->issue[first], -41);
    assert_int_equal(all.items->due[first], -11);
    assert_int_equal(all.items->amount[first], 10000);
    assert_int_equal(all.items->due[part], 20);
    assert_int_equal(all.items->amount[part], 6000);
    drop(&all);
}

/* Of 100.00, 30.00 are disputed; the factor makes disputed claims settle half as fast. */
static void a_disputed_part_is_an_item_of_its_own(void **state)
{
    (void)state;
    made all = {.arena = dc_arena_new(),
                .book = given_book("2024-02-20", "customer invoice issued due amount\n"
                                                 "acme A-1 2024-01-10 2024-02-09 100.00\n"
                                                 "acme A-2 2024-01-10 2024-02-09 100.00\n")};
    all.model = given_model(all.book, 0.05, 0.0);
    all.model->factor_count = 1;
    all.model->factor[0] = (dc_factor){.kind = DC_FACTOR_DISPUTE,
                                       .class_count = 2,
                                       .of = {{.pace = 1.25}, {.pace = 0.5}},
                                       .used = true};
    all.book->claims.disputed[0] = all.book->claims.disputed[1] = true;
    all.book->claims.disputed_part[0] = DC_MONEY(3000);
    all.book->claims.disputed_part[1] = DC_MONEY(10000); /* that is all of it */
    all.items = dc_items_make(all.arena, all.book, all.model, 364);
    assert_int_equal(all.items->claim_count, 3);
    assert_int_equal(all.items->amount[0], 7000);
    assert_int_equal(all.items->amount[1], 3000);
    assert_int_equal(all.items->amount[2], 10000);
    assert_int_equal(all.items->entity[0], all.book->claims.entity[0]);
    assert_int_equal(all.items->entity[2], all.book->claims.entity[1]);
    assert_true(all.items->entity[1] != all.items->entity[0]);
    assert_double_close(all.items->pace[0], exp2(21.0 / 64.0), 1e-12); /* a step near 1.25 */
    assert_double_close(all.items->pace[1], 0.5, 0.0);
    assert_double_close(all.items->pace[2], 0.5, 0.0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(all.items->claim[i], i / 2);
    drop(&all);
}

/* The example of the page on formulas: 120 of credit notes and 40 of cash against 50, 100, 500. */
static void credits_and_unapplied_cash_settle_the_oldest_first(void **state)
{
    (void)state;
    static const struct {
        const char *invoice;
        int64_t     credits, unapplied;
    } cases[] = {{"A-old", 5000, 0},
                 {"A-mid", 7000, 3000},
                 {"A-new", 0, 1000},
                 {"A-usd", 0, 0},
                 {"B-old", 0, 0}};
    made all = make("customer invoice issued due amount\n"
                    "acme A-mid 2024-01-02 2024-02-10 100.00\n"
                    "acme A-old 2024-01-03 2024-01-10  50.00\n"
                    "acme A-new 2024-01-04 2024-03-01 500.00\n"
                    "acme A-usd 2024-01-01 2024-01-01 500.00 currency=USD\n"
                    "birch B-old 2023-12-01 2023-12-02 500.00\n"
                    "acme C-1 2024-02-01 2024-02-01 -100.00 kind=credit\n"
                    "acme C-2 2024-02-03 2024-02-03 -20.00 kind=credit\n"
                    "acme U-1 2024-02-02 2024-02-02 -40.00 kind=unapplied\n",
                    0.0, 0.0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t item = item_of(&all, cases[i].invoice);
        assert_int_equal(all.items->credits[item], cases[i].credits);
        assert_int_equal(all.items->unapplied[item], cases[i].unapplied);
        assert_int_equal(all.items->not_cash[item], cases[i].credits + cases[i].unapplied);
    }
    drop(&all);
}

static void what_exceeds_the_open_claims_stays_unused(void **state)
{
    (void)state;
    made all = make("customer invoice issued due amount\n"
                    "acme A-1 2024-01-02 2024-02-10 100.00\n"
                    "acme C-1 2024-02-01 2024-02-01 -80.00 kind=credit\n"
                    "acme U-1 2024-02-02 2024-02-02 -90.00 kind=unapplied\n"
                    "birch C-2 2024-02-02 2024-02-02 -90.00 kind=credit\n",
                    0.5, 0.0);
    assert_int_equal(all.items->credits[0], 8000);
    assert_int_equal(all.items->unapplied[0], 2000);
    assert_int_equal(all.items->not_cash[0], 10000);
    drop(&all);
}

static void of_the_rest_a_learnt_share_brings_no_cash(void **state)
{
    (void)state;
    made all = make("customer invoice issued due amount\n"
                    "acme A-1 2024-01-03 2024-02-10 100.00\n"
                    "acme C-1 2024-02-01 2024-02-01 -20.00 kind=credit\n",
                    0.1, 0.2);
    assert_int_equal(all.items->not_cash[0], 2000 + 800);
    assert_true(all.items->count > all.items->claim_count);
    for (size_t i = all.items->claim_count; i < all.items->count; i++) /* the larger share */
        assert_int_equal(all.items->not_cash[i], 2000);
    drop(&all);
}

static void an_item_keeps_its_identity_whoever_else_is_there(void **state)
{
    (void)state;
    made   alone = make("customer invoice issued due amount\n"
                          "acme A-1 2024-01-02 2024-02-10 100.00\n",
                        0.0, 0.0);
    made   crowd = make("customer invoice issued due amount\n"
                          "aaron X-1 2024-01-01 2024-02-10 900.00\n"
                          "acme A-1 2024-01-02 2024-02-10 100.00\n"
                          "acme A-0 2024-01-01 2024-01-10 700.00\n",
                        0.0, 0.0);
    size_t a = item_of(&alone, "A-1"), b = item_of(&crowd, "A-1");
    assert_true(a != b);
    assert_true(alone.items->entity[a] == crowd.items->entity[b]);
    assert_true(alone.items->customer_entity[a] == crowd.items->customer_entity[b]);
    for (size_t i = 0; i < crowd.items->count; i++)
        for (size_t j = 0; j < i; j++)
            assert_true(crowd.items->entity[i] != crowd.items->entity[j]);
    drop(&alone);
    drop(&crowd);
}

static void no_item_settles_more_than_it_is(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        made all = {.arena = dc_arena_new(), .book = given_company(seed, 20, 0)};
        all.model = given_learnt_model(all.book);
        all.items = dc_items_make(all.arena, all.book, all.model, 364);
        for (size_t i = 0; i < all.items->count; i++) {
            int64_t used = all.items->credits[i] + all.items->unapplied[i];
            assert_true(all.items->credits[i] >= 0 && all.items->unapplied[i] >= 0);
            assert_true(used <= all.items->not_cash[i]);
            assert_true(all.items->not_cash[i] <= all.items->amount[i]);
        }
        drop(&all);
    }
}

static void opening_balances_age_by_days_past_due(void **state)
{
    (void)state;
    static const struct {
        const char *due;
        int         bucket;
    } cases[] = {{"2024-02-21", 0}, {"2024-02-20", 0}, /* due today is not overdue */
                 {"2024-02-19", 1}, {"2024-01-21", 1}, {"2024-01-20", 2}, {"2023-12-22", 2},
                 {"2023-12-21", 3}, {"2023-11-22", 3}, {"2023-11-21", 4}, {"2023-10-23", 4},
                 {"2023-10-22", 5}, {"2020-01-01", 5}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        dc_book   *book = given_book("2024-02-20", "customer invoice issued due amount\n"
                                                     "acme A-1 2019-01-02 2024-02-10 100.00\n");
        dc_opening opening;
        book->claims.due[0] = date(cases[i].due);
        dc_opening_balances(&opening, book, 0);
        for (int b = 0; b < DC_BUCKETS; b++)
            assert_int_equal(opening.ageing[b], b == cases[i].bucket ? 10000 : 0);
        assert_int_equal(opening.not_due, cases[i].bucket == 0 ? 10000 : 0);
        assert_int_equal(opening.overdue, cases[i].bucket == 0 ? 0 : 10000);
        given_book_free(book);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_open_claim_is_an_item_and_nothing_settled_is),
        cmocka_unit_test(a_disputed_part_is_an_item_of_its_own),
        cmocka_unit_test(credits_and_unapplied_cash_settle_the_oldest_first),
        cmocka_unit_test(what_exceeds_the_open_claims_stays_unused),
        cmocka_unit_test(of_the_rest_a_learnt_share_brings_no_cash),
        cmocka_unit_test(an_item_keeps_its_identity_whoever_else_is_there),
        cmocka_unit_test(no_item_settles_more_than_it_is),
        cmocka_unit_test(opening_balances_age_by_days_past_due),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
