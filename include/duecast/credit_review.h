/*
 * credit_review.h - grades of customers by how they behave, limits that follow, orders to hold.
 *
 * A grade is the worse of what the chance of default and the usual lateness say, one worse where a
 * customer has begun to pay later or breaks promises, and the worst in default or where a tenth of
 * what is owed is more than 90 days late.  The limit is the smaller of what may be lost on a grade
 * beside the insurer's limit, and of what the customer needs: monthly sales times terms and
 * lateness, times a factor of the grade.  Amounts are minor units of the book currency.
 * docs/FORMULAS.md, "Credit grades and limits".
 */
#ifndef DUECAST_CREDIT_REVIEW_H
#define DUECAST_CREDIT_REVIEW_H

#include "duecast/worklist.h"

typedef enum {
    DC_GRADE_A,
    DC_GRADE_B,
    DC_GRADE_C,
    DC_GRADE_D,
    DC_GRADE_E,
    DC_GRADE_COUNT
} dc_grade;

/* What a grade means, as a row. */
typedef struct {
    const char *name;         /* "A" */
    double      default_most; /* chance within a year, up to here */
    double      days_late;    /* usual, up to here */
    int32_t     appetite;     /* of all receivables that may be open with one such customer, % */
    int32_t     need;         /* of what it needs, % */
} dc_grade_row;
const dc_grade_row *dc_grade_about(dc_grade grade);

/* What made the grade. */
typedef enum {
    DC_GRADED_BY_DEFAULT,
    DC_GRADED_BY_LATENESS,
    DC_GRADED_BY_TREND,
    DC_GRADED_BY_PROMISES,
    DC_GRADED_BY_OVERDUE, /* in default, or a tenth is more than 90 days late */
    DC_GRADED_BY_THIN     /* fewer than three settled claims: no better than C */
} dc_graded_by;

typedef struct {
    uint32_t     customer;
    dc_grade     grade;
    dc_graded_by by;
    double       chance_default; /* within a year */
    double       days_late;      /* expected of the next invoice */
    double       trend;          /* days; NAN: too little history */
    int          promises, broken;
    int32_t      days_late_most; /* of what is open; 0: nothing overdue */
    int32_t      terms;          /* mean of the last year's invoices, days */
    int64_t      exposure;       /* open invoices less credit notes and money on account, >= 0 */
    int64_t      old;            /* of it more than 90 days late */
    int64_t      year_sales;     /* gross, 365 days */
    int64_t      limit;          /* of customers.csv; -1 none */
    int64_t      insured;        /* likewise */
    int64_t      suggested;      /* limit */
    int64_t      over;           /* exposure above the limit that counts, >= 0 */
    bool         hold;           /* new orders should wait */
    double       month_margin;   /* lost for each month they do; NAN: margin unknown */
} dc_credit_row;

typedef struct {
    size_t         count;
    dc_credit_row *rows; /* holds first, then by exposure */
    size_t         holds, of_grade[DC_GRADE_COUNT];
    int64_t        exposure[DC_GRADE_COUNT], over;
    double         month_margin; /* of the holds */
    bool           margin_known;
    int32_t        hold_days;
} dc_credit_review;

/* Customers with an open claim or an invoice within a year; in the arena. */
void dc_credit_review_make(dc_credit_review *out, dc_arena *arena, const dc_book *book,
                           const dc_model *model);

/* The limit a customer is given, exact in minor units. */
int64_t dc_credit_limit(dc_grade grade, int64_t receivables, int64_t insured, int64_t year_sales,
                        int32_t days);

#endif
