/*
 * lists.h - what the commands that list a table of the program have in common.
 */
#ifndef DUECAST_CLI_LISTS_H
#define DUECAST_CLI_LISTS_H

#include <jansson.h>

#include "duecast/status.h"
#include "options.h"

/* The row asked for; NULL: all. */
const char *dc_list_wanted(const dc_cli_options *options);

/* To standard output; the value is released. */
dc_status dc_list_dump(json_t *root);

/* "there is no lever 'x'; did you mean 'y'?"; always DC_ERR_USAGE. */
dc_status dc_list_unknown(dc_language language, dc_word what, const char *name,
                          const char *const *names, size_t count);

#endif
