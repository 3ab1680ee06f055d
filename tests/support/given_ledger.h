/*
 * given_ledger.h - a small book made by hand, and a folder of files, for tests of scenarios.
 *
 * As of 2026-06-28, book currency EUR.  Three customers, five claims:
 *
 *     customer  name          segment     country  claim   open        days late  terms
 *     acme      Acme Retail   retail      DE       INV-1   1000.00            40     30
 *     acme                                         INV-2    250.00           -10     30
 *     birch     Birch & Co    industrial  DE       INV-3  20000.00             5     60
 *     cedar     Cedar Ltd     industrial  US       INV-4    500.00 USD        90     14
 *     cedar                                        INV-5      paid, issued 100 days ago
 */
#ifndef DUECAST_TESTS_GIVEN_LEDGER_H
#define DUECAST_TESTS_GIVEN_LEDGER_H

#include "duecast/book.h"

#define GIVEN_AS_OF "2026-06-28"

/* `path` becomes the book's; release with given_ledger_free. */
dc_book *given_ledger(const char *path);
void     given_ledger_free(dc_book *book);

/* A fresh folder under the system's temporary one, with an empty folder `scenarios` in it. */
void given_folder(char folder[64]);
void given_folder_free(const char *folder); /* with all that given_file put there */
void given_file(const char *folder, const char *name, const char *text);

#endif
