/* credit_review.c - grades, limits and holds; see credit_review.h. */
#include "duecast/credit_review.h"

#include <math.h>
#include <stdlib.h>

#include "duecast/demand.h"
#include "duecast/standing.h"
#include "worklist_parts.h"

/* The bounds are opinions; what may be lost on one customer falls with its grade. */
static const dc_grade_row grades[DC_GRADE_COUNT] = {
    [DC_GRADE_A] = {"A", 0.005, 5, 15, 150},   [DC_GRADE_B] = {"B", 0.015, 15, 8, 125},
    [DC_GRADE_C] = {"C", 0.04, 30, 4, 100},    [DC_GRADE_D] = {"D", 0.10, 60, 1, 75},
    [DC_GRADE_E] = {"E", 1.0, INFINITY, 0, 0},
};

static const double trend_worse = 7.0; /* days */
enum {
    BROKEN_MANY = 2,
    OVERDUE_MOST = 90,
    SETTLED_FEW = 3,
    OLD_PART = 10,
    MONTHS = 12,
    MONTH_DAYS = 30
};

const dc_grade_row *dc_grade_about(dc_grade grade)
{
    return &grades[grade];
}

int64_t dc_credit_limit(dc_grade grade, int64_t receivables, int64_t insured, int64_t year_sales,
                        int32_t days)
{
    const dc_grade_row *row = &grades[grade];
    int64_t own = dc_money_ratio(DC_MONEY(receivables), row->appetite, 100, DC_ROUND_DOWN).minor;
    int64_t need = dc_money_ratio(DC_MONEY(year_sales), (int64_t)days * row->need,
                                  (int64_t)MONTHS * MONTH_DAYS * 100, DC_ROUND_DOWN)
                       .minor;
    int64_t may = own + (insured > 0 && row->need > 0 ? insured : 0);
    return may < need ? may : need;
}

/* --- one customer --------------------------------------------------------------------------- */

/* `terms` grows by money x days: a part held back for a year is long, and little. */
static void add_claim(dc_credit_row *row, const dc_book *book, size_t claim, double *terms)
{
    const dc_claims *claims = &book->claims;
    int64_t home = dc_book_translate(book, claims->currency[claim], claims->open[claim]).minor;
    row->exposure += home;
    if (!dc_claim_is_invoice(claims, claim) ||
        claims->issued[claim].day <= book->as_of.day - DC_YEAR_OF_DAYS)
        return;
    int64_t sold = dc_book_translate(book, claims->currency[claim], claims->amount[claim]).minor;
    row->year_sales += sold;
    *terms +=
        (double)sold * (double)dc_date_days_between(claims->issued[claim], claims->due[claim]);
}

/* Late is what credit notes and money on account leave: they meet what is due longest. */
static void find_late(dc_credit_row *row, const dc_book *book)
{
    dc_arena *arena = dc_arena_new();
    dc_demand demand;
    dc_demand_make(&demand, arena, book, row->customer, true);
    row->days_late_most = demand.days_late > 0 ? demand.days_late : 0;
    for (size_t i = 0; i < demand.count; i++) {
        const dc_demand_line *line = &demand.line[i];
        if (line->days_late > OVERDUE_MOST)
            row->old +=
                dc_book_translate(book, book->claims.currency[line->claim], line->demanded).minor;
    }
    dc_arena_free(arena);
}

static dc_grade worse(dc_grade grade)
{
    return grade < DC_GRADE_E ? grade + 1 : DC_GRADE_E;
}

static dc_grade grade_by(double value, double (*bound)(const dc_grade_row *))
{
    dc_grade grade = DC_GRADE_A;
    while (grade < DC_GRADE_E && value > bound(&grades[grade]))
        grade++;
    return grade;
}

static double default_bound(const dc_grade_row *row)
{
    return row->default_most;
}

static double late_bound(const dc_grade_row *row)
{
    return row->days_late;
}

static void set_grade(dc_credit_row *row, const dc_model *model)
{
    dc_grade late = grade_by(row->days_late, late_bound);
    row->grade = grade_by(row->chance_default, default_bound);
    row->by = DC_GRADED_BY_DEFAULT;
    if (late > row->grade) {
        row->grade = late;
        row->by = DC_GRADED_BY_LATENESS;
    }
    if (row->grade < DC_GRADE_C && model->settled_count[row->customer] < SETTLED_FEW) {
        row->grade = DC_GRADE_C;
        row->by = DC_GRADED_BY_THIN;
    }
    if (isfinite(row->trend) && row->trend > trend_worse) {
        row->grade = worse(row->grade);
        row->by = DC_GRADED_BY_TREND;
    }
    if (row->broken >= BROKEN_MANY && 2 * row->broken > row->promises) {
        row->grade = worse(row->grade);
        row->by = DC_GRADED_BY_PROMISES;
    }
    if (dc_in_default(model, row->customer) || OLD_PART * row->old > row->exposure) {
        row->grade = DC_GRADE_E;
        row->by = DC_GRADED_BY_OVERDUE;
    }
}

static void set_limit(dc_credit_row *row, const dc_work_view *view, int64_t receivables)
{
    int32_t late = (int32_t)lround(fmax(row->days_late, 0.0));
    row->suggested =
        dc_credit_limit(row->grade, receivables, row->insured, row->year_sales, row->terms + late);
    int64_t limit = row->limit >= 0 ? row->limit : row->suggested;
    row->over = row->exposure > limit ? row->exposure - limit : 0;
    row->hold = row->over > 0 || row->days_late_most > view->settings->hold_days ||
                dc_in_default(view->model, row->customer);
    row->month_margin = NAN;
    if (view->settings->margin_known)
        row->month_margin =
            view->settings->margin * (double)dc_customer_year_sales(view, row->customer) / MONTHS;
}

static void review_customer(dc_credit_row *row, const dc_work_view *view, int64_t receivables)
{
    const dc_book     *book = view->book;
    uint32_t           customer = row->customer;
    double             terms = 0.0;
    dc_habit           habit;
    dc_customer_record record;
    for (size_t i = view->first_claim[customer]; i < view->first_claim[customer + 1]; i++)
        add_claim(row, book, i, &terms);
    find_late(row, book);
    row->exposure = row->exposure > 0 ? row->exposure : 0;
    row->terms =
        row->year_sales > 0 && terms > 0.0 ? (int32_t)lround(terms / (double)row->year_sales) : 0;
    dc_habit_describe(&habit, view->model, book, customer);
    row->chance_default = habit.chance_default;
    row->days_late = isfinite(habit.expected) ? habit.expected : 0.0;
    row->trend = habit.trend;
    dc_customer_record_read(&record, view, customer,
                            dc_date_add_days(book->as_of, -DC_YEAR_OF_DAYS));
    row->promises = record.promises;
    row->broken = record.broken;
    row->limit = book->customers.credit_limit[customer];
    row->insured = book->customers.insured_limit[customer];
    set_grade(row, view->model);
    set_limit(row, view, receivables);
}

/* --- all of them ---------------------------------------------------------------------------- */

static bool is_active(const dc_work_view *view, uint32_t customer)
{
    const dc_claims *claims = &view->book->claims;
    for (size_t i = view->first_claim[customer]; i < view->first_claim[customer + 1]; i++)
        if (dc_claim_is_owed(claims, i) ||
            claims->issued[i].day > view->book->as_of.day - DC_YEAR_OF_DAYS)
            return true;
    return false;
}

static int compare_rows(const void *left, const void *right)
{
    const dc_credit_row *a = left, *b = right;
    if (a->hold != b->hold)
        return a->hold ? -1 : 1;
    if (a->exposure != b->exposure)
        return a->exposure > b->exposure ? -1 : 1;
    return (a->customer > b->customer) - (a->customer < b->customer);
}

static void add_up(dc_credit_review *out)
{
    for (size_t i = 0; i < out->count; i++) {
        const dc_credit_row *row = &out->rows[i];
        out->of_grade[row->grade]++;
        out->exposure[row->grade] += row->exposure;
        out->over += row->over;
        if (!row->hold)
            continue;
        out->holds++;
        out->month_margin += isfinite(row->month_margin) ? row->month_margin : 0.0;
    }
}

void dc_credit_review_make(dc_credit_review *out, dc_arena *arena, const dc_book *book,
                           const dc_model *model)
{
    dc_work_view     view;
    dc_work_settings settings;
    int64_t          receivables = dc_book_receivables(book).minor;
    dc_work_settings_of(&settings, book);
    dc_work_view_make(&view, arena, book, model, &settings);
    *out = (dc_credit_review){
        .margin_known = settings.margin_known,
        .hold_days = settings.hold_days,
        .rows = dc_arena_alloc(arena, book->customers.count + 1, sizeof(dc_credit_row))};
    for (uint32_t c = 0; c < book->customers.count; c++)
        if (is_active(&view, c))
            out->rows[out->count++] = (dc_credit_row){.customer = c};
#pragma omp parallel for schedule(dynamic, 8)
    for (size_t i = 0; i < out->count; i++)
        review_customer(&out->rows[i], &view, receivables > 0 ? receivables : 0);
    if (out->count > 0)
        qsort(out->rows, out->count, sizeof *out->rows, compare_rows);
    add_up(out);
}
