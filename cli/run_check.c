/* run_check.c - `duecast check`: every problem of the input, then the totals. */
#include <ctype.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "commands.h"
#include "date_json.h"
#include "notices.h"
#include "run.h"
#include "terminal.h"

/* Whole minor units print exactly with 15 digits. */
enum { DIGITS = 15, KIND_MAX = 64 };

typedef void text_writer(FILE *out, const dc_issues *issues, size_t index, dc_language language);

/* A message or a remedy; null where there is none. */
static json_t *text_json(text_writer *write, const dc_issues *issues, size_t index,
                         dc_language language)
{
    char   *text = NULL;
    size_t  size = 0;
    FILE   *out = open_memstream(&text, &size);
    json_t *json;

    if (!out)
        return json_null();
    write(out, issues, index, language);
    fclose(out);
    json = size > 0 ? json_string(text) : json_null();
    free(text);
    return json;
}

/* "bad_amount" for DC_ISSUE_BAD_AMOUNT. */
static void format_kind(char out[KIND_MAX], dc_issue_kind kind)
{
    const char *name = dc_issue_kind_name(kind) + strlen("DC_ISSUE_");
    size_t      length = 0;

    for (; name[length] && length + 1 < KIND_MAX; length++)
        out[length] = (char)tolower((unsigned char)name[length]);
    out[length] = '\0';
}

static json_t *issues_json(const dc_issues *issues, dc_language language)
{
    static const char *const severities[DC_SEVERITY_COUNT] = {"note", "warning", "error"};
    json_t                  *list = json_array();

    for (size_t i = 0; i < dc_issues_total(issues); i++) {
        dc_place place = dc_issues_place(issues, i);
        char     kind[KIND_MAX];

        format_kind(kind, dc_issues_kind(issues, i));
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s?, s:i, s:i, s:o, s:o}", "severity",
                            severities[dc_issues_severity(issues, i)], "kind", kind, "file",
                            place.file, "line", (int)place.line, "column", (int)place.column,
                            "message", text_json(dc_issues_write_message, issues, i, language),
                            "remedy", text_json(dc_issues_write_remedy, issues, i, language)));
    }
    return list;
}

/* What has no rate to the book currency, by currency. */
static json_t *apart_json(const dc_file_totals *file)
{
    json_t *list = json_array();

    for (size_t i = 0; i < file->worth_count; i++)
        json_array_append_new(list, json_pack("{s:s, s:f, s:f}", "currency", file->worth[i].code,
                                              "worth", file->worth[i].read, "worth_rejected",
                                              file->worth[i].rejected));
    return list;
}

static json_t *files_json(const dc_book *book)
{
    json_t *list = json_array();

    for (size_t i = 0; book && i < book->file_count; i++) {
        const dc_file_totals *file = &book->files[i];

        json_array_append_new(
            list, json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:f, s:f, s:I}", "file",
                            file->file, "format", file->format, "read", (json_int_t)file->rows_read,
                            "used", (json_int_t)file->rows_used, "rejected",
                            (json_int_t)file->rows_rejected, "later", (json_int_t)file->rows_later,
                            "dropped", (json_int_t)file->rows_dropped, "worth", file->worth_read,
                            "worth_rejected", file->worth_rejected, "rows_worth_unknown",
                            (json_int_t)file->rows_worth_unknown));
        if (file->worth_count > 0)
            json_object_set_new(json_array_get(list, i), "worth_without_rate", apart_json(file));
    }
    return list;
}

static json_t *money_json(dc_money amount, int decimals)
{
    static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4};

    return json_real((double)amount.minor / powers[decimals]);
}

static json_t *currencies_json(const dc_book *book)
{
    json_t *list = json_array();

    for (size_t i = 0; book && i < book->currency_count; i++) {
        const dc_currency *currency = &book->currencies[i];
        int                decimals = currency->decimals;
        dc_money           ledger = dc_money_add(currency->receivables, currency->unapplied);

        json_array_append_new(
            list,
            json_pack(
                "{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "currency", currency->code, "receivables",
                money_json(currency->receivables, decimals), "credits",
                money_json(currency->credits, decimals), "unapplied",
                money_json(currency->unapplied, decimals), "ledger", money_json(ledger, decimals),
                "rate", currency->has_rate ? json_real(dc_rate_value(currency->rate)) : json_null(),
                "rate_date", currency->has_rate ? dc_date_json(currency->rate_date) : json_null()));
    }
    return list;
}

/* The ledger in the book currency beside the general ledger's control total. */
static void set_control(json_t *root, const dc_book *book)
{
    dc_figure control = book->company.control_receivables;
    dc_money  ledger = dc_book_ledger(book);
    int       decimals = book->currencies[book->home].decimals;

    json_object_set_new(root, "currency", json_string(book->currencies[book->home].code));
    json_object_set_new(root, "ledger", money_json(ledger, decimals));
    json_object_set_new(root, "control",
                        control.known ? money_json(control.value, decimals) : json_null());
    json_object_set_new(root, "difference",
                        control.known ? money_json(dc_money_sub(ledger, control.value), decimals)
                                      : json_null());
}

/* A book that cannot be used has issues only: what is not known is null. */
static void write_json(const dc_run *run, dc_language language)
{
    static const char *const unknown[] = {"as_of",  "as_of_source", "currency",
                                          "ledger", "control",      "difference"};
    const dc_book           *book = run->book;
    json_t                  *root = json_object();

    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++)
        json_object_set_new(root, unknown[i], json_null());
    if (book) {
        json_object_set_new(root, "as_of", dc_date_json(book->as_of));
        json_object_set_new(root, "as_of_source", json_string(book->as_of_source));
        set_control(root, book);
    }
    json_object_set_new(root, "currencies", currencies_json(book));
    json_object_set_new(root, "files", files_json(book));
    json_object_set_new(root, "issues", issues_json(run->issues, language));
    json_dumpf(root, stdout, JSON_INDENT(1) | JSON_REAL_PRECISION(DIGITS));
    fputc('\n', stdout);
    json_decref(root);
}

dc_status dc_run_check(const dc_cli_options *options)
{
    dc_run      run;
    dc_language language = (dc_language)options->language;
    dc_status   status = dc_run_read(&run, options);
    if (status == DC_OK)
        dc_notices_look(&run);
    dc_issues_sort(run.issues);
    if (options->json) {
        write_json(&run, language);
    } else {
        for (size_t i = 0; i < dc_issues_total(run.issues); i++) {
            dc_issues_write(stdout, run.issues, i, language,
                            dc_terminal_colour((dc_colour_choice)options->colour, stdout));
            fputc('\n', stdout);
        }
        if (run.book)
            dc_check_write(stdout, run.book, run.issues, language);
    }
    if (status == DC_OK && dc_issues_count(run.issues, DC_ERROR) > 0)
        status = DC_ERR_INPUT;
    dc_run_free(&run);
    return status;
}
