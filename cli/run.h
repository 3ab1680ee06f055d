/*
 * run.h - one run from input to answer: the straight line behind `forecast` and `whatif`.
 */
#ifndef DUECAST_CLI_RUN_H
#define DUECAST_CLI_RUN_H

#include "duecast/report.h"
#include "options.h"
#include "terminal.h"

typedef struct {
    dc_arena           *arena;
    dc_issues          *issues;
    size_t              issues_of_scenarios; /* all of which are shown */
    dc_book            *book;
    dc_model           *model;
    dc_items           *items;
    dc_today            today;
    dc_scenarios        scenarios;
    dc_simulate_options simulate;
    dc_comparison       comparison;
    dc_risk             risk;
    dc_checks           checks;
    dc_backtest        *backtest; /* a short one; NULL: none */
    dc_answer           answer;   /* borrows from all of the above */
} dc_run;

/* Reads the book of the first operand; issues are shown on stderr. */
dc_status dc_run_read(dc_run *run, const dc_cli_options *options);

/* The scenarios of these names and the levers, beside the baseline; issues are kept in the run.
 * horizon_days: of the forecast; 0: there is none. */
dc_status dc_run_scenarios(dc_scenarios *out, dc_run *run, const dc_cli_list *names,
                           const dc_cli_list *levers, int32_t horizon_days);

/* All that comes before the first path: scenarios, model, items, today. */
dc_status dc_run_prepare(dc_run *run, const dc_cli_options *options, const dc_cli_list *levers,
                         dc_learn_options *learn);

/* Learns, simulates the scenarios named by -s and the levers given, measures and checks; then a
 * short backtest, unless it is not wanted or there is too little history. */
dc_status dc_run_answer(dc_run *run, const dc_cli_options *options, const dc_cli_list *levers);

/* What a forecast takes as given instead of choosing it by the ledger. */
dc_learn_options dc_run_forecast_learning(void);

/* Learns the model; a terminal is told when it takes longer. */
dc_status dc_run_learn_model(dc_run *run, const dc_cli_options *options,
                             const dc_learn_options *learn);

/* The customer of this id or, failing that, name; UINT32_MAX after a line on stderr. */
uint32_t dc_run_customer(const dc_run *run, const char *wanted, const dc_cli_options *options);

/* Warnings of scenarios that have turned out to move nothing. */
void dc_run_look_back(dc_run *run);

/* Simulations of the run tell how far they are, until dc_progress_end. */
void dc_run_progress(dc_run *run, dc_progress *progress, const dc_cli_options *options);

/* The policies of the scenarios, baseline first; in the run's arena. */
const dc_policy **dc_run_policies(const dc_run *run);

/* `duecast whatif BOOK`: one what-if a line of standard input. */
dc_status dc_run_ask(const dc_cli_options *options);

/* `duecast whatif --solve`: the value of a lever at which a figure reaches a target. */
dc_status dc_run_solve(const dc_cli_options *options, const dc_cli_list *levers);

/* Outputs that nothing would know how to write. */
void dc_outputs_check(const dc_cli_options *options, dc_issues *issues);

/* Whether one of that kind is asked for: what only sheets show is not worked out for data. */
bool dc_outputs_have(const dc_cli_options *options, const char *end);

/* Writes one output; when the program is stopped meanwhile nothing unfinished is left behind. */
dc_status dc_run_write(dc_run *run, const dc_answer *answer, const char *path);

/* What went wrong, or what to know of the input, unless asked to be quiet about notes. */
void dc_run_show_issues(const dc_run *run, const dc_cli_options *options, dc_status status);

void dc_run_free(dc_run *run);

#endif
