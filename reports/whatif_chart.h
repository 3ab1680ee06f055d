/* whatif_chart.h - the bands of cash under the table of `duecast whatif`. */
#ifndef DUECAST_REPORTS_WHATIF_CHART_H
#define DUECAST_REPORTS_WHATIF_CHART_H

#include "text.h"

/* 80 % of futures and their median at the end of each of the first 13 weeks: cash before the line
 * where the book tells it, else cash collected.  Nothing where there are no bands. */
void whatif_chart(FILE *out, const dc_answer *answer, dc_arena *arena, const money_scale *scale,
                  size_t scenario);

#endif
