/* Every figure of the past as a plain table. */
#include "data.h"
#include "text.h"

static void put_value(data_table *t, const dc_answer *a, dc_unit unit,
                      const dc_measure_value *value)
{
    double told = unit == DC_UNIT_MONEY ? money_major(a, value->value) : value->value;
    data_put(t, value->applicable ? (data_value){.kind = DATA_REAL, .real = data_round(told)}
                                  : (data_value){.kind = DATA_NONE});
}

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
            data_put_text(t, text_date(t->arena, measures->date[d]));
            data_put_text(t, about->key);
            data_put_text(t, about->unit == DC_UNIT_MONEY ? money : dc_unit_key(about->unit));
            put_value(t, a, about->unit, value);
            data_put(t, (data_value){.kind = DATA_BOOL, .whole = value->at_least});
            data_put_text(t, value->applicable ? "" : dc_say(DC_ENGLISH, value->reason));
        }
}
