/* Rings in flat arrays -> GEOS geometry, and back. */
#ifndef GEO_PLACE_GEOS_AREA_H
#define GEO_PLACE_GEOS_AREA_H

#include <geos_c.h>

#include "geo/place.h"

/* The rings of one area, laid out as in geo_areas; grows. */
typedef struct geo_ring_list {
    size_t ring_count, ring_capacity;
    size_t *ring_point; /* [ring_count + 1]; NULL before the first ring */
    bool *is_hole;
    size_t point_count, x_capacity, y_capacity, hole_capacity;
    double *x;
    double *y;
} geo_ring_list;

void geo_ring_list_clear(geo_ring_list *list);
/* Adds a ring of `count` points; *first is where its points go. */
geo_status geo_ring_list_add(geo_context *context, geo_ring_list *list, bool is_hole, size_t count,
                             size_t *first);

/* The last message of a GEOS handle. */
typedef struct geo_geos_message {
    char text[200];
} geo_geos_message;

/* A handle that puts its errors into `message`; NULL when there is none to be had. Ended with
 * GEOS_finish_r(). */
GEOSContextHandle_t geo_geos_start(geo_geos_message *message);

/*
 * The geometry of rings first .. last - 1, at least one. `part` has room for last - first
 * geometries. A polygon or multipolygon that the caller destroys; NULL when a ring is not closed or
 * has 1 to 3 points.
 */
GEOSGeometry *geo_geos_from_rings(GEOSContextHandle_t handle, const size_t *ring_point,
                                  const bool *is_hole, const double *x, const double *y,
                                  size_t first, size_t last, GEOSGeometry **part);

/* Adds the rings of all polygons in the geometry; whatever else is in it is left out. */
geo_status geo_geos_to_rings(geo_context *context, GEOSContextHandle_t handle,
                             const GEOSGeometry *geometry, geo_ring_list *list);

/* A valid geometry that the caller destroys; NULL when GEOS can make none. */
GEOSGeometry *geo_geos_make_valid(GEOSContextHandle_t handle, const GEOSGeometry *geometry);

#endif
