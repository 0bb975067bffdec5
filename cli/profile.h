/* What the parts of the profile command share. */
#ifndef WARDMAP_PROFILE_H
#define WARDMAP_PROFILE_H

#include "crossing.h"
#include "figure.h"

typedef enum profile_order { PROFILE_BY_LABEL, PROFILE_BY_COUNT } profile_order;

typedef struct profile_settings {
    cli_settings common;
    figure_settings figure;
    const char *rows;
    const char *columns;
    const char *bands;
    const char *show;
    const char *population_table;
    const char *population_rows;
    const char *population_columns;
    const char *population_count;
    int shares; /* geo_share_base */
    int sort;   /* profile_order */
    bool per_year;
    int64_t round_to;
    int64_t suppress_below;
    int64_t decimals;
} profile_settings;

typedef struct profile_result {
    const profile_settings *settings;
    cli_load load;
    geo_filter *show;
    bool *shown; /* by area; NULL: all */
    double *band;
    cli_crossing crossing;
    geo_crosstab_table *table;
    double years;
    geo_style *style; /* NULL unless a picture is asked for */
} profile_result;

/* Before a byte is read. */
geo_status profile_check_figure(cli_job *job, profile_result *result);
/* The picture in the format of the path's extension; without a path its alternative text. */
geo_status profile_draw(cli_job *job, const void *result, const char *path, geo_bytes *bytes);

/* "Burglary by Victim Age and Victim Sex": for titles. */
geo_status profile_append_subject(cli_job *job, const profile_result *result, geo_bytes *bytes);

#endif
