/* worklist_record.c - contacts, promises and stages on record. */
#include <string.h>

#include "worklist_parts.h"

static bool is_contact(int kind)
{
    return kind == DC_ACTION_REMINDER || kind == DC_ACTION_CALL || kind == DC_ACTION_NOTICE;
}

/* The day a promise names; the day it was made where it names none. */
static dc_date promised_day(const dc_actions *actions, size_t row)
{
    bool named = dc_date_is_set(actions->promised[row]) &&
                 actions->promised[row].day > actions->date[row].day;
    return named ? actions->promised[row] : actions->date[row];
}

/* An action about an invoice touches its claims, one about a customer what was due by then. */
static bool touches(const dc_book *book, size_t row, size_t claim)
{
    const dc_actions *actions = &book->actions;
    const dc_claims  *claims = &book->claims;
    dc_date           on = actions->date[row];
    if (!dc_claim_is_invoice(claims, claim) || claims->entered[claim].day > on.day ||
        claims->closed[claim].day <= on.day)
        return false;
    if (*actions->invoice[row])
        return strcmp(actions->invoice[row], claims->invoice[claim]) == 0;
    return claims->due[claim].day <= on.day;
}

/* --- a customer ----------------------------------------------------------------------------- */

/* Kept when all it was about was settled in time. */
static bool is_kept(const dc_work_view *view, uint32_t customer, size_t row, int32_t last)
{
    const dc_claims *claims = &view->book->claims;
    for (size_t i = view->first_claim[customer]; i < view->first_claim[customer + 1]; i++)
        if (touches(view->book, row, i) && claims->closed[i].day > last)
            return false;
    return true;
}

static void add_promise(dc_customer_record *out, const dc_work_view *view, uint32_t customer,
                        size_t row, dc_date from)
{
    dc_date as_of = view->book->as_of, day = promised_day(&view->book->actions, row);
    if (day.day >= as_of.day) {
        if (!dc_date_is_set(out->promised) || day.day < out->promised.day)
            out->promised = day;
        return;
    }
    int32_t last = day.day + DC_PROMISE_GRACE;
    if (last > as_of.day || day.day <= from.day)
        return;
    out->promises++;
    out->broken += !is_kept(view, customer, row, last);
}

void dc_customer_record_read(dc_customer_record *out, const dc_work_view *view, uint32_t customer,
                             dc_date from)
{
    const dc_actions *actions = &view->book->actions;
    dc_action_rows    rows = dc_actions_of_customer(actions, customer);
    int32_t           today = view->book->as_of.day;
    *out = (dc_customer_record){.last_contact = DC_DATE_NONE, .promised = DC_DATE_NONE};
    for (size_t row = rows.from; row < rows.to; row++) {
        int32_t on = actions->date[row].day;
        if (on > today)
            continue;
        if (actions->kind[row] == DC_ACTION_PROMISE)
            add_promise(out, view, customer, row, from);
        if (!is_contact(actions->kind[row]))
            continue;
        out->contacts += on > today - DC_CAP_DAYS;
        if (!dc_date_is_set(out->last_contact) || on > out->last_contact.day)
            out->last_contact = actions->date[row];
    }
}

int64_t dc_customer_year_sales(const dc_work_view *view, uint32_t customer)
{
    const dc_book   *book = view->book;
    const dc_claims *claims = &book->claims;
    int64_t          sum = 0;
    for (size_t i = view->first_claim[customer]; i < view->first_claim[customer + 1]; i++)
        if (dc_claim_is_invoice(claims, i) &&
            claims->issued[i].day > book->as_of.day - DC_YEAR_OF_DAYS)
            sum += dc_book_translate(book, claims->currency[i],
                                     dc_money_sub(claims->amount[i], claims->tax[i]))
                       .minor;
    return sum;
}

/* --- a claim -------------------------------------------------------------------------------- */

static void take_row(dc_work_claim *out, const dc_work_view *view, size_t row)
{
    const dc_actions *actions = &view->book->actions;
    dc_date           on = actions->date[row], as_of = view->book->as_of;
    int               kind = actions->kind[row];
    if (kind == DC_ACTION_PROMISE) {
        dc_date day = promised_day(actions, row);
        if (day.day >= as_of.day && (!dc_date_is_set(out->promised) || day.day < out->promised.day))
            out->promised = day;
        out->broken += day.day + DC_PROMISE_GRACE <= as_of.day;
        return;
    }
    if (is_contact(kind) && (!dc_date_is_set(out->last_contact) || on.day > out->last_contact.day))
        out->last_contact = on;
    if (!dc_date_is_set(out->last_action) || on.day > out->last_action.day)
        out->last_action = on;
}

/* Done where an action of the stage's kind, or a later one, was taken since its day. */
static bool is_done(const dc_work_claim *claim, const dc_work_view *view, dc_action_rows rows,
                    const dc_dunning_stage *stage)
{
    const dc_actions *actions = &view->book->actions;
    int32_t           day = view->book->claims.due[claim->claim].day + stage->day;
    for (size_t row = rows.from; row < rows.to; row++)
        if (actions->kind[row] >= stage->action && actions->kind[row] <= DC_ACTION_LEGAL &&
            actions->date[row].day >= day && touches(view->book, row, claim->claim))
            return true;
    return false;
}

static void find_stages(dc_work_claim *out, const dc_work_view *view, dc_action_rows rows)
{
    const dc_work_settings *settings = view->settings;
    dc_date                 due = view->book->claims.due[out->claim], as_of = view->book->as_of;
    out->stage = out->next_stage = -1;
    for (size_t i = 0; i < settings->stage_count; i++)
        if (settings->stages[i].day <= out->days_late)
            out->stage = (int)i;
    out->stage_missed = out->stage >= 0 && !is_done(out, view, rows, &settings->stages[out->stage]);
    out->next_stage = out->stage_missed ? out->stage : out->stage + 1;
    if (out->next_stage >= (int)settings->stage_count) {
        out->next_stage = -1;
        out->next_date = DC_DATE_NONE;
        return;
    }
    out->next_date = dc_date_add_days(due, settings->stages[out->next_stage].day);
    if (out->next_date.day < as_of.day)
        out->next_date = as_of;
}

void dc_claim_record_read(dc_work_claim *out, const dc_work_view *view)
{
    dc_action_rows rows = dc_actions_of_customer(&view->book->actions, out->customer);
    out->promised = out->last_contact = out->last_action = DC_DATE_NONE;
    for (size_t row = rows.from; row < rows.to; row++)
        if (view->book->actions.date[row].day <= view->book->as_of.day &&
            touches(view->book, row, out->claim))
            take_row(out, view, row);
    find_stages(out, view, rows);
}
