/* compare.h - the Compare sheet: its columns, and its blocks below the metrics. */
#ifndef DUECAST_REPORTS_COMPARE_H
#define DUECAST_REPORTS_COMPARE_H

#include "marks.h"
#include "sheets.h"

enum {
    COL_MEASURE,
    COL_UNIT,
    COL_WEEK,
    COL_DATE,
    COL_TODAY,
    COL_MEAN,
    COL_P5,
    COL_P95,
    COL_SCENARIOS /* one for each but the baseline */
};

/* Each returns the row after it, `row` itself where there is nothing to tell. */
uint32_t put_compared_cash(report *r, grid *sheet, uint32_t row);
uint32_t put_lever_bridges(report *r, grid *sheet, uint32_t row);
uint32_t put_ranking(report *r, grid *sheet, uint32_t row);
uint32_t put_retention(report *r, grid *sheet, uint32_t row);

/* What stands below a figure, live: "[0.9 .. 1.2]", the assumption's range, and "± 0.1 · 25 %":
 * simulation error and chance of being better.  The row after them. */
uint32_t put_remarks(report *r, grid *sheet, uint32_t row, size_t objective, int week);

#endif
