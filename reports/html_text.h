/*
 * html_text.h - a text in HTML, whatever it holds.
 */
#ifndef DUECAST_REPORTS_HTML_TEXT_H
#define DUECAST_REPORTS_HTML_TEXT_H

#include <stdio.h>

/* With & < > " ' as entities. */
void html_text(FILE *out, const char *text);
void html_byte(FILE *out, char byte);

#endif
