/* rises.c - see rises.h. */
#include "duecast/rises.h"

#include <gsl/gsl_integration.h>
#include <math.h>

enum { WEEK = 7, CELLS = 4096, NODES = 32 };

static const double most_summed = 32.0; /* a hazard summed that far leaves nothing: exp(-32) */

struct dc_damping {
    double *lasting, *weekly; /* CELLS + 1 values on [0, most_summed]; NULL: x = g */
};

bool dc_is_tied(const dc_together *together)
{
    return together->run_share > 0.0 || together->lasting > 0.0 || together->weekly > 0.0;
}

/* --- the mean over paces ---------------------------------------------------------------------- */

/* exp(spread Z - spread^2 / 2) by Gauss and Hermite; weights sum to 1. */
typedef struct {
    double pace[NODES], weight[NODES];
} paces;

static void fill_paces(paces *out, double spread)
{
    gsl_integration_fixed_workspace *hermite =
        gsl_integration_fixed_alloc(gsl_integration_fixed_hermite, NODES, 0.0, 0.5, 0.0, 0.0);
    const double *node = gsl_integration_fixed_nodes(hermite);
    const double *weight = gsl_integration_fixed_weights(hermite);
    double        sum = 0.0;
    for (int i = 0; i < NODES; i++)
        sum += weight[i];
    for (int i = 0; i < NODES; i++) {
        out->pace[i] = exp(spread * node[i] - 0.5 * spread * spread);
        out->weight[i] = weight[i] / sum;
    }
    gsl_integration_fixed_free(hermite);
}

/* The x with E exp(-pace x) = exp(-g), by Newton from below: -ln E exp(-pace x) is concave. */
static double undamped(const paces *all, double g, double from)
{
    double x = from;
    for (int round = 0; round < 60; round++) {
        double mean = 0.0, slope = 0.0;
        for (int i = 0; i < NODES; i++) {
            double part = all->weight[i] * exp(-all->pace[i] * x);
            mean += part;
            slope += all->pace[i] * part;
        }
        double step = (g + log(mean)) * mean / slope;
        x += step;
        if (fabs(step) < 1e-13 * (1.0 + x))
            break;
    }
    return x;
}

static double *damping_of(dc_arena *arena, double spread)
{
    if (spread <= 0.0)
        return NULL;
    paces   all;
    double *table = dc_arena_alloc(arena, CELLS + 1, sizeof *table);
    fill_paces(&all, spread);
    for (int i = 1; i <= CELLS; i++)
        table[i] = undamped(&all, most_summed * i / CELLS, table[i - 1]);
    return table;
}

dc_damping *dc_damping_make(dc_arena *arena, const dc_together *together)
{
    dc_damping *out = dc_arena_alloc(arena, 1, sizeof *out);
    out->lasting = damping_of(arena, together->lasting);
    out->weekly = damping_of(arena, together->weekly);
    return out;
}

/* Between two cells the table is straight to 1e-7. */
static double take_out(const double *table, double g)
{
    if (!table)
        return g;
    double at = g * (CELLS / most_summed);
    int    cell = at < CELLS - 1 ? (int)at : CELLS - 1;
    return table[cell] + (table[cell + 1] - table[cell]) * (at - cell);
}

/* --- laws ------------------------------------------------------------------------------------- */

void dc_rises_allocate(dc_rises *out, dc_arena *arena, int32_t day_count, int32_t start,
                       bool any_lost)
{
    *out = (dc_rises){.start = start, .week_count = (start + day_count + WEEK - 1) / WEEK};
    out->rise = dc_arena_alloc(arena, (size_t)out->week_count * WEEK, sizeof *out->rise);
    out->week_rise =
        dc_arena_alloc(arena, (size_t)out->week_count + DC_RISES_SPARE, sizeof *out->week_rise);
    if (any_lost)
        out->loss = dc_arena_alloc(arena, (size_t)day_count, sizeof *out->loss);
}

/* Settlement and write-off as risks apart, day by day. */
typedef struct {
    double summed; /* hazard of settlement so far: -ln of the chance of not being settled */
    double kept;   /* chance of not having been written off */
} apart;

/* Of the two the settlement counts where both come on one day. */
static void take_apart(apart *risks, const dc_law *law, int32_t day)
{
    const double nothing = 1e-13;
    double       open = 1.0 - law->paid[day - 1] - law->lost[day - 1];
    double       paid = law->paid[day] - law->paid[day - 1];
    double       lost = law->lost[day] - law->lost[day - 1];
    if (open - paid <= nothing) {
        risks->summed = most_summed;
        return;
    }
    if (paid > 0.0)
        risks->summed = fmin(risks->summed - log1p(-paid / open), most_summed);
    if (lost > 0.0)
        risks->kept *= fmax(1.0 - lost / (open - paid), 0.0);
}

void dc_rises_fill(dc_rises *rises, const dc_law *law, const dc_damping *damping)
{
    apart   risks = {0.0, 1.0};
    double  at_start = 0.0, now = 0.0;
    int32_t last = rises->week_count * WEEK;
    for (int32_t at = rises->start; at < last; at++) {
        int32_t day = at - rises->start + 1;
        if (at % WEEK == 0)
            at_start = now;
        if (day <= law->day_count) {
            take_apart(&risks, law, day);
            now = take_out(damping->lasting, risks.summed);
            if (rises->loss)
                rises->loss[day - 1] =
                    (uint32_t)fmin(nearbyint((1.0 - risks.kept) * 0x1p32), 0x1p32 - 1.0);
        }
        rises->rise[at] = (float)take_out(damping->weekly, fmax(now - at_start, 0.0));
        rises->week_rise[at / WEEK] = rises->rise[at];
    }
    rises->quiet_weeks = 0;
    while (rises->quiet_weeks + 1 < rises->week_count &&
           rises->week_rise[rises->quiet_weeks] == 0.0f)
        rises->quiet_weeks++;
}
