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

enum {
    DC_CONTRACT_NEVER = INT32_MAX,
    DC_YEAR_DAYS = 365,
    DC_CONTRACT_CHARGES_MAX = DC_POLICY_CHARGES_MAX +
                              DC_PLACEMENT_CHARGES * DC_POLICY_PLACEMENTS_MAX +
                              DC_POLICY_DUNNINGS_MAX
};
_Static_assert(DC_CONTRACT_CHARGES_MAX <= 64, "a bit each");

/* Which of a policy's contracts an item falls under; DC_NONE: none of them. */
typedef struct {
    int8_t   factoring, insurance, bills;
    bool     planned; /* a plan that brings interest or costs fees */
    uint64_t charges; /* bit i: charges[i] below; fixed ones belong to no item */
    double   margin;  /* of extra sales, above that of others */
} dc_contracts;
#define DC_UNCONTRACTED ((dc_contracts){DC_NONE, DC_NONE, DC_NONE, false, 0, 0.0})

/* Prepared once for a policy, read by all threads. */
typedef struct {
    const dc_book   *book;
    const dc_items  *items;
    const dc_policy *policy;
    size_t           charge_count; /* those of the policy, of its placements, of its stages */
    dc_charge        charges[DC_CONTRACT_CHARGES_MAX];
    uint64_t         of_placements; /* bit i: charges[i] is one of a placement */
    dc_contracts    *of; /* per item; NULL: the policy moves no money beside receivables */
    int32_t          day_count;
} dc_contracting;

void dc_contracting_make(dc_contracting *out, dc_arena *arena, const dc_book *book,
                         const dc_model *model, const dc_items *items,
                         const dc_treatment *treatments, const dc_policy *policy,
                         const dc_simulate_options *options);

static inline bool dc_is_contracted(const dc_contracting *by, uint32_t item)
{
    return by->of && (by->of[item].factoring != DC_NONE || by->of[item].insurance != DC_NONE ||
                      by->of[item].bills != DC_NONE || by->of[item].planned ||
                      by->of[item].charges || by->of[item].margin != 0.0);
}

/* Whether an item goes the way that may lead to an agency or a court, or is kept from them: under a
 * plan, disputed, less a discount. */
typedef enum { DC_USUAL, DC_APART } dc_way;

static inline uint64_t dc_charges_on(const dc_contracting *by, uint32_t item, dc_way way)
{
    return by->of[item].charges & (way == DC_APART ? ~by->of_placements : UINT64_MAX);
}

/* Where it is disputed until the day `held`: without those of placements of earlier days. */
uint64_t dc_charges_held(const dc_contracting *by, uint32_t item, const dc_terms_of *terms,
                         int32_t held);

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

/* What an invoice earns above others. */
static inline int64_t dc_margin_for(const dc_contracting *by, uint32_t item,
                                    const dc_terms_of *terms)
{
    double margin = terms->won ? by->of[item].margin : 0.0;
    return dc_contract_home(by, item, dc_contract_share(terms->amount, margin));
}

/* What of a payment comes as bills, and how these turn into cash. */
typedef struct {
    int64_t held;     /* until they mature */
    int64_t discount; /* taken off those sold to a bank */
    int64_t lost;     /* when they mature */
} dc_bills_for;
static inline dc_bills_for dc_bills_for_payment(const dc_bill_use *by, int64_t amount)
{
    const double year = 360.0; /* the custom of banks */
    int64_t      bills = dc_contract_share(amount, by->share);
    int64_t      sold = dc_contract_share(bills, by->discounted);
    return (dc_bills_for){bills - sold, dc_contract_share(sold, by->rate * by->tenor / year),
                          dc_contract_share(bills, by->dishonoured)};
}

/* Where the policy moves no money beside receivables: nothing. */
void dc_plan_cost(dc_plan_costs *out, const dc_contracting *by, uint32_t item,
                  const dc_plan_steps *steps, const dc_instalments *plan, uint16_t placements,
                  const dc_terms_of *terms);

/* The amount for which a charge takes all of its `each`: of extra sales that of the slot beside
 * them, so that what they cost grows by as much as sales do. */
static inline int64_t dc_charge_whole(const dc_terms_of *terms)
{
    return terms->whole != 0 ? terms->whole : terms->amount;
}

/* What is charged for a part of an item, in the book currency. */
static inline int64_t dc_charge_for(const dc_charge *charge, const dc_contracting *by,
                                    uint32_t item, int64_t part, int64_t whole)
{
    return dc_contract_home(by, item, dc_contract_share(part, charge->rate)) +
           dc_money_ratio(DC_MONEY(charge->each * by->items->members[item]), part, whole,
                          DC_ROUND_HALF_EVEN)
               .minor;
}

static inline bool dc_charge_is_on(const dc_charge *charge, int32_t day)
{
    return charge->from <= day && day <= charge->to;
}

/* What is settled on the day is charged for. */
static inline bool dc_charge_is_on_paid(const dc_charge *charge, int32_t issue, int32_t due,
                                        int32_t day)
{
    int32_t age = day - (charge->since_issue ? issue : due);
    return dc_charge_is_on(charge, day) && charge->after <= age && age <= charge->until;
}

/* The last day whose payments charges[at] takes, of an item's `charges`: a collector's are those
 * until another takes over what it has not brought in. */
int32_t dc_charge_last_day(const dc_contracting *by, uint64_t charges, size_t at, int32_t issue,
                           int32_t due);

/* The day on which charges[at] takes for what is open; DC_CONTRACT_NEVER: on none.  Stages of
 * dunning act from the due day as it is without new terms on, and cost then. */
int32_t dc_charge_open_day(const dc_contracting *by, size_t at, uint32_t item,
                           const dc_terms_of *terms);

/* The next day after `day` on which a fixed one is charged; DC_CONTRACT_NEVER: there is none. */
int32_t dc_charge_next_day(const dc_charge *charge, int32_t day);

/* What is overdue by then is not bought. */
static inline int32_t dc_factor_sale_day(const dc_factoring *by, int32_t issue, int32_t due)
{
    int32_t day = issue + by->lag > by->from ? issue + by->lag : by->from;
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

/* What belongs to no item. */
void dc_beside_expect_fixed(double *const flow[DC_BESIDE_COUNT], const dc_contracting *by);

void dc_beside_expect(double *const flow[DC_BESIDE_COUNT], const dc_contracting *by, uint32_t item,
                      const dc_terms_of *terms, const dc_expected_leavings *leavings);

/* Charges of these placements, which the first leaves to it; `leavings`: by this way alone. */
void dc_beside_expect_placed(double *const flow[DC_BESIDE_COUNT], const dc_contracting *by,
                             uint32_t item, const dc_terms_of *terms,
                             const dc_expected_leavings *leavings, uint16_t placements);

#endif
