#include "support/expect.h"
#include "support/given.h"
#include "support/given_actions.h"

#include <stdlib.h>
#include <string.h>

#include "forecast/simulate/kernel.h"
#include "forecast/simulate/laws.h"

typedef struct {
    dc_arena *arena;
    dc_book  *book;
    dc_model *model;
    dc_items *items;
    dc_laws   laws;
} made;

static made make_of(dc_book *book, double hazard, double write_off, int32_t reach)
{
    made all = {.arena = dc_arena_new(), .book = book};
    all.model = given_model(all.book, hazard, write_off);
    all.items = dc_items_make(all.arena, all.book, all.model, 364);
    dc_laws_make(&all.laws, all.arena, all.book, all.model, all.items, 0, reach, 1.0);
    return all;
}

static made make(double hazard, double write_off, int32_t reach)
{
    return make_of(given_book("2024-02-20", "customer invoice issued due amount\n"
                                            "acme A-1 2024-01-02 2024-02-10 100.00\n"
                                            "acme A-2 2024-01-02 2024-02-10 100.00\n"
                                            "acme A-3 2024-01-02 2024-03-10 100.00\n"),
                   hazard, write_off, reach);
}

static void drop(made *all)
{
    dc_model_free(all->model);
    given_book_free(all->book);
    dc_arena_free(all->arena);
}

/* The outcome of one word: the others of its block are irrelevant. */
static uint16_t draw(const dc_table *table, uint32_t word)
{
    uint32_t words[DC_PATH_BLOCK] = {0};
    uint16_t out[DC_PATH_BLOCK];
    words[77] = word;
    dc_table_draw(out, words, table);
    return out[77];
}

/* h = 1/2: paid by day 1, 2, 3 with chances 1/2, 3/4, 7/8. */
static void a_word_falls_on_the_day_its_uniform_says(void **state)
{
    (void)state;
    static const struct {
        uint32_t word;
        uint16_t day;
    } cases[] = {{0, 1},          {0x7fffffff, 1}, {0x80000000, 2}, {0xbfffffff, 2},
                 {0xc0000000, 3}, {0xdfffffff, 3}, {0xe0000000, 4}, {0xffffffff, 4}};
    made all = make(0.5, 0.0, 3);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(draw(&all.laws.table[0], cases[i].word), cases[i].day);
    drop(&all);
}

/* h = w = 1/2: day 1 pays 1/2 and loses 1/4, day 2 pays 1/8 and loses 1/16. */
static void the_highest_words_are_written_off_first(void **state)
{
    (void)state;
    static const struct {
        uint32_t word;
        int      outcome;
    } cases[] = {{0x7fffffff, 1},
                 {0x80000000, 2},
                 {0x9fffffff, 2},
                 {0xa0000000, 3}, /* still open */
                 {0xafffffff, 3},
                 {0xb0000000, 2 | DC_DAY_LOST},
                 {0xbfffffff, 2 | DC_DAY_LOST},
                 {0xc0000000, 1 | DC_DAY_LOST},
                 {0xffffffff, 1 | DC_DAY_LOST}};
    made all = make(0.5, 0.5, 2);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(draw(&all.laws.table[0], cases[i].word), cases[i].outcome);
    drop(&all);
}

/* Up to whatever day: of a slot issued on the last of them that day alone has chances. */
static void a_law_is_read_alike_up_to_any_day(void **state)
{
    (void)state;
    enum { REACH = 364 };
    made   all = make_of(given_company(5, 8, 0), 0.1, 0.2, REACH);
    double paid[REACH + 1], lost[REACH + 1], some_paid[REACH + 1], some_lost[REACH + 1];
    size_t slots = 0;
    for (size_t item = 0; item < all.items->count; item++) {
        int32_t issue = all.items->issue[item];
        slots += issue >= 1;
        dc_laws_read(&(dc_law){REACH, paid, lost}, &all.laws, (uint32_t)item);
        for (int32_t last = issue > 1 ? issue - 1 : 1; last <= issue + 2 && last <= REACH; last++) {
            dc_laws_read(&(dc_law){last, some_paid, some_lost}, &all.laws, (uint32_t)item);
            assert_memory_equal(some_paid, paid, ((size_t)last + 1) * sizeof *paid);
            assert_memory_equal(some_lost, lost, ((size_t)last + 1) * sizeof *lost);
        }
        if (issue >= 1)
            assert_double_close(paid[issue], 0.1, 1e-9);
    }
    assert_true(slots > 0);
    drop(&all);
}

static void certainty_leaves_nothing_open(void **state)
{
    (void)state;
    made all = make(1.0, 0.0, 5);
    assert_int_equal(draw(&all.laws.table[0], 0), 1);
    assert_int_equal(draw(&all.laws.table[0], UINT32_MAX), 1);
    drop(&all);
    all = make(0.0, 0.0, 5);
    assert_int_equal(draw(&all.laws.table[0], 0), 6);
    assert_int_equal(draw(&all.laws.table[0], UINT32_MAX), 6);
    drop(&all);
}

/* A guide and two blind steps must give what a walk from the first outcome gives. */
static void the_guide_finds_what_a_plain_walk_finds(void **state)
{
    (void)state;
    static const double laws[][2] = {{0.05, 0.0}, {0.003, 0.001}, {0.4, 0.01}, {0.9, 0.5}};
    for (size_t l = 0; l < sizeof laws / sizeof laws[0]; l++) {
        made            all = make(laws[l][0], laws[l][1], 300);
        const dc_table *table = &all.laws.table[0];
        uint32_t        words[DC_PATH_BLOCK];
        uint16_t        out[DC_PATH_BLOCK];
        for (uint32_t block = 0; block < 20; block++) {
            dc_uniform_block(words, (dc_luck){1, l, DC_PURPOSE_TEST}, block, 0);
            for (int i = 0; i < 40; i++) /* and the edges of the outcomes */
                words[i] = table->threshold[i * 7] - (block % 2);
            dc_table_draw(out, words, table);
            for (int i = 0; i < DC_PATH_BLOCK; i++) {
                uint32_t word = words[i] < UINT32_MAX ? words[i] : UINT32_MAX - 1;
                int32_t  outcome = 0;
                while (table->threshold[outcome] <= word)
                    outcome++;
                int32_t day = outcome <= table->day_count
                                  ? outcome + 1
                                  : (2 * table->day_count + 1 - outcome) | DC_DAY_LOST;
                assert_int_equal(out[i], day);
            }
        }
        drop(&all);
    }
}

static void items_of_one_law_share_its_table(void **state)
{
    (void)state;
    made all = make(0.05, 0.0, 30);
    assert_int_equal(all.laws.of_item[0], all.laws.of_item[1]);
    assert_true(all.laws.of_item[0] != all.laws.of_item[2]);
    assert_int_equal(all.laws.origin[0], 0);
    for (size_t i = all.items->claim_count; i < all.items->count; i++)
        assert_int_equal(all.laws.origin[i], all.items->issue[i] - 1);
    drop(&all);
}

/* Words spread evenly over 2400 cells: 900, 800, 600 and 100 of them, moments 1, 2, 5, 15. */
static void orders_have_the_first_four_moments_of_a_poisson_number(void **state)
{
    (void)state;
    enum { CELLS = 2400 };
    static const int moments[] = {1, 1, 2, 5, 15};
    int              sums[5] = {0};
    for (int from = 0; from < CELLS; from += DC_PATH_BLOCK) {
        uint32_t words[DC_PATH_BLOCK];
        uint8_t  times[DC_PATH_BLOCK];
        int      count = CELLS - from < DC_PATH_BLOCK ? CELLS - from : DC_PATH_BLOCK;
        for (int i = 0; i < DC_PATH_BLOCK; i++)
            words[i] = (uint32_t)(((double)((from + i) % CELLS) + 0.5) / CELLS * 0x1p32);
        dc_kernel_orders(times, words);
        for (int i = 0; i < count; i++)
            for (int power = 0, x = 1; power <= 4; power++, x *= times[i])
                sums[power] += x;
    }
    for (int power = 0; power <= 4; power++)
        assert_int_equal(sums[power], moments[power] * CELLS);
}

/* are alike but for what was done about them. */
static void claims_share_a_table_unless_they_were_dunned_apart(void **state)
{
    (void)state;
    static const struct {
        const char *actions;
        bool        shared;
    } cases[] = {{"", true},
                 {"acme A-1 2024-02-12 reminder\n", false},
                 {"acme A-1 2024-02-12 reminder\nacme A-2 2024-02-13 reminder\n", false},
                 {"acme A-1 2024-02-12 reminder\nacme A-2 2024-02-12 notice\n", false},
                 {"acme A-1 2024-02-12 reminder\nacme A-2 2024-02-12 reminder\n", true},
                 {"acme A-1 2023-11-12 reminder\n", true}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        made all = make(0.1, 0.0, 30);
        char table[200] = "customer invoice date action\n";
        given_actions(all.book, strcat(table, cases[i].actions));
        for (int kind = 0; kind < 3; kind++) {
            all.model->actions.of[kind].used = true;
            for (int k = 0; k < DC_ACTION_WINDOWS; k++)
                all.model->actions.of[kind].window[k].pace = 2.0 + k + kind;
        }
        dc_items *items = dc_items_make(all.arena, all.book, all.model, 364);
        assert_int_equal(items->laws->of_item[0] == items->laws->of_item[1], cases[i].shared);
        drop(&all);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_falls_on_the_day_its_uniform_says),
        cmocka_unit_test(the_highest_words_are_written_off_first),
        cmocka_unit_test(a_law_is_read_alike_up_to_any_day),
        cmocka_unit_test(certainty_leaves_nothing_open),
        cmocka_unit_test(the_guide_finds_what_a_plain_walk_finds),
        cmocka_unit_test(items_of_one_law_share_its_table),
        cmocka_unit_test(orders_have_the_first_four_moments_of_a_poisson_number),
        cmocka_unit_test(claims_share_a_table_unless_they_were_dunned_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
