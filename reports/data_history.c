/* Every figure of the past as a plain table. */
#include "data.h"
#include "text.h"

void data_fill_history(data_table *t, const dc_answer *a)
{
    const dc_measures *measures = a->measures;
    const char        *money = a->book->currencies[a->book->home].code;
    for (size_t d = 0; measures && d < measures->count; d++)
        for (dc_measure m = 0; m < DC_MEASURE_COUNT; m++) {
            const dc_measure_info  *about = dc_measure_about(m);
            const dc_measure_value *value = dc_measured(measures, d, m);
            if (!value->told)
                continue;
            data_put_date(t, measures->date[d]);
            data_put_text(t, about->key);
            data_put_text(t, about->unit == DC_UNIT_MONEY ? money : dc_unit_key(about->unit));
            data_put_unit(t, a, about->unit, value->applicable, value->value);
            data_put_bool(t, value->at_least);
            data_put_text(t, value->applicable ? "" : dc_say(DC_ENGLISH, value->reason));
        }
}
