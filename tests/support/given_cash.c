#include "support/given_cash.h"

#include "support/expect.h"

#include <string.h>

/* Arrays grow by one: a test has a handful. */
#define GROW(book, list, count, value)                                                             \
    do {                                                                                           \
        void *grown_ = dc_arena_alloc((book)->arena, (count) + 1, sizeof *(list));                 \
        if ((count) > 0)                                                                           \
            memcpy(grown_, (list), (count) * sizeof *(list));                                      \
        (list) = grown_;                                                                           \
        (list)[(count)] = (value);                                                                 \
    } while (0)

void given_bill(dc_book *book, const char *supplier, const char *category, const char *issued,
                const char *due, const char *amount)
{
    dc_bills *bills = &book->bills;
    size_t    count = bills->count;
    GROW(book, bills->bill, count, "B");
    GROW(book, bills->supplier, count, supplier);
    GROW(book, bills->category, count, category);
    GROW(book, bills->currency, count, book->home);
    GROW(book, bills->issued, count, date(issued));
    GROW(book, bills->due, count, date(due));
    GROW(book, bills->paid, count, DC_DATE_NONE);
    GROW(book, bills->amount, count, money(amount));
    bills->count++;
}

dc_plan_line *given_line(dc_book *book, const char *line, const char *from, const char *to,
                         const char *amount)
{
    dc_plan_line made = {.line = line,
                         .from = date(from),
                         .to = date(to),
                         .amount = money(amount),
                         .currency = book->home,
                         .customer = DC_NONE,
                         .segment = ""};
    GROW(book, book->plan, book->plan_count, made);
    return &book->plan[book->plan_count++];
}

static dc_figure known(const char *amount)
{
    return (dc_figure){.known = true, .value = money(amount)};
}

void given_cash(dc_book *book, const char *cash, const char *minimum, const char *limit,
                double rate, const char *drawn)
{
    book->company.cash = known(cash);
    book->company.minimum_cash = known(minimum);
    if (limit[0] == '\0')
        return;
    book->company.line_limit = known(limit);
    book->company.line_drawn = known(drawn);
    book->company.line_rate = rate;
}
