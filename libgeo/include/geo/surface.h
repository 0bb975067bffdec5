/*
 * geo/surface.h - points -> grid: kernel density; grid -> areas: contours.
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

/* ---- places --------------------------------------------------------------------------------- */

/* Distinct coordinates, y falling, then x rising. */
typedef struct geo_places {
    size_t count;
    double *x, *y;
    double *weight;     /* sum over the points of the place */
    int64_t *incidents; /* how many points it has */
} geo_places;

GEO_API void geo_places_free(geo_places *places);

/* Merges points that come part by part. Memory grows with the number of distinct (x, y, weight),
 * not with that of points; the places are the same bits for any order and any cut of the points. */
typedef struct geo_place_collector geo_place_collector;

GEO_API geo_status geo_place_collector_new(geo_context *context, geo_place_collector **out);
GEO_API void geo_place_collector_free(geo_place_collector *collector);
/* weight == NULL: 1 each. GEO_ERROR_DATA for a coordinate or weight that is not finite, or a weight
 * below 0; GEO_ERROR_LIMIT beyond the context's memory budget. After a failure the collector may
 * only be freed. One thread at a time. */
GEO_API geo_status geo_place_collector_add(geo_context *context, geo_place_collector *collector,
                                           const double *x, const double *y, const double *weight,
                                           size_t count);
/* The places of all points added; the collector is empty afterwards. */
GEO_API geo_status geo_place_collector_finish(geo_context *context, geo_place_collector *collector,
                                              geo_places **out);

/* ---- density -------------------------------------------------------------------------------- */

/* What the cells of a density hold. */
#define GEO_DENSITY_UNIT "incidents per km2"

typedef struct geo_density_options {
    geo_kernel kernel;
    double bandwidth_m; /* > 0, else GEO_ERROR_USAGE; under one cell is a warning */
    double cell_m;      /* > 0, else GEO_ERROR_USAGE */
    geo_extent
        extent; /* snapped outwards to multiples of cell_m; zero size is padded by a bandwidth */
    int64_t cell_limit; /* of a whole grid: more is GEO_ERROR_LIMIT before anything is allocated */
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
 * Density at each cell's centre, in incidents per km2: f(p) = sum_i w_i K(d_i / h) / h^2, no
 * snapping of points to cells, within 1e-9 of the largest cell of the sum in exact arithmetic;
 * never negative, and exactly 0 where no point is in reach. weight == NULL: 1 each. Points further
 * than the kernel's reach from the extent add nothing. No points: a grid of zeros and a warning.
 * GEO_ERROR_CRS unless crs->is_metric; GEO_ERROR_DATA for a coordinate or weight that is not
 * finite, or a weight below 0. `check` may be NULL. Same bytes for any number of threads and order
 * of the points.
 */
GEO_API geo_status geo_density(geo_context *context, const geo_crs *crs, const double *x,
                               const double *y, const double *weight, size_t count,
                               const geo_density_options *options, geo_grid **out,
                               geo_density_check *check);
/* The same of points that were merged before. */
GEO_API geo_status geo_density_of_places(geo_context *context, const geo_crs *crs,
                                         const geo_places *places,
                                         const geo_density_options *options, geo_grid **out,
                                         geo_density_check *check);

/*
 * A surface that is computed some rows at a time, for one that is larger than memory: the same bits
 * as geo_density_of_places however the rows are cut. cell_limit does not hold here, since no whole
 * grid is allocated; more than 2^31 - 1 rows or columns are GEO_ERROR_LIMIT. Memory: 24 bytes per
 * place and 8 per row; while rows are computed up to 512 bytes per column and thread, and for wide
 * Gaussians some 10 KB per column and 1 KB per square of a bandwidth among 40 bandwidths of rows.
 */
typedef struct geo_density_plan geo_density_plan;

/* `places` (GEO_ERROR_DATA unless in the order that a collector gives) are not needed afterwards.
 */
GEO_API geo_status geo_density_open(geo_context *context, const geo_crs *crs,
                                    const geo_places *places, const geo_density_options *options,
                                    geo_density_plan **out);
GEO_API void geo_density_plan_free(geo_density_plan *plan);
/* Where the cells lie, CRS and unit; value == NULL. Borrowed. */
GEO_API const geo_grid *geo_density_grid(const geo_density_plan *plan);
/* Rows first_row .. first_row + row_count - 1, from row 0 in the north, into `values`: row_count x
 * columns. Any rows in any order, several times if wanted. Few rows at a time waste work: less than
 * some 100, or than 20 bandwidths of a Gaussian. GEO_ERROR_USAGE for rows that there are not. One
 * thread at a time. */
GEO_API geo_status geo_density_rows(geo_context *context, geo_density_plan *plan, size_t first_row,
                                    size_t row_count, double *values);
/* GEO_ERROR_USAGE unless all rows have been computed. */
GEO_API geo_status geo_density_finish(geo_context *context, const geo_density_plan *plan,
                                      geo_density_check *check);

/* ---- contours ------------------------------------------------------------------------------- */

#define GEO_CONTOUR_LEVELS_MOST 32

typedef struct geo_contour_options {
    const double *level; /* [level_count] rising; what equals a level is in it */
    size_t level_count;
    bool is_by_piece;    /* an area for each connected piece, not one for each level */
    double min_area_km2; /* smaller pieces are left out, */
    double min_hole_km2; /* and smaller holes filled, with what stands in them */
} geo_contour_options;

#define GEO_CONTOUR_OPTIONS_INIT                                                                   \
    {                                                                                              \
        NULL, 0, false, 0, 0                                                                       \
    }

/*
 * The ground where a surface is at or above each level, by marching squares: borders run straight
 * between points that are found on the lines between centres of neighbouring cells, by linear
 * interpolation (no nearer than 1e-4 of a cell to a centre, so that borders never touch themselves
 * or one another). Where two cells across are in and the other two are not, the mean of the four
 * decides. Towards the grid's edge the values of its outermost cells hold; there the ground ends.
 * Cells without a value (NaN) are out, and the border runs half way. The polygons are valid by
 * GEOS's rules; levels lie one on the other.
 *
 * Areas by level from the lowest on, pieces by falling peak; code "1", "2" ..., no names. A level
 * that no cell reaches is an area without geometry, or no piece. Attributes: code, level, area_km2,
 * incidents (the integral of the surface over the cells whose centres are in it), peak, peak_x and
 * peak_y (the centre of the highest cell, the first from the north and then the west of equal
 * ones). GEO_ERROR_USAGE for no or more than 32 levels, levels that don't rise and sizes below 0;
 * GEO_ERROR_CRS unless the grid's is metric. O(cells) for each level, 4 bytes of memory per cell.
 */
GEO_API geo_status geo_contours(geo_context *context, const geo_grid *grid,
                                const geo_contour_options *options, geo_areas **out);

/* Each of two hotspots that have grown together is half as high again as the ground between them.
 */
#define GEO_CONTOUR_PEAK_RATIO 1.5

/*
 * The pieces of geo_contours(), each divided among its peaks: a peak counts when it is at least
 * `peak_ratio` times as high as the saddle to a higher one, else its ground is its neighbour's
 * across that saddle; without a higher one it always counts. Every cell belongs to the peak that
 * the steepest way up leads to; the ground is divided half way between the centres of neighbouring
 * cells. Areas are connected, valid by GEOS's rules, don't overlap, and together are the pieces:
 * a piece with one peak has the very points of geo_contours(). Attributes and order are those of
 * pieces; is_by_piece goes without saying, and min_area_km2 is for pieces before they are divided.
 * Values are compared as 32-bit floats, so that errors of
 * rounding seldom decide. GEO_ERROR_USAGE unless
 * peak_ratio is finite and 1 or more; else as geo_contours(). O(cells + c log c) for c cells at
 * borders between peaks, 8 bytes of memory per cell.
 */
GEO_API geo_status geo_contours_by_peak(geo_context *context, const geo_grid *grid,
                                        const geo_contour_options *options, double peak_ratio,
                                        geo_areas **out);

#ifdef __cplusplus
}
#endif
#endif
