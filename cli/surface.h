/* Sizes of a surface that nobody has given. */
#ifndef WARDMAP_SURFACE_H
#define WARDMAP_SURFACE_H

#include <geo/surface.h>

#include "job.h"

/* Bandwidth and cell of a surface over options->extent; NaN: a round figure, which is noted. */
geo_status surface_choose_sizes(cli_job *job, double bandwidth, double cell,
                                geo_density_options *options);

#endif
