/* What moves cash most, and whose payment widens its band, as plain tables. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "data.h"
#include "text.h"

/* Days and factors as they are, shares in percent. */
const char *say_driver(dc_arena *arena, dc_language language, dc_driver driver)
{
    double      step = dc_driver_step(driver);
    const char *text = step < 1.0 ? text_share(arena, step, 0) : text_number(arena, step, 0);
    return text_fill(arena, dc_say(language, dc_driver_word(driver)), text, (const char *)NULL);
}

static const char *lower_case(dc_arena *arena, const char *text)
{
    char *out = dc_arena_copy_text(arena, text);
    for (char *at = out; *at; at++)
        *at = (char)tolower((unsigned char)*at);
    return out;
}

void data_fill_drivers(data_table *t, const dc_answer *a)
{
    for (size_t i = 0; a->risk && i < a->risk->driver_count; i++) {
        const dc_driver_effect *effect = &a->risk->drivers[i];
        double                  step = dc_driver_step(effect->driver);
        bool                    known = a->risk->has_cash;
        data_put_text(t, lower_case(t->arena, dc_driver_key(effect->driver)));
        data_put_text(t, say_driver(t->arena, DC_ENGLISH, effect->driver));
        data_put_real(t, step);
        data_put_day(t, a, a->risk->last_day);
        data_put_count(t, a->risk->path_count);
        data_put_unit(t, a, DC_UNIT_MONEY, known, a->risk->lowest);
        data_put_unit(t, a, DC_UNIT_MONEY, known, effect->lowest[DC_DRIVER_DOWN]);
        data_put_unit(t, a, DC_UNIT_MONEY, known, effect->lowest[DC_DRIVER_UP]);
        data_put_unit(t, a, DC_UNIT_MONEY, true, effect->closing[DC_DRIVER_DOWN]);
        data_put_unit(t, a, DC_UNIT_MONEY, true, effect->closing[DC_DRIVER_UP]);
    }
}

void data_fill_contributions(data_table *t, const dc_answer *a)
{
    const dc_customers *customers = &a->book->customers;
    for (size_t i = 0; a->risk && i < a->risk->customer_count; i++) {
        const dc_contribution *c = &a->risk->customers[i];
        data_put_name(t, customers->id[c->customer]);
        data_put_name(t, customers->name[c->customer]);
        data_put_day(t, a, a->risk->last_day);
        data_put_unit(t, a, DC_UNIT_MONEY, true, c->expected);
        data_put_unit(t, a, DC_UNIT_MONEY, true, c->sd);
        data_put_real(t, c->share);
        data_put_real(t, c->share_error);
        data_put_real(t, c->share_lowest);
        data_put_exact(t, c->overdue, a->book->currencies[a->book->home].decimals);
        data_put_day(t, a, DC_PROMISE_DAYS);
        data_put_unit(t, a, DC_UNIT_MONEY, true, c->kept_dip);
        data_put_unit(t, a, DC_UNIT_MONEY, true, c->kept_end);
    }
}
