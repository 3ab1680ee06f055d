/* say_stress.c - how much later customers may pay until the line is exhausted, in words. */
#include "cash_view.h"
#include "findings.h"

const dc_reverse_stress *cash_stress(const dc_answer *answer, int reach)
{
    const dc_liquidity *l = cash_known(answer, 0);
    return l && l->reach[reach].stress.known ? &l->reach[reach].stress : NULL;
}

const char *stress_missing(const dc_answer *answer, int reach)
{
    const dc_reverse_stress *stress = cash_stress(answer, reach);
    const char              *missing = line_missing(answer);
    if (missing[0])
        return missing;
    if (!stress)
        return dc_say(answer->language, DC_WORD_CASH_STRESS_PATHS);
    return stress->reached ? "" : dc_say(answer->language, DC_WORD_CASH_STRESS_NEVER);
}

const char *say_stress(dc_arena *arena, const dc_answer *answer)
{
    const dc_reverse_stress *stress = cash_stress(answer, DC_REACH_NEAR);
    if (!stress)
        return "";
    const char *weeks = say_weeks(arena, answer, answer->comparison->outcome[0].paired_week[0]);
    dc_word template = !stress->reached    ? DC_WORD_SAY_STRESS_NEVER
                       : stress->days == 0 ? DC_WORD_SAY_STRESS_NOW
                       : stress->days == 1 ? DC_WORD_SAY_STRESS_DAY
                                           : DC_WORD_SAY_STRESS_DAYS;
    const char *figure = stress->days == 0 ? text_share(arena, stress->chance, 1)
                                           : text_number(arena, stress->days, 0);
    return text_fill(arena, dc_say(answer->language, template), weeks, figure, (const char *)NULL);
}

const char *say_stress_headline(dc_arena *arena, const dc_answer *answer)
{
    const dc_reverse_stress *stress = cash_stress(answer, DC_REACH_NEAR);
    const char              *left_out = say_left_out(arena, answer);
    if (left_out[0])
        return text_fill(arena, dc_say(answer->language, DC_WORD_HEADLINE_LEFT_OUT), left_out,
                         (const char *)NULL);
    if (!stress || !stress->reached || stress->days == 0)
        return "";
    return text_fill(arena,
                     dc_say(answer->language, stress->days == 1 ? DC_WORD_HEADLINE_STRESS_DAY
                                                                : DC_WORD_HEADLINE_STRESS),
                     text_number(arena, stress->days, 0), (const char *)NULL);
}
