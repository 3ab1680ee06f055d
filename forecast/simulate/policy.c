#include "duecast/policy.h"

#include <math.h>
#include <string.h>

bool dc_policy_moves_failures(const dc_policy *policy)
{
    return policy->default_count + policy->insolvency_count + policy->downturn_count > 0;
}

bool dc_policy_writes_off(const dc_policy *policy)
{
    bool any = dc_policy_moves_failures(policy) || policy->placement_count > 0;
    for (size_t i = 0; i < policy->plan_count; i++)
        any |= policy->plans[i].after_miss != DC_MISS_OWN_LAW;
    for (size_t i = 0; i < policy->stop_count; i++)
        any |= policy->stops[i].lost > 0.0;
    for (size_t i = 0; i < policy->terms_count; i++)
        any |= policy->terms[i].loss > 0.0;
    return any;
}

bool dc_policy_paces(const dc_policy *policy)
{
    return policy->downturn_count + policy->forbearance_count + policy->dunning_count > 0;
}

bool dc_policy_holds_orders(const dc_policy *policy)
{
    bool any = false;
    for (size_t i = 0; i < policy->limit_count; i++)
        any |= !dc_credit_limit_is_idle(&policy->limits[i]);
    return any;
}

bool dc_policy_loses_orders(const dc_policy *policy)
{
    bool any = dc_policy_holds_orders(policy);
    for (size_t i = 0; i < policy->retention_count; i++)
        any |= policy->retentions[i].kept < 1.0;
    return any;
}

bool dc_policy_moves_plan(const dc_policy *policy)
{
    return policy->supplier_count + policy->line_count + policy->inventory_count +
               policy->credit_count + policy->rate_count >
           0;
}

size_t dc_policies_of_one_plan(const dc_policy *const *policies, size_t count)
{
    size_t same = 0;
    while (same < count && !dc_policy_moves_plan(policies[same]))
        same++;
    return same > 0 ? same : 1;
}

bool dc_policy_is_empty(const dc_policy *policy)
{
    return policy->delay_count + policy->plan_count + policy->terms_count +
                   policy->forbearance_count + policy->sales_count + policy->retention_count +
                   policy->stop_count + policy->dispute_count + policy->discount_count +
                   policy->dunning_count + policy->placement_count + policy->limit_count ==
               0 &&
           !dc_policy_moves_failures(policy) && !dc_policy_is_costed(policy) &&
           !dc_policy_moves_plan(policy);
}

static bool is(const char *wanted, const char *actual)
{
    return !wanted || strcmp(wanted, actual) == 0;
}

static bool within(int64_t least, int64_t value, int64_t most)
{
    return least <= value && value <= most;
}

static bool restricts_customer(const dc_scope *scope)
{
    return scope->customer || scope->country || scope->grade;
}

/* A customer is meant by its id or by its name.  Planned sales may belong to none. */
static bool customer_fits(const dc_scope *scope, const dc_customers *customers, uint32_t customer)
{
    if (!restricts_customer(scope))
        return true;
    if (customer >= customers->count)
        return false;
    return (is(scope->customer, customers->id[customer]) ||
            is(scope->customer, customers->name[customer])) &&
           is(scope->country, customers->country[customer]) &&
           is(scope->grade, customers->grade[customer]);
}

bool dc_scope_fits(const dc_scope *scope, const dc_book *book, const dc_item_facts *facts)
{
    return is(scope->segment, facts->segment) &&
           is(scope->currency, book->currencies[facts->currency].code) &&
           within(scope->min_amount, facts->amount_home, scope->max_amount) &&
           within(scope->min_days_late, facts->days_late, scope->max_days_late) &&
           within(scope->min_terms, facts->terms, scope->max_terms) &&
           !(facts->pooled && scope->customer) &&
           customer_fits(scope, &book->customers, facts->customer);
}

bool dc_scopes_fit(const dc_scopes *scopes, const dc_book *book, const dc_item_facts *facts)
{
    for (size_t i = 0; i < scopes->count; i++)
        if (dc_scope_fits(&scopes->scope[i], book, facts))
            return true;
    return scopes->count == 0;
}

bool dc_insurance_is_idle(const dc_insurance *insurance)
{
    return insurance->cover == 0.0 && insurance->premium == 0.0;
}

bool dc_factoring_is_idle(const dc_factoring *factoring)
{
    return factoring->advance == 0.0 && factoring->fee == 0.0 && factoring->recourse == 1.0;
}

bool dc_charge_is_idle(const dc_charge *charge)
{
    return (charge->rate == 0.0 && charge->each == 0) || charge->from > charge->to;
}

bool dc_bill_use_is_idle(const dc_bill_use *use)
{
    return use->share == 0.0 || (use->tenor == 0 && use->dishonoured == 0.0) ||
           (use->discounted == 1.0 && use->rate == 0.0 && use->dishonoured == 0.0);
}

bool dc_credit_limit_is_idle(const dc_credit_limit_row *limit)
{
    return limit->lost == 0.0 ||
           (limit->limit == INT64_MAX && limit->days == 0 && !limit->customer_limits);
}

double dc_credit_limit_for(const dc_credit_limit_row *by, const dc_book *book, uint32_t customer,
                           double a_day)
{
    int64_t own = by->customer_limits ? book->customers.credit_limit[customer] : -1;
    double  limit = own >= 0 ? (double)own : by->limit != INT64_MAX ? (double)by->limit : INFINITY;
    return by->factor * (by->days > 0 ? fmin(limit, by->days * a_day) : limit);
}

bool dc_policy_charge(dc_policy *policy, const dc_charge *charge)
{
    if (policy->charge_count == DC_POLICY_CHARGES_MAX)
        return false;
    policy->charges[policy->charge_count++] = *charge;
    return true;
}

void dc_placement_charges(dc_charge out[DC_PLACEMENT_CHARGES], const dc_placement *of)
{
    int64_t back = dc_money_scale(DC_MONEY(of->cost), of->costs_back, DC_ROUND_HALF_EVEN).minor;
    out[0] = (dc_charge){.scopes = of->scopes,
                         .on = DC_CHARGE_OPEN,
                         .rate = of->cost_share,
                         .each = of->cost,
                         .after = of->after,
                         .from = of->from,
                         .to = INT32_MAX,
                         .late_too = true,
                         .since_issue = of->since_issue,
                         .plans_exempt = true};
    out[1] = out[0];
    out[1].on = DC_CHARGE_PAID;
    out[1].rate = of->fee - of->costs_back * of->cost_share;
    out[1].each = -back;
    out[1].after++; /* what is paid on that day is not handed over */
    out[1].from++;
    out[1].until = INT32_MAX;
}

dc_charge dc_dunning_charge(const dc_dunning *stage)
{
    return (dc_charge){.scopes = stage->scopes,
                       .on = DC_CHARGE_OPEN,
                       .each = stage->cost,
                       .after = stage->at,
                       .until = INT32_MAX,
                       .from = stage->from,
                       .to = INT32_MAX,
                       .late_too = stage->late_too != 0};
}

static bool costs_to_press(const dc_policy *policy)
{
    for (size_t i = 0; i < policy->dunning_count; i++)
        if (policy->dunnings[i].cost != 0)
            return true;
    return false;
}

static bool costs_to_place(const dc_policy *policy)
{
    for (size_t i = 0; i < policy->placement_count; i++)
        if (policy->placements[i].cost_share > 0.0 || policy->placements[i].cost > 0 ||
            policy->placements[i].fee > 0.0)
            return true;
    return false;
}

static bool concedes(const dc_policy *policy)
{
    for (size_t i = 0; i < policy->discount_count; i++)
        if (policy->discounts[i].discount > 0.0)
            return true;
    for (size_t i = 0; i < policy->dispute_count; i++)
        if (policy->disputes[i].concession > 0.0)
            return true;
    return false;
}

double dc_plan_miss(const dc_instalments *plan)
{
    return plan->miss * (1.0 - plan->mediated);
}

bool dc_plan_is_costed(const dc_instalments *plan)
{
    bool hands_over = plan->after_miss == DC_MISS_THIRD_PARTY && plan->collected > 0.0;
    return plan->interest > 0.0 || plan->fee > 0.0 || (hands_over && plan->collect_fee > 0.0);
}

static bool earns_otherwise(const dc_policy *policy)
{
    for (size_t i = 0; i < policy->terms_count; i++)
        if (policy->terms[i].margin != 0.0 && policy->terms[i].sales > 0.0)
            return true;
    return false;
}

static bool costs_to_plan(const dc_policy *policy)
{
    for (size_t i = 0; i < policy->plan_count; i++)
        if (dc_plan_is_costed(&policy->plans[i]))
            return true;
    return false;
}

bool dc_policy_is_costed(const dc_policy *policy)
{
    if (costs_to_press(policy) || costs_to_place(policy) || costs_to_plan(policy) ||
        concedes(policy) || earns_otherwise(policy))
        return true;
    for (size_t i = 0; i < policy->charge_count; i++)
        if (!dc_charge_is_idle(&policy->charges[i]))
            return true;
    for (size_t i = 0; i < policy->insurance_count; i++)
        if (!dc_insurance_is_idle(&policy->insurances[i]))
            return true;
    for (size_t i = 0; i < policy->factoring_count; i++)
        if (!dc_factoring_is_idle(&policy->factorings[i]))
            return true;
    for (size_t i = 0; i < policy->bill_count; i++)
        if (!dc_bill_use_is_idle(&policy->bills[i]))
            return true;
    return false;
}

bool dc_insurance_is_exact(const dc_insurance *insurance)
{
    return !insurance->customer_limits && insurance->limit == INT64_MAX &&
           insurance->maximum == INT64_MAX && insurance->excess == 0 && insurance->threshold == 0 &&
           insurance->first_loss == 0;
}

bool dc_policy_is_exact(const dc_policy *policy)
{
    for (size_t i = 0; i < policy->insurance_count; i++)
        if (!dc_insurance_is_exact(&policy->insurances[i]))
            return false;
    return true;
}
