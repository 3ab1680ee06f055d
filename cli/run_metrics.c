/* run_metrics.c - `duecast metrics`: what a figure means, and the numbers behind it on one's own
 * ledger. */
#include <string.h>

#include "commands.h"
#include "duecast/cash.h"
#include "lists.h"
#include "measure_sections.h"
#include "terminal.h"

enum { NAME_COLUMN = 25, FACT_COLUMN = 14, PART_COLUMN = 40, NUMBER_WIDTH = 18 };

static bool is_forecast(dc_measure measure)
{
    for (dc_metric m = 0; m < DC_METRIC_COUNT; m++)
        if (dc_metric_measure(m) == measure)
            return true;
    for (dc_cash_figure f = 0; f < DC_CASH_FIGURES; f++)
        if (dc_cash_figure_measure(f) == measure)
            return true;
    return false;
}

/* --- the table --- */

static json_t *about_json(dc_measure measure, dc_language language)
{
    const dc_measure_info *about = dc_measure_about(measure);
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:b}", "name", about->key, "label",
                     dc_say(language, about->label), "unit", dc_unit_key(about->unit), "better",
                     dc_better_key(about->better), "definition",
                     dc_say(language, about->definition), "missing",
                     dc_say(language, about->missing), "source", dc_say(language, about->source),
                     "forecast", is_forecast(measure));
}

static json_t *table_json(dc_language language)
{
    json_t *list = json_array();
    for (dc_measure m = 0; m < DC_MEASURE_COUNT; m++)
        json_array_append_new(list, about_json(m, language));
    return list;
}

static void write_table(dc_language language)
{
    for (dc_measure m = 0; m < DC_MEASURE_COUNT; m++) {
        dc_terminal_pad(stdout, dc_measure_about(m)->key, NAME_COLUMN);
        dc_terminal_wrap(stdout, dc_say(language, dc_measure_about(m)->label), NAME_COLUMN,
                         NAME_COLUMN, (size_t)dc_terminal_columns(stdout));
    }
}

/* --- one row of it --- */

static void write_fact(dc_language language, dc_word name, const char *text)
{
    fputs("  ", stdout);
    dc_terminal_pad(stdout, dc_say(language, name), FACT_COLUMN - 2);
    dc_terminal_wrap(stdout, text, FACT_COLUMN, FACT_COLUMN, (size_t)dc_terminal_columns(stdout));
}

static void write_about(dc_measure measure, dc_language language)
{
    const dc_measure_info *about = dc_measure_about(measure);
    dc_terminal_pad(stdout, about->key, NAME_COLUMN);
    fprintf(stdout, "%s\n", dc_say(language, about->label));
    write_fact(language, DC_WORD_FACT_FORMULA, dc_say(language, about->definition));
    write_fact(language, DC_WORD_FACT_UNIT, dc_say(language, dc_unit_word(about->unit)));
    write_fact(language, DC_WORD_FACT_BETTER, dc_say(language, dc_better_word(about->better)));
    write_fact(language, DC_WORD_FACT_SOURCE, dc_say(language, about->source));
    if (about->missing != DC_WORD_NOT_AVAILABLE)
        write_fact(language, DC_WORD_FACT_MISSING, dc_say(language, about->missing));
}

/* --- on a book --- */

static void write_behind(const dc_measure_view *view, dc_measure measure)
{
    const dc_measure_info  *about = dc_measure_about(measure);
    const dc_measure_value *value = dc_measured(view->measures, 0, measure);
    char                    date[11];
    dc_date_format(date, view->measures->date[0]);
    fputc('\n', stdout);
    dc_fill(stdout, dc_say(view->language, DC_WORD_MEASURE_TITLE),
            (const char *const[]){dc_measure_owner(view), date, dc_measure_currency(view)}, 3);
    fputc('\n', stdout);
    if (!value->told || !value->applicable) {
        fprintf(stdout, "  %s\n",
                dc_say(view->language, value->told ? value->reason : DC_WORD_MISSING_FORECAST));
        return;
    }
    for (size_t i = 0; i < value->part_count; i++) {
        const dc_measure_part *part = &value->part[i];
        fputs("  ", stdout);
        dc_terminal_pad(stdout, dc_say(view->language, part->what), PART_COLUMN - 2);
        dc_measure_right(stdout, dc_measure_text(view, part->unit, part->value), NUMBER_WIDTH);
        fputc('\n', stdout);
    }
    fputs("= ", stdout);
    dc_terminal_pad(stdout, dc_say(view->language, about->label), PART_COLUMN - 2);
    dc_measure_right(stdout, dc_measure_value_text(view, about, value), NUMBER_WIDTH);
    fputc('\n', stdout);
}

static json_t *behind_json(const dc_measure_view *view, dc_measure measure)
{
    const dc_measure_value *value = dc_measured(view->measures, 0, measure);
    json_t                 *object = about_json(measure, view->language), *parts = json_array();
    json_object_set_new(object, "at", dc_measure_json_date(view->measures->date[0]));
    json_object_set_new(object, "value",
                        value->applicable ? dc_measure_json_number(
                                                view, dc_measure_about(measure)->unit, value->value)
                                          : json_null());
    if (!value->applicable)
        json_object_set_new(
            object, "reason",
            json_string(
                dc_say(view->language, value->told ? value->reason : DC_WORD_MISSING_FORECAST)));
    for (size_t i = 0; i < value->part_count; i++)
        json_array_append_new(
            parts,
            json_pack("{s:s, s:s, s:o}", "what", dc_say(view->language, value->part[i].what),
                      "unit", dc_unit_key(value->part[i].unit), "value",
                      dc_measure_json_number(view, value->part[i].unit, value->part[i].value)));
    json_object_set_new(object, "parts", parts);
    return object;
}

static dc_status explain_on_book(const dc_cli_options *options, dc_measure measure)
{
    dc_cli_options reading = *options; /* the book comes second */
    dc_run         run;
    reading.operands.items++;
    reading.operands.count--;
    dc_status status = dc_measure_open(&run, &reading);
    if (status == DC_OK) {
        dc_date         at = dc_date_is_set(options->at) ? options->at : run.book->as_of;
        dc_measure_view view = {.run = &run,
                                .options = options,
                                .measures = dc_measures_make(run.arena, run.book, &at, 1,
                                                             dc_company_edges(&run.book->company)),
                                .language = (dc_language)options->language};
        view.scale = dc_amount_scale_for(run.arena, view.language,
                                         &run.book->currencies[run.book->home], 0.0);
        if (options->json) {
            dc_list_dump(behind_json(&view, measure));
        } else {
            write_about(measure, view.language);
            write_behind(&view, measure);
        }
    }
    dc_run_free(&run);
    return status;
}

dc_status dc_run_metrics(const dc_cli_options *options)
{
    dc_language language = (dc_language)options->language;
    const char *name = dc_list_wanted(options), *names[DC_MEASURE_COUNT];
    for (dc_measure m = 0; m < DC_MEASURE_COUNT; m++)
        names[m] = dc_measure_about(m)->key;
    dc_measure measure = name ? dc_measure_by_key(name) : DC_MEASURE_COUNT;
    if (name && measure == DC_MEASURE_COUNT)
        return dc_list_unknown(language, DC_WORD_CLI_NO_METRIC, name, names, DC_MEASURE_COUNT);
    if (options->operands.count > 1)
        return explain_on_book(options, measure);
    if (options->json)
        return dc_list_dump(name ? about_json(measure, language) : table_json(language));
    if (name)
        write_about(measure, language);
    else
        write_table(language);
    return DC_OK;
}
