#include "manual.h"

#include <stdbool.h>
#include <string.h>

#include "duecast/status.h"
#include "terminal.h"

enum { PAGE_WIDTH = 80, COMMAND_COLUMN = 12, OPTION_COLUMN = 30, EXAMPLE_COLUMN = 50 };

static bool takes(const dc_command *command, const dc_option *row)
{
    return row->commands & 1u << command->id;
}

/* ---- help on the terminal ---- */

static void heading(FILE *out, dc_language language, dc_word word)
{
    fprintf(out, "\n%s\n", dc_say(language, word));
}

void dc_manual_start(FILE *out, dc_language language)
{
    static const dc_command_id tour[] = {DC_COMMAND_DEMO, DC_COMMAND_CHECK, DC_COMMAND_FORECAST,
                                         DC_COMMAND_WHATIF};

    fprintf(out, "duecast %s - %s\n\n", DUECAST_VERSION, dc_say(language, DC_WORD_CLI_MOTTO));
    for (size_t i = 0; i < sizeof tour / sizeof tour[0]; i++) {
        const dc_command *command = &dc_command_table[tour[i]];
        fputs("  ", out);
        dc_terminal_pad(out, command->examples[0], EXAMPLE_COLUMN);
        fprintf(out, "%s\n", command->about[language]);
    }
    fprintf(out, "\n%s\n%s\n", dc_say(language, DC_WORD_CLI_OWN_LEDGER),
            dc_say(language, DC_WORD_CLI_MORE_HELP));
}

static void write_exit_codes(FILE *out, dc_language language)
{
    heading(out, language, DC_WORD_CLI_EXIT_CODES);
    for (int status = 0; status < DC_STATUS_COUNT; status++)
        fprintf(out, "  %d  %s\n", dc_status_exit_code((dc_status)status),
                dc_status_text((dc_status)status));
}

void dc_manual_overview(FILE *out, dc_language language)
{
    fprintf(out, "duecast %s - %s\n", DUECAST_VERSION, dc_say(language, DC_WORD_CLI_MOTTO));
    heading(out, language, DC_WORD_CLI_EXAMPLES);
    fprintf(out, "  %s\n", dc_command_table[DC_COMMAND_DEMO].examples[0]);
    fprintf(out, "  %s\n", dc_command_table[DC_COMMAND_FORECAST].examples[0]);
    heading(out, language, DC_WORD_CLI_COMMANDS);
    for (size_t i = 0; i < DC_COMMAND_COUNT; i++) {
        fputs("  ", out);
        dc_terminal_pad(out, dc_command_table[i].name, COMMAND_COLUMN - 2);
        fprintf(out, "%s\n", dc_command_table[i].about[language]);
    }
    write_exit_codes(out, language);
    fprintf(out, "\n%s\n", dc_say(language, DC_WORD_CLI_HELP_ON_COMMAND));
}

/* "  -o, --output FILE" */
static void write_option(FILE *out, dc_language language, const dc_option *row)
{
    char   flags[80];
    char   letter[8] = "    ";
    size_t width;

    if (row->letter)
        snprintf(letter, sizeof letter, "-%c, ", row->letter);
    snprintf(flags, sizeof flags, "  %s--%s%s%s", letter, row->name, row->argument ? " " : "",
             row->argument ? row->argument : "");
    width = dc_terminal_width(flags);
    dc_terminal_pad(out, flags, OPTION_COLUMN);
    if (width >= OPTION_COLUMN)
        fprintf(out, "\n%*s", OPTION_COLUMN, "");
    dc_terminal_wrap(out, row->help[language], OPTION_COLUMN, OPTION_COLUMN, PAGE_WIDTH);
}

void dc_manual_command(FILE *out, dc_language language, const dc_command *command)
{
    fprintf(out, "duecast %s - %s\n", command->name, command->about[language]);
    heading(out, language, DC_WORD_CLI_EXAMPLES);
    for (size_t i = 0; i < DC_EXAMPLES_MAX && command->examples[i]; i++)
        fprintf(out, "  %s\n", command->examples[i]);
    heading(out, language, DC_WORD_CLI_USAGE);
    fprintf(out, "  duecast %s %s\n\n", command->name, command->operands);
    dc_terminal_wrap(out, command->details[language], 0, 0, PAGE_WIDTH);
    heading(out, language, DC_WORD_CLI_OPTIONS);
    for (size_t i = 0; i < dc_option_table_count; i++)
        if (takes(command, &dc_option_table[i]))
            write_option(out, language, &dc_option_table[i]);
}

/* ---- the manual page ---- */

/* Text for troff: a dash must be a minus, a backslash must show, a leading dot must not command. */
static void troff(FILE *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", out);
    for (; *text; text++) {
        if (*text == '-')
            fputs("\\-", out);
        else if (*text == '\\')
            fputs("\\e", out);
        else
            fputc(*text, out);
    }
}

static void troff_line(FILE *out, const char *macro, const char *text)
{
    if (macro)
        fprintf(out, "%s ", macro);
    troff(out, text);
    fputc('\n', out);
}

static void write_page_command(FILE *out, const dc_command *command)
{
    fputs(".SS \"duecast ", out);
    troff(out, command->name);
    fprintf(out, " %s\"\n", command->operands);
    troff_line(out, NULL, command->details[DC_ENGLISH]);
    fputs(".PP\n.nf\n.RS 4\n", out);
    for (size_t i = 0; i < DC_EXAMPLES_MAX && command->examples[i]; i++)
        troff_line(out, NULL, command->examples[i]);
    fputs(".RE\n.fi\n", out);
}

static void write_page_option(FILE *out, const dc_option *row)
{
    fputs(".TP\n", out);
    if (row->letter)
        fprintf(out, "\\fB\\-%c\\fR, ", row->letter);
    fputs("\\fB\\-\\-", out);
    troff(out, row->name);
    fputs("\\fR", out);
    if (row->argument)
        fprintf(out, " \\fI%s\\fR", row->argument);
    fputc('\n', out);
    troff_line(out, NULL, row->help[DC_ENGLISH]);
    if (row->commands == (1u << DC_COMMAND_COUNT) - 1)
        return;
    fputs("For:", out);
    for (size_t i = 0; i < DC_COMMAND_COUNT; i++)
        if (takes(&dc_command_table[i], row))
            fprintf(out, " %s", dc_command_table[i].name);
    fputs(".\n", out);
}

void dc_manual_page(FILE *out)
{
    fprintf(out, ".TH DUECAST 1 \"\" \"duecast %s\" \"User Commands\"\n.SH NAME\n",
            DUECAST_VERSION);
    fputs("duecast \\- forecast cash flow and working capital from an invoice ledger\n", out);
    fputs(".SH SYNOPSIS\n\\fBduecast\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]... "
          "[\\fIOPERAND\\fR]...\n.SH DESCRIPTION\n",
          out);
    fputs("Reads an invoice ledger, learns how each customer pays, simulates receivables and\n"
          "cash under any number of scenarios with the same luck, and says what each is worth.\n"
          "Works offline; the clock is never read.\n.SH COMMANDS\n",
          out);
    for (size_t i = 0; i < DC_COMMAND_COUNT; i++)
        write_page_command(out, &dc_command_table[i]);
    fputs(".SH OPTIONS\n", out);
    for (size_t i = 0; i < dc_option_table_count; i++)
        write_page_option(out, &dc_option_table[i]);
    fputs(".SH EXIT STATUS\n", out);
    for (int status = 0; status < DC_STATUS_COUNT; status++) {
        fprintf(out, ".TP\n%d\n", dc_status_exit_code((dc_status)status));
        troff_line(out, NULL, dc_status_text((dc_status)status));
    }
    fputs(".SH ENVIRONMENT\n.TP\nNO_COLOR, TERM\nno colours when NO_COLOR is set or TERM is "
          "\"dumb\"\n",
          out);
}

/* ---- bash completion ---- */

/* What may stand behind an option: words to choose from, a file, or nothing known. */
static void write_values(FILE *out, const dc_option *row)
{
    bool choice = row->argument && strchr(row->argument, '|');
    bool file = row->kind == DC_OPTION_FILE || row->kind == DC_OPTION_FILES;

    if (row->kind == DC_OPTION_FLAG)
        return;
    fprintf(out, "    --%s", row->name);
    if (row->letter)
        fprintf(out, " | -%c", row->letter);
    if (choice) {
        fputs(") COMPREPLY=($(compgen -W \"", out);
        for (const char *c = row->argument; *c; c++)
            fputc(*c == '|' ? ' ' : *c, out);
        fputs("\" -- \"$word\")); return ;;\n", out);
    } else
        fprintf(out, ") %sreturn ;;\n", file ? "COMPREPLY=($(compgen -f -- \"$word\")); " : "");
}

static void write_options_of(FILE *out, const dc_command *command)
{
    fprintf(out, "    %s) options=\"", command->name);
    for (size_t i = 0; i < dc_option_table_count; i++)
        if (takes(command, &dc_option_table[i]))
            fprintf(out, "--%s ", dc_option_table[i].name);
    fputs("\" ;;\n", out);
}

void dc_manual_completion(FILE *out)
{
    fputs("# bash completion for duecast\n_duecast() {\n"
          "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
          "  local command=${COMP_WORDS[1]} options=\n  COMPREPLY=()\n  case $before in\n",
          out);
    for (size_t i = 0; i < dc_option_table_count; i++)
        write_values(out, &dc_option_table[i]);
    fputs("  esac\n  if [ \"$COMP_CWORD\" = 1 ]; then\n    COMPREPLY=($(compgen -W \"", out);
    for (size_t i = 0; i < DC_COMMAND_COUNT; i++)
        fprintf(out, "%s ", dc_command_table[i].name);
    fputs("--help --version\" -- \"$word\"))\n    return\n  fi\n  case $command in\n", out);
    for (size_t i = 0; i < DC_COMMAND_COUNT; i++)
        write_options_of(out, &dc_command_table[i]);
    fputs(
        "  esac\n  case $word in\n    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
        "    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n  esac\n}\n"
        "complete -o filenames -F _duecast duecast\n",
        out);
}
