#include "support/given_truth.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/expect.h"
#include "support/given.h"

enum { TERMS = 30, WEEK = 7, SHOCK_WEEKS = 4 };

/* Three streams, so that a change of one regime leaves the luck of the others. */
enum { OF_CUSTOMERS = 1, OF_CLAIMS, OF_WEEKS, OF_SHOCKS };

static uint64_t scramble(uint64_t x)
{
    x += 0x9e3779b97f4a7c15U; /* splitmix64, Steele, Lea & Flood 2014 */
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
}

/* Uniform in (0, 1), a function of what it is for. */
static double uniform(const truth *what, int stream, int64_t a, int64_t b)
{
    uint64_t key = scramble(what->seed ^ scramble((uint64_t)stream));
    key = scramble(key ^ scramble((uint64_t)a));
    key = scramble(key ^ scramble((uint64_t)b + 77));
    return ((double)(key >> 11) + 0.5) * 0x1p-53;
}

static double normal(const truth *what, int stream, int64_t a, int64_t b)
{
    double radius = sqrt(-2.0 * log(uniform(what, stream, a, 2 * b)));
    return radius * cos(2.0 * 3.14159265358979323846 * uniform(what, stream, a, 2 * b + 1));
}

static double hazard_at(int32_t late)
{
    static const struct {
        int32_t below;
        double  hazard;
    } steps[] = {{-14, 0.001}, {-4, 0.02}, {0, 0.08}, {8, 0.15}, {22, 0.10}, {INT32_MAX, 0.05}};
    int at = 0;
    while (late >= steps[at].below)
        at++;
    return steps[at].hazard;
}

int32_t truth_shift(const truth *what, int customer)
{
    static const int32_t shifts[] = {-8, 0, 0, 8, 16, 28};
    return (what->location ? shifts[customer % 6] : 0) + what->drift;
}

double truth_power(const truth *what, int customer)
{
    return exp(what->speed * normal(what, OF_CUSTOMERS, customer, 0) - what->slow);
}

int truth_weekday(const truth *what, int customer)
{
    if (uniform(what, OF_CUSTOMERS, customer, 5) >= what->one_weekday)
        return -1;
    return (int)(5.0 * uniform(what, OF_CUSTOMERS, customer, 6));
}

void truth_chances(double *chance, const truth *what, int customer, int32_t due, int32_t days)
{
    double  open = 1.0, power = truth_power(what, customer);
    int32_t shift = truth_shift(what, customer);
    chance[0] = 0.0;
    for (int32_t day = 1; day <= days; day++) {
        double stay = pow(1.0 - hazard_at(day - due - shift), power);
        chance[day] = open * (1.0 - stay);
        open *= stay;
    }
}

typedef struct {
    int32_t issued, shift, paid; /* days from the as-of date; paid 1: open */
} claim;

/* Settles the claim on the first day of the week by which the luck of the week is used up. */
static void pass_week(claim *one, const truth *what, int customer, int32_t first, double luck)
{
    int32_t week = (1 - first) / WEEK, block = (week - 1) / SHOCK_WEEKS; /* back from the end */
    double  shock = what->lasting * normal(what, OF_SHOCKS, 0, block) +
                   what->weekly * normal(what, OF_SHOCKS, 1, week) -
                   0.5 * (what->lasting * what->lasting + what->weekly * what->weekly);
    double power = truth_power(what, customer) * exp(shock), open = 1.0;
    int    weekday = truth_weekday(what, customer);
    for (int32_t day = first; day < first + WEEK; day++) {
        int32_t late = day - (one->issued + TERMS) - one->shift;
        double  own = weekday < 0 ? power : day - first == weekday ? WEEK * power : 0.0;
        if (day <= one->issued)
            continue;
        open *= pow(1.0 - hazard_at(late), own);
        if (1.0 - open > luck) {
            one->paid = day;
            return;
        }
    }
}

/* Weeks end on the as-of date and its weekday, a Sunday: their first day is a Monday. */
static void live(claim *list, int count, const truth *what, int customer)
{
    int32_t weeks = what->days / WEEK + 1;
    for (int32_t week = weeks; week >= 1; week--) {
        int32_t first = 1 - WEEK * week;
        bool    in_a_run = uniform(what, OF_WEEKS, customer, week) < what->run_share;
        double  shared = uniform(what, OF_WEEKS, customer, 1000 + week);
        for (int i = 0; i < count; i++) {
            double own = uniform(what, OF_CLAIMS, customer, 100000 * (int64_t)(i + 1) + week);
            if (list[i].paid > 0 && list[i].issued < first + WEEK - 1)
                pass_week(&list[i], what, customer, first, in_a_run ? shared : own);
        }
    }
}

static void put_claims(FILE *out, const claim *list, int count, const truth *what, int customer)
{
    dc_date as_of = date("2024-06-30");
    for (int i = 0; i < count; i++) {
        char   text[3][11];
        double amount = 100.0 * exp(3.0 * uniform(what, OF_CLAIMS, customer, i));
        dc_date_format(text[0], dc_date_add_days(as_of, list[i].issued));
        dc_date_format(text[1], dc_date_add_days(as_of, list[i].issued + TERMS));
        dc_date_format(text[2], dc_date_add_days(as_of, list[i].paid));
        fprintf(out, "c%03d c%03d-%04d %s %s %.2f", customer, customer, i, text[0], text[1],
                amount);
        fprintf(out, list[i].paid <= 0 ? " paid=%s\n" : "\n", text[2]);
    }
}

dc_book *given_truth(const truth *what)
{
    char  *text = NULL;
    size_t size = 0;
    FILE  *out = open_memstream(&text, &size);
    int    each = what->claims / what->customers;
    claim *list = calloc((size_t)each + 1, sizeof *list);
    assert_true(what->customers <= 1000 && each <= 9999);
    fprintf(out, "customer invoice issued due amount\n");
    for (int c = 0; c < what->customers; c++) {
        for (int i = 0; i < each; i++) {
            double  place = uniform(what, OF_CUSTOMERS, c, 1000 + i);
            int32_t day = (int32_t)(place * what->days);
            int32_t drift = day < what->drift_from ? what->drift : 0;
            list[i] = (claim){day - what->days, truth_shift(what, c) - drift, 1};
        }
        live(list, each, what, c);
        put_claims(out, list, each, what, c);
    }
    fclose(out);
    free(list);
    dc_book *book = given_book("2024-06-30", text);
    free(text);
    return book;
}
