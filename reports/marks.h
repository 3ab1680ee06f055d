/*
 * marks.h - what a difference must be read with: decided is not worse, written off not collected.
 */
#ifndef DUECAST_REPORTS_MARKS_H
#define DUECAST_REPORTS_MARKS_H

#include "duecast/report.h"

typedef enum { MARK_NONE, MARK_DECIDED, MARK_WRITTEN_OFF } difference_mark;

/* `week` is an index of paired_week.  Only balances and days carry marks. */
difference_mark mark_of(const dc_answer *answer, size_t scenario, dc_metric metric, int week);

const char *mark_sign(difference_mark mark); /* "", "†", "*" */

/* Index of the last paired week: 0 when week 13 is the last week already. */
int last_paired(const dc_outcome *outcome);

#endif
