/* Rows as XML, compressed piece by piece. */
#include "xlsx_rows.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "xlsx_pieces.h"

/* A quick level: pages of digits shrink to a fifth, in a third of the time of the usual one. */
enum { LEVEL = 2, RAW = -15, MEMORY = 8 };
enum { PIECE = 1 << 16, ROOM = 64, LETTERS = 26 };
enum { TEXT_MOST = 32767 }; /* of a cell (ECMA-376, 18.4.12) */

static void grow(xlsx_rows *rows)
{
    if (rows->stream.avail_out > 0)
        return;
    rows->bytes = dc_heap_grow(rows->bytes, &rows->capacity, rows->size + PIECE, 1);
    rows->stream.next_out = rows->bytes + rows->size;
    rows->stream.avail_out =
        (uInt)(rows->capacity - rows->size < UINT32_MAX ? rows->capacity - rows->size : UINT32_MAX);
}

/* What is waiting is compressed; a full flush ends at a whole byte and looks back no further. */
static void squeeze(xlsx_rows *rows, int flush)
{
    rows->crc = (uint32_t)crc32(rows->crc, rows->text, (uInt)rows->length);
    rows->plain_size += rows->length;
    rows->stream.next_in = rows->text;
    rows->stream.avail_in = (uInt)rows->length;
    do {
        grow(rows);
        uInt room = rows->stream.avail_out;
        int  done = deflate(&rows->stream, flush);
        assert(done == Z_OK || done == Z_BUF_ERROR);
        rows->size += room - rows->stream.avail_out;
    } while (rows->stream.avail_out == 0);
    rows->length = 0;
}

static void put_bytes(xlsx_rows *rows, const char *bytes, size_t count)
{
    while (count > 0) {
        size_t some = PIECE - rows->length < count ? PIECE - rows->length : count;
        memcpy(rows->text + rows->length, bytes, some);
        rows->length += some;
        bytes += some;
        count -= some;
        if (rows->length == PIECE)
            squeeze(rows, Z_NO_FLUSH);
    }
}

static void put(xlsx_rows *rows, const char *text)
{
    put_bytes(rows, text, strlen(text));
}

bool xlsx_is_escape(const char *text)
{
    return text[0] == '_' && text[1] == 'x' && strspn(text + 2, "0123456789ABCDEFabcdef") >= 4 &&
           text[6] == '_';
}

/* Text of an element; what XML 1.0 has no sign for as Excel writes it (ECMA-376, 22.9.2.19). */
static void put_escaped(xlsx_rows *rows, const char *text)
{
    for (const char *from = text;; from++) {
        unsigned char c = (unsigned char)*from;
        bool          plain = c >= ' ' && c != '&' && c != '<' && c != '>' && !xlsx_is_escape(from);
        if (plain || c == '\t' || c == '\n')
            continue;
        put_bytes(rows, text, (size_t)(from - text));
        text = from + 1;
        if (c == '\0')
            return;
        char code[ROOM];
        snprintf(code, sizeof code, "_x%04X_", c);
        put(rows, c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : code);
    }
}

static char *whole_text(char *end, uint64_t value)
{
    do
        *--end = (char)('0' + value % 10);
    while ((value /= 10) > 0);
    return end;
}

static void put_whole(xlsx_rows *rows, uint64_t value)
{
    char text[ROOM], *begin = whole_text(text + sizeof text, value);
    put_bytes(rows, begin, (size_t)(text + sizeof text - begin));
}

/* Most figures are amounts of a currency with cents: these are whole numbers in print. */
static void put_number(xlsx_rows *rows, double value)
{
    enum { CENTS = 100 };
    static const double most = 1e13; /* in cents exact */
    double              cents = nearbyint(fabs(value) * CENTS);
    char                text[ROOM];
    if (cents >= most || cents / CENTS != fabs(value)) {
        snprintf(text, sizeof text, "%.16G", value);
        put(rows, text);
        return;
    }
    uint64_t digits = (uint64_t)cents;
    if (value < 0.0)
        put_bytes(rows, "-", 1);
    put_whole(rows, digits / CENTS);
    if (digits % CENTS == 0)
        return;
    char *begin = whole_text(text + sizeof text, CENTS + digits % CENTS); /* its first digit: 1 */
    *begin = '.';
    put_bytes(rows, begin, (size_t)(text + sizeof text - begin));
}

static void put_column(xlsx_rows *rows, size_t col)
{
    char letters[2] = {(char)('A' + col / LETTERS - 1), (char)('A' + col % LETTERS)};
    bool two = col >= LETTERS;
    put_bytes(rows, letters + !two, two ? 2 : 1);
}

static const char *opening(const grid_cell *cell)
{
    if (cell->formula)
        return cell->kind == GRID_TEXT ? "\" t=\"str\"><f>" : "\"><f>";
    return cell->kind == GRID_TEXT ? "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">" : "\"><v>";
}

static void put_cell(xlsx_rows *rows, const char *row, size_t col, const grid_cell *cell)
{
    assert(!cell->jump);
    put(rows, "<c r=\"");
    put_column(rows, col);
    put(rows, row);
    put(rows, "\" s=\"");
    put_whole(rows, xlsx_style(rows->x, cell));
    if (cell->kind == GRID_TEXT && !cell->formula && !cell->text[0]) { /* but for its look */
        put(rows, "\"/>");
        return;
    }
    put(rows, opening(cell));
    if (cell->formula) {
        put_escaped(rows, cell->formula + 1); /* without its "=" */
        put(rows, "</f><v>");
    }
    if (cell->kind == GRID_NUMBER)
        put_number(rows, cell->number);
    else
        put_escaped(rows, cell->text);
    put(rows, cell->kind == GRID_TEXT && !cell->formula ? "</t></is></c>" : "</v></c>");
}

xlsx_rows *xlsx_rows_begin(xlsx *x, const lxw_worksheet *sheet)
{
    xlsx_rows *rows = dc_heap_alloc(1, sizeof *rows);
    *rows = (xlsx_rows){.x = x, .sheet = sheet->index, .next = x->apart};
    rows->text = dc_heap_alloc(PIECE, 1);
    rows->crc = (uint32_t)crc32(0, NULL, 0);
    if (deflateInit2(&rows->stream, LEVEL, Z_DEFLATED, RAW, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        xlsx_note(x, LXW_ERROR_MEMORY_MALLOC_FAILED);
    x->apart = rows;
    return rows;
}

void xlsx_rows_put(xlsx_rows *rows, uint32_t row, const grid_cell *cells, size_t count)
{
    char        number[ROOM] = "", *digits = whole_text(number + sizeof number - 1, row + 1u);
    const char *text = digits;
    put(rows, "<row r=\"");
    put(rows, text);
    put(rows, "\">");
    for (size_t c = 0; c < count; c++)
        if (cells[c].kind == GRID_TEXT && lxw_utf8_strlen(cells[c].text) > TEXT_MOST)
            xlsx_note(rows->x, LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED);
        else if (cells[c].kind != GRID_EMPTY)
            put_cell(rows, text, c, &cells[c]);
    put(rows, "</row>");
}

void xlsx_rows_end(xlsx_rows *rows)
{
    squeeze(rows, Z_FULL_FLUSH);
    deflateEnd(&rows->stream);
    free(rows->text);
    rows->text = NULL;
}

void xlsx_rows_free(xlsx_rows *list)
{
    while (list) {
        xlsx_rows *next = list->next;
        free(list->bytes);
        free(list);
        list = next;
    }
}
