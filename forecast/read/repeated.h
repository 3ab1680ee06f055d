/*
 * repeated.h - which of many keys stand more than once.
 */
#ifndef DUECAST_READ_REPEATED_H
#define DUECAST_READ_REPEATED_H

#include "texts.h"

/* The keys that stand more than once, each once, with row 0; the keys should be hashes. */
dc_map dc_find_repeated(const uint64_t *keys, size_t count);

#endif
