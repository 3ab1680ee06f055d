#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reading.h"

static void refuse(const dc_reading *reading, const claim_draft *claim, const char *column,
                   dc_issue_kind kind, const char *b, const char *c)
{
    dc_table_issue(reading->invoices, dc_claim_row(reading, claim), column, reading->issues, kind,
                   claim->invoice, b, c);
}

/* Where payments are told they win; what the invoice's own row says must agree with them. */
static void compare_with_payments(const dc_reading *reading, const claim_draft *claim,
                                  const claim_account *account)
{
    int  decimals = dc_reading_decimals(reading, claim->currency);
    char paid[11], last[11], open[32], left[32];

    if (dc_date_is_set(claim->paid)) {
        dc_date_format(paid, claim->paid);
        dc_date_format(last, account->last_event);
        if (account->left.minor != 0)
            refuse(reading, claim, reading->paid_column, DC_ISSUE_PAID_BUT_OPEN, paid, NULL);
        else if (claim->paid.day != account->last_event.day)
            refuse(reading, claim, reading->paid_column, DC_ISSUE_PAID_DISAGREES, paid, last);
    }
    if (claim->has_open && claim->told->open.minor != account->left.minor) {
        dc_money_format(open, sizeof open, claim->told->open, decimals);
        dc_money_format(left, sizeof left, account->left, decimals);
        refuse(reading, claim, reading->open_column, DC_ISSUE_OPEN_DISAGREES, open, left);
    }
}

static void reject(dc_reading *reading, size_t at, const claim_draft *claim, size_t first_issue)
{
    reading->claims.flags[at] |= DC_DRAFT_REJECTED;
    dc_reading_reject(reading, reading->invoices, reading->invoices_file,
                      dc_claim_row(reading, claim), first_issue,
                      dc_reading_worth(reading, claim->amount, claim->currency), claim->currency);
}

/* Told to be paid, and all of it to be open. */
static bool contradicts_itself(const claim_drafts *claims, size_t at)
{
    return dc_draft_is(claims, at, DC_DRAFT_HAS_OPEN) &&
           !dc_draft_is(claims, at, DC_DRAFT_HAS_EVENTS) && dc_date_is_set(claims->paid[at]) &&
           claims->line[at] > 0 && dc_draft_settled(claims, at).minor == 0;
}

/* Without payments `paid` and `open` tell what happened: one payment of what is no longer open. */
static void refuse_told(dc_reading *reading, size_t at, const claim_draft *claim)
{
    size_t first_issue = dc_issues_total(reading->issues);
    char   date[11];

    dc_date_format(date, claim->paid);
    refuse(reading, claim, reading->paid_column, DC_ISSUE_PAID_BUT_OPEN, date, NULL);
    reject(reading, at, claim, first_issue);
}

void dc_settle_claims(dc_reading *reading)
{
    const claim_drafts *claims = &reading->claims;
    bool                look = false; /* nearly no row needs a word */

#pragma omp parallel for schedule(static) if (claims->count > DC_MANY_ROWS) reduction(|| : look)
    for (size_t i = 0; i < claims->count; i++)
        look = look || (claims->flags[i] & (DC_DRAFT_HAS_EVENTS | DC_DRAFT_HAS_OPEN));
    for (size_t i = 0; look && i < claims->count; i++) {
        claim_draft claim;

        if (claims->line[i] > 0 && reading->accounts &&
            dc_draft_is(claims, i, DC_DRAFT_HAS_EVENTS)) {
            claim = dc_draft_at(claims, i);
            compare_with_payments(reading, &claim, &reading->accounts[i]);
        } else if (contradicts_itself(claims, i)) {
            claim = dc_draft_at(claims, i);
            refuse_told(reading, i, &claim);
        }
    }
}

/* The code given, checked; NULL after an issue, or when none is given. */
static const char *given_home(dc_reading *reading)
{
    const char *code = reading->home_code;

    if (code && dc_currency_decimals(code) < 0) {
        dc_issues_add(reading->issues, DC_ISSUE_BAD_CURRENCY, &(dc_place){0}, code, NULL);
        reading->unusable = reading->company_broken = true;
        code = NULL;
    }
    return code;
}

/* Empty cells stand for the local currency in some exports: the most used one would be a guess. */
static void warn_untold(const dc_reading *reading, uint16_t untold)
{
    const claim_drafts *claims = &reading->claims;
    size_t              rows = 0;
    char                count[24];

    for (size_t i = 0; i < claims->count; i++)
        rows += claims->currency[i] == untold;
    if (rows == 0 || reading->company_broken)
        return;
    snprintf(count, sizeof count, "%zu", rows);
    dc_issues_add(reading->issues, DC_ISSUE_CURRENCY_UNTOLD, &(dc_place){0}, count, NULL);
}

/* The only currency of the invoices, or the one with the most worth. */
static const char *most_used(dc_reading *reading)
{
    const claim_drafts *claims = &reading->claims;
    const dc_book      *book = reading->book;
    double              worth[DC_CURRENCIES_MAX] = {0};
    size_t              best = 0, used = 0;

/* whole numbers: exact */
#pragma omp parallel for schedule(static) if (claims->count > DC_MANY_ROWS) reduction(+ : worth)
    for (size_t i = 0; i < claims->count; i++)
        worth[claims->currency[i]] +=
            dc_reading_worth(reading, claims->amount[i], claims->currency[i]);
    for (size_t i = 0; i < book->currency_count; i++) {
        used += worth[i] > 0;
        if (worth[i] > worth[best] ||
            (worth[i] == worth[best] &&
             strcmp(book->currencies[i].code, book->currencies[best].code) < 0))
            best = i;
    }
    if (used == 0)
        return "XXX";
    if (used > 1 && !reading->company_code)
        warn_untold(reading, reading->default_currency);
    if (used > 1 && !reading->company_broken)
        dc_issues_add(reading->issues, DC_ISSUE_HOME_GUESSED, &(dc_place){0},
                      book->currencies[best].code, NULL);
    return book->currencies[best].code;
}

uint16_t dc_read_company_currency(dc_reading *reading)
{
    const char *code = reading->company_code;
    return code && dc_currency_decimals(code) >= 0 ? dc_reading_currency(reading, code)
                                                   : reading->book->home;
}

void dc_read_home_currency(dc_reading *reading)
{
    const char *code = given_home(reading);

    if (!code)
        code = most_used(reading);
    reading->book->home = dc_reading_currency(reading, code);
    reading->book->own = dc_read_company_currency(reading);
    reading->default_currency = reading->book->own;
    reading->figures_currency = reading->default_currency;
}
