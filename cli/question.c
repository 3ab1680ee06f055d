/* question.c - see question.h. */
#include "question.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* A line being read: what is left of it, and room for the words to come. */
typedef struct {
    const char *at;
    char       *room;
    bool        is_open; /* a quote is not closed */
} reading;

/* The next word, without its quotes; NULL: there is none, or its quote is not closed. */
static const char *next_word(reading *r)
{
    char *word = r->room, quote = 0;
    while (is_blank(*r->at))
        r->at++;
    if (!*r->at || *r->at == '#')
        return NULL;
    for (; *r->at && (quote || !is_blank(*r->at)); r->at++) {
        if (*r->at == quote)
            quote = 0;
        else if (!quote && (*r->at == '\'' || *r->at == '"'))
            quote = *r->at;
        else
            *r->room++ = *r->at;
    }
    *r->room++ = '\0';
    r->is_open = quote != 0;
    return r->is_open ? NULL : word;
}

/* Past the mark that some programs begin a file with, and past "+". */
static const char *begin_of(const char *line, bool *goes_on)
{
    static const char mark[] = "\xEF\xBB\xBF";
    if (strncmp(line, mark, strlen(mark)) == 0)
        line += strlen(mark);
    while (is_blank(*line))
        line++;
    *goes_on = *line == '+';
    return line + *goes_on;
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
    reading r = {begin_of(line, &out.goes_on), dc_arena_alloc(arena, strlen(line) + 2, 1), false};
    bool    names_scenario = false;
    out.levers.items = dc_arena_alloc(arena, most, sizeof *out.levers.items);
    out.scenarios.items = dc_arena_alloc(arena, most, sizeof *out.scenarios.items);
    for (const char *word; (word = next_word(&r));) {
        bool is_option = !names_scenario && strcmp(word, "-s") == 0;
        if (!is_option)
            append(names_scenario ? &out.scenarios : &out.levers, word);
        names_scenario = is_option;
    }
    bool adds_nothing = out.goes_on && out.levers.count == 0 && out.scenarios.count == 0;
    out.kind = r.is_open || names_scenario || adds_nothing ? DC_QUESTION_OPEN : kind_of(&out);
    if (out.kind == DC_QUESTION_LEVERS) {
        out.levers.items++;
        out.levers.count--;
    }
    return out;
}
