#include "memory.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "duecast/cash.h"
#include "terminal.h"

enum { WEEK = 7, TEXT_MAX = 64 };

static uint64_t page_bytes(void)
{
    long size = sysconf(_SC_PAGESIZE);
    return size > 0 ? (uint64_t)size : 4096;
}

/* The n-th number in a small file of the system; 0: there is none. */
static uint64_t number_in(const char *path, int position)
{
    unsigned long long value = 0;
    FILE              *file = fopen(path, "r");
    if (!file)
        return 0;
    for (int i = 0; i <= position; i++)
        if (fscanf(file, "%llu", &value) != 1)
            value = 0;
    fclose(file);
    return value;
}

uint64_t dc_memory_limit_usual(void)
{
    /* cgroup v2, then v1; "max" is no number */
    static const char *const containers[] = {"/sys/fs/cgroup/memory.max",
                                             "/sys/fs/cgroup/memory/memory.limit_in_bytes"};
    long                     pages = sysconf(_SC_PHYS_PAGES);
    uint64_t                 all = pages > 0 ? (uint64_t)pages * page_bytes() : UINT64_MAX;
    for (size_t i = 0; i < sizeof containers / sizeof containers[0]; i++) {
        uint64_t most = number_in(containers[i], 0);
        all = most > 0 && most < all ? most : all;
    }
    return all / 4 * 3;
}

uint64_t dc_memory_held(void)
{
    return number_in("/proc/self/statm", 1) * page_bytes();
}

/* --- what would fit --------------------------------------------------------------------------- */

typedef struct {
    const dc_run     *run;
    const dc_policy **policies;
    uint64_t          held, limit;
} request;

static uint64_t wanted(const request *r, size_t scenarios, const dc_simulate_options *options)
{
    return r->held + dc_outcomes_bytes(r->run->items, r->policies, scenarios, options) +
           dc_cash_bytes(r->run->book, scenarios, options);
}

typedef bool fits_fn(const request *r, uint64_t size);

static bool paths_fit(const request *r, uint64_t size)
{
    dc_simulate_options options = r->run->simulate;
    options.path_count = (uint32_t)size * 100;
    return wanted(r, r->run->scenarios.count, &options) <= r->limit;
}

static bool scenarios_fit(const request *r, uint64_t size)
{
    return wanted(r, (size_t)size, &r->run->simulate) <= r->limit;
}

static bool weeks_fit(const request *r, uint64_t size)
{
    dc_simulate_options options = r->run->simulate;
    options.horizon_days = (int32_t)size * WEEK;
    return wanted(r, r->run->scenarios.count, &options) <= r->limit;
}

/* The largest size below `most` that fits; 0: none. */
static uint64_t largest(fits_fn *fits, const request *r, uint64_t most)
{
    uint64_t low = 0, high = most;
    while (low + 1 < high) {
        uint64_t middle = low + (high - low) / 2;
        if (fits(r, middle))
            low = middle;
        else
            high = middle;
    }
    return low;
}

static const char *size_text(dc_arena *arena, uint64_t bytes)
{
    const double mebibytes = (double)bytes / 0x1p20;
    return mebibytes < 1024.0 ? dc_arena_format(arena, "%.0f MiB", mebibytes)
                              : dc_arena_format(arena, "%.1f GiB", mebibytes / 1024.0);
}

/* "--paths 12,300, or 4 scenarios, or --horizon 26w" */
static const char *what_fits(const request *r, dc_arena *arena, dc_language language)
{
    const struct {
        uint64_t size, factor;
        dc_word  word;
    } ways[] = {
        {largest(paths_fit, r, r->run->simulate.path_count / 100), 100, DC_WORD_CLI_FITS_PATHS},
        {largest(scenarios_fit, r, r->run->scenarios.count), 1, DC_WORD_CLI_FITS_SCENARIOS},
        {largest(weeks_fit, r, (uint64_t)r->run->simulate.horizon_days / WEEK), 1,
         DC_WORD_CLI_FITS_HORIZON}};
    char  *list = NULL;
    size_t size;
    FILE  *out = open_memstream(&list, &size);
    bool   first = true;
    for (size_t i = 0; out && i < sizeof ways / sizeof ways[0]; i++) {
        char text[DC_COUNT_TEXT_MAX];
        if (ways[i].size == 0)
            continue;
        dc_terminal_count(text, ways[i].size * ways[i].factor);
        fputs(first ? "" : dc_say(language, DC_WORD_CLI_FITS_OR), out);
        dc_fill(out, dc_say(language, ways[i].word), (const char *const[]){text}, 1);
        first = false;
    }
    if (first && out)
        fputs(dc_say(language, DC_WORD_CLI_FITS_NOTHING), out);
    if (out)
        fclose(out);
    const char *said = dc_arena_copy_text(arena, list ? list : "");
    free(list);
    return said;
}

static uint64_t limit_of(const dc_cli_options *options)
{
    return options->memory_limit ? options->memory_limit : dc_memory_limit_usual();
}

bool dc_memory_has_room(size_t bytes, const dc_cli_options *options)
{
    uint64_t limit = limit_of(options), held = dc_memory_held();
    return held < limit && bytes <= (limit - held) / 2;
}

static request request_of(const dc_run *run, const dc_cli_options *options)
{
    return (request){run, dc_run_policies(run), dc_memory_held(), limit_of(options)};
}

static uint64_t needed_by(const request *r)
{
    return wanted(r, r->run->scenarios.count, &r->run->simulate);
}

bool dc_memory_fits(const dc_run *run, const dc_cli_options *options)
{
    request r = request_of(run, options);
    return needed_by(&r) <= r.limit;
}

dc_status dc_memory_check(const dc_run *run, const dc_cli_options *options)
{
    dc_language language = (dc_language)options->language;
    request     r = request_of(run, options);
    uint64_t    needed = needed_by(&r);
    if (needed <= r.limit)
        return DC_OK;
    fputs("duecast: ", stderr);
    dc_fill(stderr, dc_say(language, DC_WORD_CLI_TOO_LARGE),
            (const char *const[]){size_text(run->arena, needed), size_text(run->arena, r.limit),
                                  what_fits(&r, run->arena, language)},
            3);
    fputc('\n', stderr);
    return DC_ERR_MEMORY;
}
