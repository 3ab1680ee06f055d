/*
 * nearest.h - which known name a misspelt one probably meant.
 *
 * Behind every "did you mean": options and commands, keys of a YAML file, levers, formats.
 */
#ifndef DUECAST_NEAREST_H
#define DUECAST_NEAREST_H

#include <stddef.h>

/* Index of the name closest to `wanted`, or `count` when none is close enough to suggest.
 * Distance: insertions, deletions, substitutions and swaps of neighbours (optimal string
 * alignment), at most a third of the longer name's length, ties to the lowest index.  Upper and
 * lower case are the same, and so are '-' and '_'. */
size_t dc_nearest(const char *wanted, const char *const *names, size_t count);

#endif
