/*
 * cash_view.h - the lines of a cash budget in their order, for the sheets, the JSON and the CSV.
 */
#ifndef DUECAST_REPORTS_CASH_VIEW_H
#define DUECAST_REPORTS_CASH_VIEW_H

#include "duecast/cash.h"
#include "duecast/report.h"
#include "text.h"

typedef enum { CASH_VIEW_LINE, CASH_VIEW_TOTAL, CASH_VIEW_BALANCE } cash_view_kind;

typedef struct {
    const char        *key;       /* stable: "customers", "bills", "closing_cash" */
    const char        *label;     /* in the answer's language */
    cash_view_kind     kind;      /* balances are not added over periods */
    dc_word            section;   /* heading it stands under */
    const dc_estimate *by_period; /* [period of the plan] */
    bool               has_band;  /* false: only the means say anything */
    bool               has_last_week;
    double             last_week;         /* actual, minor units; of a balance: today's */
    dc_word            last_week_missing; /* why there is none */
} cash_view_row;

typedef struct {
    size_t              count;
    cash_view_row      *rows;
    const dc_liquidity *liquidity;
} cash_view;

/* False: nothing but receipts is known. */
bool cash_view_make(cash_view *out, dc_arena *arena, const dc_answer *answer, size_t scenario);

/* Position of a key; the view's count when it has none. */
size_t cash_view_find(const cash_view *view, const char *key);

/* "n/a: add cash to book.yaml", or "" where cash is known. */
const char *cash_missing(const dc_answer *answer);
const char *line_missing(const dc_answer *answer);

/* Mean difference of the lowest cash to the baseline's on the same paths, and its error. */
bool cash_lowest_difference(double *mean, double *standard_error, const dc_answer *answer,
                            size_t scenario, int reach);

/* The scenario's liquidity; NULL where nothing but receipts, or no opening cash, is known. */
const dc_liquidity *cash_known(const dc_answer *answer, size_t scenario);

/* When cash is lowest, how low, and what the line must carry: one sentence of the baseline. */
const char *say_cash(dc_arena *arena, const dc_answer *answer, const money_scale *scale);

/* What sales drive, to go behind it; "" where they drive nothing. */
const char *say_driven(dc_arena *arena, const dc_answer *answer);

/* What goes out that no file of the book tells of, as a list; "" where all is told, or no cash. */
const char *say_left_out(dc_arena *arena, const dc_answer *answer);
/* The same with what follows from it. */
const char *say_cash_safer(dc_arena *arena, const dc_answer *answer);

/* How much later all customers may pay, in the baseline, and in words: the terminal's line, ""
 * where it is not known; the headline's sentence, which
 * tells what cash leaves out instead where it does; "" where there is none. */
const dc_reverse_stress *cash_stress(const dc_answer *answer, int reach);
const char              *say_stress(dc_arena *arena, const dc_answer *answer);
const char              *say_stress_headline(dc_arena *arena, const dc_answer *answer);

/* Why there is no such number of days, or "". */
const char *stress_missing(const dc_answer *answer, int reach);

dc_date cash_period_end(const dc_answer *answer, const dc_cash_period *period);

#endif
