/*
 * corners.c - the corners of what a scenario assumes: low and high of each range, in combination.
 *
 * Low and high of a scenario differ in some numbers of its policy, and each of them is an
 * assumption of its own: nothing says that all are low together.  More sales bring cash and slower
 * payment holds it back, so that the worst case is often low in one and high in the other.
 *
 * With n ranges the box has 2^n corners.  Up to 4 ranges all of them are looked at; beyond that
 * both ends of all together and of each alone, 2 + 2 n, which no longer sees every combination.
 */
#include <stddef.h>
#include <string.h>

#include "levers.h"

enum { ALL_COMBINED_MOST = 4 };

/* A number within a row, or, with an offset into the policy, within a policy. */
typedef struct {
    size_t offset, size;
} field;

#define FIELD(row, member)                                                                         \
    {                                                                                              \
        offsetof(row, member), sizeof(((row *)0)->member)                                          \
    }
#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/* Every number of a policy that a parameter may write a range into; periods have none. */
static const field delay_fields[] = {FIELD(dc_delay, days), FIELD(dc_delay, share),
                                     FIELD(dc_delay, from), FIELD(dc_delay, to)};
static const field plan_fields[] = {FIELD(dc_instalments, down_payment),
                                    FIELD(dc_instalments, count), FIELD(dc_instalments, start),
                                    FIELD(dc_instalments, miss), FIELD(dc_instalments, share)};
static const field terms_fields[] = {FIELD(dc_terms_change, days), FIELD(dc_terms_change, from),
                                     FIELD(dc_terms_change, pass_through),
                                     FIELD(dc_terms_change, sales),
                                     FIELD(dc_terms_change, loss_multiplier)};

static const struct {
    size_t       row_count, rows, row_size; /* where a policy keeps them */
    size_t       field_count;
    const field *fields;
} mechanisms[] = {
    {offsetof(dc_policy, delay_count), offsetof(dc_policy, delays), sizeof(dc_delay),
     COUNT_OF(delay_fields), delay_fields},
    {offsetof(dc_policy, plan_count), offsetof(dc_policy, plans), sizeof(dc_instalments),
     COUNT_OF(plan_fields), plan_fields},
    {offsetof(dc_policy, terms_count), offsetof(dc_policy, terms), sizeof(dc_terms_change),
     COUNT_OF(terms_fields), terms_fields},
};

enum {
    RANGES_MAX = DC_POLICY_DELAYS_MAX * COUNT_OF(delay_fields) +
                 DC_POLICY_PLANS_MAX * COUNT_OF(plan_fields) +
                 DC_POLICY_TERMS_MAX * COUNT_OF(terms_fields)
};

static bool differs(const dc_policy *one, const dc_policy *other, field at)
{
    return memcmp((const char *)one + at.offset, (const char *)other + at.offset, at.size) != 0;
}

static void copy(dc_policy *to, const dc_policy *from, field at)
{
    memcpy((char *)to + at.offset, (const char *)from + at.offset, at.size);
}

static size_t find_ranges(field ranges[RANGES_MAX], const dc_policy *low, const dc_policy *high)
{
    size_t count = 0;
    for (size_t m = 0; m < COUNT_OF(mechanisms); m++) {
        size_t rows;
        memcpy(&rows, (const char *)low + mechanisms[m].row_count, sizeof rows);
        for (size_t row = 0; row < rows; row++)
            for (size_t i = 0; i < mechanisms[m].field_count; i++) {
                field at = mechanisms[m].fields[i];
                at.offset += mechanisms[m].rows + row * mechanisms[m].row_size;
                if (differs(low, high, at))
                    ranges[count++] = at;
            }
    }
    return count;
}

/* Corner c takes the high end of range i where bit i of c is set. */
static void combine_all(dc_scenario *scenario, const field *ranges, size_t count)
{
    for (size_t c = 0; c < scenario->corner_count; c++) {
        scenario->corners[c] = scenario->policy[DC_BASE];
        for (size_t i = 0; i < count; i++)
            copy(&scenario->corners[c], &scenario->policy[c >> i & 1 ? DC_HIGH : DC_LOW],
                 ranges[i]);
    }
}

static void combine_some(dc_scenario *scenario, const field *ranges, size_t count)
{
    dc_policy *corner = scenario->corners;
    *corner++ = scenario->policy[DC_LOW];
    *corner++ = scenario->policy[DC_HIGH];
    for (size_t i = 0; i < count; i++)
        for (int end = DC_LOW; end < DC_CASES; end += DC_HIGH - DC_LOW) {
            *corner = scenario->policy[DC_BASE];
            copy(corner++, &scenario->policy[end], ranges[i]);
        }
}

static bool is_idle(const dc_policy *policy)
{
    for (size_t i = 0; i < policy->delay_count; i++) {
        const dc_delay *delay = &policy->delays[i];
        if (delay->days > 0 && delay->share > 0.0 && delay->from <= delay->to)
            return false;
    }
    for (size_t i = 0; i < policy->plan_count; i++)
        if (policy->plans[i].share > 0.0)
            return false;
    return policy->terms_count == 0; /* new terms change due days, if nothing else */
}

void dc_scenario_complete(dc_scenario *scenario, dc_arena *arena)
{
    field  ranges[RANGES_MAX];
    size_t count = find_ranges(ranges, &scenario->policy[DC_LOW], &scenario->policy[DC_HIGH]);
    bool   all = count <= ALL_COMBINED_MOST;
    if (count > 0) {
        scenario->corner_count = all ? (size_t)1 << count : 2 + 2 * count;
        scenario->corners =
            dc_arena_alloc(arena, scenario->corner_count, sizeof *scenario->corners);
        (all ? combine_all : combine_some)(scenario, ranges, count);
    }
    scenario->changes_nothing = is_idle(&scenario->policy[DC_BASE]);
    for (size_t i = 0; i < scenario->corner_count; i++)
        scenario->changes_nothing &= is_idle(&scenario->corners[i]);
}
