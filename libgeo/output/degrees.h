/* Coordinates in degrees of WGS 84, which formats for the web and for phones are in. */
#ifndef GEO_OUTPUT_DEGREES_H
#define GEO_OUTPUT_DEGREES_H

#include <geo/core.h>

/* A centimetre on the ground. */
#define GEO_DEGREE_DECIMALS 7

/* GEO_ERROR_CRS where it is not known where on the earth coordinates are: `what` and the format,
 * for the message. */
geo_status geo_check_degrees(geo_context *context, const geo_crs *crs, const char *what,
                             const char *format);

/* Longitudes and latitudes of `count` points, one after the other, freed with free(). Points that
 * have none, and those that are not finite, are NaN. */
geo_status geo_find_degrees(geo_context *context, const geo_crs *crs, const double *x,
                            const double *y, size_t count, double **out);

#endif
