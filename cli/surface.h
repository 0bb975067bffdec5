/* Sizes of a surface that nobody has given. */
#ifndef WARDMAP_SURFACE_H
#define WARDMAP_SURFACE_H

#include <geo/surface.h>

#include "job.h"

/* Bandwidths to the side of the map, as a square: contours need a smoother surface than heat. */
#define SURFACE_SIDE_PER_BANDWIDTH         60
#define SURFACE_SIDE_PER_CONTOUR_BANDWIDTH 40

/* Bandwidth and cell of a surface over options->extent; NaN: a round figure, which is noted. */
geo_status surface_choose_sizes(cli_job *job, double bandwidth, double cell,
                                double side_per_bandwidth, geo_density_options *options);

#endif
