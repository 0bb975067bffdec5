/* What the parts of the near-repeat command share. */
#ifndef WARDMAP_NEAR_REPEAT_H
#define WARDMAP_NEAR_REPEAT_H

#include <geo/spatial.h>

#include "figure.h"
#include "load.h"

typedef struct near_repeat_settings {
    cli_settings common;
    figure_settings figure;
    const char *distances;
    const char *days;
    const char *months;
    int64_t permutations;
    int64_t seed;
    int metric; /* geo_metric */
} near_repeat_settings;

/* Incidents in the order in which they are read. */
typedef struct near_repeat_incidents {
    size_t count;
    size_t capacity;
    double *x;
    double *y;
    double *time;   /* days or months since 1970; NaN where they are not known */
    size_t *first;  /* [input_count] the first of an input */
    size_t unknown; /* without a date, or with its month alone where days count */
    size_t stacked; /* of those that count: they share their coordinates with another */
} near_repeat_incidents;

typedef struct near_repeat_result {
    const near_repeat_settings *settings;
    cli_load load;
    double *distance_m; /* the bands */
    double *time;
    geo_knox_options options;
    geo_knox_time unit;
    near_repeat_incidents incidents;
    geo_knox *knox;
    geo_table *matrix;
    geo_table *table;
    geo_table *data;
    geo_bytes sentence; /* NUL-terminated */
    geo_style *style;   /* NULL unless a picture is asked for */
} near_repeat_result;

/* --distances, --days and --months. */
geo_status near_repeat_read_bands(cli_job *job, near_repeat_result *result);
/* Reads the incidents; those whose time is not known get NaN. GEO_ERROR_DATA when no two are left
 * to compare, naming the field. */
geo_status near_repeat_read(cli_job *job, near_repeat_result *result);
void near_repeat_clear_incidents(near_repeat_incidents *incidents);

/* The tables with their titles and notes, and the sentence. */
geo_status near_repeat_describe(cli_job *job, near_repeat_result *result);
/* "Burglary: near repeats": for titles. */
geo_status near_repeat_append_subject(cli_job *job, geo_bytes *bytes);

/* The picture in the format of the path's extension; without a path its alternative text. */
geo_status near_repeat_draw(cli_job *job, const void *result, const char *path, geo_bytes *bytes);

#endif
