/*
 * geo/place.h - points -> areas: repair, locator, counting into a tally.
 * See geo/core.h for the conventions.
 */
#ifndef GEO_PLACE_H
#define GEO_PLACE_H

#include <geo/core.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What geo_areas_repair() found. No area is in both. */
typedef struct geo_repair_report {
    size_t repaired; /* areas made valid that were not by GEOS's rules (bow-tie, hole across its
                        shell ...), or had an unclosed ring or one of fewer than 4 points */
    size_t empty;    /* areas whose geometry is null or empty, or encloses nothing: they stay,
                        without rings */
} geo_repair_report;

/*
 * Checks each area's geometry, by GEOS where it takes more than signs to show it valid, and repairs
 * it in place (GEOSMakeValid with the structure method, polygons kept) where it is not valid; valid
 * ones keep every bit. Each kind is one warning with its count and first codes. Area bounds are set
 * anew. Checks are shared over threads. GEO_ERROR_DATA, naming the area, for a coordinate that is
 * not finite and for what GEOS cannot repair; the areas are then as before. `report` may be NULL.
 */
GEO_API geo_status geo_areas_repair(geo_context *context, geo_areas *areas,
                                    geo_repair_report *report);

/*
 * Answers which area a point is in. Built once, immutable, may be shared by threads; borrows
 * nothing of the areas. Predicates are exact: a point on a border belongs to exactly one of the
 * areas that touch it, the one whose code sorts first (byte order), whatever the order of the
 * areas; so does a point where areas overlap.
 */
typedef struct geo_locator geo_locator;

/*
 * Time and memory O(edges), shared over threads. Areas that are seen to overlap are named in a
 * warning; an overlap smaller than a cell of the index (about the length of an edge) may go
 * unnoticed. GEO_ERROR_DATA for a boundary with coordinates that are not finite or beyond 1e150.
 */
GEO_API geo_status geo_locator_build(geo_context *context, const geo_areas *areas,
                                     geo_locator **out);
GEO_API void geo_locator_free(geo_locator *locator);

/*
 * area[i]: the area of point i, GEO_NO_CODE when it is in none or its coordinates are not finite.
 * Each point's answer is its own: the same for any number of threads and any cut into blocks. May
 * be called by several threads at once on one locator, each with a context of its own (on which
 * geo_context_set_threads() should then be 1). Blocks of 1,000 points or more reach full speed.
 */
GEO_API geo_status geo_locate(geo_context *context, const geo_locator *locator, const double *x,
                              const double *y, size_t count, int32_t *area);

/* Counts located incidents, one each whatever their weight: `area` as from geo_locate() for the
 * frame's rows. GEO_ERROR_INTERNAL unless the totals add up to the number of placed rows. The same
 * as geo_tally_new(), geo_tally_add() and geo_tally_check(). */
GEO_API geo_status geo_tally_count(geo_context *context, const geo_frame *frame,
                                   const int32_t *area, size_t area_count, geo_tally **out);

/* A tally of areas in which nothing is counted yet; it has no categories. */
GEO_API geo_status geo_tally_new(geo_context *context, size_t area_count, geo_tally **out);

/* Further areas, in which nothing is counted yet, behind those that there are; for fewer than these
 * it does nothing. On failure the tally is as before. O(areas * categories). */
GEO_API geo_status geo_tally_grow(geo_context *context, geo_tally *tally, size_t area_count);

/*
 * Counts a block of located incidents. category_count becomes that of rows->categories when the
 * rows have categories and it was less: all blocks of a tally must share one dictionary, which may
 * grow in between, at the price of copying the counts. GEO_ERROR_INTERNAL for an area or category
 * that there is not; part of the block is then counted. O(rows).
 */
GEO_API geo_status geo_tally_add(geo_context *context, geo_tally *tally, const geo_frame *rows,
                                 const int32_t *area);

/* GEO_ERROR_INTERNAL unless the totals add up to the placed rows and no area counts more by
 * category than in all. O(areas * categories): once, when all is counted. */
GEO_API geo_status geo_tally_check(geo_context *context, const geo_tally *tally);

/* Completes the ledger with placed and outside, by input; then geo_ledger_check() must hold. */
GEO_API geo_status geo_ledger_place(geo_context *context, geo_ledger *ledger,
                                    const geo_frame *frame, const int32_t *area);

/* ---- areas over areas ----------------------------------------------------------------------- */

/* Borders of two sources seldom agree to the metre: what is less than this share of both areas is
 * taken for none. Of the pairs that the published LSOAs of 2011 and wards of 2019 make in
 * Staffordshire, both generalised to 20 m, 59% have less than 1% in common. */
#define GEO_OVERLAP_SLIVER 0.01

/*
 * How much of the ground of each area of `from` lies in each of `to`, both repaired and in the same
 * CRS. Parts that are less than `sliver` of either area are left out, and their ground is shared
 * out among the others; so is what lies in none of `to`, where it is less than that of an area of
 * `from`. An area of `from` that is wholly in one of `to` is in no other, even where these overlap
 * (in that whose code sorts first). GEO_ERROR_CRS when the CRS differ, GEO_ERROR_DATA, naming the
 * areas, for boundaries that GEOS cannot lay over each other. O((n + parts) log n) beside GEOS's
 * work, which is shared over threads; the result does not depend on these.
 */
GEO_API geo_status geo_areas_overlap(geo_context *context, const geo_areas *from,
                                     const geo_areas *to, double sliver, geo_correspondence **out);

/*
 * The same by points with weights, such as the residents of census output areas at their centres:
 * of area i so much as its points' weights have in each of `to`. Points in none of `from` are left
 * out (*outside, may be NULL, has their weight), as are those whose weight is NaN. Areas of `from`
 * without any weight fall back on geo_areas_overlap(); *by_ground (may be NULL) tells how many did.
 * GEO_ERROR_DATA for a weight below 0.
 */
GEO_API geo_status geo_areas_overlap_by_points(geo_context *context, const geo_areas *from,
                                               const geo_areas *to, const double *x,
                                               const double *y, const double *weight, size_t count,
                                               geo_correspondence **out, double *outside,
                                               size_t *by_ground);

/* A point inside each area (GEOSPointOnSurface) into x[] and y[], NaN where there is no geometry.
 */
GEO_API geo_status geo_areas_points(geo_context *context, const geo_areas *areas, double *x,
                                    double *y);
/* Square metres of each area, holes left out. O(points). */
GEO_API void geo_areas_ground(const geo_areas *areas, double *square_metres);

/* ---- areas beside areas --------------------------------------------------------------------- */

typedef enum geo_contiguity {
    GEO_CONTIGUITY_QUEEN, /* a corner is enough: one vertex that both have */
    GEO_CONTIGUITY_ROOK   /* a stretch of border: two vertices or more */
} geo_contiguity;

/*
 * Which areas touch: those with vertices no further apart than `snap_m` (0.01: boundaries of one
 * source share theirs; 0: exactly the same). Mutual, without weights; areas without geometry have
 * none. GEO_ERROR_USAGE unless snap_m is 0 or more and finite. O(vertices) time and memory, as long
 * as few lie within snap_m of each other.
 */
GEO_API geo_status geo_areas_contiguity(geo_context *context, const geo_areas *areas,
                                        geo_contiguity kind, double snap_m, geo_neighbours **out);

/* ---- areas around points -------------------------------------------------------------------- */

/*
 * The ground within radius_m of the points of each group, group[i] being that of point i (0 ..
 * group_count - 1; GEO_NO_CODE: of none). Circles are drawn as polygons of 32 sides around them, so
 * that points within two radii of each other are on one ground. What is within reach of two groups
 * is that one's whose point is nearest: areas don't overlap, and every point is in its group's, but
 * that borders are drawn to a millionth of the radius. Gaps smaller than a circle are closed.
 * Areas in the order of the groups, valid by GEOS's rules; one without points has no geometry.
 * Attributes: code ("1", "2" ...) and area_km2; no names. GEO_ERROR_USAGE unless radius_m is above
 * 0 and finite, GEO_ERROR_CRS unless the CRS is metric, GEO_ERROR_DATA for a group that there is
 * not and a point of a group that is not finite, or for what GEOS cannot do.
 */
GEO_API geo_status geo_areas_around_points(geo_context *context, const geo_crs *crs,
                                           const double *x, const double *y, const int32_t *group,
                                           size_t count, size_t group_count, double radius_m,
                                           geo_areas **out);

#ifdef __cplusplus
}
#endif
#endif
