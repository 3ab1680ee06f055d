/*
 * given_traders.h - trading companies whose customers come, go and order by chance.
 *
 * Sixty customers a company; seven of ten are there from the first day, the others come evenly;
 * all leave after eight years on average.  An invoice every eighth day or so, none at weekends.
 * What came after the as-of date is told beside the ledger.
 */
#ifndef DUECAST_TESTS_GIVEN_TRADERS_H
#define DUECAST_TESTS_GIVEN_TRADERS_H

#include "support/given.h"

enum { GIVEN_TRADERS_SOON = 13, GIVEN_TRADERS_LATER = 26 }; /* weeks after the as-of date */

/* Cash of so many weeks, major units. */
typedef struct {
    double soon, later;
} given_receipts;

/* The company of that seed with a ledger of so many days to 2024-06-30; `came` may be NULL. */
dc_book *given_traders(given_receipts *came, uint32_t company, int32_t past_days);

#endif
