/* csv_pieces.c - a large file cut into pieces that several threads can read. */
#include <stdlib.h>
#include <string.h>

#include "csv_parts.h"
#include "duecast/arena.h"

/* Large enough that what is done once for each piece does not count, small enough that two for each
 * of a few threads need little memory. */
enum { PIECE_BYTES = 16 << 20 };

size_t dc_csv_behind_line(const csv_file *file, size_t at)
{
    if (at < file->size && file->bytes[at] == '\r')
        at++;
    if (at < file->size && file->bytes[at] == '\n')
        at++;
    return at;
}

typedef struct {
    csv_piece *list;
    size_t     count, capacity;
    size_t     start, bytes; /* of the piece being cut */
} cutting;

static void cut(cutting *state, size_t at)
{
    if (at == state->start)
        return;
    if (state->count == state->capacity)
        state->list =
            dc_heap_grow(state->list, &state->capacity, state->count + 1, sizeof state->list[0]);
    state->list[state->count++] = (csv_piece){.from = state->start, .to = at};
    state->start = at;
}

/* Up to `limit` every line is a row. */
static void cut_lines(cutting *state, const csv_file *file, size_t limit)
{
    for (;;) {
        size_t      wanted = state->start + state->bytes;
        const char *end;

        if (wanted >= limit)
            return;
        end = memchr(file->bytes + wanted - 1, '\n', limit - wanted + 1);
        if (!end)
            return;
        cut(state, (size_t)(end - file->bytes) + 1);
    }
}

static size_t line_start(const csv_file *file, size_t at, size_t from)
{
    while (at > from && file->bytes[at - 1] != '\n' && file->bytes[at - 1] != '\r')
        at--;
    return at;
}

static size_t next_quote(const csv_file *file, size_t from)
{
    const char *found = memchr(file->bytes + from, '"', file->end - from);

    return found ? (size_t)(found - file->bytes) : file->end;
}

/* A newline inside quotes ends no row.  Whether a quote opens a field is only known from the start
 * of its row, so every row with a quote is walked through; between them rows are lines. */
static void cut_rows(cutting *state, csv_file *file)
{
    size_t at = file->at;
    size_t quote = file->text.first_quote > at ? file->text.first_quote : next_quote(file, at);

    while (quote < file->end) {
        dc_row row = {.offset = line_start(file, quote, at)};

        cut_lines(state, file, row.offset);
        row = dc_csv_row_at(file, row.offset, 0);
        if (row.unclosed) {
            file->lines_from = row.offset;
            break;
        }
        at = dc_csv_behind_line(file, row.offset + row.length);
        if (at >= state->start + state->bytes)
            cut(state, at);
        quote = next_quote(file, at);
    }
    cut_lines(state, file, file->end);
    cut(state, file->end);
}

csv_piece *dc_csv_cut(size_t *count, csv_file *file, size_t bytes)
{
    cutting  state = {.start = file->at, .bytes = bytes ? bytes : PIECE_BYTES};
    uint32_t line = file->line;

    if (file->at < file->end)
        cut_rows(&state, file);
    *count = state.count;
#pragma omp parallel for schedule(static) if (state.count > 1)
    for (size_t i = 0; i < state.count; i++) {
        csv_piece *piece = &state.list[i];

        piece->lines = (uint32_t)dc_text_file_count_lines(&file->text, piece->from, piece->to);
    }
    for (size_t i = 0; i < state.count; i++) {
        state.list[i].line = line;
        line += state.list[i].lines;
    }
    return state.list;
}

csv_file *dc_csv_piece(const csv_file *file, csv_piece piece)
{
    csv_file *part = dc_heap_alloc(1, sizeof *part);
    size_t    name_size = strlen(file->name) + 1;

    part->name = dc_heap_alloc(name_size, 1);
    memcpy(part->name, file->name, name_size);
    part->bytes = file->bytes;
    part->size = file->size;
    part->delimiter = file->delimiter;
    part->lines_from = file->lines_from;
    part->at = piece.from;
    part->end = piece.to;
    part->line = piece.line;
    csv_init(&part->parser, 0);
    csv_set_delim(&part->parser, (unsigned char)part->delimiter);
    return part;
}

void dc_csv_release(const csv_file *file, csv_piece piece)
{
    dc_text_file_release(&file->text, piece.from, piece.to);
}
