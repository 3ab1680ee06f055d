/*
 * collection_keys.h - the keys of `collection` in book.yaml that are numbers, one row each.
 */
#ifndef DUECAST_READ_COLLECTION_KEYS_H
#define DUECAST_READ_COLLECTION_KEYS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    const char *name;
    size_t      offset; /* into dc_collection, a double */
    double      low, high;
    bool        is_share;
    const char *about; /* what it is, and what is assumed where it is not told */
} dc_collection_key;

extern const dc_collection_key dc_collection_keys[];
extern const size_t            dc_collection_key_count;

#endif
