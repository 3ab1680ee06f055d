/* verify_beside.h - money beside the receivables while it is told: verify_beside.c, its charges. */
#ifndef DC_MEASURE_VERIFY_BESIDE_H
#define DC_MEASURE_VERIFY_BESIDE_H

#include "verify.h"

/* One scenario's block of paths while it is told. */
typedef struct {
    const dc_replay *replay;
    const dc_policy *policy;
    size_t           days;     /* 0 .. day_count */
    int64_t         *sum;      /* [which][path][day] */
    int64_t         *customer; /* [insurance][path][day]: its losses */
    int64_t         *insured;  /* [insurance][path][day]: paid before aggregates */
    bool             lossy;    /* of the customer at hand: has losses */
    uint32_t         buyer;    /* the customer at hand; UINT32_MAX: several or nobody */
    /* the item at hand */
    uint32_t            item;
    const dc_factoring *factor;
    const dc_insurance *insurer;
    const dc_bill_use  *bills;
    bool                planned;
    double              margin; /* of its extra sales, above that of others */
    bool                charged[DC_POLICY_CHARGES_MAX], placed[DC_POLICY_PLACEMENTS_MAX];
    bool                pressed[DC_POLICY_DUNNINGS_MAX];
    const uint16_t     *silenced;
} dc_telling;

static inline int64_t dc_told_part(int64_t amount, double share)
{
    return dc_money_scale(DC_MONEY(amount), share, DC_ROUND_HALF_EVEN).minor;
}

static inline int64_t dc_told_proportion(int64_t amount, int64_t numerator, int64_t denominator)
{
    return dc_money_ratio(DC_MONEY(amount), numerator, denominator, DC_ROUND_HALF_EVEN).minor;
}

static inline int64_t dc_told_home(const dc_telling *own, int64_t amount)
{
    uint16_t currency = own->replay->items->currency[own->item];
    return dc_book_translate(own->replay->book, currency, DC_MONEY(amount)).minor;
}

static inline void dc_told_add(dc_telling *own, dc_beside which, uint32_t path, int32_t day,
                               int64_t amount)
{
    if (day < (int32_t)own->days)
        own->sum[((size_t)which * DC_PATH_BLOCK + path) * own->days + (size_t)day] += amount;
}

/* What is still open of one occurrence at the close of a day. */
static inline int64_t dc_told_open_on(const dc_story *story, int32_t day)
{
    int64_t open = story->amount / story->times;
    for (int32_t i = 0; i < story->event_count; i++)
        if (story->event[i].day <= day)
            open -= story->event[i].settled / story->times;
    return open;
}

/* What an item is charged on a path, and what belongs to none. */
void dc_told_charges(dc_telling *own, const dc_replay_item *told, uint32_t path,
                     const dc_story *story);
void dc_told_fixed(dc_telling *own);

#endif
