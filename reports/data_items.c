/* What was expected of each item, week by week: what `duecast variance` holds against facts. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data.h"
#include "duecast/cash.h"
#include "text.h"

enum { WEEKS = DC_VARIANCE_WEEKS };

typedef struct {
    data_table      *t;
    const dc_answer *a;
    size_t           weeks;           /* within the horizon */
    double          *cash;            /* [item][week], by its end */
    double           of_items[WEEKS]; /* what rows told so far, book currency, in the week */
} telling;

/* One row; by: what is expected by the end of each week, minor units of the currency. */
static void put_row(telling *now, const char *const texts[5], uint16_t currency, double open,
                    const double by[WEEKS])
{
    const dc_book     *book = now->a->book;
    const dc_currency *in = &book->currencies[currency];
    int64_t            before = 0;
    for (int i = 0; i < 5; i++)
        data_put_name(now->t, texts[i]);
    data_put_text(now->t, in->code);
    if (isnan(open))
        data_put_none(now->t);
    else
        data_put_exact(now->t, (int64_t)open, in->decimals);
    for (size_t w = 0; w < WEEKS; w++) {
        int64_t by_now = w < now->weeks ? llround(by[w]) : before;
        data_put_exact(now->t, by_now - before, in->decimals);
        now->of_items[w] +=
            (double)dc_book_translate(book, currency, DC_MONEY(by_now - before)).minor;
        before = by_now;
    }
}

/* Items of a claim follow each other. */
static void put_claims(telling *now)
{
    const dc_items  *items = now->a->items;
    const dc_claims *claims = &now->a->book->claims;
    for (size_t i = 0, next; i < items->claim_count; i = next) {
        double   by[WEEKS] = {0.0};
        uint32_t claim = items->claim[i], customer = items->customer[i];
        for (next = i; next < items->claim_count && items->claim[next] == claim; next++)
            for (size_t w = 0; w < now->weeks; w++)
                by[w] += now->cash[next * now->weeks + w];
        put_row(now,
                (const char *const[]){"claim", claims->invoice[claim], dc_claim_part(claims, claim),
                                      now->a->book->customers.id[customer],
                                      now->a->book->customers.name[customer]},
                items->currency[i], (double)claims->open[claim].minor, by);
    }
}

/* Of each customer in the book currency, at the end what belongs to no single one. */
static void put_sales(telling *now)
{
    const dc_items *items = now->a->items;
    const dc_book  *book = now->a->book;
    size_t          customers = book->customers.count;
    double(*by)[WEEKS] = dc_heap_alloc(customers + 1, sizeof *by);
    bool *any = dc_heap_alloc(customers + 1, sizeof *any);
    for (size_t i = items->claim_count; i < items->count; i++) {
        size_t customer = items->customer[i] < customers ? items->customer[i] : customers;
        double rate = (double)dc_book_translate(book, items->currency[i], DC_MONEY(1000000)).minor;
        any[customer] = true;
        for (size_t w = 0; w < now->weeks; w++)
            by[customer][w] += now->cash[i * now->weeks + w] * rate / 1000000.0;
    }
    for (size_t c = 0; c <= customers; c++) {
        const char *id = c < customers ? book->customers.id[c] : "";
        if (any[c])
            put_row(now,
                    (const char *const[]){"sales", "", "", id,
                                          c < customers ? book->customers.name[c] : ""},
                    book->home, NAN, by[c]);
    }
    free(by);
    free(any);
}

/* Recoveries and rounding: with it the rows are what the forecast says of receipts. */
static void put_rest(telling *now)
{
    const dc_estimate *receipts = now->a->comparison->outcome[0].series[DC_RECEIPTS];
    double             by[WEEKS] = {0.0}, sum = 0.0;
    for (size_t w = 0; w < now->weeks; w++) {
        sum += receipts[w + 1].mean - now->of_items[w];
        by[w] = sum;
    }
    put_row(now, (const char *const[]){"rest", "", "", "", ""}, now->a->book->home, NAN, by);
}

static void put_bills(telling *now)
{
    const dc_book *book = now->a->book;
    for (size_t i = 0; i < book->bills.count; i++) {
        double   by[WEEKS] = {0.0};
        dc_money paid;
        if (dc_date_is_set(book->bills.paid[i]))
            continue;
        dc_date day = dc_bill_pay_day(&paid, book, i);
        for (size_t w = 0; w < now->weeks; w++)
            if (dc_date_days_between(book->as_of, day) <=
                dc_week_end_day(now->a->options, (int32_t)w + 1))
                by[w] = -(double)paid.minor;
        put_row(now,
                (const char *const[]){"bill", book->bills.bill[i], "", book->bills.supplier[i],
                                      book->bills.supplier[i]},
                book->bills.currency[i], -(double)book->bills.amount[i].minor, by);
    }
}

void data_fill_expected_items(data_table *t, const dc_answer *a)
{
    telling now = {.t = t, .a = a};
    int32_t day[WEEKS];
    if (!a->items->laws) /* nothing is known of when they are settled */
        return;
    while (now.weeks < WEEKS && (int32_t)now.weeks < dc_week_count(a->options)) {
        day[now.weeks] = dc_week_end_day(a->options, (int32_t)now.weeks + 1);
        now.weeks++;
    }
    now.cash = dc_heap_alloc(a->items->count * now.weeks + 1, sizeof *now.cash);
    dc_items_expect(now.cash, a->model, a->items, day, now.weeks);
    put_claims(&now);
    put_sales(&now);
    put_rest(&now);
    put_bills(&now);
    free(now.cash);
}
