/*
 * loyalty.h - "patience costs cash, pressure costs renewals" as a number: the share of the
 * customers pressed that must go on ordering for the profit to be that of the baseline.
 *
 * Profit is linear in that share, for who leaves does so with all its orders; so two expectations
 * tell it: where all of them stay, and where all of them leave.  Where levers press different
 * customers, the share assumed is that with the scenario's profit: customers count by their orders.
 */
#ifndef DUECAST_LOYALTY_H
#define DUECAST_LOYALTY_H

#include "duecast/scenario.h"

typedef struct {
    bool   presses; /* a lever of the scenario has an effect on who goes on ordering */
    bool   known[DC_PAIRED_WEEKS];
    double kept[DC_PAIRED_WEEKS];    /* below 0: worth it if all leave; above 1: not if all stay */
    double assumed[DC_PAIRED_WEEKS]; /* share that the base case keeps, of all levers together */
} dc_loyalty;

/* One for each scenario, in the arena; NULL: a run was stopped. */
dc_loyalty *dc_loyalty_make(dc_arena *arena, const dc_book *book, const dc_model *model,
                            const dc_items *items, const dc_today *today,
                            const dc_scenarios *scenarios, const dc_simulate_options *options);

#endif
