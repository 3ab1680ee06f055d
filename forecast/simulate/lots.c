/* lots.c - see lots.h. */
#include "lots.h"

#include <math.h>
#include <string.h>

#include "lot_plan.h"
#include "orders.h"
#include "placing.h"

/* --- what is in a lot ------------------------------------------------------------------------- */

static dc_new_terms terms_of(const dc_lot_ask *ask, uint32_t item, dc_treatment treatment)
{
    const dc_items *items = ask->items;
    return dc_terms_apply(&ask->policy->terms[treatment.terms], items->issue[item],
                          items->due[item]);
}

static int64_t amount_left(const dc_lot_ask *ask, uint32_t item, dc_treatment treatment)
{
    dc_terms_of terms = dc_terms_of_item(ask->items, item);
    dc_terms_resize(&terms, dc_slot_change_of(ask->policy, treatment, terms.issue));
    return terms.amount;
}

static double in_proportion(int64_t part, int64_t amount, int64_t whole)
{
    return whole > 0 ? (double)part * (double)amount / (double)whole : 0.0;
}

void dc_lot_add(dc_lot *lot, const dc_lot_ask *ask, uint32_t item, bool extra)
{
    const dc_items *items = ask->items;
    dc_treatment    treatment = ask->treatment[item];
    double          weight = ask->weight[items->currency[item]];
    int64_t         amount = items->amount[item];
    bool            is_slot = item >= items->claim_count;
    double          times = is_slot ? dc_orders_second_moment(items->orders, item) : 1.0;
    if (extra)
        amount = ask->extra_sales[item];
    else if (is_slot)
        amount = amount_left(ask, item, treatment);
    double not_cash = in_proportion(items->not_cash[item], amount, items->amount[item]);
    double cash = weight * ((double)amount - not_cash);
    double rest =
        extra ? 0.0 : weight * in_proportion(items->rest[item], amount, items->amount[item]);
    double apart = 2.0 * items->parted[item] * rest * (cash - rest);
    lot->item = item;
    lot->extra = extra;
    lot->treatment = treatment;
    lot->due = items->due[item];
    lot->laws = dc_is_paced(treatment) ? ask->paced : items->laws;
    lot->origin = lot->laws->origin[item];
    lot->table = lot->laws->of_item[item];
    lot->market = is_slot ? items->orders->market_of[item - items->claim_count] : UINT32_MAX;
    lot->noise = is_slot ? items->noise[item] : 0.0;
    lot->lasting = is_slot ? items->lasting[item] * items->noise[item] : 0.0;
    lot->amount += weight * (double)amount;
    lot->cash += cash;
    lot->squares += cash * cash;
    lot->own += times * (cash * cash - apart);
    lot->pieces += times * apart;
}

bool dc_leaves_walk(dc_treatment treatment)
{
    treatment.downturns = 0;
    treatment.forbearances = treatment.dunnings = 0;
    return dc_is_treated(treatment);
}

#define COMPARE(a, b)                                                                              \
    if ((a) != (b))                                                                                \
    return (a) < (b) ? -1 : 1

int dc_lot_compare(const dc_lot *a, const dc_lot *b)
{
    COMPARE(a->treatment.plan, b->treatment.plan);
    COMPARE(a->due, b->due);
    COMPARE(a->origin, b->origin);
    COMPARE(a->table, b->table);
    COMPARE(a->treatment.delays, b->treatment.delays);
    COMPARE(a->treatment.placements, b->treatment.placements);
    COMPARE(a->treatment.terms, b->treatment.terms);
    COMPARE(a->treatment.downturns, b->treatment.downturns);
    COMPARE(a->treatment.forbearances, b->treatment.forbearances);
    COMPARE(a->treatment.dunnings, b->treatment.dunnings);
    COMPARE(a->treatment.retentions, b->treatment.retentions);
    COMPARE(a->treatment.stops, b->treatment.stops);
    COMPARE(a->treatment.dispute, b->treatment.dispute);
    COMPARE(a->treatment.discount, b->treatment.discount);
    COMPARE(a->market, b->market);
    COMPARE(a->extra, b->extra);
    if (a->treatment.plan != DC_NONE)
        COMPARE(a->item, b->item);
    return 0;
}

/* --- its chances ------------------------------------------------------------------------------ */

void dc_lot_room_allocate(dc_lot_room *room, dc_arena *arena, int32_t reach)
{
    dc_day_law sums = dc_day_law_new(arena, reach);
    room->law = (dc_law){reach, sums.paid, sums.lost};
    room->now = dc_day_law_new(arena, reach);
    room->next = dc_day_law_new(arena, reach);
    room->usual = dc_day_law_new(arena, reach);
    room->before = dc_day_law_new(arena, reach);
    room->waits = dc_day_law_new(arena, reach);
    room->moved = dc_day_law_new(arena, reach);
    room->square = dc_arena_alloc(arena, 2 * ((size_t)reach + 1), sizeof *room->square);
}

static int32_t discount_day(const dc_lot_ask *ask, uint32_t item, dc_treatment treatment)
{
    int32_t due = ask->items->due[item];
    if (treatment.discount == DC_NONE)
        return 0;
    if (treatment.terms != DC_NONE)
        due = terms_of(ask, item, treatment).due;
    return dc_discount_day(&ask->policy->discounts[treatment.discount], ask->items->issue[item],
                           due);
}

/* What is neither disputed nor paid less a discount is handed over in time, and paid in full: in
 * place of what room->now and room->square hold of it. */
static void place_usual(dc_lot_room *room, const dc_policy *policy, uint16_t placements,
                        int32_t issue, int32_t due, double usual)
{
    dc_day_law_scale(&room->next, &room->usual, 1.0);
    dc_day_law_place(&room->usual, policy, placements, issue, due, usual);
    for (int32_t day = 1; day <= room->now.reach; day++) {
        double paid = room->usual.paid[day] - room->next.paid[day];
        room->now.paid[day] += paid;
        room->square[day] += paid;
        room->now.lost[day] += room->usual.lost[day] - room->next.lost[day];
    }
}

/* A part `worth` of an item, on top of `above` that has come by then. */
static void move_part(dc_lot_room *room, const dc_day_law *from, const dc_day_law *to, double above,
                      double worth)
{
    double square = (above + worth) * (above + worth) - above * above;
    for (int32_t day = 1; day <= room->now.reach; day++) {
        double paid = to->paid[day] - from->paid[day];
        room->now.paid[day] += worth * paid;
        room->square[day] += square * paid;
        room->now.lost[day] += worth * (to->lost[day] - from->lost[day]);
    }
}

/* Of cash: what is settled without it goes with what is not disputed, as far as that reaches, and
 * what is credited in the end is a part of the whole claim. */
static dc_dispute dispute_of(const dc_lot *lot, const dc_lot_ask *ask)
{
    dc_dispute out = ask->policy->disputes[lot->treatment.dispute];
    if (lot->cash <= 0.0 || out.share <= 0.0)
        return out;
    double credited = out.share * out.concession * lot->amount / lot->cash;
    if (!out.whole)
        out.share = 1.0 - fmax(1.0 - out.share * lot->amount / lot->cash, 0.0);
    out.concession = fmin(credited / out.share, out.whole ? 1.0 / out.share : 1.0);
    return out;
}

/* Disputes settled on the days first .. last, of a law room->before: these placements take the part
 * that does not wait, then the one that does. */
static void place_settled(dc_lot_room *room, const dc_lot_ask *ask, const dc_lot *lot, int32_t due,
                          int32_t first, int32_t last, uint16_t placements)
{
    dc_dispute by = dispute_of(lot, ask);
    double     chance = by.rate * dc_dispute_chance(&by, first, last);
    double     usual = by.whole ? 0.0 : 1.0 - by.share;
    int32_t    issue = ask->items->issue[lot->item];
    for (int waits = 0; waits <= 1 && placements; waits++) {
        dc_day_law_scale(&room->waits, &room->before, waits ? by.rate : chance);
        if (waits)
            dc_day_law_wait(&room->waits, &room->moved, &by, first, last);
        dc_day_law_scale(&room->moved, &room->waits, 1.0);
        dc_day_law_place(&room->moved, ask->policy, placements, issue, due, chance);
        move_part(room, &room->waits, &room->moved, waits ? usual : 0.0,
                  waits ? 1.0 - by.share * by.concession - usual : usual);
    }
}

static void place_disputed(dc_lot_room *room, const dc_lot_ask *ask, const dc_lot *lot, int32_t due)
{
    int32_t  issue = ask->items->issue[lot->item], arose = issue > 0 ? issue : 0, first = 1;
    uint16_t left[DC_POLICY_PLACEMENTS_MAX + 1];
    int32_t  day[DC_POLICY_PLACEMENTS_MAX];
    size_t count = dc_placement_days(day, left, ask->policy, lot->treatment.placements, issue, due);
    for (size_t i = 0; i < count; i++) {
        int32_t last = day[i] - arose;
        if (last < first)
            continue;
        place_settled(room, ask, lot, due, first, last, left[i]);
        first = last + 1;
    }
}

/* room->law: cumulative, of the walk; room->now: day by day, treated. */
static void fill_laws(dc_lot_room *room, const dc_lot *lot, const dc_lot_ask *ask, dc_lot_shares u)
{
    const dc_items *items = ask->items;
    dc_law          own = {room->law.day_count, room->next.paid, room->next.lost};
    const dc_law   *law = &room->law;
    uint32_t        item = lot->item;
    int32_t         due = items->due[item];
    dc_laws_read(&room->law, lot->laws, item);
    if (lot->extra) {
        double  losses = dc_extra_losses(ask->policy, lot->treatment);
        int32_t first = items->issue[item] > 1 ? items->issue[item] : 1;
        dc_law_fill(&own, ask->model,
                    &(dc_law_ask){items->customer[item], items->due[item], first, items->pace[item],
                                  losses, items->acted[item]},
                    ask->book->calendar, ask->book->as_of);
        if (dc_is_paced(lot->treatment))
            dc_law_pace(&own, ask->policy, lot->treatment, items->due[item]);
        law = &own;
    }
    dc_day_law_fill(&room->now, law);
    const dc_terms_change *won = dc_terms_that_won(ask->policy, lot->treatment);
    if (lot->extra && won && won->loss > 0.0)
        dc_day_law_lose(&room->now, won->loss);
    if (lot->treatment.terms != DC_NONE) {
        dc_new_terms terms = terms_of(ask, item, lot->treatment);
        dc_day_law_shift(&room->now, &room->next, &terms, items->issue[item]);
        due = terms.due;
    }
    if (lot->treatment.delays && isnan(u.delay))
        dc_day_law_delay(&room->now, &room->next, ask->policy, lot->treatment.delays);
    else if (lot->treatment.delays)
        dc_day_law_delay_at(&room->now, &room->next, ask->policy, lot->treatment.delays, u.delay);
    if (lot->treatment.stops)
        dc_day_law_stop(&room->now, &room->next, ask->policy, lot->treatment.stops,
                        items->issue[item], u.stop);
    bool split = dc_is_split(lot->treatment);
    if (lot->treatment.placements && !lot->planned && !split)
        dc_day_law_place(&room->now, ask->policy, lot->treatment.placements, items->issue[item],
                         due, 1.0);
    if (!split || lot->planned)
        return;
    dc_takers who = {u.discount, lot->extra ? 0.0 : items->parted[item],
                     ask->day[ask->day_count - 1]};
    dc_day_law_scale(&room->usual, &room->now, 1.0);
    dc_day_law_scale(&room->before, &room->now, 1.0);
    dc_treatment by = lot->treatment;
    dc_dispute   dispute = {0};
    if (by.dispute != DC_NONE)
        dispute = dispute_of(lot, ask);
    double usual =
        dc_day_law_split(&room->now, &room->next, room->square, &room->usual,
                         by.dispute == DC_NONE ? NULL : &dispute,
                         by.discount == DC_NONE ? NULL : &ask->policy->discounts[by.discount],
                         discount_day(ask, item, by), who);
    if (by.placements && by.dispute != DC_NONE)
        place_disputed(room, ask, lot, due);
    if (lot->treatment.placements)
        place_usual(room, ask->policy, lot->treatment.placements, items->issue[item], due, usual);
}

/* The chance and the worth with the mean and mean square that the cash has. */
static void fill_worth(dc_lot *lot, size_t j, double mean, double square)
{
    lot->chance[j] = square > 0.0 ? mean * mean / square : mean;
    lot->worth[j] = mean > 0.0 ? square / mean : 1.0;
    lot->square[j] = lot->worth[j] * lot->worth[j];
}

static void fill_chances(dc_lot *lot, const dc_lot_room *room, const dc_lot_ask *ask)
{
    int32_t issue = ask->items->issue[lot->item], day = 1;
    bool    split = dc_is_split(lot->treatment) && !lot->planned;
    double  paid = 0.0, lost = 0.0, square = 0.0;
    for (size_t j = 0; j < ask->day_count; j++) {
        for (; day <= ask->day[j]; day++) {
            paid += room->now.paid[day];
            lost += room->now.lost[day];
            square += split ? room->square[day] : 0.0;
        }
        fill_worth(lot, j, paid, split ? square : paid);
        lot->open[j] = issue <= ask->day[j] ? fmax(1.0 - lot->chance[j] - lost, 0.0) : 0.0;
    }
}

/* Which claims are disputed, and how long, hangs on each alone: the walk stays where it is, and of
 * what it brings a part has come. */
static bool is_thinned(const dc_lot *lot)
{
    return lot->treatment.dispute != DC_NONE && lot->treatment.discount == DC_NONE;
}

/* Not settled on its walk by the end, written off or not: the walk does not know of those that wait
 * who has been written off. */
static double left_at_end(const dc_law *law, const dc_lot *lot, const dc_rises *rises)
{
    int32_t end = law->day_count, days = end - lot->origin;
    double  kept = rises->loss && days > 0 ? 1.0 - rises->loss[days - 1] * 0x1p-32 : 1.0;
    double  open = 1.0 - law->paid[end] - law->lost[end];
    return kept > 0.0 ? fmin(fmax(open / kept, 0.0), 1.0) : 0.0;
}

/* What of the walk's chance to be paid by a day of it waits, stays^d; between two days even. */
typedef struct {
    double  since, stays;
    int32_t day;
} waiting;

static double since_at(waiting *now, const double *paid, double at)
{
    for (; now->day + 1 <= at; now->day++)
        now->since = now->since * now->stays + paid[now->day + 1] - paid[now->day];
    double part = at - now->day;
    return part <= 0.0
               ? now->since
               : now->since * pow(now->stays, part) + part * (paid[now->day + 1] - paid[now->day]);
}

/* Chance, worth and square over all paces become those of cash that has waited as on the walk. */
static void wait_there(dc_lot *lot, size_t j, const dc_dispute *by, double before, double since)
{
    const double least = 1e-9;
    double       usual = by->whole ? 0.0 : 1.0 - by->share, all = 1.0 - by->share * by->concession;
    double       mean = lot->chance[j] * lot->worth[j], square = lot->chance[j] * lot->square[j];
    double       whole = 1.0 - by->rate + by->rate * all;
    double       squares = 1.0 - by->rate + by->rate * all * all;
    lot->less[j] = whole > 0.0 ? by->rate * (all - usual) / whole : 0.0;
    lot->less_square[j] = squares > 0.0 ? by->rate * (all * all - usual * usual) / squares : 0.0;
    double cash = before - lot->less[j] * since, of_square = before - lot->less_square[j] * since;
    lot->chance[j] = cash;
    lot->worth[j] = cash > least ? mean / cash : 1.0;
    lot->square[j] = of_square > least ? square / of_square : 1.0;
}

/* New terms and delays move what is paid by a day to another place of the walk: the one by which
 * as much is paid.  What the walk does not bring by its end comes whatever becomes of it:
 * a discount is taken of claims that would be paid after the horizon. */
static void fill_moved_places(dc_lot *lot, const dc_lot_room *room, const dc_lot_ask *ask,
                              const dc_rises *rises, int32_t first)
{
    const double  rounding = 1e-9;
    const double *paid = room->law.paid;
    int32_t       day = 0, end = room->law.day_count;
    bool          thins = is_thinned(lot);
    double        left = left_at_end(&room->law, lot, rises), before = 0.0;
    waiting       walk = {.day = 0};
    dc_dispute    dispute = {0};
    if (thins) {
        dispute = dispute_of(lot, ask);
        walk.stays = lot->stays = 1.0 - dc_dispute_hazard(&dispute);
    }
    for (size_t j = 0; j < ask->day_count; j++) {
        double by = lot->chance[j], mean = by * lot->worth[j];
        for (int32_t d = j > 0 ? ask->day[j - 1] + 1 : 1; thins && d <= ask->day[j]; d++)
            before += room->before.paid[d];
        bool waits = thins && mean <= before && before > 0.0;
        by = waits ? before : by;
        double wanted = by - rounding;
        while (day < end && paid[day] < wanted)
            day++;
        double at = day;
        if (day > 0 && paid[day] > by + rounding)
            at -= (paid[day] - by) / (paid[day] - paid[day - 1]);
        lot->place[j] = dc_stand_of(rises, first, wanted > 0.0 ? at : 0.0);
        if (waits && wanted > 0.0)
            wait_there(lot, j, &dispute, before, since_at(&walk, paid, at));
        if (wanted > paid[end])
            lot->beyond[j] = left > 0.0 ? fmin((by - paid[end]) / left, 1.0) : 0.0;
    }
}

/* --- the whole ------------------------------------------------------------------------------ */

void dc_lot_fill(dc_lot *lot, dc_lot_room *room, const dc_lot_ask *ask, dc_lot_shares u)
{
    enum { WEEK = 7 };
    const dc_rises *rises = &lot->laws->table[lot->table].rises;
    int32_t         first = lot->origin / WEEK;
    bool            tied = lot->laws->tied, leaves = lot->extra || dc_leaves_walk(lot->treatment);
    bool            reads = leaves || !tied || ask->needs_open;
    for (size_t j = 0; j < ask->day_count; j++) {
        lot->worth[j] = lot->square[j] = 1.0;
        lot->beyond[j] = lot->less[j] = lot->less_square[j] = 0.0;
    }
    lot->stays = 0.0;
    if (reads) {
        fill_laws(room, lot, ask, u);
        fill_chances(lot, room, ask);
    }
    if (tied && (lot->planned ? lot->treatment.delays || lot->treatment.stops : leaves))
        fill_moved_places(lot, room, ask, rises, first);
    else if (tied)
        for (size_t j = 0; j < ask->day_count; j++)
            lot->place[j] = dc_stand_of(rises, first, ask->day[j]);
    lot->returns = lot->planned && tied &&
                   ask->policy->plans[lot->treatment.plan].after_miss == DC_MISS_OWN_LAW;
    if (lot->planned)
        dc_lot_fill_plan(lot, room, ask);
}
