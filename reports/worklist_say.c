/* worklist_say.c - why a step is suggested, in a sentence. */
#include "text.h"

static const dc_word sentences[DC_WHY_COUNT] = {
    [DC_WHY_PAYS_ANYWAY] = DC_WORD_WHY_PAYS_ANYWAY,
    [DC_WHY_NOT_DUE] = DC_WORD_WHY_NOT_DUE,
    [DC_WHY_PROMISED] = DC_WORD_WHY_PROMISED,
    [DC_WHY_CONTACTED] = DC_WORD_WHY_CONTACTED,
    [DC_WHY_SMALL] = DC_WORD_WHY_SMALL,
    [DC_WHY_HASTENS] = DC_WORD_WHY_HASTENS,
    [DC_WHY_BROKEN] = DC_WORD_WHY_BROKEN,
    [DC_WHY_PLAN] = DC_WORD_WHY_PLAN,
    [DC_WHY_DISPUTED] = DC_WORD_WHY_DISPUTED,
    [DC_WHY_OLD] = DC_WORD_WHY_OLD,
    [DC_WHY_INSURED] = DC_WORD_WHY_INSURED,
    [DC_WHY_WORTH_SUING] = DC_WORD_WHY_WORTH_SUING,
    [DC_WHY_HOPELESS] = DC_WORD_WHY_HOPELESS,
    [DC_WHY_BLOCKED] = DC_WORD_WHY_BLOCKED,
    [DC_WHY_AHEAD] = DC_WORD_WHY_AHEAD,
};

enum { ARGUMENTS = 4 };

typedef struct {
    dc_arena            *arena;
    const dc_answer     *answer;
    const dc_work_claim *claim;
} saying;

static const char *money(const saying *s, double minor)
{
    const dc_book *book = s->answer->book;
    return text_amount_in(s->arena, s->answer->language, &book->currencies[book->home],
                          (int64_t)(minor < 0.0 ? minor - 0.5 : minor + 0.5));
}

static const char *part(const saying *s, double amount)
{
    return text_share(s->arena, amount / (double)s->claim->open, 0);
}

/* The last day on which anybody of the customer was contacted about this. */
static const char *last_contact(const saying *s)
{
    const dc_worklist *list = s->answer->worklist;
    dc_date            last = s->claim->last_contact;
    for (size_t c = 0; c < list->customer_count; c++)
        if (list->customers[c].customer == s->claim->customer)
            last = list->customers[c].last_contact;
    return text_date(s->arena, last);
}

static const char *days_late(const saying *s)
{
    return text_count(s->arena, s->claim->days_late > 0 ? (size_t)s->claim->days_late : 0);
}

static void fill_waiting(const char *out[ARGUMENTS], const saying *s)
{
    const dc_work_claim *claim = s->claim;
    switch (claim->why) {
    case DC_WHY_NOT_DUE:
        out[0] = text_date(s->arena, s->answer->book->claims.due[claim->claim]);
        out[1] = text_date(s->arena, claim->paid_by);
        break;
    case DC_WHY_PROMISED: out[0] = text_date(s->arena, claim->promised); break;
    case DC_WHY_CONTACTED: out[0] = last_contact(s); break;
    case DC_WHY_BLOCKED: out[0] = money(s, (double)s->claim->blocked); break;
    case DC_WHY_SMALL: out[0] = money(s, (double)s->answer->worklist->settings.minimum); break;
    default: out[0] = part(s, claim->cash_13_weeks); break;
    }
}

static void fill_acting(const char *out[ARGUMENTS], const saying *s)
{
    const dc_work_claim    *claim = s->claim;
    const dc_work_settings *settings = &s->answer->worklist->settings;
    const char             *gain = money(s, claim->gain);
    switch (claim->why) {
    case DC_WHY_AHEAD:
    case DC_WHY_HASTENS:
    case DC_WHY_BROKEN:
        out[0] = claim->days_late > 0
                     ? days_late(s)
                     : text_date(s->arena, s->answer->book->claims.due[claim->claim]);
        out[1] = text_date(s->arena, claim->paid_by);
        out[2] = dc_say(s->answer->language, dc_step_about(claim->suggested)->name);
        out[3] = gain;
        break;
    case DC_WHY_PLAN:
        out[0] = part(s, claim->expected_cash);
        out[1] = gain;
        out[2] = text_share(s->arena, claim->plan_complete, 0);
        break;
    case DC_WHY_DISPUTED:
        out[0] = money(s, (double)claim->blocked);
        out[1] = text_share(s->arena, claim->concession_even, 1);
        break;
    case DC_WHY_OLD:
        out[0] = days_late(s);
        out[1] = part(s, claim->expected_cash);
        out[2] = text_share(s->arena, dc_third_party_recovery(claim->days_late), 0);
        out[3] = text_share(s->arena, dc_third_party_fee(claim->days_late), 0);
        break;
    case DC_WHY_INSURED:
        out[0] = text_share(s->arena, settings->insured_share, 0);
        out[1] = gain;
        break;
    case DC_WHY_WORTH_SUING:
        out[0] = part(s, claim->expected_cash);
        out[1] = gain;
        out[2] = text_share(s->arena, settings->win_chance * settings->collect_chance, 0);
        break;
    default: out[0] = part(s, claim->expected_cash); break;
    }
}

const char *dc_worklist_reason(dc_arena *arena, const dc_answer *answer, const dc_work_claim *claim)
{
    saying      s = {arena, answer, claim};
    const char *arguments[ARGUMENTS] = {"", "", "", ""};
    if (claim->why <= DC_WHY_SMALL)
        fill_waiting(arguments, &s);
    else
        fill_acting(arguments, &s);
    return text_fill(arena, dc_say(answer->language, sentences[claim->why]), arguments[0],
                     arguments[1], arguments[2], arguments[3], (const char *)NULL);
}
