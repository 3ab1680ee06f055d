/*
 * verdicts.h - what the backtest of an answer comes to, in one line.
 */
#ifndef DUECAST_REPORTS_VERDICTS_H
#define DUECAST_REPORTS_VERDICTS_H

#include "duecast/report.h"

/* How past bands held and how far a week was off, or why that is not known. */
const char *say_trust(dc_arena *arena, const dc_answer *answer);

#endif
