/* company_figures.c - the figures of book.yaml on another day, or in another currency. */
#include <stdio.h>
#include <string.h>

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
        *balances[i].figure = (dc_figure){0};
        company->figures_left_out = true;
    }
    if (company->figures_left_out)
        note_left_out(reading, keys);
}

static void translate(const dc_book *book, const dc_currency *from, dc_figure *figure)
{
    figure->known = figure->known && from && from->has_rate;
    if (figure->known)
        figure->value = dc_book_translate(book, (uint16_t)(from - book->currencies), figure->value);
}

/* Asked for another book currency than book.yaml's: its figures are translated, but control totals
 * are left out, as a ledger translated claim by claim cannot tie to them to the cent. */
void dc_read_translate_figures(dc_reading *reading)
{
    dc_book           *book = reading->book;
    dc_company        *company = &book->company;
    const char        *code = reading->company_code;
    const dc_currency *from = NULL;
    if (!code || strcmp(code, book->currencies[book->home].code) == 0)
        return;
    for (size_t i = 0; i < book->currency_count; i++)
        if (strcmp(book->currencies[i].code, code) == 0)
            from = &book->currencies[i];
    dc_figure *figures[] = {&company->cash,           &company->restricted_cash,
                            &company->minimum_cash,   &company->line_limit,
                            &company->line_drawn,     &company->inventory,
                            &company->payables,       &company->cost_of_sales,
                            &company->purchases,      &company->other_receivables,
                            &company->other_payables, &company->vat_owed};
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++)
        translate(book, from, figures[i]);
    company->control_receivables.known = company->control_payables.known = false;
    company->control_allowance.known = company->control_cash.known = false;
}
