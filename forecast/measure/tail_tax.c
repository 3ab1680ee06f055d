/*
 * tail_tax.c - sales tax by period, and when each is settled.
 *
 * Tax counts on the day of the invoice, ours and the suppliers', as in most countries' accrual
 * schemes; a period is settled on a day of a later month.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tail_parts.h"

static dc_date period_end(const dc_tail_told *rules, dc_date date)
{
    dc_civil civil = dc_date_to_civil(date);
    int32_t  more = strcmp(rules->vat_every, "quarter") == 0 ? (12 - civil.month) % 3 : 0;
    dc_date  first = dc_date_add_days(date, 1 - civil.day);
    return dc_date_month_end(dc_date_add_months(first, more));
}

dc_date dc_tax_day(const dc_book *book, dc_date date)
{
    const dc_tail_told *rules = &book->company.tail;
    dc_date             end = period_end(rules, date);
    dc_date             first = dc_date_add_days(end, 1 - dc_date_to_civil(end).day);
    dc_date             month = dc_date_add_months(first, rules->vat_months);
    dc_date last = dc_date_month_end(month), day = dc_date_add_days(month, rules->vat_day - 1);
    day = day.day < last.day ? day : last;
    return dc_calendar_adjust(book->calendar, day.day > end.day ? day : end, DC_ADJUST_FOLLOWING);
}

static double part_of_gross(double rate)
{
    return rate / (1.0 + rate);
}

static bool tells_tax(const dc_claims *claims)
{
    for (size_t i = 0; i < claims->count; i++)
        if (claims->tax[i].minor != 0)
            return true;
    return false;
}

/* Where it is settled, as days after the as-of date; 0: settled, or left to the plan. */
static int32_t open_day(const dc_tail *tail, const dc_book *book, dc_date date, int32_t planned)
{
    int32_t day = dc_date_days_between(book->as_of, dc_tax_day(book, date));
    if (day <= planned || day < 1)
        return 0;
    return day <= tail->day_count ? day : tail->day_count + 1;
}

/* Tax of our invoices and of the bills that is not settled yet. */
static void take_past(dc_tail *tail, const dc_book *book, int32_t planned)
{
    const dc_claims *claims = &book->claims;
    bool             told = tells_tax(claims) && book->company.tail.vat_rate < 0.0;
    for (size_t i = 0; i < claims->count; i++) {
        int32_t day = open_day(tail, book, claims->issued[i], planned);
        if (day == 0 || claims->kind[i] == DC_CLAIM_UNAPPLIED)
            continue;
        dc_money tax = told ? claims->tax[i]
                            : dc_money_scale(claims->amount[i], tail->tax, DC_ROUND_HALF_EVEN);
        tail->tax_past[day] += dc_book_translate(book, claims->currency[i], tax).minor;
    }
    for (size_t i = 0; i < book->bills.count; i++) {
        int32_t day = open_day(tail, book, book->bills.issued[i], planned);
        if (day == 0)
            continue;
        dc_money tax = dc_money_scale(book->bills.amount[i], part_of_gross(tail->with_vat - 1.0),
                                      DC_ROUND_HALF_EVEN);
        tail->tax_past[day] -= dc_book_translate(book, book->bills.currency[i], tax).minor;
    }
}

/* What book.yaml says is owed is due with the next settlement. */
static void take_owed(dc_tail *tail, const dc_book *book)
{
    int32_t next = 1;
    while (next <= tail->day_count && !tail->settles_on[next])
        next++;
    tail->tax_past[next] = book->company.vat_owed.value.minor;
}

/* Lines of the plan with tax count on the days they belong to, evenly as their amounts. */
static void take_lines(dc_tail *tail, const dc_book *book)
{
    for (size_t i = 0; i < book->plan_count; i++) {
        const dc_plan_line *line = &book->plan[i];
        if (line->vat == 0.0 || line->of_sales != 0.0 || !book->currencies[line->currency].has_rate)
            continue;
        int64_t days = line->to.day - line->from.day + 1;
        int64_t tax = dc_line_worth_of(book, line).tax;
        int64_t each = tax / days, left = tax - each * days;
        for (int64_t d = 0; d < days; d++) {
            int64_t more = d < llabs(left) ? (left < 0 ? -1 : 1) : 0;
            int64_t day = line->from.day + d - book->as_of.day;
            if (day >= 1 && day <= tail->day_count && tail->settled_on[day] > 0)
                tail->tax_booked[day] += each + more;
        }
    }
}

static void find_days(dc_tail *tail, const dc_book *book, int32_t planned)
{
    for (int32_t day = 1; day <= tail->day_count; day++) {
        int32_t on = open_day(tail, book, dc_date_add_days(book->as_of, day), planned);
        tail->settled_on[day] = on;
        tail->settles_on[on] = on > 0;
    }
    /* A period that ended before the as-of date may be settled before those that are to come. */
    for (int32_t back = 0; back < 31 * 15; back++) {
        int32_t on = open_day(tail, book, dc_date_add_days(book->as_of, -back), planned);
        tail->settles_on[on] = on > 0;
    }
}

void dc_tail_make_tax(dc_tail *tail, dc_arena *arena, const dc_book *book)
{
    const dc_tail_told *rules = &book->company.tail;
    size_t              days = (size_t)tail->day_count + 2;
    int32_t             planned = dc_plan_reaches(book, "vat");
    if (rules->vat_every[0] == '\0') {
        dc_tail_tell(tail, "sales_tax_period", DC_WORD_TAIL_TAX_PERIOD, DC_TAIL_TEXT, 0.0,
                     DC_WORD_TAIL_MISSING_TAX);
        return;
    }
    tail->settles = true;
    tail->driven_tax = (int32_t)tail->driven_count++;
    tail->refunds = strcmp(rules->vat_refund, "paid") == 0;
    tail->tax = 1.0 - tail->net;
    tail->settled_on = dc_arena_alloc(arena, days, sizeof *tail->settled_on);
    tail->settles_on = dc_arena_alloc(arena, days, sizeof *tail->settles_on);
    tail->tax_past = dc_arena_alloc(arena, days, sizeof *tail->tax_past);
    tail->tax_booked = dc_arena_alloc(arena, days, sizeof *tail->tax_booked);
    find_days(tail, book, planned);
    if (book->company.vat_owed.known)
        take_owed(tail, book);
    else
        take_past(tail, book, planned);
    for (size_t day = 1; day < days; day++)
        tail->tax_booked[0] += tail->tax_past[day];
    take_lines(tail, book);
    dc_tail_tell(tail, "sales_tax_owed", DC_WORD_TAIL_TAX_OWED, DC_TAIL_MONEY,
                 (double)tail->tax_booked[0],
                 book->company.vat_owed.known ? DC_WORD_TAIL_BY_BOOK : DC_WORD_TAIL_BY_LEDGER);
    dc_tail_tell(tail, "sales_tax_months", DC_WORD_TAIL_TAX_PERIOD, DC_TAIL_DAYS,
                 strcmp(rules->vat_every, "quarter") == 0 ? 3 : 1, DC_WORD_TAIL_BY_BOOK);
    dc_tail_tell(tail, "sales_tax_day", DC_WORD_TAIL_TAX_DAY, DC_TAIL_DAYS, rules->vat_day,
                 DC_WORD_TAIL_BY_BOOK);
    dc_tail_tell(tail, "sales_tax_months_after", DC_WORD_TAIL_TAX_MONTHS_AFTER, DC_TAIL_DAYS,
                 rules->vat_months, DC_WORD_TAIL_BY_BOOK);
    dc_tail_tell(tail, "sales_tax_refund", DC_WORD_TAIL_TAX_REFUND, DC_TAIL_TEXT, 0.0,
                 tail->refunds ? DC_WORD_TAIL_REFUND_PAID : DC_WORD_TAIL_REFUND_CARRIED);
    if (planned > 0)
        dc_tail_tell(tail, "sales_tax_planned_days", DC_WORD_TAIL_TAX_PLANNED, DC_TAIL_DAYS,
                     planned, DC_WORD_TAIL_BY_PLAN);
}
