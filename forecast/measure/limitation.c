/* limitation.c - when a claim becomes time-barred, by the debtor's country. */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "duecast/acted.h"
#include "duecast/worklist.h"

/* The general periods for claims of price between businesses; what was agreed, the law that governs
 * the contract and what suspends a period may differ.  A decision aid, not legal advice. */
/* clang-format off */
static const dc_limit_row rows[] = {
    {"AT", 3, DC_LIMIT_FROM_DUE, true, false, "ABGB s. 1486, 1497"},
    {"AU", 6, DC_LIMIT_FROM_DUE, true, false, "Limitation Act 1969 (NSW) s. 14, 54"},
    {"BE", 10, DC_LIMIT_FROM_DUE, true, false, "ancien Code civil art. 2262bis, 2248"},
    {"BR", 5, DC_LIMIT_FROM_DUE, false, false, "Codigo Civil art. 206 s. 5 I"},
    {"CH", 10, DC_LIMIT_FROM_DUE, true, false, "OR art. 127, 135"},
    {"CN", 3, DC_LIMIT_FROM_DUE, true, true, "Civil Code of the PRC art. 188, 195"},
    {"DE", 3, DC_LIMIT_FROM_YEAR_END, true, false, "BGB s. 195, 199, 212"},
    {"DK", 3, DC_LIMIT_FROM_DUE, true, false, "foraeldelsesloven s. 3, 15"},
    {"ES", 5, DC_LIMIT_FROM_DUE, true, true, "Codigo Civil art. 1964, 1973"},
    {"FI", 3, DC_LIMIT_FROM_DUE, true, true, "laki velan vanhentumisesta s. 4, 10"},
    {"FR", 5, DC_LIMIT_FROM_DUE, true, false, "Code de commerce art. L110-4; Code civil art. 2240"},
    {"GB", 6, DC_LIMIT_FROM_DUE, true, false, "Limitation Act 1980 s. 5, 29"},
    {"HK", 6, DC_LIMIT_FROM_DUE, true, false, "Limitation Ordinance Cap. 347 s. 4, 23"},
    {"IE", 6, DC_LIMIT_FROM_DUE, true, false, "Statute of Limitations 1957 s. 11, 56"},
    {"IN", 3, DC_LIMIT_FROM_DUE, true, false, "Limitation Act 1963 s. 18, 19, schedule"},
    {"IT", 10, DC_LIMIT_FROM_DUE, true, true, "Codice civile art. 2943, 2944, 2946"},
    {"JP", 5, DC_LIMIT_FROM_DUE, true, false, "Civil Code art. 152, 166"},
    {"NL", 5, DC_LIMIT_FROM_DUE, true, true, "BW 3:307, 3:317, 3:318"},
    {"NO", 3, DC_LIMIT_FROM_DUE, true, false, "foreldelsesloven s. 2, 14"},
    {"PL", 2, DC_LIMIT_FROM_YEAR_END, true, false, "Kodeks cywilny art. 118, 123, 554"},
    {"SE", 10, DC_LIMIT_FROM_DUE, true, true, "preskriptionslagen s. 2, 5"},
    {"SG", 6, DC_LIMIT_FROM_DUE, true, false, "Limitation Act 1959 s. 6, 26"},
    {"US", 4, DC_LIMIT_FROM_DUE, false, false, "Uniform Commercial Code s. 2-725"},
};
/* clang-format on */
enum { ROWS = sizeof rows / sizeof rows[0], MONTHS_A_YEAR = 12 };

size_t dc_limits_count(void)
{
    return ROWS;
}

const dc_limit_row *dc_limits_at(size_t index)
{
    return &rows[index];
}

/* The customer's country, else our own. */
static const char *country_of(const dc_book *book, size_t claim)
{
    const char *country = book->customers.country[book->claims.customer[claim]];
    return *country ? country : book->company.country;
}

/* What book.yaml says wins; it keeps the way days are counted. */
static bool find_row(dc_limit_row *out, const dc_book *book, const char *country)
{
    const dc_collection *told = &book->company.collection;
    bool                 found = false;
    *out = (dc_limit_row){.country = country, .source = "book.yaml"};
    for (size_t i = 0; i < ROWS && !found; i++)
        if (strcasecmp(rows[i].country, country) == 0) {
            *out = rows[i];
            found = true;
        }
    for (size_t i = 0; i < told->limitation_count; i++)
        if (strcasecmp(told->limitations[i].country, country) == 0) {
            out->years = told->limitations[i].years;
            out->source = "book.yaml";
            found = true;
        }
    return found;
}

/* The last part payment, where it acknowledges the debt. */
static dc_date last_payment(const dc_book *book, size_t claim)
{
    const dc_claims *claims = &book->claims;
    dc_date          last = DC_DATE_NONE;
    for (uint32_t e = claims->first_event[claim]; e < claims->first_event[claim + 1]; e++)
        if (dc_event_is_payment(book->events.kind[e]) && !book->events.undated[e])
            last = book->events.date[e];
    return last;
}

static bool is_demand(int kind)
{
    return kind == DC_ACTION_NOTICE || kind == DC_ACTION_THIRD_PARTY || kind == DC_ACTION_LEGAL;
}

static dc_date last_demand(const dc_book *book, size_t claim)
{
    const dc_actions *actions = &book->actions;
    dc_date           last = DC_DATE_NONE;
    dc_action_rows    of = dc_actions_of_customer(actions, book->claims.customer[claim]);
    for (size_t i = of.from; i < of.to; i++)
        if (is_demand(actions->kind[i]) &&
            (!*actions->invoice[i] ||
             strcmp(actions->invoice[i], book->claims.invoice[claim]) == 0) &&
            actions->date[i].day >= book->claims.due[claim].day &&
            (!dc_date_is_set(last) || actions->date[i].day > last.day))
            last = actions->date[i];
    return last;
}

static dc_date later_of(dc_date a, dc_date b)
{
    return dc_date_is_set(b) && b.day > a.day ? b : a;
}

static dc_date bar_from(const dc_limit_row *row, dc_date start)
{
    int32_t months = (int32_t)lround(row->years * MONTHS_A_YEAR);
    if (row->from == DC_LIMIT_FROM_YEAR_END) {
        dc_date_from_civil(&start, dc_date_to_civil(start).year + 1, 1, 1);
        return dc_date_add_months(start, months);
    }
    return dc_date_add_days(dc_date_add_months(start, months), 1);
}

void dc_time_bar_of(dc_time_bar *out, const dc_book *book, size_t claim)
{
    dc_limit_row row;
    dc_date      due = book->claims.due[claim];
    *out = (dc_time_bar){.country = country_of(book, claim), .on = DC_DATE_NONE, .source = ""};
    if (!*out->country || !find_row(&row, book, out->country))
        return;
    dc_date start = due;
    if (row.payment_restarts)
        start = later_of(start, last_payment(book, claim));
    if (row.demand_restarts)
        start = later_of(start, last_demand(book, claim));
    *out = (dc_time_bar){true, bar_from(&row, start), out->country, row.source};
}
