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

/* Mean of the tilted law at x: chances 9, 8 x, 6 x^2, x^4 for 0, 1, 2 and 4 times. */
static double tilted_mean(double x)
{
    double two = 6.0 * x * x, four = x * x * x * x;
    return (8.0 * x + 2.0 * two + 4.0 * four) / (9.0 + 8.0 * x + two + four);
}

/* The x at which a slot occurs `mean` times on average; it grows with x. */
static double tilt_for(double mean)
{
    double low = 0.0, high = 64.0;
    if (mean == 1.0)
        return 1.0;
    for (int i = 0; i < 100; i++) {
        double middle = 0.5 * (low + high);
        if (tilted_mean(middle) < mean)
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

/* Chances of 0, 1, 2 and 4 times. */
enum { OFTEN = 4 };
static const double times_squared[OFTEN] = {0.0, 1.0, 4.0, 16.0};

static void tilted_law(double chance[OFTEN], double mean)
{
    double x = tilt_for(mean);
    double one = 8.0 * x, two = 6.0 * x * x, four = x * x * x * x;
    double all = 9.0 + one + two + four;
    chance[0] = 9.0 / all;
    chance[1] = one / all;
    chance[2] = two / all;
    chance[3] = four / all;
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

static void make_law(dc_order_law *law, double noise, double dispersion)
{
    double factor[LEVELS], steady[OFTEN] = {0}, chance[OFTEN];
    assert(noise >= 0.0 && noise <= DC_SALES_NOISE_MOST);
    assert(dispersion > 0.0 && dispersion <= 1.0);
    *law = (dc_order_law){.noise = noise, .dispersion = dispersion};
    fill_factors(factor, noise);
    for (int level = 0; level < LEVELS; level++) {
        double up_to[OFTEN], sum = 0.0;
        tilted_law(chance, factor[level]);
        if (dispersion < 1.0)
            steady_law(steady, factor[level]);
        for (int i = 0; i < OFTEN; i++) {
            chance[i] = dispersion * chance[i] + (1.0 - dispersion) * steady[i];
            up_to[i] = sum += chance[i];
            law->second_moment += chance[i] * times_squared[i] / LEVELS;
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
    for (size_t i = 0; i < count; i++)
        make_law(&out->law[i], size[i].noise, size[i].dispersion);
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
    uint32_t        *block; /* per market: of which its levels are, + 1; 0: none yet */
    uint8_t         *level; /* market_count x DC_PATH_BLOCK */
    uint32_t         word[B];
};

dc_order_luck *dc_order_luck_new(const dc_orders *orders)
{
    dc_order_luck *own = dc_heap_alloc(1, sizeof *own);
    own->orders = orders;
    own->block = dc_heap_alloc(orders->market_count + 1, sizeof *own->block);
    own->level = dc_heap_alloc(orders->market_count * B + 1, sizeof *own->level);
    return own;
}

void dc_order_luck_free(dc_order_luck *own)
{
    free(own->block);
    free(own->level);
    free(own);
}

/* The market's level on each path: the first bits of its word. */
static const uint8_t *levels_of(dc_order_luck *own, uint32_t market, uint64_t seed, uint32_t block)
{
    uint8_t *level = own->level + (size_t)market * B;
    if (own->block[market] == block + 1)
        return level;
    dc_luck luck = {seed, own->orders->market[market], (uint32_t)DC_PURPOSE_MARKET};
    dc_uniform_block(own->word, luck, block, 0);
    for (int i = 0; i < B; i++)
        level[i] = (uint8_t)(own->word[i] >> (32 - LEVEL_BITS));
    own->block[market] = block + 1;
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
    const uint8_t       *level = law->dispersion < 1.0 ? calm : NULL;
    if (law->certain) {
        memset(times, 1, B);
        return;
    }
    if (law->noise > 0.0)
        level = levels_of(own, orders->market_of[slot], luck.seed, block);
    dc_uniform_block(own->word, luck, block, 0);
    if (level)
        count_orders(times, own->word, level, law);
    else
        dc_kernel_orders(times, own->word);
}
