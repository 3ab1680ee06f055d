#include "token.h"

#include <string.h>

dc_token dc_token_of_text(const char *line)
{
    return (dc_token){.text = line, .line = line};
}

dc_token dc_token_of_node(const dc_yaml *yaml, dc_yaml_node node)
{
    return (dc_token){.text = dc_yaml_text(yaml, node), .yaml = yaml, .node = node};
}

static bool is_blank(char letter)
{
    return letter == ' ' || letter == '\t';
}

dc_token dc_token_piece(dc_arena *arena, const dc_token *of, size_t from, size_t to)
{
    while (from < to && is_blank(of->text[from]))
        from++;
    while (to > from && is_blank(of->text[to - 1]))
        to--;
    dc_token piece = *of;
    piece.text = dc_arena_copy_bytes(arena, of->text + from, to - from);
    piece.mark += (uint32_t)from; /* a node is marked whole: its own bytes are not ours to count */
    return piece;
}

bool dc_token_is(const dc_token *token, const char *text)
{
    return token->text && strcmp(token->text, text) == 0;
}

void dc_token_issue(const dc_token *token, dc_issues *issues, dc_issue_kind kind, const char *a,
                    const char *b, const char *c)
{
    if (token->yaml) {
        dc_yaml_issue(token->yaml, token->node, issues, kind, a, b, c);
        return;
    }
    size_t   length = strlen(token->text);
    dc_place place = {
        .excerpt = token->line, .mark = token->mark, .width = length > 0 ? (uint32_t)length : 1};
    dc_issues_add(issues, kind, &place, a, b, c, (const char *)NULL);
}

bool dc_name_is_among(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

const char *dc_names_joined(dc_arena *arena, const char *const *names, size_t count)
{
    const char *joined = count > 0 ? names[0] : "";
    for (size_t i = 1; i < count; i++)
        joined = dc_arena_format(arena, "%s, %s", joined, names[i]);
    return joined;
}
