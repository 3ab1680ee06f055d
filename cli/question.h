/*
 * question.h - one line of `duecast whatif BOOK`: levers, scenarios, or a word for the program.
 */
#ifndef DUECAST_CLI_QUESTION_H
#define DUECAST_CLI_QUESTION_H

#include "duecast/arena.h"
#include "options.h"

typedef enum {
    DC_QUESTION_NONE,    /* blank, or a comment alone */
    DC_QUESTION_OPEN,    /* a quote is not closed, or -s names nothing */
    DC_QUESTION_WHAT_IF, /* levers and scenarios */
    DC_QUESTION_LEVERS,  /* "levers", "levers NAME": explain */
    DC_QUESTION_QUIT     /* "quit", "exit" */
} dc_question_kind;

typedef struct {
    dc_question_kind kind;
    bool             goes_on;           /* "+ ...": beside all of the question before */
    dc_cli_list      levers, scenarios; /* DC_QUESTION_LEVERS: the name asked for, if any */
} dc_question;

/* Words are parted by blanks; ' and " hold words together, as in a shell; a word that begins with #
 * begins a comment, and nothing else is special.  "-s NAME" is a scenario, any other word a lever.
 * In the arena. */
dc_question dc_question_read(dc_arena *arena, const char *line);

#endif
