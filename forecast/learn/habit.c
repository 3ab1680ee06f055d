/* habit.c - what was learnt of a customer, in figures a person can read. */
#include <math.h>

#include "duecast/model.h"

/* The invoice is issued on day 1 after the as-of date, as if it were sold then. */
enum {
    TERM_DAYS = 30,
    DUE = TERM_DAYS + 1,
    REACH_DAYS = 400,
    RECENT_DAYS = 182,
    CLAIMS_FOR_TREND = 5,
    YEAR_DAYS = 365
};

/* First day by which `share` of those ever settled are settled, less the due day. */
static int32_t days_late_at(const dc_law *law, double share)
{
    int32_t day = 1;
    while (day < law->day_count && law->paid[day] < share * law->paid[law->day_count])
        day++;
    return day - DUE;
}

/* Days late of the claims paid in the last half-year less of those before. */
static double trend_of(const dc_book *book, uint32_t customer)
{
    const dc_claims *claims = &book->claims;
    bool             all = customer == UINT32_MAX;
    size_t           from = all ? 0 : dc_claims_from(claims, customer);
    double           sum[2] = {0};
    size_t           count[2] = {0};
    for (size_t i = from; i < claims->count && (all || claims->customer[i] == customer); i++) {
        if (claims->kind[i] != DC_CLAIM_INVOICE || !dc_date_is_set(claims->closed[i]) ||
            dc_claim_was_sold(book, i) || dc_claim_was_lost(book, i))
            continue;
        int recent = dc_date_days_between(claims->closed[i], book->as_of) < RECENT_DAYS;
        sum[recent] += dc_date_days_between(claims->due[i], claims->closed[i]);
        count[recent]++;
    }
    if (count[0] < CLAIMS_FOR_TREND || count[1] < CLAIMS_FOR_TREND)
        return NAN;
    return sum[1] / (double)count[1] - sum[0] / (double)count[0];
}

/* What is said of an invoice issued today. */
typedef struct {
    double paid[REACH_DAYS + 1], lost[REACH_DAYS + 1]; /* chances by each day */
    double chance_lost;                                /* in the end */
} outlook;

/* On days as such, or on those that follow `as_of`, with its runs and seasons. */
static void fill(dc_law *law, const dc_model *model, uint32_t customer, dc_date as_of)
{
    double pace = dc_model_pace_ahead(model, NULL, SIZE_MAX, DC_PACE_AGAIN);
    dc_law_fill(law, model, &(dc_law_ask){customer, DUE, 1, pace, 1.0}, NULL, as_of);
}

static void look_out(outlook *out, const dc_model *model, uint32_t customer)
{
    dc_law law = {REACH_DAYS, out->paid, out->lost};
    fill(&law, model, customer, DC_DATE_NONE);
    out->chance_lost = dc_model_loss_chance(model, customer, -DUE);
}

static dc_date half_by(const dc_model *model, const dc_book *book, uint32_t customer)
{
    double  paid[REACH_DAYS + 1], lost[REACH_DAYS + 1];
    dc_law  law = {REACH_DAYS, paid, lost};
    dc_date day;
    fill(&law, model, customer, book->as_of);
    if (!(paid[REACH_DAYS] > 0.0))
        return DC_DATE_NONE;
    day = dc_date_add_days(book->as_of, DUE + days_late_at(&law, 0.5));
    return book->calendar ? dc_calendar_adjust(book->calendar, day, DC_ADJUST_FOLLOWING) : day;
}

/* Of the next invoice, whosever it is: customers count by the claims they settled.  Where nobody
 * settled any, of a customer nobody knows. */
static void look_out_for_all(outlook *out, const dc_model *model)
{
    outlook one;
    double  claims = 0.0;
    look_out(out, model, UINT32_MAX);
    for (uint32_t c = 0; c < model->customer_count; c++) {
        double count = (double)model->settled_count[c];
        if (count <= 0.0)
            continue;
        claims += count;
        double share = count / claims; /* 1 for the first: the unknown customer is left behind */
        look_out(&one, model, c);
        for (int day = 0; day <= REACH_DAYS; day++)
            out->paid[day] += share * (one.paid[day] - out->paid[day]);
        out->chance_lost += share * (one.chance_lost - out->chance_lost);
    }
}

void dc_habit_describe(dc_habit *out, const dc_model *model, const dc_book *book, uint32_t customer)
{
    outlook seen;
    dc_law  law = {REACH_DAYS, seen.paid, seen.lost};
    double  open = 0.0;
    bool    known = customer != UINT32_MAX && model->own_share[customer] > 0.0;
    if (customer == UINT32_MAX)
        look_out_for_all(&seen, model);
    else
        look_out(&seen, model, customer);
    double settled = seen.paid[REACH_DAYS];
    for (int32_t day = 0; day < REACH_DAYS; day++)
        open += settled - seen.paid[day];
    *out = (dc_habit){
        .usual = days_late_at(&law, 0.5),
        .low = days_late_at(&law, 0.1),
        .high = days_late_at(&law, 0.9),
        .expected = settled > 0.0 ? open / settled - DUE : NAN,
        .chance_late = 1.0 - seen.paid[DUE],
        .chance_lost = seen.chance_lost,
        .own_share = known ? model->own_share[customer] : 0.0,
        .trend = trend_of(book, customer),
        .chance_default = customer == UINT32_MAX
                              ? model->defaults.year_chance
                              : dc_model_default_chance(model, customer, YEAR_DAYS),
        .settled_claims =
            customer == UINT32_MAX ? model->claims_learnt_from : model->settled_count[customer],
        .half_by = customer == UINT32_MAX ? DC_DATE_NONE : half_by(model, book, customer),
    };
    int32_t width = out->high - out->low;
    out->manner = width <= 14   ? DC_MANNER_REGULAR
                  : width <= 35 ? DC_MANNER_MIXED
                                : DC_MANNER_IRREGULAR;
}
