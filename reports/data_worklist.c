/* data_worklist.c - the worklist as tables for programs. */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "data.h"
#include "text.h"
#include "write.h"

static void put_money(data_table *t, const dc_answer *a, double minor)
{
    data_put_unit(t, a, DC_UNIT_MONEY, true, minor);
}

static void put_exact(data_table *t, const dc_answer *a, int64_t minor)
{
    data_put_exact(t, minor, a->book->currencies[a->book->home].decimals);
}

static void fill_summary(data_table *t, const dc_answer *a)
{
    const dc_worklist *list = a->worklist;
    const dc_book     *book = a->book;
    data_put_date(t, book->as_of);
    data_put_text(t, book->currencies[book->home].code);
    data_put_text(t, book->content_sha256);
    data_put_count(t, (int64_t)list->customer_count);
    data_put_count(t, (int64_t)list->claim_count);
    data_put_count(t, (int64_t)list->left_out_untranslated);
    put_exact(t, a, list->open);
    put_exact(t, a, list->overdue);
    put_exact(t, a, list->blocked);
    put_money(t, a, list->cash_13_weeks);
    put_money(t, a, list->expected_loss);
    put_money(t, a, list->gain);
    put_money(t, a, list->cost);
    data_put_bool(t, list->effects_learnt);
    data_put_bool(t, list->settings.margin_known);
    data_put_real(t, list->settings.discount_rate);
    data_put_real(t, list->settings.rank_days > 0 ? (double)list->settings.rank_days : (double)NAN);
    data_put_text(t, "decision aid, not legal advice");
}

static void fill_customers(data_table *t, const dc_answer *a)
{
    const dc_worklist *list = a->worklist;
    for (size_t i = 0; i < list->customer_count; i++) {
        const dc_work_customer *c = &list->customers[i];
        data_put_count(t, (int64_t)i + 1);
        data_put_name(t, a->book->customers.id[c->customer]);
        data_put_name(t, a->book->customers.name[c->customer]);
        data_put_count(t, (int64_t)c->count);
        put_exact(t, a, c->open);
        put_exact(t, a, c->overdue);
        data_put_count(t, c->days_late_most);
        data_put_text(t, dc_step_about(c->suggested)->key);
        put_money(t, a, c->gain);
        put_money(t, a, c->cash_13_weeks);
        put_money(t, a, c->expected_loss);
        put_money(t, a, c->spread_13_weeks);
        data_put_bool(t, i == list->widest);
        data_put_count(t, c->contacts);
        data_put_date(t, c->last_contact);
        data_put_count(t, c->promises);
        data_put_count(t, c->broken);
        data_put_date(t, c->promised);
        data_put_unit(t, a, DC_UNIT_MONEY, list->settings.margin_known, c->yearly_margin);
    }
}

static void put_claim_id(data_table *t, const dc_answer *a, const dc_work_claim *claim)
{
    const dc_claims *claims = &a->book->claims;
    data_put_name(t, a->book->customers.id[claim->customer]);
    data_put_name(t, claims->invoice[claim->claim]);
    data_put_name(t, dc_claim_part(claims, claim->claim));
}

static const char *stage_key(const dc_worklist *list, int stage)
{
    static const char *const keys[DC_ACTION_KIND_COUNT] = {
        "reminder", "call", "notice", "third_party", "legal", "plan", "promise"};
    return stage < 0 ? "" : keys[list->settings.stages[stage].action];
}

static void put_plight(data_table *t, const dc_answer *a, const dc_work_claim *claim)
{
    put_money(t, a, claim->cash_13_weeks);
    put_money(t, a, claim->expected_loss);
    data_put_date(t, claim->paid_by);
    data_put_date(t, claim->early);
    data_put_date(t, claim->late);
    put_money(t, a, claim->spread_13_weeks);
    put_exact(t, a, claim->blocked);
    data_put_unit(t, a, DC_UNIT_SHARE, claim->blocked > 0, claim->concession_even);
    data_put_text(t, stage_key(a->worklist, claim->stage));
    data_put_bool(t, claim->stage_missed);
    data_put_text(t, stage_key(a->worklist, claim->next_stage));
    data_put_date(t, claim->next_date);
    data_put_date(t, claim->promised);
    data_put_count(t, claim->broken);
    data_put_date(t, claim->last_contact);
    if (a->worklist->tells_receipt)
        data_put_bool(t, claim->confirmed);
    else
        data_put_none(t);
    data_put_date(t, claim->bar.on);
    data_put_text(t, claim->bar.source);
}

static void fill_claims(data_table *t, const dc_answer *a)
{
    const dc_worklist *list = a->worklist;
    const dc_claims   *claims = &a->book->claims;
    for (size_t i = 0; i < list->customer_count; i++)
        for (size_t k = 0; k < list->customers[i].count; k++) {
            const dc_work_claim *claim = &list->claims[list->customers[i].first + k];
            const dc_currency   *currency = &a->book->currencies[claims->currency[claim->claim]];
            data_put_count(t, (int64_t)i + 1);
            data_put_name(t, a->book->customers.name[claim->customer]);
            put_claim_id(t, a, claim);
            data_put_text(t, currency->code);
            data_put_exact(t, claims->open[claim->claim].minor, currency->decimals);
            put_exact(t, a, claim->open);
            data_put_date(t, claims->due[claim->claim]);
            data_put_count(t, claim->days_late);
            data_put_text(t, dc_step_about(claim->suggested)->key);
            put_money(t, a, claim->gain);
            data_put_name(t, dc_worklist_reason(t->arena, a, claim));
            put_plight(t, a, claim);
        }
}

static void fill_steps(data_table *t, const dc_answer *a)
{
    for (size_t i = 0; i < a->worklist->claim_count; i++) {
        const dc_work_claim *claim = &a->worklist->claims[i];
        if (a->wait_or_sue && a->wait_or_sue->claim != claim)
            continue;
        for (dc_step step = 0; step < DC_STEP_COUNT; step++) {
            const dc_step_value *value = &claim->step[step];
            put_claim_id(t, a, claim);
            data_put_text(t, dc_step_about(step)->key);
            data_put_bool(t, value->possible);
            data_put_text(t, value->possible ? "" : dc_say(a->language, value->why_not));
            data_put_unit(t, a, DC_UNIT_MONEY, value->possible, value->value);
            data_put_unit(t, a, DC_UNIT_MONEY, value->possible, value->low);
            data_put_unit(t, a, DC_UNIT_MONEY, value->possible, value->high);
            data_put_unit(t, a, DC_UNIT_MONEY, value->possible, value->cash_13_weeks);
            data_put_unit(t, a, DC_UNIT_MONEY, value->possible, value->cost);
            data_put_unit(t, a, DC_UNIT_MONEY, value->possible, value->loyalty);
            data_put_unit(t, a, DC_UNIT_SHARE, value->possible, value->loyalty_even);
        }
    }
}

static void fill_disputes(data_table *t, const dc_answer *a)
{
    enum { RESOLVED_DAYS = 21 };
    for (size_t i = 0; i < a->worklist->claim_count; i++) {
        const dc_work_claim *claim = &a->worklist->claims[i];
        if (claim->blocked == 0)
            continue;
        put_claim_id(t, a, claim);
        put_exact(t, a, claim->blocked);
        data_put_date(t, dc_date_add_days(a->book->as_of, RESOLVED_DAYS));
        data_put_real(t, claim->concession_even);
    }
}

static void fill_grades(data_table *t, const dc_answer *a)
{
    static const char *const reasons[] = {"default",  "lateness", "trend",
                                          "promises", "overdue",  "little_history"};
    for (size_t i = 0; a->credit && i < a->credit->count; i++) {
        const dc_credit_row *row = &a->credit->rows[i];
        data_put_name(t, a->book->customers.id[row->customer]);
        data_put_name(t, a->book->customers.name[row->customer]);
        data_put_text(t, dc_grade_about(row->grade)->name);
        data_put_text(t, reasons[row->by]);
        data_put_real(t, row->chance_default);
        data_put_real(t, row->days_late);
        data_put_real(t, row->trend);
        data_put_count(t, row->promises);
        data_put_count(t, row->broken);
        data_put_count(t, row->days_late_most);
        data_put_count(t, row->terms);
        put_exact(t, a, row->year_sales);
        put_exact(t, a, row->exposure);
        data_put_unit(t, a, DC_UNIT_MONEY, row->limit >= 0, (double)row->limit);
        data_put_unit(t, a, DC_UNIT_MONEY, row->insured >= 0, (double)row->insured);
        put_exact(t, a, row->suggested);
        put_exact(t, a, row->over);
        data_put_bool(t, row->hold);
        data_put_unit(t, a, DC_UNIT_MONEY, true, row->month_margin);
    }
}

static void fill_warnings(data_table *t, const dc_answer *a)
{
    for (size_t i = 0; a->warnings && i < a->warnings->count; i++) {
        const dc_warning_row *row = &a->warnings->rows[i];
        data_put_name(t, a->book->customers.id[row->customer]);
        data_put_name(t, a->book->customers.name[row->customer]);
        data_put_count(t, row->signals);
        for (int s = 0; s < DC_SIGNAL_COUNT; s++)
            data_put_bool(t, row->signal[s]);
        data_put_real(t, row->later);
        data_put_real(t, row->limit_use);
        data_put_count(t, row->broken);
        data_put_count(t, row->parts);
        data_put_real(t, row->orders);
        put_exact(t, a, row->exposure);
    }
}

static void fill_warning_record(data_table *t, const dc_answer *a)
{
    static const dc_warning_record none = {0};
    const dc_warning_record       *past = a->warnings ? &a->warnings->past : &none;
    bool                           told = past->measurable;
    data_put_count(t, (int64_t)past->origins);
    data_put_count(t, (int64_t)past->events);
    data_put_count(t, (int64_t)past->warned);
    data_put_bool(t, told);
    data_put_real(t, told ? past->precision : NAN);
    data_put_real(t, told ? past->recall : NAN);
    data_put_real(t, told ? past->lead_days : NAN);
    data_put_real(t, told ? past->lift : NAN);
    data_put_real(t, told ? past->lift_over_overdue : NAN);
}

/* The one a CSV holds; those of one claim, where it is asked for, come from TABLE_OF_ONE on. */
enum { TABLE_CLAIMS = 2, TABLE_STEPS = 3, TABLE_OF_ONE = 8 };
static const data_row tables[] = {
    {"worklist",
     "as_of currency content customers claims claims_without_rate open overdue blocked "
     "expected_13_weeks expected_loss worth cost effects_learnt margin_known discount_rate "
     "ranked_within_days note",
     true, false, fill_summary},
    {"customers",
     "rank customer name claims open overdue oldest_days_late suggested worth expected_13_weeks "
     "expected_loss spread_13_weeks widest contacts_4_weeks last_contact promises_12_months "
     "broken_12_months promised yearly_margin",
     false, false, fill_customers},
    {"claims",
     "rank name customer invoice part currency open_in_currency open due days_late suggested "
     "worth reason expected_13_weeks expected_loss expected_by early late spread_13_weeks blocked "
     "concession_break_even stage stage_missed next_stage next_date promised broken last_contact "
     "receipt_confirmed time_barred_from time_bar_source",
     false, false, fill_claims},
    {"steps",
     "customer invoice part step possible why_not value low high cash_13_weeks cost loyalty "
     "loyalty_break_even",
     false, false, fill_steps},
    {"disputes", "customer invoice part blocked six_of_ten_settled_by concession_break_even", false,
     false, fill_disputes},
    {"grades",
     "customer name grade because default_chance_12_months days_late trend promises_12_months "
     "broken_12_months oldest_days_late terms sales_12_months exposure limit insured_limit "
     "suggested_limit over hold month_margin",
     false, false, fill_grades},
    {"warnings",
     "customer name signals later limit promises part_payments orders days_later limit_use "
     "broken_13_weeks part_payments_13_weeks orders_to_usual exposure",
     false, false, fill_warnings},
    {"warning_record",
     "past_days events warnings measurable precision recall lead_days lift lift_over_overdue", true,
     false, fill_warning_record},
    {"wait_or_sue", DATA_WAIT_OR_SUE, true, false, data_fill_wait_or_sue},
    {"sue_after", "wait_days value", false, false, data_fill_sue_after},
    {"recovery_by_age", "days_past_due surveys fee ceiling", false, false, data_fill_recovery},
};

bool data_work_is_told(size_t index, const dc_answer *answer)
{
    return answer->wait_or_sue ? index == TABLE_STEPS || index >= TABLE_OF_ONE
                               : index < TABLE_OF_ONE;
}

size_t data_work_count(void)
{
    return sizeof tables / sizeof tables[0];
}

void data_work_fill(data_table *out, dc_arena *arena, size_t index, const dc_answer *answer)
{
    assert(index < data_work_count());
    data_row_fill(out, arena, &tables[index], answer);
}

dc_status dc_worklist_write_json(const dc_answer *answer, FILE *out)
{
    return write_json(answer, out);
}

dc_status dc_worklist_write_csv(const dc_answer *answer, FILE *out)
{
    dc_arena  *arena = dc_arena_new();
    data_table table;
    data_work_fill(&table, arena, TABLE_CLAIMS, answer);
    bool written = write_csv_table(out, &table) && fflush(out) == 0;
    dc_arena_free(arena);
    return written ? DC_OK : DC_ERR_OUTPUT;
}
