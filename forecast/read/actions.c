#include <stdlib.h>
#include <string.h>

#include "reading.h"

static bool refuse(const dc_reading *reading, const dc_table *table, const char *column,
                   dc_issue_kind kind, const char *text)
{
    dc_table_issue(table, dc_table_row(table), column, reading->issues, kind, text, NULL, NULL);
    return false;
}

static bool check_row(dc_reading *reading, const dc_table *table, size_t file,
                      const dc_action_row *row)
{
    size_t   action;
    dc_money cost;

    if (!dc_read_choice(table, "action", row->action,
                        "reminder|call|notice|third_party|legal|plan|promise", &action,
                        reading->issues))
        return false;
    if (dc_reading_customer(reading, row->customer) == DC_MAP_NONE)
        return refuse(reading, table, "customer", DC_ISSUE_UNKNOWN_CUSTOMER, row->customer);
    if (*row->invoice && dc_find_invoice(reading, row->invoice) == DC_MAP_NONE)
        return refuse(reading, table, "invoice", DC_ISSUE_UNKNOWN_INVOICE, row->invoice);
    return dc_reading_money(reading, table, file, "cost", row->cost, reading->book->home, &cost);
}

void dc_read_actions(dc_reading *reading)
{
    dc_action_row row;
    size_t        file;
    dc_table     *table = dc_reading_open_input(reading, DC_INPUT_ACTIONS, "actions.csv", &file);

    if (!table)
        return;
    while (dc_reading_next(reading, table, file, &row, NULL)) {
        if (!check_row(reading, table, file, &row))
            dc_reading_reject_row(reading, table, file);
        else if (row.date.day > reading->book->as_of.day)
            reading->book->files[file].rows_later++;
        else
            reading->book->action_count++;
    }
    dc_table_close(table);
}

static void read_holidays(dc_reading *reading, const char *name)
{
    dc_calendar   *calendar = dc_calendar_weekends(reading->arena);
    dc_holiday_row row;
    size_t         file;
    dc_table      *table = dc_reading_open_input(reading, DC_INPUT_HOLIDAYS, name, &file);

    reading->book->calendar = calendar;
    if (!table)
        return;
    while (dc_reading_next(reading, table, file, &row, NULL)) {
        dc_calendar_add_holiday(calendar, row.date);
        if (reading->holiday_count == reading->holiday_capacity)
            reading->holidays =
                dc_heap_grow(reading->holidays, &reading->holiday_capacity,
                             reading->holiday_count + 1, sizeof reading->holidays[0]);
        reading->holidays[reading->holiday_count++] = row.date;
    }
    dc_table_close(table);
}

void dc_read_calendar(dc_reading *reading)
{
    const char *name = reading->book->company.calendar;
    dc_place    place = {.file = name};

    if (strcmp(name, "none") == 0)
        return;
    if (strcmp(name, "weekends") == 0) {
        reading->book->calendar = dc_calendar_weekends(reading->arena);
    } else if (strcmp(name, "target") == 0) {
        reading->book->calendar = dc_calendar_target(reading->arena);
    } else if (dc_reading_has_file(reading, name)) {
        read_holidays(reading, name);
    } else {
        dc_issues_add(reading->issues, DC_ISSUE_NO_CALENDAR, &place, name, NULL);
        reading->unusable = true;
    }
}
