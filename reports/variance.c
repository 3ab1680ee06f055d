/* variance.c - `duecast variance` in the terminal: the answer first, then lines, weeks, items. */
#include <math.h>
#include <stdlib.h>

#include "text.h"

enum {
    NAME_WIDTH = 32,
    AMOUNT_WIDTH = 11,
    WEEK_WIDTH = 6,
    DATE_WIDTH = 12,
    SHARE_WIDTH = 10,
    ROWS_TOLD = 10,
    COLUMNS = 3 + DC_VARIANCE_PARTS
};

typedef struct {
    FILE              *out;
    const dc_answer   *answer;
    dc_arena          *arena;
    const dc_variance *v;
    dc_amount_scale    scale;
    int                width;
} terminal;

static const dc_word part_words[DC_VARIANCE_PARTS] = {
    DC_WORD_VARIANCE_TIMING, DC_WORD_VARIANCE_AMOUNT, DC_WORD_VARIANCE_PERMANENT,
    DC_WORD_VARIANCE_NEW, DC_WORD_VARIANCE_CURRENCY};

static const char *word(const terminal *t, dc_word id)
{
    return dc_say(t->answer->language, id);
}

static const char *amount(const terminal *t, int64_t minor)
{
    return dc_number_text(t->arena, (double)minor / t->scale.divisor, t->scale.decimals);
}

static const char *change(const terminal *t, int64_t minor)
{
    return text_signed(t->arena, (double)minor / t->scale.divisor, t->scale.decimals);
}

/* --- the answer ------------------------------------------------------------------------------- */

static const char *main_part(const terminal *t, const dc_variance_row *row)
{
    int most = 0;
    for (int p = 1; p < DC_VARIANCE_PARTS; p++)
        if (llabs(row->part[p]) > llabs(row->part[most]))
            most = p;
    return word(t, part_words[most]);
}

static const char *worded(const terminal *t, int64_t minor)
{
    const dc_book *book = t->answer->book;
    return text_amount_in(t->arena, t->answer->language, &book->currencies[book->home], minor);
}

static void put_headline(const terminal *t)
{
    const dc_variance_row *r = &t->v->receipts;
    int64_t                off = r->actual - r->forecast;
    double                 part = fabs((double)off) / fabs((double)r->forecast);
    const char            *share = r->forecast != 0 ? text_share(t->arena, part, 1) : "–";
    dc_word template = off < 0 ? DC_WORD_VARIANCE_LESS : DC_WORD_VARIANCE_MORE;
    text_wrap(t->out,
              text_fill(t->arena, word(t, off == 0 ? DC_WORD_VARIANCE_SAME : template),
                        worded(t, r->actual), text_count(t->arena, t->v->week_count),
                        worded(t, llabs(off)), share, (const char *)NULL),
              t->width, "");
    if (off != 0)
        text_wrap(t->out,
                  text_fill(t->arena, word(t, DC_WORD_VARIANCE_MAINLY), main_part(t, r),
                            (const char *)NULL),
                  t->width, "");
}

/* --- tables ----------------------------------------------------------------------------------- */

static void put_amount_heads(const terminal *t)
{
    static const dc_word first[] = {DC_WORD_VARIANCE_FORECAST, DC_WORD_VARIANCE_ACTUAL,
                                    DC_WORD_VARIANCE_DIFFERENCE};
    for (int i = 0; i < COLUMNS; i++)
        text_pad(t->out, word(t, i < 3 ? first[i] : part_words[i - 3]), AMOUNT_WIDTH);
    putc('\n', t->out);
}

static void put_amounts(const terminal *t, const dc_variance_row *row, bool split)
{
    text_pad(t->out, amount(t, row->forecast), AMOUNT_WIDTH);
    text_pad(t->out, amount(t, row->actual), AMOUNT_WIDTH);
    text_pad(t->out, change(t, row->actual - row->forecast), AMOUNT_WIDTH);
    for (int p = 0; p < DC_VARIANCE_PARTS && split; p++)
        text_pad(t->out, change(t, row->part[p]), AMOUNT_WIDTH);
    putc('\n', t->out);
}

static void put_line(const terminal *t, dc_word label, const dc_variance_row *row, bool known,
                     bool split, dc_word missing)
{
    text_pad(t->out, word(t, label), -NAME_WIDTH);
    if (known) {
        put_amounts(t, row, split);
        return;
    }
    text_pad(t->out, amount(t, row->forecast), AMOUNT_WIDTH);
    fprintf(t->out, "  %s\n", word(t, missing));
}

static void put_lines(const terminal *t)
{
    const dc_variance *v = t->v;
    text_pad(t->out, t->scale.label, -NAME_WIDTH);
    put_amount_heads(t);
    put_line(t, DC_WORD_CASH_CUSTOMERS, &v->receipts, true, true, DC_WORD_EMPTY);
    if (v->bills.forecast != 0 || v->bills.actual != 0)
        put_line(t, DC_WORD_CASH_BILLS, &v->bills, v->bills_known, true, DC_WORD_VARIANCE_NO_BILLS);
    if (v->other.forecast != 0 || v->other_known)
        put_line(t, DC_WORD_VARIANCE_OTHER, &v->other, v->other_known, false,
                 DC_WORD_VARIANCE_NO_CASH);
}

static const char *share_or_none(const terminal *t, double share)
{
    return isnan(share) ? "–" : text_share(t->arena, share, 0);
}

static void put_weeks(const terminal *t)
{
    static const struct {
        dc_word word;
        int     width;
    } heads[] = {{DC_WORD_WEEK, WEEK_WIDTH},
                 {DC_WORD_TO, DATE_WIDTH},
                 {DC_WORD_VARIANCE_FORECAST, AMOUNT_WIDTH},
                 {DC_WORD_VARIANCE_ACTUAL, AMOUNT_WIDTH},
                 {DC_WORD_VARIANCE_DIFFERENCE, AMOUNT_WIDTH},
                 {DC_WORD_VARIANCE_SO_FAR, AMOUNT_WIDTH},
                 {DC_WORD_VARIANCE_ACCURACY, SHARE_WIDTH},
                 {DC_WORD_VARIANCE_BAND, SHARE_WIDTH}};
    int64_t so_far = 0;
    putc('\n', t->out);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        text_pad(t->out, word(t, heads[i].word), heads[i].width);
    putc('\n', t->out);
    for (size_t w = 0; w < t->v->week_count; w++) {
        const dc_variance_week *week = &t->v->week[w];
        double                  actual = (double)week->actual;
        bool                    inside = week->p10 <= actual && actual <= week->p90;
        so_far += week->actual - week->forecast;
        text_pad(t->out, text_count(t->arena, w + 1), WEEK_WIDTH);
        text_pad(t->out, text_date(t->arena, week->end), DATE_WIDTH);
        text_pad(t->out, amount(t, week->forecast), AMOUNT_WIDTH);
        text_pad(t->out, amount(t, week->actual), AMOUNT_WIDTH);
        text_pad(t->out, change(t, week->actual - week->forecast), AMOUNT_WIDTH);
        text_pad(t->out, change(t, so_far), AMOUNT_WIDTH);
        text_pad(t->out, share_or_none(t, week->accuracy), SHARE_WIDTH);
        text_pad(t->out,
                 isnan(week->p10)
                     ? "–"
                     : word(t, inside ? DC_WORD_VARIANCE_INSIDE : DC_WORD_VARIANCE_OUTSIDE),
                 SHARE_WIDTH);
        putc('\n', t->out);
    }
}

static void put_lead(const terminal *t)
{
    dc_variance_lead lead[DC_VARIANCE_WEEKS];
    if (t->answer->variance_count < 2)
        return;
    dc_variance_by_lead(lead, t->answer->variances, t->answer->variance_count);
    fprintf(t->out, "\n%s\n",
            text_fill(t->arena, word(t, DC_WORD_VARIANCE_LEAD),
                      text_count(t->arena, t->answer->variance_count), (const char *)NULL));
    text_pad(t->out, word(t, DC_WORD_WEEK), WEEK_WIDTH);
    text_pad(t->out, word(t, DC_WORD_VARIANCE_FORECASTS), DATE_WIDTH);
    text_pad(t->out, word(t, DC_WORD_VARIANCE_ACCURACY), SHARE_WIDTH);
    text_pad(t->out, word(t, DC_WORD_VARIANCE_BIAS), SHARE_WIDTH);
    text_pad(t->out, word(t, DC_WORD_VARIANCE_BAND), SHARE_WIDTH);
    putc('\n', t->out);
    for (size_t w = 0; w < DC_VARIANCE_WEEKS && lead[w].forecasts > 0; w++) {
        text_pad(t->out, text_count(t->arena, w + 1), WEEK_WIDTH);
        text_pad(t->out, text_count(t->arena, lead[w].forecasts), DATE_WIDTH);
        text_pad(t->out, share_or_none(t, lead[w].accuracy), SHARE_WIDTH);
        text_pad(t->out, share_or_none(t, lead[w].bias), SHARE_WIDTH);
        text_pad(t->out,
                 lead[w].banded == 0
                     ? "–"
                     : dc_arena_format(t->arena, "%zu/%zu", lead[w].inside, lead[w].banded),
                 SHARE_WIDTH);
        putc('\n', t->out);
    }
}

static const char *row_name(const terminal *t, const dc_variance_row *row)
{
    const char *who = row->name && row->name[0] ? row->name : row->party;
    if (row->kind == DC_SAID_REST || row->kind == DC_SAID_BOUGHT)
        who = word(t, row->kind == DC_SAID_REST ? DC_WORD_VARIANCE_REST : DC_WORD_CASH_BOUGHT);
    else if (!who[0])
        who = word(t, DC_WORD_VARIANCE_SEVERAL);
    return text_narrow(t->arena, who, NAME_WIDTH - 1);
}

/* Not 0.0 as it is shown. */
static bool is_seen(const terminal *t, int64_t minor)
{
    return llabs(minor) * 2 >= t->scale.divisor * pow(10.0, -t->scale.decimals);
}

static void put_rows(const terminal *t, dc_word title, const dc_variance_row *rows, size_t count,
                     bool is_items)
{
    size_t told = count < ROWS_TOLD ? count : ROWS_TOLD;
    if (count == 0 || !is_seen(t, rows[0].actual - rows[0].forecast))
        return;
    putc('\n', t->out);
    text_pad(t->out, word(t, title), -NAME_WIDTH);
    put_amount_heads(t);
    for (size_t i = 0; i < told && is_seen(t, rows[i].actual - rows[i].forecast); i++) {
        const char *id = rows[i].kind == DC_SAID_SALES
                             ? word(t, DC_WORD_VARIANCE_NEW_INVOICES)
                             : dc_part_name(t->arena, rows[i].id, rows[i].part_id);
        const char *name = row_name(t, &rows[i]);
        if (is_items && rows[i].kind != DC_SAID_REST && rows[i].kind != DC_SAID_BOUGHT)
            name =
                text_narrow(t->arena, dc_arena_format(t->arena, "%s %s", id, name), NAME_WIDTH - 1);
        text_pad(t->out, name, -NAME_WIDTH);
        put_amounts(t, &rows[i], true);
    }
}

void dc_variance_write(FILE *out, const dc_answer *answer, int width)
{
    dc_arena          *arena = dc_arena_new();
    const dc_variance *v = answer->variances[0];
    const dc_book     *book = answer->book;
    double   largest = fmax(fabs((double)v->receipts.forecast), fabs((double)v->receipts.actual));
    terminal t = {.out = out,
                  .answer = answer,
                  .arena = arena,
                  .v = v,
                  .scale = dc_amount_scale_for(arena, answer->language,
                                               &book->currencies[book->home], largest),
                  .width = width};
    text_wrap(out,
              text_fill(arena, word(&t, DC_WORD_VARIANCE_TITLE), dc_book_title(arena, book),
                        text_date(arena, v->said->as_of),
                        dc_arena_format(arena, "%.6s", v->said->run_id),
                        text_date(arena, v->week[v->week_count - 1].end), (const char *)NULL),
              width, "");
    putc('\n', out);
    put_headline(&t);
    putc('\n', out);
    put_lines(&t);
    put_weeks(&t);
    put_lead(&t);
    put_rows(&t, DC_WORD_VARIANCE_BY_CUSTOMER, v->customers, v->customer_count, false);
    put_rows(&t, DC_WORD_VARIANCE_BY_ITEM, v->rows, v->row_count, true);
    if (v->undated + v->without_rate > 0)
        fprintf(out, "\n%s\n",
                text_fill(arena, word(&t, DC_WORD_VARIANCE_LEFT_OUT), text_count(arena, v->undated),
                          text_count(arena, v->without_rate), (const char *)NULL));
    fprintf(out, "\n%s\n", word(&t, DC_WORD_VARIANCE_LEGEND));
    dc_arena_free(arena);
}
