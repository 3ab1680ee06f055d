/* question.c - see question.h. */
#include "question.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The next word, without its quotes; NULL: there is none, or its quote is not closed. */
static const char *next_word(dc_arena *arena, const char **at, bool *open)
{
    const char *from = *at;
    char        quote = 0;
    size_t      length = 0;
    while (is_blank(*from))
        from++;
    *at = from + strlen(from);
    if (!*from)
        return NULL;
    char *word = dc_arena_alloc(arena, strlen(from) + 1, 1);
    for (; *from && (quote || !is_blank(*from)); from++) {
        if (*from == quote)
            quote = 0;
        else if (!quote && (*from == '\'' || *from == '"'))
            quote = *from;
        else
            word[length++] = *from;
    }
    *at = from;
    *open = quote != 0;
    return *open ? NULL : word;
}

static void append(dc_cli_list *list, const char *word)
{
    list->items[list->count++] = word;
}

/* What a line of one or two words asks of the program itself. */
static dc_question_kind kind_of(const dc_question *q)
{
    static const struct {
        const char      *word;
        size_t           words_most;
        dc_question_kind kind;
    } known[] = {{"levers", 2, DC_QUESTION_LEVERS},
                 {"quit", 1, DC_QUESTION_QUIT},
                 {"exit", 1, DC_QUESTION_QUIT}};
    if (q->levers.count == 0)
        return q->scenarios.count > 0 ? DC_QUESTION_WHAT_IF : DC_QUESTION_NONE;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(q->levers.items[0], known[i].word) == 0 &&
            q->levers.count <= known[i].words_most && q->scenarios.count == 0 && !q->goes_on)
            return known[i].kind;
    return DC_QUESTION_WHAT_IF;
}

dc_question dc_question_read(dc_arena *arena, const char *line)
{
    dc_question out = {.kind = DC_QUESTION_NONE};
    size_t      most = strlen(line) / 2 + 1; /* words */
    bool        open = false, names_scenario = false, is_first = true;
    out.levers.items = dc_arena_alloc(arena, most, sizeof *out.levers.items);
    out.scenarios.items = dc_arena_alloc(arena, most, sizeof *out.scenarios.items);
    for (const char *word; (word = next_word(arena, &line, &open)); is_first = false) {
        if (is_first && word[0] == '#')
            return out;
        if (names_scenario)
            append(&out.scenarios, word);
        else if (is_first && strcmp(word, "+") == 0)
            out.goes_on = true;
        else if (strcmp(word, "-s") != 0)
            append(&out.levers, word);
        names_scenario = !names_scenario && strcmp(word, "-s") == 0;
    }
    out.kind = open || names_scenario ? DC_QUESTION_OPEN : kind_of(&out);
    if (out.kind == DC_QUESTION_LEVERS) {
        out.levers.items++;
        out.levers.count--;
    }
    return out;
}
