/* variance_parts.h - what splitting by item and summing up share. */
#ifndef DC_MEASURE_VARIANCE_PARTS_H
#define DC_MEASURE_VARIANCE_PARTS_H

#include "duecast/variance.h"

/* Rows are there: sums them by line and customer, and puts the largest differences first. */
void dc_variance_sum(dc_variance *out, dc_arena *arena);

/* Lists of so many texts, compared in order. */
int dc_compare_texts(const char *const *a, const char *const *b, size_t count);

#endif
