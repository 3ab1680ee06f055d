/*
 * paths.h - simulated futures of the receivables.
 *
 * Items are what may bring cash: every open claim, and the slots of future sales - each invoice of
 * the last 364 days (or of the plan) comes again 364 days later, 0, 1, 2 or 4 times with chances
 * 9, 8, 6 and 1 in 24: the first four moments of a Poisson number of orders, in whole invoices.
 * Amounts grow as the segment does, and on each path a segment has good and bad months, in which
 * its slots occur more or less often (forecast/simulate/orders.h).  What the plan states to be
 * certain comes once on every path.
 *
 * A path settles every item on one day or not at all, or as two parts of fixed amounts that each
 * follow the item's law with a luck of their own; its flows are sums of whole minor units per day.
 * Paths come in blocks of DC_PATH_BLOCK, one document currency at a time.  Within a block they lie
 * in tiles of DC_PATH_TILE, each with all its days together, so that the days in use of one tile
 * stay in the fastest cache:
 *
 *     flow[channel][(tile * (day_count + 2) + day) * DC_PATH_TILE + path in tile]
 *
 * with day 0 .. day_count + 1; dc_block_at reads one value.  Row 0 is empty; row day_count + 1
 * gathers what is settled after the horizon and is not part of any figure.  Balances are prefix
 * sums from the opening balances; nothing is ever rescaled.
 */
#ifndef DUECAST_PATHS_H
#define DUECAST_PATHS_H

#include <signal.h>

#include "duecast/model.h"
#include "duecast/policy.h"
#include "duecast/random.h"

enum {
    DC_HORIZON_DAYS_MIN = 7,
    DC_HORIZON_DAYS_MAX = 731,
    DC_PATHS_MIN = 100,
    DC_PATHS_MAX = 1000000,
    DC_PATH_TILE = 16,
    DC_TILES = DC_PATH_BLOCK / DC_PATH_TILE,
    DC_REPORT_DAYS_MAX = 13,  /* a year of month ends, the stub of the current month included */
    DC_AGED_DAYS_MAX = 160,   /* ends of the weeks and months of the longest horizon, report days */
    DC_SALES_SLOTS_MAX = 3000 /* more than these and small customers share slots */
};

typedef enum {
    DC_FLOW_INVOICED,        /* new invoices */
    DC_FLOW_FELL_DUE,        /* not due -> overdue, on the day after the due date */
    DC_FLOW_SETTLED_NOT_DUE, /* carrying amount that left the not-due balance */
    DC_FLOW_SETTLED_OVERDUE, /* ... the overdue balance */
    DC_FLOW_NOT_CASH,        /* of the settled: by credits, discounts, unapplied cash; no cash */
    DC_FLOW_CREDITS_USED,    /* of it: by open credit notes */
    DC_FLOW_UNAPPLIED_USED,  /* of it: by unapplied cash */
    DC_FLOW_WRITTEN_OFF,     /* of the settled: written off */
    DC_FLOW_RECOVERED,       /* cash for what was written off; not part of the settled */
    DC_FLOW_NOT_ORDERED, /* invoices that do not come: customers have left, limits; in no balance */
    DC_FLOW_COUNT
} dc_flow;
/* cash received = settled not due + settled overdue - not cash - written off + recovered */

/* Money of the company's own beside the receivables, in the book currency: what measures cost and
 * bring.  It passes through no balance above.  Cash beside = advances + indemnities - costs
 * - bills. */
typedef enum {
    DC_BESIDE_COSTS,       /* fees, premiums, interest, charges paid */
    DC_BESIDE_INDEMNITIES, /* paid for losses, less what is passed on of recoveries */
    DC_BESIDE_ADVANCES,    /* advanced on claims, less what is repaid */
    DC_BESIDE_SOLD,        /* claims sold, less those settled, lost or bought back */
    DC_BESIDE_BILLS,       /* acceptance bills taken and held, less those that mature */
    DC_BESIDE_CONCEDED,    /* no cash: discounts and concessions of measures, in DC_FLOW_NOT_CASH */
    DC_BESIDE_WON_MARGIN,  /* no cash: what extra sales earn above others, of amounts with tax */
    DC_BESIDE_COUNT
} dc_beside;

typedef struct {
    size_t       count; /* open claims first, then slots */
    size_t       claim_count;
    uint64_t    *entity;
    uint64_t    *customer_entity; /* per item: identity of its customer */
    uint32_t    *customer;
    uint32_t    *like; /* customer whose country and grade it shares: itself but for pooled slots */
    uint16_t    *currency; /* claims are in canonical order, slots ordered by currency and week */
    uint32_t    *claim; /* claim index, or the donor claim of a slot; UINT32_MAX for plan slots */
    const char **segment;
    int32_t     *issue, *due; /* days after as-of; issue <= 0 for open claims, >= 1 for slots */
    double      *pace;        /* of settlement, beside the customer's law: dc_law_ask */
    dc_acted    *acted;       /* likewise; of claims only */
    int64_t     *amount;      /* > 0, document currency; 0: left out of a sum of some */
    uint32_t    *members;     /* invoices that it stands for: 1 but for pooled slots */
    int64_t     *not_cash;    /* of it settled without cash, 0 .. amount */
    int64_t     *credits,
        *unapplied;    /* of not_cash: by open credit notes, by unapplied cash (claims only) */
    int64_t  *rest;    /* of amount: what comes apart where it is paid in two parts */
    double   *parted;  /* chance of that, 0..1; what is settled without cash goes with the first */
    double   *noise;   /* of slots: standard deviation of the factor its market's sales share */
    double   *lasting; /* of slots: chance that this factor is that of the level of all sales */
    double   *dispersion; /* of slots: variance of how often it comes without noise, (0..2] */
    uint64_t *market;  /* identity of what moves together: a segment and 4-week period, or a plan */
    bool     *certain; /* of slots: comes once on every path; its noise is 0 */
    const int64_t *owed; /* per customer: its open claims, book currency; left out ones too */
    const struct dc_orders *orders; /* how often slots occur: forecast/simulate alone looks in */
    /* when each is settled, as tables: forecast/simulate alone looks into them */
    const struct dc_laws *laws;
    size_t slots_thinned_from; /* donors before thinning; = slot count when none was thinned */
    size_t one_offs; /* past invoices that are not expected again (ten times the next largest) */
    bool   sales_from_plan;
} dc_items;

typedef struct {
    int32_t  horizon_days;
    uint32_t path_count;
    uint64_t seed;
    int      threads;                         /* 0: as many as the machine has */
    int32_t  report_days[DC_REPORT_DAYS_MAX]; /* ageing dates, increasing, <= horizon */
    size_t   report_count;
    int32_t  aged_days[DC_AGED_DAYS_MAX]; /* increasing, the report days among them; none: these */
    size_t   aged_count;
    int32_t  first_week_days; /* 1..7: days of week 1; 0 means 7 */
    bool     expected_only;   /* engine `expected`: one "path" that is the exact expectation */
    bool     mean_only;       /* no spread.h beside the expectation, nor how much later customers
                               * may pay: both cost more than that */
    bool     brief; /* metrics of the paired weeks alone (metrics.h), of cash collected all weeks;
                     * no months */
    void (*progress)(void *context, uint64_t done, uint64_t total); /* may be NULL */
    void    *progress_context;
    double   precision;   /* asked for, 0..1: see dc_paths_needed; 0: as many paths as told */
    uint32_t first_block; /* paths before first_block * DC_PATH_BLOCK are left out */
    struct dc_kept_flows        *kept; /* NULL: every simulation stands alone */
    const volatile sig_atomic_t *stop; /* may be NULL; not 0: end soon with DC_ERR_STOPPED, every
                                        * block handed over so far is whole */
} dc_simulate_options;
#define DC_SIMULATE_OPTIONS_INIT                                                                   \
    ((dc_simulate_options){.horizon_days = 364, .path_count = 10000, .seed = 1})

/* What the items do where nothing is done to them, kept from one simulation to the next: by
 * dc_simulate_options.kept.  The results are the same to the last bit; only items that a policy
 * concerns are then drawn, where those are few.  One book, model and items, which outlive it. */
typedef struct dc_kept_flows dc_kept_flows;
dc_kept_flows               *dc_kept_flows_new(void);
void                         dc_kept_flows_free(dc_kept_flows *kept);
size_t dc_kept_flows_bytes(const dc_book *book, const dc_simulate_options *options);

/* Weeks: week w ends `first_week_days` + 7 (w - 1) days after the as-of date; week 0 is that date.
 * */
int32_t dc_week_end_day(const dc_simulate_options *options, int32_t week);
int32_t dc_week_count(const dc_simulate_options *options); /* whole weeks within the horizon */

/* Days at whose close balances are told by bucket: aged_days, else report_days. */
typedef struct {
    size_t         count;
    const int32_t *day;
} dc_aged_days;
static inline dc_aged_days dc_days_aged(const dc_simulate_options *options)
{
    return options->aged_count > 0 ? (dc_aged_days){options->aged_count, options->aged_days}
                                   : (dc_aged_days){options->report_count, options->report_days};
}

/* Which of them a day is, or DC_NONE. */
int32_t dc_aged_index(const dc_simulate_options *options, int32_t day);

/* One block of paths of one scenario in one currency. */
typedef struct {
    size_t         scenario;
    uint16_t       currency;
    uint32_t       block;      /* paths block * DC_PATH_BLOCK ... */
    uint32_t       path_count; /* <= DC_PATH_BLOCK; the rest of each row is to be ignored */
    int32_t        day_count;
    const int64_t *flow[DC_FLOW_COUNT];
    bool           flow_idle[DC_FLOW_COUNT]; /* true: on these paths it is 0 every day */
    /* Debit balance by ageing bucket on each day of dc_days_aged, here called reports:
     * [tile][report][bucket][DC_PATH_TILE]; dc_block_ageing_at reads one value. */
    const int64_t *ageing;
    size_t         report_count;
    const int32_t *report_days;
    /* Of all currencies together, laid out as flows are; with the last currency of a block alone,
     * and NULL where the policy moves no such money. */
    const int64_t *beside[DC_BESIDE_COUNT];
    bool           beside_used[DC_BESIDE_COUNT]; /* false: on these paths it is 0 every day */
} dc_block;

/* The flow of one day on one path of the block. */
static inline int64_t dc_block_at(const dc_block *block, dc_flow flow, int32_t day, uint32_t path)
{
    size_t rows = (size_t)block->day_count + 2;
    return block->flow[flow][(path / DC_PATH_TILE * rows + (size_t)day) * DC_PATH_TILE +
                             path % DC_PATH_TILE];
}

static inline int64_t dc_block_beside_at(const dc_block *block, dc_beside which, int32_t day,
                                         uint32_t path)
{
    size_t rows = (size_t)block->day_count + 2;
    return block->beside[which][(path / DC_PATH_TILE * rows + (size_t)day) * DC_PATH_TILE +
                                path % DC_PATH_TILE];
}

static inline int64_t dc_block_ageing_at(const dc_block *block, size_t report, int bucket,
                                         uint32_t path)
{
    size_t row = (path / DC_PATH_TILE * block->report_count + report) * DC_BUCKETS + (size_t)bucket;
    return block->ageing[row * DC_PATH_TILE + path % DC_PATH_TILE];
}

/* Called once per (block, scenario, currency), from several threads at once, currencies of one
 * (block, scenario) in order on the same thread. */
typedef void dc_block_fn(void *context, const dc_block *block);

/* Opening balances in a document currency at the as-of date, minor units. */
typedef struct {
    int64_t not_due, overdue; /* debit claims */
    int64_t credits;          /* <= 0 */
    int64_t unapplied;        /* <= 0 */
    int64_t ageing[DC_BUCKETS];
} dc_opening;

dc_items *dc_items_make(dc_arena *arena, const dc_book *book, const dc_model *model,
                        int32_t horizon_days);
/* The open claims alone, nothing that is sold later. */
dc_items *dc_items_of_claims(dc_arena *arena, const dc_book *book, const dc_model *model,
                             int32_t horizon_days);

/* The law of an item as its table has it; false when the table does not reach law->day_count. */
bool dc_items_law(dc_law *law, const dc_items *items, size_t item);

/* Open claims of one customer, currency and due day that share a law: apart in amount alone. */
bool dc_items_alike(const dc_items *items, size_t a, size_t b);

/* Expected cash of each item by the close of some days, increasing, under the empty policy;
 * recovered money aside.  out[item * day_count + i], minor units of the item's currency. */
void dc_items_expect(double *out, const dc_model *model, const dc_items *items, const int32_t *day,
                     size_t day_count);

/* What a policy makes of items: the day each is due, and how much of a slot's amount is expected to
 * be sold, as a factor.  In the arena. */
typedef struct {
    int32_t *due;
    double  *sold;
} dc_items_under;
void dc_items_treat(dc_items_under *out, dc_arena *arena, const dc_book *book,
                    const dc_model *model, const dc_items *items, const dc_policy *policy);

void dc_opening_balances(dc_opening *out, const dc_book *book, uint16_t currency);

/* Simulates every policy with the same luck; calls `consume` for each block. */
dc_status dc_paths_simulate(const dc_book *book, const dc_model *model, const dc_items *items,
                            const dc_policy *const *policies, size_t policy_count,
                            const dc_simulate_options *options, dc_block_fn *consume,
                            void *context);

/* Bytes that simulating these policies at once will take, beside what is there already. */
size_t dc_paths_bytes(const dc_items *items, const dc_policy *const *policies, size_t policy_count,
                      const dc_simulate_options *options);

/* The exact expectation of the same law, by convolution: engine `expected`. */
typedef struct {
    int32_t day_count;
    double *flow[DC_FLOW_COUNT];     /* day_count + 2 each, minor units of the currency */
    double *cash;                    /* expected cash received on each day */
    double *ageing;                  /* days of dc_days_aged x DC_BUCKETS */
    double *beside[DC_BESIDE_COUNT]; /* of this currency's items, in minor units of the book
                                      * currency; NULL where the policy moves no such money.  Of
                                      * indemnities only where dc_policy_is_exact. */
} dc_expected;
dc_expected *dc_expected_make(dc_arena *arena, const dc_book *book, const dc_model *model,
                              const dc_items *items, const dc_policy *policy, uint16_t currency,
                              const dc_simulate_options *options);

enum { DC_EXPECTED_AT_ONCE = 8 };

/* Those of up to DC_EXPECTED_AT_ONCE policies, to the bit as one at a time, which takes longer. */
void dc_expected_make_all(dc_expected *out[DC_EXPECTED_AT_ONCE], dc_arena *arena,
                          const dc_book *book, const dc_model *model, const dc_items *items,
                          const dc_policy *const *policies, size_t policy_count, uint16_t currency,
                          const dc_simulate_options *options);

#endif
