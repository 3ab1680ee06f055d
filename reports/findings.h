/*
 * findings.h - what the figures come to, in sentences that the workbook and the terminal share.
 */
#ifndef DUECAST_REPORTS_FINDINGS_H
#define DUECAST_REPORTS_FINDINGS_H

#include "text.h"

const char *say_rows_read(dc_arena *arena, const dc_answer *answer);
const char *say_ledger(dc_arena *arena, const dc_answer *answer, const money_scale *scale);
const char *say_learnt(dc_arena *arena, const dc_answer *answer);
const char *say_checks(dc_arena *arena, const dc_answer *answer);
const char *say_assumed(dc_arena *arena, const dc_answer *answer);

/* The customers with the most overdue, at most `count` of them. */
const char *say_call_first(dc_arena *arena, const dc_answer *answer, const money_scale *scale,
                           size_t count);
const char *say_largest_change(dc_arena *arena, const dc_answer *answer, const money_scale *scale);
const char *say_true_up(dc_arena *arena, const dc_answer *answer, const money_scale *scale);

/* "[−0.52..−0.20]" of a money difference; "" where the scenario has no range. */
const char *say_range(dc_arena *arena, const dc_answer *answer, const money_scale *scale,
                      size_t scenario, const dc_difference *difference);

/* Share of the worth read that was rejected, 0..1. */
double rejected_share(const dc_answer *answer);

#endif
