/*
 * corners.c - the corners of what a scenario assumes: low and high of each range, in combination.
 *
 * Low and high of a scenario differ in some numbers of its policy.  Those that one setting of a
 * lever has written are one assumption, and each assumption stands by itself: nothing says that all
 * are low together.  More sales bring cash and slower
 * payment holds it back, so that the worst case is often low in one and high in the other.
 *
 * With n ranges the box has 2^n corners.  Up to 4 ranges all of them are looked at; beyond that
 * both ends of all together and of each alone, 2 + 2 n, which no longer sees every combination.
 * Ranges of a lever whose scope fits nothing of the book are none.
 */
#include <string.h>

#include "levers.h"
#include "mechanisms.h"

enum { ALL_COMBINED_MOST = 4 };

/* A number of a policy, and the range it belongs to. */
typedef struct {
    size_t offset, size;
    size_t range;
} field;

typedef struct {
    size_t count, range_count;
    field *fields; /* in the order of the table */
} ranges;

static bool differs(const dc_policy *one, const dc_policy *other, const field *at)
{
    return memcmp((const char *)one + at->offset, (const char *)other + at->offset, at->size) != 0;
}

/* All fields of a range. */
static void copy(dc_policy *to, const dc_policy *from, const ranges *all, size_t range)
{
    for (size_t i = 0; i < all->count; i++) {
        const field *at = &all->fields[i];
        if (at->range == range)
            memcpy((char *)to + at->offset, (const char *)from + at->offset, at->size);
    }
}

static size_t size_of(dc_number_type type)
{
    static const size_t sizes[] = {[DC_NUMBER_INT32] = sizeof(int32_t),
                                   [DC_NUMBER_INT64] = sizeof(int64_t),
                                   [DC_NUMBER_DOUBLE] = sizeof(double),
                                   [DC_NUMBER_BOOL] = sizeof(bool)};
    return sizes[type];
}

static field field_of(const dc_mechanism *of, size_t row, size_t number)
{
    return (field){of->rows + row * of->row_size + of->numbers[number].offset,
                   size_of(of->numbers[number].type), 0};
}

/* --- what a setting writes -------------------------------------------------------------------- */

static void add_number(dc_lever_part *part, dc_arena *arena, size_t *capacity, dc_part_number one)
{
    part->numbers = dc_arena_grow(arena, part->numbers, capacity, part->number_count + 1,
                                  sizeof *part->numbers);
    part->numbers[part->number_count++] = one;
}

/* Adds all in which the two policies of the part differ. */
static void add_differing(dc_lever_part *part, dc_arena *arena, size_t *capacity,
                          const dc_policy *one, const dc_policy *other, size_t setting)
{
    for (size_t m = 0; m < dc_mechanisms_count(); m++) {
        const dc_mechanism *of = dc_mechanisms_at(m);
        for (size_t row = 0; row < dc_mechanism_rows(of, one); row++)
            for (size_t i = 0; i < of->number_count; i++) {
                field at = field_of(of, row, i);
                if (differs(one, other, &at))
                    add_number(part, arena, capacity, (dc_part_number){m, row, i, setting});
            }
    }
}

/* One setting at an end of its range, the others there as at their base: what differs from all of
 * them at the base it has written. */
void dc_part_find_numbers(dc_lever_part *part, dc_arena *arena, const dc_lever *lever,
                          const dc_scopes *scopes, const dc_lever_setting *settings)
{
    size_t     capacity = 0, count = lever->info.parameter_count;
    dc_policy *tried = dc_arena_alloc(arena, 1, sizeof *tried);
    for (size_t k = 0; k < count; k++)
        for (int end = DC_LOW; end < DC_CASES && settings[k].ranged; end += DC_HIGH - DC_LOW) {
            dc_lever_setting trial[DC_LEVER_PARAMETERS_MAX];
            memcpy(trial, settings, count * sizeof *trial);
            for (size_t other = 0; other < count; other++)
                if (other != k)
                    trial[other].value[end] = trial[other].value[DC_BASE];
            *tried = (dc_policy){.delay_count = 0};
            if (lever->apply(tried, scopes, trial, (dc_case)end))
                add_differing(part, arena, &capacity, tried, part->policy, k);
        }
}

/* --- ranges ----------------------------------------------------------------------------------- */

/* Of the row of a mechanism the lever that wrote it, and the setting; false: none in particular. */
static bool writer_of(size_t *part, size_t *setting, const dc_scenario *scenario, size_t mechanism,
                      size_t row, size_t number)
{
    for (size_t p = 0; p < scenario->part_count; p++) {
        const dc_lever_part *of = &scenario->parts[p];
        size_t               rows = dc_mechanism_rows(dc_mechanisms_at(mechanism), of->policy);
        for (size_t i = 0; i < of->number_count && row < rows; i++) {
            const dc_part_number *at = &of->numbers[i];
            if (at->mechanism != mechanism || at->row != row || at->number != number)
                continue;
            *part = p;
            *setting = at->setting;
            return true;
        }
        if (row < rows)
            return false;
        row -= rows;
    }
    return false;
}

/* A range for each setting of each lever that has written something that differs, and for each
 * number that no setting is known to have written.  Before the levers are sorted. */
static ranges find_ranges(dc_arena *arena, const dc_scenario *scenario)
{
    enum { PLACES = DC_LEVER_PARAMETERS_MAX };
    const dc_policy *low = &scenario->policy[DC_LOW], *high = &scenario->policy[DC_HIGH];
    size_t *known = dc_arena_alloc(arena, scenario->part_count * PLACES + 1, sizeof *known);
    size_t  capacity = 0, part, setting;
    ranges  all = {0};
    for (size_t m = 0; m < dc_mechanisms_count(); m++) {
        const dc_mechanism *of = dc_mechanisms_at(m);
        for (size_t row = 0; row < dc_mechanism_rows(of, low); row++)
            for (size_t i = 0; i < of->number_count; i++) {
                field at = field_of(of, row, i);
                if (!differs(low, high, &at))
                    continue;
                size_t *of_setting = NULL;
                bool    of_one = writer_of(&part, &setting, scenario, m, row, i);
                if (of_one &&
                    (scenario->parts[part].reaches_nothing || scenario->parts[part].meets_nothing))
                    continue; /* no corner shows it */
                if (of_one)
                    of_setting = &known[part * PLACES + setting];
                bool is_new = !of_setting || *of_setting == 0;
                all.range_count += is_new;
                at.range = (is_new ? all.range_count : *of_setting) - 1;
                if (of_setting)
                    *of_setting = at.range + 1;
                all.fields =
                    dc_arena_grow(arena, all.fields, &capacity, all.count + 1, sizeof *all.fields);
                all.fields[all.count++] = at;
            }
    }
    return all;
}

/* Corner c takes the high end of range i where bit i of c is set. */
static void combine_all(dc_scenario *scenario, const ranges *all)
{
    for (size_t c = 0; c < scenario->corner_count; c++) {
        scenario->corners[c] = scenario->policy[DC_BASE];
        for (size_t i = 0; i < all->range_count; i++)
            copy(&scenario->corners[c], &scenario->policy[c >> i & 1 ? DC_HIGH : DC_LOW], all, i);
    }
}

static void combine_some(dc_scenario *scenario, const ranges *all)
{
    dc_policy *corner = scenario->corners;
    *corner++ = scenario->policy[DC_LOW];
    *corner++ = scenario->policy[DC_HIGH];
    for (size_t i = 0; i < all->range_count; i++)
        for (int end = DC_LOW; end < DC_CASES; end += DC_HIGH - DC_LOW) {
            *corner = scenario->policy[DC_BASE];
            copy(corner++, &scenario->policy[end], all, i);
        }
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
    ranges all = find_ranges(arena, scenario);
    size_t count = all.range_count;
    bool   small = count <= ALL_COMBINED_MOST;
    if (count > 0) {
        scenario->corner_count = small ? (size_t)1 << count : 2 + 2 * count;
        scenario->corners =
            dc_arena_alloc(arena, scenario->corner_count, sizeof *scenario->corners);
        (small ? combine_all : combine_some)(scenario, &all);
    }
    sort_parts(scenario);
    scenario->changes_nothing = dc_policy_is_idle(&scenario->policy[DC_BASE]);
    for (size_t i = 0; i < scenario->corner_count; i++)
        scenario->changes_nothing &= dc_policy_is_idle(&scenario->corners[i]);
}
