/*
 * contracts.h - which contracts of a policy an item falls under, their arithmetic, and what they
 * are expected to move.  Paths: beside.h.
 *
 * All of it but limits and aggregates of insurance is linear in what leaves on a day, which is what
 * makes the expectation exact.
 */
#ifndef DC_SIMULATE_CONTRACTS_H
#define DC_SIMULATE_CONTRACTS_H

#include "post.h"

enum { DC_CONTRACT_NEVER = INT32_MAX, DC_YEAR_DAYS = 365 };

/* Which of a policy's contracts an item falls under; DC_NONE: none of them. */
typedef struct {
    int8_t factoring, insurance;
} dc_contracts;

/* Prepared once for a policy, read by all threads. */
typedef struct {
    const dc_book   *book;
    const dc_items  *items;
    const dc_policy *policy;
    dc_contracts    *of; /* per item; NULL: the policy moves no money beside receivables */
    int32_t          day_count;
} dc_contracting;

void dc_contracting_make(dc_contracting *out, dc_arena *arena, const dc_book *book,
                         const dc_model *model, const dc_items *items,
                         const dc_treatment *treatments, const dc_policy *policy,
                         const dc_simulate_options *options);

static inline bool dc_is_contracted(const dc_contracting *by, uint32_t item)
{
    return by->of && (by->of[item].factoring != DC_NONE || by->of[item].insurance != DC_NONE);
}

/* --- arithmetic of both engines --- */

static inline int64_t dc_contract_share(int64_t amount, double share)
{
    return dc_money_scale(DC_MONEY(amount), share, DC_ROUND_HALF_EVEN).minor;
}

static inline int64_t dc_factor_interest(int64_t advance, const dc_factoring *by, int32_t days)
{
    return dc_contract_share(advance, by->interest * days / DC_YEAR_DAYS);
}

static inline int64_t dc_contract_home(const dc_contracting *by, uint32_t item, int64_t amount)
{
    uint16_t currency = by->items->currency[item];
    if (currency == by->book->home)
        return amount;
    return dc_book_translate(by->book, currency, DC_MONEY(amount)).minor;
}

/* What is overdue by then is not bought. */
static inline int32_t dc_factor_sale_day(const dc_factoring *by, int32_t issue, int32_t due)
{
    int32_t day = (issue > by->from ? issue : by->from) + by->lag;
    return day <= due ? day : DC_CONTRACT_NEVER;
}

static inline int32_t dc_factor_buy_back_day(const dc_factoring *by, const dc_terms_of *terms)
{
    return by->recourse > 0.0 ? terms->due + by->recourse_days : DC_CONTRACT_NEVER;
}

/* Expected amounts of an item that leave on a day, and are recovered on it; 0 .. day_count. */
typedef struct {
    double  issued; /* expected amount invoiced, or open as of today */
    double *paid, *lost, *recovered;
    int32_t recovery_days; /* from write-off to recovery */
} dc_expected_leavings;

void dc_beside_expect(double *const flow[DC_BESIDE_COUNT], const dc_contracting *by, uint32_t item,
                      const dc_terms_of *terms, const dc_expected_leavings *leavings);

#endif
