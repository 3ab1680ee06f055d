/* duecast - when customers will pay, how low cash can go, and which measure is worth it. */
#include <gsl/gsl_errno.h>
#include <limits.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <omp.h>
#include <stdio.h>
#include <unistd.h>

#include "commands.h"
#include "duecast/arena.h"
#include "interrupt.h"
#include "options.h"

/* Nothing can be mended half-way through; no destructor may run, as it could ask for memory. */
static void out_of_memory(size_t wanted)
{
    fprintf(stderr, "duecast: out of memory: %zu bytes were wanted\n", wanted);
    _exit(dc_status_exit_code(DC_ERR_MEMORY));
}

/* What one wave of scenarios frees the next one uses: giving pages back and asking for them again
 * costs more than computing on them. */
static void keep_memory(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 32 << 20); /* the most it accepts */
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    mallopt(M_ARENA_MAX, 1); /* heaps of their own grow page by page under other threads */
    mallopt(M_TOP_PAD, 16 << 20);
#endif
}

/* A full disk behind `duecast ... > answer.json` shows only when the last bytes are written. */
static dc_status flush_answer(dc_status status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fputs("duecast: standard output could not be written\n", stderr);
    return status == DC_OK ? DC_ERR_OUTPUT : status;
}

int main(int argc, char **argv)
{
    dc_cli_options *options = NULL;
    dc_status       status;

    gsl_set_error_handler_off();
    keep_memory();
    dc_arena_on_out_of_memory(out_of_memory);

    status = dc_cli_options_parse(&options, argc, argv, stderr);
    if (status == DC_OK) {
        dc_interrupt_prepare((dc_language)options->language);
        if (options->threads > 0)
            omp_set_num_threads((int)options->threads); /* of what is not told how many, too */
        status = dc_command_run(options);
    }
    status = flush_answer(status);

    dc_cli_options_free(options);
    return dc_status_exit_code(status);
}
