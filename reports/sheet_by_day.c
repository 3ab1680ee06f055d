/*
 * Calculations by day: from the chances and the inputs to what is received, by formulas alone.
 *
 * Rows follow the engine's own order: future invoices under new terms, then plans and delays, then
 * customers that fail.  Each row has one formula for all its days.  Results stand beside the
 * formulas; the inputs are as the run was made, so that nothing is moved.
 */
#include "by_day.h"

#include <math.h>
#include <string.h>

static const dc_word class_words[CLASS_FIGURES] = {
    [CLASS_MOVED_PAID] = DC_WORD_LIVE_MOVED_PAID,
    [CLASS_MOVED_CASH] = DC_WORD_LIVE_MOVED_CASH,
    [CLASS_MOVED_LOST] = DC_WORD_LIVE_MOVED_LOST,
    [CLASS_NEW] = DC_WORD_LIVE_NEW,
    [CLASS_DELAYED] = DC_WORD_LIVE_DELAYED,
    [CLASS_OPEN] = DC_WORD_LIVE_OPEN,
    [CLASS_HELD] = DC_WORD_LIVE_HELD,
    [CLASS_INVOICED] = DC_WORD_SALES_INVOICED,
    [CLASS_CASH] = DC_WORD_LIVE_RECEIVED,
    [CLASS_PAID] = DC_WORD_LIVE_LEFT_PAID,
    [CLASS_WRITTEN_OFF] = DC_WORD_METRIC_WRITTEN_OFF,
};

double *column_new(const page *p)
{
    return dc_arena_alloc(p->r->arena, (size_t)p->days + 1, sizeof(double));
}

const char *here(const page *p, uint32_t row, int32_t day)
{
    return grid_ref(p->sheet, row, live_col(day));
}

/* $G9:$CS9 of a row, days 1 to the last. */
static const char *days_of(const page *p, const grid *sheet, uint32_t row)
{
    const char *range =
        dc_arena_format(p->r->arena, "%s:%s", grid_ref_fixed(sheet, row, live_col(1)),
                        grid_ref_fixed(sheet, row, live_col(p->days)));
    return sheet == p->sheet ? range : dc_arena_format(p->r->arena, "'%s'!%s", sheet->title, range);
}

const char *chance(const page *p, uint32_t row, int32_t day)
{
    return grid_ref_from(p->sheet, p->chances, row, live_col(day));
}

static const char *day_cell(const page *p, int32_t day)
{
    return here(p, LIVE_ROW_DAY, day);
}

void put_day(page *p, uint32_t row, int32_t day, double value, const char *formula)
{
    grid_formula(p->sheet, row, live_col(day), ROLE_FORMULA, SHOW_MONEY_2, value, "%s", formula);
}

/* --- future invoices under new terms ------------------------------------------------------------
 * */

static void put_moves(page *p, uint32_t row, const dc_daily_group *group)
{
    const char *moves = dc_arena_format(p->r->arena, "%s*MAX(0,%s-%d)", NAME_PASS_THROUGH,
                                        NAME_TERMS_DAYS, (int)group->terms);
    grid_formula(p->sheet, row, LIVE_CONSTANT, ROLE_FORMULA, SHOW_COUNT, 0.0, "INT(%s)", moves);
    grid_formula(p->sheet, row, LIVE_MORE, ROLE_FORMULA, SHOW_REAL, 0.0, "%s-%s", moves,
                 grid_ref(p->sheet, row, LIVE_CONSTANT));
}

static void put_sales(page *p, size_t g, live_figure figure)
{
    const dc_daily_group *group = &p->daily->group[g];
    dc_arena             *arena = p->r->arena;
    uint32_t              row = p->next++, from = p->r->live_map->group[g].row[figure];
    const char           *days = days_of(p, p->chances, from);
    const char   *amount = dc_arena_format(arena, "$%s", grid_ref(p->sheet, row, LIVE_AMOUNT));
    const char   *whole = dc_arena_format(arena, "$%s", grid_ref(p->sheet, row, LIVE_CONSTANT));
    const char   *more = dc_arena_format(arena, "$%s", grid_ref(p->sheet, row, LIVE_MORE));
    const double *share = live_column(group, figure);
    p->moved[g * LIVE_FIGURES + figure] = row;
    grid_text(p->sheet, row, LIVE_LABEL, ROLE_LABEL, live_group_name(p->r, group));
    grid_text(p->sheet, row, LIVE_CLASS, ROLE_LABEL, live_class_name(p->r, group->row));
    grid_text(p->sheet, row, LIVE_FIGURE, ROLE_LABEL, say(p->r, live_figure_word(figure)));
    grid_link(p->sheet, row, LIVE_AMOUNT, p->chances, from, LIVE_AMOUNT);
    put_moves(p, row, group);
    for (int32_t day = 1; day <= p->days; day++) {
        const char *at = day_cell(p, day);
        put_day(p, row, day, money_major(p->r->answer, share[day]),
                dc_arena_format(arena,
                                "%s*((1-%s)*IF(%s>%s,INDEX(%s,%s-%s),0)+"
                                "%s*IF(%s>%s+1,INDEX(%s,%s-%s-1),0))",
                                amount, more, at, whole, days, at, whole, more, at, whole, days, at,
                                whole));
    }
}

/* --- the figures of a class ---------------------------------------------------------------------
 * */

static void begin_row(page *p, size_t class_row, class_figure figure)
{
    uint32_t row = p->next++;
    p->row[figure] = row;
    p->value[figure] = column_new(p);
    grid_text(p->sheet, row, LIVE_LABEL, ROLE_LABEL, say(p->r, class_words[figure]));
    grid_text(p->sheet, row, LIVE_CLASS, ROLE_LABEL, live_class_name(p->r, class_row));
    grid_text(p->sheet, row, LIVE_FIGURE, ROLE_LABEL, say(p->r, class_words[figure]));
}

const char *amount_of(const page *p, uint32_t from)
{
    return dc_arena_format(p->r->arena, "'%s'!$%s", p->chances->title,
                           grid_ref(p->chances, from, LIVE_AMOUNT));
}

const char *add_term(const page *p, const char *sum, const char *more)
{
    return sum[0] ? dc_arena_format(p->r->arena, "%s+%s", sum, more) : more;
}

/* What a group adds to a sum on a day. */
static const char *group_term(const page *p, size_t g, live_figure figure, int32_t day)
{
    const dc_daily_group *group = &p->daily->group[g];
    uint32_t              from = p->r->live_map->group[g].row[figure];
    bool                  reached = group->kind == DC_DAILY_REACHED;
    if (p->moved[g * LIVE_FIGURES + figure] > 0)
        return here(p, p->moved[g * LIVE_FIGURES + figure], day);
    return dc_arena_format(p->r->arena, "%s%s*%s", reached ? "(1-" NAME_PLAN_SHARE ")*" : "",
                           amount_of(p, from), chance(p, from, day));
}

static bool has_figure(const page *p, size_t class_row, live_figure figure)
{
    for (size_t g = 0; g < p->daily->group_count; g++)
        if (p->daily->group[g].row == class_row && p->r->live_map->group[g].row[figure] > 0)
            return true;
    return false;
}

static double class_amount(const page *p, size_t class_row, live_figure figure, int32_t day)
{
    double sum = 0.0;
    for (size_t g = 0; g < p->daily->group_count; g++)
        if (p->daily->group[g].row == class_row && p->r->live_map->group[g].row[figure] > 0)
            sum += money_major(p->r->answer, live_column(&p->daily->group[g], figure)[day]);
    return sum;
}

static void put_moved(page *p, size_t class_row, class_figure figure, live_figure of)
{
    p->row[figure] = 0;
    if (!has_figure(p, class_row, of))
        return;
    begin_row(p, class_row, figure);
    for (int32_t day = 1; day <= p->days; day++) {
        const char *sum = "";
        for (size_t g = 0; g < p->daily->group_count; g++)
            if (p->daily->group[g].row == class_row && p->r->live_map->group[g].row[of] > 0)
                sum = add_term(p, sum, group_term(p, g, of, day));
        p->value[figure][day] = class_amount(p, class_row, of, day);
        put_day(p, p->row[figure], day, p->value[figure][day], sum);
    }
}

/* Delayed for a share of customers, and what a plan pays instead. */
static const char *delayed(const page *p, size_t class_row, class_figure moved, live_figure plan,
                           int32_t day)
{
    dc_arena   *arena = p->r->arena;
    const char *sum = "0";
    if (p->row[moved] > 0)
        sum = dc_arena_format(arena, "(1-%s)*%s+%s*IF(%s>%s,INDEX(%s,%s-%s),0)", NAME_DELAY_SHARE,
                              here(p, p->row[moved], day), NAME_DELAY_SHARE, day_cell(p, day),
                              NAME_DELAY_DAYS, days_of(p, p->sheet, p->row[moved]),
                              day_cell(p, day), NAME_DELAY_DAYS);
    for (size_t g = 0; g < p->daily->group_count; g++) {
        uint32_t from = p->r->live_map->group[g].row[plan];
        if (p->daily->group[g].row == class_row && from > 0)
            sum = dc_arena_format(arena, "%s+%s*%s*%s", sum, NAME_PLAN_SHARE, amount_of(p, from),
                                  chance(p, from, day));
    }
    return sum;
}

double value_of(const page *p, class_figure figure, int32_t day)
{
    return p->row[figure] > 0 ? p->value[figure][day] : 0.0;
}

static void put_delayed(page *p, size_t class_row)
{
    begin_row(p, class_row, CLASS_DELAYED);
    for (int32_t day = 1; day <= p->days; day++) {
        p->value[CLASS_DELAYED][day] = value_of(p, CLASS_MOVED_PAID, day);
        put_day(p, p->row[CLASS_DELAYED], day, p->value[CLASS_DELAYED][day],
                delayed(p, class_row, CLASS_MOVED_PAID, LIVE_PLAN_PAID, day));
    }
}

/* What a row of the class tells of a day; "0" where the class has none. */
static const char *figure_of(const page *p, class_figure figure, int32_t day)
{
    return p->row[figure] > 0 ? here(p, p->row[figure], day) : "0";
}

static void put_open(page *p, size_t class_row)
{
    const char *sum = "";
    begin_row(p, class_row, CLASS_OPEN);
    double *open = p->value[CLASS_OPEN];
    for (size_t g = 0; g < p->daily->group_count; g++) {
        uint32_t from = p->r->live_map->group[g].row[LIVE_PAID];
        if (p->daily->group[g].row != class_row || p->daily->group[g].kind == DC_DAILY_SALES ||
            from == 0)
            continue;
        sum = add_term(p, sum, amount_of(p, from));
        open[0] += money_major(p->r->answer, p->daily->group[g].exposure);
    }
    put_day(p, p->row[CLASS_OPEN], 0, open[0], sum[0] ? sum : "0");
    for (int32_t day = 1; day <= p->days; day++) {
        open[day] = open[day - 1] + value_of(p, CLASS_NEW, day) - p->value[CLASS_DELAYED][day] -
                    value_of(p, CLASS_MOVED_LOST, day);
        put_day(p, p->row[CLASS_OPEN], day, open[day],
                dc_arena_format(p->r->arena, "%s+%s-%s-%s", here(p, p->row[CLASS_OPEN], day - 1),
                                figure_of(p, CLASS_NEW, day), figure_of(p, CLASS_DELAYED, day),
                                figure_of(p, CLASS_MOVED_LOST, day)));
    }
}

static void put_held(page *p, size_t class_row)
{
    const double *alive = p->daily->row[class_row].alive;
    uint32_t      from = p->r->live_map->alive[class_row];
    p->row[CLASS_HELD] = 0;
    if (!p->daily->any_failing)
        return;
    begin_row(p, class_row, CLASS_HELD);
    for (int32_t day = 1; day <= p->days; day++) {
        p->value[CLASS_HELD][day] = (alive[day - 1] - alive[day]) * p->value[CLASS_OPEN][day - 1];
        put_day(p, p->row[CLASS_HELD], day, p->value[CLASS_HELD][day],
                dc_arena_format(p->r->arena, "(%s-%s)*%s", chance(p, from, day - 1),
                                chance(p, from, day), here(p, p->row[CLASS_OPEN], day - 1)));
    }
}

/* Results of the class: what happens only while its customers have not failed. */
static void put_result(page *p, size_t class_row, class_figure figure, double value, int32_t day,
                       const char *sum)
{
    const double *alive = p->daily->row[class_row].alive;
    p->value[figure][day] = alive[day] * value;
    put_day(p, p->row[figure], day, p->value[figure][day],
            dc_arena_format(p->r->arena, "%s*(%s)",
                            chance(p, p->r->live_map->alive[class_row], day), sum));
}

static void put_written_off(page *p, size_t class_row)
{
    const double *alive = p->daily->row[class_row].alive;
    dc_arena     *arena = p->r->arena;
    const int32_t wait = DC_WRITE_OFF_AFTER_DAYS;
    begin_row(p, class_row, CLASS_WRITTEN_OFF);
    for (int32_t day = 1; day <= p->days; day++) {
        const char *sum = "0";
        double      value = alive[day] * value_of(p, CLASS_MOVED_LOST, day);
        if (p->row[CLASS_MOVED_LOST] > 0)
            sum = dc_arena_format(arena, "%s*%s", chance(p, p->r->live_map->alive[class_row], day),
                                  here(p, p->row[CLASS_MOVED_LOST], day));
        if (p->row[CLASS_HELD] > 0 && day > wait) {
            sum = dc_arena_format(arena, "%s+%s", sum, here(p, p->row[CLASS_HELD], day - wait));
            value += p->value[CLASS_HELD][day - wait];
        }
        p->value[CLASS_WRITTEN_OFF][day] = value;
        put_day(p, p->row[CLASS_WRITTEN_OFF], day, value, sum);
    }
}

static void put_class(page *p, size_t class_row)
{
    for (size_t g = 0; g < p->daily->group_count; g++) {
        const dc_daily_group *group = &p->daily->group[g];
        if (group->row != class_row || group->kind != DC_DAILY_SALES ||
            group->terms == DC_DAILY_OTHER_TERMS)
            continue;
        for (live_figure f = LIVE_PAID; f <= LIVE_LOST; f++)
            if (p->r->live_map->group[g].row[f] > 0)
                put_sales(p, g, f);
    }
    put_moved(p, class_row, CLASS_MOVED_PAID, LIVE_PAID);
    put_moved(p, class_row, CLASS_MOVED_CASH, LIVE_CASH);
    put_moved(p, class_row, CLASS_MOVED_LOST, LIVE_LOST);
    put_moved(p, class_row, CLASS_NEW, LIVE_INVOICED);
    put_delayed(p, class_row);
    put_open(p, class_row);
    put_held(p, class_row);
    begin_row(p, class_row, CLASS_INVOICED);
    begin_row(p, class_row, CLASS_CASH);
    begin_row(p, class_row, CLASS_PAID);
    for (int32_t day = 1; day <= p->days; day++) {
        put_result(p, class_row, CLASS_INVOICED, value_of(p, CLASS_NEW, day), day,
                   figure_of(p, CLASS_NEW, day));
        put_result(p, class_row, CLASS_CASH, value_of(p, CLASS_MOVED_CASH, day), day,
                   delayed(p, class_row, CLASS_MOVED_CASH, LIVE_PLAN_CASH, day));
        put_result(p, class_row, CLASS_PAID, p->value[CLASS_DELAYED][day], day,
                   figure_of(p, CLASS_DELAYED, day));
    }
    put_written_off(p, class_row);
}

void fill_by_day(report *r, grid *sheet)
{
    const dc_daily *daily = r->answer->daily;
    page            p = {.r = r,
                         .sheet = sheet,
                         .chances = r->sheet[SHEET_CHANCES],
                         .daily = daily,
                         .days = daily->day_count,
                         .next = CLASSES_FROM};
    classes         all = {.held = dc_arena_alloc(r->arena, daily->row_count, sizeof *all.held),
                           .held_value =
                               dc_arena_alloc(r->arena, daily->row_count, sizeof *all.held_value)};
    p.moved = dc_arena_alloc(r->arena, daily->group_count * LIVE_FIGURES + 1, sizeof *p.moved);
    live_begin(r, sheet, DC_WORD_SHEET_BY_DAY, DC_WORD_NOTE_BY_DAY);
    begin_sums(&p);
    for (size_t c = 0; c < daily->row_count; c++) {
        put_class(&p, c);
        all.held[c] = p.row[CLASS_HELD];
        all.held_value[c] = p.value[CLASS_HELD];
        add_class(&p);
    }
    all.last = p.next - 1;
    put_sums(&p, &all);
    grid_name_range(sheet, NAME_LIVE_DAYS,
                    grid_cols_of(sheet, LIVE_ROW_DATE, live_col(1), live_col(p.days)));
    sheet->is_protected = true;
}
