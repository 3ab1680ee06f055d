/*
 * given.h - books written down in a test as a table, and models whose law is known by heart.
 *
 *     dc_book *book = given_book("2024-03-01",
 *         "customer  invoice  issued      due         amount   events and options           \n"
 *         "acme      A-1      2024-01-10  2024-02-09  1200.00                               \n"
 *         "acme      A-2      2024-02-01  2024-03-02   300.00  paid=2024-02-20:100.00       \n"
 *         "birch     B-1      2023-10-01  2023-10-31   450.00  paid=2023-11-20 segment=retail\n");
 *
 * The first line is the heading.  Events: paid, credit, discount, bill, lost, recovery, each with a
 * date and, after a colon, an amount (without: all that is open).  Options: entered=DATE,
 * part=TEXT, segment=TEXT, currency=CODE (EUR; USD at 0.9, JPY at 0.006, XTS without a rate),
 * kind=credit or kind=unapplied (amounts negative).  Book currency EUR, no calendar.  Rows may
 * stand in any order; the book is in canonical order.
 */
#ifndef DUECAST_TESTS_GIVEN_H
#define DUECAST_TESTS_GIVEN_H

#include "duecast/book.h"
#include "duecast/model.h"
#include "duecast/paths.h"

dc_book *given_book(const char *as_of, const char *table);
void     given_book_free(dc_book *book);

/* A company of `customers` with a year and a half of invoices, paid early, late, in parts, by
 * credit, written off or open, in two currencies, with open credit notes and unapplied cash.
 * shuffle != 0 permutes the rows. As of 2024-06-30. */
dc_book *given_company(uint64_t seed, int customers, uint64_t shuffle);

/* The text that given_company reads; free() it.  To add rows of one's own. */
char *given_company_table(uint64_t seed, int customers, uint64_t shuffle);

/* A sales line of the plan: all segments and customers. */
void given_plan(dc_book *book, const char *from, const char *to, const char *amount);

/* Every customer settles with daily hazard h, whatever the day late, and is written off with w. */
dc_model *given_model(const dc_book *book, double hazard, double write_off);

/* From then on this customer settles with daily hazard h in that bin; for the models below too. */
void given_hazard(dc_model *model, uint32_t customer, int bin, double hazard);

/* Every customer pays on the due day, and what is late already pays tomorrow. */
dc_model *given_certain_model(const dc_book *book);

/* Hazards that rise towards the due day and differ by customer, a little write-off, dilution. */
dc_model *given_lively_model(const dc_book *book);

/* The same, and customers default: by 1, 5 or 15 % a month, and the second has defaulted 30 days
 * ago.  30 % of what is written off comes back after 20 days. */
dc_model *given_failing_model(const dc_book *book);

dc_model *given_learnt_model(const dc_book *book);

/* Fewer paths where sanitizers make each of them dear. */
uint32_t given_paths(uint32_t wanted);

/* An agency for what is late and a court for large claims that are later still, beside plans that
 * some refuse, disputes that some have and discounts that some take, which keep some of it from
 * them; after a missed step of a plan comes dc_after_miss. */
dc_policy given_collectors(int32_t after_miss);

#endif
