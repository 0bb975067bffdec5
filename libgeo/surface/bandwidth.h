/* What the rules for a bandwidth share. */
#ifndef GEO_SURFACE_BANDWIDTH_H
#define GEO_SURFACE_BANDWIDTH_H

#include <geo/surface.h>

/* By least-squares cross-validation between two bandwidths of a Gaussian; *is_at_end: the least is
 * at one of them. At least two places with a weight above 0. */
geo_status geo_bandwidth_cross_validate(geo_context *context, const geo_places *places,
                                        double least_m, double most_m, double *bandwidth_m,
                                        bool *is_at_end);

#endif
