/*
 * backtest.h - how `duecast backtest` tells its result, and the limits of --fail-if.
 */
#ifndef DUECAST_CLI_BACKTEST_H
#define DUECAST_CLI_BACKTEST_H

#include <stdio.h>

#include "duecast/backtest.h"
#include "duecast/words.h"

/* Tables of rules and scores, at most 80 columns wide, then what they mean in words. */
void dc_backtest_write(FILE *out, const dc_backtest *backtest, const dc_book *book,
                       dc_language language);
void dc_backtest_write_json(FILE *out, const dc_backtest *backtest, const dc_book *book);

/* "coverage80<0.72": a limit that fails when the score is above or below it. */
typedef struct {
    dc_score score;
    bool     is_above; /* '>' */
    double   limit;
} dc_gate;

bool dc_gate_parse(dc_gate *out, const char *text);

/* The limit was meant in per cent: 72 where a share, 0.72, is wanted. */
bool dc_gate_is_percent(const dc_gate *gate);

/* Duecast's score breaks the limit; one that cannot be measured does, too. */
bool dc_gate_fails(const dc_gate *gate, const dc_backtest *backtest);

#endif
