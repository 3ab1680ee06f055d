/*
 * given_chances.h - a ledger of customers whose chance of paying on each day is known.
 */
#ifndef DUECAST_TESTS_GIVEN_CHANCES_H
#define DUECAST_TESTS_GIVEN_CHANCES_H

#include "duecast/model.h"

enum { CHANCES_CUSTOMERS = 80, CHANCES_TERMS = 30 };

/* The chance that a claim still open on a day is paid on it.  Amounts are 100 and 900. */
typedef double given_chance(int customer, int amount, dc_date day, int days_late);

/* .06 a day, .005 until ten days before it is due. */
double given_plain_chance(int customer, int amount, dc_date day, int days_late);

/* 4,000 invoices of three years on 30 days, customer i % 80, ids "c000" on; as of 2024-06-30.
 * shuffle != 0 writes the same rows in another order. */
dc_book *given_chances_ledger(given_chance *chance, uint32_t seed, uint32_t shuffle);

/* A model of one payer type, whose memory is chosen. */
dc_model *given_chances_model(const dc_book *book);

/* 0 .. 2^24 - 1. */
uint32_t given_chances_next(uint32_t *word);

#endif
