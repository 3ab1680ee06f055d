/* measure_bad_debts.c - bad debts as text: rates, methods, the proof, months behind and ahead. */
#include "measure_bad_debts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "terminal.h"

enum { CLOSER = 10 };
enum { PATHS = 2048 }; /* of two years of today's claims, and of a year of the ledger */
enum { NAME_WIDTH = 20, RATE_WIDTH = 11, AMOUNT_WIDTH = 12, LABEL_WIDTH = 46, RATE_DECIMALS = 2 };

/* --- measured once --- */

const dc_bad_debts *dc_measure_view_bad_debts(dc_measure_view *view)
{
    const dc_model *model = dc_measure_view_model(view);
    if (!model || view->status != DC_OK)
        return NULL;
    if (!view->bad_debts) {
        const dc_cli_options *options = view->options;
        dc_simulate_options   simulate = {
              .path_count = PATHS, .seed = options->seed, .threads = (int)options->threads};
        view->bad_debts = dc_arena_alloc(view->run->arena, 1, sizeof *view->bad_debts);
        view->status = dc_bad_debts_measure(&view->bad_debts->all, view->run->arena,
                                            view->run->book, model, &simulate);
    }
    return view->status == DC_OK ? &view->bad_debts->all : NULL;
}

const dc_method_info dc_method_table[DC_METHOD_COUNT] = {
    [DC_METHOD_MATRIX] = {"matrix", DC_WORD_BAD_MATRIX, false},
    [DC_METHOD_MODEL] = {"model", DC_WORD_BAD_MODEL, false},
    [DC_METHOD_CECL] = {"cecl", DC_WORD_BAD_CECL, false},
    [DC_METHOD_ROLL] = {"roll_rates", DC_WORD_BAD_ROLL, false},
    [DC_METHOD_CHAIN] = {"chain", DC_WORD_BAD_CHAIN, false},
    [DC_METHOD_SALES] = {"percentage_of_sales", DC_WORD_BAD_SALES, true},
    [DC_METHOD_DIRECT] = {"direct_write_off", DC_WORD_BAD_DIRECT, true},
};

bool dc_method_amount(int64_t *amount, dc_word *reason, const dc_bad_debts *all,
                      dc_bad_debt_method method)
{
    *amount = 0;
    *reason = all->learnt ? DC_WORD_MISSING_COHORTS : DC_WORD_MISSING_LOSS_HISTORY;
    switch (method) {
    case DC_METHOD_MATRIX: *amount = dc_bad_debts_by(all, all->today.matrix_rate); return true;
    case DC_METHOD_MODEL: *amount = dc_bad_debts_by(all, all->today.model_rate); return all->learnt;
    case DC_METHOD_CECL: *amount = all->pooled; return all->learnt;
    case DC_METHOD_ROLL:
        *amount = dc_bad_debts_by(all, all->roll.loss);
        return all->learnt && all->roll.applicable;
    case DC_METHOD_CHAIN:
        *amount = dc_bad_debts_by(all, all->chain.ever_lost);
        return all->learnt && all->has_chain;
    case DC_METHOD_SALES:
        *amount = llround(all->sales_rate * (double)all->year.sales);
        return all->learnt && all->has_sales_rate;
    case DC_METHOD_DIRECT: *amount = all->year.written_off - all->year.recovered; return true;
    case DC_METHOD_COUNT: break;
    }
    return false;
}

/* --- rates by bucket --- */

/* What is booked has buckets of its own, whatever --buckets says. */
static const char *bucket_text(const dc_measure_view *view, size_t bucket)
{
    dc_measures     usual = *view->measures;
    dc_measure_view with = *view;
    usual.edges = *dc_company_edges(&view->run->book->company);
    with.measures = &usual;
    return dc_measure_bucket(&with, DC_AGED_BY_DUE, bucket);
}

static const char *rate_text(const dc_measure_view *view, double rate, bool known)
{
    if (!known)
        return dc_say(view->language, DC_WORD_NOT_AVAILABLE);
    return dc_arena_format(view->run->arena, "%s %%",
                           dc_number_text(view->run->arena, rate * 100, RATE_DECIMALS));
}

static void put_rates(FILE *out, const dc_measure_view *view, const dc_bad_debts *all, size_t b)
{
    const struct {
        double rate;
        bool   known;
    } cells[] = {{all->today.matrix_rate[b], true},
                 {all->today.model_rate[b], all->learnt},
                 {all->roll.loss[b], all->roll.applicable},
                 {all->has_chain ? all->chain.ever_lost[b] : 0.0, all->has_chain},
                 {all->today.loss_rate[b], all->ahead.applicable}};
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
        dc_measure_right(out, rate_text(view, cells[i].rate, cells[i].known), RATE_WIDTH);
}

static void put_total(FILE *out, const dc_measure_view *view, dc_word label, int64_t balance,
                      int64_t allowance, bool has_balance)
{
    dc_terminal_pad(out, dc_say(view->language, label), NAME_WIDTH);
    dc_measure_right(out, has_balance ? dc_measure_amount(view, balance) : "", AMOUNT_WIDTH);
    fprintf(out, "%*s", 5 * RATE_WIDTH, "");
    dc_measure_right(out, dc_measure_amount(view, allowance), AMOUNT_WIDTH);
    fputc('\n', out);
}

static void write_rates(FILE *out, const dc_measure_view *view, const dc_bad_debts *all)
{
    static const dc_word heads[] = {DC_WORD_BAD_HEAD_MATRIX, DC_WORD_BAD_HEAD_MODEL,
                                    DC_WORD_BAD_HEAD_ROLL, DC_WORD_BAD_HEAD_CHAIN,
                                    DC_WORD_BAD_HEAD_BOOKED};
    const dc_today      *today = &all->today;
    bool                 booked = all->ahead.applicable;
    int64_t              balance = 0;
    fprintf(out, "%*s", NAME_WIDTH, "");
    dc_measure_right(out, dc_say(view->language, DC_WORD_BALANCE), AMOUNT_WIDTH);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        dc_measure_right(out, dc_say(view->language, heads[i]), RATE_WIDTH);
    dc_measure_right(out, dc_say(view->language, DC_WORD_BAD_HEAD_ALLOWANCE), AMOUNT_WIDTH);
    fputc('\n', out);
    for (size_t b = 0; b < DC_BUCKETS; b++) {
        dc_terminal_pad(out, bucket_text(view, b), NAME_WIDTH);
        dc_measure_right(out, dc_measure_amount(view, today->ageing[b]), AMOUNT_WIDTH);
        put_rates(out, view, all, b);
        dc_measure_right(out,
                         booked ? dc_measure_amount(view, today->allowance[b])
                                : dc_say(view->language, DC_WORD_NOT_AVAILABLE),
                         AMOUNT_WIDTH);
        fputc('\n', out);
        balance += today->ageing[b];
    }
    if (booked && today->named != 0)
        put_total(out, view, DC_WORD_BAD_NAMED, 0, today->named, false);
    if (booked)
        put_total(out, view, DC_WORD_TOTAL, balance, (int64_t)today->value[DC_ALLOWANCE].mean,
                  true);
}

/* --- what the matrix rests on --- */

static void write_evidence(FILE *out, const dc_measure_view *view, const dc_bad_debts *all)
{
    static const dc_word heads[] = {DC_WORD_BAD_HEAD_STOOD,  DC_WORD_BAD_HEAD_GONE,
                                    DC_WORD_BAD_HEAD_CLAIMS, DC_WORD_BAD_HEAD_OWN,
                                    DC_WORD_BAD_HEAD_LOW,    DC_WORD_BAD_HEAD_HIGH,
                                    DC_WORD_BAD_HEAD_WEIGHT};
    char                 count[DC_COUNT_TEXT_MAX];
    dc_terminal_count(count, (uint64_t)all->cohorts->count);
    fputc('\n', out);
    dc_fill(out, dc_say(view->language, DC_WORD_BAD_EVIDENCE), (const char *const[]){count}, 1);
    fprintf(out, "\n%*s", NAME_WIDTH, "");
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        dc_measure_right(out, dc_say(view->language, heads[i]), RATE_WIDTH);
    fputc('\n', out);
    for (size_t b = 0; b < DC_BUCKETS; b++) {
        const dc_provision_rate *of = &all->matrix.of[b];
        bool                     known = of->claims > 0;
        dc_terminal_count(count, of->claims);
        dc_terminal_pad(out, bucket_text(view, b), NAME_WIDTH);
        dc_measure_right(out, dc_measure_amount(view, (int64_t)of->stood), RATE_WIDTH);
        dc_measure_right(out, dc_measure_amount(view, (int64_t)of->lost), RATE_WIDTH);
        dc_measure_right(out, count, RATE_WIDTH);
        dc_measure_right(out, rate_text(view, of->seen, known), RATE_WIDTH);
        dc_measure_right(out, rate_text(view, of->low, known), RATE_WIDTH);
        dc_measure_right(out, rate_text(view, of->high, known), RATE_WIDTH);
        dc_measure_right(out, dc_measure_text(view, DC_UNIT_SHARE, of->weight), RATE_WIDTH);
        fputc('\n', out);
    }
}

/* --- methods --- */

static void put_line(FILE *out, const dc_measure_view *view, const char *label, int64_t amount)
{
    dc_terminal_pad(out, label, LABEL_WIDTH);
    dc_measure_right(out, dc_measure_amount(view, amount), AMOUNT_WIDTH);
    fputc('\n', out);
}

static void put_missing(FILE *out, const dc_measure_view *view, const char *label, dc_word reason)
{
    dc_terminal_pad(out, label, LABEL_WIDTH);
    fprintf(out, "  %s\n", dc_say(view->language, reason));
}

static void write_methods(FILE *out, const dc_measure_view *view, const dc_bad_debts *all)
{
    fprintf(out, "\n%s\n", dc_say(view->language, DC_WORD_BAD_METHODS));
    for (dc_bad_debt_method method = 0; method < DC_METHOD_COUNT; method++) {
        const char *label = dc_say(view->language, dc_method_table[method].label);
        int64_t     amount;
        dc_word     reason;
        if (dc_method_amount(&amount, &reason, all, method))
            put_line(out, view, label, amount);
        else
            put_missing(out, view, label, reason);
    }
}

static void write_booked(FILE *out, const dc_measure_view *view, const dc_bad_debts *all)
{
    const dc_figure *booked = &view->run->book->company.control_allowance;
    const char      *label = dc_say(view->language, DC_WORD_BAD_BOOKED);
    const char      *of_books = dc_say(view->language, DC_WORD_ALLOWANCE_BOOKED);
    int64_t          amount = (int64_t)all->today.value[DC_ALLOWANCE].mean;
    if (!all->ahead.applicable) {
        put_missing(out, view, label,
                    all->today.losses_learnt ? DC_WORD_MISSING_METHOD
                                             : DC_WORD_MISSING_LOSS_HISTORY);
        return;
    }
    put_line(out, view, label, amount);
    if (!booked->known) {
        put_missing(out, view, of_books, DC_WORD_MISSING_CONTROL_ALLOWANCE);
        return;
    }
    put_line(out, view, of_books, booked->value.minor);
    put_line(out, view, dc_say(view->language, DC_WORD_TRUE_UP), amount - booked->value.minor);
}

/* --- the proof and the economy --- */

static void write_proof(FILE *out, const dc_measure_view *view, const dc_bad_debts *all)
{
    const dc_lifetime_loss *lived = &all->lived;
    char                    paths[DC_COUNT_TEXT_MAX];
    bool                    agree = fabs(lived->mean - lived->expected) <= lived->allowed;
    const char *verdict = dc_say(view->language, agree ? DC_WORD_BAD_AGREE : DC_WORD_BAD_DIFFER);
    const char *texts[] = {paths,
                           dc_measure_amount(view, llround(lived->mean)),
                           dc_measure_amount(view, llround(lived->standard_error)),
                           dc_measure_amount(view, llround(lived->p5)),
                           dc_measure_amount(view, llround(lived->p95)),
                           dc_measure_amount(view, llround(lived->expected)),
                           verdict};
    const char *states[DC_OUTLOOKS];
    for (int i = 0; i < DC_OUTLOOKS; i++)
        states[i] = dc_measure_amount(view, llround(all->loss.outlook[i]));
    if (!all->learnt)
        return;
    dc_terminal_count(paths, lived->paths);
    fputc('\n', out);
    dc_fill(out, dc_say(view->language, DC_WORD_BAD_LIVED), texts, sizeof texts / sizeof *texts);
    fputc('\n', out);
    dc_fill(out, dc_say(view->language, DC_WORD_BAD_ECONOMY), states, DC_OUTLOOKS);
    fputc('\n', out);
    if (view->run->book->company.effective_rate > 0.0) {
        const char *delay = dc_measure_amount(view, llround(all->loss.delay));
        dc_fill(out, dc_say(view->language, DC_WORD_BAD_DELAY), &delay, 1);
        fputc('\n', out);
    }
}

/* --- months --- */

static void put_heads(FILE *out, const dc_measure_view *view, dc_word title, const dc_word *heads,
                      size_t count)
{
    fprintf(out, "\n%s\n%*s", dc_say(view->language, title), NAME_WIDTH - RATE_WIDTH + 1, "");
    for (size_t i = 0; i < count; i++)
        dc_measure_right(out, dc_say(view->language, heads[i]), RATE_WIDTH + 1);
    fputc('\n', out);
}

static void put_cells(FILE *out, const dc_measure_view *view, dc_date end, const int64_t *cell,
                      size_t count)
{
    char date[11];
    dc_date_format(date, end);
    dc_terminal_pad(out, date, NAME_WIDTH - RATE_WIDTH + 1);
    for (size_t i = 0; i < count; i++)
        dc_measure_right(out, dc_measure_amount(view, cell[i]), RATE_WIDTH + 1);
    fputc('\n', out);
}

static void write_past(FILE *out, const dc_measure_view *view, const dc_bad_debts *all)
{
    static const dc_word heads[] = {DC_WORD_BAD_HEAD_LOST, DC_WORD_BAD_HEAD_BACK,
                                    DC_WORD_BAD_HEAD_NET};
    if (all->year.written_off == 0 && all->year.recovered == 0)
        return;
    put_heads(out, view, DC_WORD_BAD_PAST, heads, sizeof heads / sizeof heads[0]);
    for (size_t m = DC_LOSS_MONTHS; m-- > 0;) {
        const dc_loss_flows *of = &all->past_flows[m];
        int64_t cell[] = {of->written_off, of->recovered, of->written_off - of->recovered};
        put_cells(out, view, all->past[m].to, cell, sizeof cell / sizeof cell[0]);
    }
}

static void write_ahead(FILE *out, const dc_measure_view *view, const dc_bad_debts *all)
{
    static const dc_word heads[] = {DC_WORD_BAD_HEAD_OPENING,    DC_WORD_BAD_HEAD_EXPENSE,
                                    DC_WORD_BAD_HEAD_LOST,       DC_WORD_BAD_HEAD_BACK,
                                    DC_WORD_BAD_HEAD_CLOSING,    DC_WORD_BAD_HEAD_EXPENSE_P5,
                                    DC_WORD_BAD_HEAD_EXPENSE_P95};
    if (!all->ahead.applicable)
        return;
    put_heads(out, view, DC_WORD_BAD_AHEAD, heads, sizeof heads / sizeof heads[0]);
    for (size_t m = 0; m < all->ahead.count; m++) {
        const dc_allowance_month *month = &all->ahead.month[m];
        const dc_allowance_roll  *roll = &month->expected;
        int64_t                   cell[] = {roll->opening,
                                            roll->expense,
                                            roll->written_off,
                                            roll->recovered,
                                            roll->closing,
                                            llround(month->expense.quantile[DC_P5]),
                                            llround(month->expense.quantile[DC_P95])};
        put_cells(out, view, month->end, cell, sizeof cell / sizeof cell[0]);
    }
}

/* --- bands by age --- */

static void write_bands(FILE *out, const dc_measure_view *view, const dc_bad_debts *all)
{
    static const dc_word names[DC_AGE_BANDS] = {DC_WORD_BAND_1, DC_WORD_BAND_2, DC_WORD_BAND_3,
                                                DC_WORD_BAND_4, DC_WORD_BAND_5, DC_WORD_BAND_6};
    int64_t              line[DC_AGE_BANDS], balance = 0;
    if (strcmp(view->run->book->company.age_bands, "china") != 0)
        return;
    int64_t sum = dc_allowance_by_rates(line, all->bands, dc_age_band_rate, DC_AGE_BANDS);
    fprintf(out, "\n%s\n", dc_say(view->language, DC_WORD_BAD_BANDS));
    for (size_t i = 0; i < DC_AGE_BANDS; i++) {
        dc_terminal_pad(out, dc_say(view->language, names[i]), NAME_WIDTH);
        dc_measure_right(out, dc_measure_amount(view, all->bands[i]), AMOUNT_WIDTH);
        dc_measure_right(out, rate_text(view, dc_age_band_rate[i], true), RATE_WIDTH);
        dc_measure_right(out, dc_measure_amount(view, line[i]), AMOUNT_WIDTH);
        fputc('\n', out);
        balance += all->bands[i];
    }
    dc_terminal_pad(out, dc_say(view->language, DC_WORD_TOTAL), NAME_WIDTH);
    dc_measure_right(out, dc_measure_amount(view, balance), AMOUNT_WIDTH);
    fprintf(out, "%*s", RATE_WIDTH, "");
    dc_measure_right(out, dc_measure_amount(view, sum), AMOUNT_WIDTH);
    fputc('\n', out);
}

/* --- the whole --- */

static dc_word method_said(const dc_company *company)
{
    if (strcmp(company->allowance_method, "none") == 0)
        return DC_WORD_BAD_BOOKS_NONE;
    if (strcmp(company->allowance_method, "model") == 0)
        return DC_WORD_BAD_BOOKS_MODEL;
    return company->has_allowance_rates ? DC_WORD_BAD_BOOKS_RATES : DC_WORD_BAD_BOOKS_MATRIX;
}

/* Losses are small beside receivables: their scale is that of what is lost. */
static dc_measure_view closer(const dc_measure_view *view, const dc_bad_debts *all)
{
    const dc_book  *book = view->run->book;
    dc_measure_view out = *view;
    int64_t         largest = 0;
    for (dc_bad_debt_method method = 0; method < DC_METHOD_COUNT; method++) {
        int64_t amount;
        dc_word reason;
        if (dc_method_amount(&amount, &reason, all, method) && llabs(amount) > largest)
            largest = llabs(amount);
    }
    out.scale = dc_amount_scale_for(view->run->arena, view->language, &book->currencies[book->home],
                                    (double)largest / CLOSER);
    return out;
}

void dc_measure_write_bad_debts(FILE *out, dc_measure_view *of)
{
    const dc_company   *company = &of->run->book->company;
    const dc_bad_debts *all;
    dc_measure_view     with, *view = &with;
    char                date[11];
    if (!of->options->bad_debts) {
        fprintf(out, "%s\n", dc_say(of->language, DC_WORD_BAD_HINT));
        return;
    }
    all = dc_measure_view_bad_debts(of);
    if (!all)
        return;
    with = closer(of, all);
    dc_date_format(date, view->run->book->as_of);
    dc_fill(out, dc_say(view->language, DC_WORD_BAD_TITLE),
            (const char *const[]){date, view->scale.label}, 2);
    fprintf(out, "\n%s\n", dc_say(view->language, method_said(company)));
    if (all->today.relief > 0.0) {
        const char *share = dc_measure_text(view, DC_UNIT_SHARE, all->today.relief);
        dc_fill(out, dc_say(view->language, DC_WORD_BAD_RELIEF), &share, 1);
        fputc('\n', out);
    }
    write_rates(out, view, all);
    if (all->matrix.applicable)
        write_evidence(out, view, all);
    write_methods(out, view, all);
    write_booked(out, view, all);
    write_proof(out, view, all);
    write_past(out, view, all);
    write_ahead(out, view, all);
    write_bands(out, view, all);
}
