/* credibility.c - how far a figure of a few may be believed. */
#include <math.h>

#include "effects.h"

enum { GRID = 25, REFINEMENTS = 30 };

/* A grid finds the hill, golden sections its top. */
double dc_maximise(dc_objective *f, void *context, double least, double most)
{
    const double golden = 0.6180339887498949;
    double       step = log(most / least) / (GRID - 1), best = 0.0;
    int          top = 0;
    for (int i = 0; i < GRID; i++) {
        double value = f(least * exp(step * i), context);
        if (i == 0 || value > best) {
            best = value;
            top = i;
        }
    }
    double low = log(least) + step * (top > 0 ? top - 1 : 0);
    double high = log(least) + step * (top < GRID - 1 ? top + 1 : GRID - 1);
    for (int i = 0; i < REFINEMENTS; i++) {
        double left = high - golden * (high - low), right = low + golden * (high - low);
        if (f(exp(left), context) >= f(exp(right), context))
            high = right;
        else
            low = left;
    }
    return exp((low + high) / 2.0);
}

double dc_credibility_score(double a, double actual, double expected)
{
    return lgamma(a + actual) - lgamma(a) + a * log(a) - (a + actual) * log(a + expected);
}

/* What the score tends to as classes become alike. */
static double score_alike(double expected)
{
    return -expected;
}

typedef struct {
    const double *actual, *expected;
    int           count;
} classes;

static double score_all(double a, void *context)
{
    const classes *all = context;
    double         sum = 0.0;
    for (int i = 0; i < all->count; i++)
        sum += dc_credibility_score(a, all->actual[i], all->expected[i]) -
               score_alike(all->expected[i]);
    return sum;
}

double dc_credibility_shape(const double *actual, const double *expected, int count)
{
    const double least = 0.5, most = 5000.0;
    classes      all = {actual, expected, count};
    double       a = dc_maximise(score_all, &all, least, most);
    return a < 0.98 * most && score_all(a, &all) > 0.0 ? a : INFINITY;
}

double dc_credibility(double a, double actual, double expected)
{
    return isfinite(a) ? (a + actual) / (a + expected) : 1.0;
}

double dc_sureness(const double *gain, size_t count, size_t least)
{
    double sum = 0.0, squares = 0.0;
    for (size_t i = 0; i < count; i++)
        sum += gain[i];
    double mean = sum / fmax((double)count, 1.0);
    for (size_t i = 0; i < count; i++)
        squares += (gain[i] - mean) * (gain[i] - mean);
    if (count < least || count < 2 || sum == 0.0)
        return 0.0;
    double error = sqrt(squares * (double)count / ((double)count - 1.0));
    return sum / fmax(error, 1e-9 * fabs(sum));
}
