/*
 * verify.h - the second implementation of a simulated future: one claim, one path, one event.
 *
 * It shares with simulate/ only what both must know beforehand: which items there are (dc_items),
 * the law of an item (dc_law_fill, dc_rises_fill), chance by key (random.h) and whom a policy means
 * (dc_scopes_fit).  All else - thresholds, the order of mechanisms, plans, postings, ageing - is
 * written again from the definitions in paths.h and policy.h, as plainly as it can be.
 */
#ifndef DC_MEASURE_VERIFY_H
#define DC_MEASURE_VERIFY_H

#include "duecast/metrics.h"

enum { DC_STORY_EVENTS_MAX = 38 }; /* a down payment, 36 instalments and a rest */

/* Something leaves the ledger.  Amounts are carrying amounts; credits and unapplied are part of
 * not_cash, not_cash of settled.  What is written off brings no cash. */
typedef struct {
    int32_t day;
    bool    written_off;
    int64_t settled, not_cash, credits, unapplied;
    /* Of what was written off because the customer failed: cash of a later day. */
    int32_t recovered_day;
    int64_t recovered;
    int64_t conceded; /* of not_cash: by a dispute or discount */
    int64_t cost;     /* of a plan, less the interest it brings */
} dc_story_event;

/* What becomes of one item on one path; events after the horizon may stand in it. */
typedef struct {
    int32_t             issue, due;
    int64_t             amount;       /* of all its occurrences; 0 where it does not occur */
    int64_t             claim;        /* what a whole claim of its slot is worth, once */
    int64_t             not_ordered;  /* of all that do not occur as the customer has left */
    int32_t             times;        /* how often it occurs */
    bool                apart;        /* kept from agencies: under a plan, less a discount */
    int32_t             held;         /* the day on which its dispute is settled; 0: none */
    const dc_placement *taker;        /* of a plan that has ended; NULL: none */
    int32_t             taken, fails; /* when; the day on which the customer fails, or later */
    int32_t             event_count;
    dc_story_event      event[DC_STORY_EVENTS_MAX];
} dc_story;

/* So much of a change that starts on day `from` and is whole after `ramp` further days. */
static inline double dc_replay_ramped(double whole, int32_t from, int32_t ramp, int32_t day)
{
    double steps = ramp + 1.0, step = day - from + 1.0;
    return step < steps ? whole * step / steps : whole;
}

/* What all replays of a run have in common. */
typedef struct {
    const dc_book             *book;
    const dc_model            *model;
    const dc_items            *items;
    const dc_simulate_options *options;
    const dc_policy *const    *policies;
    size_t                     policy_count;
    int32_t                    reach; /* last day from which a payment can come into the horizon */
    uint32_t                  *order; /* items by currency, segment and customer */
    uint32_t                  *items_of; /* per customer: how many items it has */
    int64_t                  **extra; /* [policy][item]: amount of the extra item beside it, or 0 */
    /* [policy][item]: bits of policy.defaults that meet its customer, and the insolvency or NULL */
    uint32_t             **defaults;
    const dc_insolvency ***insolvency;
    uint8_t              **infected;  /* [policy][item]: bits of policy.insolvencies */
    uint8_t              **downturns; /* [policy][item]: those its customer meets */
    uint16_t             **silenced;  /* [policy][item]: bits of policy.dunnings kept from it */
    double               **kept;      /* [policy][item]: chance that its customer orders it */
    bool                   any_fail;
} dc_replay;

void dc_replay_make(dc_replay *out, dc_arena *arena, const dc_book *book, const dc_model *model,
                    const dc_items *items, const dc_policy *const *policies, size_t policy_count,
                    const dc_simulate_options *options);

/* Amounts of the extra items that a policy wins, by the item they stand beside; what it adds to an
 * item, or takes from it; and `kept`.  forecast/measure/verify_sales.c. */
int64_t *dc_replay_extra_sales(dc_arena *arena, const dc_replay *replay, const dc_policy *policy);
int64_t  dc_replay_more_sales(const dc_replay *replay, const dc_policy *policy, uint32_t item);
void     dc_replay_find_leaving(dc_replay *replay, dc_arena *arena);

/* Makes `kept` of a scenario smaller by what limits hold; forecast/measure/verify_limits.c. */
void dc_replay_hold_orders(const dc_replay *replay, size_t scenario);

/* How often future invoices of a dispersion come where the market's sales vary by `noise`: chances
 * summed up, by level of the market.  forecast/measure/verify_orders.c. */
typedef struct {
    bool   filled;
    double noise, dispersion;
    double up_to[256][4];
} dc_replay_orders;

/* Nothing to do for the same. */
void dc_replay_orders_fill(dc_replay_orders *out, double noise, double dispersion);

/* The word that says where a market stands: its own or, so often, that of the level that lasts. */
uint32_t dc_replay_orders_word(uint32_t market, uint32_t lasting, double follows);

int32_t dc_replay_orders_times(const dc_replay_orders *own, double market, double luck);

/* One item in one scenario and block of paths: its terms, its law, its draws. */
typedef struct dc_replay_item dc_replay_item;

dc_replay_item *dc_replay_item_new(const dc_replay *replay);
void            dc_replay_item_free(dc_replay_item *own);

/* `extra`: the item that longer terms win beside this one.  False: there is nothing to tell. */
bool dc_replay_item_open(dc_replay_item *own, size_t scenario, uint32_t item, bool extra,
                         uint32_t block);
void dc_replay_item_tell(dc_story *out, const dc_replay_item *own, uint32_t path_of_block);

/* Items of one customer after the other; free() it. */
typedef struct {
    uint64_t customer;
    uint32_t item;
} dc_replay_place;
dc_replay_place *dc_replay_places(const dc_items *items);

/* Fills replay->silenced: verify_contacts.c. */
void dc_replay_find_silenced(dc_replay *replay, dc_arena *arena);

/* Stops, disputes and discounts, each told from what policy.h says of it: verify_split.c. */
typedef struct {
    int64_t amount, not_cash, credits, unapplied, conceded;
} dc_replay_part;

/* A payment of `day` comes on the day returned; *lost: never, it is written off then. */
int32_t dc_replay_stopped(bool *lost, const dc_policy *policy, const bool *stops, int32_t issue,
                          int32_t day, double customer);
/* Days until a dispute is settled. */
int32_t dc_replay_dispute_days(const dc_dispute *dispute, double luck);
/* [0] waits for that, [1] does not. */
void dc_replay_dispute_parts(dc_replay_part out[2], const dc_replay_part *whole,
                             const dc_dispute *dispute);
/* Where the discount is taken. */
dc_replay_part dc_replay_discounted(const dc_replay_part *whole, const dc_discount *discount);

/* When an item is settled where items are tied together: verify_walk.c. */
typedef struct dc_replay_walk dc_replay_walk;

dc_replay_walk *dc_replay_walk_new(const dc_replay *replay);
void            dc_replay_walk_free(dc_replay_walk *walk);
void dc_replay_walk_open(dc_replay_walk *walk, const dc_law *law, uint32_t item, uint64_t entity,
                         uint32_t block);
/* The day it is settled or, where *lost, written off; reach + 1: after all. */
int32_t dc_replay_walk_tell(bool *lost, const dc_replay_walk *walk, uint32_t path);

/* When a customer defaults, and what that does to a story: verify_failure.c. */
typedef struct dc_replay_failure dc_replay_failure;

/* Fills defaults, insolvency and any_fail; verify_insolvent.c. */
void dc_replay_find_failing(dc_replay *replay, dc_arena *arena);
/* What a policy makes of the law of an item; verify_pace.c. */
void dc_replay_raise_hazards(dc_law *law, const dc_replay *replay, size_t scenario, uint32_t item);
/* The first change of terms that fits a future invoice; NULL: none. */
const dc_terms_change *dc_replay_terms_of(const dc_replay *replay, const dc_policy *policy,
                                          uint32_t item);
/* What becomes of claims that are handed over: verify_placing.c.  entity: of the item, and of its
 * part that comes apart.  *end, *lost: what would be without. */
typedef struct dc_replay_placing dc_replay_placing;

dc_replay_placing *dc_replay_placing_new(const dc_replay *replay);
void               dc_replay_placing_free(dc_replay_placing *own);
void               dc_replay_placing_open(dc_replay_placing *own, size_t scenario, uint32_t item,
                                          const uint64_t entity[2], uint32_t block);
bool               dc_replay_placing_fits(const dc_replay_placing *own, size_t placement);
bool               dc_replay_item_is_placed(const dc_replay_item *own, size_t placement);
double dc_replay_placing_chance(const dc_placement *of, int32_t issue, int32_t due, int32_t day);
void   dc_replay_placing_tell(int32_t *end, bool *lost, const dc_replay_placing *own, int32_t issue,
                              int32_t due, int32_t held, uint32_t path, bool rest);

/* The facts about an item that scopes look at; verify_item.c. */
dc_item_facts dc_replay_facts_of(const dc_replay *replay, uint32_t item);

dc_replay_failure *dc_replay_failure_new(const dc_replay *replay);
void               dc_replay_failure_free(dc_replay_failure *own);
void dc_replay_failure_open(dc_replay_failure *own, size_t scenario, uint32_t item, uint32_t block);
/* `times`: how often the item occurs. */
void dc_replay_failure_tell(dc_story *story, const dc_replay_failure *own, uint32_t path,
                            int32_t times);

/* The statements that are checked; one row of dc_checks each. */
typedef enum {
    DC_VERIFY_OPENING,
    DC_VERIFY_I1,
    DC_VERIFY_I2,
    DC_VERIFY_I3,
    DC_VERIFY_I4,
    DC_VERIFY_NOT_NEGATIVE,
    DC_VERIFY_FLOWS,
    DC_VERIFY_AGEING,
    DC_VERIFY_BESIDE,
    DC_VERIFY_COUNT
} dc_verify_claim;

/* Differences, and the first of them by path, scenario, currency and day. */
typedef struct {
    uint64_t    differences;
    uint32_t    path;
    size_t      scenario;
    uint16_t    currency;
    int32_t     day;
    uint32_t    item; /* UINT32_MAX: none in particular */
    const char *what;
    int64_t     simulated, replayed;
} dc_finding;

typedef struct {
    dc_finding of[DC_VERIFY_COUNT];
} dc_findings;

/* Replays the paths of a block and compares them with what the simulation says about it. */
void dc_verify_block(dc_findings *findings, const dc_replay *replay, const dc_block *block);

/* Money beside the receivables of all items of a block's scenario, in whole minor units of the book
 * currency: [which][path][day 0 .. day_count].  free() it.  forecast/measure/verify_beside.c. */
int64_t *dc_replay_beside(const dc_replay *replay, const dc_block *block);

/* Notes one difference; the first one stays. */
void dc_finding_note(dc_finding *finding, const dc_finding *difference);

/* The plain ledger of the paths of one block in one currency. */
enum { DC_LEDGER_CASH = DC_FLOW_COUNT, DC_LEDGER_CHANNELS };

typedef struct {
    int32_t                day_count;
    size_t                 report_count;
    const int32_t         *report_days;
    const dc_ageing_edges *edges;
    int64_t               *daily;  /* [path][day 0 .. day_count][channel]: dc_flow, then cash */
    int64_t               *ageing; /* [report][bucket][path] */
    /* Open on report days: of the customer and segment at hand, and the sums of those closed. */
    int64_t *customer, *segment, *by_customer, *by_segment; /* [report][path] */
} dc_ledger;

void dc_ledger_open(dc_ledger *ledger, const dc_block *block, const dc_ageing_edges *edges);
void dc_ledger_free(dc_ledger *ledger);

/* False: the story breaks identity I1 (amount = open + cash + settled without cash + written off,
 * none of them negative). */
bool dc_ledger_post(dc_ledger *ledger, const dc_story *story, uint32_t path);
void dc_ledger_close_customer(dc_ledger *ledger);
void dc_ledger_close_segment(dc_ledger *ledger);

#endif
