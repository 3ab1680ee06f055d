/*
 * sales_habit.h - what was learnt of sales: who goes on ordering, growth, noise, and the level.
 */
#ifndef DUECAST_SALES_HABIT_H
#define DUECAST_SALES_HABIT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * How the invoicing of one segment in one currency moves beside its season, which future sales
 * replay: growth from year to year, and how far 4-week sales stray beyond what the random number
 * of orders gives.  Both lean on the portfolio, the portfolio on an assumption; docs/FORMULAS.md.
 */
enum { DC_SALES_PERIOD_DAYS = 28 };

/* Whether a customer's orders of the past year say what it will order. */
typedef enum {
    DC_ORDERS_GO_ON,
    DC_ORDERS_STOPPED, /* it orders nothing any more */
    DC_ORDERS_NEW      /* began within the year: repeats what it ordered since */
} dc_standing;
typedef struct {
    uint8_t standing;     /* dc_standing */
    int16_t days, months; /* of who is new: whole weeks, in days, and months to be repeated */
} dc_orders_of;

#define DC_SALES_NOISE_MOST 0.5 /* the widest that is simulated */
typedef struct {
    const char *segment; /* "" for claims without one, and in the portfolio's */
    uint16_t    currency;
    int         periods;    /* 4-week periods compared with the same of the year before; 0: none */
    double      growth;     /* a year, on a log scale; 0 where nothing is known */
    double      growth_own; /* the segment's own, before it leans on anything; NAN: unknown */
    double      growth_error;                /* standard error of growth_own; NAN: unknown */
    double      noise;                       /* relative standard deviation of 4-week sales, >= 0 */
    bool        growth_learnt, noise_learnt; /* false: assumed */
} dc_sales_habit;

/*
 * How far the level of all sales strays from what is forecast, for good.  Relative standard
 * deviations; docs/FORMULAS.md.
 */
typedef struct {
    double drift;  /* of the level, in a year */
    double error;  /* of the growth that was seen; 0 where none was */
    double trust;  /* share of it that is forecast, 0..1 */
    bool   learnt; /* false: the drift is rather assumed than seen */
} dc_sales_level;

enum { DC_SEASON_PERIODS = 13 };

/* Standard deviation of the level so many days ahead, in the middle of their 4-week period. */
double dc_sales_level_ahead(const dc_sales_level *level, int32_t days);

#endif
