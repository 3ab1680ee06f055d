/* cash_bills.c - on which day an open bill is paid, and how much. */
#include <string.h>

#include "duecast/cash.h"

enum { LOOK_BACK = 14, LOOK_AHEAD = 400 };

static const dc_pay_rule on_the_due_day = {.supplier = "", .category = ""};

const dc_pay_rule *dc_pay_rule_of(const dc_book *book, size_t bill)
{
    const dc_pay_rule *best = NULL;
    int                rank = -1;
    for (size_t i = 0; i < book->company.pay_rule_count; i++) {
        const dc_pay_rule *rule = &book->company.pay_rules[i];
        bool of_supplier = rule->supplier[0] != '\0', of_category = rule->category[0] != '\0';
        if ((of_supplier && strcmp(rule->supplier, book->bills.supplier[bill]) != 0) ||
            (of_category && strcmp(rule->category, book->bills.category[bill]) != 0))
            continue;
        int names = 2 * of_supplier + of_category;
        if (names > rank) {
            best = rule;
            rank = names;
        }
    }
    return best;
}

static bool is_run(const dc_pay_rule *rule, dc_date date)
{
    dc_civil civil = dc_date_to_civil(date);
    int32_t  last = dc_date_days_in_month(civil.year, civil.month);
    if (rule->weekdays == 0 && rule->month_days == 0)
        return true;
    if (rule->weekdays >> dc_date_weekday(date) & 1u)
        return true;
    if (civil.day < last)
        return rule->month_days >> civil.day & 1u;
    return (rule->month_days >> last) != 0; /* the last day stands for those the month lacks */
}

/* The first open day on or after `date` on which there is a run; a run on a closed day is moved. */
static dc_date run_from(const dc_book *book, const dc_pay_rule *rule, dc_date date)
{
    for (int32_t step = -LOOK_BACK; step < LOOK_AHEAD; step++) {
        dc_date run = dc_date_add_days(date, step);
        if (!is_run(rule, run))
            continue;
        run = dc_calendar_adjust(book->calendar, run, DC_ADJUST_FOLLOWING);
        if (run.day >= date.day)
            return run;
    }
    return dc_calendar_adjust(book->calendar, date, DC_ADJUST_FOLLOWING);
}

/* The last run in time for the discount; not set when there is none. */
static dc_date discount_day(const dc_book *book, const dc_pay_rule *rule, dc_date issued,
                            dc_date first)
{
    dc_date last = dc_date_add_days(issued, rule->discount_days);
    dc_date found = DC_DATE_NONE, run = run_from(book, rule, first);
    while (rule->discount > 0.0 && run.day <= last.day) {
        found = run;
        run = run_from(book, rule, dc_date_add_days(run, 1));
    }
    return found;
}

dc_date dc_pay_day(bool *early, const dc_book *book, const dc_pay_rule *rule, dc_date issued,
                   dc_date due, dc_date first)
{
    rule = rule ? rule : &on_the_due_day;
    dc_date with_discount = discount_day(book, rule, issued, first);
    *early = dc_date_is_set(with_discount);
    if (*early)
        return with_discount;
    due = dc_date_add_days(due, rule->stretch_days);
    return run_from(book, rule, due.day > first.day ? due : first);
}

dc_date dc_bill_pay_day(dc_money *paid, const dc_book *book, size_t bill)
{
    const dc_bills    *bills = &book->bills;
    const dc_pay_rule *rule = dc_pay_rule_of(book, bill);
    bool               early;
    dc_date            day = dc_pay_day(&early, book, rule, bills->issued[bill], bills->due[bill],
                                        dc_date_add_days(book->as_of, 1));
    *paid = bills->amount[bill];
    if (early)
        *paid = dc_money_sub(*paid, dc_money_scale(*paid, rule->discount, DC_ROUND_HALF_EVEN));
    return day;
}
