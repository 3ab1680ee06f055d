/* The run id: everything that can change a figure, and nothing else. */
#include <string.h>

#include "duecast/random.h"
#include "duecast/scenario.h"
#include "mechanisms.h"

static void add_double(dc_digest *digest, double value)
{
    int64_t bits;
    _Static_assert(sizeof bits == sizeof value, "a double is hashed by its bits");
    value += 0.0; /* minus zero counts as zero */
    memcpy(&bits, &value, sizeof bits);
    dc_digest_int(digest, bits);
}

/* "no condition" and an empty text differ. */
static void add_condition(dc_digest *digest, const char *text)
{
    dc_digest_int(digest, text != NULL);
    dc_digest_text(digest, text);
}

/* Counted where there are any: scopes of claims keep their ids. */
static void add_plan_conditions(dc_digest *digest, const dc_scope *scope)
{
    const char *const        texts[] = {scope->line, scope->supplier, scope->category};
    static const char *const names[] = {"line", "supplier", "category"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (!texts[i])
            continue;
        dc_digest_text(digest, names[i]);
        dc_digest_text(digest, texts[i]);
    }
}

static void add_scopes(dc_digest *digest, const dc_scopes *scopes)
{
    dc_digest_int(digest, (int64_t)scopes->count);
    for (size_t i = 0; i < scopes->count; i++) {
        const dc_scope *scope = &scopes->scope[i];
        add_condition(digest, scope->segment);
        add_condition(digest, scope->customer);
        add_condition(digest, scope->country);
        add_condition(digest, scope->currency);
        add_condition(digest, scope->grade);
        add_plan_conditions(digest, scope);
        dc_digest_int(digest, scope->min_amount);
        dc_digest_int(digest, scope->max_amount);
        dc_digest_int(digest, scope->min_days_late);
        dc_digest_int(digest, scope->max_days_late);
        dc_digest_int(digest, scope->min_terms);
        dc_digest_int(digest, scope->max_terms);
    }
}

static bool is_zero(const void *at, const dc_policy_number *number)
{
    return number->type == DC_NUMBER_INT32 && *(const int32_t *)at == 0;
}

/* Numbers that came later are named where they are not 0: older scenarios keep their ids. */
static void add_row(dc_digest *digest, const dc_mechanism *of, const void *row)
{
    add_scopes(digest, row);
    for (size_t i = 0; i < of->number_count; i++) {
        const void *at = (const char *)row + of->numbers[i].offset;
        if (of->numbers[i].named && is_zero(at, &of->numbers[i]))
            continue;
        if (of->numbers[i].named)
            dc_digest_text(digest, of->numbers[i].named);
        switch (of->numbers[i].type) {
        case DC_NUMBER_INT32: dc_digest_int(digest, *(const int32_t *)at); break;
        case DC_NUMBER_INT64: dc_digest_int(digest, *(const int64_t *)at); break;
        case DC_NUMBER_DOUBLE: add_double(digest, *(const double *)at); break;
        case DC_NUMBER_BOOL: dc_digest_int(digest, *(const bool *)at); break;
        }
    }
}

/* The first kinds have always been counted; those that came later are named where there are any,
 * so that older scenarios keep their ids. */
static void add_policy(dc_digest *digest, const dc_policy *policy)
{
    enum { ALWAYS = 3 };
    for (size_t m = 0; m < dc_mechanisms_count(); m++) {
        const dc_mechanism *of = dc_mechanisms_at(m);
        size_t              rows = dc_mechanism_rows(of, policy);
        if (m >= ALWAYS && rows == 0)
            continue;
        if (m >= ALWAYS)
            dc_digest_text(digest, of->name);
        dc_digest_int(digest, (int64_t)rows);
        for (size_t row = 0; row < rows; row++)
            add_row(digest, of, dc_mechanism_row(of, policy, row));
    }
}

/* As given instead of learnt. */
static void add_together(dc_digest *digest, const dc_together *together)
{
    dc_digest_text(digest, "together");
    add_double(digest, together->run_share);
    add_double(digest, together->lasting);
    add_double(digest, together->weekly);
}

static void add_options(dc_digest *digest, const dc_simulate_options *options)
{
    dc_digest_int(digest, (int64_t)options->seed);
    dc_digest_int(digest, options->path_count);
    dc_digest_int(digest, options->horizon_days);
    dc_digest_int(digest, options->first_week_days > 0 ? options->first_week_days : 7);
    dc_digest_int(digest, options->expected_only);
    if (options->precision > 0.0) { /* told on the answer; without it paths say all */
        dc_digest_text(digest, "precision");
        add_double(digest, options->precision);
    }
    dc_digest_int(digest, (int64_t)options->report_count);
    for (size_t i = 0; i < options->report_count; i++)
        dc_digest_int(digest, options->report_days[i]);
}

void dc_run_id(char out[65], const dc_book *book, const dc_learn_options *learn,
               const dc_scenarios *scenarios, const dc_simulate_options *options,
               const char *version)
{
    dc_digest *digest = dc_digest_new();
    dc_digest_text(digest, version);
    dc_digest_text(digest, book->content_sha256);
    add_double(digest, learn->half_life_days);
    dc_digest_int(digest, learn->assume);
    if (learn->together)
        add_together(digest, learn->together);
    add_options(digest, options);
    dc_digest_int(digest, (int64_t)scenarios->count);
    for (size_t i = 0; i < scenarios->count; i++) {
        dc_digest_text(digest, scenarios->scenario[i].name);
        for (int which = DC_LOW; which < DC_CASES; which++)
            add_policy(digest, &scenarios->scenario[i].policy[which]);
    }
    dc_digest_hex(digest, out);
    dc_digest_free(digest);
}
