/*
 * workbook_script.h - writes the given answer as workbook and JSON in both languages, and lets a
 * Python script of tests/properties judge them.
 */
#ifndef DUECAST_TESTS_WORKBOOK_SCRIPT_H
#define DUECAST_TESTS_WORKBOOK_SCRIPT_H

#include "support/expect.h"

/* Ends the program with 77 ("skipped") and says why when a tool is not installed; program may be
 * NULL. */
void skip_without_workbook_tools(const char *python_module, const char *program);

/* The script gets the folder with en.xlsx en.json zh.xlsx zh.json; it prints what differs. */
void run_workbook_script(const char *script);

#endif
