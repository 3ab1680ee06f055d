/*
 * levers.h - the lever table and its values, as the readers of this folder see them.
 *
 * A lever is one row: what `duecast levers` shows, and the function that writes it into a policy.
 * To add one: a row, its parameters, its function (docs/SCENARIOS.md).
 */
#ifndef DUECAST_SCENARIOS_LEVERS_H
#define DUECAST_SCENARIOS_LEVERS_H

#include "duecast/scenario.h"

enum { DC_LEVER_PARAMETERS_MAX = 16 };

/* A parameter's value for each end of its range. */
typedef struct {
    double value[DC_CASES];
    bool   in_months; /* of a period: months, else days */
    bool   given;     /* by the user, not the default */
    bool   ranged;    /* low < high */
    double unit;      /* of an amount: dc_own_amount of 1 */
} dc_lever_setting;

typedef struct {
    dc_lever_info info;
    bool          open_only;  /* touches open claims, never future invoices */
    int           plan_scope; /* dc_scope_of, of levers of money that goes out; 0: of claims */
    bool          decided;    /* a policy that one chooses, "decided, not worse" */
    unsigned      decides;    /* dc_decides: what it moves then; 0: no balance */
    bool          befalls;    /* moves receivables whatever one chooses */
    bool          assumed;    /* its effect is not learnt from the data */
    int           offer;      /* 1 + a parameter whose least value offers nothing: the lever is off
                               * there, though beside it is not; 0: none */
    int           from, to;   /* parameters that open and close a window; from == to: none */
    size_t        most;       /* settings of it in one policy */
    /* Whether a book holds anything that the lever acts on without a scope; NULL: any book does. */
    bool (*meets)(const dc_book *book);
    /* Before these: takes away default ranges of what others leave without effect; or NULL. */
    void (*settle)(dc_lever_setting *settings);
    /* Adds the case's values (by position in info.parameters) to the policy; false: it is full. */
    bool (*apply)(dc_policy *policy, const dc_scopes *scopes, const dc_lever_setting *settings,
                  dc_case which);
} dc_lever;

/* Dates of a scenario stay valid when the book moves on: a century either way. */
#define DC_DAY_LEAST (-36500.0)
#define DC_DAY_MOST  36500.0

/* Of a formula: what a ramp makes of `what`. */
#define DC_RAMP_IN_ENGLISH(what)                                                                   \
    "; with ramp " what " comes to (t - from + 1) / (ramp + 1) of that on day t, at most to all"
#define DC_RAMP_IN_CHINESE(what)                                                                   \
    "；给出ramp时，" what "在第t日为其(t－from＋1)/(ramp＋1)，至多为全部"

#define DC_PARAMETERS(rows) .parameter_count = sizeof(rows) / sizeof(rows)[0], .parameters = rows

static inline int32_t dc_setting_whole(const dc_lever_setting *setting, dc_case which)
{
    return (int32_t)setting->value[which];
}

/* Nothing happens on or before the as-of date: windows that opened earlier open on day 1. */
static inline int32_t dc_setting_first_day(const dc_lever_setting *setting, dc_case which)
{
    int32_t day = dc_setting_whole(setting, which);
    return day > 1 ? day : 1;
}

static inline int32_t dc_setting_last_day(const dc_lever_setting *setting, dc_case which)
{
    int32_t day = dc_setting_whole(setting, which);
    return day > 0 ? day : 0;
}

/* Rows of the table that stand in files of their own. */
extern const dc_lever dc_lever_default_rate, dc_lever_insolvency, dc_lever_macro,
    dc_lever_forbearance;                                            /* levers_failing.c */
extern const dc_lever dc_lever_credit_insurance, dc_lever_factoring; /* levers_third.c */
extern const dc_lever dc_lever_sales, dc_lever_retention;            /* levers_selling.c */
extern const dc_lever dc_lever_dispute, dc_lever_early_discount, dc_lever_country;
extern const dc_lever dc_lever_dunning; /* levers_pressing.c */

/* An amount in minor units of the book currency; none: INT64_MAX. */
int64_t               dc_setting_amount(const dc_lever_setting *setting, dc_case which);
extern const dc_lever dc_lever_credit_limits, dc_lever_bills_of_exchange; /* levers_credit.c */
extern const dc_lever dc_lever_agency, dc_lever_litigation;               /* levers_legal.c */

extern const dc_lever dc_lever_supplier_terms, dc_lever_inventory, dc_lever_costs, dc_lever_capex,
    dc_lever_line;                 /* levers_plan.c */
extern const dc_lever dc_lever_fx; /* levers_rates.c */

const dc_lever *dc_lever_find(const char *name);                  /* NULL: there is none */
const char     *dc_lever_near(dc_arena *arena, const char *name); /* NULL: none is near */

/* Adds the mechanisms of `other` behind those of `policy`; false when they do not fit. */
bool dc_policy_append(dc_policy *policy, const dc_policy *other);

/* Levers behind those that are there. */
void dc_scenario_add_parts(dc_scenario *scenario, dc_arena *arena, const dc_lever_part *parts,
                           size_t count);

/* Position in the lever table. */
size_t dc_lever_position(const char *name);

/* Which numbers of the part's policy each setting with a range writes: what one setting writes has
 * one value, however often it stands there. */
typedef struct dc_part_number {
    size_t mechanism, row, number; /* dc_mechanisms_at; row of the part's own */
    size_t setting;
} dc_part_number;
void dc_part_find_numbers(dc_lever_part *part, dc_arena *arena, const dc_lever *lever,
                          const dc_scopes *scopes, const dc_lever_setting *settings);

/* Once all levers are in: the corners of its ranges, and whether it can change anything at all. */
void dc_scenario_complete(dc_scenario *scenario, dc_arena *arena);

/* A choice, and a period, are one value. */
bool dc_value_takes_range(dc_value_kind kind);

/* Values as text: false when the text is not of the kind. */
bool        dc_value_read(double *out, bool *in_months, const char *text, dc_value_kind kind,
                          dc_date as_of);
const char *dc_value_write(dc_arena *arena, double value, bool in_months, dc_value_kind kind,
                           dc_date as_of);
/* "0..365": what a parameter may be. */
const char *dc_limits_write(dc_arena *arena, const dc_lever_parameter *parameter, dc_date as_of);

#endif
