#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/random.h"
#include "reading.h"

/* A row of payments.csv whose cells and references are sound. */
typedef struct {
    uint32_t    claim; /* first draft of the invoice's chain, or the part named; NONE: on account */
    uint32_t    customer;
    bool        named_part;
    uint8_t     kind; /* dc_event_kind */
    uint16_t    currency;
    dc_date     date, maturity;
    dc_money    amount;
    dc_row      row;
    const char *code; /* of the currency */
} payment_draft;

typedef struct {
    dc_reading    *reading;
    dc_table      *table;
    size_t         file;
    payment_draft *payments;
    size_t         count, capacity;
} payment_reader;

static bool refuse(const payment_reader *reader, const char *column, dc_issue_kind kind,
                   const char *a, const char *b, const char *c)
{
    dc_table_issue(reader->table, dc_table_row(reader->table), column, reader->reading->issues,
                   kind, a, b, c);
    return false;
}

/* Whether the part is what the row means, as far as the row tells. */
static bool is_meant(const dc_reading *reading, uint32_t claim, const dc_payment_row *row)
{
    const claim_drafts *claims = &reading->claims;
    const char         *customer = reading->customer_ids[claims->customer[claim]];
    const char         *code = reading->book->currencies[claims->currency[claim]].code;

    return (!*row->customer || strcmp(row->customer, customer) == 0) &&
           (!*row->currency || strcmp(row->currency, code) == 0) &&
           (!*row->part || strcmp(row->part, dc_draft_told(claims, claim)->part) == 0);
}

static bool is_older(const claim_drafts *claims, uint32_t a, uint32_t b)
{
    return claims->due[a].day != claims->due[b].day
               ? claims->due[a].day < claims->due[b].day
               : strcmp(dc_draft_told(claims, a)->part, dc_draft_told(claims, b)->part) < 0;
}

/* Of the parts of an invoice the one a row means: the oldest due, whatever the order of rows. */
static uint32_t find_part(const dc_reading *reading, const dc_payment_row *row, uint32_t first)
{
    uint32_t best = first;
    bool     best_meant;

    if (reading->next_part[first] == DC_MAP_NONE)
        return first;
    best_meant = is_meant(reading, first, row);
    for (uint32_t at = first; at != DC_MAP_NONE; at = reading->next_part[at]) {
        bool meant = is_meant(reading, at, row);

        if (meant != best_meant ? meant : is_older(&reading->claims, at, best)) {
            best = at;
            best_meant = meant;
        }
    }
    return best;
}

/* Attaches the row to its invoice: the number must be known, customer and currency must agree. */
static bool find_claim(const payment_reader *reader, const dc_payment_row *row,
                       payment_draft *payment)
{
    const dc_reading   *reading = reader->reading;
    const claim_drafts *claims = &reading->claims;
    uint32_t            first = dc_find_invoice(reading, row->invoice);
    const char         *customer, *code;

    payment->claim = DC_MAP_NONE;
    if (first == DC_MAP_NONE)
        return refuse(reader, "invoice", DC_ISSUE_PAYMENT_UNKNOWN, row->invoice, NULL, NULL);
    payment->named_part = *row->part;
    payment->claim = find_part(reading, row, first);
    payment->customer = claims->customer[payment->claim];
    payment->currency = claims->currency[payment->claim];
    customer = reading->customer_ids[payment->customer];
    code = reading->book->currencies[payment->currency].code;
    if (*row->part && strcmp(row->part, dc_draft_told(claims, payment->claim)->part) != 0)
        return refuse(reader, "part", DC_ISSUE_PAYMENT_UNKNOWN_PART, row->invoice, row->part, NULL);
    if (*row->customer && strcmp(row->customer, customer) != 0)
        return refuse(reader, "customer", DC_ISSUE_PAYMENT_OTHER_CUSTOMER, row->customer,
                      row->invoice, customer);
    if (*row->currency && strcmp(row->currency, code) != 0)
        return refuse(reader, "currency", DC_ISSUE_PAYMENT_OTHER_CURRENCY, row->currency,
                      row->invoice, code);
    if (!payment->named_part)
        payment->claim = first;
    dc_worth_is_in(reader->reading, reader->file, payment->currency);
    return true;
}

/* Money or a credit on account of a customer. */
static bool find_account(payment_reader *reader, const dc_payment_row *row, payment_draft *payment)
{
    dc_reading *reading = reader->reading;

    payment->claim = DC_MAP_NONE;
    if (!*row->customer)
        return refuse(reader, "invoice", DC_ISSUE_PAYMENT_NO_OWNER, NULL, NULL, NULL);
    if (payment->kind != DC_EVENT_PAYMENT && payment->kind != DC_EVENT_CREDIT)
        return refuse(reader, "kind", DC_ISSUE_PAYMENT_NEEDS_INVOICE, row->kind, NULL, NULL);
    payment->customer = dc_reading_customer(reading, row->customer);
    if (payment->customer == DC_MAP_NONE)
        return refuse(reader, "customer", DC_ISSUE_UNKNOWN_CUSTOMER, row->customer, NULL, NULL);
    payment->currency =
        *row->currency ? dc_reading_currency(reading, row->currency) : reading->default_currency;
    return true;
}

static bool check_amount(const payment_reader *reader, const dc_payment_row *row,
                         const payment_draft *payment)
{
    const dc_reading *reading = reader->reading;
    bool              of_claim = payment->claim != DC_MAP_NONE;
    bool              one_part =
        !of_claim || payment->named_part || reading->next_part[payment->claim] == DC_MAP_NONE;
    bool positive = !of_claim || reading->claims.amount[payment->claim].minor > 0;

    if (payment->amount.minor != 0 && (!one_part || (payment->amount.minor > 0) == positive))
        return true;
    return refuse(reader, "amount", DC_ISSUE_PAYMENT_SIGN, row->amount.text,
                  of_claim ? row->invoice : row->customer, NULL);
}

static bool check_maturity(const payment_reader *reader, const payment_draft *payment)
{
    char date[11];

    bool told = dc_date_is_set(payment->maturity);

    if (!dc_event_has_maturity(payment->kind) ||
        (told && payment->maturity.day >= payment->date.day) ||
        (payment->kind == DC_EVENT_SOLD && !told))
        return true;
    dc_date_format(date, payment->date);
    return refuse(reader, "maturity", DC_ISSUE_BILL_MATURITY, date, NULL, NULL);
}

static bool make_draft(payment_reader *reader, const dc_payment_row *row, payment_draft *payment)
{
    size_t kind;

    *payment = (payment_draft){.row = dc_table_row(reader->table),
                               .currency = reader->reading->default_currency,
                               .date = row->date,
                               .maturity = row->maturity};
    if (!dc_read_choice(reader->table, "kind", row->kind,
                        "payment|credit|write_off|recovery|discount|bill|sold", &kind,
                        reader->reading->issues))
        return false;
    payment->kind = (uint8_t)kind;
    if (!(*row->invoice ? find_claim(reader, row, payment) : find_account(reader, row, payment)))
        return false;
    payment->code = reader->reading->book->currencies[payment->currency].code;
    return dc_reading_money(reader->reading, reader->table, reader->file, "amount", row->amount,
                            payment->currency, &payment->amount) &&
           check_amount(reader, row, payment) && check_maturity(reader, payment);
}

static void read_rows(payment_reader *reader)
{
    dc_reading    *reading = reader->reading;
    dc_payment_row row;
    payment_draft  payment;

    while (
        dc_reading_next(reading, reader->table, reader->file, &row, &row.amount, &row.currency)) {
        if (!make_draft(reader, &row, &payment)) {
            dc_reading_reject_row(reading, reader->table, reader->file);
            continue;
        }
        if (reader->count == reader->capacity)
            reader->payments = dc_heap_grow(reader->payments, &reader->capacity, reader->count + 1,
                                            sizeof reader->payments[0]);
        reader->payments[reader->count++] = payment;
    }
}

/* Order in which payments are applied: by day; what stands behind only makes it definite. */
static int compare_payments(const void *left, const void *right)
{
    const payment_draft *a = left, *b = right;
    int                  order = dc_order(a->date.day, b->date.day);

    if (order == 0)
        order = dc_order(a->kind, b->kind);
    if (order == 0)
        order = dc_order(a->amount.minor, b->amount.minor);
    if (order == 0)
        order = strcmp(a->code, b->code);
    return order != 0 ? order : dc_order(a->row.line, b->row.line);
}

static void add_event(dc_reading *reading, uint32_t claim, const payment_draft *payment,
                      dc_money amount, bool first_of_row)
{
    if (reading->event_count == reading->event_capacity)
        reading->events = dc_heap_grow(reading->events, &reading->event_capacity,
                                       reading->event_count + 1, sizeof reading->events[0]);
    reading->events[reading->event_count++] = (event_draft){.claim = claim,
                                                            .date = payment->date,
                                                            .amount = amount,
                                                            .maturity = payment->maturity,
                                                            .kind = payment->kind,
                                                            .first_of_row = first_of_row};
    reading->claims.flags[claim] |= DC_DRAFT_HAS_EVENTS;
    if (payment->kind != DC_EVENT_RECOVERY)
        reading->accounts[claim].last_event =
            payment->date; /* payments are applied in the order of their days */
}

/* What can still be settled of a claim by this kind: the open amount, or of a recovery what was
 * written off. */
static dc_money *room_of(dc_reading *reading, uint32_t claim, uint8_t kind)
{
    claim_account *account = &reading->accounts[claim];

    return kind == DC_EVENT_RECOVERY ? &account->written_off : &account->left;
}

/* Parts of the other sign (a credit note under the invoice's number), of another customer or in
 * another currency are not meant. */
static bool has_room(dc_reading *reading, uint32_t claim, const payment_draft *payment)
{
    int64_t room = room_of(reading, claim, payment->kind)->minor;

    return room != 0 && (room > 0) == (payment->amount.minor > 0) &&
           reading->claims.customer[claim] == payment->customer &&
           reading->claims.currency[claim] == payment->currency;
}

/* The part to be settled next: the one named, else the oldest due that has room. */
static uint32_t next_part(dc_reading *reading, const payment_draft *payment)
{
    uint32_t best = DC_MAP_NONE;

    for (uint32_t at = payment->claim; at != DC_MAP_NONE; at = reading->next_part[at]) {
        if (has_room(reading, at, payment) &&
            (best == DC_MAP_NONE || is_older(&reading->claims, at, best)))
            best = at;
        if (payment->named_part)
            break;
    }
    return best;
}

static dc_money total_room(dc_reading *reading, const payment_draft *payment)
{
    dc_money total = DC_MONEY(0);

    for (uint32_t at = payment->claim; at != DC_MAP_NONE; at = reading->next_part[at]) {
        if (has_room(reading, at, payment))
            total = dc_money_add(total, *room_of(reading, at, payment->kind));
        if (payment->named_part)
            break;
    }
    return total;
}

static void refuse_surplus(payment_reader *reader, const payment_draft *payment, dc_money room)
{
    dc_reading *reading = reader->reading;
    size_t      first_issue = dc_issues_total(reading->issues);
    int         decimals = dc_reading_decimals(reading, payment->currency);
    char        have[32], left[32];

    dc_money_format(have, sizeof have, payment->amount, decimals);
    dc_money_format(left, sizeof left, room, decimals);
    dc_table_issue(reader->table, payment->row, "amount", reading->issues,
                   payment->kind == DC_EVENT_RECOVERY ? DC_ISSUE_RECOVERY_BEYOND
                                                      : DC_ISSUE_PAYMENT_BEYOND,
                   have, left, reading->claims.invoice[payment->claim]);
    dc_reading_reject(reading, reader->table, reader->file, payment->row, first_issue,
                      dc_reading_worth(reading, payment->amount, payment->currency),
                      payment->currency);
}

static void apply(payment_reader *reader, const payment_draft *payment)
{
    dc_reading *reading = reader->reading;
    dc_money    rest = payment->amount, room = total_room(reading, payment);
    bool        first_of_row = true;

    if (llabs(rest.minor) > llabs(room.minor)) {
        refuse_surplus(reader, payment, room);
        return;
    }
    while (rest.minor != 0) {
        uint32_t  part = next_part(reading, payment);
        dc_money *left = room_of(reading, part, payment->kind);
        dc_money  used = llabs(rest.minor) < llabs(left->minor) ? rest : *left;

        if (first_of_row && payment->date.day < reading->claims.issued[part].day)
            dc_table_issue(reader->table, payment->row, "date", reading->issues, DC_ISSUE_PREPAID,
                           reading->claims.invoice[part], NULL, NULL);
        *left = dc_money_sub(*left, used);
        rest = dc_money_sub(rest, used);
        if (payment->kind == DC_EVENT_WRITE_OFF)
            reading->accounts[part].written_off =
                dc_money_add(reading->accounts[part].written_off, used);
        add_event(reading, part, payment, used, first_of_row);
        first_of_row = false;
    }
}

/* Money on account becomes a claim of its own with a negative amount, named by customer and day;
 * payments come in canonical order, so the number within the day is definite. */
static void add_account_claim(dc_reading *reading, const payment_draft *payment, dc_map *days)
{
    const char *what = payment->kind == DC_EVENT_CREDIT ? "credit" : "unapplied";
    char        date[11], name[64];
    const char *parts[] = {reading->customers[payment->customer].id, what, date};
    uint64_t    key;
    size_t      cursor = 0, number = 1;
    claim_draft draft = {.told = &dc_told_nothing,
                         .amount = {-payment->amount.minor},
                         .issued = payment->date,
                         .due = payment->date,
                         .entered = payment->date,
                         .paid = DC_DATE_NONE,
                         .customer = payment->customer,
                         .currency = payment->currency,
                         .kind = payment->kind == DC_EVENT_CREDIT ? DC_CLAIM_CREDIT
                                                                  : DC_CLAIM_UNAPPLIED};

    dc_date_format(date, payment->date);
    key = dc_identity(parts, 3);
    while (dc_map_find(days, key, &cursor) != DC_MAP_NONE)
        number++;
    dc_map_add(days, key, 0);
    snprintf(name, sizeof name, "%s:%s:%zu", what, date, number);
    draft.invoice = dc_texts_keep(reading->texts, name);
    draft.entity =
        dc_claim_entity(reading->customers[payment->customer].id, draft.invoice, "", false);
    dc_add_account_claim(reading, &draft);
}

static void open_accounts(dc_reading *reading)
{
    reading->accounts = dc_heap_alloc(reading->claims.count + 1, sizeof reading->accounts[0]);
    for (size_t i = 0; i < reading->claims.count; i++)
        reading->accounts[i].left = reading->claims.amount[i];
    for (size_t i = 0; i < reading->event_count; i++) { /* that a journal told */
        claim_account *account = &reading->accounts[reading->events[i].claim];

        account->left = dc_money_sub(account->left, reading->events[i].amount);
        if (reading->events[i].kind == DC_EVENT_WRITE_OFF)
            account->written_off = dc_money_add(account->written_off, reading->events[i].amount);
    }
}

void dc_read_payments(dc_reading *reading)
{
    payment_reader reader = {.reading = reading};
    dc_map         days = {0};

    reader.table = dc_reading_open_input(reading, DC_INPUT_PAYMENTS, "payments.csv", &reader.file);
    if (!reader.table)
        return;
    reading->payments_file = reader.file;
    open_accounts(reading);
    read_rows(&reader);
    if (reader.count > 0)
        qsort(reader.payments, reader.count, sizeof reader.payments[0], compare_payments);
    for (size_t i = 0; i < reader.count; i++) {
        if (reader.payments[i].claim == DC_MAP_NONE)
            add_account_claim(reading, &reader.payments[i], &days);
        else
            apply(&reader, &reader.payments[i]);
    }
    dc_map_free(&days);
    free(reader.payments);
    dc_table_close(reader.table);
}
