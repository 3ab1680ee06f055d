/* run_plan.c - `duecast worklist --plan CUSTOMER`: a plan, what it is worth, the agreement. */
#include <math.h>

#include "notices.h"
#include "terminal.h"

enum { LABEL_COLUMNS = 40 };

/* One customer's plan, in the currency in which most is overdue. */
typedef struct {
    const dc_book     *book;
    const dc_currency *currency;
    dc_demand          demand;
    dc_payment_plan    plan;
    dc_plan_worth      worth;
    bool               needs_consent, other_currencies;
    dc_language        language;
    dc_arena          *arena;
} offer;

/* The currency in which most is overdue, by its worth; UINT16_MAX: nothing is. */
static uint16_t find_currency(offer *all)
{
    int64_t  most = -1;
    uint16_t found = UINT16_MAX;
    for (size_t i = 0; i < all->demand.total_count; i++) {
        const dc_demand_total *total = &all->demand.total[i];
        int64_t worth = dc_book_translate(all->book, total->currency, total->overdue).minor;
        if (total->overdue.minor <= 0)
            continue;
        all->other_currencies = found != UINT16_MAX;
        if (worth > most) {
            most = worth;
            found = total->currency;
        }
    }
    return found;
}

static const char *money_text(const offer *all, double minor)
{
    return dc_number_text(all->arena, minor / pow(10.0, all->currency->decimals),
                          all->currency->decimals);
}

static const char *share_text(const offer *all, double share)
{
    return dc_arena_format(all->arena, "%.0f %%", share * 100.0);
}

static void say(const offer *all, dc_word word, const char *a, const char *b, const char *c)
{
    dc_terminal_say(stdout, all->language, word, (const char *const[]){a, b, c}, 3);
}

static void tell_payments(const offer *all)
{
    char date[11];
    for (size_t i = 0; i < all->plan.count; i++) {
        dc_date_format(date, all->plan.payment[i].date);
        printf("%4zu  %s  %16s\n", i + 1, date,
               money_text(all, (double)all->plan.payment[i].amount.minor));
    }
}

static void tell_row(const offer *all, dc_word label, const double *cash)
{
    dc_terminal_pad(stdout, dc_say(all->language, label), LABEL_COLUMNS);
    for (int h = 0; h < DC_PLAN_HORIZONS; h++)
        printf("%16s", money_text(all, cash[h]));
    fputc('\n', stdout);
}

static void tell_worth(const offer *all)
{
    static const dc_word heads[] = {DC_WORD_PLAN_13_WEEKS, DC_WORD_PLAN_26_WEEKS,
                                    DC_WORD_PLAN_52_WEEKS};
    enum { LOW, BASE, HIGH };
    printf("\n%*s", LABEL_COLUMNS, "");
    for (int h = 0; h < DC_PLAN_HORIZONS; h++) {
        const char *head = dc_say(all->language, heads[h]);
        printf("%*s%s", (int)(16 - dc_terminal_width(head)), "", head);
    }
    fputc('\n', stdout);
    tell_row(all, DC_WORD_PLAN_CASH, all->worth.planned[BASE]);
    tell_row(all, DC_WORD_PLAN_CASH_LOW, all->worth.planned[HIGH]);
    tell_row(all, DC_WORD_PLAN_CASH_HIGH, all->worth.planned[LOW]);
    tell_row(all, DC_WORD_PLAN_WAITING, all->worth.waiting);
    fputc('\n', stdout);
    say(all, DC_WORD_PLAN_COMPLETE, share_text(all, all->worth.complete[BASE]),
        share_text(all, all->worth.complete[HIGH]), share_text(all, all->worth.complete[LOW]));
}

static void tell_text(const offer *all, const dc_notices *notices, const dc_cli_options *options,
                      bool learnt)
{
    const dc_customers *customers = &all->book->customers;
    uint32_t            customer = all->demand.customer;
    char                as_of[11];
    dc_date_format(as_of, all->book->as_of);
    say(all, DC_WORD_PLAN_TITLE, customers->name[customer],
        dc_arena_format(all->arena, "%s %s", all->currency->code,
                        money_text(all, (double)all->plan.total.minor)),
        as_of);
    tell_payments(all);
    tell_worth(all);
    if (!learnt)
        say(all, DC_WORD_PLAN_NOT_LEARNT, NULL, NULL, NULL);
    if (all->other_currencies)
        say(all, DC_WORD_PLAN_OTHER_CURRENCIES, NULL, NULL, NULL);
    if (all->needs_consent)
        say(all, options->insurer_consents ? DC_WORD_PLAN_CONSENTED : DC_WORD_PLAN_NEEDS_CONSENT,
            NULL, NULL, NULL);
    for (size_t i = 0; i < notices->gap_count; i++)
        say(all, DC_WORD_PLAN_MISSING, notices->gap[i].what, NULL, NULL);
    fprintf(stdout, "%s\n", dc_say(all->language, DC_WORD_NOTICES_ADVICE));
}

static json_t *money_json(const offer *all, double minor)
{
    double unit = pow(10.0, all->currency->decimals);
    return json_real(round(minor) / unit);
}

static json_t *cash_json(const offer *all, const double *cash)
{
    json_t *list = json_array();
    for (int h = 0; h < DC_PLAN_HORIZONS; h++)
        json_array_append_new(list, money_json(all, cash[h]));
    return list;
}

static void tell_json(const offer *all, const dc_notices *notices)
{
    static const char *const cases[DC_PLAN_CASES] = {"missed_low", "missed_base", "missed_high"};
    json_t *root = json_object(), *payments = json_array(), *complete = json_object();
    json_t *planned = json_object();
    char    date[11];
    for (size_t i = 0; i < all->plan.count; i++) {
        dc_date_format(date, all->plan.payment[i].date);
        json_array_append_new(
            payments, json_pack("{s:s, s:o}", "date", date, "amount",
                                money_json(all, (double)all->plan.payment[i].amount.minor)));
    }
    for (int c = 0; c < DC_PLAN_CASES; c++) {
        json_object_set_new(complete, cases[c], json_real(all->worth.complete[c]));
        json_object_set_new(planned, cases[c], cash_json(all, all->worth.planned[c]));
    }
    json_object_set_new(root, "customer",
                        json_string(all->book->customers.id[all->demand.customer]));
    json_object_set_new(root, "currency", json_string(all->currency->code));
    json_object_set_new(root, "total", money_json(all, (double)all->plan.total.minor));
    json_object_set_new(root, "payments", payments);
    json_object_set_new(root, "chance_complete", complete);
    json_object_set_new(root, "weeks", json_pack("[i, i, i]", 13, 26, 52));
    json_object_set_new(root, "expected_cash_planned", planned);
    json_object_set_new(root, "expected_cash_waiting", cash_json(all, all->worth.waiting));
    json_object_set_new(root, "needs_insurer_consent", json_boolean(all->needs_consent));
    json_object_set_new(root, "missing", dc_notices_gaps_json(notices));
    json_dumpf(root, stdout, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
    fputc('\n', stdout);
    json_decref(root);
}

static dc_status write_agreements(const offer *all, dc_run *run, const dc_cli_options *options,
                                  const dc_notice_options *how, dc_notices *notices)
{
    dc_status status = DC_OK;
    for (size_t i = 0; i < options->outputs.count && status == DC_OK; i++)
        status = dc_agreement_write(notices, run->arena, run->book, &all->demand, &all->plan,
                                    options->outputs.items[i], how, run->issues);
    return status;
}

/* Misuse is told before anything is learnt. */
static dc_status find(offer *all, dc_run *run, const dc_cli_options *options)
{
    uint32_t customer = dc_run_customer(run, options->plan, options);
    for (size_t i = 0; i < options->outputs.count; i++)
        if (!dc_agreement_knows(options->outputs.items[i])) {
            dc_terminal_complain(options, DC_WORD_PLAN_BAD_OUTPUT, options->outputs.items[i]);
            return DC_ERR_USAGE;
        }
    if (customer == UINT32_MAX)
        return DC_ERR_USAGE;
    dc_demand_make(&all->demand, run->arena, run->book, customer, options->with_disputed);
    uint16_t currency = find_currency(all);
    if (currency == UINT16_MAX) {
        dc_terminal_complain(options, DC_WORD_PLAN_NOTHING, options->plan);
        return DC_ERR_USAGE;
    }
    all->currency = &run->book->currencies[currency];
    return DC_OK;
}

dc_status dc_plan_run(dc_run *run, const dc_cli_options *options)
{
    offer all = {
        .book = run->book, .arena = run->arena, .language = (dc_language)options->language};
    dc_learn_options  learn = dc_run_forecast_learning();
    dc_notice_options how;
    dc_notices        notices = {.gap_count = 0};
    dc_status         status;
    if ((status = find(&all, run, options)) != DC_OK ||
        (status = dc_notice_options_of(&how, options, run->book)) != DC_OK ||
        (status = dc_run_learn_model(run, options, &learn)) != DC_OK)
        return status;
    uint16_t currency = (uint16_t)(all.currency - run->book->currencies);
    for (size_t i = 0; i < all.demand.total_count; i++)
        if (all.demand.total[i].currency == currency)
            dc_payment_plan_make(&all.plan, run->book, currency, all.demand.total[i].overdue,
                                 &how.plan);
    dc_plan_worth_make(&all.worth, run->book, run->model, &all.demand, currency, &how.plan);
    all.needs_consent = dc_plan_needs_consent(run->book, all.demand.customer);
    if ((status = write_agreements(&all, run, options, &how, &notices)) != DC_OK)
        return status;
    if (options->json)
        tell_json(&all, &notices);
    else
        tell_text(&all, &notices, options, run->model->learnt);
    return DC_OK;
}
