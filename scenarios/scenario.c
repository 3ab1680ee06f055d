/* The scenarios of one command: the baseline, the named ones, and what if. */
#include "duecast/scenario.h"

#include <string.h>

#include "duecast/nearest.h"
#include "levers.h"
#include "scenario_file.h"

/* All that has been gathered so far. */
typedef struct {
    dc_reading         reading;
    dc_scenario_places places;
    dc_scenarios      *out;
    size_t             capacity;
    const char       **origin; /* out->count: path, paths joined by '+', or the word for neither */
    size_t             origin_capacity;
    size_t             file_count, file_capacity;
    dc_scenario_file **files;
} gathering;

static dc_scenario empty_scenario(const char *name)
{
    dc_scenario scenario = {.name = name, .source = {"", ""}};
    for (int language = 0; language < DC_LANGUAGE_COUNT; language++)
        scenario.title[language] = name;
    return scenario;
}

static void push(gathering *all, const dc_scenario *scenario, const char *origin)
{
    dc_arena     *arena = all->reading.arena;
    dc_scenarios *out = all->out;
    out->scenario =
        dc_arena_grow(arena, out->scenario, &all->capacity, out->count + 1, sizeof *out->scenario);
    all->origin = dc_arena_grow(arena, all->origin, &all->origin_capacity, out->count + 1,
                                sizeof *all->origin);
    all->origin[out->count] = origin;
    out->scenario[out->count++] = *scenario;
}

/* The same file named again is meant once; another file of the same name is a mistake. */
static void add_scenario(gathering *all, const dc_token *token, const dc_scenario *scenario,
                         const char *origin)
{
    for (size_t i = 0; i < all->out->count; i++) {
        if (strcmp(all->origin[i], origin) == 0)
            return;
        if (strcmp(all->out->scenario[i].name, scenario->name) != 0)
            continue;
        dc_token_issue(token, all->reading.issues, DC_ISSUE_SCENARIO_TWICE, scenario->name,
                       all->origin[i], origin);
        return;
    }
    push(all, scenario, origin);
}

/* Files of the book are shown relative to it, as its other files are. */
static const char *shown_name(const gathering *all, const char *path)
{
    if (!all->places.has_book)
        return path;
    size_t book = strlen(all->places.folders[0]) - strlen("scenarios");
    return strncmp(path, all->places.folders[0], strlen(all->places.folders[0])) == 0 ? path + book
                                                                                      : path;
}

static dc_scenario_file *read_file(gathering *all, const char *path)
{
    for (size_t i = 0; i < all->file_count; i++)
        if (strcmp(all->files[i]->path, path) == 0)
            return all->files[i];
    dc_arena *arena = all->reading.arena;
    all->files = dc_arena_grow(arena, all->files, &all->file_capacity, all->file_count + 1,
                               sizeof *all->files);
    dc_scenario_file *file = dc_arena_alloc(arena, 1, sizeof *file);
    all->files[all->file_count++] = file;
    dc_scenario_file_read(file, &all->reading, path, shown_name(all, path));
    return file;
}

static bool is_a_place(const dc_scenario_places *places, const char *folder)
{
    return dc_name_is_among(folder, places->folders, places->count);
}

/* "./NAME, BOOK/scenarios/NAME.yaml, ...", in the order of dc_scenario_path. */
static const char *looked_for(const gathering *all, const char *name, const char *beside)
{
    const dc_scenario_places *places = &all->places;
    dc_arena                 *arena = all->reading.arena;
    const char               *looked = dc_arena_format(arena, "./%s", name);
    bool                      apart = beside && !is_a_place(places, beside);
    for (size_t i = 0; i < places->count; i++) {
        if (apart && i == places->has_book)
            looked = dc_arena_format(arena, "%s, %s/%s.yaml", looked, beside, name);
        looked = dc_arena_format(arena, "%s, %s/%s.yaml", looked, places->folders[i], name);
    }
    return looked;
}

/* Names of all places, each once: a book often holds its own version of a ready one. */
static const char **names_found(size_t *out_count, const gathering *all)
{
    dc_arena    *arena = all->reading.arena;
    const char **found = NULL;
    size_t       found_count = 0, capacity = 0;
    for (size_t i = 0; i < all->places.count; i++) {
        size_t       count;
        const char **names = dc_scenario_names(&count, arena, all->places.folders[i]);
        for (size_t k = 0; k < count; k++) {
            if (dc_name_is_among(names[k], found, found_count))
                continue;
            found = dc_arena_grow(arena, found, &capacity, found_count + 1, sizeof *found);
            found[found_count++] = names[k];
        }
    }
    *out_count = found_count;
    return found;
}

/* A near name; else where it was looked for, and what there is instead. */
static void add_missing(const gathering *all, const dc_token *token, const char *beside)
{
    size_t       count;
    const char **found = names_found(&count, all);
    size_t       near = dc_nearest(token->text, found, count);
    if (near < count)
        dc_token_issue(token, all->reading.issues, DC_ISSUE_SCENARIO_NEAR, token->text, found[near],
                       NULL);
    else
        dc_token_issue(token, all->reading.issues, DC_ISSUE_SCENARIO_MISSING, token->text,
                       looked_for(all, token->text, beside),
                       count > 0 ? dc_names_joined(all->reading.arena, found, count) : "-");
}

static void add_name(gathering *all, const dc_token *token, const char *beside);

static void add_members(gathering *all, const dc_token *token, dc_scenario_file *set)
{
    if (set->being_added) {
        dc_token_issue(token, all->reading.issues, DC_ISSUE_SCENARIO_SET_CYCLE, set->scenario.name,
                       NULL, NULL);
        return;
    }
    set->being_added = true;
    for (size_t i = 0; i < set->member_count; i++)
        add_name(all, &set->members[i], dc_path_folder(all->reading.arena, set->path));
    set->being_added = false;
}

static void append_assumptions(dc_scenario *sum, dc_arena *arena, const dc_scenario *other)
{
    size_t         old = sum->assumption_count, added = other->assumption_count;
    dc_assumption *rows = dc_arena_alloc(arena, old + added, sizeof *rows);
    if (old > 0)
        memcpy(rows, sum->assumptions, old * sizeof *rows);
    if (added > 0)
        memcpy(rows + old, other->assumptions, added * sizeof *rows);
    sum->assumptions = rows;
    sum->assumption_count = old + added;
}

static const char *joined(dc_arena *arena, const char *left, const char *joint, const char *right)
{
    if (!*left || !*right)
        return *left ? left : right;
    return dc_arena_format(arena, "%s%s%s", left, joint, right);
}

/* sum := sum and other, levers behind levers.  False when they are too many for one policy. */
static bool add_to_sum(dc_scenario *sum, dc_arena *arena, const dc_scenario *other)
{
    bool fits = true;
    for (int which = DC_LOW; which < DC_CASES; which++)
        fits &= dc_policy_append(&sum->policy[which], &other->policy[which]);
    sum->name = joined(arena, sum->name, "+", other->name);
    for (int language = 0; language < DC_LANGUAGE_COUNT; language++) {
        sum->title[language] = joined(arena, sum->title[language], " + ", other->title[language]);
        sum->source[language] =
            joined(arena, sum->source[language], language == DC_CHINESE ? "；" : "; ",
                   other->source[language]);
    }
    sum->has_range |= other->has_range;
    sum->decided |= other->decided;
    sum->decides |= other->decides;
    sum->befalls |= other->befalls;
    sum->assumed |= other->assumed;
    append_assumptions(sum, arena, other);
    if (other->part_count > 0)
        dc_scenario_add_parts(sum, arena, other->parts, other->part_count);
    return fits;
}

/* The file of one member of "a+b"; NULL with an issue when there is none or it is a set. */
static dc_scenario_file *file_of_part(gathering *all, const dc_token *part, const char *beside)
{
    dc_arena   *arena = all->reading.arena;
    const char *path = dc_scenario_path(arena, &all->places, part->text, beside);
    if (!path) {
        add_missing(all, part, beside);
        return NULL;
    }
    dc_scenario_file *file = read_file(all, path);
    if (!file->is_set)
        return file;
    dc_token_issue(part, all->reading.issues, DC_ISSUE_SCENARIO_SET_SUM, part->text, NULL, NULL);
    return NULL;
}

static void add_sum(gathering *all, const dc_token *token, const char *beside)
{
    dc_arena   *arena = all->reading.arena;
    dc_scenario sum = empty_scenario("");
    const char *origin = "";
    bool        complete = true, fits = true;
    for (size_t at = 0, end; at <= strlen(token->text); at = end + 1) {
        end = at + strcspn(token->text + at, "+");
        dc_token          part = dc_token_piece(arena, token, at, end);
        dc_scenario_file *file = file_of_part(all, &part, beside);
        complete &= file != NULL;
        if (!file)
            continue;
        fits &= add_to_sum(&sum, arena, &file->scenario);
        origin = joined(arena, origin, "+", file->path);
    }
    if (!fits)
        dc_token_issue(token, all->reading.issues, DC_ISSUE_LEVER_TOO_MANY, "lever",
                       dc_arena_format(arena, "%d", DC_POLICY_DELAYS_MAX), sum.name);
    else if (complete)
        add_scenario(all, token, &sum, origin);
}

/* Names between "+": what ends in one is a slip of the pen, and told as the name it is. */
static bool is_sum(const char *text)
{
    size_t length = strlen(text);
    return strchr(text, '+') && text[0] != '+' && text[length - 1] != '+' && !strstr(text, "++");
}

/* A whole name goes before its parts: a file may well be called "a+b". */
static void add_name(gathering *all, const dc_token *token, const char *beside)
{
    const char *path = dc_scenario_path(all->reading.arena, &all->places, token->text, beside);
    if (!path && strcmp(token->text, all->out->scenario[0].name) == 0)
        return; /* the baseline is always there */
    if (!path && is_sum(token->text)) {
        add_sum(all, token, beside);
        return;
    }
    if (!path) {
        add_missing(all, token, beside);
        return;
    }
    dc_scenario_file *file = read_file(all, path);
    if (file->is_set)
        add_members(all, token, file);
    else
        add_scenario(all, token, &file->scenario, file->path);
}

/* Every scenario of the book, in byte order of their files' names. */
static void add_all(gathering *all, const dc_token *token)
{
    size_t       count = 0;
    const char **names = NULL;
    const char  *folder = all->places.has_book ? all->places.folders[0] : all->reading.book->path;
    if (all->places.has_book)
        names = dc_scenario_names(&count, all->reading.arena, folder);
    if (count == 0)
        dc_token_issue(token, all->reading.issues, DC_ISSUE_SCENARIO_NONE, folder, NULL, NULL);
    for (size_t i = 0; i < count; i++) {
        dc_token name = dc_token_of_text(names[i]);
        add_name(all, &name, NULL);
    }
}

static void add_what_if(gathering *all, const char *const *levers, size_t count)
{
    dc_arena   *arena = all->reading.arena;
    dc_scenario scenario = empty_scenario("what-if");
    const char *title = "";
    for (size_t i = 0; i < count; i++) {
        dc_draft_lever draft;
        if (dc_draft_from_text(&draft, &all->reading, levers[i]))
            dc_scenario_add_lever(&scenario, &all->reading, &draft);
        title = joined(arena, title, " + ", dc_arena_copy_text(arena, levers[i]));
    }
    for (int language = 0; language < DC_LANGUAGE_COUNT; language++)
        scenario.title[language] = title;
    dc_token token = dc_token_of_text(scenario.name);
    add_scenario(all, &token, &scenario, "-w");
}

static void add_baseline(gathering *all)
{
    dc_scenario baseline = empty_scenario("baseline");
    for (int language = 0; language < DC_LANGUAGE_COUNT; language++)
        baseline.title[language] = dc_say((dc_language)language, DC_WORD_BASELINE_TITLE);
    push(all, &baseline, "baseline");
}

dc_status dc_scenarios_read(dc_scenarios *out, dc_arena *arena, const dc_book *book,
                            const char *const *names, size_t name_count, const char *const *levers,
                            size_t lever_count, const char *const *library_folders,
                            size_t folder_count, dc_issues *issues)
{
    size_t    errors = dc_issues_count(issues, DC_ERROR);
    gathering all = {.reading = {arena, book, issues}, .out = out};
    *out = (dc_scenarios){0};
    all.places = dc_scenario_places_make(&all.reading, library_folders, folder_count);
    add_baseline(&all);
    for (size_t i = 0; i < name_count; i++) {
        dc_token token = dc_token_of_text(names[i]);
        if (strcmp(names[i], "all") == 0)
            add_all(&all, &token);
        else
            add_name(&all, &token, NULL);
    }
    if (lever_count > 0)
        add_what_if(&all, levers, lever_count);
    for (size_t i = 0; i < all.file_count; i++)
        dc_yaml_free(all.files[i]->yaml);
    for (size_t i = 0; i < out->count; i++) {
        dc_scenario_complete(&out->scenario[i], arena);
        dc_scenario_find_shadows(&out->scenario[i], &all.reading);
    }
    return dc_issues_count(issues, DC_ERROR) > errors ? DC_ERR_INPUT : DC_OK;
}
