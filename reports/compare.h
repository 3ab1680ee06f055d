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

/* Where a scenario's changes of cash by lever stand in the tables of levers. */
enum { BRIDGE_TABLES = 2 };
typedef struct {
    size_t   scenario;
    uint32_t head_row, row, first_col, last_col;
} bridge_table;

/* Tells of the first tables, at most BRIDGE_TABLES. */
uint32_t put_lever_bridges(report *r, grid *sheet, uint32_t row, bridge_table tables[BRIDGE_TABLES],
                           size_t *count);

/* Charts beside each other in chart_row, and what they are drawn from. */
uint32_t put_bridge_charts(report *r, grid *sheet, uint32_t row, uint32_t chart_row,
                           const bridge_table *tables, size_t count);
uint32_t put_ranking(report *r, grid *sheet, uint32_t row);
uint32_t put_retention(report *r, grid *sheet, uint32_t row);

/* What stands below a figure, live: "[0.9 .. 1.2]", the assumption's range, and "± 0.1 · 25 %":
 * simulation error and chance of being better.  The row after them. */
uint32_t put_remarks(report *r, grid *sheet, uint32_t row, size_t objective, int week);

#endif
