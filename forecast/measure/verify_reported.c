/*
 * verify_reported.c - what is reported of a path, summed up again from its days; what must change
 * nothing.  See verify_parts.h.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "allowance.h"
#include "verify_parts.h"

enum { B = DC_PATH_BLOCK, PATHS_MOST = 4 * B, WAYS = 3 };

/* --- I5 -------------------------------------------------------------------------------------- */

void dc_verify_allowance(const dc_verifying *v)
{
    double opening = v->today->value[DC_ALLOWANCE].mean, worst = 0.0;
    size_t paths = 0, rates = 0;
    for (int b = 0; b < DC_BUCKETS; b++)
        rates += v->today->loss_rate[b] < 0.0 || v->today->loss_rate[b] > 1.0;
    for (size_t p = 0; p < v->policy_count; p++) {
        const dc_outcome *o = &v->outcomes[p];
        const double     *closing = o->paired[DC_ALLOWANCE][DC_PAIRED_WEEKS - 1];
        const double     *expense = o->paired[DC_BAD_DEBT_EXPENSE][DC_PAIRED_WEEKS - 1];
        const double     *lost = o->paired[DC_WRITTEN_OFF][DC_PAIRED_WEEKS - 1];
        const double     *back = o->paired[DC_RECOVERED][DC_PAIRED_WEEKS - 1];
        if (!closing || !expense)
            continue;
        for (uint32_t path = 0; path < o->path_count; path++, paths++) {
            /* none: the ledger knows of no such event */
            double net = (lost ? lost[path] : 0.0) - (back ? back[path] : 0.0);
            double rolled = opening + expense[path] - dc_allowance_net(v->today, net, 0.0);
            worst = fmax(worst, fmax(fabs(closing[path] - rolled), -closing[path]));
        }
    }
    if (paths > 0)
        dc_check_tell(dc_checks_add(v->checks, "identity_i5", DC_WORD_CHECK_IDENTITY_I5,
                                    worst <= 0.5 && rates == 0),
                      v->arena, DC_WORD_FOUND_PATHS, dc_arena_format(v->arena, "%zu", paths),
                      dc_arena_format(v->arena, "%.0f", worst), (const char *)NULL);
}

static void tell_scenarios(const dc_verifying *v, dc_check *check, uint32_t paths, double worst)
{
    dc_check_tell(check, v->arena, DC_WORD_FOUND_SCENARIOS,
                  dc_arena_format(v->arena, "%u", (unsigned)paths),
                  dc_arena_format(v->arena, "%zu", v->policy_count),
                  dc_arena_format(v->arena, "%.0f", worst), (const char *)NULL);
}

/* --- I3 by currency, I6, I7 ------------------------------------------------------------------ */

/* Cash by day, by week and by month, and receivables, of each path: book currency, all currencies
 * that have a rate. */
typedef struct {
    const dc_verifying *v;
    double             *cash[WAYS]; /* [scenario][paired week][path] */
    double             *receivables;
    double *earned; /* sales less what was settled without cash, lost and not recovered: by flow */
} sums;

static size_t at(size_t scenario, int which, uint32_t path)
{
    return (scenario * DC_PAIRED_WEEKS + (size_t)which) * PATHS_MOST + path;
}

static int64_t flow(const dc_block *block, dc_flow channel, int32_t day, uint32_t path)
{
    return dc_block_at(block, channel, day, path);
}

static int64_t cash_on(const dc_block *block, int32_t day, uint32_t path)
{
    return flow(block, DC_FLOW_SETTLED_NOT_DUE, day, path) +
           flow(block, DC_FLOW_SETTLED_OVERDUE, day, path) -
           flow(block, DC_FLOW_NOT_CASH, day, path) - flow(block, DC_FLOW_WRITTEN_OFF, day, path) +
           flow(block, DC_FLOW_RECOVERED, day, path);
}

/* Sales of the day less what will never be cash, each flow translated by itself. */
static int64_t earned_on(const dc_book *book, const dc_block *block, int32_t day, uint32_t path)
{
    int64_t without =
        flow(block, DC_FLOW_NOT_CASH, day, path) - flow(block, DC_FLOW_CREDITS_USED, day, path);
    const int64_t parts[] = {flow(block, DC_FLOW_INVOICED, day, path), -without,
                             -flow(block, DC_FLOW_WRITTEN_OFF, day, path),
                             flow(block, DC_FLOW_RECOVERED, day, path)};
    int64_t       sum = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        sum += dc_book_translate(book, block->currency, DC_MONEY(parts[i])).minor;
    return sum;
}

static bool ends_month(const dc_book *book, int32_t day)
{
    dc_date date = dc_date_add_days(book->as_of, day);
    return dc_date_month_end(date).day == date.day;
}

static bool ends_week(const dc_simulate_options *options, int32_t day)
{
    int32_t first = options->first_week_days > 0 ? options->first_week_days : 7;
    return day >= first && (day - first) % 7 == 0;
}

/* Days, weeks and months to the day `last`: each period is summed by itself and then added. */
static void add_path(const sums *s, const dc_block *block, uint32_t path, int which, int32_t last)
{
    const dc_book *book = s->v->book;
    dc_opening     opening;
    dc_opening_balances(&opening, book, block->currency);
    int64_t  open = opening.not_due + opening.overdue + opening.credits, part[WAYS] = {0};
    int64_t  earned = 0;
    uint32_t number = block->block * B + path;
    for (int32_t day = 1; day <= last; day++) {
        int64_t cash =
            dc_book_translate(book, block->currency, DC_MONEY(cash_on(block, day, path))).minor;
        const bool ends[WAYS] = {true, ends_week(s->v->options, day), ends_month(book, day)};
        open += flow(block, DC_FLOW_INVOICED, day, path) +
                flow(block, DC_FLOW_CREDITS_USED, day, path) -
                flow(block, DC_FLOW_SETTLED_NOT_DUE, day, path) -
                flow(block, DC_FLOW_SETTLED_OVERDUE, day, path);
        earned += earned_on(book, block, day, path);
        for (int way = 0; way < WAYS; way++) {
            part[way] += cash;
            if (!ends[way] && day < last)
                continue;
            s->cash[way][at(block->scenario, which, number)] += (double)part[way];
            part[way] = 0;
        }
    }
    s->earned[at(block->scenario, which, number)] += (double)earned;
    s->receivables[at(block->scenario, which, number)] +=
        (double)dc_book_translate(book, block->currency, DC_MONEY(open)).minor;
}

static void take(void *context, const dc_block *block)
{
    const sums *s = context;
    if (!s->v->book->currencies[block->currency].has_rate)
        return;
    for (int which = 0; which < DC_PAIRED_WEEKS; which++) {
        int32_t week = s->v->outcomes[0].paired_week[which];
        for (uint32_t path = 0; path < block->path_count; path++)
            add_path(s, block, path, which, dc_week_end_day(s->v->options, week));
    }
}

/* How far the reported values are from the sums; the ways of summing may not differ at all. */
static double gap_of(const sums *s, uint32_t paths, size_t *unlike)
{
    double worst = 0.0;
    for (size_t p = 0; p < s->v->policy_count; p++)
        for (int which = 0; which < DC_PAIRED_WEEKS; which++)
            for (uint32_t path = 0; path < paths; path++) {
                const dc_outcome *o = &s->v->outcomes[p];
                size_t            i = at(p, which, path);
                double            cash = s->cash[0][i];
                *unlike += s->cash[1][i] != cash || s->cash[2][i] != cash;
                worst = fmax(worst, fabs(o->paired[DC_CASH_COLLECTED][which][path] - cash));
                worst =
                    fmax(worst, fabs(o->paired[DC_RECEIVABLES][which][path] - s->receivables[i]));
            }
    return worst;
}

/* Cash from customers = what was earned, bad-debt expense included - rise of receivables net of the
 * allowance.  Expense and allowance are those reported; without them write-offs stand for both. */
static double indirect_gap(const sums *s, const dc_outcome *o, size_t scenario, int which,
                           uint32_t path)
{
    size_t        i = at(scenario, which, path);
    const double *expense = o->paired[DC_BAD_DEBT_EXPENSE][which];
    const double *allowance = o->paired[DC_ALLOWANCE][which];
    const double *lost = o->paired[DC_WRITTEN_OFF][which], *back = o->paired[DC_RECOVERED][which];
    double        opening = s->v->today->value[DC_ALLOWANCE].mean, written_off, result, rise;
    written_off = dc_allowance_net(s->v->today, lost ? lost[path] : 0.0, back ? back[path] : 0.0);
    result = s->earned[i];
    rise = o->paired[DC_RECEIVABLES][which][path] - s->v->today->value[DC_RECEIVABLES].mean;
    if (expense && allowance) {
        result += written_off - expense[path];
        rise -= allowance[path] - opening;
    }
    return fabs(o->paired[DC_CASH_COLLECTED][which][path] - (result - rise));
}

static void check_cash_flow(const sums *s, uint32_t paths)
{
    double worst = 0.0, flows = (double)s->v->options->horizon_days;
    double most = s->v->book->currency_count > 1 ? flows * (double)s->v->book->currency_count : 0.5;
    for (size_t p = 0; p < s->v->policy_count; p++)
        for (int which = 0; which < DC_PAIRED_WEEKS; which++)
            for (uint32_t path = 0; path < paths; path++)
                worst = fmax(worst, indirect_gap(s, &s->v->outcomes[p], p, which, path));
    tell_scenarios(
        s->v, dc_checks_add(s->v->checks, "identity_i7", DC_WORD_CHECK_IDENTITY_I7, worst <= most),
        paths, worst);
}

dc_status dc_verify_reported(const dc_verifying *v)
{
    dc_simulate_options some = *v->options;
    size_t              values = v->policy_count * DC_PAIRED_WEEKS * PATHS_MOST, unlike = 0;
    sums                s = {.v = v,
                             .receivables = dc_arena_alloc(v->arena, values, sizeof(double)),
                             .earned = dc_arena_alloc(v->arena, values, sizeof(double))};
    for (int way = 0; way < WAYS; way++)
        s.cash[way] = dc_arena_alloc(v->arena, values, sizeof(double));
    some.path_count = some.path_count < PATHS_MOST ? some.path_count : PATHS_MOST;
    dc_status status = dc_paths_simulate(v->book, v->model, v->items, v->policies, v->policy_count,
                                         &some, take, &s);
    if (status != DC_OK)
        return status;
    double gap = gap_of(&s, some.path_count, &unlike);
    /* A rate is a decimal here and a double there: a tie may be rounded either way, once a day. */
    double most = v->book->currency_count > 1 ? (double)some.horizon_days : 0.0;
    tell_scenarios(v,
                   dc_checks_add(v->checks, "identity_i6", DC_WORD_CHECK_IDENTITY_I6,
                                 gap <= most && unlike == 0),
                   some.path_count, gap);
    check_cash_flow(&s, some.path_count);
    return DC_OK;
}

/* --- I15 ------------------------------------------------------------------------------------- */

/* Flows of the first policy, kept until those of the second come, block by block. */
typedef struct {
    int64_t *kept;
    size_t   size;        /* of one channel */
    uint64_t differences; /* values that differ between the two */
} twin;

static uint64_t sealed(uint64_t seal, const int64_t *values, size_t count)
{
    for (size_t i = 0; i < count; i++) /* Fowler, Noll & Vo's hash, word by word */
        seal = (seal ^ (uint64_t)values[i]) * 0x100000001b3u;
    return seal;
}

static void hold_against(void *context, const dc_block *block)
{
    twin *t = context;
    for (size_t f = 0; f < DC_FLOW_COUNT; f++) {
        int64_t *kept = t->kept + f * t->size;
        if (block->scenario == 0)
            memcpy(kept, block->flow[f], t->size * sizeof *kept);
        else
            for (size_t i = 0; i < t->size; i++)
                t->differences += kept[i] != block->flow[f][i];
    }
}

/* A seal is of blocks in their order, so it does not care which thread was first. */
static void seal_block(void *context, const dc_block *block)
{
    uint64_t *seals = context, seal = seals[block->block];
    size_t    size = ((size_t)block->day_count + 2) * B;
    for (size_t f = 0; f < DC_FLOW_COUNT && block->scenario == 0; f++)
        seal = sealed(seal, block->flow[f], size);
    seals[block->block] = seal;
}

dc_status dc_verify_neutral(const dc_verifying *v)
{
    static const dc_policy none = {.delay_count = 0};
    static const dc_policy null_levers = {
        .delay_count = 2,
        .delays = {{.days = 0, .share = 1.0, .from = 1, .to = INT32_MAX},
                   {.days = 30, .share = 0.0, .from = 1, .to = INT32_MAX}},
        .plan_count = 1,
        .plans = {{.down_payment = 0.2, .count = 3, .every_days = 30, .miss = 0.1, .share = 0.0}},
        .default_count = 1,
        .defaults = {{.multiplier = 1.0, .from = 1, .to = INT32_MAX}},
        .insolvency_count = 1,
        .insolvencies = {{.largest = 0, .day = 1, .recovered = 0.5, .contagion = 2.0}},
        .downturn_count = 1,
        .downturns = {{.payments = 0.5, .defaults = 2.0, .from = 1, .to = INT32_MAX}},
        .forbearance_count = 1,
        .forbearances = {{.power = 1.0, .from = 1, .to = INT32_MAX}},
        .sales_count = 2,
        .sales = {{.change = 0.0, .from = 1, .to = INT32_MAX},
                  {.change = -0.5, .from = 9, .to = 8}},
        .retention_count = 1,
        .retentions = {{.kept = 1.0, .from = 1}},
        .stop_count = 1,
        .stops = {{.from = 2, .to = 1, .lost = 0.5}},
        .dispute_count = 1,
        .disputes = {{.rate = 0.0, .share = 0.5, .settled = 0.5, .within = 9}},
        .discount_count = 1,
        .discounts = {{.discount = 0.0, .days = 10, .take_up = 0.5, .early = 1.0}},
        .dunning_count = 1,
        .dunnings = {{.at = 3, .effect = 1.0, .decay = 30.0, .from = 1, .late_too = 1}}};
    const dc_policy *const policies[] = {&none, &null_levers};
    dc_simulate_options    one = *v->options, more;
    uint64_t               seals[2][2] = {{0}};
    one.path_count = 2 * B; /* whole blocks: nothing in them is to be ignored */
    one.threads = 1;
    more = one;
    more.threads = 3;
    twin t = {.size = ((size_t)one.horizon_days + 2) * B};
    t.kept = dc_heap_alloc(t.size * DC_FLOW_COUNT, sizeof *t.kept);
    dc_status status =
        dc_paths_simulate(v->book, v->model, v->items, policies, 2, &one, hold_against, &t);
    if (status == DC_OK)
        status =
            dc_paths_simulate(v->book, v->model, v->items, policies, 2, &one, seal_block, seals[0]);
    if (status == DC_OK)
        status = dc_paths_simulate(v->book, v->model, v->items, policies, 1, &more, seal_block,
                                   seals[1]);
    free(t.kept);
    if (status != DC_OK)
        return status;
    bool same = memcmp(seals[0], seals[1], sizeof seals[0]) == 0;
    dc_check_tell(dc_checks_add(v->checks, "identity_i15", DC_WORD_CHECK_IDENTITY_I15,
                                t.differences == 0 && same),
                  v->arena, DC_WORD_FOUND_THREADS,
                  dc_arena_format(v->arena, "%u", (unsigned)one.path_count),
                  dc_arena_format(v->arena, "%d", (int)one.horizon_days),
                  dc_arena_format(v->arena, "%llu", (unsigned long long)t.differences + !same),
                  (const char *)NULL);
    return DC_OK;
}
