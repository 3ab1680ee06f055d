/*
 * learn.c - how long learning and proving take, apart from reading.
 *
 *     bench_learn learn    LEDGER [REPEATS]    one fit with settings given, one that chooses them
 *     bench_learn backtest LEDGER [REPEATS]    26 weekly origins
 *
 * Prints one line a measurement: name, seconds of the clock and of the processor (the fastest of
 * REPEATS).  OMP_NUM_THREADS says how many threads.
 */
#include <gsl/gsl_errno.h>
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/backtest.h"
#include "measuring.h"

typedef struct {
    double clock, processor;
} instant;

static instant now(void)
{
    return (instant){seconds_of(CLOCK_MONOTONIC), seconds_of(CLOCK_PROCESS_CPUTIME_ID)};
}

static instant since(instant start)
{
    instant end = now();
    return (instant){end.clock - start.clock, end.processor - start.processor};
}

static void show(const char *name, instant taken)
{
    printf("%-36s %8.3f %8.3f\n", name, taken.clock, taken.processor);
}

static instant learn_once(const dc_book *book, const dc_learn_options *options, bool describe)
{
    dc_model *model;
    instant   start = now();
    dc_model_learn(&model, book, options);
    instant taken = since(start);
    if (describe)
        printf("# %zu settled claims, %zu open, %zu customers: %d types, m %.3g, half-life %g, "
               "log marginal %.6f\n",
               model->claims_learnt_from, model->claims_censored, model->customer_count,
               model->mixture.type_count, model->concentration, model->half_life_days,
               model->log_likelihood);
    dc_model_free(model);
    return taken;
}

static instant backtest_once(const dc_book *book, bool describe)
{
    dc_backtest_options options = DC_BACKTEST_OPTIONS_INIT;
    dc_backtest        *backtest;
    options.threads = omp_get_max_threads();
    instant start = now();
    if (dc_backtest_run(&backtest, book, &options) != DC_OK)
        exit(1);
    instant taken = since(start);
    if (describe)
        printf("# %zu origins, %zu claims, days off %.4f, CRPS %.4f\n", backtest->origins,
               backtest->rule[DC_RULE_DUECAST].claims,
               backtest->rule[DC_RULE_DUECAST].score[DC_SCORE_DATE_MAE].value,
               backtest->rule[DC_RULE_DUECAST].score[DC_SCORE_DATE_CRPS].value);
    dc_backtest_free(backtest);
    return taken;
}

static instant faster(instant a, instant b)
{
    return (instant){fmin(a.clock, b.clock), fmin(a.processor, b.processor)};
}

static void measure_learning(const dc_book *book, int repeats)
{
    static const dc_learn_options given = {.half_life_days = 365.0, .type_count = 2};
    const dc_learn_options        chosen = DC_LEARN_OPTIONS_INIT;
    instant                       best[2] = {{INFINITY, INFINITY}, {INFINITY, INFINITY}};
    for (int i = 0; i < repeats; i++) {
        best[0] = faster(best[0], learn_once(book, &given, i == 0));
        best[1] = faster(best[1], learn_once(book, &chosen, i == 0));
    }
    show("learn, settings given", best[0]);
    show("learn, settings chosen", best[1]);
}

static void measure_backtest(const dc_book *book, int repeats)
{
    instant best = {INFINITY, INFINITY};
    for (int i = 0; i < repeats; i++)
        best = faster(best, backtest_once(book, i == 0));
    show("backtest, 26 origins", best);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: bench_learn learn|backtest LEDGER [REPEATS]\n", stderr);
        return 2;
    }
    int repeats = argc > 3 ? atoi(argv[3]) : 1;
    gsl_set_error_handler_off();
    instant  start = now();
    dc_book *book = read_ledger(argv[2]);
    show("read", since(start));
    if (strcmp(argv[1], "learn") == 0)
        measure_learning(book, repeats);
    else
        measure_backtest(book, repeats);
    dc_book_free(book);
    return 0;
}
