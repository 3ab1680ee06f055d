/* `duecast whatif`: each scenario against the baseline on the same paths, measure by measure. */
#include <math.h>

#include "findings.h"
#include "marks.h"

enum { WIDTH_MEASURE = 48, WIDTH_FIGURE = 13, WIDTH_RANGE = 22, WIDTH_ERROR = 11, WIDTH_SHARE = 9 };

typedef struct {
    FILE            *out;
    const dc_answer *answer;
    dc_arena        *arena;
    money_scale      scale;
    bool             colour;
} terminal;

static const char *word(const terminal *t, dc_word id)
{
    return dc_say(t->answer->language, id);
}

static const char *figure(const terminal *t, dc_metric metric, double value, bool is_change)
{
    bool   money = dc_metric_unit(metric) == DC_UNIT_MONEY;
    int    decimals = money ? t->scale.decimals : 1;
    double scaled = money ? money_major(t->answer, value) / t->scale.divisor : value;
    return is_change ? text_signed(t->arena, scaled, decimals)
                     : text_number(t->arena, scaled, decimals);
}

/* One decimal more than the figure: the error is small. */
static const char *error_text(const terminal *t, dc_metric metric, double value)
{
    bool   money = dc_metric_unit(metric) == DC_UNIT_MONEY;
    double scaled = money ? money_major(t->answer, value) / t->scale.divisor : value;
    return text_number(t->arena, scaled, 1 + (money ? t->scale.decimals : 1));
}

static const char *range_text(const terminal *t, dc_metric metric, const dc_difference *d)
{
    return dc_arena_format(t->arena, "[%s..%s]", figure(t, metric, d->low, true),
                           figure(t, metric, d->high, true));
}

static const char *colour_of(const terminal *t, dc_metric metric, double change)
{
    dc_better better = painted_better(metric);
    if (!t->colour || better == DC_NEITHER || change == 0.0)
        return "";
    return (change > 0.0) == (better == DC_HIGHER_IS_BETTER) ? "\033[34m" : "\033[33m";
}

static void put_metric(const terminal *t, size_t scenario, dc_metric metric, int week)
{
    const dc_outcome    *baseline = &t->answer->comparison->outcome[0];
    const dc_estimate   *before = &baseline->series[metric][baseline->paired_week[week]];
    const dc_difference *d = &t->answer->comparison->difference[scenario][metric][week];
    const char          *unit =
        dc_metric_unit(metric) == DC_UNIT_MONEY ? t->scale.label : word(t, DC_WORD_UNIT_DAYS);
    const char *comma = unit[0] ? ", " : "";
    if (!before->applicable || !d->applicable)
        return;
    text_pad(t->out,
             dc_arena_format(t->arena, "%s%s%s", word(t, dc_metric_label(metric)), comma, unit),
             -WIDTH_MEASURE);
    text_pad(t->out, figure(t, metric, before->mean, false), WIDTH_FIGURE);
    fputs(colour_of(t, metric, d->mean), t->out);
    text_pad(t->out,
             dc_arena_format(t->arena, "%s%s", figure(t, metric, d->mean, true),
                             mark_sign(mark_of(t->answer, scenario, metric, week))),
             WIDTH_FIGURE);
    fputs(colour_of(t, metric, d->mean)[0] ? "\033[0m" : "", t->out);
    if (t->answer->scenarios->scenario[scenario].has_range)
        text_pad(t->out, range_text(t, metric, d), WIDTH_RANGE);
    if (has_bands(t->answer))
        text_pad(t->out,
                 d->standard_error == 0.0
                     ? word(t, DC_WORD_T_EXACT)
                     : dc_arena_format(t->arena, "±%s", error_text(t, metric, d->standard_error)),
                 WIDTH_ERROR);
    if (has_bands(t->answer) && !isnan(d->chance_better))
        text_pad(t->out, differs(d) ? text_share(t->arena, d->chance_better, 0) : "–", WIDTH_SHARE);
    putc('\n', t->out);
}

static void put_heads(const terminal *t, size_t scenario, int week)
{
    const dc_outcome *baseline = &t->answer->comparison->outcome[0];
    int32_t           at = baseline->paired_week[week];
    dc_date           date =
        dc_date_add_days(t->answer->book->as_of, dc_week_end_day(t->answer->options, at));
    putc('\n', t->out);
    text_pad(t->out,
             text_fill(t->arena, word(t, DC_WORD_WHATIF_WEEK), text_number(t->arena, at, 0),
                       text_date(t->arena, date), (const char *)NULL),
             -WIDTH_MEASURE);
    text_pad(t->out, word(t, DC_WORD_BASELINE_TITLE), WIDTH_FIGURE);
    text_pad(t->out, word(t, DC_WORD_T_CHANGE), WIDTH_FIGURE);
    if (t->answer->scenarios->scenario[scenario].has_range)
        text_pad(t->out, word(t, DC_WORD_T_RANGE), WIDTH_RANGE);
    text_pad(t->out, word(t, DC_WORD_T_ERROR), WIDTH_ERROR);
    text_pad(t->out, word(t, DC_WORD_T_BETTER), WIDTH_SHARE);
    putc('\n', t->out);
}

static void put_scenario(const terminal *t, size_t scenario)
{
    static const dc_metric metrics[] = {
        DC_CASH_COLLECTED, DC_RECEIVABLES,      DC_OVERDUE,       DC_DSO,
        DC_DSO_NOT_DUE,    DC_DSO_OVERDUE,      DC_TRADE_WCR,     DC_WRITTEN_OFF,
        DC_ALLOWANCE,      DC_BAD_DEBT_EXPENSE, DC_MEASURE_COSTS, DC_THIRD_PARTY_CASH,
        DC_NET_CASH,       DC_CREDIT_RESULT,    DC_SOLD,          DC_DSO_UNSOLD};
    const dc_scenario *row = &t->answer->scenarios->scenario[scenario];
    const char        *title = row->title[t->answer->language];

    fprintf(t->out, "%s%s%s\n", t->colour ? "\033[1m" : "", title && title[0] ? title : row->name,
            t->colour ? "\033[0m" : "");
    for (size_t i = 0; i < row->assumption_count; i++) {
        const dc_assumption *a = &row->assumptions[i];
        bool                 range = a->low && a->low[0];
        fprintf(t->out, "  %s %s = %s%s%s%s%s%s\n", a->lever, a->parameter, a->base,
                range ? " [" : "", range ? a->low : "", range ? ".." : "", range ? a->high : "",
                range ? "]" : "");
    }
    for (int week = 0; week <= last_paired(&t->answer->comparison->outcome[0]); week++) {
        put_heads(t, scenario, week);
        for (size_t i = 0; i < sizeof metrics / sizeof metrics[0]; i++)
            put_metric(t, scenario, metrics[i], week);
    }
}

void dc_whatif_write(FILE *out, const dc_answer *answer, int width, int colour)
{
    (void)width; /* the table fits a usual terminal; cutting figures would mislead */
    dc_arena *arena = dc_arena_new();
    terminal  t = {out, answer, arena, money_scale_of(arena, answer), colour != 0};
    for (size_t s = 1; s < answer->comparison->count; s++) {
        put_scenario(&t, s);
        putc('\n', out);
    }
    fprintf(out, "%s\n%s\n", word(&t, DC_WORD_WHATIF_LEGEND), word(&t, DC_WORD_T_LEGEND));
    if (has_bands(answer))
        fprintf(out, "%s\n", say_paths(arena, answer, &t.scale));
    dc_arena_free(arena);
}
