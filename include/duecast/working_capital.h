/*
 * working_capital.h - what is tied up in trade, as money and as days, on bases that are told apart.
 *
 * Balances are those of the as-of date; flows are of a period that ends on it: the last 91 days, as
 * DSO has them, and the last 12 months.  Days are balance / flow x days of the period:
 *
 *     on turnover     every balance / gross sales: components add up to WCR in days (Allianz)
 *     on cost         inventory and payables / cost of sales (textbook): DIO, DPO, CCC
 *     on purchases    payables / bills of suppliers, tax included like the payables themselves
 *
 *     trade WCR       = receivables + inventory - payables
 *     operating WCR   = trade WCR + other operating receivables - other operating payables
 *                       - money on account, gross of the allowance
 *     cash conversion = DIO + DSO - DPO
 *
 * What a figure would need and nobody told makes it not applicable, with the reason and the remedy.
 * Sources: docs/FORMULAS.md, "Working capital".
 */
#ifndef DUECAST_WORKING_CAPITAL_H
#define DUECAST_WORKING_CAPITAL_H

#include "duecast/book.h"
#include "duecast/words.h"

/* Minor units of the book currency. */
typedef struct {
    dc_figure receivables; /* debit claims + credit notes, gross of the allowance */
    dc_figure inventory, payables;
    dc_figure other_receivables, other_payables; /* operating; >= 0 */
    dc_figure unapplied;                         /* money on account, <= 0 */
} dc_capital_balances;

typedef struct {
    int32_t   days;      /* that the period counts */
    bool      too_short; /* the ledger begins within the period: nothing applies */
    dc_figure sales;     /* gross invoices, tax included, credit notes not taken off */
    dc_figure net_sales; /* without tax where the ledger tells it */
    dc_figure cost;      /* of sales, without tax */
    dc_figure purchases; /* bills of suppliers, tax included */
} dc_capital_flows;

typedef enum { DC_PERIOD_91_DAYS, DC_PERIOD_12_MONTHS, DC_CAPITAL_PERIODS } dc_capital_period;

/* X(id, key, is money): balances of the as-of date first, then figures of a period */
#define DC_CAPITAL_LIST(X)                                                                         \
    X(DC_CAPITAL_RECEIVABLES, "receivables", true)                                                 \
    X(DC_CAPITAL_INVENTORY, "inventory", true)                                                     \
    X(DC_CAPITAL_PAYABLES, "payables", true)                                                       \
    X(DC_CAPITAL_TRADE_WCR, "trade_wcr", true)                                                     \
    X(DC_CAPITAL_OTHER_RECEIVABLES, "other_receivables", true)                                     \
    X(DC_CAPITAL_OTHER_PAYABLES, "other_payables", true)                                           \
    X(DC_CAPITAL_UNAPPLIED, "money_on_account", true)                                              \
    X(DC_CAPITAL_OPERATING_WCR, "operating_wcr", true)                                             \
    X(DC_CAPITAL_RECEIVABLES_DAYS, "receivables_days", false)                                      \
    X(DC_CAPITAL_INVENTORY_DAYS, "inventory_days_of_turnover", false)                              \
    X(DC_CAPITAL_PAYABLES_DAYS, "payables_days_of_turnover", false)                                \
    X(DC_CAPITAL_TRADE_WCR_DAYS, "trade_wcr_days", false)                                          \
    X(DC_CAPITAL_OTHER_DAYS, "other_days_of_turnover", false)                                      \
    X(DC_CAPITAL_OPERATING_WCR_DAYS, "operating_wcr_days", false)                                  \
    X(DC_CAPITAL_DIO, "dio", false)                                                                \
    X(DC_CAPITAL_DPO, "dpo", false)                                                                \
    X(DC_CAPITAL_DPO_PURCHASES, "dpo_purchases", false)                                            \
    X(DC_CAPITAL_OPERATING_CYCLE, "operating_cycle", false)                                        \
    X(DC_CAPITAL_CCC, "ccc", false)                                                                \
    X(DC_CAPITAL_CCC_PURCHASES, "ccc_purchases", false)                                            \
    X(DC_CAPITAL_DAY_OF_SALES, "day_of_sales", true)

#define DC_CAPITAL_NAME(id, key, money) id,
typedef enum { DC_CAPITAL_LIST(DC_CAPITAL_NAME) DC_CAPITAL_COUNT } dc_capital_id;
#undef DC_CAPITAL_NAME

const char *dc_capital_key(dc_capital_id id);
const char *dc_capital_period_key(int period); /* "91_days", "12_months" */
bool        dc_capital_is_money(dc_capital_id id);
bool        dc_capital_is_balance(dc_capital_id id); /* the same in every period */
dc_word     dc_capital_label(dc_capital_id id);
dc_word     dc_capital_definition(dc_capital_id id);

/* Money in minor units, days in days. */
typedef struct {
    bool    applicable; /* false: n/a, value is 0 */
    dc_word missing;    /* the reason and the remedy, where it does not apply */
    double  value;
} dc_capital_value;

typedef struct {
    dc_capital_balances balances;
    dc_capital_flows    flows[DC_CAPITAL_PERIODS];
    dc_capital_value    value[DC_CAPITAL_COUNT][DC_CAPITAL_PERIODS];
} dc_working_capital;

/* All values of one period from its balances and flows. */
void dc_capital_of(dc_capital_value out[DC_CAPITAL_COUNT], const dc_capital_balances *balances,
                   const dc_capital_flows *flows);

/* What a book tells: receivables as they are measured, payables of book.yaml, else the open bills.
 */
void dc_working_capital_measure(dc_working_capital *out, const dc_book *book, dc_money receivables,
                                dc_figure payables);

/* Payables at the close of a day: the open bills, without any book.yaml's on the as-of date; of an
 * earlier day not known where bills.csv lists open ones only. */
dc_figure dc_payables_at(const dc_book *book, dc_date date);

/* Bills of a period, not known where bills.csv does not reach back over it: a list of open bills
 * does not. */
dc_figure dc_purchases(const dc_book *book, dc_period period);

/* Normative working capital in days of turnover: own turnover time of each item x its flow / sales,
 * liabilities with a weight below 0.  The balance-sheet figure where each time comes from the
 * balance itself. */
double dc_normative_days(const double *turnover_days, const double *weight, size_t count);

#endif
