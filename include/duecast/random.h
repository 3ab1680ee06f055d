/*
 * random.h - chance as a pure function of what it is for.
 *
 * A draw is named by (seed, purpose, entity, path block, draw): no thread, row or scenario number
 * is in the name, so that any thread count gives the same bytes and scenarios share their luck.
 * The entity is the 64-bit hash of a stable identity (kind, customer, invoice, part).
 *
 * Generator: Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as
 * 1, 2, 3", SC'11), counter = (entity low, entity high, path block, purpose * 2^16 + draw), key =
 * seed.  A path block is always DC_PATH_BLOCK paths.  Bulk draws inside a block come from
 * DC_RANDOM_LANES lanes of xoshiro128++ (Blackman & Vigna, ACM TOMS 47 (2021)), lane k seeded by
 * the Philox call with draw = k.
 */
#ifndef DUECAST_RANDOM_H
#define DUECAST_RANDOM_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { DC_PATH_BLOCK = 256, DC_RANDOM_LANES = 16 };

/* What a draw is for.  Numbers are part of the file format of luck: never renumber. */
typedef enum {
    DC_PURPOSE_SETTLEMENT = 1,      /* when an item is settled: one uniform per item and path */
    DC_PURPOSE_ORDERS = 2,          /* how often a sales slot occurs */
    DC_PURPOSE_SHARE = 3,           /* which customers a lever's share hits; draw = lever kind */
    DC_PURPOSE_PASS_THROUGH = 4,    /* two-point split of days; draw 1: extra sales lost */
    DC_PURPOSE_INSTALMENT = 5,      /* whether an instalment is missed; draw = number */
    DC_PURPOSE_PAY_RUN = 6,         /* a customer's weeks: runs or not, and their uniforms */
    DC_PURPOSE_SHOCK = 7,           /* what befalls all customers; stream = 1 + week, 0 lasts */
    DC_PURPOSE_WRITE_OFF = 8,       /* when an item would be written off */
    DC_PURPOSE_DEFAULT = 9,         /* when a customer fails: one uniform per customer and path */
    DC_PURPOSE_DEFAULT_FACTOR = 10, /* what failures of all customers have in common */
    DC_PURPOSE_PART = 11,           /* whether an item is paid in two parts */
    DC_PURPOSE_DISPUTE = 12,        /* whether an item is disputed; stream 1: for how long */
    DC_PURPOSE_PLACEMENT = 14,      /* how what is handed over fares; draw = row of the policy */
    DC_PURPOSE_MARKET = 20,         /* the sales of a segment in four weeks; entity = the market */
    DC_PURPOSE_SALES_LEVEL = 21,    /* the level of all sales, which lasts */
    DC_PURPOSE_CASH_LINE = 30,      /* how a line of the plan that is not sales strays */
    DC_PURPOSE_BACKTEST = 90,       /* futures of the naive rules, ties and resamples */
    DC_PURPOSE_DEMO = 100,          /* the sample company */
    DC_PURPOSE_TEST = 200
} dc_purpose;

typedef struct {
    uint64_t seed;
    uint64_t entity;
    uint32_t purpose; /* dc_purpose, below 2^16 */
} dc_luck;

void dc_philox(uint32_t out[4], const uint32_t counter[4], const uint32_t key[2]);

/* One uniform in (0, 1): ((w0>>5) * 2^26 + (w1>>6) + 0.5) / 2^53 of one Philox call.  A
 * draw that is not per path block passes block 0. `draw` is below 2^16. */
double dc_uniform(dc_luck luck, uint32_t block, uint32_t draw);

/* The uniforms of one block as 32-bit words: word w stands for u = (w + 0.5) / 2^32.
 * out[i] belongs to path block * DC_PATH_BLOCK + i.  `stream` (below 2^12) tells apart several
 * block draws of one purpose: lane k is seeded with draw = stream * DC_RANDOM_LANES + k. */
void dc_uniform_block(uint32_t out[DC_PATH_BLOCK], dc_luck luck, uint32_t block, uint32_t stream);

/* Many draws of one path and name, each found without the others: the start is a word of
 * dc_uniform_block.  A Weyl sequence with the finalizer of MurmurHash3 (Steele, Lea & Flood, "Fast
 * splittable pseudorandom number generators", OOPSLA 2014, for the construction). */
static inline uint32_t dc_word_at(uint32_t start, uint32_t number)
{
    uint32_t word = start + number * 0x9e3779b9u;
    word = (word ^ word >> 16) * 0x85ebca6bu;
    word = (word ^ word >> 13) * 0xc2b2ae35u;
    return word ^ word >> 16;
}

/*
 * -ln(1 - u) of a word: an exponential variate that grows with it, in elementary steps that give
 * the same bits everywhere, to 1e-6 of itself or 2^-24.  With 1 - u = 2^e f, f in [sqrt 1/2, sqrt
 * 2): ln f = 2 artanh((f - 1) / (f + 1)) by its series.
 */
static inline float dc_exponential(uint32_t word)
{
    const int32_t root_half = 0x3f3504f3, one = 0x3f800000;
    /* 31 bits, odd, so that the number is whole and positive */
    float   x = (float)(int32_t)(~word >> 1 | 1u) * 0x1p-31f, f;
    int32_t bits;
    memcpy(&bits, &x, sizeof bits);
    bits += one - root_half;
    float e = (float)((bits >> 23) - 127);
    bits = (bits & 0x007fffff) + root_half;
    memcpy(&f, &bits, sizeof f);
    float s = (f - 1.0f) / (f + 1.0f), t = s * s;
    float series = ((t * (1.0f / 9.0f) + 1.0f / 7.0f) * t + 1.0f / 5.0f) * t + 1.0f / 3.0f;
    return 0.0f - (e * 0x1.62e43p-1f + 2.0f * (s + s * t * series));
}

/* Stable 64-bit identity of texts (XXH64 over the parts, each preceded by its length). */
uint64_t dc_identity(const char *const *parts, size_t count);

/* A fast hash of one text (XXH3), for tables in memory: not to be kept in files. */
uint64_t dc_text_hash(const char *text);

/* SHA-256 as a stream of bytes and typed values, for run ids and file hashes. */
typedef struct dc_digest dc_digest;

dc_digest *dc_digest_new(void);
void       dc_digest_free(dc_digest *digest); /* accepts NULL */
void       dc_digest_bytes(dc_digest *digest, const void *bytes, size_t count);
void       dc_digest_text(dc_digest *digest, const char *text); /* length first; NULL as "" */
void       dc_digest_int(dc_digest *digest, int64_t value);     /* 8 bytes, little endian */
void       dc_digest_hex(dc_digest *digest, char out[65]);      /* finishes and starts afresh */

#endif
