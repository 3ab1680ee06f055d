/* rank.c - see rank.h. */
#include "rank.h"

#include <string.h>

enum { MOST_DECIMALS = 4 };

static bool read_amount(dc_money *out, const char *text, int decimals)
{
    return dc_money_parse(out, text, decimals, DC_NUMBER_STYLE_PLAIN) == DC_NUMBER_OK;
}

void dc_rank_check(const dc_cli_options *options, dc_issues *issues)
{
    dc_money amount;
    if (options->cash_floor && !read_amount(&amount, options->cash_floor, MOST_DECIMALS))
        dc_issues_add(issues, DC_ISSUE_RANK_FLOOR, NULL, options->cash_floor, (const char *)NULL);
    if (options->cash_floor && !options->rank)
        dc_issues_add(issues, DC_ISSUE_RANK_FLOOR_ALONE, NULL, (const char *)NULL);
    if (!options->rank)
        return;
    dc_objective_at at = dc_objective_read(options->rank, strlen(options->rank));
    const char     *near = dc_objective_near(options->rank, strcspn(options->rank, "@"));
    if (at.objective == DC_OBJECTIVES)
        dc_issues_add(issues, near ? DC_ISSUE_RANK_METRIC : DC_ISSUE_RANK_UNLIKE, NULL,
                      options->rank, near, (const char *)NULL);
    else if (at.week == DC_NONE)
        dc_issues_add(issues, DC_ISSUE_RANK_WEEK, NULL, options->rank, (const char *)NULL);
}

dc_status dc_rank_check_book(dc_run *run, const dc_cli_options *options)
{
    bool paths = options->engine == DC_ENGINE_PATHS;
    if (!options->cash_floor || (run->book->company.cash.known && paths))
        return DC_OK;
    dc_issues_add(run->issues, DC_ISSUE_RANK_NO_CASH, NULL, (const char *)NULL);
    return DC_ERR_INPUT;
}

void dc_rank_answer(dc_run *run, const dc_cli_options *options)
{
    if (!options->rank)
        return;
    dc_money        floor = DC_MONEY(0);
    dc_objective_at at = dc_objective_read(options->rank, strlen(options->rank));
    dc_rank_by     *by = dc_arena_alloc(run->arena, 1, sizeof *by);
    dc_ranked      *ranking = dc_arena_alloc(run->arena, run->comparison.count, sizeof *ranking);
    if (options->cash_floor)
        read_amount(&floor, options->cash_floor, run->book->currencies[run->book->home].decimals);
    *by = (dc_rank_by){at.objective, at.week, options->cash_floor != NULL, (double)floor.minor};
    dc_comparison_rank(ranking, &run->comparison, by);
    run->answer.rank = by;
    run->answer.ranking = ranking;
}
