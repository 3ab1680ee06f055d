/* data_ageing.c - balances by days past due as tables, and the allowance for them. */
#include <math.h>

#include "data.h"
#include "findings.h"
#include "marks.h"

const char *data_bucket_key(dc_arena *arena, const dc_answer *a, int bucket)
{
    const dc_ageing_edges *edges = dc_company_edges(&a->book->company);
    int                    first = (int)dc_bucket_first_day(edges, bucket);
    if (bucket == 0)
        return "not_due";
    if (bucket == DC_BUCKETS - 1)
        return dc_arena_format(arena, "days_over_%d", first - 1);
    return dc_arena_format(arena, "days_%d_to_%d", first, (int)edges->last_day[bucket - 1]);
}

void data_fill_ageing(data_table *t, const dc_answer *a)
{
    for (size_t s = 0; s < a->comparison->count; s++) {
        const dc_outcome *outcome = &a->comparison->outcome[s];
        for (size_t i = 0; i < outcome->report_count; i++)
            for (int b = 0; b < DC_BUCKETS; b++) {
                data_put_name(t, a->scenarios->scenario[s].name);
                data_put_day(t, a, outcome->report_days[i]);
                data_put_name(t, data_bucket_key(t->arena, a, b));
                data_put_real(t, money_major(a, outcome->expected_ageing[i][b]));
                data_put_estimate(t, a, DC_UNIT_MONEY, &outcome->ageing[i][b], !has_bands(a));
            }
    }
}

static void put_balances(data_table *t, const int64_t ageing[DC_BUCKETS], int64_t credits,
                         int64_t unapplied, int64_t ledger, int decimals)
{
    int64_t rounding = ledger - credits - unapplied;
    for (int b = 0; b < DC_BUCKETS; b++) {
        data_put_exact(t, ageing[b], decimals);
        rounding -= ageing[b];
    }
    data_put_exact(t, credits, decimals);
    data_put_exact(t, unapplied, decimals);
    data_put_exact(t, rounding,
                   decimals); /* buckets are translated one by one, the ledger at once */
    data_put_exact(t, ledger, decimals);
}

void data_fill_ageing_now(data_table *t, const dc_answer *a)
{
    const dc_today *today = a->today;
    for (size_t c = 0; c < a->book->currency_count; c++) {
        const dc_currency *currency = &a->book->currencies[c];
        data_put_name(t, currency->code);
        put_balances(t, today->by_currency[c].ageing, today->by_currency[c].credits,
                     today->by_currency[c].unapplied, today->by_currency[c].ledger,
                     currency->decimals);
        data_put_real(t, currency->has_rate ? dc_rate_value(currency->rate) : NAN);
    }
    data_put_name(t, "total");
    put_balances(t, today->ageing, today->credits, today->unapplied, ledger_today(a),
                 a->book->currencies[a->book->home].decimals);
    data_put_real(t, 1.0);
}

void data_fill_provision(data_table *t, const dc_answer *a)
{
    for (int b = 0; b < DC_BUCKETS; b++) {
        data_put_name(t, data_bucket_key(t->arena, a, b));
        data_put_exact(t, a->today->ageing[b], a->book->currencies[a->book->home].decimals);
        data_put_real(t, a->today->loss_rate[b]);
        data_put_exact(t, a->today->allowance[b], a->book->currencies[a->book->home].decimals);
        data_put_real(t, a->today->matrix_rate[b]);
        data_put_real(t, a->today->model_rate[b]);
    }
    if (a->today->named == 0)
        return;
    data_put_name(t, "named");
    data_put_real(t, NAN);
    data_put_real(t, NAN);
    data_put_exact(t, a->today->named, a->book->currencies[a->book->home].decimals);
    data_put_real(t, NAN);
    data_put_real(t, NAN);
}
