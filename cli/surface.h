/* A density surface of incidents, for the commands that make one. */
#ifndef WARDMAP_SURFACE_H
#define WARDMAP_SURFACE_H

#include <geo/surface.h>

#include "map.h"

/* Bandwidths to the side of the map, as a square: contours need a smoother surface than heat. */
#define SURFACE_SIDE_PER_BANDWIDTH         60
#define SURFACE_SIDE_PER_CONTOUR_BANDWIDTH 40

typedef struct surface_settings {
    int kernel;            /* geo_kernel */
    const char *bandwidth; /* metres; NULL: chosen from the extent */
    double cell;           /* metres; NaN: chosen from the bandwidth */
} surface_settings;

#define SURFACE_SETTINGS_INIT                                                                      \
    {                                                                                              \
        .cell = NAN                                                                                \
    }

/* The settings of a command that makes surfaces begin with these. */
typedef struct surface_command_settings {
    cli_settings common;
    figure_settings figure;
    map_settings map;
    surface_settings surface;
} surface_command_settings;

/* --kernel, --bandwidth, --cell */
extern const option_group surface_options;

/* Before anything is read. */
geo_status surface_check(cli_job *job, const surface_settings *settings);

/* The ground that a surface is of. */
typedef struct surface_ground {
    const geo_areas *areas;     /* NULL: the places and a bandwidth around them */
    const geo_locator *locator; /* of the areas */
    const bool *which;          /* [areas->count] NULL: all */
    const geo_crs *crs;
} surface_ground;

/* Kernel, extent (a bandwidth around the ground) and sizes; what nobody has given is a round
 * figure, which is noted. */
geo_status surface_choose(cli_job *job, const surface_settings *settings,
                          const surface_ground *ground, const geo_places *places,
                          double side_per_bandwidth, geo_density_options *options);
/* The surface itself, in GEO_DENSITY_UNIT. */
geo_status surface_make(cli_job *job, const surface_settings *settings,
                        const surface_ground *ground, const geo_places *places,
                        const geo_density_options *options, geo_grid **out);
/* NaN into the cells whose centre is in none of the areas; without areas it does nothing. */
geo_status surface_mask(cli_job *job, const surface_ground *ground, geo_grid *surface);

/* Bandwidth and cell of a surface over options->extent; NaN: a round figure, which is noted. */
geo_status surface_choose_sizes(cli_job *job, double bandwidth, double cell,
                                double side_per_bandwidth, geo_density_options *options);

#endif
