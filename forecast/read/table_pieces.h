/*
 * table_pieces.h - one large table read by several threads, piece by piece.
 *
 * How dates and amounts are written is decided by all rows.  So that a file need not be read twice,
 * it is assumed from the first rows, every row read votes, and once all have, the votes decide:
 * they nearly always agree with what was assumed, else the rows are read again.  So they are where
 * a heading tells of rows below it and none of the first rows did: a piece knows no heading above
 * it, then all rows are one piece.
 */
#ifndef DUECAST_READ_TABLE_PIECES_H
#define DUECAST_READ_TABLE_PIECES_H

#include "csv_file.h"
#include "duecast/random.h"
#include "duecast/table.h"

/* As dc_table_bind, but what the rows decide is only assumed. */
dc_status dc_table_bind_assuming(dc_table *table, const dc_column *columns, size_t count,
                                 size_t row_size, unsigned styles, dc_issues *issues);

/* The rows not read yet as pieces of about `bytes` bytes each (0: a size that suits threads); an
 * array to be freed by free(). */
csv_piece *dc_table_cut(size_t *count, dc_table *table, size_t bytes);

/* A table of one piece, to be closed before `table`.  Several may be read at once. */
dc_table *dc_table_piece(const dc_table *table, csv_piece piece);

/* Adds the votes of a piece that was read; in the order of the pieces. */
void dc_table_add_votes(dc_table *table, const dc_table *piece);

/* Decides by the votes.  DC_ERR_INPUT after issues: dates can be read two ways.  `*agrees`: all was
 * read as it is written, and dc_table_is_grouped is what it was. */
dc_status dc_table_decide(dc_table *table, bool *agrees, dc_issues *issues);

/* The row that begins at this byte and line. */
dc_row dc_table_row_at(const dc_table *table, size_t offset, uint32_t line);

/* The bytes of the file in two parts: those of its pieces, and those before. */
void dc_table_digest_head(const dc_table *table, dc_digest *digest);
void dc_table_digest_piece(const dc_table *table, csv_piece piece, dc_digest *digest);

/* The bytes of a piece are not needed soon. */
void dc_table_release(const dc_table *table, csv_piece piece);

#endif
