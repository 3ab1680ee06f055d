/* run_learn.c - `duecast learn`: read, learn, tell. */
#include <string.h>

#include "commands.h"
#include "duecast/nearest.h"
#include "learn.h"
#include "run.h"
#include "terminal.h"

static void complain(dc_language language, dc_word word, const char *name, const char *nearest)
{
    fputs("duecast: ", stderr);
    dc_fill(stderr, dc_say(language, word), &name, 1);
    if (nearest)
        dc_fill(stderr, dc_say(language, DC_WORD_CLI_DID_YOU_MEAN), &nearest, 1);
    fputc('\n', stderr);
}

/* By id first, then by name; UINT32_MAX when there is none. */
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

static dc_status find_customer(uint32_t *out, const dc_run *run, const dc_cli_options *options)
{
    const dc_customers *customers = &run->book->customers;
    dc_language         language = (dc_language)options->language;
    *out = UINT32_MAX;
    if (!options->customer)
        return DC_OK;
    *out = customer_of(customers, options->customer);
    if (*out == UINT32_MAX) {
        size_t nearest = dc_nearest(options->customer, customers->id, customers->count);
        complain(language, DC_WORD_LEARN_UNKNOWN, options->customer,
                 nearest < customers->count ? customers->id[nearest] : NULL);
        return DC_ERR_USAGE;
    }
    if (run->model->settled_count[*out] > 0)
        return DC_OK;
    complain(language, DC_WORD_LEARN_NO_HISTORY, options->customer, NULL);
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
