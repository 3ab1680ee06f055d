/*
 * terminal.h - what depends on the terminal: colour, display width, progress, issues.
 *
 * Colour only on a terminal, never with NO_COLOR or TERM=dumb, unless asked for.  Progress goes to
 * stderr, only on a terminal, only after a second: a quick run stays silent, a pipe stays clean.
 */
#ifndef DUECAST_CLI_TERMINAL_H
#define DUECAST_CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "duecast/issues.h"
#include "duecast/words.h"
#include "options.h"

bool dc_terminal_colour(dc_colour_choice choice, FILE *stream);

/* Columns of the terminal behind `stream`, 60 to 160; 100 for files and pipes, so that what is
 * saved does not depend on the window. */
int dc_terminal_columns(FILE *stream);

/* Columns the text takes on a terminal: a Chinese character takes two. */
size_t dc_terminal_width(const char *text);

/* The text, then blanks up to `width` columns; never cut. */
void dc_terminal_pad(FILE *out, const char *text, size_t width);

/* The text broken at `width` columns.  The first line continues at `column`; every further one is
 * indented by `indent` blanks.  Ends with a line feed. */
void dc_terminal_wrap(FILE *out, const char *text, size_t column, size_t indent, size_t width);

/* The words with their arguments, and a line feed. */
void dc_terminal_say(FILE *out, dc_language language, dc_word word, const char *const *arguments,
                     size_t count);

/* "duecast: ..." on standard error, with one argument. */
void dc_terminal_complain(const dc_cli_options *options, dc_word word, const char *argument);

/* "1,000,000". */
enum { DC_COUNT_TEXT_MAX = 32 };
void dc_terminal_count(char buffer[static DC_COUNT_TEXT_MAX], uint64_t number);

/* "simulating  62%  6,200 of 10,000", one line that is written over and wiped at the end. */
typedef struct {
    bool            wanted, shown;
    dc_language     language;
    struct timespec started;
    unsigned        percent; /* last one written */
} dc_progress;

void dc_progress_start(dc_progress *progress, const dc_cli_options *options);
void dc_progress_show(dc_progress *progress, const char *what, uint64_t done, uint64_t total);
void dc_progress_end(dc_progress *progress);

/* Work that cannot tell how far it is: after a second the terminal says what is going on.  One at a
 * time; ends with dc_busy_end. */
void dc_busy_start(const dc_cli_options *options, dc_word what);
void dc_busy_end(void);

/* "1 error, 2 warnings", down to that severity, and a line feed. */
void dc_terminal_issue_counts(FILE *out, const dc_issues *issues, dc_language language,
                              dc_severity least);

/* Writes the issues of at least that severity, errors first, at most `most` of them, then how many
 * there were.  Notes are kept back when asked to be quiet. */
enum { DC_ISSUES_SHOWN = 12 };
void dc_terminal_issues(FILE *out, const dc_issues *issues, const dc_cli_options *options,
                        dc_severity least, size_t most);

#endif
