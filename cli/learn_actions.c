/* learn_actions.c - what collection actions are worth, in sentences. */
#include "learn.h"
#include "terminal.h"

enum { TEXT_MAX = 64 };

typedef char text[TEXT_MAX];

static const dc_word names[DC_ACTION_KIND_COUNT + 1] = {
    DC_WORD_ACTION_REMINDER,    DC_WORD_ACTION_CALL,  DC_WORD_ACTION_NOTICE,
    DC_WORD_ACTION_THIRD_PARTY, DC_WORD_ACTION_LEGAL, DC_WORD_ACTION_PLAN,
    DC_WORD_ACTION_PROMISE,     DC_WORD_ACTION_ALONE};

static void say(FILE *out, dc_language language, const char *indent, dc_word word,
                const char *const *arguments, size_t count)
{
    fputs(indent, out);
    dc_terminal_say(out, language, word, arguments, count);
}

/* Nothing can be said of less than half a settlement expected. */
static void put_ratio(text out, double actual, double expected)
{
    if (expected >= 0.5)
        snprintf(out, TEXT_MAX, "%.2f", actual / expected);
    else
        snprintf(out, TEXT_MAX, "-");
}

static void say_used(FILE *out, dc_language language, const dc_action_effect *of, int row)
{
    text        pace[DC_ACTION_WINDOWS], touched, before;
    const char *name = dc_say(language, names[row]);
    for (int k = 0; k < DC_ACTION_WINDOWS; k++)
        snprintf(pace[k], TEXT_MAX, "%.2f", of->window[k].pace);
    dc_terminal_count(touched, of->touched);
    put_ratio(before, of->before_actual, of->before_expected);
    if (row == DC_ACTION_PROMISE)
        say(out, language, "  ", DC_WORD_ACTION_PROMISE_USED,
            (const char *[]){name, touched, pace[0], pace[1], pace[2], pace[3], pace[4], before},
            8);
    else if (row == DC_ACTION_LEFT_ALONE)
        say(out, language, "  ", DC_WORD_ACTION_ALONE_USED,
            (const char *[]){name, pace[1], pace[2], pace[3], pace[4]}, 5);
    else
        say(out, language, "  ", DC_WORD_ACTION_USED,
            (const char *[]){name, touched, pace[1], pace[2], pace[3], pace[4], before}, 7);
}

static void say_unused(FILE *out, dc_language language, const dc_action_effect *of, int row)
{
    double actual = 0.0, expected = 0.0;
    text   after, before, touched;
    for (int k = 0; k < DC_ACTION_WINDOWS; k++) {
        actual += of->window[k].actual;
        expected += of->window[k].expected;
    }
    dc_terminal_count(touched, of->touched);
    put_ratio(after, actual, expected);
    put_ratio(before, of->before_actual, of->before_expected);
    say(out, language, "  ", DC_WORD_ACTION_UNUSED,
        (const char *[]){dc_say(language, names[row]), touched, after, before}, 4);
}

static void say_promises(FILE *out, const dc_learnt *learnt)
{
    const dc_action_effects *effects = &learnt->model->actions;
    text                     promises, kept;
    if (effects->promises == 0)
        return;
    dc_terminal_count(promises, effects->promises);
    snprintf(kept, sizeof kept, "%.0f %%",
             100.0 * (double)effects->kept / (double)effects->promises);
    say(out, learnt->language, "  ", DC_WORD_ACTION_KEPT, (const char *[]){promises, kept}, 2);
}

void dc_learnt_say_actions(FILE *out, const dc_learnt *learnt)
{
    const dc_action_effects *effects = &learnt->model->actions;
    bool                     any = false;
    for (int row = 0; row <= DC_ACTION_LEFT_ALONE; row++) {
        const dc_action_effect *of = &effects->of[row];
        if (of->touched == 0 && !of->used)
            continue;
        if (!any)
            say(out, learnt->language, "", DC_WORD_ACTION_HEAD, NULL, 0);
        any = true;
        if (of->used)
            say_used(out, learnt->language, of, row);
        else
            say_unused(out, learnt->language, of, row);
    }
    if (!any)
        return;
    say_promises(out, learnt);
    say(out, learnt->language, "  ", DC_WORD_ACTION_BEFORE, NULL, 0);
}
