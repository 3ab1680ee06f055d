/* pay_rules.c - pay_bills of book.yaml: how open bills are paid. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "duecast/nearest.h"
#include "reading.h"

enum { DAYS_MOST = 365, MONTH_DAYS = 31, WEEKDAYS = 7, RULES_MOST = 1000 };

static const double discount_most = 0.5;

static bool read_number(const dc_reading *reading, dc_yaml_node rule, const char *key, double most,
                        const char *range, double *out)
{
    dc_yaml_node node = dc_yaml_get(reading->yaml, rule, key);
    double       value;

    if (node.index == 0)
        return true;
    if (!dc_yaml_read_double(reading->yaml, node, &value, reading->issues))
        return false;
    if (value < 0 || value > most || (most > 1 && value != (double)(int32_t)value))
        return dc_reading_refuse(reading, node, DC_ISSUE_NOT_BETWEEN, key,
                                 dc_yaml_text(reading->yaml, node), range);
    *out = value;
    return true;
}

/* "thursday" or "15". */
static bool read_day(const dc_reading *reading, dc_yaml_node node, dc_pay_rule *rule)
{
    static const char *const names[WEEKDAYS] = {"monday", "tuesday",  "wednesday", "thursday",
                                                "friday", "saturday", "sunday"};
    const char              *text = dc_yaml_text(reading->yaml, node);
    char                    *end;
    long                     day;

    for (int i = 0; text && i < WEEKDAYS; i++)
        if (strcasecmp(text, names[i]) == 0) {
            rule->weekdays = (uint8_t)(rule->weekdays | 1u << i);
            return true;
        }
    day = text ? strtol(text, &end, 10) : 0;
    if (day < 1 || day > MONTH_DAYS || *end != '\0')
        return dc_reading_refuse(reading, node, DC_ISSUE_BAD_CHOICE, "on", text ? text : "",
                                 "monday ... sunday, or a day of the month from 1 to 31");
    rule->month_days |= UINT32_C(1) << day;
    return true;
}

static bool read_days(const dc_reading *reading, dc_yaml_node on, dc_pay_rule *rule)
{
    bool ok = true;

    if (!dc_yaml_is_sequence(reading->yaml, on))
        return on.index == 0 || read_day(reading, on, rule);
    for (size_t i = 0; i < dc_yaml_count(reading->yaml, on); i++)
        ok = read_day(reading, dc_yaml_value_at(reading->yaml, on, i), rule) && ok;
    return ok;
}

/* A name that must be on a bill. */
static bool read_name(dc_reading *reading, dc_yaml_node rule, const char *key,
                      const char *const *names, size_t count, const char **out)
{
    dc_yaml_node node = dc_yaml_get(reading->yaml, rule, key);
    const char  *text = dc_yaml_text(reading->yaml, node);

    *out = "";
    if (node.index == 0)
        return true;
    if (!text || !*text)
        return dc_reading_refuse(reading, node, DC_ISSUE_YAML_NOT_VALUE, key, NULL, NULL);
    *out = dc_texts_keep(reading->texts, text);
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], text) == 0)
            return true;
    if (count == 0)
        return true; /* without bills nobody knows */
    size_t nearest = dc_nearest(text, names, count);
    if (nearest < count)
        return dc_reading_refuse(reading, node, DC_ISSUE_PAY_RULE_NEAR, key, text, names[nearest]);
    return dc_reading_refuse(reading, node, DC_ISSUE_PAY_RULE_UNKNOWN, key, text, NULL);
}

static bool read_rule(dc_reading *reading, dc_yaml_node node, const char *const *suppliers,
                      const char *const *categories, size_t count, dc_pay_rule *rule)
{
    static const char *const known[] = {"supplier", "category", "on",
                                        "stretch",  "discount", "discount_days"};
    double                   stretch = 0, days = 0;

    *rule = (dc_pay_rule){.supplier = ""};
    if (!dc_yaml_is_mapping(reading->yaml, node))
        return dc_reading_refuse(reading, node, DC_ISSUE_YAML_NOT_MAPPING, "pay_bills", NULL, NULL);
    dc_yaml_unknown_keys(reading->yaml, node, known, sizeof known / sizeof known[0],
                         reading->issues);
    bool ok = read_name(reading, node, "supplier", suppliers, count, &rule->supplier);
    ok = read_name(reading, node, "category", categories, count, &rule->category) && ok;
    ok = read_days(reading, dc_yaml_get(reading->yaml, node, "on"), rule) && ok;
    ok = read_number(reading, node, "stretch", DAYS_MOST, "0..365", &stretch) && ok;
    ok = read_number(reading, node, "discount", discount_most, "0%..50%", &rule->discount) && ok;
    ok = read_number(reading, node, "discount_days", DAYS_MOST, "0..365", &days) && ok;
    if (rule->discount > 0 && dc_yaml_get(reading->yaml, node, "discount_days").index == 0)
        ok = dc_reading_refuse(reading, node, DC_ISSUE_YAML_KEY_MISSING, "discount_days", NULL,
                               NULL);
    rule->stretch_days = (int32_t)stretch;
    rule->discount_days = (int32_t)days;
    return ok;
}

/* Of rules for the same bills the first counts. */
static void note_unused(const dc_reading *reading, dc_yaml_node rules)
{
    const dc_company *company = &reading->book->company;
    char              later[24], earlier[24];

    for (size_t i = 1; i < company->pay_rule_count; i++)
        for (size_t k = 0; k < i; k++) {
            const dc_pay_rule *a = &company->pay_rules[i], *b = &company->pay_rules[k];
            if (strcmp(a->supplier, b->supplier) != 0 || strcmp(a->category, b->category) != 0)
                continue;
            snprintf(later, sizeof later, "%zu", i + 1);
            snprintf(earlier, sizeof earlier, "%zu", k + 1);
            dc_yaml_issue(reading->yaml, dc_yaml_value_at(reading->yaml, rules, i), reading->issues,
                          DC_ISSUE_PAY_RULE_UNUSED, later, earlier, NULL);
            break;
        }
}

void dc_read_pay_rules(dc_reading *reading, const char *const *suppliers,
                       const char *const *categories, size_t count)
{
    size_t       errors = dc_issues_count(reading->issues, DC_ERROR);
    dc_company  *company = &reading->book->company;
    dc_yaml_node rules = {0};

    if (reading->yaml)
        rules = dc_yaml_get(reading->yaml, dc_yaml_root(reading->yaml), "pay_bills");
    if (rules.index == 0)
        return;
    size_t rule_count = dc_yaml_count(reading->yaml, rules);
    if (!dc_yaml_is_sequence(reading->yaml, rules) || rule_count > RULES_MOST) {
        dc_reading_refuse(reading, rules, DC_ISSUE_YAML_KIND, "pay_bills",
                          "a list of at most 1000 rules", NULL);
        rule_count = 0;
    }
    company->pay_rules = dc_arena_alloc(reading->arena, rule_count + 1, sizeof(dc_pay_rule));
    for (size_t i = 0; i < rule_count; i++)
        company->pay_rule_count +=
            read_rule(reading, dc_yaml_value_at(reading->yaml, rules, i), suppliers, categories,
                      count, &company->pay_rules[company->pay_rule_count]);
    if (dc_issues_count(reading->issues, DC_ERROR) > errors)
        reading->unusable = true;
    else
        note_unused(reading, rules);
}
