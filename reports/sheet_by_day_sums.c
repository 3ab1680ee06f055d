/* The sums of Calculations by day: all classes together, by formula. */
#include "by_day.h"

static const dc_word sum_words[LIVE_SUMS] = {
    [LIVE_SUM_INVOICED] = DC_WORD_SALES_INVOICED,
    [LIVE_SUM_CASH] = DC_WORD_LIVE_RECEIVED,
    [LIVE_SUM_RECOVERED] = DC_WORD_METRIC_RECOVERED,
    [LIVE_SUM_PAID] = DC_WORD_LIVE_LEFT_PAID,
    [LIVE_SUM_WRITTEN_OFF] = DC_WORD_METRIC_WRITTEN_OFF,
    [LIVE_SUM_CLOSING] = DC_WORD_CLOSING_RECEIVABLES,
};

/* What comes back of customers that fail within the days shown. */
static const char *recovered(page *p, size_t class_row, uint32_t held, const double *held_value,
                             int32_t day, double *value)
{
    const dc_daily_failing *failing = &p->daily->row[class_row];
    int32_t                 from = day - DC_WRITE_OFF_AFTER_DAYS - failing->recovery_days;
    if (held == 0 || from < 1)
        return NULL;
    *value += failing->recovered_share * held_value[from];
    return dc_arena_format(p->r->arena, "%s*%s", amount_of(p, p->r->live_map->alive[class_row]),
                           here(p, held, from));
}

static void put_sum(page *p, live_sum sum, const classes *all)
{
    live_map   *map = p->r->live_map;
    dc_arena   *arena = p->r->arena;
    uint32_t    row = map->sum[sum];
    const char *keys =
        dc_arena_format(arena, "%s:%s", grid_ref_fixed(p->sheet, CLASSES_FROM, LIVE_FIGURE),
                        grid_ref_fixed(p->sheet, all->last, LIVE_FIGURE));
    const char *key = dc_arena_format(arena, "$%s", grid_ref(p->sheet, row, LIVE_FIGURE));
    for (int32_t day = 1; day <= p->days; day++) {
        uint32_t    col = live_col(day);
        const char *text =
            dc_arena_format(arena, "SUMIF(%s,%s,%s)", keys, key,
                            grid_range_text(grid_rows_of(p->sheet, col, CLASSES_FROM, all->last)));
        double value = map->sum_value[sum][day];
        if (sum == LIVE_SUM_WRITTEN_OFF) {
            text = dc_arena_format(arena, "%s+%s", text, chance(p, map->failed_written_off, day));
            value += grid_number_at(p->chances, map->failed_written_off, col);
        }
        map->sum_value[sum][day] = value;
        put_day(p, row, day, value, text);
    }
}

static void put_recovered(page *p, const classes *all)
{
    live_map *map = p->r->live_map;
    for (int32_t day = 1; day <= p->days; day++) {
        const char *text = chance(p, map->failed_recovered, day);
        double      value = grid_number_at(p->chances, map->failed_recovered, live_col(day));
        for (size_t c = 0; c < p->daily->row_count; c++) {
            const char *more = recovered(p, c, all->held[c], all->held_value[c], day, &value);
            text = more ? add_term(p, text, more) : text;
        }
        map->sum_value[LIVE_SUM_RECOVERED][day] = value;
        put_day(p, map->sum[LIVE_SUM_RECOVERED], day, value, text);
    }
}

static void put_closing(page *p)
{
    live_map *map = p->r->live_map;
    uint32_t  row = map->sum[LIVE_SUM_CLOSING];
    double   *closing = map->sum_value[LIVE_SUM_CLOSING];
    closing[0] = money_major(p->r->answer, p->daily->opening);
    grid_number(p->sheet, row, live_col(0), ROLE_FIGURE, SHOW_MONEY_2, closing[0]);
    for (int32_t day = 1; day <= p->days; day++) {
        closing[day] = closing[day - 1] + map->sum_value[LIVE_SUM_INVOICED][day] -
                       map->sum_value[LIVE_SUM_PAID][day] -
                       map->sum_value[LIVE_SUM_WRITTEN_OFF][day];
        put_day(p, row, day, closing[day],
                dc_arena_format(p->r->arena, "%s+%s-%s-%s", here(p, row, day - 1),
                                here(p, map->sum[LIVE_SUM_INVOICED], day),
                                here(p, map->sum[LIVE_SUM_PAID], day),
                                here(p, map->sum[LIVE_SUM_WRITTEN_OFF], day)));
    }
}

void begin_sums(page *p)
{
    live_map *map = p->r->live_map;
    for (live_sum s = 0; s < LIVE_SUMS; s++) {
        uint32_t row = LIVE_ROW_FIRST + (uint32_t)s;
        map->sum[s] = row;
        map->sum_value[s] = column_new(p);
        grid_text(p->sheet, row, LIVE_LABEL, ROLE_LABEL, say(p->r, sum_words[s]));
        grid_text(p->sheet, row, LIVE_CLASS, ROLE_LABEL, say(p->r, DC_WORD_LIVE_ALL_CUSTOMERS));
        grid_text(p->sheet, row, LIVE_FIGURE, ROLE_LABEL, say(p->r, sum_words[s]));
    }
}

void add_class(page *p)
{
    static const class_figure of[] = {[LIVE_SUM_INVOICED] = CLASS_INVOICED,
                                      [LIVE_SUM_CASH] = CLASS_CASH,
                                      [LIVE_SUM_PAID] = CLASS_PAID,
                                      [LIVE_SUM_WRITTEN_OFF] = CLASS_WRITTEN_OFF};
    static const live_sum     sums[] = {LIVE_SUM_INVOICED, LIVE_SUM_CASH, LIVE_SUM_PAID,
                                        LIVE_SUM_WRITTEN_OFF};
    for (size_t s = 0; s < sizeof sums / sizeof sums[0]; s++)
        for (int32_t day = 1; day <= p->days; day++)
            p->r->live_map->sum_value[sums[s]][day] += value_of(p, of[sums[s]], day);
}

void put_sums(page *p, const classes *all)
{
    put_sum(p, LIVE_SUM_INVOICED, all);
    put_sum(p, LIVE_SUM_CASH, all);
    put_sum(p, LIVE_SUM_PAID, all);
    put_sum(p, LIVE_SUM_WRITTEN_OFF, all);
    put_recovered(p, all);
    put_closing(p);
}
