#include "support/expect.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "duecast/arena.h"

static void pieces_are_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    enum { PIECES = 2000 };
    dc_arena      *arena = dc_arena_new();
    unsigned char *pieces[PIECES];
    for (size_t i = 0; i < PIECES; i++) {
        size_t size = 1 + i * 37 % 400; /* crosses several blocks */
        pieces[i] = dc_arena_alloc(arena, size, 1);
        assert_int_equal((uintptr_t)pieces[i] % 16, 0);
        for (size_t at = 0; at < size; at++)
            assert_int_equal(pieces[i][at], 0);
        memset(pieces[i], (int)(i % 251), size);
    }
    for (size_t i = 0; i < PIECES; i++)
        for (size_t at = 0; at < 1 + i * 37 % 400; at++)
            assert_int_equal(pieces[i][at], i % 251);
    dc_arena_free(arena);
}

static void a_piece_may_be_larger_than_a_block_or_empty(void **state)
{
    (void)state;
    dc_arena *arena = dc_arena_new();
    char     *small = dc_arena_alloc(arena, 1, 8);
    char     *large = dc_arena_alloc(arena, 10, 1 << 20);
    char     *none = dc_arena_alloc(arena, 0, 8);
    assert_non_null(none);
    memset(large, 1, 10 << 20);
    assert_int_equal(small[7], 0);
    assert_int_equal(dc_arena_size(arena), 8 + (10 << 20));
    dc_arena_free(arena);
}

static void growing_keeps_old_values_and_zeroes_new_ones(void **state)
{
    (void)state;
    dc_arena *arena = dc_arena_new();
    int64_t  *column = NULL, *heap = NULL;
    size_t    capacity = 0, heap_capacity = 0;
    for (size_t i = 0; i < 5000; i++) {
        column = dc_arena_grow(arena, column, &capacity, i + 1, sizeof *column);
        heap = dc_heap_grow(heap, &heap_capacity, i + 1, sizeof *heap);
        assert_true(capacity > i && heap_capacity > i);
        assert_int_equal(column[i], 0);
        assert_int_equal(heap[i], 0);
        column[i] = heap[i] = (int64_t)i;
    }
    for (size_t i = 0; i < 5000; i++) {
        assert_int_equal(column[i], i);
        assert_int_equal(heap[i], i);
    }
    free(heap);
    dc_arena_free(arena);
}

static void enough_room_means_the_same_piece(void **state)
{
    (void)state;
    dc_arena *arena = dc_arena_new();
    size_t    capacity = 0;
    int32_t  *column = dc_arena_grow(arena, NULL, &capacity, 100, sizeof *column);
    size_t    before = capacity;
    assert_ptr_equal(dc_arena_grow(arena, column, &capacity, 100, sizeof *column), column);
    assert_int_equal(capacity, before);
    dc_arena_free(arena);
}

static void texts_are_copied_and_formatted(void **state)
{
    (void)state;
    dc_arena *arena = dc_arena_new();
    char      name[] = "Meridian";
    char     *copy = dc_arena_copy_text(arena, name);
    name[0] = 'X';
    assert_string_equal(copy, "Meridian");
    assert_string_equal(dc_arena_copy_text(arena, NULL), "");
    assert_string_equal(dc_arena_copy_bytes(arena, "abcdef", 3), "abc");
    assert_string_equal(dc_arena_format(arena, "%s is %d days late", "acme", 21),
                        "acme is 21 days late");
    dc_arena_free(arena);
    dc_arena_free(NULL);
}

static void what_an_arena_adopts_stays_where_it_is(void **state)
{
    (void)state;
    dc_arena *arena = dc_arena_new(), *other = dc_arena_new(), *empty = dc_arena_new();
    char     *mine = dc_arena_copy_text(arena, "mine");
    char     *theirs = dc_arena_copy_text(other, "theirs");
    char     *large = dc_arena_alloc(other, 1 << 20, 1);
    size_t    size = dc_arena_size(arena) + dc_arena_size(other);
    large[(1 << 20) - 1] = 'x';
    dc_arena_adopt(arena, other);
    dc_arena_adopt(arena, empty);
    assert_int_equal(dc_arena_size(arena), size);
    assert_string_equal(dc_arena_copy_text(arena, "more"), "more");
    assert_string_equal(mine, "mine");
    assert_string_equal(theirs, "theirs");
    assert_int_equal(large[(1 << 20) - 1], 'x');
    dc_arena_free(arena);
}

static void exit_with_five(size_t wanted)
{
    _exit(wanted > 0 ? 5 : 0);
}

static void out_of_memory_calls_the_handler(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        dc_arena_on_out_of_memory(exit_with_five);
        dc_heap_alloc(SIZE_MAX / 4, 8);
        _exit(0);
    }
    int ended = 0;
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended));
    assert_int_equal(WEXITSTATUS(ended), 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(a_piece_may_be_larger_than_a_block_or_empty),
        cmocka_unit_test(growing_keeps_old_values_and_zeroes_new_ones),
        cmocka_unit_test(enough_room_means_the_same_piece),
        cmocka_unit_test(what_an_arena_adopts_stays_where_it_is),
        cmocka_unit_test(texts_are_copied_and_formatted),
        cmocka_unit_test(out_of_memory_calls_the_handler),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
