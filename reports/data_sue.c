/* data_sue.c - one claim of the worklist in full: wait or sue, as tables for programs. */
#include <math.h>

#include "data.h"

static void put_money(data_table *t, const dc_answer *a, double minor)
{
    data_put_unit(t, a, DC_UNIT_MONEY, isfinite(minor), minor);
}

static int32_t days_since_issue(const dc_answer *a)
{
    size_t claim = a->wait_or_sue->claim->claim;
    return dc_date_days_between(a->book->claims.issued[claim], a->book->as_of);
}

/* The amount against the cost: of this claim, and of all that is overdue of its customer. */
static void put_amount(data_table *t, const dc_answer *a)
{
    const dc_wait_or_sue *view = a->wait_or_sue;
    double                fixed = view->suit.fixed;
    put_money(t, a, (double)view->claim->open);
    put_money(t, a, fixed);
    data_put_real(t, fixed > 0.0 ? (double)view->claim->open / fixed : (double)NAN);
    put_money(t, a, view->claim->step[DC_STEP_WAIT].value);
    put_money(t, a, view->alone);
    put_money(t, a, view->loyalty);
    put_money(t, a, view->break_even_claim);
    data_put_real(t, view->recovery_needed);
    put_money(t, a, (double)view->customer->overdue);
    put_money(t, a, view->together_wait);
    put_money(t, a, view->together);
}

static void put_willing(data_table *t, const dc_answer *a)
{
    const dc_wait_or_sue *view = a->wait_or_sue;
    data_put_count(t, view->customer->promises);
    data_put_count(t, view->customer->broken);
    data_put_real(t, view->habit.expected);
    data_put_real(t, view->habit.trend);
    data_put_real(t, view->claim->expected_cash / (double)view->claim->open);
}

static void put_enforceable(data_table *t, const dc_answer *a)
{
    const dc_wait_or_sue *view = a->wait_or_sue;
    data_put_bool(t, view->claim->failed);
    data_put_real(t, view->habit.chance_default);
    data_put_real(t, view->suit.win);
    data_put_real(t, view->suit.collect);
    data_put_real(t, view->suit.fee);
    data_put_real(t, view->suit.years);
    data_put_real(t, view->suit.rate);
    data_put_date(t, view->claim->bar.on);
    data_put_text(t, view->claim->bar.known ? view->claim->bar.source : "");
}

void data_fill_wait_or_sue(data_table *t, const dc_answer *a)
{
    const dc_wait_or_sue *view = a->wait_or_sue;
    const dc_work_claim  *claim = view->claim;
    data_put_date(t, a->book->as_of);
    data_put_name(t, a->book->customers.id[claim->customer]);
    data_put_name(t, a->book->claims.invoice[claim->claim]);
    data_put_name(t, dc_claim_part(&a->book->claims, claim->claim));
    data_put_count(t, claim->days_late);
    data_put_text(t, dc_step_about(claim->suggested)->key);
    data_put_name(t, dc_worklist_reason(t->arena, a, claim));
    put_amount(t, a);
    put_willing(t, a);
    put_enforceable(t, a);
    data_put_real(t, dc_third_party_recovery(claim->days_late));
    data_put_real(t, dc_recovery_ceiling(days_since_issue(a)));
    put_money(t, a, view->value_of_waiting);
    data_put_count(t, view->delay_days[view->best_delay]);
    data_put_text(t, "decision aid, not legal advice");
}

/* Suing today, and after each wait. */
void data_fill_sue_after(data_table *t, const dc_answer *a)
{
    const dc_wait_or_sue *view = a->wait_or_sue;
    for (int i = 0; i < DC_SUE_DELAYS; i++) {
        data_put_count(t, view->delay_days[i]);
        put_money(t, a, view->delayed[i]);
    }
}

/* Both sources: surveys of agencies by days past due, and a ceiling by days since issue. */
void data_fill_recovery(data_table *t, const dc_answer *a)
{
    static const int32_t  ages[] = {90, 180, 365, 730};
    const dc_wait_or_sue *view = a->wait_or_sue;
    int32_t               before_due = days_since_issue(a) - view->claim->days_late;
    for (size_t i = 0; i < sizeof ages / sizeof ages[0]; i++) {
        data_put_count(t, ages[i]);
        data_put_real(t, dc_third_party_recovery(ages[i]));
        data_put_real(t, dc_third_party_fee(ages[i]));
        data_put_real(t, dc_recovery_ceiling(ages[i] + before_due));
    }
}
