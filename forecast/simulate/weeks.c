/* weeks.c - days are simulated, weeks are reported. */
#include "duecast/paths.h"

enum { WEEK = 7 };

static int32_t first_week(const dc_simulate_options *options)
{
    return options->first_week_days > 0 ? options->first_week_days : WEEK;
}

int32_t dc_week_end_day(const dc_simulate_options *options, int32_t week)
{
    return week == 0 ? 0 : first_week(options) + WEEK * (week - 1);
}

int32_t dc_week_count(const dc_simulate_options *options)
{
    return 1 + (options->horizon_days - first_week(options)) / WEEK;
}

int32_t dc_aged_index(const dc_simulate_options *options, int32_t day)
{
    dc_aged_days aged = dc_days_aged(options);
    for (size_t i = 0; i < aged.count; i++)
        if (aged.day[i] == day)
            return (int32_t)i;
    return DC_NONE;
}
