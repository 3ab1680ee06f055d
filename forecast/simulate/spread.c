/* spread.c - see duecast/spread.h and spread_sums.h. */
#include "duecast/spread.h"

#include <gsl/gsl_integration.h>
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "orders.h"
#include "spread_sums.h"

/* Customers are dealt into shares that are summed in order, so that the number of threads cannot
 * change a bit. */
enum { SHARES = 16 };

/* --- sums ------------------------------------------------------------------------------------- */

static size_t lean_size(const dc_spreading *of)
{
    return (size_t)of->shocks.node_count * DC_SHOCK_ORDERS * (size_t)of->weeks * of->days;
}

void dc_spread_sums_allocate(dc_spread_sums *out, dc_arena *arena, const dc_spreading *of)
{
    size_t rows = (size_t)of->shocks.node_count * of->days;
    *out = (dc_spread_sums){.merged = false};
    out->mean = dc_arena_alloc(arena, rows, sizeof(double));
    out->own = dc_arena_alloc(arena, rows, sizeof(double));
    out->lean = dc_arena_alloc(arena, of->shocks.weekly ? lean_size(of) : 0, sizeof(double));
    out->lean_less = dc_arena_alloc(arena, rows, sizeof(double));
    out->failing = dc_arena_alloc(arena, DC_FAILURE_NODES * rows, sizeof(double));
    out->failing_less = dc_arena_alloc(arena, rows, sizeof(double));
    out->market = dc_arena_alloc(arena, of->days, sizeof(double));
    out->lasting = dc_arena_alloc(arena, of->days, sizeof(double));
}

static void add_all(double *to, const double *from, size_t count)
{
    for (size_t i = 0; i < count; i++)
        to[i] += from[i];
}

void dc_spread_sums_add(dc_spread_sums *to, const dc_spread_sums *more, const dc_spreading *of)
{
    size_t rows = (size_t)of->shocks.node_count * of->days;
    add_all(to->mean, more->mean, rows);
    add_all(to->own, more->own, rows);
    add_all(to->lean_less, more->lean_less, rows);
    add_all(to->failing, more->failing, DC_FAILURE_NODES * rows);
    add_all(to->failing_less, more->failing_less, rows);
    add_all(to->market, more->market, of->days);
    add_all(to->lasting, more->lasting, of->days);
    if (of->shocks.weekly)
        add_all(to->lean, more->lean, lean_size(of));
    to->merged |= more->merged;
}

/* Variance over the factor of failures of what all customers bring on one pace. */
static double failing_variance(const dc_spread_sums *all, const dc_spreading *of, size_t pace,
                               size_t j)
{
    const double *given = all->failing + pace * DC_FAILURE_NODES * of->days + j;
    double        mean = 0.0, variance = 0.0;
    for (size_t n = 0; n < DC_FAILURE_NODES; n++)
        mean += of->failure_weight[n] * given[n * of->days];
    for (size_t n = 0; n < DC_FAILURE_NODES; n++) {
        double off = given[n * of->days] - mean;
        variance += of->failure_weight[n] * off * off;
    }
    return variance;
}

static double lean_squares(const dc_spread_sums *all, const dc_spreading *of, size_t pace, size_t j)
{
    size_t        rows = DC_SHOCK_ORDERS * (size_t)of->weeks;
    const double *lean = all->lean + pace * rows * of->days + j;
    double        sum = 0.0;
    for (size_t row = 0; of->shocks.weekly && row < rows; row++)
        sum += lean[row * of->days] * lean[row * of->days];
    return sum;
}

void dc_spread_sums_close(double *variance, const dc_spread_sums *all, const dc_spreading *of)
{
    for (size_t j = 0; j < of->days; j++) {
        double mean = 0.0, sum = all->market[j] + all->lasting[j] * all->lasting[j];
        for (size_t pace = 0; pace < (size_t)of->shocks.node_count; pace++)
            mean += of->shocks.weight[pace] * all->mean[pace * of->days + j];
        for (size_t pace = 0; pace < (size_t)of->shocks.node_count; pace++) {
            size_t at = pace * of->days + j;
            double off = all->mean[at] - mean;
            sum += of->shocks.weight[pace] *
                   (all->own[at] + lean_squares(all, of, pace, j) - all->lean_less[at] +
                    failing_variance(all, of, pace, j) - all->failing_less[at] + off * off);
        }
        variance[j] = fmax(sum, 0.0);
    }
}

/* --- markets ---------------------------------------------------------------------------------- */

/* What moves with a market, and of it with the level that lasts; by day. */
typedef struct {
    double *all, *lasting;
} moving;

/* Of the pairs of two markets: less the square of what each leans on the level, which its own pairs
 * hold already. */
static void close_market(dc_spread_sums *sums, const moving *moved, size_t days)
{
    for (size_t j = 0; j < days; j++) {
        double own = moved->all[j], lasting = moved->lasting[j];
        sums->market[j] += own * own - lasting * lasting;
        sums->lasting[j] += lasting;
        moved->all[j] = moved->lasting[j] = 0.0;
    }
}

/* Slots of a market occur more or less often together: given its factor they are independent, so
 * that of each pair noise^2 c c' is added: the square of the sum, less the squares.  Those of two
 * markets have the factor of the lasting level in common where both follow it. */
static void add_markets(dc_spread_sums *sums, const dc_spreading *of, size_t from, size_t to,
                        dc_lot *lot, dc_lot_room *room, const moving *moved)
{
    const dc_items  *items = of->ask.items;
    const dc_orders *orders = items->orders;
    for (size_t i = from; i < to; i++) {
        uint32_t item = orders->order[i];
        bool     counts = item >= items->claim_count && items->noise[item] > 0.0 &&
                      items->amount[item] > 0 && of->ask.weight[items->currency[item]] != 0.0;
        for (int extra = 0; counts && extra <= (of->ask.extra_sales[item] > 0); extra++) {
            size_t row = of->failures.row_count > 0 ? of->failures.row[item] : 0;
            lot->amount = lot->cash = lot->squares = lot->own = lot->pieces = 0.0;
            dc_lot_add(lot, &of->ask, item, extra);
            dc_lot_fill(lot, room, &of->ask, (dc_lot_shares){NAN, NAN, NAN});
            double kept = dc_kept_share(of->ask.policy, of->ask.treatment[item]);
            for (size_t j = 0; j < of->days; j++) {
                double lives = 1.0 - of->failed[row * (1 + DC_FAILURE_NODES) * of->days + j];
                double own =
                    items->noise[item] * lot->cash * lot->chance[j] * lot->worth[j] * lives * kept;
                moved->all[j] += own;
                moved->lasting[j] += items->lasting[item] * own;
                sums->market[j] -= own * own;
            }
        }
        if (dc_orders_market_ends(orders, i))
            close_market(sums, moved, of->days);
    }
}

static void run_markets(dc_spread_sums *sums, dc_spreading *of, size_t share)
{
    const dc_orders *orders = of->ask.items->orders;
    dc_arena        *arena = dc_arena_new();
    dc_spreading     all = *of;
    dc_lot_room      room;
    dc_lot           lot = {.place = dc_arena_alloc(arena, of->days, sizeof(dc_stand)),
                            .chance = dc_arena_alloc(arena, of->days, sizeof(double)),
                            .worth = dc_arena_alloc(arena, of->days, sizeof(double)),
                            .square = dc_arena_alloc(arena, of->days, sizeof(double)),
                            .beyond = dc_arena_alloc(arena, of->days, sizeof(double)),
                            .less = dc_arena_alloc(arena, of->days, sizeof(double)),
                            .less_square = dc_arena_alloc(arena, of->days, sizeof(double)),
                            .open = dc_arena_alloc(arena, of->days, sizeof(double))};
    moving           moved = {dc_arena_alloc(arena, of->days, sizeof(double)),
                              dc_arena_alloc(arena, of->days, sizeof(double))};
    all.ask.needs_open = true; /* chances are read, whatever is tied */
    dc_lot_room_allocate(&room, arena, of->ask.items->laws->day_count);
    add_markets(sums, &all, dc_orders_share(orders, share, SHARES),
                dc_orders_share(orders, share + 1, SHARES), &lot, &room, &moved);
    dc_arena_free(arena);
}

/* --- preparing -------------------------------------------------------------------------------- */

static void order_customers(dc_spreading *of, dc_arena *arena, size_t named)
{
    const dc_items *items = of->ask.items;
    size_t         *next = dc_arena_alloc(arena, named + 2, sizeof *next);
    of->order = dc_arena_alloc(arena, items->count + 1, sizeof *of->order);
    of->from = dc_arena_alloc(arena, items->count + 1, sizeof *of->from);
    for (size_t i = 0; i < items->count; i++)
        next[(items->customer[i] < named ? items->customer[i] : named) + 1]++;
    for (size_t c = 0; c < named; c++)
        next[c + 1] += next[c];
    for (size_t i = 0; i < items->count; i++)
        of->order[next[items->customer[i] < named ? items->customer[i] : named]++] = (uint32_t)i;
    for (size_t i = 0; i < items->count; i++) {
        uint32_t customer = items->customer[of->order[i]];
        if (i == 0 || customer >= named || items->customer[of->order[i - 1]] != customer)
            of->from[of->customer_count++] = i;
    }
    of->from[of->customer_count] = items->count;
}

/* Laws of all customers are looked at in pairs where that is little work, and fewer of each where
 * there are more. */
static size_t clusters_for(const dc_spreading *of)
{
    enum { LEAST = 48, MOST = 384, PAIRS = 1 << 20 };
    const dc_lot_ask *ask = &of->ask;
    size_t            clusters = MOST, pairs = 0;
    while (clusters > LEAST) {
        pairs = 0;
        for (size_t c = 0; c < of->customer_count && pairs <= PAIRS; c++) {
            size_t laws = of->from[c + 1] - of->from[c];
            for (size_t i = of->from[c]; i < of->from[c + 1] && laws < clusters; i++) {
                int8_t plan = ask->treatment[of->order[i]].plan;
                laws += plan == DC_NONE ? 0 : (size_t)ask->policy->plans[plan].count;
            }
            laws = laws < clusters ? laws : clusters;
            pairs += laws * laws;
        }
        if (pairs <= PAIRS)
            break;
        clusters /= 2;
    }
    return clusters;
}

static void fill_failed(dc_spreading *of, dc_arena *arena)
{
    double  node[DC_FAILURE_NODES], sum = 0.0;
    size_t  rows = of->failures.row_count, days = (size_t)of->failures.day_count + 1;
    double *to = dc_arena_alloc(arena, (rows + 1) * (1 + DC_FAILURE_NODES) * of->days, sizeof *to);
    gsl_integration_fixed_workspace *hermite = gsl_integration_fixed_alloc(
        gsl_integration_fixed_hermite, DC_FAILURE_NODES, 0.0, 0.5, 0.0, 0.0);
    for (size_t n = 0; n < DC_FAILURE_NODES; n++) {
        node[n] = gsl_integration_fixed_nodes(hermite)[n];
        of->failure_weight[n] = gsl_integration_fixed_weights(hermite)[n];
        sum += of->failure_weight[n];
    }
    gsl_integration_fixed_free(hermite);
    of->failed = to;
    for (size_t n = 0; n < DC_FAILURE_NODES; n++)
        of->failure_weight[n] /= sum;
    for (size_t row = 0; row < rows; row++)
        for (size_t n = 0; n <= DC_FAILURE_NODES; n++)
            for (size_t j = 0; j < of->days; j++, to++) {
                double chance = of->failures.chance[row * days + (size_t)of->ask.day[j]];
                *to = n == 0 || chance <= 0.0
                          ? chance
                          : dc_failure_chance_given(chance, node[n - 1],
                                                    of->failures.defaults->correlation);
            }
}

/* Items that are made faster or slower walk by laws of their own, as on the paths. */
static void make_paced(dc_spreading *of, dc_arena *arena)
{
    const dc_lot_ask *ask = &of->ask;
    dc_laws          *paced = dc_arena_alloc(arena, 1, sizeof *paced);
    of->ask.paced = paced;
    if (dc_policy_paces(ask->policy))
        dc_laws_make_under(paced, arena, ask->book, ask->model, ask->items,
                           &(dc_laws_change){.loss_multiplier = 1.0,
                                             .policy = ask->policy,
                                             .treatments = ask->treatment,
                                             .paced_only = true},
                           ask->items->laws->day_count);
}

static void add_day(dc_spreading *of, int32_t day)
{
    size_t at = of->days;
    while (at > 0 && of->ask.day[at - 1] > day)
        at--;
    if (at > 0 && of->ask.day[at - 1] == day)
        return;
    memmove(of->ask.day + at + 1, of->ask.day + at, (of->days - at) * sizeof *of->ask.day);
    of->ask.day[at] = day;
    of->ask.day_count = ++of->days;
}

/* Ends of weeks, and the last days before customers are known to fail: what comes by those counts,
 * where strict payers bring all of a week on one day. */
static void look_at_days(dc_spreading *of, dc_arena *arena, const dc_simulate_options *options)
{
    const dc_policy *policy = of->ask.policy;
    int32_t          weeks = dc_week_count(options), last = dc_week_end_day(options, weeks);
    size_t           most = (size_t)weeks + policy->insolvency_count;
    of->ask.day = dc_arena_alloc(arena, most, sizeof *of->ask.day);
    for (int32_t week = 1; week <= weeks; week++)
        add_day(of, dc_week_end_day(options, week));
    for (size_t k = 0; k < policy->insolvency_count; k++)
        if (policy->insolvencies[k].day > 1 && policy->insolvencies[k].day <= last)
            add_day(of, policy->insolvencies[k].day - 1);
}

static void prepare(dc_spreading *of, dc_arena *arena, const dc_simulate_options *options)
{
    enum { WEEK = 7 };
    const dc_lot_ask *ask = &of->ask;
    int32_t           reach = ask->items->laws->day_count;
    look_at_days(of, arena, options);
    of->ask.treatment = dc_treatments_make(arena, ask->book, ask->model, ask->items, ask->policy);
    of->ask.extra_sales = dc_extra_sales(arena, ask->items, ask->treatment, ask->policy);
    make_paced(of, arena);
    of->tied = ask->items->laws->tied;
    of->run_share = ask->model->together.run_share;
    of->weeks = (reach + WEEK - 1) / WEEK + 1;
    dc_shocks_make(&of->shocks, arena, &ask->model->together);
    dc_failures_make_under(&of->failures, arena, ask->model, ask->items, ask->policy,
                           ask->treatment, options->horizon_days);
    of->ask.needs_open = of->failures.row_count > 0;
    fill_failed(of, arena);
    order_customers(of, arena, ask->book->customers.count);
    of->clusters_most = clusters_for(of);
}

/* --- the whole -------------------------------------------------------------------------------- */

/* The first customer of a share: shares hold about as many items each. */
static size_t customer_of_share(const dc_spreading *of, size_t share)
{
    size_t item = of->ask.items->count * share / SHARES, customer = 0;
    while (customer < of->customer_count && of->from[customer] < item)
        customer++;
    return customer;
}

static void run_share(dc_spread_sums *sums, dc_spreading *of, size_t share)
{
    dc_spread_room *room = dc_spread_room_new(of);
    size_t          to = customer_of_share(of, share + 1);
    for (size_t c = customer_of_share(of, share); c < to; c++)
        dc_spread_add_customer(sums, room, of->from[c], of->from[c + 1]);
    dc_spread_room_free(room);
    run_markets(sums, of, share);
}

static double *by_week(dc_arena *arena, const dc_spread_sums *all, const dc_spreading *of,
                       const dc_simulate_options *options)
{
    int32_t weeks = dc_week_count(options);
    double *out = dc_arena_alloc(arena, (size_t)weeks + 1, sizeof *out);
    double *by_day = dc_heap_alloc(of->days + 1, sizeof *by_day);
    dc_spread_sums_close(by_day, all, of);
    for (int32_t week = 1, j = 0; week <= weeks; week++) {
        while (of->ask.day[j] < dc_week_end_day(options, week))
            j++;
        out[week] = by_day[j];
    }
    free(by_day);
    return out;
}

static bool is_exact(const dc_spreading *of, const dc_spread_sums *all)
{
    bool treated = false, planned = false;
    for (size_t i = 0; i < of->ask.items->count; i++) {
        dc_treatment one = of->ask.treatment[i];
        treated |= dc_leaves_walk(one);
        planned |= one.plan != DC_NONE || dc_may_be_lost(one) || one.stops || dc_is_split(one);
    }
    return !of->shocks.weekly && !all->merged && of->failures.row_count == 0 &&
           !(of->tied && treated) && !planned;
}

dc_spread *dc_spread_make(dc_arena *arena, const dc_book *book, const dc_model *model,
                          const dc_items *items, const dc_policy *policy, const double *weight,
                          const dc_simulate_options *options)
{
    dc_arena      *local = dc_arena_new();
    dc_spread     *out = dc_arena_alloc(arena, 1, sizeof *out);
    dc_spread_sums all, shares[SHARES];
    dc_spreading   of = {.ask = {.book = book, .model = model, .items = items, .policy = policy}};
    of.ask.weight = weight;
    prepare(&of, local, options);
    dc_spread_sums_allocate(&all, local, &of);
    for (size_t s = 0; s < SHARES; s++)
        dc_spread_sums_allocate(&shares[s], local, &of);
    int threads = options->threads > 0 ? options->threads : omp_get_num_procs();
#pragma omp parallel for schedule(dynamic) num_threads(threads < SHARES ? threads : SHARES)
    for (int s = 0; s < SHARES; s++)
        run_share(&shares[s], &of, (size_t)s);
    for (size_t s = 0; s < SHARES; s++)
        dc_spread_sums_add(&all, &shares[s], &of);
    out->week_count = dc_week_count(options);
    out->variance = by_week(arena, &all, &of, options);
    out->quality = is_exact(&of, &all) ? DC_SPREAD_EXACT : DC_SPREAD_CLOSE;
    dc_arena_free(local);
    return out;
}
