/* What the parts of the clusters command share. */
#ifndef WARDMAP_CLUSTERS_H
#define WARDMAP_CLUSTERS_H

#include <geo/measure.h>
#include <geo/spatial.h>

#include "cells.h"
#include "map.h"
#include "neighbours.h"

typedef enum clusters_statistic {
    CLUSTERS_GI_STAR,
    CLUSTERS_LOCAL_MORAN,
    CLUSTERS_SCAN
} clusters_statistic;

typedef enum clusters_values { CLUSTERS_COUNT, CLUSTERS_RATE, CLUSTERS_SMOOTHED } clusters_values;

typedef struct clusters_settings {
    cli_settings common;
    figure_settings figure;
    map_settings map;
    cell_settings cells;
    int statistic;      /* clusters_statistic */
    const char *values; /* NULL: rates where there are populations, else counts */
    const char *neighbours;
    int weights;          /* 0 standardised, 1 plain */
    int64_t permutations; /* -1: as many as is usual */
    int64_t seed;
    int correction; /* 0 fdr, 1 none */
    bool significant;
    int64_t top;
    bool per_year;
    int64_t decimals;
    double most_share;    /* per cent */
    double most_radius_m; /* 0: any */
} clusters_settings;

typedef struct clusters_result {
    const clusters_settings *settings;
    cli_load load;
    cli_map map;
    cli_cells cells; /* with --cells */
    cli_neighbours rule;
    clusters_values values;
    geo_tally *tally;
    double years;
    const bool *is_shown;   /* [units->count] by --show; NULL: all are */
    const geo_areas *units; /* what is tested: the areas, or cells */
    const int64_t *count;   /* [units->count] */
    const char *unit_word;  /* "wards", "cells" */
    double *value;          /* [units->count] NaN: none */
    geo_neighbours *neighbours;
    geo_area_clusters *found;
    geo_scan *scan;
    geo_table *clusters; /* of the scan: a row for each */
    double *x;           /* of the scan: [units->count] the points that circles are around */
    double *y;
    geo_table *members; /* of the scan: the areas in them */
    double *class_of;   /* [units->count] its number on the map, NaN without a value */
    figure_words words;
} clusters_result;

#define CIRCLE_COLUMNS 4

/* The circles of a scan, as a map takes them. */
typedef struct clusters_circles {
    geo_areas *areas;
    text_list text[CIRCLE_COLUMNS]; /* owned */
    geo_list_column column[CIRCLE_COLUMNS];
    geo_numbered_areas numbered;
} clusters_circles;

/* Cleared whether or not it succeeds. */
geo_status clusters_make_circles(cli_job *job, const clusters_result *result,
                                 clusters_circles *out);
void clusters_clear_circles(clusters_circles *circles);

bool clusters_has_cells(const clusters_settings *settings);
bool clusters_is_shown(const clusters_result *result, size_t unit);
int clusters_decimals(const clusters_result *result);

/* With --cells: divides the ground, names cells after the areas that they are in, and counts. */
geo_status clusters_count_cells(cli_job *job, clusters_result *result);
/* Counts the incidents and makes the values of them. */
geo_status clusters_measure(cli_job *job, clusters_result *result);

/* The table of Gi* and local Moran, and that of the scan with its areas. */
geo_status clusters_test(cli_job *job, clusters_result *result);
geo_status clusters_find_circles(cli_job *job, clusters_result *result);

/* Title and notes of the tables, and the words on the map. */
geo_status clusters_describe(cli_job *job, clusters_result *result);
void clusters_json(cli_job *job, geo_json *json, const void *result);

/* The map in the format of the path's extension; without a path its alternative text. */
geo_status clusters_draw(cli_job *job, const void *result, const char *path, geo_bytes *bytes);
/* The areas with the colours of the map. */
geo_status clusters_layer(cli_job *job, const void *result, const char *path, geo_bytes *bytes);

#endif
