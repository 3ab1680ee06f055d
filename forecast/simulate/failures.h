/*
 * failures.h - customers that stop paying for good, on the paths of a block.
 *
 * A customer fails by day t with chance F(t), fixed by its state on the as-of date (dc_defaults).
 * On a path with common factor Z, one standard normal a path, it fails on the first day whose F is
 * above Phi(sqrt(rho) Z + sqrt(1 - rho) e), e its own standard normal, from one uniform.  The
 * factor is one of its own: that items are settled faster or slower together says nothing of it.
 *
 * From that day on nothing is paid and nothing ordered.  What is open stays in the ledger for
 * DC_WRITE_OFF_AFTER_DAYS, is written off then, and a share of it comes back later as cash that
 * does not pass through receivables.  Only ledgers with defaults of their own have failures.
 * Source: Vasicek, "The distribution of loan portfolio value", Risk 15 (2002) 160-162;
 * docs/FORMULAS.md, "Default".
 */
#ifndef DC_SIMULATE_FAILURES_H
#define DC_SIMULATE_FAILURES_H

#include "duecast/paths.h"
#include "treat.h"

/* Who fails by when; prepared once, read by all threads. */
typedef struct {
    const dc_defaults *defaults;
    const dc_items    *items;
    int32_t            day_count;
    size_t             row_count;       /* 0: nobody fails */
    uint32_t          *row;             /* per item */
    double            *chance;          /* row_count x (day_count + 1): F(0) = 0 .. F(day_count) */
    double            *recovered_share; /* per row, of what is written off */
    int32_t           *recovery_days;   /* per row, from write-off to recovery */
} dc_failures;

/* The baseline's. */
void dc_failures_make(dc_failures *out, dc_arena *arena, const dc_model *model,
                      const dc_items *items, int32_t day_count);

/* Those of a policy: hazards of default times all that fit, and customers that fail for certain. */
void dc_failures_make_under(dc_failures *out, dc_arena *arena, const dc_model *model,
                            const dc_items *items, const dc_policy *policy,
                            const dc_treatment *treatments, int32_t day_count);

/* The day its customer failed, <= 0; DC_DEFAULT_NEVER where it lives today. */
int32_t dc_failures_since(const dc_failures *of, uint32_t item);

/* F(0) .. F(day_count) of an item's customer, where it lives today. */
const double *dc_failures_chance(const dc_failures *of, uint32_t item);

/* How much of an item comes back, and when, should its customer fail. */
void dc_failures_recovery(dc_terms_of *terms, const dc_failures *of, uint32_t item);

/* The day on which what a failure on `day` left open is written off. */
static inline int32_t dc_failure_write_off(int32_t day)
{
    return day + DC_WRITE_OFF_AFTER_DAYS < 1 ? 1 : day + DC_WRITE_OFF_AFTER_DAYS;
}

/* Chance of failing given the common factor, of those who fail with `chance`. */
double dc_failure_chance_given(double chance, double factor, double correlation);

/* What of an amount comes back; odd, so that a withdrawal undoes a posting. */
int64_t dc_failure_recovered(double share, int64_t amount);

/* One thread's view of a block of paths. */
typedef struct {
    const dc_failures *of;
    uint64_t           seed;
    uint32_t           block;
    double             factor[DC_PATH_BLOCK];
    /* row_count x DC_PATH_BLOCK: words from there on never fail; UINT32_MAX: any may */
    uint32_t *limit;
} dc_failure_block;

void dc_failure_block_allocate(dc_failure_block *out, const dc_failures *of, uint64_t seed);
void dc_failure_block_free(dc_failure_block *own);
void dc_failure_block_turn(dc_failure_block *own, uint32_t block);

/* The paths of the block on which an item's customer fails. */
typedef struct {
    size_t  count;
    uint8_t path[DC_PATH_BLOCK]; /* increasing */
    int32_t day[DC_PATH_BLOCK];  /* <= 0: has failed before */
} dc_failed;

void dc_failures_draw(dc_failed *out, const dc_failure_block *own, uint32_t item);

/* The day x asks for: first day t with F(t) > x, DC_DEFAULT_NEVER when there is none. */
int32_t dc_failure_day(const double *chance, int32_t day_count, double x);

#endif
