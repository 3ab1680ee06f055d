/* hedges.c - hedges of book.yaml: shares of the cash in a currency at a rate agreed on. */
#include <stdio.h>
#include <string.h>

#include "reading.h"

static const double rate_most = 1e9;

static bool read_number(const dc_reading *reading, dc_yaml_node row, const char *key, double most,
                        const char *range, double *out)
{
    dc_yaml_node node = dc_yaml_get(reading->yaml, row, key);

    if (node.index == 0)
        return dc_reading_refuse(reading, row, DC_ISSUE_YAML_KEY_MISSING, key, NULL, NULL);
    if (!dc_yaml_read_double(reading->yaml, node, out, reading->issues))
        return false;
    if (*out <= 0 || *out > most)
        return dc_reading_refuse(reading, node, DC_ISSUE_NOT_BETWEEN, key,
                                 dc_yaml_text(reading->yaml, node), range);
    return true;
}

static bool read_currency(const dc_reading *reading, dc_yaml_node row, const char **out)
{
    dc_yaml_node node = dc_yaml_get(reading->yaml, row, "currency");
    const char  *code = dc_yaml_text(reading->yaml, node);

    if (node.index == 0)
        return dc_reading_refuse(reading, row, DC_ISSUE_YAML_KEY_MISSING, "currency", NULL, NULL);
    if (!code || dc_currency_decimals(code) < 0)
        return dc_reading_refuse(reading, node, DC_ISSUE_BAD_CURRENCY, code ? code : "", NULL,
                                 NULL);
    *out = dc_texts_keep(reading->texts, code);
    return true;
}

/* An end of the window; without it there is none. */
static bool read_end(const dc_reading *reading, dc_yaml_node row, const char *key, dc_date *out)
{
    dc_yaml_node node = dc_yaml_get(reading->yaml, row, key);
    *out = DC_DATE_NONE;
    return node.index == 0 || dc_yaml_read_date(reading->yaml, node, out, reading->issues);
}

static bool read_window(const dc_reading *reading, dc_yaml_node row, dc_hedge *out)
{
    char from[11], to[11];
    bool ok = read_end(reading, row, "from", &out->from);
    ok = read_end(reading, row, "to", &out->to) && ok;
    if (!ok || !dc_date_is_set(out->from) || !dc_date_is_set(out->to) ||
        out->from.day <= out->to.day)
        return ok;
    dc_date_format(from, out->from);
    dc_date_format(to, out->to);
    return dc_reading_refuse(reading, dc_yaml_get(reading->yaml, row, "to"), DC_ISSUE_LEVER_WINDOW,
                             to, from, NULL);
}

bool dc_hedge_holds(const dc_hedge *hedge, const char *code, dc_date date)
{
    bool begun =
        !dc_date_is_set(hedge->from) || (dc_date_is_set(date) && hedge->from.day <= date.day);
    bool ended = dc_date_is_set(hedge->to) && dc_date_is_set(date) && hedge->to.day < date.day;
    return strcmp(hedge->currency, code) == 0 && begun && !ended;
}

/* Shares add up where windows meet, and change only where one begins. */
static bool is_overhedged(const dc_company *company, const dc_hedge *next)
{
    const double most = 1.0 + 1e-12;
    const size_t count = company->tail.hedge_count;
    for (size_t i = 0; i <= count; i++) {
        dc_date begins = i < count ? company->tail.hedges[i].from : next->from;
        double  sum = next->share;
        if (!dc_hedge_holds(next, next->currency, begins))
            continue;
        for (size_t j = 0; j < count; j++)
            if (dc_hedge_holds(&company->tail.hedges[j], next->currency, begins))
                sum += company->tail.hedges[j].share;
        if (sum > most)
            return true;
    }
    return false;
}

static bool read_hedge(dc_reading *reading, dc_yaml_node row, const dc_company *company,
                       dc_hedge *out)
{
    static const char *const known[] = {"currency", "share", "rate", "from", "to"};

    *out = (dc_hedge){.currency = ""};
    if (!dc_yaml_is_mapping(reading->yaml, row))
        return dc_reading_refuse(reading, row, DC_ISSUE_YAML_NOT_MAPPING, "hedges", NULL, NULL);
    dc_yaml_unknown_keys(reading->yaml, row, known, 5, reading->issues);
    bool ok = read_currency(reading, row, &out->currency);
    ok = read_number(reading, row, "share", 1.0, "above 0%, at most 100%", &out->share) && ok;
    ok = read_number(reading, row, "rate", rate_most, "above 0", &out->rate) && ok;
    ok = read_window(reading, row, out) && ok;
    if (ok && is_overhedged(company, out))
        return dc_reading_refuse(reading, dc_yaml_get(reading->yaml, row, "share"),
                                 DC_ISSUE_OVERHEDGED, out->currency, NULL, NULL);
    return ok;
}

void dc_read_hedges(dc_reading *reading, dc_yaml_node node, dc_company *company)
{
    size_t count = dc_yaml_count(reading->yaml, node);

    if (!dc_yaml_is_sequence(reading->yaml, node) || count > DC_HEDGES_MAX) {
        dc_reading_refuse(reading, node, DC_ISSUE_YAML_KIND, "hedges",
                          "a list of at most 64 hedges", NULL);
        return;
    }
    company->tail.hedges = dc_arena_alloc(reading->arena, count + 1, sizeof *company->tail.hedges);
    for (size_t i = 0; i < count; i++)
        company->tail.hedge_count +=
            read_hedge(reading, dc_yaml_value_at(reading->yaml, node, i), company,
                       &company->tail.hedges[company->tail.hedge_count]);
}

static bool is_held(const dc_book *book, const char *code)
{
    for (size_t i = 0; i < book->currency_count; i++)
        if (strcmp(book->currencies[i].code, code) == 0)
            return true;
    return false;
}

/* Whether an earlier hedge of the list is of that currency, too. */
static bool is_told_above(const dc_reading *reading, dc_yaml_node list, size_t at, const char *code)
{
    for (size_t i = 0; i < at; i++) {
        dc_yaml_node row = dc_yaml_value_at(reading->yaml, list, i);
        const char  *other =
            dc_yaml_text(reading->yaml, dc_yaml_get(reading->yaml, row, "currency"));
        if (other && strcmp(other, code) == 0)
            return true;
    }
    return false;
}

/* The currency of the book, and what invoices and plan are in, is not known while hedges are
 * read. */
void dc_read_check_hedges(dc_reading *reading)
{
    const dc_book *book = reading->book;
    const bool     usable = !reading->unusable; /* else what is told may be a slip */
    if (!reading->yaml || book->company.tail.hedge_count == 0)
        return;
    dc_yaml_node list = dc_yaml_get(reading->yaml, dc_yaml_root(reading->yaml), "hedges");
    for (size_t i = 0; i < dc_yaml_count(reading->yaml, list); i++) {
        dc_yaml_node row = dc_yaml_value_at(reading->yaml, list, i);
        dc_yaml_node node = dc_yaml_get(reading->yaml, row, "currency");
        const char  *code = dc_yaml_text(reading->yaml, node);
        if (!code || is_told_above(reading, list, i, code))
            continue;
        if (strcmp(code, book->currencies[book->own].code) == 0) {
            dc_reading_refuse(reading, node, DC_ISSUE_HEDGE_OWN, code, NULL, NULL);
            reading->unusable = true;
        } else if (usable && !is_held(book, code)) {
            dc_reading_refuse(reading, node, DC_ISSUE_HEDGE_NOT_HELD, code, NULL, NULL);
        }
    }
}
