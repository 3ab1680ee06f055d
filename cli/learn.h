/*
 * learn.h - what was learnt of each customer and segment, gathered for `duecast learn`.
 */
#ifndef DUECAST_CLI_LEARN_H
#define DUECAST_CLI_LEARN_H

#include <stdio.h>

#include "duecast/model.h"
#include "duecast/words.h"

typedef struct {
    const char *id, *name;
    uint32_t    customer; /* UINT32_MAX for segments */
    dc_habit    habit;
    double      open;         /* book currency, minor units */
    size_t      customers;    /* of a segment, with claims */
    double      trend_weight; /* of a segment: settled claims of customers with a trend */
} dc_learnt_row;

typedef struct {
    dc_arena       *arena;
    const dc_book  *book;
    const dc_model *model;
    dc_language     language;
    dc_habit        portfolio;
    size_t          customer_count; /* with claims, largest open amount first */
    dc_learnt_row  *customer;
    size_t          segment_count; /* by name; averages over their customers */
    dc_learnt_row  *segment;
    size_t          thin_customers; /* with fewer than DC_CLAIMS_THIN settled claims */
} dc_learnt;

enum { DC_CLAIMS_THIN = 3 };

/* All customers, or only this one (UINT32_MAX: all). */
void dc_learnt_gather(dc_learnt *out, dc_arena *arena, const dc_book *book, const dc_model *model,
                      uint32_t customer);

/* Days within which 8 of 10 payments of a type lie. */
int32_t dc_type_width(const dc_model *model, int type);

void dc_learnt_write(FILE *out, const dc_learnt *learnt);
void dc_learnt_write_customer(FILE *out, const dc_learnt *learnt);

/* Effects of days, factors, collection actions and drift; the week of a customer (UINT32_MAX: the
 * portfolio's). */
void dc_learnt_say_effects(FILE *out, const dc_learnt *learnt);
void dc_learnt_say_actions(FILE *out, const dc_learnt *learnt);
void dc_learnt_say_sales(FILE *out, const dc_learnt *learnt);
void dc_learnt_say_days(FILE *out, const dc_learnt *learnt, uint32_t customer);

/* Runs of a customer's own; false where it has none.  How many customers have such. */
bool dc_learnt_say_own_days(FILE *out, const dc_learnt *learnt, uint32_t customer);
void dc_learnt_say_day_payers(FILE *out, const dc_learnt *learnt);

/* Days of the month in order, from its end below 0 (-1: the last) and last; returns how many. */
int dc_learn_month_days(int out[DC_MONTH_DAYS_MOST], const dc_month_days *days);

void dc_learnt_write_json(FILE *out, const dc_learnt *learnt);

#endif
