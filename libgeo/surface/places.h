/* The points of a density: one per place, from north to south. */
#ifndef GEO_SURFACE_PLACES_H
#define GEO_SURFACE_PLACES_H

#include <geo/surface.h>

typedef struct geo_place {
    double x;
    double y;
    double weight; /* of all points at this place */
} geo_place;

typedef struct geo_places {
    geo_place *place; /* y falling, then x rising */
    size_t count;
} geo_places;

/* Sorts the points and merges those with the same coordinates, so that the result doesn't depend on
 * the order of the points. weight == NULL: 1 each. GEO_ERROR_DATA for a coordinate that is not
 * finite and for a weight that is not finite or negative. O(n log n). */
geo_status geo_places_gather(geo_context *context, const double *x, const double *y,
                             const double *weight, size_t count, geo_places *out);
void geo_places_clear(geo_places *places);

/* Sorts weights into the classes of `check`, and drops the places that don't reach the grid. */
void geo_places_clip(geo_places *places, const geo_grid *grid, double reach_m,
                     geo_density_check *check);

#endif
