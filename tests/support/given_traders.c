#include "support/given_traders.h"

#include <math.h>
#include <stdio.h>

#include "duecast/random.h"
#include "support/given_invoices.h"

enum {
    CUSTOMERS = 60,
    WEEK = 7,
    AHEAD = GIVEN_TRADERS_LATER * WEEK,
    TERMS = 30,
};

typedef struct {
    uint32_t company;
    int      customer;
    int32_t  past; /* days of the ledger */
    double   size, late;
    int32_t  from, to; /* days on which it orders */
} trader;

static double uniform(const trader *of, int32_t day, uint32_t what)
{
    dc_luck luck = {of->company, (uint64_t)of->customer, DC_PURPOSE_TEST};
    return dc_uniform(luck, (uint32_t)(day + of->past), what);
}

/* The sum of twelve uniforms. */
static double normal(const trader *of, int32_t day, uint32_t what)
{
    double sum = -6.0;
    for (uint32_t i = 0; i < 12; i++)
        sum += uniform(of, day, what + i);
    return sum;
}

static trader make(uint32_t company, int number, int32_t past)
{
    trader out = {.company = company, .customer = number, .past = past};
    double stays = -8.0 * 364.0 * log(1.0 - uniform(&out, 0, 100));
    bool   was_there = uniform(&out, 0, 101) < 0.7;
    out.from = was_there ? -past : (int32_t)(uniform(&out, 0, 102) * (past + AHEAD)) - past;
    out.to = stays < 1e6 ? out.from + (int32_t)stays : INT32_MAX;
    out.size = exp(7.0 + normal(&out, 0, 110));
    out.late = 6.0 + 8.0 * normal(&out, 0, 130);
    return out;
}

static void add_invoice(given_invoices *ledger, given_receipts *came, const trader *of, int32_t day)
{
    char    name[16];
    double  spread = exp(0.6 * normal(of, day, 40) - 0.18);
    double  late = of->late + 6.0 * normal(of, day, 60);
    int32_t due = day + TERMS, paid = due + (int32_t)lround(late);
    double  amount = round(100.0 * of->size * spread) / 100.0;
    paid = paid > day ? paid : day + 1;
    came->soon += paid > 0 && paid <= GIVEN_TRADERS_SOON * WEEK ? amount : 0.0;
    came->later += paid > 0 && paid <= AHEAD ? amount : 0.0;
    if (day > 0)
        return;
    snprintf(name, sizeof name, "c%02d", of->customer);
    given_invoice_add(ledger,
                      &(given_invoice){name, day, due, paid <= 0 ? paid : GIVEN_OPEN, amount, 0});
}

/* Day 0 is a Sunday. */
dc_book *given_traders(given_receipts *came, uint32_t company, int32_t past_days)
{
    given_invoices *ledger = given_invoices_new("2024-06-30");
    given_receipts  unasked, *out = came ? came : &unasked;
    *out = (given_receipts){0};
    for (int c = 0; c < CUSTOMERS; c++) {
        trader of = make(company, c, past_days);
        for (int32_t day = 1 - past_days; day <= AHEAD; day++) {
            int32_t weekday = (day + 2 * WEEK * past_days) % WEEK;
            if (day >= of.from && day < of.to && weekday != 0 && weekday != 6 &&
                uniform(&of, day, 0) < 0.17)
                add_invoice(ledger, out, &of, day);
        }
    }
    return given_invoices_book(ledger);
}
