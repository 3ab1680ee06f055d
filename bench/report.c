/*
 * report.c - how long writing takes, once the answer stands: the program, but for one function.
 *
 *     bench_report forecast COMPANY -o report.xlsx ...
 *
 * The linker sends calls of dc_report_write here (--wrap).  The file is written several times over;
 * one line each: its name, seconds of the clock and of the processor, and at the end the largest
 * memory by then in MB.
 */
#include <sys/resource.h>

#include "duecast/report.h"
#include "measuring.h"

dc_status __real_dc_report_write(const dc_answer *answer, const char *path, FILE *standard_output,
                                 dc_issues *issues);
dc_status __wrap_dc_report_write(const dc_answer *answer, const char *path, FILE *standard_output,
                                 dc_issues *issues);

static double largest_memory(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (double)used.ru_maxrss / 1024.0;
}

dc_status __wrap_dc_report_write(const dc_answer *answer, const char *path, FILE *standard_output,
                                 dc_issues *issues)
{
    enum { REPEATS = 5 };
    dc_status status = DC_OK;
    double    before = largest_memory();
    for (int i = 0; i < REPEATS && status == DC_OK; i++) {
        double start = seconds_of(CLOCK_MONOTONIC);
        double processor = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
        status = __real_dc_report_write(answer, path, standard_output, issues);
        fprintf(stderr, "%s %.3f %.3f\n", path, seconds_of(CLOCK_MONOTONIC) - start,
                seconds_of(CLOCK_PROCESS_CPUTIME_ID) - processor);
    }
    fprintf(stderr, "memory %.0f before %.0f\n", largest_memory(), before);
    return status;
}
