/* Coordinates from one CRS to another through PROJ, and which CRS to work in. */
#ifndef GEO_SOURCE_TRANSFORM_H
#define GEO_SOURCE_TRANSFORM_H

#include <geo/source.h>

typedef struct geo_transform geo_transform;

/*
 * A transform between two CRSs in traditional axis order (x east or longitude, y north or
 * latitude). The best operation whose grids are installed is taken, for the area where both CRSs
 * are meant to be used; a note names it and its accuracy, and when a better one lacks its grid file
 * a warning says so. No network, whatever the environment says. `from` and `to` equal: a transform
 * that does nothing, without a note. One PROJ context each: use a transform in one thread at a
 * time, with a clone for each other. GEO_ERROR_CRS when either has no WKT, there is no operation or
 * PROJ's database is missing.
 *
 * `exact`: every point by PROJ. Otherwise within 1 mm of it and many times as fast where the
 * operation is smooth (source/lattice.h), by PROJ itself elsewhere.
 */
geo_status geo_transform_create(geo_context *context, const geo_crs *from, const geo_crs *to,
                                bool exact, geo_transform **out);
/* An exact one without note and warning, for what doesn't reach the result. */
geo_status geo_transform_create_quietly(geo_context *context, const geo_crs *from,
                                        const geo_crs *to, geo_transform **out);
/* The inverse of that between `from` and `to`: such a one from `to` to `from`. Both together cost
 * one search of PROJ's database. */
geo_status geo_transform_create_inverse(geo_context *context, const geo_crs *from,
                                        const geo_crs *to, geo_transform **out);
/* The same transform for another thread: the same bits, nothing said again. Costs some 0.2 ms. Safe
 * while other threads use the original. */
geo_status geo_transform_clone(geo_context *context, const geo_transform *transform,
                               geo_transform **out);
void geo_transform_free(geo_transform *transform);

bool geo_transform_is_identity(const geo_transform *transform);
/* No point is approximated: it pays to transform each place once (source/transform_cache.h). */
bool geo_transform_is_exact(const geo_transform *transform);

/* Transforms in place. Points that cannot be transformed become HUGE_VAL, HUGE_VAL (test with
 * isfinite()). Returns how many those are. What becomes of a point depends on it alone: not on
 * other points, their order or the thread. */
size_t geo_transform_apply(geo_transform *transform, double *x, double *y, size_t count);

/* Compares some of these points, about one in a thousand, with what PROJ itself makes of them;
 * which ones depends on the points alone. `x` and `y` are those before the transform.
 * GEO_ERROR_INTERNAL when one is off by a millimetre or more. */
geo_status geo_transform_check(geo_context *context, geo_transform *transform, const double *x,
                               const double *y, size_t count);

/* The box around what becomes of a box, by a lattice of points in it, because its edges bend; empty
 * when none of them can be transformed. Returns how many cannot. */
size_t geo_transform_extent(geo_transform *transform, const geo_extent *extent, geo_extent *out);

/*
 * The CRS to work in for data of `data` within `extent` (in that CRS): its own when projected in
 * metres; else British National Grid when it lies in Great Britain; else the UTM zone (WGS 84) of
 * its middle. A note says which when it isn't the data's own. *out is for geo_crs_clear().
 * GEO_ERROR_CRS when the extent makes no sense in that CRS (metres taken for degrees).
 */
geo_status geo_choose_working_crs(geo_context *context, const geo_crs *data,
                                  const geo_extent *extent, geo_crs *out);

/* GEO_ERROR_CRS unless PROJ finds its database, saying how to install it. */
geo_status geo_check_proj_database(geo_context *context);

#endif
