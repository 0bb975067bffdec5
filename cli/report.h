/* What a command says on standard error and in JSON about how the work went. */
#ifndef WARDMAP_REPORT_H
#define WARDMAP_REPORT_H

#include <geo/output.h>

#include "load.h"

/* One line per input, and a total when there are several; first rows of each fate with --explain.
 * Nothing with -q. */
void report_ledger(cli_job *job, const geo_ledger *ledger);
/* Notes (not with -q) and warnings. */
void report_messages(cli_job *job);
/* "wardmap: file: what; what to do", after the warnings that may explain it. */
void report_failure(cli_job *job);

/* "command", "version", "inputs", "areas" and "period": the beginning of a JSON result. */
void json_begin(cli_job *job, geo_json *json, const cli_load *load);
void json_crs(geo_json *json, const char *key, const geo_crs *crs);
/* "missing_months": those between the first and the last. */
void json_missing_months(geo_json *json, const geo_month_count *month, size_t count);
/* "notes" and "warnings": its end. */
void json_messages(cli_job *job, geo_json *json);

#endif
