/* demo_ledger.c - the sample company's invoices, payments, customers and collection record. */
#include "cli/demo_parts.h"

static const char *const prefixes[] = {"INV-", "CN-"};
static const char *const kinds[] = {"invoice", "credit"};

/* clang-format off */
static const char *const event_kinds[DEMO_EVENT_KINDS] = {
    [DEMO_PAYMENT] = "payment",   [DEMO_CREDIT] = "credit",     [DEMO_WRITE_OFF] = "write_off",
    [DEMO_RECOVERY] = "recovery", [DEMO_DISCOUNT] = "discount", [DEMO_UNAPPLIED] = "payment",
};
/* clang-format on */

static void put_invoice(demo_file *file, const demo_claim *claim)
{
    demo_put_id(file, prefixes[claim->kind], claim->number, 6);
}

static void put_customer(demo_file *file, size_t index)
{
    demo_put_id(file, "C", index + 1, 5);
}

static void put_part(demo_file *file, const demo_claim *claim)
{
    if (claim->part)
        demo_put_int(file, claim->part);
    else
        demo_put_cell(file, "");
}

void demo_write_invoices(demo_file *file, const demo_book *demo)
{
    demo_put(file, "invoice,part,customer,issued,due,amount,currency,tax,entered,kind,disputed,"
                   "terms\n");
    for (size_t i = 0; i < demo->claim_count; i++) {
        const demo_claim    *claim = &demo->claims[demo->claim_order[i]];
        const demo_customer *customer = &demo->customers[claim->customer];
        put_invoice(file, claim);
        put_part(file, claim);
        put_customer(file, claim->customer);
        demo_put_date(file, claim->issued);
        demo_put_date(file, claim->due);
        demo_put_money(file, claim->amount);
        demo_put_cell(file, demo->markets[customer->market].currency);
        demo_put_money(file, claim->tax);
        demo_put_date(file, claim->entered);
        demo_put_cell(file, kinds[claim->kind]);
        demo_put_cell(file, claim->disputed ? "yes" : "no");
        demo_put_cell(file,
                      claim->part || claim->kind == DEMO_CREDIT_NOTE ? "" : customer->terms_text);
        demo_end_row(file);
    }
}

void demo_write_payments(demo_file *file, const demo_book *demo)
{
    demo_put(file, "date,customer,invoice,part,amount,kind\n");
    for (size_t i = 0; i < demo->event_count; i++) {
        const demo_event *event = &demo->events[demo->event_order[i]];
        const demo_claim *claim = &demo->claims[event->claim];
        demo_put_date(file, event->date);
        put_customer(file, claim->customer);
        if (event->kind == DEMO_UNAPPLIED) {
            demo_put_cell(file, "");
            demo_put_cell(file, "");
        } else {
            put_invoice(file, claim);
            put_part(file, claim);
        }
        demo_put_money(file, event->amount);
        demo_put_cell(file, event_kinds[event->kind]);
        demo_end_row(file);
    }
}

/* Four usual months of purchases, in whole thousands of EUR. */
static int64_t credit_limit(const demo_customer *customer)
{
    double months = (double)customer->invoices / 24 * 4;
    return (1 + (int64_t)(customer->level * months / 1000)) * 1000;
}

void demo_write_customers(demo_file *file, const demo_book *demo)
{
    demo_put(file, "customer,name,segment,country,language,grade,credit_limit,terms,type,address,"
                   "email\n");
    for (size_t i = 0; i < demo->customer_count; i++) {
        const demo_customer *customer = &demo->customers[i];
        const demo_market   *market = &demo->markets[customer->market];
        put_customer(file, i);
        demo_put_cell(file, customer->name);
        demo_put_cell(file, demo_segment_name(customer->segment));
        demo_put_cell(file, market->country);
        demo_put_cell(file, market->language);
        demo_put_cell(file, customer->grade);
        demo_put_int(file, credit_limit(customer));
        demo_put_cell(file, customer->terms_text);
        demo_put_cell(file, customer->type);
        demo_put_cell(file, customer->address);
        demo_put_cell(file, customer->email);
        demo_end_row(file);
    }
}

/* What the accounts department does with a late invoice, days after it was due. */
typedef struct {
    int32_t     days;
    const char *action, *result;
    int32_t     promised_days; /* a promise names a day this much later; 0: none */
    int64_t     cost;          /* minor units */
} action_row;

static const action_row actions[] = {
    {5, "reminder", "", 0, 200},      {12, "call", "reached", 0, 1200},
    {15, "notice", "", 0, 900},       {19, "promise", "promised", 10, 0},
    {35, "third_party", "", 0, 9000},
};
enum { ACTION_COUNT = sizeof actions / sizeof actions[0] };

static void write_action(demo_file *file, const demo_claim *claim, const action_row *row)
{
    int32_t date = claim->due + row->days;
    put_customer(file, claim->customer);
    demo_put_date(file, date);
    demo_put_cell(file, row->action);
    put_invoice(file, claim);
    demo_put_date(file, row->promised_days ? date + row->promised_days : DEMO_NEVER);
    demo_put_cell(file, row->result);
    demo_put_money(file, row->cost);
    demo_end_row(file);
}

void demo_write_actions(demo_file *file, const demo_book *demo)
{
    demo_put(file, "customer,date,action,invoice,promised,result,cost\n");
    for (size_t i = 0; i < demo->claim_count; i++) {
        const demo_claim *claim = &demo->claims[demo->claim_order[i]];
        if (claim->kind != DEMO_INVOICE || claim->due < demo->as_of - 365)
            continue;
        for (size_t k = 0; k < ACTION_COUNT; k++) {
            int32_t date = claim->due + actions[k].days;
            if (date <= demo->as_of && date < claim->closed)
                write_action(file, claim, &actions[k]);
        }
    }
}
