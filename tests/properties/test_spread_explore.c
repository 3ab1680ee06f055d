#include "support/expect.h"
#include "support/given.h"
#include "support/run.h"
#include "duecast/spread.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
enum { HORIZON = 182 };
static void try(const char *name, uint64_t seed, const dc_policy *policy, dc_together t, double noise, int failing, int customers, int first_week, uint32_t paths)
{
    dc_arena *arena = dc_arena_new();
    dc_book *book = given_company(seed, customers, 0);
    dc_model *model = failing ? given_failing_model(book) : given_lively_model(book);
    model->together = t;
    model->sales_portfolio.noise = noise;
    dc_simulate_options o = {.horizon_days = HORIZON, .path_count = paths, .seed = seed, .first_week_days = first_week};
    dc_items *items = dc_items_make(arena, book, model, HORIZON);
    double weight[DC_CURRENCIES_MAX] = {1.0, 0.7};
    if (getenv("ONE")) weight[1]=0;
    const dc_policy *policies[] = {policy};
    run *all = run_paths(book, model, items, policies, 1, &o);
    dc_spread *s = dc_spread_make(arena, book, model, items, policy, weight, &o);
    printf("%-34s items %zu+%zu q%d:", name, items->claim_count, items->count - items->claim_count, s->quality);
    double worst = 0;
    for (int w = 1; w <= s->week_count; w++) {
        int d = dc_week_end_day(&o, w);
        double sum = 0, sq = 0, f = 0;
        double *c = malloc(paths * sizeof *c);
        for (uint32_t p = 0; p < paths; p++) { c[p] = 0; for (int k = 0; k < (int)book->currency_count; k++) c[p] += weight[k] * run_cash_by(all, 0, k, d, p); sum += c[p]; }
        double m = sum / paths;
        for (uint32_t p = 0; p < paths; p++) { double x = (c[p] - m) * (c[p] - m); sq += x; f += x * x; }
        double v = sq / (paths - 1), err = sqrt(fmax(0, f / paths - v * v) / paths);
        double z = (s->variance[w] - v) / err;
        if (fabs(z) > fabs(worst)) worst = z;
        if (w == 1 || w == 2 || w == 4 || w == 8 || w == 13 || w == s->week_count) printf(" %d: %.3f(z%.1f)", w, s->variance[w] / v, z);
        free(c);
    }
    printf(" worst z %.1f\n", worst);
    run_free(all); dc_model_free(model); given_book_free(book); dc_arena_free(arena);
}
static void explore(void **state)
{
    (void)state;
    uint32_t n = getenv("PATHS") ? atoi(getenv("PATHS")) : 20000;
    dc_policy none = {0};
    dc_together u = {0}, r = {.run_share = .7}, r1 = {.run_share = 1}, l = {.lasting = .3}, w = {.weekly = .3}, all = {.run_share = .7, .lasting = .15, .weekly = .25}, big = {.run_share = 1, .lasting = .5, .weekly = .5};
    dc_policy late = {.delay_count = 3, .delays = {{.days = 15, .share = 0.6, .from = 1, .to = INT32_MAX}, {.days = 10, .share = 0.25, .from = 30, .to = 60}, {.days = 5, .share = 1.0, .from = 1, .to = 20}}};
    dc_policy terms = {.terms_count = 1, .terms = {{.days = 60, .from = 10, .pass_through = 0.63, .sales = 0.12, .loss_multiplier = 2.5}}};
    dc_policy shorter = {.terms_count = 1, .terms = {{.days = 7, .from = 1, .pass_through = 0.85, .sales = -0.2}}};
    dc_policy plan = {.plan_count = 1, .plans = {{.down_payment = 0.2, .count = 4, .every_days = 20, .start = 5, .miss = 0.3, .share = 0.7}}};
    try("untied", 1, &none, u, 0, 0, 8, 0, n);
    try("untied noise", 1, &none, u, .4, 0, 8, 0, n);
    try("runs .7", 2, &none, r, 0, 0, 8, 0, n);
    try("runs 1", 2, &none, r1, 0, 0, 8, 0, n);
    try("runs 1 stub", 2, &none, r1, 0, 0, 8, 3, n);
    try("lasting", 3, &none, l, 0, 0, 8, 0, n);
    try("weekly", 3, &none, w, 0, 0, 8, 0, n);
    try("all", 4, &none, all, .2, 0, 8, 0, n);
    try("all 40", 4, &none, all, .2, 0, 40, 0, n / 4);
    try("all 3", 4, &none, all, .2, 0, 3, 0, n);
    try("big", 4, &none, big, .2, 0, 8, 0, n);
    try("big 40", 4, &none, big, .2, 0, 40, 0, n / 4);
    try("failing untied", 5, &none, u, 0, 1, 8, 0, n);
    try("failing untied 40", 5, &none, u, 0, 1, 40, 0, n / 4);
    try("failing all", 5, &none, all, .2, 1, 8, 0, n);
    try("late untied", 6, &late, u, 0, 0, 8, 0, n);
    try("late all", 6, &late, all, 0, 0, 8, 0, n);
    try("terms untied", 7, &terms, u, .2, 0, 8, 0, n);
    try("terms all", 7, &terms, all, .2, 0, 8, 0, n);
    try("shorter all", 7, &shorter, all, .2, 0, 8, 0, n);
    try("plan untied", 7, &plan, u, .2, 0, 8, 0, n);
    try("plan all", 7, &plan, all, .2, 0, 8, 0, n);
    try("plan failing all", 7, &plan, all, .2, 1, 8, 0, n);
}
int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(explore)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
