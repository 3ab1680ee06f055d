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

static bool is_hedged(const dc_company *company, const char *code)
{
    for (size_t i = 0; i < company->tail.hedge_count; i++)
        if (strcmp(company->tail.hedges[i].currency, code) == 0)
            return true;
    return false;
}

static bool read_currency(const dc_reading *reading, dc_yaml_node row, const dc_company *company,
                          const char **out)
{
    dc_yaml_node node = dc_yaml_get(reading->yaml, row, "currency");
    const char  *code = dc_yaml_text(reading->yaml, node);

    if (node.index == 0)
        return dc_reading_refuse(reading, row, DC_ISSUE_YAML_KEY_MISSING, "currency", NULL, NULL);
    if (!code || dc_currency_decimals(code) < 0)
        return dc_reading_refuse(reading, node, DC_ISSUE_BAD_CURRENCY, code ? code : "", NULL,
                                 NULL);
    if (is_hedged(company, code))
        return dc_reading_refuse(reading, node, DC_ISSUE_YAML_KEY_TWICE, code, NULL, NULL);
    *out = dc_texts_keep(reading->texts, code);
    return true;
}

static bool read_hedge(dc_reading *reading, dc_yaml_node row, const dc_company *company,
                       dc_hedge *out)
{
    static const char *const known[] = {"currency", "share", "rate"};

    *out = (dc_hedge){.currency = ""};
    if (!dc_yaml_is_mapping(reading->yaml, row))
        return dc_reading_refuse(reading, row, DC_ISSUE_YAML_NOT_MAPPING, "hedges", NULL, NULL);
    dc_yaml_unknown_keys(reading->yaml, row, known, 3, reading->issues);
    bool ok = read_currency(reading, row, company, &out->currency);
    ok = read_number(reading, row, "share", 1.0, "above 0%, at most 100%", &out->share) && ok;
    return read_number(reading, row, "rate", rate_most, "above 0", &out->rate) && ok;
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
