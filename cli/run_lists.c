/* run_lists.c - `duecast levers`, `formats`, and `duecast demo`. */
#include <string.h>

#include "commands.h"
#include "demo.h"
#include "duecast/nearest.h"
#include "duecast/report.h"
#include "lists.h"
#include "run.h"
#include "terminal.h"

const char *dc_list_wanted(const dc_cli_options *options)
{
    return options->operands.count > 0 ? options->operands.items[0] : NULL;
}

dc_status dc_list_dump(json_t *root)
{
    json_dumpf(root, stdout, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
    fputc('\n', stdout);
    json_decref(root);
    return DC_OK;
}

static void write_row(const char *name, const char *about)
{
    dc_terminal_pad(stdout, name, 18);
    dc_terminal_wrap(stdout, about, 18, 18, (size_t)dc_terminal_columns(stdout));
}

dc_status dc_list_unknown(dc_language language, dc_word what, const char *name,
                          const char *const *names, size_t count)
{
    size_t nearest = dc_nearest(name, names, count);
    fputs("duecast: ", stderr);
    dc_fill(stderr, dc_say(language, what), &name, 1);
    if (nearest < count)
        dc_fill(stderr, dc_say(language, DC_WORD_CLI_DID_YOU_MEAN), &names[nearest], 1);
    fputc('\n', stderr);
    return DC_ERR_USAGE;
}

/* --- levers ------------------------------------------------------------------------------------
 * */

static json_t *parameters_json(const dc_lever_info *lever, dc_language language)
{
    json_t *list = json_array();
    for (size_t i = 0; i < lever->parameter_count; i++) {
        const dc_lever_parameter *row = &lever->parameters[i];
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:f, s:f, s:s, s:s, s:s}", "name",
                                              row->name, "unit", row->unit[language], "about",
                                              row->about[language], "least", row->least, "most",
                                              row->most, "low", row->low, "base", row->base, "high",
                                              row->high));
    }
    return list;
}

static json_t *levers_json(dc_language language)
{
    json_t *list = json_array();
    for (size_t i = 0; i < dc_levers_count(); i++) {
        dc_lever_info lever = dc_levers_at(i);
        json_array_append_new(list, json_pack("{s:s, s:s, s:b, s:b, s:s, s:s, s:s, s:o}", "name",
                                              lever.name, "about", lever.about[language], "exact",
                                              lever.exact, "monotone", lever.monotone, "formula",
                                              lever.formula[language], "source",
                                              lever.source[language], "example", lever.example,
                                              "parameters", parameters_json(&lever, language)));
    }
    return list;
}

/* Whether it is exact and monotone, and why. */
static void write_promises(const dc_lever_info *lever, dc_language language, size_t width)
{
    dc_word exact = lever->exact ? DC_WORD_CLI_LEVER_EXACT : DC_WORD_CLI_LEVER_NOT_EXACT;
    dc_word monotone =
        lever->monotone ? DC_WORD_CLI_LEVER_MONOTONE : DC_WORD_CLI_LEVER_NOT_MONOTONE;
    dc_terminal_wrap(stdout, dc_say(language, exact), 0, 0, width);
    dc_terminal_wrap(stdout, dc_say(language, monotone), 0, 0, width);
    dc_terminal_wrap(stdout, lever->why_monotone[language], 0, 0, width);
}

static void write_lever(const dc_lever_info *lever, dc_language language)
{
    size_t width = (size_t)dc_terminal_columns(stdout);
    write_row(lever->name, lever->about[language]);
    fputc('\n', stdout);
    for (size_t i = 0; i < lever->parameter_count; i++) {
        const dc_lever_parameter *row = &lever->parameters[i];
        char                      range[512];
        snprintf(range, sizeof range, "%s (%s; %s%s%s%s%s)", row->about[language],
                 row->unit[language], row->base[0] ? row->base : "-", row->low[0] ? ", " : "",
                 row->low, row->low[0] ? " .. " : "", row->high);
        fputs("  ", stdout);
        dc_terminal_pad(stdout, row->name, 18);
        dc_terminal_wrap(stdout, range, 20, 20, width);
    }
    fputc('\n', stdout);
    dc_terminal_wrap(stdout, lever->formula[language], 0, 0, width);
    write_promises(lever, language, width);
    dc_terminal_wrap(stdout, lever->source[language], 0, 0, width);
    fprintf(stdout, "\n  duecast whatif BOOK %s\n", lever->example);
}

dc_status dc_run_levers(const dc_cli_options *options)
{
    dc_language language = (dc_language)options->language;
    const char *name = dc_list_wanted(options), *names[64];
    size_t      count = dc_levers_count();
    if (options->json)
        return dc_list_dump(levers_json(language));
    for (size_t i = 0; i < count; i++) {
        dc_lever_info lever = dc_levers_at(i);
        names[i] = lever.name;
        if (name && strcmp(name, lever.name) == 0) {
            write_lever(&lever, language);
            return DC_OK;
        }
        if (!name)
            write_row(lever.name, lever.about[language]);
    }
    return name ? dc_list_unknown(language, DC_WORD_CLI_NO_LEVER, name, names, count) : DC_OK;
}

/* --- formats -----------------------------------------------------------------------------------
 * */

static void write_columns(void)
{
    const char *file = "";
    for (size_t i = 0; i < dc_input_columns_count(); i++) {
        dc_input_column column = dc_input_columns_at(i);
        if (strcmp(file, column.file) != 0)
            fprintf(stdout, "\n%s\n", file = column.file);
        fputs(column.required ? "* " : "  ", stdout);
        dc_terminal_pad(stdout, column.column, 18);
        dc_terminal_wrap(stdout, column.about, 20, 20, (size_t)dc_terminal_columns(stdout));
    }
}

static json_t *formats_json(dc_language language)
{
    json_t *list = json_array();
    for (size_t i = 0; i < dc_formats_count(); i++) {
        dc_format_info row = dc_formats_at(i);
        const char    *about = language == DC_CHINESE ? row.about_chinese : row.about;
        json_array_append_new(list, json_pack("{s:s, s:s}", "name", row.name, "about", about));
    }
    return list;
}

dc_status dc_run_formats(const dc_cli_options *options)
{
    dc_language language = (dc_language)options->language;
    const char *name = dc_list_wanted(options), *names[64];
    size_t      count = dc_formats_count();
    bool        found = name == NULL;
    if (options->json)
        return dc_list_dump(formats_json(language));
    for (size_t i = 0; i < count; i++) {
        dc_format_info row = dc_formats_at(i);
        names[i] = row.name;
        if (name && strcmp(name, row.name) != 0)
            continue;
        found = true;
        write_row(row.name, language == DC_CHINESE ? row.about_chinese : row.about);
        if (name && strcmp(name, "canonical") == 0)
            write_columns();
    }
    return found ? DC_OK : dc_list_unknown(language, DC_WORD_CLI_NO_FORMAT, name, names, count);
}

/* --- demo --------------------------------------------------------------------------------------
 * */

dc_status dc_run_demo(const dc_cli_options *options)
{
    dc_issues      *issues = dc_issues_new();
    dc_arena       *arena = dc_arena_new();
    dc_demo_options demo = {options->operands.items[0], options->demo_invoices, options->seed};
    dc_status       status = dc_demo_write(&demo, issues);
    dc_terminal_issues(stderr, issues, options, DC_NOTE, DC_ISSUES_SHOWN);
    if (status == DC_OK && !options->quiet)
        fprintf(stdout, "%s: Meridian Parts GmbH\nduecast forecast %s -s all -o report.xlsx\n",
                demo.directory, dc_shell_word(arena, demo.directory));
    dc_arena_free(arena);
    dc_issues_free(issues);
    return status;
}
