/*
 * interrupt.h - Ctrl-C, and being asked to end.
 *
 * The program ends at once, whatever it is doing: what is on disk is either as it was or complete,
 * because outputs are written beside their final name.  The one thing to do is to remove what is
 * not finished, so whoever writes a file tells here what it may leave behind.
 */
#ifndef DUECAST_CLI_INTERRUPT_H
#define DUECAST_CLI_INTERRUPT_H

#include "duecast/words.h"

/* From now on SIGINT, SIGTERM and SIGHUP end the program with a line on stderr, and by the signal
 * itself, so that a shell sees exit code 128 + its number and a loop in a script ends, too.  What
 * is ignored already (nohup, background jobs) stays ignored. */
void dc_interrupt_prepare(dc_language language);

/* A file, or a folder once its files are gone, to be removed; the text must live until forgotten.
 * At most DC_LEFTOVERS_MAX at a time. */
enum { DC_LEFTOVERS_MAX = 64 };
void dc_interrupt_leaves(const char *path);
void dc_interrupt_forget(void); /* all of them: they are finished, or removed */

#endif
