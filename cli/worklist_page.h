/*
 * worklist_page.h - what the parts of the worklist's text share: a page, and figures as text.
 */
#ifndef DUECAST_CLI_WORKLIST_PAGE_H
#define DUECAST_CLI_WORKLIST_PAGE_H

#include "worklist.h"

typedef struct {
    FILE                 *out;
    dc_arena             *arena;
    const dc_answer      *answer;
    const dc_cli_options *options;
    dc_language           language;
    dc_amount_scale       scale; /* of tables */
    size_t                columns;
} dc_work_page;

/* Texts are in the arena. */
const char *dc_work_fill(const dc_work_page *p, dc_word word, const char *const *arguments,
                         size_t count);
#define SAY(p, word, ...)                                                                          \
    dc_work_fill(p, word, (const char *const[]){__VA_ARGS__},                                      \
                 sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))
const char *dc_work_count(const dc_work_page *p, size_t count);
const char *dc_work_date(const dc_work_page *p, dc_date date);
const char *dc_work_money(const dc_work_page *p, double minor);  /* "EUR 1,234" */
const char *dc_work_figure(const dc_work_page *p, double minor); /* on the scale of tables */
const char *dc_work_share(const dc_work_page *p, double share);
const char *dc_work_invoice(const dc_work_page *p, size_t claim);
const char *dc_work_name(const dc_work_page *p, uint32_t customer);
void        dc_work_right(const dc_work_page *p, const char *text, size_t width);
void        dc_work_line(const dc_work_page *p, const char *text);

/* What each path of one claim is worth, and whether to sue. */
void dc_worklist_write_claim(const dc_work_page *p, const dc_wait_or_sue *view);

/* Grades, limits and holds. */
void dc_worklist_write_grades(const dc_work_page *p, const dc_credit_review *review, size_t top);

/* Who is warned of, and how warnings did. */
void dc_worklist_write_warnings(const dc_work_page *p, const dc_warnings *warnings, size_t top);

#endif
