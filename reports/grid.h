/*
 * grid.h - a neutral sheet: typed cells, their meaning, widths, printing, and charts as data.
 *
 * Sheets fill grids; a writer turns a grid into a file.  A cell has a kind (text or number), a role
 * (what it means: that decides how it looks) and a show (how a number is written).  A formula
 * always carries our own result, so that a reader which does not recalculate shows the same figure.
 * Rows and columns count from 0.  Everything lives in the arena the grid was made with.
 */
#ifndef DUECAST_REPORTS_GRID_H
#define DUECAST_REPORTS_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "duecast/arena.h"
#include "duecast/date.h"

typedef enum { GRID_EMPTY, GRID_TEXT, GRID_NUMBER } grid_kind;

typedef enum {
    ROLE_PLAIN,
    ROLE_TITLE,
    ROLE_SUBTITLE,
    ROLE_HEADLINE,
    ROLE_SECTION, /* heading of a block */
    ROLE_HEADER,  /* heading of a column */
    ROLE_UNIT,    /* the row of units below it */
    ROLE_LABEL,
    ROLE_FACT,    /* on the Cover: a result at the left edge */
    ROLE_INPUT,   /* given by the user: blue on light yellow */
    ROLE_EDIT,    /* an input that formulas follow: may be edited */
    ROLE_FIGURE,  /* computed by the program, a value */
    ROLE_FORMULA, /* follows from figures on the same sheet */
    ROLE_LINK,    /* follows from another sheet: green */
    ROLE_TOTAL,
    ROLE_NEAR,  /* small, below a figure, with more below it */
    ROLE_RANGE, /* "[0.9 .. 1.2]" below a figure */
    ROLE_CHECK, /* OK or FAIL */
    ROLE_NOTE,
    ROLE_PARAGRAPH, /* runs over as many lines as it takes */
    ROLE_WARNING,
    ROLE_JUMP, /* a hyperlink */
    ROLE_COUNT
} grid_role;

/* SHOW_MONEY + n shows n decimals, n = 0 .. 4; SHOW_MONEY alone may be shown in another unit, all
 * else stands to the last digit. */
typedef enum {
    SHOW_TEXT,
    SHOW_COUNT,
    SHOW_MONEY,
    SHOW_MONEY_1,
    SHOW_MONEY_2,
    SHOW_MONEY_3,
    SHOW_MONEY_4,
    SHOW_EXACT, /* a whole amount that is never shown in another unit */
    SHOW_DAYS,
    SHOW_SHARE,
    SHOW_SHARE_2, /* two decimals of a percent */
    SHOW_REAL,
    SHOW_DATE,
    SHOW_COUNT_OF
} grid_show;

typedef struct {
    grid_kind   kind;
    grid_role   role;
    grid_show   show;
    const char *text;    /* of GRID_TEXT, or the cached result of a text formula */
    double      number;  /* of GRID_NUMBER; finite */
    const char *formula; /* "=SUM(B2:B9)"; NULL: a constant */
    const char *jump;    /* "internal:'Sheet'!A1"; NULL: none */
    const char *mark;    /* written behind the number: "†"; NULL: none */
} grid_cell;

typedef struct {
    grid_cell *cell;
    size_t     count, capacity;
    double     height; /* points; 0: as usual */
} grid_row;

typedef struct grid grid;

typedef struct {
    const grid *sheet;
    uint32_t    row, col, last_row, last_col;
} grid_range;

typedef enum {
    CHART_LINES,
    CHART_FAN,
    CHART_COLUMNS,
    CHART_STACKED_COLUMNS,
    CHART_TORNADO /* bars to both sides of 0, the first category on top */
} grid_chart_kind;

typedef struct {
    const char     *name;
    grid_range      values;
    uint32_t        colour;      /* 0xRRGGBB */
    bool            invisible;   /* what a band stands on */
    bool            unlisted;    /* not in the legend */
    size_t          point_count; /* columns of one series in colours of their own */
    const uint32_t *point_colours;
} grid_series;

/* Cells that formulas know by name: one, or a row or column of them. */
typedef struct {
    const char *name;
    grid_range  range;
} grid_name;

enum { GRID_NAMES_MAX = 12 };
enum { GRID_SERIES_MAX = 24, GRID_CHARTS_MAX = 12, GRID_RULES_MAX = 40, GRID_COLUMNS_MAX = 128 };
enum { GRID_LIMITS_MAX = 8, GRID_BREAKS_MAX = 256 };

typedef struct {
    grid_chart_kind kind;
    const char     *title, *across, *up; /* axis titles with unit */
    const char     *alternative_text;
    grid_range      categories;
    size_t          series_count;
    grid_series     series[GRID_SERIES_MAX];
    double          divisor;  /* the vertical axis counts in this unit: 1, 1e3, 1e4, 1e6, 1e8 */
    uint32_t        row, col; /* where its corner lies */
    uint32_t        width, height; /* pixels */
    uint32_t        shift;         /* pixels to the right of the corner */
    uint32_t        label_every;   /* labels of the horizontal axis; 0: as it comes */
    bool            is_share;      /* the vertical axis runs from 0 to 100 % */
} grid_chart;

/* Rules colour what a live cell says. */
typedef enum {
    RULE_CHECK,
    RULE_HIGHER_IS_BETTER,
    RULE_LOWER_IS_BETTER,
    RULE_BAR,  /* a bar in the cell as long as its figure */
    RULE_HEAT, /* from pale to dark as figures grow */
    RULE_STALE /* greyed while the inputs are not those of the run */
} grid_rule_kind;

typedef struct {
    grid_rule_kind kind;
    grid_range     range;
} grid_rule;

/* Rows below the others that are made when they are written.  `make` fills empty cells; texts may
 * lie in its arena, which lives until the row is written. */
typedef struct {
    size_t   row_count, col_count;
    uint32_t filter_row; /* heading of the filter over all of them */
    void    *context;
    void (*make)(void *context, dc_arena *arena, size_t row, grid_cell *cells);
} grid_stream;

/* What an input cell takes: one of a list, or a number within bounds. */
typedef struct {
    uint32_t           row, col;
    const char *const *choices; /* NULL at the end; NULL: a number */
    bool               whole;
    double             least, most;
} grid_limit;

struct grid {
    dc_arena   *arena;
    const char *title;
    size_t      row_count, row_capacity;
    grid_row   *rows;
    grid_stream stream;
    double      width[GRID_COLUMNS_MAX]; /* characters; 0: as usual */
    uint32_t    freeze_row, freeze_col;
    bool        has_filter;
    grid_range  filter;
    uint32_t    repeat_from, repeat_to; /* rows printed on every page; equal to 0: none */
    bool        one_page;               /* fits on one page, else one page wide */
    uint32_t    print_cols;             /* so many columns are printed; 0: all */
    uint32_t    print_rows;             /* so many rows; 0: all */
    size_t      break_count;            /* rows before which a page may end, ascending */
    uint32_t    breaks[GRID_BREAKS_MAX];
    uint32_t    tab_colour;
    size_t      chart_count, rule_count, name_count;
    grid_name   names[GRID_NAMES_MAX];
    grid_chart  charts[GRID_CHARTS_MAX];
    grid_rule   rules[GRID_RULES_MAX];
    size_t      limit_count;
    grid_limit  limits[GRID_LIMITS_MAX];
    bool        in_unit; /* amounts are shown in the unit of the Cover; cells hold all of them */
    bool        is_protected; /* only ROLE_EDIT may be changed; without a password */
};

grid *grid_new(dc_arena *arena, const char *title);

/* The cell, made when it is not there yet. */
grid_cell *grid_at(grid *sheet, uint32_t row, uint32_t col);

/* The cell as it is: an empty one where nothing was written. */
grid_cell grid_look(const grid *sheet, uint32_t row, uint32_t col);
double    grid_number_at(const grid *sheet, uint32_t row, uint32_t col); /* 0 for a text */

void    grid_text(grid *sheet, uint32_t row, uint32_t col, grid_role role, const char *text);
void    grid_number(grid *sheet, uint32_t row, uint32_t col, grid_role role, grid_show show,
                    double value); /* a value that is not finite is left out */
void    grid_date(grid *sheet, uint32_t row, uint32_t col, grid_role role, dc_date value);
double  grid_date_number(dc_date value); /* as spreadsheets count days */
dc_date grid_number_date(double number);
void    grid_jump(grid *sheet, uint32_t row, uint32_t col, const char *text, const grid *to);

/* The formula is printf text without its "="; `value` is its result. */
void grid_formula(grid *sheet, uint32_t row, uint32_t col, grid_role role, grid_show show,
                  double value, const char *format, ...) __attribute__((format(printf, 7, 8)));
void grid_formula_text(grid *sheet, uint32_t row, uint32_t col, grid_role role, const char *value,
                       const char *format, ...) __attribute__((format(printf, 6, 7)));

/* =SUM(range) of the same sheet, with the sum of what stands there; returns it. */
double grid_sum(grid *sheet, uint32_t row, uint32_t col, grid_role role, grid_show show,
                grid_range range);

/* =other cell, in the role of a link, with what stands there. */
void grid_link(grid *sheet, uint32_t row, uint32_t col, const grid *from, uint32_t from_row,
               uint32_t from_col);

/* "C12" on its own sheet, "'Ageing'!C12" from another; `fixed` writes "$C$12". */
const char *grid_ref(const grid *sheet, uint32_t row, uint32_t col);
const char *grid_ref_fixed(const grid *sheet, uint32_t row, uint32_t col);
const char *grid_ref_from(const grid *user, const grid *sheet, uint32_t row, uint32_t col);
const char *grid_range_text(grid_range range);

grid_range grid_rows_of(const grid *sheet, uint32_t col, uint32_t first_row, uint32_t last_row);
grid_range grid_cols_of(const grid *sheet, uint32_t row, uint32_t first_col, uint32_t last_col);

void grid_name_add(grid *sheet, const char *name, uint32_t row, uint32_t col);
void grid_name_range(grid *sheet, const char *name, grid_range range);
void grid_choice_add(grid *sheet, uint32_t row, uint32_t col, const char *const *choices);
void grid_limit_add(grid *sheet, uint32_t row, uint32_t col, bool whole, double least, double most);
void grid_rule_add(grid *sheet, grid_rule_kind kind, grid_range range);
void grid_break_add(grid *sheet, uint32_t row); /* what lies between two of them stays together */
grid_chart  *grid_chart_add(grid *sheet, grid_chart_kind kind, uint32_t row, uint32_t col);
grid_series *grid_series_add(grid_chart *chart, const char *name, grid_range values,
                             uint32_t colour);

#endif
