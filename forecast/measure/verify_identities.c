/*
 * verify_identities.c - what must hold of laws, expectations and delays, whatever was simulated.
 *
 * I13: a claim is settled, written off or open, with chances that sum to one.  I14: expectations
 * roll forward.  I16: a lever that only delays changes when, never how much.  Numbers as in the
 * list of identities in docs/FORMULAS.md.
 */
#include <math.h>

#include "verify.h"
#include "verify_parts.h"

enum { B = DC_PATH_BLOCK };

static const double laws_most = 20000.0, stories_most = 4e6, slack = 1e-9;

/* Every n-th item, so that at most `most` are looked at. */
static size_t stride_of(size_t count, double most)
{
    return (double)count > most ? (size_t)ceil((double)count / most) : 1;
}

/* --- I13 ------------------------------------------------------------------------------------- */

/* Days on which the law is none: a chance that falls, or more than all that is left. */
static size_t faults_of(const dc_law *law)
{
    size_t faults = law->paid[0] < 0.0 || law->lost[0] < 0.0;
    for (int32_t day = 1; day <= law->day_count; day++) {
        double open = 1.0 - law->paid[day - 1] - law->lost[day - 1];
        double paid = law->paid[day] - law->paid[day - 1];
        double lost = law->lost[day] - law->lost[day - 1];
        faults += paid < -slack || lost < -slack || paid + lost > open + slack;
    }
    double still_open = 1.0 - law->paid[law->day_count] - law->lost[law->day_count];
    return faults + (still_open < -slack);
}

static void check_laws(const dc_verifying *v)
{
    size_t step = stride_of(v->items->count, laws_most), seen = 0, faults = 0;
    size_t days = (size_t)v->options->horizon_days + 1;
    dc_law law = {v->options->horizon_days, dc_arena_alloc(v->arena, days, sizeof(double)),
                  dc_arena_alloc(v->arena, days, sizeof(double))};
    for (size_t item = 0; item < v->items->count; item += step, seen++)
        faults += dc_items_law(&law, v->items, item) ? faults_of(&law) : 1;
    dc_check_tell(dc_checks_add(v->checks, "identity_i13", DC_WORD_CHECK_IDENTITY_I13, faults == 0),
                  v->arena, DC_WORD_FOUND_LAWS, dc_arena_format(v->arena, "%zu", seen),
                  dc_arena_format(v->arena, "%zu", v->items->count),
                  dc_arena_format(v->arena, "%d", (int)v->options->horizon_days),
                  dc_arena_format(v->arena, "%zu", faults), (const char *)NULL);
}

/* --- I14 ------------------------------------------------------------------------------------- */

/* The largest gap, relative to all that was ever owed. */
static double gap_of(const dc_expected *e, const dc_opening *opening,
                     const dc_simulate_options *options)
{
    double not_due = (double)opening->not_due, overdue = (double)opening->overdue, worst = 0.0;
    double all = 1.0 + not_due + overdue, total = not_due + overdue;
    size_t report = 0;
    for (int32_t day = 1; day <= e->day_count; day++) {
        double settled =
            e->flow[DC_FLOW_SETTLED_NOT_DUE][day] + e->flow[DC_FLOW_SETTLED_OVERDUE][day];
        double lost = e->flow[DC_FLOW_WRITTEN_OFF][day], back = e->flow[DC_FLOW_RECOVERED][day];
        double not_cash = e->flow[DC_FLOW_NOT_CASH][day], invoiced = e->flow[DC_FLOW_INVOICED][day];
        not_due +=
            invoiced - e->flow[DC_FLOW_FELL_DUE][day] - e->flow[DC_FLOW_SETTLED_NOT_DUE][day];
        overdue += e->flow[DC_FLOW_FELL_DUE][day] - e->flow[DC_FLOW_SETTLED_OVERDUE][day];
        all += invoiced;
        total += invoiced - (e->cash[day] - back) - not_cash - lost;
        worst = fmax(worst, fabs(e->cash[day] - (settled - not_cash - lost + back)) / all);
        worst = fmax(worst, fabs(total - not_due - overdue) / all);
        for (; report < options->report_count && options->report_days[report] == day; report++) {
            double aged = 0.0;
            for (size_t b = 0; b < DC_BUCKETS; b++)
                aged += e->ageing[report * DC_BUCKETS + b];
            worst = fmax(worst, fabs(total - aged) / all);
        }
    }
    return worst;
}

static void check_expectations(const dc_verifying *v)
{
    double worst = 0.0;
    for (size_t p = 0; p < v->policy_count; p++)
        for (uint16_t currency = 0; currency < v->book->currency_count; currency++) {
            dc_arena    *local = dc_arena_new();
            dc_opening   opening;
            dc_expected *e = dc_expected_make(local, v->book, v->model, v->items, v->policies[p],
                                              currency, v->options);
            dc_opening_balances(&opening, v->book, currency);
            worst = fmax(worst, gap_of(e, &opening, v->options));
            dc_arena_free(local);
        }
    dc_check_tell(
        dc_checks_add(v->checks, "identity_i14", DC_WORD_CHECK_IDENTITY_I14, worst <= slack),
        v->arena, DC_WORD_FOUND_OWED, dc_arena_format(v->arena, "%zu", v->policy_count),
        dc_arena_format(v->arena, "%d", (int)v->options->horizon_days),
        dc_arena_format(v->arena, "%.1e", worst), (const char *)NULL);
}

/* --- I16 ------------------------------------------------------------------------------------- */

static bool only_delays(const dc_policy *policy)
{
    dc_policy rest = *policy;
    rest.delay_count = 0;
    return policy->delay_count > 0 && dc_policy_is_empty(&rest);
}

static bool is_lost(const dc_story *story)
{
    for (int32_t i = 0; i < story->event_count; i++)
        if (story->event[i].written_off)
            return true;
    return false;
}

/* The same events, each on the same day or later.  A customer that fails before the delayed day
 * loses what it would have paid: that is no question of timing, and is left aside. */
static bool is_moved_only(const dc_story *plain, const dc_story *delayed, bool defaults)
{
    if (defaults && (is_lost(plain) || is_lost(delayed)))
        return true;
    bool same = plain->amount == delayed->amount && plain->event_count == delayed->event_count;
    for (int32_t i = 0; same && i < plain->event_count; i++) {
        const dc_story_event *a = &plain->event[i], *b = &delayed->event[i];
        same = a->settled == b->settled && a->not_cash == b->not_cash && a->credits == b->credits &&
               a->unapplied == b->unapplied && a->written_off == b->written_off && a->day <= b->day;
    }
    return same;
}

static size_t differences_of(const dc_verifying *v, const dc_replay *replay, size_t scenario,
                             size_t step)
{
    dc_replay_item *plain = dc_replay_item_new(replay), *delayed = dc_replay_item_new(replay);
    uint32_t        paths = v->options->path_count < B ? v->options->path_count : B;
    size_t          differences = 0;
    dc_story        before, after;
    for (size_t item = 0; item < v->items->count; item += step) {
        bool told = dc_replay_item_open(plain, 0, (uint32_t)item, false, 0);
        if (told != dc_replay_item_open(delayed, scenario, (uint32_t)item, false, 0))
            differences++;
        for (uint32_t path = 0; told && path < paths; path++) {
            dc_replay_item_tell(&before, plain, path);
            dc_replay_item_tell(&after, delayed, path);
            differences += !is_moved_only(&before, &after, dc_defaults_happen(&v->model->defaults));
        }
    }
    dc_replay_item_free(plain);
    dc_replay_item_free(delayed);
    return differences;
}

/* Only where such a lever is asked for. */
static void check_delays(const dc_verifying *v)
{
    size_t    scenarios = 0, differences = 0;
    size_t    step = stride_of(v->items->count, stories_most / B);
    dc_replay replay;
    dc_replay_make(&replay, v->arena, v->book, v->model, v->items, v->policies, v->policy_count,
                   v->options);
    for (size_t p = 1; p < v->policy_count && dc_policy_is_empty(v->policies[0]); p++) {
        if (!only_delays(v->policies[p]))
            continue;
        differences += differences_of(v, &replay, p, step);
        scenarios++;
    }
    if (scenarios > 0)
        dc_check_tell(
            dc_checks_add(v->checks, "identity_i16", DC_WORD_CHECK_IDENTITY_I16, differences == 0),
            v->arena, DC_WORD_FOUND_NOTHING, dc_arena_format(v->arena, "%zu", scenarios),
            dc_arena_format(v->arena, "%zu", step),
            dc_arena_format(v->arena, "%zu", v->items->count),
            dc_arena_format(v->arena, "%zu", differences), (const char *)NULL);
}

dc_status dc_verify_identities(dc_checks *checks, dc_arena *arena, const dc_book *book,
                               const dc_model *model, const dc_items *items, const dc_today *today,
                               const dc_policy *const *policies, const dc_outcome *outcomes,
                               size_t policy_count, const dc_simulate_options *options)
{
    dc_simulate_options quiet = *options;
    quiet.progress = NULL;
    dc_verifying v = {checks, arena,    book,     model,        items,
                      today,  policies, outcomes, policy_count, &quiet};
    check_laws(&v);
    check_expectations(&v);
    check_delays(&v);
    dc_verify_allowance(&v);
    dc_status status = dc_verify_lifetime(&v);
    if (status == DC_OK)
        status = dc_verify_reported(&v);
    if (status == DC_OK)
        status = dc_verify_cash(&v);
    return status == DC_OK ? dc_verify_neutral(&v) : status;
}
