/* template.c - reading a template: see template.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unistr.h>

#include "duecast/nearest.h"
#include "template_parts.h"

enum { BLOCKS_MAX = 16, INCLUDES_MAX = 4, TEMPLATE_BYTES_MAX = 1 << 20 };

#define LETTER_FIELD(field, list, name, english, chinese) {list, name, {english, chinese}},
const letter_field_info letter_fields[LETTER_FIELD_COUNT] = {
#include "letter_field_list.h"
};
#undef LETTER_FIELD

const char *const letter_lists[LIST_COUNT] = {"",        "invoices", "disputed",
                                              "credits", "totals",   "payments"};

typedef struct {
    size_t   step;
    bool     has_else;
    dc_place place; /* of its directive */
} open_block;

typedef struct {
    letter_template   *out;
    dc_arena          *arena;
    const char *const *folders;
    size_t             folder_count;
    dc_issues         *issues;
    size_t             errors;
    size_t             depth; /* blocks that are open */
    open_block         open[BLOCKS_MAX];
    size_t             includes;
} parsing;

/* A file while it is read. */
typedef struct {
    parsing    *all;
    const char *name;
    const char *text, *at; /* the whole, and where reading is */
    size_t      base;      /* blocks that were open before the file */
} source;

static void read_source(parsing *all, const char *name, const dc_place *asked);

/* --- places ---------------------------------------------------------------------------------- */

static dc_place place_of(const source *from, const char *at, size_t width)
{
    const char *line = from->text;
    dc_place    place = {.file = from->name, .line = 1, .width = (uint32_t)width};
    for (const char *c = from->text; c < at; c++)
        if (*c == '\n') {
            place.line++;
            line = c + 1;
        }
    place.mark = (uint32_t)(at - line);
    place.column = 1 + (uint32_t)u8_mbsnlen((const uint8_t *)line, (size_t)(at - line));
    place.excerpt = dc_arena_copy_bytes(from->all->arena, line, strcspn(line, "\n"));
    return place;
}

static void refuse(parsing *all, const dc_place *place, dc_issue_kind kind, const char *a,
                   const char *b)
{
    dc_issues_add(all->issues, kind, place, a, b, (const char *)NULL);
    all->errors++;
}

/* --- steps ----------------------------------------------------------------------------------- */

static letter_step *add_step(parsing *all, step_kind kind)
{
    letter_template *out = all->out;
    out->step =
        dc_arena_grow(all->arena, out->step, &out->capacity, out->count + 1, sizeof *out->step);
    letter_step *step = &out->step[out->count++];
    *step = (letter_step){.kind = kind};
    return step;
}

static bool in_columns(const parsing *all)
{
    for (size_t i = 0; i < all->depth; i++)
        if (all->out->step[all->open[i].step].kind == STEP_COLUMNS)
            return true;
    return false;
}

static bool in_list(const parsing *all, letter_list list)
{
    for (size_t i = 0; i < all->depth; i++) {
        const letter_step *step = &all->out->step[all->open[i].step];
        if (step->kind == STEP_EACH && step->list == list)
            return true;
    }
    return list == LIST_NONE;
}

static void add_text(parsing *all, const char *text, size_t length)
{
    if (length == 0)
        return;
    letter_step *step = add_step(all, STEP_TEXT);
    step->text = text;
    step->length = length;
}

/* Bars of {{columns}} part cells; the blanks around them are the template's, not the letter's. */
static void add_cells(parsing *all, const char *text, size_t length)
{
    for (;;) {
        const char *bar = memchr(text, '|', length);
        size_t      cell = bar ? (size_t)(bar - text) : length;
        add_text(all, text, cell);
        if (!bar)
            return;
        add_step(all, STEP_CELL);
        text += cell + 1;
        length -= cell + 1;
    }
}

static void add_plain(parsing *all, const char *text, size_t length)
{
    if (in_columns(all))
        add_cells(all, text, length);
    else
        add_text(all, text, length);
}

/* --- directives ------------------------------------------------------------------------------ */

static letter_list find_list(const char *name)
{
    for (int i = 1; i < LIST_COUNT; i++)
        if (strcmp(letter_lists[i], name) == 0)
            return (letter_list)i;
    return LIST_NONE;
}

static bool find_field(parsing *all, const dc_place *place, const char *name, letter_field *out)
{
    const char *names[LETTER_FIELD_COUNT];
    for (size_t i = 0; i < LETTER_FIELD_COUNT; i++) {
        names[i] = letter_fields[i].name;
        if (strcmp(names[i], name) != 0)
            continue;
        *out = (letter_field)i;
        if (!in_list(all, letter_fields[i].list))
            refuse(all, place, DC_ISSUE_LETTER_OUTSIDE, name, letter_lists[letter_fields[i].list]);
        return true;
    }
    size_t nearest = dc_nearest(name, names, LETTER_FIELD_COUNT);
    if (nearest < LETTER_FIELD_COUNT)
        refuse(all, place, DC_ISSUE_LETTER_NEAR, name, names[nearest]);
    else
        refuse(all, place, DC_ISSUE_LETTER_UNKNOWN, name, NULL);
    return false;
}

static void open_step(parsing *all, const dc_place *place, step_kind kind)
{
    if (all->depth == BLOCKS_MAX) {
        refuse(all, place, DC_ISSUE_LETTER_DEEP, NULL, NULL);
        return;
    }
    all->open[all->depth++] = (open_block){.step = all->out->count, .place = *place};
    add_step(all, kind);
}

static void begin_each(parsing *all, const dc_place *place, const char *name)
{
    letter_list list = find_list(name);
    if (list == LIST_NONE)
        refuse(all, place, DC_ISSUE_LETTER_NO_LIST, name, NULL);
    open_step(all, place, STEP_EACH);
    all->out->step[all->out->count - 1].list = list;
}

static void begin_if(parsing *all, const dc_place *place, const char *name)
{
    bool negated = strncmp(name, "not ", 4) == 0;
    name += negated ? 4 : 0;
    letter_list  list = find_list(name);
    letter_field field = (letter_field)0;
    if (list == LIST_NONE)
        find_field(all, place, name, &field);
    open_step(all, place, STEP_IF);
    letter_step *step = &all->out->step[all->out->count - 1];
    step->list = list;
    step->field = field;
    step->negated = negated;
}

static void begin_columns(parsing *all, const dc_place *place, const char *letters)
{
    if (all->out->format != LETTER_TEXT || !*letters || strspn(letters, "lr") != strlen(letters) ||
        in_columns(all))
        refuse(all, place, DC_ISSUE_LETTER_COLUMNS, letters, NULL);
    open_step(all, place, STEP_COLUMNS);
    all->out->step[all->out->count - 1].text = letters;
}

static void turn_else(const source *from, const dc_place *place)
{
    parsing    *all = from->all;
    open_block *block = all->depth > from->base ? &all->open[all->depth - 1] : NULL;
    if (!block || all->out->step[block->step].kind != STEP_IF || block->has_else) {
        refuse(all, place, DC_ISSUE_LETTER_ELSE, NULL, NULL);
        return;
    }
    block->has_else = true;
    all->out->step[block->step].otherwise = all->out->count;
}

static void end_block(const source *from, const dc_place *place)
{
    parsing *all = from->all;
    if (all->depth == from->base) {
        refuse(all, place, DC_ISSUE_LETTER_END, NULL, NULL);
        return;
    }
    open_block  *block = &all->open[--all->depth];
    letter_step *step = &all->out->step[block->step];
    step->end = all->out->count;
    if (!block->has_else)
        step->otherwise = step->end;
}

/* "each invoices" with the word in front taken off; NULL: another directive. */
static const char *behind(const char *directive, const char *word)
{
    size_t length = strlen(word);
    return strncmp(directive, word, length) == 0 && directive[length] == ' '
               ? directive + length + 1
               : NULL;
}

static void do_directive(const source *from, const dc_place *place, const char *text)
{
    parsing     *all = from->all;
    const char  *rest;
    letter_field field;
    if (text[0] == '!')
        return;
    if (strcmp(text, "end") == 0)
        end_block(from, place);
    else if (strcmp(text, "else") == 0)
        turn_else(from, place);
    else if ((rest = behind(text, "each")))
        begin_each(all, place, rest);
    else if ((rest = behind(text, "if")))
        begin_if(all, place, rest);
    else if ((rest = behind(text, "columns")))
        begin_columns(all, place, rest);
    else if ((rest = behind(text, "include")))
        read_source(all, rest, place);
    else if (find_field(all, place, text, &field))
        add_step(all, STEP_VALUE)->field = field;
}

/* --- lines ----------------------------------------------------------------------------------- */

static bool leaves_text(const char *directive, size_t length)
{
    static const char *const silent[] = {"!",   "end",      "else",    "each ",
                                         "if ", "columns ", "include "};
    for (; length > 0 && *directive == ' '; directive++)
        length--;
    for (size_t i = 0; i < sizeof silent / sizeof silent[0]; i++)
        if (length >= strlen(silent[i]) && strncmp(directive, silent[i], strlen(silent[i])) == 0)
            return false;
    return true;
}

/* Holds a line directives and blanks alone? */
static bool is_silent_line(const char *line, size_t length)
{
    const char *end = line + length;
    bool        any = false;
    while (line < end) {
        if (strchr(" \t\r\n", *line)) {
            line++;
            continue;
        }
        const char *close = NULL;
        for (const char *c = line + 2; c + 1 < end && !close; c++)
            if (c[0] == '}' && c[1] == '}')
                close = c;
        if (end - line < 4 || strncmp(line, "{{", 2) != 0 || !close ||
            leaves_text(line + 2, (size_t)(close - line - 2)))
            return false;
        any = true;
        line = close + 2;
    }
    return any;
}

static const char *find_pair(const char *from, const char *end, const char *pair)
{
    for (; from + 1 < end; from++)
        if (from[0] == pair[0] && from[1] == pair[1])
            return from;
    return NULL;
}

static const char *trimmed(dc_arena *arena, const char *text, size_t length)
{
    while (length > 0 && *text == ' ')
        text++, length--;
    while (length > 0 && text[length - 1] == ' ')
        length--;
    return dc_arena_copy_bytes(arena, text, length);
}

static void read_line(source *from, const char *line, size_t length)
{
    const char *end = line + length;
    bool        silent = is_silent_line(line, length);
    while (line < end) {
        const char *open = find_pair(line, end, "{{");
        const char *close = open ? find_pair(open + 2, end, "}}") : NULL;
        if (!silent)
            add_plain(from->all, line, (size_t)((open ? open : end) - line));
        if (!open)
            return;
        if (!close) {
            dc_place place = place_of(from, open, 2);
            refuse(from->all, &place, DC_ISSUE_LETTER_UNCLOSED, NULL, NULL);
            return;
        }
        dc_place place = place_of(from, open, (size_t)(close + 2 - open));
        do_directive(from, &place, trimmed(from->all->arena, open + 2, (size_t)(close - open - 2)));
        line = close + 2;
    }
}

/* --- files ----------------------------------------------------------------------------------- */

/* Names are plain, so that no template reaches outside the folders. */
static bool is_plain_name(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_-.";
    return *name && *name != '.' && strspn(name, letters) == strlen(name);
}

static char *load(dc_arena *arena, const char *path)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        return NULL;
    char  *read = dc_heap_alloc(TEMPLATE_BYTES_MAX, 1);
    size_t length = fread(read, 1, TEMPLATE_BYTES_MAX, in);
    char  *text = dc_arena_copy_bytes(arena, read, length);
    fclose(in);
    free(read);
    return text;
}

static void check_closed(source *from)
{
    while (from->all->depth > from->base) {
        open_block *block = &from->all->open[--from->all->depth];
        refuse(from->all, &block->place, DC_ISSUE_LETTER_NO_END, NULL, NULL);
    }
}

static void read_lines(source *from)
{
    while (*from->at) {
        size_t length = strcspn(from->at, "\n");
        length += from->at[length] == '\n';
        read_line(from, from->at, length);
        from->at += length;
    }
    check_closed(from);
}

static void read_source(parsing *all, const char *name, const dc_place *asked)
{
    char  *text = NULL;
    source from = {.all = all, .name = name, .base = all->depth};
    if (all->includes == INCLUDES_MAX || !is_plain_name(name)) {
        refuse(all, asked, DC_ISSUE_LETTER_INCLUDE, name, NULL);
        return;
    }
    for (size_t i = 0; i < all->folder_count && !text; i++) {
        const char *path = dc_arena_format(all->arena, "%s/%s", all->folders[i], name);
        text = load(all->arena, path);
        from.name = path;
    }
    if (!text) {
        refuse(all, asked, DC_ISSUE_LETTER_NO_FILE, name, NULL);
        return;
    }
    if (u8_check((const uint8_t *)text, strlen(text))) {
        refuse(all, &(dc_place){.file = from.name}, DC_ISSUE_BAD_ENCODING, "UTF-8", NULL);
        return;
    }
    all->includes++;
    from.text = from.at = text;
    read_lines(&from);
    all->includes--;
}

letter_template *letter_template_read(dc_arena *arena, const char *const *folders, size_t count,
                                      const char *name, letter_format format, dc_issues *issues)
{
    letter_template *out = dc_arena_alloc(arena, 1, sizeof *out);
    parsing          all = {.out = out, .arena = arena, .issues = issues};
    all.folders = folders;
    all.folder_count = count;
    out->format = format;
    read_source(&all, name, NULL);
    return all.errors == 0 ? out : NULL;
}
