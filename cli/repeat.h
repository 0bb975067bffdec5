/* What the parts of the repeat command share. */
#ifndef WARDMAP_REPEAT_H
#define WARDMAP_REPEAT_H

#include <geo/tables.h>

#include "figure.h"
#include "labels.h"

typedef struct repeat_settings {
    cli_settings common;
    figure_settings figure;
    const char *id;
    const char *by;
    const char *people;
    const char *show;
    int64_t least;
    int64_t round_to;
    int64_t suppress_below;
    int64_t decimals;
} repeat_settings;

typedef struct repeat_result {
    const repeat_settings *settings;
    cli_load load;
    geo_filter *show;
    bool *shown; /* by area; NULL: all */
    cli_labels by;
    geo_repeats *repeats;
    geo_repetition *repetition;
    geo_style *style; /* NULL unless a picture is asked for */
} repeat_result;

/* The picture in the format of the path's extension; without a path its alternative text. */
geo_status repeat_draw(cli_job *job, const void *result, const char *path, geo_bytes *bytes);
/* What is drawn: not every table can be. */
geo_status repeat_check_figure(cli_job *job, repeat_result *result);

/* "Burglary: victims by number of rows", "Burglary: repeat victims by parent": for titles. */
geo_status repeat_append_subject(cli_job *job, const repeat_result *result, geo_bytes *bytes);

#endif
