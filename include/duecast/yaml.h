/*
 * yaml.h - a YAML file as declared fields, every error with its line and column in one run.
 *
 * libyaml loads the document as nodes that carry their marks; a reader walks mappings and hands
 * each value to a typed getter.  What was not asked for is reported by dc_yaml_unknown_keys.  Only
 * mappings, sequences and scalars are used; anchors are resolved by libyaml, tags are ignored.
 */
#ifndef DUECAST_YAML_H
#define DUECAST_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "duecast/date.h"
#include "duecast/issues.h"
#include "duecast/status.h"

typedef struct dc_yaml dc_yaml; /* a loaded file */
typedef struct {
    int index;
} dc_yaml_node; /* 0: absent; else valid while the file is loaded */

/* Loads one document.  DC_ERR_INPUT with issues when the file cannot be read or is not YAML.
 * dc_yaml_load_text does the same for a text that has no file (name: used in places). */
dc_status dc_yaml_load(dc_yaml **out, const char *path, const char *shown_name, dc_issues *issues);
dc_status dc_yaml_load_text(dc_yaml **out, const char *text, const char *shown_name,
                            dc_issues *issues);
void      dc_yaml_free(dc_yaml *yaml);

dc_yaml_node dc_yaml_root(const dc_yaml *yaml);
dc_yaml_node dc_yaml_get(const dc_yaml *yaml, dc_yaml_node mapping,
                         const char *key);                    /* absent: index 0 */
size_t dc_yaml_count(const dc_yaml *yaml, dc_yaml_node node); /* pairs or items; 0 for scalars */
dc_yaml_node dc_yaml_key_at(const dc_yaml *yaml, dc_yaml_node mapping, size_t position);
dc_yaml_node dc_yaml_value_at(const dc_yaml *yaml, dc_yaml_node node, size_t position);
bool         dc_yaml_is_mapping(const dc_yaml *yaml, dc_yaml_node node);
bool         dc_yaml_is_sequence(const dc_yaml *yaml, dc_yaml_node node);
const char  *dc_yaml_text(const dc_yaml *yaml,
                          dc_yaml_node   node); /* scalar's text, NULL if none; borrowed */

/* The key a value stands under, for messages; "value" for an item of a list. */
const char *dc_yaml_key_of(const dc_yaml *yaml, dc_yaml_node value);

/* Adds an issue at the node (line, column, excerpt with carets under its text). */
void dc_yaml_issue(const dc_yaml *yaml, dc_yaml_node node, dc_issues *issues, dc_issue_kind kind,
                   const char *a, const char *b, const char *c);

/* Reports every key of the mapping that is not in `known` (count names), with the nearest known
 * name as remedy, and every key that stands twice. */
void dc_yaml_unknown_keys(const dc_yaml *yaml, dc_yaml_node mapping, const char *const *known,
                          size_t count, dc_issues *issues);

/* Typed reading of a scalar: false and an issue when it does not fit. */
bool dc_yaml_read_double(const dc_yaml *yaml, dc_yaml_node node, double *out,
                         dc_issues *issues); /* "15%" = 0.15 */
bool dc_yaml_read_date(const dc_yaml *yaml, dc_yaml_node node, dc_date *out, dc_issues *issues);
bool dc_yaml_read_bool(const dc_yaml *yaml, dc_yaml_node node, bool *out, dc_issues *issues);

#endif
