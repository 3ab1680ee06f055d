/*
 * given_actions.h - collection records written down in a test.
 *
 *     given_actions(book, "customer  invoice  date        action    promised  \n"
 *                         "acme      A-1      2024-02-12  promise   2024-02-20\n"
 *                         "acme      -        2024-02-14  reminder            \n");
 *
 * Rows may stand in any order; "-": no invoice, the whole customer.
 */
#ifndef DUECAST_TESTS_GIVEN_ACTIONS_H
#define DUECAST_TESTS_GIVEN_ACTIONS_H

#include "duecast/book.h"

void given_actions(dc_book *book, const char *table);

#endif
