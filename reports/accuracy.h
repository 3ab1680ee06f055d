/*
 * accuracy.h - the tables at the foot of the Accuracy sheet, which its pictures point to.
 */
#ifndef DUECAST_REPORTS_ACCURACY_H
#define DUECAST_REPORTS_ACCURACY_H

#include "sheets.h"

enum { ACCURACY_BANDS = 3 }; /* 50, 80 and 95 % */

/* Columns of the tables. */
enum {
    CALIBRATION_BAND,
    CALIBRATION_PROMISED,
    CALIBRATION_CASH,
    CALIBRATION_CASH_LOW,
    CALIBRATION_CASH_HIGH,
    CALIBRATION_COUNTS,
    CALIBRATION_COUNTS_LOW,
    CALIBRATION_COUNTS_HIGH,
    CALIBRATION_READ_CASH,
    CALIBRATION_READ_COUNTS,
    CALIBRATION_COLUMNS
};
enum { PIT_TENTH, PIT_CASH, PIT_COUNTS, PIT_RIGHT, PIT_COLUMNS };
enum {
    FIRST_ORIGIN,
    FIRST_FORECAST,
    FIRST_LOW,
    FIRST_HIGH,
    FIRST_ACTUAL,
    FIRST_INSIDE,
    FIRST_COLUMNS
};

/* The first row of figures of each. */
typedef struct {
    uint32_t calibration, pit, first_weeks;
} accuracy_rows;

/* Total cash of the first weeks together, where it was looked at; the row below. */
uint32_t accuracy_sums(report *r, grid *sheet, uint32_t row);

void accuracy_tables(report *r, grid *sheet, uint32_t row, accuracy_rows *out);

#endif
