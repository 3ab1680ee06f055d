/*
 * notices.h - letters and plans of `duecast worklist`.
 */
#ifndef DUECAST_CLI_NOTICES_H
#define DUECAST_CLI_NOTICES_H

#include <jansson.h>

#include "duecast/notices.h"
#include "run.h"

/* `--notices` and `--plan` without the list. */
dc_status dc_letters_run(const dc_cli_options *options);

/* Of a book that was read; what went wrong is among the issues of the run. */
dc_status dc_notices_run(dc_run *run, const dc_cli_options *options);
dc_status dc_plan_run(dc_run *run, const dc_cli_options *options);

/* DC_ERR_USAGE after a line on stderr. */
dc_status dc_notice_options_of(dc_notice_options *out, const dc_cli_options *options,
                               const dc_book *book);

/* Mistakes in the templates of the book become issues of the run. */
void dc_notices_look(dc_run *run);

json_t *dc_notices_gaps_json(const dc_notices *notices);

#endif
