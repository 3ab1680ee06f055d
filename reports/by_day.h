/* by_day.h - what the two halves of Calculations by day share: classes, and their sums. */
#ifndef DUECAST_REPORTS_BY_DAY_H
#define DUECAST_REPORTS_BY_DAY_H

#include "live.h"

/* Figures of a class, in the order in which they follow from each other. */
typedef enum {
    CLASS_MOVED_PAID, /* under new terms and plans refused */
    CLASS_MOVED_CASH,
    CLASS_MOVED_LOST,
    CLASS_NEW,     /* invoiced if nobody failed */
    CLASS_DELAYED, /* paid if nobody failed, delays and plans included */
    CLASS_OPEN,    /* if nobody failed, at the end of the day */
    CLASS_HELD,    /* open where customers fail on the day */
    CLASS_INVOICED,
    CLASS_CASH,
    CLASS_PAID,
    CLASS_WRITTEN_OFF,
    CLASS_FIGURES
} class_figure;

enum { CLASSES_FROM = LIVE_ROW_FIRST + LIVE_SUMS + 1 };

typedef struct {
    report         *r;
    grid           *sheet;
    const grid     *chances;
    const dc_daily *daily;
    int32_t         days;
    uint32_t        next;  /* free row */
    uint32_t       *moved; /* per group x LIVE_FIGURES: row of a group under new terms; 0: none */
    uint32_t        row[CLASS_FIGURES]; /* of the class at hand; 0: none */
    double         *value[CLASS_FIGURES];
} page;

/* Per class: what is frozen by day as it fails. */
typedef struct {
    uint32_t  last; /* row of the last class */
    uint32_t *held; /* 0: nothing */
    double  **held_value;
} classes;

double     *column_new(const page *p); /* a figure by day, day 0 included */
const char *here(const page *p, uint32_t row, int32_t day);
const char *chance(const page *p, uint32_t row, int32_t day); /* a cell of Chances by day */
const char *amount_of(const page *p, uint32_t from);          /* the amount of a row of it */
const char *add_term(const page *p, const char *sum, const char *more);
double      value_of(const page *p, class_figure figure, int32_t day); /* 0: the class has none */
void        put_day(page *p, uint32_t row, int32_t day, double value, const char *formula);

/* Sums of all classes: rows first, then each class, then the formulas. */
void begin_sums(page *p);
void add_class(page *p);
void put_sums(page *p, const classes *all);

#endif
