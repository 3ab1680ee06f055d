/* past_forecast.h - a forecast that was written as JSON, read again. */
#ifndef DUECAST_CLI_PAST_FORECAST_H
#define DUECAST_CLI_PAST_FORECAST_H

#include "duecast/variance.h"

/* Texts are in the arena.  DC_ERR_INPUT with an issue where it is no forecast, or not one of this
 * book: another company or currency, or not a week older. */
dc_status dc_past_forecast_read(dc_said *out, dc_arena *arena, const char *path,
                                const dc_book *book, dc_issues *issues);

#endif
