/* cash_view.c - see cash_view.h.  Layout: docs/FORMULAS.md, "Cash". */
#include "cash_view.h"

#include "duecast/cash_tail.h"
#include "findings.h"

#include <math.h>
#include <string.h>

enum { ROWS_MORE = 20, LEFT_OUT_MOST = 4 };

typedef struct {
    cash_view       *view;
    dc_arena        *arena;
    const dc_answer *answer;
} making;

static void add(making *m, const char *key, dc_word label, cash_view_kind kind, dc_word section,
                const dc_estimate *by_period)
{
    m->view->rows[m->view->count++] =
        (cash_view_row){.key = key,
                        .label = dc_say(m->answer->language, label),
                        .kind = kind,
                        .section = section,
                        .by_period = by_period,
                        .has_band = has_bands(m->answer),
                        .last_week_missing = DC_WORD_CASH_ACTUAL_BANK};
}

/* Flows with the other sign: what is paid goes out. */
static const dc_estimate *turned(making *m, const dc_estimate *flows)
{
    size_t       count = m->view->liquidity->plan->period_count;
    dc_estimate *out = dc_arena_alloc(m->arena, count + 1, sizeof *out);
    for (size_t p = 0; p < count; p++) {
        out[p] = flows[p];
        out[p].mean = 0.0 - flows[p].mean;
        for (int q = 0; q < DC_QUANTILE_COUNT; q++)
            out[p].quantile[q] = 0.0 - flows[p].quantile[DC_QUANTILE_COUNT - 1 - q];
    }
    return out;
}

/* A balance moved by a fixed amount. */
static const dc_estimate *moved(making *m, const dc_estimate *balance, double by)
{
    size_t       count = m->view->liquidity->plan->period_count;
    dc_estimate *out = dc_arena_alloc(m->arena, count + 1, sizeof *out);
    for (size_t p = 0; p < count; p++) {
        out[p] = balance[p];
        out[p].mean += by;
        for (int q = 0; q < DC_QUANTILE_COUNT; q++)
            out[p].quantile[q] += by;
    }
    return out;
}

/* Percentiles do not add: a total has them only where one of its parts is certain. */
static const dc_estimate *total_receipts(making *m, bool *has_band)
{
    const dc_liquidity *l = m->view->liquidity;
    size_t              count = l->plan->period_count;
    const dc_estimate  *others = l->sections + DC_CASH_RECEIPTS * count;
    dc_estimate        *out = dc_arena_alloc(m->arena, count + 1, sizeof *out);
    for (size_t r = 0; r < l->plan->row_count; r++)
        *has_band &= l->plan->rows[r].section != DC_CASH_RECEIPTS ||
                     (!l->plan->rows[r].strays && l->plan->rows[r].driven == DC_NONE);
    for (size_t p = 0; p < count; p++) {
        out[p] = l->receipts[p];
        out[p].mean += others[p].mean;
        for (int q = 0; q < DC_QUANTILE_COUNT; q++)
            out[p].quantile[q] += others[p].mean;
    }
    return out;
}

/* "Freight, with sales"; a name of one's own stands before "_of_sales" in the row's. */
static const char *with_sales(making *m, const dc_cash_row *row)
{
    char       *own = dc_arena_copy_text(m->arena, row->name);
    const char *line = own;
    own[strlen(own) - strlen("_of_sales")] = '\0';
    if (row->label != DC_WORD_COUNT)
        line = dc_say(m->answer->language, row->label);
    return text_fill(m->arena, dc_say(m->answer->language, DC_WORD_CASH_WITH_SALES), line,
                     (const char *)NULL);
}

/* What the last seven days brought; else the bank alone tells. */
static void note_actual(cash_view_row *row, bool known, double value)
{
    row->has_last_week = known;
    row->last_week = known ? value : 0.0;
}

/* A total is known where all lines from `from` on that it adds up are. */
static void note_total(making *m, size_t from)
{
    cash_view_row *total = &m->view->rows[m->view->count - 1];
    double         sum = 0.0;
    bool           known = true;
    for (size_t i = from; i + 1 < m->view->count; i++) {
        known &= m->view->rows[i].has_last_week;
        sum += m->view->rows[i].last_week;
    }
    note_actual(total, known, sum);
    total->last_week_missing = DC_WORD_CASH_ACTUAL_PARTS;
}

/* The sum of two totals; a net flow needs all. */
static void note_sum(making *m, const char *const parts[2], size_t from)
{
    note_total(m, from);
    cash_view_row *total = &m->view->rows[m->view->count - 1];
    for (int i = 0; i < 2 && parts[i]; i++) {
        const cash_view_row *part = &m->view->rows[cash_view_find(m->view, parts[i])];
        note_actual(total, total->has_last_week && part->has_last_week,
                    total->last_week + part->last_week);
    }
}

static void add_rows(making *m, dc_cash_section section, dc_word heading)
{
    const dc_liquidity *l = m->view->liquidity;
    for (size_t r = 0; r < l->plan->row_count; r++) {
        const dc_cash_row *row = &l->plan->rows[r];
        if (row->section != section)
            continue;
        add(m, row->name, row->label == DC_WORD_COUNT ? DC_WORD_EMPTY : row->label, CASH_VIEW_LINE,
            heading, l->rows + r * l->plan->period_count);
        cash_view_row *last = &m->view->rows[m->view->count - 1];
        if (row->label == DC_WORD_COUNT)
            last->label = row->name;
        if (row->linked)
            last->label = with_sales(m, row);
        const dc_tail *tail = l->plan->tail;
        note_actual(last, row->has_last_week, (double)row->last_week);
        if (strcmp(row->name, "bills") == 0)
            last->last_week_missing = DC_WORD_CASH_ACTUAL_NO_BILLS;
        if (row->driven != DC_NONE && row->driven == tail->driven_bought)
            last->last_week_missing = DC_WORD_CASH_ACTUAL_IN_BILLS;
        if (row->driven != DC_NONE && row->driven == tail->driven_exchange)
            last->last_week_missing = DC_WORD_CASH_ACTUAL_RATES;
    }
}

static void add_receipts(making *m)
{
    const dc_estimate *known = &m->answer->today->value[DC_RECEIPTS];
    add(m, "customers", DC_WORD_CASH_CUSTOMERS, CASH_VIEW_LINE, DC_WORD_CASH_HEAD_RECEIPTS,
        m->view->liquidity->receipts);
    note_actual(&m->view->rows[0], known->applicable, known->mean);
    m->view->rows[0].last_week_missing = DC_WORD_MISSING_HISTORY;
    add_rows(m, DC_CASH_RECEIPTS, DC_WORD_CASH_HEAD_RECEIPTS);
    bool               has_band = true;
    const dc_estimate *total = total_receipts(m, &has_band);
    add(m, "total_receipts", DC_WORD_CASH_TOTAL_RECEIPTS, CASH_VIEW_TOTAL,
        DC_WORD_CASH_HEAD_RECEIPTS, total);
    m->view->rows[m->view->count - 1].has_band &= has_band;
    note_total(m, 0);
}

/* A balance of today is known. */
static void add_balance(making *m, const char *key, dc_word label, dc_word section,
                        const dc_estimate *by_period, int64_t today)
{
    add(m, key, label, CASH_VIEW_BALANCE, section, by_period);
    note_actual(&m->view->rows[m->view->count - 1], true, (double)today);
}

static void add_balances(making *m)
{
    const dc_liquidity *l = m->view->liquidity;
    const dc_cash_plan *plan = l->plan;
    add_balance(m, "before_line", DC_WORD_CASH_BEFORE_LINE, DC_WORD_CASH_HEAD_CASH, l->before_line,
                plan->opening);
    add_balance(m, "closing_cash", DC_WORD_CASH_CLOSING, DC_WORD_CASH_HEAD_CASH, l->cash,
                plan->opening);
    if (!plan->has_line)
        return;
    int64_t undrawn = plan->limit - plan->drawn, room = undrawn - plan->minimum;
    add_balance(m, "line_drawn", DC_WORD_CASH_DRAWN, DC_WORD_CASH_HEAD_LIQUIDITY, l->drawn,
                plan->drawn);
    add_balance(m, "total_liquidity", DC_WORD_CASH_LIQUIDITY, DC_WORD_CASH_HEAD_LIQUIDITY,
                moved(m, l->before_line, (double)undrawn), plan->opening + undrawn);
    add_balance(m, "headroom", DC_WORD_CASH_HEADROOM, DC_WORD_CASH_HEAD_LIQUIDITY,
                moved(m, l->before_line, (double)room), plan->opening + room);
}

bool cash_view_make(cash_view *out, dc_arena *arena, const dc_answer *answer, size_t scenario)
{
    const dc_liquidity *l = answer->comparison->outcome[scenario].liquidity;
    *out = (cash_view){.liquidity = l};
    if (!l)
        return false;
    making m = {.view = out, .arena = arena, .answer = answer};
    bool   has_line = l->plan->has_cash && l->plan->has_line;
    out->rows = dc_arena_alloc(arena, l->plan->row_count + ROWS_MORE, sizeof *out->rows);
    add_receipts(&m);
    size_t operating = out->count;
    add_rows(&m, DC_CASH_OPERATING, DC_WORD_CASH_HEAD_OPERATING);
    add(&m, "total_operating", DC_WORD_CASH_TOTAL_OPERATING, CASH_VIEW_TOTAL,
        DC_WORD_CASH_HEAD_OPERATING, l->sections + DC_CASH_OPERATING * l->plan->period_count);
    note_total(&m, operating);
    add(&m, "operating_cash_flow", DC_WORD_CASH_OPERATING_FLOW, CASH_VIEW_TOTAL,
        DC_WORD_CASH_HEAD_OPERATING, l->operating_cash_flow);
    size_t others = out->count;
    note_sum(&m, (const char *const[2]){"total_receipts", "total_operating"}, others);
    add_rows(&m, DC_CASH_NON_OPERATING, DC_WORD_CASH_HEAD_NON_OPERATING);
    if (l->has_measures)
        add(&m, "measures", DC_WORD_CASH_MEASURES, CASH_VIEW_LINE, DC_WORD_CASH_HEAD_NON_OPERATING,
            l->measures);
    if (has_line)
        add(&m, "line_interest", DC_WORD_CASH_LINE_INTEREST, CASH_VIEW_LINE,
            DC_WORD_CASH_HEAD_NON_OPERATING, turned(&m, l->interest));
    add(&m, "net_cash_flow", DC_WORD_CASH_NET, CASH_VIEW_TOTAL, DC_WORD_CASH_HEAD_NON_OPERATING,
        l->net);
    note_sum(&m, (const char *const[2]){"operating_cash_flow", NULL}, others);
    if (has_line)
        add(&m, "line_drawn_or_repaid", DC_WORD_CASH_LINE, CASH_VIEW_LINE, DC_WORD_CASH_HEAD_CASH,
            l->line);
    if (l->plan->has_cash)
        add_balances(&m);
    return true;
}

size_t cash_view_find(const cash_view *view, const char *key)
{
    size_t at = 0;
    while (at < view->count && strcmp(view->rows[at].key, key) != 0)
        at++;
    return at;
}

const char *cash_missing(const dc_answer *answer)
{
    const dc_figure *cash = &answer->book->company.cash;
    if (cash->known)
        return "";
    return dc_say(answer->language, cash->of_other_day ? DC_WORD_CASH_MISSING_CASH_OF_DAY
                                                       : DC_WORD_CASH_MISSING_CASH);
}

const char *line_missing(const dc_answer *answer)
{
    if (!answer->book->company.cash.known)
        return cash_missing(answer);
    return answer->book->company.line_limit.known
               ? ""
               : dc_say(answer->language, DC_WORD_CASH_MISSING_LINE);
}

const dc_liquidity *cash_known(const dc_answer *answer, size_t scenario)
{
    const dc_liquidity *l = answer->comparison->outcome[scenario].liquidity;
    return l && l->plan->has_cash ? l : NULL;
}

bool cash_lowest_difference(double *mean, double *standard_error, const dc_answer *answer,
                            size_t scenario, int reach)
{
    const dc_outcome *outcome = answer->comparison->outcome;
    dc_cash_change    change;
    if (!dc_cash_figure_change(&change, outcome[scenario].liquidity, outcome[0].liquidity,
                               DC_FIGURE_LOWEST_CASH, reach, outcome[0].path_count))
        return false;
    *mean = change.mean;
    *standard_error = change.standard_error;
    return true;
}

/* No path is not never: what it may be at most is told then. */
static const char *say_chance(dc_arena *arena, double chance, double high)
{
    if (chance > 0.0)
        return text_share(arena, chance, 1);
    return dc_arena_format(arena, "≤ %s", text_share(arena, high, 2));
}

const char *say_driven(dc_arena *arena, const dc_answer *answer)
{
    const dc_tail *tail = cash_known(answer, 0)->plan->tail;
    if (!tail || !tail->buys)
        return "";
    return text_fill(arena, dc_say(answer->language, DC_WORD_SAY_CASH_DRIVEN),
                     text_share(arena, tail->cost * tail->bought / tail->net, 0),
                     text_number(arena, tail->terms_days, 0), (const char *)NULL);
}

/* What is left out of cash, in the order in which it is told; returns how many. */
static size_t find_left_out(const char *out[LEFT_OUT_MOST], dc_arena *arena,
                            const dc_answer *answer, const dc_cash_plan *plan)
{
    size_t count = 0;
    if (!plan->knows_costs)
        out[count++] = dc_say(answer->language, DC_WORD_CASH_COSTS_UNKNOWN);
    if (!plan->knows_bills)
        out[count++] = dc_say(answer->language, DC_WORD_CASH_BILLS_UNKNOWN);
    else if (dc_cash_buying_unknown(plan))
        out[count++] = dc_say(answer->language, DC_WORD_CASH_BUYING_UNKNOWN);
    if (plan->left_out > 0)
        out[count++] =
            text_counted(arena, answer->language, DC_WORD_CASH_WITHOUT_RATE, plan->left_out);
    return count;
}

const char *say_left_out(dc_arena *arena, const dc_answer *answer)
{
    const dc_liquidity *l = cash_known(answer, 0);
    const char         *part[LEFT_OUT_MOST], *list = "";
    size_t              count = l ? find_left_out(part, arena, answer, l->plan) : 0;
    for (size_t i = 0; i < count; i++) {
        dc_word join = i + 1 == count ? DC_WORD_CASH_LEFT_OUT_LAST : DC_WORD_CASH_LEFT_OUT_NEXT;
        list = i == 0 ? part[0]
                      : text_fill(arena, dc_say(answer->language, join), list, part[i],
                                  (const char *)NULL);
    }
    return list;
}

const char *say_cash_safer(dc_arena *arena, const dc_answer *answer)
{
    return text_fill(arena, dc_say(answer->language, DC_WORD_SAY_CASH_SAFER),
                     say_left_out(arena, answer), (const char *)NULL);
}

const char *say_cash(dc_arena *arena, const dc_answer *answer, const money_scale *scale)
{
    const dc_liquidity  *l = cash_known(answer, 0);
    const dc_cash_reach *reach = &l->reach[DC_REACH_NEAR];
    dc_date              end =
        dc_date_add_days(answer->book->as_of, dc_week_end_day(answer->options, reach->dip_week));
    const char *dip =
        text_fill(arena, dc_say(answer->language, DC_WORD_SAY_CASH_DIPS),
                  text_amount(arena, answer, scale, reach->lowest.mean),
                  text_number(arena, reach->dip_week, 0), text_date(arena, end),
                  say_weeks(arena, answer, answer->comparison->outcome[0].paired_week[0]),
                  (const char *)NULL);
    if (!has_bands(answer))
        return dip;
    int64_t     drawn = l->plan->has_line ? l->plan->drawn : 0;
    const char *line = text_fill(
        arena,
        dc_say(answer->language, drawn > 0 ? DC_WORD_SAY_CASH_LINE_MORE : DC_WORD_SAY_CASH_LINE),
        say_chance(arena, reach->needed, reach->needed_high),
        text_money_words(arena, answer, scale, reach->line_95),
        text_money_words(arena, answer, scale, (double)drawn), (const char *)NULL);
    const char *gap = !l->plan->has_line
                          ? text_fill(arena, dc_say(answer->language, DC_WORD_SAY_CASH_NO_LINE),
                                      line_missing(answer), (const char *)NULL)
                          : text_fill(arena, dc_say(answer->language, DC_WORD_SAY_CASH_EXHAUSTED),
                                      say_chance(arena, reach->exhausted, reach->exhausted_high),
                                      (const char *)NULL);
    return dc_arena_format(arena, "%s%s%s", dip, line, gap);
}

dc_date cash_period_end(const dc_answer *answer, const dc_cash_period *period)
{
    return dc_date_add_days(answer->book->as_of, period->last_day);
}
