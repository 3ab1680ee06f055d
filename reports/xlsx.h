/*
 * xlsx.h - the one door to the workbook library: styles, charts and the writer share this.
 */
#ifndef DUECAST_REPORTS_XLSX_H
#define DUECAST_REPORTS_XLSX_H

#include <xlsxwriter.h>

#include "sheets.h"

enum { XLSX_MARKS = 3 };

typedef enum {
    VERDICT_OK,
    VERDICT_FAIL,
    VERDICT_BETTER,
    VERDICT_WORSE,
    VERDICT_STALE,
    VERDICT_COUNT
} xlsx_verdict;

typedef struct {
    lxw_workbook *workbook;
    lxw_error     error; /* the first one */
    dc_language   language;
    const report *report;
    lxw_format   *formats[ROLE_COUNT][SHOW_COUNT_OF][XLSX_MARKS]; /* made when first used */
    lxw_format   *verdicts[VERDICT_COUNT];
} xlsx;

/* Keeps the first error. */
void xlsx_note(xlsx *x, lxw_error error);

lxw_format *xlsx_format(xlsx *x, const grid_cell *cell);
lxw_format *xlsx_verdict_format(xlsx *x, xlsx_verdict verdict);
const char *xlsx_font(dc_language language);

void xlsx_chart(xlsx *x, lxw_worksheet *worksheet, const grid_chart *chart);

#endif
