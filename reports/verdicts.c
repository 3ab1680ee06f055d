/* verdicts.c - what a backtest comes to, in sentences that terminal and workbook share. */
#include "verdicts.h"

#include <math.h>

#include "findings.h"

enum { ORIGINS_FEW = 12 };

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

/* "= 0.03"; a small one is not nothing. */
static const char *chance_text(dc_arena *arena, double p)
{
    return p < 0.01 ? "< 0.01" : dc_arena_format(arena, "= %s", text_number(arena, p, 2));
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
                        chance_text(s->arena, duel->p), (const char *)NULL));
    else
        go_on(s, word(s, DC_WORD_BACKTEST_UNTESTED));
}

/* ---- bands ---- */

/* What a promise is judged by: all origins, and the latest of them. */
typedef struct {
    const dc_scored        *held;
    const dc_recalibration *law; /* NULL: the latest are not looked at */
    double                  promised;
} promise;

static promise promise_of(const dc_backtest *backtest, dc_score score)
{
    bool of_cash = score == DC_SCORE_COVERAGE_80;
    return (promise){own_score(backtest, score), of_cash ? &backtest->cash : &backtest->counts,
                     0.80};
}

/* As it is printed: an interval up to "80 %" holds 80 %. */
static double percent(double share)
{
    return round(100.0 * share);
}

/* By all origins: the 95 % interval of the share held, against the promise. */
static dc_word verdict_of(const dc_backtest *backtest, const promise *p)
{
    if (!dc_backtest_has_intervals(backtest))
        return DC_WORD_BACKTEST_UNJUDGED;
    if (percent(p->held->high) < percent(p->promised))
        return DC_WORD_BACKTEST_TOO_NARROW;
    if (percent(p->held->low) > percent(p->promised))
        return DC_WORD_BACKTEST_TOO_WIDE;
    return DC_WORD_BACKTEST_AS_PROMISED;
}

/* The same by the latest origins. */
static dc_word verdict_lately(const promise *p)
{
    if (!p->law || !p->law->measured || !p->law->is_alarm)
        return DC_WORD_BACKTEST_AS_PROMISED;
    return p->law->coverage80 < p->promised ? DC_WORD_BACKTEST_TOO_NARROW
                                            : DC_WORD_BACKTEST_TOO_WIDE;
}

/* "91 %"; finer where it is nearly all. */
static const char *level_text(dc_arena *arena, double level)
{
    return text_share(arena, level, level > 0.99 ? 1 : 0);
}

/* Which band to read instead, where the law of the latest weeks agrees with the verdict. */
static const char *with_level(dc_arena *arena, dc_language language, const promise *p,
                              const char *text)
{
    bool narrow = p->law->coverage80 < p->promised;
    if ((p->law->level80 > p->promised) != narrow)
        return text;
    dc_word what = p->law->level80 > level_most ? DC_WORD_BACKTEST_BEYOND : DC_WORD_BACKTEST_READ;
    return text_fill(arena, dc_say(language, what), text, level_text(arena, p->law->level80),
                     (const char *)NULL);
}

/* The one verdict on an 80 % band that every report prints. */
static const char *say_verdict(dc_arena *arena, const dc_backtest *backtest, dc_language language,
                               const promise *p)
{
    dc_word     verdict = verdict_of(backtest, p), lately = verdict_lately(p), what = verdict;
    const char *plain = dc_say(language, verdict);
    if (!p->law || !p->law->measured || verdict == DC_WORD_BACKTEST_UNJUDGED)
        return plain;
    if (verdict == lately)
        return verdict == DC_WORD_BACKTEST_AS_PROMISED ? plain
                                                       : with_level(arena, language, p, plain);
    if (verdict != DC_WORD_BACKTEST_AS_PROMISED)
        what = DC_WORD_BACKTEST_BUT_LATELY;
    else
        what = lately == DC_WORD_BACKTEST_TOO_NARROW ? DC_WORD_BACKTEST_NARROW_LATELY
                                                     : DC_WORD_BACKTEST_WIDE_LATELY;
    const char *text =
        text_fill(arena, dc_say(language, what), text_count(arena, backtest->recent),
                  text_share(arena, p->law->coverage80, 0), plain, (const char *)NULL);
    return what == DC_WORD_BACKTEST_BUT_LATELY ? text : with_level(arena, language, p, text);
}

static void say_band(const speaker *s, dc_score score, dc_word of_what)
{
    promise p = promise_of(s->backtest, score);
    dc_word what = dc_backtest_has_intervals(s->backtest) ? DC_WORD_BACKTEST_BAND_HELD
                                                          : DC_WORD_BACKTEST_BAND_ONCE;
    if (p.held->applicable)
        add(s, text_fill(s->arena, word(s, what), whole(s, p.promised), word(s, of_what),
                         whole(s, p.held->value), whole(s, p.held->low), whole(s, p.held->high),
                         say_verdict(s->arena, s->backtest, s->language, &p), (const char *)NULL));
}

/* More room is needed only where the printed bands, those of cash, are too narrow. */
static void say_room(const speaker *s)
{
    promise p = promise_of(s->backtest, DC_SCORE_COVERAGE_80);
    if (p.held->applicable && verdict_of(s->backtest, &p) == DC_WORD_BACKTEST_TOO_NARROW)
        go_on(s, word(s, DC_WORD_BACKTEST_NARROW_MEANS));
}

/* Nothing is said where both keep their promise. */
static void say_other_bands(const speaker *s)
{
    promise half = {own_score(s->backtest, DC_SCORE_COVERAGE_50), NULL, 0.50};
    promise most = {own_score(s->backtest, DC_SCORE_COVERAGE_95), NULL, 0.95};
    if (!half.held->applicable || !most.held->applicable || !dc_backtest_has_intervals(s->backtest))
        return;
    dc_word of_half = verdict_of(s->backtest, &half), of_most = verdict_of(s->backtest, &most);
    if (of_half != DC_WORD_BACKTEST_AS_PROMISED || of_most != DC_WORD_BACKTEST_AS_PROMISED)
        add(s, text_fill(s->arena, word(s, DC_WORD_BACKTEST_OTHER_BANDS),
                         whole(s, half.held->value), word(s, of_half), whole(s, most.held->value),
                         word(s, of_most), (const char *)NULL));
}

/* ---- total cash ---- */

/* The rule without a model that loses least; DC_TOTAL_COUNT: there is none. */
static dc_total best_total(const dc_backtest *backtest, dc_score score)
{
    dc_total best = DC_TOTAL_COUNT;
    for (int i = DC_TOTAL_MEAN; i < DC_TOTAL_COUNT; i++) {
        const dc_scored *own = &backtest->total[i].score[score];
        if (own->applicable &&
            (best == DC_TOTAL_COUNT || own->value < backtest->total[best].score[score].value))
            best = (dc_total)i;
    }
    return best;
}

const char *say_points(dc_arena *arena, dc_language language, double above)
{
    if (round(1000.0 * above) == 0.0)
        return dc_say(language, DC_WORD_BACKTEST_EQUAL);
    dc_word what = above > 0.0 ? DC_WORD_BACKTEST_POINTS_WORSE : DC_WORD_BACKTEST_POINTS_BETTER;
    return text_fill(arena, dc_say(language, what), text_number(arena, 100.0 * fabs(above), 1),
                     (const char *)NULL);
}

static const char *say_gain(const speaker *s, double gain)
{
    if (round(1000.0 * gain) == 0.0)
        return word(s, DC_WORD_BACKTEST_EQUAL);
    return text_fill(
        s->arena,
        word(s, gain < 0.0 ? DC_WORD_BACKTEST_SHARE_WORSE : DC_WORD_BACKTEST_SHARE_BETTER),
        tenths(s, fabs(gain)), (const char *)NULL);
}

/* By error and by score each against the rule that is best there, so that no loss is unsaid. */
static void say_total_duel(const speaker *s)
{
    const dc_backtest_result *total = s->backtest->total;
    dc_total                  by_error = best_total(s->backtest, DC_SCORE_WAPE);
    dc_total                  by_score = best_total(s->backtest, DC_SCORE_CRPS_RATIO);
    const dc_scored          *score = &total[DC_TOTAL_DUECAST].score[DC_SCORE_CRPS_RATIO];
    if (by_error == DC_TOTAL_COUNT || by_score == DC_TOTAL_COUNT || !score->applicable)
        return;
    double error = total[by_error].score[DC_SCORE_WAPE].value;
    double least = total[by_score].score[DC_SCORE_CRPS_RATIO].value;
    if (least <= 0.0)
        return;
    go_on(s, text_fill(s->arena, word(s, DC_WORD_BACKTEST_TOTAL_BEST),
                       say_points(s->arena, s->language,
                                  total[DC_TOTAL_DUECAST].score[DC_SCORE_WAPE].value - error),
                       word(s, total_words[by_error]), tenths(s, error),
                       say_gain(s, 1.0 - score->value / least), word(s, total_words[by_score]),
                       (const char *)NULL));
}

static void say_total(const speaker *s)
{
    const dc_backtest_result *total = s->backtest->total;
    const dc_scored          *own = &total[DC_TOTAL_DUECAST].score[DC_SCORE_WAPE];
    if (!s->backtest->has_total || !own->applicable)
        return;
    add(s, text_fill(s->arena, word(s, DC_WORD_BACKTEST_TOTAL_HELD), tenths(s, own->value),
                     whole(s, total[DC_TOTAL_DUECAST].score[DC_SCORE_COVERAGE_80].value),
                     (const char *)NULL));
    say_total_duel(s);
    if (s->backtest->ignored_plan)
        go_on(s, word(s, DC_WORD_BACKTEST_NO_PLAN));
}

static void say_sums(const speaker *s)
{
    const dc_backtest *b = s->backtest;
    for (int i = 0; i < DC_BACKTEST_SUMS && b->has_total; i++)
        if (b->sum[i].weeks <= b->sum_weeks)
            add(s, say_sum(s->arena, &b->sum[i], s->language));
    if (b->earlier > 0)
        go_on(s, text_fill(s->arena, word(s, DC_WORD_BACKTEST_SUM_EARLIER),
                           text_count(s->arena, b->earlier), (const char *)NULL));
}

void dc_backtest_say(dc_sentences *out, dc_arena *arena, const dc_backtest *backtest,
                     dc_language language)
{
    speaker          s = {arena, backtest, language, out};
    const dc_scored *wape = own_score(backtest, DC_SCORE_WAPE);

    *out = (dc_sentences){0};
    say_duel(&s, DC_SCORE_DATE_CRPS, DC_WORD_BACKTEST_DATES_BETTER, DC_WORD_BACKTEST_DATES_WORSE);
    say_duel(&s, DC_SCORE_CRPS_RATIO, DC_WORD_BACKTEST_CASH_BETTER, DC_WORD_BACKTEST_CASH_WORSE);
    if (wape->applicable) {
        const dc_scored *floor = own_score(backtest, DC_SCORE_FLOOR);
        add(&s, text_fill(arena,
                          word(&s, floor->value >= wape->value ? DC_WORD_BACKTEST_NO_MORE
                                                               : DC_WORD_BACKTEST_FLOOR_MEANS),
                          tenths(&s, wape->value), tenths(&s, floor->value), (const char *)NULL));
    }
    say_band(&s, DC_SCORE_COVERAGE_80, DC_WORD_BACKTEST_OF_CASH);
    say_room(&s);
    say_other_bands(&s);
    say_band(&s, DC_SCORE_COUNT_COVERAGE_80, DC_WORD_BACKTEST_OF_COUNTS);
    say_total(&s);
    say_sums(&s);
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

/* Chance is named as a part of the error, or as all of it. */
static const char *say_error(dc_arena *arena, const dc_answer *answer)
{
    double error = own_score(answer->backtest, DC_SCORE_WAPE)->value;
    double floor = own_score(answer->backtest, DC_SCORE_FLOOR)->value;
    return text_fill(arena,
                     dc_say(answer->language,
                            floor >= error ? DC_WORD_SAY_TRUST_NO_MORE : DC_WORD_SAY_TRUST_FLOOR),
                     text_share(arena, error, 0), text_share(arena, floor, 0), (const char *)NULL);
}

/* Total cash has sales to come, which the bands above do not test: told where it did badly. */
static const char *say_total_trust(dc_arena *arena, const dc_answer *answer, const char *text)
{
    const double              held_least = 0.60, bias_most = 0.20;
    const dc_backtest_result *total = &answer->backtest->total[DC_TOTAL_DUECAST];
    const dc_scored          *wape = &total->score[DC_SCORE_WAPE];
    const dc_scored          *held = &total->score[DC_SCORE_COVERAGE_80];
    const dc_scored          *bias = &total->score[DC_SCORE_BIAS];
    if (!answer->backtest->has_total || !wape->applicable)
        return text;
    bool    narrow = held->applicable && held->value < held_least;
    bool    strays = bias->applicable && fabs(bias->value) > bias_most;
    dc_word word = !strays             ? DC_WORD_SAY_TRUST_TOTAL_NARROW
                   : bias->value < 0.0 ? DC_WORD_SAY_TRUST_TOTAL_LOW
                                       : DC_WORD_SAY_TRUST_TOTAL_HIGH;
    if (!narrow && !strays)
        return text;
    return text_fill(arena, dc_say(answer->language, word), text, text_share(arena, wape->value, 0),
                     text_share(arena, held->value, 0), (const char *)NULL);
}

const char *say_trust(dc_arena *arena, const dc_answer *answer, bool sums)
{
    const dc_backtest *backtest = answer->backtest;
    if (!backtest)
        return say_absence(answer);
    const dc_scored *held = own_score(backtest, DC_SCORE_COVERAGE_80);
    const dc_scored *wape = own_score(backtest, DC_SCORE_WAPE);
    if (!held->applicable || !wape->applicable)
        return dc_say(answer->language, DC_WORD_SAY_TRUST_LITTLE);
    promise     p = promise_of(backtest, DC_SCORE_COVERAGE_80);
    bool        all = backtest->origins == backtest->origins_planned;
    const char *open = text_fill(
        arena, dc_say(answer->language, all ? DC_WORD_SAY_TRUST : DC_WORD_SAY_TRUST_SOME),
        text_count(arena, backtest->origins), text_count(arena, (size_t)backtest->weeks),
        text_share(arena, held->value, 0), say_verdict(arena, backtest, answer->language, &p),
        say_error(arena, answer), text_count(arena, backtest->origins_planned), (const char *)NULL);
    return say_sum_trust(arena, answer, say_total_trust(arena, answer, open), sums);
}
