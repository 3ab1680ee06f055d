/*
 * csv_file.h - the bytes of one CSV file as rows of text cells.
 *
 * A row knows its physical line (newlines inside quotes are counted) and its bytes, so that an
 * excerpt or a reject can be shown as it stands.  Which bytes belong to a row is found here; what
 * they mean is asked of libcsv, one row at a time.  Blank lines are skipped.  A quote that is never
 * closed spoils one line only.  A large file can be cut into pieces of whole rows.
 */
#ifndef DUECAST_READ_CSV_FILE_H
#define DUECAST_READ_CSV_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "duecast/issues.h"
#include "duecast/random.h"
#include "duecast/status.h"
#include "duecast/table.h"

typedef struct csv_file csv_file;

/* DC_ERR_INPUT and one issue when the file cannot be read, is empty, or is not UTF-8 text. */
dc_status dc_csv_open(csv_file **out, const char *path, const char *shown_name, dc_issues *issues);
void      dc_csv_close(csv_file *file); /* accepts NULL */

/* The next row that is not blank; its cells are valid until the next call. */
bool        dc_csv_next(csv_file *file, dc_row *row);
size_t      dc_csv_cell_count(const csv_file *file);
const char *dc_csv_cell(const csv_file *file, size_t index); /* unquoted, blanks around trimmed */

/* Goes back to a row, so that the following dc_csv_next reads it again. */
void dc_csv_seek(csv_file *file, dc_row row);

char dc_csv_delimiter(const csv_file *file);
void dc_csv_set_delimiter(csv_file *file, char delimiter);
char dc_csv_find_delimiter(const csv_file *file); /* of the line that is read next */

/* Makes of a row the line behind its first one; false: the file ends. */
bool dc_csv_skip_line(csv_file *file, dc_row *row);

size_t dc_csv_position(const csv_file *file); /* behind the row read last */

/* The row that begins at this byte and line. */
dc_row dc_csv_row_at(const csv_file *file, size_t offset, uint32_t line);

/* Whole rows that follow each other. */
typedef struct {
    size_t   from, to; /* bytes */
    uint32_t line;     /* of the first byte */
    uint32_t lines;    /* physical lines in them */
} csv_piece;

/* Cuts what has not been read into pieces of about `bytes` bytes (0: a size that suits threads and
 * caches).  An array of its own, to be freed by free(); NULL and *count 0 where nothing is left. */
csv_piece *dc_csv_cut(size_t *count, csv_file *file, size_t bytes);

/* A file that has this piece only.  It shares the bytes of `file`, which must live longer; several
 * may be read at once. */
csv_file *dc_csv_piece(const csv_file *file, csv_piece piece);

/* The bytes of a piece are not needed soon. */
void dc_csv_release(const csv_file *file, csv_piece piece);

const char *dc_csv_name(const csv_file *file);
const char *dc_csv_bytes(const csv_file *file); /* 0-terminated */
size_t      dc_csv_size(const csv_file *file);

/* Whether the bytes are not those of the file, which was written in another code; and a digest of
 * the latter. */
bool dc_csv_is_converted(const csv_file *file);
void dc_csv_digest(const csv_file *file, dc_digest *digest);

/* Adds an issue at a field (1-based; 0: the whole row) with the physical line as excerpt. */
void dc_csv_issue(const csv_file *file, dc_row row, size_t field, dc_issues *issues,
                  dc_issue_kind kind, const char *const arguments[4]);

#endif
