/* say_ranking.c - the order of the scenarios by a figure, in one sentence. */
#include "findings.h"

size_t scenario_of_row(const dc_answer *answer, size_t row)
{
    size_t at = 0;
    if (!answer->ranking || row == 0)
        return row;
    for (size_t left = row; left > 0; at++)
        left -= answer->ranking[at].scenario != 0;
    return answer->ranking[at - 1].scenario;
}

/* "a > b > c" of the rows that are above the floor, or below it. */
static const char *names_of(dc_arena *arena, const dc_answer *answer, bool above)
{
    const char *list = "";
    for (size_t i = 0; i < answer->comparison->count; i++) {
        const dc_ranked *row = &answer->ranking[i];
        if (!row->applicable || row->above_floor != above)
            continue;
        list = dc_arena_format(arena, "%s%s%s", list, list[0] ? (above ? " > " : ", ") : "",
                               answer->scenarios->scenario[row->scenario].name);
    }
    return list;
}

const char *say_ranking(dc_arena *arena, const dc_answer *answer)
{
    const dc_rank_by *by = answer->rank;
    if (!by)
        return "";
    const char *above = names_of(arena, answer, true), *below = names_of(arena, answer, false);
    if (!above[0])
        above = dc_say(answer->language,
                       below[0] ? DC_WORD_SAY_NONE_ABOVE_FLOOR : DC_WORD_NOT_AVAILABLE);
    const char *text =
        text_fill(arena, dc_say(answer->language, DC_WORD_SAY_RANKED),
                  dc_say(answer->language, dc_objective_about(by->objective)->label),
                  text_number(arena, answer->comparison->outcome[0].paired_week[by->week], 0),
                  above, (const char *)NULL);
    if (!below[0])
        return text;
    return dc_arena_format(arena, "%s%s", text,
                           text_fill(arena, dc_say(answer->language, DC_WORD_SAY_BELOW_FLOOR),
                                     below, (const char *)NULL));
}
