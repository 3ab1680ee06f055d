/*
 * Draws that are tied together, against closed forms.  Statistical checks: fixed seeds, and five
 * standard deviations of the binomial law with the exact chance.
 */
#include "support/expect.h"
#include "support/given.h"

#include <math.h>
#include <string.h>

#include "forecast/simulate/runs.h"

enum { B = DC_PATH_BLOCK, REACH = 91, WEEKS = 13, BLOCKS = 240, PATHS = B * BLOCKS };

static const double pi_number = 3.14159265358979323846;

typedef struct {
    dc_arena *arena;
    dc_book  *book;
    dc_model *model;
    dc_items *items;
    dc_laws   laws;
    dc_tide   tide;
} made;

/* Two claims, the second due later; daily hazard before and after the due day differs. */
static made make(dc_together together, double write_off)
{
    made all = {.arena = dc_arena_new(),
                .book = given_book("2024-02-20", "customer invoice issued due amount\n"
                                                 "acme A-1 2024-01-02 2024-02-24 100.00\n"
                                                 "acme A-2 2024-01-02 2024-03-10 100.00\n")};
    all.model = given_model(all.book, 0.02, write_off);
    for (int bin = dc_bin_of(0); bin < DC_BINS; bin++)
        given_hazard(all.model, 0, bin, 0.08);
    all.model->together = together;
    all.items = dc_items_make(all.arena, all.book, all.model, REACH);
    dc_laws_make(&all.laws, all.arena, all.book, all.model, all.items, 0, REACH, 1.0);
    dc_tide_allocate(&all.tide, &all.model->together, 11, REACH);
    return all;
}

static void drop(made *all)
{
    dc_tide_free(&all->tide);
    dc_model_free(all->model);
    given_book_free(all->book);
    dc_arena_free(all->arena);
}

static const dc_table *table_of(const made *all, size_t item)
{
    return &all->laws.table[all->laws.of_item[item]];
}

/* Chance of being settled by the end of each week, and in the week given that it is open. */
typedef struct {
    double by[WEEKS + 1], chance[WEEKS];
} weekly;

static weekly weekly_of(const made *all, size_t item)
{
    double paid[REACH + 1], lost[REACH + 1];
    dc_law law = {REACH, paid, lost};
    weekly out = {{0}, {0}};
    dc_laws_read(&law, &all->laws, (uint32_t)item);
    for (int w = 0; w < WEEKS; w++) {
        out.by[w + 1] = paid[7 * (w + 1)];
        out.chance[w] = (out.by[w + 1] - out.by[w]) / (1.0 - out.by[w]);
    }
    return out;
}

static void assert_chance(double count, double chance)
{
    double sd = sqrt(PATHS * chance * (1.0 - chance));
    assert_double_close(count, PATHS * chance, 5.0 * sd + 1.0);
}

static int week_of(uint16_t drawn)
{
    return drawn > REACH ? WEEKS : (drawn - 1) / 7;
}

/* Hardly any runs and no shocks: the walk through the weeks ends on the day that one uniform for a
 * whole life gives, but for ties at the edge of a day. */
static void a_walk_without_ties_is_a_plain_draw(void **state)
{
    (void)state;
    made     all = make((dc_together){.run_share = 1e-9}, 0.0);
    made     plain = make((dc_together){.run_share = 0.0}, 0.0);
    uint16_t walked[B], drawn[B];
    uint32_t word[B];
    int      differ = 0;
    assert_true(all.laws.tied && !plain.laws.tied);
    for (uint32_t block = 0; block < BLOCKS; block++) {
        dc_tide_turn(&all.tide, block);
        dc_tide_draw(walked, &all.tide, table_of(&all, 0), 0, 5, 7, DC_ALL_GROUPS);
        dc_uniform_block(word, (dc_luck){11, 5, DC_PURPOSE_SETTLEMENT}, block, 0);
        dc_table_draw(drawn, word, table_of(&plain, 0));
        for (int i = 0; i < B; i++)
            differ += walked[i] != drawn[i];
    }
    assert_in_range(differ, 0, PATHS / 10000);
    drop(&all);
    drop(&plain);
}

static void a_draw_of_some_groups_is_that_part_of_the_draw_of_all(void **state)
{
    const uint32_t sets[] = {1u, 0x80000000u, 0x00010100u, 0x7fffffffu, 0xfffffffeu, 0x12345678u};
    (void)state;
    made     all = make((dc_together){.run_share = 0.3, .lasting = 0.2}, 0.05);
    uint16_t whole[B], some[B], never = (uint16_t)(table_of(&all, 0)->day_count + 1);
    for (uint32_t block = 0; block < 8; block++) {
        dc_tide_turn(&all.tide, block);
        dc_tide_draw(whole, &all.tide, table_of(&all, 0), 0, 5, 7, DC_ALL_GROUPS);
        for (size_t s = 0; s < sizeof sets / sizeof sets[0]; s++) {
            dc_tide_draw(some, &all.tide, table_of(&all, 0), 0, 5, 7, sets[s]);
            for (int i = 0; i < B; i++)
                assert_int_equal(some[i], sets[s] >> i / DC_LANES & 1 ? whole[i] : never);
        }
    }
    drop(&all);
}

/* docs/FORMULAS.md, "What moves together": the pair law. */
static void a_pair_of_one_customer_follows_the_pair_law(void **state)
{
    (void)state;
    const double pi = 0.6;
    made         all = make((dc_together){.run_share = pi}, 0.0);
    weekly       a = weekly_of(&all, 0), b = weekly_of(&all, 1);
    double       same[WEEKS] = {0}, open[WEEKS] = {0}, both = 1.0;
    uint16_t     first[B], second[B];
    for (uint32_t block = 0; block < BLOCKS; block++) {
        dc_tide_turn(&all.tide, block);
        dc_tide_draw(first, &all.tide, table_of(&all, 0), 0, 5, 7, DC_ALL_GROUPS);
        dc_tide_draw(second, &all.tide, table_of(&all, 1), 0, 6, 7, DC_ALL_GROUPS);
        for (int i = 0; i < B; i++)
            for (int w = 0; w < WEEKS; w++) {
                same[w] += week_of(first[i]) == w && week_of(second[i]) == w;
                open[w] += week_of(first[i]) > w && week_of(second[i]) > w;
            }
    }
    for (int w = 0; w < WEEKS; w++) {
        double p = a.chance[w], q = b.chance[w];
        assert_chance(same[w], both * (pi * fmin(p, q) + (1.0 - pi) * p * q));
        both *= pi * (1.0 - fmax(p, q)) + (1.0 - pi) * (1.0 - p) * (1.0 - q);
        assert_chance(open[w], both);
    }
    drop(&all);
}

/* The mean of f over a standard normal, by the trapezium rule. */
static double mean_over(double (*f)(double z, const double *with), const double *with)
{
    double sum = 0.0;
    for (int i = -800; i <= 800; i++) {
        double z = i / 100.0;
        sum += f(z, with) * exp(-0.5 * z * z) / sqrt(2.0 * pi_number) / 100.0;
    }
    return sum;
}

/* with: spread, rise, rise */
static double both_settled(double z, const double *with)
{
    double pace = exp(with[0] * z - 0.5 * with[0] * with[0]);
    return expm1(-pace * with[1]) * expm1(-pace * with[2]);
}

/* Whatever the runs and shocks, one claim alone keeps its law, day by day. */
static void a_claim_alone_keeps_its_law(void **state)
{
    (void)state;
    static const dc_together ties[] = {{.run_share = 1.0},
                                       {.weekly = 0.4},
                                       {.lasting = 0.3},
                                       {.run_share = 0.5, .lasting = 0.1, .weekly = 0.2}};
    for (size_t t = 0; t < sizeof ties / sizeof ties[0]; t++) {
        made     all = make(ties[t], 0.004);
        double   paid[REACH + 1], lost[REACH + 1], settled[REACH + 2] = {0}, gone[REACH + 2] = {0};
        dc_law   law = {REACH, paid, lost};
        uint16_t drawn[B];
        dc_laws_read(&law, &all.laws, 0);
        for (uint32_t block = 0; block < BLOCKS; block++) {
            dc_tide_turn(&all.tide, block);
            dc_tide_draw(drawn, &all.tide, table_of(&all, 0), 0, 5, 7, DC_ALL_GROUPS);
            for (int i = 0; i < B; i++)
                (drawn[i] & DC_DAY_LOST ? gone : settled)[drawn[i] & ~DC_DAY_LOST] += 1.0;
        }
        for (int day = 1; day <= REACH; day++) {
            settled[day] += settled[day - 1];
            gone[day] += gone[day - 1];
            assert_chance(settled[day], paid[day]);
            assert_chance(gone[day], lost[day]);
        }
        drop(&all);
    }
}

/* Two customers share nothing but the week: their joint chance by quadrature. */
static void a_shock_ties_customers_together(void **state)
{
    (void)state;
    made         all = make((dc_together){.weekly = 0.6}, 0.0);
    const float *rise[] = {table_of(&all, 0)->rises.week_rise, table_of(&all, 1)->rises.week_rise};
    double       with[] = {0.6, (double)rise[0][0], (double)rise[1][0]}, same = 0.0;
    weekly       a = weekly_of(&all, 0), b = weekly_of(&all, 1);
    uint16_t     first[B], second[B];
    for (uint32_t block = 0; block < BLOCKS; block++) {
        dc_tide_turn(&all.tide, block);
        dc_tide_draw(first, &all.tide, table_of(&all, 0), 0, 5, 7, DC_ALL_GROUPS);
        dc_tide_draw(second, &all.tide, table_of(&all, 1), 0, 6, 8, DC_ALL_GROUPS);
        for (int i = 0; i < B; i++)
            same += week_of(first[i]) == 0 && week_of(second[i]) == 0;
    }
    double joint = mean_over(both_settled, with);
    assert_true(joint > 1.1 * a.by[1] * b.by[1]);
    assert_chance(same, joint);
    drop(&all);
}

/* The mean over paces is taken out: exact for one week, to 1e-3 over the weeks where both last. */
static void rises_average_to_the_law(void **state)
{
    (void)state;
    made         all = make((dc_together){.lasting = 0.1, .weekly = 0.2}, 0.0);
    const float *rise = table_of(&all, 0)->rises.week_rise;
    weekly       law = weekly_of(&all, 0);
    double       step = 0.05;
    for (int weeks = 1; weeks <= WEEKS; weeks++) {
        double open = 0.0;
        for (double z = -6.0; z <= 6.0; z += step) {
            double path = 1.0, lasting = exp(0.1 * z - 0.005);
            for (int w = 0; w < weeks; w++) {
                double week = 0.0;
                for (double y = -6.0; y <= 6.0; y += step)
                    week += exp(-lasting * exp(0.2 * y - 0.02) * (double)rise[w] - 0.5 * y * y);
                path *= week * step / sqrt(2.0 * pi_number);
            }
            open += path * exp(-0.5 * z * z) * step / sqrt(2.0 * pi_number);
        }
        assert_double_close(open, 1.0 - law.by[weeks], weeks == 1 ? 2e-5 : 1e-3);
    }
    drop(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_walk_without_ties_is_a_plain_draw),
        cmocka_unit_test(a_draw_of_some_groups_is_that_part_of_the_draw_of_all),
        cmocka_unit_test(a_pair_of_one_customer_follows_the_pair_law),
        cmocka_unit_test(a_claim_alone_keeps_its_law),
        cmocka_unit_test(a_shock_ties_customers_together),
        cmocka_unit_test(rises_average_to_the_law),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
