/* run.c - read, learn, simulate, measure, compare: each step once, in order. */
#include "run.h"

#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#include "commands.h"
#include "duecast/nearest.h"
#include "interrupt.h"
#include "memory.h"
#include "terminal.h"

static dc_read_options read_options(const dc_cli_options *options)
{
    dc_read_options read = DC_READ_OPTIONS_INIT;
    read.as_of = options->as_of;
    read.currency = options->currency;
    read.rates_file = options->rates_file;
    read.drop_duplicates = options->drop_duplicates;
    read.strict = options->strict;
    if (options->format)
        read.format = options->format;
    return read;
}

dc_status dc_run_read(dc_run *run, const dc_cli_options *options)
{
    dc_read_options read = read_options(options);
    *run = (dc_run){.arena = dc_arena_new(), .issues = dc_issues_new()};
    dc_busy_start(options, DC_WORD_CLI_READING);
    dc_status status = dc_book_read(&run->book, options->operands.items[0], &read, run->issues);
    dc_busy_end();
    return status;
}

/* Weeks at whose end the ageing is projected: a month, a quarter, half a year, the horizon. */
static void choose_report_days(dc_simulate_options *simulate)
{
    static const int32_t weeks[] = {13, 26};
    int32_t              last = dc_week_count(simulate);
    for (size_t i = 0; i < sizeof weeks / sizeof weeks[0]; i++)
        if (weeks[i] < last)
            simulate->report_days[simulate->report_count++] = dc_week_end_day(simulate, weeks[i]);
    simulate->report_days[simulate->report_count++] = dc_week_end_day(simulate, last);
}

/* More is told to files and programs than to the terminal. */
static bool writes(const dc_cli_options *options)
{
    return options->json || options->outputs.count > 0;
}

static dc_simulate_options simulate_options(const dc_cli_options *options, const dc_book *book)
{
    dc_simulate_options simulate = DC_SIMULATE_OPTIONS_INIT;
    simulate.horizon_days = options->horizon_days;
    simulate.path_count = options->path_count;
    simulate.precision = options->precision;
    simulate.seed = options->seed;
    simulate.threads = (int)options->threads;
    if (options->engine == DC_ENGINE_EXPECTED) {
        simulate.expected_only = true;
        simulate.path_count = 1;
    }
    simulate.mean_only =
        options->command->id == DC_COMMAND_WHATIF && !writes(options) && !options->verify;
    if (options->week_start == DC_WEEKS_FROM_MONDAY)
        simulate.first_week_days = 1 + (6 - dc_date_weekday(dc_date_add_days(book->as_of, 1)));
    choose_report_days(&simulate);
    return simulate;
}

static const char *const library[] = {DUECAST_DATA_DIR "/scenarios", DUECAST_SOURCE_SCENARIOS};

static bool is_text(const char *word)
{
    for (const char *at = word; *at; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7f)
            return false;
    return u8_check((const uint8_t *)word, strlen(word)) == NULL;
}

/* What a file may not hold a command line may not either: it would reach every report. */
static bool are_texts(const dc_cli_list *words, dc_issues *issues)
{
    bool all = true;
    for (size_t i = 0; i < words->count; i++)
        if (!is_text(words->items[i])) {
            dc_issues_add(issues, DC_ISSUE_LEVER_NO_TEXT, NULL, (const char *)NULL);
            all = false;
        }
    return all;
}

dc_status dc_run_scenarios(dc_scenarios *out, dc_run *run, const dc_cli_list *names,
                           const dc_cli_list *levers, int32_t horizon_days)
{
    size_t    before = dc_issues_total(run->issues);
    dc_status status = DC_ERR_INPUT;
    if (are_texts(names, run->issues) && are_texts(levers, run->issues))
        status = dc_scenarios_read(out, run->arena, run->book, names->items, names->count,
                                   levers->items, levers->count, library,
                                   sizeof library / sizeof library[0], run->issues);
    if (status == DC_OK && horizon_days > 0)
        dc_scenarios_look_ahead(out, run->arena, run->book, horizon_days, run->issues);
    run->issues_of_scenarios += dc_issues_total(run->issues) - before;
    return status;
}

void dc_run_look_back(dc_run *run)
{
    size_t before = dc_issues_total(run->issues);
    dc_scenarios_look_back(&run->scenarios, &run->comparison, run->arena,
                           run->simulate.horizon_days, run->issues);
    run->issues_of_scenarios += dc_issues_total(run->issues) - before;
}

static void show_progress(void *context, uint64_t done, uint64_t total)
{
    dc_progress *progress = context;
    dc_progress_show(progress, dc_say(progress->language, DC_WORD_CLI_SIMULATING), done, total);
}

const dc_policy **dc_run_policies(const dc_run *run)
{
    size_t            count = run->scenarios.count;
    const dc_policy **policies = dc_arena_alloc(run->arena, count, sizeof *policies);
    for (size_t i = 0; i < count; i++)
        policies[i] = &run->scenarios.scenario[i].policy[DC_BASE];
    return policies;
}

void dc_run_progress(dc_run *run, dc_progress *progress, const dc_cli_options *options)
{
    dc_progress_start(progress, options);
    run->simulate.progress = show_progress;
    run->simulate.progress_context = progress;
}

/* What is too large is refused before it is begun. */
static dc_status find_path_count(dc_run *run, const dc_cli_options *options)
{
    dc_status status = DC_OK;
    if (run->simulate.precision > 0.0)
        status = dc_paths_needed(&run->simulate.path_count, run->book, run->model, run->items,
                                 dc_run_policies(run), run->scenarios.count, &run->simulate);
    return status == DC_OK ? dc_memory_check(run, options) : status;
}

static dc_status simulate(dc_run *run, const dc_cli_options *options)
{
    dc_progress progress;
    dc_run_progress(run, &progress, options);
    dc_status status = find_path_count(run, options);
    if (status == DC_OK)
        status = dc_comparison_make(&run->comparison, run->arena, run->book, run->model, run->items,
                                    &run->today, &run->scenarios, &run->simulate);
    dc_progress_end(&progress);
    run->simulate.progress = NULL;
    if (status == DC_OK)
        dc_run_look_back(run);
    return status;
}

static dc_status verify(dc_run *run)
{
    const dc_policy **policies = dc_run_policies(run);
    size_t            count = run->scenarios.count;
    if (!run->simulate.expected_only)
        dc_checks_spread(&run->checks, run->arena, run->comparison.outcome, count);
    dc_status status = dc_verify(&run->checks, run->arena, run->book, run->model, run->items,
                                 policies, count, &run->simulate);
    if (status != DC_OK)
        return status;
    return dc_verify_identities(&run->checks, run->arena, run->book, run->model, run->items,
                                &run->today, policies, run->comparison.outcome, count,
                                &run->simulate);
}

/* What moves cash most: told by what is written, and by paths alone. */
static dc_status look_at_risk(dc_run *run, const dc_cli_options *options)
{
    if (!writes(options) || run->simulate.expected_only ||
        options->command->id != DC_COMMAND_FORECAST)
        return DC_OK;
    run->answer.risk = &run->risk;
    return dc_risk_measure(&run->risk, run->book, run->model, run->items,
                           &run->comparison.outcome[0], &run->simulate);
}

static void show_testing(void *context, uint64_t done, uint64_t total)
{
    dc_progress *progress = context;
    dc_progress_show(progress, dc_say(progress->language, DC_WORD_CLI_TESTING), done, total);
}

/* Total cash is tested, too, where that takes less than a tenth of the forecast. */
enum { TOTAL_CLAIMS_MOST = 20000 };

/* With the settings of the forecast itself.  Too little history is no failure of the forecast. */
static dc_status look_back(dc_run *run, const dc_cli_options *options,
                           const dc_learn_options *learn)
{
    dc_backtest_options asked = DC_BACKTEST_OPTIONS_SHORT;
    asked.seed = options->seed;
    asked.threads = (int)options->threads;
    asked.learn = *learn;
    asked.total = run->book->claims.count <= TOTAL_CLAIMS_MOST;
    run->answer.no_backtest = DC_BACKTEST_NOT_ASKED;
    if (options->command->id != DC_COMMAND_FORECAST || options->no_backtest)
        return DC_OK;
    run->answer.no_backtest = DC_BACKTEST_NO_BANDS;
    if (options->engine == DC_ENGINE_EXPECTED)
        return DC_OK;
    run->answer.no_backtest = DC_BACKTEST_TOO_LITTLE;
    dc_progress progress;
    dc_progress_start(&progress, options);
    asked.progress = show_testing;
    asked.progress_context = &progress;
    dc_status status = dc_backtest_run(&run->backtest, run->book, &asked);
    dc_progress_end(&progress);
    run->answer.backtest = run->backtest;
    return status == DC_ERR_TOO_LITTLE_HISTORY ? DC_OK : status;
}

/* Every figure of the last month ends. */
static const dc_measures *look_at_the_past(const dc_run *run)
{
    enum { MONTHS = 24 };
    dc_date dates[DC_MEASURE_DATES_MAX];
    size_t  count = dc_measure_month_ends(dates, run->book->as_of, MONTHS);
    return dc_measures_make(run->arena, run->book, dates, count,
                            dc_company_edges(&run->book->company));
}

/* The plan that the workbook may try: its terms in two spellings. */
#define LIVE_PLAN ",down_payment=20%,count=3,every=1m,start=7,miss=0,scope=min_days_late:30"
enum { LIVE_WEEKS = 13 };

/* What the live sheets work on: the weeks that people plan by. */
static void take_apart(dc_run *run)
{
    dc_simulate_options options = run->simulate;
    dc_scope            late = DC_SCOPE_INIT;
    late.min_days_late = 30;
    dc_instalments plan = {
        .scopes = {1, &late}, .down_payment = 0.2, .count = 3, .every_months = 1, .start = 7};
    int32_t last = dc_week_end_day(&options, LIVE_WEEKS);
    if (options.horizon_days > last)
        options.horizon_days = last;
    run->answer.daily =
        dc_daily_make(run->arena, run->book, run->model, run->items, &plan, &options);
    run->answer.daily_plan = LIVE_PLAN;
}

static void fill_answer(dc_run *run, const dc_cli_options *options, const dc_learn_options *learn)
{
    run->answer = (dc_answer){
        .version = DUECAST_VERSION,
        .command_line = options->command_line,
        .book = run->book,
        .model = run->model,
        .items = run->items,
        .today = &run->today,
        .measures = look_at_the_past(run),
        .scenarios = &run->scenarios,
        .comparison = &run->comparison,
        .checks = &run->checks,
        .issues = run->issues,
        .options = &run->simulate,
        .language = (dc_language)options->language,
        .detail = (dc_detail)options->detail,
        .apart = options->together == DC_TOGETHER_NONE,
    };
    run->answer.customers = dc_customers_measure(run->arena, &run->answer.customer_count, run->book,
                                                 run->model, run->items);
    if (writes(options) && run->book->has_history)
        run->answer.bridges =
            dc_dso_bridges_make(run->arena, &run->answer.bridge_count, run->book, run->model,
                                run->items, dc_run_policies(run), run->comparison.outcome,
                                run->scenarios.count, run->answer.measures, &run->simulate);
    if (dc_outputs_have(options, ".xlsx") || dc_outputs_have(options, ".html")) {
        dc_roll_rates *roll = dc_arena_alloc(run->arena, 1, sizeof *roll);
        dc_roll_rates_make(roll, dc_cohorts_make(run->arena, run->book));
        run->answer.roll = roll;
        take_apart(run);
    }
    dc_run_id(run->answer.run_id, run->book, learn, &run->scenarios, &run->simulate,
              DUECAST_VERSION);
}

/* Nothing is settled together: `--together none`. */
static const dc_together apart;

dc_learn_options dc_run_forecast_learning(void)
{
    dc_learn_options learn = DC_LEARN_OPTIONS_INIT;
    learn.half_life_days = 365.0;
    learn.type_count = 2;
    return learn;
}

dc_status dc_run_prepare(dc_run *run, const dc_cli_options *options, const dc_cli_list *levers,
                         dc_learn_options *learn)
{
    dc_status status;
    *learn = dc_run_forecast_learning();
    learn->assume = options->no_learn;
    if (options->together == DC_TOGETHER_NONE)
        learn->together = &apart;
    if ((status = dc_run_scenarios(&run->scenarios, run, &options->scenarios, levers,
                                   options->horizon_days)) != DC_OK ||
        (status = dc_run_learn_model(run, options, learn)) != DC_OK)
        return status;
    run->simulate = simulate_options(options, run->book);
    run->items = dc_items_make(run->arena, run->book, run->model, run->simulate.horizon_days);
    dc_today_measure(&run->today, run->book, run->model);
    return DC_OK;
}

dc_status dc_run_answer(dc_run *run, const dc_cli_options *options, const dc_cli_list *levers)
{
    dc_learn_options learn;
    dc_status        status = dc_run_prepare(run, options, levers, &learn);
    if (status != DC_OK)
        return status;
    if ((status = simulate(run, options)) != DC_OK)
        return status;
    dc_checks_always(&run->checks, run->arena, run->book, &run->today, &run->comparison.outcome[0]);
    if (options->verify && (status = verify(run)) != DC_OK)
        return status;
    fill_answer(run, options, &learn);
    if ((status = look_at_risk(run, options)) != DC_OK)
        return status;
    return look_back(run, options, &learn);
}

void dc_outputs_check(const dc_cli_options *options, dc_issues *issues)
{
    for (size_t i = 0; i < options->outputs.count; i++)
        if (!dc_report_knows(options->outputs.items[i]))
            dc_issues_add(issues, DC_ISSUE_OUTPUT_KIND, NULL, options->outputs.items[i],
                          (const char *)NULL);
}

bool dc_outputs_have(const dc_cli_options *options, const char *end)
{
    bool any = false;
    for (size_t i = 0; i < options->outputs.count; i++)
        any |= dc_path_ends(options->outputs.items[i], end);
    return any;
}

dc_status dc_run_write(dc_run *run, const dc_answer *answer, const char *path)
{
    const char *leftovers[DC_REPORT_LEFTOVERS_MAX];
    size_t      count = dc_report_leftovers(leftovers, run->arena, path);
    for (size_t i = 0; i < count; i++)
        dc_interrupt_leaves(leftovers[i]);
    dc_status status = dc_report_write(answer, path, stdout, run->issues);
    dc_interrupt_forget();
    return status;
}

dc_status dc_run_learn_model(dc_run *run, const dc_cli_options *options,
                             const dc_learn_options *learn)
{
    dc_busy_start(options, DC_WORD_CLI_LEARNING);
    dc_status status = dc_model_learn(&run->model, run->book, learn);
    dc_busy_end();
    return status;
}

void dc_run_free(dc_run *run)
{
    dc_backtest_free(run->backtest);
    dc_model_free(run->model);
    dc_book_free(run->book);
    dc_issues_free(run->issues);
    dc_arena_free(run->arena);
}

/* By id first, then by name. */
static uint32_t customer_of(const dc_customers *customers, const char *wanted)
{
    for (uint32_t c = 0; c < customers->count; c++)
        if (strcmp(customers->id[c], wanted) == 0)
            return c;
    for (uint32_t c = 0; c < customers->count; c++)
        if (strcmp(customers->name[c], wanted) == 0)
            return c;
    return UINT32_MAX;
}

uint32_t dc_run_customer(const dc_run *run, const char *wanted, const dc_cli_options *options)
{
    const dc_customers *customers = &run->book->customers;
    dc_language         language = (dc_language)options->language;
    uint32_t            customer = customer_of(customers, wanted);
    if (customer != UINT32_MAX)
        return customer;
    size_t nearest = dc_nearest(wanted, customers->id, customers->count);
    fputs("duecast: ", stderr);
    dc_fill(stderr, dc_say(language, DC_WORD_LEARN_UNKNOWN), &wanted, 1);
    if (nearest < customers->count)
        dc_fill(stderr, dc_say(language, DC_WORD_CLI_DID_YOU_MEAN), &customers->id[nearest], 1);
    fputc('\n', stderr);
    return UINT32_MAX;
}

void dc_run_show_issues(const dc_run *run, const dc_cli_options *options, dc_status status)
{
    if (options->quiet && status == DC_OK)
        return;
    dc_issues_sort(run->issues);
    dc_terminal_issues(stderr, run->issues, options, DC_WARNING,
                       DC_ISSUES_SHOWN + run->issues_of_scenarios);
}
