/*
 * mechanisms.h - the parts of a policy as a table: where each kind of mechanism stands, which
 * numbers it has, and when it moves nothing.
 *
 * Joining policies, the corners of ranges and the run id go through this table, so that a new kind
 * is one row here.
 */
#ifndef DUECAST_SCENARIOS_MECHANISMS_H
#define DUECAST_SCENARIOS_MECHANISMS_H

#include "duecast/policy.h"

typedef enum { DC_NUMBER_INT32, DC_NUMBER_INT64, DC_NUMBER_DOUBLE, DC_NUMBER_BOOL } dc_number_type;

/* A number of a row: any that a parameter may write. */
typedef struct {
    size_t         offset;
    dc_number_type type;
    const char    *named; /* in the run id, where it is not 0: it came later; NULL: always counts */
} dc_policy_number;

typedef struct {
    const char             *name;
    size_t                  count, rows; /* offsets into dc_policy */
    size_t                  row_size, most;
    size_t                  number_count;
    const dc_policy_number *numbers; /* each row begins with its scopes */
    bool (*is_idle)(const void *row);
} dc_mechanism;

size_t              dc_mechanisms_count(void);
const dc_mechanism *dc_mechanisms_at(size_t index);

/* Rows there are, and the first of them. */
size_t      dc_mechanism_rows(const dc_mechanism *mechanism, const dc_policy *policy);
const void *dc_mechanism_row(const dc_mechanism *mechanism, const dc_policy *policy, size_t row);

/* None of its mechanisms moves anything: it is the baseline, to the last bit. */
bool dc_policy_is_idle(const dc_policy *policy);

#endif
