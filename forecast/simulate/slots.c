/* slots.c - the invoices of the past year, once more. */
#include "slots.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/billing.h"
#include "duecast/standing.h"

enum {
    TERMS_MAX = 1095, /* a due date further off than three years is a typing error */
    YEAR = 364,
    WEEK = 7,
    ONE_OFF_TIMES = 10,
    GROWTH_HALF_LIFE = 364 /* days ahead in which growth halves */
};

/* What is repeated: whole weeks or, of customers invoiced by the month, whole months. */
typedef struct {
    const dc_book    *book;
    const dc_billing *billing;
    const dc_model   *model;
    dc_billing_past   all; /* of the ledger as a whole */
} past_year;

/* The weeks and months of invoicing that there are. */
static past_year find_past_year(dc_arena *arena, const dc_book *book, const dc_model *model)
{
    past_year out = {.book = book, .billing = dc_billing_learn(arena, book), .model = model};
    dc_date   oldest = book->as_of;
    for (size_t i = 0; i < book->claims.count; i++)
        if (book->claims.kind[i] == DC_CLAIM_INVOICE && book->claims.issued[i].day < oldest.day)
            oldest = book->claims.issued[i];
    out.all = dc_billing_past_since(oldest, book->as_of);
    return out;
}

/* The day, after the as-of date, on which a claim comes again for the n-th time. */
static int32_t day_again(const past_year *past, size_t claim, uint32_t nth)
{
    const dc_claims *claims = &past->book->claims;
    uint32_t         customer = claims->customer[claim];
    dc_date          issued = claims->issued[claim];
    dc_billing_past  own = past->all;
    if (past->model && past->model->orders &&
        past->model->orders[customer].standing == DC_ORDERS_NEW) {
        own.days = past->model->orders[customer].days;
        own.months = past->model->orders[customer].months;
    }
    if (own.months > 0 && dc_billing_by_month(past->billing, customer))
        issued = dc_billing_again(past->billing, customer, issued, own.months * (int32_t)nth);
    else
        issued = dc_date_add_days(issued, own.days * (int32_t)nth);
    return dc_date_days_between(past->book->as_of, issued);
}

/* Each invoice whose successor is still to come. */
static bool is_donor(const past_year *past, size_t claim)
{
    return past->all.days > 0 && dc_claim_is_invoice(&past->book->claims, claim) &&
           day_again(past, claim, 1) > 0;
}

/*
 * An invoice ten times as large as the next largest of its currency is a one-off: nothing says that
 * it comes again.  Returns the largest amount that may recur, in each currency.
 */
static void find_one_offs(int64_t most[DC_CURRENCIES_MAX], const past_year *past)
{
    const dc_book *book = past->book;
    int64_t        second[DC_CURRENCIES_MAX] = {0};
    memset(most, 0, DC_CURRENCIES_MAX * sizeof *most);
    for (size_t i = 0; i < book->claims.count; i++) {
        uint16_t currency = book->claims.currency[i];
        int64_t  amount = book->claims.amount[i].minor;
        if (!is_donor(past, i))
            continue;
        if (amount > most[currency]) {
            second[currency] = most[currency];
            most[currency] = amount;
        } else if (amount > second[currency]) {
            second[currency] = amount;
        }
    }
    for (size_t c = 0; c < DC_CURRENCIES_MAX; c++)
        if (second[c] > 0 && most[c] / ONE_OFF_TIMES >= second[c])
            most[c] = second[c];
}

static uint64_t slot_entity(const dc_book *book, uint32_t donor, uint32_t repeat)
{
    char number[24];
    snprintf(number, sizeof number, "%u", repeat);
    const dc_claims *claims = &book->claims;
    const char      *parts[] = {"slot", book->customers.id[claims->customer[donor]],
                                claims->invoice[donor], dc_claim_part(claims, donor), number};
    return dc_identity(parts, sizeof parts / sizeof parts[0]);
}

/* Exports may say that an invoice was due before it was issued; what comes again is due at once. */
int32_t dc_slot_terms(const dc_claims *claims, uint32_t donor)
{
    int32_t days = dc_date_days_between(claims->issued[donor], claims->due[donor]);
    return days < 0 ? 0 : days > TERMS_MAX ? TERMS_MAX : days;
}

/* Whatever it was, so much of it goes on, a year on a log scale: beyond, the level has changed. */
static const double growth_ahead_most = 0.20;

/*
 * What a day `issue` ahead sells for each unit sold `back` days before the as-of date.  Growth went
 * on until today and fades from then on: by Gardner and McKenzie, "Forecasting trends in time
 * series", Management Science 31 (1985) 1237-1246, trends that are damped forecast better.
 */
static double growth_factor(double growth, int32_t back, int32_t issue)
{
    double ahead = (1.0 - exp2(-(double)issue / GROWTH_HALF_LIFE)) * GROWTH_HALF_LIFE / log(2.0);
    double goes_on = fmin(fmax(growth, -growth_ahead_most), growth_ahead_most);
    return exp((growth * back + goes_on * ahead) / YEAR);
}

/* Who was not there a year ago repeats weeks of another season. */
static double season_factor(const past_year *past, uint32_t customer, int32_t back, int32_t issue)
{
    const double    most = 4.0;
    const dc_model *model = past->model;
    if (!model || !model->orders || model->orders[customer].standing != DC_ORDERS_NEW ||
        dc_billing_by_month(past->billing, customer))
        return 1.0;
    double factor = dc_sales_season_on(model, issue) / dc_sales_season_on(model, -back);
    return fmin(fmax(factor, 1.0 / most), most);
}

/* No slot vanishes: its chance is what noise and scenarios work on. */
static int64_t grown(int64_t amount, double season, double growth, int32_t back, int32_t issue)
{
    double  factor = season * growth_factor(growth, back, issue);
    int64_t more = dc_money_scale(DC_MONEY(amount), factor, DC_ROUND_HALF_EVEN).minor;
    return more > 0 ? more : 1;
}

/* Not of who orders no more: what the plan sells, it sells to others. */
static bool comes_again(const past_year *past, size_t claim)
{
    return is_donor(past, claim) &&
           (!past->model || dc_orders_on(past->model, past->book->claims.customer[claim]));
}

void dc_slot_strays(dc_slot *slot, double noise, const dc_model *model)
{
    double level = dc_sales_level_ahead(&model->sales_level, slot->issue);
    slot->noise = fmin(hypot(noise, level), DC_SALES_NOISE_MOST);
    slot->lasting = level > 0.0 ? fmin(level / slot->noise, 1.0) : 0.0;
}

/* What a year brings is known but for chance, and so is what it says of the next: the variance of
 * how often an invoice comes counts twice. */
static double dispersion_of(const dc_model *model, uint32_t customer)
{
    return 2.0 * (model && model->dispersion ? model->dispersion[customer] : 1.0);
}

static void add_slots(dc_slots *out, size_t *capacity, dc_arena *arena, const past_year *past,
                      const dc_model *model, uint32_t donor, int32_t horizon)
{
    const dc_claims *claims = &past->book->claims;
    int32_t          back = dc_date_days_between(claims->issued[donor], past->book->as_of);
    int32_t          issue;
    dc_sales_habit   habit = {0};
    if (model)
        habit = *dc_model_sales(model, dc_claim_segment(claims, donor), claims->currency[donor]);
    for (uint32_t repeat = 1; (issue = day_again(past, donor, repeat)) <= horizon; repeat++) {
        out->slot = dc_arena_grow(arena, out->slot, capacity, out->count + 1, sizeof *out->slot);
        dc_slot *slot = &out->slot[out->count++];
        double   season = season_factor(past, claims->customer[donor], back, issue);
        *slot = (dc_slot){
            .donor = donor,
            .repeat = repeat,
            .customer = claims->customer[donor],
            .like = claims->customer[donor],
            .currency = claims->currency[donor],
            .segment = dc_claim_segment(claims, donor),
            .issue = issue,
            .terms = dc_slot_terms(claims, donor),
            .amount = grown(claims->amount[donor].minor, season, habit.growth, back, issue),
            .dispersion = dispersion_of(model, claims->customer[donor]),
        };
        if (model)
            dc_slot_strays(slot, habit.noise, model);
    }
}

#define COMPARE(a, b)                                                                              \
    if ((a) != (b))                                                                                \
    return (a) < (b) ? -1 : 1

static int compare_slots(const void *left, const void *right)
{
    const dc_slot *a = left, *b = right;
    COMPARE(a->currency, b->currency);
    COMPARE((a->issue - 1) / WEEK, (b->issue - 1) / WEEK);
    COMPARE(a->customer, b->customer);
    COMPARE(a->issue, b->issue);
    COMPARE(a->entity, b->entity);
    return 0;
}

void dc_slots_make(dc_slots *out, dc_arena *arena, const dc_book *book, const dc_model *model,
                   int32_t horizon_days)
{
    size_t    capacity = 0;
    past_year past = find_past_year(arena, book, model);
    int32_t   reach = dc_slots_plan_reach(book, horizon_days);
    int64_t   most[DC_CURRENCIES_MAX];
    *out = (dc_slots){0};
    find_one_offs(most, &past);
    /* A list of open items does not tell what was sold: only the plan can say what will be. */
    for (size_t i = 0; book->has_history && i < book->claims.count; i++) {
        if (!comes_again(&past, i))
            continue;
        if (book->claims.amount[i].minor <= most[book->claims.currency[i]])
            add_slots(out, &capacity, arena, &past, model, (uint32_t)i, reach);
        else
            out->one_offs++;
    }
    dc_slots_apply_plan(out, &capacity, arena, book, model, horizon_days);
    dc_slots_pool(out, book);
    for (size_t i = 0; i < out->count; i++)
        if (out->slot[i].donor != UINT32_MAX)
            out->slot[i].entity = slot_entity(book, out->slot[i].donor, out->slot[i].repeat);
    if (out->count > 0)
        qsort(out->slot, out->count, sizeof *out->slot, compare_slots);
}
