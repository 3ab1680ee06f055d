/* company_figures.c - the figures of book.yaml on another day, or in another currency. */
#include <stdio.h>
#include <string.h>

#include "company.h"
#include "reading.h"

static void note_left_out(const dc_reading *reading, const char *keys)
{
    char day[11], as_of[11];

    dc_date_format(day, reading->company_as_of);
    dc_date_format(as_of, reading->book->as_of);
    dc_issues_add(reading->issues, DC_ISSUE_FIGURES_OF_OTHER_DAY, &(dc_place){.file = "book.yaml"},
                  day, as_of, keys, NULL);
}

/* Balances are of one day; limits, shares and the least cash to hold are of any. */
void dc_read_leave_out_figures(dc_reading *reading)
{
    dc_company *company = &reading->book->company;
    const struct {
        dc_figure  *figure;
        const char *key;
    } balances[] = {
        {&company->cash, "cash"},
        {&company->restricted_cash, "restricted_cash"},
        {&company->line_drawn, "credit_line.drawn"},
        {&company->vat_owed, "vat.owed"},
        {&company->inventory, "inventory"},
        {&company->payables, "payables"},
        {&company->cost_of_sales, "working_capital.cost_of_sales"},
        {&company->purchases, "working_capital.purchases"},
        {&company->other_receivables, "working_capital.other_receivables"},
        {&company->other_payables, "working_capital.other_payables"},
        {&company->control_receivables, "control.receivables"},
        {&company->control_payables, "control.payables"},
        {&company->control_allowance, "control.allowance"},
        {&company->control_cash, "control.cash"},
    };
    char   keys[512] = "";
    size_t used = 0;

    if (!dc_date_is_set(reading->company_as_of) ||
        reading->company_as_of.day == reading->book->as_of.day)
        return;
    for (size_t i = 0; i < sizeof balances / sizeof balances[0]; i++) {
        if (!balances[i].figure->known)
            continue;
        used += (size_t)snprintf(keys + used, sizeof keys - used, "%s%s", used > 0 ? ", " : "",
                                 balances[i].key);
        *balances[i].figure = (dc_figure){.of_other_day = true};
        company->figures_left_out = true;
    }
    if (company->figures_left_out)
        note_left_out(reading, keys);
}

/* Of an amount in the own currency; false where there is no rate. */
static bool translate(const dc_book *book, int64_t *minor)
{
    *minor = dc_book_translate(book, book->own, DC_MONEY(*minor)).minor;
    return dc_own_has_rate(book);
}

/* Whether the figure is compared with a ledger: one translated claim by claim cannot tie to it to
 * the cent. */
static bool ties_to_ledger(const company_key *key)
{
    return strcmp(key->section, "control") == 0 &&
           (strcmp(key->name, "receivables") == 0 || strcmp(key->name, "payables") == 0);
}

static void translate_figure(dc_book *book, const company_key *key)
{
    size_t     at = key->offset - offsetof(company_values, company);
    dc_figure *figure = (dc_figure *)(void *)((char *)&book->company + at);

    if (ties_to_ledger(key)) {
        book->company.control_left_out = book->company.control_left_out || figure->known;
        figure->known = false;
    }
    if (figure->known)
        figure->known = translate(book, &figure->value.minor);
}

static void translate_limits(const dc_book *book, int64_t *limits)
{
    for (size_t i = 0; i < book->customers.count; i++)
        if (limits[i] >= 0 && !translate(book, &limits[i]))
            limits[i] = -1;
}

/* Whatever has a key of money, so that none can be forgotten, and the limits of customers.  Bills,
 * plan and claims keep their currency; rates of hedges and the amounts of `collection` stay in the
 * own one and are translated where they are used (dc_own_amount, cash_rates.c). */
void dc_read_translate_figures(dc_reading *reading)
{
    dc_book *book = reading->book;

    if (book->own == book->home)
        return;
    for (size_t i = 0; i < dc_company_key_count; i++)
        if (dc_company_key_is_money(&dc_company_keys[i]))
            translate_figure(book, &dc_company_keys[i]);
    translate_limits(book, book->customers.credit_limit);
    translate_limits(book, book->customers.insured_limit);
}
