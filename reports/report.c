/* dc_report_write: the kind of file follows from its name, and no file is ever half written. */
#include "duecast/report.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data.h"
#include "write.h"

char *beside(const char *path)
{
    size_t size = strlen(path) + 40;
    char  *name = dc_heap_alloc(size, 1);
    snprintf(name, size, "%s.part-%ld", path, (long)getpid());
    return name;
}

dc_status cannot_write(const char *path, const char *reason, dc_issues *issues)
{
    dc_issues_add(issues, DC_ISSUE_CANNOT_WRITE, NULL, path, reason, (const char *)NULL);
    return DC_ERR_OUTPUT;
}

dc_status take_place(const char *finished, const char *path, dc_issues *issues)
{
    if (rename(finished, path) == 0)
        return DC_OK;
    dc_status status = cannot_write(path, strerror(errno), issues);
    remove(finished);
    return status;
}

dc_status dc_report_file(const char *path, dc_file_writer *write, void *context, dc_issues *issues)
{
    char     *unfinished = beside(path);
    FILE     *out = fopen(unfinished, "wb");
    dc_status status;
    if (!out) {
        status = cannot_write(path, strerror(errno), issues);
        goto done;
    }
    status = write(context, out);
    if (fclose(out) != 0 && status == DC_OK)
        status = DC_ERR_OUTPUT;
    if (status == DC_OK) {
        status = take_place(unfinished, path, issues);
    } else {
        int reason = errno;
        remove(unfinished);
        if (status == DC_ERR_OUTPUT)
            status = cannot_write(path, strerror(reason), issues);
    }
done:
    free(unfinished);
    return status;
}

static dc_status write_answer(void *context, FILE *out)
{
    const dc_answer *const *answer = context;
    return write_json(*answer, out);
}

static dc_status write_page(void *context, FILE *out)
{
    const dc_answer *const *answer = context;
    return write_html(*answer, out);
}

bool dc_path_ends(const char *path, const char *end)
{
    size_t length = strlen(path), wanted = strlen(end);
    return length > wanted && strcmp(path + length - wanted, end) == 0;
}

/* "out.csv" is the folder "out", "out/" as well. */
static dc_status write_folder(const dc_answer *answer, const char *path, size_t cut,
                              dc_issues *issues)
{
    char *folder = dc_heap_alloc(strlen(path) + 1, 1);
    memcpy(folder, path, strlen(path) - cut);
    dc_status status = write_csv_folder(answer, folder, issues);
    free(folder);
    return status;
}

bool dc_report_knows(const char *path)
{
    static const char *const ends[] = {".xlsx", ".html", ".json", ".csv", "/"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (dc_path_ends(path, ends[i]))
            return true;
    return strcmp(path, "-") == 0;
}

const char *dc_report_name(dc_arena *arena, const char *path)
{
    if (dc_path_ends(path, ".csv"))
        return dc_arena_format(arena, "%.*s/", (int)(strlen(path) - strlen(".csv")), path);
    return path;
}

size_t dc_report_leftovers(const char *names[DC_REPORT_LEFTOVERS_MAX], dc_arena *arena,
                           const char *path)
{
    size_t count = 0, length = strlen(path);
    bool   folder = dc_path_ends(path, ".csv") || dc_path_ends(path, "/");
    if (strcmp(path, "-") == 0)
        return 0;
    if (folder)
        length -= dc_path_ends(path, ".csv") ? strlen(".csv") : strlen("/");
    char *unfinished = beside(dc_arena_format(arena, "%.*s", (int)length, path));
    for (size_t i = 0; folder && i < data_table_count(); i++) {
        assert(count + 1 < DC_REPORT_LEFTOVERS_MAX);
        names[count++] = dc_arena_format(arena, "%s/%s.csv", unfinished, data_table_name(i));
    }
    names[count++] = dc_arena_copy_text(arena, unfinished);
    if (dc_path_ends(path, ".xlsx"))
        names[count++] = dc_arena_format(arena, "%s.rows", unfinished);
    free(unfinished);
    return count;
}

const char *dc_shell_word(dc_arena *arena, const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "._-/+@:,=";
    if (text[0] && strspn(text, plain) == strlen(text))
        return text;
    const char *quoted = "'";
    for (; *text; text++)
        quoted = *text == '\'' ? dc_arena_format(arena, "%s'\\''", quoted)
                               : dc_arena_format(arena, "%s%c", quoted, *text);
    return dc_arena_format(arena, "%s'", quoted);
}

dc_status dc_report_write(const dc_answer *answer, const char *path, FILE *standard_output,
                          dc_issues *issues)
{
    if (strcmp(path, "-") == 0) {
        dc_status status = write_json(answer, standard_output);
        return status == DC_ERR_OUTPUT ? cannot_write(path, strerror(errno), issues) : status;
    }
    if (dc_path_ends(path, ".xlsx"))
        return write_xlsx(answer, path, issues);
    if (dc_path_ends(path, ".html"))
        return dc_report_file(path, write_page, &answer, issues);
    if (dc_path_ends(path, ".json"))
        return dc_report_file(path, write_answer, &answer, issues);
    if (dc_path_ends(path, ".csv"))
        return write_folder(answer, path, strlen(".csv"), issues);
    if (dc_path_ends(path, "/"))
        return write_folder(answer, path, strlen("/"), issues);
    dc_issues_add(issues, DC_ISSUE_OUTPUT_KIND, NULL, path, (const char *)NULL);
    return DC_ERR_OUTPUT;
}
