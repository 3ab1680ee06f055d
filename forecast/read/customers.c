#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "reading.h"

/* Amounts in the book currency, which is not known yet: checked now, kept as text. */
static bool read_limit(const dc_reading *reading, const dc_table *table, const char *column,
                       dc_raw_amount raw, const char **out)
{
    dc_number_style  style = dc_table_numbers(table);
    dc_number_result result;
    dc_money         amount;
    char             text[32];

    style.is_bare = true;
    result = dc_money_parse(&amount, raw.text, 4, style);
    *out = "";
    if (result == DC_NUMBER_EMPTY)
        return true;
    if (result != DC_NUMBER_OK && result != DC_NUMBER_ROUNDED) {
        dc_table_issue(table, dc_table_row(table), column, reading->issues,
                       dc_table_bad_amount(table, raw.text), dc_table_label(table, column),
                       raw.text, NULL);
        return false;
    }
    if (amount.minor < 0) {
        dc_table_issue(table, dc_table_row(table), column, reading->issues, DC_ISSUE_BELOW_ZERO,
                       dc_table_label(table, column), raw.text, NULL);
        return false;
    }
    dc_money_format(text, sizeof text, amount, 4);
    *out = dc_texts_keep(reading->texts, text);
    return true;
}

/* No more can be provided for than is owed. */
static bool check_provision(const dc_reading *reading, const dc_table *table, double share)
{
    char text[32];

    if (share <= 1.0)
        return true;
    snprintf(text, sizeof text, "%g%%", share * 100.0);
    dc_table_issue(table, dc_table_row(table), "provision", reading->issues, DC_ISSUE_NOT_BETWEEN,
                   dc_table_label(table, "provision"), text, "0%..100%");
    return false;
}

/* Amounts as text. */
typedef struct {
    const char *credit, *insured;
} customer_limits;

static bool check_row(dc_reading *reading, const dc_table *table, const dc_customer_row *row,
                      customer_limits *limits)
{
    const char *unused;
    size_t      type;
    bool        good;

    good = dc_read_choice(table, "type", row->type, "private|public|large|sme", &type,
                          reading->issues);
    good &= read_limit(reading, table, "insured_limit", row->insured_limit, &limits->insured);
    good &= read_limit(reading, table, "annual_sales", row->annual_sales, &unused);
    good &= read_limit(reading, table, "credit_limit", row->credit_limit, &limits->credit);
    good &= check_provision(reading, table, row->provision);
    return good;
}

static dc_contact contact_of(const dc_customer_row *row)
{
    static const struct {
        const char *type;
        dc_party    party;
    } parties[] = {{"public", DC_PARTY_PUBLIC}, {"large", DC_PARTY_LARGE}, {"sme", DC_PARTY_SME}};
    dc_contact contact = {.address = row->address,
                          .contact = row->contact,
                          .phone = row->phone,
                          .email = row->email,
                          .language = row->language,
                          .late_clause = row->late_clause};

    for (size_t i = 0; i < sizeof parties / sizeof parties[0]; i++)
        if (strcasecmp(row->type, parties[i].type) == 0)
            contact.party = parties[i].party;
    return contact;
}

static void keep_row(customer_draft *customer, const dc_table *table, const dc_customer_row *row,
                     const customer_limits *limits)
{
    customer->name = row->name;
    customer->segment = row->segment;
    customer->country = row->country;
    customer->grade = row->grade;
    customer->credit_limit = limits->credit;
    customer->insured_limit = limits->insured;
    customer->terms = row->terms;
    customer->related = row->related;
    customer->provision = row->provision;
    customer->contact = contact_of(row);
    customer->row = dc_table_row(table);
    customer->line = customer->row.line;
}

/* Two rows of one customer: the smaller in bytes is used, wherever it stands. */
static void refuse_second(dc_reading *reading, const dc_table *table, size_t file,
                          const dc_customer_row *row, const customer_limits *limits,
                          customer_draft *customer)
{
    size_t first_issue = dc_issues_total(reading->issues);
    dc_row refused = dc_table_row(table);
    char   line[16];

    if (dc_table_compare_bytes(table, refused, customer->row) < 0) {
        refused = customer->row;
        keep_row(customer, table, row, limits);
    }
    snprintf(line, sizeof line, "%u", (unsigned)customer->line);
    dc_table_issue(table, refused, "customer", reading->issues, DC_ISSUE_CUSTOMER_TWICE,
                   customer->id, line, NULL);
    dc_reading_reject(reading, table, file, refused, first_issue, 0, reading->default_currency);
}

void dc_read_customers(dc_reading *reading)
{
    dc_customer_row row;
    size_t          file;
    customer_limits limits;
    dc_table *table = dc_reading_open_input(reading, DC_INPUT_CUSTOMERS, "customers.csv", &file);

    if (!table)
        return;
    while (dc_reading_next(reading, table, file, &row, NULL, NULL)) {
        customer_draft *customer;

        if (!check_row(reading, table, &row, &limits)) {
            dc_reading_reject_row(reading, table, file);
            continue;
        }
        uint32_t at = dc_reading_add_customer(reading, row.customer);
        customer = &reading->customers[at]; /* only now: adding may move the table */
        if (customer->line > 0)
            refuse_second(reading, table, file, &row, &limits, customer);
        else
            keep_row(customer, table, &row, &limits);
    }
    dc_table_close(table);
}
