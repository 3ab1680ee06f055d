/* control.c - see control.h. */
#include "control.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

/* Keeps coefficients finite where controls move as one; far below what paths can tell. */
static const double ridge = 1e-9;

bool dc_is_ratio(dc_metric metric)
{
    return metric == DC_DSO || metric == DC_DSO_NOT_DUE || metric == DC_DSO_OVERDUE ||
           metric == DC_DSO_COUNTBACK || metric == DC_TRADE_WCR_DAYS || metric == DC_DIO ||
           metric == DC_DPO || metric == DC_CCC || metric == DC_DSO_UNSOLD ||
           metric == DC_DSO_WITH_BILLS || metric == DC_DSO_WITH_SOLD;
}

bool dc_has_indemnities(dc_metric metric)
{
    return metric == DC_THIRD_PARTY_CASH || metric == DC_NET_CASH || metric == DC_CREDIT_RESULT ||
           metric == DC_PROFIT;
}

bool dc_is_capital(dc_metric metric)
{
    return metric == DC_INVENTORY || metric == DC_PAYABLES || metric == DC_TRADE_WCR ||
           metric == DC_OPERATING_WCR || metric == DC_WCR_CASH;
}

double dc_capital_owed(dc_metric metric)
{
    if (metric == DC_INVENTORY || metric == DC_PAYABLES)
        return 0.0;
    return metric == DC_WCR_CASH ? -1.0 : 1.0;
}

uint32_t dc_control_pilot(uint32_t path_count)
{
    uint32_t quarter = path_count / 4;
    if (quarter < DC_CONTROL_PILOT_LEAST)
        return 0;
    return quarter < DC_CONTROL_PILOT ? quarter : DC_CONTROL_PILOT;
}

/* --- coefficients ----------------------------------------------------------------------------- */

static double mean_of(const double *values, uint32_t count)
{
    double sum = 0.0;
    for (uint32_t p = 0; p < count; p++)
        sum += values[p];
    return sum / count;
}

static double covariance_of(const double *a, double mean_a, const double *b, double mean_b,
                            uint32_t count)
{
    double sum = 0.0;
    for (uint32_t p = 0; p < count; p++)
        sum += (a[p] - mean_a) * (b[p] - mean_b);
    return sum / count;
}

/* Least squares of the pilot, on controls of unit spread; what does not move explains nothing. */
static void fit(double coefficient[DC_CONTROLS_MAX], const double *values,
                const dc_controls *controls, uint32_t pilot)
{
    double mean[DC_CONTROLS_MAX], spread[DC_CONTROLS_MAX];
    double matrix[DC_CONTROLS_MAX * DC_CONTROLS_MAX], with[DC_CONTROLS_MAX];
    double middle = mean_of(values, pilot);
    size_t n = controls->count;
    for (size_t i = 0; i < n; i++) {
        const double *x = controls->path[i];
        mean[i] = mean_of(x, pilot);
        spread[i] = sqrt(covariance_of(x, mean[i], x, mean[i], pilot));
        double scale = spread[i] > 0.0 ? spread[i] : 1.0;
        with[i] = covariance_of(values, middle, x, mean[i], pilot) / scale;
        for (size_t j = 0; j <= i; j++) {
            double other = spread[j] > 0.0 ? spread[j] : 1.0;
            double both = covariance_of(x, mean[i], controls->path[j], mean[j], pilot);
            matrix[i * n + j] = matrix[j * n + i] = both / scale / other;
        }
        matrix[i * n + i] = spread[i] > 0.0 ? 1.0 + ridge : 1.0;
    }
    gsl_matrix_view a = gsl_matrix_view_array(matrix, n, n);
    gsl_vector_view b = gsl_vector_view_array(with, n);
    if (gsl_linalg_cholesky_decomp1(&a.matrix) != 0 ||
        gsl_linalg_cholesky_svx(&a.matrix, &b.vector) != 0)
        memset(with, 0, sizeof with);
    for (size_t i = 0; i < n; i++)
        coefficient[i] = spread[i] > 0.0 ? with[i] / spread[i] : 0.0;
}

void dc_control_adjust(double *adjusted, const double *values, const dc_controls *controls)
{
    double coefficient[DC_CONTROLS_MAX];
    fit(coefficient, values, controls, dc_control_pilot(controls->path_count));
    for (uint32_t p = 0; p < controls->path_count; p++) {
        double explained = 0.0;
        for (size_t i = 0; i < controls->count; i++)
            explained += coefficient[i] * (controls->path[i][p] - controls->expected[i]);
        adjusted[p] = values[p] - explained;
    }
}

void dc_control_mean(dc_estimate *out, const double *adjusted, uint32_t path_count)
{
    uint32_t pilot = dc_control_pilot(path_count), count = path_count - pilot;
    double   mean = mean_of(adjusted + pilot, count);
    double   variance = covariance_of(adjusted + pilot, mean, adjusted + pilot, mean, count);
    out->mean = mean;
    out->standard_error = sqrt(variance / (count - 1.0));
}

/* --- what is reported ------------------------------------------------------------------------- */

const dc_estimate *dc_outcome_path_receipts(const dc_outcome *outcome, int32_t week)
{
    return &(outcome->controlled ? outcome->path_receipts : outcome->series[DC_RECEIPTS])[week];
}

const dc_estimate *dc_outcome_path_cash(const dc_outcome *outcome, int32_t week)
{
    return &(outcome->controlled ? outcome->path_cash : outcome->series[DC_CASH_COLLECTED])[week];
}

/* Mean and standard error of the difference of values on the same paths, from path `from` on. */
static void pair_values(double *mean, double *standard_error, const double *values,
                        const double *base, uint32_t from, uint32_t path_count)
{
    double sum = 0.0, squares = 0.0, count = path_count - from;
    for (uint32_t p = from; p < path_count; p++)
        sum += values[p] - base[p];
    *mean = sum / count;
    for (uint32_t p = from; p < path_count; p++) {
        double off = values[p] - base[p] - *mean;
        squares += off * off;
    }
    *standard_error = count > 1.0 ? sqrt(squares / (count - 1.0) / count) : 0.0;
}

void dc_outcome_difference(double *mean, double *standard_error, const dc_outcome *outcome,
                           const dc_outcome *base, dc_metric metric, int paired)
{
    int32_t       week = base->paired_week[paired];
    const double *values = outcome->adjusted[metric][paired],
                 *before = base->adjusted[metric][paired];
    bool is_pair = outcome->controlled && values && before;
    bool both_move = outcome->capital_moves && base->capital_moves;
    bool by_paths = dc_is_ratio(metric) || (both_move && dc_is_capital(metric));
    if (is_pair || !outcome->controlled || by_paths) {
        values = is_pair ? values : outcome->paired[metric][paired];
        before = is_pair ? before : base->paired[metric][paired];
        uint32_t from = is_pair ? dc_control_pilot(base->path_count) : 0;
        pair_values(mean, standard_error, values, before, from, base->path_count);
        return;
    }
    *mean = outcome->series[metric][week].mean - base->series[metric][week].mean;
    *standard_error = hypot(outcome->series[metric][week].standard_error,
                            base->series[metric][week].standard_error); /* nearly always 0 */
}
