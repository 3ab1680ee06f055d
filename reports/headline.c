/* The headline: what customers will pay, how surely, what stays overdue, what would change it. */
#include <math.h>

#include "cash_view.h"
#include "findings.h"

enum { USUAL_WEEKS = 13, EXCLUDED_NAMED = 3 };

static const char *word(const dc_answer *answer, dc_word id)
{
    return dc_say(answer->language, id);
}

static const char *joined(dc_arena *arena, const dc_answer *answer, const char *first,
                          const char *second)
{
    const char *comma = first[0] ? word(answer, DC_WORD_ASIDE_NEXT) : "";
    return dc_arena_format(arena, "%s%s%s", first, comma, second);
}

/* Few large items may pull the mean out of the band; the median never leaves it. */
static bool tells_median(const dc_answer *answer, const dc_estimate *cash)
{
    return shows_bands(answer) &&
           (cash->mean < cash->quantile[DC_P10] || cash->mean > cash->quantile[DC_P90]);
}

/* The band in the unit of the figure before it; the unit is said once more at its end. */
static const char *say_band(dc_arena *arena, const dc_answer *answer, const money_scale *scale,
                            dc_word template, double low, double high)
{
    money_scale own = money_scale_for(arena, answer, scale, high);
    return text_fill(
        arena, word(answer, template), text_money(arena, answer, &own, low),
        dc_arena_format(arena, "%s%s", text_money(arena, answer, &own, high), own.suffix),
        (const char *)NULL);
}

static const double normal_p90 = 1.2815515655446004; /* of the standard normal law */

/* Without paths the band is that of a normal law with the mean and the spread worked out. */
static const char *say_spread(dc_arena *arena, const dc_answer *answer, const money_scale *scale,
                              int32_t week, const dc_estimate *cash)
{
    const double *sd = answer->comparison->outcome[0].expected_cash_sd;
    if (!sd || isnan(sd[week]) || !answer->model->learnt)
        return word(answer, DC_WORD_ASIDE_EXPECTED);
    double half = normal_p90 * sd[week];
    return say_band(arena, answer, scale, DC_WORD_ASIDE_NORMAL, fmax(cash->mean - half, 0.0),
                    cash->mean + half);
}

/* In parentheses: the end of the weeks where they are not the usual ones, and the band. */
static const char *say_aside(dc_arena *arena, const dc_answer *answer, const money_scale *scale,
                             int32_t week, const dc_estimate *cash)
{
    int32_t     end = dc_week_end_day(answer->options, week);
    dc_date     date = dc_date_add_days(answer->book->as_of, end);
    const char *aside = "";
    if (end != USUAL_WEEKS * 7)
        aside = text_fill(arena, word(answer, DC_WORD_ASIDE_TO), text_date(arena, date),
                          (const char *)NULL);
    if (tells_median(answer, cash))
        aside = joined(arena, answer, aside, word(answer, DC_WORD_ASIDE_MEDIAN));
    if (!has_bands(answer))
        aside = joined(arena, answer, aside, say_spread(arena, answer, scale, week, cash));
    else if (shows_bands(answer))
        aside = joined(arena, answer, aside,
                       say_band(arena, answer, scale, DC_WORD_ASIDE_BAND, cash->quantile[DC_P10],
                                cash->quantile[DC_P90]));
    if (!aside[0])
        return "";
    return text_fill(arena, word(answer, DC_WORD_ASIDE), aside, (const char *)NULL);
}

/* What is in no translated figure: claims in a currency without a rate. */
static const char *say_excluded(dc_arena *arena, const dc_answer *answer)
{
    const dc_book *book = answer->book;
    const char    *list = "";
    size_t         left_out = 0;
    for (size_t i = 0; i < book->currency_count; i++) {
        int64_t ledger = answer->today->by_currency[i].ledger;
        if (i == book->home || book->currencies[i].has_rate || ledger == 0)
            continue;
        if (left_out++ < EXCLUDED_NAMED)
            list = joined(arena, answer, list,
                          text_amount_in(arena, answer->language, &book->currencies[i], ledger));
    }
    if (left_out > EXCLUDED_NAMED)
        list = text_fill(arena, word(answer, DC_WORD_SAY_MORE), list,
                         text_count(arena, left_out - EXCLUDED_NAMED), (const char *)NULL);
    return left_out == 0
               ? ""
               : text_fill(arena, word(answer, DC_WORD_SAY_EXCLUDED), list, (const char *)NULL);
}

static const char *sentences(dc_arena *arena, const dc_answer *answer, const char *first,
                             const char *second)
{
    const char *blank = second[0] && answer->language == DC_ENGLISH ? " " : "";
    return dc_arena_format(arena, "%s%s%s", first, blank, second);
}

const char *dc_headline(dc_arena *arena, const dc_answer *answer)
{
    const dc_outcome  *baseline = &answer->comparison->outcome[0];
    int32_t            week = baseline->paired_week[0];
    const dc_estimate *cash = &baseline->series[DC_CASH_COLLECTED][week];
    const dc_estimate *later = &baseline->series[DC_OVERDUE][week];
    const dc_estimate *now = &answer->today->value[DC_OVERDUE];
    money_scale        scale = money_scale_of(arena, answer);
    double             amount = tells_median(answer, cash) ? cash->quantile[DC_P50] : cash->mean;
    dc_word template = answer->model->learnt ? DC_WORD_HEADLINE : DC_WORD_HEADLINE_NOT_LEARNT;

    const char *sentence =
        text_fill(arena, word(answer, template), text_amount(arena, answer, &scale, amount),
                  say_weeks(arena, answer, week), say_aside(arena, answer, &scale, week, cash),
                  text_money_words(arena, answer, &scale, now->mean),
                  text_money_words(arena, answer, &scale, later->mean), (const char *)NULL);
    sentence = sentences(arena, answer, sentence, say_excluded(arena, answer));
    sentence = sentences(arena, answer, sentence, say_largest_change(arena, answer, &scale));
    return sentences(arena, answer, sentence, say_stress_headline(arena, answer));
}
