#include <stdlib.h>
#include <string.h>

#include "book_columns.h"
#include "reading.h"

typedef struct {
    uint32_t    customer;
    const char *invoice;
    dc_date     date, promised;
    uint8_t     kind;
} action_draft;

typedef struct {
    action_draft *draft;
    size_t        count, capacity;
} drafts;

static int compare_actions(const void *left, const void *right)
{
    const action_draft *a = left, *b = right;
    int                 order = dc_order(a->customer, b->customer);

    if (order == 0)
        order = strcmp(a->invoice, b->invoice);
    if (order == 0)
        order = dc_order(a->date.day, b->date.day);
    if (order == 0)
        order = dc_order(a->kind, b->kind);
    return order != 0 ? order : dc_order(a->promised.day, b->promised.day);
}

/* Invoices of several customers may carry one number: one of them must be this customer's. */
static bool check_invoice(const dc_reading *reading, const dc_table *table,
                          const dc_action_row *row, uint32_t customer)
{
    uint32_t first = dc_find_invoice(reading, row->invoice), at = first;

    if (first == DC_MAP_NONE)
        return dc_reading_refuse_cell(reading, table, "invoice", DC_ISSUE_UNKNOWN_INVOICE,
                                      row->invoice);
    while (at != DC_MAP_NONE && reading->claims.customer[at] != customer)
        at = reading->next_part[at];
    if (at != DC_MAP_NONE)
        return true;
    dc_table_issue(table, dc_table_row(table), "customer", reading->issues,
                   DC_ISSUE_ACTION_OTHER_CUSTOMER, row->customer, row->invoice,
                   reading->customers[reading->claims.customer[first]].id);
    return false;
}

static bool check_row(dc_reading *reading, const dc_table *table, size_t file,
                      const dc_action_row *row, uint32_t *customer, size_t *kind)
{
    dc_money cost;

    if (!dc_read_choice(table, "action", row->action,
                        "reminder|call|notice|third_party|legal|plan|promise", kind,
                        reading->issues))
        return false;
    *customer = dc_reading_customer(reading, row->customer);
    if (*customer == DC_MAP_NONE)
        return dc_reading_refuse_cell(reading, table, "customer", DC_ISSUE_UNKNOWN_CUSTOMER,
                                      row->customer);
    if (*row->invoice && !check_invoice(reading, table, row, *customer))
        return false;
    return dc_reading_money(reading, table, file, "cost", row->cost, reading->book->own, &cost);
}

/* Customers the book does not know yet on its as-of date have nothing that could be touched. */
static void keep_row(drafts *list, const dc_reading *reading, const dc_action_row *row,
                     uint32_t customer, size_t kind)
{
    const customer_draft *of = &reading->customers[customer];

    if (!of->used && of->line == 0)
        return;
    if (list->count == list->capacity)
        list->draft =
            dc_heap_grow(list->draft, &list->capacity, list->count + 1, sizeof list->draft[0]);
    list->draft[list->count++] = (action_draft){.customer = of->rank,
                                                .invoice = row->invoice,
                                                .date = row->date,
                                                .promised = row->promised,
                                                .kind = (uint8_t)kind};
}

static void fill_columns(dc_book *book, drafts *list)
{
    dc_actions *to = &book->actions;

    if (list->count > 0)
        qsort(list->draft, list->count, sizeof list->draft[0], compare_actions);
    dc_actions_allocate(to, book->arena, list->count);
    for (to->count = 0; to->count < list->count; to->count++) {
        const action_draft *from = &list->draft[to->count];
        to->customer[to->count] = from->customer;
        to->invoice[to->count] = from->invoice;
        to->date[to->count] = from->date;
        to->promised[to->count] = from->promised;
        to->kind[to->count] = from->kind;
    }
}

void dc_read_actions(dc_reading *reading)
{
    drafts        list = {0};
    dc_action_row row;
    size_t        file, kind;
    uint32_t      customer;
    dc_table     *table = dc_reading_open_input(reading, DC_INPUT_ACTIONS, "actions.csv", &file);

    if (!table)
        return;
    while (dc_reading_next(reading, table, file, &row, NULL, NULL)) {
        if (!check_row(reading, table, file, &row, &customer, &kind))
            dc_reading_reject_row(reading, table, file);
        else if (row.date.day > reading->book->as_of.day)
            reading->book->files[file].rows_later++;
        else
            keep_row(&list, reading, &row, customer, kind);
    }
    fill_columns(reading->book, &list);
    free(list.draft);
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
    while (dc_reading_next(reading, table, file, &row, NULL, NULL)) {
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
    if (strcmp(name, "none") == 0)
        return;
    if (strcmp(name, "weekends") == 0) {
        reading->book->calendar = dc_calendar_weekends(reading->arena);
    } else if (strcmp(name, "target") == 0) {
        reading->book->calendar = dc_calendar_target(reading->arena);
    } else if (dc_reading_has_file(reading, name)) {
        read_holidays(reading, name);
    } else {
        dc_yaml_node told = dc_yaml_get(reading->yaml, dc_yaml_root(reading->yaml), "calendar");
        reading->unusable =
            !dc_reading_refuse(reading, told, DC_ISSUE_NO_CALENDAR, name, NULL, NULL);
    }
}
