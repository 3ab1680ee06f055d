/* cash_roll.c - the line is drawn below the minimum and repaid above it, day by day (cash.h). */
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "duecast/cash.h"
#include "duecast/clones.h"

enum { T = DC_PATH_TILE };

static const double days_of_year = 365.0;

double dc_plan_law_factor(dc_plan_law law, double spread, double u)
{
    switch (law) {
    case DC_LAW_EVEN: return 1.0 + spread * (2.0 * u - 1.0);
    case DC_LAW_TRIANGULAR:
        return u < 0.5 ? 1.0 + spread * (sqrt(2.0 * u) - 1.0)
                       : 1.0 + spread * (1.0 - sqrt(2.0 * (1.0 - u)));
    case DC_LAW_LOGNORMAL:
    case DC_LAW_COUNT: break;
    }
    double variance = log1p(spread * spread);
    return exp(sqrt(variance) * gsl_cdf_ugaussian_Pinv(u) - variance / 2.0);
}

int64_t dc_cash_strayed(int64_t amount, double factor)
{
    const double whole = 0x1.8p52; /* a double this large has no fraction left */
    return (int64_t)((double)amount * factor + whole - whole);
}

/* Drawings by path: what they are, and drawn x days since interest was last paid. */
typedef struct {
    int64_t before_line[T], drawn[T], drawn_days[T];
} balances;

DC_PART int64_t interest_of(const dc_cash_plan *plan, int64_t drawn_days)
{
    return (int64_t)nearbyint((double)drawn_days * plan->rate / days_of_year);
}

DC_PART void pay_interest(balances *now, const dc_cash_plan *plan, int64_t *paid)
{
    for (int i = 0; i < T; i++) {
        paid[i] = interest_of(plan, now->drawn_days[i]);
        now->before_line[i] -= paid[i];
        now->drawn_days[i] = 0;
    }
}

/* `lack` is what the minimum lacks before the line moves. */
DC_PART void move_line(balances *now, const dc_cash_plan *plan)
{
    for (int i = 0; i < T; i++) {
        int64_t cash = now->before_line[i] + now->drawn[i] - plan->drawn;
        int64_t wanted = now->drawn[i] + plan->minimum - cash;
        wanted = wanted < 0 ? 0 : wanted;
        now->drawn[i] = wanted > plan->limit ? plan->limit : wanted;
    }
}

DC_PART void keep(int64_t *to, const int64_t *from)
{
    for (int i = 0; i < T; i++)
        to[i] = from[i];
}

DC_CLONES void dc_cash_roll(dc_cash_days *out, const dc_cash_plan *plan, const double *receipts,
                            const int64_t *strayed)
{
    balances now = {.before_line = {0}};
    for (int i = 0; i < T; i++) {
        now.before_line[i] = out->before_line[i] = plan->opening;
        now.drawn[i] = out->drawn[i] = plan->drawn;
        out->interest[i] = 0;
    }
    for (int32_t day = 1; day <= plan->day_count; day++) {
        size_t at = (size_t)day * T;
        for (int i = 0; i < T; i++) {
            now.before_line[i] += (int64_t)receipts[at + (size_t)i] + plan->certain[day];
            now.drawn_days[i] += now.drawn[i];
            out->interest[at + (size_t)i] = 0;
        }
        for (int i = 0; strayed && i < T; i++)
            now.before_line[i] += strayed[at + (size_t)i];
        if (plan->month_end[day])
            pay_interest(&now, plan, out->interest + at);
        move_line(&now, plan);
        keep(out->before_line + at, now.before_line);
        keep(out->drawn + at, now.drawn);
    }
}
