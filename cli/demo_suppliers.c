/* demo_suppliers.c - the supplier bills of the sample company. */
#include "cli/demo_parts.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

enum { DRAW_ISSUED, DRAW_AMOUNT, DRAW_PAID, BILLS = 1600, SUPPLIERS = 40 };

static const double purchases_two_years = 95e6; /* gross */

typedef struct {
    const char *category;
    int32_t     terms_days;
    double      size; /* relative */
} supplier_row;

/* Supplier i is of kind i modulo their number. */
/* clang-format off */
static const supplier_row kinds[] = {
    {"materials", 30, 2.6}, {"materials", 45, 2.2}, {"freight", 14, 0.6}, {"materials", 60, 1.8},
    {"energy", 14, 0.8},    {"services", 30, 0.4},  {"packaging", 30, 0.5}, {"materials", 30, 1.2},
};
/* clang-format on */
static const double sizes[] = {0.1, 0.4, 0.7, 1.0, 1.3, 1.8, 2.6};

static double mean_size(void)
{
    double sum = 0;
    for (size_t i = 0; i < COUNT(kinds); i++)
        sum += kinds[i].size;
    return sum / (double)COUNT(kinds) * demo_mean(sizes, COUNT(sizes));
}

static int32_t next_open_day(const demo_book *demo, int32_t day)
{
    while (day <= demo->as_of && !demo->open_day[day - demo->first])
        day++;
    return day <= demo->as_of ? day : demo->as_of - 2; /* the Friday before */
}

static demo_bill drawn_bill(const demo_book *demo, size_t index, double euros)
{
    size_t              suppliers = 1 + demo->bill_count * SUPPLIERS / BILLS;
    size_t              supplier = index % suppliers;
    const supplier_row *kind = &kinds[supplier % COUNT(kinds)];
    demo_bill           bill = {.supplier = (uint32_t)supplier, .category = kind->category};

    double place = ((double)index + demo_luck(demo, DEMO_LUCK_BILL, index, DRAW_ISSUED)) /
                   (double)demo->bill_count;
    bill.issued = next_open_day(demo, demo->first + (int32_t)(place * DEMO_DAYS));
    bill.due = bill.issued + kind->terms_days;
    double size = demo_at(sizes, COUNT(sizes), demo_luck(demo, DEMO_LUCK_BILL, index, DRAW_AMOUNT));
    bill.amount = (int64_t)(euros * kind->size * size * 100);
    int32_t run = bill.due + (int32_t)(demo_luck(demo, DEMO_LUCK_BILL, index, DRAW_PAID) * 4);
    bill.paid = DEMO_NEVER;
    if (run <= demo->as_of && demo->pay_on[DEMO_THURSDAY][run - demo->first] <= demo->as_of)
        bill.paid = demo->pay_on[DEMO_THURSDAY][run - demo->first];
    return bill;
}

void demo_make_bills(demo_book *demo)
{
    demo->bill_count = 1 + (size_t)(BILLS * demo->scale);
    demo->bills = dc_arena_alloc(demo->arena, demo->bill_count, sizeof demo->bills[0]);

    double euros = purchases_two_years * demo->scale / (double)demo->bill_count / mean_size();
    for (size_t i = 0; i < demo->bill_count; i++) {
        demo->bills[i] = drawn_bill(demo, i, euros);
        if (demo->bills[i].paid == DEMO_NEVER)
            demo->payables = dc_money_add(demo->payables, DC_MONEY(demo->bills[i].amount));
    }
}
