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
    NEW_COLUMN(customers, provision, most);
    NEW_COLUMN(customers, has_terms, most);
    NEW_COLUMN(customers, terms, most);
    NEW_COLUMN(customers, credit_limit, most);
    NEW_COLUMN(customers, insured_limit, most);
    NEW_COLUMN(customers, contact, most);
}

#define NEW_WHERE_NONE(table, column, count)                                                       \
    if (!(table)->column)                                                                          \
    NEW_COLUMN(table, column, count)

void dc_claims_allocate(dc_claims *claims, dc_arena *arena, size_t most)
{
    NEW_WHERE_NONE(claims, invoice, most);
    NEW_WHERE_NONE(claims, entity, most);
    NEW_WHERE_NONE(claims, customer, most);
    NEW_WHERE_NONE(claims, currency, most);
    NEW_WHERE_NONE(claims, kind, most);
    NEW_WHERE_NONE(claims, disputed, most);
    NEW_WHERE_NONE(claims, disputed_part, most);
    NEW_WHERE_NONE(claims, issued, most);
    NEW_WHERE_NONE(claims, due, most);
    NEW_WHERE_NONE(claims, entered, most);
    NEW_WHERE_NONE(claims, closed, most);
    NEW_WHERE_NONE(claims, amount, most);
    NEW_WHERE_NONE(claims, tax, most);
    NEW_WHERE_NONE(claims, open, most);
    NEW_WHERE_NONE(claims, first_event, most + 1);
    NEW_WHERE_NONE(claims, line, most);
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
    NEW_WHERE_NONE(events, claim, most);
    NEW_WHERE_NONE(events, date, most);
    NEW_WHERE_NONE(events, amount, most);
    NEW_WHERE_NONE(events, kind, most);
    NEW_WHERE_NONE(events, undated, most);
    NEW_WHERE_NONE(events, maturity, most);
}
