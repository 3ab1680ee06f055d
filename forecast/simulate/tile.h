/*
 * tile.h - the innermost loops of posting: the DC_PATH_TILE paths of one tile.
 *
 * A row is the DC_PATH_TILE values of one day, a matrix the rows of all days (paths.h).  Amounts
 * are whole minor units, so the order of sums cannot matter.
 *
 * Written with the vector types of gcc and clang: the compilers take such short loops apart lane by
 * lane before they think of vectors.  Both turn these types into what the processor has; there are
 * no intrinsics.  Inline because posting one item to one tile is a handful of instructions each;
 * post.c carries the clones for newer processors.
 */
#ifndef DC_SIMULATE_TILE_H
#define DC_SIMULATE_TILE_H

#include "duecast/paths.h"

_Static_assert(DC_PATH_TILE == 16, "the vector types below hold a tile");

#define DC_TILE_OF(type)                                                                           \
    __attribute__((vector_size(16 * sizeof(type)), aligned(sizeof(type)), may_alias))
typedef uint8_t tile_u8  DC_TILE_OF(uint8_t);
typedef int16_t tile_i16 DC_TILE_OF(int16_t);
typedef int32_t tile_i32 DC_TILE_OF(int32_t);
typedef int64_t tile_i64 DC_TILE_OF(int64_t);

/* What is posted of an item: days fit 15 bits and are clipped to the row after the last day. */
typedef struct {
    tile_i16 day;
    tile_i64 amount;
} tile_fate;

/* Widening goes step by step: gcc takes a wider stride apart lane by lane. */
#define DC_TILE_WIDEN(from)                                                                        \
    __builtin_convertvector(__builtin_convertvector(from, tile_i32), tile_i64)

/* How often each path has the item. */
#define tile_often(times)                                                                          \
    DC_TILE_WIDEN(__builtin_convertvector(*(const tile_u8 *)(times), tile_i16))

/* All ones where the item was not written off. */
#define tile_kept(lost)                                                                            \
    DC_TILE_WIDEN((tile_i16)(__builtin_convertvector(*(const tile_u8 *)(lost), tile_i16) == 0))

/* day = min(day, end); amount = times * each.  Multiplying is most of the work, and claims occur
 * once. */
static inline void tile_prepare(tile_fate *out, const uint16_t *day, const uint8_t *times,
                                bool once, int32_t end, int64_t each)
{
    tile_i16 days = *(const tile_i16 *)day, last = (tile_i16){0} + (int16_t)end;
    tile_i16 inside = (tile_i16)(days < last);
    out->day = (days & inside) | (last & ~inside);
    if (once)
        out->amount = (tile_i64){0} + each;
    else
        out->amount = tile_often(times) * each;
}

/* A day as it compares with drawn days, which lie in 1 .. INT16_MAX. */
static inline int16_t tile_limit(int32_t limit)
{
    return (int16_t)(limit < 0 ? 0 : limit > INT16_MAX ? INT16_MAX : limit);
}

/* Adds amounts to rows `day` of the not-due matrix or, where day > due, of the overdue matrix,
 * which lies `overdue_from` elements behind it; `once`: all amounts are `each`. */
static inline void tile_settle(int64_t *restrict not_due, const tile_fate *fate, int32_t due,
                               int32_t overdue_from, bool once, int64_t each)
{
    static const tile_i32 lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    tile_i16              after = (tile_i16)(fate->day > tile_limit(due));
    tile_i32              late = __builtin_convertvector(after, tile_i32);
    tile_i32              at =
        __builtin_convertvector(fate->day, tile_i32) * DC_PATH_TILE + lane + (late & overdue_from);
    for (int i = 0; i < DC_PATH_TILE; i++)
        not_due[(uint32_t)at[i]] += once ? each : fate->amount[i]; /* never below 0 */
}

/* Adds amount[i] to row day[i]. */
static inline void tile_scatter(int64_t *restrict matrix, const tile_fate *fate,
                                const tile_i64 *amount)
{
    for (int i = 0; i < DC_PATH_TILE; i++)
        matrix[(uint32_t)fate->day[i] * DC_PATH_TILE + (uint32_t)i] += (*amount)[i];
}

/* row += amount where day > limit. */
static inline void tile_add_open(int64_t *row, const tile_fate *fate, int32_t limit)
{
    tile_i16 after = (tile_i16)(fate->day > tile_limit(limit));
    *(tile_i64 *)row += DC_TILE_WIDEN(after) & fate->amount;
}

/* row += times * each, which fits 32 bits, where day > limit. */
static inline void tile_add_each(int64_t *row, const uint16_t *day, const uint8_t *times,
                                 int32_t limit, int32_t each)
{
    tile_i16 after = (tile_i16)(*(const tile_i16 *)day > tile_limit(limit));
    tile_i16 often = after & __builtin_convertvector(*(const tile_u8 *)times, tile_i16);
    tile_i32 amount = __builtin_convertvector(often, tile_i32) * each;
    *(tile_i64 *)row += __builtin_convertvector(amount, tile_i64);
}

/* row += amount. */
static inline void tile_add(int64_t *row, const tile_fate *fate)
{
    *(tile_i64 *)row += fate->amount;
}

#endif
