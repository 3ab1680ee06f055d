#include "support/given.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/expect.h"

#include "duecast/random.h"
#include "forecast/read/book_columns.h"

enum { TOKENS_MAX = 24, EVENTS_MAX = 12 };

typedef struct {
    dc_event_kind kind;
    dc_date       date;
    dc_money      amount;
} event_row;

typedef struct {
    const char   *customer, *invoice, *part, *segment, *currency;
    dc_claim_kind kind;
    dc_date       issued, due, entered, closed;
    dc_money      amount, open;
    int           event_count;
    event_row     event[EVENTS_MAX];
} claim_row;

static const struct {
    const char *code;
    int         decimals;
    bool        has_rate;
    dc_rate     rate;
} known_currencies[] = {
    {"EUR", 2, true, {1, 0}},
    {"USD", 2, true, {9, 1}},
    {"JPY", 0, true, {6, 3}},
    {"XTS", 2, false, {1, 0}},
};

/* --- parsing ------------------------------------------------------------------------------- */

static int split(char *line, char **tokens)
{
    int count = 0;
    for (char *at = strtok(line, " "); at; at = strtok(NULL, " ")) {
        assert_true(count < TOKENS_MAX);
        tokens[count++] = at;
    }
    return count;
}

static bool take_event(claim_row *row, const char *name, char *value)
{
    static const char *const kinds[] = {"paid",     "credit", "lost", "recovery",
                                        "discount", "bill",   "sold"};
    for (int kind = 0; kind < DC_EVENT_KIND_COUNT; kind++) {
        if (strcmp(name, kinds[kind]) != 0)
            continue;
        char *amount = strchr(value, ':');
        if (amount)
            *amount++ = '\0';
        assert_true(row->event_count < EVENTS_MAX);
        row->event[row->event_count++] =
            (event_row){(dc_event_kind)kind, date(value), amount ? money(amount) : row->open};
        if (kind != DC_EVENT_RECOVERY)
            row->open.minor -= row->event[row->event_count - 1].amount.minor;
        if (row->open.minor == 0 && kind != DC_EVENT_RECOVERY)
            row->closed = date(value);
        return true;
    }
    return false;
}

static void take_option(claim_row *row, char *token, dc_arena *arena)
{
    char *value = strchr(token, '=');
    assert_non_null(value);
    *value++ = '\0';
    if (take_event(row, token, value))
        return;
    if (strcmp(token, "entered") == 0)
        row->entered = date(value);
    else if (strcmp(token, "part") == 0)
        row->part = dc_arena_copy_text(arena, value);
    else if (strcmp(token, "segment") == 0)
        row->segment = dc_arena_copy_text(arena, value);
    else if (strcmp(token, "currency") == 0)
        row->currency = dc_arena_copy_text(arena, value);
    else if (strcmp(token, "kind") == 0)
        row->kind = strcmp(value, "credit") == 0 ? DC_CLAIM_CREDIT : DC_CLAIM_UNAPPLIED;
    else
        fail_msg("no option '%s'", token);
}

static claim_row parse_row(char *line, dc_arena *arena)
{
    char     *tokens[TOKENS_MAX] = {0};
    int       count = split(line, tokens);
    claim_row row = {.part = "", .segment = "", .currency = "EUR", .closed = DC_DATE_NONE};
    assert_true(count >= 5);
    row.customer = dc_arena_copy_text(arena, tokens[0]);
    row.invoice = dc_arena_copy_text(arena, tokens[1]);
    row.issued = row.entered = date(tokens[2]);
    row.due = date(tokens[3]);
    row.amount = row.open = money(tokens[4]);
    for (int i = 5; i < count; i++)
        take_option(&row, tokens[i], arena);
    return row;
}

static int compare_rows(const void *left, const void *right)
{
    const claim_row *a = left, *b = right;
    int              order = strcmp(a->customer, b->customer);
    if (order == 0)
        order = (a->issued.day > b->issued.day) - (a->issued.day < b->issued.day);
    if (order == 0)
        order = strcmp(a->invoice, b->invoice);
    return order ? order : strcmp(a->part, b->part);
}

static claim_row *parse_table(dc_arena *arena, const char *table, size_t *count)
{
    size_t     capacity = 0;
    claim_row *rows = NULL;
    char      *text = strdup(table), *line = strchr(text, '\n');
    *count = 0;
    while (line && line[1] != '\0') {
        char *end = strchr(line + 1, '\n');
        if (end)
            *end = '\0';
        rows = dc_arena_grow(arena, rows, &capacity, *count + 1, sizeof *rows);
        rows[(*count)++] = parse_row(line + 1, arena);
        line = end;
    }
    free(text);
    if (*count > 0)
        qsort(rows, *count, sizeof *rows, compare_rows);
    return rows;
}

/* --- filling the book ---------------------------------------------------------------------- */

static uint32_t customer_of(dc_book *book, const char *id)
{
    dc_customers *to = &book->customers;
    if (to->count > 0 && strcmp(to->id[to->count - 1], id) == 0)
        return (uint32_t)to->count - 1;
    to->id[to->count] = to->name[to->count] = id;
    to->segment[to->count] = to->country[to->count] = to->grade[to->count] = "";
    to->credit_limit[to->count] = to->insured_limit[to->count] = -1;
    return (uint32_t)to->count++;
}

static uint16_t currency_of(dc_book *book, const char *code)
{
    for (uint16_t i = 0; i < book->currency_count; i++)
        if (strcmp(book->currencies[i].code, code) == 0)
            return i;
    for (size_t i = 0; i < sizeof known_currencies / sizeof known_currencies[0]; i++)
        if (strcmp(known_currencies[i].code, code) == 0) {
            dc_currency *to = &book->currencies[book->currency_count];
            memcpy(to->code, code, sizeof to->code);
            to->decimals = known_currencies[i].decimals;
            to->has_rate = known_currencies[i].has_rate;
            to->rate = known_currencies[i].rate;
            return (uint16_t)book->currency_count++;
        }
    fail_msg("no currency '%s'", code);
    return 0;
}

static void add_to_currency(dc_currency *currency, const claim_row *row)
{
    currency->claim_count++;
    if (row->kind == DC_CLAIM_UNAPPLIED)
        currency->unapplied.minor += row->open.minor;
    else
        currency->receivables.minor += row->open.minor;
    if (row->kind == DC_CLAIM_CREDIT)
        currency->credits.minor += row->open.minor;
}

static void add_events(dc_book *book, const claim_row *row, uint32_t claim)
{
    dc_events *to = &book->events;
    for (int i = 0; i < row->event_count; i++) {
        to->claim[to->count] = claim;
        to->date[to->count] = row->event[i].date;
        to->amount[to->count] = row->event[i].amount;
        to->kind[to->count] = (uint8_t)row->event[i].kind;
        to->maturity[to->count++] = DC_DATE_NONE;
    }
}

static void add_claim(dc_book *book, const claim_row *row)
{
    dc_claims  *to = &book->claims;
    size_t      i = to->count++;
    const char *identity[] = {"claim", row->customer, row->invoice, row->part};
    to->invoice[i] = row->invoice;
    to->parts[i] = row->part;
    to->entity[i] = dc_identity(identity, 4);
    to->customer[i] = customer_of(book, row->customer);
    to->currency[i] = currency_of(book, row->currency);
    to->kind[i] = (uint8_t)row->kind;
    to->segments[i] = row->segment;
    to->issued[i] = row->issued;
    to->due[i] = row->due;
    to->entered[i] = row->entered;
    to->closed[i] = row->closed;
    to->amount[i] = row->amount;
    to->open[i] = row->open;
    to->line[i] = (uint32_t)i + 2;
    add_to_currency(&book->currencies[to->currency[i]], row);
    add_events(book, row, (uint32_t)i);
    to->first_event[i + 1] = (uint32_t)book->events.count;
}

dc_book *given_book(const char *as_of, const char *table)
{
    dc_arena  *arena = dc_arena_new();
    dc_book   *book = dc_arena_alloc(arena, 1, sizeof *book);
    size_t     count = 0, events = 0;
    claim_row *rows = parse_table(arena, table, &count);
    for (size_t i = 0; i < count; i++)
        events += (size_t)rows[i].event_count;
    book->arena = arena;
    book->path = "given";
    book->as_of = date(as_of);
    book->has_history = true; /* what is open now stands among what was paid before */
    book->as_of_source = "--as-of";
    book->company = (dc_company){.name = "Given GmbH",
                                 .allowance_method = "model",
                                 .days_in_year = "365",
                                 .vat_relief = "no",
                                 .age_bands = "none",
                                 .receivables_at = "price",
                                 .calendar = "none",
                                 .line_rate = -1.0,
                                 .gross_margin = -1.0,
                                 .tail = DC_TAIL_TOLD_INIT,
                                 .tax_rate = -1.0,
                                 .country = ""};
    dc_collection_untold(&book->company.collection);
    dc_customers_allocate(&book->customers, arena, count);
    dc_claims_allocate(&book->claims, arena, count);
    book->claims.parts = dc_arena_alloc(arena, count, sizeof(const char *));
    book->claims.segments = dc_arena_alloc(arena, count, sizeof(const char *));
    dc_events_allocate(&book->events, arena, events);
    currency_of(book, "EUR");
    for (size_t i = 0; i < count; i++)
        add_claim(book, &rows[i]);
    return book;
}

void given_book_free(dc_book *book)
{
    if (book)
        dc_arena_free(book->arena);
}

void given_plan(dc_book *book, const char *from, const char *to, const char *amount)
{
    dc_plan_line *plan = dc_arena_alloc(book->arena, book->plan_count + 1, sizeof *plan);
    if (book->plan_count > 0)
        memcpy(plan, book->plan, book->plan_count * sizeof *plan);
    plan[book->plan_count] = (dc_plan_line){.line = "sales",
                                            .from = date(from),
                                            .to = date(to),
                                            .amount = money(amount),
                                            .customer = DC_NONE,
                                            .segment = "",
                                            .line_number = (uint32_t)book->plan_count + 2};
    book->plan = plan;
    book->plan_count++;
}

/* --- a company ----------------------------------------------------------------------------- */

enum { COMPANY_DAYS = 546, COMPANY_INVOICES = 14 };

static double chance(uint64_t seed, uint32_t invoice, uint32_t draw)
{
    return dc_uniform((dc_luck){seed, invoice, DC_PURPOSE_TEST}, 0, draw);
}

static void write_date(FILE *out, const char *before, dc_date day)
{
    char text[11];
    dc_date_format(text, day);
    fprintf(out, "%s%s", before, text);
}

static void write_events(FILE *out, uint64_t seed, uint32_t id, dc_date due, dc_date as_of,
                         int64_t amount)
{
    int32_t late = (int32_t)(chance(seed, id, 3) * 70.0) - 15;
    dc_date day = dc_date_add_days(due, late);
    double  fate = chance(seed, id, 4);
    if (day.day > as_of.day)
        return;
    if (fate < 0.10) {
        write_date(out, " paid=", day);
        fprintf(out, ":%lld.00", (long long)(amount / 300 + 1));
    } else if (fate < 0.13) {
        write_date(out, " lost=", day);
    } else if (fate < 0.18) {
        write_date(out, " discount=", day);
        fprintf(out, ":1.00");
        write_date(out, " paid=", day);
    } else if (fate < 0.95) {
        write_date(out, " paid=", day);
    }
}

static void write_invoice(FILE *out, uint64_t seed, uint32_t customer, uint32_t invoice)
{
    static const int32_t terms[] = {14, 30, 30, 60};
    uint32_t             id = customer * 1000 + invoice;
    dc_date              as_of = date("2024-06-30");
    int32_t              age = (int32_t)(chance(seed, id, 0) * COMPANY_DAYS);
    dc_date              issued = dc_date_add_days(as_of, -age);
    dc_date              due = dc_date_add_days(issued, terms[customer % 4]);
    int64_t              amount = 500 + (int64_t)(chance(seed, id, 1) * chance(seed, id, 2) * 2e6);
    fprintf(out, "customer%03u F-%03u-%02u ", customer, customer, invoice);
    write_date(out, "", issued);
    write_date(out, " ", due);
    fprintf(out, " %lld.%02lld", (long long)(amount / 100), (long long)(amount % 100));
    fprintf(out, " segment=%s", customer % 3 == 0 ? "retail" : "industry");
    if (customer % 5 == 4)
        fprintf(out, " currency=USD");
    write_events(out, seed, id, due, as_of, amount);
}

static void write_extras(FILE *out, uint64_t seed, uint32_t customer)
{
    const char *currency = customer % 5 == 4 ? " currency=USD" : "";
    long long   amount = 100 + (long long)(chance(seed, customer, 9) * 4000.0);
    if (customer % 4 == 1)
        fprintf(out, "customer%03u CN-%03u 2024-06-01 2024-06-01 -%lld.11 kind=credit%s\n",
                customer, customer, amount, currency);
    if (customer % 3 == 0) /* due on the as-of date itself */
        fprintf(out, "customer%03u D-%03u 2024-05-31 2024-06-30 %lld.33 segment=retail%s\n",
                customer, customer, amount, currency);
    if (customer % 6 == 2)
        fprintf(out, "customer%03u UC-%03u 2024-06-10 2024-06-10 -%lld.22 kind=unapplied%s\n",
                customer, customer, amount / 2, currency);
}

static char *shuffled(const char *table, uint64_t shuffle)
{
    size_t count = 0;
    char  *text = strdup(table), *rows[20000], *out = malloc(strlen(table) + 1), *to = out;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        assert_true(count < sizeof rows / sizeof rows[0]);
        rows[count++] = line;
    }
    for (size_t i = count - 1; i > 1; i--) { /* row 0 is the heading */
        size_t other = 1 + (size_t)(chance(shuffle, (uint32_t)i, 11) * (double)i);
        char  *kept = rows[i];
        rows[i] = rows[other];
        rows[other] = kept;
    }
    for (size_t i = 0; i < count; i++)
        to += sprintf(to, "%s\n", rows[i]);
    free(text);
    return out;
}

char *given_company_table(uint64_t seed, int customers, uint64_t shuffle)
{
    char  *text = NULL;
    size_t size = 0;
    FILE  *out = open_memstream(&text, &size);
    fprintf(out, "customer invoice issued due amount\n");
    for (uint32_t customer = 0; customer < (uint32_t)customers; customer++) {
        for (uint32_t invoice = 0; invoice < COMPANY_INVOICES; invoice++) {
            write_invoice(out, seed, customer, invoice);
            fputc('\n', out);
        }
        write_extras(out, seed, customer);
    }
    fclose(out);
    if (shuffle == 0)
        return text;
    char *mixed = shuffled(text, shuffle);
    free(text);
    return mixed;
}

dc_book *given_company(uint64_t seed, int customers, uint64_t shuffle)
{
    char    *table = given_company_table(seed, customers, shuffle);
    dc_book *book = given_book("2024-06-30", table);
    free(table);
    return book;
}

/* --- models -------------------------------------------------------------------------------- */

/* Certain of everything: neither a claim's survival nor the portfolio moves a hazard. */
static const double portfolio_certainty = 1e17, own_certainty = 1e34;

static dc_model *empty_model(const dc_book *book)
{
    dc_arena *arena = dc_arena_new();
    dc_model *model = dc_arena_alloc(arena, 1, sizeof *model);
    size_t    customers = book->customers.count;
    model->arena = arena;
    model->learnt = true;
    model->customer_count = customers;
    model->concentration = 5.0;
    model->mixture = (dc_mixture){.type_count = 1,
                                  .shift_count = 1,
                                  .type_share = {1.0},
                                  .shift_share = {1.0},
                                  .concentration = portfolio_certainty};
    model->own_share = dc_arena_alloc(arena, customers, sizeof *model->own_share);
    model->settled_count = dc_arena_alloc(arena, customers, sizeof *model->settled_count);
    model->days_late_mean = dc_arena_alloc(arena, customers, sizeof *model->days_late_mean);
    model->first_atom = dc_arena_alloc(arena, customers + 2, sizeof *model->first_atom);
    model->atom = dc_arena_alloc(arena, customers + 1, sizeof *model->atom);
    model->own = dc_arena_alloc(arena, customers * DC_BINS + 1, sizeof *model->own);
    for (size_t c = 0; c < customers; c++)
        model->own_share[c] = 0.5; /* 0 would say that all follow the portfolio */
    return model;
}

void given_hazard(dc_model *model, uint32_t customer, int bin, double hazard)
{
    model->own[(size_t)customer * DC_BINS + (size_t)bin] =
        (dc_own_bin){own_certainty, hazard * own_certainty, (uint8_t)bin};
}

/* Everybody settles by the portfolio's table. */
static void share_portfolio(dc_model *model)
{
    size_t customers = model->customer_count;
    memcpy(model->mixture.hazard[0], model->portfolio, sizeof model->portfolio);
    for (uint32_t c = 0; c < customers; c++) {
        model->first_atom[c] = c;
        model->atom[c] = (dc_atom){.weight = 1.0, .first_own = c * DC_BINS, .own_count = DC_BINS};
        for (int bin = 0; bin < DC_BINS; bin++)
            given_hazard(model, c, bin, model->portfolio[bin]);
    }
    model->first_atom[customers] = (uint32_t)customers;
    model->first_atom[customers + 1] = (uint32_t)customers + 1;
    model->atom[customers] = (dc_atom){.weight = 1.0};
}

dc_model *given_model(const dc_book *book, double hazard, double write_off)
{
    dc_model *model = empty_model(book);
    for (int bin = 0; bin < DC_BINS; bin++) {
        model->portfolio[bin] = hazard;
        model->write_off[bin] = write_off;
    }
    share_portfolio(model);
    return model;
}

dc_model *given_certain_model(const dc_book *book)
{
    dc_model *model = empty_model(book);
    for (int bin = dc_bin_of(0); bin < DC_BINS; bin++)
        model->portfolio[bin] = 1.0;
    share_portfolio(model);
    return model;
}

dc_model *given_lively_model(const dc_book *book)
{
    dc_model *model = empty_model(book);
    for (int bin = 0; bin < DC_BINS; bin++) {
        model->portfolio[bin] = 0.002 + 0.004 * bin;
        model->write_off[bin] = bin < 12 ? 0.0 : 0.0004 * (bin - 11);
    }
    share_portfolio(model);
    for (uint32_t c = 0; c < model->customer_count; c++)
        for (int bin = 0; bin < DC_BINS; bin++)
            given_hazard(model, c, bin, model->portfolio[bin] * (0.5 + 0.25 * (double)(c % 5)));
    model->dilution = 0.013;
    model->credit_note_share = 0.02;
    return model;
}

dc_model *given_failing_model(const dc_book *book)
{
    enum { ROWS = 3 };
    static const double chance[ROWS] = {0.01, 0.05, 0.15};
    dc_model           *model = given_lively_model(book);
    dc_defaults        *of = &model->defaults;
    size_t              months = DC_DEFAULT_MONTHS + 1;
    *of = (dc_defaults){
        .learnt = true, .correlation = 0.12, .recovered_share = 0.3, .recovery_days = 20};
    of->survival = dc_arena_alloc(model->arena, ROWS * months, sizeof *of->survival);
    of->day = dc_arena_alloc(model->arena, model->customer_count + 1, sizeof *of->day);
    of->group = dc_arena_alloc(model->arena, model->customer_count + 1, sizeof *of->group);
    for (size_t row = 0; row < ROWS; row++)
        for (size_t month = 0; month < months; month++)
            of->survival[row * months + month] = pow(1.0 - chance[row], (double)month);
    for (size_t c = 0; c < model->customer_count; c++) {
        of->day[c] = c == 1 ? -30 : DC_DEFAULT_NEVER;
        of->group[c] = (uint32_t)(c % ROWS);
    }
    return model;
}

dc_model *given_learnt_model(const dc_book *book)
{
    dc_model        *model = NULL;
    dc_learn_options options = DC_LEARN_OPTIONS_INIT;
    assert_int_equal(dc_model_learn(&model, book, &options), DC_OK);
    return model;
}

uint32_t given_paths(uint32_t wanted)
{
#if defined(DUECAST_ARENA_MALLOC) || defined(__SANITIZE_ADDRESS__)
    return wanted < 512 ? wanted : 512;
#else
    return wanted;
#endif
}

dc_policy given_collectors(int32_t after_miss)
{
    static dc_scope large;
    large = DC_SCOPE_INIT;
    large.min_amount = 100000;
    return (dc_policy){
        .plan_count = 1,
        .plans = {{.scopes = {1, &large},
                   .down_payment = 0.1,
                   .count = 3,
                   .every_days = 20,
                   .start = 3,
                   .miss = 0.5,
                   .share = 0.4,
                   .interest = 0.1,
                   .after_miss = after_miss,
                   .collected = 0.4,
                   .collect_days = 30}},
        .dispute_count = 1,
        .disputes = {{.rate = 0.4,
                      .share = 0.5,
                      .settled = 0.6,
                      .within = 21,
                      .concession = 0.2,
                      .from = 1}},
        .discount_count = 1,
        .discounts = {{.discount = 0.1, .days = 10, .take_up = 0.3, .early = 0.8, .from = 3}},
        .placement_count = 2,
        .placements = {{.after = 8,
                        .from = 2,
                        .at_90 = 0.6,
                        .at_180 = 0.5,
                        .at_365 = 0.3,
                        .at_730 = 0.1,
                        .win = 1.0,
                        .collect = 1.0,
                        .lag = 1,
                        .span = 30,
                        .rest = 9,
                        .fee = 0.25,
                        .cost = 500},
                       {.scopes = {1, &large},
                        .after = 25,
                        .from = 1,
                        .at_90 = 1.0,
                        .at_180 = 1.0,
                        .at_365 = 1.0,
                        .at_730 = 1.0,
                        .win = 0.7,
                        .collect = 0.6,
                        .lag = 25,
                        .cost_share = 0.15,
                        .costs_back = 0.5}}};
}
