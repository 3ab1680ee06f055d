/*
 * late_interest.h - what the law adds to a claim that is paid late: interest by the day, and a
 * fixed sum.
 *
 * Simple interest on what is owed, from the day after the due day to a day, both counted in:
 *
 *     interest = sum over days of owed x rate / 365        China: owed x rate a day
 *
 * rounded once for a claim, half even.  The rate of a half-year is a reference rate plus points;
 * of the United Kingdom that of the half-year in which interest began holds throughout.  Reference
 * rates are dated rows with their source; one that is not known is named, never guessed.  Sources:
 * docs/FORMULAS.md, "Interest for late payment".  A calculation, not legal advice.
 */
#ifndef DUECAST_LATE_INTEREST_H
#define DUECAST_LATE_INTEREST_H

#include "duecast/date.h"
#include "duecast/money.h"
#include "duecast/words.h"

/* A fixed sum for each claim of less than `below` (0: of any size), in minor units. */
typedef struct {
    int64_t below, sum;
} dc_fixed_sum;

enum { DC_FIXED_SUMS_MAX = 3, DC_INTEREST_PERIODS_MAX = 8 };

typedef struct {
    const char  *key;            /* "fr", for book.yaml */
    const char  *countries;      /* of the seller: "|FR|FRANCE|"; "" none, only by its key */
    const char  *reference;      /* "ecb"; "": the points alone are the rate */
    int32_t      points;         /* millionths a year, or a day */
    int32_t      days;           /* that the rate is for: 365, or 1 */
    bool         fixed;          /* the reference of the first day holds throughout */
    bool         large_to_small; /* only what public bodies and large companies owe to an SME */
    int32_t      public_days; /* a public body owes at most so long after delivery; 0: as agreed */
    dc_date      since;       /* first day the rate is for; DC_DATE_NONE: any that has a rate */
    const char  *currency;    /* of the fixed sum; "" none */
    dc_fixed_sum fixed_sums[DC_FIXED_SUMS_MAX];
    dc_word      name;
} dc_late_law;

size_t             dc_late_law_count(void);
const dc_late_law *dc_late_law_at(size_t index);
const dc_late_law *dc_late_law_of(const char *country); /* NULL: no table for it */
const dc_late_law *dc_late_law_find(const char *key);   /* NULL: there is none */

/* Whether a law is for a pair of seller and buyer. */
typedef enum {
    DC_LATE_APPLIES,
    DC_LATE_NO_LAW,
    DC_LATE_SELLER_UNKNOWN, /* nobody said how large the seller is */
    DC_LATE_BUYER_UNKNOWN,
    DC_LATE_OTHER_PARTIES /* the law is not for these two */
} dc_late_verdict;

typedef enum { DC_PARTY_UNKNOWN, DC_PARTY_SME, DC_PARTY_LARGE, DC_PARTY_PUBLIC } dc_party;

dc_late_verdict dc_late_applies(const dc_late_law *law, dc_party seller, dc_party buyer);

/* A reference rate of the half-year that begins on 1 January or 1 July. */
typedef struct {
    const char *reference;
    dc_date     from;
    int32_t     millionths; /* a year */
    const char *source;
} dc_reference_rate;

size_t                   dc_reference_rate_count(void);
const dc_reference_rate *dc_reference_rate_at(size_t index);
bool                     dc_reference_exists(const char *reference);

/* What is reckoned with.  Rows of `newer` win over those that are known here. */
typedef struct {
    const dc_late_law       *law;
    int32_t                  agreed; /* millionths a year, in place of the law's; < 0: none */
    size_t                   newer_count;
    const dc_reference_rate *newer;
} dc_late_terms;

/* What is owed on the days after `from`, up to and with `to`. */
typedef struct {
    dc_money owed;
    dc_date  from, to;
} dc_owed_span;

typedef struct {
    bool     known;   /* false: `missing` is the half-year without a reference rate */
    dc_date  missing; /* its first day */
    dc_money interest;
    size_t   rate_count; /* rates that were met, in their order; more than there is room for end
                          * with the last */
    int32_t  rate[DC_INTEREST_PERIODS_MAX]; /* millionths */
} dc_late_interest;

/* The interest of one claim; every span begins on the claim's due day. */
void dc_late_interest_make(dc_late_interest *out, const dc_late_terms *terms,
                           const dc_owed_span *spans, size_t count);

/* The fixed sum for a claim of this size in the law's currency; 0: none. */
dc_money dc_late_fixed_sum(const dc_late_law *law, dc_money claim);

#endif
