#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/yaml.h"

/* The key whose value the node is, for messages; "value" for an item of a list. */
static const char *key_in(const dc_yaml *yaml, dc_yaml_node mapping, dc_yaml_node value, int depth)
{
    const char *found = NULL;

    for (size_t i = 0; i < dc_yaml_count(yaml, mapping) && !found && depth < 8; i++) {
        dc_yaml_node at = dc_yaml_value_at(yaml, mapping, i);

        if (at.index == value.index)
            found = dc_yaml_is_mapping(yaml, mapping)
                        ? dc_yaml_text(yaml, dc_yaml_key_at(yaml, mapping, i))
                        : "value";
        else
            found = key_in(yaml, at, value, depth + 1);
    }
    return found;
}

const char *dc_yaml_key_of(const dc_yaml *yaml, dc_yaml_node value)
{
    const char *key = key_in(yaml, dc_yaml_root(yaml), value, 0);

    return key ? key : "value";
}

/* The text of a scalar; NULL after an issue. */
static const char *scalar_text(const dc_yaml *yaml, dc_yaml_node node, dc_issues *issues)
{
    const char *text = dc_yaml_text(yaml, node);

    if (!text)
        dc_yaml_issue(yaml, node, issues, DC_ISSUE_YAML_NOT_VALUE, dc_yaml_key_of(yaml, node), NULL,
                      NULL);
    return text;
}

static bool refuse(const dc_yaml *yaml, dc_yaml_node node, dc_issues *issues, dc_issue_kind kind,
                   const char *text, const char *choices)
{
    dc_yaml_issue(yaml, node, issues, kind, dc_yaml_key_of(yaml, node), text, choices);
    return false;
}

bool dc_yaml_read_double(const dc_yaml *yaml, dc_yaml_node node, double *out, dc_issues *issues)
{
    const char *text = scalar_text(yaml, node, issues);
    char       *end;
    double      value;

    if (!text)
        return false;
    value = strtod(text, &end);
    if (end == text || !isfinite(value) || strpbrk(text, "xXpP"))
        return refuse(yaml, node, issues, DC_ISSUE_BAD_NUMBER, text, NULL);
    end += strspn(end, " ");
    if (*end == '%') {
        value /= 100;
        end++;
    }
    if (*end)
        return refuse(yaml, node, issues, DC_ISSUE_BAD_NUMBER, text, NULL);
    *out = value;
    return true;
}

bool dc_yaml_read_date(const dc_yaml *yaml, dc_yaml_node node, dc_date *out, dc_issues *issues)
{
    const char *text = scalar_text(yaml, node, issues);

    if (!text)
        return false;
    return dc_date_parse(out, text, 1u << DC_DATE_ISO) == DC_DATE_OK ||
           refuse(yaml, node, issues, DC_ISSUE_BAD_DATE, text, NULL);
}

bool dc_yaml_read_bool(const dc_yaml *yaml, dc_yaml_node node, bool *out, dc_issues *issues)
{
    static const char *const words[] = {"no", "yes", "false", "true", "off", "on"};
    const char              *text = scalar_text(yaml, node, issues);

    if (!text)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(text, words[i]) == 0) {
            *out = i % 2 == 1;
            return true;
        }
    }
    return refuse(yaml, node, issues, DC_ISSUE_BAD_CHOICE, text, "yes, no");
}
