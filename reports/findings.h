/*
 * findings.h - what the figures come to, in sentences that the workbook and the terminal share.
 */
#ifndef DUECAST_REPORTS_FINDINGS_H
#define DUECAST_REPORTS_FINDINGS_H

#include "text.h"

/* The company's name, else that of the book without its folders. */
const char *company_title(dc_arena *arena, const dc_answer *answer);

/* "EUR m incl. VAT": tax where the book tells of any; what to do where no currency is known. */
const char *say_unit(dc_arena *arena, const dc_answer *answer, const char *label);

const char *say_weeks(dc_arena *arena, const dc_answer *answer, int32_t weeks); /* "13 weeks" */
const char *say_rows_read(dc_arena *arena, const dc_answer *answer);
const char *say_ledger(dc_arena *arena, const dc_answer *answer, const money_scale *scale);
const char *say_learnt(dc_arena *arena, const dc_answer *answer);
const char *say_checks(dc_arena *arena, const dc_answer *answer);

/* A failed check in its words and figures. */
const char *say_failed_check(dc_arena *arena, const dc_answer *answer, const dc_check *check);
/* brief: without what is told of orders. */
const char *say_assumed(dc_arena *arena, const dc_answer *answer, bool brief);

/* How many futures, and what their number alone leaves open. */
const char *say_paths(dc_arena *arena, const dc_answer *answer, const money_scale *scale);

/* The largest 95 % half-width of cash collected, mean and P5, in any scenario, relative to it. */
double precision_reached(const dc_answer *answer);

/* The scenario in a row of a table: the baseline first, the others as they came, or by rank. */
size_t scenario_of_row(const dc_answer *answer, size_t row);

/* The customers with the most overdue, at most `count` of them. */
const char *say_call_first(dc_arena *arena, const dc_answer *answer, const money_scale *scale,
                           size_t count);
const char *say_largest_change(dc_arena *arena, const dc_answer *answer, const money_scale *scale);
/* Names of the scenarios, best first; "" where they are not ranked. */
const char *say_ranking(dc_arena *arena, const dc_answer *answer);
const char *say_true_up(dc_arena *arena, const dc_answer *answer, const money_scale *scale);

/* "[−0.52..−0.20]" of a money difference; "" where the scenario has no range. */
const char *say_range(dc_arena *arena, const dc_answer *answer, const money_scale *scale,
                      size_t scenario, const dc_difference *difference);

/* Claims in the ledger of today, to the minor unit as `duecast check` counts them. */
int64_t ledger_today(const dc_answer *answer);

/* What the terminal shows as n/a, with reasons; "" where nothing is. */
const char *say_missing(dc_arena *arena, const dc_answer *answer);

/* What lowest cash and the line need where cash is not known. */
const char *say_missing_cash(const dc_answer *answer);

/* Why a figure has no value in a week of the forecast, which it may have today. */
dc_word missing_ahead(const dc_answer *answer, dc_metric metric);

#endif
