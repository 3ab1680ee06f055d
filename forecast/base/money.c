#include "duecast/money.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef __int128 wide; /* products of two amounts, exact */

/* Up to here a double holds every minor unit: 2^53. */
static const int64_t exact_in_double = INT64_C(1) << 53;

dc_money dc_money_add(dc_money a, dc_money b)
{
    dc_money sum;
    bool     fits = dc_money_add_checked(&sum, a, b);
    assert(fits);
    return sum;
}

dc_money dc_money_sub(dc_money a, dc_money b)
{
    int64_t difference;
    bool    overflow = __builtin_sub_overflow(a.minor, b.minor, &difference);
    assert(!overflow);
    return DC_MONEY(difference);
}

bool dc_money_add_checked(dc_money *out, dc_money a, dc_money b)
{
    int64_t sum;
    if (__builtin_add_overflow(a.minor, b.minor, &sum))
        return false;
    *out = DC_MONEY(sum);
    return true;
}

/* |numerator| / denominator, to be given its sign afterwards: negatives are then symmetric. */
static wide divide_rounded(wide numerator, wide denominator, dc_rounding rounding)
{
    wide quotient = numerator / denominator;
    wide rest = numerator % denominator;
    wide missing = denominator - rest; /* rest < missing: below one half */
    if (rounding == DC_ROUND_DOWN || rest < missing)
        return quotient;
    if (rest > missing || rounding == DC_ROUND_HALF_UP)
        return quotient + 1;
    return quotient + (quotient & 1);
}

static bool ratio_checked(dc_money *out, wide numerator, wide denominator, dc_rounding rounding)
{
    assert(denominator > 0);
    wide size = divide_rounded(numerator < 0 ? -numerator : numerator, denominator, rounding);
    if (size > INT64_MAX)
        return false;
    *out = DC_MONEY((int64_t)(numerator < 0 ? -size : size));
    return true;
}

/* A factor is a whole number of 53 bits times a power of two: the product is a ratio, exactly. */
static dc_money scale_large(dc_money amount, double factor, dc_rounding rounding)
{
    enum { BITS = 53, SHIFT_MOST = 124 };
    int      power;
    wide     mantissa = (wide)ldexp(frexp(factor, &power), BITS);
    dc_money result = DC_MONEY(0);
    if (BITS - power > SHIFT_MOST)
        return result; /* below a hundredth of a unit: products have 116 bits */
    assert(power <= BITS);
    wide unit = (wide)1 << (BITS - power);
    bool fits = ratio_checked(&result, amount.minor * mantissa, unit, rounding);
    assert(fits);
    return result;
}

dc_money dc_money_scale(dc_money amount, double factor, dc_rounding rounding)
{
    if (amount.minor <= -exact_in_double || amount.minor >= exact_in_double)
        return scale_large(amount, factor, rounding);
    double product = (double)amount.minor * factor;
    assert(fabs(product) < 0x1p63);
    switch (rounding) {
    case DC_ROUND_HALF_EVEN: return DC_MONEY((int64_t)rint(product));
    case DC_ROUND_HALF_UP: return DC_MONEY((int64_t)round(product));
    case DC_ROUND_DOWN: return DC_MONEY((int64_t)trunc(product));
    }
    abort();
}

dc_money dc_money_ratio(dc_money amount, int64_t numerator, int64_t denominator,
                        dc_rounding rounding)
{
    dc_money result;
    bool     fits = ratio_checked(&result, (wide)amount.minor * numerator, denominator, rounding);
    assert(fits);
    return result;
}

dc_money dc_money_weigh(const dc_money *amounts, const int64_t *weights, size_t count,
                        int64_t denominator, dc_rounding rounding)
{
    dc_money result;
    wide     sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += (wide)amounts[i].minor * weights[i];
    bool fits = ratio_checked(&result, sum, denominator, rounding);
    assert(fits);
    return result;
}

static wide power_of_ten(int exponent)
{
    assert(exponent >= 0 && exponent <= 38);
    wide power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

bool dc_money_translate_checked(dc_money *out, dc_money amount, int decimals_from, dc_rate rate,
                                int decimals_to)
{
    assert(rate.mantissa > 0 && rate.mantissa < DC_RATE_MANTISSA_END);
    assert(rate.exponent >= 0 && rate.exponent <= DC_RATE_EXPONENT_MAX);
    int  shift = decimals_to - decimals_from;
    wide numerator = (wide)amount.minor * rate.mantissa * power_of_ten(shift > 0 ? shift : 0);
    wide denominator = power_of_ten(rate.exponent + (shift < 0 ? -shift : 0));
    return ratio_checked(out, numerator, denominator, DC_ROUND_HALF_EVEN);
}

dc_money dc_money_translate(dc_money amount, int decimals_from, dc_rate rate, int decimals_to)
{
    dc_money result;
    bool     fits = dc_money_translate_checked(&result, amount, decimals_from, rate, decimals_to);
    assert(fits);
    return result;
}

double dc_rate_value(dc_rate rate)
{
    double power = 1;
    for (int32_t i = 0; i < rate.exponent; i++)
        power *= 10; /* exact up to 10^22 */
    return (double)rate.mantissa / power;
}

typedef struct {
    wide   rest; /* of total * weight / sum of weights */
    size_t index;
} claim;

static int larger_rest_first(const void *left, const void *right)
{
    const claim *a = left, *b = right;
    if (a->rest != b->rest)
        return a->rest > b->rest ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

static wide sum_of_weights(const int64_t *weights, size_t count)
{
    wide sum = 0;
    for (size_t i = 0; i < count; i++) {
        assert(weights[i] >= 0);
        sum += weights[i];
    }
    assert(sum > 0);
    return sum;
}

enum { CLAIMS_ON_STACK = 32 }; /* enough for instalments; larger splits use the heap */

void dc_money_allocate(dc_money *parts, dc_money total, const int64_t *weights, size_t count)
{
    claim   few[CLAIMS_ON_STACK];
    claim  *claims = count <= CLAIMS_ON_STACK ? few : dc_heap_alloc(count, sizeof *claims);
    wide    sum = sum_of_weights(weights, count);
    wide    size = total.minor < 0 ? -(wide)total.minor : total.minor;
    wide    left = size;
    int64_t unit = total.minor < 0 ? -1 : 1;

    for (size_t i = 0; i < count; i++) {
        wide share = size * weights[i] / sum;
        claims[i] = (claim){size * weights[i] % sum, i};
        parts[i] = DC_MONEY((int64_t)(unit * share));
        left -= share;
    }
    assert(left >= 0 && left < (wide)count);
    if (left > 0)
        qsort(claims, count, sizeof *claims, larger_rest_first);
    for (size_t i = 0; i < (size_t)left; i++)
        parts[claims[i].index].minor += unit;
    if (claims != few)
        free(claims);
}
