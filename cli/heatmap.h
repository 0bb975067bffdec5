/* What the parts of the heatmap command share. */
#ifndef WARDMAP_HEATMAP_H
#define WARDMAP_HEATMAP_H

#include <geo/output.h>

#include "panels.h"
#include "surface.h"

typedef struct heatmap_settings {
    cli_settings common;
    figure_settings figure;
    map_settings map;
    surface_settings surface;
    const char *extent;
    int64_t max_cells;
    bool is_float32;
} heatmap_settings;

/* One surface: of all incidents, or of those of one of several maps. */
typedef struct heatmap_layer {
    geo_place_collector *collector;
    geo_places *places; /* of the incidents */
    geo_density_plan *plan;
    geo_grid surface; /* CRS and unit are the plan's; without values where they are written as they
                         are computed */
    geo_density_check check;
    double maximum;
    size_t drawn;         /* incidents that reach the surface */
    size_t drawn_outside; /* those of them that lie in none of the areas */
} heatmap_layer;

typedef struct heatmap_result {
    cli_load load;
    cli_map map;
    cli_panels panels;
    const heatmap_settings *settings;
    geo_density_options options;
    surface_rules rules;
    size_t layer_count; /* as many as panels */
    heatmap_layer *layer;
    geo_grid change;       /* after less before, where that is asked for; CRS is the layers' */
    geo_bytes unit;        /* of the surfaces, where it is not the library's; NUL-terminated */
    geo_bytes change_unit; /* of differences, for the legend */
    figure_words words;
} heatmap_result;

/* Reads the incidents, of which their places are kept. */
geo_status heatmap_collect(cli_job *job, heatmap_result *result);
/* Extent, sizes and cells, and how many incidents are drawn. */
geo_status heatmap_plan(cli_job *job, heatmap_result *result);
/* Into the values of every layer; with maximum and check, as is the next. */
geo_status heatmap_compute_whole(cli_job *job, heatmap_result *result);
/* Of the only layer: each row goes to all the files, and no more than some rows are held. */
geo_status heatmap_compute_in_parts(cli_job *job, heatmap_result *result, geo_tiff *const *tiff,
                                    size_t tiff_count);
/* Into `change`; where the two periods differ in length, all are made densities of a year. */
geo_status heatmap_compute_change(cli_job *job, heatmap_result *result);
void heatmap_clear_layers(heatmap_result *result);

/* Writes the texts. */
geo_status heatmap_describe(cli_job *job, heatmap_result *result);
/* Adds to the alternative text where the surfaces are highest, once they have values. */
geo_status heatmap_describe_places(cli_job *job, heatmap_result *result);

#endif
