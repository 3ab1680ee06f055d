/*
 * live.h - the sheets that can be recalculated under other delays, terms and plans: where their
 * rows are, and the cells that a planner may edit.
 *
 * One time axis for all of them: day 0, the as-of date, stands in column LIVE_DAY_0 and each day in
 * the same column on every sheet.  Formulas follow duecast/daily.h line for line.
 */
#ifndef DUECAST_REPORTS_LIVE_H
#define DUECAST_REPORTS_LIVE_H

#include "sheets.h"

enum {
    LIVE_LABEL,    /* what the row is */
    LIVE_CLASS,    /* customers that fail alike */
    LIVE_FIGURE,   /* which figure of theirs */
    LIVE_AMOUNT,   /* what a row of chances is a share of */
    LIVE_CONSTANT, /* days the row is moved by, or to recovery */
    LIVE_MORE,     /* chance of one day more */
    LIVE_DAY_0
};
enum { LIVE_ROW_DAY = SHEET_FIRST_ROW + 1, LIVE_ROW_DATE, LIVE_ROW_WEEK, LIVE_ROW_FIRST };

typedef enum {
    LIVE_PAID,
    LIVE_CASH,
    LIVE_LOST,
    LIVE_PLAN_PAID,
    LIVE_PLAN_CASH,
    LIVE_INVOICED,
    LIVE_FIGURES
} live_figure;

/* Rows of Chances; 0: there is none. */
typedef struct {
    uint32_t row[LIVE_FIGURES];
} live_rows;

/* Sums by day of all customers, rows of Calculations by day. */
typedef enum {
    LIVE_SUM_INVOICED,
    LIVE_SUM_CASH,
    LIVE_SUM_RECOVERED,
    LIVE_SUM_PAID,
    LIVE_SUM_WRITTEN_OFF,
    LIVE_SUM_CLOSING,
    LIVE_SUMS
} live_sum;

typedef struct live_map {
    live_rows *group; /* per group of the answer's daily */
    uint32_t  *alive; /* per class */
    uint32_t   failed_written_off, failed_recovered;
    uint32_t   sum[LIVE_SUMS];
    double    *sum_value[LIVE_SUMS]; /* day_count + 1, major units */
} live_map;

/* Names of the cells that may be edited, on Inputs. */
#define NAME_DELAY_DAYS   "live_delay_days"
#define NAME_DELAY_SHARE  "live_delay_share"
#define NAME_TERMS_DAYS   "live_terms_days"
#define NAME_PASS_THROUGH "live_pass_through"
#define NAME_PLAN_SHARE   "live_plan_share"
#define NAME_EDITED       "live_edited"

/* What of a group is told by figure; NULL: nothing. */
const double *live_column(const dc_daily_group *group, live_figure figure);
dc_word       live_figure_word(live_figure figure);
const char   *live_class_name(report *r, size_t row);
const char   *live_group_name(report *r, const dc_daily_group *group);

uint32_t live_col(int32_t day);

/* Title, day, date and week of each column. */
void live_begin(report *r, grid *sheet, dc_word title, dc_word note);

/* The block of Inputs that may be edited; the row after it. */
uint32_t put_live_inputs(report *r, grid *sheet, uint32_t row);

#endif
