/*
 * text_numbers.h - numbers for texts, from 0 in the order in which they are met.
 *
 * Columns of texts have few different ones, and claims of one customer mostly the same: counting
 * by number takes one look at each claim, where sorting them all would take twenty.
 */
#ifndef DC_LEARN_TEXT_NUMBERS_H
#define DC_LEARN_TEXT_NUMBERS_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    size_t       count;
    const char **text; /* count, by number; not copied */
    size_t       text_capacity, slot_count;
    uint32_t    *slot; /* number + 1 of the text whose hash leads here; 0: free */
    const char  *last; /* asked for last */
    uint32_t     last_number;
} dc_text_numbers; /* starts as {0} */

uint32_t dc_text_number(dc_text_numbers *numbers, const char *text);
void     dc_text_numbers_free(dc_text_numbers *numbers);

#endif
