#include "table_pieces.h"

#include "table_parts.h"

csv_piece *dc_table_cut(size_t *count, dc_table *table, size_t bytes)
{
    return dc_csv_cut(count, table->file, bytes);
}

dc_table *dc_table_piece(const dc_table *table, csv_piece piece)
{
    dc_table *part = dc_heap_alloc(1, sizeof *part);

    *part = *table;
    part->file = dc_csv_piece(table->file, piece);
    part->votes = table->votes ? dc_table_votes_new(table) : NULL;
    part->apart = dc_table_apart_new();
    part->is_piece = true;
    return part;
}

void dc_table_release(const dc_table *table, csv_piece piece)
{
    dc_csv_release(table->file, piece);
}

void dc_table_digest_head(const dc_table *table, dc_digest *digest)
{
    if (dc_csv_is_converted(table->file))
        dc_csv_digest(table->file, digest);
    else
        dc_digest_bytes(digest, dc_csv_bytes(table->file), dc_csv_position(table->file));
}

void dc_table_digest_piece(const dc_table *table, csv_piece piece, dc_digest *digest)
{
    if (!dc_csv_is_converted(table->file)) /* else the head took all of it */
        dc_digest_bytes(digest, dc_csv_bytes(table->file) + piece.from, piece.to - piece.from);
}

dc_row dc_table_row_at(const dc_table *table, size_t offset, uint32_t line)
{
    return dc_csv_row_at(table->file, offset, line);
}
