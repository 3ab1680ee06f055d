/*
 * token.h - a word of the user's and where it stands, in a file or on the command line.
 *
 * Levers come from YAML files and from texts such as "late_payment:days=15".  Both are cut into
 * tokens first, so that one set of checks serves both and every issue still points at its word.
 */
#ifndef DUECAST_SCENARIOS_TOKEN_H
#define DUECAST_SCENARIOS_TOKEN_H

#include "duecast/arena.h"
#include "duecast/issues.h"
#include "duecast/yaml.h"

typedef struct {
    const char    *text; /* NULL: absent */
    const dc_yaml *yaml; /* NULL: the token is a piece of `line` */
    dc_yaml_node   node;
    const char    *line; /* the whole text as given on the command line */
    uint32_t       mark; /* 0-based byte where the piece starts */
} dc_token;

dc_token dc_token_of_text(const char *line);
dc_token dc_token_of_node(const dc_yaml *yaml, dc_yaml_node node);

/* Bytes [from, to) of the token's text without blanks around them; the text lives in the arena. */
dc_token dc_token_piece(dc_arena *arena, const dc_token *of, size_t from, size_t to);

bool dc_token_is(const dc_token *token, const char *text);

/* Adds an issue at the token; unused arguments are NULL, the last ones first. */
void dc_token_issue(const dc_token *token, dc_issues *issues, dc_issue_kind kind, const char *a,
                    const char *b, const char *c);

bool        dc_name_is_among(const char *name, const char *const *names, size_t count);
const char *dc_names_joined(dc_arena *arena, const char *const *names, size_t count);

#endif
