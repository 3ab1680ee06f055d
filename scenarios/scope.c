/* Whom a lever touches: conditions, and whether the book holds anything that meets them. */
#include <string.h>

#include "draft.h"
#include "duecast/nearest.h"
#include "levers.h"

typedef enum { CONDITION_TEXT, CONDITION_AMOUNT, CONDITION_DAYS } condition_kind;

/* clang-format off */
static const struct {
    const char    *name;
    condition_kind kind;
    size_t         offset; /* of the field in dc_scope */
} conditions[] = {
    { "segment",       CONDITION_TEXT,   offsetof(dc_scope, segment) },
    { "customer",      CONDITION_TEXT,   offsetof(dc_scope, customer) },
    { "country",       CONDITION_TEXT,   offsetof(dc_scope, country) },
    { "currency",      CONDITION_TEXT,   offsetof(dc_scope, currency) },
    { "grade",         CONDITION_TEXT,   offsetof(dc_scope, grade) },
    { "line",          CONDITION_TEXT,   offsetof(dc_scope, line) },
    { "supplier",      CONDITION_TEXT,   offsetof(dc_scope, supplier) },
    { "category",      CONDITION_TEXT,   offsetof(dc_scope, category) },
    { "min_amount",    CONDITION_AMOUNT, offsetof(dc_scope, min_amount) },
    { "max_amount",    CONDITION_AMOUNT, offsetof(dc_scope, max_amount) },
    { "min_days_late", CONDITION_DAYS,   offsetof(dc_scope, min_days_late) },
    { "max_days_late", CONDITION_DAYS,   offsetof(dc_scope, max_days_late) },
    { "min_terms",     CONDITION_DAYS,   offsetof(dc_scope, min_terms) },
    { "max_terms",     CONDITION_DAYS,   offsetof(dc_scope, max_terms) },
};
/* clang-format on */
enum {
    SEGMENT,
    CUSTOMER,
    COUNTRY,
    CURRENCY,
    GRADE,
    LINE,
    SUPPLIER,
    CATEGORY,
    MIN_AMOUNT, /* each minimum before its maximum */
    CONDITION_COUNT = sizeof conditions / sizeof conditions[0]
};

/* Future invoices repeat those of a year, of 366 days at most (billing.h). */
enum { DONOR_DAYS = 366, DAYS_LIMIT = 36500 };

/* The texts of the book that a condition may name; a customer has two. */
typedef struct {
    size_t             count;
    const char *const *texts;
} column;

static column lines_of(const dc_reading *reading)
{
    const dc_book *book = reading->book;
    const char   **names = dc_arena_alloc(reading->arena, book->plan_count + 1, sizeof *names);
    for (size_t i = 0; i < book->plan_count; i++)
        names[i] = book->plan[i].line;
    return (column){book->plan_count, names};
}

static column column_of(const dc_reading *reading, size_t condition, bool second)
{
    const dc_book      *book = reading->book;
    const dc_customers *customers = &book->customers;
    const char        **codes;
    switch (condition) {
    case SEGMENT:
        return (column){book->claims.segments ? book->claims.count : 0, book->claims.segments};
    case CUSTOMER: return (column){customers->count, second ? customers->name : customers->id};
    case COUNTRY: return (column){customers->count, customers->country};
    case GRADE: return (column){customers->count, customers->grade};
    case LINE: return lines_of(reading);
    case SUPPLIER: return (column){book->bills.count, book->bills.supplier};
    case CATEGORY: return (column){book->bills.count, book->bills.category};
    default: break;
    }
    codes = dc_arena_alloc(reading->arena, book->currency_count, sizeof *codes);
    for (size_t i = 0; i < book->currency_count; i++)
        codes[i] = book->currencies[i].code;
    return (column){book->currency_count, codes};
}

static bool holds(column known, const char *text)
{
    for (size_t i = 0; i < known.count; i++)
        if (strcmp(known.texts[i], text) == 0)
            return true;
    return false;
}

/* A misspelt name would quietly make the scenario do nothing.  True: the book knows the text. */
static bool check_known(const dc_reading *reading, size_t condition, const dc_token *token)
{
    const char *nearest = NULL;
    for (int second = 0; second <= (condition == CUSTOMER); second++) {
        column known = column_of(reading, condition, second);
        if (holds(known, token->text))
            return true;
        size_t at = dc_nearest(token->text, known.texts, known.count);
        if (!nearest && at < known.count)
            nearest = known.texts[at];
    }
    dc_token_issue(token, reading->issues, nearest ? DC_ISSUE_SCOPE_NEAR : DC_ISSUE_SCOPE_UNKNOWN,
                   conditions[condition].name, token->text, nearest);
    return false;
}

/* Whether a lever of this kind may be restricted so. */
static bool is_condition_of(dc_scope_of of, size_t condition)
{
    if (condition == LINE)
        return of == DC_SCOPE_LINES;
    if (condition == SUPPLIER || condition == CATEGORY)
        return of == DC_SCOPE_BILLS;
    return of == DC_SCOPE_ITEMS || of == DC_SCOPE_OPEN ||
           (of == DC_SCOPE_RATES && condition == CURRENCY);
}

static size_t find_condition(const dc_reading *reading, const dc_token *key, dc_scope_of of)
{
    const char *names[CONDITION_COUNT];
    size_t      count = 0;
    for (size_t i = 0; i < CONDITION_COUNT; i++) {
        if (!is_condition_of(of, i))
            continue;
        names[count++] = conditions[i].name;
        if (strcmp(conditions[i].name, key->text) == 0)
            return i;
    }
    size_t nearest = dc_nearest(key->text, names, count);
    dc_token_issue(key, reading->issues,
                   count == 0        ? DC_ISSUE_SCOPE_NEVER
                   : nearest < count ? DC_ISSUE_SCOPE_KEY
                                     : DC_ISSUE_SCOPE_KEY_UNLIKE,
                   key->text,
                   count == 0        ? NULL
                   : nearest < count ? names[nearest]
                                     : dc_names_joined(reading->arena, names, count),
                   NULL);
    return CONDITION_COUNT;
}

static bool read_amount(int64_t *out, const dc_reading *reading, const dc_token *value,
                        const char *name)
{
    const dc_book *book = reading->book;
    dc_money       amount;
    int            decimals = book->currencies[book->own].decimals;
    if (dc_money_parse(&amount, value->text, decimals, DC_NUMBER_STYLE_PLAIN) != DC_NUMBER_OK) {
        dc_token_issue(value, reading->issues, DC_ISSUE_BAD_AMOUNT, name, value->text, NULL);
        return false;
    }
    *out = dc_book_translate(book, book->own, amount).minor;
    return dc_tell_own_amount(reading, value, name);
}

static bool read_days(int32_t *out, const dc_reading *reading, const dc_token *value,
                      const char *name)
{
    double number;
    bool   in_months;
    if (!dc_value_read(&number, &in_months, value->text, DC_VALUE_DAYS, reading->book->as_of)) {
        dc_token_issue(value, reading->issues, DC_ISSUE_LEVER_BAD_WHOLE, name, value->text, "30");
        return false;
    }
    if (number < -DAYS_LIMIT || number > DAYS_LIMIT) {
        dc_token_issue(value, reading->issues, DC_ISSUE_LEVER_LIMITS, name, value->text,
                       "-36500..36500");
        return false;
    }
    *out = (int32_t)number;
    return true;
}

static bool read_condition(dc_scope *scope, const dc_reading *reading, size_t condition,
                           const dc_token *value)
{
    void       *field = (char *)scope + conditions[condition].offset;
    const char *name = conditions[condition].name;
    switch (conditions[condition].kind) {
    case CONDITION_TEXT:
        *(const char **)field = dc_arena_copy_text(reading->arena, value->text);
        return check_known(reading, condition, value);
    case CONDITION_AMOUNT: return read_amount(field, reading, value, name);
    case CONDITION_DAYS: return read_days(field, reading, value, name);
    }
    return false;
}

/* What stands in both bounds' field as an int64. */
static int64_t bound_of(const dc_scope *scope, size_t condition)
{
    const char *field = (const char *)scope + conditions[condition].offset;
    return conditions[condition].kind == CONDITION_AMOUNT ? *(const int64_t *)(const void *)field
                                                          : *(const int32_t *)(const void *)field;
}

static bool check_order(const dc_reading *reading, const dc_scope *scope, const dc_token *given)
{
    for (size_t least = MIN_AMOUNT; least < CONDITION_COUNT; least += 2) {
        const dc_token *low = &given[least], *high = &given[least + 1];
        if (!low->text || !high->text || bound_of(scope, least) <= bound_of(scope, least + 1))
            continue;
        dc_token_issue(high, reading->issues, DC_ISSUE_SCOPE_ORDER, conditions[least].name,
                       low->text, high->text);
        return false;
    }
    return true;
}

static dc_item_facts facts_of(const dc_book *book, size_t claim, bool open)
{
    const dc_claims *claims = &book->claims;
    uint16_t         currency = claims->currency[claim];
    dc_money         amount = open ? claims->open[claim] : claims->amount[claim];
    dc_date          due = claims->due[claim];
    return (dc_item_facts){
        .customer = claims->customer[claim],
        .currency = currency,
        .segment = dc_claim_segment(claims, claim),
        .amount_home = dc_book_translate(book, currency, amount).minor,
        .days_late = open ? dc_date_days_between(due, book->as_of) : INT32_MIN,
        .terms = dc_date_days_between(claims->issued[claim], due),
    };
}

/* Open invoices are touched themselves, recent ones stand for the future invoices like them. */
bool dc_scope_facts(dc_item_facts *out, const dc_book *book, size_t claim, bool future)
{
    const dc_claims *claims = &book->claims;
    bool             open = claims->open[claim].minor > 0;
    bool             recent = dc_date_days_between(claims->issued[claim], book->as_of) < DONOR_DAYS;
    if (claims->kind[claim] != DC_CLAIM_INVOICE || !(future ? recent : open))
        return false;
    *out = facts_of(book, claim, !future);
    return true;
}

static bool fits_text(const char *wanted, const char *text)
{
    return !wanted || strcmp(wanted, text) == 0;
}

static bool touches_money_out(const dc_scope *scope, const dc_book *book, dc_scope_of of)
{
    const dc_bills *bills = &book->bills;
    for (size_t i = 0; of == DC_SCOPE_BILLS && i < bills->count; i++)
        if (!dc_date_is_set(bills->paid[i]) && fits_text(scope->supplier, bills->supplier[i]) &&
            fits_text(scope->category, bills->category[i]))
            return true;
    for (size_t i = 0; of == DC_SCOPE_LINES && i < book->plan_count; i++)
        if (fits_text(scope->line, book->plan[i].line))
            return true;
    for (uint16_t i = 0; of == DC_SCOPE_RATES && i < book->currency_count; i++)
        if (i != book->home && book->currencies[i].has_rate &&
            fits_text(scope->currency, book->currencies[i].code))
            return true;
    return false;
}

static bool touches_something(const dc_scope *scope, const dc_book *book, dc_scope_of of)
{
    bool open_only = of == DC_SCOPE_OPEN;
    if (of != DC_SCOPE_ITEMS && of != DC_SCOPE_OPEN)
        return touches_money_out(scope, book, of);
    for (size_t claim = 0; claim < book->claims.count; claim++) {
        bool          open = book->claims.open[claim].minor > 0;
        dc_item_facts facts;
        if ((open || !open_only) && dc_scope_facts(&facts, book, claim, !open) &&
            dc_scope_fits(scope, book, &facts))
            return true;
    }
    return false;
}

bool dc_scopes_touch(const dc_scopes *scopes, const dc_book *book, dc_scope_of of)
{
    bool any = scopes->count == 0 || of == DC_SCOPE_NONE;
    for (size_t i = 0; i < scopes->count && !any && of > DC_SCOPE_OPEN; i++)
        any = touches_money_out(&scopes->scope[i], book, of);
    for (size_t claim = 0; claim < book->claims.count && of <= DC_SCOPE_OPEN; claim++)
        for (int future = 0; future < 2 && !any; future++) {
            dc_item_facts facts;
            any =
                dc_scope_facts(&facts, book, claim, future) && dc_scopes_fit(scopes, book, &facts);
        }
    return any;
}

/* Every condition is read, so that all that is wrong shows in one run. */
static dc_scope read_scope(const dc_reading *reading, const dc_draft_lever *draft,
                           const dc_draft_scope *from, dc_scope_of of)
{
    dc_scope scope = DC_SCOPE_INIT;
    dc_token given[CONDITION_COUNT] = {{.text = NULL}};
    bool     good = true;
    for (size_t i = 0; i < from->count; i++) {
        const dc_draft_condition *one = &from->conditions[i];
        size_t                    at = find_condition(reading, &one->key, of);
        if (at == CONDITION_COUNT) {
            good = false;
        } else if (given[at].text) {
            dc_token_issue(&one->key, reading->issues, DC_ISSUE_LEVER_TWICE, one->key.text, NULL,
                           NULL);
            good = false;
        } else {
            given[at] = one->value;
            good &= read_condition(&scope, reading, at, &one->value);
        }
    }
    if (good && check_order(reading, &scope, given) &&
        !touches_something(&scope, reading->book, of))
        dc_token_issue(from->count > 0 ? &from->conditions[0].key : &draft->lever, reading->issues,
                       DC_ISSUE_SCOPE_EMPTY, draft->lever.text, NULL, NULL);
    return scope;
}

dc_scopes dc_scopes_read(const dc_reading *reading, const dc_draft_lever *draft, dc_scope_of of)
{
    dc_scopes scopes = {.count = draft->scope_count};
    scopes.scope = dc_arena_alloc(reading->arena, scopes.count, sizeof *scopes.scope);
    for (size_t i = 0; i < scopes.count; i++)
        scopes.scope[i] = read_scope(reading, draft, &draft->scopes[i], of);
    return scopes;
}

const char *dc_scopes_write(dc_arena *arena, const dc_draft_lever *draft)
{
    if (draft->scope_count == 0)
        return "all";
    const char *text = "";
    for (size_t i = 0; i < draft->scope_count; i++)
        for (size_t k = 0; k < draft->scopes[i].count; k++) {
            const dc_draft_condition *one = &draft->scopes[i].conditions[k];
            const char               *joint = k > 0 ? " & " : i > 0 ? " | " : "";
            text =
                dc_arena_format(arena, "%s%s%s: %s", text, joint, one->key.text, one->value.text);
        }
    return text;
}
