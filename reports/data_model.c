/* What was learnt as one row. */
#include <math.h>

#include "data.h"

static void put_count(data_table *t, size_t count)
{
    data_put(t, (data_value){.kind = DATA_COUNT, .whole = (int64_t)count});
}

static void put_real(data_table *t, double value)
{
    if (isfinite(value))
        data_put(t, (data_value){.kind = DATA_REAL, .real = data_round(value)});
    else
        data_put(t, (data_value){.kind = DATA_NONE});
}

static void put_bool(data_table *t, bool value)
{
    data_put(t, (data_value){.kind = DATA_BOOL, .whole = value ? 1 : 0});
}

void data_fill_model(data_table *t, const dc_answer *a)
{
    put_bool(t, a->model->learnt);
    put_count(t, a->model->claims_learnt_from);
    put_count(t, a->model->claims_censored);
    put_real(t, a->model->half_life_days);
    put_real(t, a->model->concentration);
    put_real(t, a->model->dilution);
    put_real(t, a->model->credit_note_share);
    put_real(t, expm1(a->model->sales_portfolio.growth));
    put_bool(t, a->model->sales_portfolio.growth_learnt);
    put_real(t, a->model->sales_portfolio.noise);
    put_bool(t, a->model->sales_portfolio.noise_learnt);
}
