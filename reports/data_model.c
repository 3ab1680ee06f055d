/* What was learnt as one row. */
#include <math.h>

#include "data.h"

void data_fill_model(data_table *t, const dc_answer *a)
{
    data_put_bool(t, a->model->learnt);
    data_put_count(t, (int64_t)a->model->claims_learnt_from);
    data_put_count(t, (int64_t)a->model->claims_censored);
    data_put_real(t, a->model->half_life_days);
    data_put_real(t, a->model->concentration);
    data_put_real(t, a->model->dilution);
    data_put_real(t, a->model->credit_note_share);
    data_put_real(t, expm1(a->model->sales_portfolio.growth));
    data_put_bool(t, a->model->sales_portfolio.growth_learnt);
    data_put_real(t, a->model->sales_portfolio.noise);
    data_put_bool(t, a->model->sales_portfolio.noise_learnt);
    data_put_real(t, dc_sales_level_ahead(&a->model->sales_level, 1));
    data_put_real(t, dc_sales_level_ahead(&a->model->sales_level, 364));
    data_put_bool(t, a->model->sales_level.learnt);
}
