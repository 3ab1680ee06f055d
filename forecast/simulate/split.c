/* split.c - items that go another way on some paths: payments that are stopped, disputes, discounts
 * that are taken. */
#include <math.h>

#include "treat.h"

bool dc_stop_of(int32_t *first, int32_t *days, const dc_stop *stop, int32_t issue)
{
    *first = issue > stop->from ? issue : stop->from;
    *days = *first <= stop->to ? stop->to - *first + 1 : 0;
    return *days > 0;
}

double dc_dispute_hazard(const dc_dispute *dispute)
{
    return -expm1(log1p(-dispute->settled) / dispute->within);
}

static int64_t part_of(int64_t amount, double share)
{
    return dc_money_scale(DC_MONEY(amount), share, DC_ROUND_HALF_EVEN).minor;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* What is settled without cash goes with what is not disputed, as far as that reaches. */
dc_disputed dc_dispute_apply(const dc_dispute *dispute, const dc_terms_of *terms)
{
    int64_t     disputed = part_of(terms->amount, dispute->share), cash;
    dc_disputed out = {*terms, *terms};
    out.waits.rest = out.usual.rest = 0;
    out.usual.amount = dispute->whole ? 0 : terms->amount - disputed;
    out.usual.not_cash = least(terms->not_cash, out.usual.amount);
    out.usual.credits = least(terms->credits, out.usual.not_cash);
    out.usual.unapplied = least(terms->unapplied, out.usual.not_cash - out.usual.credits);
    out.waits.amount -= out.usual.amount;
    out.waits.not_cash -= out.usual.not_cash;
    out.waits.credits -= out.usual.credits;
    out.waits.unapplied -= out.usual.unapplied;
    cash = out.waits.amount - out.waits.not_cash;
    out.waits.not_cash += least(part_of(disputed, dispute->concession), cash);
    return out;
}

int32_t dc_discount_day(const dc_discount *discount, int32_t issue, int32_t due)
{
    return issue + discount->days < due ? issue + discount->days : 0;
}

dc_terms_of dc_discount_apply(const dc_discount *discount, const dc_terms_of *terms)
{
    dc_terms_of out = *terms;
    out.not_cash += part_of(terms->amount - terms->not_cash, discount->discount);
    out.rest = 0;
    return out;
}
