/* The two periods that are compared. */
#ifndef WARDMAP_CHANGE_PERIODS_H
#define WARDMAP_CHANGE_PERIODS_H

#include "load.h"

enum { BEFORE, AFTER, PERIODS };

typedef struct change_periods {
    geo_period period[PERIODS];
    double years[PERIODS];   /* that the incidents cover in each */
    geo_bytes text[PERIODS]; /* "April 2017 to March 2018", NUL-terminated */
    size_t missing[PERIODS]; /* months without rows */
    int64_t last;            /* months of each, counted from the end of the data; 0: as given */
} change_periods;

/* "12m" or "12" -> 12 months. GEO_ERROR_USAGE for anything else. */
geo_status change_read_last(cli_job *job, const char *text, int64_t *months);
/* --before A..B beside --period; what is read is both, and what lies between. */
geo_status change_plan_periods(cli_job *job, const char *before, cli_load *load,
                               change_periods *periods);
/* Once all is read, the last months and as many before them. */
geo_status change_find_last(cli_job *job, const cli_load *load, change_periods *periods);
/* What each covers, in years and in words; months without rows are warned of. GEO_ERROR_DATA when
 * one has no rows at all. */
geo_status change_settle_periods(cli_job *job, const cli_load *load, change_periods *periods);
void change_clear_periods(change_periods *periods);

#endif
