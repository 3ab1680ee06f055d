/*
 * option_values.h - one value of the command line, read as its option's kind says.
 */
#ifndef DUECAST_CLI_OPTION_VALUES_H
#define DUECAST_CLI_OPTION_VALUES_H

#include "options.h"

/* False when the text does not fit the kind; lists are none of its business. */
bool dc_option_value_read(void *field, const dc_option *row, const char *value);

bool dc_option_language_read(int *out, const char *text);

#endif
