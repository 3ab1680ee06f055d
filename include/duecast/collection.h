/*
 * collection.h - how claims are collected, as book.yaml has it under `collection`.
 *
 * A part of the book.  What is not told is NAN, or a count of 0: later stages put their own
 * assumptions there and say so.
 */
#ifndef DUECAST_COLLECTION_H
#define DUECAST_COLLECTION_H

#include <stddef.h>
#include <stdint.h>

enum { DC_STAGES_MAX = 24, DC_LIMITATIONS_MAX = 64 };

/* One stage of the dunning calendar. */
typedef struct {
    int32_t day;    /* after the due day; negative: before it */
    uint8_t action; /* dc_action_kind */
    double  cost;   /* major units of the book's own currency; NAN: not told */
} dc_dunning_stage;

/* After how many years claims against customers of a country are barred. */
typedef struct {
    const char *country;
    double      years;
} dc_limitation;

typedef struct {
    size_t            stage_count; /* 0: the usual calendar */
    dc_dunning_stage *stages;      /* by day */
    size_t            limitation_count;
    dc_limitation    *limitations;
    double            discount_rate;  /* a year */
    double            win_chance;     /* of a suit, 0..1 */
    double            collect_chance; /* of a judgment won: what of it comes in, 0..1 */
    double            legal_cost;     /* of a suit, major units of the own currency */
    double            legal_fee;      /* share of what comes in, 0..1 */
    double            legal_years;    /* until it comes in */
    double            contact_gap;    /* least days from one contact to the next */
    double            contacts_most;  /* contacts of one customer in four weeks */
    double            soon_days;      /* claims due within so many days are on the list, too */
    double            minimum;        /* claims below are left alone; likewise */
    double            hold_days;      /* new orders wait where anything is so many days late */
    double            insured_share;  /* what the insurer pays of a claim within its limit, 0..1 */
    double            insurer_days;   /* from the due day until it pays */
} dc_collection;

void dc_collection_untold(dc_collection *out); /* nothing is told */

#endif
