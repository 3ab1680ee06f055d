/*
 * The summary in the terminal: at most 25 lines, the answer first, then what would change it.
 *
 * Widths count columns of the terminal, so that Chinese titles, two columns a letter, stand in
 * line.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cash_view.h"
#include "findings.h"
#include "marks.h"
#include "verdicts.h"

enum {
    LINES_MOST = 25,
    TABLE_LINES = 3, /* two of headings and the legend */
    TABLE_KEPT = 7,  /* the baseline and a board of six: no other line makes them give way */
    FAILED_MOST = 3, /* checks that are told one by one */
    WIDTH_USUAL = 100,
    WIDTH_LEAST = 60,
    NAME_LEAST = 10,
    NAME_MOST = 26,
    LAST = 1,
    CALLS = 3,
    LABEL_WIDTH = 11,
    WEEKS_OF_YEAR = 52
};

typedef struct {
    FILE            *out;
    const dc_answer *answer;
    dc_arena        *arena;
    money_scale      scale;
    int              width;
    bool             colour;
    bool             folds, limits; /* long lines are folded; the limits have a line */
    bool             driven;        /* what sales drive is told */
    bool             paths, sums;   /* simulation error has a line; trust tells weeks added up */
    bool             orders;        /* who orders no more is told */
} terminal;

/* What a column that is no metric says. */
typedef enum { OF_METRIC, OF_LOWEST, OF_NEEDED, OF_LINE_95, OF_PROFIT } column_of;

/* The columns of the table; a cell is "n/a" where there is no figure. */
typedef struct {
    dc_word   top, bottom;
    int       width;
    dc_metric metric; /* DC_METRIC_COUNT: another figure */
    int       week;   /* index of paired_week */
    bool      range;
    column_of of;
} column;

static const column columns[] = {
    {DC_WORD_T_LOWEST_CASH, DC_WORD_EMPTY, 13, DC_METRIC_COUNT, 0, false, OF_LOWEST},
    {DC_WORD_T_LINE, DC_WORD_T_NEEDED, 7, DC_METRIC_COUNT, 0, false, OF_NEEDED},
    {DC_WORD_T_LINE_AT, DC_WORD_T_95, 9, DC_METRIC_COUNT, 0, false, OF_LINE_95},
    {DC_WORD_T_CASH, DC_WORD_T_RANGE, 24, DC_CASH_COLLECTED, 0, true, OF_METRIC},
    {DC_WORD_T_DSO, DC_WORD_T_WEEK, 8, DC_DSO, 0, false, OF_METRIC},
    {DC_WORD_T_TRADE, DC_WORD_T_WCR, 8, DC_TRADE_WCR, 0, false, OF_METRIC},
    {DC_WORD_T_BAD_DEBT, DC_WORD_T_12_MONTHS, 10, DC_BAD_DEBT_EXPENSE, LAST, false, OF_METRIC},
    {DC_WORD_T_PROFIT, DC_WORD_T_12_MONTHS, 9, DC_PROFIT, LAST, false, OF_PROFIT},
};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

static const char *word(const terminal *t, dc_word id)
{
    return dc_say(t->answer->language, id);
}

static void put_line(const terminal *t, const char *text)
{
    fprintf(t->out, "%s\n", text);
}

static int week_index(const terminal *t, const column *c)
{
    int last = last_paired(&t->answer->comparison->outcome[0]);
    return c->week < last ? c->week : last;
}

static double shown(const terminal *t, dc_metric metric, double value)
{
    if (dc_metric_unit(metric) == DC_UNIT_MONEY)
        return money_major(t->answer, value) / t->scale.divisor;
    return value;
}

static int decimals_of(const terminal *t, dc_metric metric)
{
    return dc_metric_unit(metric) == DC_UNIT_MONEY ? t->scale.decimals : 1;
}

static const char *baseline_cell(const terminal *t, const column *c)
{
    const dc_outcome  *outcome = &t->answer->comparison->outcome[0];
    const dc_estimate *e = &outcome->series[c->metric][outcome->paired_week[week_index(t, c)]];
    if (!e->applicable)
        return word(t, DC_WORD_NOT_AVAILABLE);
    return text_number(t->arena, shown(t, c->metric, e->mean), decimals_of(t, c->metric));
}

static const char *scenario_cell(const terminal *t, const column *c, size_t scenario)
{
    int                  week = week_index(t, c);
    const dc_difference *d = &t->answer->comparison->difference[scenario][c->metric][week];
    if (!d->applicable)
        return word(t, DC_WORD_NOT_AVAILABLE);
    const char *range = "";
    if (c->range)
        range = say_range(t->arena, t->answer, &t->scale, scenario, d);
    return dc_arena_format(
        t->arena, "%s%s%s%s",
        text_signed(t->arena, shown(t, c->metric, d->mean), decimals_of(t, c->metric)),
        mark_sign(mark_of(t->answer, scenario, c->metric, week)), range[0] ? " " : "", range);
}

/* Cash stands as it is in every scenario: what it may fall to matters, not by how much less. */
static const char *cash_cell(const terminal *t, const column *c, size_t scenario)
{
    const dc_liquidity *l = cash_known(t->answer, scenario);
    if (!l || (c->of != OF_LOWEST && !has_bands(t->answer)))
        return word(t, DC_WORD_NOT_AVAILABLE);
    const dc_cash_reach *reach = &l->reach[DC_REACH_NEAR];
    if (c->of == OF_NEEDED)
        return text_share(t->arena, reach->needed, reach->needed < 0.1 ? 1 : 0);
    return text_money(t->arena, t->answer, &t->scale,
                      c->of == OF_LOWEST ? reach->lowest.mean : reach->line_95);
}

static const char *cell_text(const terminal *t, const column *c, size_t scenario)
{
    if (c->metric == DC_METRIC_COUNT)
        return cash_cell(t, c, scenario);
    return scenario == 0 ? baseline_cell(t, c) : scenario_cell(t, c, scenario);
}

/* Blue is better, yellow is worse; only where one direction is better (docs: marks). */
static const char *cell_colour(const terminal *t, const column *c, size_t scenario)
{
    if (!t->colour || scenario == 0 || c->metric == DC_METRIC_COUNT)
        return "";
    dc_better better = painted_better(c->metric);
    double change = t->answer->comparison->difference[scenario][c->metric][week_index(t, c)].mean;
    if (better == DC_NEITHER || change == 0.0)
        return "";
    return (change > 0.0) == (better == DC_HIGHER_IS_BETTER) ? "\033[34m" : "\033[33m";
}

static int name_width(const terminal *t)
{
    int widest = NAME_LEAST;
    for (size_t s = 0; s < t->answer->scenarios->count; s++) {
        int columns_taken = text_columns(t->answer->scenarios->scenario[s].name);
        widest = columns_taken > widest ? columns_taken : widest;
    }
    return widest < NAME_MOST ? widest : NAME_MOST;
}

static int table_width(const terminal *t)
{
    int width = name_width(t);
    for (size_t i = 0; i < COLUMNS; i++)
        width += columns[i].width;
    return width;
}

/* On a narrow terminal what is not measured yet gives way; the line "n/a" names it anyway. */
static bool is_shown(const terminal *t, const column *c)
{
    const dc_outcome *outcome = &t->answer->comparison->outcome[0];
    if (c->of == OF_PROFIT)
        return outcome->series[DC_PROFIT][outcome->paired_week[LAST]].applicable &&
               table_width(t) <= t->width;
    return c->metric != DC_METRIC_COUNT || cash_known(t->answer, 0) || table_width(t) <= t->width;
}

/* Wider where a cell would touch the one before it. */
static int width_of(const terminal *t, const column *c)
{
    int width = c->width;
    for (size_t s = 0; s < t->answer->scenarios->count; s++) {
        int cell = 1 + text_columns(cell_text(t, c, s));
        width = cell > width ? cell : width;
    }
    return width;
}

static void put_row(const terminal *t, size_t scenario)
{
    text_pad(t->out, t->answer->scenarios->scenario[scenario].name, -name_width(t));
    for (size_t i = 0; i < COLUMNS; i++) {
        if (!is_shown(t, &columns[i]))
            continue;
        const char *colour = cell_colour(t, &columns[i], scenario);
        fputs(colour, t->out);
        text_pad(t->out, cell_text(t, &columns[i], scenario), width_of(t, &columns[i]));
        fputs(colour[0] ? "\033[0m" : "", t->out);
    }
    putc('\n', t->out);
}

/* A year is called twelve months, any other end by its week. */
static const char *head_text(const terminal *t, const column *c, int line)
{
    const dc_outcome *outcome = &t->answer->comparison->outcome[0];
    bool              ends = c->bottom == DC_WORD_T_12_MONTHS;
    int32_t           week = ends ? outcome->week_count : outcome->paired_week[0];
    dc_word           bottom = ends && week != WEEKS_OF_YEAR ? DC_WORD_T_WEEK : c->bottom;
    return text_fill(t->arena, word(t, line == 0 ? c->top : bottom), text_number(t->arena, week, 0),
                     (const char *)NULL);
}

static void put_heads(const terminal *t)
{
    for (int line = 0; line < 2; line++) {
        text_pad(t->out, "", name_width(t));
        for (size_t i = 0; i < COLUMNS; i++)
            if (is_shown(t, &columns[i]))
                text_pad(t->out, head_text(t, &columns[i], line), width_of(t, &columns[i]));
        putc('\n', t->out);
    }
}

static void put_table(const terminal *t, int lines)
{
    size_t count = t->answer->scenarios->count;
    size_t rows = count > (size_t)lines ? (size_t)lines - 1 : count;
    put_heads(t);
    for (size_t row = 0; row < rows; row++)
        put_row(t, scenario_of_row(t->answer, row));
    if (rows < count)
        put_line(t, text_fill(t->arena, word(t, DC_WORD_T_MORE_SCENARIOS),
                              text_count(t->arena, count - rows), (const char *)NULL));
    put_line(t, word(t, DC_WORD_T_LEGEND));
}

/* A line of the terminal's width, or as it comes where lines are scarce. */
static void put_folded(const terminal *t, const char *text, int wide, const char *indent)
{
    if (t->folds)
        text_wrap(t->out, text, wide, indent);
    else
        put_line(t, text);
}

static void put_top(const terminal *t)
{
    const dc_answer *a = t->answer;
    const dc_book   *book = a->book;
    put_folded(t,
               text_fill(t->arena, word(t, DC_WORD_T_TOP), company_title(t->arena, a),
                         say_unit(t->arena, a, t->scale.label), text_date(t->arena, book->as_of),
                         text_clean(t->arena, book->as_of_source ? book->as_of_source : "", 80),
                         dc_arena_format(t->arena, "%.6s", a->run_id), (const char *)NULL),
               t->width, "");
    put_folded(t,
               dc_arena_format(t->arena, "%s · %s", say_rows_read(t->arena, a),
                               say_ledger(t->arena, a, &t->scale)),
               t->width, "");
    put_folded(t, say_learnt(t->arena, a), t->width, "");
    putc('\n', t->out);
}

/* As many customers as fit on the line. */
static const char *calls(const terminal *t)
{
    size_t      count = CALLS;
    const char *text = say_call_first(t->arena, t->answer, &t->scale, count);
    while (count > 1 && text_columns(text) > t->width - LABEL_WIDTH)
        text = say_call_first(t->arena, t->answer, &t->scale, --count);
    return text;
}

static void put_labelled(const terminal *t, dc_word label, const char *text)
{
    const char *indent = dc_arena_format(t->arena, "%*s", LABEL_WIDTH, "");
    text_pad(t->out, word(t, label), -LABEL_WIDTH);
    put_folded(t, text, t->width - LABEL_WIDTH, indent);
}

static void put_failed(const terminal *t)
{
    const dc_checks *checks = t->answer->checks;
    size_t           told = 0;
    for (size_t i = 0; i < checks->count && told < FAILED_MOST; i++)
        if (!checks->check[i].passed) {
            put_labelled(t, DC_WORD_EMPTY,
                         say_failed_check(t->arena, t->answer, &checks->check[i]));
            told++;
        }
    if (checks->failed > told)
        put_labelled(t, DC_WORD_EMPTY,
                     text_fill(t->arena, word(t, DC_WORD_SAY_MORE_FAILED),
                               text_count(t->arena, checks->failed - told), (const char *)NULL));
}

/* Past forecasts and checks; checks that failed come first, each in its own words. */
static void put_trust(const terminal *t)
{
    const char *trust = say_trust(t->arena, t->answer, t->sums);
    const char *checks = say_checks(t->arena, t->answer);
    if (t->answer->checks->failed == 0) {
        put_labelled(t, DC_WORD_T_TRUST, dc_arena_format(t->arena, "%s · %s", trust, checks));
        return;
    }
    put_labelled(t, DC_WORD_T_TRUST, checks);
    put_failed(t);
    put_labelled(t, DC_WORD_EMPTY, trust);
}

static const char *list_of(const terminal *t, const char *const *paths, size_t count)
{
    const char *list = "", *before = "";
    for (size_t i = 0; i < count; i++) {
        const char *name = dc_report_name(t->arena, paths[i]);
        if (strcmp(name, before) != 0)
            list = dc_arena_format(t->arena, "%s%s%s", list, i > 0 ? ", " : "", name);
        before = name;
    }
    return list;
}

static void put_end(const terminal *t, const char *const *written, size_t written_count)
{
    const dc_answer *a = t->answer;
    const char      *wrote = "";
    putc('\n', t->out);
    put_labelled(t, DC_WORD_T_DO_FIRST, calls(t));
    if (cash_known(a, 0))
        put_labelled(t, DC_WORD_T_CASH_LABEL,
                     dc_arena_format(t->arena, "%s%s", say_cash(t->arena, a, &t->scale),
                                     t->driven ? say_driven(t->arena, a) : ""));
    if (say_missing(t->arena, a)[0])
        put_labelled(t, DC_WORD_T_MISSING, say_missing(t->arena, a));
    if (a->rank)
        put_labelled(t, DC_WORD_T_RANKED, say_ranking(t->arena, a));
    if (cash_stress(a, DC_REACH_NEAR))
        put_labelled(t, DC_WORD_T_LIMIT, say_stress(t->arena, a));
    if (say_left_out(t->arena, a)[0])
        put_labelled(t, DC_WORD_T_LEFT_OUT, say_cash_safer(t->arena, a));
    put_trust(t);
    put_labelled(t, DC_WORD_T_ASSUMED, say_assumed(t->arena, a, !t->orders));
    if (t->paths && has_bands(a))
        put_labelled(t, DC_WORD_T_PATHS, say_paths(t->arena, a, &t->scale));
    if (t->limits && shows_bands(a))
        put_labelled(t, DC_WORD_T_LIMITS,
                     word(t, a->apart ? DC_WORD_SAY_LIMITS_APART : DC_WORD_SAY_LIMITS));
    if (written_count > 0)
        wrote = text_fill(t->arena, word(t, DC_WORD_T_WROTE), list_of(t, written, written_count),
                          (const char *)NULL);
    put_folded(t,
               text_fill(t->arena, word(t, DC_WORD_T_NEXT), wrote,
                         dc_shell_word(t->arena, a->book->path ? a->book->path : "."),
                         (const char *)NULL),
               t->width, "");
}

typedef struct {
    char  *text;
    size_t size;
    FILE  *stream;
} part;

/* A part of the page that is written before it is known how many lines the table may have. */
static terminal onto(const terminal *t, part *p)
{
    terminal other = *t;
    p->stream = open_memstream(&p->text, &p->size);
    other.out = p->stream ? p->stream : t->out;
    return other;
}

static int lines_in(const part *p)
{
    int count = 0;
    for (const char *at = p->text; at && *at; at++)
        count += *at == '\n' ? 1 : 0;
    return count;
}

static void put_head(const terminal *t)
{
    put_top(t);
    fputs(t->colour ? "\033[1m" : "", t->out);
    text_wrap(t->out, dc_headline(t->arena, t->answer), t->width, "");
    fputs(t->colour ? "\033[0m" : "", t->out);
    putc('\n', t->out);
}

/* Writes the page and returns true, or returns false when it is too long for it. */
static bool put_page(const terminal *t, const char *const *written, size_t written_count,
                     bool whatever)
{
    part     head = {0}, end = {0};
    terminal above = onto(t, &head), below = onto(t, &end);
    put_head(&above);
    put_end(&below, written, written_count);
    if (head.stream)
        fclose(head.stream);
    if (end.stream)
        fclose(end.stream);
    int  rows = LINES_MOST - TABLE_LINES - lines_in(&head) - lines_in(&end);
    int  count = (int)t->answer->comparison->count, kept = count < TABLE_KEPT ? count : TABLE_KEPT;
    int  least = t->paths && t->answer->options->precision <= 0.0 /* no scenario gives way to it */
                     ? count
                     : kept;
    bool fits = rows >= least || whatever;
    if (fits) {
        fputs(head.text ? head.text : "", t->out);
        put_table(t, rows < kept ? kept : rows);
        fputs(end.text ? end.text : "", t->out);
    }
    free(head.text);
    free(end.text);
    return fits;
}

void dc_summary_write(FILE *out, const dc_answer *answer, const char *const *written,
                      size_t written_count, int width, int colour)
{
    dc_arena   *arena = dc_arena_new();
    terminal    t = {.out = out,
                     .answer = answer,
                     .arena = arena,
                     .scale = money_scale_of(arena, answer),
                     .width = width <= 0            ? WIDTH_USUAL
                              : width < WIDTH_LEAST ? WIDTH_LEAST
                                                    : width,
                     .colour = colour != 0,
                     .folds = true,
                     .limits = true,
                     .driven = true,
                     .paths = true,
                     .orders = true,
                     .sums = true};
    bool *const give_way[] = {&t.paths, &t.limits, &t.driven, &t.orders, &t.sums};
    bool        done = put_page(&t, written, written_count, false);
    for (size_t i = 0; i < sizeof give_way / sizeof give_way[0] && !done; i++) {
        *give_way[i] = give_way[i] == &t.paths && answer->options->precision > 0.0;
        done = put_page(&t, written, written_count, false);
    }
    t.folds = false;
    if (!done)
        put_page(&t, written, written_count, true);
    dc_arena_free(arena);
}
