/* backtest_text.c - the result of a backtest as tables of 80 columns, and what it means. */
#include <math.h>
#include <stdlib.h>

#include "backtest.h"
#include "terminal.h"

enum { WIDTH = 80, NAME = 26, CELL = 9, CELLS_MAX = 6, ORIGINS_FEW = 12 };

static const double band_slack = 0.08; /* an 80 % band that holds 72 to 88 % keeps its promise */

typedef struct {
    FILE              *out;
    dc_language        language;
    const dc_backtest *backtest;
} told;

static const dc_word rule_words[DC_RULE_COUNT] = {
    [DC_RULE_DUECAST] = DC_WORD_RULE_DUECAST,
    [DC_RULE_DUE_DATE] = DC_WORD_RULE_DUE_DATE,
    [DC_RULE_AVERAGE] = DC_WORD_RULE_AVERAGE,
    [DC_RULE_CUSTOMER_AVERAGE] = DC_WORD_RULE_CUSTOMER_AVERAGE,
    [DC_RULE_POOLED] = DC_WORD_RULE_POOLED,
    [DC_RULE_CUSTOMER] = DC_WORD_RULE_CUSTOMER,
    [DC_RULE_SHIFT] = DC_WORD_RULE_SHIFT,
};

static const char *say(const told *page, dc_word word)
{
    return dc_say(page->language, word);
}

static void blank_line(const told *page)
{
    fputc('\n', page->out);
}

/* A sentence with arguments, broken at the width of the page. */
static void sentence(const told *page, dc_word word, const char *const *arguments, size_t count)
{
    char  *text = NULL;
    size_t size = 0;
    FILE  *stream = open_memstream(&text, &size);

    if (!stream)
        return;
    dc_fill(stream, say(page, word), arguments, count);
    fclose(stream);
    dc_terminal_wrap(page->out, text, 0, 0, WIDTH);
    free(text);
}

#define SENTENCE(page, word, ...)                                                                  \
    sentence((page), (word), (const char *const[]){__VA_ARGS__},                                   \
             sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* ---- figures ---- */

typedef struct {
    char text[32];
} figure;

static figure days(double value)
{
    figure out;
    snprintf(out.text, sizeof out.text, "%.1f", value);
    return out;
}

static figure share(double value)
{
    figure out;
    double percent = round(1000.0 * value) / 10.0 + 0.0; /* never -0.0 */
    snprintf(out.text, sizeof out.text, "%.1f %%", percent);
    return out;
}

static figure whole_share(double value)
{
    figure out;
    snprintf(out.text, sizeof out.text, "%.0f %%", 100.0 * value);
    return out;
}

static figure plain(double value)
{
    figure out;
    snprintf(out.text, sizeof out.text, "%.2f", value);
    return out;
}

static figure counted(size_t number)
{
    figure out;
    dc_terminal_count(out.text, number);
    return out;
}

static figure day(dc_date date)
{
    figure out;
    dc_date_format(out.text, date);
    return out;
}

typedef figure figure_fn(double value);

static figure scored(const told *page, const dc_scored *score, figure_fn *shown)
{
    figure out;
    if (score->applicable)
        return shown(score->value);
    snprintf(out.text, sizeof out.text, "%s", say(page, DC_WORD_NOT_AVAILABLE));
    return out;
}

static void cell(const told *page, const char *text)
{
    size_t width = dc_terminal_width(text);
    fprintf(page->out, "%*s%s", width < CELL ? (int)(CELL - width) : 1, "", text);
}

/* ---- tables ---- */

typedef struct {
    dc_score   score;
    dc_word    head;
    figure_fn *shown;
} column;

static const column accuracy[] = {
    {DC_SCORE_DATE_MAE, DC_WORD_BACKTEST_DAYS_OFF, days},
    {DC_SCORE_DATE_CRPS, DC_WORD_BACKTEST_DAYS_CRPS, days},
    {DC_SCORE_WAPE, DC_WORD_BACKTEST_WAPE, share},
    {DC_SCORE_CRPS_RATIO, DC_WORD_BACKTEST_CASH_CRPS, share},
    {DC_SCORE_BIAS, DC_WORD_BACKTEST_BIAS, share},
    {DC_SCORE_BRIER, DC_WORD_BACKTEST_BRIER, plain},
};

static const column coverage[] = {
    {DC_SCORE_COVERAGE_50, DC_WORD_BACKTEST_CASH_50, whole_share},
    {DC_SCORE_COVERAGE_80, DC_WORD_BACKTEST_CASH_80, whole_share},
    {DC_SCORE_COVERAGE_95, DC_WORD_BACKTEST_CASH_95, whole_share},
    {DC_SCORE_COUNT_COVERAGE_50, DC_WORD_BACKTEST_COUNT_50, whole_share},
    {DC_SCORE_COUNT_COVERAGE_80, DC_WORD_BACKTEST_COUNT_80, whole_share},
    {DC_SCORE_COUNT_COVERAGE_95, DC_WORD_BACKTEST_COUNT_95, whole_share},
};

static void write_heads(const told *page, dc_word title, const column *columns)
{
    dc_terminal_pad(page->out, say(page, title), NAME);
    for (size_t i = 0; i < CELLS_MAX; i++)
        cell(page, say(page, columns[i].head));
    blank_line(page);
}

static void write_rule(const told *page, int rule, const column *columns)
{
    const dc_backtest_result *result = &page->backtest->rule[rule];
    dc_terminal_pad(page->out, say(page, rule_words[rule]), NAME);
    for (size_t i = 0; i < CELLS_MAX; i++)
        cell(page, scored(page, &result->score[columns[i].score], columns[i].shown).text);
    blank_line(page);
}

static void write_accuracy(const told *page)
{
    write_heads(page, DC_WORD_BACKTEST_ACCURACY, accuracy);
    for (int rule = 0; rule < DC_RULE_COUNT; rule++)
        write_rule(page, rule, accuracy);
    dc_terminal_pad(page->out, say(page, DC_WORD_BACKTEST_FLOOR), NAME + 2 * CELL);
    cell(page,
         scored(page, &page->backtest->rule[DC_RULE_DUECAST].score[DC_SCORE_FLOOR], share).text);
    blank_line(page);
}

static void write_intervals(const told *page)
{
    const dc_backtest_result *result = &page->backtest->rule[DC_RULE_DUECAST];
    dc_terminal_pad(page->out, say(page, DC_WORD_BACKTEST_INTERVAL), NAME);
    for (size_t i = 0; i < CELLS_MAX; i++) {
        const dc_scored *score = &result->score[coverage[i].score];
        figure           out;
        snprintf(out.text, sizeof out.text, "%.0f-%.0f", 100.0 * score->low, 100.0 * score->high);
        cell(page, out.text);
    }
    blank_line(page);
}

static void write_coverage(const told *page)
{
    write_heads(page, DC_WORD_BACKTEST_COVERAGE, coverage);
    for (int rule = 0; rule < DC_RULE_COUNT; rule++) {
        if (!page->backtest->rule[rule].has_bands)
            continue;
        write_rule(page, rule, coverage);
        if (rule == DC_RULE_DUECAST)
            write_intervals(page);
    }
}

static void write_pit_row(const told *page, dc_word name, const uint32_t *bins, double mean,
                          double variance)
{
    dc_terminal_pad(page->out, say(page, name), NAME);
    for (int i = 0; i < DC_BACKTEST_PIT_BINS; i++)
        fprintf(page->out, "%4u", (unsigned)bins[i]);
    fprintf(page->out, "%6.2f%6.2f\n", mean, variance);
}

static void write_pit(const told *page)
{
    const dc_backtest_result *result = &page->backtest->rule[DC_RULE_DUECAST];
    dc_terminal_pad(page->out, say(page, DC_WORD_BACKTEST_PIT), NAME + 4 * DC_BACKTEST_PIT_BINS);
    fprintf(page->out, "  %s   x12\n", say(page, DC_WORD_BACKTEST_MEAN));
    write_pit_row(page, DC_WORD_BACKTEST_PIT_CASH, result->pit, result->pit_mean,
                  result->pit_variance);
    write_pit_row(page, DC_WORD_BACKTEST_PIT_COUNTS, result->count_pit, result->count_pit_mean,
                  result->count_pit_variance);
}

static void write_week(const told *page, int w, double of_all, double naive)
{
    const dc_backtest_week *week = &page->backtest->rule[DC_RULE_DUECAST].week[w];
    double                  bias = week->actual > 0.0 ? week->forecast / week->actual - 1.0 : 0.0;

    fprintf(page->out, "%*d%*s", 4, w + 1, NAME - 4, "");
    cell(page, share(of_all).text);
    cell(page, share(week->wape).text);
    cell(page, share(naive).text);
    cell(page, share(bias).text);
    cell(page, whole_share(week->coverage80).text);
    cell(page, whole_share(week->count_coverage80).text);
    blank_line(page);
}

static void write_weeks(const told *page)
{
    static const dc_word heads[CELLS_MAX] = {
        DC_WORD_BACKTEST_OF_ALL, DC_WORD_BACKTEST_WAPE,    DC_WORD_BACKTEST_BEST_NAIVE,
        DC_WORD_BACKTEST_BIAS,   DC_WORD_BACKTEST_CASH_80, DC_WORD_BACKTEST_COUNT_80};
    dc_rule                 best = dc_backtest_best_naive(page->backtest, DC_SCORE_CRPS_RATIO);
    const dc_backtest_week *own = page->backtest->rule[DC_RULE_DUECAST].week;
    const dc_backtest_week *naive = page->backtest->rule[best].week;
    double                  all = 0.0;

    for (int w = 0; w < DC_BACKTEST_WEEKS; w++)
        all += own[w].actual;
    dc_terminal_pad(page->out, say(page, DC_WORD_BACKTEST_BY_WEEK), NAME);
    for (size_t i = 0; i < CELLS_MAX; i++)
        cell(page, say(page, heads[i]));
    blank_line(page);
    for (int w = 0; w < DC_BACKTEST_WEEKS && own[w].origins > 0; w++)
        write_week(page, w, all > 0.0 ? own[w].actual / all : 0.0, naive[w].wape);
}

static void write_groups(const told *page, const dc_word names[DC_BACKTEST_GROUPS],
                         const dc_backtest_group *own, const dc_backtest_group *best)
{
    for (int g = 0; g < DC_BACKTEST_GROUPS; g++) {
        if (own[g].claims == 0)
            continue;
        dc_terminal_pad(page->out, say(page, names[g]), NAME);
        cell(page, counted(own[g].claims).text);
        cell(page, days(own[g].mae_days).text);
        cell(page, days(own[g].crps_days).text);
        cell(page, days(best[g].crps_days).text);
        blank_line(page);
    }
}

static void write_all_groups(const told *page)
{
    static const dc_word      depths[] = {DC_WORD_BACKTEST_DEPTH_NONE, DC_WORD_BACKTEST_DEPTH_FEW,
                                          DC_WORD_BACKTEST_DEPTH_MANY};
    static const dc_word      sizes[] = {DC_WORD_BACKTEST_SMALL, DC_WORD_BACKTEST_MIDDLE,
                                         DC_WORD_BACKTEST_LARGE};
    static const dc_word      heads[] = {DC_WORD_BACKTEST_CLAIMS, DC_WORD_BACKTEST_DAYS_OFF,
                                         DC_WORD_BACKTEST_DAYS_CRPS, DC_WORD_BACKTEST_BEST_NAIVE};
    dc_rule                   best = dc_backtest_best_naive(page->backtest, DC_SCORE_DATE_CRPS);
    const dc_backtest_result *own = &page->backtest->rule[DC_RULE_DUECAST];

    dc_terminal_pad(page->out, say(page, DC_WORD_BACKTEST_BY_GROUP), NAME);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        cell(page, say(page, heads[i]));
    blank_line(page);
    write_groups(page, depths, own->depth, page->backtest->rule[best].depth);
    write_groups(page, sizes, own->size, page->backtest->rule[best].size);
}

/* ---- in words ---- */

/* How Duecast stands against the best naive rule, by a score of which less is better. */
static void say_duel(const told *page, dc_score score, dc_word better, dc_word worse)
{
    dc_rule                 best = dc_backtest_best_naive(page->backtest, score);
    const dc_scored        *own = &page->backtest->rule[DC_RULE_DUECAST].score[score];
    const dc_scored        *naive = &page->backtest->rule[best].score[score];
    const dc_backtest_duel *duel = score == DC_SCORE_DATE_CRPS ? &page->backtest->rule[best].dates
                                                               : &page->backtest->rule[best].cash;
    if (!own->applicable || !naive->applicable || naive->value <= 0.0)
        return;
    double gain = 1.0 - own->value / naive->value;
    SENTENCE(page, gain >= 0.0 ? better : worse, share(fabs(gain)).text,
             say(page, rule_words[best]));
    if (duel->tested)
        SENTENCE(page, duel->p < 0.05 ? DC_WORD_BACKTEST_SURE : DC_WORD_BACKTEST_UNSURE,
                 plain(duel->p).text);
    else
        SENTENCE(page, DC_WORD_BACKTEST_UNTESTED, "");
}

/* True when the band is too narrow. */
static bool say_band(const told *page, dc_score score, double promised, dc_word of_what)
{
    const dc_scored *own = &page->backtest->rule[DC_RULE_DUECAST].score[score];
    dc_word          verdict = DC_WORD_BACKTEST_AS_PROMISED;
    if (own->high < promised && own->value < promised - band_slack)
        verdict = DC_WORD_BACKTEST_TOO_NARROW;
    if (own->low > promised && own->value > promised + band_slack)
        verdict = DC_WORD_BACKTEST_TOO_WIDE;
    SENTENCE(page, DC_WORD_BACKTEST_BAND_HELD, whole_share(promised).text, say(page, of_what),
             whole_share(own->value).text, whole_share(own->low).text, whole_share(own->high).text,
             say(page, verdict));
    return verdict == DC_WORD_BACKTEST_TOO_NARROW;
}

static void write_meaning(const told *page)
{
    const dc_backtest_result *own = &page->backtest->rule[DC_RULE_DUECAST];

    fprintf(page->out, "%s\n", say(page, DC_WORD_BACKTEST_MEANING));
    if (own->score[DC_SCORE_DATE_CRPS].applicable)
        say_duel(page, DC_SCORE_DATE_CRPS, DC_WORD_BACKTEST_DATES_BETTER,
                 DC_WORD_BACKTEST_DATES_WORSE);
    say_duel(page, DC_SCORE_CRPS_RATIO, DC_WORD_BACKTEST_CASH_BETTER, DC_WORD_BACKTEST_CASH_WORSE);
    if (own->score[DC_SCORE_WAPE].applicable)
        SENTENCE(page, DC_WORD_BACKTEST_FLOOR_MEANS, share(own->score[DC_SCORE_WAPE].value).text,
                 share(own->score[DC_SCORE_FLOOR].value).text);
    bool narrow_cash = say_band(page, DC_SCORE_COVERAGE_80, 0.80, DC_WORD_BACKTEST_OF_CASH);
    bool narrow_counts =
        say_band(page, DC_SCORE_COUNT_COVERAGE_80, 0.80, DC_WORD_BACKTEST_OF_COUNTS);
    if (narrow_cash || narrow_counts)
        SENTENCE(page, DC_WORD_BACKTEST_NARROW_MEANS, "");
    if (page->backtest->origins < ORIGINS_FEW)
        SENTENCE(page, DC_WORD_BACKTEST_FEW, counted(page->backtest->origins).text);
}

static void write_top(const told *page, const dc_book *book)
{
    const dc_backtest *backtest = page->backtest;
    SENTENCE(page, DC_WORD_BACKTEST_TOP, counted(backtest->origins).text, day(backtest->first).text,
             day(backtest->last).text, counted((size_t)backtest->every_days).text,
             day(book->as_of).text);
    SENTENCE(page, DC_WORD_BACKTEST_SCORED, counted(backtest->rule[DC_RULE_DUECAST].claims).text,
             counted(backtest->claims_seen).text, counted(backtest->origins_dated).text,
             counted(backtest->claims_unknown).text);
}

void dc_backtest_write(FILE *out, const dc_backtest *backtest, const dc_book *book,
                       dc_language language)
{
    told page = {out, language, backtest};
    write_top(&page, book);
    blank_line(&page);
    write_accuracy(&page);
    blank_line(&page);
    write_coverage(&page);
    blank_line(&page);
    write_pit(&page);
    blank_line(&page);
    write_weeks(&page);
    blank_line(&page);
    write_all_groups(&page);
    blank_line(&page);
    write_meaning(&page);
}
