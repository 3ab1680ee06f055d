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

/* Which direction is painted as better.  A smaller write-off or allowance at the end of the horizon
 * may only have moved behind it: neither is painted. */
/* Money beside the receivables is told where some lever moves any. */
bool is_told(const dc_answer *answer, dc_metric metric);

dc_better painted_better(dc_metric metric);

/* false: the scenario and the baseline agree on every path, and no chance is worth telling. */
bool differs(const dc_difference *difference);

/* What the bands leave out. */
dc_word limit_of_bands(const dc_answer *answer);

/* Index of the last paired week: 0 when week 13 is the last week already. */
int last_paired(const dc_outcome *outcome);

#endif
