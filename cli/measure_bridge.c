/* measure_bridge.c - why DSO and receivables moved over the last month and the last year. */
#include <stdlib.h>

#include "duecast/bridge.h"
#include "duecast/currency_effect.h"
#include "measure_sections.h"
#include "terminal.h"

enum { LABEL_WIDTH = 38, CELL_WIDTH = 12, SPANS = 2 };

/* From the month end before, and from a year before, where they are measured. */
static size_t spans_of(dc_period out[SPANS], const dc_measure_view *view)
{
    static const size_t back[SPANS] = {1, 12};
    const dc_measures  *measures = view->measures;
    size_t              count = 0, last = measures->count - 1;
    for (size_t i = 0; i < SPANS; i++)
        if (last >= back[i])
            out[count++] = (dc_period){measures->date[last - back[i]], measures->date[last]};
    return count;
}

static const char *date_text(const dc_measure_view *view, dc_date date)
{
    char text[11];
    dc_date_format(text, date);
    return dc_arena_copy_text(view->run->arena, text);
}

static void write_heading(FILE *out, const dc_measure_view *view, dc_word word, dc_period span)
{
    dc_fill(out, dc_say(view->language, word),
            (const char *const[]){date_text(view, span.from), date_text(view, span.to),
                                  view->scale.label},
            3);
    fputc('\n', out);
}

static void write_amount(FILE *out, const dc_measure_view *view, const char *label, dc_unit unit,
                         double value)
{
    dc_terminal_pad(out, label, LABEL_WIDTH);
    dc_measure_right(out, dc_measure_text(view, unit, value), CELL_WIDTH);
    fputc('\n', out);
}

static const char *dso_at(const dc_measure_view *view, dc_date date)
{
    char  *text = NULL;
    size_t size = 0;
    FILE  *memory = open_memstream(&text, &size);
    if (!memory)
        return "";
    dc_fill(memory, dc_say(view->language, DC_WORD_BRIDGE_DSO_AT),
            (const char *const[]){date_text(view, date)}, 1);
    fclose(memory);
    const char *kept = dc_arena_copy_text(view->run->arena, text);
    free(text);
    return kept;
}

static void write_dso(FILE *out, const dc_measure_view *view, dc_period span)
{
    dc_dso_bridge bridge;
    dc_dso_bridge_past(&bridge, view->run->book, span.from, span.to);
    write_heading(out, view, DC_WORD_BRIDGE_TITLE, span);
    if (!bridge.applicable) {
        fprintf(out, "%s\n", dc_say(view->language, bridge.missing));
        return;
    }
    write_amount(out, view, dso_at(view, span.from), DC_UNIT_DAYS, bridge.opening);
    for (int i = 0; i < DC_BRIDGE_PARTS; i++) {
        const char *label = dc_say(view->language, dc_bridge_part_label((dc_bridge_part)i));
        if (bridge.told[i])
            write_amount(out, view, label, DC_UNIT_DAYS, bridge.part[i]);
        else if (bridge.untold[i] != DC_WORD_COUNT) {
            dc_terminal_pad(out, label, LABEL_WIDTH);
            dc_measure_right(out, dc_say(view->language, DC_WORD_NOT_AVAILABLE), CELL_WIDTH);
            fprintf(out, "  %s\n", dc_say(view->language, bridge.untold[i]));
        }
    }
    write_amount(out, view, dso_at(view, span.to), DC_UNIT_DAYS, bridge.closing);
}

static void write_receivables(FILE *out, const dc_measure_view *view, dc_period span)
{
    dc_revaluation r;
    dc_revaluation_between(&r, view->run->book, span);
    write_heading(out, view, DC_WORD_BRIDGE_RECEIVABLES, span);
    if (!r.applicable) {
        fprintf(out, "%s\n", dc_say(view->language, r.missing));
        return;
    }
    const struct {
        dc_word label;
        int64_t value;
    } lines[] = {{DC_WORD_OPENING_RECEIVABLES, r.opening},
                 {DC_WORD_BRIDGE_INVOICED, r.invoiced},
                 {DC_WORD_BRIDGE_COLLECTED, -r.collected},
                 {DC_WORD_METRIC_SETTLED_WITHOUT_CASH, -r.without_cash},
                 {DC_WORD_METRIC_WRITTEN_OFF, -r.written_off},
                 {DC_WORD_BRIDGE_SOLD, -r.sold},
                 {DC_WORD_BRIDGE_REVALUATION, r.revaluation},
                 {DC_WORD_CLOSING_RECEIVABLES, r.closing}};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if (lines[i].label != DC_WORD_BRIDGE_SOLD || lines[i].value != 0)
            write_amount(out, view, dc_say(view->language, lines[i].label), DC_UNIT_MONEY,
                         (double)lines[i].value);
}

/* Only where rates can have moved anything. */
static void write_currency(FILE *out, const dc_measure_view *view, dc_date date)
{
    dc_currency_dso dso;
    dc_currency_dso_at(&dso, view->run->book, date);
    if (!dso.applicable || (dso.receivables_reported == dso.receivables_constant &&
                            dso.sales_reported == dso.sales_constant))
        return;
    dc_fill(out, dc_say(view->language, DC_WORD_CURRENCY_DSO),
            (const char *const[]){date_text(view, date),
                                  dc_measure_text(view, DC_UNIT_DAYS, dso.dso_reported),
                                  dc_measure_text(view, DC_UNIT_DAYS, dso.dso_constant)},
            3);
    fputc('\n', out);
}

void dc_measure_write_bridge(FILE *out, dc_measure_view *view)
{
    dc_period spans[SPANS];
    size_t    count = spans_of(spans, view);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            fputc('\n', out);
        write_dso(out, view, spans[i]);
        write_currency(out, view, spans[i].from);
        write_currency(out, view, spans[i].to);
        fputc('\n', out);
        write_receivables(out, view, spans[i]);
    }
}

/* --- JSON ------------------------------------------------------------------------------------- */

static json_t *days_json(bool applicable, double days)
{
    return applicable ? json_real(days) : json_null();
}

static json_t *dso_json(const dc_measure_view *view, dc_period span)
{
    dc_dso_bridge bridge;
    json_t       *parts = json_array(), *object = json_object();
    dc_dso_bridge_past(&bridge, view->run->book, span.from, span.to);
    for (int i = 0; i < DC_BRIDGE_PARTS; i++) {
        if (!bridge.told[i] && bridge.untold[i] == DC_WORD_COUNT)
            continue;
        json_t *part =
            json_pack("{s:s, s:s, s:o}", "part", dc_bridge_part_key((dc_bridge_part)i), "label",
                      dc_say(view->language, dc_bridge_part_label((dc_bridge_part)i)), "days",
                      days_json(bridge.applicable && bridge.told[i], bridge.part[i]));
        if (!bridge.told[i])
            json_object_set_new(part, "reason",
                                json_string(dc_say(view->language, bridge.untold[i])));
        json_array_append_new(parts, part);
    }
    json_object_set_new(object, "opening", days_json(bridge.applicable, bridge.opening));
    json_object_set_new(object, "closing", days_json(bridge.applicable, bridge.closing));
    if (!bridge.applicable)
        json_object_set_new(object, "reason", json_string(dc_say(view->language, bridge.missing)));
    json_object_set_new(object, "parts", parts);
    return object;
}

static json_t *receivables_json(const dc_measure_view *view, dc_period span)
{
    dc_revaluation r;
    dc_revaluation_between(&r, view->run->book, span);
    if (!r.applicable)
        return json_pack("{s:s}", "reason", dc_say(view->language, r.missing));
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "opening",
        dc_measure_json_money(view, r.opening), "invoiced", dc_measure_json_money(view, r.invoiced),
        "collected", dc_measure_json_money(view, -r.collected), "settled_without_cash",
        dc_measure_json_money(view, -r.without_cash), "written_off",
        dc_measure_json_money(view, -r.written_off), "sold", dc_measure_json_money(view, -r.sold),
        "revaluation", dc_measure_json_money(view, r.revaluation), "closing",
        dc_measure_json_money(view, r.closing));
}

static json_t *currency_json(const dc_measure_view *view, dc_date date)
{
    dc_currency_dso dso;
    dc_currency_dso_at(&dso, view->run->book, date);
    if (!dso.applicable)
        return json_pack("{s:s}", "reason", dc_say(view->language, dso.missing));
    return json_pack("{s:f, s:f}", "dso_reported", dso.dso_reported, "dso_constant_currency",
                     dso.dso_constant);
}

json_t *dc_measure_json_bridge(dc_measure_view *view)
{
    dc_period spans[SPANS];
    size_t    count = spans_of(spans, view);
    json_t   *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "from",
                                              dc_measure_json_date(spans[i].from), "to",
                                              dc_measure_json_date(spans[i].to), "dso",
                                              dso_json(view, spans[i]), "currency_from",
                                              currency_json(view, spans[i].from), "currency_to",
                                              currency_json(view, spans[i].to), "receivables",
                                              receivables_json(view, spans[i])));
    return list;
}
