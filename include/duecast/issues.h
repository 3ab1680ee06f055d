/*
 * issues.h - problems in the input, each with its place, its words and a remedy.
 *
 * The reader adds an issue and goes on, so that one run shows every problem.  The library never
 * prints: a caller renders the list into text.  Every kind of issue is one row of
 * duecast/issue_list.h (English and Chinese; {0} {1} {2} are the arguments), so that docs/ERRORS.md
 * and the program say the same.
 *
 *     invoices.csv:118:4: error: due date '2024-02-30' does not exist
 *     118 | INV-0933,acme,2024-01-31,2024-02-30,,1200.00
 *         |                          ^^^^^^^^^^
 *     write dates as YYYY-MM-DD; 2024-02 has 29 days
 */
#ifndef DUECAST_ISSUES_H
#define DUECAST_ISSUES_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "duecast/words.h"

typedef enum { DC_NOTE, DC_WARNING, DC_ERROR, DC_SEVERITY_COUNT } dc_severity;

#define DC_ISSUE_ROW(kind, severity, english, english_remedy, chinese, chinese_remedy) kind,
typedef enum {
#include "duecast/issue_list.h"
    DC_ISSUE_KIND_COUNT
} dc_issue_kind;
#undef DC_ISSUE_ROW

/* Where: all texts are copied by dc_issues_add. */
typedef struct {
    const char *file;    /* as the user gave it, or relative to the book; NULL: no file */
    uint32_t    line;    /* 1-based physical line; 0: the whole file is meant */
    uint32_t    column;  /* 1-based field of a CSV row, character of a YAML line; 0: whole line */
    const char *excerpt; /* the line as it stands in the file, without its end; NULL: none */
    uint32_t    mark;    /* 0-based byte in excerpt where the carets start */
    uint32_t    width;   /* bytes under the carets; 0: no carets */
} dc_place;

typedef struct dc_issues dc_issues;

dc_issues *dc_issues_new(void);
void       dc_issues_free(dc_issues *issues); /* accepts NULL */

/* Adds an issue; the arguments after `place` are const char *, closed by NULL, at most four. */
void dc_issues_add(dc_issues *issues, dc_issue_kind kind, const dc_place *place, ...)
    __attribute__((sentinel));

/* Adds a copy of an issue of another list. */
void dc_issues_copy(dc_issues *issues, const dc_issues *from, size_t index);

size_t        dc_issues_count(const dc_issues *issues, dc_severity severity);
size_t        dc_issues_total(const dc_issues *issues);
dc_issue_kind dc_issues_kind(const dc_issues *issues, size_t index);
dc_severity   dc_issues_severity(const dc_issues *issues, size_t index);
dc_place      dc_issues_place(const dc_issues *issues, size_t index); /* borrowed texts */

/* "due date '2024-02-30' does not exist", in the language asked for; into `out`, which is a stream
 * of the caller's (open_memstream, a file, stderr). */
void dc_issues_write_message(FILE *out, const dc_issues *issues, size_t index,
                             dc_language language);

/* What to do about it; nothing where no remedy is known. */
void dc_issues_write_remedy(FILE *out, const dc_issues *issues, size_t index, dc_language language);

/* The four-line form above.  `colour` adds terminal colours. */
void dc_issues_write(FILE *out, const dc_issues *issues, size_t index, dc_language language,
                     int colour);

/* Orders by file, line, column and kind (stable), so that reading order does not matter. */
void dc_issues_sort(dc_issues *issues);

/* The table itself, for docs and tests. */
const char *dc_issue_kind_name(dc_issue_kind kind); /* "DC_ISSUE_BAD_DATE" */

#endif
