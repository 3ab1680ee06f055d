/*
 * paths.c - how long drawing futures takes, apart from reading, learning and measuring.
 *
 *     bench_paths LEDGER PATHS none|learnt|SHARE [REPEATS [WEEKS [SCENARIOS [FILE]]]]
 *
 * Simulates the open claims of the ledger alone, without future sales, as nobody pays together
 * (none), as learnt, or with pay runs of that share (0..1) and shocks as learnt.  Beside the
 * baseline stand SCENARIOS delays of 15 days, each of a fifth of the claims by amount.  Prints the
 * fastest of REPEATS; OMP_NUM_THREADS says how many threads.  FILE gets the laws and the claims
 * for a peer: claims, laws and days as int64; laws x (days + 1) chances of being settled by a day
 * as doubles; per claim its law as int64, its amount as int64, its customer as int64.
 */
#include <gsl/gsl_errno.h>
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/paths.h"
#include "measuring.h"

static dc_together together_of(const char *text, const dc_together *learnt)
{
    dc_together out = *learnt;
    if (strcmp(text, "none") == 0)
        return (dc_together){0};
    if (strcmp(text, "learnt") != 0)
        out.run_share = atof(text);
    return out;
}

/* A sum that the work cannot be left out for. */
static void consume(void *context, const dc_block *block)
{
    int64_t sum = 0;
    for (int32_t day = 1; day <= block->day_count; day++)
        for (uint32_t path = 0; path < block->path_count; path++)
            sum += dc_block_at(block, DC_FLOW_SETTLED_OVERDUE, day, path) +
                   dc_block_at(block, DC_FLOW_SETTLED_NOT_DUE, day, path);
#pragma omp atomic
    *(int64_t *)context += sum;
}

static void write_laws(const char *path, const dc_items *items, int32_t days)
{
    FILE    *file = fopen(path, "wb");
    size_t   claims = items->claim_count;
    dc_law   law = {days, calloc((size_t)days + 1, 8), calloc((size_t)days + 1, 8)};
    int64_t *of = calloc(claims, sizeof *of), laws = 0;
    size_t  *first = calloc(claims, sizeof *first);
    if (!file || !law.paid || !law.lost || !of || !first)
        exit(1);
    /* claims of one customer follow each other, and few due days are open at a time */
    for (size_t i = 0; i < claims; i++) {
        size_t j = i;
        while (j > 0 && items->customer[j - 1] == items->customer[i] &&
               (items->due[j - 1] != items->due[i] || items->pace[j - 1] != items->pace[i]))
            j--;
        bool same = j > 0 && items->customer[j - 1] == items->customer[i];
        of[i] = same ? of[j - 1] : laws;
        if (!same)
            first[laws++] = i;
    }
    int64_t head[] = {(int64_t)claims, laws, days};
    fwrite(head, sizeof *head, 3, file);
    for (int64_t l = 0; l < laws; l++) {
        dc_items_law(&law, items, first[l]);
        fwrite(law.paid, sizeof *law.paid, (size_t)days + 1, file);
    }
    fwrite(of, sizeof *of, claims, file);
    fwrite(items->amount, sizeof *items->amount, claims, file);
    for (size_t i = 0; i < claims; i++)
        of[i] = items->customer[i];
    fwrite(of, sizeof *of, claims, file);
    fclose(file);
    free(law.paid);
    free(law.lost);
    free(of);
    free(first);
}

static int compare_amounts(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* policies[0] is the baseline; the s-th after it delays the s-th fifth, over and over. */
static void make_policies(dc_policy *policies, size_t scenarios, dc_scope *scopes,
                          const dc_items *items)
{
    enum { FIFTHS = 5 };
    size_t   claims = items->claim_count;
    int64_t *amount = calloc(claims, sizeof *amount);
    if (!amount)
        exit(1);
    memcpy(amount, items->amount, claims * sizeof *amount);
    qsort(amount, claims, sizeof *amount, compare_amounts);
    for (size_t s = 0; s < scenarios; s++) {
        size_t fifth = s % FIFTHS;
        scopes[s] = DC_SCOPE_INIT;
        if (fifth > 0)
            scopes[s].min_amount = amount[claims * fifth / FIFTHS];
        if (fifth + 1 < FIFTHS)
            scopes[s].max_amount = amount[claims * (fifth + 1) / FIFTHS] - 1;
        policies[s + 1].delay_count = 1;
        policies[s + 1].delays[0] = (dc_delay){
            .scopes = {1, &scopes[s]}, .days = 15, .share = 1.0, .from = 1, .to = INT32_MAX};
    }
    free(amount);
}

typedef struct {
    double  clock, processor;
    int64_t sum;
} taken;

static taken simulate(const dc_book *book, const dc_model *model, const dc_items *items,
                      size_t scenarios, const dc_simulate_options *options)
{
    static dc_policy policies[64];
    static dc_scope  scopes[64];
    const dc_policy *all[64];
    taken            out = {seconds_of(CLOCK_MONOTONIC), seconds_of(CLOCK_PROCESS_CPUTIME_ID), 0};
    make_policies(policies, scenarios, scopes, items);
    for (size_t s = 0; s <= scenarios; s++)
        all[s] = &policies[s];
    dc_paths_simulate(book, model, items, all, scenarios + 1, options, consume, &out.sum);
    out.clock = seconds_of(CLOCK_MONOTONIC) - out.clock;
    out.processor = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - out.processor;
    return out;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: bench_paths LEDGER PATHS none|learnt|SHARE [REPEATS [WEEKS [SCENARIOS "
              "[FILE]]]]\n",
              stderr);
        return 2;
    }
    dc_simulate_options options = DC_SIMULATE_OPTIONS_INIT;
    dc_learn_options    learn = {.half_life_days = 365.0, .type_count = 2};
    dc_model           *model;
    int                 repeats = argc > 4 ? atoi(argv[4]) : 1;
    size_t              scenarios = argc > 6 ? (size_t)atoi(argv[6]) : 0;
    taken               best = {INFINITY, INFINITY, 0};
    options.path_count = (uint32_t)atoi(argv[2]);
    options.horizon_days = 7 * (argc > 5 ? atoi(argv[5]) : 52);
    options.threads = omp_get_max_threads();
    gsl_set_error_handler_off();
    dc_book *book = read_ledger(argv[1]);
    dc_model_learn(&model, book, &learn);
    model->together = together_of(argv[3], &model->together);
    dc_arena *arena = dc_arena_new();
    double    laws = seconds_of(CLOCK_MONOTONIC);
    dc_items *items = dc_items_make(arena, book, model, options.horizon_days);
    laws = seconds_of(CLOCK_MONOTONIC) - laws;
    items->count = items->claim_count;
    for (int i = 0; i < repeats; i++) {
        taken now = simulate(book, model, items, scenarios, &options);
        best = (taken){fmin(best.clock, now.clock), fmin(best.processor, now.processor), now.sum};
    }
    double draws = (double)items->count * options.path_count;
    printf("items %zu, paths %u, scenarios %zu, run share %.2f, shocks %.2f %.2f, checksum %lld\n",
           items->count, options.path_count, scenarios, model->together.run_share,
           model->together.lasting, model->together.weekly, (long long)best.sum);
    printf("laws and items %.3f s\n", laws);
    printf("paths %.3f s, of processors %.3f s, %.2f ns a draw, %.2f by the clock\n", best.clock,
           best.processor, best.processor / draws * 1e9, best.clock / draws * 1e9);
    if (argc > 7)
        write_laws(argv[7], items, options.horizon_days);
    dc_arena_free(arena);
    dc_model_free(model);
    dc_book_free(book);
    return 0;
}
