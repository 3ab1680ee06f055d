/*
 * invoice_words.h - words and signs of other systems, and what they are here.
 */
#ifndef DUECAST_READ_INVOICE_WORDS_H
#define DUECAST_READ_INVOICE_WORDS_H

#include <stdbool.h>

/* "invoice", "credit" or "unapplied" of a document type, "" where its sign tells which; a word that
 * is not known stays. */
const char *dc_kind_word(const char *text);

/* Whether a document of this status is no claim: a draft, voided or deleted. */
bool dc_status_is_void(const char *text);

/* "debit" or "credit" of a mark such as S and H; a word that is not known stays. */
const char *dc_side_word(const char *text);

/* The currency that a sign in an amount stands for, NULL without one.  A sign that several
 * currencies have is that of `home` where it has it, else its best known. */
const char *dc_currency_of_sign(const char *amount, const char *home);

/* Whether an amount has no sign of a currency, or one that this currency has. */
bool dc_sign_fits(const char *amount, const char *code);

#endif
