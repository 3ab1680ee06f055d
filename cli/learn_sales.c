/* learn_sales.c - how sales grow and stray, in sentences. */
#include <math.h>

#include "learn.h"
#include "learn_cells.h"

enum { SALES_SHOWN = 12 };

/* --- sales --- */

static dc_word source_of(const dc_sales_habit *sales)
{
    if (!sales->growth_learnt)
        return DC_WORD_LEARN_SALES_ASSUMED;
    return isfinite(sales->growth_error) ? DC_WORD_LEARN_SALES_LEARNT : DC_WORD_LEARN_SALES_LEANT;
}

/* Goes on with the line that its name began. */
static void say_sales_habit(FILE *out, dc_language language, const dc_sales_habit *sales)
{
    const double least = 0.005; /* shown as 0 % below */
    double       growth = expm1(sales->growth);
    cell         rate, noise, periods;
    char         varies[128];
    put_share(rate, fabs(growth));
    put_share(noise, sales->noise);
    put_count(periods, (size_t)sales->periods);
    fputs(dc_say(language, DC_WORD_COLON), out);
    put_words(varies, sizeof varies, language,
              sales->noise < least ? DC_WORD_LEARN_SALES_STEADY : DC_WORD_LEARN_SALES_VARY,
              (const char *[]){noise}, 1);
    dc_word word = growth < 0.0 ? DC_WORD_LEARN_SALES_SHRINK : DC_WORD_LEARN_SALES_GROW;
    dc_fill(out, dc_say(language, word), (const char *[]){rate, varies}, 2);
    dc_terminal_say(out, language, source_of(sales), (const char *[]){periods}, 1);
}

/* A segment that leans wholly on all sales says nothing of its own. */
static bool differs(const dc_sales_habit *sales, const dc_sales_habit *all)
{
    const double least = 0.005;
    return fabs(sales->growth - all->growth) >= least || fabs(sales->noise - all->noise) >= least;
}

static void name_sales(FILE *out, const dc_learnt *learnt, const dc_sales_habit *sales)
{
    dc_word word = *sales->segment ? DC_WORD_LEARN_SALES_OF : DC_WORD_LEARN_SALES_OTHER;
    dc_fill(out, dc_say(learnt->language, word), &sales->segment, 1);
    if (learnt->book->currency_count > 1)
        fprintf(out, " %s", learnt->book->currencies[sales->currency].code);
}

/* How far all sales may stray for good. */
static void say_sales_level(FILE *out, dc_language language, const dc_sales_level *level)
{
    cell        soon, later;
    const char *assumed = level->learnt ? "" : dc_say(language, DC_WORD_LEARN_LEVEL_ASSUMED);
    put_share(soon, dc_sales_level_ahead(level, 1));
    put_share(later, dc_sales_level_ahead(level, 364));
    dc_terminal_say(out, language, DC_WORD_LEARN_SALES_LEVEL,
                    (const char *[]){soon, later, assumed}, 3);
}

void dc_learnt_say_sales(FILE *out, const dc_learnt *learnt)
{
    const dc_model *model = learnt->model;
    size_t          shown = model->sales_count < SALES_SHOWN ? model->sales_count : SALES_SHOWN;
    fputs(dc_say(learnt->language, DC_WORD_LEARN_SALES_ALL), out);
    say_sales_habit(out, learnt->language, &model->sales_portfolio);
    say_sales_level(out, learnt->language, &model->sales_level);
    if (!model->sales_portfolio.growth_learnt || model->sales_count < 2)
        shown = 0;
    size_t alike = 0;
    for (size_t i = 0; i < shown; i++) {
        if (!differs(&model->sales[i], &model->sales_portfolio)) {
            alike++;
            continue;
        }
        name_sales(out, learnt, &model->sales[i]);
        say_sales_habit(out, learnt->language, &model->sales[i]);
    }
    if (shown > 0 && alike == shown)
        dc_terminal_say(out, learnt->language, DC_WORD_LEARN_SALES_ALIKE, NULL, 0);
    if (model->entry_days > 0)
        say_count(out, learnt->language, DC_WORD_LEARN_SALES_LATE, (size_t)model->entry_days);
}
