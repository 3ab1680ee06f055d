#include "csv_file.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "csv_parts.h"
#include "duecast/arena.h"

static bool ends_line(char c)
{
    return c == '\n' || c == '\r';
}

/* What is wrong with the quotes of a row. */
typedef struct {
    bool unclosed, literal; /* as of dc_row */
} quoting;

/* Programs that write tabs or bars seldom know quotes: what begins with one may be a name. */
static bool is_bare(char delimiter)
{
    return delimiter == '\t' || delimiter == '|';
}

/* End of a quoted field whose text begins at `at`; mirrors libcsv: a quote closes the field only
 * when a delimiter or the end of the line follows, blanks allowed between. */
static const char *quoted_end(const char *at, const char *end, char delimiter, quoting *quotes)
{
    bool   closed = false, bare = is_bare(delimiter);
    bool   goes_on = false, spans = false; /* behind a quote that would close it; beyond a field */
    size_t blanks = 0;

    for (; at < end; at++) {
        if (!closed) {
            bool field_ends = *at == delimiter, ends = ends_line(*at);
            quotes->literal = bare && ((field_ends && goes_on) || (ends && (goes_on || spans)));
            if (quotes->literal)
                return at;
            spans |= field_ends;
            closed = *at == '"';
            blanks = 0;
        } else if (*at == delimiter || ends_line(*at)) {
            return at;
        } else if (*at == ' ' || *at == '\t') {
            blanks++;
        } else if (*at == '"') {
            closed = blanks > 0;
            blanks = 0;
        } else {
            closed = false;
            goes_on = true;
        }
    }
    quotes->unclosed = !closed;
    quotes->literal = !closed && is_bare(delimiter);
    return end;
}

/* End of the field at `at`: its delimiter, the end of its line, or the end of the text.
 * `*text` is its first byte that is no blank. */
static const char *field_end(const char *at, const char *end, char delimiter, const char **text,
                             quoting *quotes)
{
    while (at < end && (*at == ' ' || *at == '\t') && *at != delimiter)
        at++;
    *text = at;
    if (at < end && *at == '"' && !quotes->literal)
        return quoted_end(at + 1, end, delimiter, quotes);
    while (at < end && *at != delimiter && !ends_line(*at))
        at++;
    return at;
}

static const char *line_end(const char *at, const char *end)
{
    while (at < end && !ends_line(*at))
        at++;
    return at;
}

/* Where a row without quotes ends: with its line.  Searched in stretches, so that a file of other
 * line ends is not searched to its end for every row. */
static const char *plain_end(const char *at, const char *end)
{
    enum { STRETCH = 256 };

    while (at < end) {
        size_t      length = end - at < STRETCH ? (size_t)(end - at) : STRETCH;
        const char *feed = memchr(at, '\n', length);
        const char *other = memchr(at, '\r', feed ? (size_t)(feed - at) : length);

        if (feed || other)
            return other ? other : feed;
        at += length;
    }
    return end;
}

/* Where the row that starts at `start` ends; `line` is where its first line does. */
static const char *row_end(const csv_file *file, const char *start, const char *line,
                           quoting *quotes)
{
    const char *end = file->bytes + file->size, *at = start, *text;

    if (!memchr(start, '"', (size_t)(line - start)))
        return line;
    if ((size_t)(start - file->bytes) >= file->lines_from)
        end = line;
    for (;;) {
        at = field_end(at, end, file->delimiter, &text, quotes);
        if (quotes->unclosed || quotes->literal)
            return line;
        if (at == end || ends_line(*at))
            return at;
        at++;
    }
}

static void keep_cell(void *text, size_t length, void *context)
{
    enum { SHORT_CELL = 16 };
    csv_file *file = context;
    char     *to;

    if (file->cell_bytes_used + length + 1 > file->cell_bytes_capacity)
        file->cell_bytes = dc_heap_grow(file->cell_bytes, &file->cell_bytes_capacity,
                                        file->cell_bytes_used + length + 1, 1);
    if (file->cell_count == file->cell_capacity)
        file->cell_start = dc_heap_grow(file->cell_start, &file->cell_capacity,
                                        file->cell_count + 1, sizeof file->cell_start[0]);
    file->cell_start[file->cell_count++] = file->cell_bytes_used;
    to = file->cell_bytes + file->cell_bytes_used;
    if (length <= SHORT_CELL) /* nearly every cell: a call would cost more than its bytes */
        for (size_t i = 0; i < length; i++)
            to[i] = ((const char *)text)[i];
    else
        memcpy(to, text, length);
    to[length] = '\0';
    file->cell_bytes_used += length + 1;
}

static void split_row(csv_file *file, dc_row row)
{
    file->cell_count = 0;
    file->cell_bytes_used = 0;
    csv_set_quote(&file->parser, row.literal ? '\0' : '"');
    csv_parse(&file->parser, file->bytes + row.offset, row.length, keep_cell, NULL, file);
    csv_fini(&file->parser, keep_cell, NULL, file);
}

dc_row dc_csv_row_at(const csv_file *file, size_t offset, uint32_t line)
{
    const char *start = file->bytes + offset, *end = plain_end(start, file->bytes + file->size);
    dc_row      row = {.offset = offset, .line = line};
    quoting     quotes = {.literal = false};

    row.length = (size_t)(row_end(file, start, end, &quotes) - start);
    row.unclosed = quotes.unclosed;
    row.literal = quotes.literal;
    return row;
}

/* Line ends in [at, end): LF, CR LF, or CR alone. */
static uint32_t count_lines(const char *at, const char *end)
{
    uint32_t count = 0;

    for (; at < end; at++)
        count += *at == '\n' || (*at == '\r' && (at + 1 == end || at[1] != '\n'));
    return count;
}

/* Cuts off the next row, blank or not. */
static bool next_row(csv_file *file, dc_row *row)
{
    const char *start = file->bytes + file->at;
    size_t      stop;

    if (file->at >= file->end)
        return false;
    *row = dc_csv_row_at(file, file->at, file->line);
    if (row->unclosed && file->lines_from > row->offset)
        file->lines_from = row->offset;
    stop = file->at + row->length;
    file->at = dc_csv_behind_line(file, stop);
    if (memchr(start, '"', row->length))
        file->line += count_lines(start, file->bytes + stop);
    file->line += file->at > stop;
    return true;
}

static bool is_blank(const csv_file *file, dc_row row)
{
    const char *at = file->bytes + row.offset, *end = at + row.length;

    while (at < end && (*at == ' ' || (*at == '\t' && file->delimiter != '\t')))
        at++;
    return at == end;
}

bool dc_csv_next(csv_file *file, dc_row *row)
{
    while (next_row(file, row)) {
        if (is_blank(file, *row))
            continue;
        split_row(file, *row);
        return true;
    }
    return false;
}

size_t dc_csv_cell_count(const csv_file *file)
{
    return file->cell_count;
}

const char *dc_csv_cell(const csv_file *file, size_t index)
{
    assert(index < file->cell_count);
    return file->cell_bytes + file->cell_start[index];
}

void dc_csv_seek(csv_file *file, dc_row row)
{
    file->at = row.offset;
    file->line = row.line;
}

/* The delimiter that stands most often outside quotes in the first line. */
static char find_delimiter(const char *at, const char *end)
{
    static const char candidates[] = {',', ';', '\t', '|'};
    size_t            counts[sizeof candidates] = {0};
    size_t            best = 0;
    bool              quoted = false;

    for (; at < end && !(ends_line(*at) && !quoted); at++) {
        if (*at == '"')
            quoted = !quoted;
        for (size_t i = 0; i < sizeof candidates; i++)
            counts[i] += !quoted && *at == candidates[i];
    }
    for (size_t i = 1; i < sizeof candidates; i++)
        if (counts[i] > counts[best])
            best = i;
    return candidates[best];
}

/* Steps over what is no row: a byte order mark, and the line "sep=;" of spreadsheets. */
static void find_start(csv_file *file)
{
    const char *end = file->bytes + file->size;

    file->at = dc_text_file_mark_length(file->bytes, file->size);
    file->line = 1;
    if (strncmp(file->bytes + file->at, "sep=", 4) == 0 && file->size - file->at > 4) {
        file->delimiter = file->bytes[file->at + 4];
        file->at = (size_t)(line_end(file->bytes + file->at, end) - file->bytes);
        file->at = dc_csv_behind_line(file, file->at);
        file->line = 2;
    } else {
        file->delimiter = find_delimiter(file->bytes + file->at, end);
    }
}

dc_status dc_csv_open(csv_file **out, const char *path, const char *shown_name, dc_issues *issues)
{
    csv_file *file = dc_heap_alloc(1, sizeof *file);
    size_t    name_size = strlen(shown_name) + 1;

    *out = NULL;
    file->name = dc_heap_alloc(name_size, 1);
    memcpy(file->name, shown_name, name_size);
    csv_init(&file->parser, 0);
    if (!dc_text_file_open(&file->text, path, shown_name, issues)) {
        dc_csv_close(file);
        return DC_ERR_INPUT;
    }
    file->bytes = file->text.bytes;
    file->size = file->end = file->lines_from = file->text.size;
    find_start(file);
    csv_set_delim(&file->parser, (unsigned char)file->delimiter);
    *out = file;
    return DC_OK;
}

void dc_csv_close(csv_file *file)
{
    if (!file)
        return;
    csv_free(&file->parser);
    dc_text_file_close(&file->text);
    free(file->name);
    free(file->cell_bytes);
    free(file->cell_start);
    free(file);
}

char dc_csv_delimiter(const csv_file *file)
{
    return file->delimiter;
}

void dc_csv_set_delimiter(csv_file *file, char delimiter)
{
    file->delimiter = delimiter;
    csv_set_delim(&file->parser, (unsigned char)delimiter);
}

char dc_csv_find_delimiter(const csv_file *file)
{
    const char *at = file->bytes + file->at, *end = file->bytes + file->size;

    while (at < end && ends_line(*at))
        at++;
    return find_delimiter(at, end);
}

bool dc_csv_skip_line(csv_file *file, dc_row *row)
{
    const char *end = file->bytes + file->size;
    const char *at = line_end(file->bytes + row->offset, end);

    row->line += at < end;
    row->offset = dc_csv_behind_line(file, (size_t)(at - file->bytes));
    return row->offset < file->size;
}

size_t dc_csv_position(const csv_file *file)
{
    return file->at;
}

const char *dc_csv_name(const csv_file *file)
{
    return file->name;
}

const char *dc_csv_bytes(const csv_file *file)
{
    return file->bytes;
}

size_t dc_csv_size(const csv_file *file)
{
    return file->size;
}

bool dc_csv_is_converted(const csv_file *file)
{
    return file->text.raw != NULL;
}

void dc_csv_digest(const csv_file *file, dc_digest *digest)
{
    if (file->text.raw)
        dc_digest_bytes(digest, file->text.raw, file->text.raw_size);
    else
        dc_digest_bytes(digest, file->bytes, file->size);
}

/* Finds the bytes of a field; false when the row has fewer. */
static bool find_field(const csv_file *file, dc_row row, size_t field, const char **from,
                       const char **to)
{
    const char *at = file->bytes + row.offset, *end = at + row.length;
    quoting     quotes = {.literal = row.literal};

    for (size_t i = 1;; i++) {
        const char *stop = field_end(at, end, file->delimiter, from, &quotes);
        *to = stop;
        if (i == field)
            return true;
        if (stop == end)
            return false;
        at = stop + 1;
    }
}

void dc_csv_issue(const csv_file *file, dc_row row, size_t field, dc_issues *issues,
                  dc_issue_kind kind, const char *const arguments[4])
{
    const char *start = file->bytes + row.offset, *end = start + row.length;
    const char *from = start, *to = start, *stop;
    dc_place    place = {.file = file->name, .line = row.line, .column = (uint32_t)field};
    char       *excerpt;

    if (field > 0 && !find_field(file, row, field, &from, &to))
        from = to = start;
    for (const char *at = start; at < from; at++) { /* the physical line the field stands on */
        if (*at == '\n' || (*at == '\r' && at[1] != '\n')) {
            start = at + 1;
            place.line++;
        }
    }
    stop = line_end(start, end);
    if (to > stop)
        to = stop;
    excerpt = dc_heap_alloc((size_t)(stop - start) + 1, 1);
    memcpy(excerpt, start, (size_t)(stop - start));
    place.excerpt = excerpt;
    place.mark = (uint32_t)(from - start);
    place.width = (uint32_t)(to - from);
    dc_issues_add(issues, kind, &place, arguments[0], arguments[1], arguments[2], arguments[3],
                  NULL);
    free(excerpt);
}
