/*
 * duecast.h - everything, in the order of a run.
 *
 * A program that uses the library includes this one header.  Read from top to bottom it is a table
 * of contents: the alphabet, then the nouns each stage hands to the next.
 */
#ifndef DUECAST_DUECAST_H
#define DUECAST_DUECAST_H

/* the alphabet */
#include "duecast/arena.h"
#include "duecast/date.h"
#include "duecast/doubles.h"
#include "duecast/issues.h"
#include "duecast/late_interest.h"
#include "duecast/money.h"
#include "duecast/nearest.h"
#include "duecast/random.h"
#include "duecast/status.h"
#include "duecast/words.h"

/* read */
#include "duecast/book.h"
#include "duecast/table.h"
#include "duecast/yaml.h"

/* learn, simulate, measure */
#include "duecast/acted.h"
#include "duecast/cash.h"
#include "duecast/demand.h"
#include "duecast/instalment_plan.h"
#include "duecast/measures.h"
#include "duecast/metrics.h"
#include "duecast/model.h"
#include "duecast/paths.h"
#include "duecast/policy.h"
#include "duecast/rises.h"
#include "duecast/risk.h"
#include "duecast/scope.h"
#include "duecast/spread.h"
#include "duecast/variance.h"
#include "duecast/working_capital.h"

/* compare, report */
#include "duecast/notices.h"
#include "duecast/report.h"
#include "duecast/scenario.h"

#endif
