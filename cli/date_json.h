/* date_json.h - a date in JSON; null where it is not set. */
#ifndef DC_CLI_DATE_JSON_H
#define DC_CLI_DATE_JSON_H

#include <jansson.h>

#include "duecast/date.h"

static inline json_t *dc_date_json(dc_date date)
{
    char text[11];
    dc_date_format(text, date);
    return dc_date_is_set(date) ? json_string(text) : json_null();
}

#endif
