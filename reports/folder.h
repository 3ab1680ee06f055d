/*
 * folder.h - a folder of files as one output: it gets its name when it is whole, and takes the
 * place of a former one only where that holds nothing of anybody else.
 */
#ifndef DC_REPORTS_FOLDER_H
#define DC_REPORTS_FOLDER_H

#include "write.h"

/* Whether a file of this name may be one of ours. */
typedef bool folder_test(const char *name);

/* Missing, empty, or a former output: it holds the file `signature` and nothing but ours. */
bool folder_may_be_replaced(const char *folder, const char *signature, folder_test *is_ours);

/* With all files in it: of folders that were looked at, or made, by these functions. */
void folder_remove(const char *folder);

/* The finished folder takes the name; on failure the old one is back, and an issue tells why. */
dc_status folder_swap(const char *finished, const char *folder, dc_issues *issues);

#endif
