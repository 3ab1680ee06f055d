/* scenario_diff.c - in which assumptions two scenarios differ. */
#include <string.h>

#include "duecast/scenario.h"

/* A lever setting: its row of scope and those of its parameters. */
typedef struct {
    const dc_assumption *rows;
    size_t               count;
    bool                 paired;
} setting;

typedef struct {
    dc_arena             *arena;
    size_t                count, capacity;
    dc_assumption_change *changes;
} listing;

const char *dc_assumption_text(dc_arena *arena, const dc_assumption *a)
{
    if (!a->low || !*a->low)
        return a->base;
    return dc_arena_format(arena, "%s [%s..%s]", a->base, a->low, a->high);
}

static setting *settings_of(dc_arena *arena, size_t *count, const dc_scenario *scenario)
{
    setting *out = dc_arena_alloc(arena, scenario->assumption_count + 1, sizeof *out);
    *count = 0;
    for (size_t i = 0; i < scenario->assumption_count; i++) {
        const dc_assumption *row = &scenario->assumptions[i];
        if (strcmp(row->parameter, "scope") == 0)
            out[(*count)++] = (setting){.rows = row};
        out[*count - 1].count++;
    }
    return out;
}

static void add(listing *list, const dc_assumption *before, const dc_assumption *after)
{
    list->changes = dc_arena_grow(list->arena, list->changes, &list->capacity, list->count + 1,
                                  sizeof *list->changes);
    list->changes[list->count++] = (dc_assumption_change){before, after};
}

static bool is_equal(const dc_assumption *a, const dc_assumption *b)
{
    return strcmp(a->base, b->base) == 0 && strcmp(a->low, b->low) == 0 &&
           strcmp(a->high, b->high) == 0;
}

/* The unpaired setting of the same lever, and of the same scope if that is asked for. */
static setting *find_partner(const setting *of, setting *among, size_t count, bool same_scope)
{
    for (size_t i = 0; i < count; i++)
        if (!among[i].paired && strcmp(among[i].rows->lever, of->rows->lever) == 0 &&
            (!same_scope || is_equal(among[i].rows, of->rows)))
            return &among[i];
    return NULL;
}

dc_assumption_change *dc_scenarios_differ(dc_arena *arena, size_t *count, const dc_scenario *before,
                                          const dc_scenario *after)
{
    listing  list = {.arena = arena};
    size_t   old_count, new_count;
    setting *old = settings_of(arena, &old_count, before);
    setting *new = settings_of(arena, &new_count, after);
    setting **partner = dc_arena_alloc(arena, old_count + 1, sizeof *partner);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < old_count; i++) {
            if (partner[i])
                continue;
            partner[i] = find_partner(&old[i], new, new_count, pass == 0);
            if (partner[i])
                partner[i]->paired = true;
        }
    for (size_t i = 0; i < old_count; i++)
        for (size_t k = 0; k < old[i].count; k++)
            if (!partner[i])
                add(&list, &old[i].rows[k], NULL);
            else if (!is_equal(&old[i].rows[k], &partner[i]->rows[k]))
                add(&list, &old[i].rows[k], &partner[i]->rows[k]);
    for (size_t i = 0; i < new_count; i++)
        for (size_t k = 0; k < new[i].count && !new[i].paired; k++)
            add(&list, NULL, &new[i].rows[k]);
    *count = list.count;
    return list.changes;
}
