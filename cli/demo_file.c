/* demo_file.c - rows into a buffer, the buffer into a file beside its final name. */
#include "cli/demo_parts.h"
#include "cli/interrupt.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A row is written whole into the buffer, so that its last comma can become the end of line. */
enum { BUFFER = 1 << 18, LONGEST_ROW = 1 << 12 };

struct demo_file {
    FILE  *stream;
    int    error; /* errno of the first write that failed */
    size_t used;
    char   path[4096], beside[4096];
    char   buffer[BUFFER];
};

static void report(dc_issues *issues, const char *path, int error)
{
    dc_issues_add(issues, DC_ISSUE_CANNOT_WRITE, &(dc_place){.file = path}, path, strerror(error),
                  NULL);
}

demo_file *demo_file_open(const char *directory, const char *name, dc_issues *issues)
{
    demo_file *file = dc_heap_alloc(1, sizeof *file);
    int        size = snprintf(file->path, sizeof file->path, "%s/%s", directory, name);
    int        beside = snprintf(file->beside, sizeof file->beside, "%s/%s.part", directory, name);

    errno = ENAMETOOLONG;
    if (size > 0 && beside > size && (size_t)beside < sizeof file->beside)
        dc_interrupt_leaves(file->beside);
    file->stream = fopen(file->beside, "wb");
    if (!file->stream) {
        report(issues, name, errno);
        dc_interrupt_forget();
        free(file);
        return NULL;
    }
    return file;
}

static void flush(demo_file *file)
{
    errno = 0;
    if (fwrite(file->buffer, 1, file->used, file->stream) != file->used && !file->error)
        file->error = errno ? errno : EIO;
    file->used = 0;
}

static void put_bytes(demo_file *file, const char *bytes, size_t count)
{
    assert(file->used + count <= BUFFER);
    memcpy(file->buffer + file->used, bytes, count);
    file->used += count;
}

void demo_put(demo_file *file, const char *text)
{
    size_t length = strlen(text);
    if (file->used + length > BUFFER - LONGEST_ROW)
        flush(file);
    put_bytes(file, text, length);
}

void demo_put_cell(demo_file *file, const char *text)
{
    if (!strpbrk(text, ",\"\n")) {
        put_bytes(file, text, strlen(text));
    } else {
        put_bytes(file, "\"", 1);
        for (; *text; text++)
            put_bytes(file, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
        put_bytes(file, "\"", 1);
    }
    put_bytes(file, ",", 1);
}

/* Decimal digits of `number`, at least `least` of them. */
static void put_digits(demo_file *file, uint64_t number, int least)
{
    char  digits[20];
    char *start = digits + sizeof digits;
    do {
        *--start = (char)('0' + number % 10);
        number /= 10;
        least--;
    } while (number || least > 0);
    put_bytes(file, start, (size_t)(digits + sizeof digits - start));
}

void demo_put_id(demo_file *file, const char *prefix, uint64_t number, int digits)
{
    put_bytes(file, prefix, strlen(prefix));
    put_digits(file, number, digits);
    put_bytes(file, ",", 1);
}

void demo_put_int(demo_file *file, int64_t number)
{
    demo_put_decimal(file, number, 0);
}

void demo_put_decimal(demo_file *file, int64_t mantissa, int decimals)
{
    uint64_t size = mantissa < 0 ? 0 - (uint64_t)mantissa : (uint64_t)mantissa;
    uint64_t unit = 1;
    for (int i = 0; i < decimals; i++)
        unit *= 10;

    if (mantissa < 0)
        put_bytes(file, "-", 1);
    put_digits(file, size / unit, 1);
    if (decimals > 0) {
        put_bytes(file, ".", 1);
        put_digits(file, size % unit, decimals);
    }
    put_bytes(file, ",", 1);
}

void demo_put_money(demo_file *file, int64_t minor)
{
    demo_put_decimal(file, minor, DEMO_DECIMALS);
}

void demo_put_date(demo_file *file, int32_t day)
{
    char text[11] = "";
    if (day != DEMO_NEVER)
        dc_date_format(text, DC_DATE(day));
    put_bytes(file, text, strlen(text));
    put_bytes(file, ",", 1);
}

void demo_end_row(demo_file *file)
{
    assert(file->used > 0 && file->buffer[file->used - 1] == ',');
    file->buffer[file->used - 1] = '\n';
    if (file->used > BUFFER - LONGEST_ROW)
        flush(file);
}

bool demo_file_close(demo_file *file, dc_issues *issues)
{
    flush(file);
    if (fclose(file->stream) != 0 && !file->error)
        file->error = errno;
    if (!file->error && rename(file->beside, file->path) != 0)
        file->error = errno;

    bool complete = !file->error;
    if (!complete) {
        remove(file->beside);
        report(issues, file->path, file->error);
    }
    dc_interrupt_forget();
    free(file);
    return complete;
}
