/*
 * credit_policy.h - levers measured as textbooks do: the yearly effect on a ledger that invoices
 * the same amount every day and is paid on the due day.
 *
 * The second year is looked at: by then receivables have reached what the new terms make of them.
 */
#ifndef DUECAST_TESTS_CREDIT_POLICY_H
#define DUECAST_TESTS_CREDIT_POLICY_H

#include "duecast/metrics.h"
#include "duecast/model.h"

enum { POLICY_YEAR = 364, POLICY_LEVERS_MAX = 3 };

/* An invoice a day of each customer for a year, due after so many days, open where that lies ahead;
 * customers A, B ... have these shares of the sales of a year.  Add margin and rate to it. */
dc_book *given_daily_invoices(double sales, int terms);
dc_book *given_daily_shares(double sales, int terms, const double *shares, size_t count);

typedef struct {
    dc_arena  *arena;
    dc_book   *book;
    dc_model  *model;
    dc_outcome outcome[2]; /* the baseline, the levers */
} credit_policy;

/* Takes the book.  `losses`: share of sales lost before and after, charged when invoiced. */
credit_policy credit_policy_of(dc_book *book, const char *const *levers, size_t count,
                               const double losses[2]);
void          credit_policy_drop(credit_policy *c);

/* Of the second year, policy less baseline, in major units a year: of 280 days of it. */
double credit_policy_effect(const credit_policy *c, dc_metric metric);

/* In the second year, of the baseline (0) or the policy (1), major units. */
double credit_policy_receivables(const credit_policy *c, int policy);

#endif
