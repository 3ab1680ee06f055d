/* shadow.c - levers that reach nothing, as others of the scenario come first wherever they fit. */
#include <stdint.h>
#include <string.h>

#include "draft.h"
#include "levers.h"
#include "mechanisms.h"

enum { NO_FROM = -1 };

/* Mechanisms of which the first that fits counts, and what they touch. */
static const struct {
    const char *name;
    int  from; /* of the row: the first day, of the issue where it touches invoices to come */
    bool claims, futures;
} kinds[] = {
    {"plans", NO_FROM, true, false},
    {"terms", offsetof(dc_terms_change, from), false, true},
    {"disputes", offsetof(dc_dispute, from), true, true},
    {"discounts", offsetof(dc_discount, from), false, true},
    {"insurances", offsetof(dc_insurance, from), true, true},
    {"factorings", offsetof(dc_factoring, from), true, true},
    {"bills", offsetof(dc_bill_use, from), true, true},
    {"limits", offsetof(dc_credit_limit_row, from), false, true},
    {"placements", offsetof(dc_placement, from), true, true},
};
enum {
    PLANS,
    TERMS,
    DISPUTES,
    DISCOUNTS,
    INSURANCES,
    FACTORINGS,
    BILLS,
    LIMITS,
    PLACEMENTS,
    KINDS
};
_Static_assert(sizeof kinds / sizeof kinds[0] == KINDS, "named in their order");

/* A plan that all accept; but what a third party collects of it goes to the placement. */
static bool keeps_all(const void *row)
{
    const dc_instalments *plan = row;
    return plan->share >= 1.0 && plan->after_miss != DC_MISS_THIRD_PARTY;
}

/* What one kind leaves to none of another, or of its own kind (docs/SCENARIOS.md). */
static const struct {
    int  taken, by;
    bool whatever_order;
    bool (*takes)(const void *row); /* the rows that leave nothing; NULL: all */
} rules[] = {
    {PLANS, PLANS, false, NULL},           {TERMS, TERMS, false, NULL},
    {DISPUTES, DISPUTES, false, NULL},     {DISPUTES, PLANS, true, NULL},
    {DISCOUNTS, DISCOUNTS, false, NULL},   {INSURANCES, INSURANCES, false, NULL},
    {FACTORINGS, FACTORINGS, false, NULL}, {BILLS, BILLS, false, NULL},
    {LIMITS, LIMITS, false, NULL},         {PLACEMENTS, PLANS, true, keeps_all},
};
enum { RULES = sizeof rules / sizeof rules[0] };

static const dc_mechanism *mechanism_of(int kind)
{
    size_t at = 0;
    while (strcmp(dc_mechanisms_at(at)->name, kinds[kind].name) != 0)
        at++;
    return dc_mechanisms_at(at);
}

static int32_t from_of(int kind, const void *row)
{
    int32_t from;
    if (kinds[kind].from == NO_FROM)
        return INT32_MIN;
    memcpy(&from, (const char *)row + kinds[kind].from, sizeof from);
    return from;
}

/* A row of a part of a scenario, and the parts that may take its items. */
typedef struct {
    const dc_scenario *scenario;
    const dc_book     *book;
    size_t             part;
    int                kind;
    const void        *row;
    bool              *by; /* of each part: something that is taken is taken by it first */
} shadowed;

/* One of the part's rows that the rule means fits, and is there from the beginning. */
static bool takes(const shadowed *of, const dc_policy *policy, int rule, const dc_item_facts *facts)
{
    int                 kind = rules[rule].by;
    const dc_mechanism *by = mechanism_of(kind);
    bool                any = false;
    for (size_t i = 0; i < dc_mechanism_rows(by, policy); i++) {
        const void *row = dc_mechanism_row(by, policy, i);
        any |= !by->is_idle(row) && (!rules[rule].takes || rules[rule].takes(row)) &&
               from_of(kind, row) <= from_of(of->kind, of->row) &&
               dc_scopes_fit(row, of->book, facts);
    }
    return any;
}

static bool is_taken(shadowed *of, const dc_item_facts *facts, bool future)
{
    for (int r = 0; r < RULES; r++)
        for (size_t p = 0; p < of->scenario->part_count && rules[r].taken == of->kind; p++) {
            bool first = rules[r].whatever_order ? p != of->part : p < of->part;
            bool there = future ? kinds[rules[r].by].futures : kinds[rules[r].by].claims;
            if (!first || !there || !takes(of, of->scenario->parts[p].policy, r, facts))
                continue;
            return of->by[p] = true;
        }
    return false;
}

/* All that the row fits is taken; and something is. */
static bool is_shadowed(shadowed *of)
{
    bool any = false;
    for (size_t claim = 0; claim < of->book->claims.count; claim++)
        for (int future = 0; future < 2; future++) {
            dc_item_facts facts;
            bool          touches = future ? kinds[of->kind].futures : kinds[of->kind].claims;
            if (touches && dc_scope_facts(&facts, of->book, claim, future) &&
                dc_scopes_fit(of->row, of->book, &facts)) {
                if (!is_taken(of, &facts, future))
                    return false;
                any = true;
            }
        }
    return any;
}

/* The one sees nothing of what it could touch; all that take some of it are named. */
static void tell(const shadowed *of, const dc_reading *reading)
{
    const dc_lever_part *parts = of->scenario->parts;
    const char          *by = "";
    for (size_t p = 0; p < of->scenario->part_count; p++)
        if (of->by[p])
            by = dc_arena_format(reading->arena, "%s%s%s (%s)", by, *by ? " + " : "",
                                 parts[p].lever, parts[p].scope);
    const char *what =
        dc_arena_format(reading->arena, "%s (%s)", parts[of->part].lever, parts[of->part].scope);
    dc_issues_add(reading->issues, DC_ISSUE_LEVER_SHADOWED, NULL, of->scenario->name, what, by,
                  (const char *)NULL);
}

static void look_at(const dc_scenario *scenario, size_t part, const dc_reading *reading)
{
    const dc_lever_part *of = &scenario->parts[part];
    for (int kind = 0; kind < KINDS; kind++) {
        const dc_mechanism *mechanism = mechanism_of(kind);
        for (size_t i = 0; i < dc_mechanism_rows(mechanism, of->policy); i++) {
            const void *row = dc_mechanism_row(mechanism, of->policy, i);
            bool       *by = dc_arena_alloc(reading->arena, scenario->part_count, sizeof *by);
            shadowed    one = {scenario, reading->book, part, kind, row, by};
            if (!mechanism->is_idle(row) && is_shadowed(&one))
                tell(&one, reading);
        }
    }
}

void dc_scenario_find_shadows(const dc_scenario *scenario, const dc_reading *reading)
{
    for (size_t part = 0; part < scenario->part_count && scenario->part_count > 1; part++)
        look_at(scenario, part, reading);
}
