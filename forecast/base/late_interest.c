#include "duecast/late_interest.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { SPANS_MAX = 512, MILLION = 1000000 };

/* Letters of other scripts stay as they are. */
static void put_capitals(char *out, size_t size, const char *text)
{
    snprintf(out, size, "|%s|", text);
    for (; *out; out++)
        if (*out >= 'a' && *out <= 'z')
            *out = (char)(*out - 'a' + 'A');
}

const dc_late_law *dc_late_law_of(const char *country)
{
    char wanted[40];
    put_capitals(wanted, sizeof wanted, country);
    for (size_t i = 0; *country && i < dc_late_law_count(); i++)
        if (strstr(dc_late_law_at(i)->countries, wanted))
            return dc_late_law_at(i);
    return NULL;
}

const dc_late_law *dc_late_law_find(const char *key)
{
    for (size_t i = 0; i < dc_late_law_count(); i++)
        if (strcmp(dc_late_law_at(i)->key, key) == 0)
            return dc_late_law_at(i);
    return NULL;
}

dc_late_verdict dc_late_applies(const dc_late_law *law, dc_party seller, dc_party buyer)
{
    if (!law)
        return DC_LATE_NO_LAW;
    if (!law->large_to_small)
        return DC_LATE_APPLIES;
    if (seller == DC_PARTY_LARGE || seller == DC_PARTY_PUBLIC || buyer == DC_PARTY_SME)
        return DC_LATE_OTHER_PARTIES;
    if (buyer == DC_PARTY_UNKNOWN)
        return DC_LATE_BUYER_UNKNOWN;
    return seller == DC_PARTY_UNKNOWN ? DC_LATE_SELLER_UNKNOWN : DC_LATE_APPLIES;
}

/* 1 January or 1 July. */
static dc_date half_year_of(dc_date day)
{
    enum { JANUARY = 1, JULY = 7 };
    dc_civil civil = dc_date_to_civil(day);
    dc_date  start;
    bool exists = dc_date_from_civil(&start, civil.year, civil.month < JULY ? JANUARY : JULY, 1);
    assert(exists);
    return start;
}

static dc_date next_half_year(dc_date start)
{
    return dc_date_add_months(start, 6);
}

static bool is_row(const dc_reference_rate *row, const char *reference, dc_date start)
{
    return row->from.day == start.day && strcmp(row->reference, reference) == 0;
}

static bool find_reference(int32_t *out, const dc_late_terms *terms, dc_date start)
{
    const char *reference = terms->law->reference;
    *out = 0;
    if (!*reference)
        return true;
    for (size_t i = terms->newer_count; i-- > 0;)
        if (is_row(&terms->newer[i], reference, start)) {
            *out = terms->newer[i].millionths;
            return true;
        }
    for (size_t i = 0; i < dc_reference_rate_count(); i++)
        if (is_row(dc_reference_rate_at(i), reference, start)) {
            *out = dc_reference_rate_at(i)->millionths;
            return true;
        }
    return false;
}

static void note_rate(dc_late_interest *out, int32_t rate)
{
    for (size_t i = 0; i < out->rate_count; i++)
        if (out->rate[i] == rate)
            return;
    if (out->rate_count == DC_INTEREST_PERIODS_MAX)
        out->rate_count--;
    out->rate[out->rate_count++] = rate;
}

/* Millionths times days of a span. */
static bool weigh_span(dc_late_interest *out, int64_t *weight, const dc_late_terms *terms,
                       dc_date first, dc_date last)
{
    dc_date of_first = half_year_of(first);
    *weight = 0;
    for (dc_date start = of_first; start.day <= last.day; start = next_half_year(start)) {
        int32_t from = start.day > first.day ? start.day : first.day;
        int32_t end = next_half_year(start).day - 1;
        int32_t rate = terms->agreed;
        dc_date asked = terms->law && terms->law->fixed ? of_first : start;
        if (rate < 0 && !find_reference(&rate, terms, asked)) {
            out->missing = asked;
            return false;
        }
        if (terms->agreed < 0)
            rate += terms->law->points;
        note_rate(out, rate);
        *weight += (int64_t)rate * ((end < last.day ? end : last.day) - from + 1);
    }
    return true;
}

static dc_date first_day(const dc_late_terms *terms, dc_date due)
{
    dc_date first = dc_date_add_days(due, 1);
    if (terms->agreed < 0 && dc_date_is_set(terms->law->since) && first.day < terms->law->since.day)
        return terms->law->since;
    return first;
}

void dc_late_interest_make(dc_late_interest *out, const dc_late_terms *terms,
                           const dc_owed_span *spans, size_t count)
{
    int64_t  weights[SPANS_MAX];
    dc_money owed[SPANS_MAX];
    int64_t  days = terms->agreed < 0 ? terms->law->days : 365;
    size_t   used = 0;
    *out = (dc_late_interest){.known = true, .missing = DC_DATE_NONE};
    assert(count <= SPANS_MAX);
    for (size_t i = 0; i < count; i++) {
        dc_date first = first_day(terms, spans[i].from);
        if (first.day > spans[i].to.day)
            continue;
        owed[used] = spans[i].owed;
        out->known = weigh_span(out, &weights[used++], terms, first, spans[i].to);
        if (!out->known)
            return;
    }
    out->interest = dc_money_weigh(owed, weights, used, days * MILLION, DC_ROUND_HALF_EVEN);
}

dc_money dc_late_fixed_sum(const dc_late_law *law, dc_money claim)
{
    if (!law || !*law->currency || claim.minor <= 0)
        return DC_MONEY(0);
    for (size_t i = 0; i < DC_FIXED_SUMS_MAX; i++)
        if (law->fixed_sums[i].below == 0 || claim.minor < law->fixed_sums[i].below)
            return DC_MONEY(law->fixed_sums[i].sum);
    return DC_MONEY(0);
}
