#include "issues.h"

#include <assert.h>
#include <string.h>

#include <unistr.h>
#include <uniwidth.h>

/* A longer line is cut to TEXT_COLUMNS and an ellipsis on either side. */
enum { LINE_COLUMNS = 100, TEXT_COLUMNS = LINE_COLUMNS - 2, COLUMNS_BEFORE_MARK = 40 };

#define ELLIPSIS "…"

static const char *const colours[DC_SEVERITY_COUNT] = {
    [DC_NOTE] = "\033[1;36m", [DC_WARNING] = "\033[1;33m", [DC_ERROR] = "\033[1;31m"};
static const char colour_place[] = "\033[1m", colour_end[] = "\033[0m";

static const dc_word labels[DC_SEVERITY_COUNT] = {
    [DC_NOTE] = DC_WORD_NOTE, [DC_WARNING] = DC_WORD_WARNING, [DC_ERROR] = DC_WORD_ERROR};

/* Bytes [from, to) of an excerpt; `cut_before` and `cut_after` stand for what is left out. */
typedef struct {
    size_t from, to;
    int    cut_before, cut_after;
} window;

static size_t columns_of(const char *text, size_t from, size_t to)
{
    return (size_t)u8_width((const uint8_t *)text + from, to - from, "UTF-8");
}

/* The byte after as many whole letters from `at` as fit into `columns`. */
static size_t advance(const char *text, size_t length, size_t at, size_t columns)
{
    size_t used = 0;
    while (at < length) {
        ucs4_t letter;
        size_t step = (size_t)u8_mbtouc(&letter, (const uint8_t *)text + at, length - at);
        int    width = uc_width(letter, "UTF-8");
        used += width > 0 ? (size_t)width : 0;
        if (used > columns)
            break;
        at += step;
    }
    return at;
}

/* What of a long line to show: its beginning when the mark lies there, else from a little before
 * the mark. */
static window window_around(const char *text, size_t mark, size_t mark_end)
{
    size_t length = strlen(text);
    if (columns_of(text, 0, length) <= LINE_COLUMNS)
        return (window){.to = length};

    window shown = {0};
    size_t before = columns_of(text, 0, mark);
    if (columns_of(text, 0, mark_end) > TEXT_COLUMNS && before > COLUMNS_BEFORE_MARK) {
        shown.from = advance(text, length, 0, before - COLUMNS_BEFORE_MARK);
        shown.cut_before = shown.from > 0;
    }
    shown.to = advance(text, length, shown.from, TEXT_COLUMNS);
    shown.cut_after = shown.to < length;
    return shown;
}

static void repeat(FILE *out, char letter, size_t count)
{
    while (count-- > 0)
        putc(letter, out);
}

static void write_carets(FILE *out, const char *excerpt, window shown, size_t mark, size_t mark_end,
                         const char *colour)
{
    size_t end = mark_end < shown.to ? mark_end : shown.to;
    size_t begin = mark < end ? mark : end;
    size_t width = columns_of(excerpt, begin, end);
    repeat(out, ' ', (size_t)shown.cut_before + columns_of(excerpt, shown.from, begin));
    fputs(colour ? colour : "", out);
    repeat(out, '^', width > 0 ? width : 1); /* an empty cell still gets one */
    fputs(colour ? colour_end : "", out);
}

static size_t clip(size_t byte, size_t length)
{
    return byte < length ? byte : length;
}

static void write_excerpt(FILE *out, const dc_place *place, const char *colour)
{
    size_t length = strlen(place->excerpt);
    size_t mark = clip(place->mark, length);
    size_t mark_end = clip((size_t)place->mark + place->width, length);
    window shown = window_around(place->excerpt, mark, mark_end);
    char   number[16] = "";
    if (place->line > 0)
        snprintf(number, sizeof number, "%u", place->line);

    fprintf(out, "%s | %s%.*s%s\n", number, shown.cut_before ? ELLIPSIS : "",
            (int)(shown.to - shown.from), place->excerpt + shown.from,
            shown.cut_after ? ELLIPSIS : "");
    if (place->width == 0)
        return;
    repeat(out, ' ', strlen(number));
    fputs(" | ", out);
    write_carets(out, place->excerpt, shown, mark, mark_end, colour);
    putc('\n', out);
}

/* "invoices.csv:118:4: "; nothing when no file is meant. */
static void write_place(FILE *out, const dc_place *place)
{
    if (!place->file)
        return;
    fputs(place->file, out);
    if (place->line > 0)
        fprintf(out, ":%u", place->line);
    if (place->line > 0 && place->column > 0)
        fprintf(out, ":%u", place->column);
    fputs(": ", out);
}

void dc_issues_write_message(FILE *out, const dc_issues *issues, size_t index, dc_language language)
{
    assert((unsigned)language < DC_LANGUAGE_COUNT);
    const dc_issue *issue = dc_issues_at(issues, index);
    dc_fill(out, issue->row->message[language], issue->arguments, issue->argument_count);
}

void dc_issues_write_remedy(FILE *out, const dc_issues *issues, size_t index, dc_language language)
{
    assert((unsigned)language < DC_LANGUAGE_COUNT);
    const dc_issue *issue = dc_issues_at(issues, index);
    dc_fill(out, issue->row->remedy[language], issue->arguments, issue->argument_count);
}

void dc_issues_write(FILE *out, const dc_issues *issues, size_t index, dc_language language,
                     int colour)
{
    assert((unsigned)language < DC_LANGUAGE_COUNT);
    const dc_issue *issue = dc_issues_at(issues, index);
    dc_severity     severity = issue->row->severity;
    const char     *paint = colour ? colours[severity] : NULL;

    fputs(colour ? colour_place : "", out);
    write_place(out, &issue->place);
    fputs(colour ? colour_end : "", out);
    fprintf(out, "%s%s%s", paint ? paint : "", dc_say(language, labels[severity]),
            paint ? colour_end : "");
    fputs(dc_say(language, DC_WORD_COLON), out);
    dc_issues_write_message(out, issues, index, language);
    putc('\n', out);
    if (issue->place.excerpt)
        write_excerpt(out, &issue->place, paint);

    if (*issue->row->remedy[language]) {
        dc_issues_write_remedy(out, issues, index, language);
        putc('\n', out);
    }
}
