/*
 * worklist.h - the worklist as text.
 */
#ifndef DUECAST_CLI_WORKLIST_H
#define DUECAST_CLI_WORKLIST_H

#include "run.h"

/* run->answer has the worklist.  The customers worth most first, or the one asked for. */
void dc_worklist_write(FILE *out, dc_run *run, const dc_cli_options *options);

#endif
