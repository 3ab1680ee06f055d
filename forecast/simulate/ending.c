/* ending.c - how a treated item ends: disputed or less a discount on some paths, handed over on the
 * others, then failures, then who leaves.  See worker.h. */
#include <string.h>

#include "placing.h"
#include "worker.h"

enum { B = DC_PATH_BLOCK };

void dc_worker_beside(const dc_simulation *sim, dc_worker *own, size_t p, uint32_t item,
                      const dc_fate *fate, dc_terms_of terms, dc_way way)
{
    if (!dc_is_contracted(&sim->contracting[p], item))
        return;
    dc_fate_recovers(fate, &terms);
    dc_beside_take_fate(own->beside[p], item, &terms, fate, way);
}

/* Customers that leave order no more; what they would have ordered is told. */
static void leave(const dc_simulation *sim, dc_worker *own, size_t p, dc_fate *fate, uint32_t item,
                  const dc_terms_of *terms, uint32_t block)
{
    uint8_t keeps[B], before[B];
    double  kept = dc_kept_share(sim->policies[p], sim->treatment[p][item]);
    dc_share_draw(keeps, dc_share_luck_of(sim, item), DC_LUCK_RETENTION, kept, block);
    memcpy(before, fate->times, B);
    for (int i = 0; i < B; i++) {
        fate->times[i] = keeps[i] ? fate->times[i] : 0;
        if (fate->rest)
            fate->rest->times[i] = keeps[i] ? fate->rest->times[i] : 0;
    }
    dc_post_not_ordered(&own->flows[p], terms, before, fate->times);
}

static void fail_and_leave(const dc_simulation *sim, dc_worker *own, size_t p, dc_fate *fate,
                           uint32_t item, const dc_terms_of *terms, const dc_failed *failed,
                           uint32_t block)
{
    if (failed)
        dc_fate_fail(fate, failed, terms->issue);
    if (dc_may_be_lost(sim->treatment[p][item]))
        leave(sim, own, p, fate, item, terms, block);
}

/* --- some of its paths ------------------------------------------------------------------------ */

/* The paths that are hit, in one part; the others stay. */
static void take_apart(dc_fate *out, dc_fate *from, const uint8_t hit[B])
{
    *out = *from;
    out->rest = NULL;
    out->once = from->once = false;
    for (int i = 0; i < B; i++) {
        (hit[i] ? from : out)->times[i] = 0;
        if (hit[i] && from->rest)
            from->rest->times[i] = 0;
    }
}

/* Posted at once: they are few, and need no place of their own. */
static void post_paths(dc_worker *own, size_t p, dc_fate *fate, dc_terms_of terms)
{
    dc_fate_recovers(fate, &terms);
    dc_kernel_latest(fate->latest, fate->day);
    for (size_t tile = 0; tile < DC_TILES; tile++)
        dc_post(&own->flows[p], fate, &terms, tile);
}

/* What hangs on who, and on which item. */
typedef struct {
    const dc_simulation *sim;
    dc_worker           *own;
    size_t               p;
    uint32_t             item;
    uint64_t             entity;
    const dc_terms_of   *terms;
    const dc_failed     *failed;
    uint32_t             block;
} ending;

static void end_paths(const ending *of, dc_fate *fate, const dc_terms_of *terms)
{
    if (terms->amount == 0)
        return;
    fail_and_leave(of->sim, of->own, of->p, fate, of->item, terms, of->failed, of->block);
    post_paths(of->own, of->p, fate, *terms);
}

/* On the paths of one way; not before a dispute is settled. */
static void place(const ending *of, dc_fate *fate, const int32_t *held)
{
    uint16_t placements = of->sim->treatment[of->p][of->item].placements;
    if (placements)
        dc_fate_place(fate, dc_luck_of(of->sim, of->entity, DC_PURPOSE_PLACEMENT),
                      of->sim->policies[of->p], placements, of->terms->issue, of->terms->due, held,
                      of->block);
}

static void dispute(const ending *of, dc_fate *fate, const dc_dispute *by)
{
    dc_luck     luck = dc_luck_of(of->sim, of->entity, DC_PURPOSE_DISPUTE);
    uint8_t     hit[B];
    int32_t     held[B];
    dc_fate     usual, waits;
    dc_disputed parts = dc_dispute_apply(by, of->terms);
    dc_uniform_block(of->own->word, luck, of->block, 0);
    for (int i = 0; i < B; i++)
        hit[i] = of->own->word[i] + 0.5 < by->rate * 0x1p32;
    take_apart(&usual, fate, hit);
    waits = usual;
    dc_fate_wait(held, &waits, luck, by, hit, of->block);
    for (int i = 0; i < B; i++)
        held[i] += of->terms->issue > 0 ? of->terms->issue : 0;
    place(of, &usual, held);
    place(of, &waits, held);
    end_paths(of, &usual, &parts.usual);
    end_paths(of, &waits, &parts.waits);
    dc_beside_concede(of->own->beside[of->p], of->item, &waits,
                      parts.waits.not_cash + parts.usual.not_cash - of->terms->not_cash);
    if (!dc_is_contracted(&of->sim->contracting[of->p], of->item))
        return;
    dc_fate_recovers(&usual, &parts.usual);
    dc_fate_recovers(&waits, &parts.waits);
    dc_beside_take_two(
        of->own->beside[of->p], of->item, of->terms, &(dc_beside_part){&parts.waits, &waits},
        parts.usual.amount > 0 ? &(dc_beside_part){&parts.usual, &usual} : NULL, held);
}

/* What is written off after the horizon is not known to be. */
static bool is_known_lost(const dc_simulation *sim, const dc_fate *fate, int path)
{
    return fate->lost[path] && fate->day[path] <= sim->options->horizon_days;
}

static void discount(const ending *of, dc_fate *fate, const dc_discount *by)
{
    int32_t     last = dc_discount_day(by, of->terms->issue, of->terms->due);
    dc_luck     luck = dc_share_luck_of(of->sim, of->item);
    uint8_t     takes[B], early[B], hit[B];
    dc_fate     paid;
    dc_terms_of terms = dc_discount_apply(by, of->terms);
    if (last == 0)
        return;
    dc_share_draw(takes, luck, DC_LUCK_DISCOUNT, by->take_up, of->block);
    dc_share_draw(early, luck, DC_LUCK_DISCOUNT, by->early, of->block);
    for (int i = 0; i < B; i++) {
        bool parted = fate->rest && fate->rest->times[i] > 0;
        hit[i] = !parted && !is_known_lost(of->sim, fate, i) &&
                 (fate->day[i] <= last ? early[i] : takes[i]);
    }
    take_apart(&paid, fate, hit);
    for (int i = 0; i < B; i++)
        if (hit[i] && paid.day[i] > last) {
            paid.day[i] = (uint16_t)last;
            paid.lost[i] = false;
        }
    end_paths(of, &paid, &terms);
    dc_beside_concede(of->own->beside[of->p], of->item, &paid,
                      terms.not_cash - of->terms->not_cash);
    dc_worker_beside(of->sim, of->own, of->p, of->item, &paid, terms, DC_APART);
}

void dc_worker_end(const dc_simulation *sim, dc_worker *own, size_t p, dc_fate *fate, uint32_t item,
                   uint64_t entity, const dc_terms_of *terms, const dc_failed *failed,
                   uint32_t block)
{
    dc_treatment treatment = sim->treatment[p][item];
    ending       of = {sim, own, p, item, entity, terms, failed, block};
    if (treatment.dispute != DC_NONE)
        dispute(&of, fate, &sim->policies[p]->disputes[treatment.dispute]);
    if (treatment.discount != DC_NONE)
        discount(&of, fate, &sim->policies[p]->discounts[treatment.discount]);
    place(&of, fate, NULL);
    fail_and_leave(sim, own, p, fate, item, terms, failed, block);
    dc_worker_post(own, fate, *terms);
    dc_worker_beside(sim, own, p, item, fate, *terms, DC_USUAL);
}
