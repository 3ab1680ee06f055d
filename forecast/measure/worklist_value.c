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
static void put(dc_work_claim *claim, const dc_work_case *of, dc_step step, dc_assumed brings,
                double cash_13_weeks)
{
    dc_step_value          *out = &claim->step[step];
    const dc_step_info     *about = dc_step_about(step);
    const dc_work_settings *settings = of->view->settings;
    double                  at_stake = of->customer->yearly_margin * claim->share;
    double                  cost = settings->cost[step] * claim->share;
    double                  wait = step == DC_STEP_WAIT ? brings.base : claim->step[0].value;
    *out = (dc_step_value){
        .possible = true,
        .cost = cost,
        .loyalty = about->leaves.base * at_stake,
        .cash_13_weeks = cash_13_weeks,
        .loyalty_even = NAN,
    };
    out->value = brings.base - cost - out->loyalty;
    out->low = fmin(brings.low, brings.high) - cost - about->leaves.high * at_stake;
    out->high = fmax(brings.low, brings.high) - cost - about->leaves.low * at_stake;
    if (at_stake > 0.0 && about->leaves.high > 0.0)
        out->loyalty_even = fmin(fmax((brings.base - cost - wait) / at_stake, 0.0), 1.0);
}

static double value_unit(const dc_claim_cash *cash)
{
    return cash->value_by[DC_WORK_DAYS];
}

/* --- waiting and contacts ------------------------------------------------------------------- */

static void value_wait(dc_work_claim *claim, const dc_work_case *of)
{
    double amount = (double)claim->open, value = amount * value_unit(of->cash);
    put(claim, of, DC_STEP_WAIT, (dc_assumed){value, value, value},
        amount * of->cash->cash_by[DC_13_WEEKS]);
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
        power[day] = day <= about->pace_days ? assumed[which] : 1.0;
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
        cash[which] = dc_claim_cash_contacted(of->cash, &of->view->loss, power);
    }
    put(claim, of, step,
        (dc_assumed){amount * cash[0].value, amount * cash[1].value, amount * cash[2].value},
        amount * cash[1].cash_13_weeks);
}

/* --- plans and concessions ------------------------------------------------------------------ */

/* Of one unit, as long as the customer does not fail; what is missed is worth `later` a unit. */
static dc_contact_cash plan_unit(const dc_work_case *of, double miss, double later)
{
    const dc_claim_cash *cash = of->cash;
    const double        *discount = of->view->loss.discount;
    const dc_plan_terms  terms = DC_PLAN_TERMS_INIT;
    double               each = (1.0 - terms.down_payment) / terms.count, kept = 1.0;
    double               down = terms.down_payment * cash->alive[PLAN_START];
    dc_contact_cash      out = {down * discount[PLAN_START], down};
    for (int k = 1; k <= terms.count; k++) {
        int32_t day = PLAN_START + k * PLAN_EVERY;
        double  rest = each * (terms.count - k + 1), alive = cash->alive[day] * kept;
        out.value += alive * discount[day] * ((1.0 - miss) * each + miss * rest * later);
        out.cash_13_weeks += day <= DC_13_WEEKS ? alive * (1.0 - miss) * each : 0.0;
        kept *= 1.0 - miss;
    }
    return out;
}

/* Those who would pay anyway are as many as the claim is expected to bring of itself. */
static dc_contact_cash plan_value(const dc_work_case *of, double miss, double won)
{
    const dc_claim_cash *cash = of->cash;
    double               pays = cash->cash_by[DC_WORK_DAYS], wait = value_unit(cash);
    double               anyway = pays > 0.0 ? wait / pays : 0.0, lost = 1.0 - pays;
    dc_contact_cash      sure = plan_unit(of, miss, anyway), fresh = plan_unit(of, miss, 0.0);
    return (dc_contact_cash){
        wait - plan_accepted * pays * (anyway - sure.value) + won * lost * fresh.value,
        (1.0 - plan_accepted) * cash->cash_by[DC_13_WEEKS] +
            plan_accepted * pays * sure.cash_13_weeks + won * lost * fresh.cash_13_weeks};
}

static void value_plan(dc_work_claim *claim, const dc_work_case *of)
{
    const dc_plan_terms terms = DC_PLAN_TERMS_INIT;
    double              amount = (double)claim->open;
    dc_contact_cash     low = plan_value(of, terms.miss[2], plan_won.low);
    dc_contact_cash     base = plan_value(of, terms.miss[1], plan_won.base);
    dc_contact_cash     high = plan_value(of, terms.miss[0], plan_won.high);
    claim->plan_complete = pow(1.0 - terms.miss[1], terms.count);
    put(claim, of, DC_STEP_PLAN,
        (dc_assumed){amount * low.value, amount * base.value, amount * high.value},
        amount * base.cash_13_weeks);
}

/* What is blocked comes as if nobody had objected, once that is settled. */
static void value_concession(dc_work_claim *claim, const dc_work_case *of)
{
    double later = of->view->loss.discount[RESOLVED_DAYS], amount = (double)claim->open;
    double share = (double)claim->blocked / amount, free_unit = value_unit(of->free_cash) * later;
    double blocked_unit = value_unit(of->cash);
    if (share < 1.0)
        blocked_unit = (blocked_unit - (1.0 - share) * value_unit(of->free_cash)) / share;
    double gain[] = {concession.low, concession.base, concession.high};
    double value = amount * value_unit(of->cash), blocked = (double)claim->blocked;
    for (int i = 0; i < 3; i++)
        gain[i] =
            value + concession_accepted * blocked * ((1.0 - gain[i]) * free_unit - blocked_unit);
    double sooner = of->free_cash->cash_by[DC_13_WEEKS - RESOLVED_DAYS] * (1.0 - concession.base);
    double before = of->cash->cash_by[DC_13_WEEKS];
    claim->concession_even = free_unit > 0.0 ? fmax(1.0 - blocked_unit / free_unit, 0.0) : 0.0;
    put(claim, of, DC_STEP_CONCESSION, (dc_assumed){gain[0], gain[1], gain[2]},
        amount * before + concession_accepted * blocked * (sooner - before));
}

/* --- third parties, insurer, court, write-off ------------------------------------------------ */

static void value_third_party(dc_work_claim *claim, const dc_work_case *of)
{
    const dc_book *book = of->view->book;
    double         rate = dc_third_party_recovery(claim->days_late);
    int32_t        issued = dc_date_days_between(book->claims.issued[claim->claim], book->as_of);
    double         least = fmin(rate, dc_recovery_ceiling(issued));
    double         kept = (1.0 - dc_third_party_fee(claim->days_late)) * (double)claim->open;
    double         unit = kept * of->view->loss.discount[THIRD_PARTY_DAYS];
    put(claim, of, DC_STEP_THIRD_PARTY, (dc_assumed){least * unit, rate * unit, rate * unit},
        rate * kept);
}

static void value_insurer(dc_work_claim *claim, const dc_work_case *of)
{
    const dc_work_settings *settings = of->view->settings;
    const dc_claim_cash    *cash = of->cash;
    int32_t                 day = settings->insurer_days - claim->days_late;
    double limit = (double)of->view->book->customers.insured_limit[claim->customer] * claim->share;
    double covered = settings->insured_share * fmin((double)claim->open, limit);
    day = day < PROOF_DAYS || cash->failed ? PROOF_DAYS : day < DC_WORK_DAYS ? day : DC_WORK_DAYS;
    double unpaid = cash->failed ? 1.0 : cash->open[day];
    double value =
        (double)claim->open * cash->value_by[day] + unpaid * covered * of->view->loss.discount[day];
    double cash_13 = (double)claim->open * cash->cash_by[day < DC_13_WEEKS ? day : DC_13_WEEKS];
    put(claim, of, DC_STEP_INSURER, (dc_assumed){value, value, value},
        cash_13 + (day <= DC_13_WEEKS ? unpaid * covered : 0.0));
}

static void value_sue(dc_work_claim *claim, const dc_work_case *of)
{
    dc_suit suit;
    dc_suit_of(&suit, of->view->settings);
    suit.fixed = 0.0; /* the cost is taken off with all others */
    int32_t day = (int32_t)fmin(suit.years * YEAR_DAYS, DC_WORK_DAYS);
    suit.collect *= of->cash->alive[day];
    double value = dc_suit_value(&suit, (double)claim->open);
    put(claim, of, DC_STEP_SUE, (dc_assumed){value, value, value}, 0.0);
}

static void value_write_off(dc_work_claim *claim, const dc_work_case *of)
{
    const dc_book   *book = of->view->book;
    const dc_claims *claims = &book->claims;
    double           relief = 0.0;
    if (book->company.vat_relief[0] == 'y' && claims->amount[claim->claim].minor > 0)
        relief = (double)claim->open * (double)claims->tax[claim->claim].minor /
                 (double)claims->amount[claim->claim].minor;
    put(claim, of, DC_STEP_WRITE_OFF, (dc_assumed){relief, relief, relief}, relief);
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
