#include "book_columns.h"

#define NEW_COLUMN(table, column, count)                                                           \
    ((table)->column = dc_arena_alloc(arena, (count), sizeof *(table)->column))

void dc_customers_allocate(dc_customers *customers, dc_arena *arena, size_t most)
{
    NEW_COLUMN(customers, id, most);
    NEW_COLUMN(customers, name, most);
    NEW_COLUMN(customers, segment, most);
    NEW_COLUMN(customers, country, most);
    NEW_COLUMN(customers, grade, most);
    NEW_COLUMN(customers, related, most);
    NEW_COLUMN(customers, has_terms, most);
    NEW_COLUMN(customers, terms, most);
    NEW_COLUMN(customers, credit_limit, most);
}

void dc_claims_allocate(dc_claims *claims, dc_arena *arena, size_t most)
{
    NEW_COLUMN(claims, invoice, most);
    NEW_COLUMN(claims, part, most);
    NEW_COLUMN(claims, entity, most);
    NEW_COLUMN(claims, customer, most);
    NEW_COLUMN(claims, currency, most);
    NEW_COLUMN(claims, kind, most);
    NEW_COLUMN(claims, disputed, most);
    NEW_COLUMN(claims, disputed_part, most);
    NEW_COLUMN(claims, segment, most);
    NEW_COLUMN(claims, issued, most);
    NEW_COLUMN(claims, due, most);
    NEW_COLUMN(claims, entered, most);
    NEW_COLUMN(claims, closed, most);
    NEW_COLUMN(claims, amount, most);
    NEW_COLUMN(claims, tax, most);
    NEW_COLUMN(claims, open, most);
    NEW_COLUMN(claims, first_event, most + 1);
    NEW_COLUMN(claims, line, most);
}

void dc_actions_allocate(dc_actions *actions, dc_arena *arena, size_t most)
{
    NEW_COLUMN(actions, customer, most);
    NEW_COLUMN(actions, invoice, most);
    NEW_COLUMN(actions, date, most);
    NEW_COLUMN(actions, promised, most);
    NEW_COLUMN(actions, kind, most);
}

void dc_events_allocate(dc_events *events, dc_arena *arena, size_t most)
{
    NEW_COLUMN(events, claim, most);
    NEW_COLUMN(events, date, most);
    NEW_COLUMN(events, amount, most);
    NEW_COLUMN(events, kind, most);
    NEW_COLUMN(events, undated, most);
    NEW_COLUMN(events, maturity, most);
}
