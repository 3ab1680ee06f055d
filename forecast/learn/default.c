/* default.c - customers that stop paying for good: by state, segment and own change of pace. */
#include "default.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "counts.h"
#include "text_numbers.h"

/*
 * Months run back from the as-of date: month k ends where month k - 1 begins, boundary 0 is the
 * as-of date.  A default shows when something is written off, DC_WRITE_OFF_AFTER_DAYS after it, so
 * that the latest months, in which it could not have shown yet, are left out.
 */
enum {
    MONTHS_UNSEEN = 3,
    MONTHS_SEEN = 60, /* what is older says little about today */
    MONTHS_RECENT = 3,
    MONTHS_YEAR = 12,
    BOUNDARIES = MONTHS_SEEN + MONTHS_RECENT + MONTHS_YEAR + 1,
    DAYS = 31 * BOUNDARIES,
    SETTLED_RECENT = 2, /* settled claims needed on either side to call a customer worse */
    SETTLED_BEFORE = 3,
    DAYS_WORSE = 7,
    GROUPS = 2 * DC_OVERDUE_STATES /* state x worse, within a segment */
};

/* Half a default in 300 customer-months: 2 % a year (the example of Hull, Risk Management and
 * Financial Institutions, chapter 11), which a ledger without defaults soon outweighs. */
static const double prior_defaults = 0.5, prior_months = 300.0;
/* What a state or segment leans on the one above by, in customer-months; by how many defaults a
 * multiplier leans on 1; what small and middle-sized firms owe to a common factor (.04 to .24). */
static const double lean_months = 120.0, lean_defaults = 2.0, correlation_assumed = 0.12;

int dc_overdue_state_of(int32_t days_past_due)
{
    return days_past_due <= 0    ? 0
           : days_past_due <= 30 ? 1
           : days_past_due <= 60 ? 2
           : days_past_due <= 90 ? 3
                                 : 4;
}

/* --- months of a customer -----------------------------------------------------------------------
 * */

/* Claims open at each boundary and settled in each month of one customer. */
typedef struct {
    int32_t  due_least[BOUNDARIES]; /* of what is open at the boundary; INT32_MAX: nothing */
    bool     issued[BOUNDARIES];    /* in the month that starts at the boundary */
    int32_t  issued_before[BOUNDARIES + 1]; /* the first such month after k - 1; BOUNDARIES: none */
    int64_t  late_sum[BOUNDARIES + 1];      /* of what was settled in the months before k */
    uint32_t late_count[BOUNDARIES + 1];
} diary;

/* What is counted over all customers. */
typedef struct {
    uint64_t months[GROUPS], defaults[GROUPS]; /* whole, so that threads may add in any order */
} group_count;

typedef struct {
    const dc_book *book;
    int32_t        boundary[BOUNDARIES]; /* day, decreasing */
    uint8_t        boundary_of[DAYS]; /* the latest on or before, by days before the as-of date */
    uint32_t      *segment;           /* per customer: 0 .. segment_count - 1 */
    size_t         segment_count;
    group_count   *count; /* per segment */
    uint64_t       moved[DC_OVERDUE_STATES][DC_OVERDUE_STATES];
    bool          *active;  /* per customer: today */
    bool           teaches; /* false: an open-item list, or history is left aside */
} panel;

/* The latest boundary on or before a day; BOUNDARIES when there is none. */
static int boundary_of(const panel *all, int32_t day)
{
    int32_t age = all->boundary[0] - day;
    return age <= 0 ? 0 : age < DAYS ? all->boundary_of[age] : BOUNDARIES;
}

static void place_boundaries(panel *all)
{
    for (int k = 0; k < BOUNDARIES; k++)
        all->boundary[k] = dc_date_add_months(all->book->as_of, -k).day;
    for (int32_t age = 0, k = 0; age < DAYS; age++) {
        while (k < BOUNDARIES && all->boundary[k] > all->boundary[0] - age)
            k++;
        all->boundary_of[age] = (uint8_t)k;
    }
}

static void note_claim(diary *out, const panel *all, size_t claim)
{
    const dc_claims *claims = &all->book->claims;
    int32_t          entered = claims->entered[claim].day, due = claims->due[claim].day;
    bool             closed = dc_date_is_set(claims->closed[claim]);
    int32_t          end = closed ? claims->closed[claim].day : all->boundary[0] + 1;
    int              last = boundary_of(all, entered - 1);
    for (int k = boundary_of(all, end - 1); k < last; k++)
        out->due_least[k] = due < out->due_least[k] ? due : out->due_least[k];
    int month = boundary_of(all, entered - 1);
    if (month < BOUNDARIES)
        out->issued[month] = true;
    month = closed ? boundary_of(all, end - 1) : BOUNDARIES;
    if (month < BOUNDARIES && !dc_claim_was_lost(all->book, claim)) {
        out->late_sum[month + 1] += end - due;
        out->late_count[month + 1]++;
    }
}

static void fill_diary(diary *out, const panel *all, size_t from, size_t to)
{
    memset(out, 0, sizeof *out);
    for (int k = 0; k < BOUNDARIES; k++)
        out->due_least[k] = INT32_MAX;
    for (size_t i = from; i < to; i++)
        if (dc_claim_is_invoice(&all->book->claims, i))
            note_claim(out, all, i);
    out->issued_before[BOUNDARIES] = BOUNDARIES;
    for (int k = BOUNDARIES - 1; k >= 0; k--)
        out->issued_before[k] = out->issued[k] ? k : out->issued_before[k + 1];
    for (int k = 0; k < BOUNDARIES; k++) {
        out->late_sum[k + 1] += out->late_sum[k];
        out->late_count[k + 1] += out->late_count[k];
    }
}

/* Something is open or was invoiced within a year. */
static bool is_active(const diary *of, int k)
{
    int month = of->issued_before[k + 1];
    return of->due_least[k] != INT32_MAX || (month < BOUNDARIES && month <= k + MONTHS_YEAR);
}

static int state_at(const diary *of, const panel *all, int k)
{
    bool open = of->due_least[k] != INT32_MAX;
    return open ? dc_overdue_state_of(all->boundary[k] - of->due_least[k]) : 0;
}

/* What was settled in the quarter before the boundary against the year before that. */
static bool is_worse(const diary *of, int k)
{
    int      first = k + 1, middle = first + MONTHS_RECENT, end = middle + MONTHS_YEAR;
    uint32_t recent = of->late_count[middle] - of->late_count[first];
    uint32_t before = of->late_count[end] - of->late_count[middle];
    return recent >= SETTLED_RECENT && before >= SETTLED_BEFORE &&
           (double)(of->late_sum[middle] - of->late_sum[first]) / recent -
                   (double)(of->late_sum[end] - of->late_sum[middle]) / before >=
               DAYS_WORSE;
}

static int group_at(const diary *of, const panel *all, int k)
{
    return 2 * state_at(of, all, k) + is_worse(of, k);
}

static void add_to(uint64_t *sum, uint64_t more)
{
    if (more > 0) {
#pragma omp atomic
        *sum += more;
    }
}

static void count_months(panel *all, const diary *of, uint32_t customer, int32_t default_day)
{
    group_count own = {{0}, {0}}, *count = &all->count[all->segment[customer]];
    uint64_t    moved[DC_OVERDUE_STATES][DC_OVERDUE_STATES] = {{0}};
    int64_t     day = (int64_t)all->boundary[0] + default_day;
    for (int k = MONTHS_SEEN; k > MONTHS_UNSEEN && day > all->boundary[k]; k--) {
        if (!is_active(of, k))
            continue;
        int group = group_at(of, all, k);
        own.months[group]++;
        if (day <= all->boundary[k - 1])
            own.defaults[group]++;
        else if (is_active(of, k - 1))
            moved[group / 2][state_at(of, all, k - 1)]++;
    }
    for (int g = 0; g < GROUPS; g++) {
        add_to(&count->months[g], own.months[g]);
        add_to(&count->defaults[g], own.defaults[g]);
    }
    for (int from = 0; from < DC_OVERDUE_STATES; from++)
        for (int to = 0; to < DC_OVERDUE_STATES; to++)
            add_to(&all->moved[from][to], moved[from][to]);
}

static size_t walk_customer(panel *all, dc_defaults *out, size_t claim)
{
    uint32_t customer = all->book->claims.customer[claim];
    size_t   next;
    diary    of;
    out->day[customer] = dc_default_day(&next, all->book, claim);
    fill_diary(&of, all, claim, next);
    if (all->teaches)
        count_months(all, &of, customer, out->day[customer]);
    out->state[customer] = (uint8_t)state_at(&of, all, 0);
    out->worse[customer] = is_worse(&of, 0);
    all->active[customer] = is_active(&of, 0) && out->day[customer] == DC_DEFAULT_NEVER;
    return next;
}

static void walk_customers(panel *all, dc_model *model)
{
#pragma omp parallel for schedule(dynamic)
    for (size_t share = 0; share < DC_SHARES; share++) {
        size_t end = dc_share_first(all->book, share + 1);
        for (size_t claim = dc_share_first(all->book, share); claim < end;)
            claim = walk_customer(all, &model->defaults, claim);
    }
}

/* --- segments -----------------------------------------------------------------------------------
 * */

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Numbers them by name. */
static void number_segments(panel *all, dc_arena *arena)
{
    const dc_customers *customers = &all->book->customers;
    dc_text_numbers     met = {0};
    all->segment = dc_arena_alloc(arena, customers->count + 1, sizeof *all->segment);
    for (size_t c = 0; c < customers->count; c++)
        all->segment[c] = dc_text_number(&met, customers->segment[c]);
    all->segment_count = met.count;
    const char **name = dc_arena_alloc(arena, met.count + 1, sizeof *name);
    uint32_t    *rank = dc_arena_alloc(arena, met.count + 1, sizeof *rank);
    for (size_t i = 0; i < met.count; i++)
        name[i] = met.text[i];
    qsort(name, met.count, sizeof *name, compare_names);
    for (size_t i = 0; i < met.count; i++)
        rank[dc_text_number(&met, name[i])] = (uint32_t)i;
    for (size_t c = 0; c < customers->count; c++)
        all->segment[c] = rank[all->segment[c]];
    dc_text_numbers_free(&met);
}

/* --- chances ------------------------------------------------------------------------------------
 * */

/* Beta-binomial: months and defaults seen, beside lean_months of the chance above. */
static double shrunk(double above, double defaults, double months)
{
    return (lean_months * above + defaults) / (lean_months + months);
}

static void portfolio_chances(dc_defaults *out, const panel *all)
{
    double months[DC_OVERDUE_STATES] = {0.0}, defaults[DC_OVERDUE_STATES] = {0.0};
    double sum = 0.0;
    for (size_t s = 0; s < all->segment_count; s++)
        for (int g = 0; g < GROUPS; g++) {
            months[g / 2] += (double)all->count[s].months[g];
            defaults[g / 2] += (double)all->count[s].defaults[g];
        }
    for (int i = 0; i < DC_OVERDUE_STATES; i++) {
        out->customer_months += months[i];
        sum += defaults[i];
    }
    out->defaults = (size_t)sum;
    out->learnt = sum > 0.0;
    double mean = (prior_defaults + sum) / (prior_months + out->customer_months);
    for (int i = 0; i < DC_OVERDUE_STATES; i++)
        out->month_chance[i] = out->learnt ? shrunk(mean, defaults[i], months[i]) : mean;
}

/* Those of one segment. */
static void segment_chances(double out[DC_OVERDUE_STATES], const dc_defaults *portfolio,
                            const group_count *count)
{
    for (int i = 0; i < DC_OVERDUE_STATES; i++)
        out[i] = portfolio->learnt
                     ? shrunk(portfolio->month_chance[i],
                              (double)(count->defaults[2 * i] + count->defaults[2 * i + 1]),
                              (double)(count->months[2 * i] + count->months[2 * i + 1]))
                     : portfolio->month_chance[i];
}

/* Actual over expected defaults of those who pay later than before, and of all others. */
static void learn_multipliers(double out[2], const dc_defaults *portfolio, const panel *all)
{
    double actual[2] = {0.0}, expected[2] = {0.0};
    for (size_t s = 0; s < all->segment_count && portfolio->learnt; s++) {
        double chance[DC_OVERDUE_STATES];
        segment_chances(chance, portfolio, &all->count[s]);
        for (int g = 0; g < GROUPS; g++) {
            actual[g % 2] += (double)all->count[s].defaults[g];
            expected[g % 2] += (double)all->count[s].months[g] * chance[g / 2];
        }
    }
    for (int worse = 0; worse < 2; worse++)
        out[worse] = (lean_defaults + actual[worse]) / (lean_defaults + expected[worse]);
}

/* Two moves of doubt keep a state nobody was in from having no way out: on time again, or as it
 * is. */
static void move_chances(double out[DC_OVERDUE_STATES][DC_OVERDUE_STATES], const panel *all)
{
    for (int from = 0; from < DC_OVERDUE_STATES; from++) {
        double sum = 2.0;
        for (int to = 0; to < DC_OVERDUE_STATES; to++)
            sum += (double)all->moved[from][to];
        for (int to = 0; to < DC_OVERDUE_STATES; to++)
            out[from][to] = ((double)all->moved[from][to] + (to == 0) + (to == from)) / sum;
    }
}

/* No default within 0 .. DC_DEFAULT_MONTHS months from a state on, raised to a multiplier. */
static void fill_survival(double *out, int state, const double chance[DC_OVERDUE_STATES],
                          double move[DC_OVERDUE_STATES][DC_OVERDUE_STATES], double multiplier)
{
    double in[DC_OVERDUE_STATES] = {0.0}, open = 1.0;
    in[state] = 1.0;
    out[0] = 1.0;
    for (int month = 1; month <= DC_DEFAULT_MONTHS; month++) {
        double next[DC_OVERDUE_STATES] = {0.0};
        open = 0.0;
        for (int from = 0; from < DC_OVERDUE_STATES; from++) {
            double stays = in[from] * (1.0 - chance[from]);
            open += stays;
            for (int to = 0; to < DC_OVERDUE_STATES; to++)
                next[to] += stays * move[from][to];
        }
        memcpy(in, next, sizeof in);
        out[month] = pow(open, multiplier);
    }
}

static void make_survivals(dc_model *model, const panel *all)
{
    dc_defaults *out = &model->defaults;
    size_t       rows = all->segment_count * GROUPS + 1;
    double       move[DC_OVERDUE_STATES][DC_OVERDUE_STATES], multiplier[2], chance[GROUPS / 2];
    move_chances(move, all);
    learn_multipliers(multiplier, out, all);
    out->worse_multiplier = multiplier[1] / multiplier[0];
    out->survival = dc_arena_alloc(model->arena, rows * (DC_DEFAULT_MONTHS + 1), sizeof(double));
    for (size_t row = 0; row < rows; row++) {
        size_t s = row / GROUPS, g = row % GROUPS;
        if (s < all->segment_count)
            segment_chances(chance, out, &all->count[s]);
        else
            memcpy(chance, out->month_chance, sizeof chance);
        fill_survival(&out->survival[row * (DC_DEFAULT_MONTHS + 1)], (int)g / 2, chance, move,
                      s < all->segment_count ? multiplier[g % 2] : 1.0);
    }
    for (size_t c = 0; c < model->customer_count; c++)
        out->group[c] = (uint32_t)(all->segment[c] * GROUPS + 2u * out->state[c] + out->worse[c]);
    out->group[model->customer_count] = (uint32_t)rows - 1;
}

double dc_default_survival(const double *survival, double days)
{
    const double month_days = 365.25 / 12.0;
    double       months = fmin(fmax(days / month_days, 0.0), DC_DEFAULT_MONTHS);
    int          whole = (int)fmin(months, DC_DEFAULT_MONTHS - 1);
    return survival[whole] * pow(survival[whole + 1] / survival[whole], months - whole);
}

double dc_model_default_chance(const dc_model *model, uint32_t customer, double days)
{
    const dc_defaults *of = &model->defaults;
    if (!of->survival)
        return 0.0;
    if (customer != UINT32_MAX && of->day[customer] != DC_DEFAULT_NEVER)
        return 1.0;
    size_t who = customer == UINT32_MAX ? model->customer_count : customer;
    return 1.0 - dc_default_survival(&of->survival[of->group[who] * (DC_DEFAULT_MONTHS + 1)], days);
}

/* --- the whole ----------------------------------------------------------------------------------
 * */

static void average_year(dc_model *model, const panel *all)
{
    double sum = 0.0, count = 0.0;
    for (uint32_t c = 0; c < model->customer_count; c++)
        if (all->active[c]) {
            sum += dc_model_default_chance(model, c, 365.0);
            count += 1.0;
        }
    model->defaults.year_chance =
        count > 0.0 ? sum / count : dc_model_default_chance(model, UINT32_MAX, 365.0);
}

void dc_defaults_learn(dc_model *model, const dc_book *book, const dc_learn_options *options)
{
    dc_arena    *scratch = dc_arena_new();
    dc_defaults *out = &model->defaults;
    size_t       customers = model->customer_count;
    panel        all = {.book = book, .teaches = model->learnt && !options->assume};
    *out = (dc_defaults){.correlation = correlation_assumed};
    out->state = dc_arena_alloc(model->arena, customers + 1, sizeof *out->state);
    out->worse = dc_arena_alloc(model->arena, customers + 1, sizeof *out->worse);
    out->day = dc_arena_alloc(model->arena, customers + 1, sizeof *out->day);
    out->group = dc_arena_alloc(model->arena, customers + 1, sizeof *out->group);
    for (size_t c = 0; c < customers; c++)
        out->day[c] = DC_DEFAULT_NEVER;
    place_boundaries(&all);
    number_segments(&all, scratch);
    all.count = dc_arena_alloc(scratch, all.segment_count + 1, sizeof *all.count);
    all.active = dc_arena_alloc(scratch, customers + 1, sizeof *all.active);
    walk_customers(&all, model);
    for (size_t c = 0; c < customers; c++)
        out->in_default += out->day[c] != DC_DEFAULT_NEVER;
    portfolio_chances(out, &all);
    make_survivals(model, &all);
    average_year(model, &all);
    dc_recoveries_learn(out, book);
    dc_arena_free(scratch);
}
