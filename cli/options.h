/*
 * options.h - what was asked for on the command line.
 *
 * One table of rows (option_table.c) drives parsing, `duecast help COMMAND`, the man page and the
 * bash completion: an option is added by one row and one field below.  Parsing is GNU style:
 * options may stand anywhere, "--paths=500" and "--paths 500" are the same, "--" ends them.
 *
 * The texts in dc_cli_options are borrowed from argv; its lists live in its arena.
 */
#ifndef DUECAST_CLI_OPTIONS_H
#define DUECAST_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "duecast/arena.h"
#include "duecast/date.h"
#include "duecast/status.h"
#include "duecast/words.h"

struct dc_command;

typedef enum { DC_COLOUR_AUTO, DC_COLOUR_ALWAYS, DC_COLOUR_NEVER } dc_colour_choice;
typedef enum { DC_ENGINE_PATHS, DC_ENGINE_EXPECTED } dc_engine_choice;
typedef enum { DC_TOGETHER_LEARNT, DC_TOGETHER_NONE } dc_together_choice;
typedef enum { DC_WEEKS_FROM_AS_OF, DC_WEEKS_FROM_MONDAY } dc_week_start_choice;

typedef struct {
    size_t       count;
    const char **items;
} dc_cli_list;

typedef struct {
    dc_arena                *arena;
    const char              *command_line; /* as given, for the log: arguments joined by blanks */
    const struct dc_command *command;      /* NULL: none was named */
    dc_cli_list              operands;     /* after the command's name; a book comes first */

    /* The question. */
    dc_date     as_of;        /* DC_DATE_NONE: from the book or the data */
    int32_t     horizon_days; /* 7 to 731 */
    int         week_start;   /* dc_week_start_choice */
    dc_cli_list scenarios;    /* -s: names or files, "a+b" joined, "all", "board" */
    dc_cli_list levers;       /* -w: "late_payment:days=15,scope=segment:retail" */
    dc_cli_list solve;        /* "late_payment.days: lowest_cash=0"; more than one is refused */
    const char *rank;         /* "dso@13w"; NULL: not asked for */
    const char *cash_floor;   /* an amount; NULL: none */

    /* The backtest. */
    dc_date     from, to; /* origins; DC_DATE_NONE: the last ones there are */
    int         every;    /* 0: 7 days, 1: 14, 2: 28 */
    dc_cli_list fail_if;  /* "coverage80<0.72" */
    const char *customer; /* learn: id or name; NULL: all */

    dc_cli_list against; /* variance: past forecasts */

    /* The past. */
    dc_date     at;      /* DC_DATE_NONE: the as-of date */
    uint32_t    months;  /* month ends; 0: as many as usual */
    int         by;      /* 0: nothing, else dc_split + 1 */
    const char *buckets; /* "30,60,90"; NULL: the usual ones */
    bool        bad_debts;

    /* The worklist. */
    uint32_t    top;    /* customers shown; 0: as many as usual */
    const char *claim;  /* invoice; NULL: the whole list */
    uint32_t    within; /* days; 0: ranked by present value */
    const char *only;   /* "call,notice"; NULL: all steps */
    bool        grades, warnings;
    const char *record; /* file of actions to append; NULL: none */

    /* Letters and plans. */
    const char *notices;       /* folder to write letters to; NULL: none */
    int         letter;        /* 0: the customer's own stage, else dc_letter + 1 */
    const char *minimum;       /* least amount of a letter; NULL: the usual one */
    bool        with_disputed; /* ask for what is in dispute, too */
    const char *plan;          /* customer; NULL: none */
    double      down;          /* 0 to 0.9 */
    uint32_t    instalments;   /* 1 to 36 */
    int         period;        /* 0: 1m, 1: 1w, 2: 2w, 3: 4w, 4: 3m */
    dc_date     first;         /* first payment; DC_DATE_NONE: in a week */
    bool        insurer_consents;

    /* How it is read. */
    const char *format;     /* "auto", or a row of `duecast formats` */
    const char *currency;   /* book currency; NULL: from the book */
    const char *rates_file; /* NULL: the book's own */
    bool        strict, drop_duplicates;

    /* How it is computed. */
    int      engine;     /* dc_engine_choice */
    int      detail;     /* dc_detail */
    int      together;   /* dc_together_choice */
    uint32_t path_count; /* 100 to 1,000,000; with a precision the most */
    double   precision;  /* 0: none; 0.0001 to 0.5 */
    uint64_t seed;
    uint32_t threads;      /* 1 to 256; 0: as many as the machine has processors */
    uint64_t memory_limit; /* bytes; 0: as the machine allows */
    bool     no_learn, no_backtest, verify;

    /* How it is told. */
    dc_cli_list outputs;  /* -o: report.xlsx, answer.json, folder.csv, "-" */
    int         language; /* dc_language */
    int         colour;   /* dc_colour_choice */
    bool        json, quiet;

    uint32_t demo_invoices; /* of the sample company */
    bool     help, version, man, completion;
} dc_cli_options;

/* Reads the command line.  DC_ERR_USAGE after one line and a hint on `err`; *out is then NULL. */
dc_status dc_cli_options_parse(dc_cli_options **out, int argc, char *const *argv, FILE *err);
void      dc_cli_options_free(dc_cli_options *options); /* accepts NULL */

/* The rows, for parsing, help, man page and completion. */
typedef enum {
    DC_OPTION_FLAG,     /* bool */
    DC_OPTION_TEXT,     /* const char * */
    DC_OPTION_LIST,     /* dc_cli_list: may be given again */
    DC_OPTION_FILES,    /* dc_cli_list of file names */
    DC_OPTION_FILE,     /* const char *, a file name */
    DC_OPTION_CURRENCY, /* const char *, ISO 4217 */
    DC_OPTION_NUMBER,   /* uint32_t within least..most */
    DC_OPTION_SEED,     /* uint64_t */
    DC_OPTION_SIZE,     /* uint64_t bytes within least..most MiB; "2GiB", "512MB" */
    DC_OPTION_SHARE,    /* double; "1%" or "0.01", within least..most ten-thousandths */
    DC_OPTION_DATE,     /* dc_date */
    DC_OPTION_HORIZON,  /* int32_t days within least..most; "52w" or "364" */
    DC_OPTION_CHOICE,   /* int: position in `argument`, "auto|always|never" */
    DC_OPTION_LANGUAGE, /* int: dc_language */
} dc_option_kind;

typedef struct {
    const char    *name;   /* without the dashes */
    char           letter; /* 0: none */
    dc_option_kind kind;
    const char    *argument; /* "N", "DATE", "auto|always|never"; NULL for a flag */
    uint32_t       commands; /* set of 1u << dc_command_id that take it */
    uint32_t       least, most;
    size_t         offset; /* of the field in dc_cli_options */
    const char    *help[DC_LANGUAGE_COUNT];
} dc_option;

extern const dc_option dc_option_table[];
extern const size_t    dc_option_table_count;

#endif
