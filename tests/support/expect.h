/*
 * expect.h - checks that speak money, dates and issues, and cmocka with all it needs.
 *
 * A test file includes this header first and nothing of cmocka itself.  Every check names the
 * place of the test and shows both values when it fails.
 */
#ifndef DUECAST_TESTS_EXPECT_H
#define DUECAST_TESTS_EXPECT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "duecast/date.h"
#include "duecast/issues.h"
#include "duecast/money.h"

/* Literals: a text that is not a date or an amount with two decimals fails the test. */
dc_date  date(const char *text);
dc_money money(const char *text);

/* A dc_money against a text with two decimals: "1200.00". */
#define assert_money_equal(actual, text) expect_money((actual), (text), __FILE__, __LINE__)

/* A dc_date against "2024-03-01"; "" is DC_DATE_NONE. */
#define assert_date_equal(actual, text) expect_date((actual), (text), __FILE__, __LINE__)

/* |actual - expected| <= tolerance; never true for a NaN.  cmocka's assert_float_equal compares
 * floats, so it would call 1.00000001 and 1.0 equal. */
#define assert_double_close(actual, expected, tolerance)                                           \
    expect_close((actual), (expected), (tolerance), __FILE__, __LINE__)

/* The list holds an issue of this kind at this line; the whole list is shown when it does not. */
#define assert_issue(issues, kind, line) expect_issue((issues), (kind), (line), __FILE__, __LINE__)

/* The list holds nothing of this severity or worse. */
#define assert_no_issues(issues, severity)                                                         \
    expect_no_issues((issues), (severity), __FILE__, __LINE__)

/* The English rendering without colour of one issue, its line ends included. */
#define assert_issue_text(issues, index, text)                                                     \
    expect_issue_text((issues), (index), (text), __FILE__, __LINE__)

void expect_money(dc_money actual, const char *expected, const char *file, int line);
void expect_date(dc_date actual, const char *expected, const char *file, int line);
void expect_close(double actual, double expected, double tolerance, const char *file, int line);
void expect_issue(const dc_issues *issues, dc_issue_kind kind, uint32_t at_line, const char *file,
                  int line);
void expect_no_issues(const dc_issues *issues, dc_severity severity, const char *file, int line);
void expect_issue_text(const dc_issues *issues, size_t index, const char *expected,
                       const char *file, int line);

#endif
