#include "support/expect.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

dc_date date(const char *text)
{
    dc_date result;
    if (dc_date_parse(&result, text, 1u << DC_DATE_ISO) != DC_DATE_OK)
        fail_msg("'%s' in a test is not a date", text);
    return result;
}

dc_money money(const char *text)
{
    dc_money result;
    if (dc_money_parse(&result, text, 2, DC_NUMBER_STYLE_PLAIN) != DC_NUMBER_OK)
        fail_msg("'%s' in a test is not an amount", text);
    return result;
}

void expect_money(dc_money actual, const char *expected, const char *file, int line)
{
    if (actual.minor == money(expected).minor)
        return;
    char text[32];
    dc_money_format(text, sizeof text, actual, 2);
    print_error("money is %s, expected %s\n", text, expected);
    _fail(file, line);
}

void expect_date(dc_date actual, const char *expected, const char *file, int line)
{
    dc_date wanted = *expected ? date(expected) : DC_DATE_NONE;
    if (actual.day == wanted.day)
        return;
    char text[11];
    dc_date_format(text, actual);
    print_error("date is '%s', expected '%s'\n", text, expected);
    _fail(file, line);
}

void expect_close(double actual, double expected, double tolerance, const char *file, int line)
{
    if (fabs(actual - expected) <= tolerance)
        return;
    print_error("value is %.17g, expected %.17g within %g\n", actual, expected, tolerance);
    _fail(file, line);
}

static void show_issues(const dc_issues *issues)
{
    for (size_t i = 0; i < dc_issues_total(issues); i++) {
        print_error("  %s: ", dc_issue_kind_name(dc_issues_kind(issues, i)));
        dc_issues_write(stderr, issues, i, DC_ENGLISH, 0);
    }
}

void expect_issue(const dc_issues *issues, dc_issue_kind kind, uint32_t at_line, const char *file,
                  int line)
{
    for (size_t i = 0; i < dc_issues_total(issues); i++)
        if (dc_issues_kind(issues, i) == kind && dc_issues_place(issues, i).line == at_line)
            return;
    print_error("no %s at line %u; the list holds:\n", dc_issue_kind_name(kind), at_line);
    show_issues(issues);
    _fail(file, line);
}

void expect_no_issues(const dc_issues *issues, dc_severity severity, const char *file, int line)
{
    size_t found = 0;
    for (int worse = (int)severity; worse < DC_SEVERITY_COUNT; worse++)
        found += dc_issues_count(issues, (dc_severity)worse);
    if (found == 0)
        return;
    print_error("%zu unexpected issues:\n", found);
    show_issues(issues);
    _fail(file, line);
}

void expect_issue_text(const dc_issues *issues, size_t index, const char *expected,
                       const char *file, int line)
{
    char  *text = NULL;
    size_t size = 0;
    FILE  *out = open_memstream(&text, &size);
    dc_issues_write(out, issues, index, DC_ENGLISH, 0);
    fclose(out);
    int same = strcmp(text, expected) == 0;
    if (!same)
        print_error("issue reads\n%sexpected\n%s", text, expected);
    free(text);
    if (!same)
        _fail(file, line);
}
