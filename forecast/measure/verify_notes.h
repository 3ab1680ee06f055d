/* verify_notes.h - acceptance bills of later payments, worked out again for one path. */
#ifndef DC_MEASURE_VERIFY_NOTES_H
#define DC_MEASURE_VERIFY_NOTES_H

#include "duecast/cash_tail.h"

/* By day: what bills bring less what is taken of them, what banks take off, what is held then. */
typedef struct {
    const dc_book *book;
    dc_bill_habit  habit;
    int32_t        day_count;
    int64_t       *cash, *cost, *held;
} dc_note_replay;

dc_note_replay dc_note_replay_make(const dc_book *book, int32_t day_count);
void           dc_note_replay_free(dc_note_replay *replay);

/* collected[day] of one path, whole minor units. */
void dc_note_replay_path(dc_note_replay *replay, const double *collected);

#endif
