/*
 * notices.h - letters to customers: statement of account, reminder, formal notice, announcement of
 * a third party, and the agreement on a plan.
 *
 * One letter for a customer and stage, as text and as HTML in UTF-8, in the customer's language,
 * made from templates that a book may replace (docs/LETTERS.md).  What is in dispute or covered by
 * credits is not asked for; what the book does not tell is named in brackets in the letter and in
 * the index.  Interest for late payment stands in letters alone, never in a forecast.  Letters are
 * dated on the as-of date.  Nothing is sent.
 */
#ifndef DUECAST_NOTICES_H
#define DUECAST_NOTICES_H

#include "duecast/instalment_plan.h"
#include "duecast/words.h"

typedef enum {
    DC_LETTER_STATEMENT,   /* nothing is overdue for long: confirm what was received */
    DC_LETTER_REMINDER,    /* friendly: evidence of payment, ways to pay, a plan */
    DC_LETTER_NOTICE,      /* formal, to be sealed or signed */
    DC_LETTER_THIRD_PARTY, /* announces one */
    DC_LETTER_COUNT
} dc_letter;

typedef struct {
    const char *key; /* "third_party": of templates and options */
    dc_word     name;
    int32_t     answer_days; /* that the customer has */
    int         action;      /* dc_action_kind it is on record as; -1: none */
} dc_letter_info;
const dc_letter_info *dc_letter_about(dc_letter letter);

/* A plan is offered from so many times the least amount of a letter on. */
enum { DC_LETTER_PLAN_TIMES = 40 };

typedef struct {
    dc_language        language;      /* of customers whose language is not told */
    int                letter;        /* dc_letter for all customers; -1: by the stage of each */
    bool               with_disputed; /* ask for what is in dispute, too */
    int64_t            minimum; /* minor units of the book currency: who owes less gets none */
    bool               insurer_consents; /* plans may be offered to insured customers */
    dc_plan_terms      plan;
    size_t             library_count;
    const char *const *library; /* folders of the templates as shipped */
} dc_notice_options;

/* Something a letter would have told. */
typedef struct {
    const char *what;
    size_t      letters;
} dc_notice_gap;

typedef struct {
    size_t         letters[DC_LETTER_COUNT];
    size_t         left_out; /* customers with open claims and no letter; the index says why */
    size_t         gap_count;
    dc_notice_gap *gap; /* in the language of the options, in the arena */
} dc_notices;

/* Writes letters and their index, letters.csv, to a folder, which appears as a whole or not at all;
 * a former one is replaced where it holds nothing else.  DC_ERR_INPUT: a template cannot be used,
 * all its mistakes are among the issues.  DC_ERR_OUTPUT likewise. */
dc_status dc_notices_write(dc_notices *out, dc_arena *arena, const dc_book *book,
                           const char *folder, const dc_notice_options *options, dc_issues *issues);

/* Adds every mistake of a book's own templates to the issues; nothing where it has none. */
void dc_notices_check(dc_arena *arena, const dc_book *book, const char *const *library,
                      size_t library_count, dc_issues *issues);

/* The agreement on a plan, as .txt or .html by the ending of the path; .en.txt, .zh.html and their
 * like in that language, others in the customer's. */
bool      dc_agreement_knows(const char *path);
dc_status dc_agreement_write(dc_notices *out, dc_arena *arena, const dc_book *book,
                             const dc_demand *demand, const dc_payment_plan *plan, const char *path,
                             const dc_notice_options *options, dc_issues *issues);

/* A plan needs the consent of the insurer: the customer's debts are insured. */
bool dc_plan_needs_consent(const dc_book *book, uint32_t customer);

#endif
