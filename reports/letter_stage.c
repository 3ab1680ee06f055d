/* letter_stage.c - which letter a customer gets, if any: see letters.h. */
#include "duecast/worklist.h"
#include "letters.h"
#include "text.h"

enum { SENT_AGAIN_DAYS = 7 };

static const dc_letter_info letters[DC_LETTER_COUNT] = {
    {"statement", DC_WORD_LETTER_STATEMENT, 14, -1},
    {"reminder", DC_WORD_LETTER_REMINDER, 7, DC_ACTION_REMINDER},
    {"notice", DC_WORD_LETTER_NOTICE, 10, DC_ACTION_NOTICE},
    {"third_party", DC_WORD_LETTER_THIRD_PARTY, 10, DC_ACTION_THIRD_PARTY}};

const dc_letter_info *dc_letter_about(dc_letter letter)
{
    return &letters[letter];
}

static const char *why_word(dc_arena *arena, const dc_notice_options *options, dc_word word,
                            dc_date date)
{
    return text_fill(arena, dc_say(options->language, word), text_date(arena, date),
                     (const char *)NULL);
}

/* The collection record of a customer: the last of each. */
typedef struct {
    dc_date promised, sent, noticed; /* DC_DATE_NONE: not on record */
} contacts;

static void keep_later(dc_date *last, dc_date day)
{
    if (!dc_date_is_set(*last) || day.day > last->day)
        *last = day;
}

/* The first action of the customer or of one behind it. */
static size_t first_action(const dc_actions *actions, uint32_t customer)
{
    size_t low = 0, high = actions->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (actions->customer[middle] < customer)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static contacts contacts_of(const dc_book *book, uint32_t customer, int action)
{
    const dc_actions *actions = &book->actions;
    contacts          out = {DC_DATE_NONE, DC_DATE_NONE, DC_DATE_NONE};
    for (size_t i = first_action(actions, customer);
         i < actions->count && actions->customer[i] == customer; i++) {
        dc_date day = actions->date[i], promised = actions->promised[i];
        int     kind = actions->kind[i];
        if (kind == DC_ACTION_PROMISE && dc_date_is_set(promised) &&
            promised.day >= book->as_of.day)
            keep_later(&out.promised, promised);
        if (kind == action)
            keep_later(&out.sent, day);
        if (kind == DC_ACTION_NOTICE)
            keep_later(&out.noticed, day);
    }
    return out;
}

/* By the dunning calendar, the usual one or the book's own.  What it has before the due day is for
 * statements. */
static int by_days(const dc_book *book, int32_t days_late)
{
    dc_work_settings settings;
    int              letter = DC_LETTER_STATEMENT;
    dc_work_settings_of(&settings, book);
    for (int i = 0; i < DC_LETTER_COUNT; i++)
        for (size_t s = 0; s < settings.stage_count; s++)
            if (letters[i].action == (int)settings.stages[s].action && settings.stages[s].day > 0 &&
                settings.stages[s].day <= days_late)
                letter = i;
    return letter;
}

/* Where a record is kept, nobody is told of a third party before there was a formal notice, and
 * its days to answer have passed. */
static int by_record(const dc_book *book, uint32_t customer, int letter)
{
    if (letter != DC_LETTER_THIRD_PARTY || book->actions.count == 0)
        return letter;
    dc_date noticed = contacts_of(book, customer, DC_ACTION_NOTICE).noticed;
    bool    answered_late = dc_date_is_set(noticed) && dc_date_days_between(noticed, book->as_of) >=
                                                        letters[DC_LETTER_NOTICE].answer_days;
    return answered_late ? letter : DC_LETTER_NOTICE;
}

static const char *why_nothing(dc_arena *arena, const dc_demand *demand,
                               const dc_notice_options *options)
{
    bool disputed = false;
    for (size_t i = 0; i < demand->total_count; i++)
        disputed |= demand->total[i].disputed.minor > 0;
    return why_word(arena, options,
                    disputed ? DC_WORD_NO_LETTER_DISPUTED : DC_WORD_NO_LETTER_CREDITS,
                    DC_DATE_NONE);
}

static int64_t worth(const dc_book *book, const dc_demand *demand, bool overdue)
{
    int64_t sum = 0;
    for (size_t i = 0; i < demand->total_count; i++)
        sum += dc_book_translate(book, demand->total[i].currency,
                                 overdue ? demand->total[i].overdue : demand->total[i].demanded)
                   .minor;
    return sum;
}

int letter_stage(const char **why, dc_arena *arena, const dc_book *book, const dc_demand *demand,
                 const dc_notice_options *options)
{
    bool asked = options->letter >= 0;
    int  letter = asked ? options->letter : by_days(book, demand->days_late);
    *why = "";
    if (asked && letter == DC_LETTER_STATEMENT)
        return letter;
    if (demand->days_late == INT32_MIN) {
        *why = why_nothing(arena, demand, options);
        return DC_LETTER_COUNT;
    }
    if (letter != DC_LETTER_STATEMENT && demand->days_late <= 0) {
        *why = why_word(arena, options, DC_WORD_NO_LETTER_NOT_DUE, DC_DATE_NONE);
        return DC_LETTER_COUNT;
    }
    if (!demand->has_unrated &&
        worth(book, demand, letter != DC_LETTER_STATEMENT) < options->minimum) {
        *why = why_word(arena, options, DC_WORD_NO_LETTER_SMALL, DC_DATE_NONE);
        return DC_LETTER_COUNT;
    }
    if (asked || letter == DC_LETTER_STATEMENT)
        return letter;
    letter = by_record(book, demand->customer, letter);
    contacts known = contacts_of(book, demand->customer, letters[letter].action);
    if (dc_date_is_set(known.promised))
        *why = why_word(arena, options, DC_WORD_NO_LETTER_PROMISED, known.promised);
    else if (dc_date_is_set(known.sent) &&
             dc_date_days_between(known.sent, book->as_of) < SENT_AGAIN_DAYS)
        *why = why_word(arena, options, DC_WORD_NO_LETTER_SENT, known.sent);
    return **why ? DC_LETTER_COUNT : letter;
}
