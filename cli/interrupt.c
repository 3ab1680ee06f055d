#include "interrupt.h"

#include <assert.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* All that a handler may look at; written by the main thread alone. */
static const char *volatile leftovers[DC_LEFTOVERS_MAX];
static volatile sig_atomic_t leftover_count;
static char                  farewell[160];
static size_t                farewell_length;

/* Only calls that are safe in a handler: unlink, rmdir, write, raise (POSIX, 2.4.3). */
static void stop(int signal_number)
{
    for (sig_atomic_t i = 0; i < leftover_count; i++)
        if (unlink(leftovers[i]) != 0)
            rmdir(leftovers[i]);
    ssize_t told = write(STDERR_FILENO, farewell, farewell_length);
    (void)told;
    raise(signal_number);
}

void dc_interrupt_prepare(dc_language language)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    const char      *wipe = isatty(STDERR_FILENO) ? "\r\033[K" : ""; /* progress, and "^C" */
    int              length = snprintf(farewell, sizeof farewell, "%sduecast: %s\n", wipe,
                                       dc_say(language, DC_WORD_CLI_STOPPED));
    assert(length > 0 && (size_t)length < sizeof farewell);
    farewell_length = (size_t)length;
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        struct sigaction now, action = {.sa_handler = stop};
        /* Raised again in the handler, the signal does what it always did: it ends the program. */
        action.sa_flags = (int)(SA_RESETHAND | SA_NODEFER);
        sigemptyset(&action.sa_mask);
        if (sigaction(signals[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
    }
}

void dc_interrupt_leaves(const char *path)
{
    assert(leftover_count < DC_LEFTOVERS_MAX);
    leftovers[leftover_count] = path;
    leftover_count++;
}

void dc_interrupt_forget(void)
{
    leftover_count = 0;
}
