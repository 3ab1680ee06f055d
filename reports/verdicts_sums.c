/* verdicts_sums.c - what past forecasts of several weeks' cash together come to, in sentences. */
#include <math.h>

#include "findings.h"
#include "verdicts.h"

/* Right bands hold none of two windows once in 25 times: fewer than three tell nothing. */
enum { APART_LEAST = 3 };

static dc_word verdict_of(const dc_backtest_sum *sum)
{
    const double promised = 0.80;
    if (sum->apart < APART_LEAST)
        return DC_WORD_BACKTEST_SUM_FEW;
    if (sum->coverage80.high < promised)
        return DC_WORD_BACKTEST_TOO_NARROW;
    return sum->coverage80.low > promised ? DC_WORD_BACKTEST_TOO_WIDE : DC_WORD_BACKTEST_SUM_OPEN;
}

static const char *say_band(dc_arena *arena, const dc_backtest_sum *sum, dc_language language)
{
    dc_word verdict = verdict_of(sum), what = DC_WORD_BACKTEST_SUM_OVERLAP;
    if (verdict == DC_WORD_BACKTEST_SUM_FEW)
        what = verdict;
    else if (sum->apart == sum->origins)
        what = DC_WORD_BACKTEST_SUM_APART;
    return text_fill(arena, dc_say(language, what), text_share(arena, sum->coverage80.value, 0),
                     text_count(arena, sum->origins), text_count(arena, sum->apart),
                     text_share(arena, sum->coverage80.low, 0),
                     text_share(arena, sum->coverage80.high, 0), dc_say(language, verdict),
                     (const char *)NULL);
}

/* Empty where no rule knew enough at all of the origins. */
static const char *say_best(dc_arena *arena, const dc_backtest_sum *sum, dc_language language)
{
    int best = DC_TOTAL_DUECAST;
    for (int i = DC_TOTAL_MEAN; i < DC_TOTAL_COUNT; i++)
        if (sum->wape[i].applicable &&
            (best == DC_TOTAL_DUECAST || sum->wape[i].value < sum->wape[best].value))
            best = i;
    if (best == DC_TOTAL_DUECAST)
        return "";
    double above = sum->wape[DC_TOTAL_DUECAST].value - sum->wape[best].value;
    return text_fill(arena, dc_say(language, DC_WORD_BACKTEST_SUM_BEST),
                     say_points(arena, language, above),
                     dc_say(language, dc_total_word((dc_total)best)),
                     text_share(arena, sum->wape[best].value, 1), (const char *)NULL);
}

const char *say_sum(dc_arena *arena, const dc_backtest_sum *sum, dc_language language)
{
    const char *weeks = text_count(arena, (size_t)sum->weeks);
    const char *gap = language == DC_ENGLISH ? " " : "";
    if (!sum->wape[DC_TOTAL_DUECAST].applicable)
        return text_fill(arena,
                         dc_say(language, sum->origins == 0 ? DC_WORD_BACKTEST_SUM_UNKNOWN
                                                            : DC_WORD_BACKTEST_SUM_NOTHING),
                         weeks, (const char *)NULL);
    const char *floor =
        sum->floor.applicable ? text_share(arena, sum->floor.value, 1) : text_share(arena, 0.0, 1);
    const char *best = say_best(arena, sum, language);
    const char *off = text_fill(arena, dc_say(language, DC_WORD_BACKTEST_SUM), weeks,
                                text_share(arena, sum->wape[DC_TOTAL_DUECAST].value, 1), floor,
                                text_share(arena, sum->bias.value, 1), (const char *)NULL);
    return dc_arena_format(arena, "%s%s%s%s%s", off, best[0] ? gap : "", best, gap,
                           say_band(arena, sum, language));
}

const char *say_sum_trust(dc_arena *arena, const dc_answer *answer, const char *text, bool always)
{
    const dc_backtest     *b = answer->backtest;
    const dc_backtest_sum *sum = NULL, *refuted = NULL;
    for (int i = 0; i < DC_BACKTEST_SUMS; i++) {
        if (!b->sum[i].wape[DC_TOTAL_DUECAST].applicable)
            continue;
        sum = &b->sum[i];
        if (verdict_of(sum) == DC_WORD_BACKTEST_TOO_NARROW)
            refuted = sum;
    }
    bool narrow = refuted != NULL;
    sum = narrow ? refuted : sum;
    if (!sum || !(narrow || always))
        return text;
    return text_fill(
        arena,
        dc_say(answer->language, narrow ? DC_WORD_SAY_TRUST_SUM_NARROW : DC_WORD_SAY_TRUST_SUM),
        text, text_count(arena, (size_t)sum->weeks),
        text_share(arena, sum->wape[DC_TOTAL_DUECAST].value, 0),
        text_share(arena, sum->coverage80.value, 0), text_count(arena, sum->origins),
        (const char *)NULL);
}
