#include "terminal.h"

#include <ctype.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <unistd.h>

#include <unilbrk.h>
#include <uniwidth.h>

#include "duecast/arena.h"
#include "duecast/money.h"

/* ---- colour and width ---- */

bool dc_terminal_colour(dc_colour_choice choice, FILE *stream)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

    if (choice != DC_COLOUR_AUTO)
        return choice == DC_COLOUR_ALWAYS;
    if (no_color && *no_color)
        return false;
    return term && strcmp(term, "dumb") != 0 && isatty(fileno(stream));
}

int dc_terminal_columns(FILE *stream)
{
    struct winsize size = {0};

    if (!isatty(fileno(stream)) || ioctl(fileno(stream), TIOCGWINSZ, &size) != 0 || !size.ws_col)
        return 100;
    return size.ws_col < 60 ? 60 : size.ws_col > 160 ? 160 : size.ws_col;
}

size_t dc_terminal_width(const char *text)
{
    return (size_t)u8_width((const uint8_t *)text, strlen(text), "UTF-8");
}

static void blanks(FILE *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        fputc(' ', out);
}

void dc_terminal_pad(FILE *out, const char *text, size_t width)
{
    size_t taken = dc_terminal_width(text);

    fputs(text, out);
    if (taken < width)
        blanks(out, width - taken);
}

/* Options, as --fail-if, and names of extensions, as .json, stay whole: their signs are letters. */
static void keep_names_whole(char *letters, const char *text, size_t length)
{
    bool within = false;
    for (size_t i = 0; i < length; i++) {
        bool begins = i == 0 || strchr(" ('\"", text[i - 1]) != NULL;
        bool named = isalnum((unsigned char)text[i + 1]) != 0;
        if (begins)
            within = (text[i] == '-' && text[i + 1] == '-') || (text[i] == '.' && named);
        else if (text[i] == ' ')
            within = false;
        if (within && (text[i] == '-' || (text[i] == '.' && named)))
            letters[i] = 'x';
    }
}

void dc_terminal_wrap(FILE *out, const char *text, size_t column, size_t indent, size_t width)
{
    size_t length = strlen(text);
    char  *breaks = dc_heap_alloc(length + 1, 1);
    char  *letters = dc_heap_alloc(length + 1, 1);

    /* "80 %" stays on one line: its blank is shown to the line breaker as a letter. */
    memcpy(letters, text, length + 1);
    for (size_t i = 1; i + 1 < length; i++)
        if (text[i] == ' ' && text[i + 1] == '%' && text[i - 1] >= '0' && text[i - 1] <= '9')
            letters[i] = 'x';
    keep_names_whole(letters, text, length);
    /* Unicode line breaking knows where Chinese, which has no blanks, may be broken. */
    u8_width_linebreaks((const uint8_t *)letters, length, (int)(width - indent),
                        (int)(column - indent), 0, NULL, "UTF-8", breaks);
    for (size_t i = 0; i < length; i++) {
        if (breaks[i] == UC_BREAK_POSSIBLE) {
            fputc('\n', out);
            blanks(out, indent);
        }
        bool hangs = text[i] == ' ' && breaks[i + 1] == UC_BREAK_POSSIBLE;
        if (!hangs)
            fputc(text[i], out);
    }
    fputc('\n', out);
    free(letters);
    free(breaks);
}

void dc_terminal_say(FILE *out, dc_language language, dc_word word, const char *const *arguments,
                     size_t count)
{
    dc_fill(out, dc_say(language, word), arguments, count);
    fputc('\n', out);
}

void dc_terminal_complain(const dc_cli_options *options, dc_word word, const char *argument)
{
    fputs("duecast: ", stderr);
    dc_terminal_say(stderr, (dc_language)options->language, word, &argument, 1);
}

void dc_terminal_count(char buffer[static DC_COUNT_TEXT_MAX], uint64_t number)
{
    char digits[DC_COUNT_TEXT_MAX];

    snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    dc_group_thousands(buffer, DC_COUNT_TEXT_MAX, digits);
}

/* ---- progress ---- */

void dc_progress_start(dc_progress *progress, const dc_cli_options *options)
{
    *progress = (dc_progress){.wanted = !options->quiet && isatty(fileno(stderr)),
                              .language = (dc_language)options->language,
                              .percent = 101};
    clock_gettime(CLOCK_MONOTONIC, &progress->started);
}

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) * 1e-9;
}

void dc_progress_show(dc_progress *progress, const char *what, uint64_t done, uint64_t total)
{
    char     percent_text[16], done_text[DC_COUNT_TEXT_MAX], total_text[DC_COUNT_TEXT_MAX];
    unsigned percent = total > 0 ? (unsigned)(100 * done / total) : 0;

    if (!progress->wanted || percent == progress->percent ||
        seconds_since(&progress->started) < 1.0)
        return;
    snprintf(percent_text, sizeof percent_text, "%u", percent);
    dc_terminal_count(done_text, done);
    dc_terminal_count(total_text, total);
    fputs("\r\033[K", stderr);
    dc_fill(stderr, dc_say(progress->language, DC_WORD_CLI_PROGRESS),
            (const char *const[]){what, percent_text, done_text, total_text}, 4);
    fflush(stderr);
    progress->percent = percent;
    progress->shown = true;
}

void dc_progress_end(dc_progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
    progress->shown = false;
}

/* ---- work without a measure ---- */

static char                  busy_text[64];
static volatile sig_atomic_t busy_shown;

/* In a signal handler: write alone is safe. */
static void tell_busy(int signal_number)
{
    ssize_t told = write(STDERR_FILENO, busy_text, strlen(busy_text));
    (void)told;
    (void)signal_number;
    busy_shown = 1;
}

static void set_alarm(int seconds)
{
    struct itimerval after = {.it_value = {.tv_sec = seconds}};
    setitimer(ITIMER_REAL, &after, NULL);
}

void dc_busy_start(const dc_cli_options *options, dc_word what)
{
    struct sigaction action = {.sa_handler = tell_busy, .sa_flags = SA_RESTART};
    if (options->quiet || !isatty(STDERR_FILENO))
        return;
    snprintf(busy_text, sizeof busy_text, "\r\033[K%s ...",
             dc_say((dc_language)options->language, what));
    sigemptyset(&action.sa_mask);
    sigaction(SIGALRM, &action, NULL);
    set_alarm(1);
}

void dc_busy_end(void)
{
    set_alarm(0);
    if (busy_shown)
        fputs("\r\033[K", stderr);
    busy_shown = 0;
}

/* ---- issues ---- */

void dc_terminal_issue_counts(FILE *out, const dc_issues *issues, dc_language language,
                              dc_severity least)
{
    static const dc_word words[DC_SEVERITY_COUNT] = {[DC_ERROR] = DC_WORD_CLI_ERRORS,
                                                     [DC_WARNING] = DC_WORD_CLI_WARNINGS,
                                                     [DC_NOTE] = DC_WORD_CLI_NOTES};
    for (int severity = DC_ERROR; severity >= (int)least; severity--) {
        char        text[DC_COUNT_TEXT_MAX];
        const char *argument = text;
        size_t      count = dc_issues_count(issues, (dc_severity)severity);
        dc_terminal_count(text, count);
        fputs(severity < DC_ERROR ? dc_say(language, DC_WORD_CLI_NEXT_COUNT) : "", out);
        dc_fill(out, dc_say(language, words[severity]), &argument, 1);
    }
    fputc('\n', out);
}

void dc_terminal_issues(FILE *out, const dc_issues *issues, const dc_cli_options *options,
                        dc_severity least, size_t most)
{
    dc_language language = (dc_language)options->language;
    int         colour = dc_terminal_colour((dc_colour_choice)options->colour, out);
    size_t      total = dc_issues_total(issues), worth_showing = 0, shown = 0;

    if (least == DC_NOTE && options->quiet)
        least = DC_WARNING;
    for (int severity = DC_ERROR; severity >= (int)least; severity--) {
        worth_showing += dc_issues_count(issues, (dc_severity)severity);
        for (size_t i = 0; i < total && shown < most; i++) {
            if (dc_issues_severity(issues, i) != (dc_severity)severity)
                continue;
            dc_issues_write(out, issues, i, language, colour);
            shown++;
        }
    }
    if (worth_showing > shown) {
        char rest[DC_COUNT_TEXT_MAX];
        dc_terminal_count(rest, worth_showing - shown);
        dc_fill(out, dc_say(language, DC_WORD_CLI_MORE_ISSUES), (const char *const[]){rest}, 1);
        fputc('\n', out);
    }
    if (worth_showing > 0)
        dc_terminal_issue_counts(out, issues, language, least);
}
