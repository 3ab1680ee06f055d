/*
 * given_answer.h - an answer made by hand, for tests of what is written about it.
 *
 * Two currencies (EUR, and USD at 0.9), three customers with awkward names, the baseline and two
 * scenarios: "late" has a range and costs cash, "terms" is a decision.  Every figure follows from a
 * plain rule, so that tests can say what must stand where:
 *
 *     baseline, cash collected by week w:  100,000.00 x w,   quantile q: (0.9 + 0.02 q) of it
 *     late:    10,000.00 less at week 13, from 20,000.00 to 5,000.00 less
 *     ageing today: 300,000 / 50,000 / 20,000 / 10,000 / 5,000 / 1,000 EUR
 *     DSO from 50 to 54 days in the last year and in the next 13 weeks: terms 3, lateness 1
 *     past forecasts: 80 % bands held 78 % of weeks, off by 21 %, floor 19 %
 *     credits -4,000.00, unapplied -2,000.00, ledger 380,000.00 EUR
 */
#ifndef DUECAST_TESTS_GIVEN_ANSWER_H
#define DUECAST_TESTS_GIVEN_ANSWER_H

#include "duecast/report.h"

/* All of it may be changed by the test before it is written. */
typedef struct {
    dc_arena           *arena;
    dc_book             book;
    dc_model            model;
    dc_items            items;
    dc_today            today;
    dc_scenarios        scenarios;
    dc_comparison       comparison;
    dc_checks           checks;
    dc_issues          *issues;
    dc_simulate_options options;
    dc_backtest         backtest; /* 26 origins of 4 weeks */
    dc_dso_bridge       bridges[2];
    dc_answer           answer; /* points to the rest */
} given_report;

given_report *given_answer(int32_t weeks);
void          given_answer_free(given_report *given);

#endif
