/*
 * status.h - how an operation ended.
 *
 * One list yields the enum, the text and the exit code of the program, so that the three cannot
 * drift apart.  Details about the user's input travel as issues (issues.h), never in the status.
 */
#ifndef DUECAST_STATUS_H
#define DUECAST_STATUS_H

#define DC_STATUS_LIST(X)                                                                          \
    X(DC_OK, 0, "done")                                                                            \
    X(DC_ERR_LIMIT, 1, "a limit given by --fail-if was exceeded")                                  \
    X(DC_ERR_USAGE, 2, "the command line was not understood")                                      \
    X(DC_ERR_INPUT, 3, "the input cannot be used")                                                 \
    X(DC_ERR_TOO_LITTLE_HISTORY, 4, "there is too little payment history")                         \
    X(DC_ERR_MEMORY, 5, "out of memory, or over a documented limit")                               \
    X(DC_ERR_OUTPUT, 6, "an output file could not be written")                                     \
    X(DC_ERR_VERIFY, 6, "a check of the result failed")                                            \
    X(DC_ERR_STOPPED, 130, "stopped before it was done")

#define DC_STATUS_NAME(name, exit_code, text) name,
typedef enum { DC_STATUS_LIST(DC_STATUS_NAME) DC_STATUS_COUNT } dc_status;
#undef DC_STATUS_NAME

const char *dc_status_text(dc_status status);
int         dc_status_exit_code(dc_status status);

#endif
