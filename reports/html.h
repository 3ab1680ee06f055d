/* html.h - a page of grids and charts that needs nothing beside it: no script, no other file. */
#ifndef DUECAST_REPORTS_HTML_H
#define DUECAST_REPORTS_HTML_H

#include "html_text.h"
#include "sheets.h"

/* The chart as inline SVG, with its title and what it shows in words. */
void html_chart(FILE *out, const report *r, const grid_chart *chart);

#endif
