/* turns.h - where in its month a day lies. */
#ifndef DC_LEARN_TURNS_H
#define DC_LEARN_TURNS_H

#include "duecast/model.h"

/* Turns of `count` days from `first` on. */
void dc_turns_look_up(uint8_t *turn, const dc_book *book, dc_date first, int32_t count);

#endif
