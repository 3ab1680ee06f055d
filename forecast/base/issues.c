#include "duecast/issues.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <unistr.h>
#include <uniwidth.h>

#include "duecast/arena.h"
#include "issues.h"

#define DC_ISSUE_ROW(kind, severity, english, english_remedy, chinese, chinese_remedy)             \
    {#kind, severity, {english, chinese}, {english_remedy, chinese_remedy}},
static const dc_issue_row rows[DC_ISSUE_KIND_COUNT] = {
#include "duecast/issue_list.h"
};
#undef DC_ISSUE_ROW

/* An argument longer than this is cut: a message stays a line. */
enum { ARGUMENT_BYTES_MAX = 400 };

struct dc_issues {
    dc_arena *arena;
    dc_issue *list; /* length count */
    size_t    count, capacity;
    size_t    counts[DC_SEVERITY_COUNT];
};

dc_issues *dc_issues_new(void)
{
    dc_issues *issues = dc_heap_alloc(1, sizeof *issues);
    issues->arena = dc_arena_new();
    return issues;
}

void dc_issues_free(dc_issues *issues)
{
    if (!issues)
        return;
    dc_arena_free(issues->arena);
    free(issues->list);
    free(issues);
}

/* Makes a copy that any terminal can show: control characters (a cell may hold escape sequences)
 * become blanks and bytes that are not UTF-8 become '?', byte for byte, so that positions stay. */
static const char *copy_clean(dc_arena *arena, const char *text, size_t length)
{
    char          *copy = dc_arena_copy_bytes(arena, text, length);
    const uint8_t *bytes = (const uint8_t *)text;
    for (size_t at = 0; at < length;) {
        ucs4_t letter;
        int    step = u8_mbtoucr(&letter, bytes + at, length - at);
        if (step < 0)
            copy[at++] = '?';
        else if (uc_width(letter, "UTF-8") < 0)
            memset(copy + at, ' ', (size_t)step);
        at += step < 0 ? 0 : (size_t)step;
    }
    return copy;
}

static const char *copy_argument(dc_arena *arena, const char *text)
{
    size_t length = strlen(text);
    if (length <= ARGUMENT_BYTES_MAX)
        return copy_clean(arena, text, length);
    length = ARGUMENT_BYTES_MAX;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) /* keep letters whole */
        length--;
    return dc_arena_format(arena, "%s…", copy_clean(arena, text, length));
}

static dc_place copy_place(dc_arena *arena, const dc_place *place)
{
    dc_place copy = *place;
    if (copy.file)
        copy.file = copy_clean(arena, copy.file, strlen(copy.file));
    if (copy.excerpt)
        copy.excerpt = copy_clean(arena, copy.excerpt, strlen(copy.excerpt));
    return copy;
}

void dc_issues_add(dc_issues *issues, dc_issue_kind kind, const dc_place *place, ...)
{
    assert((unsigned)kind < DC_ISSUE_KIND_COUNT);
    issues->list =
        dc_heap_grow(issues->list, &issues->capacity, issues->count + 1, sizeof *issues->list);
    dc_issue *issue = &issues->list[issues->count];
    *issue = (dc_issue){.kind = kind, .row = &rows[kind], .number = issues->count};
    if (place)
        issue->place = copy_place(issues->arena, place);

    va_list arguments;
    va_start(arguments, place);
    for (const char *text; (text = va_arg(arguments, const char *));) {
        assert(issue->argument_count < DC_ISSUE_ARGUMENTS_MAX);
        issue->arguments[issue->argument_count++] = copy_argument(issues->arena, text);
    }
    va_end(arguments);
    issues->count++;
    issues->counts[issue->row->severity]++;
}

void dc_issues_copy(dc_issues *issues, const dc_issues *from, size_t index)
{
    const dc_issue *issue = dc_issues_at(from, index);
    const char     *texts[DC_ISSUE_ARGUMENTS_MAX] = {0};
    for (size_t i = 0; i < issue->argument_count; i++)
        texts[i] = issue->arguments[i];
    dc_issues_add(issues, issue->kind, &issue->place, texts[0], texts[1], texts[2], texts[3], NULL);
}

const dc_issue *dc_issues_at(const dc_issues *issues, size_t index)
{
    assert(index < issues->count);
    return &issues->list[index];
}

size_t dc_issues_count(const dc_issues *issues, dc_severity severity)
{
    assert((unsigned)severity < DC_SEVERITY_COUNT);
    return issues->counts[severity];
}

size_t dc_issues_total(const dc_issues *issues)
{
    return issues->count;
}

dc_issue_kind dc_issues_kind(const dc_issues *issues, size_t index)
{
    return dc_issues_at(issues, index)->kind;
}

dc_severity dc_issues_severity(const dc_issues *issues, size_t index)
{
    return dc_issues_at(issues, index)->row->severity;
}

dc_place dc_issues_place(const dc_issues *issues, size_t index)
{
    return dc_issues_at(issues, index)->place;
}

static int by_number(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

/* Issues without a file come first; qsort is not stable, so the order of adding decides last. */
static int by_place(const void *left, const void *right)
{
    const dc_issue *a = left, *b = right;
    int order = strcmp(a->place.file ? a->place.file : "", b->place.file ? b->place.file : "");
    if (order == 0)
        order = by_number(a->place.line, b->place.line);
    if (order == 0)
        order = by_number(a->place.column, b->place.column);
    if (order == 0)
        order = by_number(a->kind, b->kind);
    return order ? order : by_number(a->number, b->number);
}

void dc_issues_sort(dc_issues *issues)
{
    if (issues->count > 1)
        qsort(issues->list, issues->count, sizeof *issues->list, by_place);
    for (size_t i = 0; i < issues->count; i++)
        issues->list[i].number = i;
}

const char *dc_issue_kind_name(dc_issue_kind kind)
{
    assert((unsigned)kind < DC_ISSUE_KIND_COUNT);
    return rows[kind].name;
}
