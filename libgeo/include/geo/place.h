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

/* What geo_areas_repair() found; rows are areas in file order. */
typedef struct geo_repair_report {
    size_t repaired; /* invalid by GEOS's rules (bow-tie, hole across its shell, unclosed ring):
                        made valid */
    size_t empty;    /* null or empty geometry: the area stays, without rings */
} geo_repair_report;

/*
 * Checks each area's geometry by GEOS and repairs it in place (GEOSMakeValid with the structure
 * method, polygons kept) where it is not valid. Each kind is one warning with its count and first
 * codes. Area bounds are set anew.
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

/* Time and memory O(edges). */
GEO_API geo_status geo_locator_build(geo_context *context, const geo_areas *areas,
                                     geo_locator **out);
GEO_API void geo_locator_free(geo_locator *locator);

/* area[i]: the area of point i, GEO_NO_CODE when it is in none. Same result for any number of
 * threads. */
GEO_API geo_status geo_locate(geo_context *context, const geo_locator *locator, const double *x,
                              const double *y, size_t count, int32_t *area);

/* Counts located incidents: `area` as from geo_locate() for the frame's rows. The sum of the totals
 * is checked against the number of placed rows. */
GEO_API geo_status geo_tally_count(geo_context *context, const geo_frame *frame,
                                   const int32_t *area, size_t area_count, geo_tally **out);

/* Completes the ledger with placed and outside, by input; then geo_ledger_check() must hold. */
GEO_API geo_status geo_ledger_place(geo_context *context, geo_ledger *ledger,
                                    const geo_frame *frame, const int32_t *area);

#ifdef __cplusplus
}
#endif
#endif
