/*
 * geo/surface.h - points -> grid: kernel density.
 * See geo/core.h for the conventions.
 */
#ifndef GEO_SURFACE_H
#define GEO_SURFACE_H

#include <geo/core.h>

#ifdef __cplusplus
extern "C" {
#endif

/* With u = distance / bandwidth, zero for u >= 1 except Gaussian; each integrates to 1 over the
 * plane (Silverman 1986, Density Estimation, section 4.2, for the first four). */
typedef enum geo_kernel {
    GEO_KERNEL_QUARTIC,      /* (3/pi) (1 - u^2)^2 */
    GEO_KERNEL_EPANECHNIKOV, /* (2/pi) (1 - u^2) */
    GEO_KERNEL_TRIANGULAR,   /* (3/pi) (1 - u) */
    GEO_KERNEL_UNIFORM,      /* 1/pi */
    GEO_KERNEL_GAUSSIAN, /* exp(-u^2/2) / (2 pi), left out beyond u = 9 (less than 3e-18 of the peak
                            each) */
    GEO_KERNEL_COUNT
} geo_kernel;

GEO_API const char *geo_kernel_name(geo_kernel kernel); /* "quartic" ... */
GEO_API geo_status geo_kernel_parse(geo_context *context, const char *name, geo_kernel *kernel);
/* K(u) of the table above. */
GEO_API double geo_kernel_value(geo_kernel kernel, double u);
/* Distance beyond which a point adds nothing: the bandwidth, or 9 of them for Gaussian. */
GEO_API double geo_kernel_reach_m(geo_kernel kernel, double bandwidth_m);

typedef struct geo_density_options {
    geo_kernel kernel;
    double bandwidth_m; /* > 0, else GEO_ERROR_USAGE; under one cell is a warning */
    double cell_m;      /* > 0, else GEO_ERROR_USAGE */
    geo_extent
        extent; /* snapped outwards to multiples of cell_m; zero size is padded by a bandwidth */
    int64_t cell_limit; /* more is GEO_ERROR_LIMIT before anything is allocated */
} geo_density_options;

#define GEO_DENSITY_OPTIONS_INIT                                                                   \
    {                                                                                              \
        GEO_KERNEL_QUARTIC, 0, 0, {0, 0, 0, 0}, 100000000                                          \
    }

/* The integral of a surface beside the sum of weights that it should hold. */
typedef struct geo_density_check {
    double integral; /* sum of cells times the cell's area in km2 */
    double inside;   /* weights of points whose whole kernel lies on the grid */
    double partly;   /* weights of points whose kernel the grid's edge cuts */
    double outside;  /* weights of points that don't reach the grid */
} geo_density_check;

/*
 * Density at each cell's centre, in incidents per km2: f(p) = sum_i w_i K(d_i / h) / h^2, exact
 * sums in double, no snapping of points to cells. weight == NULL: 1 each. Points further than the
 * kernel's reach from the extent add nothing. No points: a grid of zeros and a warning.
 * GEO_ERROR_CRS unless crs->is_metric; GEO_ERROR_DATA for a coordinate or weight that is not
 * finite, or a weight below 0. `check` may be NULL. Same bytes for any number of threads. Time
 * O(distinct points x cells in reach).
 */
GEO_API geo_status geo_density(geo_context *context, const geo_crs *crs, const double *x,
                               const double *y, const double *weight, size_t count,
                               const geo_density_options *options, geo_grid **out,
                               geo_density_check *check);

#ifdef __cplusplus
}
#endif
#endif
