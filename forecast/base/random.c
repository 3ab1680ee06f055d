#include "duecast/random.h"

#include <assert.h>
#include <stdbool.h>

#include <Random123/philox.h>

#include "duecast/clones.h"

enum { DRAW_BITS = 16, STREAM_END = 1 << (DRAW_BITS - 4) };

_Static_assert(DC_PATH_BLOCK % DC_RANDOM_LANES == 0, "a block is whole rows of lanes");
_Static_assert(STREAM_END *DC_RANDOM_LANES == 1 << DRAW_BITS, "a stream's lanes are draws");

void dc_philox(uint32_t out[4], const uint32_t counter[4], const uint32_t key[2])
{
    philox4x32_ctr_t at = {{counter[0], counter[1], counter[2], counter[3]}};
    philox4x32_key_t with = {{key[0], key[1]}};
    philox4x32_ctr_t bits = philox4x32_R(10, at, with);
    for (int i = 0; i < 4; i++)
        out[i] = bits.v[i];
}

/* The one place where a draw gets its name. */
typedef struct {
    uint32_t counter[4], key[2];
} draw_name;

static draw_name name_of(dc_luck luck, uint32_t block, uint32_t draw)
{
    assert(luck.purpose < UINT32_C(1) << DRAW_BITS);
    assert(draw < UINT32_C(1) << DRAW_BITS);
    return (draw_name){{(uint32_t)luck.entity, (uint32_t)(luck.entity >> 32), block,
                        luck.purpose << DRAW_BITS | draw},
                       {(uint32_t)luck.seed, (uint32_t)(luck.seed >> 32)}};
}

double dc_uniform(dc_luck luck, uint32_t block, uint32_t draw)
{
    uint32_t  bits[4];
    draw_name name = name_of(luck, block, draw);
    dc_philox(bits, name.counter, name.key);
    double high = (double)(bits[0] >> 5) * 0x1p26;
    double low = (double)(bits[1] >> 6);
    double uniform = (high + low + 0.5) * 0x1p-53;
    return uniform < 1 ? uniform : 0x1.fffffffffffffp-1; /* 2^53 - 0.5 rounds up to 2^53 */
}

/* xoshiro128++ (Blackman & Vigna, "Scrambled linear pseudorandom number generators", ACM
 * Transactions on Mathematical Software 47 (2021), article 36): word w of lane k is s[w][k]. */
typedef struct {
    uint32_t s[4][DC_RANDOM_LANES];
} lanes;

/* Ten rounds of Philox for all lanes at once: draw_bits of each, as columns.  Checked against it by
 * the tests of blocks. */
DC_WIDE_CLONES
static void seed_lanes(lanes *restrict out, const uint32_t counter[4], const uint32_t key[2])
{
    const uint32_t multiplier[2] = {PHILOX_M4x32_0, PHILOX_M4x32_1};
    uint32_t c0[DC_RANDOM_LANES], c1[DC_RANDOM_LANES], c2[DC_RANDOM_LANES], c3[DC_RANDOM_LANES];
    uint32_t k0 = key[0], k1 = key[1];
    for (uint32_t lane = 0; lane < DC_RANDOM_LANES; lane++) {
        c0[lane] = counter[0];
        c1[lane] = counter[1];
        c2[lane] = counter[2];
        c3[lane] = counter[3] + lane;
    }
    for (int round = 0; round < 10; round++) {
        for (int lane = 0; lane < DC_RANDOM_LANES; lane++) {
            uint64_t product0 = (uint64_t)multiplier[0] * c0[lane];
            uint64_t product1 = (uint64_t)multiplier[1] * c2[lane];
            uint32_t first = (uint32_t)(product1 >> 32) ^ c1[lane] ^ k0;
            uint32_t third = (uint32_t)(product0 >> 32) ^ c3[lane] ^ k1;
            c0[lane] = first;
            c1[lane] = (uint32_t)product1;
            c2[lane] = third;
            c3[lane] = (uint32_t)product0;
        }
        k0 += PHILOX_W32_0;
        k1 += PHILOX_W32_1;
    }
    for (int lane = 0; lane < DC_RANDOM_LANES; lane++) {
        /* all zero is the one state the generator never leaves */
        bool none = (c0[lane] | c1[lane] | c2[lane] | c3[lane]) == 0;
        out->s[0][lane] = none ? 1 : c0[lane];
        out->s[1][lane] = c1[lane];
        out->s[2][lane] = c2[lane];
        out->s[3][lane] = c3[lane];
    }
}

static inline uint32_t rotated(uint32_t word, int bits)
{
    return word << bits | word >> (32 - bits);
}

/* All lanes advance together, so that the compiler turns the inner loop into vectors. */
DC_WIDE_CLONES
static void fill_block(uint32_t *restrict out, const lanes *restrict seeded)
{
    uint32_t s0[DC_RANDOM_LANES], s1[DC_RANDOM_LANES], s2[DC_RANDOM_LANES], s3[DC_RANDOM_LANES];
    for (int lane = 0; lane < DC_RANDOM_LANES; lane++) {
        s0[lane] = seeded->s[0][lane];
        s1[lane] = seeded->s[1][lane];
        s2[lane] = seeded->s[2][lane];
        s3[lane] = seeded->s[3][lane];
    }
    for (int row = 0; row < DC_PATH_BLOCK; row += DC_RANDOM_LANES) {
        for (int lane = 0; lane < DC_RANDOM_LANES; lane++) {
            uint32_t shifted = s1[lane] << 9;
            out[row + lane] = rotated(s0[lane] + s3[lane], 7) + s0[lane];
            s2[lane] ^= s0[lane];
            s3[lane] ^= s1[lane];
            s1[lane] ^= s2[lane];
            s0[lane] ^= s3[lane];
            s2[lane] ^= shifted;
            s3[lane] = rotated(s3[lane], 11);
        }
    }
}

void dc_uniform_block(uint32_t out[DC_PATH_BLOCK], dc_luck luck, uint32_t block, uint32_t stream)
{
    assert(stream < STREAM_END);
    lanes     seeded;
    draw_name name = name_of(luck, block, stream * DC_RANDOM_LANES);
    seed_lanes(&seeded, name.counter, name.key);
    fill_block(out, &seeded);
}
