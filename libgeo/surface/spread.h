/* Adds the kernels of places to the cells of a grid. */
#ifndef GEO_SURFACE_SPREAD_H
#define GEO_SURFACE_SPREAD_H

#include <geo/surface.h>

#include "surface/places.h"

/* Each cell takes the places in their order, whatever the threads: the same bits for any number of
 * them. O(places x cells in reach) over the threads of the context. */
geo_status geo_spread(geo_context *context, const geo_places *places, geo_kernel kernel,
                      double bandwidth_m, geo_grid *grid);

#endif
