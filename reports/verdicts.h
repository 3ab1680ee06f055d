/*
 * verdicts.h - what the backtest of an answer comes to, in one line.
 */
#ifndef DUECAST_REPORTS_VERDICTS_H
#define DUECAST_REPORTS_VERDICTS_H

#include "duecast/report.h"

/* How past bands held and how far a week was off, or why that is not known; with `sums` weeks added
 * up, too, else where their bands are too narrow. */
const char *say_trust(dc_arena *arena, const dc_answer *answer, bool sums);

/* "worse by 8.5 points": the loss of Duecast above that of a rule, in hundredths. */
const char *say_points(dc_arena *arena, dc_language language, double above);

/* What the sum of some weeks comes to, or why that is not known. */
const char *say_sum(dc_arena *arena, const dc_backtest_sum *sum, dc_language language);

/* The text, and how far off the longest sum that is known was; or only bands too narrow. */
const char *say_sum_trust(dc_arena *arena, const dc_answer *answer, const char *text, bool always);

#endif
