/*
 * scenario_file.h - one scenario file: a scenario, or a set of names of others.
 *
 * A file is read once however often it is named, so that its issues appear once; its YAML stays
 * loaded until the end, for the members of sets are looked up later and may not be found.
 */
#ifndef DUECAST_SCENARIOS_SCENARIO_FILE_H
#define DUECAST_SCENARIOS_SCENARIO_FILE_H

#include "draft.h"

typedef struct {
    const char *path;
    dc_yaml    *yaml; /* NULL: it could not be loaded, issues say why */
    bool        is_set;
    size_t      member_count; /* of a set */
    dc_token   *members;
    bool        being_added; /* its members are; meeting it again is a cycle */
    dc_scenario scenario;    /* name and title of a set, too */
} dc_scenario_file;

/* Reads and checks everything but the members of a set.  `shown`: what issues call the file. */
void dc_scenario_file_read(dc_scenario_file *file, const dc_reading *reading, const char *path,
                           const char *shown);

/* Where scenarios are looked for: BOOK/scenarios, the library's first folder, and those further
 * ones that hold a name the library has not got so far. */
typedef struct {
    size_t       count;
    const char **folders;
    bool         has_book; /* folders[0] is BOOK/scenarios */
} dc_scenario_places;

dc_scenario_places dc_scenario_places_make(const dc_reading  *reading,
                                           const char *const *library_folders, size_t folder_count);

/* Path of the file meant by a name: itself if it is a file, else NAME.yaml in the first of the
 * places that has it, then in `beside` (the folder of a set; may be NULL).  NULL: there is none. */
const char *dc_scenario_path(dc_arena *arena, const dc_scenario_places *places, const char *name,
                             const char *beside);

/* Names (without .yaml) of all scenario files of a folder, in byte order; none when the folder
 * cannot be read. */
const char **dc_scenario_names(size_t *count, dc_arena *arena, const char *folder);

const char *dc_path_folder(dc_arena *arena, const char *path); /* "." when it names none */

#endif
