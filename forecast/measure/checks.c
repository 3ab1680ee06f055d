/* checks.c - the checks of the answer that always run. */
#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>

#include "duecast/metrics.h"

dc_check *dc_checks_add(dc_checks *checks, const char *name, dc_word sentence, bool passed)
{
    assert(checks->count < sizeof checks->check / sizeof checks->check[0]);
    dc_check *check = &checks->check[checks->count++];
    *check = (dc_check){.name = name, .sentence = sentence, .passed = passed};
    checks->failed += !passed;
    return check;
}

void dc_check_found(dc_check *check, const char *figures)
{
    for (int language = 0; language < DC_LANGUAGE_COUNT; language++)
        check->detail[language] = figures;
}

void dc_check_tell(dc_check *check, dc_arena *arena, dc_word found, ...)
{
    enum { MOST = 4 };
    const char *texts[MOST];
    size_t      count = 0;
    va_list     list;
    va_start(list, found);
    for (const char *next; count < MOST && (next = va_arg(list, const char *)) != NULL;)
        texts[count++] = next;
    va_end(list);
    for (int language = 0; language < DC_LANGUAGE_COUNT; language++)
        check->detail[language] =
            dc_filled(arena, dc_say((dc_language)language, found), texts, count);
}

static void tell_two_amounts(dc_check *check, dc_arena *arena, const dc_book *book, int64_t left,
                             int64_t right)
{
    char a[32], b[32], off[32];
    int  decimals = book->currencies[book->home].decimals;
    dc_money_format(a, sizeof a, DC_MONEY(left), decimals);
    dc_money_format(b, sizeof b, DC_MONEY(right), decimals);
    dc_money_format(off, sizeof off, DC_MONEY(llabs(left - right)), decimals);
    if (left != right && check->passed)
        dc_check_tell(check, arena, DC_WORD_FOUND_ROUNDED, a, b, off, (const char *)NULL);
    else
        dc_check_found(check, dc_arena_format(arena, "%s %s %s", a, left == right ? "=" : "<>", b));
}

/* The ledger as the reader totals it, against the ageing of the claims. */
static void check_ageing(dc_checks *checks, dc_arena *arena, const dc_book *book,
                         const dc_today *today)
{
    size_t differing = 0;
    for (uint16_t c = 0; c < book->currency_count; c++) {
        const dc_currency *currency = &book->currencies[c];
        int64_t            sum = today->by_currency[c].credits + today->by_currency[c].unapplied;
        for (int b = 0; b < DC_BUCKETS; b++)
            sum += today->by_currency[c].ageing[b];
        differing += sum != currency->receivables.minor + currency->unapplied.minor;
    }
    int64_t aged = today->credits + today->unapplied;
    for (int b = 0; b < DC_BUCKETS; b++)
        aged += today->ageing[b];
    int64_t ledger = dc_book_ledger(book).minor;
    /* Buckets are translated one by one: at most half a minor unit each may differ. */
    int64_t tolerance =
        book->currency_count > 1 ? (DC_BUCKETS + 2) * (int64_t)book->currency_count : 0;
    tell_two_amounts(dc_checks_add(checks, "ageing_ties", DC_WORD_CHECK_AGEING_TIES,
                                   llabs(aged - ledger) <= tolerance),
                     arena, book, aged, ledger);
    dc_check_tell(
        dc_checks_add(checks, "currencies_tie", DC_WORD_CHECK_CURRENCIES_TIE, differing == 0),
        arena, DC_WORD_FOUND_DIFFER, dc_arena_format(arena, "%zu", differing),
        dc_arena_format(arena, "%zu", book->currency_count), (const char *)NULL);
}

/*
 * The mean over paths may differ from the exact expectation by chance only.  The total over paths
 * is a sum of independent bounded terms, so by Bernstein's inequality it strays by more than
 * sqrt(2 V x) + M x / 3 with chance below 2 exp(-x): V its variance, worked out without paths, M
 * the largest term.  Where items are tied together a path's term is bounded by more than M: then
 * it is a test at about five standard errors, with room for a rare large item, no more a bound.
 * Source: Bernstein (1924); Boucheron, Lugosi & Massart, Concentration Inequalities (2013), 2.10.
 */
static void check_expected(dc_checks *checks, dc_arena *arena, const dc_outcome *outcome)
{
    double  paths = outcome->path_count, worst = 0.0;
    double  x = log(2.0 * outcome->week_count / 0.0005);
    int32_t worst_week = 0;
    for (int32_t week = 1; week <= outcome->week_count; week++) {
        double sd = dc_outcome_cash_sd(outcome, week);
        double off = fabs(dc_outcome_path_cash(outcome, week)->mean - outcome->expected_cash[week]);
        double most = sd * sqrt(2.0 * x / paths) + outcome->largest_item * x / (3.0 * paths) +
                      outcome->rounding;
        if (off / most > worst) {
            worst = off / most;
            worst_week = week;
        }
    }
    dc_check_tell(
        dc_checks_add(checks, "expected_equals_mean", DC_WORD_CHECK_EXPECTED, worst <= 1.0), arena,
        DC_WORD_FOUND_WEEK, dc_arena_format(arena, "%d", worst_week),
        dc_arena_format(arena, "%.2f", worst), (const char *)NULL);
}

/* What sums of a few means may be off by: doubles tell halves of a minor unit up to 2^52 of them,
 * which a ledger in rupiah may exceed. */
static double rounding_of(double amount)
{
    return 0.5 + 16.0 * DBL_EPSILON * fabs(amount);
}

/* What rounding may put between a balance and its buckets: half a minor unit of each currency and
 * of the book's, in every bucket and in the flows that make the balance. */
static double rounding_of_ageing(const dc_book *book)
{
    double sum = 0.0;
    for (uint16_t c = 0; c < book->currency_count; c++)
        if (book->currencies[c].has_rate)
            sum += DC_BUCKETS * (1.0 + dc_minor_rate(book, c));
    return sum;
}

static void check_report_ageing(dc_checks *checks, dc_arena *arena, const dc_book *book,
                                const dc_today *today, const dc_outcome *outcome)
{
    double worst = 0.0, rounding = rounding_of_ageing(book);
    for (size_t r = 0; r < outcome->report_count; r++) {
        int32_t week = outcome->report_week[r];
        double  debit = 0.0, receivables = outcome->series[DC_RECEIVABLES][week].mean;
        for (int b = 0; b < DC_BUCKETS; b++)
            debit += outcome->ageing[r][b].mean;
        /* Credit notes are used up over time: between none and all of today's are left. */
        double below = receivables - debit - rounding - rounding_of(debit);
        double above = debit + (double)today->credits - receivables - rounding - rounding_of(debit);
        worst = fmax(worst, fmax(below, above));
    }
    dc_check_tell(
        dc_checks_add(checks, "projected_ageing_ties", DC_WORD_CHECK_REPORT_AGEING, worst <= 0.0),
        arena, DC_WORD_FOUND_DATES, dc_arena_format(arena, "%zu", outcome->report_count),
        (const char *)NULL);
}

/* The regression that takes simulation error off a ratio is no more exact than that. */
static const double days_alike = 1e-5;

/* Days, as parts of the whole where that is more than a day: who sells next to nothing has ratios
 * of millions of days. */
static double apart(double whole, double parts)
{
    return fabs(whole - parts) / fmax(1.0, fabs(whole));
}

/* On means, in the book currency: five flows of a day and the balance are translated apart, each
 * rounded by half a minor unit at most, which adds up where every day brings the same. */
static void check_roll_forward(dc_checks *checks, dc_arena *arena, const dc_book *book,
                               const dc_today *today, const dc_outcome *outcome)
{
    double sales = 0.0, worst = 0.0, opening = today->value[DC_RECEIVABLES].mean;
    double days = 7.0 * (double)outcome->week_count, others = (double)book->currency_count - 1.0;
    double translated = others * (0.5 * 5.0 * days + 1.0);
    for (int32_t week = 1; week <= outcome->week_count; week++) {
        sales += outcome->series[DC_SALES][week].mean;
        double closing = opening + sales - outcome->series[DC_CASH_COLLECTED][week].mean -
                         outcome->series[DC_SETTLED_WITHOUT_CASH][week].mean -
                         outcome->series[DC_WRITTEN_OFF][week].mean +
                         outcome->series[DC_RECOVERED][week].mean;
        worst = fmax(worst, fabs(closing - outcome->series[DC_RECEIVABLES][week].mean));
    }
    dc_check_tell(dc_checks_add(checks, "receivables_roll_forward", DC_WORD_CHECK_ROLL_FORWARD,
                                worst <= translated + rounding_of(opening + sales)),
                  arena, DC_WORD_FOUND_MINOR, dc_arena_format(arena, "%.0f", worst),
                  (const char *)NULL);
}

static bool in_order(const dc_estimate *estimate)
{
    for (int q = 1; q < DC_QUANTILE_COUNT; q++)
        if (estimate->quantile[q] < estimate->quantile[q - 1])
            return false;
    return true;
}

static void check_series(dc_checks *checks, dc_arena *arena, const dc_outcome *outcome)
{
    size_t figures = 0, disordered = 0;
    double worst = 0.0;
    for (int32_t week = 1; week <= outcome->week_count; week++) {
        for (int m = 0; m < DC_METRIC_COUNT; m++) {
            figures += outcome->series[m][week].applicable;
            disordered +=
                outcome->series[m][week].applicable && !in_order(&outcome->series[m][week]);
        }
        if (outcome->series[DC_DSO][week].applicable)
            worst = fmax(worst, apart(outcome->series[DC_DSO][week].mean,
                                      outcome->series[DC_DSO_NOT_DUE][week].mean +
                                          outcome->series[DC_DSO_OVERDUE][week].mean));
    }
    dc_check_tell(
        dc_checks_add(checks, "quantiles_ordered", DC_WORD_CHECK_QUANTILES, disordered == 0), arena,
        DC_WORD_FOUND_FIGURES, dc_arena_format(arena, "%zu", figures), (const char *)NULL);
    dc_check_tell(
        dc_checks_add(checks, "dso_adds_up", DC_WORD_CHECK_DSO_ADDS_UP, worst < days_alike), arena,
        DC_WORD_FOUND_DAYS, dc_arena_format(arena, "%.1e", worst), (const char *)NULL);
}

/* DIO + DSO - DPO = CCC, and WCR = that of today less the cash its change has set free. */
static void check_capital(dc_checks *checks, dc_arena *arena, const dc_outcome *outcome)
{
    double              days = 0.0, money = 0.0;
    size_t              figures = 0;
    dc_estimate *const *s = outcome->series;
    for (int32_t week = 0; week <= outcome->week_count; week++) {
        figures += s[DC_TRADE_WCR][week].applicable + s[DC_CCC][week].applicable;
        if (s[DC_CCC][week].applicable)
            days =
                fmax(days, apart(s[DC_CCC][week].mean, s[DC_DIO][week].mean + s[DC_DSO][week].mean -
                                                           s[DC_DPO][week].mean));
        if (s[DC_TRADE_WCR][week].applicable)
            money = fmax(money, fabs(s[DC_TRADE_WCR][0].mean - s[DC_WCR_CASH][week].mean -
                                     s[DC_TRADE_WCR][week].mean));
    }
    if (figures > 0)
        dc_check_tell(
            dc_checks_add(checks, "working_capital_adds_up", DC_WORD_CHECK_CAPITAL,
                          days < days_alike && money <= rounding_of(s[DC_TRADE_WCR][0].mean)),
            arena, DC_WORD_FOUND_CAPITAL, dc_arena_format(arena, "%.1e", days),
            dc_arena_format(arena, "%.0f", money), (const char *)NULL);
}

static void check_rows(dc_checks *checks, dc_arena *arena, const dc_book *book)
{
    size_t read = 0, accounted = 0;
    for (size_t f = 0; f < book->file_count; f++) {
        const dc_file_totals *file = &book->files[f];
        read += file->rows_read;
        accounted += file->rows_used + file->rows_rejected + file->rows_dropped + file->rows_later;
    }
    dc_check_found(
        dc_checks_add(checks, "rows_counted", DC_WORD_CHECK_ROWS_COUNTED, read == accounted),
        dc_arena_format(arena, "%zu %s %zu", read, read == accounted ? "=" : "<>", accounted));
}

void dc_checks_always(dc_checks *checks, dc_arena *arena, const dc_book *book,
                      const dc_today *today, const dc_outcome *outcome)
{
    check_ageing(checks, arena, book, today);
    check_rows(checks, arena, book);
    /* A difference to the general ledger is a fact about the input, told as such; no fault here. */
    int64_t control = book->company.control_receivables.value.minor;
    int64_t ledger = dc_book_ledger(book).minor;
    if (book->company.control_receivables.known && ledger == control)
        tell_two_amounts(
            dc_checks_add(checks, "control_receivables", DC_WORD_CHECK_CONTROL_RECEIVABLES, true),
            arena, book, ledger, control);
    check_expected(checks, arena, outcome);
    check_report_ageing(checks, arena, book, today, outcome);
    check_roll_forward(checks, arena, book, today, outcome);
    check_series(checks, arena, outcome);
    check_capital(checks, arena, outcome);
}
