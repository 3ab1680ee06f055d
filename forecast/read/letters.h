/*
 * letters.h - bookings of customers' accounts, matched with each other.
 *
 * A journal tells no invoices with their payments but bookings: debits and credits of an account.
 * Those that bear one letter settle each other; those without are matched where they are about one
 * document.  A debit becomes a claim, a credit what became of one, on the day it was booked - the
 * day of the letter says when somebody looked.  What is left of a credit is on account.  So the sum
 * of what is open is always the balance of the accounts.
 */
#ifndef DUECAST_READ_LETTERS_H
#define DUECAST_READ_LETTERS_H

#include "invoices.h"

/* What else the entry of a booking touches: it tells what kind of booking it is. */
enum {
    DC_BOOKED_MONEY = 1, /* banks, cash, money in transit or not yet assigned */
    DC_BOOKED_BILL = 2,
    DC_BOOKED_LOSS = 4,
    DC_BOOKED_DISCOUNT = 8,
    DC_BOOKED_SALE = 16,
    DC_BOOKED_OFFSET = 32, /* no money: suppliers, small differences */
    DC_BOOKED_ADVANCE = 64 /* of customers: invoiced to them, or used for what they owe */
};

typedef struct {
    uint64_t entry;     /* the one it is booked in */
    uint64_t reference; /* customer and document; 0: none is told */
    uint64_t letter;    /* customer and letter; 0: none */
    int64_t  left;      /* what nothing is matched with, without sign */
    int64_t  kept;      /* what stays a claim, likewise */
    int32_t  date;      /* of the booking */
    uint32_t customer, draft, line;
    uint32_t parent;      /* of a tree of items that belong together */
    uint32_t first_event; /* that its row tells, + 1; 0: none */
    uint8_t  touches;     /* a set of DC_BOOKED_... */
    bool     is_debit, is_doubtful, is_opening;
    bool     is_moved; /* between accounts of one customer, or an opening told twice: left out */
} booking;

typedef struct {
    booking *items; /* one for each draft, in their order */
    size_t   count;
    bool    *is_equal; /* equals an earlier row byte for byte */
} bookings;

/* Looks at all rows of the file again; to be freed. */
bookings dc_bookings_read(invoice_reader *reader);
void     dc_bookings_free(bookings *all);

/* Makes trees of what belongs together. */
void dc_bookings_group(bookings *all, dc_issues *issues, const char *file);

/* Index of the item that stands for all that belong together. */
uint32_t dc_booking_root(booking *items, uint32_t at);

/* Matches credits with debits; what became of a claim becomes events of its draft. */
void dc_bookings_settle(invoice_reader *reader, bookings *all);

/* Names claims of one document as its parts, and documents of one number by their customers. */
void dc_bookings_name(dc_reading *reading);

#endif
