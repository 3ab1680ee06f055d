/* worklist_warnings_text.c - early warnings as text, with their record. */
#include <stdlib.h>

#include "worklist_page.h"

static void put_row(const dc_work_page *p, const dc_warning_row *row)
{
    fputs("  ", p->out);
    dc_work_line(p, SAY(p, DC_WORD_WARN_LINE, dc_work_name(p, row->customer),
                        dc_work_money(p, (double)row->exposure),
                        dc_warning_say(p->arena, p->language, row)));
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
    dc_work_line(p, dc_warning_record_say(p->arena, p->language, &warnings->past));
}
