/* warnings_say.c - early warnings and how they did in the past, in sentences. */
#include <math.h>

#include "text.h"

const char *dc_share_text(dc_arena *arena, double share)
{
    double percent = 100.0 * share;
    return dc_arena_format(arena, percent < 10.0 && percent > 0.0 ? "%.1f %%" : "%.0f %%", percent);
}

static const char *signal_text(dc_arena *arena, dc_language language, const dc_warning_row *row,
                               dc_signal signal)
{
    static const dc_word words[DC_SIGNAL_COUNT] = {DC_WORD_WARN_TREND, DC_WORD_WARN_LIMIT,
                                                   DC_WORD_WARN_PROMISES, DC_WORD_WARN_PARTS,
                                                   DC_WORD_WARN_ORDERS};
    const char          *figure = "";
    switch (signal) {
    case DC_SIGNAL_TREND: figure = dc_arena_format(arena, "%.0f", row->later); break;
    case DC_SIGNAL_LIMIT: figure = dc_share_text(arena, row->limit_use); break;
    case DC_SIGNAL_PROMISES: figure = text_count(arena, (size_t)row->broken); break;
    case DC_SIGNAL_PARTS: figure = text_count(arena, (size_t)row->parts); break;
    case DC_SIGNAL_ORDERS: figure = dc_share_text(arena, row->orders); break;
    case DC_SIGNAL_COUNT: break;
    }
    return text_fill(arena, dc_say(language, words[signal]), figure, (const char *)NULL);
}

const char *dc_warning_say(dc_arena *arena, dc_language language, const dc_warning_row *row)
{
    const char *list = "";
    for (dc_signal signal = 0; signal < DC_SIGNAL_COUNT; signal++)
        if (row->signal[signal])
            list = dc_arena_format(arena, "%s%s%s", list, *list ? ", " : "",
                                   signal_text(arena, language, row, signal));
    return list;
}

static const char *times(dc_arena *arena, dc_language language, double value)
{
    return isfinite(value) ? dc_arena_format(arena, "%.1f", value)
                           : dc_say(language, DC_WORD_NOT_AVAILABLE);
}

const char *dc_warning_record_say(dc_arena *arena, dc_language language,
                                  const dc_warning_record *past)
{
    const char *events = text_count(arena, past->events);
    const char *origins = text_count(arena, past->origins);
    if (!past->measurable)
        return text_fill(arena, dc_say(language, DC_WORD_WARN_UNKNOWN), events, origins,
                         (const char *)NULL);
    if (past->warned > 0 && past->hits == 0)
        return text_fill(arena, dc_say(language, DC_WORD_WARN_FALSE), origins,
                         text_count(arena, past->warned), events, (const char *)NULL);
    if (past->hits == 0)
        return text_fill(arena, dc_say(language, DC_WORD_WARN_SILENT), origins, events,
                         (const char *)NULL);
    return text_fill(arena, dc_say(language, DC_WORD_WARN_PAST), origins,
                     dc_share_text(arena, past->precision), dc_share_text(arena, past->recall),
                     dc_arena_format(arena, "%.0f", past->lead_days),
                     times(arena, language, past->lift),
                     times(arena, language, past->lift_over_overdue), events, (const char *)NULL);
}
