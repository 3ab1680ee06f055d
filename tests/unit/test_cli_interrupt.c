/* A child is stopped while its files are unfinished; the parent looks at what is left. */
#include "support/expect.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/interrupt.h"

enum { FILES = 3, TEXT_MAX = 256 };

/* A folder of two files and one beside it. */
typedef struct {
    char scratch[TEXT_MAX], told[TEXT_MAX], folder[TEXT_MAX], file[FILES][TEXT_MAX + 16];
} place;

static place place_make(void)
{
    const char *root = getenv("TMPDIR");
    place       p;
    snprintf(p.scratch, 128, "%s/duecast-XXXXXX", root && strlen(root) < 100 ? root : "/tmp");
    assert_non_null(mkdtemp(p.scratch));
    snprintf(p.told, sizeof p.told, "%.128s/told", p.scratch);
    snprintf(p.folder, sizeof p.folder, "%.128s/folder", p.scratch);
    for (int i = 0; i < FILES; i++)
        snprintf(p.file[i], sizeof p.file[i], "%.160s/%d.part", i < 2 ? p.folder : p.scratch, i);
    return p;
}

static void make_file(const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file || fputs("half", file) < 0 || fclose(file) != 0)
        _exit(99);
}

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

/* Never returns but by the signal. */
static void work(const place *p, int signal_number, bool finished, dc_language language)
{
    int told = open(p->told, O_CREAT | O_WRONLY, 0600);
    if (told < 0 || dup2(told, STDERR_FILENO) < 0 || mkdir(p->folder, 0700) != 0)
        _exit(99);
    if (signal_number == SIGINT)
        signal(SIGINT, SIG_DFL); /* background jobs of a shell ignore it */
    dc_interrupt_prepare(language);
    for (int i = 0; i < FILES; i++) {
        dc_interrupt_leaves(p->file[i]);
        make_file(p->file[i]);
    }
    dc_interrupt_leaves(p->folder);
    if (finished)
        dc_interrupt_forget();
    raise(signal_number);
    _exit(98);
}

/* How the child ended, as waitpid says. */
static int stopped(const place *p, int signal_number, bool finished, dc_language language)
{
    int   status = 0;
    pid_t child = fork();
    if (child == 0)
        work(p, signal_number, finished, language);
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void drop(const place *p)
{
    for (int i = 0; i < FILES; i++)
        unlink(p->file[i]);
    rmdir(p->folder);
    unlink(p->told);
    assert_int_equal(rmdir(p->scratch), 0);
}

static void assert_told(const place *p, dc_language language)
{
    char  text[TEXT_MAX] = "", wanted[TEXT_MAX];
    FILE *file = fopen(p->told, "r");
    assert_non_null(file);
    assert_non_null(fgets(text, sizeof text, file));
    fclose(file);
    snprintf(wanted, sizeof wanted, "duecast: %s\n", dc_say(language, DC_WORD_CLI_STOPPED));
    assert_string_equal(text, wanted);
}

static void what_is_unfinished_is_removed_and_the_signal_ends_the_program(void **state)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    (void)state;
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        place p = place_make();
        int   status = stopped(&p, signals[i], false, DC_ENGLISH);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), signals[i]);
        for (int k = 0; k < FILES; k++)
            assert_false(exists(p.file[k]));
        assert_false(exists(p.folder));
        assert_told(&p, DC_ENGLISH);
        drop(&p);
    }
}

static void what_is_finished_stays(void **state)
{
    (void)state;
    place p = place_make();
    int   status = stopped(&p, SIGINT, true, DC_CHINESE);
    assert_true(WIFSIGNALED(status));
    for (int k = 0; k < FILES; k++)
        assert_true(exists(p.file[k]));
    assert_told(&p, DC_CHINESE);
    drop(&p);
}

static void what_was_ignored_stays_ignored(void **state)
{
    (void)state;
    place p = place_make();
    signal(SIGHUP, SIG_IGN);
    int status = stopped(&p, SIGHUP, false, DC_ENGLISH);
    signal(SIGHUP, SIG_DFL);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 98);
    assert_true(exists(p.file[0]));
    drop(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_unfinished_is_removed_and_the_signal_ends_the_program),
        cmocka_unit_test(what_is_finished_stays),
        cmocka_unit_test(what_was_ignored_stays_ignored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
