/*
 * letters.h - what a letter to one customer says, before it is written.
 */
#ifndef DC_REPORTS_LETTERS_H
#define DC_REPORTS_LETTERS_H

#include "duecast/notices.h"
#include "template.h"

enum { GAPS_MAX = 8, TOTALS_MAX = DC_CURRENCIES_MAX + 1 };

/* Of one currency, that of a fixed sum included. */
typedef struct {
    const char *code;
    int         decimals;
    dc_money    balance, credits, disputed, demanded, interest, fixed, claimed;
} letter_total;

typedef struct {
    dc_money interest, fixed;
} line_charge;

typedef struct {
    const dc_book           *book;
    const dc_notice_options *options;
    dc_arena                *arena; /* of the letter */
    const dc_demand         *demand;
    int                      letter; /* dc_letter; DC_LETTER_COUNT: the agreement on a plan */
    dc_language              language;
    bool                     has_language; /* asked for, whatever the customer's is */
    bool                     has_plan;
    dc_payment_plan          plan;
    line_charge             *charge; /* by line of the demand */
    size_t                   total_count;
    letter_total             total[TOTALS_MAX];
    bool                     interest_told;
    const char              *law;      /* NULL: nothing is reckoned by one */
    int32_t                  law_days; /* after delivery, where they moved a due day; else 0 */
    const char              *rates;    /* "12.25 % a year" */
    size_t                   gap_count;
    const char              *gap[GAPS_MAX]; /* why something is not told, in the run's language */
    letter_values            values;
} letter_draft;

/* The stage of a customer, or why it gets no letter: DC_LETTER_COUNT and a text. */
int letter_stage(const char **why, dc_arena *arena, const dc_book *book, const dc_demand *demand,
                 const dc_notice_options *options);

/* Fills in everything from `demand` on. */
void letter_draft_fill(letter_draft *draft);

/* Interest and fixed sums of what is overdue; in letter_charges.c. */
void letter_charges_fill(letter_draft *draft);
void letter_add_gap(letter_draft *draft, const char *text);

letter_total *letter_total_of(letter_draft *draft, const char *code, int decimals);

#endif
