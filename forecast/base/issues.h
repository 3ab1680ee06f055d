/*
 * issues.h - the shape of one issue, shared by issues.c, which keeps the list, and
 * issues_write.c, which renders it.
 */
#ifndef DUECAST_BASE_ISSUES_H
#define DUECAST_BASE_ISSUES_H

#include "duecast/issues.h"

enum { DC_ISSUE_ARGUMENTS_MAX = 4 };

/* A row of duecast/issue_list.h. */
typedef struct {
    const char *name;
    dc_severity severity;
    const char *message[DC_LANGUAGE_COUNT];
    const char *remedy[DC_LANGUAGE_COUNT];
} dc_issue_row;

typedef struct {
    dc_issue_kind       kind;
    const dc_issue_row *row;
    size_t              number; /* place in the list, for a stable order */
    dc_place            place;  /* texts in the list's arena: valid UTF-8 without control letters */
    const char         *arguments[DC_ISSUE_ARGUMENTS_MAX];
    size_t              argument_count;
} dc_issue;

const dc_issue *dc_issues_at(const dc_issues *issues, size_t index);

#endif
