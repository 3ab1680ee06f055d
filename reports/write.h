/*
 * write.h - the writers, one for each kind of file, and the door through which files come to be.
 */
#ifndef DUECAST_REPORTS_WRITE_H
#define DUECAST_REPORTS_WRITE_H

#include "data.h"

dc_status write_xlsx(const dc_answer *answer, const char *path, dc_issues *issues);
dc_status write_html(const dc_answer *answer, FILE *out);
dc_status write_json(const dc_answer *answer, FILE *out);
dc_status write_csv_folder(const dc_answer *answer, const char *folder, dc_issues *issues);

/* RFC 4180 with a head; texts that a spreadsheet would run are guarded. */
bool write_csv_table(FILE *out, const data_table *table);

/* A name beside `path` that nobody else uses; the caller frees it. */
char *beside(const char *path);

/* The finished file takes its name; on failure it is removed and an issue tells why. */
dc_status take_place(const char *finished, const char *path, dc_issues *issues);

/* "cannot write 'report.xlsx': no such file or directory"; always DC_ERR_OUTPUT. */
dc_status cannot_write(const char *path, const char *reason, dc_issues *issues);

#endif
