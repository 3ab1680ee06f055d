/*
 * xlsx.h - the one door to the workbook library: styles, charts and the writer share this.
 */
#ifndef DUECAST_REPORTS_XLSX_H
#define DUECAST_REPORTS_XLSX_H

#include <xlsxwriter.h>

#include "sheets.h"

enum { XLSX_MARKS = 3, XLSX_UNITS = 4 };

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
    uint32_t      styles[ROLE_COUNT][SHOW_COUNT_OF][XLSX_MARKS];  /* 1 + the number; 0: not asked */
    lxw_format   *verdicts[VERDICT_COUNT];
    lxw_format   *in_unit[XLSX_UNITS][XLSX_MARKS];
    struct xlsx_rows *apart; /* rows that the library does not write */
} xlsx;

/* Keeps the first error. */
void xlsx_note(xlsx *x, lxw_error error);

lxw_format *xlsx_format(xlsx *x, const grid_cell *cell);
uint32_t    xlsx_style(xlsx *x, const grid_cell *cell); /* what the file calls its format */
lxw_format *xlsx_verdict_format(xlsx *x, xlsx_verdict verdict);
lxw_format *xlsx_unit_format(xlsx *x, double unit, size_t mark);
size_t      xlsx_mark(const char *mark); /* which of the marks behind a figure; 0: none */
const char *xlsx_font(dc_language language);

/* Paper, margins, footer, what is printed and where pages end. */
void   xlsx_pages(xlsx *x, lxw_worksheet *worksheet, const grid *from);
double xlsx_row_height(const grid_row *row); /* points; 0: as usual */

/* Rules by which amounts of the sheet are shown in the unit of the Cover. */
void xlsx_units(xlsx *x, lxw_worksheet *worksheet, const grid *from);

void xlsx_chart(xlsx *x, lxw_worksheet *worksheet, const grid_chart *chart);

#endif
