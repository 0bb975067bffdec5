/* What the parts of the profile command share. */
#ifndef WARDMAP_PROFILE_H
#define WARDMAP_PROFILE_H

#include <geo/measure.h>

#include "figure.h"
#include "labels.h"

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

/* A second field may have as many values; the cells of row r begin at r * PROFILE_COLUMNS_MOST. */
#define PROFILE_COLUMNS_MOST 200
#define PROFILE_ROWS_MOST    5000

/* By the codes of the labels. */
typedef struct profile_cells {
    int64_t *count;
    double *population; /* NaN where there is none */
    size_t capacity;    /* in rows */
} profile_cells;

/* The same in the order of the table. */
typedef struct profile_ordered {
    const char **row;
    const char **column;
    int64_t *count;
    double *population;
    geo_crosstab crosstab; /* of these */
} profile_ordered;

typedef struct profile_result {
    const profile_settings *settings;
    cli_load load;
    geo_filter *show;
    bool *shown; /* by area; NULL: all */
    double *band;
    cli_labels rows;
    cli_labels columns;
    profile_cells cells;
    profile_ordered ordered;
    geo_crosstab_table *table;
    double people; /* in the table of populations */
    double years;
    geo_style *style; /* NULL unless a picture is asked for */
} profile_result;

/* Room for the row. */
geo_status profile_reach(cli_job *job, profile_cells *cells, size_t row);
/* Reads the incidents. */
geo_status profile_count(cli_job *job, profile_result *result);
/* Reads the table of populations. */
geo_status profile_read_population(cli_job *job, profile_result *result);
/* Labels in order, those without rows and population left out. */
geo_status profile_put_in_order(cli_job *job, profile_result *result);
void profile_clear_cells(profile_result *result);

/* Before a byte is read. */
geo_status profile_check_figure(cli_job *job, profile_result *result);
/* The picture in the format of the path's extension; without a path its alternative text. */
geo_status profile_draw(cli_job *job, const void *result, const char *path, geo_bytes *bytes);

/* "Burglary by Victim Age and Victim Sex": for titles. */
geo_status profile_append_subject(cli_job *job, const profile_result *result, geo_bytes *bytes);

#endif
