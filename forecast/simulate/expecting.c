/* expecting.c - see expecting.h. */
#include "expecting.h"

#include <math.h>
#include <string.h>

#include "placing.h"

/* Whatever happens to an item happens only while its customer has not failed. */
static void post_step(dc_expecting *own, const dc_terms_of *item, int32_t day, double paid,
                      double lost)
{
    dc_expected *sum = &own->sum;
    if (day > sum->day_count)
        return;
    paid *= own->alive[day];
    lost *= own->alive[day];
    dc_flow from = day > item->due ? DC_FLOW_SETTLED_OVERDUE : DC_FLOW_SETTLED_NOT_DUE;
    sum->flow[from][day] += paid + lost;
    sum->flow[DC_FLOW_WRITTEN_OFF][day] += lost;
    if (own->left.paid) {
        own->left.paid[day] += paid;
        own->left.lost[day] += lost;
    }
}

static void post_credits(dc_expecting *own, const dc_terms_of *item, int32_t day, double chance)
{
    dc_expected *sum = &own->sum;
    if (day > sum->day_count)
        return;
    chance *= own->alive[day] * own->kept; /* that of going this way is in the law */
    sum->flow[DC_FLOW_NOT_CASH][day] += chance * (double)item->not_cash;
    sum->flow[DC_FLOW_CREDITS_USED][day] += chance * (double)item->credits;
    sum->flow[DC_FLOW_UNAPPLIED_USED][day] += chance * (double)item->unapplied;
}

/* An item's expected open amount after each day gives what fell due and the ageing. */
static void post_balances(dc_expected *sum, const dc_convolution *conv, const dc_terms_of *item,
                          const double *open)
{
    if (item->due >= 0 && item->due < sum->day_count)
        sum->flow[DC_FLOW_FELL_DUE][item->due + 1] += open[item->due];
    const dc_ageing_edges *edges = dc_company_edges(&conv->book->company);
    dc_aged_days           aged = dc_days_aged(conv->options);
    for (size_t r = 0; r < aged.count; r++) {
        int32_t day = aged.day[r];
        if (item->issue <= day)
            sum->ageing[r * DC_BUCKETS + (size_t)dc_bucket_of(edges, day - item->due)] += open[day];
    }
}

/* Amounts leave on `count` days from `first` on: settled[0], lost[0] on the first. */
static void post_days(dc_expected *sum, int32_t due, int32_t first, int32_t count,
                      const double *restrict settled, const double *restrict lost)
{
    double *restrict not_due = &sum->flow[DC_FLOW_SETTLED_NOT_DUE][first];
    double *restrict overdue = &sum->flow[DC_FLOW_SETTLED_OVERDUE][first];
    double *restrict written_off = &sum->flow[DC_FLOW_WRITTEN_OFF][first];
    int32_t split = due < first ? 0 : due - first < count ? due - first + 1 : count;
    for (int32_t i = 0; i < split; i++)
        not_due[i] += settled[i];
    for (int32_t i = split; i < count; i++)
        overdue[i] += settled[i];
    for (int32_t i = 0; i < count; i++)
        written_off[i] += lost[i];
}

/* A part of what was written off comes back; what comes after the last day is kept on day 0. */
static void post_recovered(dc_expecting *own, int32_t day, double amount)
{
    double  recovered = amount * own->recovered_share;
    int32_t back = day + own->recovery_days;
    if (back <= own->sum.day_count)
        own->sum.flow[DC_FLOW_RECOVERED][back] += recovered;
    if (own->left.paid) {
        own->left.lost[day] += amount;
        own->left.recovered[back <= own->sum.day_count ? back : 0] += recovered;
    }
}

/* The customer has failed: all that is open is written off on one day. */
static void post_frozen(dc_expecting *own, const dc_terms_of *item, double *open)
{
    int32_t end = dc_failure_write_off(own->since);
    double  amount = item->issue >= 1 ? 0.0 : open[0];
    for (int32_t day = 0; day <= own->sum.day_count; day++)
        open[day] = day < end ? amount : 0.0;
    if (end > own->sum.day_count || amount == 0.0)
        return;
    post_days(&own->sum, item->due, end, 1, &amount, &amount);
    post_recovered(own, end, amount);
}

/* open[] as if nobody failed becomes what is open where customers do: alive and unpaid, or frozen
 * by a failure of the last days, to be written off after them. */
static void post_failures(dc_expecting *own, const dc_convolution *conv, const dc_terms_of *item,
                          double *open)
{
    enum { WAIT = DC_WRITE_OFF_AFTER_DAYS };
    int32_t last = own->sum.day_count, from = item->issue >= 1 ? item->issue + 1 : 1;
    double  frozen = 0.0, *restrict held = own->held;
    if (conv->failures.row_count == 0)
        return;
    if (own->since != DC_DEFAULT_NEVER) {
        post_frozen(own, item, open);
        return;
    }
    for (int32_t day = 1; day < from && day <= last; day++)
        held[day] = 0.0;
    for (int32_t day = from; day <= last; day++)
        held[day] = (own->alive[day - 1] - own->alive[day]) * open[day - 1];
    for (int32_t day = 1; day < from && day <= last; day++)
        open[day] = own->alive[day] * open[day];
    for (int32_t day = from; day <= last; day++) {
        frozen += held[day] - (day > WAIT ? held[day - WAIT] : 0.0);
        frozen = frozen > 0.0 ? frozen : 0.0;
        open[day] = own->alive[day] * open[day] + frozen;
    }
    if (last <= WAIT)
        return;
    post_days(&own->sum, item->due, WAIT + 1, last - WAIT, &held[1], &held[1]);
    for (int32_t day = WAIT + 1; day <= last; day++)
        post_recovered(own, day, held[day - WAIT]);
}

/* Whatever happens to an item happens only while its customer has not failed. */
static void post_settled(dc_expecting *own, const dc_terms_of *item, int32_t first, int32_t count,
                         double amount)
{
    const double *restrict alive = &own->alive[first], *restrict paid = &own->now.paid[first];
    const double *restrict lost = &own->now.lost[first];
    double *restrict settled = own->next.paid, *restrict written_off = own->next.lost;
    for (int32_t i = 0; i < count; i++) {
        double pays = amount * paid[i] * alive[i];
        written_off[i] = amount * lost[i] * alive[i];
        settled[i] = pays + written_off[i];
    }
    post_days(&own->sum, item->due, first, count, settled, written_off);
    for (int32_t i = 0; own->left.paid && i < count; i++) {
        own->left.paid[first + i] += amount * paid[i] * alive[i];
        own->left.lost[first + i] += written_off[i];
    }
    if (item->not_cash == 0 && item->credits == 0 && item->unapplied == 0)
        return;
    for (int32_t i = 0; i < count; i++)
        post_credits(own, item, first + i, paid[i]);
}

void dc_expect_item(dc_expecting *own, const dc_convolution *conv, const dc_terms_of *item)
{
    const double settled_most = own->chance * (1.0 - 1e-15); /* what is left can move no figure */
    dc_expected *sum = &own->sum;
    double       amount = (double)item->amount * own->kept, settled = 0.0;
    double      *open = own->law.paid; /* the cumulative law is not needed now */
    int32_t      first = item->issue > 1 ? item->issue : 1, day = first;
    if (item->issue >= 1 && item->issue <= sum->day_count) {
        double there = own->chance * own->alive[item->issue];
        sum->flow[DC_FLOW_INVOICED][item->issue] += amount * there;
        sum->flow[DC_FLOW_NOT_ORDERED][item->issue] += ((double)item->amount - amount) * there;
    }
    for (int32_t before = 0; before < first && before <= sum->day_count; before++)
        open[before] = amount * own->chance;
    for (; day <= sum->day_count && settled < settled_most; day++) {
        settled += own->now.paid[day] + own->now.lost[day];
        open[day] = amount * (own->chance - settled);
    }
    if (day > first)
        post_settled(own, item, first, day - first, amount);
    for (; day <= sum->day_count; day++)
        open[day] = amount * (own->chance - settled);
    post_failures(own, conv, item, open);
    post_balances(sum, conv, item, open);
}

/* By the law own->now. */
static void expect_conceded(dc_expecting *own, const dc_convolution *conv, uint32_t item,
                            int64_t conceded)
{
    double *flow = own->sum.beside[DC_BESIDE_CONCEDED];
    double  home =
        flow ? own->kept * (double)dc_contract_home(&conv->contracting, item, conceded) : 0.0;
    for (int32_t day = 1; day <= own->sum.day_count && home != 0.0; day++)
        flow[day] += home * own->now.paid[day] * own->alive[day];
}

double dc_expect_issued(const dc_expecting *own, const dc_terms_of *terms)
{
    bool   is_slot = terms->issue >= 1;
    double there = !is_slot;
    if (is_slot && terms->issue <= own->sum.day_count)
        there = own->alive[terms->issue];
    return there * ((double)terms->amount * own->kept);
}

void dc_expect_way_begins(dc_expecting *own, uint16_t placements)
{
    size_t bytes = ((size_t)own->sum.day_count + 1) * sizeof(double);
    if (!own->left.paid || !placements)
        return;
    memcpy(own->before.paid, own->left.paid, bytes);
    memcpy(own->before.lost, own->left.lost, bytes);
}

void dc_expect_hand_over(dc_expecting *own, const dc_convolution *conv, const dc_terms_of *terms,
                         uint16_t placements, double all)
{
    if (placements)
        dc_day_law_place(&own->now, conv->policy, placements, terms->issue, terms->due, all);
}

void dc_expect_way_over(dc_expecting *own, const dc_convolution *conv, uint32_t item,
                        const dc_terms_of *terms, uint16_t placements, double chance)
{
    dc_expected_leavings way = own->before;
    if (!own->left.paid || !placements || !dc_is_contracted(&conv->contracting, item))
        return;
    for (int32_t day = 0; day <= own->sum.day_count; day++) {
        way.paid[day] = own->left.paid[day] - way.paid[day];
        way.lost[day] = own->left.lost[day] - way.lost[day];
    }
    way.issued = chance * dc_expect_issued(own, terms);
    dc_beside_expect_placed(own->sum.beside, &conv->contracting, item, terms, &way, placements);
}

/* Disputes that are settled on the days first .. last, of a law own->drawn: these placements find
 * them settled. */
static void expect_settled(dc_expecting *own, const dc_convolution *conv, uint32_t item,
                           const dc_terms_of *terms, const dc_dispute *by, int32_t first,
                           int32_t last, uint16_t placements)
{
    dc_disputed parts = dc_dispute_apply(by, terms);
    own->chance = by->rate * dc_dispute_chance(by, first, last);
    dc_expect_way_begins(own, placements);
    dc_day_law_scale(&own->now, &own->drawn, own->chance);
    dc_expect_hand_over(own, conv, terms, placements, own->chance);
    if (parts.usual.amount > 0)
        dc_expect_item(own, conv, &parts.usual);
    dc_day_law_scale(&own->now, &own->drawn, by->rate);
    dc_day_law_wait(&own->now, &own->next, by, first, last);
    dc_expect_hand_over(own, conv, terms, placements, own->chance);
    dc_expect_item(own, conv, &parts.waits);
    expect_conceded(own, conv, item, parts.waits.not_cash + parts.usual.not_cash - terms->not_cash);
    dc_expect_way_over(own, conv, item, terms, placements, own->chance);
}

/* By the placements that still lie ahead when a dispute is settled. */
static void expect_disputed(dc_expecting *own, const dc_convolution *conv, uint32_t item,
                            const dc_terms_of *terms, const dc_dispute *by)
{
    uint16_t left[DC_POLICY_PLACEMENTS_MAX + 1];
    int32_t  day[DC_POLICY_PLACEMENTS_MAX], arose = terms->issue > 0 ? terms->issue : 0, first = 1;
    size_t   count = dc_placement_days(day, left, conv->policy, conv->treatment[item].placements,
                                       terms->issue, terms->due);
    for (size_t i = 0; i <= count; i++) {
        int32_t last = i < count ? day[i] - arose : INT32_MAX;
        if (last < first)
            continue;
        expect_settled(own, conv, item, terms, by, first, last, left[i]);
        first = last < INT32_MAX ? last + 1 : last;
    }
}

void dc_expect_split(dc_expecting *own, const dc_convolution *conv, uint32_t item,
                     const dc_terms_of *terms)
{
    const dc_policy *policy = conv->policy;
    dc_treatment     treatment = conv->treatment[item];
    double           left = 1.0, apart = terms->rest != 0 ? conv->items->parted[item] : 0.0;
    dc_day_law_scale(&own->drawn, &own->now, 1.0);
    if (treatment.dispute != DC_NONE) {
        left -= policy->disputes[treatment.dispute].rate;
        expect_disputed(own, conv, item, terms, &policy->disputes[treatment.dispute]);
    }
    dc_day_law_scale(&own->now, &own->drawn, left);
    if (treatment.discount != DC_NONE) {
        const dc_discount *by = &policy->discounts[treatment.discount];
        int32_t            last = dc_discount_day(by, terms->issue, terms->due);
        dc_terms_of        less = dc_discount_apply(by, terms);
        if (last > 0) {
            dc_takers who = {NAN, apart, own->sum.day_count};
            own->chance = dc_day_law_discount(&own->drawn, &own->now, by, last, who, left);
            left -= own->chance;
            dc_day_law rest = own->now;
            own->now = own->drawn;
            dc_expect_item(own, conv, &less);
            expect_conceded(own, conv, item, less.not_cash - terms->not_cash);
            own->now = rest;
        }
    }
    own->chance = left;
    dc_expect_way_begins(own, treatment.placements);
    dc_expect_hand_over(own, conv, terms, treatment.placements, left);
    dc_expect_item(own, conv, terms);
    dc_expect_way_over(own, conv, item, terms, treatment.placements, left);
    own->chance = 1.0;
}

/* What a plan has brought or cost by a step that is paid with the chance. */
static void post_cost(dc_expecting *own, double *costs, int32_t day, double chance, double cost)
{
    if (costs && day <= own->sum.day_count)
        costs[day] += chance * own->alive[day] * cost;
}

/* A plan while it is worked out. */
typedef struct {
    const dc_day_law *after;           /* of the rest, in days from a miss */
    double           *settled, *costs; /* by day; costs NULL: none */
    dc_plan_end       end;             /* that `after` tells, where it is not the own law */
} expected_plan;

/* Who takes over may go by the age of the claim on the day of the miss. */
static void set_end(dc_expecting *own, expected_plan *into, const dc_convolution *conv,
                    uint32_t item_index, const dc_terms_of *item, const dc_instalments *plan,
                    int32_t missed_day)
{
    if (plan->after_miss == DC_MISS_OWN_LAW)
        return;
    dc_plan_end end = dc_plan_end_of(conv->policy, plan, conv->treatment[item_index].placements,
                                     item->issue, item->due, missed_day);
    if (into->after == &own->drawn && end.chance == into->end.chance &&
        end.first == into->end.first && end.lost == into->end.lost)
        return;
    dc_day_law_of_end(&own->drawn, &end);
    into->after = &own->drawn;
    into->end = end;
}

/* The rest of a plan after a missed step, which costs `cost` when it is paid. */
static void post_rest(dc_expecting *own, const dc_terms_of *item, const expected_plan *plan,
                      int32_t missed_day, double chance, double rest, double cost)
{
    for (int32_t day = 1; missed_day + day <= own->sum.day_count; day++) {
        double paid = chance * plan->after->paid[day], lost = chance * plan->after->lost[day];
        post_step(own, item, missed_day + day, paid * rest, lost * rest);
        post_cost(own, plan->costs, missed_day + day, paid, cost);
        plan->settled[missed_day + day] += (paid + lost) * rest;
    }
}

static void post_refused(dc_expecting *own, const dc_terms_of *item, double chance, double *settled)
{
    for (int32_t day = 1; day <= own->sum.day_count; day++) {
        double paid = chance * own->now.paid[day], lost = chance * own->now.lost[day];
        post_step(own, item, day, paid * (double)item->amount, lost * (double)item->amount);
        post_credits(own, item, day, paid);
        settled[day] += (paid + lost) * (double)item->amount;
    }
}

/* Step by step: kept so far, or missed now. */
static void post_steps(dc_expecting *own, const dc_convolution *conv, uint32_t item_index,
                       const dc_terms_of *item, const dc_instalments *plan, expected_plan *into)
{
    dc_plan_steps steps;
    dc_plan_costs costs;
    double        kept = plan->share, rest = (double)item->amount;
    dc_plan_make(&steps, plan, conv->book->as_of, item->amount, item->not_cash);
    dc_plan_cost(&costs, &conv->contracting, item_index, &steps, plan,
                 conv->treatment[item_index].placements, item);
    post_credits(own, item, steps.day[0], plan->share);
    for (int32_t step = 0; step < steps.count; step++) {
        double missed = step == 0 ? 0.0 : kept * dc_plan_miss(plan);
        set_end(own, into, conv, item_index, item, plan, steps.day[step]);
        post_rest(own, item, into, steps.day[step], missed, rest, (double)costs.rest[step]);
        post_cost(own, into->costs, costs.handed_day[step], missed, (double)costs.handed[step]);
        kept -= missed;
        double paid = kept * (double)steps.amount[step];
        post_step(own, item, steps.day[step], paid, 0.0);
        post_cost(own, into->costs, steps.day[step], kept, (double)costs.step[step]);
        if (steps.day[step] <= own->sum.day_count)
            into->settled[steps.day[step]] += paid;
        rest -= (double)steps.amount[step];
    }
}

/* One way is over: of `amount` the rest is open, by day. */
static void close_way(dc_expecting *own, const dc_convolution *conv, const dc_terms_of *item,
                      double amount, const double *settled)
{
    double *open = own->law.paid; /* the cumulative law is not needed now */
    open[0] = amount;
    for (int32_t day = 1; day <= own->sum.day_count; day++)
        open[day] = open[day - 1] - settled[day];
    post_failures(own, conv, item, open);
    post_balances(&own->sum, conv, item, open);
}

/* First where it is accepted, then where it is not. */
void dc_expect_planned(dc_expecting *own, const dc_convolution *conv, uint32_t item_index,
                       const dc_terms_of *item, const dc_instalments *plan)
{
    double       *settled = own->next.paid, refused = 1.0 - plan->share;
    size_t        bytes = ((size_t)own->next.reach + 1) * sizeof *settled;
    bool          costs = conv->contracting.of && conv->contracting.of[item_index].planned;
    expected_plan into = {&own->now, settled, costs ? own->sum.beside[DC_BESIDE_COSTS] : NULL, {0}};
    memset(settled, 0, bytes);
    post_steps(own, conv, item_index, item, plan, &into);
    close_way(own, conv, item, plan->share * (double)item->amount, settled);
    if (refused == 0.0)
        return;
    uint16_t placements = conv->treatment[item_index].placements;
    dc_expect_way_begins(own, placements);
    dc_expect_hand_over(own, conv, item, placements, 1.0);
    memset(settled, 0, bytes);
    post_refused(own, item, refused, settled);
    close_way(own, conv, item, refused * (double)item->amount, settled);
    dc_expect_way_over(own, conv, item_index, item, placements, refused);
}
