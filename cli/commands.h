/*
 * commands.h - the commands as rows: name, what it does, how it is called, what runs it.
 *
 * The overview, `duecast help COMMAND`, the man page and the completion are made from these rows.
 */
#ifndef DUECAST_CLI_COMMANDS_H
#define DUECAST_CLI_COMMANDS_H

#include <stddef.h>

#include "duecast/status.h"
#include "duecast/words.h"
#include "options.h"

typedef enum {
    DC_COMMAND_CHECK,
    DC_COMMAND_DEMO,
    DC_COMMAND_FORECAST,
    DC_COMMAND_MEASURE,
    DC_COMMAND_LEARN,
    DC_COMMAND_WHATIF,
    DC_COMMAND_DIFF,
    DC_COMMAND_BACKTEST,
    DC_COMMAND_WORKLIST,
    DC_COMMAND_VARIANCE,
    DC_COMMAND_LEVERS,
    DC_COMMAND_METRICS,
    DC_COMMAND_FORMATS,
    DC_COMMAND_HELP,
    DC_COMMAND_COUNT
} dc_command_id;

enum { DC_EXAMPLES_MAX = 4, DC_OPERANDS_ANY = 1000000 };

typedef struct dc_command {
    dc_command_id id;
    const char   *name;
    const char   *operands; /* "BOOK LEVER..." */
    size_t        operands_least, operands_most;
    dc_status (*run)(const dc_cli_options *options);
    const char *about[DC_LANGUAGE_COUNT];   /* one line */
    const char *details[DC_LANGUAGE_COUNT]; /* a paragraph for help and man page */
    const char *examples[DC_EXAMPLES_MAX];  /* whole command lines, the plainest first */
} dc_command;

extern const dc_command dc_command_table[DC_COMMAND_COUNT]; /* in the order of dc_command_id */

const dc_command *dc_command_find(const char *name); /* NULL: there is none */

/* Runs what was asked for: the start page, help, version, or the command. */
dc_status dc_command_run(const dc_cli_options *options);

/* One function a command.  Answers go to stdout, everything else to stderr. */
dc_status dc_run_check(const dc_cli_options *options);
dc_status dc_run_worklist(const dc_cli_options *options);
dc_status dc_run_demo(const dc_cli_options *options);
dc_status dc_run_measure(const dc_cli_options *options);
dc_status dc_run_forecast(const dc_cli_options *options);
dc_status dc_run_learn(const dc_cli_options *options);
dc_status dc_run_whatif(const dc_cli_options *options);
dc_status dc_run_diff(const dc_cli_options *options);
dc_status dc_run_backtest(const dc_cli_options *options);
dc_status dc_run_worklist(const dc_cli_options *options);
dc_status dc_run_variance(const dc_cli_options *options);
dc_status dc_run_levers(const dc_cli_options *options);
dc_status dc_run_metrics(const dc_cli_options *options);
dc_status dc_run_formats(const dc_cli_options *options);
dc_status dc_run_help(const dc_cli_options *options);

#endif
