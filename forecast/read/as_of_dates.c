/* as_of_dates.c - the as-of date, and dates that do not fit to it. */
#include <stdio.h>

#include "reading.h"

enum {
    GAP_DAYS_MAX = 7,      /* of the newest date to the next newest, before a warning */
    SILENCE_DAYS_MAX = 31, /* of the as-of date to the newest date */
    DUE_YEARS_MAX = 10,    /* after the as-of date */
    AS_OF_YEAR_MAX = 9800  /* dates have four digits, and levers reach a hundred years ahead */
};

/* "invoices.csv: paid", for the line that says where the as-of date comes from. */
static const char *source_name(const dc_reading *reading, const char *file, const char *column)
{
    const char *label = column ? dc_table_label(reading->invoices, column) : "";

    return dc_arena_format(reading->arena, "%s: %s", file, label);
}

/* Most dates are older than the two newest. */
static void note(newest_date *newest, dc_date date, const char *source)
{
    if (!newest->source || !dc_date_is_set(newest->next) || date.day > newest->next.day)
        dc_reading_note_date(newest, date, source);
}

static newest_date find_newest(const dc_reading *reading)
{
    const claim_drafts *claims = &reading->claims;
    newest_date         newest = {0};
    const char         *file = reading->book->files[reading->invoices_file].file;
    const char         *issued = source_name(reading, file, reading->issued_column);
    const char         *entered = source_name(reading, file, reading->entered_column);
    const char         *paid = source_name(reading, file, reading->paid_column);
    const char         *payment = reading->accounts ? "payments.csv: date" : entered;

    for (size_t i = 0; i < claims->count; i++) {
        if (dc_draft_is(claims, i, DC_DRAFT_REJECTED))
            continue;
        note(&newest, claims->issued[i], claims->line[i] > 0 ? issued : payment);
        if (claims->wait[i] > 0)
            note(&newest, DC_DATE(claims->issued[i].day + claims->wait[i]), entered);
        if (dc_draft_settled(claims, i).minor != 0)
            note(&newest, claims->paid[i], paid);
    }
    for (size_t i = 0; i < reading->event_count; i++)
        if (!dc_draft_is(claims, reading->events[i].claim, DC_DRAFT_REJECTED))
            note(&newest, reading->events[i].date, payment);
    return newest;
}

/* Warns of two days that lie far apart: {0} the later one, {1} days, {2} the earlier one. */
static void warn_of_distance(const dc_reading *reading, dc_issue_kind kind, dc_date from,
                             dc_date to, int32_t most)
{
    char    earlier[11], later[11], days[16];
    int32_t distance = dc_date_days_between(from, to);

    if (distance <= most)
        return;
    dc_date_format(earlier, from);
    dc_date_format(later, to);
    snprintf(days, sizeof days, "%d", (int)distance);
    dc_issues_add(reading->issues, kind, &(dc_place){0}, later, days, earlier, NULL);
}

/* A day that stands for never, such as 9999-12-31, leaves no calendar to forecast in. */
static void refuse_far_as_of(dc_reading *reading)
{
    char as_of[11];

    if (dc_date_to_civil(reading->book->as_of).year <= AS_OF_YEAR_MAX)
        return;
    reading->unusable = true;
    dc_date_format(as_of, reading->book->as_of);
    dc_issues_add(reading->issues, DC_ISSUE_AS_OF_FAR, &(dc_place){0}, as_of,
                  reading->book->as_of_source, NULL);
}

/* With a broken book.yaml its as-of date is not known: nothing is said of a guessed one. */
void dc_read_as_of(dc_reading *reading)
{
    dc_book    *book = reading->book;
    newest_date newest = find_newest(reading);
    bool        is_told = true;

    if (dc_date_is_set(reading->options->as_of)) {
        book->as_of = reading->options->as_of;
        book->as_of_source = "--as-of";
    } else if (!dc_date_is_set(book->as_of)) {
        book->as_of = newest.newest;
        book->as_of_source = newest.source;
        is_told = false;
    }
    if (!newest.source || reading->company_broken)
        return;
    refuse_far_as_of(reading);
    if (is_told)
        warn_of_distance(reading, DC_ISSUE_AS_OF_LATE, newest.newest, book->as_of,
                         SILENCE_DAYS_MAX);
    else if (dc_date_is_set(newest.next))
        warn_of_distance(reading, DC_ISSUE_AS_OF_GAP, newest.next, newest.newest, GAP_DAYS_MAX);
}

/* "7,973": whole years between two days. */
static void format_years(char *out, size_t size, dc_date from, dc_date to)
{
    dc_civil a = dc_date_to_civil(from), b = dc_date_to_civil(to);
    bool     is_whole = b.month > a.month || (b.month == a.month && b.day >= a.day);
    int      years = (int)(b.year - a.year) - (is_whole ? 0 : 1);

    if (years < 1000)
        snprintf(out, size, "%d", years);
    else
        snprintf(out, size, "%d,%03d", years / 1000, years % 1000);
}

static bool is_old(dc_date date)
{
    return date.day < 0; /* days count from 1970 */
}

static bool is_far(dc_date date, dc_date last)
{
    return dc_date_is_set(date) && (is_old(date) || date.day > last.day);
}

static dc_date last_usual(const dc_reading *reading)
{
    return dc_date_add_months(reading->book->as_of, 12 * DUE_YEARS_MAX);
}

void dc_read_far_date(const dc_reading *reading, const dc_table *table, dc_row row,
                      const char *column, dc_date date)
{
    dc_date as_of = reading->book->as_of;
    char    text[11], years[16];

    if (!column || !is_far(date, last_usual(reading)))
        return;
    dc_date_format(text, date);
    format_years(years, sizeof years, is_old(date) ? date : as_of, is_old(date) ? as_of : date);
    dc_table_issue(table, row, column, reading->issues, DC_ISSUE_DATE_FAR,
                   dc_table_label(table, column), text, years);
}

void dc_read_far_dates(const dc_reading *reading)
{
    const claim_drafts *claims = &reading->claims;
    dc_date             last = last_usual(reading);
    bool                any = false;

#pragma omp parallel for schedule(static) if (claims->count > DC_MANY_ROWS) reduction(|| : any)
    for (size_t i = 0; i < claims->count; i++)
        any = any || is_far(claims->issued[i], last) || is_far(claims->due[i], last);
    for (size_t i = 0; any && i < claims->count; i++) {
        if (dc_draft_is(claims, i, DC_DRAFT_REJECTED) || claims->line[i] == 0)
            continue;
        claim_draft draft = dc_draft_at(claims, i);
        dc_row      row = dc_claim_row(reading, &draft);
        dc_read_far_date(reading, reading->invoices, row, reading->issued_column, draft.issued);
        dc_read_far_date(reading, reading->invoices, row, reading->due_column, draft.due);
    }
}
