/* past_forecast.c - see past_forecast.h; keys are those of reports/data.c. */
#include "past_forecast.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    dc_said       *out;
    dc_arena      *arena;
    const char    *path;
    const dc_book *book;
    dc_issues     *issues;
    json_t        *root;
} reading;

static dc_status complain(const reading *r, dc_issue_kind kind, const char *a, const char *b)
{
    dc_issues_add(r->issues, kind, &(dc_place){.file = r->path}, r->path, a, b, (const char *)NULL);
    return DC_ERR_INPUT;
}

static const char *text_of(const reading *r, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return dc_arena_copy_text(r->arena, text ? text : "");
}

static double number_of(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : NAN;
}

static dc_date date_of(const json_t *object, const char *key)
{
    dc_date     date = DC_DATE_NONE;
    const char *text = json_string_value(json_object_get(object, key));
    if (!text || !dc_date_parse_plain(&date, text))
        return DC_DATE_NONE;
    return date;
}

static bool is(const json_t *object, const char *key, const char *wanted)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text && strcmp(text, wanted) == 0;
}

/* Minor units of so many decimals; 0 where nothing is told. */
static double minor_of(const json_t *object, const char *key, int decimals)
{
    double value = number_of(object, key);
    return isnan(value) ? 0.0 : value * pow(10.0, decimals);
}

static int home_decimals(const reading *r)
{
    return r->book->currencies[r->book->home].decimals;
}

/* --- the parts -------------------------------------------------------------------------------- */

static dc_status read_run(reading *r)
{
    const json_t *run = json_object_get(r->root, "run");
    const char   *home = r->book->currencies[r->book->home].code;
    const char   *company = r->book->company.name ? r->book->company.name : "";
    char          then[11], now[11];
    r->out->run_id = text_of(r, run, "run_id");
    r->out->company = text_of(r, run, "company");
    r->out->currency = text_of(r, run, "currency");
    r->out->as_of = date_of(run, "as_of");
    if (!dc_date_is_set(r->out->as_of))
        return complain(r, DC_ISSUE_AGAINST_KEY, "run: as_of", NULL);
    if (company[0] && r->out->company[0] && strcmp(company, r->out->company) != 0)
        return complain(r, DC_ISSUE_AGAINST_COMPANY, r->out->company, company);
    if (strcmp(home, r->out->currency) != 0)
        return complain(r, DC_ISSUE_AGAINST_CURRENCY, r->out->currency, home);
    dc_date_format(then, r->out->as_of);
    dc_date_format(now, r->book->as_of);
    return r->out->as_of.day < r->book->as_of.day
               ? DC_OK
               : complain(r, DC_ISSUE_AGAINST_TOO_NEW, then, now);
}

/* Ends of weeks, and the band of receipts. */
static dc_status read_weeks(reading *r)
{
    size_t  i;
    json_t *row;
    char    then[11], now[11];
    json_array_foreach(json_object_get(r->root, "metrics"), i, row)
    {
        double week = number_of(row, "week");
        if (!is(row, "scenario", "baseline") || !is(row, "metric", "receipts") ||
            !(week >= 1.0 && week <= DC_VARIANCE_WEEKS))
            continue;
        size_t  at = (size_t)week - 1;
        dc_date end = date_of(row, "date");
        if (!dc_date_is_set(end))
            continue;
        r->out->week_end[at] = end;
        r->out->p10[at] = number_of(row, "p10") * pow(10.0, home_decimals(r));
        r->out->p90[at] = number_of(row, "p90") * pow(10.0, home_decimals(r));
        r->out->week_count = at + 1 > r->out->week_count ? at + 1 : r->out->week_count;
    }
    if (r->out->week_count == 0)
        return complain(r, DC_ISSUE_AGAINST_KEY, "metrics", NULL);
    dc_date_format(then, r->out->as_of);
    dc_date_format(now, r->book->as_of);
    return r->out->week_end[0].day <= r->book->as_of.day
               ? DC_OK
               : complain(r, DC_ISSUE_AGAINST_TOO_NEW, then, now);
}

static int decimals_of(const reading *r, const char *code)
{
    for (size_t c = 0; c < r->book->currency_count; c++)
        if (strcmp(r->book->currencies[c].code, code) == 0)
            return r->book->currencies[c].decimals;
    int known = dc_currency_decimals(code);
    return known >= 0 ? known : 2;
}

/* The index of a currency, added when it is new; the book currency is worth 1. */
static uint16_t currency_of(reading *r, const char *code)
{
    dc_said *out = r->out;
    for (size_t c = 0; c < out->currency_count; c++)
        if (strcmp(out->currencies[c], code) == 0)
            return (uint16_t)c;
    if (out->currency_count == DC_CURRENCIES_MAX)
        return 0;
    size_t c = out->currency_count++;
    snprintf(out->currencies[c], sizeof out->currencies[c], "%.3s", code);
    out->decimals[c] = decimals_of(r, out->currencies[c]);
    out->rate[c] = strcmp(code, out->currency) == 0 ? 1.0 : 0.0;
    return (uint16_t)c;
}

static void read_rates(reading *r)
{
    size_t  i;
    json_t *row;
    currency_of(r, r->out->currency);
    json_array_foreach(json_object_get(r->root, "ageing_now"), i, row)
    {
        uint16_t c = currency_of(r, text_of(r, row, "currency"));
        double   rate = number_of(row, "rate");
        if (c > 0 && rate > 0.0)
            r->out->rate[c] = rate;
    }
}

/* What sales were to buy stands in the table of cash alone. */
static void add_bought(reading *r)
{
    dc_said_item item = {.kind = DC_SAID_BOUGHT,
                         .id = "",
                         .part = "",
                         .party = "",
                         .name = "",
                         .currency = currency_of(r, r->out->currency)};
    bool         any = false;
    size_t       i;
    json_t      *row;
    json_array_foreach(json_object_get(r->root, "cash"), i, row)
    {
        double week = number_of(row, "number");
        if (!is(row, "line", "purchases_from_sales") || !is(row, "scenario", "baseline") ||
            !is(row, "period", "week") || !(week >= 1.0 && week <= DC_VARIANCE_WEEKS))
            continue;
        item.expected[(size_t)week - 1] = minor_of(row, "mean", home_decimals(r));
        any |= item.expected[(size_t)week - 1] != 0.0;
    }
    if (any)
        r->out->items[r->out->item_count++] = item;
}

static dc_status read_items(reading *r)
{
    static const char *const kinds[DC_SAID_KINDS] = {"claim", "sales", "bill", "rest",
                                                     "purchases_from_sales"};
    const json_t            *rows = json_object_get(r->root, "expected_items");
    size_t                   i;
    json_t                  *row;
    if (!json_is_array(rows))
        return complain(r, DC_ISSUE_AGAINST_KEY, "expected_items", NULL);
    r->out->items = dc_arena_alloc(r->arena, json_array_size(rows) + 2, sizeof *r->out->items);
    add_bought(r);
    json_array_foreach(rows, i, row)
    {
        dc_said_item *item = &r->out->items[r->out->item_count];
        int           kind = 0;
        while (kind < DC_SAID_KINDS && !is(row, "kind", kinds[kind]))
            kind++;
        if (kind == DC_SAID_KINDS)
            continue;
        uint16_t currency = currency_of(r, text_of(r, row, "currency"));
        int      decimals = r->out->decimals[currency];
        *item = (dc_said_item){.kind = (dc_said_kind)kind,
                               .id = text_of(r, row, "id"),
                               .part = text_of(r, row, "part"),
                               .party = text_of(r, row, "party"),
                               .name = text_of(r, row, "name"),
                               .currency = currency,
                               .open = llround(minor_of(row, "open", decimals))};
        for (int w = 0; w < DC_VARIANCE_WEEKS; w++) {
            char key[24];
            snprintf(key, sizeof key, "week_%d", w + 1);
            item->expected[w] = minor_of(row, key, decimals);
        }
        r->out->item_count++;
    }
    return DC_OK;
}

/* All other money is what the net cash flow has beside customers, bills and what sales buy. */
static void read_cash(reading *r)
{
    const json_t *liquidity = json_array_get(json_object_get(r->root, "liquidity"), 0);
    size_t        i;
    json_t       *row;
    r->out->has_cash = !isnan(number_of(liquidity, "opening_cash"));
    r->out->cash = llround(minor_of(liquidity, "opening_cash", home_decimals(r)));
    r->out->drawn = llround(minor_of(liquidity, "line_drawn", home_decimals(r)));
    json_array_foreach(json_object_get(r->root, "cash"), i, row)
    {
        double week = number_of(row, "number");
        bool   apart = is(row, "line", "customers") || is(row, "line", "bills") ||
                     is(row, "line", "purchases_from_sales");
        double sign = is(row, "line", "net_cash_flow") ? 1.0 : apart ? -1.0 : 0.0;
        if (!is(row, "scenario", "baseline") || !is(row, "period", "week") || sign == 0.0 ||
            !(week >= 1.0 && week <= DC_VARIANCE_WEEKS))
            continue;
        r->out->other[(size_t)week - 1] += sign * minor_of(row, "mean", home_decimals(r));
    }
}

dc_status dc_past_forecast_read(dc_said *out, dc_arena *arena, const char *path,
                                const dc_book *book, dc_issues *issues)
{
    json_error_t error;
    FILE        *file = fopen(path, "rb");
    reading      r = {.out = out, .arena = arena, .path = path, .book = book, .issues = issues};
    dc_status    status;
    *out = (dc_said){.file = path};
    if (!file)
        return complain(&r, DC_ISSUE_FILE_MISSING, strerror(errno), NULL);
    r.root = json_loadf(file, JSON_REJECT_DUPLICATES, &error);
    fclose(file);
    if (!r.root) {
        dc_issues_add(issues, DC_ISSUE_AGAINST_UNREADABLE,
                      &(dc_place){.file = path, .line = (uint32_t)error.line}, path, error.text,
                      (const char *)NULL);
        return DC_ERR_INPUT;
    }
    status = read_run(&r);
    if (status == DC_OK)
        status = read_weeks(&r);
    if (status == DC_OK) {
        read_rates(&r);
        read_cash(&r);
        status = read_items(&r);
    }
    json_decref(r.root);
    return status;
}
