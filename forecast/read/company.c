#include "company.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reading.h"

enum { KEYS_MAX = 200 };

/* "50.000" is fifty, and in half of Europe fifty thousand. */
static void tell_thousands(const dc_reading *reading, dc_yaml_node node, const char *key,
                           const char *text, int decimals)
{
    char whole[16];

    if (dc_money_may_be_thousands(whole, sizeof whole, text, decimals))
        dc_yaml_issue(reading->yaml, node, reading->issues, DC_ISSUE_MAY_BE_THOUSANDS, key, text,
                      whole);
}

/* A money scalar in the currency of book.yaml. */
static bool read_money(const dc_reading *reading, dc_yaml_node node, dc_money *out)
{
    const char *text = dc_yaml_text(reading->yaml, node);
    const char *key = dc_yaml_key_of(reading->yaml, node);
    int         decimals = dc_reading_decimals(reading, reading->figures_currency);

    if (!text)
        return dc_reading_refuse(reading, node, DC_ISSUE_YAML_NOT_VALUE, key, NULL, NULL);
    switch (dc_money_parse(out, text, decimals, DC_NUMBER_STYLE_PLAIN)) {
    case DC_NUMBER_OK:
    case DC_NUMBER_ROUNDED: tell_thousands(reading, node, key, text, decimals); return true;
    case DC_NUMBER_SURPLUS_DECIMALS:
        return dc_reading_refuse(reading, node, DC_ISSUE_SURPLUS_DECIMALS, key, text,
                                 reading->book->currencies[reading->figures_currency].code);
    case DC_NUMBER_TOO_LARGE:
        return dc_reading_refuse(reading, node, DC_ISSUE_AMOUNT_TOO_LARGE, key, text, NULL);
    case DC_NUMBER_EMPTY:
    case DC_NUMBER_NOT_A_NUMBER: break;
    }
    return dc_reading_refuse(reading, node, DC_ISSUE_BAD_AMOUNT, key, text, NULL);
}

/* One account of a list: {name, balance}; its balance is added. */
static void add_account(const dc_reading *reading, const char *key, dc_yaml_node account,
                        dc_money *total)
{
    static const char *const known[] = {"name", "balance"};
    dc_yaml_node             balance = dc_yaml_get(reading->yaml, account, "balance");
    dc_money                 amount;

    if (!dc_yaml_is_mapping(reading->yaml, account)) {
        dc_reading_refuse(reading, account, DC_ISSUE_YAML_NOT_MAPPING, key, NULL, NULL);
        return;
    }
    dc_yaml_unknown_keys(reading->yaml, account, known, 2, reading->issues);
    if (balance.index == 0)
        dc_reading_refuse(reading, account, DC_ISSUE_YAML_KEY_MISSING, "balance", NULL, NULL);
    else if (read_money(reading, balance, &amount) && !dc_money_add_checked(total, *total, amount))
        dc_reading_refuse(reading, balance, DC_ISSUE_AMOUNT_TOO_LARGE, key,
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
    out->known = dc_reading_refuse(reading, node, DC_ISSUE_BELOW_ZERO, key->name,
                                   is_list ? sum : dc_yaml_text(reading->yaml, node), NULL);
}

/* A number within the bounds of its key; days are whole. */
static bool read_number(const dc_reading *reading, const company_key *key, dc_yaml_node node,
                        double *out)
{
    char   range[40];
    double value;
    bool   days = key->type == KEY_DAYS;

    if (!dc_yaml_read_double(reading->yaml, node, &value, reading->issues))
        return false;
    *out = value;
    if (value >= key->low && value <= key->high && (!days || value == floor(value)))
        return true;
    snprintf(range, sizeof range, days ? "%g..%g" : "%g%%..%g%%", key->low * (days ? 1 : 100),
             key->high * (days ? 1 : 100));
    return dc_reading_refuse(reading, node, DC_ISSUE_NOT_BETWEEN, key->name,
                             dc_yaml_text(reading->yaml, node), range);
}

static void read_share(const dc_reading *reading, const company_key *key, dc_yaml_node node,
                       double *out)
{
    double value;

    if (read_number(reading, key, node, &value))
        *out = value;
}

static void read_days(const dc_reading *reading, const company_key *key, dc_yaml_node node,
                      int32_t *out)
{
    double value;

    if (read_number(reading, key, node, &value))
        *out = (int32_t)value;
}

/* Reads the values that are texts: terms, choices and plain texts. */
static void read_text(dc_reading *reading, const company_key *key, dc_yaml_node node, void *out,
                      bool *has_terms)
{
    const char *text = dc_yaml_text(reading->yaml, node);
    const char *word;
    size_t      length = text ? strlen(text) : 0;

    if (!text) {
        dc_reading_refuse(reading, node, DC_ISSUE_YAML_NOT_VALUE, key->name, NULL, NULL);
    } else if (key->type == KEY_TERMS) {
        *has_terms = dc_terms_parse(out, text);
        if (!*has_terms)
            dc_reading_refuse(reading, node, DC_ISSUE_BAD_TERMS, text, NULL, NULL);
    } else if (key->type == KEY_CHOICE && (!(word = strstr(key->choices, text)) || length == 0 ||
                                           (word[length] != ',' && word[length] != '\0'))) {
        dc_reading_refuse(reading, node, DC_ISSUE_BAD_CHOICE, key->name, text, key->choices);
    } else {
        *(const char **)out = dc_texts_keep(reading->texts, text);
    }
}

static void read_columns(dc_reading *reading, dc_yaml_node node, dc_company *company)
{
    size_t count = dc_yaml_count(reading->yaml, node);

    if (!dc_yaml_is_sequence(reading->yaml, node) || count > DC_COLUMN_FACTORS_MAX) {
        dc_reading_refuse(reading, node, DC_ISSUE_YAML_KIND, "factors",
                          "a list of at most 4 columns", NULL);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        dc_yaml_node item = dc_yaml_value_at(reading->yaml, node, i);
        const char  *text = dc_yaml_text(reading->yaml, item);

        if (text && *text)
            company->factor[company->factor_count++] = dc_texts_keep(reading->texts, text);
        else
            dc_reading_refuse(reading, item, DC_ISSUE_YAML_NOT_VALUE, "factors", NULL, NULL);
    }
}

/* Days that increase, one for each edge between overdue buckets. */
static void read_edges(const dc_reading *reading, const company_key *key, dc_yaml_node node,
                       dc_ageing_edges *out)
{
    dc_ageing_edges edges = {.count = DC_BUCKETS - 2};
    bool            good = dc_yaml_is_sequence(reading->yaml, node) &&
                dc_yaml_count(reading->yaml, node) == edges.count;
    for (size_t i = 0; good && i < edges.count; i++) {
        const char *text = dc_yaml_text(reading->yaml, dc_yaml_value_at(reading->yaml, node, i));
        char       *end = NULL;
        long        day = text ? strtol(text, &end, 10) : 0;
        good = end && end != text && *end == '\0' && day <= (long)key->high &&
               day >= (i > 0 ? edges.last_day[i - 1] + 1L : (long)key->low);
        edges.last_day[i] = (int32_t)day;
    }
    if (good)
        *out = edges;
    else
        dc_reading_refuse(reading, node, DC_ISSUE_EDGES, key->name, NULL, NULL);
}

/* One share for each ageing bucket. */
static void read_rates(const dc_reading *reading, const company_key *key, dc_yaml_node node,
                       company_values *values)
{
    size_t count = dc_yaml_count(reading->yaml, node);

    if (!dc_yaml_is_sequence(reading->yaml, node) || count != DC_BUCKETS) {
        dc_reading_refuse(reading, node, DC_ISSUE_RATES_COUNT, key->name, NULL, NULL);
        return;
    }
    values->company.has_allowance_rates = true;
    for (size_t i = 0; i < count; i++)
        read_share(reading, key, dc_yaml_value_at(reading->yaml, node, i),
                   &values->company.allowance_rates[i]);
}

bool dc_company_key_is_money(const company_key *key)
{
    return key->type == KEY_MONEY || key->type == KEY_AMOUNT || key->type == KEY_CASH ||
           key->type == KEY_ITEMS;
}

static void read_key(dc_reading *reading, const company_key *key, dc_yaml_node node, bool money,
                     company_values *values)
{
    void *out = (char *)values + key->offset;
    bool  is_money = dc_company_key_is_money(key);

    if (is_money != money || key->type == KEY_RULES)
        return;
    if (key->type == KEY_LIST && strcmp(key->name, "hedges") == 0)
        dc_read_hedges(reading, node, &values->company);
    else if (key->type == KEY_LIST)
        dc_read_reference_rates(reading, node, &values->company);
    else if (is_money)
        read_figure(reading, key, node, out);
    else if (key->type == KEY_SHARE)
        read_share(reading, key, node, out);
    else if (key->type == KEY_DAYS)
        read_days(reading, key, node, out);
    else if (key->type == KEY_DATE)
        dc_yaml_read_date(reading->yaml, node, out, reading->issues);
    else if (key->type == KEY_COLUMNS)
        read_columns(reading, node, &values->company);
    else if (key->type == KEY_RATES)
        read_rates(reading, key, node, values);
    else if (key->type == KEY_EDGES)
        read_edges(reading, key, node, out);
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
    for (size_t i = 0; i < dc_company_key_count; i++) {
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

    for (size_t i = 0; i < dc_company_key_count; i++) {
        if (strcmp(dc_company_keys[i].section, section) == 0)
            known[count++] = dc_company_keys[i].name;
        else if (!*section && starts_section(i))
            known[count++] = dc_company_keys[i].section;
    }
    assert(count <= KEYS_MAX);
    if (node.index == 0)
        return;
    if (dc_yaml_is_mapping(reading->yaml, node))
        dc_yaml_unknown_keys(reading->yaml, node, known, count, reading->issues);
    else
        dc_reading_refuse(reading, node, DC_ISSUE_YAML_NOT_MAPPING,
                          *section ? section : "book.yaml", NULL, NULL);
}

static void check_keys(const dc_reading *reading)
{
    check_section(reading, "");
    for (size_t i = 0; i < dc_company_key_count; i++)
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
                                         .tail = DC_TAIL_TOLD_INIT,
                                         .allowance_method = "model",
                                         .days_in_year = "365",
                                         .vat_relief = "no",
                                         .age_bands = "none",
                                         .receivables_at = "price",
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
    dc_reading_refuse(reading, drawn, DC_ISSUE_DRAWN_ABOVE_LIMIT,
                      dc_yaml_text(reading->yaml, drawn),
                      dc_yaml_text(reading->yaml, dc_yaml_get(reading->yaml, line, "limit")), NULL);
}

/* Overdrawn accounts count in cash: not wrong for certain. */
static void check_restricted(const dc_reading *reading, const dc_company *company)
{
    if (!company->cash.known || company->restricted_cash.value.minor <= 0 ||
        company->restricted_cash.value.minor <= company->cash.value.minor)
        return;
    dc_yaml_node told = dc_yaml_get(reading->yaml, dc_yaml_root(reading->yaml), "restricted_cash");
    dc_yaml_issue(reading->yaml, told, reading->issues, DC_ISSUE_RESTRICTED_ABOVE_CASH,
                  dc_yaml_text(reading->yaml, told), NULL, NULL);
}

void dc_read_company_money(dc_reading *reading)
{
    size_t         errors = dc_issues_count(reading->issues, DC_ERROR);
    company_values values = {.company = reading->book->company};

    if (reading->yaml)
        read_keys(reading, true, &values);
    reading->book->company = values.company;
    check_drawn(reading, &values.company);
    check_restricted(reading, &values.company);
    if (dc_issues_count(reading->issues, DC_ERROR) > errors)
        reading->unusable = true;
}
