#include "duecast/status.h"

#include <assert.h>

typedef struct {
    int         exit_code;
    const char *text;
} status_row;

#define STATUS_ROW(name, exit_code, text) {exit_code, text},
static const status_row rows[DC_STATUS_COUNT] = {DC_STATUS_LIST(STATUS_ROW)};
#undef STATUS_ROW

const char *dc_status_text(dc_status status)
{
    assert((unsigned)status < DC_STATUS_COUNT);
    return rows[status].text;
}

int dc_status_exit_code(dc_status status)
{
    assert((unsigned)status < DC_STATUS_COUNT);
    return rows[status].exit_code;
}
