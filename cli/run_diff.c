/* run_diff.c - `duecast diff`: in which assumptions two scenarios differ. */
#include <string.h>

#include "commands.h"
#include "lists.h"
#include "run.h"
#include "terminal.h"

/* "late_payment:days=15" is a lever, all else the name of a scenario. */
static bool is_lever(const char *text)
{
    const char *colon = strchr(text, ':');
    size_t      count = dc_levers_count();
    for (size_t i = 0; i < count; i++) {
        const char *name = dc_levers_at(i).name;
        size_t      length = colon ? (size_t)(colon - text) : strlen(text);
        if (strlen(name) == length && strncmp(name, text, length) == 0)
            return true;
    }
    return false;
}

/* One side; sets are several scenarios and have no single answer. */
static dc_status read_side(dc_scenario *out, dc_run *run, const char *text)
{
    dc_scenarios scenarios;
    dc_cli_list  one = {1, &text}, none = {0, NULL};
    bool         lever = is_lever(text);
    dc_status    status =
        dc_run_scenarios(&scenarios, run, lever ? &none : &one, lever ? &one : &none, 0);
    if (status != DC_OK)
        return status;
    if (scenarios.count > 2) {
        dc_issues_add(run->issues, DC_ISSUE_DIFF_SET, NULL, text, (const char *)NULL);
        return DC_ERR_INPUT;
    }
    *out = scenarios.scenario[scenarios.count - 1];
    if (lever)
        out->name = text;
    return DC_OK;
}

static const char *sign_of(const dc_assumption_change *change)
{
    return !change->after ? "-" : !change->before ? "+" : "~";
}

static void write_change(dc_arena *arena, const dc_assumption_change *change)
{
    enum { SIGN = 2, LEVER = 18, PARAMETER = 18 };
    const dc_assumption *any = change->after ? change->after : change->before;
    dc_terminal_pad(stdout, sign_of(change), SIGN);
    dc_terminal_pad(stdout, any->lever, LEVER);
    fputc(' ', stdout);
    dc_terminal_pad(stdout, any->parameter, PARAMETER);
    if (change->before)
        fprintf(stdout, " %s", dc_assumption_text(arena, change->before));
    if (change->before && change->after)
        fputs(" →", stdout);
    if (change->after)
        fprintf(stdout, " %s", dc_assumption_text(arena, change->after));
    fputc('\n', stdout);
}

static json_t *value_json(const dc_assumption *a)
{
    if (!a)
        return json_null();
    return json_pack("{s:s, s:s, s:s, s:s, s:b}", "low", a->low, "base", a->base, "high", a->high,
                     "source", a->source[DC_ENGLISH], "defaulted", a->defaulted);
}

static dc_status write_json(const dc_scenario side[2], const dc_assumption_change *changes,
                            size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        const dc_assumption *any = changes[i].after ? changes[i].after : changes[i].before;
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:o, s:o}", "change",
                                              !changes[i].after    ? "removed"
                                              : !changes[i].before ? "added"
                                                                   : "changed",
                                              "lever", any->lever, "parameter", any->parameter,
                                              "unit", any->unit[DC_ENGLISH], "before",
                                              value_json(changes[i].before), "after",
                                              value_json(changes[i].after)));
    }
    return dc_list_dump(json_pack("{s:s, s:s, s:o}", "before", side[0].name, "after", side[1].name,
                                  "changes", list));
}

static dc_status compare(dc_run *run, const dc_cli_options *options)
{
    dc_scenario side[2];
    size_t      count;
    dc_status   first = read_side(&side[0], run, options->operands.items[1]);
    dc_status   second = read_side(&side[1], run, options->operands.items[2]);
    if (first != DC_OK || second != DC_OK)
        return first != DC_OK ? first : second;
    dc_assumption_change *changes = dc_scenarios_differ(run->arena, &count, &side[0], &side[1]);
    if (options->json)
        return write_json(side, changes, count);
    fprintf(stdout, "%s → %s\n", side[0].name, side[1].name);
    for (size_t i = 0; i < count; i++)
        write_change(run->arena, &changes[i]);
    if (count == 0)
        fprintf(stdout, "%s\n", dc_say((dc_language)options->language, DC_WORD_CLI_DIFF_NONE));
    return DC_OK;
}

dc_status dc_run_diff(const dc_cli_options *options)
{
    dc_run    run;
    dc_status status = dc_run_read(&run, options);
    if (status == DC_OK)
        status = compare(&run, options);
    dc_run_show_issues(&run, options, status);
    dc_run_free(&run);
    return status;
}
