/* Adds the kernels of places to the cells of a grid. */
#ifndef GEO_SURFACE_SPREAD_H
#define GEO_SURFACE_SPREAD_H

#include <geo/surface.h>

typedef enum geo_spread_method {
    GEO_SPREAD_CHEAPEST, /* by a count of the work, from places and options alone */
    GEO_SPREAD_DIRECT,   /* each place to each cell in its reach */
    GEO_SPREAD_EVENTS,   /* ends of reaches in each row; not for triangular and Gaussian */
    GEO_SPREAD_BOXES,    /* places gathered in boxes; Gaussian alone */
} geo_spread_method;

/* The work on one grid. Places are copied, `grid` is not: it stays the caller's. */
typedef struct geo_spread geo_spread;

geo_status geo_spread_new(geo_context *context, const geo_places *places, const geo_grid *grid,
                          geo_kernel kernel, double bandwidth_m, geo_spread_method method,
                          geo_spread **out);
void geo_spread_free(geo_spread *spread);

/* Rows first_row .. first_row + row_count - 1 into `values`, and the sum of each into
 * row_sum[row]. Each cell takes its places in an order that depends on the places, grid and kernel
 * alone: the same bits for any number of threads and any cut of the rows. */
geo_status geo_spread_rows(geo_context *context, geo_spread *spread, size_t first_row,
                           size_t row_count, double *values, double *row_sum);

#endif
