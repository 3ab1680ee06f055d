/*
 * csv_text.h - a text as a cell of CSV (RFC 4180).
 */
#ifndef DC_REPORTS_CSV_TEXT_H
#define DC_REPORTS_CSV_TEXT_H

#include <stdio.h>

/* In quotes where it must be; what a spreadsheet would run gets an apostrophe in front. */
void csv_text(FILE *out, const char *text);

#endif
