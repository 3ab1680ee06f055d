/* Past forecasts against what happened, as plain tables. */
#include <math.h>

#include "data.h"
#include "text.h"

static void put_amount(data_table *t, const dc_answer *a, int64_t minor)
{
    data_put_exact(t, minor, a->book->currencies[a->book->home].decimals);
}

static void put_amounts(data_table *t, const dc_answer *a, const dc_variance_row *row)
{
    put_amount(t, a, row->forecast);
    put_amount(t, a, row->actual);
    put_amount(t, a, row->actual - row->forecast);
    for (int p = 0; p < DC_VARIANCE_PARTS; p++)
        put_amount(t, a, row->part[p]);
}

void data_fill_variance_run(data_table *t, const dc_answer *a)
{
    const dc_variance *v = a->variances[0];
    data_put_name(t, a->version);
    data_put_name(t, a->book->company.name);
    data_put_name(t, a->book->currencies[a->book->home].code);
    data_put_date(t, a->book->as_of);
    data_put_name(t, v->said->run_id);
    data_put_date(t, v->said->as_of);
    data_put_count(t, (int64_t)v->week_count);
    data_put_date(t, v->week[v->week_count - 1].end);
    data_put_count(t, (int64_t)v->undated);
    data_put_count(t, (int64_t)v->without_rate);
}

static void put_line(data_table *t, const dc_answer *a, const char *key, dc_word label,
                     const dc_variance_row *row, bool known, bool split, dc_word missing)
{
    data_put_text(t, key);
    data_put_text(t, dc_say(DC_ENGLISH, label));
    put_amount(t, a, row->forecast);
    for (int i = 0; i < 2 + DC_VARIANCE_PARTS; i++) {
        int64_t values[2 + DC_VARIANCE_PARTS] = {row->actual, row->actual - row->forecast};
        for (int p = 0; p < DC_VARIANCE_PARTS; p++)
            values[2 + p] = row->part[p];
        if (known && (split || i < 2))
            put_amount(t, a, values[i]);
        else
            data_put_none(t);
    }
    data_put_text(t, known ? "" : dc_say(DC_ENGLISH, missing));
}

void data_fill_variance_lines(data_table *t, const dc_answer *a)
{
    const dc_variance *v = a->variances[0];
    put_line(t, a, "customers", DC_WORD_CASH_CUSTOMERS, &v->receipts, true, true, DC_WORD_EMPTY);
    put_line(t, a, "bills", DC_WORD_CASH_BILLS, &v->bills, v->bills_known, true,
             DC_WORD_VARIANCE_NO_BILLS);
    put_line(t, a, "other", DC_WORD_VARIANCE_OTHER, &v->other, v->other_known, false,
             DC_WORD_VARIANCE_NO_CASH);
}

void data_fill_variance_items(data_table *t, const dc_answer *a)
{
    static const char *const kinds[DC_SAID_KINDS] = {[DC_SAID_CLAIM] = "claim",
                                                     [DC_SAID_SALES] = "sales",
                                                     [DC_SAID_BILL] = "bill",
                                                     [DC_SAID_REST] = "rest",
                                                     [DC_SAID_BOUGHT] = "purchases"};
    const dc_variance       *v = a->variances[0];
    for (size_t i = 0; i < v->row_count; i++) {
        const dc_variance_row *row = &v->rows[i];
        data_put_text(t, kinds[row->kind]);
        data_put_name(t, row->id);
        data_put_name(t, row->part_id);
        data_put_name(t, row->party);
        data_put_name(t, row->name);
        put_amounts(t, a, row);
    }
}

void data_fill_variance_customers(data_table *t, const dc_answer *a)
{
    const dc_variance *v = a->variances[0];
    for (size_t i = 0; i < v->customer_count; i++) {
        data_put_name(t, v->customers[i].party);
        data_put_name(t, v->customers[i].name);
        put_amounts(t, a, &v->customers[i]);
    }
}

void data_fill_variance_weeks(data_table *t, const dc_answer *a)
{
    for (size_t i = 0; i < a->variance_count; i++)
        for (size_t w = 0; w < a->variances[i]->week_count; w++) {
            const dc_variance_week *week = &a->variances[i]->week[w];
            data_put_name(t, a->variances[i]->said->run_id);
            data_put_date(t, a->variances[i]->said->as_of);
            data_put_count(t, (int64_t)w + 1);
            data_put_date(t, week->end);
            put_amount(t, a, week->forecast);
            put_amount(t, a, week->actual);
            put_amount(t, a, week->actual - week->forecast);
            data_put_real(t, week->accuracy);
            data_put_unit(t, a, DC_UNIT_MONEY, !isnan(week->p10), week->p10);
            data_put_unit(t, a, DC_UNIT_MONEY, !isnan(week->p90), week->p90);
        }
}

void data_fill_variance_lead(data_table *t, const dc_answer *a)
{
    dc_variance_lead lead[DC_VARIANCE_WEEKS];
    dc_variance_by_lead(lead, a->variances, a->variance_count);
    for (size_t w = 0; w < DC_VARIANCE_WEEKS && lead[w].forecasts > 0; w++) {
        data_put_count(t, (int64_t)w + 1);
        data_put_count(t, (int64_t)lead[w].forecasts);
        put_amount(t, a, lead[w].forecast);
        put_amount(t, a, lead[w].actual);
        data_put_real(t, lead[w].accuracy);
        data_put_real(t, lead[w].bias);
        data_put_count(t, (int64_t)lead[w].banded);
        data_put_count(t, (int64_t)lead[w].inside);
    }
}
