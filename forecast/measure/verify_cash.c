/*
 * verify_cash.c - cash, line and balance sheet of a path, worked out again as a treasurer would.
 *
 * Shared with what is verified: the book, as a policy would have it, chance by key, the factor of a
 * law, and what customers do (paths.h).  Bills, plan lines (verify_paid.c), what sales drive
 * (verify_tail.c), drawing,
 * repaying and interest are written again, one day and one path at a time.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "verify_notes.h"
#include "verify_paid.h"
#include "verify_tail.h"

enum { B = DC_PATH_BLOCK, PATHS_MOST = 2 * B };
enum { CHECK_I6, CHECK_I7, CHECK_I8, CHECK_I9, CHECK_CAPITAL, CHECKS };

typedef struct {
    const dc_verifying *v;
    const dc_cash_plan *plan;
    uint32_t            paths;
    dc_paid             paid;
    double *cash, *result, *owed, *sold, *collected; /* [scenario][path][day]: of customers */
    dc_note_replay  notes;
    dc_tail_replay *driven;
    dc_tail_ledger  tail;
    double          gap[CHECKS];
} replay;

/* --- customers -------------------------------------------------------------------------------- */

static size_t at(const replay *r, size_t scenario, uint32_t path, int32_t day)
{
    return ((scenario * r->paths + path) * ((size_t)r->plan->day_count + 1)) + (size_t)day;
}

static int64_t flow(const dc_block *block, dc_flow channel, int32_t day, uint32_t path)
{
    return dc_block_at(block, channel, day, path);
}

static void take_path(replay *r, const dc_block *block, uint32_t path)
{
    const dc_book *book = r->v->book;
    dc_opening     opening;
    dc_opening_balances(&opening, book, block->currency);
    int64_t  owed = opening.not_due + opening.overdue + opening.credits + opening.unapplied;
    uint32_t number = block->block * B + path;
    bool     changes =
        book->rates_ahead[block->currency].count > 0 || book->company.tail.hedge_count > 0;
    for (int32_t day = 0; day <= block->day_count; day++) {
        int64_t settled = flow(block, DC_FLOW_SETTLED_NOT_DUE, day, path) +
                          flow(block, DC_FLOW_SETTLED_OVERDUE, day, path);
        int64_t without = flow(block, DC_FLOW_NOT_CASH, day, path);
        int64_t used = flow(block, DC_FLOW_CREDITS_USED, day, path) +
                       flow(block, DC_FLOW_UNAPPLIED_USED, day, path);
        int64_t lost = flow(block, DC_FLOW_WRITTEN_OFF, day, path);
        int64_t back = flow(block, DC_FLOW_RECOVERED, day, path);
        int64_t invoiced = flow(block, DC_FLOW_INVOICED, day, path);
        size_t  to = at(r, block->scenario, number, day);
        owed += invoiced - settled + used;
        const int64_t values[] = {settled - without - lost + back,
                                  invoiced - (without - used) - lost + back, owed, invoiced};
        double *const sums[] = {r->cash, r->result, r->owed, r->sold};
        for (int i = 0; i < 4; i++)
            sums[i][to] +=
                (double)dc_book_translate(book, block->currency, DC_MONEY(values[i])).minor;
        double change = changes ? dc_paid_rate_change(book, block->currency, day) : 0.0;
        double in = (double)dc_book_translate(book, block->currency, DC_MONEY(values[0])).minor;
        double gain = change * in;
        r->collected[to] += in;
        r->cash[to] += nearbyint(gain);
        r->result[to] += nearbyint(gain);
    }
}

/* An advance is owed until it is repaid; who holds bills lends until they mature. */
static void take_measures(replay *r, const dc_block *block, uint32_t path)
{
    int64_t owed = 0;
    for (int32_t day = 0; day <= block->day_count; day++) {
        size_t  to = at(r, block->scenario, block->block * B + path, day);
        int64_t advance = dc_block_beside_at(block, DC_BESIDE_ADVANCES, day, path) -
                          dc_block_beside_at(block, DC_BESIDE_BILLS, day, path);
        int64_t result = dc_block_beside_at(block, DC_BESIDE_INDEMNITIES, day, path) -
                         dc_block_beside_at(block, DC_BESIDE_COSTS, day, path);
        owed += advance;
        r->cash[to] += (double)(advance + result);
        r->result[to] += (double)result;
        r->owed[to] -= (double)owed;
    }
}

static void take(void *context, const dc_block *block)
{
    replay *r = context;
    for (uint32_t path = 0; path < block->path_count && block->beside[0]; path++)
        take_measures(r, block, path);
    if (!r->v->book->currencies[block->currency].has_rate)
        return;
    for (uint32_t path = 0; path < block->path_count; path++)
        take_path(r, block, path);
}

/* --- day by day ------------------------------------------------------------------------------- */

static void note_gap(replay *r, int identity, double gap)
{
    r->gap[identity] = fmax(r->gap[identity], fabs(gap));
}

typedef struct {
    int64_t cash, drawn, free_cash, lowest;
    double  owed_days;
} hand;

static int64_t month_interest(hand *h, const replay *r, int32_t day)
{
    dc_date date = dc_date_add_days(r->v->book->as_of, day);
    h->owed_days += (double)h->drawn;
    if (dc_date_month_end(date).day != date.day)
        return 0;
    double interest = nearbyint(h->owed_days * r->plan->rate / 365.0);
    h->owed_days = 0.0;
    return (int64_t)interest;
}

static void move_line(hand *h, const dc_cash_plan *plan)
{
    int64_t lack = plan->minimum - h->cash, room = plan->limit - h->drawn;
    int64_t move = lack > 0 ? (lack < room ? lack : room) : (-lack < h->drawn ? lack : -h->drawn);
    h->cash += move;
    h->drawn += move;
}

/* Inventory less payables of the path, as its working capital holds them in the paired weeks. */
static void check_capital(replay *r, size_t scenario, uint32_t path, int32_t day, double bills)
{
    const dc_outcome *o = &r->v->outcomes[scenario];
    const dc_tail    *tail = r->plan->tail;
    if (!tail->buys || tail->first_day > 1)
        return;
    for (int i = 0; i < DC_PAIRED_WEEKS; i++) {
        const double *wcr = o->paired[DC_TRADE_WCR][i], *owed = o->paired[DC_RECEIVABLES][i];
        if (!wcr || dc_week_end_day(r->v->options, o->paired_week[i]) != day)
            continue;
        double         moved = (double)(r->tail.inventory[day] - r->tail.payables[day]) + bills;
        dc_book        copy;
        const dc_book *told = dc_book_told(&copy, r->v->book);
        double         start = (double)told->company.inventory.value.minor -
                       (double)dc_payables_at(told, told->as_of).value.minor;
        double now = start + moved - (double)tail->inventory;
        note_gap(r, CHECK_CAPITAL, wcr[path] - owed[path] - now);
    }
}

static void drive(replay *r, size_t scenario, uint32_t path)
{
    for (int32_t day = 0; r->driven && day <= r->plan->day_count; day++)
        r->tail.sold[day] = day > 0 ? (int64_t)r->sold[at(r, scenario, path, day)] : 0;
    if (r->driven)
        dc_tail_replay_path(&r->tail, r->driven);
}

/* Sums since the as-of date. */
typedef struct {
    double direct, result, interest, bills, notes;
} sums;

static void check_day(replay *r, size_t scenario, uint32_t path, int32_t day, const hand *h,
                      const sums *s)
{
    const dc_cash_plan *plan = r->plan;
    /* WCR rises with what customers owe and as bills are paid, falls as acceptance bills mature. */
    double wcr = r->owed[at(r, scenario, path, day)] - r->owed[at(r, scenario, path, 0)];
    wcr += s->bills - s->notes + (double)r->notes.held[day];
    if (r->driven) {
        wcr += (double)(r->tail.inventory[day] - r->tail.inventory[0] - r->tail.payables[day]);
        wcr -= (double)r->tail.tax[day];
        check_capital(r, scenario, path, day, s->bills);
    }
    note_gap(r, CHECK_I7, s->direct - (s->result - wcr));
    note_gap(r, CHECK_I9,
             (double)(h->cash - plan->opening - (h->drawn - plan->drawn)) + wcr -
                 (s->result - s->interest));
}

static void follow(replay *r, size_t scenario, uint32_t path, const int64_t *lines)
{
    const dc_cash_plan  *plan = r->plan;
    const dc_cash_reach *reach = r->v->outcomes[scenario].liquidity->reach;
    hand                 h = {plan->opening, plan->drawn, plan->opening, INT64_MAX, 0.0};
    sums                 s = {0};
    drive(r, scenario, path);
    dc_note_replay_path(&r->notes, r->collected + at(r, scenario, path, 0));
    for (int32_t day = 1; day <= plan->day_count; day++) {
        size_t  i = at(r, scenario, path, day);
        int64_t interest = month_interest(&h, r, day), debt = h.drawn - h.cash;
        int64_t driven = (r->driven ? r->tail.cash[day] : 0) + r->paid.exchange[day];
        driven += r->notes.cash[day] - r->notes.cost[day];
        int64_t change = (int64_t)r->cash[i] + lines[day] + driven - interest;
        h.cash += change;
        h.free_cash += change;
        move_line(&h, plan);
        h.lowest = h.free_cash < h.lowest ? h.free_cash : h.lowest;
        s.direct += r->cash[i] + (double)(lines[day] + driven);
        s.result += r->result[i] + (double)(lines[day] + r->paid.bills[day] - r->paid.notes[day]);
        s.result += (double)((r->driven ? r->tail.result[day] : 0) + r->paid.exchange[day]);
        s.result -= (double)r->notes.cost[day];
        s.bills += (double)r->paid.bills[day];
        s.notes += (double)r->paid.notes[day];
        s.interest += (double)interest;
        note_gap(r, CHECK_I8, (double)(h.drawn - h.cash - debt + change));
        check_day(r, scenario, path, day, &h, &s);
        if (day == reach[DC_REACH_NEAR].last_day)
            note_gap(r, CHECK_I6, reach[DC_REACH_NEAR].lowest_of[path] - (double)h.lowest);
    }
    note_gap(r, CHECK_I6, reach[DC_REACH_FAR].lowest_of[path] - (double)h.lowest);
}

/* The largest gaps of all scenarios. */
typedef struct {
    uint32_t paths;
    double   gap[CHECKS];
} found;

static void add_check(const dc_verifying *v, const found *all, int identity, const char *name,
                      dc_word sentence)
{
    /* Receipts, results and balances of a foreign currency are each translated with a rounding. */
    double days = (double)v->outcomes[0].liquidity->plan->day_count;
    double most = (double)(v->book->currency_count - 1) * 3.0 * (days + 1.0);
    dc_check_tell(dc_checks_add(v->checks, name, sentence, all->gap[identity] <= most), v->arena,
                  DC_WORD_FOUND_CASH, dc_arena_format(v->arena, "%u", (unsigned)all->paths),
                  dc_arena_format(v->arena, "%.0f", days),
                  dc_arena_format(v->arena, "%zu", v->policy_count),
                  dc_arena_format(v->arena, "%.0f", all->gap[identity]), (const char *)NULL);
}

static void follow_all(replay *r)
{
    int64_t *lines = dc_heap_alloc((size_t)r->plan->day_count + 1, sizeof *lines);
    for (uint32_t path = 0; path < r->paths; path++) {
        dc_paid_tell(&r->paid, path, lines);
        for (size_t s = 0; s < r->v->policy_count; s++)
            follow(r, s, path, lines);
    }
    free(lines);
}

/* Scenarios of one plan. */
static dc_status follow_plan(found *all, const dc_verifying *v)
{
    const dc_cash_plan *plan = v->outcomes[0].liquidity->plan;
    dc_simulate_options some = *v->options;
    some.path_count = some.path_count < PATHS_MOST ? some.path_count : PATHS_MOST;
    replay r = {.v = v, .plan = plan, .paths = some.path_count};
    size_t days = (size_t)plan->day_count + 1, values = v->policy_count * r.paths * days;
    dc_paid_make(&r.paid, v, plan);
    r.cash = dc_heap_alloc(5 * values, sizeof *r.cash);
    r.result = r.cash + values;
    r.owed = r.result + values;
    r.sold = r.owed + values;
    r.collected = r.sold + values;
    r.notes = dc_note_replay_make(v->book, plan->day_count);
    if (plan->tail && plan->tail->driven_count > 0) {
        r.driven = dc_tail_replay_make(v->book, plan->tail);
        r.tail = dc_tail_ledger_make(plan->tail);
    }
    dc_status status = dc_paths_simulate(v->book, v->model, v->items, v->policies, v->policy_count,
                                         &some, take, &r);
    if (status == DC_OK)
        follow_all(&r);
    all->paths = r.paths;
    for (int i = 0; i < CHECKS; i++)
        all->gap[i] = fmax(all->gap[i], r.gap[i]);
    if (r.driven)
        dc_tail_ledger_free(&r.tail);
    dc_tail_replay_free(r.driven);
    dc_paid_free(&r.paid);
    dc_note_replay_free(&r.notes);
    free(r.cash);
    return status;
}

dc_status dc_verify_cash(const dc_verifying *v)
{
    const dc_liquidity *l = v->outcomes[0].liquidity;
    found               all = {0};
    dc_status           status = DC_OK;
    if (!l || !l->plan->has_cash)
        return DC_OK;
    for (size_t s = 0, count; s < v->policy_count && status == DC_OK; s += count) {
        dc_verifying of_plan = *v;
        count = dc_policies_of_one_plan(v->policies + s, v->policy_count - s);
        of_plan.book = dc_book_under(v->arena, v->book, v->policies[s]);
        of_plan.policies = v->policies + s;
        of_plan.policy_count = count;
        of_plan.outcomes = v->outcomes + s;
        status = follow_plan(&all, &of_plan);
    }
    if (status != DC_OK)
        return status;
    const dc_tail *tail = l->plan->tail;
    add_check(v, &all, CHECK_I6, "identity_i6_cash", DC_WORD_CHECK_IDENTITY_I6_CASH);
    add_check(v, &all, CHECK_I7, "identity_i7_cash", DC_WORD_CHECK_IDENTITY_I7_CASH);
    add_check(v, &all, CHECK_I8, "identity_i8", DC_WORD_CHECK_IDENTITY_I8);
    add_check(v, &all, CHECK_I9, "identity_i9", DC_WORD_CHECK_IDENTITY_I9);
    if (tail && tail->driven_count > 0 && tail->buys && tail->first_day == 1)
        add_check(v, &all, CHECK_CAPITAL, "working_capital_moves", DC_WORD_CHECK_CAPITAL_MOVES);
    return DC_OK;
}
