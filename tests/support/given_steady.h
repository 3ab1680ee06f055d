/* given_steady.h - a company that sells, buys and pays the same every day. */
#ifndef DUECAST_TESTS_GIVEN_STEADY_H
#define DUECAST_TESTS_GIVEN_STEADY_H

#include "duecast/cash_tail.h"

enum { T = DC_PATH_TILE, DAYS = 364, PAST = 400, TERMS = 30 };
enum { SOLD = 11900, SOLD_TAX = 1900, BILLED = 5950, BILLED_TAX = 950, COST = 5000 };

/* Invoices and bills of PAST days up to Sunday 2024-06-30, each bill paid when due. */
dc_book *given_steady_company(void);

typedef struct {
    dc_arena     *arena;
    dc_book      *book;
    dc_cash_plan *plan;
    dc_tail_days  days;
} run;

/* sold[day] on every path; the book as a policy would have it. */
run  followed(dc_book *book, const int64_t *sold);
run  followed_under(dc_book *book, const dc_policy *policy, const int64_t *sold);
void end(run *r);

void           steadily(int64_t sold[DAYS + 1], int64_t a_day);
int64_t        at(const int64_t *column, int day);
const int64_t *flow_of(const run *r, const char *row);

#endif
