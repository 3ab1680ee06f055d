/*
 * doubles.h - numbers that are no money, in order.
 */
#ifndef DUECAST_DOUBLES_H
#define DUECAST_DOUBLES_H

#include <stddef.h>

/* Increasing; none of them NaN. */
void dc_doubles_sort(double *values, size_t count);

#endif
