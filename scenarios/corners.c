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
#include <string.h>

#include "levers.h"
#include "mechanisms.h"

enum { ALL_COMBINED_MOST = 4 };

/* A number of a policy. */
typedef struct {
    size_t offset, size;
} field;

static bool differs(const dc_policy *one, const dc_policy *other, field at)
{
    return memcmp((const char *)one + at.offset, (const char *)other + at.offset, at.size) != 0;
}

static void copy(dc_policy *to, const dc_policy *from, field at)
{
    memcpy((char *)to + at.offset, (const char *)from + at.offset, at.size);
}

static size_t size_of(dc_number_type type)
{
    static const size_t sizes[] = {[DC_NUMBER_INT32] = sizeof(int32_t),
                                   [DC_NUMBER_INT64] = sizeof(int64_t),
                                   [DC_NUMBER_DOUBLE] = sizeof(double),
                                   [DC_NUMBER_BOOL] = sizeof(bool)};
    return sizes[type];
}

/* All that differ, in the order of the table; `ranges` NULL: counts only. */
static size_t find_ranges(field *ranges, const dc_policy *low, const dc_policy *high)
{
    size_t count = 0;
    for (size_t m = 0; m < dc_mechanisms_count(); m++) {
        const dc_mechanism *of = dc_mechanisms_at(m);
        for (size_t row = 0; row < dc_mechanism_rows(of, low); row++)
            for (size_t i = 0; i < of->number_count; i++) {
                field at = {of->rows + row * of->row_size + of->numbers[i].offset,
                            size_of(of->numbers[i].type)};
                if (!differs(low, high, at))
                    continue;
                if (ranges)
                    ranges[count] = at;
                count++;
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
    for (size_t m = 0; m < dc_mechanisms_count(); m++) {
        const dc_mechanism *of = dc_mechanisms_at(m);
        for (size_t row = 0; row < dc_mechanism_rows(of, policy); row++)
            if (!of->is_idle(dc_mechanism_row(of, policy, row)))
                return false;
    }
    return true;
}

/* In the order of the lever table; equal ones as they were written. */
static void sort_parts(dc_scenario *scenario)
{
    dc_lever_part *parts = scenario->parts;
    for (size_t i = 1; i < scenario->part_count; i++)
        for (size_t k = i;
             k > 0 && dc_lever_position(parts[k - 1].lever) > dc_lever_position(parts[k].lever);
             k--) {
            dc_lever_part part = parts[k];
            parts[k] = parts[k - 1];
            parts[k - 1] = part;
        }
}

void dc_scenario_complete(dc_scenario *scenario, dc_arena *arena)
{
    const dc_policy *low = &scenario->policy[DC_LOW], *high = &scenario->policy[DC_HIGH];
    size_t           count = find_ranges(NULL, low, high);
    field           *ranges = dc_arena_alloc(arena, count + 1, sizeof *ranges);
    find_ranges(ranges, low, high);
    bool all = count <= ALL_COMBINED_MOST;
    if (count > 0) {
        scenario->corner_count = all ? (size_t)1 << count : 2 + 2 * count;
        scenario->corners =
            dc_arena_alloc(arena, scenario->corner_count, sizeof *scenario->corners);
        (all ? combine_all : combine_some)(scenario, ranges, count);
    }
    sort_parts(scenario);
    scenario->changes_nothing = is_idle(&scenario->policy[DC_BASE]);
    for (size_t i = 0; i < scenario->corner_count; i++)
        scenario->changes_nothing &= is_idle(&scenario->corners[i]);
}
