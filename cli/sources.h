/* Who recorded the incidents, month by month: whether a force's month is missing. */
#ifndef WARDMAP_SOURCES_H
#define WARDMAP_SOURCES_H

#include "load.h"

typedef struct source_month {
    int32_t source;
    int32_t month; /* since January 1970 */
    int64_t rows;
} source_month;

/* Rows by force and month as they pass; a force is a value of one field. Where no input has such a
 * field, all incidents are of one. */
typedef struct cli_sources {
    const char *field_name; /* as asked for; NULL: known names are looked for */
    bool is_found;          /* in an input so far */
    size_t field;           /* its place in the present input; SIZE_MAX: nowhere */
    geo_dictionary *names;
    source_month *cell; /* [count] by source and month */
    size_t count;
    size_t capacity;
    size_t last;      /* the cell of the last row */
    bool is_given_up; /* too many values: these are no forces */
} cli_sources;

/* Before anything is read: the load will count them. */
geo_status sources_plan(cli_job *job, const char *field_name, cli_load *load, cli_sources *sources);
/* For the sink of the incidents. */
void sources_begin(cli_sources *sources, const geo_reader *reader);
geo_status sources_count(cli_job *job, cli_sources *sources, const geo_incident_rows *rows);
/* Of forces without rows in a month in which there are others, or with far fewer than usual.
 * GEO_ERROR_USAGE when the field that was asked for is in no input. */
geo_status sources_warn(cli_job *job, const cli_load *load);
void sources_clear(cli_sources *sources);

#endif
