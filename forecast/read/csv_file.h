/*
 * csv_file.h - the bytes of one CSV file as rows of text cells.
 *
 * The file is read whole.  A row knows its physical line (newlines inside quotes are counted) and
 * its bytes, so that an excerpt or a reject can be shown as it stands.  Which bytes belong to a
 * row is found here; what they mean is asked of libcsv, one row at a time.  Blank lines are
 * skipped.  A quote that is never closed spoils one line only.
 */
#ifndef DUECAST_READ_CSV_FILE_H
#define DUECAST_READ_CSV_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "duecast/issues.h"
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

const char *dc_csv_name(const csv_file *file);
const char *dc_csv_bytes(const csv_file *file); /* 0-terminated */
size_t      dc_csv_size(const csv_file *file);

/* Adds an issue at a field (1-based; 0: the whole row) with the physical line as excerpt. */
void dc_csv_issue(const csv_file *file, dc_row row, size_t field, dc_issues *issues,
                  dc_issue_kind kind, const char *const arguments[4]);

#endif
