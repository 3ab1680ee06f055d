/* The log: all that is needed to repeat the run, and what was read. */
#include <inttypes.h>
#include <stdlib.h>

#include "findings.h"
#include "sheets.h"

/* clang-format off */
#define FILE_COLUMNS(X)                                                                            \
    X(COL_FILE, DC_WORD_FILE, COLUMN_PLAIN, 34)                                                    \
    X(COL_FORMAT, DC_WORD_FORMAT, COLUMN_PLAIN, 16)                                                \
    X(COL_READ, DC_WORD_ROWS_READ, COLUMN_COUNT, 12)                                               \
    X(COL_USED, DC_WORD_ROWS_USED, COLUMN_COUNT, 12)                                               \
    X(COL_REJECTED, DC_WORD_ROWS_REJECTED, COLUMN_COUNT, 12)                                       \
    X(COL_LATER, DC_WORD_ROWS_LATER, COLUMN_COUNT, 12)                                             \
    X(COL_DUPLICATE, DC_WORD_ROWS_DUPLICATE, COLUMN_COUNT, 12)                                     \
    X(COL_WORTH, DC_WORD_WORTH_READ, COLUMN_PLAIN, 16)                                             \
    X(COL_WORTH_REJECTED, DC_WORD_WORTH_REJECTED, COLUMN_PLAIN, 16)                                \
    X(COL_BYTES, DC_WORD_BYTES, COLUMN_COUNT, 14)                                                  \
    X(COL_HASH, DC_WORD_SHA256, COLUMN_PLAIN, 70)
/* clang-format on */

enum { FILE_COLUMNS(COLUMN_NAME) COL_COUNT };
static const sheet_column columns[COL_COUNT] = {FILE_COLUMNS(COLUMN_ROW)};

enum { ISSUES_MOST = 1000, TEXT_MOST = 4000 };

static uint32_t fill_run(report *r, grid *sheet, uint32_t row)
{
    const dc_answer           *a = r->answer;
    const dc_simulate_options *options = a->options;
    const struct {
        dc_word     label;
        const char *text;
    } rows[] = {
        {DC_WORD_RUN_ID, a->run_id},
        {DC_WORD_PROGRAM, dc_arena_format(r->arena, "duecast %s", a->version)},
        {DC_WORD_COMMAND_LINE, a->command_line ? a->command_line : ""},
        {DC_WORD_BOOK, a->book->path ? a->book->path : ""},
        {DC_WORD_AS_OF_SOURCE, a->book->as_of_source ? a->book->as_of_source : ""},
        {DC_WORD_CONTENT_HASH, a->book->content_sha256},
        {DC_WORD_SEED, dc_arena_format(r->arena, "%" PRIu64, options->seed)},
        {DC_WORD_PATHS, has_bands(a) ? say_paths(r->arena, a, &r->scale)
                                     : text_count(r->arena, options->path_count)},
        {DC_WORD_HORIZON, dc_arena_format(r->arena, "%" PRId32, options->horizon_days)},
    };
    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_RUN));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++, row++) {
        grid_text(sheet, row, 0, ROLE_LABEL, say(r, rows[i].label));
        grid_text(sheet, row, 1, ROLE_PLAIN, text_clean(r->arena, rows[i].text, TEXT_MOST));
    }
    return row + 1;
}

static void put_file(report *r, grid *sheet, uint32_t row, const dc_file_totals *file)
{
    const struct {
        uint32_t col;
        size_t   count;
    } counts[] = {{COL_READ, file->rows_read},           {COL_USED, file->rows_used},
                  {COL_REJECTED, file->rows_rejected},   {COL_LATER, file->rows_later},
                  {COL_DUPLICATE, file->rows_duplicate}, {COL_BYTES, file->bytes}};
    grid_text(sheet, row, COL_FILE, ROLE_LABEL, text_clean(r->arena, file->file, TEXT_MOST));
    grid_text(sheet, row, COL_FORMAT, ROLE_LABEL,
              text_clean(r->arena, file->format ? file->format : "", TEXT_MOST));
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        grid_number(sheet, row, counts[i].col, ROLE_FIGURE, SHOW_COUNT, (double)counts[i].count);
    grid_number(sheet, row, COL_WORTH, ROLE_FIGURE, SHOW_MONEY_2, file->worth_read);
    grid_number(sheet, row, COL_WORTH_REJECTED, ROLE_FIGURE, SHOW_MONEY_2, file->worth_rejected);
    grid_text(sheet, row, COL_HASH, ROLE_NOTE, file->sha256);
}

static uint32_t fill_files(report *r, grid *sheet, uint32_t row)
{
    static const uint32_t summed[] = {COL_READ, COL_USED, COL_REJECTED, COL_LATER, COL_DUPLICATE};
    const dc_book        *book = r->answer->book;
    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_FILES));
    sheet_header(r, sheet, row, columns, COL_COUNT);
    uint32_t first = row += 2;
    if (book->file_count == 0)
        return row + 1;
    for (size_t i = 0; i < book->file_count; i++)
        put_file(r, sheet, row++, &book->files[i]);
    grid_text(sheet, row, COL_FILE, ROLE_TOTAL, say(r, DC_WORD_TOTAL));
    for (size_t i = 0; i < sizeof summed / sizeof summed[0]; i++)
        grid_sum(sheet, row, summed[i], ROLE_TOTAL, SHOW_COUNT,
                 grid_rows_of(sheet, summed[i], first, row - 1));
    return row + 2;
}

static const char *issue_text(report *r, size_t index)
{
    char  *text = NULL;
    size_t size = 0;
    FILE  *out = open_memstream(&text, &size);
    if (!out)
        return "";
    dc_issues_write_message(out, r->answer->issues, index, r->answer->language);
    fclose(out);
    const char *clean = text_clean(r->arena, text, TEXT_MOST);
    free(text);
    return clean;
}

static void fill_issues(report *r, grid *sheet, uint32_t row)
{
    static const dc_word severities[DC_SEVERITY_COUNT] = {
        [DC_NOTE] = DC_WORD_NOTE, [DC_WARNING] = DC_WORD_WARNING, [DC_ERROR] = DC_WORD_ERROR};
    const dc_issues *issues = r->answer->issues;
    size_t           count = issues ? dc_issues_total(issues) : 0;

    grid_text(sheet, row++, 0, ROLE_SECTION, say(r, DC_WORD_READING_MESSAGES));
    if (count == 0)
        grid_text(sheet, row, 0, ROLE_NOTE, say(r, DC_WORD_NO_MESSAGES));
    for (size_t i = 0; i < count && i < ISSUES_MOST; i++, row++) {
        dc_place    place = dc_issues_place(issues, i);
        const char *file = text_clean(r->arena, place.file ? place.file : "", TEXT_MOST);
        grid_text(sheet, row, 0, ROLE_LABEL,
                  place.line ? dc_arena_format(r->arena, "%s:%" PRIu32, file, place.line) : file);
        grid_text(sheet, row, 1, ROLE_LABEL, say(r, severities[dc_issues_severity(issues, i)]));
        grid_text(sheet, row, 2, ROLE_PLAIN, issue_text(r, i));
    }
    if (count > ISSUES_MOST)
        grid_text(sheet, row, 0, ROLE_NOTE,
                  text_fill(r->arena, say(r, DC_WORD_MORE_MESSAGES),
                            text_count(r->arena, count - ISSUES_MOST), (const char *)NULL));
}

void fill_log(report *r, grid *sheet)
{
    sheet_begin(r, sheet, DC_WORD_SHEET_LOG, DC_WORD_NOTE_LOG);
    uint32_t row = fill_run(r, sheet, SHEET_FIRST_ROW);
    row = fill_files(r, sheet, row);
    fill_issues(r, sheet, row);
}
