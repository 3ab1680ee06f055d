/* `duecast whatif`: each scenario against the baseline on the same paths, measure by measure. */
#include <math.h>

#include "cash_view.h"
#include "findings.h"
#include "marks.h"
#include "whatif_chart.h"

enum {
    WIDTH_MEASURE = 48,
    WIDTH_FIGURE = 13,
    WIDTH_RANGE = 22,
    WIDTH_ERROR = 11,
    WIDTH_SHARE = 17,
    WIDTH_LEVER = 18
};

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

/* In the unit that is shown, with the decimals it has. */
static double shown(const terminal *t, dc_unit unit, double value)
{
    if (unit == DC_UNIT_MONEY)
        return money_major(t->answer, value) / t->scale.divisor;
    return unit == DC_UNIT_SHARE ? 100.0 * value : value;
}

static int decimals_of(const terminal *t, dc_unit unit)
{
    return unit == DC_UNIT_MONEY ? t->scale.decimals : 1;
}

static const char *level_text(const terminal *t, dc_unit unit, double value)
{
    return text_number(t->arena, shown(t, unit, value), decimals_of(t, unit));
}

/* "+0.12"; what is too small to be shown is not nothing: "+<0.01". */
static const char *change_text(const terminal *t, dc_unit unit, double value)
{
    double scaled = shown(t, unit, value);
    int    decimals = decimals_of(t, unit);
    double least = pow(10.0, -decimals);
    if (scaled == 0.0 || fabs(scaled) >= least / 2.0)
        return text_signed(t->arena, scaled, decimals);
    return dc_arena_format(t->arena, "%s<%s", scaled > 0.0 ? "+" : "−",
                           text_number(t->arena, least, decimals));
}

/* One decimal more than the figure: the error is small. */
static const char *error_text(const terminal *t, dc_unit unit, double value)
{
    if (value == 0.0 && unit == DC_UNIT_SHARE) /* none of the paths, or all: the rule of three */
        return dc_arena_format(
            t->arena, "±≤%s",
            text_number(t->arena,
                        shown(t, unit, 3.0 / t->answer->comparison->outcome[0].path_count), 2));
    if (value == 0.0)
        return word(t, DC_WORD_T_EXACT);
    if (isnan(value))
        return word(t, DC_WORD_NOT_AVAILABLE);
    return dc_arena_format(t->arena, "±%s",
                           text_number(t->arena, shown(t, unit, value), 1 + decimals_of(t, unit)));
}

static const char *range_text(const terminal *t, dc_unit unit, const dc_difference *d)
{
    return dc_arena_format(t->arena, "[%s..%s]", change_text(t, unit, d->low),
                           change_text(t, unit, d->high));
}

/* Futures without any difference are neither better nor worse, and are told where there are some.
 */
static const char *better_text(const terminal *t, const dc_difference *d)
{
    enum { PERCENT = 100 };
    if (isnan(d->chance_better))
        return "";
    if (!differs(d))
        return "–";
    const char *better = text_share(t->arena, d->chance_better, 0);
    if (PERCENT * d->chance_same < 0.5)
        return better;
    return text_fill(t->arena, word(t, DC_WORD_T_BETTER_SAME), better,
                     text_share(t->arena, d->chance_same, 0), (const char *)NULL);
}

static const char *colour_of(const terminal *t, dc_better better, double change)
{
    if (!t->colour || better == DC_NEITHER || change == 0.0)
        return "";
    return (change > 0.0) == (better == DC_HIGHER_IS_BETTER) ? "\033[34m" : "\033[33m";
}

static const char *label_text(const terminal *t, size_t objective)
{
    const dc_measure_info *about = dc_objective_about(objective);
    const char            *unit = about->unit == DC_UNIT_MONEY   ? t->scale.label
                                  : about->unit == DC_UNIT_SHARE ? "%"
                                                                 : word(t, DC_WORD_UNIT_DAYS);
    return dc_arena_format(t->arena, "%s%s%s", word(t, about->label), unit[0] ? ", " : "", unit);
}

static void put_row(const terminal *t, size_t scenario, size_t objective, int week)
{
    const dc_comparison *all = t->answer->comparison;
    dc_difference        d = dc_objective_difference(all, scenario, objective, week);
    dc_unit              unit = dc_objective_about(objective)->unit;
    bool                 is_metric = objective < DC_METRIC_COUNT;
    double               before;
    if (!dc_objective_value(&before, &all->outcome[0], objective, week) || !d.applicable)
        return;
    const char *mark =
        is_metric ? mark_sign(mark_of(t->answer, scenario, (dc_metric)objective, week)) : "";
    const char *colour = colour_of(
        t, is_metric ? painted_better((dc_metric)objective) : dc_objective_about(objective)->better,
        d.mean);
    text_pad(t->out, label_text(t, objective), -WIDTH_MEASURE);
    text_pad(t->out, level_text(t, unit, before), WIDTH_FIGURE);
    fputs(colour, t->out);
    text_pad(t->out, dc_arena_format(t->arena, "%s%s", change_text(t, unit, d.mean), mark),
             WIDTH_FIGURE);
    fputs(colour[0] ? "\033[0m" : "", t->out);
    if (t->answer->scenarios->scenario[scenario].has_range)
        text_pad(t->out, range_text(t, unit, &d), WIDTH_RANGE);
    if (has_bands(t->answer)) {
        text_pad(t->out, error_text(t, unit, d.standard_error), WIDTH_ERROR);
        text_pad(t->out, better_text(t, &d), better_text(t, &d)[0] ? WIDTH_SHARE : 0);
    }
    putc('\n', t->out);
}

static const char *week_text(const terminal *t, int week)
{
    int32_t at = t->answer->comparison->outcome[0].paired_week[week];
    dc_date date =
        dc_date_add_days(t->answer->book->as_of, dc_week_end_day(t->answer->options, at));
    return text_fill(t->arena, word(t, DC_WORD_WHATIF_WEEK), text_number(t->arena, at, 0),
                     text_date(t->arena, date), (const char *)NULL);
}

static void put_heads(const terminal *t, size_t scenario, int week)
{
    putc('\n', t->out);
    text_pad(t->out, week_text(t, week), -WIDTH_MEASURE);
    text_pad(t->out, word(t, DC_WORD_BASELINE_TITLE), WIDTH_FIGURE);
    text_pad(t->out, word(t, DC_WORD_T_CHANGE), WIDTH_FIGURE);
    if (t->answer->scenarios->scenario[scenario].has_range)
        text_pad(t->out, word(t, DC_WORD_T_RANGE), WIDTH_RANGE);
    text_pad(t->out, word(t, DC_WORD_T_ERROR), WIDTH_ERROR);
    text_pad(t->out, word(t, DC_WORD_T_BETTER), WIDTH_SHARE);
    putc('\n', t->out);
}

static const size_t told[] = {DC_CASH_COLLECTED,
                              DC_METRIC_COUNT + DC_FIGURE_LOWEST_CASH,
                              DC_METRIC_COUNT + DC_FIGURE_LINE_NEEDED,
                              DC_METRIC_COUNT + DC_FIGURE_LINE_EXHAUSTED,
                              DC_METRIC_COUNT + DC_FIGURE_LINE_AT_95,
                              DC_METRIC_COUNT + DC_FIGURE_LINE_AT_99,
                              DC_METRIC_COUNT + DC_FIGURE_NET_CASH_FLOW,
                              DC_RECEIVABLES,
                              DC_OVERDUE,
                              DC_DSO,
                              DC_DSO_NOT_DUE,
                              DC_DSO_OVERDUE,
                              DC_TRADE_WCR,
                              DC_WRITTEN_OFF,
                              DC_ALLOWANCE,
                              DC_BAD_DEBT_EXPENSE,
                              DC_MEASURE_COSTS,
                              DC_THIRD_PARTY_CASH,
                              DC_NET_CASH,
                              DC_CREDIT_RESULT,
                              DC_SOLD,
                              DC_DSO_UNSOLD,
                              DC_DSO_WITH_BILLS,
                              DC_LOST_MARGIN,
                              DC_SALES_MARGIN,
                              DC_FINANCING_COST,
                              DC_PROFIT};
enum { TOLD = sizeof told / sizeof told[0] };

static bool moves_in(const dc_lever_bridge *bridge, size_t objective, int week)
{
    bool moves = false;
    for (size_t i = 0; i <= bridge->part_count; i++)
        moves |= bridge->change[i][objective][week] != 0.0;
    return moves && !isnan(bridge->change[bridge->part_count][objective][week]);
}

/* Which lever a difference comes from: measures down, levers across. */
static void put_bridge(const terminal *t, size_t scenario, int week)
{
    const dc_lever_bridge *bridge = &t->answer->comparison->bridge[scenario];
    const dc_lever_part   *parts = t->answer->scenarios->scenario[scenario].parts;
    putc('\n', t->out);
    text_pad(t->out,
             dc_arena_format(t->arena, "%s%s%s", word(t, DC_WORD_T_BY_LEVER),
                             word(t, DC_WORD_COLON), week_text(t, week)),
             -WIDTH_MEASURE);
    for (size_t i = 0; i < bridge->part_count; i++)
        text_pad(t->out, parts[i].lever, WIDTH_LEVER);
    text_pad(t->out, word(t, DC_WORD_T_REST), WIDTH_LEVER);
    putc('\n', t->out);
    for (size_t k = 0; k < TOLD; k++) {
        dc_unit unit = dc_objective_about(told[k])->unit;
        if (!moves_in(bridge, told[k], week))
            continue;
        text_pad(t->out, label_text(t, told[k]), -WIDTH_MEASURE);
        for (size_t i = 0; i <= bridge->part_count; i++)
            text_pad(t->out, change_text(t, unit, bridge->change[i][told[k]][week]), WIDTH_LEVER);
        putc('\n', t->out);
    }
}

/* Patience costs cash, pressure costs renewals: as a number. */
static void put_loyalty(const terminal *t, size_t scenario, int last)
{
    const dc_loyalty *of = t->answer->loyalty ? &t->answer->loyalty[scenario] : NULL;
    if (!of || !of->presses)
        return;
    fprintf(t->out, "\n%s\n", word(t, DC_WORD_LOYALTY_TITLE));
    for (int week = 0; week <= last; week++) {
        const char *at = week_text(t, week);
        const char *assumed = text_share(t->arena, of->assumed[week], 1);
        double      kept = of->kept[week];
        const char *text = word(t, DC_WORD_LOYALTY_UNKNOWN);
        if (of->known[week] && kept >= 0.0 && kept <= 1.0)
            text = text_fill(t->arena, word(t, DC_WORD_LOYALTY), at, text_share(t->arena, kept, 1),
                             assumed, (const char *)NULL);
        else if (of->known[week])
            text = text_fill(t->arena,
                             word(t, kept < 0.0 ? DC_WORD_LOYALTY_ALWAYS : DC_WORD_LOYALTY_NEVER),
                             at, assumed, (const char *)NULL);
        fprintf(t->out, "  %s\n", text);
        if (!of->known[week])
            break;
    }
}

static void put_scenario(const terminal *t, size_t scenario)
{
    const dc_scenario *row = &t->answer->scenarios->scenario[scenario];
    const char        *title = row->title[t->answer->language];
    int                last = last_paired(&t->answer->comparison->outcome[0]);
    bool               has_bridge = t->answer->comparison->bridge && row->part_count > 1;

    fprintf(t->out, "%s%s%s\n", t->colour ? "\033[1m" : "", title && title[0] ? title : row->name,
            t->colour ? "\033[0m" : "");
    for (size_t i = 0; i < row->assumption_count; i++)
        fprintf(t->out, "  %s %s = %s\n", row->assumptions[i].lever, row->assumptions[i].parameter,
                dc_assumption_text(t->arena, &row->assumptions[i]));
    for (int week = 0; week <= last; week++) {
        put_heads(t, scenario, week);
        for (size_t i = 0; i < TOLD; i++)
            put_row(t, scenario, told[i], week);
    }
    for (int week = 0; week <= last && has_bridge; week++)
        put_bridge(t, scenario, week);
    put_loyalty(t, scenario, last);
    whatif_chart(t->out, t->answer, t->arena, &t->scale, scenario);
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
    for (size_t s = 1; s < answer->comparison->count; s++)
        if (answer->scenarios->scenario[s].part_count > 1) {
            fprintf(out, "%s\n", word(&t, DC_WORD_WHATIF_BRIDGE_LEGEND));
            break;
        }
    if (!cash_known(answer, 0))
        fprintf(out, "%s %s\n", word(&t, DC_WORD_T_MISSING), say_missing_cash(answer));
    if (say_left_out(arena, answer)[0])
        fprintf(out, "%s %s\n", word(&t, DC_WORD_T_LEFT_OUT), say_cash_safer(arena, answer));
    if (has_bands(answer))
        fprintf(out, "%s\n", say_paths(arena, answer, &t.scale));
    dc_failed_checks_write(out, answer);
    dc_arena_free(arena);
}
