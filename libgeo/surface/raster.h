/* Which cells an extent needs. */
#ifndef GEO_SURFACE_RASTER_H
#define GEO_SURFACE_RASTER_H

#include <geo/surface.h>

/* An empty grid (no cells, CRS or unit yet) over the options' extent, snapped outwards to multiples
 * of the cell. Checks bandwidth, cell and extent (GEO_ERROR_USAGE), and that rows and columns can
 * be counted in 31 bits (GEO_ERROR_LIMIT). */
geo_status geo_raster_plan(geo_context *context, const geo_density_options *options, geo_grid *out);

/* GEO_ERROR_LIMIT for more cells than the options allow. */
geo_status geo_raster_check_limit(geo_context *context, const geo_density_options *options);

#endif
