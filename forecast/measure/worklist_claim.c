/* worklist_claim.c - wait or sue: one claim in full. */
#include <math.h>
#include <string.h>

#include "worklist_parts.h"

static const int32_t delays[DC_SUE_DELAYS] = {0, 30, 60, 90, 180, 365};

enum { YEAR_DAYS = 365 };

/* Waiting so many days, then suing for what is still unpaid, written off or not: the cost falls
 * due, and the customer may be lost, only then. */
static double value_after(const dc_wait_or_sue *out, const dc_claim_cash *cash,
                          const dc_work_view *view, int32_t day)
{
    dc_suit then = out->suit;
    double  amount = (double)out->claim->open, unpaid = 1.0;
    int32_t end = day + (int32_t)lround(then.years * YEAR_DAYS);
    for (int32_t d = 1; d <= day; d++)
        unpaid -= cash->paid[d];
    end = end < DC_WORK_DAYS ? end : DC_WORK_DAYS;
    then.collect *= cash->alive[day] > 0.0 ? cash->alive[end] / cash->alive[day] : 0.0;
    double sued = dc_suit_value(&then, amount) - out->loyalty;
    return amount * cash->value_by[day] +
           unpaid * cash->alive[day] * view->loss.discount[day] * sued;
}

static void value_delays(dc_wait_or_sue *out, const dc_claim_cash *cash, const dc_work_view *view)
{
    out->best_delay = 0;
    for (int i = 0; i < DC_SUE_DELAYS; i++) {
        out->delay_days[i] = delays[i];
        out->delayed[i] = value_after(out, cash, view, delays[i]);
        if (out->delayed[i] > out->delayed[out->best_delay])
            out->best_delay = i;
    }
    out->value_of_waiting = out->delayed[out->best_delay] - out->delayed[0];
}

void dc_wait_or_sue_make(dc_wait_or_sue *out, dc_arena *arena, const dc_book *book,
                         const dc_model *model, const dc_worklist *list, size_t index)
{
    dc_work_view         view;
    dc_claim_cash        cash;
    const dc_work_claim *claim = &list->claims[index];
    double               wait = claim->step[DC_STEP_WAIT].value;
    *out = (dc_wait_or_sue){.claim = claim};
    for (size_t c = 0; c < list->customer_count; c++)
        if (list->customers[c].customer == claim->customer)
            out->customer = &list->customers[c];
    dc_work_view_make(&view, arena, book, model, &list->settings);
    dc_claim_alive(cash.alive, &view.loss, claim->customer);
    dc_claim_cash_fill(&cash, &view.loss, claim->claim, DC_PACE_OF_CLAIM);
    dc_suit_of(&out->suit, &list->settings);
    out->loyalty = dc_step_about(DC_STEP_SUE)->leaves.base * out->customer->yearly_margin;
    out->alone = dc_suit_value(&out->suit, (double)claim->open) - out->loyalty;
    out->break_even_claim = dc_suit_break_even(&out->suit, wait + out->loyalty);
    out->recovery_needed =
        dc_suit_recovery_needed(&out->suit, (double)claim->open, wait + out->loyalty);
    out->together = dc_suit_value(&out->suit, (double)out->customer->overdue) - out->loyalty;
    for (size_t i = 0; i < out->customer->count; i++) {
        const dc_work_claim *other = &list->claims[out->customer->first + i];
        out->together_wait += other->days_late > 0 ? other->step[DC_STEP_WAIT].value : 0.0;
    }
    dc_habit_describe(&out->habit, model, book, claim->customer);
    value_delays(out, &cash, &view);
}

/* "INV-7", or "INV-7/2" of its part 2. */
static bool is_called(const dc_claims *claims, size_t claim, const char *wanted)
{
    size_t length = strlen(claims->invoice[claim]);
    if (strncmp(wanted, claims->invoice[claim], length) != 0)
        return false;
    return wanted[length] == '\0' ||
           (wanted[length] == '/' &&
            strcmp(wanted + length + 1, dc_claim_part(claims, claim)) == 0);
}

size_t dc_worklist_find(const dc_worklist *list, const dc_book *book, const char *invoice)
{
    for (size_t i = 0; i < list->claim_count; i++)
        if (is_called(&book->claims, list->claims[i].claim, invoice))
            return i;
    return list->claim_count;
}
