/* run_check.c - `duecast check`: every problem of the input, then the totals. */
#include <jansson.h>
#include <stdlib.h>

#include "check.h"
#include "commands.h"
#include "run.h"
#include "terminal.h"

static char *message_of(const dc_run *run, size_t issue, dc_language language)
{
    char  *text = NULL;
    size_t size = 0;
    FILE  *out = open_memstream(&text, &size);
    dc_issues_write_message(out, run->issues, issue, language);
    fclose(out);
    return text;
}

static json_t *issues_json(const dc_run *run, dc_language language)
{
    static const char *const severities[DC_SEVERITY_COUNT] = {"note", "warning", "error"};
    json_t                  *list = json_array();
    for (size_t i = 0; i < dc_issues_total(run->issues); i++) {
        dc_place place = dc_issues_place(run->issues, i);
        char    *message = message_of(run, i, language);
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:s?, s:i, s:i, s:s}", "severity",
                                        severities[dc_issues_severity(run->issues, i)], "kind",
                                        dc_issue_kind_name(dc_issues_kind(run->issues, i)), "file",
                                        place.file, "line", (int)place.line, "column",
                                        (int)place.column, "message", message));
        free(message);
    }
    return list;
}

static json_t *files_json(const dc_book *book)
{
    json_t *list = json_array();
    for (size_t i = 0; book && i < book->file_count; i++) {
        const dc_file_totals *file = &book->files[i];
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:f, s:f}", "file", file->file,
                            "format", file->format, "read", (json_int_t)file->rows_read, "used",
                            (json_int_t)file->rows_used, "rejected",
                            (json_int_t)file->rows_rejected, "later", (json_int_t)file->rows_later,
                            "worth", file->worth_read, "worth_rejected", file->worth_rejected));
    }
    return list;
}

static void write_json(const dc_run *run, dc_language language)
{
    json_t *root = json_object();
    char    as_of[11] = "";
    if (run->book)
        dc_date_format(as_of, run->book->as_of);
    json_object_set_new(root, "as_of", run->book ? json_string(as_of) : json_null());
    json_object_set_new(root, "files", files_json(run->book));
    json_object_set_new(root, "issues", issues_json(run, language));
    json_dumpf(root, stdout, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
    fputc('\n', stdout);
    json_decref(root);
}

dc_status dc_run_check(const dc_cli_options *options)
{
    dc_run      run;
    dc_language language = (dc_language)options->language;
    dc_status   status = dc_run_read(&run, options);
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
