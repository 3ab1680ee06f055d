/* credit_loss.c - what is expected to be lost of today's claims; see credit_loss.h, bad_debt.h. */
#include "credit_loss.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <math.h>
#include <stdlib.h>

#include "duecast/standing.h"

enum {
    DAYS = DC_LIFETIME_DAYS,
    MONTHS = DC_DEFAULT_MONTHS + 1,
    CURVES = 2,
    NODES = 32,
    STRIDE = 256
};

const double        dc_outlook_weight[DC_OUTLOOKS] = {0.25, 0.5, 0.25};
static const double days_a_year = 365.0, month_days = 365.25 / 12.0;

/* --- chances of default given the economy ---------------------------------------------------- */

/*
 * The chance of no default by the end of a month within a band of the common factor: with F
 * unconditional it is 1 - Phi((Phi^-1(F) - sqrt(rho) Z) / sqrt(1 - rho)) given Z (Vasicek),
 * averaged over the band by Gauss and Legendre on its probability.
 */
static double survival_in_band(double failed, double rho, double from, double to,
                               const gsl_integration_glfixed_table *nodes)
{
    double sum = 0.0, threshold = gsl_cdf_ugaussian_Pinv(failed);
    for (size_t i = 0; i < NODES; i++) {
        double u, weight;
        gsl_integration_glfixed_point(from, to, i, &u, &weight, nodes);
        double z = gsl_cdf_ugaussian_Pinv(u);
        sum += weight * gsl_cdf_ugaussian_P((threshold - sqrt(rho) * z) / sqrt(1.0 - rho));
    }
    return 1.0 - sum / (to - from);
}

/* The downturn, then the upturn. */
static void fill_outlook(double *row, const double *survival, double rho,
                         const gsl_integration_glfixed_table *nodes)
{
    const double *w = dc_outlook_weight;
    for (int month = 0; month < MONTHS; month++) {
        double failed = 1.0 - survival[month];
        row[month] = row[MONTHS + month] = survival[month];
        if (failed <= 0.0 || failed >= 1.0)
            continue;
        row[month] = survival_in_band(failed, rho, 0.0, w[DC_OUTLOOK_DOWNTURN], nodes);
        row[MONTHS + month] = survival_in_band(failed, rho, 1.0 - w[DC_OUTLOOK_UPTURN], 1.0, nodes);
    }
}

/* One row for each group of customers that owe something. */
static void make_outlooks(dc_loss_view *out, dc_arena *arena)
{
    const dc_defaults             *of = &out->model->defaults;
    const dc_claims               *claims = &out->book->claims;
    gsl_integration_glfixed_table *nodes = gsl_integration_glfixed_table_alloc(NODES);
    size_t                         groups = 1;
    size_t                         rows = 0, room = 0;
    for (size_t i = 0; i < claims->count; i++)
        if (of->group[claims->customer[i]] >= groups)
            groups = (size_t)of->group[claims->customer[i]] + 1;
    out->row_of = dc_arena_alloc(arena, groups, sizeof *out->row_of);
    for (size_t i = 0; i < claims->count; i++) {
        uint32_t group = of->group[claims->customer[i]];
        if (!dc_claim_is_owed(claims, i) || out->row_of[group] > 0)
            continue;
        out->outlook = dc_arena_grow(arena, out->outlook, &room, (rows + 1) * CURVES * MONTHS,
                                     sizeof *out->outlook);
        fill_outlook(&out->outlook[rows * CURVES * MONTHS], &of->survival[group * MONTHS],
                     of->correlation, nodes);
        out->row_of[group] = (uint32_t)++rows;
    }
    gsl_integration_glfixed_table_free(nodes);
}

void dc_loss_view_make(dc_loss_view *out, dc_arena *arena, const dc_book *book,
                       const dc_model *model, double yearly_rate, bool outlooks)
{
    *out = (dc_loss_view){.book = book, .model = model};
    for (int32_t day = 0; day <= DAYS; day++)
        out->discount[day] = pow(1.0 + yearly_rate, -day / days_a_year);
    if (outlooks && model->defaults.learnt)
        make_outlooks(out, arena);
}

/* --- one claim ------------------------------------------------------------------------------- */

/* From month ends to days, geometric within a month as dc_default_survival has it. */
static void spread_over_days(double alive[DAYS + 1], const double *survival)
{
    double step = 1.0;
    int    month = -1;
    for (int32_t day = 0; day <= DAYS; day++) {
        int now = (int)(day / month_days);
        if (now == month) {
            alive[day] = alive[day - 1] * step;
            continue;
        }
        double ratio = survival[now + 1] / survival[now];
        alive[day] = survival[now] * pow(ratio, day / month_days - now);
        step = pow(ratio, 1.0 / month_days);
        month = now;
    }
}

/* What a law with these failures brings. */
typedef struct {
    double cash, present; /* undiscounted, and at its value today */
} proceeds;

static proceeds proceeds_of(const dc_loss_view *view, const dc_law *law, const double *alive)
{
    const dc_defaults *defaults = &view->model->defaults;
    const double      *paid = law->paid, *lost = law->lost;
    int32_t            lag = DC_WRITE_OFF_AFTER_DAYS + defaults->recovery_days;
    proceeds           out = {0.0, 0.0};
    for (int32_t day = 1; day <= DAYS; day++) {
        double cash = alive[day] * (paid[day] - paid[day - 1]);
        out.cash += cash;
        out.present += cash * view->discount[day];
    }
    for (int32_t day = 1; day + lag <= DAYS && defaults->learnt; day++) {
        double open = 1.0 - paid[day - 1] - lost[day - 1];
        double back = (alive[day - 1] - alive[day]) * open * defaults->recovered_share;
        out.cash += back;
        out.present += back * view->discount[day + lag];
    }
    return out;
}

/* A customer in default today: all that comes is what is recovered. */
static proceeds proceeds_after_default(const dc_loss_view *view, int32_t since)
{
    const dc_defaults *defaults = &view->model->defaults;
    int32_t            end = since + DC_WRITE_OFF_AFTER_DAYS;
    int32_t            back = (end < 1 ? 1 : end) + defaults->recovery_days;
    double             cash = back <= DAYS ? defaults->recovered_share : 0.0;
    return (proceeds){cash, back <= DAYS ? cash * view->discount[back] : 0.0};
}

static const double *survival_of(const dc_loss_view *view, uint32_t customer)
{
    const dc_defaults *of = &view->model->defaults;
    size_t             who = customer == UINT32_MAX ? view->model->customer_count : customer;
    return &of->survival[(size_t)of->group[who] * MONTHS];
}

/* The states together are everything that may be: the middle is what the others leave. */
static void fill_states(dc_claim_loss *out, const dc_loss_view *view, const dc_law *law,
                        uint32_t customer)
{
    size_t        row = view->row_of[view->model->defaults.group[customer]] - 1;
    const double *w = dc_outlook_weight, *points = &view->outlook[row * CURVES * MONTHS];
    double        alive[DAYS + 1];
    spread_over_days(alive, points);
    double down = 1.0 - proceeds_of(view, law, alive).cash;
    spread_over_days(alive, points + MONTHS);
    double up = 1.0 - proceeds_of(view, law, alive).cash;
    out->outlook[DC_OUTLOOK_DOWNTURN] = down;
    out->outlook[DC_OUTLOOK_UPTURN] = up;
    out->outlook[DC_OUTLOOK_MIDDLE] =
        (out->loss - w[DC_OUTLOOK_DOWNTURN] * down - w[DC_OUTLOOK_UPTURN] * up) /
        w[DC_OUTLOOK_MIDDLE];
}

void dc_claim_alive(double alive[DAYS + 1], const dc_loss_view *view, uint32_t customer)
{
    for (int32_t day = 0; day <= DAYS; day++)
        alive[day] = 1.0;
    if (view->model->defaults.learnt)
        spread_over_days(alive, survival_of(view, customer));
}

void dc_claim_loss_fill(dc_claim_loss *out, const dc_loss_view *view, const dc_law_ask *ask)
{
    double             paid[DAYS + 1], lost[DAYS + 1], alive[DAYS + 1];
    dc_law             law = {DAYS, paid, lost};
    const dc_defaults *defaults = &view->model->defaults;
    int32_t            due = ask->due < 0 ? 0 : ask->due > DAYS ? DAYS : ask->due;
    bool               failed = dc_in_default(view->model, ask->customer);
    proceeds           now;
    if (failed) {
        now = proceeds_after_default(view, defaults->day[ask->customer]);
    } else {
        dc_law_fill(&law, view->model, ask, view->book->calendar, view->book->as_of);
        dc_claim_alive(alive, view, ask->customer);
        now = proceeds_of(view, &law, alive);
    }
    *out = (dc_claim_loss){.loss = fmin(fmax(1.0 - now.cash, 0.0), 1.0),
                           .delay = now.cash - now.present + view->discount[due] - 1.0};
    for (int outlook = 0; outlook < DC_OUTLOOKS; outlook++)
        out->outlook[outlook] = out->loss;
    if (!failed && view->row_of && ask->customer != UINT32_MAX)
        fill_states(out, view, &law, ask->customer);
}

/* --- all of them ----------------------------------------------------------------------------- */

dc_law_ask dc_claim_ask(const dc_loss_view *view, size_t claim, dc_pace_kind pace)
{
    const dc_book   *book = view->book;
    const dc_claims *claims = &book->claims;
    return (dc_law_ask){.customer = claims->customer[claim],
                        .due = dc_date_days_between(book->as_of, claims->due[claim]),
                        .first = 1,
                        .pace = dc_model_pace_ahead(view->model, book, claim, pace),
                        .loss_multiplier = 1.0,
                        .acted = dc_model_acted(view->model, book, claim, book->as_of)};
}

static bool is_alike(const dc_law_ask *a, const dc_law_ask *b)
{
    return a->customer == b->customer && a->due == b->due && a->pace == b->pace &&
           a->acted.row == b->acted.row && a->acted.days == b->acted.days;
}

/* The part in dispute and the rest go their own ways. */
static void set_dispute_apart(dc_claim_loss *loss, const dc_loss_view *view, size_t claim,
                              int64_t part)
{
    double        share = (double)part / (double)view->book->claims.open[claim].minor;
    dc_claim_loss rest;
    dc_law_ask    ask = dc_claim_ask(view, claim, DC_PACE_UNDISPUTED);
    dc_claim_loss_fill(&rest, view, &ask);
    loss->loss = share * loss->loss + (1.0 - share) * rest.loss;
    loss->delay = share * loss->delay + (1.0 - share) * rest.delay;
    for (int outlook = 0; outlook < DC_OUTLOOKS; outlook++)
        loss->outlook[outlook] =
            share * loss->outlook[outlook] + (1.0 - share) * rest.outlook[outlook];
}

static void fill_losses(dc_claim_loss *out, const dc_loss_view *view, const uint32_t *open,
                        size_t from, size_t to)
{
    dc_law_ask    last = {0};
    dc_claim_loss known = {0};
    for (size_t i = from; i < to; i++) {
        dc_law_ask ask = dc_claim_ask(view, open[i], DC_PACE_OF_CLAIM);
        if (i == from || !is_alike(&ask, &last))
            dc_claim_loss_fill(&known, view, &ask);
        last = ask;
        out[i] = known;
        int64_t part = dc_claim_disputed_part(&view->book->claims, open[i]);
        if (part > 0)
            set_dispute_apart(&out[i], view, open[i], part);
    }
}

static void add_claim(dc_credit_loss *sum, const dc_book *book, size_t claim,
                      const dc_claim_loss *loss)
{
    const dc_claims *claims = &book->claims;
    int              bucket = dc_bucket_of(dc_company_edges(&book->company),
                                           dc_date_days_between(claims->due[claim], book->as_of));
    double           open =
        (double)dc_book_translate(book, claims->currency[claim], claims->open[claim]).minor;
    sum->balance[bucket] += open;
    sum->bucket[bucket] += open * loss->loss;
    sum->bucket_delay[bucket] += open * loss->delay;
    sum->loss += open * loss->loss;
    sum->delay += open * loss->delay;
    for (int outlook = 0; outlook < DC_OUTLOOKS; outlook++)
        sum->outlook[outlook] += open * loss->outlook[outlook];
}

static void measure(dc_credit_loss *out, const dc_book *book, const dc_model *model,
                    double yearly_rate, bool outlooks)
{
    const dc_claims *claims = &book->claims;
    dc_arena        *arena = dc_arena_new();
    uint32_t        *open = dc_arena_alloc(arena, claims->count + 1, sizeof *open);
    size_t           count = 0;
    dc_loss_view     view;
    *out = (dc_credit_loss){0};
    for (size_t i = 0; i < claims->count; i++)
        if (dc_claim_is_owed(claims, i))
            open[count++] = (uint32_t)i;
    dc_loss_view_make(&view, arena, book, model, yearly_rate, outlooks);
    dc_claim_loss *loss = dc_arena_alloc(arena, count + 1, sizeof *loss);
#pragma omp parallel for schedule(dynamic)
    for (size_t stride = 0; stride < (count + STRIDE - 1) / STRIDE; stride++) {
        size_t from = stride * STRIDE, to = from + STRIDE;
        fill_losses(loss, &view, open, from, to < count ? to : count);
    }
    for (size_t i = 0; i < count; i++)
        add_claim(out, book, open[i], &loss[i]);
    dc_arena_free(arena);
}

void dc_credit_loss_measure(dc_credit_loss *out, const dc_book *book, const dc_model *model,
                            double yearly_rate)
{
    measure(out, book, model, yearly_rate, true);
}

void dc_credit_loss_by_bucket(dc_credit_loss *out, const dc_book *book, const dc_model *model,
                              double yearly_rate)
{
    measure(out, book, model, yearly_rate, false);
}

int64_t dc_credit_loss_pooled(const dc_credit_loss *loss)
{
    int64_t balance[DC_BUCKETS];
    double  rate[DC_BUCKETS];
    for (int b = 0; b < DC_BUCKETS; b++) {
        balance[b] = (int64_t)loss->balance[b];
        rate[b] = loss->balance[b] > 0.0 ? loss->bucket[b] / loss->balance[b] : 0.0;
    }
    return dc_allowance_by_rates(NULL, balance, rate, DC_BUCKETS);
}
