/*
 * paths.c - the two loops: blocks of paths over threads, items inside.
 *
 * A chunk of items is drawn once; then each scenario treats the chunk's outcomes and posts them to
 * its own accumulators.  Nothing written is shared between threads, and sums are integers, so the
 * number of threads cannot change a byte.
 */
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "moves.h"
#include "orders.h"
#include "runs.h"
#include "simulation.h"

enum { B = DC_PATH_BLOCK, CHUNK = 64 };

/* What is to be posted of a chunk: filled item by item, posted tile by tile. */
typedef struct {
    const dc_fate *fate;
    dc_terms_of    terms;
} posting;

/* One thread's own. */
typedef struct {
    dc_order_luck *orders;

    dc_flows         *flows;       /* per policy */
    dc_beside_flows **beside;      /* likewise; NULL where it moves no money beside receivables */
    dc_leavings      *leavings;    /* of an item under a plan, by path */
    dc_fate           fate[CHUNK]; /* as drawn */
    dc_fate           treated[CHUNK]; /* as one scenario changes them */
    dc_fate           extra[CHUNK];
    dc_fate           rest[CHUNK], treated_rest[CHUNK]; /* of those in two parts */
    posting           list[3 * CHUNK]; /* an item, its extra sales, its withdrawal */
    size_t            list_count;
    dc_tide           tide;
    uint16_t          drawn[B];
    uint32_t          word[B];
    /* where customers fail */
    dc_failure_block failing;
    dc_failed        failed[CHUNK];
    const dc_failed *failed_of[CHUNK]; /* per item; NULL: its customer does not fail */
    dc_fate          failing_fate[CHUNK], failing_rest[CHUNK];
    dc_fate         *base[CHUNK]; /* per item: its fate where nothing is treated */
    /* where a scenario makes customers fail otherwise */
    dc_failure_block *failing_under; /* per policy */
    bool              knows_failed;  /* the next is of that customer, policy and block */
    uint64_t          failed_customer;
    dc_failed         failed_under;
} worker;

/* --- drawing -----------------------------------------------------------------------------------
 * */

static dc_luck luck_of(const dc_simulation *sim, uint64_t entity, dc_purpose purpose)
{
    return (dc_luck){sim->options->seed, entity, (uint32_t)purpose};
}

static dc_luck share_luck(const dc_simulation *sim, uint32_t item)
{
    return luck_of(sim, sim->items->customer_entity[item], DC_PURPOSE_SHARE);
}

static void draw_day(const dc_simulation *sim, worker *own, dc_fate *fate, const dc_laws *laws,
                     uint32_t item, uint64_t entity, uint32_t block)
{
    const dc_table *table = &laws->table[laws->of_item[item]];
    if (laws->tied) {
        dc_tide_draw(own->drawn, &own->tide, table, laws->origin[item], entity, sim->meets[item]);
    } else {
        dc_uniform_block(own->word, luck_of(sim, entity, DC_PURPOSE_SETTLEMENT), block, 0);
        dc_table_draw(own->drawn, own->word, table);
    }
    fate->any_lost = dc_kernel_place(fate->day, fate->lost, own->drawn, laws->origin[item],
                                     (uint16_t)(table->day_count + 1));
    fate->any_failed = false;
    fate->rest = NULL;
}

static void draw_fate(const dc_simulation *sim, worker *own, dc_fate *fate, const dc_laws *laws,
                      uint32_t item, uint64_t entity, uint32_t block)
{
    draw_day(sim, own, fate, laws, item, entity, block);
    fate->once = item < sim->items->claim_count;
    if (fate->once) {
        memset(fate->times, 1, B);
    } else {
        dc_orders_draw(fate->times, own->orders, item, luck_of(sim, entity, DC_PURPOSE_ORDERS),
                       block);
    }
}

/* Where the item is paid in two parts the second has a luck of its own. */
static void draw_rest(const dc_simulation *sim, worker *own, dc_fate *fate, dc_fate *rest,
                      const dc_laws *laws, uint32_t item, uint32_t block)
{
    const double limit = sim->items->parted[item] * 0x1p32;
    uint64_t     entity = sim->items->entity[item];
    unsigned     any = 0;
    if (limit <= 0.0)
        return;
    dc_uniform_block(own->word, luck_of(sim, entity, DC_PURPOSE_PART), block, 0);
    for (int i = 0; i < B; i++) {
        rest->times[i] = own->word[i] + 0.5 < limit ? fate->times[i] : 0;
        any |= rest->times[i];
    }
    if (!any)
        return;
    draw_day(sim, own, rest, laws, item, dc_rest_entity(entity), block);
    rest->once = false;
    fate->rest = rest;
}

/* --- treating: terms, then delays, then plans --------------------------------------------------
 * */

static void post_plan(const dc_simulation *sim, worker *own, size_t p, const dc_fate *fate,
                      uint32_t item, const dc_terms_of *terms, const dc_instalments *plan,
                      const dc_failed *failed, uint32_t block)
{
    bool          contracted = dc_is_contracted(&sim->contracting[p], item);
    dc_plan_steps steps;
    uint8_t       accepted[B], missed[B];
    dc_plan_make(&steps, plan, sim->book->as_of, terms->amount, terms->not_cash);
    dc_share_draw(accepted, share_luck(sim, item), DC_LUCK_INSTALMENTS, plan->share, block);
    memset(missed, steps.count, B);
    for (int32_t step = steps.count - 1; step >= 1; step--) {
        dc_uniform_block(own->word, luck_of(sim, sim->items->entity[item], DC_PURPOSE_INSTALMENT),
                         block, (uint32_t)step);
        for (int i = 0; i < B; i++)
            if (own->word[i] + 0.5 < plan->miss * 0x1p32)
                missed[i] = (uint8_t)step;
    }
    dc_post_plan(&own->flows[p], fate, terms, &steps, accepted, missed, failed,
                 contracted ? own->leavings : NULL);
    for (int32_t i = 0; i < B && contracted; i++)
        dc_beside_take(own->beside[p], item, terms, i, 1, &own->leavings[i]);
}

static void add_beside(const dc_simulation *sim, worker *own, size_t p, uint32_t item,
                       const dc_fate *fate, dc_terms_of terms)
{
    if (!dc_is_contracted(&sim->contracting[p], item))
        return;
    dc_fate_recovers(fate, &terms);
    dc_beside_take_fate(own->beside[p], item, &terms, fate);
}

static void add_posting(worker *own, dc_fate *fate, dc_terms_of terms)
{
    dc_fate_recovers(fate, &terms);
    dc_kernel_latest(fate->latest, fate->day);
    own->list[own->list_count++] = (posting){fate, terms};
}

/* When the customer fails in a scenario; NULL: on no path. */
static const dc_failed *failed_under(const dc_simulation *sim, worker *own, size_t p, uint32_t item,
                                     size_t i)
{
    uint64_t customer = sim->items->customer_entity[item];
    if (!dc_fails_otherwise(sim->treatment[p][item]))
        return own->failed_of[i];
    if (!own->knows_failed || own->failed_customer != customer)
        dc_failures_draw(&own->failed_under, &own->failing_under[p], item);
    own->knows_failed = true;
    own->failed_customer = customer;
    return own->failed_under.count > 0 ? &own->failed_under : NULL;
}

/* The terms of an item with what comes back should its customer fail in a scenario. */
static dc_terms_of terms_under(const dc_simulation *sim, size_t p, uint32_t item)
{
    dc_terms_of terms = dc_terms_of_item(sim->items, item);
    bool        otherwise = dc_fails_otherwise(sim->treatment[p][item]);
    dc_failures_recovery(&terms, otherwise ? &sim->failures_of[p] : &sim->failures, item);
    return terms;
}

static dc_terms_of terms_untreated(const dc_simulation *sim, uint32_t item)
{
    dc_terms_of terms = dc_terms_of_item(sim->items, item);
    dc_failures_recovery(&terms, &sim->failures, item);
    return terms;
}

/* Sales that longer terms win: an item of its own, with its own luck. */
static void post_extra(const dc_simulation *sim, worker *own, dc_fate *fate, size_t p,
                       uint32_t item, const dc_new_terms *changed, const dc_failed *failed,
                       uint32_t block)
{
    const dc_items *items = sim->items;
    dc_treatment    treatment = sim->treatment[p][item];
    uint64_t        entity = dc_extra_entity(items->entity[item]);
    dc_terms_of     terms = dc_terms_of_extra(items, item, changed, sim->extra_sales[p][item]);
    dc_terms_of     whole = terms_under(sim, p, item);
    terms.recovered_share = whole.recovered_share;
    terms.recovery_days = whole.recovery_days;
    draw_fate(sim, own, fate, &sim->extra[p][treatment.terms], item, entity, block);
    dc_fate_shift(fate, luck_of(sim, entity, DC_PURPOSE_PASS_THROUGH), changed, terms.issue, block);
    if (treatment.delays)
        dc_fate_delay(fate, share_luck(sim, item), sim->policies[p], treatment.delays, block);
    if (failed)
        dc_fate_fail(fate, failed, terms.issue);
    add_posting(own, fate, terms);
    add_beside(sim, own, p, item, fate, terms);
}

/* Works out what one scenario makes of the i-th item of the chunk. */
static void treat_item(const dc_simulation *sim, worker *own, size_t p, uint32_t item, size_t i,
                       uint32_t block)
{
    const dc_policy *policy = sim->policies[p];
    dc_treatment     treatment = sim->treatment[p][item];
    dc_terms_of      terms = terms_under(sim, p, item);
    const dc_failed *failed = failed_under(sim, own, p, item, i);
    dc_fate         *fate = &own->treated[i];
    if (dc_is_paced(treatment)) {
        draw_fate(sim, own, fate, &sim->paced[p], item, sim->items->entity[item], block);
        draw_rest(sim, own, fate, &own->treated_rest[i], &sim->paced[p], item, block);
    } else {
        dc_fate_copy(fate, &own->treated_rest[i], &own->fate[i]);
    }

    if (treatment.terms != DC_NONE) {
        dc_new_terms changed =
            dc_terms_apply(&policy->terms[treatment.terms], terms.issue, terms.due, terms.amount);
        dc_terms_change_to(&terms, &changed);
        dc_fate_shift(fate, luck_of(sim, sim->items->entity[item], DC_PURPOSE_PASS_THROUGH),
                      &changed, terms.issue, block);
        if (sim->extra_sales[p][item] > 0)
            post_extra(sim, own, &own->extra[i], p, item, &changed, failed, block);
    }
    if (treatment.delays)
        dc_fate_delay(fate, share_luck(sim, item), policy, treatment.delays, block);
    if (treatment.plan != DC_NONE) {
        post_plan(sim, own, p, fate, item, &terms, &policy->plans[treatment.plan], failed, block);
    } else if (terms.amount > 0) {
        if (failed)
            dc_fate_fail(fate, failed, terms.issue);
        add_posting(own, fate, terms);
        add_beside(sim, own, p, item, fate, terms);
    }
}

static void withdraw_item(const dc_simulation *sim, worker *own, uint32_t item, size_t i)
{
    dc_terms_of terms = terms_untreated(sim, item);
    terms.amount = -terms.amount;
    terms.not_cash = -terms.not_cash;
    terms.credits = -terms.credits;
    terms.unapplied = -terms.unapplied;
    terms.rest = -terms.rest;
    add_posting(own, own->base[i], terms);
}

/* --- the loops ---------------------------------------------------------------------------------
 * */

/* Failures of the chunk's customers, and the fates they lead to where nothing is treated. */
static void fail_chunk(const dc_simulation *sim, worker *own, const uint32_t *item, size_t count)
{
    const dc_items *items = sim->items;
    for (size_t i = 0; i < count; i++) {
        own->base[i] = &own->fate[i];
        own->failed_of[i] = NULL;
        if (sim->failures.row_count == 0)
            continue;
        bool same = i > 0 && items->customer_entity[item[i]] == items->customer_entity[item[i - 1]];
        if (same) {
            own->failed_of[i] = own->failed_of[i - 1];
        } else {
            dc_failures_draw(&own->failed[i], &own->failing, item[i]);
            own->failed_of[i] = own->failed[i].count > 0 ? &own->failed[i] : NULL;
        }
        if (!own->failed_of[i])
            continue;
        own->base[i] = &own->failing_fate[i];
        dc_fate_copy(own->base[i], &own->failing_rest[i], &own->fate[i]);
        dc_fate_fail(own->base[i], own->failed_of[i], items->issue[item[i]]);
    }
}

static void run_chunk(const dc_simulation *sim, worker *own, const uint32_t *item, size_t count,
                      uint32_t block)
{
    const dc_items *items = sim->items;
    for (size_t i = 0; i < count; i++) {
        if (i + 1 < count && !sim->laws->tied)
            dc_table_prefetch(&sim->laws->table[sim->laws->of_item[item[i + 1]]]);
        draw_fate(sim, own, &own->fate[i], sim->laws, item[i], items->entity[item[i]], block);
        draw_rest(sim, own, &own->fate[i], &own->rest[i], sim->laws, item[i], block);
    }
    fail_chunk(sim, own, item, count);
    for (size_t p = 0; p < sim->policy_count; p++) {
        own->list_count = 0;
        own->knows_failed = false;
        for (size_t i = 0; i < count; i++) {
            bool treated = dc_is_treated(sim->treatment[p][item[i]]);
            if (items->amount[item[i]] == 0)
                continue;
            if (treated && sim->by_difference[p])
                withdraw_item(sim, own, item[i], i);
            if (treated)
                treat_item(sim, own, p, item[i], i, block);
            else if (!sim->by_difference[p])
                add_posting(own, own->base[i], terms_untreated(sim, item[i]));
            if (!treated)
                add_beside(sim, own, p, item[i], own->base[i], terms_untreated(sim, item[i]));
        }
        for (size_t tile = 0; tile < DC_TILES; tile++)
            for (size_t i = 0; i < own->list_count; i++)
                dc_post(&own->flows[p], own->list[i].fate, &own->list[i].terms, tile);
    }
}

static void hand_over(const dc_simulation *sim, const worker *own, uint16_t currency,
                      uint32_t block, dc_block_fn *consume, void *context)
{
    uint32_t first = block * B, left = sim->options->path_count - first;
    for (size_t p = 0; p < sim->policy_count; p++) {
        const dc_flows *flows = &own->flows[p];
        dc_block        out = {.scenario = p,
                               .currency = currency,
                               .block = block,
                               .path_count = left < B ? left : B,
                               .day_count = flows->day_count,
                               .ageing = flows->ageing,
                               .report_count = flows->report_count,
                               .report_days = flows->report_days};
        for (int f = 0; f < DC_FLOW_COUNT; f++)
            out.flow[f] = flows->flow[f];
        bool is_last = currency + 1u == sim->book->currency_count;
        for (int f = 0; f < DC_BESIDE_COUNT && is_last && own->beside[p]; f++)
            out.beside[f] = dc_beside_flow(own->beside[p], (dc_beside)f);
        consume(context, &out);
    }
}

static bool is_stopped(const dc_simulation *sim)
{
    return sim->options->stop && *sim->options->stop;
}

static void run_block(const dc_simulation *sim, worker *own, uint32_t block, dc_block_fn *consume,
                      void *context)
{
    dc_tide_turn(&own->tide, block);
    dc_failure_block_turn(&own->failing, block);
    for (size_t p = 0; p < sim->policy_count; p++) {
        dc_failure_block_turn(&own->failing_under[p], block);
        if (own->beside[p])
            dc_beside_clear(own->beside[p]);
    }
    for (uint16_t currency = 0; currency < sim->book->currency_count; currency++) {
        size_t from = sim->first_of[currency], to = sim->first_of[currency + 1];
        for (size_t p = 0; p < sim->policy_count; p++)
            dc_flows_clear(&own->flows[p]);
        for (size_t i = from; i < to && !is_stopped(sim); i += CHUNK)
            run_chunk(sim, own, &sim->order[i], to - i < CHUNK ? to - i : CHUNK, block);
        for (size_t p = 1; p < sim->policy_count; p++)
            if (sim->by_difference[p])
                dc_flows_add(&own->flows[p], &own->flows[0]);
        if (is_stopped(sim))
            return;
        for (size_t p = 0; p < sim->policy_count; p++)
            if (own->beside[p] && currency + 1u == sim->book->currency_count)
                dc_beside_close(own->beside[p]);
        hand_over(sim, own, currency, block, consume, context);
    }
}

static worker *worker_new(const dc_simulation *sim)
{
    worker *own = dc_heap_alloc(1, sizeof *own);
    own->orders = dc_order_luck_new(sim->items->orders);
    own->flows = dc_heap_alloc(sim->policy_count, sizeof *own->flows);
    dc_tide_allocate(&own->tide, sim->together, sim->options->seed, sim->laws->day_count);
    dc_failure_block_allocate(&own->failing, &sim->failures, sim->options->seed);
    own->failing_under = dc_heap_alloc(sim->policy_count, sizeof *own->failing_under);
    own->beside = dc_heap_alloc(sim->policy_count, sizeof *own->beside);
    own->leavings = dc_heap_alloc(B, sizeof *own->leavings);
    for (size_t p = 0; p < sim->policy_count; p++) {
        own->beside[p] = dc_beside_new(&sim->contracting[p]);
        dc_flows_allocate(&own->flows[p], sim->options->horizon_days, sim->options);
        dc_failure_block_allocate(&own->failing_under[p], &sim->failures_of[p], sim->options->seed);
    }
    return own;
}

static void worker_free(const dc_simulation *sim, worker *own)
{
    for (size_t p = 0; p < sim->policy_count; p++) {
        dc_flows_free(&own->flows[p]);
        dc_failure_block_free(&own->failing_under[p]);
        dc_beside_free(own->beside[p]);
    }
    free(own->failing_under);
    free(own->beside);
    free(own->leavings);
    dc_tide_free(&own->tide);
    dc_failure_block_free(&own->failing);
    dc_order_luck_free(own->orders);
    free(own->flows);
    free(own);
}

static void run(const dc_simulation *sim, dc_block_fn *consume, void *context)
{
    const dc_simulate_options *options = sim->options;
    int                        first = (int)options->first_block, done = 0;
    int blocks = (int)((options->path_count + B - 1) / B), count = blocks - first;
    int threads = options->threads > 0 ? options->threads : omp_get_num_procs();
#pragma omp parallel num_threads(threads < count ? threads : count)
    {
        worker *own = worker_new(sim);
#pragma omp for schedule(dynamic)
        for (int block = first; block < blocks; block++) {
            run_block(sim, own, (uint32_t)block, consume, context);
#pragma omp critical(duecast_progress)
            {
                done++;
                if (options->progress)
                    options->progress(options->progress_context, (uint64_t)done, (uint64_t)count);
            }
        }
        worker_free(sim, own);
    }
}

dc_status dc_paths_simulate(const dc_book *book, const dc_model *model, const dc_items *items,
                            const dc_policy *const *policies, size_t policy_count,
                            const dc_simulate_options *options, dc_block_fn *consume, void *context)
{
    dc_arena     *arena = dc_arena_new();
    dc_simulation sim = {.book = book,
                         .items = items,
                         .laws = items->laws,
                         .together = &model->together,
                         .options = options,
                         .policy_count = policy_count,
                         .policies = policies};
    dc_simulation_prepare(&sim, arena, model);
    run(&sim, consume, context);
    dc_arena_free(arena);
    return is_stopped(&sim) ? DC_ERR_STOPPED : DC_OK;
}
