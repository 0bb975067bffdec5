/* What the parts of the heatmap command share. */
#ifndef WARDMAP_HEATMAP_H
#define WARDMAP_HEATMAP_H

#include <geo/figure.h>
#include <geo/output.h>
#include <geo/surface.h>

#include "load.h"

typedef struct heatmap_settings {
    cli_settings common;
    int kernel;       /* geo_kernel */
    double bandwidth; /* metres; NaN: chosen from the extent */
    double cell;
    const char *extent;
    const char *title;
    const char *subtitle;
    const char *attribution;
    const char *style;
    double dpi;
    int64_t max_cells;
    bool is_float32;
} heatmap_settings;

typedef struct heatmap_result {
    cli_load load;
    const heatmap_settings *settings;
    geo_style *style;
    geo_density_options options;
    geo_density_check check;
    geo_place_collector *collector;
    geo_places *places; /* of the incidents */
    geo_density_plan *plan;
    geo_grid surface; /* CRS and unit are the plan's; without values where they are written as they
                         are computed */
    double maximum;
    size_t drawn;         /* incidents that reach the surface */
    size_t drawn_outside; /* those of them that lie in none of the areas */
    geo_bytes title;      /* texts of the figure, NUL-terminated */
    geo_bytes subtitle;
    geo_bytes method;
    geo_bytes period;
    geo_bytes description; /* for those who can't see the figure */
} heatmap_result;

/* Reads the incidents, of which their places are kept. */
geo_status heatmap_collect(cli_job *job, heatmap_result *result);
/* Extent, sizes and cells, and how many incidents are drawn. */
geo_status heatmap_plan(cli_job *job, heatmap_result *result);
/* Into surface.value; with maximum and check, as is the next. */
geo_status heatmap_compute_whole(cli_job *job, heatmap_result *result);
/* Each row goes to all the files, and no more than some rows are held. */
geo_status heatmap_compute_in_parts(cli_job *job, heatmap_result *result, geo_tiff *const *tiff,
                                    size_t tiff_count);
void heatmap_clear_surface(heatmap_result *result);

/* Writes the texts. */
geo_status heatmap_describe(cli_job *job, heatmap_result *result);

#endif
