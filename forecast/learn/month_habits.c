/*
 * month_habits.c - who pays by the month: in a run at its end or begin, not on any day.
 *
 * Customers without days of the month that are told by their own payments (day_habits.c) are a
 * mixture: a share of them pays by the month, each with days of its own around what such customers
 * have in common (Dirichlet-multinomial), the others on any day.  As with weekdays,
 * days on which a customer paid are counted, against days expected to bring a payment.
 * Sources: Mosimann, Biometrika 49 (1962) 65-82; for the mixture Dempster, Laird and Rubin, JRSS B
 * 39 (1977) 1-38.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "effects.h"
#include "powers.h"
#include "turns.h"

enum {
    TURNS = DC_TURN_COUNT,
    PAYMENTS_LEAST = 50,         /* with fewer nobody is taken to pay by the month */
    CUSTOMER_PAYMENTS_LEAST = 3, /* who pays by the month has few, but tells much with each */
    CUSTOMERS_TO_COMPARE = 1000,
    CUSTOMERS_LEAST = 10,
    ROUNDS = 25
};

static const double gain_least = 10.0;    /* three parameters and the powers, beyond .999 */
static const double sureness_least = 3.5; /* standard errors between customers */
static const double doubt = 5.0;          /* payment days that lean on what is usual */
static const double power_most = 40.0;
static const double departure_least = 0.1; /* of a power, for a habit to be worth it */
static const double kappas[] = {1.0, 2.0, 4.0, 8.0, 16.0, 32.0};
enum { KAPPAS = sizeof kappas / sizeof *kappas };

/* Days of one customer, and where they lay if it paid on any day. */
typedef struct {
    uint32_t customer, all;
    uint32_t paid[TURNS];
    double   share[TURNS]; /* sums to 1 */
    double   chance;       /* that it pays by the month, as it stands */
} witness;

typedef struct {
    double share; /* of customers that pay by the month */
    double kappa;
    double power[TURNS]; /* what they have in common */
} manner;

/* Days of a customer that were expected to bring a payment, by turn; returns their sum. */
static double due_by_turn(double due[TURNS], const dc_model *model, const dc_actual_customer *from)
{
    const dc_week *week = dc_model_week(model, from->customer);
    double         sum = 0.0;
    for (int k = 0; k < TURNS; k++) {
        due[k] = 0.0;
        for (int j = 0; j < 7; j++)
            due[k] += from->due_turn[k][j] * (week ? week->power[j] : 1.0);
        sum += due[k];
    }
    return sum;
}

/* Where little was due the days of all count; so no turn is quite impossible. */
static void see(witness *out, const dc_model *model, const dc_actual_customer *from,
                const double usual[TURNS])
{
    double due[TURNS], sum = due_by_turn(due, model, from);
    *out = (witness){.customer = from->customer};
    for (int k = 0; k < TURNS; k++) {
        out->paid[k] = from->paid_turn[0][k] + from->paid_turn[1][k];
        out->all += out->paid[k];
        out->share[k] = (due[k] + doubt * usual[k]) / (sum + doubt);
    }
}

/* Where the days of customers lie that pay by the month, with the exposure of this one. */
static void tilted(double base[TURNS], const manner *by, const witness *of)
{
    double sum = 0.0;
    for (int k = 0; k < TURNS; k++)
        sum += base[k] = by->power[k] * of->share[k];
    for (int k = 0; k < TURNS; k++)
        base[k] /= sum;
}

/* ln of the chance of such days when paying by the month, less that when paying on any day. */
static double gain_of(const manner *by, double kappa, const witness *of, const uint32_t *paid)
{
    double   base[TURNS], gain = 0.0;
    uint32_t all = 0;
    tilted(base, by, of);
    for (int k = 0; k < TURNS; k++) {
        if (paid[k] > 0)
            gain += lgamma(kappa * base[k] + paid[k]) - lgamma(kappa * base[k]) -
                    paid[k] * log(of->share[k]);
        all += paid[k];
    }
    return gain - lgamma(kappa + all) + lgamma(kappa);
}

static double chance_of(const manner *by, double gain)
{
    return 1.0 / (1.0 + (1.0 - by->share) / by->share * exp(-gain));
}

/* --- what those who pay by the month have in common --- */

static void common_powers(double power[TURNS], const witness *seen, size_t count)
{
    const double least = 1e-6; /* where nobody pays by the month there is no effect, not nonsense */
    double       paid[TURNS] = {0}, expected[TURNS], mean = 0.0, all = 0.0;
    for (int k = 0; k < TURNS; k++)
        expected[k] = least;
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < TURNS; k++) {
            paid[k] += seen[i].chance * seen[i].paid[k];
            expected[k] += seen[i].chance * seen[i].all * seen[i].share[k];
        }
    for (int k = 0; k < TURNS; k++)
        all += expected[k];
    for (int k = 0; k < TURNS; k++) {
        double lean = doubt * expected[k] / all;
        power[k] = (lean + paid[k]) / (lean + expected[k]);
        mean += power[k] * expected[k] / all;
    }
    for (int k = 0; k < TURNS; k++)
        power[k] /= mean;
}

static void common_kappa(manner *by, const witness *seen, size_t count)
{
    double best = -INFINITY;
    for (int g = 0; g < KAPPAS; g++) {
        double sum = 0.0;
        for (size_t i = 0; i < count; i++)
            if (seen[i].chance > 1e-3)
                sum += seen[i].chance * gain_of(by, kappas[g], &seen[i], seen[i].paid);
        if (sum > best) {
            best = sum;
            by->kappa = kappas[g];
        }
    }
}

/* The same of all customers, as if they did not differ. */
static void alike_powers(manner *out, witness *seen, size_t count)
{
    for (size_t i = 0; i < count; i++)
        seen[i].chance = 1.0;
    *out = (manner){.share = 1.0};
    common_powers(out->power, seen, count);
}

/* ln of the chance of such days where all customers have these powers, less that of no powers. */
static double gain_if_alike(const manner *alike, const witness *of, const uint32_t *paid)
{
    double base[TURNS], gain = 0.0;
    tilted(base, alike, of);
    for (int k = 0; k < TURNS; k++)
        gain += paid[k] * log(base[k] / of->share[k]);
    return gain;
}

/* Rounds of expectation and maximisation; returns the gain over customers that do not differ. */
static double learn_manner(manner *by, const manner *alike, witness *seen, size_t count)
{
    double gain = 0.0;
    *by = (manner){0.2, 4.0, {0.3, 0.3, 1.0, 10.0, 10.0, 10.0}};
    for (int round = 0; round < ROUNDS; round++) {
        double sum = 0.0;
        gain = 0.0;
        for (size_t i = 0; i < count; i++) {
            double own = gain_of(by, by->kappa, &seen[i], seen[i].paid);
            seen[i].chance = chance_of(by, own);
            sum += seen[i].chance;
            gain -= gain_if_alike(alike, &seen[i], seen[i].paid);
            gain += own > 0.0 ? own + log(by->share + (1.0 - by->share) * exp(-own))
                              : log1p(by->share * expm1(own));
        }
        if (round == ROUNDS - 1)
            break;
        by->share = (sum + 0.2) / ((double)count + 1.0);
        common_powers(by->power, seen, count);
        common_kappa(by, seen, count);
    }
    return gain;
}

/* Customers who are alike pay by the month all the same where each tells so beyond doubt. */
static bool all_pay_by_month(const manner *alike, const witness *seen, size_t count)
{
    const double each_least = 20.0; /* ln of the chance, over any day */
    double       gain = 0.0;
    for (size_t i = 0; i < count; i++)
        gain += gain_if_alike(alike, &seen[i], seen[i].paid);
    return gain >= each_least * (double)count;
}

/* --- a customer's own --- */

static void habit_of(dc_month_habit *out, const manner *by, const witness *of, const uint32_t *paid)
{
    double   base[TURNS];
    uint32_t all = 0;
    tilted(base, by, of);
    for (int k = 0; k < TURNS; k++)
        all += paid[k];
    out->chance = chance_of(by, gain_of(by, by->kappa, of, paid));
    for (int k = 0; k < TURNS; k++) {
        double share = (by->kappa * base[k] + paid[k]) / (by->kappa + all);
        out->power[k] = 1.0 + out->chance * (share / of->share[k] - 1.0);
    }
}

/* Pays in runs of its own that are not at the turn: says nothing of those who do or do not. */
static bool is_elsewhere(const dc_days *days, uint32_t customer)
{
    if (!dc_pays_on_days(days, customer))
        return false;
    const dc_pay_runs *own = &days->habit[days->habit_of[customer]].runs;
    for (int i = 0; i < own->days.count; i++)
        if (!own->days.window[i].by_turn)
            return true;
    return own->kind != DC_RUNS_ON_DAYS;
}

/* Each half of the months must be told better by the other half, customer by customer, than by what
 * all customers have in common. */
static bool is_sure(const manner *by, const manner *alike, const dc_model *model,
                    const dc_actuals *actuals, const double usual[TURNS])
{
    size_t  count = 0;
    double *gain = dc_heap_alloc(actuals->customer_count + 1, sizeof *gain);
    for (size_t i = 0; i < actuals->customer_count; i++) {
        const dc_actual_customer *from = &actuals->customer[i];
        witness                   of;
        double                    sum = 0.0;
        see(&of, model, from, usual);
        if (of.all < CUSTOMER_PAYMENTS_LEAST || is_elsewhere(&model->days, from->customer))
            continue;
        for (int half = 0; half < 2; half++) {
            dc_month_habit told;
            sum -= gain_if_alike(alike, &of, from->paid_turn[!half]);
            habit_of(&told, by, &of, from->paid_turn[half]);
            for (int k = 0; k < TURNS; k++)
                sum += from->paid_turn[!half][k] * log(told.power[k]);
        }
        gain[count++] = sum;
    }
    bool sure = dc_sureness(gain, count, CUSTOMERS_LEAST) >= sureness_least;
    free(gain);
    return sure;
}

/* To mean 1 over days as they usually lie. */
static bool finish(dc_month_habit *habit, const double usual[TURNS])
{
    double mean = 0.0;
    bool   departs = false;
    for (int k = 0; k < TURNS; k++)
        mean += usual[k] * (habit->power[k] = fmin(habit->power[k], power_most));
    for (int k = 0; k < TURNS; k++) {
        habit->power[k] /= mean;
        departs = departs || fabs(habit->power[k] - 1.0) > departure_least;
    }
    return departs;
}

static void keep_habits(dc_model *model, const manner *by, const dc_actuals *actuals,
                        const double usual[TURNS], const uint8_t *turns)
{
    dc_days *days = &model->days;
    days->habit[0] = (dc_month_habit){.chance = by->share, .kind_of = turns};
    for (int k = 0; k < TURNS; k++)
        days->habit[0].power[k] = 1.0 + by->share * (by->power[k] - 1.0);
    days->month_share = by->share;
    memcpy(days->usual_turn, usual, sizeof days->usual_turn);
    bool any = finish(&days->habit[0], usual);
    for (size_t c = 0; any && c < model->customer_count; c++)
        if (days->habit_of[c] == UINT32_MAX)
            days->habit_of[c] = 0;
    for (size_t i = 0; i < actuals->customer_count; i++) {
        dc_month_habit *own = &days->habit[days->habit_count];
        witness         of;
        see(&of, model, &actuals->customer[i], usual);
        if (of.all == 0 || dc_pays_on_days(days, of.customer))
            continue;
        *own = (dc_month_habit){.payments = of.all, .kind_of = turns};
        habit_of(own, by, &of, of.paid);
        days->month_payers += own->chance >= 0.5 && of.all >= CUSTOMER_PAYMENTS_LEAST;
        days->habit_of[of.customer] =
            finish(own, usual) ? (uint32_t)days->habit_count++ : UINT32_MAX;
    }
}

static const uint8_t *look_up(const dc_model *model, const dc_book *book)
{
    const dc_days *days = &model->days;
    uint8_t       *turns = dc_arena_alloc(model->arena, (size_t)days->kind_days, 1);
    dc_turns_look_up(turns, book, days->kind_first, days->kind_days);
    return turns;
}

/* Where days lie on which payments are due, of all customers; returns those that brought some. */
static size_t find_usual(double usual[TURNS], const dc_model *model, const dc_actuals *actuals)
{
    const double least = 1e-3;
    size_t       payments = 0;
    double       sum = TURNS * least;
    for (int k = 0; k < TURNS; k++)
        usual[k] = least;
    for (size_t i = 0; i < actuals->customer_count; i++) {
        double due[TURNS];
        sum += due_by_turn(due, model, &actuals->customer[i]);
        for (int k = 0; k < TURNS; k++) {
            usual[k] += due[k];
            payments += actuals->customer[i].paid_turn[0][k];
            payments += actuals->customer[i].paid_turn[1][k];
        }
    }
    for (int k = 0; k < TURNS; k++)
        usual[k] /= sum;
    return payments;
}

/* Customers to learn from: of those with payments enough every so many. */
static size_t choose(witness *seen, const double usual[TURNS], const dc_model *model,
                     const dc_actuals *actuals)
{
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < actuals->customer_count; i++) {
        see(&seen[count], model, &actuals->customer[i], usual);
        count += seen[count].all >= CUSTOMER_PAYMENTS_LEAST &&
                 !is_elsewhere(&model->days, seen[count].customer);
    }
    size_t stride = (count + CUSTOMERS_TO_COMPARE - 1) / CUSTOMERS_TO_COMPARE;
    for (size_t i = 0; i < count; i += stride)
        seen[kept++] = seen[i];
    return kept;
}

void dc_month_habits_learn(dc_model *model, const dc_book *book, const dc_actuals *actuals)
{
    manner   by, alike;
    double   usual[TURNS];
    size_t   payments = find_usual(usual, model, actuals);
    witness *seen = dc_heap_alloc(actuals->customer_count + 1, sizeof *seen);
    size_t   count = choose(seen, usual, model, actuals);
    alike_powers(&alike, seen, count);
    bool enough = payments >= PAYMENTS_LEAST && count >= CUSTOMERS_LEAST;
    bool differ = enough && learn_manner(&by, &alike, seen, count) >= gain_least &&
                  is_sure(&by, &alike, model, actuals, usual);
    if (differ || (enough && all_pay_by_month(&alike, seen, count)))
        keep_habits(model, &by, actuals, usual, look_up(model, book));
    else if (model->days.habit_count == 1)
        model->days.habit_count = 0;
    free(seen);
}
