/* demo_plan.c - the sample company's bills, plan and exchange rates. */
#include "cli/demo_parts.h"

#include <stdio.h>

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

enum { WEEKS = 52, MONTHS = 12, BILL_DAYS_MEAN = 38 };

static const double sales_growth = 1.03;
static const double purchases_a_week = 925e3;
static const double sales_uncertainty = 0.08, purchases_uncertainty = 0.05;

void demo_write_bills(demo_file *file, const demo_book *demo)
{
    demo_put(file, "bill,supplier,issued,due,amount,currency,paid,category\n");
    for (size_t i = 0; i < demo->bill_count; i++) {
        const demo_bill *bill = &demo->bills[i];
        demo_put_id(file, "B-", i + 1, 6);
        demo_put_id(file, "S", bill->supplier + 1, 4);
        demo_put_date(file, bill->issued);
        demo_put_date(file, bill->due);
        demo_put_money(file, bill->amount);
        demo_put_cell(file, "EUR");
        demo_put_date(file, bill->paid);
        demo_put_cell(file, bill->category);
        demo_end_row(file);
    }
}

typedef struct {
    const char *line, *date, *month; /* a day, or the month the amount belongs to */
    const char *every, *until;
    double      uncertainty;
    int64_t     amount; /* EUR at scale 1; negative: cash out */
} plan_row;

/* clang-format off */
static const plan_row costs[] = {
    {"payroll", "2026-07-31", "", "month", "2027-06-30", 0, -1450000},
    {"payroll", "2026-11-30", "", "", "", 0, -550000}, /* the thirteenth salary */
    {"rent", "2026-07-01", "", "month", "2027-06-30", 0, -140000},
    {"tax", "2026-07-10", "", "month", "2027-06-30", 0.1, -210000},
    {"tax", "2026-09-10", "", "quarter", "2027-06-30", 0, -320000},
    {"insurance", "2026-07-15", "", "quarter", "2027-06-30", 0, -95000},
    {"dividend", "2026-07-22", "", "", "", 0, -1100000},
    {"capex", "2026-08-20", "", "", "", 0.1, -1350000}, /* a machining centre */
    {"capex", "2026-11-12", "", "", "", 0.1, -200000},
    {"debt", "2026-09-30", "", "quarter", "2027-06-30", 0, -480000},
};
/* clang-format on */

/* Plans are written in whole hundreds. */
static int64_t hundreds(double euros)
{
    return (int64_t)(euros / 100 + (euros < 0 ? -0.5 : 0.5)) * 100;
}

static void put_plan(demo_file *file, const plan_row *row, int64_t amount, const char *segment)
{
    demo_put_cell(file, row->line);
    demo_put_cell(file, row->date);
    demo_put_cell(file, row->month);
    demo_put_int(file, amount);
    demo_put_cell(file, "EUR");
    demo_put_cell(file, segment);
    demo_put_cell(file, row->every);
    demo_put_cell(file, row->until);
    demo_put_decimal(file, (int64_t)(row->uncertainty * 100 + 0.5), 2);
    demo_end_row(file);
}

/* Gross invoicing by month and segment: the last year's level, 3 % more, its seasons. */
static void write_sales(demo_file *file, const demo_book *demo)
{
    double year = 0;
    for (int32_t month = 1; month <= 12; month++)
        year += demo_season(month);

    for (int32_t i = 0; i < MONTHS; i++) {
        dc_civil civil = dc_date_to_civil(dc_date_add_months(DC_DATE(demo->as_of + 3), i));
        char     month[32];
        plan_row row = {"sales", "", month, "", "", sales_uncertainty, 0};
        snprintf(month, sizeof month, "%04d-%02d", (int)civil.year, (int)civil.month);
        for (int segment = 0; segment < DEMO_SEGMENTS; segment++) {
            double euros = (double)demo->sales[segment].minor / 100 * sales_growth;
            put_plan(file, &row, hundreds(euros * demo_season(civil.month) / year),
                     demo_segment_name((demo_segment)segment));
        }
    }
}

/* Open bills paid on the Thursday run `week`, those already overdue on the first. */
static double bills_due(const demo_book *demo, int32_t thursday, int32_t week)
{
    double sum = 0;
    for (size_t i = 0; i < demo->bill_count; i++) {
        const demo_bill *bill = &demo->bills[i];
        bool this_week = bill->due <= thursday && (week == 0 || bill->due > thursday - 7);
        if (bill->paid == DEMO_NEVER && this_week)
            sum += (double)bill->amount / 100;
    }
    return sum;
}

/* Thursdays' supplier payments beyond the bills we already have; they follow the sales. */
static void write_purchases(demo_file *file, const demo_book *demo)
{
    int32_t thursday = demo->as_of + 4;
    for (int32_t week = 0; week < WEEKS; week++, thursday += 7) {
        char     date[11];
        dc_civil bought = dc_date_to_civil(DC_DATE(thursday - BILL_DAYS_MEAN));
        double   wanted = purchases_a_week * demo->scale * demo_season(bought.month);
        int64_t  more = hundreds(wanted - bills_due(demo, thursday, week));
        plan_row row = {"purchases", date, "", "", "", purchases_uncertainty, 0};
        dc_date_format(date, DC_DATE(thursday));
        if (more > 0)
            put_plan(file, &row, -more, "");
    }
}

void demo_write_plan(demo_file *file, const demo_book *demo)
{
    demo_put(file, "line,date,month,amount,currency,segment,every,until,uncertainty\n");
    write_sales(file, demo);
    write_purchases(file, demo);
    for (size_t i = 0; i < COUNT(costs); i++)
        put_plan(file, &costs[i], hundreds((double)costs[i].amount * demo->scale), "");
}

void demo_write_rates(demo_file *file, const demo_book *demo)
{
    demo_put(file, "date,currency,rate,kind\n");
    for (int market = DEMO_AMERICA; market < DEMO_MARKETS; market++) {
        for (int32_t week = 0; week < DEMO_WEEKS; week++) {
            demo_put_date(file, demo->first + 4 + 7 * week);
            demo_put_cell(file, demo->markets[market].currency);
            demo_put_decimal(file, demo->markets[market].quotes[week], 6);
            demo_put_cell(file, "spot");
            demo_end_row(file);
        }
    }
}
