/* worklist_text.c - the worklist as text: totals, then customers with the claims worth most. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "terminal.h"
#include "worklist.h"

enum {
    TOP_USUAL = 10,
    CLAIMS_SHOWN = 3, /* of a customer */
    RANK_WIDTH = 4,
    NAME_WIDTH = 34,
    FIGURE_WIDTH = 10,
    LATE_WIDTH = 6,
    INDENT = 6
};

typedef struct {
    FILE                 *out;
    dc_arena             *arena;
    const dc_answer      *answer;
    const dc_cli_options *options;
    dc_language           language;
    dc_amount_scale       scale;
    size_t                columns;
} page;

static const char *text_of(dc_arena *arena, const char *template, const char *const *arguments,
                           size_t count)
{
    char  *text = NULL;
    size_t size = 0;
    FILE  *memory = open_memstream(&text, &size);
    dc_fill(memory, template, arguments, count);
    fclose(memory);
    const char *kept = dc_arena_copy_text(arena, text);
    free(text);
    return kept;
}

#define SAY(p, word, ...)                                                                          \
    text_of((p)->arena, dc_say((p)->language, word), (const char *const[]){__VA_ARGS__},           \
            sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static const char *count_text(const page *p, size_t count)
{
    char text[DC_COUNT_TEXT_MAX];
    dc_terminal_count(text, count);
    return dc_arena_copy_text(p->arena, text);
}

static const char *date_text(const page *p, dc_date date)
{
    char text[11];
    dc_date_format(text, date);
    return dc_arena_copy_text(p->arena, text);
}

static const char *money(const page *p, double minor)
{
    const dc_book *book = p->answer->book;
    return dc_amount_text(p->arena, p->language, &book->currencies[book->home], minor);
}

static const char *figure(const page *p, double minor)
{
    return dc_number_text(p->arena, minor / p->scale.divisor, p->scale.decimals);
}

static void put_right(const page *p, const char *text, size_t width)
{
    size_t taken = dc_terminal_width(text);
    fprintf(p->out, "%*s%s", (int)(taken < width ? width - taken : 1), "", text);
}

static void put_line(const page *p, const char *text)
{
    dc_terminal_wrap(p->out, text, 0, 2, p->columns);
}

/* --- what stands above and below -------------------------------------------------------------- */

static void put_title(const page *p)
{
    const dc_book *book = p->answer->book;
    const char    *owner = book->company.name[0] ? book->company.name : book->path;
    put_line(p, SAY(p, DC_WORD_WORK_TITLE, owner, book->currencies[book->home].code,
                    date_text(p, book->as_of)));
}

static void put_totals(const page *p)
{
    const dc_worklist *list = p->answer->worklist;
    put_line(p, SAY(p, DC_WORD_WORK_OPEN, count_text(p, list->claim_count),
                    count_text(p, list->customer_count),
                    count_text(p, (size_t)list->settings.soon_days), money(p, (double)list->open),
                    money(p, (double)list->overdue), money(p, (double)list->blocked)));
    put_line(p, SAY(p, DC_WORD_WORK_ALONE, money(p, list->cash_13_weeks),
                    money(p, list->expected_loss), money(p, list->gain), money(p, list->cost)));
    put_line(p, dc_say(p->language, list->effects_learnt ? DC_WORD_WORK_EFFECTS_LEARNT
                                                         : DC_WORD_WORK_EFFECTS_ASSUMED));
    if (!list->settings.margin_known)
        put_line(p, dc_say(p->language, DC_WORD_WORK_MARGIN_MISSING));
    if (list->settings.rate_assumed)
        put_line(p, SAY(p, DC_WORD_WORK_RATE_ASSUMED,
                        dc_arena_format(p->arena, "%g %%", 100.0 * list->settings.discount_rate)));
    if (list->left_out_untranslated > 0)
        put_line(p, SAY(p, DC_WORD_WORK_UNTRANSLATED, count_text(p, list->left_out_untranslated)));
}

static const char *name_of(const page *p, uint32_t customer)
{
    return dc_clean_text(p->arena, p->answer->book->customers.name[customer]);
}

static void put_foot(const page *p, size_t shown)
{
    const dc_worklist *list = p->answer->worklist;
    if (shown < list->customer_count)
        put_line(p, SAY(p, DC_WORD_WORK_MORE, count_text(p, list->customer_count - shown)));
    fputc('\n', p->out);
    const dc_work_customer *widest = &list->customers[list->widest];
    put_line(p, SAY(p, DC_WORD_WORK_WIDEST, name_of(p, widest->customer),
                    money(p, widest->spread_13_weeks)));
    put_line(
        p, SAY(p, DC_WORD_WORK_NOT_ADVICE, dc_shell_word(p->arena, p->options->operands.items[0])));
}

/* --- customers and claims --------------------------------------------------------------------- */

static void put_head(const page *p)
{
    fprintf(p->out, "\n%*s", RANK_WIDTH, "");
    dc_terminal_pad(p->out, dc_say(p->language, DC_WORD_WORK_HEAD_CUSTOMER), NAME_WIDTH);
    put_right(p, dc_say(p->language, DC_WORD_WORK_HEAD_OPEN), FIGURE_WIDTH);
    put_right(p, dc_say(p->language, DC_WORD_WORK_HEAD_LATE), LATE_WIDTH);
    put_right(p, dc_say(p->language, DC_WORD_WORK_HEAD_13), FIGURE_WIDTH);
    put_right(p, dc_say(p->language, DC_WORD_WORK_HEAD_LOSS), FIGURE_WIDTH);
    put_right(p, dc_say(p->language, DC_WORD_WORK_HEAD_WORTH), FIGURE_WIDTH);
    fprintf(p->out, "  %s   (%s)\n", dc_say(p->language, DC_WORD_WORK_HEAD_DO), p->scale.label);
}

typedef struct {
    double  open, cash, loss, gain;
    int32_t days_late;
    dc_step step;
} row_figures;

static void put_figures(const page *p, const row_figures *row)
{
    put_right(p, figure(p, row->open), FIGURE_WIDTH);
    put_right(p, dc_arena_format(p->arena, "%d", (int)row->days_late), LATE_WIDTH);
    put_right(p, figure(p, row->cash), FIGURE_WIDTH);
    put_right(p, figure(p, row->loss), FIGURE_WIDTH);
    put_right(p, figure(p, row->gain), FIGURE_WIDTH);
    fprintf(p->out, "  %s\n", dc_say(p->language, dc_step_about(row->step)->name));
}

static const char *joined(const page *p, const char *list, const char *text)
{
    return dc_arena_format(p->arena, "%s%s%s", list, *list ? " · " : "", text);
}

/* When it is expected, what comes next, what is in the way. */
static const char *plight_of(const page *p, const dc_work_claim *claim)
{
    static const dc_word stages[] = {DC_WORD_ACTION_REMINDER, DC_WORD_ACTION_CALL,
                                     DC_WORD_ACTION_NOTICE,   DC_WORD_STEP_THIRD_PARTY,
                                     DC_WORD_ACTION_LEGAL,    DC_WORD_ACTION_PLAN,
                                     DC_WORD_ACTION_PROMISE};
    const dc_worklist   *list = p->answer->worklist;
    bool                 sure = claim->expected_loss < 0.5 * (double)claim->open;
    const char          *text =
        SAY(p, sure ? DC_WORD_WORK_EXPECTED : DC_WORD_WORK_EXPECTED_IF,
            date_text(p, claim->paid_by), date_text(p, claim->early), date_text(p, claim->late));
    if (claim->next_stage >= 0) {
        const char *stage =
            dc_say(p->language, stages[list->settings.stages[claim->next_stage].action]);
        text = joined(p, text,
                      claim->stage_missed
                          ? SAY(p, DC_WORD_WORK_STAGE_NOW, stage)
                          : SAY(p, DC_WORD_WORK_STAGE_NEXT, stage, date_text(p, claim->next_date)));
    }
    if (list->tells_receipt && !claim->confirmed)
        text = joined(p, text, dc_say(p->language, DC_WORD_WORK_UNCONFIRMED));
    if (claim->bar.known && claim->days_late > 0)
        text =
            joined(p, text,
                   SAY(p, DC_WORD_WORK_BARRED_ON, date_text(p, claim->bar.on), claim->bar.country));
    return text;
}

static void put_claim(const page *p, const dc_work_claim *claim)
{
    const char *invoice = dc_clean_text(p->arena, p->answer->book->claims.invoice[claim->claim]);
    row_figures row = {(double)claim->open, claim->cash_13_weeks, claim->expected_loss,
                       claim->gain,         claim->days_late,     claim->suggested};
    fprintf(p->out, "%*s", INDENT, "");
    dc_terminal_pad(p->out, invoice, RANK_WIDTH + NAME_WIDTH - INDENT);
    put_figures(p, &row);
    const char *said[] = {dc_worklist_reason(p->arena, p->answer, claim), plight_of(p, claim)};
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        fprintf(p->out, "%*s", INDENT + 2, "");
        dc_terminal_wrap(p->out, said[i], INDENT + 2, INDENT + 4, p->columns);
    }
}

static void put_customer(const page *p, size_t rank, size_t most)
{
    const dc_worklist      *list = p->answer->worklist;
    const dc_work_customer *customer = &list->customers[rank];
    row_figures row = {(double)customer->open, customer->cash_13_weeks,  customer->expected_loss,
                       customer->gain,         customer->days_late_most, customer->suggested};
    const char *name = name_of(p, customer->customer);
    put_right(p, count_text(p, rank + 1), RANK_WIDTH - 1);
    fputc(' ', p->out);
    dc_terminal_pad(p->out, name, NAME_WIDTH);
    put_figures(p, &row);
    if (customer->broken > 0) {
        fprintf(p->out, "%*s", INDENT, "");
        dc_terminal_wrap(p->out,
                         SAY(p, DC_WORD_WORK_BROKEN_COUNT, count_text(p, (size_t)customer->broken),
                             count_text(p, (size_t)customer->promises)),
                         INDENT, INDENT + 2, p->columns);
    }
    for (size_t i = 0; i < customer->count && i < most; i++)
        put_claim(p, &list->claims[customer->first + i]);
    if (customer->count > most) {
        fprintf(p->out, "%*s", INDENT, "");
        put_line(p, SAY(p, DC_WORD_WORK_MORE_CLAIMS, count_text(p, customer->count - most)));
    }
}

static double largest_of(const dc_worklist *list)
{
    double largest = 0.0;
    for (size_t i = 0; i < list->customer_count; i++)
        largest = fmax(largest, (double)list->customers[i].open);
    return largest / 100.0; /* what acting is worth is a hundredth of what is open */
}

void dc_worklist_write(FILE *out, dc_run *run, const dc_cli_options *options)
{
    const dc_worklist *list = run->answer.worklist;
    const dc_book     *book = run->book;
    dc_language        language = (dc_language)options->language;
    size_t             top = options->top > 0 ? options->top : TOP_USUAL;
    page               p = {.out = out,
                            .arena = run->arena,
                            .answer = &run->answer,
                            .options = options,
                            .language = language,
                            .columns = (size_t)dc_terminal_columns(out)};
    p.scale =
        dc_amount_scale_for(run->arena, language, &book->currencies[book->home], largest_of(list));
    put_title(&p);
    if (list->claim_count == 0) {
        put_line(&p,
                 SAY(&p, DC_WORD_WORK_NOTHING, count_text(&p, (size_t)list->settings.soon_days)));
        return;
    }
    put_totals(&p);
    put_head(&p);
    top = top < list->customer_count ? top : list->customer_count;
    for (size_t i = 0; i < top; i++)
        put_customer(&p, i, CLAIMS_SHOWN);
    put_foot(&p, top);
}
