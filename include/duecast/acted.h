/*
 * acted.h - what was done to collect a claim, and how fast claims are settled afterwards.
 *
 * A part of the model (model.h).  Each kind of action is looked at from its day on, whatever was
 * done later: the claims it touched that are at risk on a later day, against what the model expects
 * of the same claims on the same days, by days since the action - of a promise that names a day,
 * since that day.  What is past due but was left alone for four weeks, of customers that had an
 * action within a year, is the other side and has a row of its own, as hazards by days late hold
 * the actions there usually are.  Source: docs/FORMULAS.md, "Collection actions".
 */
#ifndef DUECAST_ACTED_H
#define DUECAST_ACTED_H

#include "duecast/book.h"

enum {
    DC_ACTION_WINDOWS = 5,                      /* the first is of promises for a day to come */
    DC_ACTION_DAYS = 29,                        /* from so many days on nothing has an effect */
    DC_ACTION_LEFT_ALONE = DC_ACTION_KIND_COUNT /* the last row; its days count from today */
};
extern const int32_t dc_action_windows[DC_ACTION_WINDOWS + 1]; /* first days; the end */

typedef struct {
    double actual, expected; /* settlements, and what the model expects, at the customer's level */
    double pace;             /* by credibility; 1 where the row is not in use */
} dc_action_window;

typedef struct {
    size_t           touched; /* claims, once for each action of the last two years */
    double           before_actual, before_expected; /* 14 days before, what those customers owed */
    dc_action_window window[DC_ACTION_WINDOWS];
    double           shape, sureness; /* as in dc_factor */
    bool             used;
} dc_action_effect;

typedef struct {
    bool             looked_at; /* false: no collection record, or too little history */
    dc_action_effect of[DC_ACTION_KIND_COUNT + 1];
    size_t           promises, kept; /* whose day has come; settled at most two days after it */
} dc_action_effects;

/* Rows of a customer's actions: from .. to - 1. */
typedef struct {
    size_t from, to;
} dc_action_rows;
dc_action_rows dc_actions_of_customer(const dc_actions *actions, uint32_t customer);

/* What a claim's hazards are under as seen from a day. */
typedef struct {
    uint8_t row;  /* 0: nothing that counts; else 1 + row of dc_action_effects.of */
    int16_t days; /* on that day: since the action, or the day promised (< 0: to come) */
} dc_acted;

/* What was done about a claim open on that day, by the actions on record by then. */
struct dc_model;
dc_acted dc_model_acted(const struct dc_model *model, const dc_book *book, size_t claim,
                        dc_date as_of);

/* Power of the hazards of so many days later. */
double dc_acted_pace(const dc_action_effects *effects, dc_acted acted, int32_t day);

#endif
