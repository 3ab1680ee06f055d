/*
 * ramp.h - changes that come little by little: evenly over `ramp` days from the first day on, a
 * part of ramp + 1 on that day and all of it `ramp` days later.
 */
#ifndef DUECAST_RAMP_H
#define DUECAST_RAMP_H

#include <stdint.h>

/* What of `whole` has been reached on a day of the window from .. to; 0 outside it. */
static inline double dc_ramped(double whole, int32_t from, int32_t to, int32_t ramp, int32_t day)
{
    if (day < from || day > to)
        return 0.0;
    int32_t days = day - from;
    return days >= ramp ? whole : whole * (days + 1.0) / (ramp + 1.0);
}

#endif
