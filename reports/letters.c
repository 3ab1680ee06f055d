/* letters.c - the values of a letter: see letters.h. */
#include "letters.h"

#include <math.h>
#include <string.h>

#include "text.h"

enum { MONEY_BYTES = 64 };

/* --- texts ----------------------------------------------------------------------------------- */

void letter_add_gap(letter_draft *draft, const char *text)
{
    for (size_t i = 0; i < draft->gap_count; i++)
        if (strcmp(draft->gap[i], text) == 0)
            return;
    if (draft->gap_count < GAPS_MAX)
        draft->gap[draft->gap_count++] = text;
}

static const char *amount_text(dc_arena *arena, dc_money amount, int decimals)
{
    char plain[MONEY_BYTES], grouped[2 * MONEY_BYTES];
    dc_money_format(plain, sizeof plain, amount, decimals);
    dc_group_thousands(grouped, sizeof grouped, plain);
    return dc_arena_copy_text(arena, grouped);
}

/* "28 June 2026" or its like. */
static const char *long_date(dc_arena *arena, dc_language language, dc_date date)
{
    dc_civil civil = dc_date_to_civil(date);
    return text_fill(arena, dc_say(language, DC_WORD_LETTER_DATE),
                     dc_arena_format(arena, "%d", civil.year),
                     dc_say(language, (dc_word)(DC_WORD_MONTH_1 + civil.month - 1)),
                     dc_arena_format(arena, "%d", civil.day), (const char *)NULL);
}

static const char *known(const char *text)
{
    return text && *text ? text : NULL;
}

letter_total *letter_total_of(letter_draft *draft, const char *code, int decimals)
{
    for (size_t i = 0; i < draft->total_count; i++)
        if (strcmp(draft->total[i].code, code) == 0)
            return &draft->total[i];
    letter_total *total = &draft->total[draft->total_count++];
    *total = (letter_total){.code = code, .decimals = decimals};
    return total;
}

/* "EUR 1,234.50 and USD 20.00"; "" where all are 0. */
static const char *sums(const letter_draft *draft, size_t offset)
{
    dc_arena   *arena = draft->arena;
    const char *text = "";
    for (size_t i = 0; i < draft->total_count; i++) {
        const letter_total *total = &draft->total[i];
        dc_money            sum = *(const dc_money *)((const char *)total + offset);
        if (sum.minor == 0)
            continue;
        const char *one =
            dc_arena_format(arena, "%s %s", total->code, amount_text(arena, sum, total->decimals));
        text = *text ? dc_arena_format(arena, "%s%s%s", text,
                                       dc_say(draft->language, DC_WORD_LETTER_AND), one)
                     : one;
    }
    return text;
}

/* --- rows ------------------------------------------------------------------------------------ */

static letter_row *new_row(letter_draft *draft, letter_list list, size_t most)
{
    letter_values *values = &draft->values;
    if (!values->list[list].row)
        values->list[list].row = dc_arena_alloc(draft->arena, most + 1, sizeof(letter_row));
    return &values->list[list].row[values->list[list].count++];
}

static const char *number_of(const letter_draft *draft, size_t claim)
{
    const dc_claims *claims = &draft->book->claims;
    const char      *part = dc_claim_part(claims, claim);
    return *part ? dc_arena_format(draft->arena, "%s/%s", claims->invoice[claim], part)
                 : claims->invoice[claim];
}

static void add_invoice(letter_draft *draft, size_t at)
{
    const dc_book        *book = draft->book;
    const dc_demand_line *line = &draft->demand->line[at];
    const dc_currency    *currency = &book->currencies[book->claims.currency[line->claim]];
    dc_arena             *arena = draft->arena;
    letter_row           *row = new_row(draft, LIST_INVOICES, draft->demand->count);
    (*row)[FIELD_NUMBER] = number_of(draft, line->claim);
    (*row)[FIELD_ISSUED] = text_date(arena, book->claims.issued[line->claim]);
    (*row)[FIELD_DUE] = text_date(arena, book->claims.due[line->claim]);
    (*row)[FIELD_LATE] = dc_arena_format(arena, "%d", line->days_late > 0 ? line->days_late : 0);
    (*row)[FIELD_CURRENCY] = currency->code;
    (*row)[FIELD_AMOUNT] = amount_text(arena, book->claims.amount[line->claim], currency->decimals);
    (*row)[FIELD_OPEN] = amount_text(arena, line->open, currency->decimals);
    (*row)[FIELD_ASKED] = amount_text(arena, line->demanded, currency->decimals);
    (*row)[FIELD_LINE_INTEREST] =
        draft->interest_told ? amount_text(arena, draft->charge[at].interest, currency->decimals)
                             : "";
    (*row)[FIELD_LINE_FIXED] =
        draft->charge[at].fixed.minor > 0 ? amount_text(arena, draft->charge[at].fixed, 2) : "";
    (*row)[FIELD_RECEIVED] = text_date(arena, dc_claim_received(&book->claims, line->claim));
}

static void add_dispute(letter_draft *draft, const dc_demand_line *line)
{
    const dc_book     *book = draft->book;
    const dc_currency *currency = &book->currencies[book->claims.currency[line->claim]];
    letter_row        *row = new_row(draft, LIST_DISPUTED, draft->demand->count);
    (*row)[FIELD_DISPUTED_NUMBER] = number_of(draft, line->claim);
    (*row)[FIELD_DISPUTED_CURRENCY] = currency->code;
    (*row)[FIELD_DISPUTED_AMOUNT] = amount_text(draft->arena, line->disputed, currency->decimals);
}

/* Money on account that came without an invoice has a number of the program's own: not for letters.
 */
static bool is_unnumbered(const dc_claims *claims, size_t claim)
{
    static const char on_account[] = "unapplied:";
    const char       *number = claims->invoice[claim];
    return *number == '\0' || strncmp(number, on_account, sizeof on_account - 1) == 0;
}

static void add_credit(letter_draft *draft, size_t claim)
{
    const dc_claims   *claims = &draft->book->claims;
    const dc_currency *currency = &draft->book->currencies[claims->currency[claim]];
    letter_row        *row = new_row(draft, LIST_CREDITS, draft->demand->credit_count);
    (*row)[FIELD_CREDIT_NUMBER] = is_unnumbered(claims, claim)
                                      ? dc_say(draft->language, DC_WORD_LETTER_ON_ACCOUNT)
                                      : number_of(draft, claim);
    (*row)[FIELD_CREDIT_ISSUED] = text_date(draft->arena, claims->issued[claim]);
    (*row)[FIELD_CREDIT_CURRENCY] = currency->code;
    (*row)[FIELD_CREDIT_OPEN] = amount_text(draft->arena, claims->open[claim], currency->decimals);
}

static void add_total(letter_draft *draft, const letter_total *total)
{
    static const struct {
        letter_field field;
        size_t       offset;
    } sums_of[] = {{FIELD_TOTAL_BALANCE, offsetof(letter_total, balance)},
                   {FIELD_TOTAL_CREDITS, offsetof(letter_total, credits)},
                   {FIELD_TOTAL_DISPUTED, offsetof(letter_total, disputed)},
                   {FIELD_TOTAL_DEMANDED, offsetof(letter_total, demanded)},
                   {FIELD_TOTAL_INTEREST, offsetof(letter_total, interest)},
                   {FIELD_TOTAL_FIXED, offsetof(letter_total, fixed)},
                   {FIELD_TOTAL_CLAIMED, offsetof(letter_total, claimed)}};
    letter_row *row = new_row(draft, LIST_TOTALS, TOTALS_MAX);
    (*row)[FIELD_TOTAL_CURRENCY] = total->code;
    for (size_t i = 0; i < sizeof sums_of / sizeof sums_of[0]; i++) {
        dc_money sum = *(const dc_money *)((const char *)total + sums_of[i].offset);
        (*row)[sums_of[i].field] = amount_text(draft->arena, sum, total->decimals);
    }
}

static void add_payment(letter_draft *draft, size_t at)
{
    const dc_currency *currency = &draft->book->currencies[draft->plan.currency];
    letter_row        *row = new_row(draft, LIST_PAYMENTS, draft->plan.count);
    (*row)[FIELD_PAYMENT_NUMBER] = dc_arena_format(draft->arena, "%zu", at + 1);
    (*row)[FIELD_PAYMENT_DATE] =
        long_date(draft->arena, draft->language, draft->plan.payment[at].date);
    (*row)[FIELD_PAYMENT_AMOUNT] =
        amount_text(draft->arena, draft->plan.payment[at].amount, currency->decimals);
    (*row)[FIELD_PAYMENT_CURRENCY] = currency->code;
}

/* --- the whole ------------------------------------------------------------------------------- */

static void copy_totals(letter_draft *draft)
{
    for (size_t i = 0; i < draft->demand->total_count; i++) {
        const dc_demand_total *from = &draft->demand->total[i];
        const dc_currency     *currency = &draft->book->currencies[from->currency];
        letter_total          *to = letter_total_of(draft, currency->code, currency->decimals);
        to->balance = from->balance;
        to->credits = from->credits;
        to->disputed = from->disputed;
        to->demanded = from->overdue;
    }
}

bool dc_plan_needs_consent(const dc_book *book, uint32_t customer)
{
    return book->customers.insured_limit[customer] > 0;
}

/* A plan is offered by a reminder or formal notice, for one currency and an amount worth it. */
static void offer_plan(letter_draft *draft)
{
    const dc_demand       *demand = draft->demand;
    const dc_demand_total *only = NULL;
    if (draft->has_plan || draft->letter == DC_LETTER_STATEMENT ||
        draft->letter == DC_LETTER_THIRD_PARTY || demand->has_unrated ||
        demand->overdue_home.minor / DC_LETTER_PLAN_TIMES < draft->options->minimum)
        return;
    for (size_t i = 0; i < demand->total_count; i++)
        if (demand->total[i].overdue.minor > 0) {
            if (only)
                return;
            only = &demand->total[i];
        }
    if (!only)
        return;
    if (dc_plan_needs_consent(draft->book, demand->customer) && !draft->options->insurer_consents) {
        letter_add_gap(draft, dc_say(draft->options->language, DC_WORD_GAP_CONSENT));
        return;
    }
    draft->has_plan = true;
    dc_payment_plan_make(&draft->plan, draft->book, only->currency, only->overdue,
                         &draft->options->plan);
}

static void fill_lists(letter_draft *draft)
{
    const dc_demand *demand = draft->demand;
    bool             all = draft->letter == DC_LETTER_STATEMENT;
    for (size_t i = 0; i < demand->count; i++) {
        const dc_demand_line *line = &demand->line[i];
        if (all || (line->days_late > 0 && line->demanded.minor > 0))
            add_invoice(draft, i);
        if (line->disputed.minor > 0)
            add_dispute(draft, line);
    }
    for (size_t i = 0; i < demand->credit_count; i++)
        add_credit(draft, demand->credit[i]);
    for (size_t i = 0; i < draft->total_count; i++) {
        letter_total *total = &draft->total[i];
        total->claimed = dc_money_add(total->demanded, dc_money_add(total->interest, total->fixed));
        if (all || total->claimed.minor != 0)
            add_total(draft, total);
    }
    for (size_t i = 0; draft->has_plan && i < draft->plan.count; i++)
        add_payment(draft, i);
}

static void fill_parties(letter_draft *draft)
{
    const dc_book    *book = draft->book;
    const dc_company *company = &book->company;
    uint32_t          customer = draft->demand->customer;
    const dc_contact *contact = &book->customers.contact[customer];
    letter_row       *value = &draft->values.value;
    (*value)[FIELD_COMPANY] = known(company->name);
    (*value)[FIELD_COMPANY_ADDRESS] = known(company->address);
    (*value)[FIELD_COMPANY_CONTACT] = known(company->contact);
    (*value)[FIELD_COMPANY_BANK] = known(company->bank);
    (*value)[FIELD_SIGNATORY] = known(company->signatory);
    (*value)[FIELD_CUSTOMER_ID] = book->customers.id[customer];
    (*value)[FIELD_CUSTOMER] = book->customers.name[customer];
    (*value)[FIELD_CUSTOMER_ADDRESS] = known(contact->address);
    (*value)[FIELD_CUSTOMER_CONTACT] = known(contact->contact);
    (*value)[FIELD_CUSTOMER_PHONE] = known(contact->phone);
    (*value)[FIELD_CUSTOMER_EMAIL] = known(contact->email);
    (*value)[FIELD_CLAUSE] = known(contact->late_clause);
    if (!(*value)[FIELD_CLAUSE])
        (*value)[FIELD_CLAUSE] = known(company->late_payment_clause);
}

static void fill_days(letter_draft *draft)
{
    const dc_book *book = draft->book;
    dc_arena      *arena = draft->arena;
    letter_row    *value = &draft->values.value;
    dc_civil       day = dc_date_to_civil(book->as_of);
    int32_t answer = dc_letter_about(draft->letter < DC_LETTER_COUNT ? (dc_letter)draft->letter
                                                                     : DC_LETTER_REMINDER)
                         ->answer_days;
    dc_date deadline = dc_calendar_adjust(book->calendar, dc_date_add_days(book->as_of, answer),
                                          DC_ADJUST_FOLLOWING);
    dc_date next =
        dc_calendar_adjust(book->calendar, dc_date_add_days(deadline, 1), DC_ADJUST_FOLLOWING);
    (*value)[FIELD_DATE] = long_date(arena, draft->language, book->as_of);
    (*value)[FIELD_DEADLINE] = long_date(arena, draft->language, deadline);
    (*value)[FIELD_NEXT] = long_date(arena, draft->language, next);
    (*value)[FIELD_REFERENCE] =
        dc_arena_format(arena, "%s-%04d%02d%02d", book->customers.id[draft->demand->customer],
                        day.year, day.month, day.day);
    (*value)[FIELD_DAYS] =
        dc_arena_format(arena, "%d", draft->demand->days_late > 0 ? draft->demand->days_late : 0);
}

static void fill_sums(letter_draft *draft)
{
    dc_arena   *arena = draft->arena;
    letter_row *value = &draft->values.value;
    (*value)[FIELD_BALANCE] = sums(draft, offsetof(letter_total, balance));
    (*value)[FIELD_DEMANDED] = sums(draft, offsetof(letter_total, demanded));
    (*value)[FIELD_INTEREST] = sums(draft, offsetof(letter_total, interest));
    (*value)[FIELD_FIXED] = sums(draft, offsetof(letter_total, fixed));
    (*value)[FIELD_CLAIMED] = sums(draft, offsetof(letter_total, claimed));
    (*value)[FIELD_LAW] = draft->law ? draft->law : "";
    (*value)[FIELD_LAW_DAYS] =
        draft->law && draft->law_days > 0 ? dc_arena_format(arena, "%d", draft->law_days) : "";
    (*value)[FIELD_RATES] = draft->law ? draft->rates : "";
    (*value)[FIELD_PLAN_DOWN] = (*value)[FIELD_PLAN_COUNT] = (*value)[FIELD_PLAN_TOTAL] = "";
    if (!draft->has_plan)
        return;
    const dc_currency *currency = &draft->book->currencies[draft->plan.currency];
    (*value)[FIELD_PLAN_DOWN] =
        dc_arena_format(arena, "%s %s", currency->code,
                        amount_text(arena, draft->plan.payment[0].amount, currency->decimals));
    (*value)[FIELD_PLAN_COUNT] = dc_arena_format(arena, "%zu", draft->plan.count);
    (*value)[FIELD_PLAN_TOTAL] = dc_arena_format(
        arena, "%s %s", currency->code, amount_text(arena, draft->plan.total, currency->decimals));
}

static void choose_language(letter_draft *draft)
{
    const char *told = draft->book->customers.contact[draft->demand->customer].language;
    if (draft->has_language)
        return;
    draft->language = draft->options->language;
    if (!told || !*told)
        return;
    dc_language language = dc_language_by_code(told);
    if (language != DC_LANGUAGE_COUNT)
        draft->language = language;
    else
        letter_add_gap(draft, text_fill(draft->arena,
                                        dc_say(draft->options->language, DC_WORD_GAP_LANGUAGE),
                                        told, (const char *)NULL));
}

void letter_draft_fill(letter_draft *draft)
{
    draft->charge = dc_arena_alloc(draft->arena, draft->demand->count + 1, sizeof *draft->charge);
    choose_language(draft);
    copy_totals(draft);
    draft->rates = "";
    if (draft->letter != DC_LETTER_STATEMENT && draft->letter != DC_LETTER_COUNT)
        letter_charges_fill(draft);
    offer_plan(draft);
    fill_lists(draft);
    fill_parties(draft);
    fill_days(draft);
    fill_sums(draft);
}
