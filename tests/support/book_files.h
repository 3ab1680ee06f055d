/*
 * book_files.h - a book in a scratch directory, written from texts in the test.
 *
 *     book_files *files = book_files_new();
 *     book_files_write(files, "invoices.csv", "invoice,customer,...\n...");
 *     dc_book *book = book_files_read(files, "2024-03-31", issues);
 */
#ifndef DUECAST_TESTS_BOOK_FILES_H
#define DUECAST_TESTS_BOOK_FILES_H

#include "duecast/book.h"

typedef struct book_files book_files;

book_files *book_files_new(void);
void        book_files_free(book_files *files); /* removes the directory */
void        book_files_write(book_files *files, const char *name, const char *text);
void book_files_write_bytes(book_files *files, const char *name, const char *bytes, size_t count);
const char *book_files_directory(const book_files *files);

/* Reads the book; NULL when it cannot be used.  as_of "": from the data. */
dc_book *book_files_read(const book_files *files, const char *as_of, dc_issues *issues);

/* One file of invoices and nothing else. */
dc_book *book_of_invoices(const char *text, const char *as_of, dc_issues *issues);

#endif
