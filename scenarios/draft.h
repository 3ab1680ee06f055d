/*
 * draft.h - one lever setting as written, before it is checked.
 *
 * The two readers (a lever of a YAML file, a lever text) only cut the input into tokens; names,
 * units and limits are the business of lever_check.c.
 */
#ifndef DUECAST_SCENARIOS_DRAFT_H
#define DUECAST_SCENARIOS_DRAFT_H

#include "duecast/scenario.h"
#include "token.h"

/* "days: 15", "days=7..15..30", "miss: {base: 15%, high: 25%}". */
typedef struct {
    dc_token key;
    dc_token value[DC_CASES]; /* low and high absent unless it is a range */
} dc_draft_member;

/* "segment: retail": one condition; all conditions of a scope must hold. */
typedef struct {
    dc_token key, value;
} dc_draft_condition;

typedef struct {
    size_t              count;
    dc_draft_condition *conditions;
} dc_draft_scope;

typedef struct {
    dc_token         lever;                     /* its name */
    const char      *source[DC_LANGUAGE_COUNT]; /* "" when none */
    size_t           member_count;
    dc_draft_member *members;
    size_t           scope_count;
    dc_draft_scope  *scopes; /* any of them; none: everything */
} dc_draft_lever;

/* What reading needs throughout. */
typedef struct {
    dc_arena      *arena;
    const dc_book *book;
    dc_issues     *issues;
} dc_reading;

/* An amount of a lever or scope is one of the book's own currency: said where the answer is told in
 * another.  False after an issue: there is no rate. */
bool dc_tell_own_amount(const dc_reading *reading, const dc_token *value, const char *name);

/* Puts a value into the member: "7..15..30" is low, base and high, all else is the base. */
void dc_draft_value(dc_draft_member *member, const dc_reading *reading, const dc_token *value);

/* "late_payment:days=15,scope=segment:retail&min_days_late:30".  False: not even a name stands
 * there; an issue says so. */
bool dc_draft_from_text(dc_draft_lever *draft, const dc_reading *reading, const char *text);

/* A mapping with the key `lever`. */
bool dc_draft_from_yaml(dc_draft_lever *draft, const dc_reading *reading, const dc_yaml *yaml,
                        dc_yaml_node node);

/* Checks the draft and adds it to the scenario's policies and assumptions.  With issues the
 * scenario is left as it was. */
void dc_scenario_add_lever(dc_scenario *scenario, const dc_reading *reading,
                           const dc_draft_lever *draft);

/* Warnings for levers to which others of the scenario leave nothing: shadow.c. */
void dc_scenario_find_shadows(const dc_scenario *scenario, const dc_reading *reading);

/* What a lever touches. */
typedef enum {
    DC_SCOPE_ITEMS, /* open claims and future invoices */
    DC_SCOPE_OPEN,  /* open claims alone */
    DC_SCOPE_BILLS, /* of suppliers */
    DC_SCOPE_LINES, /* of the plan */
    DC_SCOPE_RATES, /* of other currencies */
    DC_SCOPE_NONE   /* nothing that could be restricted */
} dc_scope_of;

/* What a scope looks at of an open invoice or, `future`, of invoices to come like it; false: there
 * is none such. */
bool dc_scope_facts(dc_item_facts *out, const dc_book *book, size_t claim, bool future);

/* Scopes of a draft; issues for what is wrong, warnings for what matches nothing. */
dc_scopes   dc_scopes_read(const dc_reading *reading, const dc_draft_lever *draft, dc_scope_of of);
const char *dc_scopes_write(dc_arena *arena, const dc_draft_lever *draft); /* "all" when none */
/* Some item, bill or line of the book is in scope. */
bool dc_scopes_touch(const dc_scopes *scopes, const dc_book *book, dc_scope_of of);

#endif
