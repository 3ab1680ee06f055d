/* worklist_page.c - figures of the worklist as text. */
#include "worklist_page.h"

#include <stdlib.h>

#include "terminal.h"

const char *dc_work_fill(const dc_work_page *p, dc_word word, const char *const *arguments,
                         size_t count)
{
    char  *text = NULL;
    size_t size = 0;
    FILE  *memory = open_memstream(&text, &size);
    dc_fill(memory, dc_say(p->language, word), arguments, count);
    fclose(memory);
    const char *kept = dc_arena_copy_text(p->arena, text);
    free(text);
    return kept;
}

const char *dc_work_count(const dc_work_page *p, size_t count)
{
    char text[DC_COUNT_TEXT_MAX];
    dc_terminal_count(text, count);
    return dc_arena_copy_text(p->arena, text);
}

const char *dc_work_date(const dc_work_page *p, dc_date date)
{
    char text[11];
    dc_date_format(text, date);
    return dc_arena_copy_text(p->arena, text);
}

const char *dc_work_money(const dc_work_page *p, double minor)
{
    const dc_book *book = p->answer->book;
    return dc_amount_text(p->arena, p->language, &book->currencies[book->home], minor);
}

const char *dc_work_figure(const dc_work_page *p, double minor)
{
    return dc_number_text(p->arena, minor / p->scale.divisor, p->scale.decimals);
}

const char *dc_work_share(const dc_work_page *p, double share)
{
    return dc_share_text(p->arena, share);
}

const char *dc_work_invoice(const dc_work_page *p, size_t claim)
{
    const dc_claims *claims = &p->answer->book->claims;
    return dc_part_name(p->arena, claims->invoice[claim], dc_claim_part(claims, claim));
}

const char *dc_work_name(const dc_work_page *p, uint32_t customer)
{
    return dc_clean_text(p->arena, p->answer->book->customers.name[customer]);
}

void dc_work_right(const dc_work_page *p, const char *text, size_t width)
{
    size_t taken = dc_terminal_width(text);
    fprintf(p->out, "%*s%s", (int)(taken < width ? width - taken : 1), "", text);
}

void dc_work_line(const dc_work_page *p, const char *text)
{
    dc_terminal_wrap(p->out, text, 0, 2, p->columns);
}
