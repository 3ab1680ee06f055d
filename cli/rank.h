/* rank.h - `--rank METRIC --cash-floor AMOUNT`: scenarios ordered by a figure. */
#ifndef DUECAST_CLI_RANK_H
#define DUECAST_CLI_RANK_H

#include "run.h"

/* What is wrong with the request, before anything is read. */
void dc_rank_check(const dc_cli_options *options, dc_issues *issues);

/* What only the book can tell: whether cash is known; DC_ERR_INPUT with an issue. */
dc_status dc_rank_check_book(dc_run *run, const dc_cli_options *options);

/* Ranks the scenarios of the answer, if that is asked for. */
void dc_rank_answer(dc_run *run, const dc_cli_options *options);

#endif
