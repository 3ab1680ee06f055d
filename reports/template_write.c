/* template_write.c - filling in a template: see template.h. */
#include <stdlib.h>
#include <string.h>

#include "html_text.h"
#include "template_parts.h"
#include "text.h"

enum { CELLS_MAX = 16, GAP = 2, VALUE_LETTERS_MAX = 4000, LINE_COLUMNS = 80 };

/* No value holds these: text_clean takes them out. */
static const char cell_mark = '\x1f', whole_mark = '\x1e'; /* between cells; of lines not broken */

typedef struct {
    const letter_template *template;
    const letter_values *values;
    const letter_row    *row[LIST_COUNT]; /* the one at hand; NULL: none */
    dc_language          language;
    dc_arena            *arena; /* of the letter */
    bool                *missing;
    bool                 in_columns;
} writing;

static void write_steps(FILE *out, writing *state, size_t from, size_t to);

static const char *value_of(const writing *state, letter_field field)
{
    letter_list list = letter_fields[field].list;
    if (list == LIST_NONE)
        return state->values->value[field];
    return state->row[list] ? (*state->row[list])[field] : "";
}

static void put_html(FILE *out, const char *text)
{
    for (; *text; text++)
        if (*text == '\n')
            fputs("<br>\n", out);
        else
            html_byte(out, *text);
}

/* A line end within a column would break it. */
static void put_text(FILE *out, const char *text, bool in_columns)
{
    for (; *text; text++)
        putc(in_columns && *text == '\n' ? ' ' : *text, out);
}

static void write_value(FILE *out, writing *state, letter_field field)
{
    const char *value = value_of(state, field);
    if (!value) {
        state->missing[field] = true;
        value = text_fill(state->arena, dc_say(state->language, DC_WORD_LETTER_MISSING),
                          letter_fields[field].label[state->language], (const char *)NULL);
    }
    value = text_clean(state->arena, value, VALUE_LETTERS_MAX);
    if (state->template->format == LETTER_HTML)
        put_html(out, value);
    else
        put_text(out, value, state->in_columns);
}

static bool is_true(const writing *state, const letter_step *step)
{
    bool told;
    if (step->list != LIST_NONE) {
        told = state->values->list[step->list].count > 0;
    } else {
        const char *value = value_of(state, step->field);
        told = value && *value;
    }
    return told != step->negated;
}

static void write_each(FILE *out, writing *state, const letter_step *step, size_t at)
{
    const letter_row *before = state->row[step->list];
    for (size_t i = 0; i < state->values->list[step->list].count; i++) {
        state->row[step->list] = (const letter_row *)&state->values->list[step->list].row[i];
        write_steps(out, state, at + 1, step->end);
    }
    state->row[step->list] = before;
}

/* --- columns --------------------------------------------------------------------------------- */

/* Cuts the next line or cell off, without the blanks around it. */
static char *next_piece(char **rest, char mark)
{
    char *piece = *rest, *end = strchr(piece, mark);
    *rest = end ? end + 1 : NULL;
    if (!end)
        end = piece + strlen(piece);
    while (end > piece && end[-1] == ' ')
        end--;
    *end = '\0';
    return piece + strspn(piece, " ");
}

static void measure_line(int width[CELLS_MAX], char *line)
{
    int cell = 0;
    for (char *rest = line; rest && cell < CELLS_MAX; cell++) {
        int columns = text_columns(next_piece(&rest, cell_mark));
        if (columns > width[cell])
            width[cell] = columns;
    }
}

static void put_line(FILE *out, const int width[CELLS_MAX], const char *letters, char *line)
{
    int blanks = 0; /* owed: nothing is left behind the last cell of a line */
    int cell = 0;
    putc(whole_mark, out);
    for (char *rest = line; rest && cell < CELLS_MAX; cell++) {
        const char *text = next_piece(&rest, cell_mark);
        char        side = cell < (int)strlen(letters) ? letters[cell] : 'l';
        int         room = width[cell] - text_columns(text);
        if (side == 'r')
            blanks += room;
        if (*text) {
            text_pad(out, text, blanks + text_columns(text));
            blanks = 0;
        }
        blanks += (side == 'l' ? room : 0) + GAP;
    }
    putc('\n', out);
}

static void write_columns(FILE *out, writing *state, const letter_step *step, size_t at)
{
    char  *text = NULL;
    size_t size = 0;
    int    width[CELLS_MAX] = {0};
    FILE  *memory = open_memstream(&text, &size);
    if (!memory)
        return;
    state->in_columns = true;
    write_steps(memory, state, at + 1, step->end);
    state->in_columns = false;
    fclose(memory);
    char *copy = dc_arena_copy_bytes(state->arena, text, size);
    for (char *rest = copy; rest && *rest;)
        measure_line(width, next_piece(&rest, '\n'));
    for (char *rest = text; rest && *rest;)
        put_line(out, width, step->text, next_piece(&rest, '\n'));
    free(text);
}

/* --- steps ----------------------------------------------------------------------------------- */

static size_t write_step(FILE *out, writing *state, size_t at)
{
    const letter_step *step = &state->template->step[at];
    switch (step->kind) {
    case STEP_TEXT: fwrite(step->text, 1, step->length, out); return at + 1;
    case STEP_VALUE: write_value(out, state, step->field); return at + 1;
    case STEP_CELL: putc(cell_mark, out); return at + 1;
    case STEP_EACH: write_each(out, state, step, at); return step->end;
    case STEP_COLUMNS: write_columns(out, state, step, at); return step->end;
    case STEP_IF: break;
    }
    if (is_true(state, step))
        write_steps(out, state, at + 1, step->otherwise);
    else
        write_steps(out, state, step->otherwise, step->end);
    return step->end;
}

static void write_steps(FILE *out, writing *state, size_t from, size_t to)
{
    while (from < to)
        from = write_step(out, state, from);
}

/* Long lines of a text are broken, but for those of columns. */
static void put_lines(FILE *out, char *text)
{
    for (char *next; *text; text = next) {
        size_t length = strcspn(text, "\n");
        next = text + length + (text[length] == '\n');
        text[length] = '\0';
        if (*text == whole_mark)
            fprintf(out, "%s\n", text + 1);
        else if (*text)
            text_wrap(out, text, LINE_COLUMNS, "");
        else
            putc('\n', out);
    }
}

static void write_text(FILE *out, writing *state)
{
    char  *text = NULL;
    size_t size = 0;
    FILE  *memory = open_memstream(&text, &size);
    if (!memory)
        return;
    write_steps(memory, state, 0, state->template->count);
    fclose(memory);
    put_lines(out, text);
    free(text);
}

void letter_write(FILE *out, const letter_template *template, const letter_values *values,
                  dc_language language, bool missing[LETTER_FIELD_COUNT])
{
    writing state = {.template = template,
                     .values = values,
                     .language = language,
                     .arena = dc_arena_new(),
                     .missing = missing};
    if (template->format == LETTER_TEXT)
        write_text(out, &state);
    else
        write_steps(out, &state, 0, template->count);
    dc_arena_free(state.arena);
}
