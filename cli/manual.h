/*
 * manual.h - help, manual page and completion, all made from the command and option tables.
 */
#ifndef DUECAST_CLI_MANUAL_H
#define DUECAST_CLI_MANUAL_H

#include <stdio.h>

#include "commands.h"
#include "duecast/words.h"

void dc_manual_start(FILE *out, dc_language language);    /* `duecast` alone: ten lines */
void dc_manual_overview(FILE *out, dc_language language); /* `duecast help` */
void dc_manual_command(FILE *out, dc_language language, const dc_command *command);
void dc_manual_page(FILE *out);       /* duecast.1 */
void dc_manual_completion(FILE *out); /* for bash */

#endif
