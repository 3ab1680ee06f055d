#include "duecast/book.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "reading.h"

/* Whether the path is there, and what it is. */
static bool find_book(dc_reading *reading)
{
    struct stat status;
    const char *path = reading->book->path;
    dc_place    place = {.file = path};

    if (stat(path, &status) != 0) {
        dc_issues_add(reading->issues, DC_ISSUE_FILE_MISSING, &place, path, strerror(errno), NULL);
        return false;
    }
    reading->is_directory = S_ISDIR(status.st_mode);
    return true;
}

static void read_invoices(dc_reading *reading)
{
    const char *book = reading->book->path, *name = reading->invoices_name;
    char       *path;

    if (!reading->is_directory) {
        const char *slash = strrchr(book, '/');

        dc_read_invoices(reading, book, slash && slash[1] ? slash + 1 : book);
        return;
    }
    if (!dc_reading_has_file(reading, name)) {
        if (!reading->company_broken || reading->yaml) /* else it may have told another name */
            dc_issues_add(reading->issues, DC_ISSUE_NO_INVOICES, &(dc_place){.file = book}, book,
                          name, NULL);
        reading->unusable = true;
        return;
    }
    path = dc_reading_path(reading, name);
    dc_read_invoices(reading, path, name);
    free(path);
}

static int compare_rejects(const void *left, const void *right)
{
    const dc_reject *a = left, *b = right;
    int              order = strcmp(a->file, b->file);

    return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

static void note_later_rows(const dc_reading *reading)
{
    char count[24], as_of[11];

    dc_date_format(as_of, reading->book->as_of);
    for (size_t i = 0; i < reading->book->file_count; i++) {
        const dc_file_totals *totals = &reading->book->files[i];
        dc_place              place = {.file = totals->file};

        snprintf(count, sizeof count, "%zu", totals->rows_later);
        if (totals->rows_later > 0)
            dc_issues_add(reading->issues, DC_ISSUE_LATER_ROWS, &place, count, as_of, NULL);
    }
}

static void compare_totals(const dc_reading *reading, dc_issue_kind code, dc_money have,
                           dc_money want, const char *name)
{
    int  decimals = reading->book->currencies[reading->book->home].decimals;
    char texts[3][32];
    if (have.minor == want.minor)
        return;
    dc_money_format(texts[0], sizeof texts[0], have, decimals);
    dc_money_format(texts[1], sizeof texts[1], want, decimals);
    dc_money_format(texts[2], sizeof texts[2], dc_money_sub(have, want), decimals);
    dc_issues_add(reading->issues, code, &(dc_place){.file = "book.yaml"}, texts[0], texts[1],
                  texts[2], name, NULL);
}

/* The control account of the general ledger should say what the invoices add up to. */
static void check_control_total(const dc_reading *reading)
{
    const dc_figure *control = &reading->book->company.control_receivables;
    if (control->known)
        compare_totals(reading, DC_ISSUE_CONTROL_DIFFERS, dc_book_ledger(reading->book),
                       control->value, NULL);
}

/* Bills are translated one by one, each to half a minor unit, and the balance as a whole. */
static bool is_rounding(const dc_book *book, dc_money a, dc_money b)
{
    int64_t off = llabs(a.minor - b.minor);
    return book->own != book->home && (uint64_t)off <= book->bills.count;
}

/* The same for what is owed to suppliers and for cash. */
static void check_other_totals(const dc_reading *reading)
{
    const dc_book    *book = reading->book;
    const dc_company *company = &book->company;
    bool              has_bills = book->bills.count > 0;
    dc_money          bills = dc_open_bills(book, book->as_of);
    if (has_bills && company->control_payables.known)
        compare_totals(reading, DC_ISSUE_CONTROL_OTHER, bills, company->control_payables.value,
                       "payables");
    if (company->cash.known && company->control_cash.known)
        compare_totals(reading, DC_ISSUE_CONTROL_OTHER, company->cash.value,
                       company->control_cash.value, "cash");
    if (has_bills && company->payables.known && !is_rounding(book, company->payables.value, bills))
        compare_totals(reading, DC_ISSUE_PAYABLES_TWICE, company->payables.value, bills, NULL);
}

/* Relief from tax that nobody knows would be none. */
static void check_tax(dc_reading *reading)
{
    const dc_claims *claims = &reading->book->claims;

    if (strcmp(reading->book->company.vat_relief, "yes") != 0)
        return;
    for (size_t i = 0; i < claims->count; i++)
        if (claims->tax[i].minor != 0)
            return;
    dc_issues_add(reading->issues, DC_ISSUE_NO_TAX_TO_RELIEVE, &(dc_place){.file = "book.yaml"},
                  NULL, NULL, NULL, NULL);
}

/* Files that make no sense without invoices: their columns and cells are checked all the same, so
 * that one run shows what is wrong with every file. */
static void check_files(dc_reading *reading)
{
    static const dc_input inputs[] = {DC_INPUT_PAYMENTS, DC_INPUT_BILLS, DC_INPUT_PLAN,
                                      DC_INPUT_ACTIONS};

    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        size_t    file;
        dc_table *table =
            dc_reading_open_input(reading, inputs[i], dc_input_file_of(inputs[i])->file, &file);
        if (table)
            dc_table_check_cells(table, reading->issues);
        dc_table_close(table);
    }
}

static void read_claims(dc_reading *reading)
{
    if (dc_reading_has_file(reading, "payments.csv") || dc_reading_has_file(reading, "actions.csv"))
        dc_index_invoices(reading);
    dc_read_payments(reading);
    dc_settle_claims(reading);
    dc_read_as_of(reading);
    dc_read_claims(reading);
}

/* What needs the as-of date and the customers in their final order. */
static void read_rest(dc_reading *reading)
{
    dc_read_bills(reading);
    dc_read_plan(reading);
    dc_read_actions(reading);
    dc_read_sort_currencies(reading);
    dc_read_check_hedges(reading);
    dc_read_rates(reading);
    dc_read_check_plan(reading);
    dc_read_totals(reading);
    dc_read_leave_out_figures(reading);
    dc_read_translate_figures(reading);
    if (!reading->unusable) {
        check_control_total(reading);
        check_other_totals(reading);
    }
    check_tax(reading);
    note_later_rows(reading);
}

static void read_everything(dc_reading *reading)
{
    dc_book *book = reading->book;

    dc_read_company(reading);
    dc_read_calendar(reading);
    const char *code = reading->company_code ? reading->company_code : reading->home_code;
    reading->default_currency =
        dc_reading_currency(reading, code && dc_currency_decimals(code) >= 0 ? code : "XXX");
    dc_read_customers(reading);
    read_invoices(reading);
    dc_read_home_currency(reading);
    dc_read_company_money(reading);
    if (!reading->invoices || !dc_table_is_bound(reading->invoices)) {
        check_files(reading);
        return;
    }
    read_claims(reading);
    if (reading->book->claims.count > 0)
        read_rest(reading);
    dc_reading_count_used(reading);
    if (book->reject_count > 0)
        qsort(book->rejects, book->reject_count, sizeof book->rejects[0], compare_rejects);
    if (!reading->unusable)
        dc_read_content_hash(reading);
}

static void free_reading(dc_reading *reading)
{
    dc_yaml_free(reading->yaml);
    dc_table_close(reading->invoices);
    dc_texts_free(reading->texts);
    dc_map_free(&reading->customer_map);
    free(reading->slots);
    dc_map_free(&reading->invoice_map);
    free(reading->customers);
    free(reading->customer_ids);
    free(reading->next_part);
    free(reading->final);
    free(reading->accounts);
    free(reading->events);
    free(reading->holidays);
}

dc_status dc_book_read(dc_book **out, const char *path, const dc_read_options *options,
                       dc_issues *issues)
{
    dc_arena  *arena = dc_arena_new();
    dc_book   *book = dc_arena_alloc(arena, 1, sizeof *book);
    dc_reading reading = {.book = book,
                          .arena = arena,
                          .texts = dc_texts_new(arena),
                          .issues = issues,
                          .options = options,
                          .format_name = options->format ? options->format : "auto",
                          .home_code = options->currency};
    size_t     errors = dc_issues_count(issues, DC_ERROR);

    assert(path);
    *out = NULL;
    book->arena = arena;
    book->path = dc_arena_copy_text(arena, path);
    book->as_of = DC_DATE_NONE;
    if (find_book(&reading))
        read_everything(&reading);
    else
        reading.unusable = true;
    free_reading(&reading);
    if (reading.unusable || (options->strict && dc_issues_count(issues, DC_ERROR) > errors)) {
        dc_book_free(book);
        return DC_ERR_INPUT;
    }
    *out = book;
    return DC_OK;
}

void dc_book_free(dc_book *book)
{
    if (book)
        dc_arena_free(book->arena);
}

const dc_ageing_edges *dc_company_edges(const dc_company *company)
{
    static const dc_ageing_edges usual = {4, {30, 60, 90, 120}};
    return company->ageing_edges.count > 0 ? &company->ageing_edges : &usual;
}
