#include "support/expect.h"

#include <string.h>

#include "forecast/read/drafts.h"

/* A draft in which every member depends on its number. */
static claim_draft draft_number(uint32_t n, const claim_told *told)
{
    static const char *const names[] = {"a", "b", "c"};

    return (claim_draft){.invoice = names[n % 3],
                         .told = n % 4 == 0 ? told : &dc_told_nothing,
                         .offset = 100 + n,
                         .entity = 7 * (uint64_t)n,
                         .amount = {n + 1},
                         .issued = {(int32_t)n},
                         .due = {(int32_t)n + 30},
                         .entered = {(int32_t)n + (n % 5 == 0)},
                         .paid = n % 2 ? DC_DATE_NONE : DC_DATE((int32_t)n + 40),
                         .customer = n / 2,
                         .line = n + 2,
                         .currency = (uint16_t)(n % 3),
                         .kind = (uint8_t)(n % 2),
                         .disputed = n % 6 == 0,
                         .has_open = n % 7 == 0,
                         .rejected = n % 8 == 0,
                         .has_events = n % 9 == 0};
}

static void assert_same(const claim_draft *a, const claim_draft *b)
{
    assert_ptr_equal(a->invoice, b->invoice);
    assert_ptr_equal(a->told, b->told);
    assert_int_equal(a->offset, b->offset);
    assert_int_equal(a->entity, b->entity);
    assert_int_equal(a->amount.minor, b->amount.minor);
    assert_int_equal(a->issued.day, b->issued.day);
    assert_int_equal(a->due.day, b->due.day);
    assert_int_equal(a->entered.day, b->entered.day);
    assert_int_equal(a->paid.day, b->paid.day);
    assert_int_equal(a->customer, b->customer);
    assert_int_equal(a->line, b->line);
    assert_int_equal(a->currency, b->currency);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->disputed, b->disputed);
    assert_int_equal(a->has_open, b->has_open);
    assert_int_equal(a->rejected, b->rejected);
    assert_int_equal(a->has_events, b->has_events);
}

static void a_draft_comes_out_as_it_was_put_in(void **state)
{
    (void)state;
    enum { DRAFTS = 3000 }; /* more than there is room for at first */
    static const claim_told told = {.part = "2", .segment = "retail"};
    dc_arena               *arena = dc_arena_new();
    claim_drafts            drafts = dc_drafts_new(arena, 10);

    for (uint32_t n = 0; n < DRAFTS; n++) {
        claim_draft draft = draft_number(n, &told);

        dc_draft_add(&drafts, arena, &draft);
    }
    assert_int_equal(drafts.count, DRAFTS);
    for (uint32_t n = 0; n < DRAFTS; n++) {
        claim_draft put = draft_number(n, &told), got = dc_draft_at(&drafts, n);

        assert_same(&got, &put);
    }
    for (uint32_t n = 0; n < DRAFTS; n++) { /* over others */
        claim_draft put = draft_number(DRAFTS - n, &told);

        dc_draft_put(&drafts, n, &put);
        claim_draft got = dc_draft_at(&drafts, n);
        assert_same(&got, &put);
    }
    dc_arena_free(arena);
}

static void gaps_between_slices_are_closed(void **state)
{
    (void)state;
    enum { SLICES = 5, ROOM = 40 };
    static const claim_told told = {.part = "2", .segment = "retail"};
    dc_arena               *arena = dc_arena_new();
    claim_drafts            drafts = dc_drafts_new(arena, SLICES * ROOM);
    uint32_t                number = 0, to = 0;

    for (uint32_t s = 0; s < SLICES; s++) {
        claim_drafts slice = dc_drafts_slice(&drafts, s * ROOM, ROOM);

        for (uint32_t i = 0; i < ROOM - 3 * s; i++) {
            claim_draft draft = draft_number(number++, &told);

            dc_draft_add(&slice, arena, &draft);
        }
    }
    for (uint32_t s = 0; s < SLICES; to += ROOM - 3 * s, s++)
        dc_drafts_move(&drafts, to, s * ROOM, ROOM - 3 * s);
    assert_int_equal(to, number);
    for (uint32_t n = 0; n < number; n++) {
        claim_draft put = draft_number(n, &told), got = dc_draft_at(&drafts, n);

        assert_same(&got, &put);
    }
    dc_arena_free(arena);
}

static void what_a_row_tells_to_be_settled(void **state)
{
    (void)state;
    static const claim_told told = {.part = "", .segment = "", .open = {40}};
    static const struct {
        bool     has_open, has_events, paid;
        uint32_t line;
        int64_t  settled;
    } cases[] = {{false, false, true, 2, 100}, {false, false, false, 2, 0},
                 {true, false, true, 2, 60},   {true, false, false, 2, 60},
                 {false, true, true, 2, 0},    {false, false, true, 0, 0}};
    dc_arena    *arena = dc_arena_new();
    claim_drafts drafts = dc_drafts_new(arena, 1);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        claim_draft draft = {.invoice = "a",
                             .told = &told,
                             .amount = {100},
                             .paid = cases[i].paid ? DC_DATE(1) : DC_DATE_NONE,
                             .line = cases[i].line,
                             .has_open = cases[i].has_open,
                             .has_events = cases[i].has_events};

        dc_draft_put(&drafts, 0, &draft);
        assert_int_equal(dc_draft_settled(&drafts, 0).minor, cases[i].settled);
    }
    dc_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_draft_comes_out_as_it_was_put_in),
        cmocka_unit_test(gaps_between_slices_are_closed),
        cmocka_unit_test(what_a_row_tells_to_be_settled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
