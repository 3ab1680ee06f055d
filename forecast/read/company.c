#include "company.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reading.h"

/* book.yaml as told; what is no figure of the company goes elsewhere. */
typedef struct {
    dc_company  company;
    dc_date     as_of;
    const char *currency, *invoices, *format, *rates;
} company_values;

#define AT(member)      offsetof(company_values, member)
#define TEXT(at)        KEY_TEXT, AT(at), 0, 0, ""
#define MONEY(at)       KEY_MONEY, AT(at), 0, 0, ""
#define AMOUNT(at)      KEY_AMOUNT, AT(at), 0, 0, ""
#define ITEMS(at)       KEY_ITEMS, AT(at), 0, 0, ""
#define SHARE(at, a, b) KEY_SHARE, AT(at), a, b, ""

/* clang-format off */
const company_key dc_company_keys[] = {
    {"company", "name", TEXT(company.name), "name of the company, for titles and letters"},
    {"company", "address", TEXT(company.address), "for letters"},
    {"company", "contact", TEXT(company.contact), "who answers questions about a letter"},
    {"company", "bank", TEXT(company.bank), "account to pay to, for letters"},
    {"company", "signatory", TEXT(company.signatory), "who signs formal letters"},
    {"company", "size", KEY_CHOICE, AT(company.size), 0, 0, "sme, large",
     "how large the company is: some laws on late payment protect the small"},
    {"", "country", TEXT(company.country), "country of the company"},
    {"", "currency", TEXT(currency), "book currency, ISO 4217; else the data's"},
    {"", "as_of", KEY_DATE, AT(as_of), 0, 0, "",
     "last day of known facts; else the newest issue, entry or payment date"},
    {"", "cash", KEY_CASH, AT(company.cash), 0, 0, "",
     "cash on the as-of date: one amount, or a list of accounts with name and balance"},
    {"", "restricted_cash", AMOUNT(company.restricted_cash), "part of cash that must not be used"},
    {"", "minimum_cash", AMOUNT(company.minimum_cash), "least cash to hold"},
    {"credit_line", "limit", AMOUNT(company.line_limit), "most that may be drawn"},
    {"credit_line", "rate", SHARE(company.line_rate, 0, 1), "interest a year, such as 7%"},
    {"credit_line", "drawn", AMOUNT(company.line_drawn), "drawn on the as-of date"},
    {"", "inventory", AMOUNT(company.inventory), "inventory at cost"},
    {"", "payables", AMOUNT(company.payables), "open supplier bills, where bills.csv is not kept"},
    {"working_capital", "cost_of_sales", AMOUNT(company.cost_of_sales),
     "cost of what was sold in the last 12 months, without tax; else gross_margin tells"},
    {"working_capital", "purchases", AMOUNT(company.purchases),
     "bills of suppliers in the last 12 months, tax included, where bills.csv is shorter"},
    {"working_capital", "other_receivables", ITEMS(company.other_receivables),
     "other operating receivables: tax to recover, a factor, insurers; an amount, or a list of "
     "items with name and balance"},
    {"working_capital", "other_payables", ITEMS(company.other_payables),
     "other operating payables: sales tax, payroll, deferred income; likewise"},
    {"working_capital", "days_in_year", KEY_CHOICE, AT(company.days_in_year), 0, 0, "365, 360",
     "days that 12 months count in days of sales and of cost"},
    {"", "gross_margin", SHARE(company.gross_margin, -1, 1),
     "share of sales left after their cost"},
    {"", "tax_rate", SHARE(company.tax_rate, 0, 1), "tax on profit"},
    {"", "calendar", TEXT(company.calendar),
     "days banks are open: none, weekends, target, or a CSV file of holidays"},
    {"", "default_terms", KEY_TERMS, AT(company.default_terms), 0, 0, "",
     "for invoices without due date, such as net 30"},
    {"", "late_payment_clause", TEXT(company.late_payment_clause), "quoted in letters"},
    {"late_interest", "law", KEY_CHOICE, AT(company.late_law), 0, 0, "eu, fr, de, uk, cn, none",
     "whose interest on late payment letters tell; else by the country of the company"},
    {"late_interest", "rate", SHARE(company.late_rate, 0, 1),
     "interest a year that was agreed with customers, in place of the law's"},
    {"late_interest", "reference_rates", KEY_LIST, 0, 0, 0, "",
     "newer reference rates than the program knows, as below"},
    {"control", "receivables", MONEY(company.control_receivables),
     "control account of the general ledger: invoices less credits and money on account"},
    {"control", "payables", MONEY(company.control_payables), "the same for payables"},
    {"control", "allowance", MONEY(company.control_allowance), "allowance booked"},
    {"control", "cash", MONEY(company.control_cash), "cash booked"},
    {"", "allowance_method", KEY_CHOICE, AT(company.allowance_method), 0, 0, "matrix, model, none",
     "which allowance is booked and drives expense: loss rates of past balances by ageing bucket, "
     "what the payment model expects (when not told), or none"},
    {"", "allowance_rates", KEY_RATES, AT(company.allowance_rates), 0, 1, "",
     "loss rates of your own, in place of the matrix: not due, 1-30, 31-60, 61-90, 91-120, over "
     "120 days late, such as [0.3%, 1.6%, 3.6%, 6.6%, 10.6%, 50%]"},
    {"", "loss_adjustment", SHARE(company.loss_adjustment, -1, 4),
     "what the matrix's rates are raised by, as the future differs from the past: 10%, or -10%"},
    {"", "effective_rate", SHARE(company.effective_rate, 0, 1),
     "interest a year at which the model's losses are discounted; left out: they are not"},
    {"", "vat_relief", KEY_CHOICE, AT(company.vat_relief), 0, 0, "yes, no",
     "yes where the tax in what is written off comes back, so that it is no expense; takes the "
     "column `tax` of the invoices"},
    {"", "age_bands", KEY_CHOICE, AT(company.age_bands), 0, 0, "none, china",
     "china: a table by years since issue beside the others, at commonly published rates"},
    {"", "factors", KEY_COLUMNS, AT(company.factor), 0, 0, "",
     "up to four columns of the invoices that may tell how fast they are paid, such as channel"},
    {"", "pay_bills", KEY_RULES, 0, 0, 0, "",
     "how open bills are paid: a list of rules as below; without one, on the due day"},
    {"", "collection", KEY_RULES, 0, 0, 0, "",
     "how overdue claims are collected: settings of `duecast worklist`, as below"},
    {"files", "invoices", TEXT(invoices), "name of the invoices file, when it is not invoices.csv"},
    {"files", "format", TEXT(format), "its import format, see duecast formats"},
    {"files", "rates", TEXT(rates), "name of the rates file, when it is not rates.csv"},
};
/* clang-format on */
const size_t dc_company_key_count = sizeof dc_company_keys / sizeof dc_company_keys[0];

enum { KEYS_MAX = sizeof dc_company_keys / sizeof dc_company_keys[0] };

static bool refuse(const dc_reading *reading, dc_yaml_node node, dc_issue_kind kind, const char *a,
                   const char *b, const char *c)
{
    dc_yaml_issue(reading->yaml, node, reading->issues, kind, a, b, c);
    return false;
}

/* A money scalar in the currency of book.yaml. */
static bool read_money(const dc_reading *reading, dc_yaml_node node, dc_money *out)
{
    const char *text = dc_yaml_text(reading->yaml, node);
    const char *key = dc_yaml_key_of(reading->yaml, node);
    int         decimals = dc_reading_decimals(reading, reading->figures_currency);

    if (!text)
        return refuse(reading, node, DC_ISSUE_YAML_NOT_VALUE, key, NULL, NULL);
    switch (dc_money_parse(out, text, decimals, DC_NUMBER_STYLE_PLAIN)) {
    case DC_NUMBER_OK:
    case DC_NUMBER_ROUNDED: return true;
    case DC_NUMBER_SURPLUS_DECIMALS:
        return refuse(reading, node, DC_ISSUE_SURPLUS_DECIMALS, key, text,
                      reading->book->currencies[reading->figures_currency].code);
    case DC_NUMBER_TOO_LARGE:
        return refuse(reading, node, DC_ISSUE_AMOUNT_TOO_LARGE, key, text, NULL);
    case DC_NUMBER_EMPTY:
    case DC_NUMBER_NOT_A_NUMBER: break;
    }
    return refuse(reading, node, DC_ISSUE_BAD_AMOUNT, key, text, NULL);
}

/* One account of a list: {name, balance}; its balance is added. */
static void add_account(const dc_reading *reading, const char *key, dc_yaml_node account,
                        dc_money *total)
{
    static const char *const known[] = {"name", "balance"};
    dc_yaml_node             balance = dc_yaml_get(reading->yaml, account, "balance");
    dc_money                 amount;

    if (!dc_yaml_is_mapping(reading->yaml, account)) {
        refuse(reading, account, DC_ISSUE_YAML_NOT_MAPPING, key, NULL, NULL);
        return;
    }
    dc_yaml_unknown_keys(reading->yaml, account, known, 2, reading->issues);
    if (balance.index == 0)
        refuse(reading, account, DC_ISSUE_YAML_KEY_MISSING, "balance", NULL, NULL);
    else if (read_money(reading, balance, &amount) && !dc_money_add_checked(total, *total, amount))
        refuse(reading, balance, DC_ISSUE_AMOUNT_TOO_LARGE, key,
               dc_yaml_text(reading->yaml, balance), NULL);
}

/* The sum of a list. */
static void read_accounts(const dc_reading *reading, const company_key *key, dc_yaml_node node,
                          dc_figure *out)
{
    dc_money total = DC_MONEY(0);

    for (size_t i = 0; i < dc_yaml_count(reading->yaml, node); i++)
        add_account(reading, key->name, dc_yaml_value_at(reading->yaml, node, i), &total);
    *out = (dc_figure){.known = true, .value = total};
}

static void read_figure(const dc_reading *reading, const company_key *key, dc_yaml_node node,
                        dc_figure *out)
{
    char sum[32];
    bool is_list = (key->type == KEY_CASH || key->type == KEY_ITEMS) &&
                   dc_yaml_is_sequence(reading->yaml, node);

    if (is_list)
        read_accounts(reading, key, node, out);
    else
        out->known = read_money(reading, node, &out->value);
    if (!out->known || out->value.minor >= 0 || (key->type != KEY_AMOUNT && key->type != KEY_ITEMS))
        return;
    dc_money_format(sum, sizeof sum, out->value,
                    dc_reading_decimals(reading, reading->figures_currency));
    out->known = refuse(reading, node, DC_ISSUE_BELOW_ZERO, key->name,
                        is_list ? sum : dc_yaml_text(reading->yaml, node), NULL);
}

static void read_share(const dc_reading *reading, const company_key *key, dc_yaml_node node,
                       double *out)
{
    char   range[40];
    double value;

    if (!dc_yaml_read_double(reading->yaml, node, &value, reading->issues))
        return;
    if (value >= key->low && value <= key->high) {
        *out = value;
        return;
    }
    snprintf(range, sizeof range, "%g%%..%g%%", key->low * 100, key->high * 100);
    refuse(reading, node, DC_ISSUE_NOT_BETWEEN, key->name, dc_yaml_text(reading->yaml, node),
           range);
}

/* Reads the values that are texts: terms, choices and plain texts. */
static void read_text(dc_reading *reading, const company_key *key, dc_yaml_node node, void *out,
                      bool *has_terms)
{
    const char *text = dc_yaml_text(reading->yaml, node);
    const char *word;
    size_t      length = text ? strlen(text) : 0;

    if (!text) {
        refuse(reading, node, DC_ISSUE_YAML_NOT_VALUE, key->name, NULL, NULL);
    } else if (key->type == KEY_TERMS) {
        *has_terms = dc_terms_parse(out, text);
        if (!*has_terms)
            refuse(reading, node, DC_ISSUE_BAD_TERMS, text, NULL, NULL);
    } else if (key->type == KEY_CHOICE && (!(word = strstr(key->choices, text)) || length == 0 ||
                                           (word[length] != ',' && word[length] != '\0'))) {
        refuse(reading, node, DC_ISSUE_BAD_CHOICE, key->name, text, key->choices);
    } else {
        *(const char **)out = dc_texts_keep(reading->texts, text);
    }
}

static void read_columns(dc_reading *reading, dc_yaml_node node, dc_company *company)
{
    size_t count = dc_yaml_count(reading->yaml, node);

    if (!dc_yaml_is_sequence(reading->yaml, node) || count > DC_COLUMN_FACTORS_MAX) {
        refuse(reading, node, DC_ISSUE_YAML_KIND, "factors", "a list of at most 4 columns", NULL);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        dc_yaml_node item = dc_yaml_value_at(reading->yaml, node, i);
        const char  *text = dc_yaml_text(reading->yaml, item);

        if (text && *text)
            company->factor[company->factor_count++] = dc_texts_keep(reading->texts, text);
        else
            refuse(reading, item, DC_ISSUE_YAML_NOT_VALUE, "factors", NULL, NULL);
    }
}

/* One share for each ageing bucket. */
static void read_rates(const dc_reading *reading, const company_key *key, dc_yaml_node node,
                       company_values *values)
{
    size_t count = dc_yaml_count(reading->yaml, node);

    if (!dc_yaml_is_sequence(reading->yaml, node) || count != DC_ALLOWANCE_RATES) {
        refuse(reading, node, DC_ISSUE_RATES_COUNT, key->name, NULL, NULL);
        return;
    }
    values->company.has_allowance_rates = true;
    for (size_t i = 0; i < count; i++)
        read_share(reading, key, dc_yaml_value_at(reading->yaml, node, i),
                   &values->company.allowance_rates[i]);
}

static void read_key(dc_reading *reading, const company_key *key, dc_yaml_node node, bool money,
                     company_values *values)
{
    void *out = (char *)values + key->offset;
    bool  is_money = key->type == KEY_MONEY || key->type == KEY_AMOUNT || key->type == KEY_CASH ||
                    key->type == KEY_ITEMS;

    if (is_money != money || key->type == KEY_RULES)
        return;
    if (key->type == KEY_LIST)
        dc_read_reference_rates(reading, node, &values->company);
    else if (is_money)
        read_figure(reading, key, node, out);
    else if (key->type == KEY_SHARE)
        read_share(reading, key, node, out);
    else if (key->type == KEY_DATE)
        dc_yaml_read_date(reading->yaml, node, out, reading->issues);
    else if (key->type == KEY_COLUMNS)
        read_columns(reading, node, &values->company);
    else if (key->type == KEY_RATES)
        read_rates(reading, key, node, values);
    else
        read_text(reading, key, node, out, &values->company.has_default_terms);
}

/* The mapping of a section; the root for "". */
static dc_yaml_node section_of(const dc_reading *reading, const char *section)
{
    dc_yaml_node root = dc_yaml_root(reading->yaml);

    return *section ? dc_yaml_get(reading->yaml, root, section) : root;
}

static void read_keys(dc_reading *reading, bool money, company_values *values)
{
    for (size_t i = 0; i < KEYS_MAX; i++) {
        const company_key *key = &dc_company_keys[i];
        dc_yaml_node       node =
            dc_yaml_get(reading->yaml, section_of(reading, key->section), key->name);

        if (node.index > 0)
            read_key(reading, key, node, money, values);
    }
}

static bool starts_section(size_t at)
{
    return *dc_company_keys[at].section &&
           (at == 0 || strcmp(dc_company_keys[at].section, dc_company_keys[at - 1].section) != 0);
}

/* Unknown keys of a section; at the top level the names of sections are known too. */
static void check_section(const dc_reading *reading, const char *section)
{
    const char  *known[KEYS_MAX];
    size_t       count = 0;
    dc_yaml_node node = section_of(reading, section);

    for (size_t i = 0; i < KEYS_MAX; i++) {
        if (strcmp(dc_company_keys[i].section, section) == 0)
            known[count++] = dc_company_keys[i].name;
        else if (!*section && starts_section(i))
            known[count++] = dc_company_keys[i].section;
    }
    if (node.index == 0)
        return;
    if (dc_yaml_is_mapping(reading->yaml, node))
        dc_yaml_unknown_keys(reading->yaml, node, known, count, reading->issues);
    else
        refuse(reading, node, DC_ISSUE_YAML_NOT_MAPPING, *section ? section : "book.yaml", NULL,
               NULL);
}

static void check_keys(const dc_reading *reading)
{
    check_section(reading, "");
    for (size_t i = 0; i < KEYS_MAX; i++)
        if (starts_section(i))
            check_section(reading, dc_company_keys[i].section);
}

static const char *or_else(const char *text, const char *fallback)
{
    return text && *text ? text : fallback;
}

static void keep_values(dc_reading *reading, const company_values *values)
{
    reading->book->company = values->company;
    reading->invoices_name = or_else(values->invoices, "invoices.csv");
    reading->rates_name = or_else(values->rates, "rates.csv");
    if (strcmp(reading->format_name, "auto") == 0)
        reading->format_name = or_else(values->format, "auto");
    reading->company_code = values->currency;
    if (!reading->home_code)
        reading->home_code = values->currency;
    reading->company_as_of = values->as_of;
    if (dc_date_is_set(values->as_of)) {
        reading->book->as_of = values->as_of;
        reading->book->as_of_source = "book.yaml";
    }
}

void dc_read_company(dc_reading *reading)
{
    size_t         errors = dc_issues_count(reading->issues, DC_ERROR);
    company_values values = {.as_of = DC_DATE_NONE,
                             .company = {.name = "",
                                         .address = "",
                                         .contact = "",
                                         .bank = "",
                                         .signatory = "",
                                         .size = "",
                                         .late_law = "",
                                         .late_rate = -1,
                                         .country = "",
                                         .line_rate = -1,
                                         .gross_margin = -1,
                                         .tax_rate = -1,
                                         .allowance_method = "model",
                                         .days_in_year = "365",
                                         .vat_relief = "no",
                                         .age_bands = "none",
                                         .calendar = "none",
                                         .late_payment_clause = ""}};

    if (dc_reading_has_file(reading, "book.yaml")) {
        char *path = dc_reading_path(reading, "book.yaml");

        if (dc_yaml_load(&reading->yaml, path, "book.yaml", reading->issues) == DC_OK) {
            check_keys(reading);
            read_keys(reading, false, &values);
        }
        free(path);
    }
    dc_read_collection(reading, &values.company.collection);
    if (dc_issues_count(reading->issues, DC_ERROR) > errors)
        reading->unusable = reading->company_broken = true;
    keep_values(reading, &values);
}

/* Both are told in one currency, so that they can be compared as they stand. */
static void check_drawn(const dc_reading *reading, const dc_company *company)
{
    if (!company->line_drawn.known || !company->line_limit.known ||
        company->line_drawn.value.minor <= company->line_limit.value.minor)
        return;
    dc_yaml_node line = section_of(reading, "credit_line");
    dc_yaml_node drawn = dc_yaml_get(reading->yaml, line, "drawn");
    refuse(reading, drawn, DC_ISSUE_DRAWN_ABOVE_LIMIT, dc_yaml_text(reading->yaml, drawn),
           dc_yaml_text(reading->yaml, dc_yaml_get(reading->yaml, line, "limit")), NULL);
}

void dc_read_company_money(dc_reading *reading)
{
    size_t         errors = dc_issues_count(reading->issues, DC_ERROR);
    company_values values = {.company = reading->book->company};

    if (reading->yaml)
        read_keys(reading, true, &values);
    reading->book->company = values.company;
    check_drawn(reading, &values.company);
    if (dc_issues_count(reading->issues, DC_ERROR) > errors)
        reading->unusable = true;
}
