/* Charts of the page: the same data as in the workbook, drawn as SVG. */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "html.h"

enum {
    LEFT = 62,
    RIGHT = 14,
    TOP = 34,
    TICKS = 5,
    FONT = 11,
    LINE = 13,
    LEGEND_GAP = 14,
    BOX = 10
};
enum { LETTER_TENTHS = 58, LABEL_LINES_MAX = 3 }; /* a letter is 5.8 pixels wide */

/* The picture: how values and places become points. */
typedef struct {
    FILE             *out;
    const report     *r;
    const grid_chart *chart;
    size_t            count; /* places along the horizontal axis */
    double            low, high, step;
    double            width, height; /* of what is drawn in */
    int               label_lines, legend_lines;
} picture;

static grid_cell cell_at(grid_range range, size_t i)
{
    bool down = range.last_row > range.row;
    return grid_look(range.sheet, range.row + (down ? (uint32_t)i : 0),
                     range.col + (down ? 0 : (uint32_t)i));
}

static size_t count_of(grid_range range)
{
    return (size_t)(range.last_row - range.row) + (range.last_col - range.col) + 1;
}

static bool is_stacked(const grid_chart *chart)
{
    return chart->kind == CHART_FAN || chart->kind == CHART_STACKED_COLUMNS;
}

/* A text ("n/a") is no value: false. */
static bool value_at(double *out, const picture *p, size_t series, size_t i)
{
    grid_cell cell = cell_at(p->chart->series[series].values, i);
    *out = cell.kind == GRID_NUMBER ? cell.number / p->chart->divisor : 0.0;
    return cell.kind == GRID_NUMBER;
}

/* --- scales --------------------------------------------------------------------------------------
 * */

static void stretch(picture *p, double value)
{
    p->low = fmin(p->low, value);
    p->high = fmax(p->high, value);
}

static void find_range(picture *p)
{
    for (size_t i = 0; i < p->count; i++) {
        double above = 0.0, below = 0.0, value;
        for (size_t s = 0; s < p->chart->series_count; s++) {
            if (!value_at(&value, p, s, i))
                continue;
            if (!is_stacked(p->chart))
                stretch(p, value);
            else if (value >= 0.0)
                above += value;
            else
                below += value;
        }
        stretch(p, above);
        stretch(p, below);
    }
    if (p->chart->is_share) {
        p->low = 0.0;
        p->high = 1.0;
    }
}

/* Ticks at 1, 2 or 5 times a power of ten. */
static void choose_ticks(picture *p)
{
    static const double nice[] = {1.0, 2.0, 5.0, 10.0};
    double              wanted = (p->high > p->low ? p->high - p->low : 1.0) / TICKS;
    double              power = pow(10.0, floor(log10(wanted)));
    size_t              i = 0;
    while (i < 3 && nice[i] * power < wanted)
        i++;
    p->step = nice[i] * power;
    p->low = floor(p->low / p->step) * p->step;
    p->high = ceil(p->high / p->step) * p->step;
    if (p->high <= p->low)
        p->high = p->low + p->step;
}

static double y_of(const picture *p, double value)
{
    return TOP + p->height * (1.0 - (value - p->low) / (p->high - p->low));
}

/* Lines go from edge to edge, columns stand in the middle of their place. */
static double x_of(const picture *p, size_t i)
{
    if (p->chart->kind == CHART_FAN)
        return LEFT + p->width * (p->count > 1 ? (double)i / (double)(p->count - 1) : 0.5);
    return LEFT + p->width * ((double)i + 0.5) / (double)p->count;
}

/* --- parts ---------------------------------------------------------------------------------------
 * */

static void put_words(const picture *p, double x, double y, const char *anchor, const char *more,
                      const char *text)
{
    fprintf(p->out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>", x, y, anchor, more);
    html_text(p->out, text);
    fputs("</text>", p->out);
}

static void put_up(const picture *p)
{
    int decimals = p->step >= 1.0 ? 0 : (int)ceil(-log10(p->step) - 1e-9);
    int ticks = (int)lround((p->high - p->low) / p->step);
    for (int k = 0; k <= ticks; k++) {
        double value = p->low + k * p->step, y = y_of(p, value);
        bool   zero = fabs(value) < p->step / 2;
        fprintf(p->out, "<line x1=\"%d\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>", LEFT,
                y, LEFT + p->width, y, zero ? "#888" : "#e0e0e0");
        const char *text = p->chart->is_share
                               ? dc_arena_format(p->r->arena, "%.0f%%", 100.0 * value)
                               : text_number(p->r->arena, zero ? 0.0 : value, decimals);
        put_words(p, LEFT - 6, y + 4, "end", "", text);
    }
    if (p->chart->up) {
        double x = 14, y = TOP + p->height / 2;
        put_words(p, x, y, "middle",
                  dc_arena_format(p->r->arena, " transform=\"rotate(-90 %.1f %.1f)\"", x, y),
                  p->chart->up);
    }
}

static const char *category(const picture *p, size_t i)
{
    enum { MONTH_AND_DAY = 5 };
    grid_cell cell = cell_at(p->chart->categories, i);
    if (cell.kind == GRID_TEXT)
        return cell.text;
    if (cell.kind == GRID_EMPTY)
        return "";
    if (cell.show != SHOW_DATE)
        return text_number(p->r->arena, cell.number, 0);
    return text_date(p->r->arena, grid_number_date(cell.number)) + MONTH_AND_DAY;
}

/* Letters that a label of the horizontal axis may have in a line. */
static int letters_fit(const picture *p)
{
    return (int)(p->width / (double)p->count * 10.0 / LETTER_TENTHS);
}

/* The next line of a label, broken at a blank; what is left after it. */
static const char *next_line(dc_arena *arena, const char **line, const char *text, int most)
{
    size_t length = strlen(text), end = 0;
    if (text_columns(text) <= most) {
        *line = text;
        return text + length;
    }
    for (size_t i = 0; text[i]; i++)
        if (text[i] == ' ' && text_columns(dc_arena_copy_bytes(arena, text, i)) <= most)
            end = i;
    if (end == 0) { /* a word longer than its place */
        *line = text_narrow(arena, text, most);
        return text + length;
    }
    *line = dc_arena_copy_bytes(arena, text, end);
    return text + end + 1;
}

/* Long labels in lines where each place has one; the number of lines. */
static int put_label(const picture *p, size_t i, bool draw)
{
    const char *rest = category(p, i), *line;
    bool        is_text = cell_at(p->chart->categories, i).kind == GRID_TEXT;
    int         most = is_text ? letters_fit(p) : INT_MAX;
    int         lines = 0;
    while (*rest && lines < LABEL_LINES_MAX) {
        rest = next_line(p->r->arena, &line, rest, most);
        lines++;
        if (draw)
            put_words(p, x_of(p, i), TOP + p->height + 2 + LINE * lines, "middle", "", line);
    }
    return lines;
}

static void put_across(const picture *p)
{
    enum { LABEL_WIDTH = 46 };
    size_t fit = (size_t)(p->width / LABEL_WIDTH), every = (p->count + fit - 1) / fit;
    if (p->chart->label_every > every)
        every = p->chart->label_every;
    for (size_t i = 0; i < p->count; i += every)
        put_label(p, i, true);
    if (p->chart->across)
        put_words(p, LEFT + p->width / 2, TOP + p->height + 4 + LINE * (p->label_lines + 1),
                  "middle", "", p->chart->across);
}

static bool is_listed(const grid_series *series)
{
    return !series->unlisted && !series->invisible && series->name;
}

/* Names of the series, as many in a line as fit; the number of lines. */
static int put_legend(const picture *p, bool draw)
{
    double x = LEFT, top = TOP + p->height + 12 + LINE * (p->label_lines + 1);
    int    line = 0;
    for (size_t s = 0; s < p->chart->series_count; s++) {
        const grid_series *series = &p->chart->series[s];
        if (!is_listed(series))
            continue;
        double width =
            BOX + 4 + LEGEND_GAP + (double)text_columns(series->name) * LETTER_TENTHS / 10.0;
        if (line == 0 || x + width > LEFT + p->width + LEGEND_GAP) {
            line++;
            x = LEFT;
        }
        if (draw) {
            fprintf(p->out,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" fill=\"#%06X\"/>", x,
                    top + LINE * line - BOX + 1, BOX, BOX, series->colour);
            put_words(p, x + BOX + 4, top + LINE * line, "start", "", series->name);
        }
        x += width;
    }
    return line;
}

static void put_line(const picture *p, size_t s)
{
    bool   open = false;
    double value;
    fprintf(p->out, "<path fill=\"none\" stroke=\"#%06X\" stroke-width=\"2\" d=\"",
            p->chart->series[s].colour);
    for (size_t i = 0; i < p->count; i++) {
        bool told = value_at(&value, p, s, i);
        if (told)
            fprintf(p->out, "%c%.1f %.1f", open ? 'L' : 'M', x_of(p, i), y_of(p, value));
        open = told;
    }
    fputs("\"/>", p->out);
}

/* What lies below series s at place i; columns stack what is above 0 and what is below it apart. */
static double below(const picture *p, size_t s, size_t i)
{
    double sum = 0.0, value, own;
    bool   apart = p->chart->kind == CHART_STACKED_COLUMNS && value_at(&own, p, s, i);
    for (size_t k = 0; k < s; k++)
        if (value_at(&value, p, k, i) && (!apart || (value < 0.0) == (own < 0.0)))
            sum += value;
    return sum;
}

static void put_area(const picture *p, size_t s)
{
    double value;
    if (p->chart->series[s].invisible)
        return;
    fprintf(p->out, "<path fill=\"#%06X\" d=\"", p->chart->series[s].colour);
    for (size_t i = 0; i < p->count; i++)
        fprintf(p->out, "%c%.1f %.1f", i ? 'L' : 'M', x_of(p, i), y_of(p, below(p, s, i)));
    for (size_t i = p->count; i-- > 0;) {
        value_at(&value, p, s, i);
        fprintf(p->out, "L%.1f %.1f", x_of(p, i), y_of(p, below(p, s, i) + value));
    }
    fputs("Z\"/>", p->out);
}

static void put_bar(const picture *p, size_t s, size_t i, double x, double width, double from,
                    double to)
{
    const grid_series *series = &p->chart->series[s];
    uint32_t           colour = i < series->point_count ? series->point_colours[i] : series->colour;
    double             top = y_of(p, fmax(from, to)), bottom = y_of(p, fmin(from, to));
    if (!series->invisible && bottom > top)
        fprintf(p->out,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#%06X\"/>", x,
                top, width, bottom - top, colour);
}

static void put_columns(const picture *p)
{
    const double share = 0.62;
    size_t       across = is_stacked(p->chart) ? 1 : p->chart->series_count;
    double       all = share * p->width / (double)p->count, each = all / (double)across;
    for (size_t i = 0; i < p->count; i++) {
        double above = 0.0, under = 0.0, value;
        for (size_t s = 0; s < p->chart->series_count; s++) {
            if (!value_at(&value, p, s, i))
                continue;
            double  x = x_of(p, i) - all / 2 + (across > 1 ? each * (double)s : 0.0);
            double *sum = value >= 0.0 ? &above : &under;
            double  from = is_stacked(p->chart) ? *sum : 0.0;
            put_bar(p, s, i, x, each, from, from + value);
            *sum += value;
        }
    }
}

/* --- a tornado: bars that lie, the first on top ----------------------------------------------- */

enum { FOOT = 58, WIDE_LETTER = 7 };

/* Names stand on the left, as wide as the widest. */
static double names_width(const picture *p)
{
    int most = 0;
    for (size_t i = 0; i < p->count; i++) {
        int columns = text_columns(category(p, i));
        most = columns > most ? columns : most;
    }
    return WIDE_LETTER * (double)most + 8.0;
}

static double lying_x(const picture *p, double value)
{
    double names = names_width(p), width = p->chart->width - names - RIGHT;
    return names + width * (value - p->low) / (p->high - p->low);
}

static void put_below(const picture *p, double bottom)
{
    int decimals = p->step >= 1.0 ? 0 : (int)ceil(-log10(p->step) - 1e-9);
    int ticks = (int)lround((p->high - p->low) / p->step);
    for (int k = 0; k <= ticks; k++) {
        double value = p->low + k * p->step, x = lying_x(p, value);
        bool   zero = fabs(value) < p->step / 2;
        fprintf(p->out, "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>", x,
                TOP, x, bottom, zero ? "#888" : "#e0e0e0");
        put_words(p, x, bottom + LINE, "middle", "",
                  text_number(p->r->arena, zero ? 0.0 : value, decimals));
    }
    if (p->chart->up)
        put_words(p, lying_x(p, (p->low + p->high) / 2), bottom + 2 * LINE + 2, "middle", "",
                  p->chart->up);
}

static void put_lying_bars(const picture *p, double bottom)
{
    const double share = 0.62;
    double       each = (bottom - TOP) / (double)p->count;
    for (size_t i = 0; i < p->count; i++) {
        double top = TOP + each * ((double)i + 0.5 - share / 2), value;
        for (size_t s = 0; s < p->chart->series_count; s++) {
            if (!value_at(&value, p, s, i) || value == 0.0)
                continue;
            double from = lying_x(p, fmin(value, 0.0)), to = lying_x(p, fmax(value, 0.0));
            fprintf(p->out,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
                    "fill=\"#%06X\"/>",
                    from, top, to - from, each * share, p->chart->series[s].colour);
        }
        put_words(p, names_width(p) - 6, top + each * share / 2 + 4, "end", "", category(p, i));
    }
}

static void put_tornado(picture *p)
{
    double bottom = p->chart->height - (double)FOOT;
    put_below(p, bottom);
    put_lying_bars(p, bottom);
    p->height = p->chart->height - TOP - 2.0 * LINE - LEGEND_GAP; /* for the legend below it */
    p->label_lines = 0;
    put_legend(p, true);
}

static void put_standing(const picture *p)
{
    put_up(p);
    if (p->chart->kind == CHART_LINES)
        for (size_t s = 0; s < p->chart->series_count; s++)
            put_line(p, s);
    else if (p->chart->kind == CHART_FAN)
        for (size_t s = 0; s < p->chart->series_count; s++)
            put_area(p, s);
    else
        put_columns(p);
    put_across(p);
    put_legend(p, true);
}

void html_chart(FILE *out, const report *r, const grid_chart *chart)
{
    picture p = {.out = out, .r = r, .chart = chart, .count = count_of(chart->categories)};
    p.width = (double)chart->width - LEFT - RIGHT;
    for (size_t i = 0; i < p.count; i++) {
        int lines = put_label(&p, i, false);
        p.label_lines = lines > p.label_lines ? lines : p.label_lines;
    }
    p.legend_lines = put_legend(&p, false);
    p.height = (double)chart->height - TOP - 18 - LINE * (p.label_lines + 1 + p.legend_lines);
    find_range(&p);
    choose_ticks(&p);
    fprintf(out,
            "<svg role=\"img\" viewBox=\"0 0 %u %u\" width=\"%u\" height=\"%u\" font-size=\"%d\" "
            "font-family=\"Arial,'Microsoft YaHei','Noto Sans CJK SC',sans-serif\" fill=\"#444\" "
            "xmlns=\"http://www.w3.org/2000/svg\"><title>",
            chart->width, chart->height, chart->width, chart->height, FONT);
    html_text(out, chart->title);
    fputs("</title><desc>", out);
    html_text(out, chart->alternative_text ? chart->alternative_text : "");
    fputs("</desc>", out);
    put_words(&p, chart->width / 2.0, 20, "middle", " font-size=\"14\" font-weight=\"bold\"",
              chart->title);
    if (chart->kind == CHART_TORNADO)
        put_tornado(&p);
    else
        put_standing(&p);
    fputs("</svg>\n", out);
}
