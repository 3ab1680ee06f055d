/* verify_block.c - a block of paths, replayed and compared with the simulation.  See verify.h. */
#include "verify.h"

#include <stdlib.h>
#include <string.h>

enum { B = DC_PATH_BLOCK };

/* --- order of items --------------------------------------------------------------------------- */

typedef struct {
    uint16_t    currency;
    const char *segment;
    uint32_t    customer, item;
} place_of_item;

static int compare_places(const void *left, const void *right)
{
    const place_of_item *a = left, *b = right;
    if (a->currency != b->currency)
        return a->currency < b->currency ? -1 : 1;
    int by_segment = strcmp(a->segment, b->segment);
    if (by_segment != 0)
        return by_segment;
    if (a->customer != b->customer)
        return a->customer < b->customer ? -1 : 1;
    return a->item < b->item ? -1 : a->item > b->item;
}

static uint32_t *order_items(dc_arena *arena, const dc_items *items)
{
    uint32_t      *order = dc_arena_alloc(arena, items->count + 1, sizeof *order);
    place_of_item *places = dc_heap_alloc(items->count + 1, sizeof *places);
    for (size_t i = 0; i < items->count; i++)
        places[i] =
            (place_of_item){items->currency[i], items->segment[i], items->customer[i], (uint32_t)i};
    qsort(places, items->count, sizeof *places, compare_places);
    for (size_t i = 0; i < items->count; i++)
        order[i] = places[i].item;
    free(places);
    return order;
}

/* New terms can bring a payment forward by pass_through of the days they take away. */
static int32_t reach_of(const dc_items *items, const dc_policy *const *policies,
                        size_t policy_count, int32_t horizon_days)
{
    double forward = 0.0;
    for (size_t p = 0; p < policy_count; p++)
        for (size_t t = 0; t < policies[p]->terms_count; t++)
            for (size_t i = items->claim_count; i < items->count; i++) {
                const dc_terms_change *terms = &policies[p]->terms[t];
                int32_t                shorter = items->due[i] - items->issue[i] - terms->days;
                double                 days = terms->pass_through * shorter;
                forward = days > forward ? days : forward;
            }
    return horizon_days + 1 + (int32_t)forward;
}

void dc_replay_make(dc_replay *out, dc_arena *arena, const dc_book *book, const dc_model *model,
                    const dc_items *items, const dc_policy *const *policies, size_t policy_count,
                    const dc_simulate_options *options)
{
    *out = (dc_replay){
        .book = book,
        .model = model,
        .items = items,
        .options = options,
        .policies = policies,
        .policy_count = policy_count,
        .reach = reach_of(items, policies, policy_count, options->horizon_days),
        .order = order_items(arena, items),
        .items_of = dc_arena_alloc(arena, book->customers.count + 1, sizeof *out->items_of),
        .extra = dc_arena_alloc(arena, policy_count + 1, sizeof *out->extra),
    };
    for (size_t i = 0; i < items->count; i++)
        if (items->customer[i] != UINT32_MAX)
            out->items_of[items->customer[i]]++;
    for (size_t p = 0; p < policy_count; p++)
        out->extra[p] = dc_replay_extra_sales(arena, out, policies[p]);
    dc_replay_find_failing(out, arena);
    dc_replay_find_leaving(out, arena);
    dc_replay_find_silenced(out, arena);
}

/* --- findings --------------------------------------------------------------------------------- */

static bool is_earlier(const dc_finding *a, const dc_finding *b)
{
    if (a->path != b->path)
        return a->path < b->path;
    if (a->scenario != b->scenario)
        return a->scenario < b->scenario;
    if (a->currency != b->currency)
        return a->currency < b->currency;
    return a->day < b->day;
}

void dc_finding_note(dc_finding *finding, const dc_finding *difference)
{
    uint64_t differences = finding->differences + difference->differences;
    if (difference->differences > 0 &&
        (finding->differences == 0 || is_earlier(difference, finding)))
        *finding = *difference;
    finding->differences = differences;
}

/* One comparison after the other of one block in one currency. */
typedef struct {
    dc_findings    *findings;
    const dc_block *block;
    uint32_t        path;
    int32_t         day;
} comparing;

static void note(const comparing *now, dc_verify_claim claim, const char *what, int64_t simulated,
                 int64_t replayed, uint32_t item)
{
    dc_finding found = {.differences = 1,
                        .path = now->block->block * B + now->path,
                        .scenario = now->block->scenario,
                        .currency = now->block->currency,
                        .day = now->day,
                        .item = item,
                        .what = what,
                        .simulated = simulated,
                        .replayed = replayed};
    dc_finding_note(&now->findings->of[claim], &found);
}

static inline void expect(const comparing *now, dc_verify_claim claim, const char *what,
                          int64_t simulated, int64_t replayed)
{
    if (simulated != replayed)
        note(now, claim, what, simulated, replayed, UINT32_MAX);
}

static inline void expect_not_negative(const comparing *now, const char *what, int64_t balance)
{
    if (balance < 0)
        note(now, DC_VERIFY_NOT_NEGATIVE, what, balance, 0, UINT32_MAX);
}

/* --- replaying -------------------------------------------------------------------------------- */

static void replay_item(comparing *now, dc_ledger *ledger, const dc_replay_item *own, uint32_t item)
{
    dc_story story;
    for (now->path = 0; now->path < now->block->path_count; now->path++) {
        dc_replay_item_tell(&story, own, now->path);
        now->day = ledger->day_count;
        if (!dc_ledger_post(ledger, &story, now->path))
            note(now, DC_VERIFY_I1, "amount of the item", story.amount, 0, item);
    }
}

static void replay_items(comparing *now, dc_ledger *ledger, const dc_replay *replay,
                         dc_replay_item *own)
{
    const dc_items *items = replay->items;
    const dc_block *block = now->block;
    uint32_t        last = UINT32_MAX;
    for (size_t i = 0; i < items->count; i++) {
        uint32_t item = replay->order[i];
        if (items->currency[item] != block->currency)
            continue;
        if (last != UINT32_MAX && items->customer[item] != items->customer[last])
            dc_ledger_close_customer(ledger);
        if (last != UINT32_MAX && strcmp(items->segment[item], items->segment[last]) != 0)
            dc_ledger_close_segment(ledger);
        if (dc_replay_item_open(own, block->scenario, item, false, block->block))
            replay_item(now, ledger, own, item);
        if (replay->extra[block->scenario][item] > 0 &&
            dc_replay_item_open(own, block->scenario, item, true, block->block))
            replay_item(now, ledger, own, item);
        last = item;
    }
    dc_ledger_close_customer(ledger);
    dc_ledger_close_segment(ledger);
}

/* --- comparing -------------------------------------------------------------------------------- */

static const char *const flow_names[DC_FLOW_COUNT] = {
    [DC_FLOW_INVOICED] = "invoiced",
    [DC_FLOW_FELL_DUE] = "fell due",
    [DC_FLOW_SETTLED_NOT_DUE] = "settled, not due",
    [DC_FLOW_SETTLED_OVERDUE] = "settled, overdue",
    [DC_FLOW_NOT_CASH] = "settled without cash",
    [DC_FLOW_CREDITS_USED] = "credits used",
    [DC_FLOW_UNAPPLIED_USED] = "unapplied cash used",
    [DC_FLOW_WRITTEN_OFF] = "written off",
    [DC_FLOW_RECOVERED] = "recovered",
    [DC_FLOW_NOT_ORDERED] = "not ordered",
};

/* Balances of one path as the simulation has them, and the plain ledger's open amount. */
typedef struct {
    int64_t not_due, overdue, credits, unapplied, plain;
} balances;

static balances opening_of(const dc_book *book, uint16_t currency)
{
    const dc_claims *claims = &book->claims;
    balances         sum = {0, 0, 0, 0, 0};
    for (size_t i = 0; i < claims->count; i++) {
        int64_t open = claims->open[i].minor;
        if (claims->currency[i] != currency)
            continue;
        if (claims->kind[i] == DC_CLAIM_UNAPPLIED)
            sum.unapplied += open;
        else if (open < 0)
            sum.credits += open;
        else if (claims->due[i].day >= book->as_of.day)
            sum.not_due += open;
        else
            sum.overdue += open;
    }
    sum.plain = sum.not_due + sum.overdue;
    return sum;
}

static void compare_opening(const comparing *now, const dc_book *book, const balances *opening)
{
    const dc_currency *currency = &book->currencies[now->block->currency];
    dc_opening         told;
    int64_t            buckets = 0;
    dc_opening_balances(&told, book, now->block->currency);
    for (int b = 0; b < DC_BUCKETS; b++)
        buckets += told.ageing[b];
    expect(now, DC_VERIFY_OPENING, "not due", told.not_due, opening->not_due);
    expect(now, DC_VERIFY_OPENING, "overdue", told.overdue, opening->overdue);
    expect(now, DC_VERIFY_OPENING, "ageing", buckets, opening->plain);
    expect(now, DC_VERIFY_OPENING, "receivables", currency->receivables.minor,
           opening->plain + opening->credits);
    expect(now, DC_VERIFY_OPENING, "ledger",
           currency->receivables.minor + currency->unapplied.minor,
           buckets + told.credits + told.unapplied);
}

static void compare_day(const comparing *now, balances *sum, const int64_t flow[DC_FLOW_COUNT],
                        const int64_t plain[DC_LEDGER_CHANNELS])
{
    for (int f = 0; f < DC_FLOW_COUNT; f++)
        expect(now, DC_VERIFY_FLOWS, flow_names[f], flow[f], plain[f]);
    int64_t settled = flow[DC_FLOW_SETTLED_NOT_DUE] + flow[DC_FLOW_SETTLED_OVERDUE];
    int64_t not_cash = flow[DC_FLOW_NOT_CASH], lost = flow[DC_FLOW_WRITTEN_OFF];
    expect(now, DC_VERIFY_I4, "cash", settled - not_cash - lost + flow[DC_FLOW_RECOVERED],
           plain[DC_LEDGER_CASH]);

    sum->not_due += flow[DC_FLOW_INVOICED] - flow[DC_FLOW_FELL_DUE] - flow[DC_FLOW_SETTLED_NOT_DUE];
    sum->overdue += flow[DC_FLOW_FELL_DUE] - flow[DC_FLOW_SETTLED_OVERDUE];
    sum->credits += flow[DC_FLOW_CREDITS_USED];
    sum->unapplied += flow[DC_FLOW_UNAPPLIED_USED];
    sum->plain += plain[DC_FLOW_INVOICED] - plain[DC_LEDGER_CASH] - plain[DC_FLOW_NOT_CASH] -
                  plain[DC_FLOW_WRITTEN_OFF] + plain[DC_FLOW_RECOVERED];
    expect(now, DC_VERIFY_I2, "receivables", sum->not_due + sum->overdue, sum->plain);
    expect_not_negative(now, "not due", sum->not_due);
    expect_not_negative(now, "overdue", sum->overdue);
    expect_not_negative(now, "credits left", -sum->credits);
    expect_not_negative(now, "unapplied cash left", -sum->unapplied);
    expect_not_negative(now, "settled without cash, learnt share",
                        not_cash - flow[DC_FLOW_CREDITS_USED] - flow[DC_FLOW_UNAPPLIED_USED]);
}

/* Translated buckets may differ from the translated total by half a minor unit each, seven in all;
 * this is written with a margin of one for each of the six. */
static void compare_translated(const comparing *now, const dc_book *book, int64_t receivables,
                               const int64_t bucket[DC_BUCKETS])
{
    uint16_t currency = now->block->currency;
    int64_t  sum = 0, total = dc_book_translate(book, currency, DC_MONEY(receivables)).minor;
    for (int b = 0; b < DC_BUCKETS; b++)
        sum += dc_book_translate(book, currency, DC_MONEY(bucket[b])).minor;
    if (llabs(sum - total) > DC_BUCKETS)
        note(now, DC_VERIFY_I3, "translated ageing", sum, total, UINT32_MAX);
}

static void compare_report(const comparing *now, const dc_book *book, const dc_ledger *ledger,
                           size_t report, int64_t receivables)
{
    int64_t bucket[DC_BUCKETS], sum = 0;
    for (size_t b = 0; b < DC_BUCKETS; b++) {
        size_t at = (report * DC_BUCKETS + b) * B + now->path;
        bucket[b] = dc_block_ageing_at(now->block, report, (int)b, now->path);
        sum += bucket[b];
        expect(now, DC_VERIFY_AGEING, "ageing bucket", bucket[b], ledger->ageing[at]);
        expect_not_negative(now, "ageing bucket", bucket[b]);
    }
    size_t at = report * B + now->path;
    expect(now, DC_VERIFY_I3, "sum of ageing", sum, receivables);
    expect(now, DC_VERIFY_I3, "sum by customer", receivables, ledger->by_customer[at]);
    expect(now, DC_VERIFY_I3, "sum by segment", receivables, ledger->by_segment[at]);
    if (book->currencies[now->block->currency].has_rate)
        compare_translated(now, book, receivables, bucket);
}

static void compare_path(comparing *now, const dc_book *book, const dc_ledger *ledger, balances sum)
{
    const dc_block *block = now->block;
    size_t          rows = (size_t)ledger->day_count + 1, report = 0;
    const int64_t  *plain = ledger->daily + now->path * rows * DC_LEDGER_CHANNELS;
    for (int32_t day = 0; day <= block->day_count; day++) {
        int64_t flow[DC_FLOW_COUNT];
        now->day = day;
        for (int f = 0; f < DC_FLOW_COUNT; f++)
            flow[f] = dc_block_at(block, (dc_flow)f, day, now->path);
        compare_day(now, &sum, flow, plain + (size_t)day * DC_LEDGER_CHANNELS);
        for (; report < block->report_count && block->report_days[report] == day; report++)
            compare_report(now, book, ledger, report, sum.not_due + sum.overdue);
    }
}

/* Money beside the receivables comes with the last currency, of all items together. */
static void compare_beside(comparing *now, const dc_replay *replay)
{
    static const char *const names[DC_BESIDE_COUNT] = {
        [DC_BESIDE_COSTS] = "costs of measures",
        [DC_BESIDE_INDEMNITIES] = "indemnities",
        [DC_BESIDE_ADVANCES] = "advances",
        [DC_BESIDE_SOLD] = "sold",
        [DC_BESIDE_BILLS] = "bills held",
        [DC_BESIDE_CONCEDED] = "conceded",
        [DC_BESIDE_WON_MARGIN] = "margin of extra sales",
    };
    const dc_block *block = now->block;
    if (!block->beside[0])
        return;
    int64_t *plain = dc_replay_beside(replay, block), *next = plain;
    for (int f = 0; f < DC_BESIDE_COUNT; f++)
        for (now->path = 0; now->path < B; now->path++)
            for (now->day = 0; now->day <= block->day_count; now->day++, next++)
                if (now->path < block->path_count)
                    expect(now, DC_VERIFY_BESIDE, names[f],
                           dc_block_beside_at(block, (dc_beside)f, now->day, now->path), *next);
    free(plain);
}

/* The first item of the currency to which anything happens on the day in question. */
static void name_item(dc_finding *finding, const dc_replay *replay, dc_replay_item *own)
{
    dc_story story;
    uint32_t path = finding->path % B, block = finding->path / B;
    for (uint32_t item = 0; item < replay->items->count; item++) {
        if (replay->items->currency[item] != finding->currency ||
            !dc_replay_item_open(own, finding->scenario, item, false, block))
            continue;
        dc_replay_item_tell(&story, own, path);
        bool happens =
            story.amount != 0 && (story.issue == finding->day || story.due + 1 == finding->day);
        for (int32_t i = 0; i < story.event_count && !happens; i++)
            happens = story.event[i].day == finding->day;
        if (happens) {
            finding->item = item;
            return;
        }
    }
}

void dc_verify_block(dc_findings *findings, const dc_replay *replay, const dc_block *block)
{
    dc_findings     found = {0};
    dc_ledger       ledger;
    dc_replay_item *own = dc_replay_item_new(replay);
    comparing       now = {.findings = &found, .block = block};
    balances        opening = opening_of(replay->book, block->currency);
    dc_ledger_open(&ledger, block, dc_company_edges(&replay->book->company));
    compare_opening(&now, replay->book, &opening);
    replay_items(&now, &ledger, replay, own);
    for (now.path = 0; now.path < block->path_count; now.path++)
        compare_path(&now, replay->book, &ledger, opening);
    compare_beside(&now, replay);
    if (found.of[DC_VERIFY_FLOWS].differences > 0)
        name_item(&found.of[DC_VERIFY_FLOWS], replay, own);
    for (int claim = 0; claim < DC_VERIFY_COUNT; claim++)
        dc_finding_note(&findings->of[claim], &found.of[claim]);
    dc_ledger_free(&ledger);
    dc_replay_item_free(own);
}
