/*
 * scenario.h - levers, scenarios, and their outcomes beside the baseline.
 *
 * A scenario is a named list of lever settings.  A lever is one row of a table: its parameters with
 * unit, range and default low/base/high, and the function that writes it into a policy.  Any number
 * may be a range; base drives the paths, the corners of all ranges are compared by expectation.
 * The baseline is the empty scenario.
 */
#ifndef DUECAST_SCENARIO_H
#define DUECAST_SCENARIO_H

#include "duecast/cash.h"

typedef enum { DC_LOW, DC_BASE, DC_HIGH, DC_CASES } dc_case;

/* One lever setting as read: for the Inputs sheet and the log. */
typedef struct {
    const char *lever;
    const char *parameter;
    const char *unit[DC_LANGUAGE_COUNT];
    const char *low, *base, *high; /* as text; low and high "" when no range was given */
    const char *source[DC_LANGUAGE_COUNT];
    bool        defaulted; /* the lever's default, not set by the user */
} dc_assumption;

/* One lever of a scenario by itself, base case. */
typedef struct {
    const char            *lever, *scope; /* scope as text, "all" */
    int32_t                begins;        /* first day of all its cases; INT32_MIN: it names none */
    bool                   is_over;       /* its window has passed */
    bool                   reaches_nothing; /* its scope fits nothing of the book */
    bool                   meets_nothing;   /* without a scope */
    dc_policy             *policy;
    size_t                 number_count; /* of its policy, written by settings with a range */
    struct dc_part_number *numbers;
} dc_lever_part;

/* Balances that a policy moves by decision. */
typedef enum {
    DC_DECIDES_RECEIVABLES = 1, /* DSO and trade WCR, and what they are part of */
    DC_DECIDES_STOCKS = 2       /* payables and inventories: operating WCR, cash conversion cycle */
} dc_decides;

typedef struct {
    const char    *name;                      /* "baseline", "late-15", "what-if", "a+b" */
    const char    *title[DC_LANGUAGE_COUNT];  /* the name where none is given */
    const char    *source[DC_LANGUAGE_COUNT]; /* "" when none */
    bool           has_range;
    dc_policy      policy[DC_CASES]; /* low: all lows together */
    size_t         corner_count;     /* 0: no number differs between low and high */
    dc_policy     *corners; /* up to 4 ranges: low and high of each in every combination; beyond:
                               all low, all high, and each range alone at both ends */
    size_t         assumption_count;
    dc_assumption *assumptions;
    size_t         part_count; /* levers, in the order of their table once all are in */
    dc_lever_part *parts;
    bool           decided;         /* some lever is a policy that one chooses */
    unsigned       decides;         /* dc_decides: what such levers move, "not worse" */
    bool           befalls;         /* some lever moves receivables whatever one chooses */
    bool           assumed;         /* its effect is an assumption, not learnt */
    bool           changes_nothing; /* no setting within its ranges moves anything: "days=0" */
} dc_scenario;

typedef struct {
    size_t       count; /* [0] is the baseline */
    dc_scenario *scenario;
} dc_scenarios;

/* Resolves `-s` names (files, BOOK/scenarios, the library; "a+b" is one scenario of both; sets such
 * as "board" expand; "all" is every scenario of the book) and `-w` lever texts (one scenario
 * "what-if").  All problems of all files in one call; DC_ERR_INPUT when one cannot be used. */
dc_status dc_scenarios_read(dc_scenarios *out, dc_arena *arena, const dc_book *book,
                            const char *const *names, size_t name_count, const char *const *levers,
                            size_t lever_count, const char *const *library_folders,
                            size_t folder_count, dc_issues *issues);

/* A warning for each lever that begins after the last day of the forecast, and for each of
 * purchases where the plan tells some: those it leaves alone. */
void dc_scenarios_look_ahead(const dc_scenarios *scenarios, dc_arena *arena, const dc_book *book,
                             int32_t horizon_days, dc_issues *issues);

typedef struct dc_comparison dc_comparison;

/* A warning for each scenario by which no figure of any week or future differs from the baseline;
 * in the others for each lever that meets nothing in the book. */
void dc_scenarios_look_back(const dc_scenarios *scenarios, const dc_comparison *comparison,
                            dc_arena *arena, int32_t horizon_days, dc_issues *issues);

/* How a parameter is written, and what its number counts. */
typedef enum {
    DC_VALUE_DAYS,      /* whole days */
    DC_VALUE_COUNT,     /* a whole number */
    DC_VALUE_SHARE,     /* "15%" or "0.15"; 1 = 100 % */
    DC_VALUE_FACTOR,    /* a plain number, 1.5 */
    DC_VALUE_DAY,       /* a date, or days after the as-of date; "forever" is INT32_MAX */
    DC_VALUE_PERIOD,    /* "30d", "2w", "1m" */
    DC_VALUE_MONEY,     /* an amount in the book currency; "none" is infinite */
    DC_VALUE_SWITCH,    /* "yes" is 1, "no" is 0 */
    DC_VALUE_AFTER_MISS /* dc_after_miss: "own_law", "third_party", "never" */
} dc_value_kind;

/* One parameter of a lever.  Defaults stand as a user would write them, "" for no range. */
typedef struct dc_lever_parameter {
    const char   *name, *unit[DC_LANGUAGE_COUNT], *about[DC_LANGUAGE_COUNT];
    dc_value_kind kind;
    double        least, most;
    const char   *low, *base, *high;
    bool          required;
} dc_lever_parameter;

/* The lever table, for `duecast levers`. */
typedef struct {
    const char               *name;
    const char               *about[DC_LANGUAGE_COUNT];
    bool                      exact, monotone;
    const char               *why_monotone[DC_LANGUAGE_COUNT];
    size_t                    parameter_count;
    const dc_lever_parameter *parameters;
    const char               *example; /* "late_payment:days=15,scope=segment:retail" */
    const char               *formula[DC_LANGUAGE_COUNT];
    const char               *source[DC_LANGUAGE_COUNT];
} dc_lever_info;
size_t        dc_levers_count(void);
dc_lever_info dc_levers_at(size_t index);

/* "15 [7..30]". */
const char *dc_assumption_text(dc_arena *arena, const dc_assumption *assumption);

/* An assumption in which two scenarios differ; NULL: its lever stands in the other one only.
 * Levers of one name are paired first by equal scope, then in their order. */
typedef struct {
    const dc_assumption *before, *after;
} dc_assumption_change;
dc_assumption_change *dc_scenarios_differ(dc_arena *arena, size_t *count, const dc_scenario *before,
                                          const dc_scenario *after);

/* Run id: SHA-256 over book content, how it is learnt from, policies, seed, paths, horizon, report
 * days and version. */
void dc_run_id(char out[65], const dc_book *book, const dc_learn_options *learn,
               const dc_scenarios *scenarios, const dc_simulate_options *options,
               const char *version);

/* A paired difference: scenario minus baseline on the same paths. */
typedef struct {
    bool   applicable;
    double mean, standard_error;    /* of the difference; simulation error only */
    double chance_better;           /* share of paths where it is better; NAN for DC_NEITHER */
    double chance_low, chance_high; /* its 95 % interval: simulation error only */
    double chance_same;             /* share of paths without any difference */
    double low, high; /* smallest and largest over base and corners; these by exact expectation */
} dc_difference;

/* What scenarios are compared, ranked and solved by: the metrics, then the cash figures. */
enum { DC_OBJECTIVES = (int)DC_METRIC_COUNT + (int)DC_CASH_FIGURES };

/* A mean difference told lever by lever.  Levers are added one by one in the order of their table,
 * and once more in the reverse order; each counts with the mean of the two, so that none is
 * favoured for coming first.  By exact expectation; the last row is the rest: chance, and what
 * expectations alone do not see. */
typedef struct {
    size_t part_count;                                /* 0: fewer than two levers */
    double (*change)[DC_OBJECTIVES][DC_PAIRED_WEEKS]; /* [part_count + 1]; NAN where n/a */
} dc_lever_bridge;

struct dc_comparison {
    size_t      count;   /* scenarios incl. the baseline at [0] */
    dc_outcome *outcome; /* base cases */
    dc_difference (*difference)[DC_METRIC_COUNT][DC_PAIRED_WEEKS]; /* [scenario][metric][week] */
    dc_difference (*cash)[DC_CASH_FIGURES][DC_PAIRED_WEEKS];       /* likewise, to week 13 and the
                                                              * horizon; NULL: not made */
    dc_lever_bridge *bridge;                                       /* [scenario]; NULL: not made */
};

dc_status dc_comparison_make(dc_comparison *out, dc_arena *arena, const dc_book *book,
                             const dc_model *model, const dc_items *items, const dc_today *today,
                             const dc_scenarios *scenarios, const dc_simulate_options *options);

/* The baseline of one book under one set of options, for one comparison after the other.  What
 * scenarios move decides which figures apply to it, so there may be several. */
enum { DC_BASELINES_MAX = 16 };
typedef struct {
    dc_arena  *arena; /* in which they are kept */
    size_t     count;
    dc_moved   moved[DC_BASELINES_MAX];
    dc_outcome outcome[DC_BASELINES_MAX];
} dc_baselines;

/* The same as dc_comparison_make, byte by byte; a baseline that is not yet known is measured and
 * kept.  Scenarios without any but the baseline only do that. */
dc_status dc_comparison_beside(dc_comparison *out, dc_arena *arena, const dc_book *book,
                               const dc_model *model, const dc_items *items, const dc_today *today,
                               const dc_scenarios *scenarios, dc_baselines *baselines,
                               const dc_simulate_options *options);

#endif
