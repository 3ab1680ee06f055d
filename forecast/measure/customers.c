/* customers.c - what each customer owes, how it pays and what to expect of it. */
#include <math.h>
#include <stdlib.h>

#include "credit_loss.h"
#include "duecast/demand.h"
#include "duecast/standing.h"

enum { WEEKS_4 = 28, WEEKS_13 = 91, YEAR = 364 };

/* Sums over a customer's open claims that become the means of its row. */
typedef struct {
    double days_weight, days_sum; /* chance-weighted amounts x days until paid */
    double open_13_weeks;
    double open_alike;     /* of the claims that share the law at hand */
    double paid[YEAR + 1]; /* open amounts expected to be paid by a day, of the laws before it */
} row_sums;

static double days_until_paid(const dc_law *law)
{
    double sum = 0.0;
    for (int32_t day = 1; day <= law->day_count; day++)
        sum += day * (law->paid[day] - law->paid[day - 1]);
    return law->paid[law->day_count] > 0.0 ? sum / law->paid[law->day_count] : 0.0;
}

/* What claims alike have in common. */
typedef struct {
    dc_law law;
    double days_until_paid, loss_chance;
} prospect;

static void add_item(dc_customer_row *row, row_sums *sums, const dc_book *book,
                     const dc_items *items, size_t i, const prospect *common)
{
    const dc_law *law = &common->law;
    uint16_t      currency = items->currency[i];
    int64_t       open = dc_book_translate(book, currency, DC_MONEY(items->amount[i])).minor;
    int64_t       cash =
        dc_book_translate(book, currency, DC_MONEY(items->amount[i] - items->not_cash[i])).minor;
    int32_t late = -items->due[i];
    double  value = (double)cash;
    row->open += open;
    row->overdue += late > 0 ? open : 0;
    row->open_claims += i == 0 || items->claim[i] != items->claim[i - 1];
    row->days_late_max = late > row->days_late_max ? late : row->days_late_max;
    row->expected_4_weeks += value * law->paid[WEEKS_4];
    row->expected_13_weeks += value * law->paid[WEEKS_13];
    row->expected_loss += (double)open * common->loss_chance;
    sums->open_alike += (double)open;
    sums->open_13_weeks += (double)open * (1.0 - law->paid[WEEKS_13] - law->lost[WEEKS_13]);
    double weight = value * law->paid[law->day_count];
    sums->days_weight += weight;
    sums->days_sum += weight * common->days_until_paid;
}

static dc_customer_row row_of(const dc_model *model, uint32_t customer)
{
    return (dc_customer_row){.customer = customer,
                             .days_late_max = INT32_MIN,
                             .settled_claims = model->settled_count[customer],
                             .own_share = model->own_share[customer],
                             .days_late_habit = model->days_late_mean[customer],
                             .chance_default = dc_model_default_chance(model, customer, 365.0)};
}

static int compare_rows(const void *left, const void *right)
{
    const dc_customer_row *a = left, *b = right;
    if (a->open != b->open)
        return a->open > b->open ? -1 : 1;
    return a->customer < b->customer ? -1 : a->customer > b->customer;
}

static void add_credits(dc_customer_row *rows, size_t count, const dc_book *book)
{
    const dc_claims *claims = &book->claims;
    size_t           row = 0; /* rows and claims are both ordered by customer here */
    for (size_t i = 0; i < claims->count; i++) {
        if (claims->open[i].minor >= 0)
            continue;
        while (row < count && rows[row].customer < claims->customer[i])
            row++;
        if (row < count && rows[row].customer == claims->customer[i])
            rows[row].credits +=
                dc_book_translate(book, claims->currency[i], claims->open[i]).minor;
    }
}

/* What the worklist and letters ask for. */
static void ask_for(dc_customer_row *row, const dc_book *book)
{
    if (row->overdue <= 0)
        return;
    dc_arena *arena = dc_arena_new();
    dc_demand demand;
    dc_demand_make(&demand, arena, book, row->customer, true);
    row->asked = demand.overdue_home.minor;
    row->asked_late = demand.days_late > 0 ? demand.days_late : 0;
    dc_arena_free(arena);
}

/* A customer in default today: what is open is written off and a share of it comes back. */
static void set_failed(dc_law *law, const dc_defaults *of, uint32_t customer)
{
    int32_t written_off = of->day[customer] + DC_WRITE_OFF_AFTER_DAYS;
    int32_t back = (written_off < 1 ? 1 : written_off) + of->recovery_days;
    for (int32_t day = 0; day <= law->day_count; day++) {
        law->paid[day] = day >= back ? of->recovered_share : 0.0;
        law->lost[day] = day >= written_off ? 1.0 - law->paid[day] : 0.0;
    }
}

/* One that may fail pays while it lives; what is open when it fails goes the same way, later. */
static void let_fail(dc_law *law, const dc_loss_view *view, uint32_t customer)
{
    const dc_defaults *of = &view->model->defaults;
    const int32_t      back = DC_WRITE_OFF_AFTER_DAYS + of->recovery_days;
    double             alive[DC_LIFETIME_DAYS + 1], failed[YEAR + 1] = {0};
    double             paid = law->paid[0], lost = law->lost[0]; /* as if it could not fail */
    dc_claim_alive(alive, view, customer);
    for (int32_t day = 1; day <= law->day_count; day++) {
        double now_paid = law->paid[day] - paid, now_lost = law->lost[day] - lost;
        double gone = day > DC_WRITE_OFF_AFTER_DAYS ? failed[day - DC_WRITE_OFF_AFTER_DAYS] : 0.0;
        double came = day > back ? failed[day - back] * of->recovered_share : 0.0;
        failed[day] = (alive[day - 1] - alive[day]) * (1.0 - paid - lost);
        paid = law->paid[day];
        lost = law->lost[day];
        law->paid[day] = law->paid[day - 1] + alive[day] * now_paid + came;
        law->lost[day] = law->lost[day - 1] + alive[day] * now_lost + gone - came;
    }
}

/* What comes of the claim in the forecast, failures of the customer counted. */
static void count_failures(dc_law *law, const dc_loss_view *view, uint32_t customer)
{
    if (dc_in_default(view->model, customer))
        set_failed(law, &view->model->defaults, customer);
    else if (view->model->defaults.learnt)
        let_fail(law, view, customer);
}

static void look_ahead(prospect *out, const dc_loss_view *view, const dc_items *items, size_t i)
{
    dc_claim_loss loss;
    dc_law_ask ask = {items->customer[i], items->due[i], 1, items->pace[i], 1.0, items->acted[i]};
    if (!dc_items_law(&out->law, items, i))
        dc_law_fill(&out->law, view->model, &ask, view->book->calendar, view->book->as_of);
    count_failures(&out->law, view, items->customer[i]);
    out->days_until_paid = days_until_paid(&out->law);
    dc_claim_loss_fill(&loss, view, &ask);
    out->loss_chance = loss.loss;
}

static void add_alike(row_sums *sums, const dc_law *law)
{
    for (int32_t day = 1; day <= YEAR && sums->open_alike > 0.0; day++)
        sums->paid[day] += sums->open_alike * law->paid[day];
    sums->open_alike = 0.0;
}

/* Days by which shares of what is open are expected to be paid. */
static void find_days(dc_customer_row *row, const row_sums *sums)
{
    static const double shares[DC_PAID_SHARES] = {0.1, 0.5, 0.9};
    int32_t             day = 1;
    for (int k = 0; k < DC_PAID_SHARES; k++) {
        while (day <= YEAR && sums->paid[day] < shares[k] * (double)row->open)
            day++;
        row->paid_days[k] = day <= YEAR ? day : 0;
    }
}

/* One customer: its items from `first` on. */
static void measure_customer(dc_customer_row *row, size_t first, const dc_loss_view *view,
                             const dc_items *items)
{
    double   paid[YEAR + 1], lost[YEAR + 1];
    prospect common = {.law = {YEAR, paid, lost}};
    row_sums sums = {0};
    uint32_t customer = items->customer[first];
    *row = row_of(view->model, customer);
    for (size_t i = first; i < items->claim_count && items->customer[i] == customer; i++) {
        if (i == first || !dc_items_alike(items, i, i - 1)) {
            add_alike(&sums, &common.law);
            look_ahead(&common, view, items, i);
        }
        add_item(row, &sums, view->book, items, i, &common);
    }
    add_alike(&sums, &common.law);
    find_days(row, &sums);
    row->expected_days = sums.days_weight > 0.0 ? sums.days_sum / sums.days_weight : NAN;
    row->chance_open_13_weeks = row->open > 0 ? sums.open_13_weeks / (double)row->open : 0.0;
}

dc_customer_row *dc_customers_measure(dc_arena *arena, size_t *count, const dc_book *book,
                                      const dc_model *model, const dc_items *items)
{
    dc_customer_row *rows = dc_arena_alloc(arena, book->customers.count + 1, sizeof *rows);
    size_t          *first = dc_arena_alloc(arena, book->customers.count + 1, sizeof *first);
    dc_loss_view     view;
    dc_loss_view_make(&view, arena, book, model, 0.0, false);
    *count = 0;
    for (size_t i = 0; i < items->claim_count; i++)
        if (i == 0 || items->customer[i] != items->customer[i - 1])
            first[(*count)++] = i;
#pragma omp parallel for schedule(dynamic, 16)
    for (size_t row = 0; row < *count; row++) {
        measure_customer(&rows[row], first[row], &view, items);
        ask_for(&rows[row], book);
    }
    add_credits(rows, *count, book);
    if (*count > 0)
        qsort(rows, *count, sizeof *rows, compare_rows);
    return rows;
}
