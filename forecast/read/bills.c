#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reading.h"

typedef struct {
    const char *bill, *supplier, *category;
    dc_date     issued, due, paid;
    dc_money    amount;
    uint16_t    currency;
    bool        left_out;
    dc_row      row;
} bill_draft;

static int compare_bills(const void *left, const void *right)
{
    const bill_draft *a = left, *b = right;
    int               order = strcmp(a->supplier, b->supplier);

    if (order == 0)
        order = strcmp(a->bill, b->bill);
    if (order == 0)
        order = dc_order(a->issued.day, b->issued.day);
    if (order == 0)
        order = dc_order(a->amount.minor, b->amount.minor);
    if (order == 0)
        order = dc_order(a->due.day, b->due.day);
    return order != 0 ? order : dc_order(a->row.line, b->row.line);
}

static bool is_paid_before_issue(const dc_reading *reading, const dc_table *table,
                                 const bill_draft *bill)
{
    char paid[11], issued[11];

    if (!dc_date_is_set(bill->paid) || bill->paid.day >= bill->issued.day)
        return false;
    dc_date_format(paid, bill->paid);
    dc_date_format(issued, bill->issued);
    dc_table_issue(table, bill->row, "paid", reading->issues, DC_ISSUE_BILL_PAID_BEFORE, bill->bill,
                   paid, issued);
    return true;
}

static bill_draft *read_rows(dc_reading *reading, dc_table *table, size_t file, size_t *count)
{
    bill_draft *bills = NULL;
    size_t      capacity = 0;
    dc_bill_row row;

    *count = 0;
    while (dc_reading_next(reading, table, file, &row, &row.amount, &row.currency)) {
        bill_draft bill = {.bill = row.bill,
                           .supplier = row.supplier,
                           .category = row.category,
                           .issued = row.issued,
                           .due = row.due,
                           .paid = row.paid,
                           .row = dc_table_row(table)};

        bill.currency =
            *row.currency ? dc_reading_currency(reading, row.currency) : reading->default_currency;
        if (!dc_reading_money(reading, table, file, "amount", row.amount, bill.currency,
                              &bill.amount) ||
            is_paid_before_issue(reading, table, &bill)) {
            dc_reading_reject_row(reading, table, file);
            continue;
        }
        if (*count == capacity)
            bills = dc_heap_grow(bills, &capacity, *count + 1, sizeof bills[0]);
        bills[(*count)++] = bill;
    }
    return bills;
}

/* What may be a slip; the bill is used as it stands. */
static void note_bill(const dc_reading *reading, const dc_table *table, const bill_draft *bill)
{
    if (bill->due.day < bill->issued.day)
        dc_table_issue(table, bill->row, "due", reading->issues, DC_ISSUE_BILL_DUE_BEFORE,
                       bill->bill, NULL, NULL);
    if (bill->amount.minor == 0)
        dc_table_issue(table, bill->row, "amount", reading->issues, DC_ISSUE_BILL_ZERO, bill->bill,
                       NULL, NULL);
    dc_read_far_date(reading, table, bill->row, "issued", bill->issued);
    dc_read_far_date(reading, table, bill->row, "due", bill->due);
}

/* Marks what is left out: a second bill of one number and supplier, and what came later. */
static size_t select_bills(dc_reading *reading, const dc_table *table, size_t file,
                           bill_draft *bills, size_t count)
{
    size_t used = 0, kept = 0;
    char   line[16];

    for (size_t i = 0; i < count; i++) {
        bool is_second = i > 0 && strcmp(bills[i].supplier, bills[kept].supplier) == 0 &&
                         strcmp(bills[i].bill, bills[kept].bill) == 0;
        size_t first_issue = dc_issues_total(reading->issues);

        bills[i].left_out = is_second || bills[i].issued.day > reading->book->as_of.day;
        used += !bills[i].left_out;
        if (is_second) {
            snprintf(line, sizeof line, "%u", (unsigned)bills[kept].row.line);
            dc_table_issue(table, bills[i].row, "bill", reading->issues, DC_ISSUE_BILL_TWICE,
                           bills[i].bill, bills[i].supplier, line);
            dc_reading_reject(reading, table, file, bills[i].row, first_issue,
                              dc_reading_worth(reading, bills[i].amount, bills[i].currency),
                              bills[i].currency);
            continue;
        }
        kept = i;
        note_bill(reading, table, &bills[i]);
        reading->book->files[file].rows_later += bills[i].left_out;
    }
    return used;
}

static void fill_bills(dc_reading *reading, const bill_draft *drafts, size_t count, size_t used)
{
    dc_bills *bills = &reading->book->bills;
    size_t    at = 0;

    bills->count = used;
    bills->bill = dc_arena_alloc(reading->arena, used, sizeof bills->bill[0]);
    bills->supplier = dc_arena_alloc(reading->arena, used, sizeof bills->supplier[0]);
    bills->category = dc_arena_alloc(reading->arena, used, sizeof bills->category[0]);
    bills->currency = dc_arena_alloc(reading->arena, used, sizeof bills->currency[0]);
    bills->issued = dc_arena_alloc(reading->arena, used, sizeof bills->issued[0]);
    bills->due = dc_arena_alloc(reading->arena, used, sizeof bills->due[0]);
    bills->paid = dc_arena_alloc(reading->arena, used, sizeof bills->paid[0]);
    bills->amount = dc_arena_alloc(reading->arena, used, sizeof bills->amount[0]);
    for (size_t i = 0; i < count; i++) {
        if (drafts[i].left_out)
            continue;
        bills->bill[at] = drafts[i].bill;
        bills->supplier[at] = drafts[i].supplier;
        bills->category[at] = drafts[i].category;
        bills->currency[at] = drafts[i].currency;
        bills->issued[at] = drafts[i].issued;
        bills->due[at] = drafts[i].due;
        bills->paid[at] =
            drafts[i].paid.day <= reading->book->as_of.day ? drafts[i].paid : DC_DATE_NONE;
        bills->amount[at++] = drafts[i].amount;
    }
}

/* Whom the rules of payment may name: the day the book is looked at does not matter. */
static void read_pay_rules(dc_reading *reading, const bill_draft *drafts, size_t count)
{
    const char **suppliers = dc_heap_alloc(count + 1, sizeof *suppliers);
    const char **categories = dc_heap_alloc(count + 1, sizeof *categories);

    for (size_t i = 0; i < count; i++) {
        suppliers[i] = drafts[i].supplier;
        categories[i] = drafts[i].category;
    }
    dc_read_pay_rules(reading, suppliers, categories, count);
    free(suppliers);
    free(categories);
}

void dc_read_bills(dc_reading *reading)
{
    size_t      file, count, used;
    dc_table   *table = dc_reading_open_input(reading, DC_INPUT_BILLS, "bills.csv", &file);
    bill_draft *drafts;

    if (!table) {
        dc_read_pay_rules(reading, NULL, NULL, 0);
        return;
    }
    drafts = read_rows(reading, table, file, &count);
    read_pay_rules(reading, drafts, count);
    if (count > 0)
        qsort(drafts, count, sizeof drafts[0], compare_bills);
    used = select_bills(reading, table, file, drafts, count);
    fill_bills(reading, drafts, count, used);
    free(drafts);
    dc_table_close(table);
}
