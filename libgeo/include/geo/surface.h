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
/* Standard deviation along an axis, in bandwidths: 1 for Gaussian, sqrt(1/8) for quartic. Two
 * kernels smooth alike when their bandwidths times this are equal. */
GEO_API double geo_kernel_deviation(geo_kernel kernel);

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

/* ---- bandwidths by rule --------------------------------------------------------------------- */

/*
 * n: the sum of the places' weights, which is the number of incidents where each counts 1; what is
 * said of incidents holds for a place as many times as it weighs.
 */
typedef enum geo_bandwidth_rule {
    /* s n^(-1/6), s the geometric mean of the standard deviations of x and y with divisor n - 1
     * (Scott 1992, Multivariate Density Estimation, equation 6.42). For Gaussian. */
    GEO_BANDWIDTH_SCOTT,
    /* 0.9 min(SD, sqrt(1 / ln 2) Dm) n^(-1/5), SD the standard distance (divisor n), Dm the median
     * distance to the mean centre: Silverman 1986, equation 3.31, carried to the plane as ArcGIS
     * does for its Kernel Density. For quartic, the kernel that is used with it there. */
    GEO_BANDWIDTH_SILVERMAN,
    /* s (4 / ((p + 2) n))^(1/(p + 4)) with p = 2 (Bowman and Foster 1993, Journal of the American
     * Statistical Association 88), s the geometric mean over x and y of the median absolute
     * deviation from the median / 0.6745 (Bowman and Azzalini 1997, Applied Smoothing Techniques,
     * section 2.4.2), which a few far incidents don't move. For Gaussian. */
    GEO_BANDWIDTH_BOWMAN_FOSTER,
    /* Least-squares cross-validation (Silverman 1986, section 3.4.3) for Gaussian: the least of the
     * integral of the squared density less twice the mean density that all others have at an
     * incident. Incidents at one place would drive it to 0 (section 3.4.4), so the others are those
     * at other places. Searched between 1/50 and 3/2 of Scott's. */
    GEO_BANDWIDTH_LSCV,
    GEO_BANDWIDTH_RULE_COUNT
} geo_bandwidth_rule;

/* Places that GEO_BANDWIDTH_LSCV, which looks at all pairs, may have. */
#define GEO_LSCV_PLACES_MOST 100000

typedef struct geo_bandwidth {
    double bandwidth_m; /* for the kernel that was asked for, by equal standard deviations */
    double own_m;       /* for the rule's own kernel */
    bool is_at_end;     /* of the search: GEO_BANDWIDTH_LSCV has found no least between its ends */
} geo_bandwidth;

/* "scott", "silverman", "bowman-foster", "lscv" */
GEO_API const char *geo_bandwidth_rule_name(geo_bandwidth_rule rule);
GEO_API geo_status geo_bandwidth_rule_parse(geo_context *context, const char *name,
                                            geo_bandwidth_rule *rule);
/* The kernel that the rule is made for. */
GEO_API geo_kernel geo_bandwidth_rule_kernel(geo_bandwidth_rule rule);

/* GEO_ERROR_DATA where the places have no spread to tell a bandwidth by: fewer than two incidents
 * or places, all on a line, or for a median half of them and more at one coordinate.
 * GEO_ERROR_LIMIT for GEO_BANDWIDTH_LSCV of more than GEO_LSCV_PLACES_MOST places. O(places log
 * places), for GEO_BANDWIDTH_LSCV O(places^2) and 17 MB. The same for any number of threads and
 * order of the points. */
GEO_API geo_status geo_bandwidth_find(geo_context *context, const geo_places *places,
                                      geo_bandwidth_rule rule, geo_kernel kernel,
                                      geo_bandwidth *out);

/* ---- bandwidths of their own for places ------------------------------------------------------ */

/*
 * The distance from each place to the k-th nearest other incident (Loftsgaarden and Quesenberry
 * 1965, Annals of Mathematical Statistics 36), and no less than least_m, into
 * bandwidth_m[places->count]: incidents at the place itself are at a distance of 0. GEO_ERROR_USAGE
 * for a k of 0 or as many as there are incidents, or a least_m that is not above 0. O(places times
 * places in a strip as high as the distance).
 */
GEO_API geo_status geo_adaptive_neighbours(geo_context *context, const geo_places *places,
                                           int64_t k, double least_m, double *bandwidth_m);
/*
 * Abramson's (1982, Annals of Statistics 10) square-root law: pilot_m (g / f_i)^(1/2), where f_i is
 * the density at the place by `kernel` and pilot_m, its own incidents included, and g the geometric
 * mean of these over all incidents (Silverman 1986, section 5.3); at most `most` (1 or more) times
 * pilot_m. O(places times places in a strip as high as the kernel's reach).
 */
GEO_API geo_status geo_adaptive_abramson(geo_context *context, const geo_places *places,
                                         geo_kernel kernel, double pilot_m, double most,
                                         double *bandwidth_m);
/* Density as geo_density_of_places has it, each place with a bandwidth of its own
 * (bandwidth_m[places->count], above 0): that of the options only pads an extent of no size. */
GEO_API geo_status geo_density_adaptive(geo_context *context, const geo_crs *crs,
                                        const geo_places *places, const double *bandwidth_m,
                                        const geo_density_options *options, geo_grid **out);

/* ---- within a study area -------------------------------------------------------------------- */

/* How a density makes up for incidents beyond the border of the study area, which nobody has
 * recorded: near it a part of every kernel falls on ground where there are none. */
typedef enum geo_edge {
    GEO_EDGE_NONE,
    /* f(p) / e(p), e(p) the integral over the study area of the kernel at the cell: even density
     * comes out even up to the border (Diggle 1985, Applied Statistics 34). */
    GEO_EDGE_UNIFORM,
    /* Each place weighs 1 / e(x) of itself: the integral over the study area is the sum of weights
     * (Jones 1993, Statistics and Computing 3; Diggle 2010). */
    GEO_EDGE_JONES_DIGGLE,
    GEO_EDGE_COUNT
} geo_edge;

/* The grid of a density with these options, of zeros. A caller makes a study area of it: a cell is
 * in it unless its value is NaN. */
GEO_API geo_status geo_density_blank(geo_context *context, const geo_crs *crs,
                                     const geo_density_options *options, geo_grid **out);
/* The integral over the cells of a study area of the kernel at each point, by the values at their
 * centres: 1 but for what these leave out where no border is in reach. O(points times rows and
 * columns in reach), for the triangular kernel times cells in reach. */
GEO_API geo_status geo_edge_mass(geo_context *context, const geo_grid *study, geo_kernel kernel,
                                 const double *x, const double *y, const double *bandwidth_m,
                                 size_t count, double *mass);
/*
 * Density on the cells of a study area, NaN on the others. `places` are those inside it. `study`
 * has the cells that the options ask for (GEO_ERROR_USAGE), as geo_density_blank makes them.
 * bandwidth_m: of each place, or NULL: that of the options; GEO_EDGE_UNIFORM takes one bandwidth
 * alone (GEO_ERROR_USAGE). A place that reaches no cell of the study area is warned of: its
 * incidents are missing from the surface.
 */
GEO_API geo_status geo_density_within(geo_context *context, const geo_grid *study,
                                      const geo_places *places, const double *bandwidth_m,
                                      const geo_density_options *options, geo_edge edge,
                                      geo_grid **out);

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
