/*
 * formulas.h - ratios that the past, today and every simulated path have in common.
 */
#ifndef DC_MEASURE_FORMULAS_H
#define DC_MEASURE_FORMULAS_H

enum { DC_DSO_DAYS = 91 }; /* of the DSO that is forecast: 13 weeks */

/* Days of sales in a balance: balance / sales x days; sales > 0.
 * Source: Oracle JD Edwards, "Current Balance Divided by Sales"; docs/FORMULAS.md. */
static inline double dc_days_of_sales(double balance, double sales, double days)
{
    return balance / sales * days;
}

#endif
