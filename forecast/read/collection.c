/* collection.c - `collection` of book.yaml: stages, costs and chances of collecting. */
#include "duecast/collection.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collection_keys.h"
#include "reading.h"

#define AT(member) offsetof(dc_collection, member)

/* clang-format off */
const dc_collection_key dc_collection_keys[] = {
    {"discount_rate", AT(discount_rate), 0, 1, true,
     "interest a year at which later cash is worth less; else the rate of credit_line, else 8%"},
    {"soon_days", AT(soon_days), 0, 90, false,
     "claims due within so many days are listed, too (7)"},
    {"minimum", AT(minimum), 0, 1e12, false,
     "customers that owe less are left alone, in the book currency (25)"},
    {"contact_gap", AT(contact_gap), 0, 90, false, "least days from one contact to the next (5)"},
    {"contacts", AT(contacts_most), 1, 28, false,
     "most contacts of one customer in four weeks (4)"},
    {"hold_days", AT(hold_days), 1, 3650, false,
     "new orders wait where anything is so many days late (60)"},
    {"win_chance", AT(win_chance), 0, 1, true, "chance that a suit is won (70%)"},
    {"collect_chance", AT(collect_chance), 0, 1, true,
     "part of what is won that is collected (60%)"},
    {"legal_cost", AT(legal_cost), 0, 1e12, false,
     "fixed cost of a suit, in the book currency (1500)"},
    {"legal_fee", AT(legal_fee), 0, 1, true, "of what a suit brings in (10%)"},
    {"legal_years", AT(legal_years), 0, 20, false, "years until it comes in (1.5)"},
    {"insured_share", AT(insured_share), 0, 1, true,
     "part of a claim within insured_limit that the insurer pays (90%)"},
    {"insurer_days", AT(insurer_days), 0, 1000, false,
     "days from the due day until the insurer pays (225: 180 of waiting, 45 of proof)"},
};
/* clang-format on */
enum { KEYS = sizeof dc_collection_keys / sizeof dc_collection_keys[0], YEARS_MOST = 50 };
const size_t dc_collection_key_count = KEYS;

static const char actions[] = "reminder, call, notice, third_party, legal";

/* A number in the range of its key; absent: as it is. */
static bool read_number(const dc_reading *reading, dc_yaml_node mapping,
                        const dc_collection_key *key, double *out)
{
    dc_yaml_node node = dc_yaml_get(reading->yaml, mapping, key->name);
    double       value, unit = key->is_share ? 100.0 : 1.0;
    char         range[64];

    if (node.index == 0)
        return true;
    if (!dc_yaml_read_double(reading->yaml, node, &value, reading->issues))
        return false;
    if (value < key->low || value > key->high) {
        snprintf(range, sizeof range, "%g%s..%g%s", key->low * unit, key->is_share ? "%" : "",
                 key->high * unit, key->is_share ? "%" : "");
        return dc_reading_refuse(reading, node, DC_ISSUE_NOT_BETWEEN, key->name,
                                 dc_yaml_text(reading->yaml, node), range);
    }
    *out = value;
    return true;
}

/* A list of mappings under a key; 0 where there is none, or none that can be used. */
static size_t open_list(const dc_reading *reading, dc_yaml_node collection, const char *key,
                        const char *shape, size_t most, dc_yaml_node *list)
{
    *list = dc_yaml_get(reading->yaml, collection, key);
    size_t count = dc_yaml_count(reading->yaml, *list);
    if (list->index == 0)
        return 0;
    if (dc_yaml_is_sequence(reading->yaml, *list) && count <= most)
        return count;
    dc_reading_refuse(reading, *list, DC_ISSUE_YAML_KIND, key, shape, NULL);
    return 0;
}

static bool read_action(const dc_reading *reading, dc_yaml_node stage, uint8_t *out)
{
    dc_yaml_node node = dc_yaml_get(reading->yaml, stage, "action");
    const char  *text = dc_yaml_text(reading->yaml, node), *at = actions;

    if (!text)
        return dc_reading_refuse(reading, stage, DC_ISSUE_YAML_KEY_MISSING, "action", NULL, NULL);
    for (uint8_t kind = DC_ACTION_REMINDER; kind <= DC_ACTION_LEGAL; kind++) {
        size_t length = strcspn(at, ",");
        if (strlen(text) == length && strncmp(text, at, length) == 0) {
            *out = kind;
            return true;
        }
        at += at[length] ? length + 2 : length;
    }
    return dc_reading_refuse(reading, node, DC_ISSUE_BAD_CHOICE, "action", text, actions);
}

static bool read_stage(const dc_reading *reading, dc_yaml_node node, dc_dunning_stage *out)
{
    static const char *const       known[] = {"day", "action", "cost"};
    static const dc_collection_key day = {"day", 0, -90, 3650, false, ""};
    static const dc_collection_key cost = {"cost", 0, 0, 1e12, false, ""};
    double                         after = NAN;

    *out = (dc_dunning_stage){.cost = NAN};
    if (!dc_yaml_is_mapping(reading->yaml, node))
        return dc_reading_refuse(reading, node, DC_ISSUE_YAML_NOT_MAPPING, "stages", NULL, NULL);
    dc_yaml_unknown_keys(reading->yaml, node, known, sizeof known / sizeof known[0],
                         reading->issues);
    bool ok = read_action(reading, node, &out->action);
    ok = read_number(reading, node, &cost, &out->cost) && ok;
    ok = read_number(reading, node, &day, &after) && ok;
    if (ok && isnan(after))
        return dc_reading_refuse(reading, node, DC_ISSUE_YAML_KEY_MISSING, "day", NULL, NULL);
    out->day = ok ? (int32_t)lround(after) : 0;
    return ok;
}

static int compare_stages(const void *left, const void *right)
{
    const dc_dunning_stage *a = left, *b = right;
    return a->day != b->day ? (a->day > b->day) - (a->day < b->day) : a->action - b->action;
}

static void read_stages(const dc_reading *reading, dc_yaml_node collection, dc_collection *out)
{
    dc_yaml_node list;
    size_t       count = open_list(reading, collection, "stages", "a list of at most 24 stages",
                                   DC_STAGES_MAX, &list);

    out->stages = dc_arena_alloc(reading->arena, count + 1, sizeof *out->stages);
    for (size_t i = 0; i < count; i++)
        out->stage_count += read_stage(reading, dc_yaml_value_at(reading->yaml, list, i),
                                       &out->stages[out->stage_count]);
    if (out->stage_count > 1)
        qsort(out->stages, out->stage_count, sizeof out->stages[0], compare_stages);
}

static bool read_limitation(const dc_reading *reading, dc_yaml_node node, dc_limitation *out)
{
    static const char *const       known[] = {"country", "years"};
    static const dc_collection_key years = {"years", 0, 0, YEARS_MOST, false, ""};

    *out = (dc_limitation){.years = NAN};
    if (!dc_yaml_is_mapping(reading->yaml, node))
        return dc_reading_refuse(reading, node, DC_ISSUE_YAML_NOT_MAPPING, "limitation", NULL,
                                 NULL);
    dc_yaml_unknown_keys(reading->yaml, node, known, 2, reading->issues);
    const char *text = dc_yaml_text(reading->yaml, dc_yaml_get(reading->yaml, node, known[0]));
    if (!text || !*text)
        return dc_reading_refuse(reading, node, DC_ISSUE_YAML_KEY_MISSING, "country", NULL, NULL);
    out->country = dc_texts_keep(reading->texts, text);
    if (!read_number(reading, node, &years, &out->years))
        return false;
    return !isnan(out->years) ||
           dc_reading_refuse(reading, node, DC_ISSUE_YAML_KEY_MISSING, "years", NULL, NULL);
}

static void read_limitations(const dc_reading *reading, dc_yaml_node collection, dc_collection *out)
{
    dc_yaml_node list;
    size_t count = open_list(reading, collection, "limitation", "a list of at most 64 countries",
                             DC_LIMITATIONS_MAX, &list);

    out->limitations = dc_arena_alloc(reading->arena, count + 1, sizeof *out->limitations);
    for (size_t i = 0; i < count; i++)
        out->limitation_count += read_limitation(reading, dc_yaml_value_at(reading->yaml, list, i),
                                                 &out->limitations[out->limitation_count]);
}

void dc_collection_untold(dc_collection *out)
{
    *out = (dc_collection){0};
    for (size_t i = 0; i < KEYS; i++)
        *(double *)((char *)out + dc_collection_keys[i].offset) = NAN;
}

void dc_read_collection(dc_reading *reading, dc_collection *out)
{
    const char  *known[KEYS + 2];
    dc_yaml_node node = {0};

    dc_collection_untold(out);
    for (size_t i = 0; i < KEYS; i++)
        known[i] = dc_collection_keys[i].name;
    known[KEYS] = "stages";
    known[KEYS + 1] = "limitation";
    if (reading->yaml)
        node = dc_yaml_get(reading->yaml, dc_yaml_root(reading->yaml), "collection");
    if (node.index == 0)
        return;
    if (!dc_yaml_is_mapping(reading->yaml, node)) {
        dc_reading_refuse(reading, node, DC_ISSUE_YAML_NOT_MAPPING, "collection", NULL, NULL);
        return;
    }
    dc_yaml_unknown_keys(reading->yaml, node, known, KEYS + 2, reading->issues);
    for (size_t i = 0; i < KEYS; i++)
        read_number(reading, node, &dc_collection_keys[i],
                    (double *)((char *)out + dc_collection_keys[i].offset));
    read_stages(reading, node, out);
    read_limitations(reading, node, out);
}
