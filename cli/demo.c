/* demo.c - makes the sample company and writes its book, one file after the other. */
#include "cli/demo.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/demo_parts.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

typedef struct {
    const char *name;
    void (*write)(demo_file *file, const demo_book *demo);
} file_row;

/* book.yaml comes first: a run that breaks off leaves a directory that the next one recognises. */
static const file_row files[] = {
    {"book.yaml", demo_write_company},     {"invoices.csv", demo_write_invoices},
    {"payments.csv", demo_write_payments}, {"customers.csv", demo_write_customers},
    {"bills.csv", demo_write_bills},       {"plan.csv", demo_write_plan},
    {"rates.csv", demo_write_rates},       {"actions.csv", demo_write_actions},
};

/* "invoices.csv", "scenarios/late-15.yaml", or what is left of writing one. */
static bool is_ours(const char *name)
{
    size_t length = strlen(name);
    if (length > 5 && strcmp(name + length - 5, ".part") == 0)
        length -= 5;
    for (size_t i = 0; i < COUNT(files); i++)
        if (strncmp(files[i].name, name, length) == 0 && files[i].name[length] == '\0')
            return true;
    for (size_t i = 0; dc_demo_scenario_file(i); i++) {
        const char *file = dc_demo_scenario_file(i);
        if (strncmp(file, name, length) == 0 && file[length] == '\0')
            return true;
    }
    return strcmp(name, "scenarios") == 0;
}

/* book.yaml begins with the line that only the demo writes: the directory is a former demo's. */
static bool is_marked(const char *directory)
{
    char  path[4096], line[sizeof DEMO_MARK + 1] = "";
    FILE *file;

    snprintf(path, sizeof path, "%s/book.yaml", directory);
    if (!(file = fopen(path, "rb")))
        return false;
    if (!fgets(line, sizeof line, file))
        line[0] = '\0';
    fclose(file);
    return strcmp(line, DEMO_MARK "\n") == 0;
}

/* Keeps the first name, in the order of bytes, that the demo must not write beside: of a former
 * demo what it does not write itself, of any other directory whatever it holds. */
static bool find_other(char *found, size_t size, const char *directory, const char *below,
                       bool is_demo)
{
    DIR           *stream = opendir(directory);
    struct dirent *entry;
    char           name[512];

    if (!stream)
        return errno == ENOENT;
    while ((entry = readdir(stream))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(name, sizeof name, "%s%s", below, entry->d_name);
        if (strcmp(name, "scenarios") == 0 || (is_demo && is_ours(name)))
            continue;
        if (!*found || strcmp(name, found) < 0)
            snprintf(found, size, "%s", name);
    }
    closedir(stream);
    return true;
}

static dc_status check_directory(const char *directory, dc_issues *issues)
{
    char     below[4096], found[512] = "";
    bool     is_demo = is_marked(directory);
    dc_place place = {.file = directory};

    snprintf(below, sizeof below, "%s/scenarios", directory);
    if (!find_other(found, sizeof found, directory, "", is_demo) ||
        !find_other(found, sizeof found, below, "scenarios/", is_demo)) {
        dc_issues_add(issues, DC_ISSUE_CANNOT_WRITE, &place, directory, strerror(errno), NULL);
        return DC_ERR_OUTPUT;
    }
    if (!*found)
        return DC_OK;
    dc_issues_add(issues, DC_ISSUE_DEMO_DIRECTORY, &place, directory, found, NULL);
    return DC_ERR_OUTPUT;
}

static dc_status make_directory(const char *directory, dc_issues *issues)
{
    char path[4096];
    int  size = snprintf(path, sizeof path, "%s/scenarios/", directory);

    errno = ENAMETOOLONG;
    bool made = size > 0 && (size_t)size < sizeof path;
    for (char *slash = path + 1; made && (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        made = mkdir(path, 0777) == 0 || errno == EEXIST;
        *slash = '/';
    }
    if (made)
        return DC_OK;
    dc_issues_add(issues, DC_ISSUE_CANNOT_WRITE, &(dc_place){.file = directory}, directory,
                  strerror(errno), NULL);
    return DC_ERR_OUTPUT;
}

static dc_status write_files(const demo_book *demo, const char *directory, dc_issues *issues)
{
    demo_file *file;

    for (size_t i = 0; i < COUNT(files); i++) {
        if (!(file = demo_file_open(directory, files[i].name, issues)))
            return DC_ERR_OUTPUT;
        files[i].write(file, demo);
        if (!demo_file_close(file, issues))
            return DC_ERR_OUTPUT;
    }
    for (size_t i = 0; dc_demo_scenario_file(i); i++) {
        if (!(file = demo_file_open(directory, dc_demo_scenario_file(i), issues)))
            return DC_ERR_OUTPUT;
        demo_put(file, dc_demo_scenario_text(i));
        if (!demo_file_close(file, issues))
            return DC_ERR_OUTPUT;
    }
    return DC_OK;
}

void demo_make(demo_book *demo)
{
    demo->arena = dc_arena_new();
    demo->scale = (double)demo->invoices / DC_DEMO_INVOICES;
    demo_make_days(demo);
    demo_make_rates(demo);
    demo_make_customers(demo);
    demo_make_claims(demo);
    demo_make_bills(demo);
}

dc_status dc_demo_write(const dc_demo_options *options, dc_issues *issues)
{
    demo_book demo = {.seed = options->seed ? options->seed : 1,
                      .invoices = options->invoices ? options->invoices : DC_DEMO_INVOICES};
    dc_status status;

    assert(demo.invoices >= DC_DEMO_INVOICES_MIN && demo.invoices <= DC_DEMO_INVOICES_MAX);
    if ((status = check_directory(options->directory, issues)) != DC_OK)
        return status;
    if ((status = make_directory(options->directory, issues)) != DC_OK)
        return status;

    demo_make(&demo);
    status = write_files(&demo, options->directory, issues);
    dc_arena_free(demo.arena);
    return status;
}
