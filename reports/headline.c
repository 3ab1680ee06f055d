/* The headline: what customers will pay, how surely, what stays overdue, what would change it. */
#include "findings.h"

const char *dc_headline(dc_arena *arena, const dc_answer *answer)
{
    const dc_outcome  *baseline = &answer->comparison->outcome[0];
    int32_t            week = baseline->paired_week[0];
    const dc_estimate *cash = &baseline->series[DC_CASH_COLLECTED][week];
    const dc_estimate *later = &baseline->series[DC_OVERDUE][week];
    const dc_estimate *now = &answer->today->value[DC_OVERDUE];
    money_scale        scale = money_scale_of(arena, answer);
    const char        *currency = answer->book->currencies[answer->book->home].code;
    const char        *prefix = "", *sentence;

    if (!answer->model->learnt)
        prefix = dc_say(answer->language, DC_WORD_HEADLINE_NOT_LEARNT);
    sentence = text_fill(
        arena,
        dc_say(answer->language, has_bands(answer) ? DC_WORD_HEADLINE : DC_WORD_HEADLINE_EXPECTED),
        currency, text_money_words(arena, answer, &scale, cash->mean), text_number(arena, week, 0),
        text_money(arena, answer, &scale, cash->quantile[DC_P10]),
        text_money(arena, answer, &scale, cash->quantile[DC_P90]),
        text_money_words(arena, answer, &scale, now->mean),
        text_money_words(arena, answer, &scale, later->mean), (const char *)NULL);
    const char *change = say_largest_change(arena, answer, &scale);
    const char *blank = change[0] && answer->language == DC_ENGLISH ? " " : "";
    return dc_arena_format(arena, "%s%s%s%s", prefix, sentence, blank, change);
}
