/*
 * ageing.h - buckets of days past due.
 */
#ifndef DUECAST_AGEING_H
#define DUECAST_AGEING_H

#include <stddef.h>
#include <stdint.h>

enum { DC_BUCKETS = 6 }; /* of balances ahead and of allowances: not due, and five by days late */

/* The edges of ageing: a bucket ends on each of these days past due (or days since issue).  By due
 * date a bucket of what is not due comes first; the last is open to the end. */
enum { DC_AGEING_EDGES_MAX = 12, DC_AGEING_BUCKETS_MAX = DC_AGEING_EDGES_MAX + 2 };
typedef struct {
    size_t  count;
    int32_t last_day[DC_AGEING_EDGES_MAX]; /* increasing, > 0 */
} dc_ageing_edges;
#define DC_AGEING_EDGES_INIT ((dc_ageing_edges){4, {30, 60, 90, 120}})

/* The bucket of so many days past due, 0 .. DC_BUCKETS - 1, and the days that one begins with. */
static inline int dc_bucket_of(const dc_ageing_edges *edges, int32_t days_late)
{
    int bucket = days_late > 0;
    while (bucket > 0 && bucket < DC_BUCKETS - 1 && days_late > edges->last_day[bucket - 1])
        bucket++;
    return bucket;
}
static inline int32_t dc_bucket_first_day(const dc_ageing_edges *edges, int bucket)
{
    return bucket == 0 ? INT32_MIN : bucket == 1 ? 1 : edges->last_day[bucket - 2] + 1;
}

#endif
