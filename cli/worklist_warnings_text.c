/* worklist_warnings_text.c - early warnings as text, with their record. */
#include <math.h>
#include <stdlib.h>

#include "worklist_page.h"

static const char *signal_text(const dc_work_page *p, const dc_warning_row *row, dc_signal signal)
{
    switch (signal) {
    case DC_SIGNAL_TREND:
        return SAY(p, DC_WORD_WARN_TREND, dc_arena_format(p->arena, "%.0f", row->later));
    case DC_SIGNAL_LIMIT: return SAY(p, DC_WORD_WARN_LIMIT, dc_work_share(p, row->limit_use));
    case DC_SIGNAL_PROMISES:
        return SAY(p, DC_WORD_WARN_PROMISES, dc_work_count(p, (size_t)row->broken));
    case DC_SIGNAL_PARTS: return SAY(p, DC_WORD_WARN_PARTS, dc_work_count(p, (size_t)row->parts));
    case DC_SIGNAL_ORDERS: return SAY(p, DC_WORD_WARN_ORDERS, dc_work_share(p, row->orders));
    case DC_SIGNAL_COUNT: break;
    }
    return "";
}

static void put_row(const dc_work_page *p, const dc_warning_row *row)
{
    const char *list = "";
    for (dc_signal signal = 0; signal < DC_SIGNAL_COUNT; signal++)
        if (row->signal[signal])
            list = dc_arena_format(p->arena, "%s%s%s", list, *list ? ", " : "",
                                   signal_text(p, row, signal));
    fputs("  ", p->out);
    dc_work_line(p, SAY(p, DC_WORD_WARN_LINE, dc_work_name(p, row->customer),
                        dc_work_money(p, (double)row->exposure), list));
}

static const char *times(const dc_work_page *p, double value)
{
    return isfinite(value) ? dc_arena_format(p->arena, "%.1f", value)
                           : dc_say(p->language, DC_WORD_NOT_AVAILABLE);
}

static void put_record(const dc_work_page *p, const dc_warning_record *past)
{
    const char *events = dc_work_count(p, past->events);
    const char *origins = dc_work_count(p, past->origins);
    if (!past->measurable)
        dc_work_line(p, SAY(p, DC_WORD_WARN_UNKNOWN, events, origins));
    else if (past->warned == 0 || past->hits == 0)
        dc_work_line(p, SAY(p, DC_WORD_WARN_SILENT, origins, events));
    else
        dc_work_line(p, SAY(p, DC_WORD_WARN_PAST, origins, dc_work_share(p, past->precision),
                            dc_work_share(p, past->recall),
                            dc_arena_format(p->arena, "%.0f", past->lead_days),
                            times(p, past->lift), times(p, past->lift_over_overdue), events));
}

void dc_worklist_write_warnings(const dc_work_page *p, const dc_warnings *warnings, size_t top)
{
    fprintf(p->out, "\n%s\n", dc_say(p->language, DC_WORD_WARN_TITLE));
    if (warnings->count == 0)
        fprintf(p->out, "  %s\n", dc_say(p->language, DC_WORD_WARN_NONE));
    for (size_t i = 0; i < warnings->count && i < top; i++)
        put_row(p, &warnings->rows[i]);
    if (warnings->count > top)
        dc_work_line(p, SAY(p, DC_WORD_WORK_MORE, dc_work_count(p, warnings->count - top)));
    put_record(p, &warnings->past);
}
