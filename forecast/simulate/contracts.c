/* contracts.c - see contracts.h. */
#include "contracts.h"

#include <string.h>

#include "duecast/standing.h"
#include "placing.h"

/* --- contracts -------------------------------------------------------------------------------- */

/* Whose charges an item meets; in the order of dc_contracting.charges. */
static uint64_t charges_of(const dc_contracting *by, const dc_item_facts *facts,
                           dc_treatment treatment)
{
    const dc_policy *policy = by->policy;
    size_t           placed = DC_PLACEMENT_CHARGES * policy->placement_count;
    uint64_t         out = 0;
    for (size_t i = 0; i < by->charge_count; i++) {
        const dc_charge *charge = &by->charges[i];
        size_t           at = i - policy->charge_count;
        bool             fits = charge->on != DC_CHARGE_FIXED && !dc_charge_is_idle(charge) &&
                    !(treatment.plan != DC_NONE && charge->plans_exempt) &&
                    dc_scopes_fit(&charge->scopes, by->book, facts);
        if (i >= policy->charge_count && at < placed)
            fits = treatment.placements >> at / DC_PLACEMENT_CHARGES & 1;
        else if (i >= policy->charge_count)
            fits &= !(treatment.silenced >> (at - placed) & 1);
        out |= (uint64_t)fits << i;
    }
    return out;
}

static dc_contracts contracts_of(const dc_contracting *by, const dc_item_facts *facts,
                                 int32_t issue, int32_t due, dc_treatment treatment)
{
    bool             planned = treatment.plan != DC_NONE;
    const dc_book   *book = by->book;
    const dc_policy *policy = by->policy;
    dc_contracts     out = DC_UNCONTRACTED;
    out.charges = charges_of(by, facts, treatment);
    for (size_t i = policy->factoring_count; i-- > 0;)
        if (!dc_factoring_is_idle(&policy->factorings[i]) &&
            dc_scopes_fit(&policy->factorings[i].scopes, book, facts))
            out.factoring = (int8_t)i;
    for (size_t i = policy->insurance_count; i-- > 0;)
        if (!dc_insurance_is_idle(&policy->insurances[i]) && issue >= policy->insurances[i].from &&
            dc_scopes_fit(&policy->insurances[i].scopes, book, facts))
            out.insurance = (int8_t)i;
    const dc_factoring *factor =
        out.factoring != DC_NONE ? &policy->factorings[out.factoring] : NULL;
    bool is_sold = factor && dc_factor_sale_day(factor, issue, due) != DC_CONTRACT_NEVER;
    bool is_factors = is_sold && factor->recourse < 1.0;
    for (size_t i = policy->bill_count; i-- > 0 && !is_sold;)
        if (!dc_bill_use_is_idle(&policy->bills[i]) &&
            dc_scopes_fit(&policy->bills[i].scopes, book, facts))
            out.bills = (int8_t)i;
    bool agreed = (out.insurance != DC_NONE && policy->insurances[out.insurance].plans_agreed) ||
                  (planned && policy->plans[treatment.plan].insurer_consent);
    const dc_terms_change *won = dc_terms_that_won(policy, treatment);
    out.margin = won ? won->margin : 0.0;
    if (planned) {
        const dc_instalments *plan = &policy->plans[treatment.plan];
        out.planned =
            dc_plan_is_costed(plan) || dc_plan_taker(plan, treatment.placements) != DC_NONE;
    }
    if (is_factors || (planned && !agreed))
        out.insurance = DC_NONE;
    return out;
}

void dc_contracting_make(dc_contracting *out, dc_arena *arena, const dc_book *book,
                         const dc_model *model, const dc_items *items,
                         const dc_treatment *treatments, const dc_policy *policy,
                         const dc_simulate_options *options)
{
    *out = (dc_contracting){
        .book = book, .items = items, .policy = policy, .day_count = options->horizon_days};
    if (!dc_policy_is_costed(policy))
        return;
    memcpy(out->charges, policy->charges, sizeof policy->charges);
    out->charge_count = policy->charge_count;
    for (size_t i = 0; i < policy->placement_count; i++) {
        dc_placement_charges(&out->charges[out->charge_count], &policy->placements[i]);
        for (int c = 0; c < DC_PLACEMENT_CHARGES; c++)
            out->of_placements |= (uint64_t)1 << out->charge_count++;
    }
    for (size_t i = 0; i < policy->dunning_count; i++)
        out->charges[out->charge_count++] = dc_dunning_charge(&policy->dunnings[i]);
    out->of = dc_arena_alloc(arena, items->count + 1, sizeof *out->of);
    for (size_t i = 0; i < items->count; i++) {
        dc_item_facts facts = dc_item_facts_of(book, items, i);
        out->of[i] = DC_UNCONTRACTED;
        if (book->currencies[items->currency[i]].has_rate &&
            !dc_in_default(model, items->customer[i]))
            out->of[i] = contracts_of(out, &facts, items->issue[i], items->due[i], treatments[i]);
    }
}

uint64_t dc_charges_held(const dc_contracting *by, uint32_t item, const dc_terms_of *terms,
                         int32_t held)
{
    uint64_t out = by->of[item].charges;
    for (size_t i = 0; i < by->policy->placement_count; i++) {
        size_t   at = by->policy->charge_count + DC_PLACEMENT_CHARGES * i;
        uint64_t both = (((uint64_t)1 << DC_PLACEMENT_CHARGES) - 1) << at;
        if (dc_placement_day(&by->policy->placements[i], terms->issue, terms->due) < held)
            out &= ~both;
    }
    return out;
}

/* --- plans ------------------------------------------------------------------------------------ */

/* What is left when the plan ends by a miss of the step. */
static void cost_of_end(dc_plan_costs *out, const dc_contracting *by, uint32_t item, int32_t step,
                        const dc_instalments *plan, int taker, int64_t left, int64_t whole)
{
    if (taker == DC_NONE) {
        double fee = plan->after_miss == DC_MISS_THIRD_PARTY ? plan->collect_fee : 0.0;
        out->rest[step] = dc_contract_home(by, item, dc_contract_share(left, fee));
        return;
    }
    const dc_charge *charges =
        &by->charges[by->policy->charge_count + DC_PLACEMENT_CHARGES * (size_t)taker];
    int32_t from = by->policy->placements[taker].from;
    out->handed[step] = dc_charge_for(&charges[0], by, item, left, whole);
    out->rest[step] = dc_charge_for(&charges[1], by, item, left, whole);
    if (out->handed_day[step] < from)
        out->handed_day[step] = from;
}

void dc_plan_cost(dc_plan_costs *out, const dc_contracting *by, uint32_t item,
                  const dc_plan_steps *steps, const dc_instalments *plan, uint16_t placements,
                  const dc_terms_of *terms)
{
    int     taker = dc_plan_taker(plan, placements);
    int64_t left = terms->amount;
    memset(out, 0, sizeof *out);
    for (int32_t i = 0; i < steps->count && by->of; i++) {
        int32_t days = i > 0 ? steps->day[i] - steps->day[i - 1] : 0;
        int64_t cash = steps->amount[i] - (i == 0 ? terms->not_cash : 0);
        double  interest = plan->interest * days / DC_YEAR_DAYS;
        out->handed_day[i] = steps->day[i];
        cost_of_end(out, by, item, i, plan, taker, left, terms->amount);
        out->step[i] = dc_contract_home(
            by, item, dc_contract_share(cash, plan->fee) - dc_contract_share(left, interest));
        left -= steps->amount[i];
    }
}

/* --- expectations ----------------------------------------------------------------------------- */

/* Adds a part of what the whole item would move. */
static void expect(double *const flow[DC_BESIDE_COUNT], const dc_contracting *by, uint32_t item,
                   dc_beside which, int32_t day, double part, int64_t whole)
{
    if (day <= by->day_count)
        flow[which][day] += part * (double)dc_contract_home(by, item, whole);
}

static void expect_factoring(double *const flow[DC_BESIDE_COUNT], const dc_contracting *by,
                             uint32_t item, const dc_terms_of *terms,
                             const dc_expected_leavings *leavings)
{
    const dc_factoring *factor = &by->policy->factorings[by->of[item].factoring];
    int32_t             since = dc_factor_sale_day(factor, terms->issue, terms->due),
            back = dc_factor_buy_back_day(factor, terms);
    int64_t whole = terms->amount, advance = dc_contract_share(whole, factor->advance);
    int64_t kept = whole - dc_contract_share(whole, factor->recourse);
    int64_t kept_advance = advance - dc_contract_share(advance, factor->recourse);
    double  open = leavings->issued / (double)whole; /* of the item */
    if (since > by->day_count)
        return;
    for (int32_t day = 1; day <= since; day++)
        open -= (leavings->paid[day] + leavings->lost[day]) / (double)whole;
    expect(flow, by, item, DC_BESIDE_SOLD, since, open, whole);
    expect(flow, by, item, DC_BESIDE_ADVANCES, since, open, advance);
    expect(flow, by, item, DC_BESIDE_COSTS, since, open, dc_contract_share(whole, factor->fee));
    for (int32_t day = since; day <= by->day_count; day++) {
        double  lost = leavings->lost[day] / (double)whole;
        double  part = day > since ? lost + leavings->paid[day] / (double)whole : 0.0;
        int64_t with = day <= back ? advance : kept_advance;
        expect(flow, by, item, DC_BESIDE_SOLD, day, part, day <= back ? -whole : -kept);
        expect(flow, by, item, DC_BESIDE_ADVANCES, day, part, -with);
        expect(flow, by, item, DC_BESIDE_COSTS, day, part,
               dc_factor_interest(with, factor, day - since));
        if (day > since)
            expect(flow, by, item, DC_BESIDE_INDEMNITIES, day, lost, kept);
        if (day - leavings->recovery_days > since)
            expect(flow, by, item, DC_BESIDE_INDEMNITIES, day,
                   leavings->recovered[day] / (double)whole, -kept);
        open -= part;
        if (day != back)
            continue;
        expect(flow, by, item, DC_BESIDE_SOLD, day, open, kept - whole);
        expect(flow, by, item, DC_BESIDE_ADVANCES, day, open, kept_advance - advance);
        expect(flow, by, item, DC_BESIDE_COSTS, day, open,
               dc_factor_interest(advance - kept_advance, factor, day - since));
    }
}

static void expect_insurance(double *const flow[DC_BESIDE_COUNT], const dc_contracting *by,
                             uint32_t item, const dc_terms_of *terms,
                             const dc_expected_leavings *leavings)
{
    const dc_insurance *insurer = &by->policy->insurances[by->of[item].insurance];
    int64_t             whole = terms->amount, covered = dc_contract_share(whole, insurer->cover);
    int32_t             last = terms->due + insurer->waiting, after = insurer->settlement;
    double              open = leavings->issued / (double)whole;
    if (terms->issue >= 1)
        expect(flow, by, item, DC_BESIDE_COSTS, terms->issue, open,
               dc_contract_share(whole, insurer->premium));
    if (last < 1 || !dc_insurance_is_exact(insurer))
        return;
    for (int32_t day = 1; day + after <= by->day_count; day++) {
        double paid = leavings->paid[day] / (double)whole;
        double lost = leavings->lost[day] / (double)whole;
        double less = leavings->recovered[day] / (double)whole + (day > last ? paid : 0.0);
        open -= paid + lost;
        expect(flow, by, item, DC_BESIDE_INDEMNITIES, day + after,
               (day <= last ? lost : 0.0) + (day == last ? open : 0.0) - less, covered);
    }
}

static void expect_bills(double *const flow[DC_BESIDE_COUNT], const dc_contracting *by,
                         uint32_t item, int64_t whole, const dc_expected_leavings *leavings)
{
    const dc_bill_use *use = &by->policy->bills[by->of[item].bills];
    dc_bills_for       of = dc_bills_for_payment(use, whole);
    for (int32_t day = use->from; day <= by->day_count; day++) {
        double  part = leavings->paid[day] / (double)whole;
        int32_t matures = use->tenor > INT32_MAX - day ? INT32_MAX : day + use->tenor;
        expect(flow, by, item, DC_BESIDE_BILLS, day, part, of.held);
        expect(flow, by, item, DC_BESIDE_BILLS, matures, part, -of.held);
        expect(flow, by, item, DC_BESIDE_COSTS, day, part, of.discount);
        expect(flow, by, item, DC_BESIDE_INDEMNITIES, matures, part, -of.lost);
    }
}

/* --- charges ---------------------------------------------------------------------------------- */

static bool is_of_dunning(const dc_contracting *by, size_t at)
{
    return at >= by->policy->charge_count + DC_PLACEMENT_CHARGES * by->policy->placement_count;
}

int32_t dc_charge_open_day(const dc_contracting *by, size_t at, uint32_t item,
                           const dc_terms_of *terms)
{
    const dc_charge *charge = &by->charges[at];
    int32_t          issue = terms->issue;
    int32_t          due = is_of_dunning(by, at) ? by->items->due[item] : terms->due;
    int32_t          day = (charge->since_issue ? issue : due) + charge->after;
    if (charge->late_too && day < charge->from)
        day = charge->from;
    return dc_charge_is_on(charge, day) && day >= issue ? day : DC_CONTRACT_NEVER;
}

int32_t dc_charge_last_day(const dc_contracting *by, uint64_t charges, size_t at, int32_t issue,
                           int32_t due)
{
    int32_t last = DC_CONTRACT_NEVER;
    if (!(by->of_placements >> at & 1))
        return last;
    size_t  own = (at - by->policy->charge_count) / DC_PLACEMENT_CHARGES;
    int32_t from = dc_placement_day(&by->policy->placements[own], issue, due);
    for (size_t i = 0; i < by->policy->placement_count; i++) {
        int32_t day = dc_placement_day(&by->policy->placements[i], issue, due);
        bool    later = day > from || (day == from && i > own);
        if (later && day < last &&
            charges >> (by->policy->charge_count + DC_PLACEMENT_CHARGES * i) & 1)
            last = day;
    }
    return last;
}

int32_t dc_charge_next_day(const dc_charge *charge, int32_t day)
{
    if (day < charge->from)
        return charge->from;
    if (charge->every <= 0 || charge->to - charge->every < day)
        return DC_CONTRACT_NEVER;
    return day + charge->every - (day - charge->from) % charge->every;
}

static void expect_charge(double *const flow[DC_BESIDE_COUNT], const dc_contracting *by,
                          uint32_t item, size_t at, uint64_t charges, const dc_terms_of *terms,
                          const dc_expected_leavings *leavings)
{
    const dc_charge *charge = &by->charges[at];

    double  all = (double)terms->amount, open = leavings->issued / all;
    double  full = (double)dc_charge_for(charge, by, item, terms->amount, dc_charge_whole(terms));
    double *costs = flow[DC_BESIDE_COSTS];
    int32_t last = by->day_count;
    if (charge->on == DC_CHARGE_ISSUED && terms->issue >= 1 && terms->issue <= last &&
        dc_charge_is_on(charge, terms->issue))
        costs[terms->issue] += open * full;
    if (charge->on == DC_CHARGE_OPEN) {
        int32_t on = dc_charge_open_day(by, at, item, terms);
        for (int32_t day = 1; day <= on && on <= last; day++)
            open -= (leavings->paid[day] + leavings->lost[day]) / all;
        if (on <= last)
            costs[on] += open * full;
    }
    int32_t until = dc_charge_last_day(by, charges, at, terms->issue, terms->due);
    for (int32_t day = 1; day <= last && day <= until && charge->on == DC_CHARGE_PAID; day++)
        if (dc_charge_is_on_paid(charge, terms->issue, terms->due, day))
            costs[day] += leavings->paid[day] / all * full;
}

void dc_beside_expect_fixed(double *const flow[DC_BESIDE_COUNT], const dc_contracting *by)
{
    for (size_t i = 0; i < by->charge_count; i++) {
        const dc_charge *charge = &by->charges[i];
        int32_t          day = 0;
        while (charge->on == DC_CHARGE_FIXED && !dc_charge_is_idle(charge) &&
               (day = dc_charge_next_day(charge, day)) <= by->day_count)
            flow[DC_BESIDE_COSTS][day] += (double)charge->each;
    }
}

void dc_beside_expect(double *const flow[DC_BESIDE_COUNT], const dc_contracting *by, uint32_t item,
                      const dc_terms_of *terms, const dc_expected_leavings *leavings)
{
    if (terms->amount == 0)
        return;
    if (terms->issue >= 1 && terms->issue <= by->day_count)
        flow[DC_BESIDE_WON_MARGIN][terms->issue] +=
            leavings->issued / (double)terms->amount * (double)dc_margin_for(by, item, terms);
    if (by->of[item].factoring != DC_NONE)
        expect_factoring(flow, by, item, terms, leavings);
    if (by->of[item].insurance != DC_NONE)
        expect_insurance(flow, by, item, terms, leavings);
    if (by->of[item].bills != DC_NONE)
        expect_bills(flow, by, item, terms->amount, leavings);
    uint64_t charges = dc_charges_on(by, item, DC_APART);
    for (size_t i = 0; i < by->charge_count; i++)
        if (charges >> i & 1)
            expect_charge(flow, by, item, i, charges, terms, leavings);
}

/* Charges of an item's that are of these placements. */
static uint64_t charges_of_placements(const dc_contracting *by, uint32_t item, uint16_t placements)
{
    uint64_t out = 0;
    for (size_t i = 0; i < by->policy->placement_count; i++)
        for (size_t c = 0; c < DC_PLACEMENT_CHARGES && placements >> i & 1; c++)
            out |= (uint64_t)1 << (by->policy->charge_count + DC_PLACEMENT_CHARGES * i + c);
    return out & by->of[item].charges;
}

void dc_beside_expect_placed(double *const flow[DC_BESIDE_COUNT], const dc_contracting *by,
                             uint32_t item, const dc_terms_of *terms,
                             const dc_expected_leavings *leavings, uint16_t placements)
{
    uint64_t charges = terms->amount == 0 ? 0 : charges_of_placements(by, item, placements);
    for (size_t i = 0; charges >> i; i++)
        if (charges >> i & 1)
            expect_charge(flow, by, item, i, charges, terms, leavings);
}
