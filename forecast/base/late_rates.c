/*
 * late_rates.c - laws on late payment and their reference rates, as rows.
 *
 * A row is what the central bank tells on the day the law names: of the European Central Bank the
 * rate of its main refinancing operations on 1 January and 1 July, of the Bundesbank the base rate
 * from these days on, of the Bank of England its Bank Rate on the day before.  In millionths:
 * 21500 is 2.15 % a year.  Behind each stands since when the rate was what it is.
 */
#include <string.h>

#include "duecast/late_interest.h"

/* clang-format off */
#define DAY(number) {number}
static const dc_late_law laws[] = {
    /* Directive 2011/7/EU: articles 2 (6) and (7), 3, 6 (1); at least 8 points, which these add. */
    {"eu", "|BE|BG|CY|EE|ES|FI|GR|HR|IE|IT|LT|LU|LV|MT|NL|PT|SI|SK|IRELAND|SPAIN|ITALY|BELGIUM"
     "|NETHERLANDS|PORTUGAL|FINLAND|GREECE|", "ecb", 80000, 365, false, false, 0,
     DAY(INT32_MAX), "EUR", {{0, 4000}}, DC_WORD_LAW_EU},
    /* Code de commerce, articles L441-10 II and D441-5. */
    {"fr", "|FR|FRANCE|法国|", "ecb", 100000, 365, false, false, 0,
     DAY(INT32_MAX), "EUR", {{0, 4000}}, DC_WORD_LAW_FR},
    /* BGB sections 247, 288 (2) and (5). */
    {"de", "|DE|GERMANY|DEUTSCHLAND|德国|", "bbk", 90000, 365, false, false, 0,
     DAY(INT32_MAX), "EUR", {{0, 4000}}, DC_WORD_LAW_DE},
    /* Late Payment of Commercial Debts (Interest) Act 1998, sections 4 to 6; SI 2002/1675. */
    {"uk", "|GB|UK|UNITED KINGDOM|GREAT BRITAIN|英国|", "boe", 80000, 365, true, false, 0,
     DAY(INT32_MAX), "GBP", {{100000, 4000}, {1000000, 7000}, {0, 10000}}, DC_WORD_LAW_UK},
    /* State Council Decree 802 (2025), before it 728 (2020): articles 9 and 17, 0.05 % a day. */
    {"cn", "|CN|CHINA|中国|", "", 500, 1, false, true, 60,
     DAY(18506) /* 2020-09-01 */, "", {{0, 0}}, DC_WORD_LAW_CN},
};

static const char ecb[] = "European Central Bank, main refinancing operations";
static const char bbk[] = "Deutsche Bundesbank, base rate of section 247 BGB";
static const char boe[] = "Bank of England, Bank Rate";

/* Days since 1970 of 1 January and 1 July. */
#define LEAPS(year)    (((year) - 1969) / 4)
#define JANUARY(year)  (((year) - 1970) * 365 + LEAPS(year))
#define JULY(year)     (JANUARY(year) + 181 + ((year) % 4 == 0))
#define ROWS(series, year, january, july) \
    {#series, DAY(JANUARY(year)), january, series}, {#series, DAY(JULY(year)), july, series}

static const dc_reference_rate rates[] = {
    ROWS(ecb, 2013,  7500,  5000), /* since 2012-07-11; 2013-05-08 */
    ROWS(ecb, 2014,  2500,  1500), /* since 2013-11-13; 2014-06-11 */
    ROWS(ecb, 2015,   500,   500), /* since 2014-09-10 */
    ROWS(ecb, 2016,   500,     0), /* since 2014-09-10; 2016-03-16 */
    ROWS(ecb, 2017,     0,     0),
    ROWS(ecb, 2018,     0,     0),
    ROWS(ecb, 2019,     0,     0),
    ROWS(ecb, 2020,     0,     0),
    ROWS(ecb, 2021,     0,     0),
    ROWS(ecb, 2022,     0,     0),
    ROWS(ecb, 2023, 25000, 40000), /* since 2022-12-21; 2023-06-21 */
    ROWS(ecb, 2024, 45000, 42500), /* since 2023-09-20; 2024-06-12 */
    ROWS(ecb, 2025, 31500, 21500), /* since 2024-12-18; 2025-06-11 */
    {"ecb", DAY(JANUARY(2026)), 21500, ecb}, /* since 2025-06-11 */

    ROWS(bbk, 2013, -1300, -3800),
    ROWS(bbk, 2014, -6300, -7300),
    ROWS(bbk, 2015, -8300, -8300),
    ROWS(bbk, 2016, -8300, -8800),
    ROWS(bbk, 2017, -8800, -8800),
    ROWS(bbk, 2018, -8800, -8800),
    ROWS(bbk, 2019, -8800, -8800),
    ROWS(bbk, 2020, -8800, -8800),
    ROWS(bbk, 2021, -8800, -8800),
    ROWS(bbk, 2022, -8800, -8800),
    ROWS(bbk, 2023, 16200, 31200),
    ROWS(bbk, 2024, 36200, 33700),
    ROWS(bbk, 2025, 22700, 12700),
    {"bbk", DAY(JANUARY(2026)), 12700, bbk},

    ROWS(boe, 2013,  5000,  5000), /* since 2009-03-05 */
    ROWS(boe, 2014,  5000,  5000),
    ROWS(boe, 2015,  5000,  5000),
    ROWS(boe, 2016,  5000,  5000),
    ROWS(boe, 2017,  2500,  2500), /* since 2016-08-04 */
    ROWS(boe, 2018,  5000,  5000), /* since 2017-11-02 */
    ROWS(boe, 2019,  7500,  7500), /* since 2018-08-02 */
    ROWS(boe, 2020,  7500,  1000), /* since 2018-08-02; 2020-03-19 */
    ROWS(boe, 2021,  1000,  1000),
    ROWS(boe, 2022,  2500, 12500), /* since 2021-12-16; 2022-06-16 */
    ROWS(boe, 2023, 35000, 50000), /* since 2022-12-15; 2023-06-22 */
    ROWS(boe, 2024, 52500, 52500), /* since 2023-08-03 */
    ROWS(boe, 2025, 47500, 42500), /* since 2024-11-07; 2025-05-08 */
    {"boe", DAY(JANUARY(2026)), 37500, boe}, /* since 2025-12-18 */
};
/* clang-format on */

size_t dc_late_law_count(void)
{
    return sizeof laws / sizeof laws[0];
}

const dc_late_law *dc_late_law_at(size_t index)
{
    return &laws[index];
}

size_t dc_reference_rate_count(void)
{
    return sizeof rates / sizeof rates[0];
}

const dc_reference_rate *dc_reference_rate_at(size_t index)
{
    return &rates[index];
}

bool dc_reference_exists(const char *reference)
{
    for (size_t i = 0; i < sizeof laws / sizeof laws[0]; i++)
        if (*laws[i].reference && strcmp(laws[i].reference, reference) == 0)
            return true;
    return false;
}
