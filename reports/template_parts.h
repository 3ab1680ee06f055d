/*
 * template_parts.h - a template once it is read: steps in their order, blocks with their end.
 */
#ifndef DC_REPORTS_TEMPLATE_PARTS_H
#define DC_REPORTS_TEMPLATE_PARTS_H

#include "template.h"

typedef enum {
    STEP_TEXT,
    STEP_VALUE,
    STEP_CELL, /* the bar between two cells of {{columns}} */
    STEP_EACH,
    STEP_IF,
    STEP_COLUMNS
} step_kind;

typedef struct {
    step_kind    kind;
    const char  *text; /* of STEP_TEXT; letters of STEP_COLUMNS */
    size_t       length;
    letter_field field; /* of STEP_VALUE; of STEP_IF unless `list` is one */
    letter_list  list;  /* of STEP_EACH, STEP_IF */
    bool         negated;
    size_t       otherwise, end; /* steps: where {{else}} continues (= end without), behind {{end}}
                                  */
} letter_step;

struct letter_template {
    letter_format format;
    size_t        count, capacity;
    letter_step  *step;
};

#endif
