/* given_cash.h - what a given book pays besides what its customers owe. */
#ifndef DUECAST_TESTS_GIVEN_CASH_H
#define DUECAST_TESTS_GIVEN_CASH_H

#include "duecast/book.h"

/* An open bill in the book currency; paid: "" while open. */
void given_bill(dc_book *book, const char *supplier, const char *category, const char *issued,
                const char *due, const char *amount);

/* A line of the plan on the days from .. to; what is returned may be changed until the next call.
 */
dc_plan_line *given_line(dc_book *book, const char *line, const char *from, const char *to,
                         const char *amount);

/* cash, minimum cash, and a line of this limit, rate and what is drawn; limit "": no line. */
void given_cash(dc_book *book, const char *cash, const char *minimum, const char *limit,
                double rate, const char *drawn);

#endif
