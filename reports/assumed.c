/* assumed.c - what an answer takes for granted, in words. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "findings.h"

static const char *word(const dc_answer *answer, dc_word id)
{
    return dc_say(answer->language, id);
}

static bool named_before(const dc_answer *answer, size_t scenario, size_t index, const char *lever)
{
    for (size_t s = 0; s <= scenario; s++) {
        const dc_scenario *row = &answer->scenarios->scenario[s];
        size_t             end = s == scenario ? index : row->assumption_count;
        for (size_t i = 0; row->assumed && i < end; i++)
            if (strcmp(row->assumptions[i].lever, lever) == 0)
                return true;
    }
    return false;
}

/* "" where the ledger told, or no sales are to come. */
static const char *say_sales_assumed(dc_arena *arena, const dc_answer *answer)
{
    const dc_sales_habit *sales = &answer->model->sales_portfolio;
    bool none = !answer->items || answer->items->count == answer->items->claim_count;
    if (none || sales->growth_learnt || sales->noise <= 0.0)
        return "";
    return text_fill(arena, word(answer, DC_WORD_SAY_SALES_ASSUMED),
                     text_share(arena, sales->noise, 0), (const char *)NULL);
}

/* What is expected to be sold in 13 weeks of what was in the last 13; 0 where the plan tells, or
 * nothing was sold. */
static double level_of_sales(const dc_answer *answer)
{
    enum { DAYS = 91 };
    const dc_items *items = answer->items;
    const dc_book  *book = answer->book;
    double          ahead = 0.0, before = 0.0;
    for (size_t i = items->claim_count; i < items->count; i++)
        if (items->issue[i] <= DAYS)
            ahead += (double)dc_book_translate(book, items->currency[i], DC_MONEY(items->amount[i]))
                         .minor;
    for (size_t i = 0; i < book->claims.count; i++) {
        int32_t age = dc_date_days_between(book->claims.issued[i], book->as_of);
        if (dc_claim_is_invoice(&book->claims, i) && age >= 0 && age < DAYS)
            before +=
                (double)dc_book_translate(book, book->claims.currency[i], book->claims.amount[i])
                    .minor;
    }
    return before > 0.0 && !items->sales_from_plan ? ahead / before : 0.0;
}

/* Whether any of the 13 weeks to come were a year ago, as far back as the ledger goes. */
static bool has_year_before(const dc_book *book)
{
    enum { YEAR = 364, DAYS = 91 };
    for (size_t i = 0; i < book->claims.count; i++)
        if (dc_claim_is_invoice(&book->claims, i) &&
            dc_date_days_between(book->claims.issued[i], book->as_of) > YEAR - DAYS)
            return true;
    return false;
}

/* Where no year before tells a season from a new level, and they are far apart. */
static const char *say_sales_level(dc_arena *arena, const dc_answer *answer)
{
    const double far_apart = 1.5;
    bool         none = !answer->items || answer->items->count == answer->items->claim_count;
    if (none || answer->model->sales_portfolio.growth_learnt)
        return "";
    double level = level_of_sales(answer);
    if (level == 0.0 || (level < far_apart && level > 1.0 / far_apart))
        return "";
    dc_word said =
        has_year_before(answer->book) ? DC_WORD_SAY_SALES_LEVEL : DC_WORD_SAY_SALES_LEVEL_SHORT;
    return text_fill(arena, word(answer, said), text_share(arena, level, 0), (const char *)NULL);
}

/* Who orders no more, in the order of the book; "" where nobody has stopped. */
static const char *say_stopped(dc_arena *arena, const dc_answer *answer)
{
    enum { NAMED = 3 };
    const dc_model *model = answer->model;
    const char     *names = "";
    size_t          named = 0;
    for (size_t c = 0; c < model->customer_count && model->stopped_customers > 0; c++) {
        if (model->orders[c].standing != DC_ORDERS_STOPPED || named == NAMED)
            continue;
        names = dc_arena_format(arena, "%s%s%s", names, named > 0 ? ", " : "",
                                text_clean(arena, answer->book->customers.name[c], 40));
        named++;
    }
    if (named < model->stopped_customers) {
        char more[24];
        snprintf(more, sizeof more, "%zu", model->stopped_customers - named);
        names = text_fill(arena, word(answer, DC_WORD_SAY_STOPPED_MORE), names, more,
                          (const char *)NULL);
    }
    return named > 0
               ? text_fill(arena, word(answer, DC_WORD_SAY_STOPPED), names, (const char *)NULL)
               : "";
}

/* "" where nothing was. */
static const char *say_levers_assumed(dc_arena *arena, const dc_answer *answer)
{
    const char *levers = "";
    if (!answer->model->learnt)
        levers = word(answer, answer->book->has_history ? DC_WORD_SAY_ASSUMED_BY_CHOICE
                                                        : DC_WORD_SAY_ASSUMED_HABITS);
    for (size_t s = 0; s < answer->scenarios->count; s++) {
        const dc_scenario *row = &answer->scenarios->scenario[s];
        for (size_t i = 0; row->assumed && i < row->assumption_count; i++) {
            const char *lever = row->assumptions[i].lever;
            if (!named_before(answer, s, i, lever))
                levers = dc_arena_format(arena, "%s%s%s", levers, levers[0] ? ", " : "", lever);
        }
    }
    if (!levers[0] || (!answer->model->learnt && !strchr(levers, ',')))
        return levers;
    return text_fill(arena, word(answer, DC_WORD_SAY_ASSUMED), levers, (const char *)NULL);
}

const char *say_assumed(dc_arena *arena, const dc_answer *answer, bool brief)
{
    enum { BRIEF = 2 };
    static const char *(*const says[])(dc_arena *, const dc_answer *) = {
        say_levers_assumed, say_sales_assumed, say_sales_level, say_stopped};
    const char *all = "";
    size_t      count = brief ? BRIEF : sizeof says / sizeof says[0];
    for (size_t i = 0; i < count; i++) {
        const char *said = says[i](arena, answer);
        if (said[0])
            all = dc_arena_format(arena, "%s%s%s", all, all[0] ? " · " : "", said);
    }
    return all[0] ? all : word(answer, DC_WORD_SAY_NOTHING_ASSUMED);
}
