/* run_learn.c - `duecast learn`: read, learn, tell. */
#include "commands.h"
#include "learn.h"
#include "run.h"
#include "terminal.h"

static dc_status find_customer(uint32_t *out, const dc_run *run, const dc_cli_options *options)
{
    *out = UINT32_MAX;
    if (!options->customer)
        return DC_OK;
    *out = dc_run_customer(run, options->customer, options);
    if (*out == UINT32_MAX)
        return DC_ERR_USAGE;
    if (run->model->settled_count[*out] > 0)
        return DC_OK;
    dc_terminal_complain(options, DC_WORD_LEARN_NO_HISTORY, options->customer);
    return DC_ERR_TOO_LITTLE_HISTORY;
}

static dc_status tell(const dc_run *run, const dc_cli_options *options)
{
    dc_learnt learnt = {.language = (dc_language)options->language};
    uint32_t  customer;
    dc_status status = find_customer(&customer, run, options);
    if (status != DC_OK)
        return status;
    dc_learnt_gather(&learnt, run->arena, run->book, run->model, customer);
    if (options->json)
        dc_learnt_write_json(stdout, &learnt);
    else if (customer != UINT32_MAX)
        dc_learnt_write_customer(stdout, &learnt);
    else
        dc_learnt_write(stdout, &learnt);
    return DC_OK;
}

dc_status dc_run_learn(const dc_cli_options *options)
{
    dc_run           run;
    dc_learn_options learn = DC_LEARN_OPTIONS_INIT;
    dc_status        status = dc_run_read(&run, options);
    if (status == DC_OK)
        status = dc_run_learn_model(&run, options, &learn);
    if (!options->quiet || status != DC_OK) {
        dc_issues_sort(run.issues);
        dc_terminal_issues(stderr, run.issues, options, DC_WARNING, DC_ISSUES_SHOWN);
    }
    if (status == DC_OK)
        status = tell(&run, options);
    dc_run_free(&run);
    return status;
}
