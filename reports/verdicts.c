/* verdicts.c - what a backtest comes to, in sentences that terminal and workbook share. */
#include "verdicts.h"

#include <math.h>

#include "findings.h"

enum { ORIGINS_FEW = 12 };

static const double band_slack = 0.08;  /* an 80 % band that holds 72 to 88 % keeps its promise */
static const double level_most = 0.998; /* a band beyond it cannot be told from all futures */

static const dc_word rule_words[DC_RULE_COUNT] = {
    [DC_RULE_DUECAST] = DC_WORD_RULE_DUECAST,
    [DC_RULE_DUE_DATE] = DC_WORD_RULE_DUE_DATE,
    [DC_RULE_AVERAGE] = DC_WORD_RULE_AVERAGE,
    [DC_RULE_CUSTOMER_AVERAGE] = DC_WORD_RULE_CUSTOMER_AVERAGE,
    [DC_RULE_POOLED] = DC_WORD_RULE_POOLED,
    [DC_RULE_CUSTOMER] = DC_WORD_RULE_CUSTOMER,
    [DC_RULE_SHIFT] = DC_WORD_RULE_SHIFT,
};

static const dc_word total_words[DC_TOTAL_COUNT] = {
    [DC_TOTAL_DUECAST] = DC_WORD_RULE_DUECAST,
    [DC_TOTAL_MEAN] = DC_WORD_TOTAL_MEAN,
    [DC_TOTAL_LAST_YEAR] = DC_WORD_TOTAL_LAST_YEAR,
};

dc_word dc_rule_word(dc_rule rule)
{
    return rule_words[rule];
}

dc_word dc_total_word(dc_total total)
{
    return total_words[total];
}

typedef struct {
    dc_arena          *arena;
    const dc_backtest *backtest;
    dc_language        language;
    dc_sentences      *out;
} speaker;

static const char *word(const speaker *s, dc_word id)
{
    return dc_say(s->language, id);
}

static void add(const speaker *s, const char *text)
{
    s->out->text[s->out->count++] = text;
}

/* Goes on in the sentence before it. */
static void go_on(const speaker *s, const char *text)
{
    const char **last = &s->out->text[s->out->count - 1];
    *last = dc_arena_format(s->arena, s->language == DC_ENGLISH ? "%s %s" : "%s%s", *last, text);
}

static const char *tenths(const speaker *s, double share)
{
    return text_share(s->arena, share, 1);
}

static const char *whole(const speaker *s, double share)
{
    return text_share(s->arena, share, 0);
}

static const dc_scored *own_score(const dc_backtest *backtest, dc_score score)
{
    return &backtest->rule[DC_RULE_DUECAST].score[score];
}

/* How Duecast stands against the best naive rule, by a score of which less is better. */
static void say_duel(const speaker *s, dc_score score, dc_word better, dc_word worse)
{
    dc_rule                 best = dc_backtest_best_naive(s->backtest, score);
    const dc_scored        *own = own_score(s->backtest, score);
    const dc_scored        *naive = &s->backtest->rule[best].score[score];
    const dc_backtest_duel *duel = score == DC_SCORE_DATE_CRPS ? &s->backtest->rule[best].dates
                                                               : &s->backtest->rule[best].cash;
    if (!own->applicable || !naive->applicable || naive->value <= 0.0)
        return;
    double gain = 1.0 - own->value / naive->value;
    add(s, text_fill(s->arena, word(s, gain >= 0.0 ? better : worse), tenths(s, fabs(gain)),
                     word(s, rule_words[best]), (const char *)NULL));
    if (duel->tested)
        go_on(s,
              text_fill(s->arena,
                        word(s, duel->p < 0.05 ? DC_WORD_BACKTEST_SURE : DC_WORD_BACKTEST_UNSURE),
                        text_number(s->arena, duel->p, 2), (const char *)NULL));
    else
        go_on(s, word(s, DC_WORD_BACKTEST_UNTESTED));
}

static dc_word verdict_of(const dc_scored *held, double promised)
{
    if (held->high < promised && held->value < promised - band_slack)
        return DC_WORD_BACKTEST_TOO_NARROW;
    if (held->low > promised && held->value > promised + band_slack)
        return DC_WORD_BACKTEST_TOO_WIDE;
    return DC_WORD_BACKTEST_AS_PROMISED;
}

/* True when the band is too narrow. */
static bool say_band(const speaker *s, dc_score score, dc_word of_what)
{
    const double     promised = 0.80;
    const dc_scored *own = own_score(s->backtest, score);
    dc_word          verdict = verdict_of(own, promised);
    if (!own->applicable)
        return false;
    add(s, text_fill(s->arena, word(s, DC_WORD_BACKTEST_BAND_HELD), whole(s, promised),
                     word(s, of_what), whole(s, own->value), whole(s, own->low),
                     whole(s, own->high), word(s, verdict), (const char *)NULL));
    return verdict == DC_WORD_BACKTEST_TOO_NARROW;
}

/* "91 %"; finer where it is nearly all. */
static const char *level_text(dc_arena *arena, double level)
{
    return text_share(arena, level, level > 0.99 ? 1 : 0);
}

static void say_recalibration(const speaker *s, const dc_recalibration *law, dc_word of_what)
{
    dc_word what =
        law->level80 > level_most ? DC_WORD_BACKTEST_BEYOND : DC_WORD_BACKTEST_RECALIBRATE;
    add(s, text_fill(s->arena, word(s, what), text_count(s->arena, s->backtest->recent),
                     word(s, of_what), whole(s, law->coverage80),
                     level_text(s->arena, law->level80), (const char *)NULL));
}

static void say_alarms(const speaker *s)
{
    const dc_backtest *backtest = s->backtest;
    if (!backtest->cash.measured)
        return;
    if (backtest->cash.is_alarm)
        say_recalibration(s, &backtest->cash, DC_WORD_BACKTEST_OF_CASH);
    if (backtest->counts.is_alarm)
        say_recalibration(s, &backtest->counts, DC_WORD_BACKTEST_OF_COUNTS);
    if (!backtest->cash.is_alarm && !backtest->counts.is_alarm)
        add(s,
            text_fill(s->arena, word(s, DC_WORD_BACKTEST_CALIBRATED),
                      text_count(s->arena, backtest->recent), whole(s, backtest->cash.coverage80),
                      whole(s, backtest->counts.coverage80), (const char *)NULL));
}

static void say_total(const speaker *s)
{
    const dc_backtest_result *total = s->backtest->total;
    const dc_scored          *own = &total[DC_TOTAL_DUECAST].score[DC_SCORE_WAPE];
    dc_total                  best = DC_TOTAL_COUNT;
    if (!s->backtest->has_total || !own->applicable)
        return;
    add(s, text_fill(s->arena, word(s, DC_WORD_BACKTEST_TOTAL_HELD), tenths(s, own->value),
                     whole(s, total[DC_TOTAL_DUECAST].score[DC_SCORE_COVERAGE_80].value),
                     (const char *)NULL));
    for (int i = DC_TOTAL_MEAN; i < DC_TOTAL_COUNT; i++) {
        const dc_scored *score = &total[i].score[DC_SCORE_WAPE];
        if (score->applicable &&
            (best == DC_TOTAL_COUNT || score->value < total[best].score[DC_SCORE_WAPE].value))
            best = (dc_total)i;
    }
    if (best != DC_TOTAL_COUNT)
        go_on(s,
              text_fill(s->arena, word(s, DC_WORD_BACKTEST_TOTAL_BEST), word(s, total_words[best]),
                        tenths(s, total[best].score[DC_SCORE_WAPE].value), (const char *)NULL));
    if (s->backtest->ignored_plan)
        go_on(s, word(s, DC_WORD_BACKTEST_NO_PLAN));
}

void dc_backtest_say(dc_sentences *out, dc_arena *arena, const dc_backtest *backtest,
                     dc_language language)
{
    speaker          s = {arena, backtest, language, out};
    const dc_scored *wape = own_score(backtest, DC_SCORE_WAPE);

    *out = (dc_sentences){0};
    say_duel(&s, DC_SCORE_DATE_CRPS, DC_WORD_BACKTEST_DATES_BETTER, DC_WORD_BACKTEST_DATES_WORSE);
    say_duel(&s, DC_SCORE_CRPS_RATIO, DC_WORD_BACKTEST_CASH_BETTER, DC_WORD_BACKTEST_CASH_WORSE);
    if (wape->applicable)
        add(&s,
            text_fill(arena, word(&s, DC_WORD_BACKTEST_FLOOR_MEANS), tenths(&s, wape->value),
                      tenths(&s, own_score(backtest, DC_SCORE_FLOOR)->value), (const char *)NULL));
    bool narrow = say_band(&s, DC_SCORE_COVERAGE_80, DC_WORD_BACKTEST_OF_CASH);
    narrow |= say_band(&s, DC_SCORE_COUNT_COVERAGE_80, DC_WORD_BACKTEST_OF_COUNTS);
    if (narrow)
        go_on(&s, word(&s, DC_WORD_BACKTEST_NARROW_MEANS));
    say_alarms(&s);
    say_total(&s);
    if (backtest->origins < ORIGINS_FEW)
        add(&s, text_fill(arena, word(&s, DC_WORD_BACKTEST_FEW),
                          text_count(arena, backtest->origins), (const char *)NULL));
}

/* ---- one line ---- */

static const char *say_absence(const dc_answer *answer)
{
    static const dc_word words[] = {[DC_BACKTEST_NOT_ASKED] = DC_WORD_SAY_TRUST_OFF,
                                    [DC_BACKTEST_NO_BANDS] = DC_WORD_SAY_TRUST_EXPECTED,
                                    [DC_BACKTEST_TOO_LITTLE] = DC_WORD_SAY_TRUST_LITTLE};
    return dc_say(answer->language, words[answer->no_backtest]);
}

static const char *with_level(dc_arena *arena, const dc_answer *answer, const char *text)
{
    const dc_recalibration *law = &answer->backtest->cash;
    if (!law->measured || !law->is_alarm)
        return text;
    dc_word what = law->level80 > level_most ? DC_WORD_SAY_TRUST_BEYOND : DC_WORD_SAY_TRUST_READ;
    return text_fill(arena, dc_say(answer->language, what), text, level_text(arena, law->level80),
                     (const char *)NULL);
}

const char *say_trust(dc_arena *arena, const dc_answer *answer)
{
    const dc_backtest *backtest = answer->backtest;
    if (!backtest)
        return say_absence(answer);
    const dc_scored *held = own_score(backtest, DC_SCORE_COVERAGE_80);
    const dc_scored *wape = own_score(backtest, DC_SCORE_WAPE);
    if (!held->applicable || !wape->applicable)
        return dc_say(answer->language, DC_WORD_SAY_TRUST_LITTLE);
    bool        all = backtest->origins == backtest->origins_planned;
    const char *text = text_fill(
        arena, dc_say(answer->language, all ? DC_WORD_SAY_TRUST : DC_WORD_SAY_TRUST_SOME),
        text_count(arena, backtest->origins), text_count(arena, (size_t)backtest->weeks),
        text_share(arena, held->value, 0), dc_say(answer->language, verdict_of(held, 0.80)),
        text_share(arena, wape->value, 0),
        text_share(arena, own_score(backtest, DC_SCORE_FLOOR)->value, 0),
        text_count(arena, backtest->origins_planned), (const char *)NULL);
    return with_level(arena, answer, text);
}
