/* worklist_grades_text.c - grades, limits and holds as text. */
#include <math.h>
#include <stdlib.h>

#include "terminal.h"
#include "worklist_page.h"

enum { NAME_WIDTH = 34, GRADE_WIDTH = 6, FIGURE_WIDTH = 11 };

static void put_grades(const dc_work_page *p, const dc_credit_review *review)
{
    fprintf(p->out, "\n%s\n", dc_say(p->language, DC_WORD_GRADES_TITLE));
    for (dc_grade grade = 0; grade < DC_GRADE_COUNT; grade++) {
        const dc_grade_row *about = dc_grade_about(grade);
        const char         *count = dc_work_count(p, review->of_grade[grade]);
        const char         *exposure = dc_work_money(p, (double)review->exposure[grade]);
        fputs("  ", p->out);
        if (grade == DC_GRADE_E)
            dc_work_line(p, SAY(p, DC_WORD_GRADES_LINE_LAST, about->name, count, exposure));
        else
            dc_work_line(p, SAY(p, DC_WORD_GRADES_LINE, about->name, count, exposure,
                                dc_work_share(p, about->default_most),
                                dc_arena_format(p->arena, "%g", about->days_late)));
    }
}

static void put_row(const dc_work_page *p, const dc_credit_row *row)
{
    static const dc_word reasons[] = {DC_WORD_GRADED_DEFAULT, DC_WORD_GRADED_LATENESS,
                                      DC_WORD_GRADED_TREND,   DC_WORD_GRADED_PROMISES,
                                      DC_WORD_GRADED_OVERDUE, DC_WORD_GRADED_THIN};
    fputs("  ", p->out);
    dc_terminal_pad(p->out, dc_work_name(p, row->customer), NAME_WIDTH);
    dc_work_right(p, dc_grade_about(row->grade)->name, GRADE_WIDTH);
    dc_work_right(p, dc_work_figure(p, (double)row->exposure), FIGURE_WIDTH);
    dc_work_right(p, row->limit >= 0 ? dc_work_figure(p, (double)row->limit) : "-", FIGURE_WIDTH);
    dc_work_right(p, dc_work_figure(p, (double)row->suggested), FIGURE_WIDTH);
    dc_work_right(p, dc_work_figure(p, (double)row->over), FIGURE_WIDTH);
    dc_work_right(p, isfinite(row->month_margin) ? dc_work_figure(p, row->month_margin) : "-",
                  FIGURE_WIDTH);
    fprintf(p->out, "  %s\n", dc_say(p->language, reasons[row->by]));
}

static void put_head(const dc_work_page *p)
{
    static const dc_word heads[] = {DC_WORD_GRADES_EXPOSURE, DC_WORD_GRADES_HEAD_LIMIT,
                                    DC_WORD_GRADES_HEAD_SUGGESTED, DC_WORD_GRADES_HEAD_OVER,
                                    DC_WORD_GRADES_HEAD_MARGIN};
    fputs("\n  ", p->out);
    dc_terminal_pad(p->out, dc_say(p->language, DC_WORD_CUSTOMER), NAME_WIDTH);
    dc_work_right(p, dc_say(p->language, DC_WORD_GRADES_HEAD_GRADE), GRADE_WIDTH);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        dc_work_right(p, dc_say(p->language, heads[i]), FIGURE_WIDTH);
    fprintf(p->out, p->scale.label[0] ? "  %s (%s)\n" : "  %s%s\n",
            dc_say(p->language, DC_WORD_GRADES_WHY), p->scale.label);
}

void dc_worklist_write_grades(const dc_work_page *p, const dc_credit_review *review, size_t top)
{
    put_grades(p, review);
    fputc('\n', p->out);
    dc_work_line(p, SAY(p, DC_WORD_GRADES_HOLDS, dc_work_count(p, review->holds),
                        dc_work_count(p, (size_t)review->hold_days),
                        dc_work_money(p, (double)review->over),
                        review->margin_known ? dc_work_money(p, review->month_margin)
                                             : dc_say(p->language, DC_WORD_NOT_AVAILABLE)));
    put_head(p);
    for (size_t i = 0; i < review->count && i < top; i++)
        put_row(p, &review->rows[i]);
    if (top < review->count)
        dc_work_line(p, SAY(p, DC_WORD_WORK_MORE, dc_work_count(p, review->count - top)));
}
