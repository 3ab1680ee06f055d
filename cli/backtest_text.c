/* backtest_text.c - the result of a backtest as tables of 80 columns, and what it means. */
#include <math.h>
#include <stdlib.h>

#include "backtest.h"
#include "duecast/report.h"
#include "terminal.h"

enum { WIDTH = 80, NAME = 26, CELL = 9, CELLS_MAX = 6 };

typedef struct {
    FILE              *out;
    dc_language        language;
    const dc_backtest *backtest;
} told;

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

static figure missing(const told *page)
{
    figure out;
    snprintf(out.text, sizeof out.text, "%s", say(page, DC_WORD_NOT_AVAILABLE));
    return out;
}

typedef figure figure_fn(double value);

static figure scored(const told *page, const dc_scored *score, figure_fn *shown)
{
    return score->applicable ? shown(score->value) : missing(page);
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

static const column total[] = {
    {DC_SCORE_WAPE, DC_WORD_BACKTEST_WAPE, share},
    {DC_SCORE_CRPS_RATIO, DC_WORD_BACKTEST_CASH_CRPS, share},
    {DC_SCORE_BIAS, DC_WORD_BACKTEST_BIAS, share},
    {DC_SCORE_COVERAGE_50, DC_WORD_BACKTEST_CASH_50, whole_share},
    {DC_SCORE_COVERAGE_80, DC_WORD_BACKTEST_CASH_80, whole_share},
    {DC_SCORE_COVERAGE_95, DC_WORD_BACKTEST_CASH_95, whole_share},
};

static void write_heads(const told *page, dc_word title, const column *columns)
{
    dc_terminal_pad(page->out, say(page, title), NAME);
    for (size_t i = 0; i < CELLS_MAX; i++)
        cell(page, say(page, columns[i].head));
    blank_line(page);
}

static void write_row(const told *page, dc_word name, const dc_backtest_result *result,
                      const column *columns)
{
    dc_terminal_pad(page->out, say(page, name), NAME);
    for (size_t i = 0; i < CELLS_MAX; i++)
        cell(page, scored(page, &result->score[columns[i].score], columns[i].shown).text);
    blank_line(page);
}

static void write_rule(const told *page, int rule, const column *columns)
{
    write_row(page, dc_rule_word((dc_rule)rule), &page->backtest->rule[rule], columns);
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
        figure           out = missing(page);
        if (dc_backtest_has_intervals(page->backtest))
            snprintf(out.text, sizeof out.text, "%.0f-%.0f", 100.0 * score->low,
                     100.0 * score->high);
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

/* Rules that had nothing to go by at any origin have no row. */
static void write_total(const told *page)
{
    write_heads(page, DC_WORD_BACKTEST_TOTAL, total);
    for (int i = 0; i < DC_TOTAL_COUNT; i++)
        if (page->backtest->total[i].origins > 0)
            write_row(page, dc_total_word((dc_total)i), &page->backtest->total[i], total);
}

/* ---- sums ---- */

enum { SUM_NAME = WIDTH - 7 * CELL };

static figure best_rule(const told *page, const dc_backtest_sum *sum)
{
    const dc_scored *best = NULL;
    for (int i = DC_TOTAL_MEAN; i < DC_TOTAL_COUNT; i++)
        if (sum->wape[i].applicable && (!best || sum->wape[i].value < best->value))
            best = &sum->wape[i];
    return best ? share(best->value) : missing(page);
}

static void write_sum(const told *page, const dc_backtest_sum *sum)
{
    char  *name = NULL;
    size_t size = 0;
    FILE  *out = open_memstream(&name, &size);
    if (!out)
        return;
    dc_fill(out, say(page, DC_WORD_BACKTEST_SUM_WEEKS),
            (const char *const[]){counted((size_t)sum->weeks).text}, 1);
    fclose(out);
    dc_terminal_pad(page->out, name, SUM_NAME);
    free(name);
    cell(page, counted(sum->origins).text);
    cell(page, counted(sum->apart).text);
    cell(page, scored(page, &sum->wape[DC_TOTAL_DUECAST], share).text);
    cell(page, scored(page, &sum->floor, share).text);
    cell(page, best_rule(page, sum).text);
    cell(page, scored(page, &sum->bias, share).text);
    cell(page, scored(page, &sum->coverage80, whole_share).text);
    blank_line(page);
}

static void write_sums(const told *page)
{
    static const dc_word heads[] = {DC_WORD_BACKTEST_ORIGINS,    DC_WORD_BACKTEST_APART,
                                    DC_WORD_BACKTEST_OFF_BY,     DC_WORD_BACKTEST_SUM_FLOOR,
                                    DC_WORD_BACKTEST_BEST_NAIVE, DC_WORD_BACKTEST_BIAS,
                                    DC_WORD_BACKTEST_CASH_80};
    const dc_backtest   *b = page->backtest;
    dc_terminal_pad(page->out, say(page, DC_WORD_BACKTEST_SUMS), SUM_NAME);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        cell(page, say(page, heads[i]));
    blank_line(page);
    for (int i = 0; i < DC_BACKTEST_SUMS; i++)
        if (b->sum[i].weeks <= b->sum_weeks)
            write_sum(page, &b->sum[i]);
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
    bool                    tells = dc_backtest_week_tells(page->backtest, w);

    fprintf(page->out, "%*d%*s", 4, w + 1, NAME - 4, "");
    cell(page, share(of_all).text);
    cell(page, (tells ? share(week->wape) : missing(page)).text);
    cell(page, (tells ? share(naive) : missing(page)).text);
    cell(page, (tells ? share(week->forecast / week->actual - 1.0) : missing(page)).text);
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

static void write_meaning(const told *page)
{
    dc_arena    *arena = dc_arena_new();
    dc_sentences list;
    dc_backtest_say(&list, arena, page->backtest, page->language);
    fprintf(page->out, "%s\n", say(page, DC_WORD_BACKTEST_MEANING));
    for (size_t i = 0; i < list.count; i++)
        dc_terminal_wrap(page->out, list.text[i], 0, 0, WIDTH);
    dc_arena_free(arena);
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
    write_total(&page);
    blank_line(&page);
    write_sums(&page);
    blank_line(&page);
    write_weeks(&page);
    blank_line(&page);
    write_all_groups(&page);
    blank_line(&page);
    write_meaning(&page);
}
