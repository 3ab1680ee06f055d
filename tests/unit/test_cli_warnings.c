/*
 * Early warning on the sample company, in which two insolvencies and customers that pay later and
 * later are planted: its record on past days is what a replay of those days finds that was shown
 * only what was known then.
 */
#include "support/expect.h"

#include <math.h>
#include <string.h>

#include "cli/demo.h"
#include "cli/demo_parts.h"
#include "duecast/early_warning.h"
#include "support/given_ledger.h"

enum { EVERY = 28, STRUCK = 60 };

typedef struct {
    demo_book   demo;
    dc_book    *book;
    dc_arena   *arena;
    dc_warnings warnings;
} company;

static void open_company(company *at)
{
    char            folder[64];
    dc_issues      *issues = dc_issues_new();
    dc_read_options read = DC_READ_OPTIONS_INIT;
    *at = (company){.demo = {.seed = 1, .invoices = DC_DEMO_INVOICES}, .arena = dc_arena_new()};
    given_folder(folder);
    dc_demo_options options = {.directory = folder, .seed = 1};
    assert_int_equal(dc_demo_write(&options, issues), DC_OK);
    assert_int_equal(dc_book_read(&at->book, folder, &read, issues), DC_OK);
    given_folder_free(folder);
    dc_issues_free(issues);
    demo_make(&at->demo);
    dc_warnings_make(&at->warnings, at->arena, at->book);
}

static void close_company(company *at)
{
    dc_book_free(at->book);
    dc_arena_free(at->arena);
    dc_arena_free(at->demo.arena);
}

static size_t *first_claims(dc_arena *arena, const dc_book *book)
{
    size_t *first = dc_arena_alloc(arena, book->customers.count + 1, sizeof *first);
    size_t  at = 0;
    for (size_t c = 0; c <= book->customers.count; c++) {
        while (at < book->claims.count && book->claims.customer[at] < c)
            at++;
        first[c] = at;
    }
    return first;
}

/* The first day on which a claim is 60 days late or written off, up to 90 days on; NONE. */
static int32_t event_after(const dc_book *book, uint32_t customer, int32_t day)
{
    const dc_claims *claims = &book->claims;
    int32_t          best = DC_DATE_NONE.day;
    for (size_t i = 0; i < claims->count; i++) {
        if (claims->customer[i] != customer || claims->kind[i] != DC_CLAIM_INVOICE)
            continue;
        for (int32_t on = day + 1; on <= day + DC_WARNING_DAYS && on < best; on++) {
            bool late = on - claims->due[i].day == STRUCK && claims->closed[i].day > on;
            for (uint32_t e = claims->first_event[i]; e < claims->first_event[i + 1]; e++)
                late |=
                    book->events.kind[e] == DC_EVENT_WRITE_OFF && book->events.date[e].day == on;
            if (late)
                best = on;
        }
    }
    return best;
}

static void the_record_is_what_a_replay_of_past_days_finds(void **state)
{
    (void)state;
    company           at;
    dc_warning_record found = {0};
    open_company(&at);
    const dc_warning_record *past = &at.warnings.past;
    for (size_t k = 0; k < past->origins; k++) {
        dc_date  day = dc_date_add_days(at.book->as_of, -DC_WARNING_DAYS - EVERY * (int32_t)k);
        dc_book *then = dc_book_as_of(at.book, day);
        size_t  *first = first_claims(at.arena, then);
        for (uint32_t c = 0; c < then->customers.count; c++) {
            dc_warning_row row;
            dc_warning_look(&row, then, first, c, day);
            if (row.exposure <= 0 || row.struck)
                continue;
            int32_t event = event_after(at.book, c, day.day);
            bool    hit = event != DC_DATE_NONE.day, warned = row.signals >= DC_WARNING_SIGNALS;
            found.customer_days++;
            found.struck += hit;
            found.warned += warned;
            found.hits += hit && warned;
            found.lead_days += hit && warned ? event - day.day : 0;
        }
        dc_book_free(then);
    }
    assert_int_equal(past->customer_days, found.customer_days);
    assert_int_equal(past->struck, found.struck);
    assert_int_equal(past->warned, found.warned);
    assert_int_equal(past->hits, found.hits);
    double precision = (double)found.hits / (double)found.warned;
    double share = (double)found.struck / (double)found.customer_days;
    assert_double_close(past->precision, precision, 1e-12);
    assert_double_close(past->recall, (double)found.hits / (double)found.struck, 1e-12);
    assert_double_close(past->lead_days, found.lead_days / (double)found.hits, 1e-9);
    assert_double_close(past->lift, precision / share, 1e-9);
    close_company(&at);
}

static void warnings_on_the_sample_company_beat_chance_and_say_by_how_much(void **state)
{
    (void)state;
    company at;
    open_company(&at);
    const dc_warning_record *past = &at.warnings.past;
    print_message("%zu events, precision %.2f, recall %.2f, %.0f days ahead, lift %.1f and %.1f\n",
                  past->events, past->precision, past->recall, past->lead_days, past->lift,
                  past->lift_over_overdue);
    assert_true(past->measurable && past->events >= DC_WARNING_EVENTS);
    assert_true(past->lift > 1.5 && past->lift_over_overdue > 1.0);
    assert_true(past->precision > 0.2 && past->recall > 0.1 && past->lead_days > 14.0);
    close_company(&at);
}

/* Whom the generator lets pay later and later is warned of today more often than others. */
static void customers_that_worsen_by_plan_are_warned_of(void **state)
{
    (void)state;
    company at;
    size_t  of[2] = {0}, warned[2] = {0};
    open_company(&at);
    size_t *first = first_claims(at.arena, at.book);
    for (uint32_t c = 0; c < at.book->customers.count; c++) {
        dc_warning_row row;
        int            planted = at.demo.customers[c].worsens != DEMO_NEVER;
        dc_warning_look(&row, at.book, first, c, at.book->as_of);
        if (row.exposure <= 0)
            continue;
        of[planted]++;
        warned[planted] += row.signal[DC_SIGNAL_TREND];
    }
    print_message("later by plan: %zu of %zu seen; others: %zu of %zu\n", warned[1], of[1],
                  warned[0], of[0]);
    assert_true(of[1] >= 4 && 3 * warned[1] >= 2 * of[1]);
    assert_true(4 * warned[0] * of[1] < warned[1] * of[0]);
    close_company(&at);
}

static void planted_insolvencies_are_events_of_the_days_before(void **state)
{
    (void)state;
    company at;
    size_t  failed = 0;
    open_company(&at);
    for (uint32_t c = 0; c < at.book->customers.count; c++) {
        int32_t on = at.demo.customers[c].failed;
        if (on == DEMO_NEVER)
            continue;
        failed++;
        assert_true(event_after(at.book, c, on) != DC_DATE_NONE.day);
    }
    assert_int_equal(failed, 2);
    close_company(&at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_record_is_what_a_replay_of_past_days_finds),
        cmocka_unit_test(warnings_on_the_sample_company_beat_chance_and_say_by_how_much),
        cmocka_unit_test(customers_that_worsen_by_plan_are_warned_of),
        cmocka_unit_test(planted_insolvencies_are_events_of_the_days_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
