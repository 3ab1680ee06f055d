/*
 * template.h - letters as texts with places to fill in.
 *
 *     {{name}}                     a value; what is not known is named in brackets, never left out
 *     {{each list}} ... {{end}}    once for each row of a list
 *     {{if name}} ... {{else}} ... {{end}}      also {{if not name}}; a list is true with a row
 *     {{columns lrr}} ... {{end}}  text only: cells between bars, in columns, left or right
 *     {{include file}}             another template, looked for in the same places
 *     {{! a remark}}
 *
 * Nothing else is run, so a template can do no harm; a line that holds only directives leaves no
 * line behind.  Every mistake of a template is an issue with line and column, all in one run.
 * Values are escaped by the kind of letter: in HTML, & < > " ' and line ends.
 */
#ifndef DC_REPORTS_TEMPLATE_H
#define DC_REPORTS_TEMPLATE_H

#include <stdbool.h>

#include "duecast/arena.h"
#include "duecast/issues.h"
#include "duecast/words.h"

typedef enum {
    LIST_NONE,
    LIST_INVOICES,
    LIST_DISPUTED,
    LIST_CREDITS,
    LIST_TOTALS,
    LIST_PAYMENTS,
    LIST_COUNT
} letter_list;

#define LETTER_FIELD(field, list, name, english, chinese) field,
typedef enum {
#include "letter_field_list.h"
    LETTER_FIELD_COUNT
} letter_field;
#undef LETTER_FIELD

typedef struct {
    letter_list list; /* LIST_NONE: of the letter */
    const char *name; /* "customer.name" */
    const char *label[DC_LANGUAGE_COUNT];
} letter_field_info;

extern const letter_field_info letter_fields[LETTER_FIELD_COUNT];
extern const char *const       letter_lists[LIST_COUNT]; /* "" for none */

/* Values by field: NULL is not known, "" is known to be nothing. */
typedef const char *letter_row[LETTER_FIELD_COUNT];

typedef struct {
    letter_row value;
    struct {
        size_t      count;
        letter_row *row;
    } list[LIST_COUNT];
} letter_values;

typedef enum { LETTER_TEXT, LETTER_HTML, LETTER_FORMAT_COUNT } letter_format;

typedef struct letter_template letter_template;

/* Reads NAME from the first of the folders that has it; NULL after issues. */
letter_template *letter_template_read(dc_arena *arena, const char *const *folders, size_t count,
                                      const char *name, letter_format format, dc_issues *issues);

/* Writes a letter.  missing[field] becomes true for each value that was asked for and is NULL. */
void letter_write(FILE *out, const letter_template *template, const letter_values *values,
                  dc_language language, bool missing[LETTER_FIELD_COUNT]);

#endif
