/* measures.c - the table of figures, and the ledger measured at a list of days. */
#include "duecast/measures.h"

#include <assert.h>
#include <string.h>

#include "measure_groups.h"

#define MEASURE_ROW(NAME, key, unit, better, missing, source)                                      \
    {key,                                                                                          \
     DC_UNIT_##unit,                                                                               \
     better,                                                                                       \
     DC_WORD_METRIC_##NAME,                                                                        \
     DC_WORD_DEFINE_##NAME,                                                                        \
     DC_WORD_##missing,                                                                            \
     DC_WORD_SOURCE_##source},

static const dc_measure_info table[DC_MEASURE_COUNT] = {DC_MEASURE_LIST(MEASURE_ROW)};

static dc_measure_group *const groups[] = {dc_measure_balances,      dc_measure_sales_days,
                                           dc_measure_collection,    dc_measure_days_to_pay,
                                           dc_measure_concentration, dc_measure_capital};

const dc_measure_info *dc_measure_about(dc_measure measure)
{
    return &table[measure];
}

const char *dc_unit_key(dc_unit unit)
{
    static const char *const keys[] = {"money", "days", "share", "count"};
    return keys[unit];
}

const char *dc_better_key(dc_better better)
{
    static const char *const keys[] = {"higher", "lower", "neither"};
    return keys[better];
}

dc_word dc_unit_word(dc_unit unit)
{
    static const dc_word words[] = {DC_WORD_UNIT_MONEY, DC_WORD_UNIT_DAYS, DC_WORD_UNIT_SHARE,
                                    DC_WORD_UNIT_COUNT};
    return words[unit];
}

dc_word dc_better_word(dc_better better)
{
    static const dc_word words[] = {DC_WORD_HIGHER, DC_WORD_LOWER, DC_WORD_NEITHER};
    return words[better];
}

dc_measure dc_measure_by_key(const char *key)
{
    dc_measure measure = 0;
    while (measure < DC_MEASURE_COUNT && strcmp(table[measure].key, key) != 0)
        measure++;
    return measure;
}

/* --- what the groups use --- */

dc_measure_value *dc_measure_tell(const dc_measuring *m, size_t date, dc_measure measure,
                                  double value)
{
    dc_measure_value *out = dc_measuring_value(m, date, measure);
    *out = (dc_measure_value){.told = true, .applicable = true, .value = value};
    return out;
}

dc_measure_value *dc_measure_lack_for(const dc_measuring *m, size_t date, dc_measure measure,
                                      dc_word reason)
{
    dc_measure_value *out = dc_measuring_value(m, date, measure);
    *out = (dc_measure_value){.told = true, .reason = reason};
    return out;
}

dc_measure_value *dc_measure_lack(const dc_measuring *m, size_t date, dc_measure measure)
{
    return dc_measure_lack_for(m, date, measure, table[measure].missing);
}

void dc_measure_part_of(dc_measure_value *value, dc_word what, dc_unit unit, double number)
{
    assert(value->part_count < DC_MEASURE_PARTS_MAX);
    value->part[value->part_count++] = (dc_measure_part){what, unit, number};
}

bool dc_measuring_covers(const dc_measuring *m, dc_date from)
{
    enum { LONGEST_MONTH = 31 };
    return dc_date_is_set(m->first_issue) &&
           dc_date_days_between(from, m->first_issue) <= LONGEST_MONTH;
}

bool dc_measuring_knows(const dc_measuring *m, dc_date day)
{
    return m->first_issue.day <= day.day;
}

double dc_measuring_receivables(const dc_measuring *m, size_t mark)
{
    return (double)(dc_ledger_debit(m->ledger, mark) +
                    dc_ledger_at(m->ledger, DC_LEDGER_CREDITS, mark));
}

/* --- the days --- */

size_t dc_measure_month_ends(dc_date out[DC_MEASURE_DATES_MAX], dc_date to, size_t months)
{
    dc_date last = dc_date_month_end(to);
    bool    whole = last.day == to.day;
    size_t  count = 0;
    assert(months < DC_MEASURE_DATES_MAX);
    for (size_t back = whole ? months : months + 1; back-- > (whole ? 0u : 1u);)
        out[count++] = dc_months_before(last, (int32_t)back);
    if (!whole)
        out[count++] = to;
    return count;
}

static void age(dc_ageing *out, const dc_ledger *ledger, size_t mark)
{
    *out = (dc_ageing){.credits = dc_ledger_at(ledger, DC_LEDGER_CREDITS, mark),
                       .unapplied = dc_ledger_at(ledger, DC_LEDGER_UNAPPLIED, mark)};
    for (int by = 0; by < DC_AGED_BY_COUNT; by++)
        for (size_t b = 0; b < dc_ageing_bucket_count(&ledger->edges, (dc_aged_by)by); b++)
            out->bucket[by][b] =
                dc_ledger_at(ledger, dc_ledger_aged(ledger, (dc_aged_by)by, b), mark);
    out->ledger = dc_ledger_debit(ledger, mark) + out->credits + out->unapplied;
}

/* Rows of whole months, newest first, down to the first month sold in. */
static void fill_uncollected(dc_measures *out, dc_arena *arena, const dc_measuring *m)
{
    const dc_ledger *ledger = m->ledger;
    out->uncollected = dc_arena_alloc(arena, DC_UNCOLLECTED_MONTHS, sizeof *out->uncollected);
    for (size_t row = ledger->month_count;
         row-- > 1 && out->uncollected_count < DC_UNCOLLECTED_MONTHS;) {
        dc_uncollected *month = &out->uncollected[out->uncollected_count];
        size_t          end = ledger->month[row];
        if (m->first_issue.day > ledger->mark[end].day)
            return;
        *month = (dc_uncollected){.month_end = ledger->mark[end]};
        month->sales = dc_ledger_flow(ledger, DC_LEDGER_INVOICED, ledger->month[row - 1], end);
        for (size_t at = row; at < ledger->month_count && at - row < DC_UNCOLLECTED_AGES; at++)
            month->open[month->age_count++] =
                dc_ledger_at(ledger, dc_ledger_issued_in(ledger, row), ledger->month[at]);
        out->uncollected_count++;
    }
}

static dc_date first_issue(const dc_book *book)
{
    dc_date first = DC_DATE_NONE;
    for (size_t i = 0; i < book->claims.count; i++)
        if (book->claims.kind[i] == DC_CLAIM_INVOICE && book->claims.issued[i].day < first.day)
            first = book->claims.issued[i];
    return first;
}

/* Before the first invoice, and in a list of open items only, the past is unknown. */
static void leave_out_the_unknown(const dc_measuring *m)
{
    for (size_t d = 0; d < m->count; d++) {
        bool too_early = m->date[d].day < m->first_issue.day;
        bool only_open = !m->book->has_history && m->date[d].day < m->book->as_of.day;
        for (int i = 0; (too_early || only_open) && i < DC_MEASURE_COUNT; i++)
            if (dc_measuring_value(m, d, (dc_measure)i)->told)
                dc_measure_lack_for(m, d, (dc_measure)i,
                                    only_open ? DC_WORD_MISSING_PAST : DC_WORD_MISSING_HISTORY);
    }
}

static size_t count_undated(const dc_book *book)
{
    size_t count = 0;
    for (size_t e = 0; e < book->events.count; e++)
        count += book->events.undated[e];
    return count;
}

dc_measures *dc_measures_make(dc_arena *arena, const dc_book *book, const dc_date *dates,
                              size_t count, const dc_ageing_edges *edges)
{
    dc_measures *out = dc_arena_alloc(arena, 1, sizeof *out);
    *out = (dc_measures){.book = book, .edges = *edges, .count = count};
    out->date = dc_arena_alloc(arena, count, sizeof *out->date);
    memcpy(out->date, dates, count * sizeof *dates);
    out->value = dc_arena_alloc(arena, count * DC_MEASURE_COUNT, sizeof *out->value);
    out->ageing = dc_arena_alloc(arena, count, sizeof *out->ageing);
    out->undated = count_undated(book);

    const dc_ledger *ledger = dc_ledger_make(arena, book, dates, count, edges);
    dc_measuring     m = {arena, book, ledger, first_issue(book), count, out->date, out->value};
    for (size_t g = 0; g < sizeof groups / sizeof groups[0]; g++)
        groups[g](&m);
    leave_out_the_unknown(&m);
    for (size_t d = 0; d < count; d++)
        age(&out->ageing[d], ledger, dc_ledger_mark(ledger, dates[d]));
    if (book->has_history)
        fill_uncollected(out, arena, &m);
    return out;
}

size_t dc_measures_first_known(const dc_measures *measures)
{
    size_t date = 0;
    while (date + 1 < measures->count &&
           !dc_measured(measures, date, DC_MEASURE_RECEIVABLES)->applicable)
        date++;
    return date;
}
