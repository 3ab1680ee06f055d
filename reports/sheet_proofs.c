/* Definitions, rejected rows and checks: what the figures mean and why to trust them. */
#include "sheets.h"

enum { REJECTS_MOST = 10000, TEXT_MOST = 2000, DETAIL_MOST = 500 };

/* clang-format off */
#define DEFINITION_COLUMNS(X)                                                                      \
    X(DEF_LABEL, DC_WORD_MEASURE, COLUMN_PLAIN, 36)                                                \
    X(DEF_KEY, DC_WORD_KEY, COLUMN_PLAIN, 26)                                                      \
    X(DEF_UNIT, DC_WORD_UNIT, COLUMN_PLAIN, 10)                                                    \
    X(DEF_BETTER, DC_WORD_BETTER, COLUMN_PLAIN, 16)                                                \
    X(DEF_TEXT, DC_WORD_DEFINITION, COLUMN_PLAIN, 80)                                             \
    X(DEF_SOURCE, DC_WORD_SOURCE, COLUMN_PLAIN, 56)

#define REJECT_COLUMNS(X)                                                                          \
    X(REJECT_FILE, DC_WORD_FILE, COLUMN_PLAIN, 26)                                                 \
    X(REJECT_LINE, DC_WORD_LINE, COLUMN_PLAIN, 10)                                                 \
    X(REJECT_REASON, DC_WORD_REASON, COLUMN_PLAIN, 60)                                             \
    X(REJECT_TEXT, DC_WORD_ROW_AS_READ, COLUMN_PLAIN, 100)

#define CHECK_COLUMNS(X)                                                                           \
    X(CHECK_SENTENCE, DC_WORD_CHECK_SENTENCE, COLUMN_PLAIN, 104)                                   \
    X(CHECK_RESULT, DC_WORD_RESULT, COLUMN_PLAIN, 12)                                              \
    X(CHECK_WHERE, DC_WORD_WHERE, COLUMN_PLAIN, 22)                                                \
    X(CHECK_DETAIL, DC_WORD_DETAIL, COLUMN_PLAIN, 60)
/* clang-format on */

enum { DEFINITION_COLUMNS(COLUMN_NAME) DEF_COUNT };
enum { REJECT_COLUMNS(COLUMN_NAME) REJECT_COUNT };
enum { CHECK_COLUMNS(COLUMN_NAME) CHECK_COUNT };
static const sheet_column definition_columns[DEF_COUNT] = {DEFINITION_COLUMNS(COLUMN_ROW)};
static const sheet_column reject_columns[REJECT_COUNT] = {REJECT_COLUMNS(COLUMN_ROW)};
static const sheet_column check_columns[CHECK_COUNT] = {CHECK_COLUMNS(COLUMN_ROW)};

enum { ROW_MASTER = SHEET_FIRST_ROW, ROW_HEADER = SHEET_FIRST_ROW, ROW_CHECKS = ROW_MASTER + 2 };

void fill_definitions(report *r, grid *sheet)
{
    sheet_begin(r, sheet, DC_WORD_SHEET_DEFINITIONS, DC_WORD_NOTE_DEFINITIONS);
    sheet_header(r, sheet, ROW_HEADER, definition_columns, DEF_COUNT);
    for (dc_measure measure = 0; measure < DC_MEASURE_COUNT; measure++) {
        const dc_measure_info *about = dc_measure_about(measure);
        uint32_t               row = ROW_HEADER + 2 + (uint32_t)measure;
        grid_text(sheet, row, DEF_LABEL, ROLE_LABEL, say(r, about->label));
        grid_text(sheet, row, DEF_KEY, ROLE_LABEL, about->key);
        grid_text(sheet, row, DEF_UNIT, ROLE_LABEL, unit_name(r, about->unit));
        grid_text(sheet, row, DEF_BETTER, ROLE_LABEL, say(r, dc_better_word(about->better)));
        put_paragraph(sheet, row, DEF_TEXT, say(r, about->definition));
        put_paragraph(sheet, row, DEF_SOURCE, say(r, about->source));
    }
    sheet->freeze_row = ROW_HEADER + 2;
}

void fill_rejects(report *r, grid *sheet)
{
    const dc_book *book = r->answer->book;
    size_t         shown = book->reject_count < REJECTS_MOST ? book->reject_count : REJECTS_MOST;
    sheet_begin(r, sheet, DC_WORD_SHEET_REJECTS, DC_WORD_NOTE_REJECTS);
    if (shown < book->reject_count)
        grid_text(sheet, 4, 0, ROLE_NOTE,
                  text_fill(r->arena, say(r, DC_WORD_MORE_IN_CSV), text_count(r->arena, shown),
                            text_count(r->arena, book->reject_count), (const char *)NULL));
    sheet_header(r, sheet, ROW_HEADER, reject_columns, REJECT_COUNT);
    for (size_t i = 0; i < shown; i++) {
        const dc_reject *reject = &book->rejects[i];
        uint32_t         row = ROW_HEADER + 2 + (uint32_t)i;
        grid_text(sheet, row, REJECT_FILE, ROLE_LABEL,
                  text_clean(r->arena, reject->file, TEXT_MOST));
        grid_number(sheet, row, REJECT_LINE, ROLE_LABEL, SHOW_COUNT, reject->line);
        put_paragraph(sheet, row, REJECT_REASON,
                      text_clean(r->arena, reject->reason[r->answer->language], TEXT_MOST));
        put_paragraph(sheet, row, REJECT_TEXT, text_clean(r->arena, reject->text, TEXT_MOST));
    }
    sheet->freeze_row = ROW_HEADER + 2;
    sheet->has_filter = true;
    sheet->filter =
        (grid_range){sheet, ROW_HEADER + 1, 0, ROW_HEADER + 1 + (uint32_t)shown, REJECT_COUNT - 1};
}

static void put_engine_check(report *r, grid *sheet, uint32_t row, const dc_check *check)
{
    const char *detail = check->detail[r->answer->language];
    grid_text(sheet, row, CHECK_SENTENCE, ROLE_LABEL, say(r, check->sentence));
    grid_text(sheet, row, CHECK_RESULT, ROLE_CHECK,
              say(r, check->passed ? DC_WORD_OK : DC_WORD_FAIL));
    grid_text(sheet, row, CHECK_WHERE, ROLE_LABEL, say(r, DC_WORD_IN_THE_RUN));
    grid_text(sheet, row, CHECK_DETAIL, ROLE_LABEL,
              text_clean(r->arena, detail ? detail : "", DETAIL_MOST));
}

static void put_live_check(report *r, grid *sheet, uint32_t row, const live_check *live)
{
    const grid *where = r->sheet[live->sheet];
    grid_text(sheet, row, CHECK_SENTENCE, ROLE_LABEL, say(r, live->sentence));
    grid_link(sheet, row, CHECK_RESULT, where, live->row, live->col);
    grid_jump(sheet, row, CHECK_WHERE, where->title, where);
    grid_text(sheet, row, CHECK_DETAIL, ROLE_NOTE, say(r, DC_WORD_LIVE_FORMULA));
}

bool master_passed(const report *r)
{
    bool passed = r->answer->checks->failed == 0;
    for (size_t i = 0; i < r->live_count; i++)
        passed &= r->live[i].passed;
    return passed;
}

size_t checks_passed(const report *r)
{
    size_t passed = r->answer->checks->count - r->answer->checks->failed;
    for (size_t i = 0; i < r->live_count; i++)
        passed += r->live[i].passed ? 1 : 0;
    return passed;
}

void fill_checks(report *r, grid *sheet)
{
    const dc_checks *checks = r->answer->checks;
    uint32_t         row = ROW_CHECKS + 2;
    sheet_begin(r, sheet, DC_WORD_SHEET_CHECKS, DC_WORD_NOTE_CHECKS);
    sheet_header(r, sheet, ROW_CHECKS, check_columns, CHECK_COUNT);
    for (size_t i = 0; i < checks->count; i++)
        put_engine_check(r, sheet, row++, &checks->check[i]);
    for (size_t i = 0; i < r->live_count; i++)
        put_live_check(r, sheet, row++, &r->live[i]);
    if (row == ROW_CHECKS + 2)
        row++;

    r->master_row = ROW_MASTER;
    r->master_col = CHECK_RESULT;
    grid_text(sheet, ROW_MASTER, CHECK_SENTENCE, ROLE_TOTAL, say(r, DC_WORD_MASTER_CHECK));
    put_column_check(r, SHEET_CHECKS, ROW_MASTER, CHECK_RESULT, master_passed(r), DC_WORD_COUNT,
                     grid_rows_of(sheet, CHECK_RESULT, ROW_CHECKS + 2, row - 1));
    sheet->freeze_row = ROW_CHECKS + 2;
}
