/* Payment terms: from what people write to a due date. */
#include "duecast/date.h"

#include <assert.h>
#include <string.h>

enum { DAYS_MAX = 365, WORDS_MAX = 8 };

typedef enum { WORD_NUMBER, WORD_FILLER, WORD_EOM, WORD_PROX, WORD_THE, WORD_NOW } meaning;

/* A text is a row of these and numbers; blanks and signs between them do not matter.  Longer
 * spellings stand before their own beginnings. */
static const struct {
    const char *text;
    meaning     meaning;
} vocabulary[] = {
    {"end of month", WORD_EOM}, {"fin de mois", WORD_EOM}, {"due on receipt", WORD_NOW},
    {"on receipt", WORD_NOW},   {"immediate", WORD_NOW},   {"eom", WORD_EOM},
    {"fdm", WORD_EOM},          {"月结", WORD_EOM},        {"netto", WORD_FILLER},
    {"nets", WORD_FILLER},      {"net", WORD_FILLER},      {"n", WORD_FILLER},
    {"days", WORD_FILLER},      {"day", WORD_FILLER},      {"jours", WORD_FILLER},
    {"tage", WORD_FILLER},      {"天", WORD_FILLER},       {"d", WORD_FILLER},
    {"j", WORD_FILLER},         {"th", WORD_FILLER},       {"st", WORD_FILLER},
    {"proximo", WORD_PROX},     {"prox", WORD_PROX},       {"the", WORD_THE},
    {"le", WORD_THE},           {"cod", WORD_NOW},         {"cia", WORD_NOW},
};

typedef struct {
    meaning meaning[WORDS_MAX];
    int32_t number[WORDS_MAX];
    size_t  count;
} sentence;

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static bool is_letter(char letter)
{
    return lower(letter) >= 'a' && lower(letter) <= 'z';
}

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

/* The length of `word` when it stands whole at `at`, else 0. */
static size_t length_of_word_at(const char *at, const char *word)
{
    size_t length = strlen(word);
    for (size_t i = 0; i < length; i++)
        if (lower(at[i]) != word[i])
            return 0;
    return is_letter(word[length - 1]) && is_letter(at[length]) ? 0 : length;
}

static bool take_word(const char **at, meaning *out)
{
    for (size_t i = 0; i < sizeof vocabulary / sizeof vocabulary[0]; i++) {
        size_t length = length_of_word_at(*at, vocabulary[i].text);
        if (length == 0)
            continue;
        *at += length;
        *out = vocabulary[i].meaning;
        return true;
    }
    return false;
}

static bool take_number(const char **at, int32_t *number)
{
    for (*number = 0; is_digit(**at); (*at)++) {
        *number = *number * 10 + (**at - '0');
        if (*number > DAYS_MAX)
            return false;
    }
    return true;
}

/* "2/10 net 30": a discount of 2 % within 10 days does not move the due date. */
static const char *behind_discount(const char *text)
{
    const char *at = text;
    int32_t     number;
    if (!is_digit(*at))
        return text;
    while (is_digit(*at) || *at == '.' || *at == '%')
        at++;
    if (*at++ != '/' || !is_digit(*at) || !take_number(&at, &number))
        return text;
    return at;
}

/* A hyphen joins words (net-30, 30-day); in front of a number it would be a minus. */
static bool is_between_words(const char *start, const char *at)
{
    if (*at == '-')
        return at > start && (is_letter(at[-1]) || is_letter(at[1]));
    return strchr(" \t,;+/.", *at);
}

static bool split(sentence *out, const char *text)
{
    out->count = 0;
    for (const char *at = behind_discount(text); *at;) {
        if (is_between_words(text, at)) {
            at++;
            continue;
        }
        if (out->count == WORDS_MAX)
            return false;
        meaning *word = &out->meaning[out->count];
        int32_t *number = &out->number[out->count++];
        *word = WORD_NUMBER;
        if (is_digit(*at) ? !take_number(&at, number) : !take_word(&at, word))
            return false;
    }
    return out->count > 0;
}

/* What has been read of a sentence so far. */
typedef struct {
    dc_terms terms;
    bool     has_days, at_once;
    meaning  before; /* of the number that comes next: WORD_THE and WORD_PROX name a day */
} reading;

static bool read_number(reading *read, int32_t number)
{
    bool names_day = read->before == WORD_THE || read->before == WORD_PROX;
    if (names_day) {
        read->terms.day_of_month = number;
        return number >= 1 && number <= 31;
    }
    bool again = read->has_days;
    read->terms.days = number;
    read->has_days = true;
    return !again;
}

static bool read_word(reading *read, meaning word, int32_t number)
{
    switch (word) {
    case WORD_NUMBER: return read_number(read, number);
    case WORD_NOW: read->at_once = true; return true;
    case WORD_FILLER:
    case WORD_THE: return true;
    case WORD_EOM:
        if (read->terms.kind != DC_TERMS_NET)
            return false;
        read->terms.kind = read->has_days ? DC_TERMS_DAYS_THEN_EOM : DC_TERMS_EOM_THEN_DAYS;
        return true;
    case WORD_PROX:
        if (read->terms.kind != DC_TERMS_NET || read->has_days)
            return false;
        read->terms.kind = DC_TERMS_EOM_THEN_DAYS;
        return true;
    }
    return false;
}

bool dc_terms_parse(dc_terms *out, const char *text)
{
    sentence words;
    reading  read = {.terms = {.kind = DC_TERMS_NET}, .before = WORD_FILLER};
    if (!split(&words, text))
        return false;
    for (size_t i = 0; i < words.count; i++) {
        if (!read_word(&read, words.meaning[i], words.number[i]))
            return false;
        read.before = words.meaning[i];
    }
    bool needs_number = read.before == WORD_THE || read.before == WORD_PROX;
    bool says_when = read.has_days || read.at_once || read.terms.kind != DC_TERMS_NET;
    if (needs_number || !says_when || (read.at_once && words.count > 1))
        return false;
    *out = read.terms;
    return true;
}

/* The first D-th of a month on or after `date`; the last day where a month is shorter. */
static dc_date next_day_of_month(dc_date date, int32_t day_of_month)
{
    for (dc_date month = dc_date_month_start(date);; month = dc_date_add_months(month, 1)) {
        int32_t last = dc_date_to_civil(dc_date_month_end(month)).day;
        int32_t day = day_of_month < last ? day_of_month : last;
        dc_date candidate = dc_date_add_days(month, day - 1);
        if (candidate.day >= date.day)
            return candidate;
    }
}

dc_date dc_terms_due(dc_terms terms, dc_date issued)
{
    assert(terms.days >= 0 && terms.days <= DAYS_MAX);
    assert(terms.day_of_month >= 0 && terms.day_of_month <= 31);
    dc_date due = issued;
    switch (terms.kind) {
    case DC_TERMS_NET: due = dc_date_add_days(issued, terms.days); break;
    case DC_TERMS_DAYS_THEN_EOM:
        due = dc_date_month_end(dc_date_add_days(issued, terms.days));
        break;
    case DC_TERMS_EOM_THEN_DAYS:
        due = dc_date_add_days(dc_date_month_end(issued), terms.days);
        break;
    }
    if (terms.day_of_month == 0)
        return due;
    bool at_month_end = terms.kind == DC_TERMS_DAYS_THEN_EOM ||
                        (terms.kind == DC_TERMS_EOM_THEN_DAYS && terms.days == 0);
    return next_day_of_month(dc_date_add_days(due, at_month_end), terms.day_of_month);
}
