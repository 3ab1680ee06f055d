/*
 * report.h - the answer, and writing it: .xlsx, .html, .json, .csv (a directory), terminal text.
 *
 * An answer without a comparison is one of `duecast backtest`: its workbook holds the accuracy
 * only; or one of `duecast worklist`, which has tables and sheets of its own.  With one, worklist
 * and warnings are sheets beside the others.
 *
 * Every writer says the same figures with the same stable keys; money as exact decimals in major
 * units.  Sheets fill a neutral grid (reports/grid.h); only write_xlsx.c knows the workbook
 * library. Output is written beside its final name and renamed, so that a failed run leaves the
 * old file. No clock: the workbook's creation time is the as-of date.
 */
#ifndef DUECAST_REPORT_H
#define DUECAST_REPORT_H

#include "duecast/backtest.h"
#include "duecast/bad_debt.h"
#include "duecast/bridge.h"
#include "duecast/credit_review.h"
#include "duecast/daily.h"
#include "duecast/early_warning.h"
#include "duecast/loyalty.h"
#include "duecast/objective.h"
#include "duecast/risk.h"
#include "duecast/scenario.h"
#include "duecast/variance.h"
#include "duecast/worklist.h"

/* Why an answer has no backtest. */
typedef enum {
    DC_BACKTEST_NOT_ASKED, /* --no-backtest, or a command that has none */
    DC_BACKTEST_NO_BANDS,  /* engine `expected` */
    DC_BACKTEST_TOO_LITTLE /* history */
} dc_backtest_absence;

/* Which claims the workbook lists one by one. */
typedef enum { DC_DETAIL_OPEN, DC_DETAIL_NONE, DC_DETAIL_ALL } dc_detail;

/* All that a report may say; borrowed from its owners. */
typedef struct {
    const char     *version;      /* "0.1.0" */
    char            run_id[65];   /* SHA-256 of canonical content and options that change results */
    const char     *command_line; /* for the Log sheet only */
    const dc_book  *book;
    const dc_model *model;
    const dc_items *items;
    const dc_today *today;
    const dc_measures         *measures; /* the last month ends; NULL: not told */
    const dc_scenarios        *scenarios;
    const dc_rank_by          *rank;       /* NULL: the scenarios are not ranked */
    const dc_ranked           *ranking;    /* one row a scenario, the baseline among them */
    const dc_loyalty          *loyalty;    /* [scenario]; NULL: not asked for */
    const dc_comparison       *comparison; /* NULL: a backtest alone; only the book, the backtest,
                                            * version, run_id and language are then looked at */
    const dc_checks           *checks;
    const dc_issues           *issues; /* of reading and scenarios: counts, warnings */
    size_t                     customer_count;
    const dc_customer_row     *customers;
    size_t                     bridge_count;
    const dc_dso_bridge       *bridges;    /* why DSO moved, past ones first; then those ahead */
    const dc_daily            *daily;      /* what the live sheets work on; NULL: there are none */
    const char                *daily_plan; /* the plan of it as parameters: ",count=3" */
    const dc_simulate_options *options;
    const dc_backtest         *backtest; /* NULL: none, as `no_backtest` says */
    dc_backtest_absence        no_backtest;
    dc_detail                  detail;
    bool                       apart;          /* as if nothing were settled together: a what-if */
    const dc_worklist         *worklist;       /* NULL: none */
    const dc_wait_or_sue      *wait_or_sue;    /* one claim of it; NULL: none was asked for */
    const dc_credit_review    *credit;         /* NULL: not asked for */
    const dc_warnings         *warnings;       /* likewise */
    const dc_roll_rates       *roll;           /* likewise */
    size_t                     variance_count; /* past forecasts, newest first; 0: a forecast. */
    const dc_variance *const  *variances;      /* then only these, the book, version and language */
    const dc_risk             *risk;           /* of the baseline; NULL: not measured */
    dc_language                language;
} dc_answer;

/* Whether a path is a name with this ending. */
bool dc_path_ends(const char *path, const char *end);

/* A text as a cell of CSV (RFC 4180): in quotes where it must be; what a spreadsheet would run gets
 * an apostrophe in front. */
void dc_csv_text(FILE *out, const char *text);

/* Whether dc_report_write would know what to write: asked before the work, not after. */
bool dc_report_knows(const char *path);

/* By extension of path: .xlsx, .html (Summary, Compare and Risk), .json, .csv (a directory of CSV
 * files named path without ".csv", or a path that ends in "/").
 * "-" is JSON on `standard_output`.  DC_ERR_OUTPUT with an issue otherwise. */
dc_status dc_report_write(const dc_answer *answer, const char *path, FILE *standard_output,
                          dc_issues *issues);

/* What an unfinished output of this name is called while it is written: a file, or the files of a
 * folder and then the folder.  In the arena; for whoever ends the program before it is finished. */
enum { DC_REPORT_LEFTOVERS_MAX = 64 };
size_t dc_report_leftovers(const char *names[DC_REPORT_LEFTOVERS_MAX], dc_arena *arena,
                           const char *path);

/* What a path is called once it is written: "all.csv" is the folder "all/".  In the arena. */
const char *dc_report_name(dc_arena *arena, const char *path);

/* Writes a file beside its final name and renames it; DC_ERR_OUTPUT with an issue. */
typedef dc_status dc_file_writer(void *context, FILE *out);
dc_status dc_report_file(const char *path, dc_file_writer *write, void *context, dc_issues *issues);

/* How amounts up to this size are shortened: minor units / divisor, in "EUR k". */
typedef struct {
    double      divisor;
    int         decimals;
    const char *label;
} dc_amount_scale;
dc_amount_scale dc_amount_scale_for(dc_arena *arena, dc_language language,
                                    const dc_currency *currency, double largest_minor);

/* "−1,234.50"; in the arena. */
const char *dc_number_text(dc_arena *arena, double value, int decimals);

/* "EUR 1.23 m", on a scale of its own; in the arena. */
const char *dc_amount_text(dc_arena *arena, dc_language language, const dc_currency *currency,
                           double minor);

/* What a book is called: the company's name, else that of the book without its folders; in the
 * arena. */
const char *dc_book_title(dc_arena *arena, const dc_book *book);

/* A text from outside that is safe to show; in the arena. */
const char *dc_clean_text(dc_arena *arena, const char *text);

/* An invoice by its number and, where it is due in parts, which: "INV-7/2"; in the arena. */
const char *dc_part_name(dc_arena *arena, const char *invoice, const char *part);

/* A word of a shell command as it is, or in quotes; in the arena. */
const char *dc_shell_word(dc_arena *arena, const char *text);

/* The summary of at most 25 lines; `width` columns of the terminal, colour 0 or 1. */
void dc_summary_write(FILE *out, const dc_answer *answer, const char *const *written,
                      size_t written_count, int width, int colour);

/* Checks that failed, one a line; nothing where all hold or none was made. */
void dc_failed_checks_write(FILE *out, const dc_answer *answer);

/* One paired difference against the baseline, for `duecast whatif`. */
void dc_whatif_write(FILE *out, const dc_answer *answer, int width, int colour);

/* The newest of the past forecasts against what happened, and all by lead time. */
void dc_variance_write(FILE *out, const dc_answer *answer, int width);

/* What a backtest comes to, a sentence each; the texts are in the arena. */
enum { DC_SENTENCES_MAX = 20 };
typedef struct {
    size_t      count;
    const char *text[DC_SENTENCES_MAX];
} dc_sentences;
void dc_backtest_say(dc_sentences *out, dc_arena *arena, const dc_backtest *backtest,
                     dc_language language);

/* What the forecasters are called. */
dc_word dc_rule_word(dc_rule rule);
dc_word dc_total_word(dc_total total);

/* Why a step is suggested, in a sentence; in the arena.  Columns of a table of one claim a row. */
const char *dc_worklist_reason(dc_arena *arena, const dc_answer *answer,
                               const dc_work_claim *claim);
/* The signals of a customer; how such warnings did in the past; 12.3 % or 45 %.  In the arena. */
const char *dc_warning_say(dc_arena *arena, dc_language language, const dc_warning_row *row);
const char *dc_warning_record_say(dc_arena *arena, dc_language language,
                                  const dc_warning_record *past);
const char *dc_share_text(dc_arena *arena, double share);

dc_status dc_worklist_write_json(const dc_answer *answer, FILE *out);
dc_status dc_worklist_write_csv(const dc_answer *answer, FILE *out);

/* The headline sentence, in the answer's language; borrowed from the arena. */
const char *dc_headline(dc_arena *arena, const dc_answer *answer);

#endif
