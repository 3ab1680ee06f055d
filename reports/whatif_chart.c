/* whatif_chart.c - cash bands week by week as lines of text: the baseline and a scenario. */
#include "whatif_chart.h"

#include <math.h>

enum { WIDTH_DATE = 12, WIDTH_NAME = 12, WIDTH_BAND = 60, WIDTH_NUMBER = 9 };
enum { BAND_LOW = 2, MEDIAN = 4, BAND_HIGH = 6 }; /* of dc_quantile_levels: 10, 50, 90 % */

typedef struct {
    FILE              *out;
    const dc_answer   *answer;
    dc_arena          *arena;
    const money_scale *scale;
    double             least, most; /* minor units: the ends of the axis */
    double             mark;        /* the minimum cash; NAN: none */
} chart;

/* Cash before the line where it is known, else what customers pay. */
static const dc_estimate *estimate_of(const dc_answer *answer, size_t scenario, int32_t week)
{
    const dc_outcome *outcome = &answer->comparison->outcome[scenario];
    bool              knows = outcome->liquidity && outcome->liquidity->before_line[0].applicable;
    return knows ? &outcome->liquidity->before_line[week - 1]
                 : &outcome->series[DC_CASH_COLLECTED][week];
}

static bool is_cash(const dc_answer *answer)
{
    const dc_liquidity *liquidity = answer->comparison->outcome[0].liquidity;
    return liquidity && liquidity->before_line[0].applicable;
}

static int32_t weeks_of(const dc_answer *answer)
{
    int32_t weeks = dc_week_count(answer->options);
    return weeks < DC_CASH_WEEKS ? weeks : DC_CASH_WEEKS;
}

static void find_axis(chart *c, size_t scenario)
{
    c->least = INFINITY;
    c->most = -INFINITY;
    for (int32_t week = 1; week <= weeks_of(c->answer); week++)
        for (int which = 0; which < 2; which++) {
            const dc_estimate *at = estimate_of(c->answer, which ? scenario : 0, week);
            c->least = fmin(c->least, at->quantile[BAND_LOW]);
            c->most = fmax(c->most, at->quantile[BAND_HIGH]);
        }
    if (!isnan(c->mark)) {
        c->least = fmin(c->least, c->mark);
        c->most = fmax(c->most, c->mark);
    }
}

static int column_of(const chart *c, double value)
{
    double width = c->most - c->least;
    return width > 0.0 ? (int)lround((value - c->least) / width * (WIDTH_BAND - 1)) : 0;
}

static const char *number(const chart *c, double value)
{
    return text_number(c->arena, money_major(c->answer, value) / c->scale->divisor,
                       c->scale->decimals);
}

static void put_band(const chart *c, const char *date, const char *name, const dc_estimate *at,
                     const char *line, const char *middle)
{
    int from = column_of(c, at->quantile[BAND_LOW]), to = column_of(c, at->quantile[BAND_HIGH]);
    int median = column_of(c, at->quantile[MEDIAN]);
    int mark = isnan(c->mark) ? -1 : column_of(c, c->mark);
    text_pad(c->out, date, -WIDTH_DATE);
    text_pad(c->out, name, -WIDTH_NAME);
    for (int i = 0; i < WIDTH_BAND; i++)
        fputs(i == median ? middle : i >= from && i <= to ? line : i == mark ? "┊" : " ", c->out);
    text_pad(c->out, number(c, at->quantile[MEDIAN]), WIDTH_NUMBER);
    putc('\n', c->out);
}

static void put_title(const chart *c)
{
    dc_language language = c->answer->language;
    const char *title =
        dc_say(language, is_cash(c->answer) ? DC_WORD_BANDS_CASH : DC_WORD_BANDS_RECEIPTS);
    fprintf(c->out, "\n%s%s%s%s%s%s\n", title, c->scale->label[0] ? ", " : "", c->scale->label,
            dc_say(language, DC_WORD_COLON), dc_say(language, DC_WORD_BANDS_LEGEND),
            isnan(c->mark) ? "" : dc_say(language, DC_WORD_BANDS_MARK));
    text_pad(c->out, "", WIDTH_DATE + WIDTH_NAME);
    text_pad(c->out, number(c, c->least), -WIDTH_BAND / 2);
    text_pad(c->out, number(c, c->most), WIDTH_BAND / 2);
    text_pad(c->out, dc_say(language, DC_WORD_FAN_MEDIAN), WIDTH_NUMBER);
    putc('\n', c->out);
}

void whatif_chart(FILE *out, const dc_answer *answer, dc_arena *arena, const money_scale *scale,
                  size_t scenario)
{
    const dc_company *company = &answer->book->company;
    chart             c = {.out = out, .answer = answer, .arena = arena, .scale = scale};
    if (!has_bands(answer) || weeks_of(answer) < 1)
        return;
    c.mark = is_cash(answer) && company->minimum_cash.known
                 ? (double)company->minimum_cash.value.minor
                 : NAN;
    find_axis(&c, scenario);
    put_title(&c);
    for (int32_t week = 1; week <= weeks_of(answer); week++) {
        int32_t day = dc_week_end_day(answer->options, week);
        put_band(&c, text_date(arena, dc_date_add_days(answer->book->as_of, day)),
                 dc_say(answer->language, DC_WORD_BASELINE_TITLE), estimate_of(answer, 0, week),
                 "─", "┼");
        put_band(&c, "", answer->scenarios->scenario[scenario].name,
                 estimate_of(answer, scenario, week), "━", "╋");
    }
}
