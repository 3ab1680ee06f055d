#include "duecast/yaml.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "duecast/arena.h"
#include "duecast/nearest.h"
#include "text_file.h"

struct dc_yaml {
    char           *name, *bytes;
    size_t          size;
    yaml_document_t document;
    bool            has_document;
};

static yaml_node_t *node_of(const dc_yaml *yaml, dc_yaml_node node)
{
    /* libyaml asks for a document it may change; looking a node up changes nothing */
    yaml_document_t *document = (yaml_document_t *)&yaml->document;

    return node.index > 0 ? yaml_document_get_node(document, node.index) : NULL;
}

/* Adds an issue with its line as excerpt: positions are in characters, excerpts in bytes. */
static void add_issue(const dc_yaml *yaml, yaml_mark_t from, yaml_mark_t to, dc_issues *issues,
                      dc_issue_kind kind, const char *const arguments[3])
{
    const char *start = yaml->bytes, *at, *stop;
    dc_place    place = {.file = yaml->name};
    char       *excerpt;
    size_t      column = 0;

    place.line = (uint32_t)from.line + 1;
    place.column = (uint32_t)from.column + 1;
    for (size_t line = 0; line < from.line && (at = strchr(start, '\n')); line++)
        start = at + 1;
    stop = start + strcspn(start, "\r\n");
    excerpt = dc_heap_alloc((size_t)(stop - start) + 1, 1);
    memcpy(excerpt, start, (size_t)(stop - start));
    place.excerpt = excerpt;
    for (at = start; at < stop; at++) {
        if (((unsigned char)*at & 0xC0) == 0x80)
            continue;
        if (column == from.column)
            place.mark = (uint32_t)(at - start);
        if (to.line > from.line ? false : column == to.column)
            break;
        column++;
    }
    if (from.column < column)
        place.width = (uint32_t)(at - start) - place.mark;
    dc_issues_add(issues, kind, &place, arguments[0], arguments[1], arguments[2], NULL);
    free(excerpt);
}

/* Whether a line is indented by tabs, which editors show as blanks. */
static bool is_tabbed(const char *line, size_t number)
{
    while (number-- > 0 && (line = strchr(line, '\n')))
        line++;
    return line && line[strspn(line, " ")] == '\t';
}

static void add_syntax_issue(const dc_yaml *yaml, const yaml_parser_t *parser, dc_issues *issues)
{
    const char *arguments[3] = {parser->problem ? parser->problem : "unreadable"};
    yaml_mark_t end = parser->problem_mark;
    bool        tabbed = is_tabbed(yaml->bytes, end.line);

    end.column++;
    add_issue(yaml, parser->problem_mark, end, issues,
              tabbed ? DC_ISSUE_YAML_TAB : DC_ISSUE_YAML_SYNTAX, arguments);
}

/* Escapes write what a file may not hold as it is: it would reach every report. */
static bool holds_control(const yaml_node_t *node)
{
    bool any = false;
    for (size_t i = 0; node->type == YAML_SCALAR_NODE && i < node->data.scalar.length; i++) {
        yaml_char_t c = node->data.scalar.value[i];
        any |= (c < ' ' && c != '\n' && c != '\t') || c == 0x7f;
    }
    return any;
}

static bool check_texts(dc_yaml *yaml, dc_issues *issues)
{
    const char *none[3] = {NULL};
    bool        all = true;
    for (const yaml_node_t *at = yaml->document.nodes.start; at < yaml->document.nodes.top; at++)
        if (holds_control(at)) {
            add_issue(yaml, at->start_mark, at->end_mark, issues, DC_ISSUE_YAML_CONTROL, none);
            all = false;
        }
    return all;
}

/* Whether the file ends with its one document: nobody would see what a second one says. */
static bool check_end(const dc_yaml *yaml, yaml_parser_t *parser, dc_issues *issues)
{
    yaml_document_t more;
    if (!yaml_parser_load(parser, &more)) {
        add_syntax_issue(yaml, parser, issues);
        return false;
    }
    const yaml_node_t *root = yaml_document_get_root_node(&more);
    bool any = root && (root->type != YAML_SCALAR_NODE || root->data.scalar.length > 0);
    if (any) {
        const char *none[3] = {NULL};
        add_issue(yaml, root->start_mark, root->end_mark, issues, DC_ISSUE_YAML_DOCUMENTS, none);
    }
    yaml_document_delete(&more);
    return !any;
}

/* Takes the bytes over. */
static dc_status load_bytes(dc_yaml **out, char *bytes, size_t size, const char *shown_name,
                            dc_issues *issues)
{
    dc_yaml      *yaml = dc_heap_alloc(1, sizeof *yaml);
    size_t        name_size = strlen(shown_name) + 1;
    yaml_parser_t parser;

    yaml->bytes = bytes;
    yaml->size = size;
    yaml->name = dc_heap_alloc(name_size, 1);
    memcpy(yaml->name, shown_name, name_size);
    *out = yaml;
    if (!yaml_parser_initialize(&parser))
        abort(); /* out of memory */
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, size);
    yaml->has_document = yaml_parser_load(&parser, &yaml->document);
    if (!yaml->has_document)
        add_syntax_issue(yaml, &parser, issues);
    if (!yaml->has_document || !check_texts(yaml, issues) || !check_end(yaml, &parser, issues)) {
        dc_yaml_free(yaml);
        *out = NULL;
    }
    yaml_parser_delete(&parser);
    return *out ? DC_OK : DC_ERR_INPUT;
}

dc_status dc_yaml_load(dc_yaml **out, const char *path, const char *shown_name, dc_issues *issues)
{
    size_t size;
    char  *bytes = dc_text_file_read(path, shown_name, &size, issues);

    *out = NULL;
    return bytes ? load_bytes(out, bytes, size, shown_name, issues) : DC_ERR_INPUT;
}

dc_status dc_yaml_load_text(dc_yaml **out, const char *text, const char *shown_name,
                            dc_issues *issues)
{
    size_t size = strlen(text);
    char  *bytes = dc_heap_alloc(size + 1, 1);

    memcpy(bytes, text, size);
    return load_bytes(out, bytes, size, shown_name, issues);
}

void dc_yaml_free(dc_yaml *yaml)
{
    if (!yaml)
        return;
    if (yaml->has_document)
        yaml_document_delete(&yaml->document);
    free(yaml->name);
    free(yaml->bytes);
    free(yaml);
}

dc_yaml_node dc_yaml_root(const dc_yaml *yaml)
{
    return (dc_yaml_node){yaml_document_get_root_node((yaml_document_t *)&yaml->document) ? 1 : 0};
}

bool dc_yaml_is_mapping(const dc_yaml *yaml, dc_yaml_node node)
{
    const yaml_node_t *at = node_of(yaml, node);

    return at && at->type == YAML_MAPPING_NODE;
}

bool dc_yaml_is_sequence(const dc_yaml *yaml, dc_yaml_node node)
{
    const yaml_node_t *at = node_of(yaml, node);

    return at && at->type == YAML_SEQUENCE_NODE;
}

size_t dc_yaml_count(const dc_yaml *yaml, dc_yaml_node node)
{
    const yaml_node_t *at = node_of(yaml, node);

    if (dc_yaml_is_mapping(yaml, node))
        return (size_t)(at->data.mapping.pairs.top - at->data.mapping.pairs.start);
    if (dc_yaml_is_sequence(yaml, node))
        return (size_t)(at->data.sequence.items.top - at->data.sequence.items.start);
    return 0;
}

dc_yaml_node dc_yaml_key_at(const dc_yaml *yaml, dc_yaml_node mapping, size_t position)
{
    assert(dc_yaml_is_mapping(yaml, mapping) && position < dc_yaml_count(yaml, mapping));
    return (dc_yaml_node){node_of(yaml, mapping)->data.mapping.pairs.start[position].key};
}

dc_yaml_node dc_yaml_value_at(const dc_yaml *yaml, dc_yaml_node node, size_t position)
{
    const yaml_node_t *at = node_of(yaml, node);

    assert(position < dc_yaml_count(yaml, node));
    return (dc_yaml_node){at->type == YAML_MAPPING_NODE
                              ? at->data.mapping.pairs.start[position].value
                              : at->data.sequence.items.start[position]};
}

const char *dc_yaml_text(const dc_yaml *yaml, dc_yaml_node node)
{
    const yaml_node_t *at = node_of(yaml, node);

    return at && at->type == YAML_SCALAR_NODE ? (const char *)at->data.scalar.value : NULL;
}

/* Position of a key in the mapping, from `from` on; the count when it is not there. */
static size_t find_key(const dc_yaml *yaml, dc_yaml_node mapping, const char *key, size_t from)
{
    size_t count = dc_yaml_is_mapping(yaml, mapping) ? dc_yaml_count(yaml, mapping) : 0;

    for (; from < count; from++) {
        const char *text = dc_yaml_text(yaml, dc_yaml_key_at(yaml, mapping, from));

        if (text && strcmp(text, key) == 0)
            break;
    }
    return from < count ? from : count;
}

dc_yaml_node dc_yaml_get(const dc_yaml *yaml, dc_yaml_node mapping, const char *key)
{
    size_t count = dc_yaml_is_mapping(yaml, mapping) ? dc_yaml_count(yaml, mapping) : 0;
    size_t at = find_key(yaml, mapping, key, 0);

    return at < count ? dc_yaml_value_at(yaml, mapping, at) : (dc_yaml_node){0};
}

void dc_yaml_issue(const dc_yaml *yaml, dc_yaml_node node, dc_issues *issues, dc_issue_kind kind,
                   const char *a, const char *b, const char *c)
{
    const yaml_node_t *at = node_of(yaml, node);
    const char        *arguments[3] = {a, b, c};
    dc_place           place = {.file = yaml->name};

    if (at)
        add_issue(yaml, at->start_mark, at->end_mark, issues, kind, arguments);
    else
        dc_issues_add(issues, kind, &place, a, b, c, NULL);
}

/* "a, b, c" on the heap. */
static char *list_names(const char *const *names, size_t count)
{
    char  *text = NULL;
    size_t size;
    FILE  *out = open_memstream(&text, &size);

    assert(out);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%s%s", i > 0 ? ", " : "", names[i]);
    fclose(out);
    return text;
}

static void report_unknown(const dc_yaml *yaml, dc_yaml_node key, const char *const *known,
                           size_t count, dc_issues *issues)
{
    const char *text = dc_yaml_text(yaml, key);
    size_t      nearest = dc_nearest(text ? text : "", known, count);
    char       *list;

    if (nearest < count) {
        dc_yaml_issue(yaml, key, issues, DC_ISSUE_YAML_KEY_MISSPELT, text, known[nearest], NULL);
        return;
    }
    list = list_names(known, count);
    dc_yaml_issue(yaml, key, issues, DC_ISSUE_YAML_KEY_UNKNOWN, text ? text : "?", list, NULL);
    free(list);
}

void dc_yaml_unknown_keys(const dc_yaml *yaml, dc_yaml_node mapping, const char *const *known,
                          size_t count, dc_issues *issues)
{
    size_t keys = dc_yaml_is_mapping(yaml, mapping) ? dc_yaml_count(yaml, mapping) : 0;

    for (size_t i = 0; i < keys; i++) {
        dc_yaml_node key = dc_yaml_key_at(yaml, mapping, i);
        const char  *text = dc_yaml_text(yaml, key);
        size_t       at = 0;

        while (at < count && (!text || strcmp(text, known[at]) != 0))
            at++;
        if (at == count)
            report_unknown(yaml, key, known, count, issues);
        else if (find_key(yaml, mapping, text, 0) < i)
            dc_yaml_issue(yaml, key, issues, DC_ISSUE_YAML_KEY_TWICE, text, NULL, NULL);
    }
}
