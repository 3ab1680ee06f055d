#include "options.h"

#include <string.h>

#include "commands.h"
#include "duecast/nearest.h"
#include "option_values.h"
#include "terminal.h"

typedef struct {
    dc_cli_options *options;
    int             argc;
    char *const    *argv;
    int             at;    /* the next argument */
    bool            ended; /* "--" was read: only operands follow */
    bool           *given; /* length dc_option_table_count */
    FILE           *err;
} command_line;

/* ---- complaints ---- */

/* One line that says what is wrong, one that says where help is. */
static dc_status misuse(const command_line *line, dc_word what, const char *const arguments[4],
                        const char *suggestion)
{
    dc_language       language = (dc_language)line->options->language;
    const dc_command *command = line->options->command;

    fputs("duecast: ", line->err);
    dc_fill(line->err, dc_say(language, what), arguments, 4);
    if (suggestion)
        dc_fill(line->err, dc_say(language, DC_WORD_CLI_DID_YOU_MEAN), &suggestion, 1);
    fputc('\n', line->err);
    if (command && command->id != DC_COMMAND_HELP)
        dc_fill(line->err, dc_say(language, DC_WORD_CLI_TRY), &command->name, 1);
    else
        fputs(dc_say(language, DC_WORD_CLI_TRY_HELP), line->err);
    fputc('\n', line->err);
    return DC_ERR_USAGE;
}

#define MISUSE(line, what, ...) misuse(line, what, (const char *const[4]){__VA_ARGS__}, NULL)

/* "--paths", for messages. */
static const char *shown(const command_line *line, const dc_option *row)
{
    return dc_arena_format(line->options->arena, "--%s", row->name);
}

static dc_status unknown_option(const command_line *line, const char *text)
{
    const char **names = dc_arena_alloc(line->options->arena, dc_option_table_count, sizeof *names);
    for (size_t i = 0; i < dc_option_table_count; i++)
        names[i] = shown(line, &dc_option_table[i]);
    size_t nearest = dc_nearest(text, names, dc_option_table_count);
    return misuse(line, DC_WORD_CLI_UNKNOWN_OPTION, (const char *const[4]){text},
                  nearest < dc_option_table_count ? names[nearest] : NULL);
}

static dc_status unknown_command(const command_line *line, const char *text)
{
    const char *names[DC_COMMAND_COUNT];
    for (size_t i = 0; i < DC_COMMAND_COUNT; i++)
        names[i] = dc_command_table[i].name;
    size_t nearest = dc_nearest(text, names, DC_COMMAND_COUNT);
    return misuse(line, DC_WORD_CLI_UNKNOWN_COMMAND, (const char *const[4]){text},
                  nearest < DC_COMMAND_COUNT ? names[nearest] : NULL);
}

/* ---- values ---- */

/* Never more items than arguments, so one allocation is enough. */
static void append(const command_line *line, dc_cli_list *list, const char *item)
{
    if (!list->items)
        list->items =
            dc_arena_alloc(line->options->arena, (size_t)line->argc, sizeof list->items[0]);
    list->items[list->count++] = item;
}

/* False when the value does not fit the kind. */
static bool store(const command_line *line, const dc_option *row, const char *value)
{
    void *field = (char *)line->options + row->offset;

    if (row->kind != DC_OPTION_LIST && row->kind != DC_OPTION_FILES)
        return dc_option_value_read(field, row, value);
    append(line, field, value);
    return true;
}

static dc_status bad_value(const command_line *line, const dc_option *row, const char *value)
{
    char least[DC_COUNT_TEXT_MAX], most[DC_COUNT_TEXT_MAX];

    if (row->kind == DC_OPTION_SHARE) {
        snprintf(least, sizeof least, "%g%%", row->least * 1e-2);
        snprintf(most, sizeof most, "%g%%", row->most * 1e-2);
        return MISUSE(line, DC_WORD_CLI_BAD_SHARE, shown(line, row), value, least, most);
    }
    if (row->kind == DC_OPTION_SIZE)
        return MISUSE(line, DC_WORD_CLI_BAD_SIZE, shown(line, row), value);
    dc_terminal_count(least, row->least);
    dc_terminal_count(most, row->kind == DC_OPTION_SEED ? UINT64_MAX : row->most);
    switch (row->kind) {
    case DC_OPTION_NUMBER:
    case DC_OPTION_SEED:
        return MISUSE(line, DC_WORD_CLI_BAD_COUNT, shown(line, row), value, least, most);
    case DC_OPTION_HORIZON:
        return MISUSE(line, DC_WORD_CLI_BAD_HORIZON, shown(line, row), value, least, most);
    case DC_OPTION_DATE: return MISUSE(line, DC_WORD_CLI_BAD_DATE, shown(line, row), value);
    case DC_OPTION_CURRENCY: return MISUSE(line, DC_WORD_CLI_BAD_CURRENCY, shown(line, row), value);
    default: return MISUSE(line, DC_WORD_CLI_BAD_CHOICE, shown(line, row), value, row->argument);
    }
}

/* ---- arguments ---- */

static const dc_option *option_by_name(const char *name, size_t length)
{
    for (size_t i = 0; i < dc_option_table_count; i++)
        if (strlen(dc_option_table[i].name) == length &&
            strncmp(dc_option_table[i].name, name, length) == 0)
            return &dc_option_table[i];
    return NULL;
}

static const dc_option *option_by_letter(char letter)
{
    for (size_t i = 0; i < dc_option_table_count; i++)
        if (dc_option_table[i].letter == letter)
            return &dc_option_table[i];
    return NULL;
}

/* `value` is what stood behind "=" or the letter, or NULL. */
static dc_status take_option(command_line *line, const dc_option *row, const char *value)
{
    if (row->kind == DC_OPTION_FLAG && value)
        return MISUSE(line, DC_WORD_CLI_NO_VALUE, shown(line, row));
    if (row->kind != DC_OPTION_FLAG && !value && line->at < line->argc)
        value = line->argv[line->at++];
    if (row->kind != DC_OPTION_FLAG && (!value || *value == '\0'))
        return MISUSE(line, DC_WORD_CLI_NEEDS_VALUE, shown(line, row), row->argument);
    if (!store(line, row, value))
        return bad_value(line, row, value);
    line->given[row - dc_option_table] = true;
    return DC_OK;
}

static dc_status take_long(command_line *line, const char *text)
{
    size_t           length = strcspn(text + 2, "=");
    const char      *value = text[2 + length] == '=' ? text + 2 + length + 1 : NULL;
    const dc_option *row = option_by_name(text + 2, length);

    if (!row)
        return unknown_option(
            line, dc_arena_format(line->options->arena, "--%.*s", (int)length, text + 2));
    return take_option(line, row, value);
}

/* "-o FILE", "-oFILE" and "-qh": flags may share a dash. */
static dc_status take_letters(command_line *line, const char *text)
{
    for (const char *letter = text + 1; *letter; letter++) {
        const dc_option *row = option_by_letter(*letter);
        if (!row)
            return unknown_option(line, text);
        if (row->kind != DC_OPTION_FLAG)
            return take_option(line, row, letter[1] ? letter + 1 : NULL);
        take_option(line, row, NULL);
    }
    return DC_OK;
}

static dc_status take_operand(command_line *line, const char *text)
{
    if (line->options->command) {
        append(line, &line->options->operands, text);
        return DC_OK;
    }
    line->options->command = dc_command_find(text);
    return line->options->command ? DC_OK : unknown_command(line, text);
}

static dc_status take_argument(command_line *line)
{
    const char *text = line->argv[line->at++];

    if (line->ended || text[0] != '-' || text[1] == '\0')
        return take_operand(line, text);
    if (strcmp(text, "--") == 0) {
        line->ended = true;
        return DC_OK;
    }
    return text[1] == '-' ? take_long(line, text) : take_letters(line, text);
}

/* ---- the whole ---- */

/* A wrong option must be told in the language that was asked for, wherever --lang stands. */
static void look_for_language(command_line *line)
{
    for (int i = 1; i < line->argc && strcmp(line->argv[i], "--") != 0; i++) {
        const char *text = line->argv[i];
        if (strncmp(text, "--lang=", 7) == 0)
            dc_option_language_read(&line->options->language, text + 7);
        else if (strcmp(text, "--lang") == 0 && i + 1 < line->argc)
            dc_option_language_read(&line->options->language, line->argv[i + 1]);
    }
}

static dc_status check_options(const command_line *line)
{
    const dc_command *command = line->options->command;

    for (size_t i = 0; i < dc_option_table_count; i++) {
        const dc_option *row = &dc_option_table[i];
        if (!line->given[i] || row->commands == (1u << DC_COMMAND_COUNT) - 1)
            continue;
        if (!command)
            return MISUSE(line, DC_WORD_CLI_NO_COMMAND, NULL);
        if (!(row->commands & 1u << command->id))
            return MISUSE(line, DC_WORD_CLI_NOT_FOR_COMMAND, shown(line, row), command->name);
    }
    return DC_OK;
}

/* The first origin cannot lie behind the last one, nor behind what is known. */
static dc_status check_origins(const command_line *line)
{
    const dc_cli_options *options = line->options;
    const struct {
        const char *name;
        dc_date     date;
    } ends[] = {{"--to", options->to}, {"--as-of", options->as_of}};
    char from[11], end[11];

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        if (!dc_date_is_set(options->from) || !dc_date_is_set(ends[i].date) ||
            options->from.day <= ends[i].date.day)
            continue;
        dc_date_format(from, options->from);
        dc_date_format(end, ends[i].date);
        return MISUSE(line, DC_WORD_CLI_FROM_AFTER, from, ends[i].name, end);
    }
    return DC_OK;
}

static bool is_given(const command_line *line, const char *name)
{
    return line->given[option_by_name(name, strlen(name)) - dc_option_table];
}

/* What belongs to letters and plans says nothing about the list. */
static dc_status check_letters(const command_line *line)
{
    static const char *const of_letters[] = {"stage",       "minimum",         "with-disputed",
                                             "down",        "period",          "first",
                                             "instalments", "insurer-consents"};
    for (size_t i = 0; i < sizeof of_letters / sizeof of_letters[0]; i++)
        if (is_given(line, of_letters[i]) && !line->options->notices && !line->options->plan)
            return MISUSE(line, DC_WORD_CLI_OF_LETTERS, of_letters[i]);
    return DC_OK;
}

/* The record is all that is written then. */
static dc_status check_record(const command_line *line)
{
    static const char *const of_lists[] = {"plan", "notices", "claim", "output"};
    for (size_t i = 0; i < sizeof of_lists / sizeof of_lists[0]; i++)
        if (line->options->record && is_given(line, of_lists[i]))
            return MISUSE(line, DC_WORD_CLI_RECORD_ALONE, of_lists[i]);
    return DC_OK;
}

/* Where a precision is asked for, the number of paths follows from it. */
static void settle_paths(const command_line *line)
{
    const uint32_t most = option_by_name("paths", strlen("paths"))->most;
    if (line->options->precision > 0.0 && !is_given(line, "paths"))
        line->options->path_count = most;
}

static dc_status check_operands(const command_line *line)
{
    const dc_cli_options *options = line->options;
    const dc_command     *command = options->command;

    if (!command || options->help || options->version)
        return DC_OK;
    if (options->operands.count < command->operands_least)
        return MISUSE(line, DC_WORD_CLI_MISSING_OPERAND, command->name, command->operands);
    if (options->operands.count > command->operands_most)
        return MISUSE(line, DC_WORD_CLI_SURPLUS_OPERAND, command->name,
                      options->operands.items[command->operands_most]);
    if (command->id == DC_COMMAND_HELP && options->operands.count > 0 &&
        !dc_command_find(options->operands.items[0]))
        return unknown_command(line, options->operands.items[0]);
    return DC_OK;
}

static dc_cli_options *options_new(void)
{
    dc_arena       *arena = dc_arena_new();
    dc_cli_options *options = dc_arena_alloc(arena, 1, sizeof *options);

    *options = (dc_cli_options){.arena = arena,
                                .as_of = DC_DATE_NONE,
                                .from = DC_DATE_NONE,
                                .to = DC_DATE_NONE,
                                .at = DC_DATE_NONE,
                                .first = DC_DATE_NONE,
                                .down = 0.3,
                                .instalments = 3,
                                .horizon_days = 364,
                                .format = "auto",
                                .path_count = 10000,
                                .seed = 1,
                                .language = DC_ENGLISH};
    return options;
}

static const char *joined(dc_arena *arena, int argc, char *const *argv)
{
    const char *text = "duecast";
    for (int i = 1; i < argc; i++)
        text = dc_arena_format(arena, strchr(argv[i], ' ') ? "%s '%s'" : "%s %s", text, argv[i]);
    return text;
}

dc_status dc_cli_options_parse(dc_cli_options **out, int argc, char *const *argv, FILE *err)
{
    dc_cli_options *options = options_new();
    bool           *given = dc_arena_alloc(options->arena, dc_option_table_count, sizeof *given);
    command_line    line = {
           .options = options, .argc = argc, .argv = argv, .given = given, .err = err};
    dc_status status = DC_OK;

    *out = NULL;
    options->command_line = joined(options->arena, argc, argv);
    line.at = 1;
    look_for_language(&line);
    while (line.at < argc && status == DC_OK)
        status = take_argument(&line);
    if (status != DC_OK || (status = check_options(&line)) != DC_OK ||
        (status = check_origins(&line)) != DC_OK || (status = check_letters(&line)) != DC_OK ||
        (status = check_record(&line)) != DC_OK || (status = check_operands(&line)) != DC_OK) {
        dc_cli_options_free(options);
        return status;
    }
    settle_paths(&line);
    *out = options;
    return DC_OK;
}

void dc_cli_options_free(dc_cli_options *options)
{
    if (options)
        dc_arena_free(options->arena);
}
