/* From the name of a scenario to its file. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>

#include "scenario_file.h"

static const char extension[] = ".yaml";

static bool is_file(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISREG(facts.st_mode);
}

static bool is_folder(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length > tail && strcmp(text + length - tail, end) == 0;
}

const char *dc_path_folder(dc_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ".";
    return slash == path ? "/" : dc_arena_copy_bytes(arena, path, (size_t)(slash - path));
}

static const char *join(dc_arena *arena, const char *folder, const char *name)
{
    return dc_arena_format(arena, ends_with(folder, "/") ? "%s%s" : "%s/%s", folder, name);
}

static const char *path_in(dc_arena *arena, const char *folder, const char *name)
{
    const char *path = dc_arena_format(arena, "%s%s", join(arena, folder, name), extension);
    return is_file(path) ? path : NULL;
}

const char *dc_scenario_path(dc_arena *arena, const dc_scenario_places *places, const char *name,
                             const char *beside)
{
    if (is_file(name))
        return name;
    const char *path = NULL;
    size_t      first_library = places->has_book;
    if (places->has_book)
        path = path_in(arena, places->folders[0], name);
    if (!path && beside)
        path = path_in(arena, beside, name);
    for (size_t i = first_library; !path && i < places->count; i++)
        path = path_in(arena, places->folders[i], name);
    return path;
}

static int by_bytes(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

const char **dc_scenario_names(size_t *count, dc_arena *arena, const char *folder)
{
    const char **names = NULL;
    size_t       capacity = 0;
    *count = 0;
    DIR *directory = opendir(folder);
    if (!directory)
        return NULL;
    for (struct dirent *entry; (entry = readdir(directory));) {
        const char *name = entry->d_name;
        if (name[0] == '.' || !ends_with(name, extension))
            continue;
        names = dc_arena_grow(arena, names, &capacity, *count + 1, sizeof *names);
        names[(*count)++] = dc_arena_copy_bytes(arena, name, strlen(name) - strlen(extension));
    }
    closedir(directory);
    if (*count > 1)
        qsort(names, *count, sizeof *names, by_bytes);
    return names;
}

/* A further library folder that is not there, or a copy of the one before (the sources of an
 * installed program), can never be the one where a name is found. */
static bool adds_a_name(dc_arena *arena, const dc_scenario_places *places, const char *folder)
{
    size_t       count;
    const char **names = dc_scenario_names(&count, arena, folder);
    for (size_t i = 0; i < count; i++) {
        bool known = false;
        for (size_t at = places->has_book; at < places->count; at++)
            known |= path_in(arena, places->folders[at], names[i]) != NULL;
        if (!known)
            return true;
    }
    return false;
}

dc_scenario_places dc_scenario_places_make(const dc_reading  *reading,
                                           const char *const *library_folders, size_t folder_count)
{
    dc_scenario_places places = {0};
    const char        *book = reading->book->path;
    places.folders = dc_arena_alloc(reading->arena, folder_count + 1, sizeof *places.folders);
    places.has_book = book && is_folder(book); /* a book may be one CSV file */
    if (places.has_book)
        places.folders[places.count++] = join(reading->arena, book, "scenarios");
    for (size_t i = 0; i < folder_count; i++)
        if (i == 0 || adds_a_name(reading->arena, &places, library_folders[i]))
            places.folders[places.count++] = library_folders[i];
    return places;
}
