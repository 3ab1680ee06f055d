/*
 * demo.h - the sample company: a whole book, invented from a seed.
 *
 * "Meridian Parts GmbH", book currency EUR, as of 2026-06-28, with 24 months of history: customers
 * of four segments, three countries and three currencies, each with habits of its own; disputes,
 * part payments, credit notes, unapplied cash, write-offs, two insolvencies.  All names and figures
 * are invented.  The same options give the same bytes everywhere: chance comes from dc_uniform, and
 * only + - * / and integers follow it.
 *
 * Every row is accepted by the reader, and the control totals in book.yaml tie to the last cent.
 */
#ifndef DUECAST_CLI_DEMO_H
#define DUECAST_CLI_DEMO_H

#include <stddef.h>
#include <stdint.h>

#include "duecast/issues.h"
#include "duecast/status.h"

enum { DC_DEMO_INVOICES = 8200, DC_DEMO_INVOICES_MIN = 100, DC_DEMO_INVOICES_MAX = 10000000 };

/* Money, customers, bills and plan grow in proportion to `invoices`; about 9 % of them are open. */
typedef struct {
    const char *directory; /* made when missing, parents too */
    size_t      invoices;  /* DC_DEMO_INVOICES_MIN to _MAX; 0: DC_DEMO_INVOICES */
    uint64_t    seed;      /* 0: 1 */
} dc_demo_options;

/* Writes book.yaml, the CSV files and scenarios/ into the directory, each beside its final name
 * first and then renamed.  A directory that holds anything else than an earlier sample company is
 * left alone: an issue and DC_ERR_OUTPUT. */
dc_status dc_demo_write(const dc_demo_options *options, dc_issues *issues);

/* The scenarios of the sample company, the texts of scenarios/library; NULL past the end. */
const char *dc_demo_scenario_file(size_t index); /* "scenarios/late-15.yaml" */
const char *dc_demo_scenario_text(size_t index);

#endif
