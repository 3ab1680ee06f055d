/* Levers of the command line: name:parameter=value,...,scope=key:value&key:value */
#include <string.h>

#include "draft.h"
#include "levers.h"

static size_t count_of(const char *text, char letter)
{
    size_t count = 0;
    for (; *text; text++)
        count += *text == letter;
    return count;
}

/* Cuts off the next piece: bytes from *at up to `letter` or the end; *at moves behind it. */
static dc_token next_piece(dc_arena *arena, const dc_token *of, size_t *at, char letter)
{
    const char *start = of->text + *at, *stop = strchr(start, letter);
    size_t      end = stop ? (size_t)(stop - of->text) : strlen(of->text);
    dc_token    piece = dc_token_piece(arena, of, *at, end);
    *at = stop ? end + 1 : end;
    return piece;
}

/* "days=15" in two; false when `letter` is not there or nothing stands before or behind it. */
static bool split(dc_token *key, dc_token *value, dc_arena *arena, const dc_token *of, char letter)
{
    const char *at = strchr(of->text, letter);
    if (!at)
        return false;
    *key = dc_token_piece(arena, of, 0, (size_t)(at - of->text));
    *value = dc_token_piece(arena, of, (size_t)(at - of->text) + 1, strlen(of->text));
    return *key->text && *value->text;
}

void dc_draft_value(dc_draft_member *member, const dc_reading *reading, const dc_token *value)
{
    const char *first = strstr(value->text, ".."), *second = first ? strstr(first + 2, "..") : NULL;
    if (!first) {
        member->value[DC_BASE] = *value;
        return;
    }
    if (!second || strstr(second + 2, "..")) {
        dc_token_issue(value, reading->issues, DC_ISSUE_LEVER_BAD_RANGE, value->text, NULL, NULL);
        return;
    }
    size_t stops[] = {(size_t)(first - value->text), (size_t)(second - value->text)};
    member->value[DC_LOW] = dc_token_piece(reading->arena, value, 0, stops[0]);
    member->value[DC_BASE] = dc_token_piece(reading->arena, value, stops[0] + 2, stops[1]);
    member->value[DC_HIGH] =
        dc_token_piece(reading->arena, value, stops[1] + 2, strlen(value->text));
}

static void add_scope(dc_draft_lever *draft, const dc_reading *reading, const dc_token *value)
{
    dc_draft_scope *scope = &draft->scopes[draft->scope_count++];
    scope->conditions =
        dc_arena_alloc(reading->arena, count_of(value->text, '&') + 1, sizeof *scope->conditions);
    for (size_t at = 0; at < strlen(value->text);) {
        dc_token            piece = next_piece(reading->arena, value, &at, '&');
        dc_draft_condition *one = &scope->conditions[scope->count];
        if (split(&one->key, &one->value, reading->arena, &piece, ':'))
            scope->count++;
        else
            dc_token_issue(&piece, reading->issues, DC_ISSUE_SCOPE_SYNTAX, piece.text, NULL, NULL);
    }
}

static const char *example_of(const char *lever)
{
    const dc_lever *known = dc_lever_find(lever);
    return known ? known->info.example : dc_levers_at(0).example;
}

static void add_member(dc_draft_lever *draft, const dc_reading *reading, const dc_token *piece)
{
    dc_token key, value;
    if (!split(&key, &value, reading->arena, piece, '=')) {
        dc_token_issue(piece, reading->issues, DC_ISSUE_LEVER_SYNTAX, piece->text,
                       example_of(draft->lever.text), NULL);
        return;
    }
    if (dc_token_is(&key, "scope")) {
        add_scope(draft, reading, &value);
        return;
    }
    dc_draft_member *member = &draft->members[draft->member_count++];
    member->key = key;
    dc_draft_value(member, reading, &value);
}

bool dc_draft_from_text(dc_draft_lever *draft, const dc_reading *reading, const char *text)
{
    dc_token whole = dc_token_of_text(dc_arena_copy_text(reading->arena, text));
    size_t   at = 0, pieces = count_of(text, ',') + 1;
    *draft =
        (dc_draft_lever){.lever = next_piece(reading->arena, &whole, &at, ':'), .source = {"", ""}};
    if (!*draft->lever.text || strpbrk(draft->lever.text, "=,")) {
        dc_token_issue(&whole, reading->issues, DC_ISSUE_LEVER_SYNTAX, whole.text, example_of(""),
                       NULL);
        return false;
    }
    draft->members = dc_arena_alloc(reading->arena, pieces, sizeof *draft->members);
    draft->scopes = dc_arena_alloc(reading->arena, pieces, sizeof *draft->scopes);
    while (at < strlen(whole.text)) {
        dc_token piece = next_piece(reading->arena, &whole, &at, ',');
        add_member(draft, reading, &piece);
    }
    return true;
}
