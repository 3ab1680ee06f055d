/*
 * The payment model against an implementation that shares nothing with it (Python with scipy, kept
 * outside the repository; tests/reference/lmbs.py asks it).
 *
 * What it answered for a made-up ledger is kept in tests/reference/lmbs.txt, so that the comparison
 * is made everywhere; where the reference and scipy are at hand, they are asked again, and about
 * public ledgers.  DUECAST_UPDATE=1 keeps the new answers.
 */
#include "support/expect.h"
#include "support/given.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "forecast/learn/atoms.h"
#include "forecast/learn/select.h"

#define PYTHON "/usr/bin/python3"
#define KEPT   DUECAST_SOURCE_DIR "/tests/reference/lmbs.txt"
#define SCRIPT DUECAST_SOURCE_DIR "/tests/reference/lmbs.py"

enum { LOOKS = 12, DAYS = 150, ASKS_MAX = 40, CASES = 6 };
static const int32_t looks[LOOKS] = {1, 2, 3, 5, 7, 10, 14, 21, 28, 45, 90, 150};

/* Whose law, from which days late on; UINT32_MAX: of a customer never seen. */
typedef struct {
    uint32_t customer;
    int32_t  late;
} question;

/* What is to be compared: one answer of either program. */
typedef struct {
    size_t asks;
    double log_marginal, m, paid[ASKS_MAX][LOOKS];
} answer;

typedef struct {
    double half_life_days;
    int    types, step_days;
    bool   fitted; /* else with the parameters of given_mixture */
} task;

/* --- a made-up ledger: habits, loose payers, part payments, losses, late entries --- */

static uint32_t next(uint32_t *word, uint32_t below)
{
    *word = *word * 1664525u + 1013904223u;
    return (*word >> 16) % below;
}

static void put_date(FILE *out, const char *label, int32_t day)
{
    char text[11];
    dc_date_format(text, dc_date_add_days(date("2024-06-30"), day));
    fprintf(out, " %s%s", label, text);
}

static dc_book *made_up_ledger(uint32_t seed)
{
    static const int32_t habits[] = {-9, 0, 0, 7, 16, 31};
    char                *text = NULL;
    size_t               size = 0;
    uint32_t             word = seed;
    FILE                *out = open_memstream(&text, &size);
    fprintf(out, "customer invoice issued due amount\n");
    for (int i = 0; i < 900; i++) {
        int32_t customer = (int32_t)(next(&word, 60) * next(&word, 60)) / 60;
        int32_t issued = -5 - (int32_t)next(&word, 800);
        int32_t due = issued + 14 + 16 * (customer % 3), way = (int32_t)next(&word, 20);
        int32_t spread = customer % 4 == 0 ? 41 : 5;
        int32_t paid = due + habits[customer % 6] + (int32_t)next(&word, (uint32_t)spread) -
                       spread / 2 + (way == 19 ? (int32_t)next(&word, 90) : 0);
        int32_t first = issued + (way == 1); /* what is entered later is not prepaid */
        paid = paid < first ? first : paid;
        fprintf(out, "c%02d i%03d", (int)customer, i);
        put_date(out, "", issued);
        put_date(out, "", due);
        fprintf(out, " 100.00");
        if (way == 1)
            put_date(out, "entered=", issued + 3);
        if (way == 2 && paid + 9 <= 0) {
            put_date(out, "paid=", paid);
            fprintf(out, ":37.00");
            put_date(out, "paid=", paid + 9);
        } else if (way == 3 && due + 75 <= 0) {
            put_date(out, "lost=", due + 75);
        } else if (paid <= 0) {
            put_date(out, "paid=", paid);
        }
        fputc('\n', out);
    }
    fclose(out);
    dc_book *book = given_book("2024-06-30", text);
    free(text);
    return book;
}

/* Parameters by a formula: hazards that rise to the due day and fall after it. */
static dc_mixture given_mixture(const task *what)
{
    dc_mixture mixture = {.type_count = what->types, .concentration = 2.0 + 3.0 * what->types};
    double     sum = 0.0;
    for (int32_t shift = DC_SHIFT_LEAST; shift <= DC_SHIFT_MOST; shift += what->step_days) {
        mixture.shift[mixture.shift_count] = shift;
        sum += mixture.shift_share[mixture.shift_count++] = 1.0 / (4.0 + abs(shift));
    }
    for (int j = 0; j < mixture.shift_count; j++)
        mixture.shift_share[j] /= sum;
    for (int g = 0; g < what->types; g++) {
        mixture.type_share[g] = 2.0 * (g + 1) / (what->types * (what->types + 1));
        for (int k = 0; k < DC_BINS; k++)
            mixture.hazard[g][k] =
                0.004 + 0.3 / (1 + g) * exp(-0.5 * pow((k - 10.0 - g) / (1.0 + 1.5 * g), 2.0));
    }
    return mixture;
}

/* --- the question in words: its own walk over claims and events --- */

/* Day by day, each of its own weight. */
static void tell_days(FILE *out, unsigned customer, int32_t due, int32_t start, int32_t end,
                      bool settled, double part, const dc_book *book, double half_life_days)
{
    for (int32_t late = start; late <= end; late++) {
        double age = book->as_of.day - (double)(due + late);
        double weight = half_life_days > 0.0 ? pow(0.5, age / half_life_days) : 1.0;
        fprintf(out, "claim %u %d %d %d %.17g\n", customer, (int)late, (int)late,
                settled && late == end, weight * part);
    }
}

static void tell_claim(FILE *out, const dc_book *book, size_t i, double half_life_days)
{
    const dc_claims *claims = &book->claims;
    const dc_events *events = &book->events;
    double           left = 1.0;
    int32_t          due = claims->due[i].day, issued = claims->issued[i].day;
    uint32_t         first = claims->first_event[i], end = claims->first_event[i + 1];
    bool             prepaid = first < end && events->date[first].day <= issued;
    int32_t          start = (prepaid ? issued : claims->entered[i].day) - due;
    for (uint32_t e = first; e < end; e++) {
        double  part = (double)events->amount[e].minor / (double)claims->amount[i].minor;
        int32_t on = events->date[e].day > issued ? events->date[e].day : issued;
        left -= part;
        if (on - due >= start)
            tell_days(out, claims->customer[i], due, start, on - due,
                      events->kind[e] != DC_EVENT_WRITE_OFF, part, book, half_life_days);
    }
    if (!dc_date_is_set(claims->closed[i]))
        tell_days(out, claims->customer[i], due, start, book->as_of.day - due, false, left, book,
                  half_life_days);
}

static void tell_doubles(FILE *out, const char *name, const double *value, int count)
{
    fputs(name, out);
    for (int i = 0; i < count; i++)
        fprintf(out, " %.17g", value[i]);
    fputc('\n', out);
}

/* mixture NULL: to be fitted. */
static void tell(FILE *out, const dc_book *book, const task *what, const dc_mixture *mixture,
                 const question *asks, size_t count)
{
    fprintf(out, "customers %zu\ntypes %d\nshifts", book->customers.count, what->types);
    for (int32_t shift = DC_SHIFT_LEAST; shift <= DC_SHIFT_MOST; shift += what->step_days)
        fprintf(out, " %d", (int)shift);
    fputc('\n', out);
    if (mixture) {
        fprintf(out, "given %.17g\n", mixture->concentration);
        tell_doubles(out, "share", mixture->type_share, mixture->type_count);
        tell_doubles(out, "habit", mixture->shift_share, mixture->shift_count);
        for (int g = 0; g < mixture->type_count; g++)
            tell_doubles(out, "hazard", mixture->hazard[g], DC_BINS);
    }
    for (size_t i = 0; i < book->claims.count; i++)
        if (dc_claim_is_invoice(&book->claims, i))
            tell_claim(out, book, i, what->half_life_days);
    fputs("looks", out);
    for (int k = 0; k < LOOKS; k++)
        fprintf(out, " %d", (int)looks[k]);
    fputc('\n', out);
    for (size_t k = 0; k < count; k++)
        fprintf(out, "ask %d %d\n", (int)asks[k].customer, (int)asks[k].late);
}

/* --- both answers --- */

static void ask_duecast(answer *out, const dc_book *book, const task *what,
                        const dc_mixture *mixture, const question *asks, size_t count)
{
    double    paid[DAYS + 1], lost[DAYS + 1];
    dc_law    law = {DAYS, paid, lost};
    dc_arena *arena = dc_arena_new();
    dc_view   view = {.as_of = book->as_of, .half_life_days = what->half_life_days};
    dc_model  given = {.arena = arena, .customer_count = book->customers.count}, *model = &given;
    if (mixture) {
        dc_history history;
        given.mixture = *mixture;
        given.own_share = dc_arena_alloc(arena, given.customer_count, sizeof *given.own_share);
        dc_history_gather(&history, arena, book, &view, given.customer_count, what->step_days);
        given.log_likelihood = dc_log_marginal(&history, mixture);
        dc_atoms_make(&given, book, &view, NULL);
    } else {
        dc_learn_options options = {.half_life_days = what->half_life_days,
                                    .type_count = what->types,
                                    .shift_step_days = what->step_days};
        dc_model_learn(&model, book, &options);
        memset(model->write_off, 0, sizeof model->write_off);
    }
    *out = (answer){count, model->log_likelihood, model->mixture.concentration, {{0}}};
    for (size_t k = 0; k < count; k++) {
        dc_law_ask ask = {asks[k].customer, 1 - asks[k].late, 1, 1.0, 1.0};
        dc_law_fill(&law, model, &ask, NULL, book->as_of);
        for (int look = 0; look < LOOKS; look++)
            out->paid[k][look] = paid[looks[look]];
    }
    if (model != &given)
        dc_model_free(model);
    dc_arena_free(arena);
}

/* Reads one answer of the script. */
static void read_answer(answer *out, FILE *in, size_t asks)
{
    out->asks = asks;
    assert_int_equal(fscanf(in, " fit %lf %lf", &out->log_marginal, &out->m), 2);
    for (size_t k = 0; k < asks; k++) {
        assert_int_equal(fscanf(in, " law %lf", &out->paid[k][0]), 1);
        for (int look = 1; look < LOOKS; look++)
            assert_int_equal(fscanf(in, " %lf", &out->paid[k][look]), 1);
    }
}

static const char *shared_directory(void)
{
    const char *given = getenv("DUECAST_SHARED");
    return given ? given : DUECAST_SOURCE_DIR "/../shared";
}

static bool reference_at_hand(void)
{
    char command[800];
    snprintf(command, sizeof command,
             "test -f '%s/reference/payment_model_lmbs.py' && " PYTHON
             " -c 'import numpy, scipy' 2>/dev/null",
             shared_directory());
    return system(command) == 0;
}

/* Answers of the reference for one question, in a file of its own. */
static void ask_reference(answer *out, const dc_book *book, const task *what,
                          const dc_mixture *mixture, const question *asks, size_t count)
{
    char  path[] = "/tmp/duecast-reference-XXXXXX", command[1200];
    int   handle = mkstemp(path);
    FILE *file = fdopen(handle, "w");
    assert_non_null(file);
    tell(file, book, what, mixture, asks, count);
    fclose(file);
    snprintf(command, sizeof command, PYTHON " " SCRIPT " '%s/reference' %s", shared_directory(),
             path);
    FILE *in = popen(command, "r");
    assert_non_null(in);
    read_answer(out, in, count);
    assert_int_equal(pclose(in), 0);
    unlink(path);
}

/* --- the made-up ledger --- */

static const task tasks[CASES] = {
    {0.0, 2, 4, false}, {365.0, 2, 4, false}, {180.0, 3, 2, false},
    {0.0, 2, 4, true},  {365.0, 2, 4, true},  {365.0, 3, 4, true},
};
static const question questions[] = {{UINT32_MAX, 0}, {UINT32_MAX, -30}, {0, -20}, {1, 5},
                                     {3, 0},          {8, 33},           {17, -3}, {30, 64}};
enum { QUESTIONS = sizeof questions / sizeof questions[0] };
static const uint32_t seed_kept = 4711, seed_fresh = 815;

/* Parameters given: to 1e-6.  Fitted: both climb with steps of their own, and the likelihood is
 * flat where they stop; ours may be the better one. */
static void compare(const answer *ours, const answer *wanted, const task *what)
{
    assert_int_equal(ours->asks, wanted->asks);
    if (what->fitted) {
        assert_true(ours->log_marginal >= wanted->log_marginal - 1e-4 * fabs(wanted->log_marginal));
        assert_true(isfinite(ours->log_marginal));
        return;
    }
    assert_double_close(ours->log_marginal, wanted->log_marginal,
                        1e-9 * fabs(wanted->log_marginal));
    for (size_t k = 0; k < ours->asks; k++)
        for (int look = 0; look < LOOKS; look++)
            assert_double_close(ours->paid[k][look], wanted->paid[k][look], 1e-6);
}

static void ask_both_or_kept(const dc_book *book, FILE *kept)
{
    for (int i = 0; i < CASES; i++) {
        dc_mixture        mixture = given_mixture(&tasks[i]);
        const dc_mixture *given = tasks[i].fitted ? NULL : &mixture;
        answer            ours, wanted;
        ask_duecast(&ours, book, &tasks[i], given, questions, QUESTIONS);
        if (kept)
            read_answer(&wanted, kept, QUESTIONS);
        else
            ask_reference(&wanted, book, &tasks[i], given, questions, QUESTIONS);
        compare(&ours, &wanted, &tasks[i]);
    }
}

static void what_the_reference_once_answered_is_ours(void **state)
{
    (void)state;
    dc_book *book = made_up_ledger(seed_kept);
    FILE    *kept = fopen(KEPT, "r");
    assert_non_null(kept);
    ask_both_or_kept(book, kept);
    fclose(kept);
    given_book_free(book);
}

static void the_reference_still_answers_so(void **state)
{
    (void)state;
    if (!reference_at_hand()) {
        print_message("skipped: the reference or scipy is not at hand\n");
        skip();
    }
    dc_book *book = made_up_ledger(seed_fresh);
    ask_both_or_kept(book, NULL);
    given_book_free(book);
    book = made_up_ledger(seed_kept);
    FILE *kept = fopen(KEPT, "r");
    for (int i = 0; i < CASES; i++) {
        dc_mixture mixture = given_mixture(&tasks[i]);
        answer     before, now;
        read_answer(&before, kept, QUESTIONS);
        ask_reference(&now, book, &tasks[i], tasks[i].fitted ? NULL : &mixture, questions,
                      QUESTIONS);
        assert_double_close(now.log_marginal, before.log_marginal,
                            1e-8 * fabs(before.log_marginal));
        assert_double_close(now.m, before.m, 1e-6);
    }
    fclose(kept);
    given_book_free(book);
}

static void keep_answers(void)
{
    dc_book *book = made_up_ledger(seed_kept);
    FILE    *out = fopen(KEPT, "w");
    assert_non_null(out);
    for (int i = 0; i < CASES; i++) {
        dc_mixture mixture = given_mixture(&tasks[i]);
        answer     now;
        ask_reference(&now, book, &tasks[i], tasks[i].fitted ? NULL : &mixture, questions,
                      QUESTIONS);
        fprintf(out, "fit %.10g %.10g\n", now.log_marginal, now.m);
        for (size_t k = 0; k < QUESTIONS; k++)
            tell_doubles(out, "law", now.paid[k], LOOKS);
    }
    fclose(out);
    given_book_free(book);
}

/* --- public ledgers --- */

static void on_public_ledgers_both_learn_the_same(void **state)
{
    (void)state;
    static const char *const files[] = {"ibm/accounts-receivable.csv", "cassandra/invoices.csv"};
    if (!reference_at_hand()) {
        print_message("skipped: the public ledgers or the reference are not at hand\n");
        skip();
    }
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        static const task fit = {365.0, 2, 4, true}, same = {365.0, 2, 4, false};
        dc_read_options   read = DC_READ_OPTIONS_INIT;
        dc_issues        *issues = dc_issues_new();
        dc_book          *book;
        dc_model         *model;
        question          asks[ASKS_MAX];
        answer            ours, wanted;
        char              path[700];
        snprintf(path, sizeof path, "%s/data/%s", shared_directory(), files[i]);
        assert_int_equal(dc_book_read(&book, path, &read, issues), DC_OK);
        ask_duecast(&ours, book, &fit, NULL, NULL, 0);
        ask_reference(&wanted, book, &fit, NULL, NULL, 0);
        print_message("%s: log marginal %.4f, the reference's %.4f\n", files[i], ours.log_marginal,
                      wanted.log_marginal);
        compare(&ours, &wanted, &fit);

        /* with what was learnt, laws of customers all over the ledger */
        dc_learn_options options = {
            .half_life_days = 365.0, .type_count = 2, .shift_step_days = same.step_days};
        dc_model_learn(&model, book, &options);
        for (uint32_t k = 0; k < ASKS_MAX; k++)
            asks[k] = (question){(uint32_t)(book->customers.count * k / ASKS_MAX),
                                 (int32_t)(k * 7 % 90) - 30};
        ask_duecast(&ours, book, &same, &model->mixture, asks, ASKS_MAX);
        ask_reference(&wanted, book, &same, &model->mixture, asks, ASKS_MAX);
        compare(&ours, &wanted, &same);
        dc_model_free(model);
        dc_book_free(book);
        dc_issues_free(issues);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_reference_once_answered_is_ours),
        cmocka_unit_test(the_reference_still_answers_so),
        cmocka_unit_test(on_public_ledgers_both_learn_the_same),
    };
    if (getenv("DUECAST_UPDATE") && reference_at_hand())
        keep_answers();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
