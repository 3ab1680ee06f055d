#include "support/workbook_script.h"

#include <stdio.h>
#include <stdlib.h>

#include "support/given_answer.h"

enum { SKIPPED = 77, WEEKS = 52 };

/* The system's Python: the one that Debian's packages install modules for. */
#define PYTHON "/usr/bin/python3"

static void need(const char *command, const char *what)
{
    if (system(command) == 0)
        return;
    printf("skipped: %s is not installed\n", what);
    exit(SKIPPED);
}

void skip_without_workbook_tools(const char *python_module, const char *program)
{
    char command[200];
    snprintf(command, sizeof command, PYTHON " -c 'import %s' >/dev/null 2>&1", python_module);
    need(command, python_module);
    snprintf(command, sizeof command, "command -v %s >/dev/null 2>&1", program ? program : "sh");
    need(command, program);
}

static void write_language(const char *folder, dc_language language)
{
    static const char *const kinds[] = {"xlsx", "json"};
    given_report            *given = given_answer(WEEKS);
    given->answer.language = language;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        char path[200];
        snprintf(path, sizeof path, "%s/%s.%s", folder, dc_language_code(language), kinds[i]);
        assert_int_equal(dc_report_write(&given->answer, path, stdout, given->issues), DC_OK);
    }
    given_answer_free(given);
}

void run_workbook_script(const char *script)
{
    char folder[] = "/tmp/duecast-workbook-XXXXXX", command[600];
    assert_non_null(mkdtemp(folder));
    for (dc_language language = 0; language < DC_LANGUAGE_COUNT; language++)
        write_language(folder, language);
    snprintf(command, sizeof command, PYTHON " " DUECAST_SOURCE_DIR "/tests/properties/%s %s",
             script, folder);
    int verdict = system(command);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
    assert_int_equal(verdict, 0);
}
