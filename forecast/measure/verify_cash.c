/*
 * verify_cash.c - cash, line and balance sheet of a path, worked out again as a treasurer would.
 *
 * Shared with what is verified: the book, chance by key, the factor of a law, and what customers do
 * (paths.h).  The days bills are paid, the days of a plan line, drawing, repaying and interest are
 * written again, one day and one path at a time.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "duecast/cash.h"
#include "verify_parts.h"

enum { B = DC_PATH_BLOCK, PATHS_MOST = 2 * B, RUNS_BACK = 14, RUNS_AHEAD = 800 };

/* What one name pays on one day, in one way of straying. */
typedef struct {
    const char *name;
    double      spread;
    dc_plan_law law;
    int32_t     day;
    int64_t     amount;
} entry;

typedef struct {
    const dc_verifying *v;
    const dc_cash_plan *plan;
    uint32_t            paths;
    size_t              entry_count, entry_capacity;
    entry              *entries;
    int64_t            *bills; /* [day]: what was owed of the bills paid then, discount included */
    double             *cash, *result, *owed; /* [scenario][path][day]: of customers */
    double              gap[4];               /* I6 to I9 */
} replay;

/* --- what is paid ----------------------------------------------------------------------------- */

/* Money goes out on an open day that is a run, or the first after runs on closed days. */
static bool pays_on(const dc_book *book, const dc_pay_rule *rule, dc_date day)
{
    if (!dc_calendar_is_open(book->calendar, day))
        return false;
    if (!rule || (rule->weekdays == 0 && rule->month_days == 0))
        return true;
    for (int back = 0; back < RUNS_BACK; back++) {
        dc_date  run = dc_date_add_days(day, -back);
        dc_civil c = dc_date_to_civil(run);
        bool     last = dc_date_month_end(run).day == run.day;
        if (back > 0 && dc_calendar_is_open(book->calendar, run))
            return false; /* what should have run before was paid before */
        if (rule->weekdays >> dc_date_weekday(run) & 1u)
            return true;
        for (int32_t d = 1; d <= 31; d++)
            if (rule->month_days >> d & 1u && (c.day == d || (last && c.day < d)))
                return true;
    }
    return false;
}

static const dc_pay_rule *rule_of(const dc_book *book, size_t bill)
{
    for (int pass = 3; pass >= 0; pass--)
        for (size_t i = 0; i < book->company.pay_rule_count; i++) {
            const dc_pay_rule *rule = &book->company.pay_rules[i];
            bool by_supplier = *rule->supplier != '\0', by_category = *rule->category != '\0';
            if (by_supplier == (pass >= 2) && by_category == (pass % 2 == 1) &&
                (!by_supplier || strcmp(rule->supplier, book->bills.supplier[bill]) == 0) &&
                (!by_category || strcmp(rule->category, book->bills.category[bill]) == 0))
                return rule;
        }
    return NULL;
}

static void add_entry(replay *r, entry one)
{
    if (one.day < 1 || one.day > r->plan->day_count)
        return;
    for (size_t i = 0; i < r->entry_count; i++) {
        entry *at = &r->entries[i];
        if (at->day == one.day && at->law == one.law && at->spread == one.spread &&
            strcmp(at->name, one.name) == 0) {
            at->amount += one.amount;
            return;
        }
    }
    if (r->entry_count == r->entry_capacity)
        r->entries =
            dc_heap_grow(r->entries, &r->entry_capacity, r->entry_count + 1, sizeof *r->entries);
    r->entries[r->entry_count++] = one;
}

static void add_bill(replay *r, size_t bill)
{
    const dc_book     *book = r->v->book;
    const dc_bills    *bills = &book->bills;
    const dc_pay_rule *rule = rule_of(book, bill);
    int32_t            due = bills->due[bill].day + (rule ? rule->stretch_days : 0), paid = 0;
    int32_t            early =
        bills->issued[bill].day + (rule && rule->discount > 0 ? rule->discount_days : 0);
    bool discounted = false;
    for (int32_t day = 1; day <= RUNS_AHEAD; day++) {
        dc_date date = dc_date_add_days(book->as_of, day);
        if (!pays_on(book, rule, date))
            continue;
        if (rule && rule->discount > 0 && date.day <= early) {
            paid = day;
            discounted = true;
        } else if (paid == 0 && date.day >= due) {
            paid = day;
        }
    }
    if (paid < 1 || paid > r->plan->day_count)
        return;
    dc_money whole = bills->amount[bill], less = whole;
    if (discounted)
        less = dc_money_sub(whole, dc_money_scale(whole, rule->discount, DC_ROUND_HALF_EVEN));
    int64_t out = dc_book_translate(book, bills->currency[bill], less).minor;
    int64_t was = dc_book_translate(book, bills->currency[bill], whole).minor;
    r->bills[paid] += was;
    add_entry(r, (entry){.name = "bills", .day = paid, .amount = -out});
}

/* The plan's own rows tell how a name is written. */
static const char *name_of(const replay *r, const char *line)
{
    const char *found = line;
    for (size_t i = 0; i < r->plan->row_count; i++) {
        if (strcmp(r->plan->rows[i].name, line) == 0)
            return r->plan->rows[i].name;
        if (strcasecmp(r->plan->rows[i].name, line) == 0 && r->plan->rows[i].label != DC_WORD_COUNT)
            found = r->plan->rows[i].name;
    }
    return found;
}

static void add_line(replay *r, const dc_plan_line *line)
{
    const dc_book *book = r->v->book;
    int64_t        days = line->to.day - line->from.day + 1;
    dc_money       vat = dc_money_scale(line->amount, line->vat, DC_ROUND_HALF_EVEN);
    int64_t total = dc_book_translate(book, line->currency, dc_money_add(line->amount, vat)).minor;
    int64_t each = total / days, left = total - each * days;
    for (int64_t d = 0; d < days; d++) {
        int64_t more = d < llabs(left) ? (left > 0) - (left < 0) : 0;
        int64_t day = line->from.day + d + line->delay - book->as_of.day;
        add_entry(r, (entry){.name = name_of(r, line->line),
                             .spread = line->uncertainty > 0 ? line->uncertainty : 0,
                             .law = line->uncertainty > 0 ? (dc_plan_law)line->law : 0,
                             .day = (int32_t)day,
                             .amount = each + more});
    }
}

static void list_entries(replay *r)
{
    const dc_book *book = r->v->book;
    for (size_t i = 0; i < book->bills.count; i++)
        if (!dc_date_is_set(book->bills.paid[i]) &&
            book->currencies[book->bills.currency[i]].has_rate)
            add_bill(r, i);
    for (size_t i = 0; i < book->plan_count; i++)
        if (strcasecmp(book->plan[i].line, "sales") != 0 &&
            strcmp(book->plan[i].line, "销售") != 0 &&
            book->currencies[book->plan[i].currency].has_rate)
            add_line(r, &book->plan[i]);
}

/* lines[day] of one path. */
static void tell_lines(const replay *r, uint32_t path, int64_t *lines)
{
    memset(lines, 0, ((size_t)r->plan->day_count + 1) * sizeof *lines);
    for (size_t i = 0; i < r->entry_count; i++) {
        const entry *e = &r->entries[i];
        const char  *identity[] = {"cash line", e->name};
        uint32_t     words[B];
        double       factor = 1.0;
        if (e->spread > 0) {
            dc_luck luck = {r->v->options->seed, dc_identity(identity, 2), DC_PURPOSE_CASH_LINE};
            dc_uniform_block(words, luck, path / B, 0);
            factor = dc_plan_law_factor(e->law, e->spread, (words[path % B] + 0.5) / 0x1p32);
        }
        lines[e->day] += (int64_t)nearbyint((double)e->amount * factor);
    }
}

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
                                  invoiced - (without - used) - lost + back, owed};
        double *const sums[] = {r->cash, r->result, r->owed};
        for (int i = 0; i < 3; i++)
            sums[i][to] +=
                (double)dc_book_translate(book, block->currency, DC_MONEY(values[i])).minor;
    }
}

/* An advance is owed until it is repaid. */
static void take_measures(replay *r, const dc_block *block, uint32_t path)
{
    int64_t owed = 0;
    for (int32_t day = 0; day <= block->day_count; day++) {
        size_t  to = at(r, block->scenario, block->block * B + path, day);
        int64_t advance = dc_block_beside_at(block, DC_BESIDE_ADVANCES, day, path);
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

static void follow(replay *r, size_t scenario, uint32_t path, const int64_t *lines)
{
    const dc_cash_plan  *plan = r->plan;
    const dc_cash_reach *reach = r->v->outcomes[scenario].liquidity->reach;
    hand                 h = {plan->opening, plan->drawn, plan->opening, INT64_MAX, 0.0};
    double               owed = r->owed[at(r, scenario, path, 0)], result = 0.0;
    double               bills = 0.0, direct = 0.0, interest_sum = 0.0;
    for (int32_t day = 1; day <= plan->day_count; day++) {
        size_t  i = at(r, scenario, path, day);
        int64_t interest = month_interest(&h, r, day), debt = h.drawn - h.cash;
        int64_t change = (int64_t)r->cash[i] + lines[day] - interest;
        h.cash += change;
        h.free_cash += change;
        move_line(&h, plan);
        h.lowest = h.free_cash < h.lowest ? h.free_cash : h.lowest;
        direct += r->cash[i] + (double)lines[day];
        result += r->result[i] + (double)(lines[day] + r->bills[day]);
        bills += (double)r->bills[day];
        interest_sum += (double)interest;
        /* WCR rises with what customers owe and as bills are paid. */
        double wcr = r->owed[i] - owed + bills;
        note_gap(r, 1, direct - (result - wcr));
        note_gap(r, 2, (double)(h.drawn - h.cash - debt + change));
        note_gap(r, 3,
                 (double)(h.cash - plan->opening - (h.drawn - plan->drawn)) + wcr -
                     (result - interest_sum));
        if (day == reach[DC_REACH_NEAR].last_day)
            note_gap(r, 0, reach[DC_REACH_NEAR].lowest_of[path] - (double)h.lowest);
    }
    note_gap(r, 0, reach[DC_REACH_FAR].lowest_of[path] - (double)h.lowest);
}

static void add_check(const replay *r, int identity, const char *name, dc_word sentence)
{
    /* Receipts, results and balances of a foreign currency are each translated with a rounding. */
    double foreign = (double)(r->v->book->currency_count - 1);
    double most = foreign * 3.0 * ((double)r->plan->day_count + 1.0);
    dc_checks_add(r->v->checks, name, sentence, r->gap[identity] <= most,
                  dc_arena_format(r->v->arena,
                                  "%u paths x %d days x %zu scenarios: %.0f minor units at most",
                                  (unsigned)r->paths, (int)r->plan->day_count, r->v->policy_count,
                                  r->gap[identity]));
}

static void follow_all(replay *r)
{
    int64_t *lines = dc_heap_alloc((size_t)r->plan->day_count + 1, sizeof *lines);
    list_entries(r);
    for (uint32_t path = 0; path < r->paths; path++) {
        tell_lines(r, path, lines);
        for (size_t s = 0; s < r->v->policy_count; s++)
            follow(r, s, path, lines);
    }
    free(lines);
    add_check(r, 0, "identity_i6_cash", DC_WORD_CHECK_IDENTITY_I6_CASH);
    add_check(r, 1, "identity_i7_cash", DC_WORD_CHECK_IDENTITY_I7_CASH);
    add_check(r, 2, "identity_i8", DC_WORD_CHECK_IDENTITY_I8);
    add_check(r, 3, "identity_i9", DC_WORD_CHECK_IDENTITY_I9);
}

dc_status dc_verify_cash(const dc_verifying *v)
{
    const dc_liquidity *l = v->outcomes[0].liquidity;
    if (!l || !l->plan->has_cash)
        return DC_OK;
    dc_simulate_options some = *v->options;
    some.path_count = some.path_count < PATHS_MOST ? some.path_count : PATHS_MOST;
    replay r = {.v = v, .plan = l->plan, .paths = some.path_count};
    size_t days = (size_t)l->plan->day_count + 1, values = v->policy_count * r.paths * days;
    r.bills = dc_heap_alloc(days, sizeof *r.bills);
    r.cash = dc_heap_alloc(3 * values, sizeof *r.cash);
    r.result = r.cash + values;
    r.owed = r.result + values;
    dc_status status = dc_paths_simulate(v->book, v->model, v->items, v->policies, v->policy_count,
                                         &some, take, &r);
    if (status == DC_OK)
        follow_all(&r);
    free(r.bills);
    free(r.cash);
    free(r.entries);
    return status;
}
