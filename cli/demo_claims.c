/* demo_claims.c - the invoices of the sample company, and what became of each by the as-of date. */
#include "cli/demo_parts.h"

#include <assert.h>

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* What is drawn for a claim; a part of an invoice uses the numbers after PART_DRAWS * part. */
/* clang-format off */
enum { DRAW_ISSUED, DRAW_AMOUNT, DRAW_ENTERED, DRAW_FATE, DRAW_DELAY, DRAW_SHARE, DRAW_LATER,
       DRAW_CREDITED, DRAW_CREDIT_DAY, DRAW_CREDIT_SIZE, DRAW_UNAPPLIED, PART_DRAWS = 16 };
/* clang-format on */

enum { PARTS = 3, PART_EVERY_DAYS = 30, AUGUST_DAYS = 6, DISCOUNT_DAYS = 14, SOONEST_DAYS = 8 };

static const double credit_note_chance = 0.014;
static const double worsening_a_day = 0.2; /* days later for each day since it began */

/* Quantiles at equal steps: an invoice against the customer's usual one; the delay in spreads. */
static const double sizes[] = {0.04, 0.20, 0.38, 0.55, 0.75, 1.00, 1.35, 1.90, 3.20};
static const double delays[] = {-1.8, -1.0, -0.7, -0.4, -0.2, 0, 0.3, 0.6, 1.0, 1.7, 4.0};

/* After an insolvency: days until a share of what is still open is written off, or a share of the
 * whole comes back from the estate. */
typedef struct {
    int32_t         days;
    int64_t         percent;
    demo_event_kind kind;
} insolvency_row;

static const insolvency_row insolvency[] = {
    {90, 60, DEMO_WRITE_OFF},
    {200, 100, DEMO_WRITE_OFF},
    {270, 9, DEMO_RECOVERY},
};

static double luck(const demo_book *demo, const demo_claim *claim, uint64_t which, uint32_t draw)
{
    uint64_t entity = (uint64_t)claim->customer << 24 | which;
    return demo_luck(demo, DEMO_LUCK_CLAIM, entity, draw + PART_DRAWS * (uint32_t)claim->part);
}

static int64_t percent_of(int64_t amount, int64_t percent)
{
    return dc_money_ratio(DC_MONEY(amount), percent, 100, DC_ROUND_HALF_EVEN).minor;
}

static int64_t share_of(int64_t amount, double share)
{
    return percent_of(amount, (int64_t)(share * 100 + 0.5));
}

/* What happens after the as-of date is not known; a recovery comes back after the claim is gone. */
static void happens(demo_book *demo, demo_claim *claim, int32_t date, int64_t amount,
                    demo_event_kind kind)
{
    if (date > demo->as_of || amount == 0)
        return;
    demo->events = dc_arena_grow(demo->arena, demo->events, &demo->event_capacity,
                                 demo->event_count + 1, sizeof demo->events[0]);
    demo->events[demo->event_count++] = (demo_event){.claim = (uint32_t)(claim - demo->claims),
                                                     .date = date,
                                                     .amount = amount,
                                                     .kind = (uint8_t)kind};
    if (kind == DEMO_RECOVERY || kind == DEMO_UNAPPLIED)
        return;
    claim->open -= amount;
    if (claim->open == 0)
        claim->closed = date;
}

/* The customer's pay run on or after `day`; DEMO_NEVER when that is beyond the as-of date. */
static int32_t paid_on(const demo_book *demo, const demo_customer *customer, int32_t day)
{
    if (day < demo->first || day > demo->as_of)
        return DEMO_NEVER;
    return demo->pay_on[customer->run][day - demo->first];
}

int32_t demo_wanted_day(const demo_book *demo, const demo_claim *claim, double u)
{
    const demo_customer *customer = &demo->customers[claim->customer];
    double late = customer->shift + customer->spread * demo_at(delays, COUNT(delays), u);

    if (claim->due > customer->worsens)
        late += worsening_a_day * (double)(claim->due - customer->worsens);
    int32_t day = claim->due + (int32_t)(late < 0 ? late - 0.5 : late + 0.5);
    if (day < claim->issued + SOONEST_DAYS)
        day = claim->issued + SOONEST_DAYS;
    if (dc_date_to_civil(DC_DATE(day)).month == 8)
        day += AUGUST_DAYS; /* nobody is there to release the payment */
    return day;
}

static void pays(demo_book *demo, demo_claim *claim, int32_t date)
{
    const demo_customer *customer = &demo->customers[claim->customer];
    int64_t              discount = 0;

    if (date == DEMO_NEVER)
        return;
    if (customer->discounts && date - claim->issued <= DISCOUNT_DAYS)
        discount = percent_of(claim->amount, 2);
    happens(demo, claim, date, claim->open - discount, DEMO_PAYMENT);
    happens(demo, claim, date, discount, DEMO_DISCOUNT);
}

static void pays_in_two(demo_book *demo, demo_claim *claim, uint64_t which, int32_t wanted)
{
    const demo_customer *customer = &demo->customers[claim->customer];
    double               share = 0.4 + 0.35 * luck(demo, claim, which, DRAW_SHARE);
    int32_t              later = wanted + 14 + (int32_t)(luck(demo, claim, which, DRAW_LATER) * 40);

    happens(demo, claim, paid_on(demo, customer, wanted), share_of(claim->amount, share),
            DEMO_PAYMENT);
    happens(demo, claim, paid_on(demo, customer, later), claim->open, DEMO_PAYMENT);
}

/* Six of ten quality claims end with a credit; the rest is paid at the next run. */
static void is_disputed(demo_book *demo, demo_claim *claim, uint64_t which, int32_t wanted)
{
    const demo_customer *customer = &demo->customers[claim->customer];
    double               share = luck(demo, claim, which, DRAW_SHARE);
    int32_t settled = wanted + 15 + (int32_t)(luck(demo, claim, which, DRAW_LATER) * 75);

    claim->disputed = settled > demo->as_of && claim->issued + 5 <= demo->as_of;
    if (share < 0.6)
        happens(demo, claim, settled, share_of(claim->amount, 0.05 + share / 3), DEMO_CREDIT);
    int32_t paid = paid_on(demo, customer, settled + 3);
    if (paid != DEMO_NEVER)
        happens(demo, claim, paid, claim->open, DEMO_PAYMENT);
}

static void is_lost(demo_book *demo, demo_claim *claim, uint64_t which)
{
    int32_t days = 170 + (int32_t)(luck(demo, claim, which, DRAW_LATER) * 110);
    happens(demo, claim, claim->due + days, claim->open, DEMO_WRITE_OFF);
}

static void falls_with_its_customer(demo_book *demo, demo_claim *claim, int32_t failed)
{
    for (size_t i = 0; i < COUNT(insolvency); i++) {
        const insolvency_row *row = &insolvency[i];
        int64_t               whole = row->kind == DEMO_RECOVERY ? claim->amount : claim->open;
        happens(demo, claim, failed + row->days, percent_of(whole, row->percent), row->kind);
    }
}

/* Large invoices are chased hard and rarely lost. */
double demo_never_chance(const demo_book *demo, const demo_claim *claim)
{
    const demo_customer *customer = &demo->customers[claim->customer];
    double               price = demo->markets[customer->market].price;
    bool                 large = (double)claim->amount > 150 * customer->level * price;
    return large ? customer->never * 0.3 : customer->never;
}

static void settle(demo_book *demo, demo_claim *claim, uint64_t which)
{
    const demo_customer *customer = &demo->customers[claim->customer];
    double               never = demo_never_chance(demo, claim);
    double               fate = luck(demo, claim, which, DRAW_FATE);
    double               delay = luck(demo, claim, which, DRAW_DELAY);
    int32_t              wanted = demo_wanted_day(demo, claim, delay);
    int32_t              paid = paid_on(demo, customer, wanted);

    claim->place = fate < never ? 1 - never + fate : (1 - never) * delay;
    claim->fixed = fate >= never && fate < never + customer->dispute + customer->part_payment;
    if (paid > customer->failed)
        falls_with_its_customer(demo, claim, customer->failed);
    else if ((fate -= never) < 0)
        is_lost(demo, claim, which);
    else if ((fate -= customer->dispute) < 0)
        is_disputed(demo, claim, which, wanted);
    else if ((fate -= customer->part_payment) < 0)
        pays_in_two(demo, claim, which, wanted);
    else
        pays(demo, claim, paid);
}

static demo_claim *new_claim(demo_book *demo, const demo_claim *like)
{
    assert(demo->claim_count < demo->claim_capacity);
    demo_claim *claim = &demo->claims[demo->claim_count++];
    *claim = *like;
    claim->open = claim->amount;
    claim->closed = DEMO_NEVER;
    return claim;
}

/* Sales fall evenly on the customer's time with us, weighed by season and weekday. */
static int32_t issue_day(const demo_book *demo, const demo_customer *customer, uint64_t which,
                         double u)
{
    double  from = 0, to = 1;
    int32_t low = 0, high = DEMO_DAYS - 1;

    if (customer->joined != DEMO_NEVER)
        from = demo->sold_by[customer->joined - demo->first];
    if (customer->failed != DEMO_NEVER)
        to = demo->sold_by[customer->failed - demo->first - 10];
    double sold = from + (to - from) * ((double)which + u) / (double)customer->invoices;
    while (low < high) { /* the last day before which no more than `sold` was sold */
        int32_t middle = (low + high + 1) / 2;
        if (demo->sold_by[middle] <= sold)
            low = middle;
        else
            high = middle - 1;
    }
    return demo->first + low;
}

static demo_claim drawn_invoice(const demo_book *demo, size_t index, uint64_t which)
{
    const demo_customer *customer = &demo->customers[index];
    const demo_market   *market = &demo->markets[customer->market];
    demo_claim           claim = {.customer = (uint32_t)index, .kind = DEMO_INVOICE};

    claim.issued = issue_day(demo, customer, which, luck(demo, &claim, which, DRAW_ISSUED));
    claim.due = dc_terms_due(customer->terms, DC_DATE(claim.issued)).day;
    double  size = demo_at(sizes, COUNT(sizes), luck(demo, &claim, which, DRAW_AMOUNT));
    double  cents = customer->level * size / demo_mean(sizes, COUNT(sizes)) * market->price * 100;
    int64_t net = 1000 + (int64_t)cents;
    claim.tax = percent_of(net, market->vat_percent);
    claim.amount = net + claim.tax;

    double u = luck(demo, &claim, which, DRAW_ENTERED);
    claim.entered = claim.issued + (u < 0.88 ? 0 : 1 + (int32_t)((u - 0.88) / 0.12 * 3));
    if (claim.entered > demo->as_of)
        claim.entered = demo->as_of;
    return claim;
}

/* A credit note is set off against the payment of its invoice, or soon after when that is paid. */
static void add_credit_note(demo_book *demo, size_t invoice_at, uint64_t which)
{
    demo_claim claim = demo->claims[invoice_at];
    if (luck(demo, &claim, which, DRAW_CREDITED) >= credit_note_chance)
        return;
    int32_t issued = claim.issued + 4 + (int32_t)(luck(demo, &claim, which, DRAW_CREDIT_DAY) * 20);
    int32_t paid = claim.closed;
    while (issued <= demo->as_of && !demo->open_day[issued - demo->first])
        issued++;
    if (issued > demo->as_of || claim.issued == issued)
        return;

    double share = 0.03 + 0.09 * luck(demo, &claim, which, DRAW_CREDIT_SIZE);
    claim.kind = DEMO_CREDIT_NOTE;
    claim.issued = claim.due = claim.entered = issued;
    claim.amount = -share_of(claim.amount, share);
    claim.tax = -share_of(claim.tax, share);
    claim.disputed = false;
    demo_claim *credit = new_claim(demo, &claim);
    if (paid != DEMO_NEVER && paid < issued + 10)
        paid = paid_on(demo, &demo->customers[claim.customer], issued + 10);
    if (paid != DEMO_NEVER)
        happens(demo, credit, paid, credit->open, DEMO_PAYMENT);
}

static void add_in_parts(demo_book *demo, demo_claim whole, uint64_t which)
{
    const int64_t equal[PARTS] = {1, 1, 1};
    dc_money      amounts[PARTS], taxes[PARTS];

    dc_money_allocate(amounts, DC_MONEY(whole.amount), equal, PARTS);
    dc_money_allocate(taxes, DC_MONEY(whole.tax), equal, PARTS);
    for (int i = 0; i < PARTS; i++) {
        demo_claim part = whole;
        part.part = (uint8_t)(i + 1);
        part.due += i * PART_EVERY_DAYS;
        part.amount = amounts[i].minor;
        part.tax = taxes[i].minor;
        settle(demo, new_claim(demo, &part), which);
    }
}

/* Some customers of ours pay and do not say for what. */
static void add_unapplied_cash(demo_book *demo, size_t index)
{
    demo_claim *claim = &demo->claims[demo->claim_count - 1];
    if (index % 24 != 13 || demo->customers[index].market != DEMO_GERMANY)
        return;
    double  u = luck(demo, claim, 0, DRAW_UNAPPLIED);
    int32_t day = demo->as_of - 2 - (int32_t)(u * 16);
    while (!demo->open_day[day - demo->first])
        day--;
    happens(demo, claim, day, 30000 + (int64_t)(u * 900000), DEMO_UNAPPLIED);
}

static void make_claims_of(demo_book *demo, size_t index)
{
    const demo_customer *customer = &demo->customers[index];
    size_t split = customer->instalments ? customer->invoices - customer->invoices / 9 - 1
                                         : customer->invoices;

    for (size_t which = 0; which < customer->invoices; which++) {
        demo_claim invoice = drawn_invoice(demo, index, which);
        if (which == split) {
            add_in_parts(demo, invoice, which);
            continue;
        }
        size_t at = demo->claim_count;
        settle(demo, new_claim(demo, &invoice), which);
        add_credit_note(demo, at, which);
    }
    if (customer->invoices > 0)
        add_unapplied_cash(demo, index);
}

/* Stable counting sort: order[] lists what happened first, first. */
static uint32_t *order_by_day(const demo_book *demo, const int32_t *days, size_t count)
{
    uint32_t *order = dc_arena_alloc(demo->arena, count, sizeof order[0]);
    size_t    start[DEMO_DAYS + 1] = {0};

    for (size_t i = 0; i < count; i++)
        start[days[i] - demo->first + 1]++;
    for (int32_t day = 0; day < DEMO_DAYS; day++)
        start[day + 1] += start[day];
    for (size_t i = 0; i < count; i++)
        order[start[days[i] - demo->first]++] = (uint32_t)i;
    return order;
}

static void order_claims_and_events(demo_book *demo)
{
    int32_t *issued = dc_arena_alloc(demo->arena, demo->claim_count, sizeof issued[0]);
    int32_t *dates = dc_arena_alloc(demo->arena, demo->event_count, sizeof dates[0]);

    for (size_t i = 0; i < demo->claim_count; i++)
        issued[i] = demo->claims[i].issued;
    for (size_t i = 0; i < demo->event_count; i++)
        dates[i] = demo->events[i].date;
    demo->claim_order = order_by_day(demo, issued, demo->claim_count);
    demo->event_order = order_by_day(demo, dates, demo->event_count);
}

/* Numbers follow the day of issue, counted per kind; the parts of an invoice share one. */
static void number_claims(demo_book *demo)
{
    uint32_t next[2] = {0, 0};
    for (size_t i = 0; i < demo->claim_count; i++) {
        demo_claim *claim = &demo->claims[demo->claim_order[i]];
        if (claim->part <= 1)
            next[claim->kind]++;
        claim->number = next[claim->kind];
    }
}

static dc_money translated(const demo_book *demo, int market, int64_t minor)
{
    return dc_money_translate(DC_MONEY(minor), DEMO_DECIMALS, demo->markets[market].rate,
                              DEMO_DECIMALS);
}

/* As the reader does: one rounding per currency total. */
static void add_up(demo_book *demo)
{
    int64_t open[DEMO_MARKETS] = {0}, sold[DEMO_SEGMENTS][DEMO_MARKETS] = {{0}};

    for (size_t i = 0; i < demo->claim_count; i++) {
        const demo_claim    *claim = &demo->claims[i];
        const demo_customer *customer = &demo->customers[claim->customer];
        open[customer->market] += claim->open;
        if (claim->issued > demo->as_of - 365)
            sold[customer->segment][customer->market] += claim->amount;
    }
    for (size_t i = 0; i < demo->event_count; i++) /* always of the home market: no rounding */
        if (demo->events[i].kind == DEMO_UNAPPLIED)
            open[DEMO_GERMANY] -= demo->events[i].amount;
    for (int market = 0; market < DEMO_MARKETS; market++) {
        demo->ledger = dc_money_add(demo->ledger, translated(demo, market, open[market]));
        for (int segment = 0; segment < DEMO_SEGMENTS; segment++)
            demo->sales[segment] =
                dc_money_add(demo->sales[segment], translated(demo, market, sold[segment][market]));
    }
}

void demo_make_claims(demo_book *demo)
{
    demo->claim_capacity = demo->invoices + demo->invoices / 20 + 64; /* credit notes, parts */
    demo->claims = dc_arena_alloc(demo->arena, demo->claim_capacity, sizeof demo->claims[0]);
    for (size_t i = 0; i < demo->customer_count; i++)
        make_claims_of(demo, i);

    order_claims_and_events(demo);
    number_claims(demo);
    add_up(demo);
}
