/*
 * measure_sections.h - `duecast measure` as a list of sections: each fills text and JSON.
 *
 * A section is one row of dc_measure_sections: its key in the JSON, its heading, and two functions.
 * A section that has nothing to say for this book or these options writes nothing and returns NULL.
 */
#ifndef DUECAST_CLI_MEASURE_SECTIONS_H
#define DUECAST_CLI_MEASURE_SECTIONS_H

#include <jansson.h>

#include "duecast/measures.h"
#include "duecast/report.h"
#include "run.h"

typedef struct {
    dc_run                      *run; /* book, issues, arena; the model by dc_measure_view_model */
    const dc_cli_options        *options;
    const dc_measures           *measures;
    dc_language                  language;
    dc_amount_scale              scale; /* of money in the text, book currency */
    int                          columns;
    dc_status                    status;    /* what went wrong in a section */
    struct dc_measure_bad_debts *bad_debts; /* measured at the first call, where asked for */
} dc_measure_view;

typedef struct {
    const char *key;
    dc_word     title; /* DC_WORD_COUNT: none */
    void (*write)(FILE *out, dc_measure_view *view);
    json_t *(*json)(dc_measure_view *view);
} dc_measure_section;

extern const dc_measure_section dc_measure_sections[];
extern const size_t             dc_measure_section_count;

/* One function each a section and form. */
void    dc_measure_write_history(FILE *out, dc_measure_view *view);
void    dc_measure_write_figures(FILE *out, dc_measure_view *view);
void    dc_measure_write_ageing(FILE *out, dc_measure_view *view);
void    dc_measure_write_split(FILE *out, dc_measure_view *view);
void    dc_measure_write_uncollected(FILE *out, dc_measure_view *view);
void    dc_measure_write_capital(FILE *out, dc_measure_view *view);
json_t *dc_measure_json_capital(dc_measure_view *view);
void    dc_measure_write_bridge(FILE *out, dc_measure_view *view);
json_t *dc_measure_json_bridge(dc_measure_view *view);
void    dc_measure_write_bad_debts(FILE *out, dc_measure_view *view);
json_t *dc_measure_json_bad_debts(dc_measure_view *view);
json_t *dc_measure_json_figures(dc_measure_view *view);
json_t *dc_measure_json_ageing(dc_measure_view *view);
json_t *dc_measure_json_split(dc_measure_view *view);
json_t *dc_measure_json_uncollected(dc_measure_view *view);

/* --- what sections share --- */

/* The learnt model, learnt at the first call; NULL when that failed (view->status). */
const dc_model *dc_measure_view_model(dc_measure_view *view);

/* Texts are in the run's arena.  A figure by its unit: "1,234.5", "45.2", "12.3 %"; "n/a". */
const char *dc_measure_text(const dc_measure_view *view, dc_unit unit, double value);
const char *dc_measure_value_text(const dc_measure_view *view, const dc_measure_info *about,
                                  const dc_measure_value *value);
const char *dc_measure_amount(const dc_measure_view *view, int64_t minor);

/* "1–30", "> 120", "not due". */
const char *dc_measure_bucket(const dc_measure_view *view, dc_aged_by by, size_t bucket);

/* Whose book it is: the company's name, or the path. */
const char *dc_measure_owner(const dc_measure_view *view);

/* What money is told in: "EUR m", or that no currency was given. */
const char *dc_measure_currency(const dc_measure_view *view);

/* Reads the book, checks that --at is a day that is known, and tells on stderr what there is to say
 * of both; dc_run_free in any case. */
dc_status dc_measure_open(dc_run *run, const dc_cli_options *options);

/* A text at the right end of so many columns. */
void dc_measure_right(FILE *out, const char *text, size_t width);

/* One block a value between the least and the largest, a blank where `known` is false. */
const char *dc_sparkline(dc_arena *arena, const double *value, const bool *known, size_t count);

json_t *dc_measure_json_date(dc_date date);
json_t *dc_measure_json_number(const dc_measure_view *view, dc_unit unit, double value);
json_t *dc_measure_json_money(const dc_measure_view *view, int64_t minor);

#endif
