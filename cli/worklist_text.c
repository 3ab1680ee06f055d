/* worklist_text.c - the worklist as text: totals, then customers with the claims worth most. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "terminal.h"
#include "worklist_page.h"

enum {
    TOP_USUAL = 10,
    CLAIMS_SHOWN = 3, /* of a customer */
    RANK_WIDTH = 4,
    NAME_WIDTH = 34,
    FIGURE_WIDTH = 10,
    LATE_WIDTH = 6,
    INDENT = 6
};

/* --- what stands above and below -------------------------------------------------------------- */

static void put_title(const dc_work_page *p)
{
    const dc_book *book = p->answer->book;
    const char    *owner = dc_book_title(p->arena, book);
    dc_work_line(p, SAY(p, DC_WORD_WORK_TITLE, owner, book->currencies[book->home].code,
                        dc_work_date(p, book->as_of)));
}

static void put_totals(const dc_work_page *p)
{
    const dc_worklist *list = p->answer->worklist;
    dc_work_line(p,
                 SAY(p, DC_WORD_WORK_OPEN, dc_work_count(p, list->claim_count),
                     dc_work_count(p, list->customer_count),
                     dc_work_count(p, (size_t)list->settings.soon_days),
                     dc_work_money(p, (double)list->open), dc_work_money(p, (double)list->overdue),
                     dc_work_money(p, (double)list->blocked)));
    dc_work_line(p, SAY(p, DC_WORD_WORK_ALONE, dc_work_money(p, list->cash_13_weeks),
                        dc_work_money(p, list->expected_loss), dc_work_money(p, list->gain),
                        dc_work_money(p, list->cost)));
    dc_work_line(p, dc_say(p->language, list->effects_learnt ? DC_WORD_WORK_EFFECTS_LEARNT
                                                             : DC_WORD_WORK_EFFECTS_ASSUMED));
    if (list->settings.rank_days > 0)
        dc_work_line(
            p, SAY(p, DC_WORD_WORK_RANKED, dc_work_count(p, (size_t)list->settings.rank_days)));
    if (!list->settings.margin_known)
        dc_work_line(p, dc_say(p->language, DC_WORD_WORK_MARGIN_MISSING));
    if (list->settings.rate_assumed)
        dc_work_line(p,
                     SAY(p, DC_WORD_WORK_RATE_ASSUMED,
                         dc_arena_format(p->arena, "%g %%", 100.0 * list->settings.discount_rate)));
    if (list->left_out_untranslated > 0)
        dc_work_line(
            p, SAY(p, DC_WORD_WORK_UNTRANSLATED, dc_work_count(p, list->left_out_untranslated)));
}

static void put_foot(const dc_work_page *p, size_t shown)
{
    const dc_worklist *list = p->answer->worklist;
    if (shown < list->customer_count)
        dc_work_line(p, SAY(p, DC_WORD_WORK_MORE, dc_work_count(p, list->customer_count - shown)));
    fputc('\n', p->out);
    const dc_work_customer *widest = &list->customers[list->widest];
    dc_work_line(p, SAY(p, DC_WORD_WORK_WIDEST, dc_work_name(p, widest->customer),
                        dc_work_money(p, widest->spread_13_weeks)));
    dc_work_line(
        p, SAY(p, DC_WORD_WORK_NOT_ADVICE, dc_shell_word(p->arena, p->options->operands.items[0])));
}

/* --- customers and claims --------------------------------------------------------------------- */

static void put_head(const dc_work_page *p)
{
    fprintf(p->out, "\n%*s", RANK_WIDTH, "");
    dc_terminal_pad(p->out, dc_say(p->language, DC_WORD_WORK_HEAD_CUSTOMER), NAME_WIDTH);
    dc_work_right(p, dc_say(p->language, DC_WORD_WORK_HEAD_OPEN), FIGURE_WIDTH);
    dc_work_right(p, dc_say(p->language, DC_WORD_WORK_HEAD_LATE), LATE_WIDTH);
    dc_work_right(p, dc_say(p->language, DC_WORD_WORK_HEAD_13), FIGURE_WIDTH);
    dc_work_right(p, dc_say(p->language, DC_WORD_WORK_HEAD_LOSS), FIGURE_WIDTH);
    dc_work_right(p, dc_say(p->language, DC_WORD_WORK_HEAD_WORTH), FIGURE_WIDTH);
    fprintf(p->out, p->scale.label[0] ? "  %s   (%s)\n" : "  %s%s\n",
            dc_say(p->language, DC_WORD_WORK_HEAD_DO), p->scale.label);
}

typedef struct {
    double  open, cash, loss, gain;
    int32_t days_late;
    dc_step step;
} row_figures;

static void put_figures(const dc_work_page *p, const row_figures *row)
{
    dc_work_right(p, dc_work_figure(p, row->open), FIGURE_WIDTH);
    dc_work_right(p, dc_arena_format(p->arena, "%d", (int)row->days_late), LATE_WIDTH);
    dc_work_right(p, dc_work_figure(p, row->cash), FIGURE_WIDTH);
    dc_work_right(p, dc_work_figure(p, row->loss), FIGURE_WIDTH);
    dc_work_right(p, dc_work_figure(p, row->gain), FIGURE_WIDTH);
    fprintf(p->out, "  %s\n", dc_say(p->language, dc_step_about(row->step)->name));
}

static const char *joined(const dc_work_page *p, const char *list, const char *text)
{
    return dc_arena_format(p->arena, "%s%s%s", list, *list ? " · " : "", text);
}

/* When it is expected, what comes next, what is in the way. */
static const char *plight_of(const dc_work_page *p, const dc_work_claim *claim)
{
    static const dc_word stages[] = {DC_WORD_ACTION_REMINDER, DC_WORD_ACTION_CALL,
                                     DC_WORD_ACTION_NOTICE,   DC_WORD_STEP_THIRD_PARTY,
                                     DC_WORD_ACTION_LEGAL,    DC_WORD_ACTION_PLAN,
                                     DC_WORD_ACTION_PROMISE};
    const dc_worklist   *list = p->answer->worklist;
    bool                 sure = claim->expected_loss < 0.5 * (double)claim->open;
    const char          *text = SAY(p, sure ? DC_WORD_WORK_EXPECTED : DC_WORD_WORK_EXPECTED_IF,
                                    dc_work_date(p, claim->paid_by), dc_work_date(p, claim->early),
                                    dc_work_date(p, claim->late));
    if (claim->next_stage >= 0) {
        const char *stage =
            dc_say(p->language, stages[list->settings.stages[claim->next_stage].action]);
        text = joined(p, text,
                      claim->stage_missed ? SAY(p, DC_WORD_WORK_STAGE_NOW, stage)
                                          : SAY(p, DC_WORD_WORK_STAGE_NEXT, stage,
                                                dc_work_date(p, claim->next_date)));
    }
    if (list->tells_receipt && !claim->confirmed)
        text = joined(p, text, dc_say(p->language, DC_WORD_WORK_UNCONFIRMED));
    if (claim->bar.known && claim->days_late > 0)
        text = joined(
            p, text,
            SAY(p, DC_WORD_WORK_BARRED_ON, dc_work_date(p, claim->bar.on), claim->bar.country));
    return text;
}

static void put_claim(const dc_work_page *p, const dc_work_claim *claim)
{
    const char *invoice = dc_work_invoice(p, claim->claim);
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

static void put_customer(const dc_work_page *p, size_t rank, size_t most)
{
    const dc_worklist      *list = p->answer->worklist;
    const dc_work_customer *customer = &list->customers[rank];
    row_figures row = {(double)customer->open, customer->cash_13_weeks,  customer->expected_loss,
                       customer->gain,         customer->days_late_most, customer->suggested};
    const char *name = dc_work_name(p, customer->customer);
    dc_work_right(p, dc_work_count(p, rank + 1), RANK_WIDTH - 1);
    fputc(' ', p->out);
    dc_terminal_pad(p->out, name, NAME_WIDTH);
    put_figures(p, &row);
    if (customer->broken > 0) {
        fprintf(p->out, "%*s", INDENT, "");
        dc_terminal_wrap(p->out,
                         SAY(p, DC_WORD_WORK_BROKEN_COUNT,
                             dc_work_count(p, (size_t)customer->broken),
                             dc_work_count(p, (size_t)customer->promises)),
                         INDENT, INDENT + 2, p->columns);
    }
    for (size_t i = 0; i < customer->count && i < most; i++)
        put_claim(p, &list->claims[customer->first + i]);
    if (customer->count > most) {
        fprintf(p->out, "%*s", INDENT, "");
        dc_work_line(p, SAY(p, DC_WORD_WORK_MORE_CLAIMS, dc_work_count(p, customer->count - most)));
    }
}

static double largest_of(const dc_worklist *list)
{
    double largest = 0.0;
    for (size_t i = 0; i < list->customer_count; i++)
        largest = fmax(largest, (double)list->customers[i].open);
    return largest / 100.0; /* what acting is worth is a hundredth of what is open */
}

static void put_disputes(const dc_work_page *p)
{
    enum { SHOWN = 5, RESOLVED_DAYS = 21 };
    const dc_worklist *list = p->answer->worklist;
    dc_date            settled = dc_date_add_days(p->answer->book->as_of, RESOLVED_DAYS);
    size_t             shown = 0;
    for (size_t i = 0; i < list->claim_count && shown < SHOWN; i++) {
        const dc_work_claim *claim = &list->claims[i];
        if (claim->blocked == 0)
            continue;
        if (shown++ == 0)
            fprintf(p->out, "\n%s\n", dc_say(p->language, DC_WORD_DISPUTES_TITLE));
        fputs("  ", p->out);
        dc_work_line(p, SAY(p, DC_WORD_DISPUTES_LINE, dc_work_name(p, claim->customer),
                            dc_work_invoice(p, claim->claim),
                            dc_work_money(p, (double)claim->blocked), dc_work_date(p, settled),
                            dc_work_share(p, fmax(claim->concession_even, 0.0))));
    }
}

static dc_work_page page_of(FILE *out, dc_run *run, const dc_cli_options *options)
{
    const dc_book *book = run->book;
    dc_language    language = (dc_language)options->language;
    dc_work_page   p = {.out = out,
                        .arena = run->arena,
                        .answer = &run->answer,
                        .options = options,
                        .language = language,
                        .columns = (size_t)dc_terminal_columns(out)};
    p.scale = dc_amount_scale_for(run->arena, language, &book->currencies[book->home],
                                  largest_of(run->answer.worklist));
    return p;
}

static size_t top_of(const dc_cli_options *options)
{
    return options->top > 0 ? options->top : TOP_USUAL;
}

static void write_list(const dc_work_page *p)
{
    const dc_worklist *list = p->answer->worklist;
    size_t             top = top_of(p->options);
    if (list->claim_count == 0) {
        dc_work_line(
            p, SAY(p, DC_WORD_WORK_NOTHING, dc_work_count(p, (size_t)list->settings.soon_days)));
        return;
    }
    put_totals(p);
    put_head(p);
    top = top < list->customer_count ? top : list->customer_count;
    for (size_t i = 0; i < top; i++)
        put_customer(p, i, CLAIMS_SHOWN);
    put_disputes(p);
    put_foot(p, top);
}

void dc_worklist_write(FILE *out, dc_run *run, const dc_cli_options *options)
{
    dc_work_page p = page_of(out, run, options);
    put_title(&p);
    if (options->claim)
        dc_worklist_write_claim(&p, run->answer.wait_or_sue);
    else
        write_list(&p);
    if (options->warnings)
        dc_worklist_write_warnings(&p, run->answer.warnings, top_of(options));
    if (options->grades)
        dc_worklist_write_grades(&p, run->answer.credit, top_of(options));
}
