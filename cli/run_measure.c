/* run_measure.c - `duecast measure`: read, measure at the last month ends, tell. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "measure_sections.h"
#include "terminal.h"

enum { DIGITS = 15, MONTHS_USUAL = 24 };

static dc_status complain(const dc_cli_options *options, dc_word word, const char *a, const char *b)
{
    fputs("duecast: ", stderr);
    dc_fill(stderr, dc_say((dc_language)options->language, word), (const char *const[]){a, b}, 2);
    fputc('\n', stderr);
    return DC_ERR_USAGE;
}

static dc_status check_day(const dc_cli_options *options, const dc_book *book)
{
    char at[11], as_of[11];
    if (!dc_date_is_set(options->at) || options->at.day <= book->as_of.day)
        return DC_OK;
    dc_date_format(at, options->at);
    dc_date_format(as_of, book->as_of);
    return complain(options, DC_WORD_MEASURE_LATE, at, as_of);
}

dc_status dc_measure_open(dc_run *run, const dc_cli_options *options)
{
    dc_status status = dc_run_read(run, options);
    if (status == DC_OK)
        status = check_day(options, run->book);
    if (!options->quiet || status != DC_OK) {
        dc_issues_sort(run->issues);
        dc_terminal_issues(stderr, run->issues, options, DC_WARNING, DC_ISSUES_SHOWN);
    }
    return status;
}

/* "30,60,90": increasing days. */
static bool parse_edges(dc_ageing_edges *out, const char *text)
{
    const int32_t most = 36500;
    *out = (dc_ageing_edges){0};
    for (;;) {
        char *rest;
        long  day = strtol(text, &rest, 10);
        long  before = out->count > 0 ? out->last_day[out->count - 1] : 0;
        if (rest == text || *text == '+' || *text == ' ' || day <= before || day > most ||
            out->count == DC_AGEING_EDGES_MAX)
            return false;
        out->last_day[out->count++] = (int32_t)day;
        if (*rest == '\0')
            return true;
        if (*rest != ',')
            return false;
        text = rest + 1;
    }
}

/* Misuse is told before anything is read. */
static dc_status check_options(dc_ageing_edges *edges, const dc_cli_options *options)
{
    *edges = (dc_ageing_edges){0}; /* those of the book */
    if (options->buckets && !parse_edges(edges, options->buckets))
        return complain(options, DC_WORD_MEASURE_BAD_BUCKETS, options->buckets, NULL);
    for (size_t i = 0; i < options->outputs.count; i++)
        if (!dc_path_ends(options->outputs.items[i], ".json") &&
            !dc_path_ends(options->outputs.items[i], ".csv"))
            return complain(options, DC_WORD_MEASURE_BAD_OUTPUT, options->outputs.items[i], NULL);
    return DC_OK;
}

/* --- JSON and CSV --- */

static json_t *root_json(dc_measure_view *view)
{
    const dc_book     *book = view->run->book;
    const dc_measures *measures = view->measures;
    json_t            *root = json_object();
    json_object_set_new(root, "as_of", dc_measure_json_date(book->as_of));
    json_object_set_new(root, "at", dc_measure_json_date(measures->date[measures->count - 1]));
    json_object_set_new(root, "currency", json_string(book->currencies[book->home].code));
    json_object_set_new(root, "content", json_string(book->content_sha256));
    json_object_set_new(root, "undated_settlements", json_integer((json_int_t)measures->undated));
    for (size_t i = 0; i < dc_measure_section_count; i++) {
        json_t *(*json)(dc_measure_view *) = dc_measure_sections[i].json;
        json_t *section = json ? json(view) : NULL;
        if (section)
            json_object_set_new(root, dc_measure_sections[i].key, section);
    }
    return root;
}

static dc_status write_json(void *context, FILE *out)
{
    json_t *root = root_json(context);
    bool    written = json_dumpf(root, out, JSON_INDENT(1) | JSON_REAL_PRECISION(DIGITS)) == 0;
    json_decref(root);
    written &= fputc('\n', out) != EOF && fflush(out) == 0;
    return written ? DC_OK : DC_ERR_OUTPUT;
}

/* One row a figure and date. */
static dc_status write_csv(void *context, FILE *out)
{
    const dc_measure_view *view = context;
    const dc_measures     *measures = view->measures;
    fputs("date,measure,label,unit,value,at_least,reason\n", out);
    for (size_t d = 0; d < measures->count; d++)
        for (dc_measure measure = 0; measure < DC_MEASURE_COUNT; measure++) {
            const dc_measure_info  *about = dc_measure_about(measure);
            const dc_measure_value *value = dc_measured(measures, d, measure);
            char                    date[11];
            json_t                 *number;
            if (!value->told)
                continue;
            dc_date_format(date, measures->date[d]);
            number = dc_measure_json_number(view, about->unit, value->value);
            fprintf(out, "%s,%s,", date, about->key);
            dc_csv_text(out, dc_say(view->language, about->label));
            fprintf(out, ",%s,", dc_unit_key(about->unit));
            if (value->applicable)
                fprintf(out, "%.15g", json_real_value(number));
            fprintf(out, ",%s,", value->at_least ? "true" : "");
            if (!value->applicable)
                dc_csv_text(out, dc_say(view->language, value->reason));
            fputc('\n', out);
            json_decref(number);
        }
    return ferror(out) || fflush(out) != 0 ? DC_ERR_OUTPUT : DC_OK;
}

/* --- text --- */

static void write_title(FILE *out, const dc_measure_view *view)
{
    const dc_measures *measures = view->measures;
    char               date[11], count[DC_COUNT_TEXT_MAX];
    dc_date_format(date, measures->date[measures->count - 1]);
    dc_fill(out, dc_say(view->language, DC_WORD_MEASURE_TITLE),
            (const char *const[]){dc_measure_owner(view), date, dc_measure_currency(view)}, 3);
    fputc('\n', out);
    if (measures->undated > 0) {
        dc_terminal_count(count, measures->undated);
        dc_fill(out, dc_say(view->language, DC_WORD_MEASURE_UNDATED), (const char *const[]){count},
                1);
        fputc('\n', out);
    }
}

static void write_section(FILE *out, dc_measure_view *view, const dc_measure_section *section)
{
    char  *text = NULL;
    size_t size = 0;
    FILE  *memory = open_memstream(&text, &size);
    if (!memory)
        return;
    section->write(memory, view);
    fclose(memory);
    if (size > 0) {
        fputc('\n', out);
        if (section->title != DC_WORD_COUNT)
            fprintf(out, "%s\n", dc_say(view->language, section->title));
        fputs(text, out);
    }
    free(text);
}

static void write_text(FILE *out, dc_measure_view *view)
{
    write_title(out, view);
    for (size_t i = 0; i < dc_measure_section_count; i++)
        write_section(out, view, &dc_measure_sections[i]);
}

/* --- the whole --- */

static const dc_measures *measure(dc_run *run, const dc_cli_options *options,
                                  const dc_ageing_edges *edges)
{
    dc_date dates[DC_MEASURE_DATES_MAX], at = run->book->as_of;
    if (dc_date_is_set(options->at))
        at = options->at;
    size_t months = options->months > 0 ? options->months : MONTHS_USUAL;
    size_t count = dc_measure_month_ends(dates, at, months);
    return dc_measures_make(run->arena, run->book, dates, count,
                            edges->count > 0 ? edges : dc_company_edges(&run->book->company));
}

/* What most month ends owe: a single large one would leave the others without digits. */
static double usual_amount(const dc_measures *measures)
{
    double open[DC_MEASURE_DATES_MAX], scratch[DC_MEASURE_DATES_MAX], quantile[DC_QUANTILE_COUNT];
    size_t count = 0;
    for (size_t d = 0; d < measures->count; d++) {
        const dc_measure_value *value = dc_measured(measures, d, DC_MEASURE_RECEIVABLES);
        if (value->applicable && value->value > 0.0)
            open[count++] = value->value;
    }
    if (count == 0)
        return 0.0;
    dc_quantiles(quantile, open, scratch, count);
    return quantile[DC_P50];
}

static dc_status tell(dc_measure_view *view, const dc_cli_options *options)
{
    dc_status status = DC_OK;
    for (size_t i = 0; i < options->outputs.count && status == DC_OK; i++) {
        const char *path = options->outputs.items[i];
        status = dc_report_file(path, dc_path_ends(path, ".csv") ? write_csv : write_json, view,
                                view->run->issues);
    }
    if (status != DC_OK)
        return status;
    if (options->json)
        write_json(view, stdout);
    else
        write_text(stdout, view);
    return view->status;
}

dc_status dc_run_measure(const dc_cli_options *options)
{
    dc_run          run = {0};
    dc_ageing_edges edges;
    dc_status       status = check_options(&edges, options);
    if (status != DC_OK)
        return status;
    status = dc_measure_open(&run, options);
    if (status == DC_OK) {
        dc_measure_view view = {.run = &run,
                                .options = options,
                                .measures = measure(&run, options, &edges),
                                .language = (dc_language)options->language,
                                .columns = dc_terminal_columns(stdout)};
        view.scale =
            dc_amount_scale_for(run.arena, view.language, &run.book->currencies[run.book->home],
                                usual_amount(view.measures));
        status = tell(&view, options);
        if (status == DC_ERR_OUTPUT)
            dc_terminal_issues(stderr, run.issues, options, DC_ERROR, DC_ISSUES_SHOWN);
    }
    dc_run_free(&run);
    return status;
}
