/* given_spread.c - see given_spread.h. */
#include "support/given_spread.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/expect.h"
#include "support/run.h"

given_futures given_futures_of(int customers, int claims, int step, dc_together together)
{
    given_futures f = {.arena = dc_arena_new()};
    char         *table = malloc(60 + (size_t)(customers * claims) * 80), *to = table;
    to += sprintf(to, "customer invoice issued due amount\n");
    for (int c = 0; c < customers; c++)
        for (int i = 0; i < claims; i++) {
            char due[11];
            dc_date_format(due, dc_date_add_days(date("2024-06-20"), i * step % 120));
            to += sprintf(to, "customer-%04d A-%04d-%04d 2024-05-01 %s %d.00\n", c, c, i, due,
                          100 + 37 * ((c + i) % 5));
        }
    f.book = given_book("2024-06-30", table);
    free(table);
    f.model = given_lively_model(f.book);
    f.model->together = together;
    for (int bin = 0; bin < DC_BINS; bin++)
        f.model->write_off[bin] = 0.0;
    f.options = (dc_simulate_options){.horizon_days = GIVEN_HORIZON, .seed = 5};
    f.items = dc_items_make(f.arena, f.book, f.model, GIVEN_HORIZON);
    for (size_t i = f.items->claim_count; i < f.items->count; i++)
        f.items->amount[i] = 0; /* the claims alone */
    return f;
}

void given_futures_drop(given_futures *f)
{
    dc_model_free(f->model);
    given_book_free(f->book);
    dc_arena_free(f->arena);
}

dc_spread *given_spread_of(const given_futures *f)
{
    const double weight[DC_CURRENCIES_MAX] = {1.0};
    return dc_spread_make(f->arena, f->book, f->model, f->items, &f->policy, weight, &f->options);
}

dc_policy given_patience(double power)
{
    return (dc_policy){.forbearance_count = 1,
                       .forbearances = {{.power = power, .from = 1, .to = INT32_MAX}}};
}

/* What paths that are all alike may have missed: up to that share of them brings all that is
 * owed. Of five in n, n paths miss every one in less than 1 % of tries. */
static double unseen(const given_futures *f)
{
    double owed = 0.0;
    for (size_t i = 0; i < f->items->claim_count; i++)
        owed += (double)f->items->amount[i];
    return 5.0 / f->options.path_count * owed * owed;
}

void assert_paths_agree(given_futures *f, uint32_t paths, double lacks)
{
    const dc_policy *policies[] = {&f->policy};
    f->options.path_count = given_paths(paths);
    dc_spread *spread = given_spread_of(f);
    run       *all = run_paths(f->book, f->model, f->items, policies, 1, &f->options);
    double     n = f->options.path_count;
    for (int32_t week = 1; week <= spread->week_count; week += 2) {
        int32_t day = dc_week_end_day(&f->options, week);
        double  mean = 0.0, second = 0.0, fourth = 0.0;
        for (uint32_t p = 0; p < f->options.path_count; p++)
            mean += (double)run_cash_by(all, 0, 0, day, p) / n;
        for (uint32_t p = 0; p < f->options.path_count; p++) {
            double off = (double)run_cash_by(all, 0, 0, day, p) - mean;
            second += off * off / n;
            fourth += off * off * off * off / n;
        }
        double error = sqrt(fmax(fourth - second * second, 0.0) / n);
        bool   apart = second > 1e-6; /* less is what the mean was rounded by */
        double tolerance = apart ? 4.5 * error + lacks * second : unseen(f);
        assert_double_close(spread->variance[week], second, tolerance);
    }
    run_free(all);
}
