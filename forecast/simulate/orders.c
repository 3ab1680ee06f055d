/* orders.c - see orders.h. */
#include "orders.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/clones.h"
#include "kernel.h"

enum { B = DC_PATH_BLOCK, LEVELS = DC_MARKET_LEVELS, LEVEL_BITS = 8 };
_Static_assert(LEVELS == 1 << LEVEL_BITS, "a level is the first bits of a word");

/* --- laws ------------------------------------------------------------------------------------- */

/* Chances of 0, 1, 2 and 4 times, before they are tilted by x to the number of times. */
enum { OFTEN = 4 };
static const double times_squared[OFTEN] = {0.0, 1.0, 4.0, 16.0};
static const double usual[OFTEN] = {9.0, 8.0, 6.0, 1.0}, wide[OFTEN] = {11.0, 4.0, 2.0, 3.0};

static double tilted_mean(const double base[OFTEN], double x)
{
    double one = base[1] * x, two = base[2] * x * x, four = base[3] * x * x * x * x;
    return (one + 2.0 * two + 4.0 * four) / (base[0] + one + two + four);
}

/* The x from `low` on at which a slot occurs `mean` times on average; it grows with x. */
static double tilt_for(const double base[OFTEN], double mean, double low)
{
    double high = 2.0 * low;
    if (mean == 1.0)
        return 1.0;
    while (tilted_mean(base, high) < mean)
        high *= 2.0;
    for (int i = 0; i < 60; i++) {
        double middle = 0.5 * (low + high);
        if (tilted_mean(base, middle) < mean)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}

static uint32_t word_of(double probability)
{
    double scaled = nearbyint(probability * 0x1p32);
    return scaled >= 0x1p32 ? UINT32_MAX : (uint32_t)scaled;
}

/* Equally likely factors with mean 1 and standard deviation `noise`, increasing. */
static void fill_factors(double factor[LEVELS], double noise)
{
    double sd = sqrt(log1p(noise * noise)), mean = 0.0, variance = 0.0;
    for (int level = 0; level < LEVELS; level++) {
        factor[level] = exp(sd * gsl_cdf_ugaussian_Pinv((level + 0.5) / LEVELS));
        mean += factor[level] / LEVELS;
    }
    for (int level = 0; level < LEVELS; level++)
        variance += (factor[level] / mean - 1.0) * (factor[level] / mean - 1.0) / LEVELS;
    double stretch = noise > 0.0 ? noise / sqrt(variance) : 0.0;
    for (int level = 0; level < LEVELS; level++)
        factor[level] = 1.0 + stretch * (factor[level] / mean - 1.0);
    assert(factor[0] > 0.0 && factor[LEVELS - 1] < 3.9); /* a slot occurs 4 times at most */
}

static double tilted_law(double chance[OFTEN], const double base[OFTEN], double mean, double low)
{
    double x = tilt_for(base, mean, low);
    double one = base[1] * x, two = base[2] * x * x, four = base[3] * x * x * x * x;
    double all = base[0] + one + two + four;
    chance[0] = base[0] / all;
    chance[1] = one / all;
    chance[2] = two / all;
    chance[3] = four / all;
    return x;
}

/* As sure as whole numbers can be: only the two next to the mean. */
static void steady_law(double chance[OFTEN], double mean)
{
    static const double times[OFTEN] = {0.0, 1.0, 2.0, 4.0};
    int                 below = mean < 1.0 ? 0 : mean < 2.0 ? 1 : 2;
    double              more = (mean - times[below]) / (times[below + 1] - times[below]);
    memset(chance, 0, OFTEN * sizeof *chance);
    chance[below] = 1.0 - more;
    chance[below + 1] = more;
}

/* The laws of one noise, by level, that those of a dispersion are mixed of. */
typedef struct {
    double noise; /* NAN: none yet */
    double steady[LEVELS][OFTEN], usual[LEVELS][OFTEN], wide[LEVELS][OFTEN];
} laws_of_noise;

static void fill_laws(laws_of_noise *out, double noise)
{
    double factor[LEVELS], x = 1e-3, y = 1e-3;
    if (out->noise == noise)
        return;
    assert(noise >= 0.0 && noise <= DC_SALES_NOISE_MOST);
    out->noise = noise;
    fill_factors(factor, noise);
    for (int level = 0; level < LEVELS; level++) {
        steady_law(out->steady[level], factor[level]);
        x = tilted_law(out->usual[level], usual, factor[level], x);
        y = tilted_law(out->wide[level], wide, factor[level], y);
    }
}

static void make_law(dc_order_law *law, const laws_of_noise *of, double dispersion)
{
    double part = fabs(dispersion - 1.0); /* that does not take the usual law */
    assert(dispersion > 0.0 && dispersion <= 2.0);
    *law = (dc_order_law){.noise = of->noise, .dispersion = dispersion};
    for (int level = 0; level < LEVELS; level++) {
        const double *other = dispersion < 1.0 ? of->steady[level] : of->wide[level];
        double        up_to[OFTEN], sum = 0.0;
        for (int i = 0; i < OFTEN; i++) {
            double chance = (1.0 - part) * of->usual[level][i] + part * other[i];
            up_to[i] = sum += chance;
            law->second_moment += chance * times_squared[i] / LEVELS;
        }
        law->once[level] = word_of(up_to[0]);
        law->twice[level] = word_of(up_to[1]);
        law->four[level] = word_of(up_to[2]);
    }
}

/* --- markets ---------------------------------------------------------------------------------- */

static int compare_words(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

/* What a law is made for. */
typedef struct {
    double noise, dispersion;
} law_size;

static int compare_sizes(const void *left, const void *right)
{
    const law_size *a = left, *b = right;
    if (a->noise != b->noise)
        return a->noise < b->noise ? -1 : 1;
    return a->dispersion < b->dispersion ? -1 : a->dispersion > b->dispersion;
}

static void find_markets(dc_orders *out, dc_arena *arena, const uint64_t *market)
{
    size_t slots = out->slot_count;
    out->market = dc_arena_alloc(arena, slots + 1, sizeof *out->market);
    out->market_of = dc_arena_alloc(arena, slots + 1, sizeof *out->market_of);
    memcpy(out->market, market, slots * sizeof *market);
    if (slots > 0)
        qsort(out->market, slots, sizeof *out->market, compare_words);
    for (size_t i = 0; i < slots; i++)
        if (i == 0 || out->market[i] != out->market[out->market_count - 1])
            out->market[out->market_count++] = out->market[i];
    for (size_t i = 0; i < slots; i++) {
        const uint64_t *at =
            bsearch(&market[i], out->market, out->market_count, sizeof *out->market, compare_words);
        out->market_of[i] = (uint32_t)(at - out->market);
    }
}

/* How often of 2^16 the market of a slot has the level that lasts. */
static void find_followers(dc_orders *out, dc_arena *arena, const dc_items *items)
{
    out->follows = dc_arena_alloc(arena, out->slot_count + 1, sizeof *out->follows);
    for (size_t i = 0; i < out->slot_count; i++)
        out->follows[i] = (uint32_t)nearbyint(items->lasting[items->claim_count + i] * 0x1p16);
}

static law_size size_of(const dc_items *items, size_t slot)
{
    size_t item = items->claim_count + slot;
    return (law_size){items->noise[item], items->dispersion[item]};
}

/* One law for each noise and dispersion; behind them the one of slots that are certain. */
static void find_laws(dc_orders *out, dc_arena *arena, const dc_items *items)
{
    size_t    slots = out->slot_count, count = 0;
    law_size *size = dc_arena_alloc(arena, slots + 1, sizeof *size);
    for (size_t i = 0; i < slots; i++)
        size[i] = size_of(items, i);
    if (slots > 0)
        qsort(size, slots, sizeof *size, compare_sizes);
    for (size_t i = 0; i < slots; i++)
        if (i == 0 || compare_sizes(&size[i], &size[count - 1]) > 0)
            size[count++] = size[i];
    out->law_count = count + 1;
    out->law = dc_arena_alloc(arena, count + 1, sizeof *out->law);
    laws_of_noise *of = dc_heap_alloc(1, sizeof *of);
    of->noise = NAN;
    for (size_t i = 0; i < count; i++) {
        fill_laws(of, size[i].noise);
        make_law(&out->law[i], of, size[i].dispersion);
    }
    free(of);
    out->law[count] = (dc_order_law){.certain = true, .second_moment = 1.0};
    out->law_of = dc_arena_alloc(arena, slots + 1, sizeof *out->law_of);
    for (size_t i = 0; i < slots; i++) {
        law_size        own = size_of(items, i);
        const law_size *at = bsearch(&own, size, count, sizeof *size, compare_sizes);
        bool            certain = items->certain[items->claim_count + i];
        out->law_of[i] = (uint32_t)(certain ? count : (size_t)(at - size));
    }
}

/* Counting sort: slots of a market stay in their order. */
static void order_by_market(dc_orders *out, dc_arena *arena)
{
    size_t *next = dc_arena_alloc(arena, out->market_count + 2, sizeof *next);
    out->order = dc_arena_alloc(arena, out->claim_count + out->slot_count + 1, sizeof *out->order);
    for (size_t i = 0; i < out->slot_count; i++)
        next[out->market_of[i] + 1]++;
    for (size_t m = 0; m < out->market_count; m++)
        next[m + 1] += next[m];
    for (size_t i = 0; i < out->claim_count; i++)
        out->order[i] = (uint32_t)i;
    for (size_t i = 0; i < out->slot_count; i++)
        out->order[out->claim_count + next[out->market_of[i]]++] = (uint32_t)(out->claim_count + i);
}

const dc_orders *dc_orders_make(dc_arena *arena, const dc_items *items)
{
    dc_orders *out = dc_arena_alloc(arena, 1, sizeof *out);
    out->claim_count = items->claim_count;
    out->slot_count = items->count - items->claim_count;
    find_markets(out, arena, items->market + items->claim_count);
    find_laws(out, arena, items);
    find_followers(out, arena, items);
    order_by_market(out, arena);
    return out;
}

double dc_orders_second_moment(const dc_orders *orders, size_t item)
{
    return orders->law[orders->law_of[item - orders->claim_count]].second_moment;
}

bool dc_orders_market_ends(const dc_orders *orders, size_t i)
{
    size_t count = orders->claim_count + orders->slot_count;
    if (i < orders->claim_count || i + 1 >= count)
        return i + 1 >= count;
    return orders->market_of[orders->order[i] - orders->claim_count] !=
           orders->market_of[orders->order[i + 1] - orders->claim_count];
}

size_t dc_orders_share(const dc_orders *orders, size_t share, size_t shares)
{
    size_t count = orders->claim_count + orders->slot_count, from = count * share / shares;
    while (from > orders->claim_count && from < count && !dc_orders_market_ends(orders, from - 1))
        from++;
    return from;
}

/* --- drawing ---------------------------------------------------------------------------------- */

struct dc_order_luck {
    const dc_orders *orders;
    uint32_t        *block;   /* per market: of which its levels are, + 1; 0: none yet */
    uint32_t        *follows; /* per market: how often these are the lasting ones */
    uint8_t         *level;   /* market_count x DC_PATH_BLOCK */
    uint32_t         lasting_block;
    uint8_t          lasting[B];
    uint32_t         word[B];
};

dc_order_luck *dc_order_luck_new(const dc_orders *orders)
{
    dc_order_luck *own = dc_heap_alloc(1, sizeof *own);
    own->orders = orders;
    own->block = dc_heap_alloc(orders->market_count + 1, sizeof *own->block);
    own->follows = dc_heap_alloc(orders->market_count + 1, sizeof *own->follows);
    own->level = dc_heap_alloc(orders->market_count * B + 1, sizeof *own->level);
    return own;
}

void dc_order_luck_free(dc_order_luck *own)
{
    free(own->block);
    free(own->follows);
    free(own->level);
    free(own);
}

/* The level of all sales on each path: the first bits of its word. */
static const uint8_t *lasting_levels(dc_order_luck *own, uint64_t seed, uint32_t block)
{
    if (own->lasting_block == block + 1)
        return own->lasting;
    dc_uniform_block(own->word, (dc_luck){seed, 0, (uint32_t)DC_PURPOSE_SALES_LEVEL}, block, 0);
    for (int i = 0; i < B; i++)
        own->lasting[i] = (uint8_t)(own->word[i] >> (32 - LEVEL_BITS));
    own->lasting_block = block + 1;
    return own->lasting;
}

/* The market's level on each path: the first bits of its word are its own, the next say whether it
 * is the lasting one instead. */
static const uint8_t *levels_of(dc_order_luck *own, size_t slot, uint64_t seed, uint32_t block)
{
    uint32_t market = own->orders->market_of[slot], follows = own->orders->follows[slot];
    uint8_t *level = own->level + (size_t)market * B;
    if (own->block[market] == block + 1 && own->follows[market] == follows)
        return level;
    const uint8_t *lasting = lasting_levels(own, seed, block);
    dc_luck        luck = {seed, own->orders->market[market], (uint32_t)DC_PURPOSE_MARKET};
    dc_uniform_block(own->word, luck, block, 0);
    for (int i = 0; i < B; i++) {
        bool follow = (own->word[i] >> (16 - LEVEL_BITS) & 0xffff) < follows;
        level[i] = follow ? lasting[i] : (uint8_t)(own->word[i] >> (32 - LEVEL_BITS));
    }
    own->block[market] = block + 1;
    own->follows[market] = follows;
    return level;
}

DC_CLONES static void count_orders(uint8_t *restrict times, const uint32_t *restrict word,
                                   const uint8_t *restrict level, const dc_order_law *law)
{
    for (int i = 0; i < B; i++)
        times[i] = (uint8_t)((word[i] >= law->once[level[i]]) + (word[i] >= law->twice[level[i]]) +
                             2 * (word[i] >= law->four[level[i]]));
}

void dc_orders_draw(uint8_t times[DC_PATH_BLOCK], dc_order_luck *own, uint32_t item, dc_luck luck,
                    uint32_t block)
{
    const dc_orders     *orders = own->orders;
    size_t               slot = item - orders->claim_count;
    const dc_order_law  *law = &orders->law[orders->law_of[slot]];
    static const uint8_t calm[B];
    const uint8_t       *level = law->dispersion != 1.0 ? calm : NULL;
    if (law->certain) {
        memset(times, 1, B);
        return;
    }
    if (law->noise > 0.0)
        level = levels_of(own, slot, luck.seed, block);
    dc_uniform_block(own->word, luck, block, 0);
    if (level)
        count_orders(times, own->word, level, law);
    else
        dc_kernel_orders(times, own->word);
}
