#include "support/given_actions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/expect.h"

#include "forecast/read/book_columns.h"

typedef struct {
    uint32_t    customer;
    const char *invoice;
    dc_date     date, promised;
    uint8_t     kind;
} row;

static int compare_rows(const void *left, const void *right)
{
    const row *a = left, *b = right;
    int        order = (a->customer > b->customer) - (a->customer < b->customer);
    if (order == 0)
        order = strcmp(a->invoice, b->invoice);
    if (order == 0)
        order = (a->date.day > b->date.day) - (a->date.day < b->date.day);
    if (order == 0)
        order = a->kind - b->kind;
    return order ? order
                 : (a->promised.day > b->promised.day) - (a->promised.day < b->promised.day);
}

static uint32_t customer_of(const dc_book *book, const char *id)
{
    uint32_t at = 0;
    while (at < book->customers.count && strcmp(book->customers.id[at], id) != 0)
        at++;
    assert_true(at < book->customers.count);
    return at;
}

static uint8_t kind_of(const char *name)
{
    static const char *const names[DC_ACTION_KIND_COUNT] = {
        "reminder", "call", "notice", "third_party", "legal", "plan", "promise"};
    uint8_t kind = 0;
    while (kind < DC_ACTION_KIND_COUNT && strcmp(names[kind], name) != 0)
        kind++;
    assert_true(kind < DC_ACTION_KIND_COUNT);
    return kind;
}

static row parse_row(const dc_book *book, char *line)
{
    char *token[5] = {0};
    int   count = 0;
    char *rest = NULL;
    for (char *at = strtok_r(line, " ", &rest); at && count < 5; at = strtok_r(NULL, " ", &rest))
        token[count++] = at;
    assert_true(count >= 4);
    return (row){.customer = customer_of(book, token[0]),
                 .invoice =
                     strcmp(token[1], "-") == 0 ? "" : dc_arena_copy_text(book->arena, token[1]),
                 .date = date(token[2]),
                 .promised = token[4] ? date(token[4]) : DC_DATE_NONE,
                 .kind = kind_of(token[3])};
}

void given_actions(dc_book *book, const char *table)
{
    size_t      count = 0, capacity = 0;
    row        *rows = NULL;
    char       *text = strdup(table), *rest = NULL;
    dc_actions *to = &book->actions;
    strtok_r(text, "\n", &rest);
    for (char *line = strtok_r(NULL, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        rows = dc_arena_grow(book->arena, rows, &capacity, count + 1, sizeof *rows);
        rows[count++] = parse_row(book, line);
    }
    if (count > 0)
        qsort(rows, count, sizeof *rows, compare_rows);
    dc_actions_allocate(to, book->arena, count);
    for (to->count = 0; to->count < count; to->count++) {
        to->customer[to->count] = rows[to->count].customer;
        to->invoice[to->count] = rows[to->count].invoice;
        to->date[to->count] = rows[to->count].date;
        to->promised[to->count] = rows[to->count].promised;
        to->kind[to->count] = rows[to->count].kind;
    }
    free(text);
}
