/* A scenario file: scenario, title, source, levers - or set. */
#include <string.h>

#include "scenario_file.h"

static const char *const top_keys[] = {"scenario", "title", "source", "levers", "set"};
static const char *const range_keys[] = {"low", "base", "high"};
enum {
    TOP_KEYS = sizeof top_keys / sizeof top_keys[0],
    RANGE_KEYS = sizeof range_keys / sizeof range_keys[0]
};

static bool is_absent(dc_yaml_node node)
{
    return node.index == 0;
}

static void add_shape_issue(const dc_reading *reading, const dc_yaml *yaml, dc_yaml_node node,
                            dc_issue_kind wanted, const char *key)
{
    dc_yaml_issue(yaml, node, reading->issues, wanted, key, NULL, NULL);
}

/* The scalar of a key; "" when it is absent or, with an issue, something else. */
static const char *text_of(const dc_reading *reading, const dc_yaml *yaml, dc_yaml_node mapping,
                           const char *key)
{
    dc_yaml_node node = dc_yaml_get(yaml, mapping, key);
    if (is_absent(node))
        return "";
    const char *text = dc_yaml_text(yaml, node);
    if (!text)
        add_shape_issue(reading, yaml, node, DC_ISSUE_YAML_NOT_VALUE, key);
    return dc_arena_copy_text(reading->arena, text);
}

/* {low: 10%, base: 15%, high: 25%}; low and high may be left out. */
static void read_range(dc_draft_member *member, const dc_reading *reading, const dc_yaml *yaml,
                       dc_yaml_node node)
{
    dc_yaml_unknown_keys(yaml, node, range_keys, RANGE_KEYS, reading->issues);
    for (int which = DC_LOW; which < DC_CASES; which++) {
        dc_yaml_node end = dc_yaml_get(yaml, node, range_keys[which]);
        if (!is_absent(end))
            member->value[which] = dc_token_of_node(yaml, end);
        if (!is_absent(end) && !member->value[which].text)
            add_shape_issue(reading, yaml, end, DC_ISSUE_YAML_NOT_VALUE, range_keys[which]);
    }
    if (is_absent(dc_yaml_get(yaml, node, "base")))
        dc_yaml_issue(yaml, node, reading->issues, DC_ISSUE_YAML_KEY_MISSING, "base", NULL, NULL);
}

static void add_member(dc_draft_lever *draft, const dc_reading *reading, const dc_yaml *yaml,
                       dc_token key, dc_yaml_node value)
{
    dc_draft_member *member = &draft->members[draft->member_count++];
    dc_token         token = dc_token_of_node(yaml, value);
    *member = (dc_draft_member){.key = key};
    if (token.text)
        dc_draft_value(member, reading, &token);
    else if (dc_yaml_is_mapping(yaml, value))
        read_range(member, reading, yaml, value);
    else
        add_shape_issue(reading, yaml, value, DC_ISSUE_YAML_NOT_VALUE, key.text);
}

static void add_scope(dc_draft_lever *draft, const dc_reading *reading, const dc_yaml *yaml,
                      dc_yaml_node node)
{
    size_t          count = dc_yaml_count(yaml, node);
    dc_draft_scope *scope = &draft->scopes[draft->scope_count];
    if (!dc_yaml_is_mapping(yaml, node)) {
        add_shape_issue(reading, yaml, node, DC_ISSUE_YAML_NOT_MAPPING, "scope");
        return;
    }
    draft->scope_count++;
    scope->conditions = dc_arena_alloc(reading->arena, count, sizeof *scope->conditions);
    for (size_t i = 0; i < count; i++) {
        dc_draft_condition one = {
            .key = dc_token_of_node(yaml, dc_yaml_key_at(yaml, node, i)),
            .value = dc_token_of_node(yaml, dc_yaml_value_at(yaml, node, i)),
        };
        if (one.key.text && one.value.text)
            scope->conditions[scope->count++] = one;
        else
            add_shape_issue(reading, yaml, dc_yaml_value_at(yaml, node, i), DC_ISSUE_YAML_NOT_VALUE,
                            one.key.text ? one.key.text : "scope");
    }
}

/* One mapping, or a list of them of which any may fit. */
static void read_scopes(dc_draft_lever *draft, const dc_reading *reading, const dc_yaml *yaml,
                        dc_yaml_node node)
{
    bool   list = dc_yaml_is_sequence(yaml, node);
    size_t count = list ? dc_yaml_count(yaml, node) : 1;
    draft->scopes = dc_arena_alloc(reading->arena, count, sizeof *draft->scopes);
    for (size_t i = 0; i < count; i++)
        add_scope(draft, reading, yaml, list ? dc_yaml_value_at(yaml, node, i) : node);
}

static void read_pair(dc_draft_lever *draft, const dc_reading *reading, const dc_yaml *yaml,
                      dc_token key, dc_yaml_node value)
{
    static const char *const own[] = {"lever", "scope", "source"};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (dc_token_is(&key, own[i]))
            return; /* read by name */
    add_member(draft, reading, yaml, key, value);
}

/* True when an earlier key of the mapping has the same name and is not a parameter, whose
 * repetition lever_check.c reports. */
static bool is_repeated(const dc_reading *reading, const dc_yaml *yaml, dc_yaml_node mapping,
                        size_t position)
{
    dc_token key = dc_token_of_node(yaml, dc_yaml_key_at(yaml, mapping, position));
    if (!dc_token_is(&key, "lever") && !dc_token_is(&key, "scope") && !dc_token_is(&key, "source"))
        return false;
    for (size_t i = 0; i < position; i++) {
        dc_token other = dc_token_of_node(yaml, dc_yaml_key_at(yaml, mapping, i));
        if (!dc_token_is(&other, key.text))
            continue;
        dc_token_issue(&key, reading->issues, DC_ISSUE_LEVER_TWICE, key.text, NULL, NULL);
        return true;
    }
    return false;
}

/* One text for all languages, or one for each; what is missing takes another, else `otherwise`. */
static void read_texts(const char *out[DC_LANGUAGE_COUNT], const dc_reading *reading,
                       const dc_yaml *yaml, dc_yaml_node mapping, const char *key,
                       const char *otherwise)
{
    dc_yaml_node node = dc_yaml_get(yaml, mapping, key);
    const char  *codes[DC_LANGUAGE_COUNT], *fallback = dc_yaml_text(yaml, node);
    for (int language = 0; language < DC_LANGUAGE_COUNT; language++) {
        codes[language] = dc_language_code((dc_language)language);
        out[language] = NULL;
    }
    if (dc_yaml_is_mapping(yaml, node)) {
        dc_yaml_unknown_keys(yaml, node, codes, DC_LANGUAGE_COUNT, reading->issues);
        for (int language = 0; language < DC_LANGUAGE_COUNT; language++) {
            const char *text = text_of(reading, yaml, node, codes[language]);
            out[language] = *text ? text : NULL;
            fallback = !fallback && *text ? text : fallback;
        }
    }
    if (dc_yaml_is_sequence(yaml, node))
        add_shape_issue(reading, yaml, node, DC_ISSUE_YAML_NOT_VALUE, key);
    fallback = fallback ? dc_arena_copy_text(reading->arena, fallback) : otherwise;
    for (int language = 0; language < DC_LANGUAGE_COUNT; language++)
        if (!out[language])
            out[language] = fallback;
}

bool dc_draft_from_yaml(dc_draft_lever *draft, const dc_reading *reading, const dc_yaml *yaml,
                        dc_yaml_node node)
{
    *draft = (dc_draft_lever){.source = {"", ""}};
    if (!dc_yaml_is_mapping(yaml, node)) {
        add_shape_issue(reading, yaml, node, DC_ISSUE_YAML_NOT_MAPPING, "levers");
        return false;
    }
    size_t count = dc_yaml_count(yaml, node);
    draft->members = dc_arena_alloc(reading->arena, count, sizeof *draft->members);
    read_texts(draft->source, reading, yaml, node, "source", "");
    draft->lever = dc_token_of_node(yaml, dc_yaml_get(yaml, node, "lever"));
    dc_yaml_node scope = dc_yaml_get(yaml, node, "scope");
    if (!is_absent(scope))
        read_scopes(draft, reading, yaml, scope);
    for (size_t i = 0; i < count; i++) {
        dc_token key = dc_token_of_node(yaml, dc_yaml_key_at(yaml, node, i));
        if (!key.text)
            add_shape_issue(reading, yaml, dc_yaml_key_at(yaml, node, i), DC_ISSUE_YAML_NOT_VALUE,
                            "lever");
        else if (!is_repeated(reading, yaml, node, i))
            read_pair(draft, reading, yaml, key, dc_yaml_value_at(yaml, node, i));
    }
    if (draft->lever.text)
        return true;
    dc_yaml_issue(yaml, node, reading->issues, DC_ISSUE_YAML_KEY_MISSING, "lever", NULL, NULL);
    return false;
}

static void read_levers(dc_scenario *scenario, const dc_reading *reading, const dc_yaml *yaml,
                        dc_yaml_node levers)
{
    if (is_absent(levers))
        return;
    if (!dc_yaml_is_sequence(yaml, levers)) {
        add_shape_issue(reading, yaml, levers, DC_ISSUE_YAML_NOT_LIST, "levers");
        return;
    }
    for (size_t i = 0; i < dc_yaml_count(yaml, levers); i++) {
        dc_draft_lever draft;
        if (dc_draft_from_yaml(&draft, reading, yaml, dc_yaml_value_at(yaml, levers, i)))
            dc_scenario_add_lever(scenario, reading, &draft);
    }
}

static void read_set(dc_scenario_file *file, const dc_reading *reading, dc_yaml_node set)
{
    const dc_yaml *yaml = file->yaml;
    file->is_set = true;
    if (!dc_yaml_is_sequence(yaml, set)) {
        add_shape_issue(reading, yaml, set, DC_ISSUE_YAML_NOT_LIST, "set");
        return;
    }
    size_t count = dc_yaml_count(yaml, set);
    file->members = dc_arena_alloc(reading->arena, count, sizeof *file->members);
    for (size_t i = 0; i < count; i++) {
        dc_token member = dc_token_of_node(yaml, dc_yaml_value_at(yaml, set, i));
        if (member.text)
            file->members[file->member_count++] = member;
        else
            add_shape_issue(reading, yaml, member.node, DC_ISSUE_YAML_NOT_VALUE, "set");
    }
}

static const char *stem_of(dc_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    return dc_arena_copy_bytes(arena, name, dot > name ? (size_t)(dot - name) : strlen(name));
}

/* Names stand in lists, sums and file names. */
static void read_name(dc_scenario *scenario, const dc_reading *reading, const dc_yaml *yaml,
                      dc_yaml_node node, const char *path)
{
    const char *name = dc_yaml_text(yaml, node);
    scenario->name =
        name ? dc_arena_copy_text(reading->arena, name) : stem_of(reading->arena, path);
    bool usable = *scenario->name && !strpbrk(scenario->name, "+,/ \t\r\n");
    if (!usable && name)
        dc_yaml_issue(yaml, node, reading->issues, DC_ISSUE_SCENARIO_NAME, name, NULL, NULL);
}

void dc_scenario_file_read(dc_scenario_file *file, const dc_reading *reading, const char *path,
                           const char *shown)
{
    *file = (dc_scenario_file){.path = path};
    dc_scenario *scenario = &file->scenario;
    scenario->name = stem_of(reading->arena, path);
    for (int language = 0; language < DC_LANGUAGE_COUNT; language++) {
        scenario->title[language] = scenario->name;
        scenario->source[language] = "";
    }
    if (dc_yaml_load(&file->yaml, path, shown, reading->issues) != DC_OK)
        return;
    const dc_yaml *yaml = file->yaml;
    dc_yaml_node   root = dc_yaml_root(yaml);
    read_name(scenario, reading, yaml, dc_yaml_get(yaml, root, "scenario"), path);
    read_texts(scenario->title, reading, yaml, root, "title", scenario->name);
    if (!dc_yaml_is_mapping(yaml, root)) {
        add_shape_issue(reading, yaml, root, DC_ISSUE_YAML_NOT_MAPPING, scenario->name);
        return;
    }
    dc_yaml_unknown_keys(yaml, root, top_keys, TOP_KEYS, reading->issues);
    read_texts(scenario->source, reading, yaml, root, "source", "");
    dc_yaml_node set = dc_yaml_get(yaml, root, "set"), levers = dc_yaml_get(yaml, root, "levers");
    if (!is_absent(set) && !is_absent(levers))
        dc_yaml_issue(yaml, set, reading->issues, DC_ISSUE_SCENARIO_BOTH, NULL, NULL, NULL);
    if (!is_absent(set))
        read_set(file, reading, set);
    else
        read_levers(scenario, reading, yaml, levers);
}
