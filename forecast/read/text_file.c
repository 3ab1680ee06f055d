#define _DEFAULT_SOURCE /* madvise */
#include "text_file.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "duecast/arena.h"
#include "text_code.h"

enum {
    MAPPED_BYTES_LEAST = 8 << 20, /* smaller files are copied */
    BLOCK_BYTES = 256 << 10,      /* looked through at a time: fits a second-level cache */
    WORD_BYTES = sizeof(uint64_t),
};

size_t dc_text_file_mark_length(const char *bytes, size_t size)
{
    return size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* All bytes of an open file; NULL when reading fails (errno says why). */
static char *read_all(FILE *file, size_t *size)
{
    size_t capacity = 0, used = 0, got;
    char  *bytes = dc_heap_grow(NULL, &capacity, (size_t)1 << 16, 1);

    while ((got = fread(bytes + used, 1, capacity - used - 1, file)) > 0) {
        used += got;
        if (capacity - used < 2)
            bytes = dc_heap_grow(bytes, &capacity, capacity * 2, 1);
    }
    if (ferror(file)) {
        free(bytes);
        return NULL;
    }
    bytes[used] = '\0';
    *size = used;
    return bytes;
}

/* Bytes of the UTF-8 sequence at `at`, 0 when it is none.  Source: Unicode, table 3-7. */
static size_t sequence_length(const unsigned char *at, size_t left)
{
    unsigned char low = 0x80, high = 0xBF;
    size_t        length;

    if (at[0] < 0x80)
        return 1;
    if (at[0] < 0xC2 || at[0] > 0xF4)
        return 0;
    length = at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
    if (left < length)
        return 0;
    if (at[0] == 0xE0)
        low = 0xA0;
    if (at[0] == 0xED)
        high = 0x9F;
    if (at[0] == 0xF0)
        low = 0x90;
    if (at[0] == 0xF4)
        high = 0x8F;
    if (at[1] < low || at[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    return length;
}

/* Bytes from `at` on that are plain ASCII, eight at a time, up to `end`. */
static const char *skip_ascii(const char *at, const char *end)
{
    uint64_t word = 0;

    for (; end - at >= WORD_BYTES; at += WORD_BYTES) {
        memcpy(&word, at, sizeof word);
        if (word & UINT64_C(0x8080808080808080))
            break;
    }
    return at;
}

/* Position of the first byte in [at, to) that begins no UTF-8 sequence, else where the sequence
 * ends that reaches `to`. */
static size_t find_bad_byte(const char *bytes, size_t size, size_t at, size_t to)
{
    while (at < to) {
        size_t length;

        at = (size_t)(skip_ascii(bytes + at, bytes + to) - bytes);
        if (at == to)
            break;
        length = sequence_length((const unsigned char *)bytes + at, size - at);
        if (length == 0)
            return at;
        at += length;
    }
    return at;
}

/* Counts in bytes, side by side, and adds these up before any can overflow: compilers turn the
 * inner loop into a few instructions for many bytes.  Looks one byte further than `size`. */
static size_t count_line_ends(const char *at, size_t size)
{
    enum { LANES = 64, ROUNDS = 255 };
    size_t count = 0;

    while (size >= LANES) {
        uint8_t lane[LANES] = {0};
        size_t  rounds = size / LANES < ROUNDS ? size / LANES : ROUNDS;

        for (size_t r = 0; r < rounds; r++, at += LANES)
            for (size_t i = 0; i < LANES; i++)
                lane[i] = (uint8_t)(lane[i] +
                                    ((at[i] == '\n') | ((at[i] == '\r') & (at[i + 1] != '\n'))));
        for (size_t i = 0; i < LANES; i++)
            count += lane[i];
        size -= rounds * LANES;
    }
    for (; size > 0; size--, at++)
        count += *at == '\n' || (*at == '\r' && at[1] != '\n');
    return count;
}

/* What is known of the bytes once all were looked at. */
typedef struct {
    size_t    first_zero, first_quote; /* the size of the file when there is none */
    uint32_t *line_ends;               /* of each block */
    bool      is_utf8;
} survey;

static size_t find_byte(const char *bytes, char byte, size_t from, size_t to)
{
    const char *found = memchr(bytes + from, byte, to - from);

    return found ? (size_t)(found - bytes) : SIZE_MAX;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* A block may begin with up to three bytes of a sequence that begins before it: where a block
 * begins for us must be where the one before has ended, else a byte in between is no UTF-8. */
static survey look_through(const char *bytes, size_t size)
{
    size_t    count = (size + BLOCK_BYTES - 1) / BLOCK_BYTES;
    size_t    zero = size, quote = size;
    size_t   *begin = dc_heap_alloc(count + 1, sizeof begin[0]);
    size_t   *end = dc_heap_alloc(count + 1, sizeof end[0]);
    uint32_t *line_ends = dc_heap_alloc(count + 1, sizeof line_ends[0]);
    bool      is_utf8 = true;

#pragma omp parallel for schedule(static) if (count > 1) reduction(min : zero, quote)
    for (size_t i = 0; i < count; i++) {
        size_t from = i * BLOCK_BYTES, to = smaller(from + BLOCK_BYTES, size), at = from;

        zero = smaller(zero, find_byte(bytes, '\0', from, to));
        quote = smaller(quote, find_byte(bytes, '"', from, to));
        line_ends[i] = (uint32_t)count_line_ends(bytes + from, to - from);
        while (i > 0 && at < to && at < from + 3 && ((unsigned char)bytes[at] & 0xC0) == 0x80)
            at++;
        begin[i] = at;
        end[i] = find_bad_byte(bytes, size, at, to);
    }
    for (size_t i = 0; i < count; i++)
        is_utf8 = is_utf8 && end[i] == (i + 1 < count ? begin[i + 1] : size);
    free(begin);
    free(end);
    return (survey){zero, quote, line_ends, is_utf8};
}

static uint32_t line_of(const char *bytes, size_t position)
{
    uint32_t line = 1;

    for (size_t i = 0; i < position; i++)
        line += bytes[i] == '\n';
    return line;
}

static void add(dc_issues *issues, dc_issue_kind kind, const char *name, uint32_t line)
{
    dc_place place = {.file = name, .line = line};
    char     number[16];

    snprintf(number, sizeof number, "%u", (unsigned)line);
    dc_issues_add(issues, kind, &place, name, number, NULL);
}

static void add_damaged(dc_issues *issues, const char *code, const char *name, uint32_t line)
{
    dc_issues_add(issues, DC_ISSUE_BAD_ENCODING, &(dc_place){.file = name, .line = line}, code,
                  NULL);
}

static bool is_workbook(const char *bytes, size_t size)
{
    return size >= 4 &&
           (memcmp(bytes, "PK\3\4", 4) == 0 || memcmp(bytes, "\xD0\xCF\x11\xE0", 4) == 0);
}

/* Whether the bytes are UTF-8, or were before a few of them were damaged: those of other codes
 * seldom look like a sequence. */
static bool is_meant_as_utf8(const char *bytes, size_t size)
{
    size_t good = 0, bad = 0, at = 0;

    while ((at = (size_t)(skip_ascii(bytes + at, bytes + size) - bytes)) < size) {
        size_t length = sequence_length((const unsigned char *)bytes + at, size - at);

        good += length > 1;
        bad += length == 0;
        at += length > 0 ? length : 1;
    }
    return bad == 0 || good > bad;
}

/* Issues for everything that makes the bytes no text; true when they are text.  UTF-16 of a table
 * was converted where it is not damaged. */
static bool is_text(const char *bytes, size_t size, bool is_table, const char *name, survey *seen,
                    dc_issues *issues)
{
    size_t mark = dc_text_file_mark_length(bytes, size);

    if (strspn(bytes + mark, " \t\r\n") + mark == size) {
        add(issues, is_table ? DC_ISSUE_FILE_EMPTY : DC_ISSUE_YAML_EMPTY, name, 0);
    } else if (is_workbook(bytes, size)) {
        add(issues, DC_ISSUE_FILE_WORKBOOK, name, 0);
    } else if (is_table && dc_text_code_by_mark(bytes, size)) {
        add_damaged(issues, "UTF-16", name, 0);
    } else if (dc_text_code_by_mark(bytes, size)) {
        add(issues, DC_ISSUE_FILE_UTF16, name, 0);
    } else {
        *seen = look_through(bytes, size);
        if (seen->first_zero == size && seen->is_utf8)
            return true;
        free(seen->line_ends);
        if (seen->first_zero < size)
            add(issues, DC_ISSUE_FILE_BINARY, name, line_of(bytes, seen->first_zero));
        else
            add_damaged(issues, "UTF-8", name, line_of(bytes, find_bad_byte(bytes, size, 0, size)));
    }
    return false;
}

/* Maps a large file.  False: small, or such that no 0 stands behind its last byte, or it cannot be
 * mapped; it is read then. */
static bool map_file(text_file *out, FILE *file)
{
    struct stat status;
    void       *bytes;

    if (fstat(fileno(file), &status) != 0 || !S_ISREG(status.st_mode) ||
        status.st_size < MAPPED_BYTES_LEAST || status.st_size % sysconf(_SC_PAGESIZE) == 0)
        return false;
    bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fileno(file), 0);
    if (bytes == MAP_FAILED)
        return false;
    *out = (text_file){.bytes = bytes, .size = (size_t)status.st_size, .is_mapped = true};
    return true;
}

/* Puts UTF-8 in the place of bytes that are written otherwise, and tells so; what the file holds is
 * kept beside it.  Bytes that are no text in any way stay. */
static void convert(text_file *file, const char *name, dc_issues *issues)
{
    const char *code;
    char       *text;
    size_t      size;

    if (is_workbook(file->bytes, file->size) || (!dc_text_code_by_mark(file->bytes, file->size) &&
                                                 is_meant_as_utf8(file->bytes, file->size)))
        return;
    code = dc_text_code_of(file->bytes, file->size);
    text = code ? dc_text_code_convert(code, file->bytes, file->size, &size) : NULL;
    if (!text)
        return;
    file->raw = file->bytes;
    file->raw_size = file->size;
    file->bytes = text;
    file->size = size;
    dc_issues_add(issues, DC_ISSUE_OTHER_ENCODING, &(dc_place){.file = name}, code, NULL);
}

/* A table may be mapped, and written in another code; `is_table` false: a heap copy of UTF-8. */
static bool open_file(text_file *out, const char *path, bool is_table, const char *shown_name,
                      dc_issues *issues)
{
    FILE    *file = fopen(path, "rb");
    dc_place place = {.file = shown_name};
    survey   seen;

    *out = (text_file){0};
    if (file && !(is_table && map_file(out, file)))
        out->bytes = read_all(file, &out->size);
    if (!out->bytes)
        dc_issues_add(issues, DC_ISSUE_FILE_MISSING, &place, shown_name, strerror(errno), NULL);
    if (file)
        fclose(file);
    if (out->bytes && is_table)
        convert(out, shown_name, issues);
    if (!out->bytes || !is_text(out->bytes, out->size, is_table, shown_name, &seen, issues)) {
        dc_text_file_close(out);
        return false;
    }
    out->first_quote = seen.first_quote;
    out->line_ends = seen.line_ends;
    return true;
}

bool dc_text_file_open(text_file *out, const char *path, const char *shown_name, dc_issues *issues)
{
    return open_file(out, path, true, shown_name, issues);
}

void dc_text_file_close(text_file *file)
{
    char  *held = file->raw ? file->raw : file->bytes;
    size_t size = file->raw ? file->raw_size : file->size;

    if (file->is_mapped)
        munmap(held, size);
    else
        free(held);
    if (file->raw)
        free(file->bytes);
    free(file->line_ends);
    *file = (text_file){0};
}

size_t dc_text_file_count_lines(const text_file *file, size_t from, size_t to)
{
    size_t first = (from + BLOCK_BYTES - 1) / BLOCK_BYTES, end = to / BLOCK_BYTES, count;

    if (first >= end)
        return count_line_ends(file->bytes + from, to - from);
    count = count_line_ends(file->bytes + from, first * BLOCK_BYTES - from) +
            count_line_ends(file->bytes + end * BLOCK_BYTES, to - end * BLOCK_BYTES);
    for (size_t i = first; i < end; i++)
        count += file->line_ends[i];
    return count;
}

void dc_text_file_release(const text_file *file, size_t from, size_t to)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);

    from = (from + page - 1) / page * page;
    to = to == file->size ? to : to / page * page;
    if (file->is_mapped && !file->raw && from < to)
        madvise(file->bytes + from, to - from, MADV_DONTNEED);
}

char *dc_text_file_read(const char *path, const char *shown_name, size_t *size, dc_issues *issues)
{
    text_file file;

    if (!open_file(&file, path, false, shown_name, issues))
        return NULL;
    free(file.line_ends);
    *size = file.size;
    return file.bytes;
}
