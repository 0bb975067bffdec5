/* What the parts of the heatmap command share. */
#ifndef WARDMAP_HEATMAP_H
#define WARDMAP_HEATMAP_H

#include <geo/figure.h>
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
} heatmap_settings;

typedef struct heatmap_result {
    cli_load load;
    const heatmap_settings *settings;
    geo_style *style;
    geo_density_options options;
    geo_density_check check;
    geo_grid *surface;
    size_t drawn;         /* incidents that reach the surface */
    size_t drawn_outside; /* those of them that lie in none of the areas */
    geo_bytes title;      /* texts of the figure, NUL-terminated */
    geo_bytes subtitle;
    geo_bytes method;
    geo_bytes period;
    geo_bytes description; /* for those who can't see the figure */
} heatmap_result;

/* Counts what is drawn and writes the texts. */
geo_status heatmap_describe(cli_job *job, heatmap_result *result);

#endif
