/*
 * given_truth.h - ledgers made by a known law, to see whether learning finds it.
 *
 * A claim that is open is settled each day with a hazard by (days late - the customer's shift),
 * raised to a power.  Customers differ in where they pay (location), in how fast (proportional
 * hazards), or not at all; they may change from a day on (drift), pay on one weekday only, settle
 * all they owe in one run a week, and be hit by shocks that all of them share.
 */
#ifndef DUECAST_TESTS_GIVEN_TRUTH_H
#define DUECAST_TESTS_GIVEN_TRUTH_H

#include "duecast/book.h"
#include "duecast/model.h"

typedef struct {
    uint64_t seed;
    int      customers, claims;
    int32_t  days;              /* of history; claims are issued evenly over it */
    bool     location;          /* shifts of -8, 0, 8, 16 or 28 days, by customer */
    double   slow;              /* all hazards to the power exp(-slow) */
    double   speed;             /* standard deviation of the logarithm of the power, by customer */
    int32_t  drift, drift_from; /* days later for what is issued from that day of the history on */
    double   one_weekday;       /* share of the customers that pay on one weekday only */
    double   run_share;         /* pi: chance that a customer's claims meet one uniform that week */
    double   lasting, weekly;   /* standard deviations of the logarithm of all hazards, by four
                                 * weeks and by week, means taken off */
} truth;

/* As of Sunday 2024-06-30; terms of 30 days, amounts of 100.00 to 2,000.00.  Customer c is "cNNN"
 * and has index c.  Release with given_book_free. */
dc_book *given_truth(const truth *what);

/* Of a customer as it is at the end of the history. */
int32_t truth_shift(const truth *what, int customer);
double  truth_power(const truth *what, int customer);
int     truth_weekday(const truth *what, int customer); /* 0 .. 6 from Monday; -1: any */

/* Chance that a new invoice of the customer, at risk from day 1, due in `due` days, is settled on
 * day t, t = 0 .. days, without shocks; of one that pays on any weekday. */
void truth_chances(double *chance, const truth *what, int customer, int32_t due, int32_t days);

#endif
