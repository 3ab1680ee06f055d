/*
 * table_parts.h - the inside of a table, shared by the files table*.c.
 */
#ifndef DUECAST_READ_TABLE_PARTS_H
#define DUECAST_READ_TABLE_PARTS_H

#include "csv_file.h"
#include "duecast/table.h"

enum { DC_NO_FIELD = -1 };
#define DC_NO_COLUMN SIZE_MAX

/*
 * How the dates of a column are written is decided from all of its values, never from one:
 * 3/4/2024 says nothing, 3/14/2024 anywhere in the column says month first.  Days with the name
 * of their month and ISO dates are certain by themselves and may stand in any column.
 */
typedef struct {
    size_t month_only, day_only,
        either; /* values that fit month-first only, day-first only, both */
    dc_row month_row, day_row, either_row; /* first of each */
} date_votes;

enum { NUMBER_STYLE_COUNT = 4 };

typedef struct {
    date_votes *dates; /* length column_count */
    size_t      numbers[NUMBER_STYLE_COUNT];
} table_votes;

/* Lines met that are no rows: headings of groups, totals; and rows that are not meant. */
typedef struct {
    size_t count, others;
    dc_row first;
    char  *heading; /* of the group at hand, "" none */
    size_t capacity;
    bool   told_group;       /* one of the headings told whose the rows below it are */
    bool   begins_word[256]; /* bytes, in lower case, that a word of totals begins with */
} apart_lines;

struct dc_table {
    csv_file        *file;
    dc_row           header_row;
    size_t           header_count;
    char           **header;     /* length header_count, as in the file */
    char           **normalised; /* length header_count */
    const dc_column *columns;
    size_t           column_count, row_size;
    const void      *blank; /* what the caller wants in place of zeros, or NULL */
    unsigned char   *empty; /* row struct of a row whose cells are all empty */
    int32_t         *field; /* length column_count: index into header or DC_NO_FIELD */
    size_t          *bound; /* columns that have a field, in order */
    size_t           bound_count;
    unsigned        *styles;   /* length column_count: date styles allowed */
    unsigned         declared; /* styles the caller knows; 0: none */
    dc_number_style  numbers;
    table_votes     *votes; /* of the rows read, where styles are only assumed yet; or NULL */
    apart_lines     *apart;
    size_t           numbered;   /* column of numbers of invoices, or DC_NO_COLUMN */
    size_t           grouped;    /* column that headings tell, or DC_NO_COLUMN */
    size_t           chosen;     /* column that tells which rows are meant, or DC_NO_COLUMN */
    bool             has_groups; /* such headings are known to be there */
    dc_row           row;        /* read last */
    bool             is_piece;   /* all but file, votes, apart and row is of another table */
};

/* The cell of a bound column in the row at hand, "" when the file has no such column. */
const char *dc_table_cell(const dc_table *table, size_t column);

/* Of so many bytes, to be freed by free(). */
char *dc_table_copy_text(const char *text, size_t length);

/* Takes the row at hand for the header. */
void dc_table_keep_header(dc_table *table);
void dc_table_free_header(dc_table *table);

/* Index of the column in the header by the first of its names that is there, or DC_NO_FIELD;
 * `*twice` is a second one of that name. */
int32_t dc_table_find_field(const dc_table *table, const dc_column *column, int32_t *twice);

apart_lines *dc_table_apart_new(void);
void         dc_table_apart_free(apart_lines *apart); /* accepts NULL */
void         dc_table_forget_heading(dc_table *table);

/* Whether the first line behind the header is a heading of a group. */
bool dc_table_begins_with_heading(dc_table *table);

/* Whether the text begins with one of these, '|' between. */
bool dc_table_begins_with_one(const char *text, const char *words);

/* The next line that is a row of the table; the others are counted. */
bool dc_table_next_row(dc_table *table);

/* Learns date styles and the number style from all rows. */
dc_status dc_table_learn_styles(dc_table *table, dc_issues *issues);

/* Assumes them from the first rows. */
void dc_table_assume_styles(dc_table *table);

table_votes *dc_table_votes_new(const dc_table *table);
void         dc_table_votes_free(table_votes *votes); /* accepts NULL */
/* By the cell of a bound column in the row at hand. */
void dc_table_vote(const dc_table *table, size_t column, table_votes *votes);

/* Amounts are read once their currency is known; those of a row that is bad anyway are looked at
 * here, so that no problem of it waits for the next run. */
void dc_table_check_amounts(const dc_table *table, dc_issues *issues);

/* What the row struct holds where the column's cell is empty. */
void dc_table_set_empty(dc_field type, void *out);

/* Reads one cell into its place in the row struct; false after an issue. */
bool dc_table_read_cell(const dc_table *table, size_t column, dc_texts *texts, void *row,
                        dc_issues *issues);

#endif
