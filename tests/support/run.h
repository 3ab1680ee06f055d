/*
 * run.h - a whole simulation kept in memory: every flow of every day on every path, to compare.
 *
 * For small runs only: scenarios x currencies x channels x days x paths values of 8 bytes.
 */
#ifndef DUECAST_TESTS_RUN_H
#define DUECAST_TESTS_RUN_H

#include "duecast/paths.h"

enum { RUN_SCENARIOS_MAX = 8 };

typedef struct {
    size_t   scenario_count, currency_count, report_count;
    int32_t  day_count;
    uint32_t path_count;
    size_t   size;   /* values in `flow` */
    int64_t *flow;   /* [scenario][currency][channel][day][path], day 0 .. day_count */
    int64_t *ageing; /* [scenario][currency][report][bucket][path] */
    int64_t *beside; /* [scenario][which][day][path] */
} run;

run *run_paths(const dc_book *book, const dc_model *model, const dc_items *items,
               const dc_policy *const *policies, size_t policy_count,
               const dc_simulate_options *options);

/* The same with items made from the book; one policy, NULL for the baseline. */
run *run_policy(const dc_book *book, const dc_model *model, const dc_policy *policy,
                const dc_simulate_options *options);
void run_free(run *all);

int64_t run_flow(const run *all, size_t scenario, size_t currency, dc_flow flow, int32_t day,
                 uint32_t path);
int64_t run_ageing(const run *all, size_t scenario, size_t currency, size_t report, int bucket,
                   uint32_t path);
int64_t run_cash(const run *all, size_t scenario, size_t currency, int32_t day, uint32_t path);

/* Money beside the receivables. */
int64_t run_beside(const run *all, size_t scenario, dc_beside which, int32_t day, uint32_t path);
int64_t run_beside_by(const run *all, size_t scenario, dc_beside which, int32_t day, uint32_t path);

/* Sum over days 1 .. day. */
int64_t run_cash_by(const run *all, size_t scenario, size_t currency, int32_t day, uint32_t path);
int64_t run_sum(const run *all, size_t scenario, size_t currency, dc_flow flow, int32_t day,
                uint32_t path);

#endif
