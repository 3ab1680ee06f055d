/* What is still open of each month's sales, as a heatmap: a block of the Ageing sheet. */
#include "sheets.h"

enum { LABEL, SALES, AGES };

static void put_month(report *r, grid *sheet, uint32_t row, const dc_uncollected *month)
{
    grid_date(sheet, row, LABEL, ROLE_LABEL, month->month_end);
    put_money(r, sheet, row, SALES, ROLE_FIGURE, (double)month->sales);
    for (size_t age = 0; age < month->age_count && month->sales > 0; age++)
        grid_number(sheet, row, AGES + (uint32_t)age, ROLE_FIGURE, SHOW_SHARE,
                    (double)month->open[age] / (double)month->sales);
}

uint32_t put_uncollected(report *r, grid *sheet, uint32_t row)
{
    const dc_measures *past = r->answer->measures;
    if (!past || past->uncollected_count == 0)
        return row;
    grid_text(sheet, row++, LABEL, ROLE_SECTION, say(r, DC_WORD_UNCOLLECTED_TITLE));
    grid_text(sheet, row++, LABEL, ROLE_NOTE, say(r, DC_WORD_UNCOLLECTED_NOTE));
    grid_text(sheet, row, LABEL, ROLE_HEADER, say(r, DC_WORD_UNCOLLECTED_MONTH));
    grid_text(sheet, row, SALES, ROLE_HEADER, say(r, DC_WORD_SALES_INVOICED));
    for (uint32_t age = 0; age < DC_UNCOLLECTED_AGES; age++)
        grid_number(sheet, row, AGES + age, ROLE_HEADER, SHOW_COUNT, age);
    uint32_t first = ++row;
    for (size_t i = past->uncollected_count; i-- > 0; row++) /* oldest first, as a book is read */
        put_month(r, sheet, row, &past->uncollected[i]);
    grid_rule_add(sheet, RULE_HEAT,
                  (grid_range){sheet, first, AGES, row - 1, AGES + DC_UNCOLLECTED_AGES - 1});
    return row + 1;
}
