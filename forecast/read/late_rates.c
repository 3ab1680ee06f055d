/* late_rates.c - late_interest.reference_rates of book.yaml: what central banks told since. */
#include <math.h>
#include <stdio.h>

#include "duecast/late_interest.h"
#include "reading.h"

enum { RATES_MOST = 200 };

static const double rate_least = -0.05, rate_most = 0.5;

static bool read_reference(dc_reading *reading, dc_yaml_node row, const char **out)
{
    dc_yaml_node node = dc_yaml_get(reading->yaml, row, "reference");
    const char  *text = dc_yaml_text(reading->yaml, node);

    if (node.index == 0)
        return dc_reading_refuse(reading, row, DC_ISSUE_YAML_KEY_MISSING, "reference", NULL, NULL);
    if (!text || !dc_reference_exists(text))
        return dc_reading_refuse(reading, node, DC_ISSUE_BAD_CHOICE, "reference", text ? text : "",
                                 "ecb, bbk, boe");
    *out = dc_texts_keep(reading->texts, text);
    return true;
}

/* The first day of a half-year. */
static bool read_from(const dc_reading *reading, dc_yaml_node row, dc_date *out)
{
    dc_yaml_node node = dc_yaml_get(reading->yaml, row, "from");

    if (node.index == 0)
        return dc_reading_refuse(reading, row, DC_ISSUE_YAML_KEY_MISSING, "from", NULL, NULL);
    if (!dc_yaml_read_date(reading->yaml, node, out, reading->issues))
        return false;
    dc_civil civil = dc_date_to_civil(*out);
    if (civil.day != 1 || (civil.month != 1 && civil.month != 7))
        return dc_reading_refuse(reading, node, DC_ISSUE_NOT_HALF_YEAR,
                                 dc_yaml_text(reading->yaml, node), NULL, NULL);
    return true;
}

static bool read_rate(const dc_reading *reading, dc_yaml_node row, int32_t *out)
{
    dc_yaml_node node = dc_yaml_get(reading->yaml, row, "rate");
    double       rate;

    if (node.index == 0)
        return dc_reading_refuse(reading, row, DC_ISSUE_YAML_KEY_MISSING, "rate", NULL, NULL);
    if (!dc_yaml_read_double(reading->yaml, node, &rate, reading->issues))
        return false;
    if (rate < rate_least || rate > rate_most)
        return dc_reading_refuse(reading, node, DC_ISSUE_NOT_BETWEEN, "rate",
                                 dc_yaml_text(reading->yaml, node), "-5%..50%");
    *out = (int32_t)lround(rate * 1e6);
    return true;
}

static bool read_row(dc_reading *reading, dc_yaml_node row, dc_reference_rate *out)
{
    static const char *const known[] = {"reference", "from", "rate", "source"};

    *out = (dc_reference_rate){.source = "book.yaml"};
    if (!dc_yaml_is_mapping(reading->yaml, row))
        return dc_reading_refuse(reading, row, DC_ISSUE_YAML_NOT_MAPPING, "reference_rates", NULL,
                                 NULL);
    dc_yaml_unknown_keys(reading->yaml, row, known, sizeof known / sizeof known[0],
                         reading->issues);
    bool        ok = read_reference(reading, row, &out->reference);
    const char *source = dc_yaml_text(reading->yaml, dc_yaml_get(reading->yaml, row, "source"));

    ok = read_from(reading, row, &out->from) && ok;
    ok = read_rate(reading, row, &out->millionths) && ok;
    if (source)
        out->source = dc_texts_keep(reading->texts, source);
    return ok;
}

void dc_read_reference_rates(dc_reading *reading, dc_yaml_node node, dc_company *company)
{
    size_t count = dc_yaml_count(reading->yaml, node);

    if (!dc_yaml_is_sequence(reading->yaml, node) || count > RATES_MOST) {
        dc_reading_refuse(reading, node, DC_ISSUE_YAML_KIND, "reference_rates",
                          "a list of at most 200 rates", NULL);
        return;
    }
    company->reference_rates =
        dc_arena_alloc(reading->arena, count + 1, sizeof company->reference_rates[0]);
    for (size_t i = 0; i < count; i++)
        company->reference_rate_count +=
            read_row(reading, dc_yaml_value_at(reading->yaml, node, i),
                     &company->reference_rates[company->reference_rate_count]);
}
