/* What the commands of areas by category share: matrix and places. */
#ifndef WARDMAP_MATRIX_H
#define WARDMAP_MATRIX_H

#include <geo/output.h>
#include <geo/tables.h>

#include "counts.h"
#include "denominators.h"
#include "figure.h"

typedef struct matrix_settings {
    cli_settings common;
    figure_settings figure;
    offence_settings offences;
    const char *branch;
    const char *reference;
    const char *show;
    bool per_year;
    int sd; /* geo_sd */
    int64_t levels;
    int64_t top;
    int64_t round_to;
    int64_t suppress_below;
    int64_t decimals;
    /* of matrix */
    int values; /* geo_matrix_values */
    int totals; /* geo_matrix_totals */
    bool bands;
    bool is_long;
    /* of places */
    int by;   /* 0 both, 1 area, 2 category */
    int from; /* 0 above, 1 significantly above */
} matrix_settings;

#define MATRIX_SETTINGS_INIT                                                                       \
    {                                                                                              \
        .common = SETTINGS_INIT, .figure = FIGURE_SETTINGS_INIT, .levels = 2, .decimals = 1,       \
        .totals = GEO_MATRIX_SUMS_AND_BOUNDS                                                       \
    }

/* Which areas and categories, and what is measured how. */
extern const option_group matrix_options;

typedef struct matrix_result {
    const matrix_settings *settings;
    cli_load load;
    geo_filter *show;
    geo_filter *reference;
    cli_offences offences;
    cli_counts counts;
    int64_t *count; /* by area and node */
    cli_denominators denominators;
    double years;
    geo_matrix *matrix;
    geo_style *style;       /* NULL unless a picture is asked for */
    geo_table *chart_table; /* what the picture shows; likewise */
} matrix_result;

/* Reads, counts and measures. */
geo_status matrix_measure(cli_job *job, matrix_result *result);
void matrix_clear(matrix_result *result);

int matrix_decimals(const matrix_settings *settings);
/* "Lichfield: All incidents by area and category, October 2018"; with `before`, "Places at greatest
 * risk in Lichfield: All incidents, October 2018". Either part may be NULL. */
geo_status matrix_append_title(cli_job *job, const matrix_result *result, const char *before,
                               const char *what, geo_bytes *title);
geo_status matrix_set_title(cli_job *job, const matrix_result *result, const char *before,
                            const char *what, geo_table *table);
/* Denominators and --where, at the end of the notes. */
geo_status matrix_add_notes(cli_job *job, const matrix_result *result, geo_table *table);
/* "years", and "categories" with the reference of each. */
void matrix_json(geo_json *json, const matrix_result *result);

/* The style, before a byte is read. */
geo_status matrix_check_figure(cli_job *job, matrix_result *result);
/* The rows that the picture will have, and a note where these are not all. */
geo_status matrix_plan_figure(cli_job *job, matrix_result *result);
/* The picture in the format of the path's extension; without a path its alternative text. */
geo_status matrix_draw(cli_job *job, const void *result, const char *path, geo_bytes *bytes);

#endif
