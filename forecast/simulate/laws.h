/*
 * laws.h - the laws of all items as tables for drawing.
 *
 * A table turns a 32-bit word into an outcome by the inverse of the distribution function, so that
 * a higher word never means an earlier payment and scenarios keep each item's luck:
 *
 *     word:  0 ............ paid ............ | still open | .... written off .... 2^32
 *     day:   first   ->   last                              last     ->     first
 *
 * Thresholds are probabilities rounded to 2^-32.  The guide cuts the words into cells by their top
 * bits; one look tells the outcome in a cell with no threshold or one.  Words in deeper cells,
 * where many days are unlikely, and those too near the threshold are few, and searched for from
 * there, one by one.  Items with the same customer, due
 * day and first day share a table, slots also across issue days (days then count from the
 * issue; where weekdays matter, across those of one weekday).
 */
#ifndef DC_SIMULATE_LAWS_H
#define DC_SIMULATE_LAWS_H

#include "duecast/paths.h"
#include "duecast/rises.h"
#include "treat.h"

enum {
    DC_GUIDE_BITS = 9, /* top bits of a word that choose its cell */
    DC_GUIDE_CELLS = 1 << DC_GUIDE_BITS,
    DC_GUIDE_REACH = 7,   /* outcomes after the first that three looks can tell */
    DC_DAY_LOST = 0x8000, /* flag on a drawn day: written off */
    DC_DAY_NEVER = 0x7fff /* settled later than the laws reach */
};

typedef struct {
    uint32_t *threshold; /* outcome i holds words below threshold[i]; the last is 2^32 - 1 */
    uint32_t *guide;     /* DC_GUIDE_CELLS: first outcome, where in the cell the next begins */
    int32_t   day_count; /* paid on day i + 1 for i < day_count; i = day_count: still open */
    bool      any_lost;  /* there are outcomes beyond: written off */
    dc_rises  rises;     /* where items are tied together */
} dc_table;

typedef struct dc_laws {
    int32_t   day_count; /* days from an item's origin that the tables reach */
    size_t    count;
    dc_table *table;
    bool      tied;    /* the tables have rises */
    uint32_t *of_item; /* per item: its table */
    int32_t  *origin;  /* per item: day = origin + drawn day */
} dc_laws;

/* How laws differ from those of items as they are. */
typedef struct {
    size_t              first_item; /* laws of the items from there on */
    double              loss_multiplier;
    const dc_policy    *policy;     /* what its treatments make faster or slower; NULL: nothing */
    const dc_treatment *treatments; /* per item */
    bool                paced_only; /* items that are as they were have no law here */
} dc_laws_change;

void dc_laws_make_under(dc_laws *out, dc_arena *arena, const dc_book *book, const dc_model *model,
                        const dc_items *items, const dc_laws_change *change, int32_t day_count);

/* Laws of the items from `first_item` on, reaching `day_count` days; loss_multiplier is 1 for items
 * as they are. */
void dc_laws_make(dc_laws *out, dc_arena *arena, const dc_book *book, const dc_model *model,
                  const dc_items *items, size_t first_item, int32_t day_count,
                  double loss_multiplier);

/* Asks for the parts of a table that most draws need, while another is drawn from. */
void dc_table_prefetch(const dc_table *table);

/* out[i]: day after origin, or day_count + 1 when still open, flagged DC_DAY_LOST if written off.
 * */
void dc_table_draw(uint16_t out[DC_PATH_BLOCK], const uint32_t word[DC_PATH_BLOCK],
                   const dc_table *table);

/* Chances of being settled and written off by each day 0 .. law->day_count after the as-of date, as
 * the item's table has them. */
void dc_laws_read(dc_law *law, const dc_laws *laws, uint32_t item);

#endif
