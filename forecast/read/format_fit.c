/* format_fit.c - the canonical columns, fitted to the amounts that a file has. */
#include <string.h>

#include "duecast/book.h"
#include "formats.h"

/* Headings of amounts in one's own currency, and of the currency of such amounts. */
static const char *const own_amounts[] = {"betrag in hauswährung", "amount in local currency"};
static const char *const own_currencies[] = {"hauswährung", "local currency"};
enum { OWN_COUNT = sizeof own_amounts / sizeof own_amounts[0] };

static dc_column *find(dc_column *columns, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(columns[i].name, name) == 0)
            return &columns[i];
    return NULL;
}

static void drop(dc_column *columns, size_t *count, dc_column *column)
{
    size_t at = (size_t)(column - columns);

    (*count)--;
    memmove(column, column + 1, (*count - at) * sizeof *column);
}

static void note(const dc_table *table, dc_issue_kind kind, const char *what, dc_issues *issues)
{
    dc_place place = {.file = dc_table_name(table), .line = dc_table_header_line(table)};

    dc_issues_add(issues, kind, &place, what, NULL);
}

/* Which of the names is the heading that the column is found by; "" when none is. */
static const char *own_heading(const dc_table *table, const dc_column *column)
{
    const char *heading = dc_table_heading(table, column);

    for (size_t i = 0; i < OWN_COUNT; i++)
        if (dc_table_same_name(heading, own_amounts[i]))
            return heading;
    return "";
}

/* Amounts in one's own currency beside the currency of the document: the latter is not theirs. */
static void fit_currency(dc_column *columns, size_t *count, const dc_table *table,
                         dc_issues *issues)
{
    dc_column  *amount = find(columns, *count, "amount");
    dc_column  *currency = find(columns, *count, "currency");
    const char *own = own_heading(table, amount);

    if (!*own || !dc_table_has_column(table, currency))
        return;
    for (size_t i = 0; i < OWN_COUNT; i++) {
        if (!dc_table_has(table, own_currencies[i]))
            continue;
        currency->aliases = own_currencies[i];
        currency->name = own_currencies[i];
        return;
    }
    note(table, DC_ISSUE_OWN_CURRENCY, own, issues);
    drop(columns, count, currency);
}

static bool is_one_of(const char *heading, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (dc_table_same_name(heading, names[i]))
            return true;
    return false;
}

/* Accounts may be those of customers, or those of the ledger that all customers share. */
static void fit_customer(dc_column *columns, size_t count, dc_table *table, dc_issues *issues)
{
    static const char *const accounts[] = {"account", "konto", "kontonummer"};
    dc_column               *customer = find(columns, count, "customer");
    const dc_column         *name = find(columns, count, "customer_name");
    const char              *heading = dc_table_heading(table, customer);
    dc_place place = {.file = dc_table_name(table), .line = dc_table_header_line(table)};

    if (!is_one_of(heading, accounts, sizeof accounts / sizeof accounts[0]) ||
        !dc_fit_are_accounts(table, customer, name))
        return;
    customer->aliases = name->aliases;
    dc_issues_add(issues, DC_ISSUE_LEDGER_ACCOUNTS, &place, heading, dc_table_heading(table, name),
                  NULL);
}

/* Beside debits and credits it is their difference, or that of all rows so far. */
static bool is_balance(const char *heading)
{
    static const char *const balances[] = {"balance", "saldo", "solde"};

    return is_one_of(heading, balances, sizeof balances / sizeof balances[0]);
}

void dc_format_fit(dc_column *columns, size_t *count, dc_table *table, dc_issues *issues)
{
    dc_column *amount = find(columns, *count, "amount");
    dc_column *open = find(columns, *count, "open");
    bool       has_sides = dc_table_has_column(table, find(columns, *count, "debit")) &&
                     dc_table_has_column(table, find(columns, *count, "credit"));

    fit_customer(columns, *count, table, issues);
    if (dc_table_has_column(table, amount)) {
        fit_currency(columns, count, table, issues);
        if (is_balance(dc_table_heading(table, open)) && dc_fit_is_running(table, open, amount)) {
            note(table, DC_ISSUE_RUNNING_BALANCE, dc_table_heading(table, open), issues);
            drop(columns, count, open);
        }
    } else if (has_sides) {
        amount->required = false;
        if (is_balance(dc_table_heading(table, open)))
            drop(columns, count, open);
    } else if (dc_table_has_column(table, open)) {
        amount->name = open->name;
        amount->aliases = open->aliases;
        note(table, DC_ISSUE_AMOUNT_IS_OPEN, dc_table_heading(table, open), issues);
        drop(columns, count, open);
    }
}
