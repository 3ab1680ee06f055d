#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static bool is_entry(const char *name)
{
    return strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

bool folder_may_be_replaced(const char *folder, const char *signature, folder_test *is_ours)
{
    DIR *open = opendir(folder);
    if (!open)
        return errno == ENOENT;
    bool   foreign = false, signed_by_us = false;
    size_t count = 0;
    for (struct dirent *entry; (entry = readdir(open));) {
        if (!is_entry(entry->d_name))
            continue;
        count++;
        foreign |= !is_ours(entry->d_name);
        signed_by_us |= strcmp(entry->d_name, signature) == 0;
    }
    closedir(open);
    return count == 0 || (signed_by_us && !foreign);
}

void folder_remove(const char *folder)
{
    dc_arena *arena = dc_arena_new();
    DIR      *open = opendir(folder);
    for (struct dirent *entry; open && (entry = readdir(open));)
        if (is_entry(entry->d_name))
            unlink(dc_arena_format(arena, "%s/%s", folder, entry->d_name));
    if (open)
        closedir(open);
    rmdir(folder);
    dc_arena_free(arena);
}

/* The old folder steps aside first; should the new one not get its name, it comes back. */
dc_status folder_swap(const char *finished, const char *folder, dc_issues *issues)
{
    dc_arena   *arena = dc_arena_new();
    const char *aside = dc_arena_format(arena, "%s.old", finished);
    dc_status   status = DC_OK;
    sigset_t    all, before;
    sigfillset(&all); /* whoever ends the program waits until one of the two has the name */
    pthread_sigmask(SIG_BLOCK, &all, &before);
    bool replaced = rename(folder, aside) == 0;
    if (rename(finished, folder) != 0) {
        status = cannot_write(folder, strerror(errno), issues);
        if (replaced && rename(aside, folder) != 0)
            status = cannot_write(aside, strerror(errno), issues);
    } else if (replaced) {
        folder_remove(aside);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    dc_arena_free(arena);
    return status;
}
