/*
 * inputs.h - docs/INPUTS.md, written from the tables that drive the reader.
 */
#ifndef DUECAST_READ_INPUTS_H
#define DUECAST_READ_INPUTS_H

#include <stdio.h>

void dc_inputs_write(FILE *out);

#endif
