/* law.c - from atoms to the day an item is settled. */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "duecast/clones.h"
#include "duecast/model.h"
#include "powers.h"

/*
 * On a day with hazards h (settled) and w (written off) an item open that morning is settled with
 * chance h and, if not, written off with chance w.  h falls from day to day inside a bin (the urn
 * gets a ball for every day survived), w is constant inside a bin of unshifted days late.
 */
static const double open_least = 1e-14; /* what is left below this can never be drawn */

/* Where an atom stands while its days are passed.  Write-offs are the same for all atoms and are
 * left out until these are summed up. */
typedef struct {
    double            open;        /* chance of being open that morning, times the atom's weight */
    double            alpha, beta; /* of the bin, at its first day passed */
    int               bin;         /* of days late less the shift */
    int32_t           day, last;   /* days after the as-of date, or any other origin */
    int32_t           offset;      /* days late less the shift = day - offset */
    int               type;
    bool              on_curve; /* in bins without own history, entered at their first day */
    const dc_own_bin *own, *own_end;
} passage;

/* From the first day of a bin without own history on, until the next bin with, the hazards are the
 * type's: its curve holds their product. */
static void enter_bin(passage *at, const dc_model *model, bool at_first_day)
{
    while (at->own < at->own_end && at->own->bin < at->bin)
        at->own++;
    bool   is_own = at->own < at->own_end && at->own->bin == at->bin;
    double width = model->mixture.concentration * dc_bin_width(at->bin);
    double hazard = model->mixture.hazard[at->type][at->bin];
    at->on_curve = model->curve && at_first_day && !is_own;
    at->alpha = width * hazard + (is_own ? at->own->settled : 0.0);
    at->beta = width * (1.0 - hazard) + (is_own ? at->own->at_risk - at->own->settled : 0.0);
}

/* Passes `count` days inside one bin. */
static void pass_days(passage *at, double *restrict settled, double *restrict open, int32_t count)
{
    double left = at->open, alpha = at->alpha, beta = at->beta, total = alpha + beta;
    for (int32_t i = 0; i < count; i++) {
        double part = 1.0 / (total + i); /* a division that no other day waits for */
        settled[i] += left * (alpha * part);
        left *= (beta + i) * part;
        open[i] += left;
    }
    at->open = left;
}

/* The same along the curve of the type. */
DC_CLONES static void add_curve(double *restrict settled, double *restrict open,
                                const double *restrict curve_settled,
                                const double *restrict curve_open, double scale, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        settled[i] += scale * curve_settled[i];
        open[i] += scale * curve_open[i];
    }
}

static void pass_curve(passage *at, const dc_curve *curve, double *settled, double *open,
                       int32_t count)
{
    int32_t from = at->day - at->offset - DC_CURVE_FIRST;
    double  scale = at->open / curve->open[from - 1];
    add_curve(settled, open, &curve->settled[from], &curve->open[from], scale, count);
    at->open = scale * curve->open[from + count - 1];
}

/* The first day of the next bin that is passed in another way. */
static int32_t end_of_way(const passage *at)
{
    if (!at->on_curve)
        return dc_bin_edges[at->bin + 1];
    return at->own < at->own_end ? dc_bin_edges[at->own->bin] : DC_CURVE_LAST + 1;
}

static void pass_atom(passage *at, const dc_model *model, double *settled, double *open)
{
    enter_bin(at, model, at->day - at->offset == dc_bin_edges[at->bin]);
    while (at->day <= at->last && at->open >= open_least) {
        int32_t end = end_of_way(at);
        int64_t left = (int64_t)end - (at->day - at->offset);
        int32_t count = at->last - at->day + 1;
        count = left < count ? (int32_t)left : count;
        if (at->on_curve)
            pass_curve(at, &model->curve[at->type], &settled[at->day], &open[at->day], count);
        else
            pass_days(at, &settled[at->day], &open[at->day], count);
        at->day += count;
        if (count == left) {
            at->bin = at->on_curve ? dc_bin_of(end) : at->bin + 1;
            enter_bin(at, model, end == dc_bin_edges[at->bin]);
        }
    }
}

/* Adds the chances of being settled on each day from `first` to `last` and of being open after it
 * to settled[] and open[], as if nothing were ever written off. */
static void pass_atoms(double *settled, double *open, const dc_model *model, uint32_t customer,
                       int32_t due, int32_t first, int32_t last)
{
    size_t         count;
    const dc_atom *atom = dc_model_atoms(model, customer, &count);
    for (size_t i = 0; i < count; i++) {
        int32_t offset = due + atom[i].shift_days;
        passage at = {.open = atom[i].weight,
                      .bin = dc_bin_of(first - offset),
                      .day = first,
                      .last = last,
                      .offset = offset,
                      .type = atom[i].type,
                      .own = &model->own[atom[i].first_own],
                      .own_end = &model->own[atom[i].first_own + atom[i].own_count]};
        pass_atom(&at, model, settled, open);
    }
}

/* From chances of each day to chances by each day; closed days hand theirs to the next open one. */
static void add_up(dc_law *law, const dc_calendar *calendar, dc_date as_of)
{
    double paid = 0.0, lost = 0.0;
    for (int32_t day = 0; day <= law->day_count; day++) {
        paid += law->paid[day];
        lost += law->lost[day];
        bool shut =
            day > 0 && calendar && !dc_calendar_is_open(calendar, dc_date_add_days(as_of, day));
        law->paid[day] = shut ? law->paid[day - 1] : paid;
        law->lost[day] = shut ? law->lost[day - 1] : lost;
    }
}

/*
 * Closed days just before the first day have let nothing through yet: what they hold back comes
 * with the next open day.  Days count from the last open day before; `back` closed days follow it.
 * With a monthly habit the law is drawn out, always as far, to know what is left for later months.
 */
static void pass_atoms_from(dc_law *law, const dc_model *model, const dc_law_ask *ask, int32_t back,
                            const dc_month_habit *habit, dc_date as_of)
{
    int32_t first = back > 0 ? 1 : ask->first, last = law->day_count + back, end = last;
    if (habit && end < first + DC_TILT_DAYS)
        end = first + DC_TILT_DAYS;
    double *paid = dc_heap_alloc((size_t)end + 1, sizeof *paid);
    double *lost = dc_heap_alloc((size_t)end + 1, sizeof *lost);
    as_of = dc_date_add_days(as_of, -back);
    dc_law_ask later = *ask;
    later.due += back;
    later.acted.days = (int16_t)(ask->acted.days - back);
    pass_atoms(paid, lost, model, ask->customer, later.due, first, end);
    dc_powers_apply(paid, lost, first, end, model, &later, as_of);
    if (habit)
        dc_powers_tilt(paid, lost, first, end, model, habit, as_of);
    for (int32_t day = first; day <= last; day++) {
        int32_t at = day - back < 1 ? 1 : day - back;
        law->paid[at] += paid[day];
        law->lost[at] += lost[day];
    }
    free(paid);
    free(lost);
}

static int32_t closed_days_before(const dc_calendar *calendar, dc_date as_of)
{
    enum { BACK_MAX = 31 };
    int32_t back = 0;
    while (calendar && back < BACK_MAX &&
           !dc_calendar_is_open(calendar, dc_date_add_days(as_of, -back)))
        back++;
    return back;
}

void dc_law_fill(dc_law *law, const dc_model *model, const dc_law_ask *ask,
                 const dc_calendar *calendar, dc_date as_of)
{
    int32_t first = ask->first;
    assert(first >= 1 && ask->pace > 0.0);
    memset(law->paid, 0, ((size_t)law->day_count + 1) * sizeof *law->paid);
    memset(law->lost, 0, ((size_t)law->day_count + 1) * sizeof *law->lost);
    int32_t               back = first == 1 ? closed_days_before(calendar, as_of) : 0;
    const dc_month_habit *habit =
        dc_date_is_set(as_of) ? dc_model_month_habit(model, ask->customer) : NULL;
    if ((back > 0 || habit) && first <= law->day_count) {
        pass_atoms_from(law, model, ask, back, habit, as_of);
    } else if (first <= law->day_count) {
        pass_atoms(law->paid, law->lost, model, ask->customer, ask->due, first, law->day_count);
        dc_powers_apply(law->paid, law->lost, first, law->day_count, model, ask, as_of);
    }
    add_up(law, calendar, as_of);
}

/* What is paid is paid only where the customer has not failed by then, evenly within a month.
 * Nothing changes where failures are not simulated. */
static void fail_some(double paid[DC_LIFETIME_DAYS + 1], const dc_model *model, uint32_t customer)
{
    enum { STEP = 30 };
    double alive = 1.0, factor = 1.0;
    if (!model->defaults.learnt)
        return;
    for (int32_t day = 1; day <= DC_LIFETIME_DAYS; day++) {
        if (day % STEP == 1) {
            alive = 1.0 - dc_model_default_chance(model, customer, day - 1);
            double next = 1.0 - dc_model_default_chance(model, customer, day - 1 + STEP);
            factor = alive > 0.0 ? pow(next / alive, 1.0 / STEP) : 0.0;
        }
        alive *= factor;
        paid[day] *= alive;
    }
}

double dc_model_loss_chance(const dc_model *model, uint32_t customer, int32_t days_late)
{
    double     paid[DC_LIFETIME_DAYS + 1] = {0}, lost[DC_LIFETIME_DAYS + 1] = {0}, sum = 0.0;
    double     pace = dc_model_pace_ahead(model, NULL, SIZE_MAX, DC_PACE_AGAIN);
    dc_law_ask ask = {
        .customer = customer, .due = -days_late, .first = 1, .pace = pace, .loss_multiplier = 1.0};
    pass_atoms(paid, lost, model, customer, ask.due, 1, DC_LIFETIME_DAYS);
    dc_powers_apply(paid, lost, 1, DC_LIFETIME_DAYS, model, &ask, DC_DATE_NONE);
    fail_some(paid, model, customer);
    for (int32_t day = 1; day <= DC_LIFETIME_DAYS; day++)
        sum += paid[day];
    return fmax(1.0 - sum, 0.0);
}
