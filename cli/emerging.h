/* What the parts of the emerging command share. */
#ifndef WARDMAP_EMERGING_H
#define WARDMAP_EMERGING_H

#include <geo/measure.h>
#include <geo/spatial.h>

#include "cells.h"
#include "map.h"
#include "neighbours.h"

typedef struct emerging_settings {
    cli_settings common;
    figure_settings figure;
    map_settings map;
    cell_settings cells;
    const char *values; /* NULL: rates where there are populations, else counts */
    const char *neighbours;
    int correction; /* 0 fdr, 1 none */
    int level;      /* of confidence: 0 95, 1 90, 2 99 */
    double lasting; /* per cent of the months */
    int64_t recent;
    int64_t last_months; /* 0: all */
    bool significant;
    int64_t top;
} emerging_settings;

/* Incidents by month and, within it, by area or cell: those of month m in
 * count[m * area_count ...]. */
typedef struct emerging_counts {
    size_t area_count;
    size_t month_count;
    size_t month_capacity;
    int32_t *month; /* rising once all are read */
    int64_t *count;
    int64_t undated; /* placed, but of no month */
    bool is_cut;     /* earlier months are left out */
} emerging_counts;

typedef struct emerging_result {
    const emerging_settings *settings;
    cli_load load;
    cli_map map;
    cli_cells cells; /* with --cells */
    cli_neighbours rule;
    bool is_rate;
    const bool *is_shown;   /* [units->count] by --show; NULL: all are */
    const geo_areas *units; /* what is tested: the areas, or cells */
    const char *unit_word;  /* "wards", "cells" */
    emerging_counts counts;
    int64_t *total; /* [units->count] of all months */
    double *value;  /* [months * units->count] NaN: none */
    geo_neighbours *neighbours;
    geo_emerging *found;
    double *class_of; /* [units->count] its number on the map, NaN without a value */
    figure_words words;
} emerging_result;

bool emerging_has_cells(const emerging_settings *settings);
bool emerging_is_shown(const emerging_result *result, size_t unit);

/* Counts the incidents by month in the areas or in cells. */
geo_status emerging_count(cli_job *job, emerging_result *result);
void emerging_clear_counts(emerging_counts *counts);

/* Title and further notes of the table, and the words on the map. */
geo_status emerging_describe(cli_job *job, emerging_result *result);
void emerging_json(cli_job *job, geo_json *json, const void *result);

/* The map in the format of the path's extension; without a path its alternative text. */
geo_status emerging_draw(cli_job *job, const void *result, const char *path, geo_bytes *bytes);
/* The areas with the colours of the map. */
geo_status emerging_layer(cli_job *job, const void *result, const char *path, geo_bytes *bytes);
/* The number of a class on the map. */
double emerging_number(int32_t class);

#endif
