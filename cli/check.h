/*
 * check.h - the totals `duecast check` prints under the list of problems.
 *
 * Rows read, used and rejected with their worth for each file; receivables, credits, money on
 * account and ledger for each currency; the ledger against the general ledger; counts of problems.
 */
#ifndef DUECAST_CLI_CHECK_H
#define DUECAST_CLI_CHECK_H

#include <stdio.h>

#include "duecast/book.h"

/* 0, or the number of errors among the issues. */
int dc_check_write(FILE *out, const dc_book *book, const dc_issues *issues, dc_language language);

#endif
