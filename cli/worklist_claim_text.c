/* worklist_claim_text.c - one claim in full: paths, three questions, recovery by age, waiting. */
#include <math.h>
#include <stdlib.h>

#include "terminal.h"
#include "worklist_page.h"

enum { PATH_WIDTH = 24, FIGURE_WIDTH = 11, RANGE_WIDTH = 22 };

static void put_head(const dc_work_page *p)
{
    fputc('\n', p->out);
    dc_work_line(p, SAY(p, DC_WORD_SUE_PATHS, p->scale.label));
    fputs("  ", p->out);
    dc_terminal_pad(p->out, dc_say(p->language, DC_WORD_SUE_HEAD_PATH), PATH_WIDTH);
    dc_work_right(p, dc_say(p->language, DC_WORD_SUE_HEAD_VALUE), FIGURE_WIDTH);
    dc_work_right(p, dc_say(p->language, DC_WORD_SUE_HEAD_RANGE), RANGE_WIDTH);
    dc_work_right(p, dc_say(p->language, DC_WORD_WORK_HEAD_13), FIGURE_WIDTH);
    dc_work_right(p, dc_say(p->language, DC_WORD_SUE_HEAD_COST), FIGURE_WIDTH);
    dc_work_right(p, dc_say(p->language, DC_WORD_SUE_HEAD_LOYALTY), FIGURE_WIDTH);
    fputc('\n', p->out);
}

static void put_path(const dc_work_page *p, const dc_work_claim *claim, dc_step step)
{
    const dc_step_value *value = &claim->step[step];
    const char          *name = dc_say(p->language, dc_step_about(step)->name);
    fputs("  ", p->out);
    dc_terminal_pad(p->out, name, PATH_WIDTH);
    if (!value->possible) {
        fprintf(p->out, "  %s\n", dc_say(p->language, value->why_not));
        return;
    }
    dc_work_right(p, dc_work_figure(p, value->value), FIGURE_WIDTH);
    dc_work_right(p,
                  dc_arena_format(p->arena, "%s .. %s", dc_work_figure(p, value->low),
                                  dc_work_figure(p, value->high)),
                  RANGE_WIDTH);
    dc_work_right(p, dc_work_figure(p, value->cash_13_weeks), FIGURE_WIDTH);
    dc_work_right(p, dc_work_figure(p, value->cost), FIGURE_WIDTH);
    dc_work_right(p, dc_work_figure(p, value->loyalty), FIGURE_WIDTH);
    if (step == claim->suggested)
        fprintf(p->out, "  <- %s", dc_say(p->language, DC_WORD_SUE_SUGGESTED));
    fputc('\n', p->out);
    if (isfinite(value->loyalty_even) && value->loyalty_even > 0.0) {
        fputs("      ", p->out);
        dc_work_line(p, SAY(p, DC_WORD_SUE_EVEN, dc_work_share(p, value->loyalty_even)));
    }
}

static void put_amount(const dc_work_page *p, const dc_wait_or_sue *view)
{
    double      open = (double)view->claim->open;
    const char *from = isfinite(view->break_even_claim) ? dc_work_money(p, view->break_even_claim)
                                                        : dc_say(p->language, DC_WORD_SUE_NEVER);
    const char *times =
        view->suit.fixed > 0.0 ? dc_arena_format(p->arena, "%.1f", open / view->suit.fixed) : "-";
    dc_work_line(p, SAY(p, DC_WORD_SUE_AMOUNT, dc_work_money(p, open), times,
                        dc_work_money(p, view->suit.fixed), dc_work_money(p, view->alone),
                        dc_work_money(p, view->claim->step[DC_STEP_WAIT].value), from,
                        dc_work_share(p, view->recovery_needed),
                        dc_work_share(p, view->suit.win * view->suit.collect)));
    if (view->customer->count > 1)
        dc_work_line(p,
                     SAY(p, DC_WORD_SUE_TOGETHER, dc_work_money(p, (double)view->customer->overdue),
                         dc_work_money(p, view->together), dc_work_money(p, view->together_wait)));
}

static void put_willing(const dc_work_page *p, const dc_wait_or_sue *view)
{
    const dc_habit *habit = &view->habit;
    const char     *text =
        SAY(p, DC_WORD_SUE_WILLING, dc_work_count(p, (size_t)view->customer->broken),
            dc_work_count(p, (size_t)view->customer->promises),
            dc_arena_format(p->arena, "%.0f", habit->expected),
            dc_work_share(p, view->claim->expected_cash / (double)view->claim->open));
    if (isfinite(habit->trend) && habit->trend >= 1.0)
        text = dc_arena_format(
            p->arena, "%s; %s", text,
            SAY(p, DC_WORD_SUE_TREND, dc_arena_format(p->arena, "%.0f", habit->trend)));
    dc_work_line(p, text);
}

static void put_enforce(const dc_work_page *p, const dc_wait_or_sue *view)
{
    const dc_time_bar *bar = &view->claim->bar;
    const char        *barred = dc_say(p->language, DC_WORD_SUE_NO_BAR);
    if (view->claim->failed)
        barred = dc_say(p->language, DC_WORD_SUE_FAILED);
    else if (bar->known)
        barred = SAY(p, DC_WORD_WORK_BARRED_ON, dc_work_date(p, bar->on),
                     dc_arena_format(p->arena, "%s: %s", bar->country, bar->source));
    dc_work_line(p, SAY(p, DC_WORD_SUE_ENFORCE, dc_work_share(p, view->habit.chance_default),
                        dc_work_share(p, view->suit.win), dc_work_share(p, view->suit.collect),
                        barred));
}

static void put_recovery(const dc_work_page *p, const dc_wait_or_sue *view)
{
    static const int32_t days[] = {90, 180, 365, 730};
    const dc_book       *book = p->answer->book;
    const char          *list = "";
    int32_t issued = dc_date_days_between(book->claims.issued[view->claim->claim], book->as_of);
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
        list = dc_arena_format(p->arena, "%s%s%d: %s", list, i > 0 ? ", " : "", (int)days[i],
                               dc_work_share(p, dc_third_party_recovery(days[i])));
    dc_work_line(p, SAY(p, DC_WORD_SUE_RECOVERY, list,
                        dc_work_share(p, dc_third_party_recovery(view->claim->days_late)),
                        dc_work_count(p, (size_t)(issued > 0 ? issued : 0))));
}

static void put_delays(const dc_work_page *p, const dc_wait_or_sue *view)
{
    const char *list = "";
    for (int i = 1; i < DC_SUE_DELAYS; i++)
        list =
            dc_arena_format(p->arena, "%s%s%s", list, i > 1 ? ", " : "",
                            SAY(p, DC_WORD_SUE_DELAY, dc_work_count(p, (size_t)view->delay_days[i]),
                                dc_work_money(p, view->delayed[i])));
    dc_work_line(p, SAY(p, DC_WORD_SUE_DELAYS, dc_work_money(p, view->delayed[0]), list));
    dc_work_line(p, SAY(p, DC_WORD_SUE_WAIT_VALUE, dc_work_money(p, view->value_of_waiting),
                        dc_work_count(p, (size_t)view->delay_days[view->best_delay])));
}

void dc_worklist_write_claim(const dc_work_page *p, const dc_wait_or_sue *view)
{
    const dc_claims     *claims = &p->answer->book->claims;
    const dc_work_claim *claim = view->claim;
    dc_work_line(p, SAY(p, DC_WORD_SUE_TITLE, dc_work_invoice(p, claim->claim),
                        dc_work_name(p, claim->customer), dc_work_money(p, (double)claim->open),
                        dc_work_date(p, claims->due[claim->claim]),
                        dc_arena_format(p->arena, "%d", (int)claim->days_late)));
    dc_work_line(p, dc_arena_format(p->arena, "%s: %s",
                                    dc_say(p->language, dc_step_about(claim->suggested)->name),
                                    dc_worklist_reason(p->arena, p->answer, claim)));
    put_head(p);
    for (dc_step step = 0; step < DC_STEP_COUNT; step++)
        put_path(p, claim, step);
    fprintf(p->out, "\n%s\n", dc_say(p->language, DC_WORD_SUE_QUESTIONS));
    put_amount(p, view);
    put_willing(p, view);
    put_enforce(p, view);
    put_recovery(p, view);
    put_delays(p, view);
    dc_work_line(p, dc_say(p->language, DC_WORD_SUE_NOT_ADVICE));
}
