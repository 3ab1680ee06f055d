/* months.c - see months.h. */
#include "months.h"

#include <math.h>

static dc_date first_issue(const dc_book *book)
{
    dc_date first = book->as_of;
    for (size_t i = 0; i < book->claims.count; i++)
        if (book->claims.kind[i] == DC_CLAIM_INVOICE && book->claims.issued[i].day < first.day)
            first = book->claims.issued[i];
    return first;
}

static dc_date previous_month_end(dc_date date)
{
    return dc_date_add_days(dc_date_month_start(date), -1);
}

void dc_month_history_make(dc_month_history *out, const dc_book *book)
{
    dc_date oldest = first_issue(book), end = book->as_of;
    bool    whole = dc_date_month_end(end).day == end.day;
    *out = (dc_month_history){0};
    if (!whole)
        end = previous_month_end(end);
    for (; out->past < DC_MONTHS_BACK_MAX; out->past++, end = previous_month_end(end)) {
        out->past_end[out->past] = end;
        if (end.day < oldest.day) { /* nothing was sold before: this end closes the list */
            dc_period all = {dc_date_add_days(oldest, -1), book->as_of};
            out->past_sales[out->past++] = -(double)dc_book_sales(book, all).minor;
            return;
        }
        out->past_sales[out->past] =
            -(double)dc_book_sales(book, (dc_period){end, book->as_of}).minor;
    }
}

double dc_countback(double receivables, dc_date date, double cumulative_now, const dc_date *ends,
                    const double *cumulative, size_t count, bool *open_ended)
{
    double  days = 0.0, later = cumulative_now;
    dc_date end = date;
    *open_ended = false;
    if (receivables <= 0.0)
        return 0.0;
    for (size_t i = 0; i < count; i++) {
        double  sales = later - cumulative[i];
        int32_t length = dc_date_days_between(ends[i], end);
        if (length == 0)
            continue;
        /* The days of a month that has only begun count even before its first sale. */
        bool begun = i == 0 && dc_date_month_end(date).day != date.day;
        if (sales <= 0.0 && !begun)
            break;
        if (sales > 0.0 && receivables < sales)
            return days + length * receivables / sales;
        receivables -= fmax(sales, 0.0);
        days += length;
        later = cumulative[i];
        end = ends[i];
    }
    *open_ended = receivables > 0.0;
    return days;
}
