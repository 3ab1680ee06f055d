/* worklist_value.c - what each step about a claim is worth; see worklist.h. */
#include <math.h>

#include "duecast/instalment_plan.h"
#include "worklist_parts.h"

/*
 * A plan as plans are drawn up otherwise (instalment_plan.h), months of 30 days.  Of those who
 * would pay anyway six of ten agree, and then pay later; of those who would not, three of ten (one
 * to five), and what they keep of it is won.  After a missed instalment the former pay as late as
 * they would have without, counted from that day, the latter nothing more.
 */
static const double     plan_accepted = 0.6;
static const dc_assumed plan_won = {0.1, 0.3, 0.5};
enum { PLAN_START = 7, PLAN_EVERY = 30, PLAN_FROM_DAY = 15 };

/* 60 % of quality claims are settled within 15 working days; a credit of a twentieth. */
static const dc_assumed concession = {0.10, 0.05, 0.02};
static const double     concession_accepted = 0.6;
enum { RESOLVED_DAYS = 21 };

enum { THIRD_PARTY_DAYS = 90, PROOF_DAYS = 45, OLD_DAYS = 90, YEAR_DAYS = 365 };

static void cannot(dc_step_value *out, dc_word why)
{
    *out = (dc_step_value){.why_not = why, .loyalty_even = NAN};
}

/* What a step brings, before its cost and what it does to loyalty; low may be above high. */
typedef struct {
    dc_contact_cash base;
    double          low, high; /* values */
} brings;

static brings surely(dc_contact_cash base)
{
    return (brings){base, base.value, base.value};
}

static void put(dc_work_claim *claim, const dc_work_case *of, dc_step step, brings b)
{
    dc_step_value          *out = &claim->step[step];
    const dc_step_info     *about = dc_step_about(step);
    const dc_work_settings *settings = of->view->settings;
    double                  at_stake = of->customer->yearly_margin * claim->share;
    double                  cost = settings->cost[step] * claim->share;
    double                  wait = step == DC_STEP_WAIT ? b.base.value : claim->step[0].value;
    *out = (dc_step_value){
        .possible = true,
        .cost = cost,
        .loyalty = about->leaves.base * at_stake,
        .cash_13_weeks = b.base.cash[DC_SPAN_13_WEEKS],
        .loyalty_even = NAN,
    };
    out->value = b.base.value - cost - out->loyalty;
    out->worth =
        settings->rank_days > 0 ? b.base.cash[DC_SPAN_RANKED] - cost - out->loyalty : out->value;
    out->low = fmin(b.low, b.high) - cost - about->leaves.high * at_stake;
    out->high = fmax(b.low, b.high) - cost - about->leaves.low * at_stake;
    if (at_stake > 0.0 && about->leaves.high > 0.0)
        out->loyalty_even = fmin(fmax((b.base.value - cost - wait) / at_stake, 0.0), 1.0);
}

/* So much of one thing and so much of another. */
static dc_contact_cash mix(double a, dc_contact_cash one, double b, dc_contact_cash other)
{
    dc_contact_cash out = {.value = a * one.value + b * other.value};
    for (int s = 0; s < DC_SPANS; s++)
        out.cash[s] = a * one.cash[s] + b * other.cash[s];
    return out;
}

static dc_contact_cash times(double amount, dc_contact_cash unit)
{
    return mix(amount, unit, 0.0, unit);
}

/* An amount on one day. */
static dc_contact_cash on_day(const dc_work_case *of, double amount, int32_t day)
{
    dc_contact_cash out = {.value = amount * of->view->loss.discount[day]};
    for (int s = 0; s < DC_SPANS; s++)
        out.cash[s] = day <= of->view->spans[s] ? amount : 0.0;
    return out;
}

static dc_contact_cash alone(const dc_work_case *of)
{
    return dc_claim_cash_alone(of->cash, of->view->spans);
}

static double value_unit(const dc_claim_cash *cash)
{
    return cash->value_by[DC_WORK_DAYS];
}

/* --- waiting and contacts ------------------------------------------------------------------- */

static void value_wait(dc_work_claim *claim, const dc_work_case *of)
{
    put(claim, of, DC_STEP_WAIT, surely(times((double)claim->open, alone(of))));
}

/* Once claims that were left alone can be told from the others the record tells the pace. */
static bool is_learnt(const dc_action_effects *effects, int action)
{
    return effects->looked_at && effects->of[DC_ACTION_LEFT_ALONE].used && action >= 0;
}

static double learnt_power(const dc_action_effects *effects, int action, dc_acted now, int32_t day)
{
    dc_acted then = {(uint8_t)(action + 1), 0};
    return dc_acted_pace(effects, then, day) / dc_acted_pace(effects, now, day);
}

/* How far a learnt pace may be off, eight times of ten: Poisson counts on what a class starts with.
 */
static double learnt_spread(const dc_action_effect *effect)
{
    const double z = 1.2816;
    double       counts = effect->shape;
    for (int k = 0; k < DC_ACTION_WINDOWS; k++)
        counts += effect->window[k].actual;
    return exp(z / sqrt(fmax(counts, 1.0)));
}

static void fill_powers(double power[DC_CONTACT_DAYS], const dc_work_case *of, size_t claim,
                        dc_step step, int which)
{
    const dc_action_effects *effects = &of->view->model->actions;
    const dc_step_info      *about = dc_step_about(step);
    const double             assumed[] = {about->pace.low, about->pace.base, about->pace.high};
    bool                     learnt = is_learnt(effects, about->action);
    dc_acted                 now = {0};
    double                   factor = 1.0;
    if (learnt) {
        now = dc_claim_ask(&of->view->loss, claim, DC_PACE_OF_CLAIM).acted;
        factor = pow(learnt_spread(&effects->of[about->action]), which - 1);
    }
    for (int32_t day = 1; day < DC_CONTACT_DAYS; day++) {
        power[day] = 1.0 + (assumed[which] - 1.0) * exp(-(double)day / about->fades_days);
        if (learnt)
            power[day] = factor * learnt_power(effects, about->action, now, day);
    }
}

static void value_contact(dc_work_claim *claim, const dc_work_case *of, dc_step step)
{
    double          power[DC_CONTACT_DAYS], amount = (double)claim->open;
    dc_contact_cash cash[3];
    for (int which = 0; which < 3; which++) {
        fill_powers(power, of, claim->claim, step, which);
        cash[which] = dc_claim_cash_contacted(of->cash, &of->view->loss, power, of->view->spans);
    }
    put(claim, of, step,
        (brings){times(amount, cash[1]), amount * cash[0].value, amount * cash[2].value});
}

/* --- plans and concessions ------------------------------------------------------------------ */

/* Of one unit, as long as the customer does not fail; what is missed is worth `later` a unit. */
static dc_contact_cash plan_unit(const dc_work_case *of, double miss, double later)
{
    const dc_claim_cash *cash = of->cash;
    const dc_plan_terms  terms = DC_PLAN_TERMS_INIT;
    double               each = (1.0 - terms.down_payment) / terms.count, kept = 1.0;
    dc_contact_cash      out = on_day(of, terms.down_payment * cash->alive[PLAN_START], PLAN_START);
    for (int k = 1; k <= terms.count; k++) {
        int32_t day = PLAN_START + k * PLAN_EVERY;
        double  rest = each * (terms.count - k + 1), alive = cash->alive[day] * kept;
        out = mix(1.0, out, 1.0, on_day(of, alive * (1.0 - miss) * each, day));
        out.value += alive * of->view->loss.discount[day] * miss * rest * later;
        kept *= 1.0 - miss;
    }
    return out;
}

/* Those who would pay anyway are as many as the claim is expected to bring of itself. */
static dc_contact_cash plan_value(const dc_work_case *of, double miss, double won)
{
    const dc_claim_cash *cash = of->cash;
    double               pays = cash->cash_by[DC_WORK_DAYS], wait = value_unit(cash);
    double               anyway = pays > 0.0 ? wait / pays : 0.0;
    dc_contact_cash      sure = plan_unit(of, miss, anyway), fresh = plan_unit(of, miss, 0.0);
    dc_contact_cash      agreed = mix(plan_accepted * pays, sure, won * (1.0 - pays), fresh);
    return mix(1.0 - plan_accepted, alone(of), 1.0, agreed);
}

static void value_plan(dc_work_claim *claim, const dc_work_case *of)
{
    const dc_plan_terms terms = DC_PLAN_TERMS_INIT;
    double              amount = (double)claim->open;
    claim->plan_complete = pow(1.0 - terms.miss[1], terms.count);
    put(claim, of, DC_STEP_PLAN,
        (brings){times(amount, plan_value(of, terms.miss[1], plan_won.base)),
                 amount * plan_value(of, terms.miss[2], plan_won.low).value,
                 amount * plan_value(of, terms.miss[0], plan_won.high).value});
}

/* What is blocked comes as if nobody had objected, once that is settled. */
static dc_contact_cash conceded(const dc_work_claim *claim, const dc_work_case *of, double share)
{
    const dc_claim_cash *free_cash = of->free_cash;
    double               later = of->view->loss.discount[RESOLVED_DAYS];
    dc_contact_cash      settled = {.value = value_unit(free_cash) * later};
    dc_contact_cash      free_now = dc_claim_cash_alone(free_cash, of->view->spans);
    double               part = (double)claim->blocked / (double)claim->open;
    dc_contact_cash      blocked = mix(1.0 / part, alone(of), (part - 1.0) / part, free_now);
    for (int s = 0; s < DC_SPANS; s++)
        settled.cash[s] = of->view->spans[s] > RESOLVED_DAYS
                              ? free_cash->cash_by[of->view->spans[s] - RESOLVED_DAYS]
                              : 0.0;
    dc_contact_cash more = mix(1.0 - share, settled, -1.0, blocked);
    return mix((double)claim->open, alone(of), concession_accepted * (double)claim->blocked, more);
}

static void value_concession(dc_work_claim *claim, const dc_work_case *of)
{
    double part = (double)claim->blocked / (double)claim->open;
    double free_unit = value_unit(of->free_cash) * of->view->loss.discount[RESOLVED_DAYS];
    double blocked_unit = (value_unit(of->cash) - (1.0 - part) * value_unit(of->free_cash)) / part;
    claim->concession_even = free_unit > 0.0 ? fmax(1.0 - blocked_unit / free_unit, 0.0) : 0.0;
    put(claim, of, DC_STEP_CONCESSION,
        (brings){conceded(claim, of, concession.base), conceded(claim, of, concession.low).value,
                 conceded(claim, of, concession.high).value});
}

/* --- third parties, insurer, court, write-off ------------------------------------------------ */

static void value_third_party(dc_work_claim *claim, const dc_work_case *of)
{
    const dc_book  *book = of->view->book;
    double          rate = dc_third_party_recovery(claim->days_late);
    int32_t         issued = dc_date_days_between(book->claims.issued[claim->claim], book->as_of);
    double          least = fmin(rate, dc_recovery_ceiling(issued));
    double          kept = (1.0 - dc_third_party_fee(claim->days_late)) * (double)claim->open;
    dc_contact_cash base = on_day(of, rate * kept, THIRD_PARTY_DAYS);
    put(claim, of, DC_STEP_THIRD_PARTY,
        (brings){base, on_day(of, least * kept, THIRD_PARTY_DAYS).value, base.value});
}

static void value_insurer(dc_work_claim *claim, const dc_work_case *of)
{
    const dc_work_settings *settings = of->view->settings;
    const dc_claim_cash    *cash = of->cash;
    int32_t                 day = settings->insurer_days - claim->days_late;
    double limit = (double)of->view->book->customers.insured_limit[claim->customer] * claim->share;
    double covered = settings->insured_share * fmin((double)claim->open, limit);
    day = day < PROOF_DAYS || cash->failed ? PROOF_DAYS : day < DC_WORK_DAYS ? day : DC_WORK_DAYS;
    double          unpaid = cash->failed ? 1.0 : cash->open[day];
    dc_contact_cash before = {.value = cash->value_by[day]};
    for (int s = 0; s < DC_SPANS; s++)
        before.cash[s] = cash->cash_by[day < of->view->spans[s] ? day : of->view->spans[s]];
    put(claim, of, DC_STEP_INSURER,
        surely(mix((double)claim->open, before, 1.0, on_day(of, unpaid * covered, day))));
}

static void value_sue(dc_work_claim *claim, const dc_work_case *of)
{
    dc_suit suit;
    dc_suit_of(&suit, of->view->settings);
    suit.fixed = 0.0; /* the cost is taken off with all others */
    int32_t day = (int32_t)fmin(suit.years * YEAR_DAYS, DC_WORK_DAYS);
    suit.collect *= of->cash->alive[day];
    dc_contact_cash won = on_day(of, dc_suit_value(&suit, (double)claim->open), day);
    won.value = dc_suit_value(&suit, (double)claim->open);
    put(claim, of, DC_STEP_SUE, surely(won));
}

static void value_write_off(dc_work_claim *claim, const dc_work_case *of)
{
    const dc_book   *book = of->view->book;
    const dc_claims *claims = &book->claims;
    double           relief = 0.0;
    if (book->company.vat_relief[0] == 'y' && claims->amount[claim->claim].minor > 0)
        relief = (double)claim->open * (double)claims->tax[claim->claim].minor /
                 (double)claims->amount[claim->claim].minor;
    put(claim, of, DC_STEP_WRITE_OFF, surely(on_day(of, relief, 0)));
}

/* --- what may be done ----------------------------------------------------------------------- */

/* The stage of an action is reached; a calendar without it never does it. */
static bool is_reached(const dc_work_settings *settings, int action, int32_t days_late)
{
    for (size_t i = 0; i < settings->stage_count; i++)
        if (settings->stages[i].action == action && settings->stages[i].day <= days_late)
            return true;
    return false;
}

static bool is_barred(const dc_work_claim *claim, const dc_work_case *of)
{
    return claim->bar.known && claim->bar.on.day <= of->view->book->as_of.day;
}

static dc_word contact_hindrance(const dc_work_claim *claim, const dc_work_case *of)
{
    const dc_work_settings *settings = of->view->settings;
    const dc_work_customer *customer = of->customer;
    int32_t                 today = of->view->book->as_of.day;
    if (customer->overdue < settings->minimum && claim->days_late > 0)
        return DC_WORD_WORK_NOT_SMALL;
    if (claim->blocked >= claim->open)
        return DC_WORD_WORK_NOT_DISPUTE;
    if (dc_date_is_set(claim->promised))
        return DC_WORD_WORK_NOT_PROMISED;
    if ((dc_date_is_set(customer->last_contact) &&
         today - customer->last_contact.day < settings->contact_gap) ||
        customer->contacts >= settings->contacts_most)
        return DC_WORD_WORK_NOT_CONTACTED;
    return DC_WORD_COUNT;
}

/* DC_WORD_COUNT: nothing is in the way. */
static dc_word hindrance(const dc_work_claim *claim, const dc_work_case *of, dc_step step)
{
    const dc_step_info     *about = dc_step_about(step);
    const dc_work_settings *settings = of->view->settings;
    bool staged = about->is_contact || step == DC_STEP_THIRD_PARTY || step == DC_STEP_SUE;
    if (step == DC_STEP_WAIT)
        return DC_WORD_COUNT;
    if (settings->only != 0 && !(settings->only >> step & 1))
        return DC_WORD_WORK_NOT_ASKED;
    if (claim->failed && step != DC_STEP_INSURER && step != DC_STEP_WRITE_OFF)
        return DC_WORD_WORK_NOT_FAILED;
    if (staged && !is_reached(settings, about->action, claim->days_late))
        return DC_WORD_WORK_NOT_YET;
    if (about->is_contact)
        return contact_hindrance(claim, of);
    if (step == DC_STEP_CONCESSION)
        return claim->blocked > 0 ? DC_WORD_COUNT : DC_WORD_WORK_NOT_DISPUTED;
    if (step == DC_STEP_WRITE_OFF)
        return claim->days_late > OLD_DAYS || claim->failed ? DC_WORD_COUNT : DC_WORD_WORK_NOT_YET;
    if (claim->blocked > 0)
        return DC_WORD_WORK_NOT_DISPUTE;
    if (step == DC_STEP_INSURER && of->view->book->customers.insured_limit[claim->customer] <= 0)
        return DC_WORD_WORK_NOT_INSURED;
    if (claim->days_late < (step == DC_STEP_PLAN ? PLAN_FROM_DAY : 1))
        return DC_WORD_WORK_NOT_YET;
    if (step == DC_STEP_PLAN && claim->open < settings->minimum)
        return DC_WORD_WORK_NOT_SMALL;
    if ((step == DC_STEP_SUE || step == DC_STEP_THIRD_PARTY) && is_barred(claim, of))
        return DC_WORD_WORK_NOT_BARRED;
    return DC_WORD_COUNT;
}

void dc_work_value(dc_work_claim *out, const dc_work_case *of)
{
    out->concession_even = NAN;
    for (dc_step step = 0; step < DC_STEP_COUNT; step++) {
        dc_word why = hindrance(out, of, step);
        if (why != DC_WORD_COUNT) {
            cannot(&out->step[step], why);
            continue;
        }
        switch (step) {
        case DC_STEP_WAIT: value_wait(out, of); break;
        case DC_STEP_REMIND:
        case DC_STEP_CALL:
        case DC_STEP_NOTICE: value_contact(out, of, step); break;
        case DC_STEP_PLAN: value_plan(out, of); break;
        case DC_STEP_CONCESSION: value_concession(out, of); break;
        case DC_STEP_THIRD_PARTY: value_third_party(out, of); break;
        case DC_STEP_INSURER: value_insurer(out, of); break;
        case DC_STEP_SUE: value_sue(out, of); break;
        case DC_STEP_WRITE_OFF: value_write_off(out, of); break;
        case DC_STEP_COUNT: break;
        }
    }
}
