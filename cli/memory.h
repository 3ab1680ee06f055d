/*
 * memory.h - a run that is too large is refused before it starts, and told what would fit.
 */
#ifndef DUECAST_CLI_MEMORY_H
#define DUECAST_CLI_MEMORY_H

#include "run.h"

/* Three quarters of the memory of the machine, or of the container that the program is in. */
uint64_t dc_memory_limit_usual(void);

/* What the program holds now; 0 where the system does not tell. */
uint64_t dc_memory_held(void);

/* Whether as much may be held for convenience: half of what is left within the limit. */
bool dc_memory_has_room(size_t bytes, const dc_cli_options *options);

/* Whether what is held and what simulating will take is within the limit. */
bool dc_memory_fits(const dc_run *run, const dc_cli_options *options);

/* DC_ERR_MEMORY, after a line on stderr, when what is held and what simulating will take exceeds
 * the limit of the options. */
dc_status dc_memory_check(const dc_run *run, const dc_cli_options *options);

#endif
