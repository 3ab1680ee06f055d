/* worklist_cash.c - see worklist_cash.h. */
#include "worklist_cash.h"

#include <math.h>
#include <string.h>

#include "duecast/standing.h"

/* A dispute about a part of the claim: that part and the rest go their own ways. */
static void set_part_apart(dc_law *law, const dc_loss_view *view, size_t claim, int64_t part)
{
    double     paid[DC_WORK_DAYS + 1], lost[DC_WORK_DAYS + 1];
    dc_law     free_part = {DC_WORK_DAYS, paid, lost};
    dc_law_ask ask = dc_claim_ask(view, claim, DC_PACE_UNDISPUTED);
    double     share = (double)part / (double)view->book->claims.open[claim].minor;
    dc_law_fill(&free_part, view->model, &ask, view->book->calendar, view->book->as_of);
    for (int32_t day = 0; day <= DC_WORK_DAYS; day++) {
        law->paid[day] = share * law->paid[day] + (1.0 - share) * paid[day];
        law->lost[day] = share * law->lost[day] + (1.0 - share) * lost[day];
    }
}

/* A customer in default: all that comes is what is recovered, on one day. */
static void fill_failed(dc_claim_cash *out, const dc_loss_view *view, uint32_t customer)
{
    const dc_defaults *defaults = &view->model->defaults;
    int32_t            end = defaults->day[customer] + DC_WRITE_OFF_AFTER_DAYS;
    int32_t            back = (end < 1 ? 1 : end) + defaults->recovery_days;
    out->failed = true;
    for (int32_t day = 0; day <= DC_WORK_DAYS; day++) {
        bool came = day >= back && back <= DC_WORK_DAYS;
        out->open[day] = 1.0;
        out->paid[day] = 0.0;
        out->cash_by[day] = came ? defaults->recovered_share : 0.0;
        out->value_by[day] = came ? defaults->recovered_share * view->discount[back] : 0.0;
    }
}

/* What comes back when the customer fails on the day with the claim still open. */
static double back_on(const dc_claim_cash *cash, const dc_defaults *of, int32_t day, double open)
{
    if (!of->learnt)
        return 0.0;
    return (cash->alive[day - 1] - cash->alive[day]) * open * of->recovered_share;
}

static double back_discount(const dc_loss_view *view, int32_t day)
{
    int32_t comes = day + DC_WRITE_OFF_AFTER_DAYS + view->model->defaults.recovery_days;
    return comes <= DC_WORK_DAYS ? view->discount[comes] : 0.0;
}

static void add_up(dc_claim_cash *out, const dc_loss_view *view)
{
    const dc_defaults *defaults = &view->model->defaults;
    out->value_by[0] = out->cash_by[0] = 0.0;
    for (int32_t day = 1; day <= DC_WORK_DAYS; day++) {
        double cash = out->alive[day] * out->paid[day];
        double back = back_on(out, defaults, day, out->open[day - 1]);
        double later = back_discount(view, day);
        out->value_by[day] = out->value_by[day - 1] + cash * view->discount[day] + back * later;
        out->cash_by[day] = out->cash_by[day - 1] + cash + (later > 0.0 ? back : 0.0);
    }
}

static double stays_on(const dc_claim_cash *cash, int32_t day)
{
    double before = cash->open[day - 1];
    return before > cash->paid[day] ? log1p(-cash->paid[day] / before) : -INFINITY;
}

void dc_claim_cash_fill(dc_claim_cash *out, const dc_loss_view *view, size_t claim,
                        dc_pace_kind pace)
{
    double           paid[DC_WORK_DAYS + 1], lost[DC_WORK_DAYS + 1];
    dc_law           law = {DC_WORK_DAYS, paid, lost};
    const dc_claims *claims = &view->book->claims;
    dc_law_ask       ask = dc_claim_ask(view, claim, pace);
    int64_t          part = dc_claim_disputed_part(claims, claim);
    out->failed = false;
    if (dc_in_default(view->model, ask.customer)) {
        fill_failed(out, view, ask.customer);
        return;
    }
    dc_law_fill(&law, view->model, &ask, view->book->calendar, view->book->as_of);
    if (part > 0 && pace == DC_PACE_OF_CLAIM)
        set_part_apart(&law, view, claim, part);
    out->open[0] = 1.0;
    out->paid[0] = 0.0;
    for (int32_t day = 1; day <= DC_WORK_DAYS; day++) {
        out->paid[day] = paid[day] - paid[day - 1];
        out->open[day] = fmax(1.0 - paid[day] - lost[day], 0.0);
    }
    for (int32_t day = 1; day < DC_CONTACT_DAYS; day++)
        out->stays[day] = stays_on(out, day);
    add_up(out, view);
}

dc_contact_cash dc_claim_cash_alone(const dc_claim_cash *cash, const dc_spans spans)
{
    dc_contact_cash out = {.value = cash->value_by[DC_WORK_DAYS]};
    for (int s = 0; s < DC_SPANS; s++)
        out.cash[s] = cash->cash_by[spans[s]];
    return out;
}

/* Chance of staying open on a day with the hazard to a power, and of being lost if it does. */
dc_contact_cash dc_claim_cash_contacted(const dc_claim_cash *cash, const dc_loss_view *view,
                                        const double power[DC_CONTACT_DAYS], const dc_spans spans)
{
    const int32_t   end = DC_CONTACT_DAYS - 1;
    dc_contact_cash out = {0};
    double          open = 1.0;
    if (cash->failed)
        return dc_claim_cash_alone(cash, spans);
    for (int32_t day = 1; day <= end && cash->open[day - 1] > 0.0; day++) {
        double left = cash->open[day - 1] - cash->paid[day]; /* unpaid, lost that day or not */
        double stays = exp(power[day] * cash->stays[day]);
        double kept = left > 0.0 ? cash->open[day] / left : 1.0;
        double now = cash->alive[day] * open * (1.0 - stays);
        double back = back_on(cash, &view->model->defaults, day, open);
        out.value += now * view->discount[day] + back * back_discount(view, day);
        for (int s = 0; s < DC_SPANS; s++)
            out.cash[s] += day <= spans[s] ? now : 0.0;
        open *= stays * kept;
    }
    double left = cash->open[end] > 0.0 ? open / cash->open[end] : 0.0;
    out.value += left * (cash->value_by[DC_WORK_DAYS] - cash->value_by[end]);
    for (int s = 0; s < DC_SPANS; s++)
        out.cash[s] += spans[s] > end ? left * (cash->cash_by[spans[s]] - cash->cash_by[end]) : 0.0;
    return out;
}

int32_t dc_claim_cash_day(const dc_claim_cash *cash, double share)
{
    double  wanted = share * cash->cash_by[DC_WORK_DAYS];
    int32_t day = 1;
    while (day < DC_WORK_DAYS && cash->cash_by[day] < wanted)
        day++;
    return day;
}
