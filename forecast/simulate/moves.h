/*
 * moves.h - how new terms and delays move the drawn days of one item.
 */
#ifndef DC_SIMULATE_MOVES_H
#define DC_SIMULATE_MOVES_H

#include "laws.h"
#include "post.h"

/* New terms; never before the issue day. */
void dc_fate_shift(dc_fate *fate, dc_luck luck, const dc_new_terms *terms, int32_t issue,
                   uint32_t block);

/* Of extra sales that would be paid the share `loss` is not; `luck` is their own. */
void dc_fate_lose(dc_fate *fate, dc_luck luck, double loss, uint32_t block);

/* The delays whose bit is set, of the share of customers that `luck` hits. */
void dc_fate_delay(dc_fate *fate, dc_luck luck, const dc_policy *policy, uint16_t delays,
                   uint32_t block);

/* The stops whose bit is set; payments of the share of customers that `luck` hits are lost. */
void dc_fate_stop(dc_fate *fate, dc_luck luck, const dc_policy *policy, uint16_t stops,
                  int32_t issue, uint32_t block);

/* On the paths that are hit the item waits for a dispute to be settled, `days` after it arose; 0 on
 * the others; `luck` is its own. */
void dc_fate_wait(int32_t days[DC_PATH_BLOCK], dc_fate *fate, dc_luck luck,
                  const dc_dispute *dispute, const uint8_t hit[DC_PATH_BLOCK], uint32_t block);

/* hit[i] = 1 for the share of customers; the same uniform for every share, so that a larger share
 * holds the smaller. */
void dc_share_draw(uint8_t hit[DC_PATH_BLOCK], dc_luck luck, uint32_t kind, double share,
                   uint32_t block);

#endif
